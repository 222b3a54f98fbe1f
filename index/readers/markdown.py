"""Markdown with YAML front matter: title, published, language and url from there, the text from below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

import yaml

from index.article import Document
from index.errors import SourceError
from index.readers.dates import read_date
from index.readers.decode import decode
from index.readers.raw import Raw
from index.readers.text import clean, clean_title, language_of

_FENCE = re.compile(r"\A---[ \t]*\n(?:(?P<front>.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
_KEYS = ("title", "source", "published", "date", "language", "url")
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
    body = (text[fence.end() :] if fence else text).strip()
    heading = _HEADING.search(body)
    first_line = heading.group(1).rstrip(" \t#") if heading else body.partition("\n")[0]
    language = str(front.get("language") or "").lower()[:2]
    date = front.get("published") or front.get("date")
    return Document(
        title=clean_title(str(front.get("title") or first_line)) or name,
        text=body,
        source=source,
        published=read_date(date, f"'published' of {name}") if date else None,
        language=language if language in ("ja", "en") else language_of(body),
        url=next(
            (str(front[key]) for key in ("url", "source") if _ADDRESS.fullmatch(str(front.get(key)))), None
        ),
    )


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
