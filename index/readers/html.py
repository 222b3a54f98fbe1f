"""Saved web pages: the article out of the page, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from index.article import Document
from index.errors import SourceError
from index.readers.dates import read_date
from index.readers.decode import decode
from index.readers.raw import Raw
from index.readers.text import clean, clean_title, language_of

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
# An article found in a page is believed from this length on; Japanese says much in few characters.
_SHORTEST = 60
_PUBLISHED_LATEST = "2100-01-01"


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page names in its head."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def read_html_file(raw: Raw) -> Iterator[Document]:
    """The document of a saved or fetched page; what a server says of its encoding goes before what it says itself."""
    text = decode(raw.data, raw.name, raw.charset or declared_encoding(raw.data))
    yield read_html(text, PurePath(raw.name).stem, raw.source)


def read_html(text: str, name: str, source: str) -> Document:
    """A document of the page's article; its date only where the page states it as its own."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST))
    page = trafilatura.bare_extraction(
        text,
        config=config,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": _PUBLISHED_LATEST,
        },
    )
    body = clean(page.text or "").strip() if page is not None and not isinstance(page, dict) else ""
    if not body or page is None or isinstance(page, dict):
        raise SourceError(f"{name} holds no article text: save the page that shows the article itself.")
    found = _TITLE.search(text)
    title = page.title or (found.group(1) if found else "") or body.partition("\n")[0]
    return Document(
        title=clean_title(title) or name,
        text=body,
        source=source,
        published=read_date(page.date, f"the date of {name}") if page.date else None,
        language=language_of(body),
        url=page.url if page.url and page.url.startswith(("http://", "https://")) else None,
    )
