"""Which reader reads what: kinds of files by the endings of their names, their first bytes, or what a server said."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from index.article import Document
from index.errors import SourceError
from index.readers.decode import READ
from index.readers.feed import is_feed
from index.readers.raw import Raw, Reader, Refusal

# Endings and where their reader is; imported when first needed, since some take a while.
READERS = {
    ".txt": "index.readers.text:read_text_file",
    ".text": "index.readers.text:read_text_file",
    "": "index.readers.text:read_text_file",
    ".md": "index.readers.markdown:read_markdown_file",
    ".markdown": "index.readers.markdown:read_markdown_file",
    ".html": "index.readers.html:read_html_file",
    ".htm": "index.readers.html:read_html_file",
    ".xhtml": "index.readers.html:read_html_file",
    ".xml": "index.readers.feed:read_feed_file",
    ".rss": "index.readers.feed:read_feed_file",
    ".atom": "index.readers.feed:read_feed_file",
    ".rdf": "index.readers.feed:read_feed_file",
}
_FEED = READERS[".rss"]
NOT_READ = frozenset({".pdf", ".docx", ".xlsx", ".doc", ".rtf", ".odt", ".epub", ".xls", ".ppt", ".pptx"})


def suffix_of(name: str) -> str:
    """The ending that names a file's kind, in small letters; "" where there is none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def reader_of(raw: Raw) -> Reader:
    """The reader for a source. SourceError if its kind is not read."""
    suffix = suffix_of(raw.name)
    feed = is_feed(raw.data)
    if suffix not in READERS and not feed:
        raise SourceError(f"{raw.name} is a {suffix} file, which is not read: give {READ} files.")
    module, name = (_FEED if feed else READERS[suffix]).split(":")
    reader: Reader = getattr(importlib.import_module(module), name)
    return reader


def documents(raw: Raw) -> Iterator[Document | Refusal]:
    """The documents of a source, members of archives included, and why there is none of some of its parts.

    Never raises for what is wrong with the source itself.
    """
    from index.readers import cleaned

    try:
        for one in reader_of(raw)(raw):
            if isinstance(one, Raw):
                yield from documents(one)
            elif isinstance(one, Refusal):
                yield one
            else:
                try:
                    yield cleaned(one, raw.name)
                except SourceError as error:
                    yield Refusal(one.source, str(error))
    except SourceError as error:
        yield Refusal(raw.source, str(error))
