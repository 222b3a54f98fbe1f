"""Zip archives opened with care: what they say of themselves is checked, what they inflate to is counted."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from index.errors import SourceError

MOST_BYTES = 200_000_000
MEMBER_BYTES = 20_000_000
# Deflate makes at most 1,032 bytes of one; text seldom more than 20.
_RATIO = 200
_RATIO_FROM = 1_000_000  # below this a member is harmless however well it packs
_MOST_ENTRIES = 20_000
_CHUNK = 1 << 16
_LOCAL_HEADER = 30


@dataclass(slots=True)
class Budget:
    """How many bytes an archive, those within it included, may still inflate to."""

    left: int = MOST_BYTES


class TooLarge(SourceError):
    """A member that inflates to more than it may."""


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive. SourceError if it is none, is broken, or has members that lie over each other."""
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        raise SourceError(f"{name} is an archive of more than {_MOST_ENTRIES:,} files: cut it into parts.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, LookupError) as error:
        raise SourceError(f"{name} is a damaged archive ({_short(error)}): get it again.") from error
    end = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise SourceError(f"{name} is an archive whose members overlap, as bombs do: pack it anew.")
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return archive


def member_bytes(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str, budget: Budget, most: int = MEMBER_BYTES
) -> bytes:
    """The bytes of a member, counted as they come, whatever its header says. SourceError if it cannot be read."""
    if info.flag_bits & 0x1:
        raise SourceError(f"{where} is encrypted: unpack it with its password and add the file itself.")
    parts, size = [], 0
    packed = max(info.compress_size, 1)
    try:
        with archive.open(info) as opened:
            while part := opened.read(_CHUNK):
                size += len(part)
                if size > most:
                    raise TooLarge(
                        f"{where} has more than the {most // 1_000_000} MB it may have: cut it into parts."
                    )
                if size > _RATIO_FROM and size > packed * _RATIO:
                    raise TooLarge(
                        f"{where} inflates to more than {_RATIO} times its size, as bombs do: leave it out."
                    )
                budget.left -= len(part)
                if budget.left < 0:
                    raise TooLarge(
                        f"{where} is past the {MOST_BYTES // 1_000_000} MB that an archive may hold: "
                        "cut the archive into parts."
                    )
                parts.append(part)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
        ValueError,
    ) as error:
        raise SourceError(
            f"{where} is damaged or packed in a way that is not read ({_short(error)}): pack it anew."
        ) from error
    return b"".join(parts)


def check_package(data: bytes, name: str) -> dict[str, int]:
    """How many bytes each part of an Office document has. SourceError for bombs and entities that could expand."""
    archive, budget, sizes = open_zip(data, name), Budget(), {}
    for info in archive.infolist():
        if not info.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        part = member_bytes(archive, info, f"{name} ({info.filename[:60]!r})", budget, MOST_BYTES)
        if b"<!DOCTYPE" in part or b"<!\0D\0O\0C\0T\0Y\0P\0E" in part:
            raise SourceError(f"{name} declares entities of its own, as bombs do: save the document anew.")
        sizes[info.filename] = len(part)
    return sizes


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
