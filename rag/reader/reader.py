"""Reads passages for a question: which span answers, and how probable it is that none does."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from index.embed import Embedding, StaticWordEmbedding
from index.errors import SettingsError
from index.words import Analyser
from rag.reader.network import LONGEST_ANSWER, Network, batch
from rag.reader.tokens import Alphabet, Sequenced, Sequencer, plain

FOLDER = Path(__file__).with_name("weights")
# Spans of a passage that are looked at; what lies behind them is as good as impossible.
_SPANS = 12
# Tokens of a passage that are read at most; passages of the library are far shorter.
_LONGEST = 2_048
_CACHED = 1_024
# Readings kept: a question is read to be answered, and again to be judged.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage to be read, under its article's title."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """An answer at `text[start:end]` of the excerpt at `place`, with its probability.

    The probability is that of the wording: all spans and excerpts that say the same count together.
    """

    text: str
    place: int
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: answers, the likeliest first, and the probability that none of the excerpts answers."""

    found: tuple[Found, ...]
    none: float


class Reader:
    """The reader that ships with the program; it reads Japanese. Safe to share between threads."""

    def __init__(self, embedding: StaticWordEmbedding | None = None, folder: Path = FOLDER) -> None:
        """`embedding` spares loading the built-in one again. SettingsError where the weights cannot be read."""
        vectors, row_of, self._weights = (embedding or StaticWordEmbedding()).reader_vectors()
        self._analyser = Analyser()
        try:
            self._sequencer = Sequencer(Alphabet.load(folder / "alphabet.json"), row_of)
            self._network = Network.load(folder, vectors)
        except Exception as error:  # safetensors has errors of its own
            raise SettingsError(f"{folder} holds no reader ({error}): reinstall Kassoro.") from error
        self._sequences: OrderedDict[Excerpt, Sequenced] = OrderedDict()
        self._read = lru_cache(_KEPT)(self._read_anew)

    @classmethod
    def beside(cls, embedding: Embedding) -> Reader:
        """The shipped reader, with the vectors of `embedding` where that is the built-in one."""
        return cls(embedding if isinstance(embedding, StaticWordEmbedding) else None)

    def read(
        self, question: str, excerpts: Sequence[Excerpt], odds: Sequence[float] | None = None
    ) -> Reading:
        """The answers to `question` in `excerpts`; the last few readings are kept.

        `odds` are the excerpts' natural-log odds of being the right one (a ranker's scores), alike if not given. An
        answer's probability is Σ P(excerpt) P(span | excerpt), as in retrieval-augmented models (Lewis et al., 2020,
        https://arxiv.org/abs/2005.11401).
        """
        return self._read(question, tuple(excerpts), tuple(odds or [0.0] * len(excerpts)))

    def _read_anew(self, question: str, excerpts: tuple[Excerpt, ...], odds: tuple[float, ...]) -> Reading:
        asked = self._sequencer.sequence(question, self._analyser.tokens(question))
        readable = [place for place, one in enumerate(excerpts) if len(self._sequence(one))]
        if not len(asked) or not readable:
            return Reading((), 1.0)
        sequences = [self._sequence(excerpts[place]) for place in readable]
        spans, none = self._network(*batch(asked, sequences, self._weights))
        scores = np.array([odds[place] for place in readable])
        right = np.exp(scores - scores.max())
        right /= right.sum()
        found: list[Found] = []
        unanswered = 0.0
        for place, sequence, share, score, no in zip(readable, sequences, right, spans, none, strict=True):
            score[: sequence.title] = -np.inf
            top = max(float(score.max()), float(no))
            total = float(np.exp(score - top).sum() + np.exp(no - top))
            unanswered += float(share) * float(np.exp(no - top)) / total
            for best in np.argsort(-score, axis=None)[:_SPANS].tolist():
                first, more = divmod(best, LONGEST_ANSWER)
                if first + more < len(sequence):
                    start, end = int(sequence.starts[first]), int(sequence.ends[first + more])
                    probable = float(share) * float(np.exp(score[first, more] - top)) / total
                    found.append(Found(excerpts[place].text[start:end], place, start, end, probable))
        return Reading(_together(found), unanswered)

    def _sequence(self, excerpt: Excerpt) -> Sequenced:
        if excerpt not in self._sequences:
            self._sequences[excerpt] = self._sequencer.sequence(
                excerpt.text,
                self._analyser.tokens(excerpt.text)[:_LONGEST],
                self._analyser.tokens(excerpt.title),
                excerpt.title,
            )
            if len(self._sequences) > _CACHED:
                self._sequences.popitem(last=False)
        return self._sequences[excerpt]


def _together(found: Sequence[Found]) -> tuple[Found, ...]:
    """One answer a wording, at its likeliest place, with the probabilities of all its places."""
    kept: dict[str, Found] = {}
    total: dict[str, float] = {}
    for one in sorted(found, key=lambda one: -one.probability):
        wording = plain(one.text)
        kept.setdefault(wording, one)
        total[wording] = total.get(wording, 0.0) + one.probability
    merged = [Found(one.text, one.place, one.start, one.end, total[wording]) for wording, one in kept.items()]
    return tuple(sorted(merged, key=lambda one: -one.probability))
