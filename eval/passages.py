"""The suite `passages`: questions for more than a span, answered by several sentences, each cited.

Why, how, lists, comparisons and summaries. A case names what the direct answer must hold, what must be quoted, how many
sentences at least and at most, what must not be quoted and the articles that may be.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval import metrics
from eval.asking import CASES, Progress, assistant_over
from eval.grounding import numbers_from_nowhere
from eval.outcome import Outcome, Score
from eval.scorers import direct_answer, folded, score_exactness, score_form
from eval.suites import rows
from index.errors import EvaluationError
from index.sentences import split_sentences
from index.settings import Settings
from rag.answer import Answer

if TYPE_CHECKING:
    from rag.assistant import Assistant

FILE, FOLDERS = CASES / "passages.jsonl", (CASES / "absence", CASES / "passages")
TYPES = ("reason", "manner", "list", "compare", "summary")


@dataclass(frozen=True, slots=True)
class PassagesCase:
    """`direct` and `cites`: of every group one wording, in the direct answer and in a quote.

    `sentences`: fewest and most that may be cited. `avoid`: wordings no quote may hold. `articles`: file names,
    without their ending, of the only articles that may be cited; () for any.
    """

    id: str
    type: str
    question: str
    direct: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[str, ...], ...]
    sentences: tuple[int, int]
    avoid: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def read_cases(path: Path | None = None) -> list[PassagesCase]:
    """The cases of a JSON-lines file; EvaluationError names the line that is none."""
    path = path or FILE
    found = []
    for number, row in rows(path):
        try:
            found.append(_case(row))
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(
                f"Line {number} of {path} is no case ({error!r}): it needs id, type, question, expected."
            ) from error
    return found


def run(settings: Settings, cases: Sequence[PassagesCase], progress: Progress | None = None) -> list[Outcome]:
    """Every case over the shipped articles and our own, in the empty home of `settings`."""
    outcomes = []
    with assistant_over(settings, FOLDERS, progress) as assistant:
        for case in cases:
            outcomes.append(_ask(assistant, case))
            if progress:
                progress("Asking", len(outcomes), len(cases))
    return outcomes


def measured(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share wholly right, of each score, and of each type."""
    found = {"right": metrics.mean(float(outcome.right) for outcome in outcomes)} if outcomes else {}
    for name in dict.fromkeys(name for outcome in outcomes for name in outcome.scores):
        scores = [outcome.scores[name] for outcome in outcomes if name in outcome.scores]
        found[name] = metrics.mean(score.value for score in scores if score.value is not None)
    for type in dict.fromkeys(outcome.type for outcome in outcomes):
        found[f"right_{type}"] = metrics.mean(float(one.right) for one in outcomes if one.type == type)
    return found


def judge(case: PassagesCase, answer: Answer) -> dict[str, Score]:
    """What the case asks of direct answer, quotes, their number, order and sameness."""
    if answer.status != "answered":
        return {"answer": Score(0, f"status {answer.status}")}
    direct = folded(direct_answer(answer))
    quotes = [folded(citation.quote) for citation in answer.citations]
    return {
        "answer": _all_met(case.direct, [direct], "in the direct answer"),
        "cites": _all_met(case.cites, quotes, "in a quote"),
        "number": _number(case, answer),
        "new": _not_repeating(quotes),
        "order": _in_order(answer),
        "avoids": _avoids(case, quotes),
        "articles": _articles(case, answer),
    }


def _ask(assistant: Assistant, case: PassagesCase) -> Outcome:
    began = time.perf_counter()
    answer = assistant.answer(case.question, id=case.id)
    took = (time.perf_counter() - began) * 1000
    stray = numbers_from_nowhere(answer, [case.question])
    scores = judge(case, answer) | {
        "exactness": score_exactness(answer, assistant.library.article),
        "form": score_form(answer),
        "grounding": Score(0, f"from nowhere: {', '.join(stray)}") if stray else Score(1),
    }
    cited = list(dict.fromkeys(citation.article_id for citation in answer.citations))
    wanted = "; ".join(" / ".join(group) for group in (*case.direct, *case.cites))
    return Outcome(
        id=case.id, type=case.type, question=case.question, ranking=cited, prediction=direct_answer(answer), status=answer.status,
        ms=took, answer=answer.to_json(), scores=scores, expected=wanted,
    )  # fmt: skip


def _all_met(groups: Sequence[Sequence[str]], texts: Sequence[str], where: str) -> Score:
    missing = [
        group[0] for group in groups if not any(folded(word) in text for word in group for text in texts)
    ]
    return Score(0, f"no {', no '.join(missing)} {where}") if missing else Score(1)


def _number(case: PassagesCase, answer: Answer) -> Score:
    count = sum(len(split_sentences(citation.quote)) for citation in answer.citations)
    low, high = case.sentences
    return Score(1) if low <= count <= high else Score(0, f"{count} sentences, wanted {low} to {high}")


def _not_repeating(quotes: Sequence[str]) -> Score:
    """No quote stands within another; two articles that tell the same in the same words are quoted once."""
    twice = [
        quote
        for place, quote in enumerate(quotes)
        if any(quote in other for other in (*quotes[:place], *quotes[place + 1 :]))
    ]
    return Score(0, f"quoted twice: {twice[0][:40]}") if twice else Score(1)


def _in_order(answer: Answer) -> Score:
    """The quotes of an article below the direct answer come in its order."""
    body = answer.answer.partition("\n\n")[2]
    shown = sorted(answer.citations, key=lambda citation: body.find(f"[{citation.marker}]"))
    last: dict[str, int] = {}
    for citation in (one for one in shown if f"[{one.marker}]" in body):
        if citation.start < last.get(citation.article_id, -1):
            return Score(0, f"[{citation.marker}] stands before what is quoted above it")
        last[citation.article_id] = citation.start
    return Score(1)


def _avoids(case: PassagesCase, quotes: Sequence[str]) -> Score:
    held = [word for word in case.avoid if any(folded(word) in quote for quote in quotes)]
    return Score(0, f"quotes {', '.join(held)}") if held else Score(1)


def _articles(case: PassagesCase, answer: Answer) -> Score:
    if not case.articles:
        return Score(None)
    others = [one.title for one in answer.citations if Path(one.source).stem not in case.articles]
    return Score(0, f"quotes {others[0]}") if others else Score(1)


def _case(row: dict[str, Any]) -> PassagesCase:
    if row["type"] not in TYPES:
        raise ValueError(f"the type {row['type']!r} is none of {', '.join(TYPES)}")
    wanted = row["expected"]
    low, high = wanted["sentences"]
    return PassagesCase(
        str(row["id"]), row["type"], row["question"],
        tuple(tuple(group) for group in wanted["direct"]), tuple(tuple(group) for group in wanted["cites"]),
        (int(low), int(high)), tuple(wanted.get("avoid", ())), tuple(wanted.get("articles", ())),
    )  # fmt: skip
