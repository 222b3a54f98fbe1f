"""What else a question's words may be called in a passage: synonyms, other languages, other spellings of a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.terms import find_terms
from index.vocabulary import Vocabulary
from index.words import Analyser

# What a synonym counts against the question's own word.
SYNONYM_WEIGHT = 0.6
# What an amount or a period counts where it is written otherwise: it is the same. Less where only a part of it agrees.
TERM_WEIGHT = 1.0
LOOSE_TERM_WEIGHT = 0.6

Spelling = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Some words of a question, and the words of each other spelling with what it counts."""

    words: Spelling
    others: dict[Spelling, float]


class QueryExpansion:
    """Finds in a question what may be written otherwise; an unknown question has no alternatives."""

    def __init__(self, analyser: Analyser, vocabulary: Vocabulary | None = None) -> None:
        self._analyser = analyser
        self._vocabulary = vocabulary
        self._words_of_term: dict[str, Spelling] = {}

    def alternatives(self, query: str) -> list[Alternatives]:
        """The terms, then the figures and periods of `query`, each spelling once."""
        words = frozenset(self._analyser.words(query))
        found, used = [], set[Spelling]()
        for term, others in self._named(query):
            spellings = {
                other: weight
                for other, weight in others.items()
                if other not in used and not words >= set(other)
            }
            used |= spellings.keys()
            if spellings:
                found.append(Alternatives(term, spellings))
        return found

    def _named(self, query: str) -> Iterator[tuple[Spelling, dict[Spelling, float]]]:
        for term, others in self._vocabulary.synonyms(query) if self._vocabulary else ():
            yield self._words_of(term), {self._words_of(other): SYNONYM_WEIGHT for other in others}
        for mention in find_terms(query):
            exact, *loose = mention.terms
            own = tuple(dict.fromkeys(self._analyser.words(query[mention.start : mention.end])))
            weights: dict[Spelling, float] = {(exact,): TERM_WEIGHT}
            yield own, weights | {(term,): LOOSE_TERM_WEIGHT for term in loose}

    def _words_of(self, term: str) -> Spelling:
        """The words of a vocabulary entry, remembered: the table is small and asked again and again."""
        if term not in self._words_of_term:
            self._words_of_term[term] = tuple(dict.fromkeys(self._analyser.term_words(term)))
        return self._words_of_term[term]
