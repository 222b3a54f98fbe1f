"""JSON and JSON Lines: records of articles as news services, archives and schema.org write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from index.article import Document
from index.errors import SourceError
from index.readers.decode import decode
from index.readers.raw import Raw, Refusal
from index.readers.records import best_names, document_of
from index.readers.text import clean

MOST = 100_000
_LISTS = (
    "articles items results data documents docs news entries posts records stories hits value @graph 記事 記事一覧"
).split()
_WANTED = "'title' and 'text' (or 'headline' and 'articleBody', 見出し and 本文)"
_DEEPEST = 6  # how far down a body or a list of articles is looked for


class _Doubled(dict[str, Any]):
    """An object in which a key stands twice with different values: which one is meant, nobody can tell."""

    keys_twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bad:
    """A place of the file that holds no JSON."""

    reason: str


def read_json_file(raw: Raw) -> Iterator[Document | Refusal]:
    """The articles of a JSON file: an object, a list, or a list under a key such as `articles`."""
    text = decode(raw.data, raw.name, raw.charset)
    value = _parsed(text)
    if isinstance(value, _Bad):
        if _is_lines(text):
            yield from _read_lines(raw, text)
            return
        raise SourceError(f"{raw.name} is no JSON ({value.reason}): mend it and add it again.")
    one = isinstance(value, dict) and _is_article(value)
    records = [value] if one else _records(value)
    if not records:
        raise SourceError(
            f"{raw.name} holds {_keys_of(value)}, no articles: give objects with {_WANTED}, alone or in a list."
        )
    for number, record in enumerate(records[:MOST], start=1):
        source = raw.source if one else f"{raw.source}#{number}"
        where = raw.name if one else f"{raw.name}, article {number},"
        yield _document(record, where, source, raw.name)
    if len(records) > MOST:
        yield Refusal(raw.source, _too_many(raw.name, len(records)))


def read_json_lines_file(raw: Raw) -> Iterator[Document | Refusal]:
    """The articles of a file with one JSON object a line; a broken line is refused, and the rest goes in."""
    text = decode(raw.data, raw.name, raw.charset)
    if "\n" in text.strip() and not isinstance(_parsed(text), _Bad):  # a JSON file by another name
        yield from read_json_file(raw)
        return
    yield from _read_lines(raw, text)


def _read_lines(raw: Raw, text: str) -> Iterator[Document | Refusal]:
    lines = [
        (number, line)
        for number, line in enumerate(text.split("\n"), start=1)
        if line.strip("\ufeff \t\r\x1e")
    ]
    for number, line in lines[:MOST]:
        where, source = f"{raw.name}, line {number},", f"{raw.source}#{number}"
        value = _parsed(line.strip("\ufeff \t\r\x1e"))
        if isinstance(value, _Bad):
            yield Refusal(
                source, f"{where} is no JSON ({value.reason}): mend the line and add the file again."
            )
        else:
            yield _document(value, where, source, raw.name)
    if len(lines) > MOST:
        yield Refusal(raw.source, _too_many(raw.name, len(lines)))


def _is_lines(text: str) -> bool:
    """Whether the first two lines are objects of their own."""
    lines = [line for line in text.split("\n", 20) if line.strip()][:2]
    return len(lines) == 2 and all(isinstance(_parsed(line), dict) for line in lines)


def _parsed(text: str) -> Any:
    """The value of a JSON text, its numbers as text; `_Bad` where it is none."""
    try:
        # Numbers stay text: one of a million digits is no bomb then, and NaN is no number.
        return json.loads(
            text.lstrip("\ufeff"),
            parse_int=str,
            parse_float=str,
            parse_constant=lambda name: None,
            object_pairs_hook=_object,
        )
    except RecursionError:
        return _Bad("lists within lists, too deep to read")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}" if error.lineno > 1 else f"character {error.colno}"
        return _Bad(f"{error.msg} at {place}")
    except ValueError as error:
        return _Bad(str(error)[:80])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    doubled = _Doubled(plain)
    doubled.keys_twice = tuple(dict.fromkeys(key for key, value in pairs if not _same(value, plain[key])))
    return doubled


def _same(one: Any, other: Any) -> bool:
    return one is other or (isinstance(one, str) and one == other)


def _records(value: Any, depth: int = 0) -> list[Any]:
    """The list of articles in a value: itself, under a key that says so, or under keys of their own."""
    if isinstance(value, list):
        return value if any(_is_article(one) for one in value) else []
    if not isinstance(value, dict) or depth > _DEEPEST:
        return []
    if _is_article(value):
        return [value]
    lowered = {key.lower(): key for key in value}
    for name in _LISTS:
        if name in lowered and (found := _records(value[lowered[name]], depth + 1)):
            return found
    values = list(value.values())
    return values if values and all(_is_article(one) for one in values) else []


def _is_article(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    names = best_names(value)
    if "text" in names and _written(value[names["text"]]).strip():
        return True
    return "title" in names and "summary" in names and bool(_written(value[names["summary"]]).strip())


def _document(value: Any, where: str, source: str, file: str) -> Document | Refusal:
    if not isinstance(value, dict) or not _is_article(value):
        return Refusal(source, f"{where} holds {_keys_of(value)}, no article: give it {_WANTED}.")
    names = best_names(value)
    if isinstance(value, _Doubled) and (twice := set(value.keys_twice) & set(names.values())):
        key = clean(min(twice))[:40]
        return Refusal(source, f"{where} has {key!r} twice with different values: keep the right one.")
    fields = {field: _written(value[name]) for field, name in names.items()}
    try:
        shown = {field: clean(name)[:40] for field, name in names.items()}
        return document_of(fields, shown, where.rstrip(",") or PurePath(file).stem, source, "key")
    except SourceError as error:
        return Refusal(source, str(error))


def _written(value: Any, depth: int = 0) -> str:
    """What a value says as text: paragraphs of a list, the `rendered` or `name` of an object."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and depth < _DEEPEST:
        return "\n\n".join(filter(None, (_written(one, depth + 1).strip() for one in value)))
    if isinstance(value, Mapping) and depth < _DEEPEST:
        names = ("rendered", "text", "value", "#text", "@value", "html", "name", "title", "@id", "url")
        return next((_written(value[name], depth + 1) for name in names if value.get(name)), "")
    return ""


def _keys_of(value: Any) -> str:
    """What a value is, for a sentence: its keys, or its kind."""
    if isinstance(value, dict) and value:
        keys = [repr(clean(str(key))[:30]) for key in list(value)[:8]]
        return f"the keys {', '.join(keys)}" + (" and more" if len(value) > 8 else "")
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"a list of objects with {_keys_of(value[0])}"
    kinds = {list: "a list", dict: "an empty object", str: "a bare text or number"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "a bare value")


def _too_many(name: str, number: int) -> str:
    return f"{name} holds {number:,} articles, of which the first {MOST:,} go in: cut it into parts to add the rest."
