"""What readers take and give: the bytes of one source, and a refusal of it in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from index.article import Document


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of one source on their way to a reader.

    `name` is a file's name, by whose ending its kind is known; `source` the path or URL it came from;
    `charset` and `media_type` what a server declared about it.
    """

    data: bytes
    name: str
    source: str
    charset: str | None = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no document of a source, in one sentence.

    For an entry of a feed whose article stands elsewhere, `link` holds its "link", "title", "published" and
    "publisher", as far as the feed tells them.
    """

    source: str
    reason: str
    link: Mapping[str, str] = field(default_factory=dict)


# A reader yields documents; refusals of parts, where the rest goes in; and, for an archive, its members as Raw.
# It raises SourceError where nothing of the source can be read.
Reader = Callable[[Raw], Iterator[Document | Refusal | Raw]]
