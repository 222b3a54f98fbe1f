"""Fits the confidence of answers: `python -m eval.build_confidence` writes `rag/confidence.json`.

Each question is asked with the gate open; what came is right or wrong by the suite's own judge. None of the sources is
held out: the calibration split of `absence` and the questions over the shipped articles, each asked a second time with the
sentences that answer it passed over; the questions of `crosslingual`, once with their passage in the library and once
without it; and, where outside test data is at hand (KASSORO_TEST_DATA), the questions over the sources as received.
Logistic regression with an L2 penalty, fitted by Newton's method (IRLS; Bishop, 2006, section 4.3.3); a false answer counts
as much as a right one, whatever their numbers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eval import absence
from eval.asking import CASES, assistant_over
from eval.runner import own_home
from eval.scorers import folded, score_answer
from eval.suites import Case, Expected, read_beir, read_cases, rows
from index.settings import Settings
from rag.agreement import FEATURES
from rag.confidence import FILE, Calibration
from rag.finder import Finder
from rag.gate import Gate

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.draft import Draft
    from rag.question import Question
    from rag.span_reader import SpanReader

SOURCES = Path(__file__).resolve().parents[1] / "tests" / "data" / "sources.jsonl"
HIDDEN = "/hidden"  # ends the id of a case asked without the sentences that answer it
HIDDEN_WEIGHT = 0.3  # what such a case counts: a neighbouring sentence is a harder trap than questions are
PENALTY = 0.005  # of the squared weights, against the mean log loss of a case
# Features whose sign is known beforehand: a weight on the wrong side is noise of few cases and becomes 0.
SIGNS = dict.fromkeys(FEATURES, -1) | {"coverage": 1, "margin": 1, "near": 1, "reader_agrees": 1} | dict.fromkeys(("figure", "yes_no", "name", "why", "nameless"), 0)  # fmt: skip
OPEN = Calibration(dict.fromkeys(FEATURES, 0.0), 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer that would have been given: its features, and whether it was right."""

    id: str
    features: dict[str, float]
    right: bool


class Recorder(Gate):
    """A gate that lets everything pass and keeps the features of the last draft."""

    last: dict[str, float] | None = None

    def judged(self, question: Question, query: str, draft: Draft, spans: SpanReader | None = None) -> Draft:
        """`draft` as it is."""
        self.last = self.features(question, query, draft, spans)
        return draft


def collect(settings: Settings) -> list[Sample]:
    """Samples of all sources, in libraries of their own."""
    samples: list[Sample] = []
    with own_home(settings) as own, assistant_over(own, [absence.FOLDER]) as assistant:
        samples += _asked(assistant, absence.read_split(split="calibration"))
    with own_home(settings) as own, assistant_over(own, []) as assistant:
        samples += _asked(assistant, read_cases())
    for part in (0, 1):
        with own_home(settings) as own:
            samples += _with_and_without(own, part)
    if settings.test_data and (settings.test_data / "seeds").is_dir() and SOURCES.is_file():
        with own_home(settings) as own:
            samples += _of_sources(own, settings.test_data / "seeds")
    return samples


def _of_sources(settings: Settings, folder: Path) -> list[Sample]:
    """The questions over the stories as their sources tell them."""
    from rag.assistant import Assistant

    cases = []
    for _, row in rows(SOURCES):
        expected = Expected(tuple(row["status"]), tuple(tuple(group) for group in row.get("direct", ())))
        cases.append(Case(row["id"], "fact", row["question"], expected, tuple(row.get("history", ()))))
    with Assistant.open(settings) as assistant:
        list(assistant.library.add_sources([str(folder / "*")]))
        return [sample for case in cases for sample in _both_ways(assistant, case, ())]


def _asked(assistant: Assistant, cases: Iterable[Case]) -> list[Sample]:
    return [sample for case in cases for sample in _both_ways(assistant, case, case.expected.quotes)]


def _both_ways(assistant: Assistant, case: Case, quotes: Sequence[str]) -> list[Sample]:
    """A case asked as it is and, if it can be answered, without the sentences that answer it."""
    whole = assistant.drafter.finder
    samples = [_sample(assistant, case, whole, case.id)]
    if quotes and case.expected.statuses == ("answered",):
        sought = [folded(quote) for quote in quotes]
        without = whole.passing_over(lambda reading: any(quote in folded(reading.text) for quote in sought))
        samples.append(_sample(assistant, case, without, case.id + HIDDEN))
    assistant.drafter.use(whole)
    return [sample for sample in samples if sample]


