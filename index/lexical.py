"""BM25 over normalised words: postings in NumPy arrays, one memory-mapped file, no tokenising when loaded."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexMismatch
from index.mapped import ends_of, map_arrays, save_arrays

# Chosen on questions of jaquad_train over 14,209 passages. Those were written with the passage in view; B and
# the weight of titles lie above their best there, since questions asked blindly gain much by them.
K1 = 0.7
B = 0.8
# What a word of the heading path or of the article's title counts, against 1 for a word of the passage.
HEADING_WEIGHT = 0.7
TITLE_WEIGHT = 1.0

FILE = "words.safetensors"
FORMAT = "1"
# How many words' postings are remembered; a question asks for each of its words several times.
_REMEMBERED = 10_000

Frequencies = Mapping[str, float]


def passage_frequencies(
    words: Iterable[str], heading_words: Iterable[str] = (), title_words: Iterable[str] = ()
) -> dict[str, float]:
    """How often each word counts in a passage: its own words fully, those of heading and title in part.

    >>> passage_frequencies(["現金", "現金"], title_words=["xai"])
    {'現金': 2.0, 'xai': 0.5}
    """
    frequencies = {word: float(count) for word, count in Counter(words).items()}
    for part, weight in ((heading_words, HEADING_WEIGHT), (title_words, TITLE_WEIGHT)):
        for word in set(part):
            frequencies[word] = frequencies.get(word, 0.0) + weight
    return frequencies


class WordIndex:
    """Which passage holds which word how often, and BM25 scores over it (Robertson and Zaragoza, 2009).

    Immutable: `updated` gives a new index. `stamp` is what the owner wants to find again beside a saved
    index, such as a generation and a fingerprint.
    """

    def __init__(
        self, ids: list[str], arrays: Mapping[str, NDArray], stamp: Mapping[str, str] | None = None
    ) -> None:
        self.ids = ids
        self.stamp = dict(stamp or {})
        self._arrays = dict(arrays)
        self._blob: NDArray[np.uint8] = arrays["words"]  # all words in byte order, one after another
        self._word_ends: NDArray[np.int64] = arrays["word_ends"]  # word i is blob[ends[i]:ends[i+1]]
        self._posting_ends: NDArray[np.int64] = arrays["posting_ends"]  # its postings likewise
        self._passages: NDArray[np.int32] = arrays["passages"]
        self._frequencies: NDArray[np.float32] = arrays["frequencies"]
        self._found: dict[str, tuple[int, int]] = {}
        lengths: NDArray[np.float32] = arrays["lengths"]
        average = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0
        self._penalty = (K1 * (1 - B + B * lengths / average)).astype(np.float32)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each id stands in `ids`, and so in an array of scores."""
        return {id: place for place, id in enumerate(self.ids)}

    @classmethod
    def build(cls, ids: Iterable[str], passages: Iterable[Frequencies | Sequence[str]]) -> WordIndex:
        """An index of passages given as word lists or as word frequencies, in the order of `ids`."""
        return cls._from_postings(list(ids), *_postings(passages))

    def updated(
        self, remove: Collection[str], ids: Iterable[str], passages: Iterable[Frequencies | Sequence[str]]
    ) -> WordIndex:
        """A new index without the passages `remove`, with those given; an id that comes again is replaced."""
        new_ids = list(ids)
        gone = set(remove) | set(new_ids)
        kept = np.array([id not in gone for id in self.ids], dtype=bool)
        place = np.cumsum(kept, dtype=np.int32) - 1
        old_words = np.repeat(
            np.arange(len(self._posting_ends) - 1, dtype=np.int32), np.diff(self._posting_ends)
        )
        stays = kept[self._passages] if len(self.ids) else np.zeros(0, dtype=bool)
        vocabulary = {word: row for row, word in enumerate(self._all_words())}
        start = int(kept.sum())
        added = _postings(passages, vocabulary, start)
        return self._from_postings(
            [id for id, keep in zip(self.ids, kept, strict=True) if keep] + new_ids,
            added[0],
            np.concatenate([old_words[stays], added[1]]),
            np.concatenate([place[self._passages[stays]] if start else place[:0], added[2]]),
            np.concatenate([self._frequencies[stays], added[3]]),
        )

    @classmethod
    def _from_postings(
        cls,
        ids: list[str],
        words: list[str],
        word_of: NDArray[np.int32],
        passage_of: NDArray[np.int32],
        frequencies: NDArray[np.float32],
    ) -> WordIndex:
        """Sort postings by word (in byte order, for binary search) and drop words that no passage holds."""
        counts = np.bincount(word_of, minlength=len(words))
        encoded = [word.encode() for word in words]
        order = sorted((row for row in range(len(words)) if counts[row]), key=encoded.__getitem__)
        rank = np.zeros(len(words), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        by_word = np.argsort(rank[word_of], kind="stable")
        # Capitals mark the terms of `index.terms`: other names of words that count already, they lengthen no passage.
        lasting = np.array([not word[:1].isupper() for word in words], dtype=np.float32)
        lengths = np.bincount(passage_of, weights=frequencies * lasting[word_of], minlength=len(ids))
        arrays: dict[str, NDArray] = {
            "words": np.frombuffer(b"".join(encoded[row] for row in order), dtype=np.uint8),
            "word_ends": ends_of([len(encoded[row]) for row in order]),
            "posting_ends": ends_of([int(counts[row]) for row in order]),
            "passages": passage_of[by_word],
            "frequencies": frequencies[by_word],
            "lengths": lengths.astype(np.float32),
        }
        return cls(ids, arrays)

    def score(self, weighted_words: Mapping[str, float], every: bool = False) -> NDArray[np.float32]:
        """BM25 of every passage, in the order of `ids`, for words that each count by their weight.

        With `every`, passages that lack one of the words score 0.
        """
        scores = np.zeros(len(self.ids), dtype=np.float32)
        found = np.zeros(len(self.ids), dtype=np.int32) if every else None
        for word, weight in weighted_words.items():
            begin, end = self._postings_of(word)
            passages = self._passages[begin:end]
            frequencies = self._frequencies[begin:end]
            gain = weight * self._idf(end - begin) * (K1 + 1)
            scores[passages] += gain * frequencies / (frequencies + self._penalty[passages])
            if found is not None:
                found[passages] += 1
        if found is not None:
            scores[found < len(weighted_words)] = 0
        return scores

    def idf(self, word: str) -> float:
        """How telling `word` is: the rarer, the higher; a word no passage holds has the highest value."""
        begin, end = self._postings_of(word)
        return self._idf(end - begin)

    def holders(self, word: str) -> NDArray[np.int32]:
        """Places of the passages that hold `word`."""
        begin, end = self._postings_of(word)
        return self._passages[begin:end]

    def holds(self, word: str) -> bool:
        """Whether any passage holds `word`."""
        begin, end = self._postings_of(word)
        return end > begin

    def _idf(self, passages_with_word: int) -> float:
        return float(np.log1p((len(self.ids) - passages_with_word + 0.5) / (passages_with_word + 0.5)))

    def _postings_of(self, word: str) -> tuple[int, int]:
        if word not in self._found:
            if len(self._found) > _REMEMBERED:
                self._found.clear()
            self._found[word] = self._search(word)
        return self._found[word]

    def _search(self, word: str) -> tuple[int, int]:
        target = word.encode()
        row = bisect_left(range(len(self._word_ends) - 1), target, key=self._word_at)
        if row == len(self._word_ends) - 1 or self._word_at(row) != target:
            return 0, 0
        return int(self._posting_ends[row]), int(self._posting_ends[row + 1])

    def _word_at(self, row: int) -> bytes:
        return self._blob[self._word_ends[row] : self._word_ends[row + 1]].tobytes()

    def _all_words(self) -> list[str]:
        return [self._word_at(row).decode() for row in range(len(self._word_ends) - 1)]

    def save(self, folder: Path, stamp: Mapping[str, str] | None = None) -> None:
        """Write index and `stamp` to `folder` in one step; a crash leaves the former one whole."""
        metadata = {
            "format": FORMAT,
            "ids": json.dumps(self.ids),
            "stamp": json.dumps(dict(stamp or self.stamp)),
        }
        save_arrays(folder / FILE, self._arrays, metadata)

    @classmethod
    def load(cls, folder: Path) -> WordIndex:
        """The index saved in `folder`, memory-mapped. IndexMismatch where there is none to read."""
        path = folder / FILE
        try:
            metadata, arrays = map_arrays(path)
            ids = json.loads(metadata["ids"])
            if metadata["format"] != FORMAT or len(ids) != len(arrays["lengths"]):
                raise ValueError(f"format {metadata['format']}")
            return cls(ids, arrays, json.loads(metadata["stamp"]))
        except (OSError, ValueError, KeyError) as error:
            raise IndexMismatch(
                f"{path} holds no readable word index ({error}): run 'kassoro rebuild'."
            ) from error


def _postings(
    passages: Iterable[Frequencies | Sequence[str]], vocabulary: dict[str, int] | None = None, start: int = 0
) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """(words, word of each posting, its passage counted from `start`, its frequency)."""
    vocabulary = {} if vocabulary is None else vocabulary
    words: list[int] = []
    places: list[int] = []
    frequencies: list[float] = []
    for place, passage in enumerate(passages, start):
        counted = passage if isinstance(passage, Mapping) else Counter(passage)
        words.extend(vocabulary.setdefault(word, len(vocabulary)) for word in counted)
        places.extend([place] * len(counted))
        frequencies.extend(counted.values())
    return (
        list(vocabulary),
        np.array(words, dtype=np.int32),
        np.array(places, dtype=np.int32),
        np.array(frequencies, dtype=np.float32),
    )
