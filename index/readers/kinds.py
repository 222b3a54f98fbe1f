"""Which reader reads what: kinds of files by the endings of their names, their first bytes, or what a server said."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from index.article import Document
from index.errors import SourceError
from index.readers.decode import READ
from index.readers.feed import is_feed
from index.readers.raw import Raw, Reader, Refusal
from index.readers.zips import open_zip

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
    ".pdf": "index.readers.pdf:read_pdf_file",
    ".docx": "index.readers.docx:read_docx_file",
    ".csv": "index.readers.delimited:read_delimited_file",
    ".tsv": "index.readers.delimited:read_delimited_file",
    ".xlsx": "index.readers.xlsx:read_xlsx_file",
    ".json": "index.readers.json_articles:read_json_file",
    ".jsonl": "index.readers.json_articles:read_json_lines_file",
    ".ndjson": "index.readers.json_articles:read_json_lines_file",
    ".zip": "index.readers.zip_archive:read_zip_file",
}
NOT_READ = frozenset({".doc", ".rtf", ".odt", ".ods", ".epub", ".xls", ".ppt", ".pptx"})
# Parts by which an archive is known for a document of some program.
_PACKAGES = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}


def suffix_of(name: str) -> str:
    """The ending that names a file's kind, in small letters; "" where there is none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def kind_of(raw: Raw) -> str:
    """The ending that names a source's kind: what its first bytes say, whatever it is called, else its name."""
    start = raw.data[:1024].lstrip(b"\xef\xbb\xbf\0 \t\r\n\x0c")
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(raw)
    return ".rss" if is_feed(raw.data) else suffix_of(raw.name)


def _package(raw: Raw) -> str:
    """What an archive is, by the parts that a program's documents have."""
    try:
        parts = set(open_zip(raw.data, raw.name).namelist())
    except SourceError:  # damaged: the reader that its name asks for says so
        return suffix_of(raw.name) if suffix_of(raw.name) in (".docx", ".xlsx") else ".zip"
    for part, kind in _PACKAGES.items():
        if part in parts:
            return kind
    if "mimetype" in parts:
        return ".epub" if b"epub" in raw.data[30:100] else ".odt"
    return ".zip"


def reader_of(raw: Raw) -> Reader:
    """The reader for a source. SourceError if its kind is not read."""
    suffix = kind_of(raw)
    if suffix not in READERS:
        raise SourceError(f"{raw.name} is a {suffix} file, which is not read: give {READ} files.")
    module, name = READERS[suffix].split(":")
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
                yield from (_within(raw, part) for part in documents(one))
            elif isinstance(one, Refusal):
                yield one if one.link else _within(raw, one)
            else:
                try:
                    yield cleaned(one, raw.name)
                except SourceError as error:
                    yield Refusal(one.source, str(error))
    except SourceError as error:
        yield Refusal(raw.source, str(error))


def _within(source: Raw, part: Document | Refusal) -> Document | Refusal:
    """A part of a source, or its refusal with a word on the source it is in."""
    if isinstance(part, Document) or source.name in part.reason:
        return part
    return replace(part, reason=f"In {source.name}, {part.reason}")
