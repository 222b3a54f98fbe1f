"""A whole library in one file: gzipped JSON lines, a header, then an article each, with its earlier versions.

Form 1 had neither publishers nor versions and is read as well.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.article import Article, Version
from index.errors import LibraryError, SourceError

FORMAT = "kassoro-library"
VERSION = 2
_READ = (1, VERSION)
# No article is longer (see readers.LARGEST), and JSON may write six characters for one.
_LONGEST_LINE = 150_000_000
_TEXTS = ("id", "title", "source", "language", "text", "content_hash")
_MAYBE = ("published", "url")
_VERSION_TEXTS = ("article_id", "title", "source", "text", "content_hash", "cited_as", "replaced_at")

Versions = Mapping[str, Sequence[Version]]


def write(path: Path, articles: Sequence[Article], versions: Versions | None = None) -> int:
    """Write `articles` with their `versions`, by id, to `path` in one step; gives their number. No other file is ever replaced."""
    if path.exists() and not _is_archive(path):
        raise LibraryError(f"{path} exists and is no exported library: name another file.")
    unfinished = path.with_name(path.name + ".part")
    header = {"format": FORMAT, "version": VERSION, "articles": len(articles)}
    try:
        with gzip.open(unfinished, "wt", encoding="utf-8") as file:
            file.write(json.dumps(header, ensure_ascii=False) + "\n")
            for article in articles:
                file.write(
                    json.dumps(_entry(article, (versions or {}).get(article.id, ())), ensure_ascii=False)
                    + "\n"
                )
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise LibraryError(
            f"{path} cannot be written ({error.strerror or error}): name another file."
        ) from error
    return len(articles)


def _entry(article: Article, versions: Sequence[Version]) -> dict[str, Any]:
    """What is written of an article. Its story is not: the library that reads it knows other articles."""
    entry = asdict(article)
    del entry["story"]
    return entry | {"found": dict(article.found), "versions": [asdict(version) for version in versions]}


def read(path: Path) -> tuple[list[Article], dict[str, list[Version]]]:
    """The articles in a file that `write` made, and their versions by id, all checked. SourceError for anything else."""
    try:
        with gzip.open(path, "rb") as file:
            count = _count(file, path)
            entries = [_read_entry(line, path) for line in _lines(file, path)]
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _not_an_archive(path) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror or error}): check its name.") from error
    if len(entries) != count:
        raise SourceError(
            f"{path} holds {len(entries)} of {count} articles: it was cut off, export it again."
        )
    return [article for article, _ in entries], {article.id: kept for article, kept in entries if kept}


def _count(file: gzip.GzipFile, path: Path) -> int:
    header = _parsed(file.readline(1000), path)
    if header.get("format") != FORMAT or not isinstance(header.get("articles"), int):
        raise _not_an_archive(path)
    if header.get("version") not in _READ:
        raise SourceError(
            f"{path} was exported in form {header.get('version')!r}, "
            f"this program reads up to {VERSION}: update Kassoro."
        )
    return int(header["articles"])


def _lines(file: gzip.GzipFile, path: Path) -> Iterator[bytes]:
    while line := file.readline(_LONGEST_LINE):
        if not line.endswith(b"\n"):
            raise _not_an_archive(path)
        yield line


def _read_entry(line: bytes, path: Path) -> tuple[Article, list[Version]]:
    entry = {"publisher": None, "found": {}, "versions": []} | _parsed(line, path)
    kept, found = entry.pop("versions"), entry["found"]
    wanted = {*_TEXTS, *_MAYBE, "publisher", "found"}
    sound = (
        _is_sound(entry, wanted, _TEXTS, (*_MAYBE, "publisher"))
        and entry["id"].replace("-", "").isalnum()
        and len(entry["id"]) <= 40
        and isinstance(found, dict)
        and all(isinstance(how, str) for how in found.values())
        and isinstance(kept, list)
        and all(_is_version(version) for version in kept)
    )
    if not sound:
        raise SourceError(f"{path} holds an entry that is no article: export it again.")
    return Article(**entry), [Version(**version) for version in kept]


def _is_version(entry: Any) -> bool:
    wanted = {*_VERSION_TEXTS, "published", "number"}
    return (
        isinstance(entry, dict)
        and _is_sound(entry, wanted, _VERSION_TEXTS, ("published",))
        and isinstance(entry["number"], int)
        and len(entry["cited_as"]) <= 40
    )


def _is_sound(entry: dict[str, Any], keys: set[str], texts: Sequence[str], maybe: Sequence[str]) -> bool:
    """Whether an entry has just these keys, with text where text is wanted, and text or None where it may lack."""
    return (
        entry.keys() == keys
        and all(isinstance(entry[key], str) for key in texts)
        and all(entry[key] is None or isinstance(entry[key], str) for key in maybe)
    )


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
