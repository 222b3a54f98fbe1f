"""Whether two articles tell one story: a near-duplicate in words (MinHash) whose figures agree.

An agency's report is printed by many: shortened, with another headline or lead. A report of the next quarter is made
on the same template and is another story, as is a correction: their figures differ.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

# Changes whenever the same articles would make other signatures or other stories.
RULES = "story-1"

# A signature has BANDS times ROWS values. Two articles of Jaccard likeness s share a band with probability
# 1 - (1 - s^ROWS)^BANDS (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.2): .68 at .3, .94 at .4.
BANDS, ROWS = 42, 3
# Sentences that are kept as marks besides, and the words that such a sentence has at least.
LANDMARKS, _LEAST_WORDS = 8, 6
# Words that make a shingle.
WIDTH = 3
# Articles of fewer shingles are too short to be told from others of their kind.
LEAST_SHINGLES = 12
# Either suffices: both texts alike, or the shorter one nearly all in the longer one.
LEAST_JACCARD, LEAST_CONTAINMENT = 0.5, 0.66
# What the signatures' estimates may lie below that: the error of 126 values is about .04.
SLACK = 0.12
# Two sentences that share this much of their words, figures aside, tell the same.
_ALIKE = 0.75
# Share of the figures of the article with fewer that the other must have.
_COMMON_FIGURES = 0.6
# Of a sentence that a passage of a copy repeats: the share of its shingles that others hold.
_REPEATED = 0.6
# Papers print an agency's report within days; a notice that comes again later is another one.
MOST_DAYS = 45
_MOST_SENTENCES = 300

_UNITS = frozenset(
    "thousand million billion trillion bn mn 円 ドル ユーロ ポンド 元 ウォン ルピー % ％ percent point ポイント".split()
)
# Words that turn a figure round.
_SIGNS = frozenset("増 減 黒字 赤字 増益 減益 増収 減収 上方 下方 rose fell up down profit loss".split())
_DIGIT = re.compile(r"\d")

Words = Sequence[str]


@dataclass(frozen=True)
class Told:
    """What an article tells, a sentence at a time, in normalised words."""

    sentences: tuple[tuple[str, ...], ...]
    published: str | None = None

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The hashes of every `WIDTH` words that stand together in a sentence."""
        return frozenset(one for sentence in self.sentences for one in shingles_of(sentence))

    @cached_property
    def figures(self) -> frozenset[str]:
        """The figures of all sentences."""
        return frozenset(one for sentence in self.sentences for one in figures_of(sentence))


def shingles_of(sentence: Words) -> Iterable[int]:
    """Hashes of a sentence's shingles; of a shorter sentence, of the whole."""
    last = max(1, len(sentence) - WIDTH + 1) if sentence else 0
    return [zlib.crc32("\x1f".join(sentence[at : at + WIDTH]).encode()) for at in range(last)]


def figures_of(sentence: Words) -> frozenset[str]:
    """Numbers, bare and with the unit or sign behind them, and words that turn them round.

    A day without its month ("5日") is none: each paper names the day on which it writes.
    """
    found = set()
    for place, word in enumerate(sentence):
        following = sentence[place + 1] if place + 1 < len(sentence) else ""
        if _DIGIT.search(word):
            if following == "日" and not (place and sentence[place - 1] == "月"):
                continue
            found.add(word)
            if following in _UNITS or following in _SIGNS:
                found.add(f"{word} {following}")
        elif word in _SIGNS:
            found.add(word)
    return frozenset(found)


def signature(shingles: Iterable[int]) -> NDArray[np.uint32]:
    """The MinHash values of a set of shingles."""
    empty = _empty()
    made = MinHash(BANDS * ROWS, hashfunc=_as_it_is, permutations=empty.permutations, scheme=empty.scheme)
    ordered = list(shingles)
    for start in range(0, len(ordered), 4096):
        made.update_batch(ordered[start : start + 4096])
    return np.asarray(made.hashvalues, dtype=np.uint32)


