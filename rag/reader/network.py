"""The reader's network in NumPy: what `eval.reader_network` computes, by the same names, without torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

Rows = list[slice]


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
    """Scores of spans, and of there being no answer.

    The rows of all texts stand one behind the other, without padding. What a layer does to a row by a constant is part of
    its matrix (see `_fold`), which leaves half of the passes over the rows.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.floating]], vectors: Floats) -> None:
        """`weights` by their names in the trained network; `vectors` (words, dimension) of the words."""
        self._weights = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        self._folded = {
            name: self._fold(f"{name}.norm", f"{name}.conv")
            for name in (
                *(f"shared.{place}" for place in range(len(SHARED))),
                *_upper(lambda dilation: dilation > 0),
            )
        }
        self._inward = {name: self._fold_attention(name) for name in _upper(lambda dilation: dilation == 0)}
        letters = self._weights["letters.weight"]
        self._weights["letters.weight"] = letters.transpose(0, 2, 1).reshape(len(letters), -1)
        # The words' vectors never change, so that their projection is done once.
        self._words = self._linear("word", vectors)

    @classmethod
    def load(cls, folder: Path, vectors: Floats) -> Network:
        """The network whose weights `folder` holds."""
        from safetensors.numpy import load_file

        return cls(load_file(folder / "model.safetensors"), vectors)

    def __call__(self, question: Side, passage: Side) -> tuple[Floats, Floats]:
        """(scores of spans (batch, tokens, LONGEST_ANSWER) by first token and length, of no answer (batch,))."""
        of_q, of_p = _rows(question.mask), _rows(passage.mask)
        q_word, q = self._enter(question)
        p_word, p = self._enter(passage)
        q, p = self._align(q_word, q, p_word, p, of_q, of_p)
        x, of_x = (
            np.concatenate([q, p]),
            [*of_q, *(slice(one.start + len(q), one.stop + len(q)) for one in of_p)],
        )
        for place, dilation in enumerate(SHARED):
            x = self._block(f"shared.{place}", x, of_x, dilation)
        x = self._norm("shared_norm", x)
        q, p = x[: len(q)], x[len(q) :]
        pooled = self._pool(q, of_q)
        x = self._meet(q, p, pooled, of_q, of_p)
        for place, dilation in enumerate(UPPER):
            name = f"upper.{place}"
            x = self._block(name, x, of_p, dilation) if dilation else self._attention(name, x, of_p)
        return self._spans(self._norm("upper_norm", x), pooled, of_p)

    def _enter(self, side: Side) -> tuple[Floats, Floats]:
        """(vectors of the words, rows with all that is known of a token)."""
        own = side.mask
        word = self._words[side.rows[own]]
        letters = self._letters(self._weights["letter.weight"][side.spellings])[side.spelling[own]]
        common, tag = (
            self._weights["common.weight"][side.common[own]],
            self._weights["tag.weight"][side.tags[own]],
        )
        known = np.concatenate([word, common, letters, tag, side.meet[own]], -1)
        return word, _relu(self._linear("enter", known))

    def _letters(self, x: Floats) -> Floats:
        """A convolution over the characters of each spelling (spellings, CHARACTERS, width), and its greatest values."""
        count, length, width = x.shape
        wide = np.zeros((count, length, 3, width), np.float32)
        wide[:, :, 1], wide[:, 1:, 0], wide[:, :-1, 2] = x, x[:, :-1], x[:, 1:]
        return _relu(self._linear("letters", wide.reshape(count, length, -1)).max(1))

    def _align(
        self, q_word: Floats, q: Floats, p_word: Floats, p: Floats, of_q: Rows, of_p: Rows
    ) -> tuple[Floats, Floats]:
        """Question and passages, each with what it meets in the other, by likeness of words."""
        like_q, like_p = (_relu(self._linear("likeness", word)) for word in (q_word, p_word))
        likes = [like_p[theirs] @ like_q[ours].T for ours, theirs in zip(of_q, of_p, strict=True)]
        met_p = [_softmax(like) @ q[ours] for like, ours in zip(likes, of_q, strict=True)]
        p = _relu(self._linear("aligned", np.concatenate([p, np.concatenate(met_p)], -1)))
        met_q = [_softmax(like.T) @ p[theirs] for like, theirs in zip(likes, of_p, strict=True)]
        return _relu(self._linear("aligned", np.concatenate([q, np.concatenate(met_q)], -1))), p

    def _pool(self, q: Floats, of_q: Rows) -> Floats:
        """One row a question."""
        scores = self._linear("pool", q)[:, 0]
        return np.stack([_softmax(scores[ours]) @ q[ours] for ours in of_q])

    def _meet(self, q: Floats, p: Floats, pooled: Floats, of_q: Rows, of_p: Rows) -> Floats:
        """Co-attention: the passages' rows with what they meet in the question."""
        width = p.shape[1]
        joined = np.empty((len(p), 5, width), np.float32)
        joined[:, 0] = p
        of_token, of_asked = self._linear("passage_part", p), self._linear("question_part", q)
        weighed = p * self._weights["product_part"]
        for ours, theirs, whole in zip(of_q, of_p, pooled, strict=True):
            score = weighed[theirs] @ q[ours].T + of_token[theirs] + of_asked[ours].T
            to_question, own = _softmax(score), p[theirs]
            joined[theirs, 1] = a = to_question @ q[ours]
            joined[theirs, 2] = own * a
            joined[theirs, 3] = own * (to_question @ (_softmax(score.T) @ own))
            joined[theirs, 4] = own * whole
        return _relu(self._linear("fuse", joined.reshape(len(p), -1)))

    def _spans(self, x: Floats, pooled: Floats, of_p: Rows) -> tuple[Floats, Floats]:
        wanted = np.tanh(self._linear("wanted", pooled))
        both = np.concatenate([x, x * np.repeat(wanted, [one.stop - one.start for one in of_p], 0)], -1)
        ends, first, last = (self._linear(name, both) for name in ("ends", "first", "last"))
        found = np.full(
            (len(of_p), max(one.stop - one.start for one in of_p), LONGEST_ANSWER), FAR, np.float32
        )
        whole = []
        for place, own in enumerate(of_p):
            products, tokens = first[own] @ last[own].T, own.stop - own.start
            for length in range(min(LONGEST_ANSWER, tokens)):
                score = (
                    ends[own][: tokens - length, 0] + ends[own][length:, 1] + self._weights["length"][length]
                )
                found[place, : tokens - length, length] = score + np.diagonal(products, length)
            whole.append(np.concatenate([x[own].max(0), x[own].mean(0), wanted[place]]))
        hidden = _relu(self._linear("none.0", np.stack(whole)))
        return found, self._linear("none.2", hidden)[:, 0]

    def _block(self, name: str, x: Floats, rows: Rows, dilation: int) -> Floats:
        """A gated convolution over three tokens, `dilation` apart, added to what goes in; zeros outside of each text."""
        count, width = x.shape
        wide = np.empty((count, 3, width + 1), np.float32)
        wide[:, 1, width] = 1
        np.multiply(x, _scale(x), out=wide[:, 1, :width])
        wide[dilation:, 0] = wide[:-dilation, 1]
        wide[:-dilation, 2] = wide[dilation:, 1]
        for own in rows:
            wide[own.start : min(own.start + dilation, own.stop), 0] = 0
            wide[max(own.start, own.stop - dilation) : own.stop, 2] = 0
        both = wide.reshape(count, -1) @ self._folded[name]
        with np.errstate(over="ignore"):  # a gate far below 0 is shut
            closed = np.exp(both[:, width:])
        closed += 1
        np.divide(both[:, :width], closed, out=closed)
        closed += x
        return closed

    def _attention(self, name: str, x: Floats, rows: Rows) -> Floats:
        """Self-attention within each text, added to what goes in."""
        count, width = x.shape
        weight, bias = self._inward[name]
        parts = (x * _scale(x)) @ weight
        parts += bias
        query, key, value = parts.reshape(count, 3, HEADS, -1).transpose(1, 2, 0, 3)
        met = np.empty((count, HEADS, width // HEADS), np.float32)
        for own in rows:
            shares = query[:, own] @ key[:, own].swapaxes(1, 2)
            shares -= shares.max(-1, keepdims=True)
            np.exp(shares, out=shares)
            # Divided last, where the rows are shortest.
            met[own] = ((shares @ value[:, own]) / shares.sum(-1, keepdims=True)).swapaxes(0, 1)
        return x + self._linear(f"{name}.out", met.reshape(count, width))

    def _linear(self, name: str, x: Floats) -> Floats:
        weight, bias = self._weights[f"{name}.weight"], self._weights.get(f"{name}.bias")
        found = x.reshape(-1, x.shape[-1]) @ weight.T
        if bias is not None:
            found += bias
        return found.reshape(*x.shape[:-1], -1)

    def _norm(self, name: str, x: Floats) -> Floats:
        """Layer normalisation (Ba et al., 2016)."""
        centred = x - x.mean(-1, keepdims=True)
        centred *= _scale(x)
        centred *= self._weights[f"{name}.weight"]
        centred += self._weights[f"{name}.bias"]
        return centred

    def _fold(self, norm: str, name: str) -> Floats:
        """The matrix (3 × (width + 1), 2 × width) of a normalised gated convolution, for rows that are only scaled.

        Normalising is x ↦ γ (x − mean x) / s + β: γ and the mean go into the matrix, and β, like the convolution's own
        bias, into what a column of ones is multiplied with. Gates are negated, as their sigmoid wants them.
        """
        weight, bias = self._weights.pop(f"{name}.weight"), self._weights.pop(f"{name}.bias")
        taps = [self._normalised(norm, weight[:, :, tap]) for tap in range(weight.shape[2])]
        rows = [np.vstack([matrix, shift + bias * (tap == 1)]) for tap, (matrix, shift) in enumerate(taps)]
        folded = np.vstack(rows)
        folded[:, folded.shape[1] // 2 :] *= -1
        return np.ascontiguousarray(folded, np.float32)

    def _fold_attention(self, name: str) -> tuple[Floats, Floats]:
        """(matrix, bias) of a normalised attention's inward layer; queries are scaled by 1 / √width as well."""
        matrix, shift = self._normalised(f"{name}.norm", self._weights.pop(f"{name}.inward.weight"))
        shift = shift + self._weights.pop(f"{name}.inward.bias")
        width = len(matrix)
        scale = np.ones(3 * width)
        scale[:width] = (width / HEADS) ** -0.5
        return np.ascontiguousarray(matrix * scale, np.float32), np.asarray(shift * scale, np.float32)

    def _normalised(self, norm: str, weight: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(matrix (in, out), shift (out,)) of `weight` (out, in) behind a layer normalisation whose rows are only scaled."""
        gain, shift = (np.asarray(self._weights[f"{norm}.{part}"], np.float64) for part in ("weight", "bias"))
        matrix = (weight * gain).T
        return matrix - matrix.mean(0), weight @ shift


def _upper(kind: Callable[[int], bool]) -> list[str]:
    return [f"upper.{place}" for place, dilation in enumerate(UPPER) if kind(dilation)]


def _rows(mask: NDArray[np.bool_]) -> Rows:
    """Where each text's rows lie when all stand one behind the other."""
    ends = np.cumsum(mask.sum(1)).tolist()
    return [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _scale(x: Floats) -> Floats:
    """One over the standard deviation of each row."""
    mean = x @ np.full((x.shape[1], 1), 1 / x.shape[1], np.float32)
    variance = np.einsum("tw,tw->t", x, x)[:, None] / np.float32(x.shape[1]) - mean * mean
    return np.asarray(1 / np.sqrt(np.maximum(variance, 0) + np.float32(1e-5)), np.float32)


def _relu(x: Floats) -> Floats:
    return np.maximum(x, 0)


def _softmax(x: NDArray[np.floating[Any]]) -> Floats:
    """Over the last axis."""
    grown = np.exp(x - x.max(-1, keepdims=True))
    grown /= grown.sum(-1, keepdims=True)
    return np.asarray(grown, np.float32)
