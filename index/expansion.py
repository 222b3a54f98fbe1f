"""What a question's words may be called in a passage: synonyms, the other language, other spellings of a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from index.glossary import Glossary, Spelling, shipped_groups
from index.terms import find_terms
from index.vocabulary import Vocabulary
from index.words import Analyser

# What a synonym counts against the question's own word.
SYNONYM_WEIGHT = 0.6
# What a word of the other language counts.
TRANSLATION_WEIGHT = 0.7
# What an amount or a period counts where it is written otherwise: it is the same. Less where only a part of it agrees.
TERM_WEIGHT = 1.0
LOOSE_TERM_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Some words of a question, and the words of each other spelling with what it counts.

    `exact`: a passage that holds all the words themselves gains nothing by another spelling.
    """

    words: Spelling
    others: dict[Spelling, float]
    exact: bool = False


class QueryExpansion:
    """Finds in a question what a passage may write otherwise."""

    def __init__(self, analyser: Analyser, vocabulary: Vocabulary | None = None) -> None:
        self._analyser = analyser
        self._vocabulary = vocabulary
        self._words_of_term: dict[str, Spelling] = {}

    def alternatives(self, query: str) -> list[Alternatives]:
        """The terms, then the figures and periods of `query`; no spelling comes twice or is all in the question."""
        words = self._analyser.words(query)
        found: list[Alternatives] = []
        used: set[Spelling] = set()
        for one in (*self._terms(query, words), *self._figures(query)):
            others = {
                other: weight
                for other, weight in one.others.items()
                if other and other not in used and not set(words) >= set(other)
            }
            used |= others.keys()
            if others:
                found.append(Alternatives(one.words, others, one.exact))
        return found

    def _terms(self, query: str, words: list[str]) -> list[Alternatives]:
        """Each known term once, with its synonyms and its names in the other language."""
        found: dict[Spelling, dict[Spelling, float]] = {}
        for term, others in self._glossary.find(words):
            found.setdefault(term, {}).update(dict.fromkeys(others, TRANSLATION_WEIGHT))
        for name, synonyms in self._vocabulary.synonyms(query) if self._vocabulary else ():
            weights = found.setdefault(self._words_of(name), {})
            for synonym in synonyms:
                weights.setdefault(self._words_of(synonym), SYNONYM_WEIGHT)
        return [Alternatives(term, others) for term, others in found.items()]

    def _figures(self, query: str) -> Iterator[Alternatives]:
        for mention in find_terms(query):
            exact, *loose = mention.terms
            own = tuple(dict.fromkeys(self._analyser.words(query[mention.start : mention.end])))
            weights: dict[Spelling, float] = {(exact,): TERM_WEIGHT}
            yield Alternatives(own, weights | {(term,): LOOSE_TERM_WEIGHT for term in loose}, exact=True)

    @cached_property
    def _glossary(self) -> Glossary:
        groups = shipped_groups() if self._vocabulary else []
        if self._vocabulary:
            groups += map(list, self._vocabulary.groups)
            groups += [
                [name.key, name.ja, name.en, *name.words] for name in self._vocabulary.entities.values()
            ]
        return Glossary(groups, self._analyser)

    def _words_of(self, term: str) -> Spelling:
        """The words of a vocabulary entry, remembered: the table is small and asked again and again."""
        if term not in self._words_of_term:
            self._words_of_term[term] = tuple(dict.fromkeys(self._analyser.term_words(term)))
        return self._words_of_term[term]
