"""READ THIS FIRST in eval/: a suite from its cases to its numbers, in a library of its own.

`run` is what `kassoro eval` calls: it picks the suite, works in a temporary home that nobody else sees, writes the report
if one is wanted, and gives the object that `--json` prints.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import absence, dialogue, jfinqa, metrics, passages, reading, retrieval, statements
from eval.asking import ask, assistant_over
from eval.outcome import Outcome
from eval.pages import suite as pages
from eval.report import write_report
from eval.retrieval import Progress
from eval.suites import QUESTIONS, TYPES, read_cases
from index.errors import EvaluationError
from index.settings import Settings

_SCORES = ("answer", "exactness", "support", "grounding", "abstention", "calculation", "form")


def run(
    suite: str,
    data: Path | None = None,
    split: str = "",
    corpus: str = "all",
    passage: str = "found",
    report: Path | None = None,
    limit: int | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run `suite` and give `{"suite", "split", "n", "metrics", "ms": {"p50", "p95"}}`.

    `seeds` and `finance`: their cases over the shipped articles, or those of the file `data`. `retrieval`: `split` of
    the BEIR folder `data`, against all of its corpus or only `corpus="gold"`. `reading`: the same, its answers read
    from the passages found, or from the right one with `passage="gold"`. `jfinqa`: the benchmark's JSON file
    `data`. `statements`: our cases over tables. `absence`: pairs of an answerable and an unanswerable question.
    `passages`: answers of several sentences. `pages`: files of all kinds, what is kept of them, and questions. `dialogue`: our conversations, turn after turn. The first `limit` cases
    (of `dialogue`: conversations) only, if given. Models come from
    `settings`; no home, database or Chroma of the user's is touched. EvaluationError in one sentence.
    """
    if limit is not None and limit < 1:
        raise EvaluationError(f"--limit is {limit}: take at least one case.")
    if suite not in _SUITES:
        named = ", ".join(repr(name) for name in [*_SUITES][:-1])
        raise EvaluationError(f"--suite is {suite!r}: this version has {named} and {[*_SUITES][-1]!r}.")
    report = _writable(report)
    with own_home(settings or Settings.read()) as own:
        asked = _Asked(own, suite, data, split, corpus, passage, limit, progress)
        outcomes, measured, split = _SUITES[suite](asked)
    result = {
        "suite": suite,
        "split": split,
        "n": len(outcomes),
        "metrics": {name: round(value, 6) for name, value in measured.items()},
        "ms": waits([outcome.ms for outcome in outcomes]),
    }
    if report is not None:
        write_report(report, result, outcomes)
    return result


@dataclass(frozen=True, slots=True)
class _Asked:
    """What `run` was asked for, with settings of its own home."""

    settings: Settings
    suite: str
    data: Path | None
    split: str
    corpus: str
    passage: str
    limit: int | None
    progress: Progress | None


_Run = tuple[list[Outcome], dict[str, float], str]  # outcomes, their numbers, and the split that was read


def _questions(asked: _Asked) -> _Run:
    path = asked.data or QUESTIONS[asked.suite]
    outcomes = _run_seeds(asked.settings, path, asked.limit, asked.progress)
    return outcomes, answer_metrics(outcomes), asked.split


def _retrieval(asked: _Asked) -> _Run:
    read, split = retrieval.read_set(asked.suite, asked.data, asked.split, asked.corpus, asked.limit)
    outcomes = retrieval.run(asked.settings, read, asked.progress)
    golds = [read.gold.get(outcome.id, {}) for outcome in outcomes]
    return outcomes, metrics.ranking_metrics([outcome.ranking for outcome in outcomes], golds), split


def _reading(asked: _Asked) -> _Run:
    read, split = retrieval.read_set(asked.suite, asked.data, asked.split, asked.corpus, asked.limit)
    outcomes = reading.run(asked.settings, read, asked.passage, asked.progress)
    return outcomes, reading.measure(outcomes, read.answers), split


def _jfinqa(asked: _Asked) -> _Run:
    items = jfinqa.read_items(asked.data)
    chosen = jfinqa.read_items(asked.data, asked.split)[: asked.limit]
    outcomes = jfinqa.run(asked.settings, items, chosen, asked.progress)
    return outcomes, shares_right(outcomes), asked.split


