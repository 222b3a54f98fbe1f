"""The suite `statements`: our own questions over statements of invented companies, in both languages.

A case names what is right: a value with its unit, a word, or nothing where the articles are silent.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from eval.grounding import numbers_from_nowhere
from eval.outcome import Outcome, Score
from eval.scorers import direct_answer, score_exactness, score_form
from eval.suites import rows
from index.errors import EvaluationError
from index.quantity import find_quantities
from index.settings import Settings
from rag.answer import Answer

Progress = Callable[[str, int, int], None]
FOLDER = Path(__file__).resolve().parent / "cases" / "statements"
_TOLERANCE = Decimal("0.0005")  # golds that do not end are written with six decimals


@dataclass(frozen=True, slots=True)
class StatementCase:
    """A question and what is right: a value with its unit, words of which the answer opens with one, or neither."""

    id: str
    question: str
    value: Decimal | None
    unit: str | None
    words: tuple[str, ...]

    @property
    def is_absent(self) -> bool:
        """Whether the articles are silent."""
        return self.value is None and not self.words


def read_cases(folder: Path = FOLDER) -> list[StatementCase]:
    """The cases of `cases.jsonl`; EvaluationError names the line that is none."""
    path = folder / "cases.jsonl"
    found = []
    for number, row in rows(path):
        try:
            gold = row["gold"]
            value = Decimal(gold["value"]) if gold["value"] is not None else None
            words = tuple(word for word in (gold["word"], *gold.get("words_also", ())) if word)
            found.append(StatementCase(str(row["id"]), str(row["question"]), value, gold["unit"], words))
        except (KeyError, TypeError, ArithmeticError) as error:
            raise EvaluationError(
                f"Line {number} of {path} is no case ({error!r}): it needs id, question, gold."
            ) from error
    return found


def run(
    settings: Settings,
    cases: Sequence[StatementCase],
    folder: Path = FOLDER,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Every case over the articles of `folder`, in the empty home of `settings`."""
    from rag.assistant import Assistant

    outcomes = []
    with Assistant.open(settings, progress=progress) as assistant:
        articles = [str(file) for file in sorted(folder.iterdir()) if file.suffix != ".jsonl"]
        for result in assistant.library.add_sources(articles, progress=progress):
            if result.status == "refused":
                raise EvaluationError(f"{result.path} was refused ({result.reason}): mend the article.")
        assistant.answer("準備")  # models and dictionary load on the first question, which is nobody's case
        for case in cases:
            outcomes.append(_ask(assistant, case))
            if progress:
                progress("Asking", len(outcomes), len(cases))
    return outcomes


def judge(case: StatementCase, answer: Answer) -> Score:
    """1 where the value (at its unit) or the word is right, or the articles' silence is told."""
    if case.is_absent:
        return Score(
            float(answer.status == "not_found"),
            "" if answer.status == "not_found" else f"answered: {direct_answer(answer)}",
        )
    if answer.status != "answered":
        return Score(0, f"status {answer.status}")
    direct = direct_answer(answer)
    if case.value is None:
        opening = _folded(direct)
        right = any(opening.startswith(_folded(word)) for word in case.words)
        return Score(float(right), "" if right else f"“{direct}” does not open with {case.words[0]}")
    if answer.calculation is None:  # a sentence may state what no table does
        stated = [(mention.quantity.value, mention.quantity.unit) for mention in find_quantities(direct)]
    else:
        stated = [(Decimal(answer.calculation.result.value), answer.calculation.result.unit)]
    slack = max(abs(case.value) * _TOLERANCE, Decimal("0.00001"))
    right = any(abs(value - case.value) <= slack and unit == case.unit for value, unit in stated)
    return Score(float(right), "" if right else f"{stated}, wanted {case.value} {case.unit}")


def _ask(assistant: Any, case: StatementCase) -> Outcome:
    began = time.perf_counter()
    answer = assistant.answer(case.question, id=case.id)
    took = (time.perf_counter() - began) * 1000
    stray = numbers_from_nowhere(answer, [case.question])
    scores = {
        "answer": judge(case, answer),
        "exactness": score_exactness(answer, assistant.library.article),
        "form": score_form(answer),
        "grounding": Score(0, f"from nowhere: {', '.join(stray)}") if stray else Score(1),
    }
    return Outcome(
        id=case.id, type="absent" if case.is_absent else "statement", question=case.question,
        ranking=[citation.article_id for citation in answer.citations], prediction=direct_answer(answer), status=answer.status, ms=took,
        answer=answer.to_json(), scores=scores, expected=str(case.value or " / ".join(case.words) or "not_found"),
    )  # fmt: skip


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(" 。.「“").lower()
