"""Retrieval over a BEIR folder: its corpus enters as articles, its questions are ranked by the product's own ranker."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.outcome import Outcome
from eval.suites import RetrievalSet, read_beir
from index.article import Document
from index.errors import EvaluationError
from index.settings import Settings

if TYPE_CHECKING:
    from index.library import Library

Progress = Callable[[str, int, int], None]
# Passage ids with scores for a question, best first, at most so many.
Ranker = Callable[[str, int], Sequence[tuple[str, float]]]
# How many passages are ranked for a question, which is also how many ids a case's line may hold.
DEPTH = 100


def read_set(
    suite: str, data: Path | None, split: str, corpus: str, limit: int | None
) -> tuple[RetrievalSet, str]:
    """The question set of `read_beir` with its first `limit` questions, and the split's name."""
    if data is None:
        raise EvaluationError(
            f"The suite {suite!r} needs --data: a folder with corpus.jsonl and queries.NAME.jsonl."
        )
    asked, split = read_beir(data, split, corpus)
    return replace(asked, questions=asked.questions[:limit]), split


def run(settings: Settings, asked: RetrievalSet, progress: Progress | None = None) -> list[Outcome]:
    """Every question of `asked` over its corpus, in the empty home of `settings`."""
    from index.library import Library

    with Library.open(settings, progress=progress) as library:
        ids = take_in(library, asked.documents, progress)
        return ask(library, asked.questions, ids, progress)


def take_in(
    library: Library, documents: Sequence[Document], progress: Progress | None = None
) -> dict[str, list[str]]:
    """Add the corpus; gives the corpus ids of each article, several where rows say the same."""
    ids: dict[str, list[str]] = {}
    for result in library.add_many(documents, progress=progress):
        if result.article_id is not None:
            ids.setdefault(result.article_id, []).append(result.path)
    if not ids:
        raise EvaluationError("None of the corpus could be taken in: look at its texts.")
    return ids


def ask(
    library: Library,
    questions: Sequence[tuple[str, str]],
    ids: Mapping[str, Sequence[str]],
    progress: Progress | None = None,
    ranker: Ranker | None = None,
) -> list[Outcome]:
    """What is found for each (id, question), as corpus ids by their best passage; by the product unless `ranker` is given."""
    ranker = ranker or library.retriever.ranking
    article_of: dict[str, str] = {}
    outcomes = []
    for id, question in questions:
        began = time.perf_counter()
        passages = [passage for passage, _ in ranker(question, DEPTH)]
        took = (time.perf_counter() - began) * 1000
        ranking = _by_article(library, passages, article_of, ids)
        status = "answered" if ranking else "not_found"
        outcomes.append(Outcome(id, "retrieval", question, ranking, "", status, took))
        if progress:
            progress("Asking", len(outcomes), len(questions))
    return outcomes


def _by_article(
    library: Library, passages: list[str], article_of: dict[str, str], ids: Mapping[str, Sequence[str]]
) -> list[str]:
    """Corpus ids by their best passage, best first; `article_of` remembers whose passage is whose."""
    for node in library.nodes([passage for passage in passages if passage not in article_of]):
        article_of[node.node_id] = str(node.metadata["article_id"])
    articles = dict.fromkeys(article_of[passage] for passage in passages)
    return [id for article in articles for id in ids[article]][:DEPTH]
