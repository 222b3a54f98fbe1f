"""Formulas found by their names in a question: the longest name at a place wins, however it is cased or how wide."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from index.vocabulary import fold
from rag.formulas.base import Input
from rag.formulas.measures import MEASURES
from rag.formulas.registry import FORMULAS

Named = TypeVar("Named")
_LATIN = re.compile(r"[a-z0-9]")
_WORDS = frozenset({"per", "Per", "ev"})  # PER and EV are formulas, "per" is a word


@dataclass(frozen=True, slots=True)
class FormulaMention:
    """A formula's name at `text[start:end]`; `keys` are the formulas of that name, the most usual first."""

    keys: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class InputMention:
    """A name of the formula's input number `place`, or of some other measure, at `text[start:end]`."""

    place: int | None
    start: int
    end: int


def find_formulas(text: str) -> list[FormulaMention]:
    """Every formula named in `text`, in order, without overlaps.

    >>> find_formulas("What is its Debt-to-Equity ratio?")
    [FormulaMention(keys=('debt_to_equity',), start=12, end=32)]
    """
    found = [FormulaMention(keys, m.start(), m.end()) for m, keys in _found(text, *_by_name())]
    return [one for one in found if text[one.start : one.end] not in _WORDS]


def formula_named(text: str, language: str | None = None) -> str | None:
    """The key of the first formula that `text` names, or None; `language` ("ja", "en") takes names of that language only.

    >>> formula_named("当座比率は？"), formula_named("ROE", "ja"), formula_named("天気は？")
    ('quick_ratio', 'roe', None)
    """
    for mention in find_formulas(text):
        written = text[mention.start : mention.end]
        if language is None or not any(character > "\u2fff" for character in written) or language == "ja":
            return mention.keys[0]
    return None


def find_inputs(key: str, text: str) -> list[InputMention]:
    """Where `text` names measures, in order, without overlaps; `place` is None for one that is no input of `key`.

    プレマネー評価額 is one name and none of 評価額.
    """
    return [InputMention(place, m.start(), m.end()) for m, place in _found(text, *_by_input(key))]


def words_of(item: Input) -> tuple[str, ...]:
    """All that an input is called: its own words and the names of the metrics it may be taken from."""
    return (*item.words, *(word for metric in item.metrics for word in MEASURES.get(metric, ())))


@cache
def _by_name() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    table: dict[str, tuple[str, ...]] = {}
    for key, formula in FORMULAS.items():
        for name in formula.names:
            table[_key(name)] = (*table.get(_key(name), ()), key)
    return _pattern(table), table


@cache
def _by_input(key: str) -> tuple[re.Pattern[str], dict[str, int | None]]:
    table: dict[str, int | None] = {}
    for place, item in enumerate(FORMULAS[key].inputs):
        for word in words_of(item):
            table.setdefault(_key(word), place)
    for words in MEASURES.values():
        for word in words:
            table.setdefault(_key(word), None)
    return _pattern(table), table


def _key(word: str) -> str:
    return " ".join(fold(word).split())


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_bounded(word) for word in ordered) or r"(?!)")


def _bounded(word: str) -> str:
    """Latin names stand between word boundaries: ROE is in no "heroes"."""
    before = r"(?<![a-z0-9])" if _LATIN.match(word[0]) else ""
    after = r"(?![a-z0-9])" if _LATIN.match(word[-1]) else ""
    return before + re.escape(word).replace(r"\ ", r"\s+") + after


def _found(text: str, pattern: re.Pattern[str], table: dict[str, Named]) -> list[tuple[re.Match[str], Named]]:
    return [(match, table[_key(match.group())]) for match in pattern.finditer(fold(text))]
