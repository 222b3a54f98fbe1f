"""A whole library in one file: gzipped JSON lines, a header, then an article each."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.article import Article
from index.errors import LibraryError, SourceError

FORMAT = "kassoro-library"
VERSION = 1
# No article is longer (see readers.LARGEST), and JSON may write six characters for one.
_LONGEST_LINE = 150_000_000
_TEXTS = ("id", "title", "source", "language", "text", "content_hash")
_MAYBE = ("published", "url")


def write(path: Path, articles: Sequence[Article]) -> int:
    """Write `articles` to `path` in one step; gives their number. No other file is ever replaced."""
    if path.exists() and not _is_archive(path):
        raise LibraryError(f"{path} exists and is no exported library: name another file.")
    unfinished = path.with_name(path.name + ".part")
    header = {"format": FORMAT, "version": VERSION, "articles": len(articles)}
    try:
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            for line in (header, *map(asdict, articles)):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise LibraryError(
            f"{path} cannot be written ({error.strerror or error}): name another file."
        ) from error
    return len(articles)


def read(path: Path) -> list[Article]:
    """The articles in a file that `write` made, all checked. SourceError for anything else."""
    try:
        with gzip.open(path, "rb") as file:
            count = _count(file, path)
            articles = [_article(line, path) for line in _lines(file, path)]
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _not_an_archive(path) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror or error}): check its name.") from error
    if len(articles) != count:
        raise SourceError(
            f"{path} holds {len(articles)} of {count} articles: it was cut off, export it again."
        )
    return articles


def _count(file: gzip.GzipFile, path: Path) -> int:
    header = _parsed(file.readline(1000), path)
    if header.get("format") != FORMAT or not isinstance(header.get("articles"), int):
        raise _not_an_archive(path)
    if header.get("version") != VERSION:
        raise SourceError(
            f"{path} was exported in form {header.get('version')!r}, "
            f"this program reads {VERSION}: update Kassoro."
        )
    return int(header["articles"])


def _lines(file: gzip.GzipFile, path: Path) -> Iterator[bytes]:
    while line := file.readline(_LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise _not_an_archive(path)
        yield line


def _article(line: bytes, path: Path) -> Article:
    entry = _parsed(line, path)
    wanted = {*_TEXTS, *_MAYBE}
    sound = (
        entry.keys() == wanted
        and all(isinstance(entry[key], str) for key in _TEXTS)
        and all(entry[key] is None or isinstance(entry[key], str) for key in _MAYBE)
        and entry["id"].replace("-", "").isalnum()
        and len(entry["id"]) <= 40
    )
    if not sound:
        raise SourceError(f"{path} holds an entry that is no article: export it again.")
    return Article(**entry)


def _parsed(line: bytes, path: Path) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _not_an_archive(path) from error
    if not isinstance(entry, dict):
        raise _not_an_archive(path)
    return entry


def _is_archive(path: Path) -> bool:
    try:
        with gzip.open(path, "rb") as file:
            _count(file, path)
    except (OSError, EOFError, zlib.error, SourceError):
        return False
    return True


def _not_an_archive(path: Path) -> SourceError:
    return SourceError(f"{path} is no exported library: give a file that 'kassoro export' wrote.")
