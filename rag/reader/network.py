"""The reader's network in NumPy: what `eval.reader_network` computes, by the same names, without torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.reader.tokens import CHARACTERS, MEETINGS, Floats, Sequenced, meetings

# Dilations of the convolutions before and after question and passage meet; 0 is a layer of self-attention.
SHARED = (1, 2, 4, 1)
UPPER = (1, 2, 4, 0, 8, 1, 0, 2, 1)
HEADS = 4
LONGEST_ANSWER = 16
FAR = -1e4


@dataclass(frozen=True)
class Side:
    """A batch of questions or passages, padded; see `rag.reader.tokens.Sequenced`.

    `spellings` (spellings, CHARACTERS) are the different tokens' characters, `spelling` (batch, tokens) says whose
    is which; `mask` is False behind the end.
    """

    rows: NDArray[np.int64]
    common: NDArray[np.int64]
    spellings: NDArray[np.int64]
    spelling: NDArray[np.int64]
    tags: NDArray[np.int64]
    meet: Floats
    mask: NDArray[np.bool_]


def padded(texts: Sequence[Sequenced], meets: Sequence[Floats]) -> Side:
    """The texts with where they meet (`rag.reader.tokens.meetings`), side by side."""
    shape = len(texts), max(map(len, texts))
    rows, common, tags, spelling = (np.zeros(shape, np.int64) for _ in range(4))
    meet = np.zeros((*shape, MEETINGS), np.float32)
    mask = np.zeros(shape, bool)
    seen: dict[bytes, int] = {bytes(4 * CHARACTERS): 0}
    for place, (text, met) in enumerate(zip(texts, meets, strict=True)):
        end = len(text)
        rows[place, :end], common[place, :end], tags[place, :end] = text.rows, text.common, text.tags
        meet[place, :end], mask[place, :end] = met, True
        spelling[place, :end] = [seen.setdefault(one.tobytes(), len(seen)) for one in text.characters]
    spellings = np.frombuffer(b"".join(seen), np.int32).reshape(-1, CHARACTERS).astype(np.int64)
    return Side(rows, common, spellings, spelling, tags, meet, mask)


def batch(question: Sequenced, passages: Sequence[Sequenced], weights: Floats) -> tuple[Side, Side]:
    """One question with each of the passages, padded."""
    met = [meetings(question, passage, weights) for passage in passages]
    return (
        padded([question] * len(passages), [of_question for _, of_question in met]),
        padded(passages, [of_passage for of_passage, _ in met]),
    )


class Network:
    """Scores of spans, and of there being no answer."""

    def __init__(self, weights: Mapping[str, NDArray[np.floating]], vectors: Floats) -> None:
        """`weights` by their names in the trained network; `vectors` (words, dimension) of the words."""
        self._weights = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        # The words' vectors never change, so that their projection is done once.
        self._words = self._linear("word", vectors)
        # A convolution over three tokens is one matrix over their concatenation.
        for name in [name for name, value in self._weights.items() if value.ndim == 3]:
            value = self._weights[name]
            self._weights[name] = np.ascontiguousarray(value.transpose(0, 2, 1).reshape(len(value), -1))

    @classmethod
    def load(cls, folder: Path, vectors: Floats) -> Network:
        """The network whose weights `folder` holds."""
        from safetensors.numpy import load_file

        return cls(load_file(folder / "model.safetensors"), vectors)

    def __call__(self, question: Side, passage: Side) -> tuple[Floats, Floats]:
        """(scores of spans (batch, tokens, LONGEST_ANSWER) by first token and length, of no answer (batch,))."""
        q_word, q = self._enter(question)
        p_word, p = self._enter(passage)
        far_q = _far(question.mask)
        far_p = _far(passage.mask)
        like_q, like_p = (_relu(self._linear("likeness", word)) for word in (q_word, p_word))
        like = like_p @ like_q.swapaxes(1, 2)
        p = _relu(self._linear("aligned", np.concatenate([p, _softmax(like + far_q) @ q], -1)))
        q = _relu(self._linear("aligned", np.concatenate([q, _softmax(like.swapaxes(1, 2) + far_p) @ p], -1)))
        for place, dilation in enumerate(SHARED):
            q = self._block(f"shared.{place}", q, question.mask, dilation)
            p = self._block(f"shared.{place}", p, passage.mask, dilation)
        q, p = self._norm("shared_norm", q), self._norm("shared_norm", p)
        pooled = _softmax(self._linear("pool", q)[..., 0] + far_q[:, 0])[:, None] @ q
        x = self._meet(q, p, pooled, far_q, far_p)
        for place, dilation in enumerate(UPPER):
            name = f"upper.{place}"
            x = self._block(name, x, passage.mask, dilation) if dilation else self._attention(name, x, far_p)
        return self._spans(self._norm("upper_norm", x), pooled, passage.mask)

    def _enter(self, side: Side) -> tuple[Floats, Floats]:
        word = self._words[side.rows]
        letters = self._convolution("letters", self._weights["letter.weight"][side.spellings], 1)
        letters = _relu(letters).max(1)[side.spelling]
        common, tag = self._weights["common.weight"][side.common], self._weights["tag.weight"][side.tags]
        return word, _relu(self._linear("enter", np.concatenate([word, common, letters, tag, side.meet], -1)))

    def _meet(self, q: Floats, p: Floats, pooled: Floats, far_q: Floats, far_p: Floats) -> Floats:
        score = self._linear("passage_part", p) + self._linear("question_part", q).swapaxes(1, 2)
        score = score + (p * self._weights["product_part"]) @ q.swapaxes(1, 2)
        to_question, to_passage = _softmax(score + far_q), _softmax(score.swapaxes(1, 2) + far_p)
        a = to_question @ q
        b = to_question @ (to_passage @ p)
        return _relu(self._linear("fuse", np.concatenate([p, a, p * a, p * b, p * pooled], -1)))

    def _spans(self, x: Floats, pooled: Floats, mask: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        wanted = np.tanh(self._linear("wanted", pooled))
        both = np.concatenate([x, x * wanted], -1)
        start, end = np.moveaxis(self._linear("ends", both), -1, 0)
        first, last = self._linear("first", both), self._linear("last", both)
        end = np.where(mask, end, np.float32(FAR))
        tokens = x.shape[1]
        found = np.full((*start.shape, LONGEST_ANSWER), FAR, np.float32)
        for length in range(min(LONGEST_ANSWER, tokens)):
            reach = tokens - length
            score = start[:, :reach] + end[:, length:] + self._weights["length"][length]
            found[:, :reach, length] = score + np.einsum("btw,btw->bt", first[:, :reach], last[:, length:])
        best = np.where(mask[..., None], x, np.float32(FAR)).max(1)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        hidden = _relu(self._linear("none.0", np.concatenate([best, mean, wanted[:, 0]], -1)))
        return found, self._linear("none.2", hidden)[:, 0]

    def _block(self, name: str, x: Floats, mask: NDArray[np.bool_], dilation: int) -> Floats:
        inner = self._norm(f"{name}.norm", x)
        inner *= mask[..., None]
        value, gate = np.split(self._convolution(f"{name}.conv", inner, dilation), 2, -1)
        with np.errstate(over="ignore"):  # a gate far below 0 is shut
            closed = np.exp(-gate)
        closed += 1
        return np.asarray(x + np.divide(value, closed, out=closed), np.float32)

    def _attention(self, name: str, x: Floats, far: Floats) -> Floats:
        batch, tokens, width = x.shape
        parts = self._linear(f"{name}.inward", self._norm(f"{name}.norm", x))
        query, key, value = parts.reshape(batch, tokens, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        shares = _softmax(query @ key.swapaxes(2, 3) * np.float32((width / HEADS) ** -0.5) + far[:, None])
        return x + self._linear(f"{name}.out", (shares @ value).swapaxes(1, 2).reshape(batch, tokens, width))

    def _convolution(self, name: str, x: Floats, dilation: int) -> Floats:
        """Over three tokens, `dilation` apart; zeros outside."""
        batch, tokens, width = x.shape
        wide = np.empty((batch, tokens, 3, width), np.float32)
        wide[:, :, 1] = x
        wide[:, :dilation, 0], wide[:, dilation:, 0] = 0, x[:, :-dilation]
        wide[:, max(0, tokens - dilation) :, 2], wide[:, :-dilation, 2] = 0, x[:, dilation:]
        return self._linear(name, wide.reshape(batch, tokens, -1))

    def _linear(self, name: str, x: Floats) -> Floats:
        weight, bias = self._weights[f"{name}.weight"], self._weights.get(f"{name}.bias")
        found = x.reshape(-1, x.shape[-1]) @ weight.T
        if bias is not None:
            found += bias
        return found.reshape(*x.shape[:-1], -1)

    def _norm(self, name: str, x: Floats) -> Floats:
        """Layer normalisation (Ba et al., 2016)."""
        centred = x - x.mean(-1, keepdims=True)
        variance = np.einsum("...w,...w->...", centred, centred)[..., None] / x.shape[-1]
        centred /= np.sqrt(variance + np.float32(1e-5))
        centred *= self._weights[f"{name}.weight"]
        centred += self._weights[f"{name}.bias"]
        return centred


def _far(mask: NDArray[np.bool_]) -> Floats:
    """What is added to scores over the last axis, (batch, 1, tokens), so that what is no token gets no share."""
    return np.where(mask, np.float32(0), np.float32(FAR))[:, None, :]


def _relu(x: Floats) -> Floats:
    return np.maximum(x, 0)


def _softmax(x: NDArray[np.floating[Any]]) -> Floats:
    """Over the last axis."""
    grown = np.exp(x - x.max(-1, keepdims=True))
    grown /= grown.sum(-1, keepdims=True)
    return np.asarray(grown, np.float32)
