"""The second look at candidates: a small network over features, trained by `eval/build_ranker.py`, read by NumPy."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors import safe_open

from index.errors import SettingsError
from index.features import VERSION
from index.matching import Floats

FOLDER = Path(__file__).with_name("models") / "ranker"
FILE = "ranker.safetensors"
# Features further from their mean than this many standard deviations count as this far.
CLIP = 6.0


class Ranker:
    """Scores candidates by columns over passages and by how each word of the question is met.

    Each word's meeting passes a small network whose result counts by a gate, learned from what kind of word it is
    and from its vector, and is summed over the words (after DRMM, Guo et al., 2016); the sums join the columns in
    a network with one score at its end. Members of an ensemble are averaged.
    """

    def __init__(self, members: list[dict[str, Floats]], columns: Sequence[str] = ()) -> None:
        """`members` by the names that `eval/build_ranker.py` writes; `columns` names the columns they read."""
        self._members = members
        self._columns = tuple(columns)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Ranker:
        """The ranker of a folder; SettingsError where it was made for other features or cannot be read."""
        try:
            with safe_open(folder / FILE, framework="numpy") as file:
                metadata = file.metadata() or {}
                columns = json.loads(metadata.get("columns", "[]"))
                arrays = {name: np.asarray(file.get_tensor(name), np.float32) for name in file.keys()}  # noqa: SIM118 (the file is no mapping)
            if metadata.get("features") != VERSION:
                raise ValueError(f"made for {metadata.get('features')}, this program has {VERSION}")
            if not arrays:
                raise ValueError("no weights in it")
        except Exception as error:  # safetensors has errors of its own
            raise SettingsError(f"{folder} holds no ranker ({error}): reinstall Kassoro.") from error
        members: dict[str, dict[str, Floats]] = {}
        for name, array in arrays.items():
            member, _, part = name.partition(".")
            members.setdefault(member, {})[part] = array
        return cls(list(members.values()), columns)

    def as_usual(self, column: str, values: Floats) -> Floats:
        """`values` brought to the mean and spread that `column` had in training, where they come from elsewhere.

        So another embedding's cosines, which may all lie between 0.7 and 0.9, say as much as the built-in one's.
        """
        if column not in self._columns:
            return values
        place = self._columns.index(column)
        mean, deviation = self._members[0]["mean"][place], self._members[0]["deviation"][place]
        spread = float(values.std()) or 1.0
        return np.asarray(mean + deviation * (values - values.mean()) / spread, dtype=np.float32)

    def scores(self, columns: Floats, meetings: Floats, kinds: Floats, vectors: Floats) -> Floats:
        """One score a candidate, the higher the better, whole numbers being natural-log odds.

        `columns` (candidates, features), `meetings` (candidates, words, 10), `kinds` (words, 14), `vectors` (words, dimension).
        """
        each = [_forward(member, columns, meetings, kinds, vectors) for member in self._members]
        return np.asarray(np.mean(each, axis=0), dtype=np.float32)


def _forward(
    w: Mapping[str, Floats], columns: Floats, meetings: Floats, kinds: Floats, vectors: Floats
) -> Floats:
    x = np.clip((columns - w["mean"]) / w["deviation"], -CLIP, CLIP)
    word = np.concatenate([kinds, vectors @ w["vector"].T], axis=1)
    # The words' part is alike for all candidates, so it is multiplied once.
    split = meetings.shape[2]
    first = meetings @ w["meet.weight"][:, :split].T + (word @ w["meet.weight"][:, split:].T + w["meet.bias"])
    second = np.maximum(np.maximum(first, 0) @ w["meet2.weight"].T + w["meet2.bias"], 0)
    gate = np.logaddexp(0, word @ w["gate.weight"].T + w["gate.bias"])
    pooled = np.einsum("cwh,wo->ch", second, gate)
    hidden = _gelu(x @ w["join.weight"].T + w["join.bias"] + pooled @ w["sum.weight"].T + w["sum.bias"])
    hidden = _gelu(hidden @ w["deep.weight"].T + w["deep.bias"])
    out = hidden @ w["out.weight"].T + w["out.bias"] + x @ w["line.weight"].T + w["line.bias"]
    return np.asarray((out + pooled @ w["words.weight"].T + w["words.bias"])[:, 0], dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit in its tanh form (Hendrycks and Gimpel, 2016)."""
    inner = np.float32(np.sqrt(2 / np.pi)) * (x + np.float32(0.044715) * x**3)
    return np.asarray(0.5 * x * (1 + np.tanh(inner)), dtype=np.float32)
