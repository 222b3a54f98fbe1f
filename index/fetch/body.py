"""The body of an answer: decompressed piece by piece, and counted before and after."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from index.errors import SourceError

# What is asked for. Others (br, zstd) are not, so a server that sends them anyway is refused.
ACCEPTED = "gzip, deflate"
_KNOWN = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_MOST_CODINGS = 2
_PIECE = 65_536


def decoded(pieces: Iterable[bytes], coding: str, wire: int, largest: int, url: str) -> Iterator[bytes]:
    """A body piece by piece: up to `wire` bytes as sent, `largest` after each decompression. SourceError beyond that.

    `coding` is the Content-Encoding header; several codings, first applied first, are undone in turn.
    """
    codings = [one.strip().lower() for one in coding.split(",")]
    codings = [one for one in codings if one not in ("", "identity")]
    unknown = [one for one in codings if one not in _KNOWN]
    if unknown or len(codings) > _MOST_CODINGS:
        raise SourceError(
            f"{url} was sent compressed as {coding[:60]!r}, and {ACCEPTED} was asked for: save the page and add the file."
        )
    stream = _counted(pieces, wire, url, "sends")
    for one in reversed(codings):
        stream = _counted(_inflated(stream, one, url), largest, url, "holds, decompressed,")
    return stream


def _counted(pieces: Iterable[bytes], most: int, url: str, verb: str) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > most:
            raise too_large(url, most, verb)
        yield piece


def too_large(url: str, most: int, verb: str) -> SourceError:
    """The sentence for what is larger than is read."""
    size = f"{most / 1e6:.0f} MB" if most >= 1e6 else f"{most} bytes"
    return SourceError(
        f"{url} {verb} more than the {size} that are read of a page: save the part that matters as a file."
    )


def _inflated(pieces: Iterable[bytes], coding: str, url: str) -> Iterator[bytes]:
    """Decompressed in pieces of bounded size, so that a bomb is noticed before it fills the memory."""
    broken = SourceError(f"{url} was sent broken ({coding} that cannot be decompressed): try again later.")
    unpacker, begun = zlib.decompressobj(_KNOWN[coding]), False
    for piece in pieces:
        while piece:
            if unpacker.eof:
                piece = piece.lstrip(b"\0")
                if not piece or coding == "deflate":
                    break
                unpacker = zlib.decompressobj(_KNOWN[coding])  # gzip may have several members
            try:
                out = unpacker.decompress(piece, _PIECE)
            except zlib.error as error:
                if coding != "deflate" or begun:
                    raise broken from error
                # Servers disagree on whether deflate has zlib's header; this one leaves it out.
                unpacker, begun = zlib.decompressobj(-15), True
                continue
            begun = True
            yield out
            piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    while begun and (out := unpacker.decompress(b"", _PIECE)):
        yield out
    if begun and not unpacker.eof:
        raise broken