def _sample(assistant: Assistant, case: Case, finder: Finder, id: str) -> Sample | None:
    gate = Recorder(finder, assistant.drafter.vocabulary, OPEN)
    assistant.drafter.use(finder, gate)
    answer = assistant.answer(case.question, list(case.history), case.id)
    if gate.last is None or answer.status != "answered":
        return None
    return Sample(id, gate.last, score_answer(case, answer).value == 1)


def _with_and_without(settings: Settings, part: int) -> list[Sample]:
    """Every question of the cross-lingual set; the passages of every other one are missing."""
    from rag.assistant import Assistant

    asked, _ = read_beir(CASES / "crosslingual", "", "all")
    missing = {
        id for n, (query, _) in enumerate(asked.questions) if n % 2 == part for id in asked.gold[query]
    }
    documents = [document for document in asked.documents if document.source not in missing]
    samples: list[Sample] = []
    with Assistant.open(settings) as assistant:
        list(assistant.library.add_many(documents))
        gate = Recorder(assistant.drafter.finder, assistant.drafter.vocabulary, OPEN)
        assistant.drafter.use(assistant.drafter.finder, gate)
        for query, text in asked.questions:
            gate.last = None
            answer = assistant.answer(text)
            if gate.last is None or answer.status != "answered" or not answer.citations:
                continue
            right = asked.gold[query].get(answer.citations[0].source, 0) > 0
            samples.append(Sample(f"{query}/{part}", gate.last, right))
    return samples


def fit(samples: Sequence[Sample]) -> tuple[dict[str, float], float]:
    """Weights by feature, and the intercept."""
    matrix = np.array([[sample.features[name] for name in FEATURES] for sample in samples])
    labels = np.array([float(sample.right) for sample in samples])
    counts = np.array([HIDDEN_WEIGHT if sample.id.endswith(HIDDEN) else 1.0 for sample in samples])
    shares = counts * np.where(labels == 1, 0.5 / (counts @ labels), 0.5 / (counts @ (1 - labels)))
    kept = np.array([matrix[:, place].std() > 0 for place in range(len(FEATURES))])
    while True:
        weights, intercept = _newton(matrix * kept, labels, shares)
        wrong = np.array([SIGNS[name] * weights[place] < 0 for place, name in enumerate(FEATURES)]) & kept
        if not wrong.any():
            return dict(zip(FEATURES, (float(round(w, 4)) for w in weights), strict=True)), float(
                round(intercept, 4)
            )
        kept &= ~wrong


def _newton(
    matrix: NDArray[np.float64], labels: NDArray[np.float64], shares: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    wide = np.hstack([matrix, np.ones((len(matrix), 1))])
    penalty = np.diag([PENALTY] * matrix.shape[1] + [1e-6])
    weights = np.zeros(wide.shape[1])
    for _ in range(50):
        guessed = 1 / (1 + np.exp(-wide @ weights))
        gradient = wide.T @ (shares * (guessed - labels)) + penalty @ weights
        curvature = wide.T @ (wide * (shares * guessed * (1 - guessed))[:, None]) + penalty
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights[:-1], float(weights[-1])


def threshold_of(samples: Sequence[Sample], calibration: Calibration, lost: float = 0.03) -> float:
    """The highest threshold that loses at most `lost` of the right answers to questions asked as they are."""
    right = sorted(
        calibration.confidence(sample.features)
        for sample in samples
        if sample.right and not sample.id.endswith(HIDDEN)
    )
    return float(round(right[int(lost * len(right))] - 1e-4, 4))


def main() -> None:
    """Collect, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--samples", type=Path, help="keep the samples as JSON lines, or read them if the file is there"
    )
    chosen = parser.parse_args()
    if chosen.samples and chosen.samples.is_file():
        samples = [Sample(**json.loads(line)) for line in chosen.samples.read_text("utf-8").splitlines()]
    else:
        samples = collect(Settings.read())
    if chosen.samples:
        lines = [json.dumps({"id": s.id, "features": s.features, "right": s.right}) for s in samples]
        chosen.samples.write_text("\n".join(lines) + "\n", "utf-8")
    weights, intercept = fit(samples)
    threshold = threshold_of(samples, Calibration(weights, intercept, 0.0))
    wrong = sum(not sample.right for sample in samples)
    data = {
        "made_by": "python -m eval.build_confidence",
        "fitted_on": "eval/cases: absence (calibration split), seeds, crosslingual with and without its passages"
        + (", and the questions over the sources as received" if Settings.read().test_data else ""),
        "answers": len(samples),
        "wrong_answers": wrong,
        "weights": weights,
        "intercept": intercept,
        "threshold": threshold,
    }
    FILE.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    print(f"{len(samples)} answers, {wrong} of them wrong: threshold {threshold}, written to {FILE}")


if __name__ == "__main__":
    main()
