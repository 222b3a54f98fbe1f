"""An assistant over the shipped articles and those of an evaluation, and a case asked of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.outcome import Outcome
from eval.scorers import direct_answer, score_all
from eval.suites import Case
from index.errors import EvaluationError
from index.settings import SHIPPED_SEEDS, Settings
from rag.gate import Gate

if TYPE_CHECKING:
    from rag.assistant import Assistant

Progress = Callable[[str, int, int], None]
CASES = Path(__file__).resolve().parent / "cases"


@contextmanager
def assistant_over(
    settings: Settings, folders: Sequence[Path], progress: Progress | None = None
) -> Iterator[Assistant]:
    """An assistant over the shipped articles and those in `folders`, in the empty home of `settings`.

    EvaluationError names an article that was refused.
    """
    from rag.assistant import Assistant

    settings = settings.model_copy(update={"seeds": str(SHIPPED_SEEDS)})
    articles = [str(file) for folder in folders for file in sorted(folder.glob("*.md"))]
    with Assistant.open(settings, progress=progress) as assistant:
        for result in assistant.library.add_sources(articles, progress=progress):
            if result.status == "refused":
                raise EvaluationError(f"{result.path} was refused ({result.reason}): mend the article.")
        assistant.answer("準備")  # models and dictionary load on the first question, which is nobody's case
        yield assistant


def ask(assistant: Assistant, case: Case) -> Outcome:
    """One case, asked and judged by every scorer."""
    began = time.perf_counter()
    answer = assistant.answer(case.question, list(case.history), case.id)
    took = (time.perf_counter() - began) * 1000
    cited = list(dict.fromkeys(citation.article_id for citation in answer.citations))
    return Outcome(
        id=case.id, type=case.type, question=case.question, ranking=cited, prediction=direct_answer(answer),
        status=answer.status, ms=took, answer=answer.to_json(), history=case.history,
        scores=score_all(case, answer, assistant.library.article), expected=wanted(case), confidence=answer.confidence,
    )  # fmt: skip


def judged_unguarded(assistant: Assistant, case: Case, outcome: Outcome) -> Outcome:
    """`outcome` with whether the answer would be right if it was given however unsure it is."""
    if outcome.status == "answered":
        return replace(outcome, would_be_right=outcome.right)
    if outcome.confidence is None:
        return outcome
    gate = assistant.drafter.gate
    unguarded = Gate(
        assistant.drafter.finder, assistant.drafter.vocabulary, replace(gate.calibration, threshold=0.0)
    )
    assistant.drafter.use(assistant.drafter.finder, unguarded)
    try:
        return replace(outcome, would_be_right=ask(assistant, case).right)
    finally:
        assistant.drafter.use(assistant.drafter.finder, gate)


def wanted(case: Case) -> str:
    """What was expected, in a line."""
    parts = [" or ".join(case.expected.statuses)]
    parts += [" / ".join(group) for group in case.expected.contains]
    if calculation := case.expected.calculation:
        parts.append(
            f"{calculation.value} {calculation.units[0]}"
            + (f" → {calculation.cash_out}" if calculation.cash_out else "")
        )
    return "; ".join(parts)
