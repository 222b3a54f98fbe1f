"""Markdown with YAML front matter: title, published, language and url from there, the text from below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import yaml

from index.article import Document
from index.errors import SourceError
from index.readers.boilerplate import is_label, is_notice
from index.readers.copied import read_copied
from index.readers.dates import read_date
from index.readers.decode import decode
from index.readers.raw import Raw
from index.readers.stated import written_date
from index.readers.text import clean, clean_title, language_of

_FENCE = re.compile(r"\A---[ \t]*\n(?:(?P<front>.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
# Longer, it is a sentence about where the article is from.
_LONGEST_NAME = 30
_URLS = (
    "url",
    "canonical_url",
    "canonical",
    "canonicalUrl",
    "canonicalURL",
    "original_url",
    "link",
    "source",
)
_PUBLISHERS = ("publisher", "publication", "site", "site_name", "outlet", "newsletter", "source")
_DATES = ("published_at", "publishedAt", "pubDate", "datePublished", "published_date", "created")
_KEYS = ("title", "source", "publisher", "published", "date", "language", "url")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]*\")?\)")
_SMALL = re.compile(r"<(small|sub|footer)>(?P<text>.*)</\1>", re.IGNORECASE)
_RULE_AT_END = re.compile(r"(?:\s*\n[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*)+\s*\Z")
_ADDRESS = re.compile(r"https?://\S+")


def read_markdown_file(raw: Raw) -> Iterator[Document]:
    """The document of a Markdown file in any encoding that is read."""
    yield read_markdown(decode(raw.data, raw.name, raw.charset), PurePath(raw.name).stem, raw.source)


def read_markdown(text: str, name: str, source: str) -> Document:
    """A document of Markdown. Its title is the front matter's, else the first heading, else the first line.

    `source` in the front matter is taken for the address if it is one and `url` is missing.
    """
    text = clean(text).lstrip("\n")
    fence = _FENCE.match(text)
    front = _front_matter(fence["front"] or "", name) if fence else {}
    body = _COMMENT.sub("", text[fence.end() :] if fence else text).strip()
    body = without_notices(body) if fence else read_copied(_without_links(body)).text
    heading = _HEADING.search(body)
    first_line = heading.group(1).rstrip(" \t#") if heading else body.partition("\n")[0]
    language = str(front.get("language") or "").lower()[:2]
    date = front.get("published") or front.get("date") or _other_date(front)
    url_key = next((key for key in _URLS if _ADDRESS.fullmatch(str(front.get(key)))), None)
    publisher_key = next((key for key in _PUBLISHERS if _is_name(front.get(key))), None)
    published = read_date(date, f"'published' of {name}") if date else None
    found = {
        "title": "front matter"
        if front.get("title") or _headline(front)
        else "first heading"
        if heading
        else "first line",
        "published": "front matter" if published else "",
        "language": "front matter" if language in ("ja", "en") else "letters of the text",
        "url": "front matter" if url_key else "",
        "publisher": "front matter" if publisher_key else "",
    }
    return Document(
        title=clean_title(str(front.get("title") or _headline(front) or first_line)) or name,
        text=body,
        source=source,
        published=published,
        language=language if language in ("ja", "en") else language_of(body),
        url=str(front[url_key]) if url_key else None,
        publisher=clean_title(str(front[publisher_key])) if publisher_key else None,
        found={key: how for key, how in found.items() if how},
    )


def _headline(front: dict[str, Any]) -> str:
    value = front.get("headline")
    return value if isinstance(value, str) else ""


def _other_date(front: dict[str, Any]) -> str | None:
    """The date under one of the keys that only some writers use; what is no date there counts for nothing."""
    return next((date for key in _DATES if (date := written_date(str(front.get(key, ""))))), None)


def _is_name(value: object) -> bool:
    """Whether a value names somebody: no address, and no sentence about where the article is from."""
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_NAME and not _ADDRESS.search(value)


def without_notices(body: str) -> str:
    """Markdown without the lines that are links of the page's own (share, subscribe) and small print to its readers."""
    kept = [line for line in body.split("\n") if not _is_page_own(line)]
    text = "\n".join(kept)
    return _RULE_AT_END.sub("", text).strip() if len(kept) < body.count("\n") + 1 else body


def _is_page_own(line: str) -> bool:
    links = _LINK.findall(line)
    small = _SMALL.fullmatch(line.strip())
    if not links and not small:
        return False
    shown = _without_links(small["text"] if small else line).strip()
    if not _LINK.sub("", line).strip(" ·・|｜•/,"):
        return all(is_label(text.strip()) for text in links)
    return is_label(shown) or is_notice(shown)


def _without_links(text: str) -> str:
    """Markdown with its links as their wording, and without its pictures."""
    return _LINK.sub(r"\1", _IMAGE.sub("", text))


def _front_matter(text: str, name: str) -> dict[str, Any]:
    try:
        front = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}" if mark else "it"
        raise SourceError(
            f"{name} has front matter that is no YAML (at {where}): mend it or remove it."
        ) from error
    if front is None:
        return {}
    if not isinstance(front, dict):
        raise SourceError(f"{name} has front matter without 'key: value' lines: mend it or remove it.")
    for key in _KEYS:  # aliases within aliases could also grow without bound when written out
        if isinstance(front.get(key), list | dict):
            raise SourceError(f"{name} has front matter whose {key!r} is a list: write one line of text.")
    return front
