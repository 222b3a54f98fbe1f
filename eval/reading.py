"""Reading over a BEIR folder: the span that answers, from what the library finds or from the right passage."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from eval import metrics
from eval.outcome import Outcome
from eval.retrieval import Progress, take_in
from eval.suites import RetrievalSet
from index.errors import EvaluationError
from index.settings import Settings
from rag.reader import Excerpt, Reader

# Passages read for a question; what a reader adds with more is less than what it costs.
READ = 4


def run(
    settings: Settings, asked: RetrievalSet, passage: str, progress: Progress | None = None
) -> list[Outcome]:
    """Every question read from what is found in its corpus, or, with `passage` "gold", from its right passage."""
    if passage not in ("found", "gold"):
        raise EvaluationError(f"--passage is {passage!r}: use 'found' or 'gold'.")
    reader = Reader()
    reader.read("準備", [Excerpt("準備", "準備をする。")])  # the dictionary loads with the first question
    if passage == "gold":
        return _from_right(reader, asked, progress)
    return _from_found(reader, settings, asked, progress)


def measure(outcomes: Sequence[Outcome], answers: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """EM and F1 over the questions that have answers; {} if none has."""
    judged = [
        metrics.reading_scores(one.prediction, answers[one.id]) for one in outcomes if answers.get(one.id)
    ]
    if not judged:
        return {}
    return {
        name: metrics.mean(column)
        for name, column in zip(("EM", "F1"), zip(*judged, strict=True), strict=True)
    }


def _from_right(reader: Reader, asked: RetrievalSet, progress: Progress | None) -> list[Outcome]:
    document = {one.source: one for one in asked.documents}
    outcomes = []
    for id, question in asked.questions:
        right = [
            document[name] for name, gain in asked.gold.get(id, {}).items() if gain > 0 and name in document
        ]
        if not right:
            raise EvaluationError(
                f"Question {id} has no right passage: --passage gold needs qrels that name one."
            )
        began = time.perf_counter()
        reading = reader.read(question, [Excerpt(one.title, one.text) for one in right])
        outcomes.append(_outcome(id, question, reading.found[0].text if reading.found else "", began))
        if progress:
            progress("Reading", len(outcomes), len(asked.questions))
    return outcomes


def _from_found(
    reader: Reader, settings: Settings, asked: RetrievalSet, progress: Progress | None
) -> list[Outcome]:
    from index.library import Library

    outcomes = []
    with Library.open(settings, progress=progress) as library:
        take_in(library, asked.documents, progress)
        for id, question in asked.questions:
            began = time.perf_counter()
            hits = library.retriever.retrieve(question)[:READ]
            excerpts = [Excerpt(str(hit.node.metadata["title"]), hit.node.get_content()) for hit in hits]
            reading = reader.read(question, excerpts, [hit.score or 0.0 for hit in hits])
            outcomes.append(_outcome(id, question, reading.found[0].text if reading.found else "", began))
            if progress:
                progress("Reading", len(outcomes), len(asked.questions))
    return outcomes


def _outcome(id: str, question: str, answer: str, began: float) -> Outcome:
    took = (time.perf_counter() - began) * 1000
    return Outcome(id, "reading", question, [], answer, "answered" if answer else "not_found", took)
