"""Markdown with YAML front matter: title, published, language and url from there, the text from below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import yaml

from index.article import Document
from index.errors import SourceError
from index.readers.copied import read_copied
from index.readers.dates import read_date
from index.readers.decode import decode
from index.readers.raw import Raw
from index.readers.text import clean, clean_title, language_of

_FENCE = re.compile(r"\A---[ \t]*\n(?:(?P<front>.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
# Longer, it is a sentence about where the article is from.
_LONGEST_NAME = 30
_KEYS = ("title", "source", "publisher", "published", "date", "language", "url")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]+)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+\"[^\"\n]*\")?\)")
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
    if not fence:
        body = read_copied(_without_links(body)).text
    heading = _HEADING.search(body)
    first_line = heading.group(1).rstrip(" \t#") if heading else body.partition("\n")[0]
    language = str(front.get("language") or "").lower()[:2]
    date = front.get("published") or front.get("date")
    url_key = next((key for key in ("url", "source") if _ADDRESS.fullmatch(str(front.get(key)))), None)
    publisher_key = next((key for key in ("publisher", "source") if _is_name(front.get(key))), None)
    published = read_date(date, f"'published' of {name}") if date else None
    found = {
        "title": "front matter" if front.get("title") else "first heading" if heading else "first line",
        "published": "front matter" if published else "",
        "language": "front matter" if language in ("ja", "en") else "letters of the text",
        "url": "front matter" if url_key else "",
        "publisher": "front matter" if publisher_key else "",
    }
    return Document(
        title=clean_title(str(front.get("title") or first_line)) or name,
        text=body,
        source=source,
        published=published,
        language=language if language in ("ja", "en") else language_of(body),
        url=str(front[url_key]) if url_key else None,
        publisher=clean_title(str(front[publisher_key])) if publisher_key else None,
        found={key: how for key, how in found.items() if how},
    )


def _is_name(value: object) -> bool:
    """Whether a value names somebody: no address, and no sentence about where the article is from."""
    return isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_NAME and not _ADDRESS.search(value)


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