def _statements(asked: _Asked) -> _Run:
    folder = asked.data or statements.FOLDER
    cases = statements.read_cases(folder)[: asked.limit]
    outcomes = statements.run(asked.settings, cases, folder, asked.progress)
    return outcomes, shares_right(outcomes), asked.split


def _absence(asked: _Asked) -> _Run:
    cases = absence.read_split(asked.data, asked.split)[: asked.limit]
    outcomes = absence.run(asked.settings, cases, asked.progress)
    return outcomes, absence.measured(cases, outcomes), asked.split


def _passages(asked: _Asked) -> _Run:
    outcomes = passages.run(asked.settings, passages.read_cases(asked.data)[: asked.limit], asked.progress)
    return outcomes, passages.measured(outcomes), asked.split


def _pages(asked: _Asked) -> _Run:
    outcomes = pages.run(
        asked.settings, pages.read_split(asked.data, asked.split)[: asked.limit], asked.progress
    )
    return list(outcomes), pages.measured(outcomes), asked.split


def _dialogue(asked: _Asked) -> _Run:
    path = asked.data or dialogue.CASES
    conversations = dialogue.read_conversations(path)[: asked.limit]
    outcomes = dialogue.run(asked.settings, conversations, path.parent, asked.progress)
    return outcomes, shares_right(outcomes), asked.split


_SUITES: dict[str, Callable[[_Asked], _Run]] = {
    **dict.fromkeys(QUESTIONS, _questions),
    "absence": _absence,
    "passages": _passages,
    "pages": _pages,
    "dialogue": _dialogue,
    "retrieval": _retrieval,
    "reading": _reading,
    "jfinqa": _jfinqa,
    "statements": _statements,
}


@contextmanager
def own_home(settings: Settings) -> Iterator[Settings]:
    """Settings with an empty home of their own, which is deleted afterwards; the models stay those of `settings`."""
    with tempfile.TemporaryDirectory(prefix="kassoro-eval-", ignore_cleanup_errors=True) as folder:
        own = {"home": Path(folder) / "home", "database_url": "", "chroma_url": "", "seeds": "none"}
        yield settings.model_copy(update=own)


def waits(times: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile of milliseconds."""
    return {name: round(metrics.percentile(times, share), 3) for name, share in (("p50", 0.5), ("p95", 0.95))}


def answer_metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Means by score over the cases it could judge, the share wholly right (also by type), the share unscored."""
    measured = {"right": metrics.mean(float(outcome.right) for outcome in outcomes)} if outcomes else {}
    for name in _SCORES:
        values = [
            score.value
            for outcome in outcomes
            if (score := outcome.scores.get(name)) is not None and score.value is not None
        ]
        if values:
            measured[name] = metrics.mean(values)
    for type in TYPES:
        of_type = [float(outcome.right) for outcome in outcomes if outcome.type == type]
        if of_type:
            measured[f"right_{type}"] = metrics.mean(of_type)
    broken = [any(score.failed for score in outcome.scores.values()) for outcome in outcomes]
    return measured | {"unscored": metrics.mean(float(one) for one in broken)} if outcomes else measured


def shares_right(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share of right answers among the cases that have a gold, over all and by type."""
    judged = [outcome for outcome in outcomes if outcome.scores]
    measured = {"right": metrics.mean(float(outcome.right) for outcome in judged)} if judged else {}
    for type in dict.fromkeys(outcome.type for outcome in judged):
        measured[f"right_{type}"] = metrics.mean(float(one.right) for one in judged if one.type == type)
    return measured


def _run_seeds(settings: Settings, path: Path, limit: int | None, progress: Progress | None) -> list[Outcome]:
    cases = read_cases(path)[:limit]
    outcomes = []
    with assistant_over(settings, [], progress) as assistant:
        for case in cases:
            outcomes.append(ask(assistant, case))
            if progress:
                progress("Asking", len(outcomes), len(cases))
    return outcomes


def _writable(report: Path | None) -> Path | None:
    """The report's folder, made before hours of work and not after them."""
    if report is None:
        return None
    try:
        report.mkdir(parents=True, exist_ok=True)
        (report / "cases.jsonl").touch()
    except OSError as error:
        raise EvaluationError(
            f"The report cannot be written to {report} ({error.strerror or error}): name another folder."
        ) from error
    return report
