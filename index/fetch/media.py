"""What a server says that it sends, as the file name by whose ending a reader is chosen."""

from __future__ import annotations

import re
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote

from index.errors import SourceError
from index.fetch.address import Address
from index.readers.decode import READ
from index.readers.kinds import READERS, suffix_of

_HTML, _XML, _JSON = ".html", ".xml", ".json"
_ENDINGS = {
    "text/html": _HTML,
    "application/xhtml+xml": _HTML,
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/json": _JSON,
    "text/json": _JSON,
    "application/feed+json": _JSON,
    "application/ld+json": _JSON,
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/rss+xml": _XML,
    "application/atom+xml": _XML,
    "application/rdf+xml": _XML,
    "application/xml": _XML,
    "text/xml": _XML,
    "text/rss+xml": _XML,
}
# Feeds may come in these, so they are read whether or not a reader has the ending.
_FEEDS = frozenset({_XML, _JSON})
# Said of anything: the path tells more, if it ends in something that is read.
_VAGUE = frozenset({"text/plain", "application/octet-stream", "binary/octet-stream", "application/download"})
_MAGIC = {b"%PDF": ".pdf", b"PK\x03\x04": ".zip", b"<": _HTML}
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]")
_LONGEST_NAME = 120


def declared(header: str) -> tuple[str, str | None]:
    """Media type and charset of a Content-Type header, "" and None where it says none."""
    message = Message()
    message["content-type"] = header
    known = "/" in header
    charset = message.get_param("charset") if known else None
    return (message.get_content_type() if known else ""), (charset if isinstance(charset, str) else None)


def ending(media_type: str, address: Address) -> str | None:
    """The ending for what is announced; None where nothing is. SourceError for what no reader reads."""
    in_path = suffix_of(address.target.partition("?")[0])
    if in_path in READERS and in_path and (media_type in _VAGUE or not media_type):
        return in_path
    if not media_type:
        return None
    found = _ENDINGS.get(media_type)
    if found is None or (found not in READERS and found not in _FEEDS):
        raise SourceError(
            f"{address} is {media_type}, which is not read: give a page, a feed or {READ} files."
        )
    return found


def sniffed(data: bytes) -> str:
    """The ending for what came without a word about its kind."""
    begin = data[:100].lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((kind for magic, kind in _MAGIC.items() if begin.startswith(magic)), ".txt")


def file_name(address: Address, ending: str) -> str:
    """A file name for what came from an address: the last part of its path, with the ending that fits."""
    last = PurePosixPath(unquote(address.target.partition("?")[0])).name
    name = _UNFIT.sub("", last)[:_LONGEST_NAME] or address.host
    return name if suffix_of(name) == ending else name + ending
