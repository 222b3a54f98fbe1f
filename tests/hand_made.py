"""Small things made by hand for tests of ranking: passages of given words, queries, rankers that weigh by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from index.article import Passage, Sentence
from index.embed import WordVectors
from index.expansion import Alternatives
from index.features import passage_features
from index.matching import Matches, Query
from index.passage_index import PassageIndex
from index.ranker import Ranker
from index.store import IndexedPassage
from index.words import Analyser

ANALYSER = Analyser()
MEETINGS, KINDS = 10, 14


def passage(id: str, *sentences: str, title: str = "", heading: str = "") -> IndexedPassage:
    """A passage whose words are what stands between spaces: passage("p", "現金 増える", title="甲社")."""
    text = "。".join(sentences)
    found: list[Sentence] = []
    start = 0
    for sentence in sentences:
        found.append(Sentence(start, start + len(sentence), tuple(sentence.split())))
        start += len(sentence) + 1
    whole = Passage(id, id, 0, len(text), text, heading, tuple(found))
    return IndexedPassage(whole, title, "", None, "ja", tuple(title.split()), tuple(heading.split()))


def index_of(*passages: IndexedPassage) -> PassageIndex:
    """An index of these passages."""
    return PassageIndex.empty().updated((), passages, ANALYSER)


def query_of(
    index: PassageIndex,
    words: str,
    text: str = "",
    vectors: WordVectors | None = None,
    alternatives: Sequence[Alternatives] = (),
) -> Query:
    """A question of the words that stand between spaces; its idf is that of the index."""
    sequence = words.split()
    once = list(dict.fromkeys(sequence))
    return Query(
        text or words,
        tuple(once),
        np.array([index.words.idf(word) for word in once], dtype=np.float32),
        (vectors or word_vectors({})).of_words(once),
        tuple(sorted({(once.index(a), once.index(b)) for a, b in pairwise(sequence) if a != b})),
        tuple(alternatives),
    )


def word_vectors(of: Mapping[str, Sequence[float]], dimension: int = 2) -> WordVectors:
    """Vectors of length 1 for the words of `of`, and none for all others."""
    rows = np.zeros((len(of) + 1, dimension), dtype=np.float32)
    for row, vector in enumerate(of.values(), start=1):
        rows[row] = np.asarray(vector) / np.linalg.norm(vector)
    return WordVectors(rows, {word: row for row, word in enumerate(of, start=1)})


def matches_of(index: PassageIndex, query: Query, vectors: WordVectors | None = None) -> Matches:
    """All passages of the index as candidates."""
    numbered = (vectors or word_vectors({})).over(index.passages.numbers)
    return Matches(query, index, np.arange(len(index)), numbered)


@cache
def column_names() -> tuple[str, ...]:
    """The names of the columns that a ranker is told."""
    index = index_of(passage("p", "現金"))
    scores = {name: np.zeros(1, dtype=np.float32) for name in ("words", "characters", "cosine")}
    return tuple(passage_features(matches_of(index, query_of(index, "現金")), scores)[0])


def ranker_of(dimension: int = 256, **weights: float) -> Ranker:
    """A ranker whose score is the sum of the columns named, each by its weight."""
    names = column_names()
    count = len(names)
    sizes = {"meet": (1, MEETINGS + KINDS + 1), "meet2": (1, 1), "gate": (1, KINDS + 1), "words": (1, 1)}
    sizes |= {"sum": (1, 1), "join": (1, count), "deep": (1, 1), "out": (1, 1), "line": (1, count)}
    member = {f"{layer}.weight": np.zeros(shape, dtype=np.float32) for layer, shape in sizes.items()}
    member |= {f"{layer}.bias": np.zeros(1, dtype=np.float32) for layer in sizes}
    member |= {"vector": np.zeros((1, dimension), dtype=np.float32)}
    member |= {"mean": np.zeros(count, dtype=np.float32), "deviation": np.ones(count, dtype=np.float32)}
    for name, weight in weights.items():
        member["line.weight"][0, names.index(name)] = weight
    return Ranker([member])


PLAIN = {"words": 1.0, "cosine": 0.5, "characters": 0.2}


def plain_ranker() -> Ranker:
    """One that adds up the first scores."""
    return ranker_of(**PLAIN)
