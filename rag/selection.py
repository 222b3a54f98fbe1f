"""Several sentences for one answer: relevant, not repeating one another, in the order of their article.

Maximal marginal relevance (Carbonell and Goldstein, 1998): the next sentence is the one whose relevance, less its
likeness to what is already chosen, is greatest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.figures import SentenceReading
from index.vocabulary import fold

NOVELTY = 0.4  # what likeness to a chosen sentence costs, against relevance
ALIKE = 0.6  # from this likeness on a sentence repeats another
MOST = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be chosen, and how relevant it is (0 to about 1)."""

    reading: SentenceReading
    relevance: float


def select(
    candidates: Sequence[Candidate],
    idf: Callable[[str], float],
    most: int = MOST,
    least_relevance: float = 0.0,
) -> list[SentenceReading]:
    """At most `most` sentences, in the order of the articles in which the first of each was found; none twice.

    `idf` says how telling a word is. Sentences below `least_relevance` are left out.
    """
    left = [candidate for candidate in candidates if candidate.relevance >= least_relevance]
    chosen: list[Candidate] = []
    while left and len(chosen) < most:
        likest = {id(one): max((likeness(one.reading, other.reading, idf) for other in chosen), default=0.0) for one in left}  # fmt: skip
        left = [one for one in left if likest[id(one)] < ALIKE]
        if not left:
            break
        best = max(left, key=lambda one: one.relevance - NOVELTY * likest[id(one)])
        chosen.append(best)
        left.remove(best)
    return in_order([candidate.reading for candidate in chosen])


def in_order(readings: Sequence[SentenceReading]) -> list[SentenceReading]:
    """Sentences as their articles have them, the article of the first sentence first."""
    articles = list(dict.fromkeys(reading.article_id for reading in readings))
    return sorted(readings, key=lambda reading: (articles.index(reading.article_id), reading.start))


def likeness(first: SentenceReading, second: SentenceReading, idf: Callable[[str], float]) -> float:
    """How much of the shorter sentence's words, by idf, the other holds: 0 to 1."""
    if fold(first.text) == fold(second.text):
        return 1.0
    one, other = set(first.words), set(second.words)
    weights = [sum(idf(word) for word in words) for words in (one & other, one, other)]
    return weights[0] / min(weights[1:]) if min(weights[1:]) > 0 else 0.0
