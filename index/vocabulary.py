"""Names of metrics, companies and terms in both languages, read from `vocabulary.toml`.

A `vocabulary.toml` in KASSORO_HOME adds to the shipped table: its entries replace entries of the same name and its
term groups are appended.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from index.errors import SettingsError

SHIPPED = Path(__file__).with_name("vocabulary.toml")
_LATIN = re.compile(r"[A-Za-z0-9]")
_JOINT = re.compile(r"[\s-]+")
_SENTENCE = 1_000  # characters; longer texts are not kept


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure: its key, its name in both languages, the words for it and the kind of unit its figures have."""

    key: str
    ja: str
    en: str
    unit: str
    words: tuple[str, ...]

    def name(self, language: str) -> str:
        """The metric's name in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Entity:
    """A company (or a product or person) with its names; `key` is the canonical name."""

    key: str
    ja: str
    en: str
    words: tuple[str, ...]
    is_company: bool
    also: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """The name in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An entity or a metric found at `text[start:end]`; `key` names it."""

    key: str
    start: int
    end: int


def fold(text: str) -> str:
    """Full-width Latin and digits to ASCII and Latin to lower case, one character for one, so that offsets hold."""
    if text.isascii():
        return text.lower()
    return _fold(text) if len(text) < _SENTENCE else text.translate(_FOLDED)


@lru_cache(maxsize=256)
def _fold(text: str) -> str:
    """A sentence is folded once for each kind of thing that is looked for in it."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Each character's folded form, found once; what would become several characters stays as it is."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character).lower()
        self[code] = folded if len(folded) == 1 else character
        return self[code]


_FOLDED = _Folded()


class _Matcher:
    """Finds the longest of many words at each place; Latin words only at word boundaries.

    Words are tried only where their first character stands: a text holds few of them, and there are thousands of words.
    """

    def __init__(self, words: dict[str, str]) -> None:
        self._keys = {_joints(fold(word)): key for word, key in words.items() if word}
        by_opening: dict[str, list[str]] = {}
        for word in sorted(self._keys, key=len, reverse=True):
            by_opening.setdefault(word[0], []).append(_bounded(word))
        self._of_opening = {first: re.compile("|".join(those)) for first, those in by_opening.items()}
        latin = "".join(first for first in by_opening if _LATIN.match(first))
        others = "".join(first for first in by_opening if not _LATIN.match(first))
        sets = [f"(?<![a-z0-9])[{latin}]" if latin else "", f"[{re.escape(others)}]" if others else ""]
        self._openings = re.compile("|".join(filter(None, sets)))

    def find(self, text: str) -> list[Occurrence]:
        found: list[Occurrence] = []
        if not self._keys:
            return found
        folded, end = fold(text), 0
        for opening in self._openings.finditer(folded):
            start = opening.start()
            if start >= end and (match := self._of_opening[folded[start]].match(folded, start)):
                end = match.end()
                found.append(Occurrence(self._keys[_joints(match.group())], start, end))
        return found


def _bounded(word: str) -> str:
    before = r"(?<![a-z0-9])" if _LATIN.match(word[0]) else ""
    after = r"(?![a-z0-9])" if _LATIN.match(word[-1]) else ""
    return before + r"[\s-]+".join(map(re.escape, word.split(" "))) + after


def _joints(word: str) -> str:
    """A word with one blank wherever blanks or hyphens part it: "cash-flow" is "cash  flow"."""
    return _JOINT.sub(" ", word)


