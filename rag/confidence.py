"""How sure an answer is to be right, and what is too unsure to be said.

A logistic regression over the features of `rag.agreement`, fitted by `eval/build_confidence.py` on questions of which some
can be answered and some cannot; its coefficients are data (`confidence.json`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.agreement import FEATURES

FILE = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights by feature, an intercept, and the confidence below which an answer is not given."""

    weights: Mapping[str, float]
    intercept: float
    threshold: float

    @classmethod
    def load(cls, path: Path = FILE) -> Calibration:
        """The shipped coefficients, or those of `path`; ValueError if they are of other features."""
        data = json.loads(path.read_text("utf-8"))
        if set(data["weights"]) != set(FEATURES):
            raise ValueError(
                f"{path} is of the features {sorted(data['weights'])}, this version has {sorted(FEATURES)}: "
                "run 'python -m eval.build_confidence'."
            )
        return cls(data["weights"], float(data["intercept"]), float(data["threshold"]))

    def confidence(self, features: Mapping[str, float]) -> float:
        """The probability that an answer with these features is right."""
        logit = self.intercept + sum(self.weights[name] * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
