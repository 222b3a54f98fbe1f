"""BM25 over pairs of characters: finds names and words that were cut into words elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.lexical import K1, B

# Pairs in more than this share of the passages find nothing and cost most of the time.
COMMON = 0.1

Codes = NDArray[np.uint16]

_NO_LETTER = re.compile(r"[\W_]+")


def codes(text: str) -> Codes:
    """Letters and digits of `text`, one case and one width, as UTF-16 code units.

    >>> "".join(map(chr, codes("Ｘ社、SpaceX!")))
    'x社spacex'
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return np.frombuffer(_NO_LETTER.sub("", folded).encode("utf-16-le", "replace"), dtype="<u2").astype(
        np.uint16
    )


def pairs(units: Codes) -> NDArray[np.uint32]:
    """Each two neighbours as one number, in order."""
    wide = units.astype(np.uint32)
    return np.asarray(wide[:-1] << 16 | wide[1:], dtype=np.uint32)


class CharacterIndex:
    """Which passage holds which pair of characters; how often it does hardly tells more. Immutable."""

    def __init__(self, arrays: Mapping[str, NDArray]) -> None:
        self.arrays = dict(arrays)
        self._keys: NDArray[np.uint32] = arrays["keys"]  # sorted
        self._ends: NDArray[np.int64] = arrays["ends"]
        self._passages: NDArray[np.int32] = arrays["passages"]
        lengths: NDArray[np.float32] = arrays["lengths"]
        average = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0
        # BM25's share of a word that a passage holds once.
        self._worth = ((K1 + 1) / (1 + K1 * (1 - B + B * lengths / average))).astype(np.float32)

    @classmethod
    def empty(cls) -> CharacterIndex:
        """An index of no passages."""
        return cls(
            {
                "keys": np.zeros(0, np.uint32),
                "ends": np.zeros(1, np.int64),
                "passages": np.zeros(0, np.int32),
                "lengths": np.zeros(0, np.float32),
            }
        )

    def updated(self, kept: NDArray[np.bool_], texts: Sequence[Codes]) -> CharacterIndex:
        """The index of the passages that are `kept`, with `texts` behind them."""
        keys = np.repeat(self._keys, np.diff(self._ends))
        passages, lengths = self._passages, self.arrays["lengths"]
        if not kept.all():
            stays = kept[passages]
            keys = keys[stays]
            passages = (np.cumsum(kept, dtype=np.int32) - 1)[passages[stays]]
            lengths = lengths[kept]
        new_keys, new_passages, new_lengths = _postings(texts, len(lengths))
        if len(keys):  # the new passages come last, so that each list of passages stays sorted
            at = np.searchsorted(keys, new_keys, side="right")
            keys, passages = np.insert(keys, at, new_keys), np.insert(passages, at, new_passages)
        else:
            keys, passages = new_keys, new_passages
        firsts = np.flatnonzero(np.diff(keys, prepend=~keys[:1])) if len(keys) else np.zeros(0, np.int64)
        return CharacterIndex(
            {
                "keys": keys[firsts],
                "ends": np.append(firsts, len(keys)).astype(np.int64),
                "passages": passages.astype(np.int32),
                "lengths": np.concatenate([lengths, new_lengths]),
            }
        )

    def idf(self, wanted: NDArray[np.uint32]) -> NDArray[np.float32]:
        """How telling each pair is; the greatest value for one that no passage holds."""
        begin, end = self._postings_of(wanted)
        return self._idf(end - begin)

    def score(self, wanted: NDArray[np.uint32]) -> NDArray[np.float32]:
        """BM25 of every passage for these pairs, as a share of what a passage that holds them all may reach."""
        scores = np.zeros(len(self._worth), dtype=np.float32)
        begin, end = self._postings_of(wanted)
        idf = self._idf(end - begin)
        known = end > begin
        telling = known & (end - begin <= max(COMMON * len(self._worth), 20))
        for first, last, gain in zip(begin[telling], end[telling], idf[telling], strict=True):
            scores[self._passages[first:last]] += gain
        scores *= self._worth
        return scores / max(float(idf[known].sum()) * (K1 + 1), 1e-3)

    def _idf(self, holders: NDArray[np.int64]) -> NDArray[np.float32]:
        count = len(self._worth)
        return np.log1p((count - holders + 0.5) / (holders + 0.5)).astype(np.float32)

    def _postings_of(self, wanted: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if not len(self._keys):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.int64)
        row = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        found = self._keys[row] == wanted
        return np.where(found, self._ends[row], 0), np.where(found, self._ends[row + 1], 0)


def _postings(
    texts: Sequence[Codes], start: int
) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.float32]]:
    """(pair, passage counted from `start`) sorted by pair, each once; and how many pairs each passage has."""
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    if not sizes.sum():
        return np.zeros(0, np.uint32), np.zeros(0, np.int32), np.zeros(len(texts), np.float32)
    owner = np.repeat(np.arange(len(texts)), sizes)
    inside = owner[:-1] == owner[1:]
    both = pairs(np.concatenate(texts))[inside].astype(np.uint64) << 32 | owner[:-1][inside].astype(np.uint64)
    both.sort()  # many times faster here than np.unique
    both = both[np.diff(both, prepend=~both[:1]) != 0]
    passages = (both & 0xFFFFFFFF).astype(np.int32)
    lengths = np.bincount(passages, minlength=len(texts)).astype(np.float32)
    return (both >> 32).astype(np.uint32), passages + np.int32(start), lengths