class Vocabulary:
    """The tables, and where their words occur in a text. `listed` gives firms' other names, for questions only."""

    def __init__(
        self,
        metrics: dict[str, Metric],
        entities: dict[str, Entity],
        groups: list[tuple[str, ...]],
        guards: list[str],
        opposites: Iterable[Sequence[str]] = (),
        items: dict[str, Metric] | None = None,
        listed: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.metrics = metrics
        self.items = items or {}
        self.listed = listed or {}
        self.entities = entities
        self.groups = groups
        self.opposites = frozenset(frozenset(pair) for pair in opposites)
        # Longer words that hold a metric's word but name no metric ("投資家" is no 投資) are found first and dropped.
        self._metric_matcher = _Matcher(
            {word: key for key, metric in metrics.items() for word in metric.words}
            | dict.fromkeys(guards, "")
        )
        self._entity_matcher = _names_matcher(entities)

    @classmethod
    def read(cls, home: Path | None = None) -> Vocabulary:
        """The shipped table, with `home/vocabulary.toml` added where there is one; SettingsError if it is broken."""
        tables = [_load(SHIPPED)]
        if home is not None and (home / "vocabulary.toml").is_file():
            tables.append(_load(home / "vocabulary.toml"))
        metrics: dict[str, Metric] = {}
        entities: dict[str, Entity] = {}
        items: dict[str, Metric] = {}
        listed: dict[str, tuple[str, ...]] = {}
        groups: list[tuple[str, ...]] = []
        guards: list[str] = []
        opposites: list[list[str]] = []
        for table in tables:
            metrics.update({key: _metric(key, entry) for key, entry in table.get("metrics", {}).items()})
            items.update({key: _metric(key, entry) for key, entry in table.get("items", {}).items()})
            listed.update({name: tuple(words) for name, words in table.get("listed", {}).items()})
            for section in ("companies", "names"):
                for key, entry in table.get(section, {}).items():
                    entities[key] = _entity(key, entry, is_company=section == "companies")
            opposites.extend(table.get("terms", {}).get("opposites", []))
            guards.extend(table.get("terms", {}).get("guards", []))
            groups.extend(tuple(group) for group in table.get("terms", {}).get("groups", []))
        return cls(metrics, entities, groups, guards, opposites, items, listed)

    def with_companies(self, firms: Mapping[str, Sequence[str]]) -> Vocabulary:
        """This vocabulary with further companies, each with its other names; itself where there are none."""
        if not firms:
            return self
        wider = copy(self)
        further = {name: _firm(name, words) for name, words in firms.items()}
        wider.entities = further | self.entities
        wider._entity_matcher = _names_matcher(wider.entities)
        return wider

    def find_metrics(self, text: str) -> list[Occurrence]:
        """Metric wordings in `text`, longest match first at each place, in order."""
        return [occurrence for occurrence in self._metric_matcher.find(text) if occurrence.key]

    def measure(self, key: str) -> Metric:
        """The metric or statement item of a ledger row."""
        return self.items.get(key) or self.metrics[key]

    def find_items(self, text: str) -> list[Occurrence]:
        """Names of statement items in `text`, longest match first at each place, in order."""
        return self._item_matcher.find(text)

    def item_of(self, label: str) -> str | None:
        """The item or metric that a table's label names as a whole: " II 売上原価(注1)" is cost_of_sales; None if none."""
        plain = _plain_label(label)
        for form in (plain, _BRACKETS.sub("", plain), _WHOLE.sub("", plain)):
            if key := self._labels.get(form):
                return key
        return None

    @cached_property
    def _item_matcher(self) -> _Matcher:
        return _Matcher({word: key for key, item in self.items.items() for word in item.words})

    @cached_property
    def _labels(self) -> dict[str, str]:
        tables = (self.metrics, self.items)  # where both know a word, the item is meant
        return {
            _plain_label(word): key
            for table in tables
            for key, metric in table.items()
            for word in metric.words
        }

    def companies(self, keys: Iterable[str]) -> list[str]:
        """Those of the names that are companies."""
        return [key for key in keys if self.entities[key].is_company]

    def find_entities(self, text: str) -> list[Occurrence]:
        """Company, product and person names in `text`, in order."""
        found = self._entity_matcher.find(text)
        return [
            Occurrence(key, occurrence.start, occurrence.end)
            for occurrence in found
            for key in (occurrence.key, *self.entities[occurrence.key].also)
        ]

    @cached_property
    def _term_matcher(self) -> _Matcher:
        return _Matcher({word: fold(word) for group in self.groups for word in group})

    @cached_property
    def _groups_of(self) -> dict[str, tuple[str, ...]]:
        """Every other word that shares a group with a (folded) word."""
        others: dict[str, dict[str, None]] = {}
        for group in self.groups:
            for word in group:
                others.setdefault(fold(word), {}).update(dict.fromkeys(group))
        return {
            word: tuple(other for other in found if fold(other) != word) for word, found in others.items()
        }

    def synonyms(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """(word as it stands in `text`, the other words of its group or entity) for every known word of `text`."""
        found = [(text[o.start : o.end], self._groups_of[o.key]) for o in self._term_matcher.find(text)]
        for occurrence in self.find_entities(text):
            entity = self.entities[occurrence.key]
            word = text[occurrence.start : occurrence.end]
            names = dict.fromkeys((entity.key, entity.ja, *entity.words))
            found.append((word, tuple(name for name in names if fold(name) != fold(word))))
        return found


def _names_matcher(entities: Mapping[str, Entity]) -> _Matcher:
    return _Matcher(
        {word: key for key, entity in entities.items() for word in (key, entity.ja, entity.en, *entity.words)}
    )


_WHOLE = re.compile(r"^(?:group|consolidated|連結|期末|年度末)|[(\[][^()\[\]]*[)\]]")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_NUMBERING = re.compile(r"^(?:[ivxⅰ-ⅻ]+[.．、 ]|[0-9]{1,2}[.．、) ]|[(（][0-9a-z]{1,2}[)）])\s*")
_CIRCLED = re.compile(r"^\s*[①-⑳]\s*")  # NFKC would make a bare digit of it
_NOTES = re.compile(r"[(（]?(?:注|note)\s*[0-9]*[)）]?$|[*※†][0-9]*")


def _plain_label(label: str) -> str:
    """A label as labels are compared: folded, without numbering, notes, spaces and middle dots."""
    text = _NOTES.sub(
        "", _NUMBERING.sub("", unicodedata.normalize("NFKC", _CIRCLED.sub("", label)).lower().strip())
    )
    return re.sub(r"[\s・･,:：.]", "", text)


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} is no readable vocabulary ({error}): mend or remove it.") from error


def _metric(key: str, entry: dict[str, Any]) -> Metric:
    ja, en = entry.get("ja", key), entry.get("en", key)
    return Metric(
        key, ja, en, entry.get("unit", "money"), tuple(dict.fromkeys((*entry.get("words", ()), ja, en)))
    )


# Transcriptions differ in long vowels and in ヴ: スタリンク is スターリンク.
_KATAKANA = re.compile(r"[ァ-ヴー・]{5,}")


def _spellings(word: str) -> tuple[str, ...]:
    """`word` and, for a long katakana name, its other usual spellings."""
    if not _KATAKANA.fullmatch(word):
        return (word,)
    plain = word.replace("・", "")
    for sounds, letter in (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ")):
        plain = plain.replace(sounds, letter)
    return tuple(dict.fromkeys((word, word.replace("・", ""), plain, plain.replace("ー", ""))))


def _firm(name: str, words: Sequence[str]) -> Entity:
    """A company told only by its names, called in each language by the first that is of its script."""
    names = (name, *words)
    entry = {
        "ja": next((one for one in names if not one.isascii()), name),
        "en": next((one for one in names if one.isascii()), name),
        "words": list(words),
    }
    return _entity(name, entry, is_company=True)


def _entity(key: str, entry: dict[str, Any], *, is_company: bool) -> Entity:
    return Entity(
        key,
        entry.get("ja", key),
        entry.get("en", key),
        tuple(
            dict.fromkeys(
                spelling
                for word in (entry.get("ja", key), *entry.get("words", ()))
                for spelling in _spellings(word)
            )
        ),
        is_company,
        tuple(entry.get("also", ())),
    )
