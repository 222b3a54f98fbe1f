"""Zip archives: their members one by one, each under the name it has in the archive."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from index.errors import SourceError
from index.readers.decode import READ
from index.readers.kinds import READERS, kind_of, suffix_of
from index.readers.raw import Raw, Refusal
from index.readers.text import clean
from index.readers.zips import Budget, member_bytes, open_zip

MOST_MEMBERS = 1_000
_DEEPEST = 2
_DRIVE = re.compile(r"[A-Za-z]:")
_PASSED_OVER = ("__macosx", "thumbs.db", "desktop.ini")


def read_zip_file(raw: Raw) -> Iterator[Raw | Refusal]:
    """The members of an archive, those of archives within it too, and why some do not go in."""
    found = False
    for member in _members(raw, raw.source, 1, Budget()):
        found = True
        yield member
    if not found:
        raise SourceError(f"{raw.name} holds no articles: put {READ} files into it.")


def _members(raw: Raw, source: str, depth: int, budget: Budget) -> Iterator[Raw | Refusal]:
    archive = open_zip(raw.data, raw.name)
    infos = [info for info in archive.infolist() if not info.is_dir() and not _passed_over(_name_of(info))]
    for info in infos[:MOST_MEMBERS]:
        name = _name_of(info)
        inside = f"{source}#{clean(name)}"
        try:
            member = _member(archive, info, name, raw.name, inside, budget)
            nested = kind_of(member) == ".zip"
            if nested and depth >= _DEEPEST:
                raise SourceError(
                    f"{member.name} in {raw.name} is an archive within archives: unpack it and add its files."
                )
        except SourceError as error:
            yield Refusal(inside, str(error))
            continue
        if not nested:
            yield member
            continue
        try:
            yield from _members(member, inside, depth + 1, budget)
        except SourceError as error:
            yield Refusal(inside, str(error))
    if len(infos) > MOST_MEMBERS:
        yield Refusal(
            source,
            f"{raw.name} holds {len(infos):,} files, of which the first {MOST_MEMBERS:,} go in: "
            "cut it into parts to add the rest.",
        )


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, within: str, source: str, budget: Budget
) -> Raw:
    """One member as a file of its own. SourceError for a place, a kind or a size that is not taken."""
    shown = f"{clean(name)[-80:]!r} in {within}"
    parts = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts:
        raise SourceError(f"{shown} names a place outside the archive: pack it anew with plain names.")
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        what = "a link" if stat.S_ISLNK(mode) else "a device or pipe"
        raise SourceError(f"{shown} is {what}, no file: put the file itself into the archive.")
    if suffix_of(name) not in READERS:
        raise SourceError(f"{shown} is a {suffix_of(name)} file, which is not read: give {READ} files.")
    data = member_bytes(archive, info, shown, budget)
    return Raw(data, clean(PurePosixPath(name).name), source)


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name: archives made in Japan write theirs in Shift_JIS and do not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            packed = name.encode("cp437")
        except UnicodeEncodeError:
            packed = b""
        for encoding in ("utf-8", "cp932") if packed else ():
            try:
                name = packed.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _passed_over(name: str) -> bool:
    """Whether a member is a system's own: resource forks, hidden files, thumbnails."""
    parts = [part for part in name.split("/") if part not in (".", "..")]
    return any(part.lower() in _PASSED_OVER or part.startswith((".", "~$")) for part in parts)
