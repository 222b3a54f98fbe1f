"""Japanese and English for the same thing, found in a question by its normalised words, so that "raised" is 調達 too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from index.words import Analyser

SHIPPED = Path(__file__).with_name("glossary.toml")

# The words of one spelling, in order.
Spelling = tuple[str, ...]


class Glossary:
    """Groups of spellings, matched by words and not by letters.

    A spelling leads to those of its groups in the other script, an acronym to all of them: LNG stands in texts of both
    languages. Within a language the groups are too loose to widen a search.
    """

    def __init__(self, groups: Iterable[Sequence[str]], analyser: Analyser) -> None:
        self._analyser = analyser
        self._others: dict[Spelling, dict[Spelling, None]] = {}
        self._longest: dict[str, int] = {}  # by first word: how many words its longest spelling has
        for group in groups:
            self._add([(word, spelling) for word in group if (spelling := self._spelling(word))])

    def find(self, words: Sequence[str]) -> Iterator[tuple[Spelling, tuple[Spelling, ...]]]:
        """(spelling, its other spellings) for every spelling that stands in `words`, the longest at each place."""
        place = 0
        while place < len(words):
            longest = self._longest.get(words[place], 0)
            spellings = (tuple(words[place : place + size]) for size in range(longest, 0, -1))
            found = next((spelling for spelling in spellings if spelling in self._others), None)
            if found is not None:
                yield found, tuple(self._others[found])
            place += len(found or " ")

    def _add(self, group: Sequence[tuple[str, Spelling]]) -> None:
        for word, spelling in group:
            others = [
                other
                for name, other in group
                if other != spelling and (name.isascii() != word.isascii() or _is_acronym(word))
            ]
            if others:
                self._others.setdefault(spelling, {}).update(dict.fromkeys(others))
                self._longest[spelling[0]] = max(self._longest.get(spelling[0], 0), len(spelling))

    def _spelling(self, word: str) -> Spelling:
        """The words of an entry; () where stop words leave too little of it: "go public" is more than "public"."""
        spelling = tuple(self._analyser.term_words(word))
        return () if len(spelling) == 1 and " " in word.strip() and word.isascii() else spelling


def _is_acronym(word: str) -> bool:
    return word.isascii() and word.isupper()


def shipped_groups() -> list[list[str]]:
    """The groups of `glossary.toml`."""
    table = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    return [group for groups in table.values() for group in groups]
