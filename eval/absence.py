"""The suite `absence`: questions in pairs, one that the articles answer beside a like one that they do not.

The pair differs in one thing: the company, the period, the measure, an attribute, what is taken for granted, or the
subject as a whole. Articles are parted into a calibration split, which confidence is fitted on, and a held-out one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval import metrics, risk
from eval.asking import CASES, Progress, ask, assistant_over, judged_unguarded
from eval.outcome import Outcome
from eval.suites import Case, read_cases
from index.errors import EvaluationError
from index.settings import Settings

FILE, FOLDER = CASES / "absence.jsonl", CASES / "absence"
TYPES = (
    "wrong_company", "wrong_period", "absent_metric", "entity_swap", "attribute", "false_premise", "negation", "future", "off_topic",
    "advice", "prediction", "out_of_domain",
)  # fmt: skip
# The articles whose questions no calibration may see; both halves hold both languages and a shipped article.
HELD_OUT = frozenset({"kazahana-air", "fernwick-grid", "kounan-cell", "spacex-xai-investment"})
SPLITS = ("calibration", "held_out")


def read_split(data: Path | None = None, split: str = "") -> list[Case]:
    """The cases of the file `data`, all or those of a split; EvaluationError for a split there is not."""
    if split not in ("", *SPLITS):
        raise EvaluationError(f"--split is {split!r}: this suite has {' and '.join(SPLITS)}.")
    return [case for case in read_cases(data or FILE, TYPES) if not split or split_of(case.id) == split]


def split_of(id: str) -> str:
    """The split of a case: that of the article its id begins with ("kazahana-air-01a")."""
    return "held_out" if id.rpartition("-")[0] in HELD_OUT else "calibration"


def answerable(case: Case) -> bool:
    """Whether the articles hold the answer, so that nothing else will do."""
    return case.expected.statuses == ("answered",)


def run(
    settings: Settings, cases: Sequence[Case], progress: Progress | None = None, folder: Path = FOLDER
) -> list[Outcome]:
    """Every case over the shipped articles and those of `folder`, in the empty home of `settings`."""
    outcomes = []
    with assistant_over(settings, [folder], progress) as assistant:
        for case in cases:
            outcomes.append(judged_unguarded(assistant, case, ask(assistant, case)))
            if progress:
                progress("Asking", len(outcomes), len(cases))
    return outcomes


def measured(cases: Sequence[Case], outcomes: Sequence[Outcome]) -> dict[str, float]:
    """`abstention`: the share of absent facts met by a refusal or a correction; `false_refusals`: the share of
    answerable questions that were refused; `answered_right`: the share of those answered right; `aurc`: see `eval.risk`.
    Also by split and type.
    """
    pairs = list(zip(cases, outcomes, strict=True))
    found = _shares(pairs)
    for split in SPLITS:
        shares = _shares([pair for pair in pairs if split_of(pair[0].id) == split])
        found |= {f"{name}_{split}": value for name, value in shares.items()}
    for type in TYPES:
        of_type = [float(outcome.right) for case, outcome in pairs if case.type == type]
        if of_type:
            found[f"right_{type}"] = metrics.mean(of_type)
    return found


def _shares(pairs: Sequence[tuple[Case, Outcome]]) -> dict[str, float]:
    attempts = risk.attempts_of([outcome for _, outcome in pairs])
    present = [outcome for case, outcome in pairs if answerable(case)]
    absent = [outcome for case, outcome in pairs if not answerable(case)]
    shares = {"right": metrics.mean(float(outcome.right) for _, outcome in pairs)} if pairs else {}
    if absent:
        shares["abstention"] = metrics.mean(float(outcome.right) for outcome in absent)
    if present:
        shares["answered_right"] = metrics.mean(float(outcome.right) for outcome in present)
        shares["false_refusals"] = metrics.mean(float(outcome.status != "answered") for outcome in present)
    if attempts:
        shares["aurc"] = risk.aurc(attempts)
    return shares
