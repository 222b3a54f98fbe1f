"""What a fetch gives."""

from __future__ import annotations

from dataclasses import dataclass

from index.errors import SourceError
from index.readers.raw import Raw


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its bytes, or None where they are `unchanged` since `etag` and `modified` were given.

    `url` is the address after all redirects; `etag` and `modified` are to be given with the next request.
    """

    raw: Raw | None
    url: str
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


class Gone(SourceError):
    """The server says that there is no such page (404, 410)."""


class Unreachable(SourceError):
    """There is no connection to the host; the sentence begins with the address and holds for all others there."""
