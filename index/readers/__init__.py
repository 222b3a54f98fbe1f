"""Files and text to Documents: `find` what a person names, `read` a file, `pasted` for text."""

from __future__ import annotations

import glob
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from index.article import Article, Document
from index.errors import SourceError
from index.readers.dates import read_date
from index.readers.kinds import NOT_READ, READ, READERS, documents, suffix_of
from index.readers.raw import Raw, Refusal
from index.readers.text import clean, clean_title, read_text

__all__ = [
    "LARGEST",
    "Raw",
    "Refusal",
    "cleaned",
    "documents",
    "find",
    "is_url",
    "load",
    "passed_over",
    "pasted",
    "read",
    "read_date",
]

LARGEST = 20_000_000
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+://|https?:)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W_]")

_Text = TypeVar("_Text", Document, Article)


def load(file: Path) -> Raw:
    """The bytes of a file. SourceError if its kind is not read, or it cannot be."""
    _check_format(file.name)
    return Raw(_bytes_of(file), file.name, str(file.absolute()))


def read(file: Path | bytes, name: str = "") -> Document:
    """The only document of a file, or of bytes that came under `name`. SourceError if it is none."""
    if isinstance(file, Path):
        raw = load(file)
    else:
        _check_format(name)
        _check_size(len(file), name)
        raw = Raw(file, name, name)
    found = next(documents(raw), Refusal(raw.source, f"{raw.name} holds no article."))
    if isinstance(found, Refusal):
        raise SourceError(found.reason)
    return found


def pasted(text: str, title: str = "") -> Document:
    """A document of pasted text, titled by its first line unless a title is given."""
    _check_size(len(text.encode("utf-8", "replace")), "The text")
    document = cleaned(read_text(text, "", ""), "The text")
    digest = hashlib.sha256(document.text.encode()).hexdigest()[:12]
    return replace(document, source=f"pasted:{digest}", title=clean_title(title) or document.title)


def cleaned(document: _Text, name: str = "") -> _Text:
    """The document without unseen characters. SourceError if nothing to read is left."""
    text = clean(document.text)
    if not _LETTER.search(text):
        raise SourceError(f"{name or document.source or 'The text'} holds no words: an article needs text.")
    title = clean_title(document.title) or clean_title(text.strip().partition("\n")[0])
    return replace(document, title=title, text=text)


def is_url(source: str) -> bool:
    """Whether a source is an address and no path; of any scheme, so that those not fetched are told by name."""
    return _ADDRESS.match(source) is not None


def find(source: str) -> list[str | SourceError]:
    """The files that a path, folder or pattern stands for, in order; a SourceError for what is none, a URL as it is."""
    if is_url(source):
        return [source]
    if "\0" in source:
        return [SourceError(f"{source!r} is no path: give a file, folder or pattern.")]
    path = os.path.expanduser(source)  # noqa: PTH111  (a pattern is no path yet)
    try:
        if Path(path).is_dir():
            return _in_folder(Path(path), source)
        if not os.path.lexists(path) and glob.has_magic(path):
            names = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  (Path.glob takes no absolute pattern)
            matches = [part for name in names for part in find(name)]
            return matches or [SourceError(f"{source} matches no file: check the pattern.")]
    except (OSError, ValueError) as error:
        return [SourceError(f"{source!r} is no path ({error}): give a file, folder or pattern.")]
    return [path]


def _in_folder(folder: Path, source: str) -> list[str | SourceError]:
    """Articles in a folder and those below it; hidden files and other formats are passed over."""
    found: list[str | SourceError] = []

    def unreadable(error: OSError) -> None:
        found.append(
            SourceError(f"{error.filename} cannot be read ({error.strerror}): change its permissions.")
        )

    found += [str(file) for file in _files_below(folder, unreadable) if _is_taken(file)]
    return found or [SourceError(f"{source} holds no articles: put {READ} files into it.")]


def passed_over(source: str) -> Counter[str]:
    """The endings of the files in a folder that `find` leaves out, and how many have each; none for other sources."""
    path = os.path.expanduser(source)  # noqa: PTH111  (as in `find`)
    if is_url(source) or "\0" in source or not Path(path).is_dir():
        return Counter()
    left = (file for file in _files_below(Path(path), lambda error: None) if not _is_taken(file))
    return Counter(suffix_of(file.name) or "without an ending" for file in left)


def _files_below(folder: Path, unreadable: Callable[[OSError], None]) -> Iterator[Path]:
    """The files in a folder and those below it, in order, hidden ones aside."""
    for below, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(below) / name for name in sorted(names) if not name.startswith("."))


def _is_taken(file: Path) -> bool:
    """Whether a file of a folder is one to be read, or is told to be of a kind that is not read yet."""
    suffix = suffix_of(file.name)
    return bool(suffix) and (suffix in READERS or suffix in NOT_READ)


def _check_format(name: str) -> None:
    """Refuse by name what no reader would look at, before its bytes are read."""
    suffix = suffix_of(name)
    if suffix not in READERS:
        raise SourceError(f"{name} is a {suffix} file, which is not read: give {READ} files.")


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise SourceError(
            f"{name} has {size / 1e6:.0f} MB, more than the {LARGEST // 1_000_000} MB an article may have: "
            "cut it into parts."
        )


def _bytes_of(file: Path) -> bytes:
    try:
        if not file.exists():
            raise SourceError(f"{file} does not exist: check the path.")
        if not file.is_file():
            raise SourceError(f"{file} is no ordinary file: give {READ} files.")
        _check_size(file.stat().st_size, file.name)
        return file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(
            f"{str(file)!r} cannot be read ({reason}): check its name and permissions."
        ) from error
