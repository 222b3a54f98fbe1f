"""How well the product's own retrieval finds passages, beside its two parts alone and their blind fusion."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.bench import fusion, sets
from eval.bench.results import Row
from eval.retrieval import DEPTH, Progress, Ranker, ask, take_in
from eval.runner import own_home
from index.settings import Settings

if TYPE_CHECKING:
    from index.library import Library
    from index.search import HybridRetriever


def measure(data: Path, limit: int | None, progress: Progress | None) -> list[Row]:
    """A row for each method and question set; a corpus is taken in once for all that is asked over it."""
    from index.library import Library

    rows = []
    for corpus in sets.corpora(data, limit):
        with own_home(Settings.read()) as own, Library.open(own, progress=progress) as library:
            ids = take_in(library, corpus.documents, progress)
            for asked in corpus.sets:
                rows += measure_set(library, ids, corpus, asked, progress)
    return rows


def measure_set(
    library: Library,
    ids: dict[str, list[str]],
    corpus: sets.Corpus,
    asked: sets.QuestionSet,
    progress: Progress | None = None,
) -> list[Row]:
    """The rows of one question set over a library that holds its corpus."""
    retriever = library.retriever
    retriever.ranking(
        "準備", DEPTH
    )  # models and dictionary load on the first question, which is nobody's case
    methods: dict[str, Ranker] = {
        "kassoro": retriever.ranking,
        "kassoro-words": lambda question, k: by_words(retriever, question, k),
        "kassoro-vectors": lambda question, k: by_vectors(retriever, question, k),
    }
    rows, rankings, waits = [], {}, {}
    for method, ranker in methods.items():
        outcomes = ask(library, asked.questions, ids, progress, ranker)
        rankings[method] = [outcome.ranking for outcome in outcomes]
        waits[method] = [outcome.ms for outcome in outcomes]
        rows.append(sets.judged(method, corpus, asked, rankings[method], waits[method]))
    parts = ("kassoro-words", "kassoro-vectors")
    rows.append(fused("kassoro-rrf", parts, corpus, asked, rankings, waits))
    return rows


def fused(
    method: str,
    parts: Sequence[str],
    corpus: sets.Corpus,
    asked: sets.QuestionSet,
    rankings: dict[str, list[Sequence[str]]],
    waits: dict[str, list[float]],
) -> Row:
    """The row of the blind fusion of `parts`; a question waits for each of them in turn."""
    both = [fusion.fuse(found, DEPTH) for found in zip(*(rankings[part] for part in parts), strict=True)]
    summed = [sum(times) for times in zip(*(waits[part] for part in parts), strict=True)]
    return sets.judged(method, corpus, asked, both, summed)


def by_words(retriever: HybridRetriever, question: str, k: int) -> list[tuple[str, float]]:
    """The best passages by BM25 over normalised words alone."""
    index = retriever.word_index
    scores = index.score(dict.fromkeys(retriever.analyser.words(question), 1.0))
    best = np.argsort(-scores, kind="stable")[:k]
    return [(index.ids[place], float(scores[place])) for place in best if scores[place] > 0]


def by_vectors(retriever: HybridRetriever, question: str, k: int) -> list[tuple[str, float]]:
    """The nearest passages by the built-in embedding alone."""
    return retriever.vectors.query(retriever.embedding.get_query_embedding(question), k)
