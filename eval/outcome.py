"""What came of one case: the answer, how long it took, and what each scorer says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Score:
    """`value` is 1 (right) to 0, down to −1 for abstention; None where there is nothing to judge.

    `failed`: the grading itself broke, so the case is unscored here, which is not zero. `note` says why.
    """

    value: float | None
    note: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case as it went. `ranking` holds ids, best first; `answer` is the contract's object, if one was asked for.

    `confidence` is how sure the answerer was; `would_be_right` judges what it would say whatever its confidence, and is
    None where it would say nothing. `faults` says in words what was wrong, where a suite tells more than scores.
    """

    id: str
    type: str
    question: str
    ranking: Sequence[str]
    prediction: str
    status: str
    ms: float
    answer: Mapping[str, Any] | None = None
    scores: Mapping[str, Score] = field(default_factory=dict)
    history: Sequence[Mapping[str, str]] = ()
    expected: str = ""
    confidence: float | None = None
    would_be_right: bool | None = None
    faults: Sequence[str] = ()

    def line(self) -> dict[str, Any]:
        """The line of cases.jsonl."""
        told = {"faults": list(self.faults)} if self.faults else {}
        return {
            "id": self.id,
            "ranking": list(self.ranking[:100]),
            "prediction": self.prediction,
            "status": self.status,
            "ms": round(self.ms, 3),
            **told,
        }

    @property
    def right(self) -> bool:
        """Whether no scorer found fault."""
        return bool(self.scores) and all(
            score.value == 1 for score in self.scores.values() if score.value is not None
        )
