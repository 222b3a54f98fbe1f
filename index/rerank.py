"""The second look at the best passages: any sentence-transformers CrossEncoder, where KASSORO_RERANKER names one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import SettingsError
from index.models import load_model
from index.settings import Settings

_WANTED = "give the name or folder of a CrossEncoder with one score a pair, or leave it empty"
# Pairs read at a time: memory stays small on a laptop, whatever the model.
_BATCH = 16
# What a model must have been trained as, for its scores to be more than chance.
_SCORERS = ("ForSequenceClassification", "ForCausalLM")


class Reranker:
    """Scores passages for a question by reading both together; slower than vectors, and finer."""

    def __init__(self, name: str) -> None:
        """SettingsError where `name` cannot be loaded or gives no single score."""
        self.name = name
        from sentence_transformers import CrossEncoder  # brings torch: seconds, so only when asked for

        self._model: Any = load_model(CrossEncoder, "KASSORO_RERANKER", name, _WANTED)
        self._reading = threading.Lock()  # tokenizers are not made for two threads at once
        if self._model.num_labels != 1:
            raise _unusable(name, f"gives {self._model.num_labels} scores a pair")
        if not _is_trained(self._model):
            raise _unusable(name, "has no scoring head, as an embedding model has none")

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """One score a passage, the higher the better; what is longer than the model reads is cut off."""
        if not passages:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, passage) for passage in passages]
        with self._reading:
            found = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
        scores = np.asarray(found, dtype=np.float32).reshape(len(passages))
        if not np.isfinite(scores).all():
            raise _unusable(self.name, "gives scores that are no numbers")
        return scores


def open_reranker(settings: Settings) -> Reranker | None:
    """The reranker that KASSORO_RERANKER names, or None; SettingsError where it cannot be used."""
    return Reranker(settings.reranker_name) if settings.reranker_name else None


def _is_trained(model: Any) -> bool:
    """False for a bare encoder, to which the library would add a head of random numbers."""
    made_for = getattr(getattr(model[0], "config", None), "architectures", None) or []
    return len(model) > 1 or not made_for or any(name.endswith(_SCORERS) for name in made_for)


def _unusable(name: str, why: str) -> SettingsError:
    return SettingsError(f"KASSORO_RERANKER is {name!r}, which {why}: {_WANTED}.")
