"""One entry of a feed, from any kind of feed."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from index.errors import SourceError
from index.readers.dates import read_date
from index.readers.text import clean_title

_TAG = re.compile(r"<[^>]*>")
_LONGEST_LINK = 4000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one article; `content` is HTML, all that the feed has of it. "" or None where it is silent."""

    key: str
    link: str
    title: str
    published: str | None
    publisher: str
    content: str

    def facts(self) -> dict[str, str]:
        """Link, title, date and publisher, those that are there."""
        named = {
            "link": self.link,
            "title": self.title,
            "published": self.published,
            "publisher": self.publisher,
        }
        return {name: value for name, value in named.items() if value}


def from_xml(feed: Any) -> list[Entry]:
    """The entries that feedparser found."""
    publisher = _plain(feed.feed.get("title"))
    return [_from_xml(one, place, publisher) for place, one in enumerate(feed.entries, start=1)]


def _from_xml(one: Any, place: int, publisher: str) -> Entry:
    link = str(one.get("link") or "")[:_LONGEST_LINK].strip()
    contents = [str(part.get("value") or "") for part in one.get("content") or []]
    source = one.get("source") or {}
    stamp = next((str(one[key]) for key in ("published", "created", "date", "updated") if one.get(key)), "")
    return Entry(
        key=str(one.get("id") or link or place)[:500],
        link=link,
        title=_plain(one.get("title")),
        published=read_stamp(stamp),
        publisher=_plain(source.get("title")) or publisher,
        content=max([*contents, str(one.get("summary") or "")], key=len),
    )


def from_json(text: str, name: str) -> list[Entry]:
    """The entries of a JSON Feed. SourceError if it is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is no JSON that can be read: mend it, or give its articles.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise SourceError(f"{name} is a JSON Feed without a list of items: mend it, or give its articles.")
    publisher = _plain(feed.get("title"))
    return [
        _from_json(one, place, publisher) for place, one in enumerate(items, start=1) if isinstance(one, dict)
    ]


def _from_json(one: dict[str, Any], place: int, publisher: str) -> Entry:
    link = next((one[key] for key in ("url", "external_url") if isinstance(one.get(key), str)), "").strip()
    plain = one.get("content_text") if isinstance(one.get("content_text"), str) else ""
    rich = one.get("content_html") if isinstance(one.get("content_html"), str) else ""
    key = one.get("id")
    return Entry(
        key=str(key if isinstance(key, str | int) and key != "" else link or place)[:500],
        link=link[:_LONGEST_LINK],
        title=_plain(one.get("title")),
        published=read_stamp(one.get("date_published") or one.get("date_modified") or ""),
        publisher=publisher,
        content=rich
        or "".join(f"<p>{html.escape(line)}</p>" for line in (plain or "").splitlines() if line.strip()),
    )


def read_stamp(stamp: object) -> str | None:
    """The day that a feed's time names, in that time's own zone; None where it names none.

    >>> read_stamp("2025-07-05T00:30:00+09:00"), read_stamp("Fri, 04 Jul 2025 23:30:00 GMT"), read_stamp("soon")
    ('2025-07-05', '2025-07-04', None)
    """
    if not isinstance(stamp, str) or not stamp.strip():
        return None
    try:
        return read_date(stamp.strip(), "the date")
    except SourceError:
        pass
    try:
        return parsedate_to_datetime(stamp).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _plain(value: object) -> str:
    return clean_title(html.unescape(_TAG.sub("", value))) if isinstance(value, str) else ""