def bands_of(values: NDArray[np.uint32]) -> list[int]:
    """One number for each band of a signature; articles that share one are worth comparing."""
    parts = values.astype(np.uint64).reshape(BANDS, ROWS)
    mixed = np.arange(1, BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for column in range(ROWS):
        mixed = (mixed ^ parts[:, column]) * np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
    return [int(one) for one in mixed.astype(np.int64)]


def landmarks(told: Told) -> list[int]:
    """One number for each of some sentences: those of the least hash, so that two articles choose alike.

    They find what bands miss, a copy of a third of a report: it holds sentences of it word for word.
    """
    long = {"\x1f".join(words) for words in told.sentences if len(words) >= _LEAST_WORDS}
    hashes = (hashlib.blake2b(one.encode(), digest_size=8).digest() for one in long)
    return sorted(int.from_bytes(one, "big", signed=True) for one in hashes)[:LANDMARKS]


def may_be_one(
    values: NDArray[np.uint32], size: int, others: NDArray[np.uint32], sizes: Sequence[int]
) -> NDArray:
    """For each of `others`, a signature a row: how far above what suffices it may be, 0 or less for none.

    The share of equal values estimates Jaccard likeness; with the sizes it gives containment of the smaller.
    """
    jaccard = (others == values[None, :]).mean(axis=1)
    both = size + np.asarray(sizes, dtype=np.float64)
    smaller = np.minimum(size, np.asarray(sizes, dtype=np.float64))
    containment = np.minimum(1.0, jaccard * both / (1 + jaccard) / np.maximum(smaller, 1))
    return np.maximum(jaccard - LEAST_JACCARD, containment - LEAST_CONTAINMENT) + SLACK


def likeness(one: Told, other: Told) -> tuple[float, float]:
    """(Jaccard likeness of the shingles, share of the smaller's that the larger holds)."""
    common = len(one.shingles & other.shingles)
    smaller = min(len(one.shingles), len(other.shingles))
    if not smaller:
        return 0.0, 0.0
    return common / (len(one.shingles) + len(other.shingles) - common), common / smaller


def same_story(one: Told, other: Told) -> bool:
    """Whether both tell one story, from all that they say."""
    jaccard, containment = likeness(one, other)
    if jaccard < LEAST_JACCARD and containment < LEAST_CONTAINMENT:
        return False
    return not _far_apart(one.published, other.published) and figures_agree(one, other)


def figures_agree(one: Told, other: Told) -> bool:
    """Whether no sentence of one tells a figure that its counterpart in the other tells otherwise."""
    fewer, more = sorted((one.figures, other.figures), key=len)
    if fewer and len(fewer & more) < _COMMON_FIGURES * len(fewer):
        return False
    known = set(other.sentences)
    mine = set(one.sentences)
    left = [_split(sentence) for sentence in one.sentences[:_MOST_SENTENCES] if sentence not in known]
    right = [_split(sentence) for sentence in other.sentences[:_MOST_SENTENCES] if sentence not in mine]
    return not any(_clash(words, figures, right) for words, figures in left if figures)


_Split = tuple[frozenset[str], frozenset[str]]


def _split(sentence: Words) -> _Split:
    """(words that are no figures, figures)."""
    figures = figures_of(sentence)
    return frozenset(word for word in sentence if not _DIGIT.search(word) and word not in _SIGNS), figures


def _clash(words: frozenset[str], figures: frozenset[str], others: Sequence[_Split]) -> bool:
    """Whether the counterpart of a sentence, the one that shares most of its words, has other figures instead."""
    best: frozenset[str] = frozenset()
    share = _ALIKE
    for other, told in others:
        likely = len(words & other) / (len(words | other) or 1)
        if likely >= share and told:
            best, share = told, likely
    return bool(best - figures) and bool(figures - best)


def repeats(
    sentences: Iterable[Words], shingles: frozenset[int] | set[int], figures: frozenset[str] | set[str]
) -> bool:
    """Whether every sentence of a passage is told by the articles whose shingles and figures are given."""
    for sentence in sentences:
        own = set(shingles_of(sentence))
        if len(own & shingles) < _REPEATED * len(own) or not figures_of(sentence) <= figures:
            return False
    return True


def _far_apart(one: str | None, other: str | None) -> bool:
    days = [_day(published) for published in (one, other)]
    return None not in days and abs((days[0] - days[1]).days) > MOST_DAYS  # type: ignore[operator]


def _day(published: str | None) -> date | None:
    """The day of publication, the middle of the month where only that is known."""
    try:
        return date.fromisoformat(published if published and len(published) > 7 else f"{published}-15")
    except ValueError:
        return None


@cache
def _empty() -> MinHash:
    """A signature of nothing, whose permutations all others share."""
    return MinHash(BANDS * ROWS, seed=1)


def _as_it_is(value: int) -> int:
    return value
