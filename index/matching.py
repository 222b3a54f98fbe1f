"""Where the words of a question meet its candidates: one similarity for each word and sentence, title and passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.characters import codes, pairs
from index.embed import WordVectors
from index.expansion import Alternatives
from index.mapped import spread
from index.passage_index import PassageIndex

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

EXACT = 0.999
# The greatest similarity of two words that are not the same.
LIKE = 0.98


@dataclass(frozen=True)
class Query:
    """A question as ranking takes it: `words` once each, in order; `sequence` the words as they follow one another.

    `idf` and `vectors` (rows of length 1 or 0) belong to `words`; `neighbours` are pairs of places in `words`.
    """

    text: str
    words: tuple[str, ...]
    idf: Floats
    vectors: Floats
    neighbours: tuple[tuple[int, int], ...]
    alternatives: tuple[Alternatives, ...] = ()

    @property
    def share(self) -> Floats:
        """What part of the question's idf each word has."""
        return self.idf / max(float(self.idf.sum()), 1e-6)

    @cached_property
    def pairs(self) -> NDArray[np.uint32]:
        """The pairs of characters of the text, in order."""
        return pairs(codes(self.text))


class Matches:
    """The candidates at `places` against a query. Arrays have a row a sentence or passage, a column a word.

    `sentences`, `windows` (a sentence and the next), `titles`, `passages`: the greatest similarity to each word,
    1 for the word itself or another spelling of it. `owner` tells the passage of each sentence, `firsts` the
    first sentence of each passage.
    """

    def __init__(self, query: Query, index: PassageIndex, places: Places, vectors: WordVectors) -> None:
        self.query = query
        self.places = places
        self._index = index
        forward = index.passages
        sentences, self.sentence_count = spread(
            forward.passage_ends[places], forward.passage_ends[places + 1]
        )
        self._sentences = sentences
        at, self.token_count = spread(forward.sentence_ends[sentences], forward.sentence_ends[sentences + 1])
        self.tokens = forward.tokens[at]
        in_titles, self.title_count = spread(forward.title_ends[places], forward.title_ends[places + 1])
        self.title_tokens = forward.titles[in_titles]
        self.owner = np.repeat(np.arange(len(places)), self.sentence_count)
        self.firsts = np.cumsum(self.sentence_count) - self.sentence_count
        self.sentence_of = np.repeat(np.arange(len(sentences)), self.token_count)
        self._compare(vectors)

    def _compare(self, vectors: WordVectors) -> None:
        """Fill the similarities: word against word once for each different word of the candidates."""
        forward, query = self._index.passages, self.query
        place = np.full(len(forward.kinds) + 1, -1, dtype=np.int32)
        place[self.tokens] = 0
        place[self.title_tokens] = 0
        different = np.flatnonzero(place[:-1] == 0)
        place[different] = np.arange(len(different), dtype=np.int32)
        similar = np.clip(vectors.rows(different) @ query.vectors.T, 0, LIKE)
        column = np.full(len(forward.kinds) + 1, -1, dtype=np.int16)
        for number, word in enumerate(query.words):
            row = forward.numbers.get(word, -1)
            column[row] = number if row >= 0 else -1
            if row >= 0 and place[row] >= 0:
                similar[place[row], number] = 1
        self.met = column[self.tokens]  # which word of the question each token is, -1 for none
        self.title_met = column[self.title_tokens]
        self.sentences = _greatest(similar[place[self.tokens]], self.token_count)
        self.titles = _greatest(similar[place[self.title_tokens]], self.title_count)
        self.passages = np.maximum.reduceat(self.sentences, self.firsts, axis=0)
        self._admit_alternatives()
        after = np.zeros_like(self.sentences)
        after[:-1][self.goes_on] = self.sentences[1:][self.goes_on]
        self.windows = np.maximum(self.sentences, after)

    @property
    def goes_on(self) -> NDArray[np.bool_]:
        """Whether each sentence but the last stands in the same passage as the next."""
        return np.asarray(self.owner[:-1] == self.owner[1:])

    def _admit_alternatives(self) -> None:
        """Let another spelling count as the words themselves, where all of it stands in a sentence or title."""
        position = {word: number for number, word in enumerate(self.query.words)}
        for one in self.query.alternatives:
            columns = np.array([position[word] for word in one.words if word in position], dtype=np.int64)
            for spelling in one.others if len(columns) else ():
                if spelling[0][:1].isupper():  # a term of an amount or period, known by passage
                    holders = np.isin(self.places, self._index.words.holders(spelling[0]))
                    self.passages[np.ix_(holders, columns)] = 1
                    continue
                rows = [self._index.passages.numbers.get(word, -1) for word in spelling]
                if min(rows) < 0:
                    continue
                held = np.ones(len(self.sentences), dtype=bool)
                in_title = np.ones(len(self.titles), dtype=bool)
                for row in rows:
                    held &= np.bincount(self.sentence_of[self.tokens == row], minlength=len(held)) > 0
                    of_titles = np.repeat(np.arange(len(self.titles)), self.title_count)
                    in_title &= np.bincount(of_titles[self.title_tokens == row], minlength=len(in_title)) > 0
                self.sentences[np.ix_(held, columns)] = 1
                self.titles[np.ix_(in_title, columns)] = 1
                holders = np.maximum.reduceat(held, self.firsts)
                self.passages[np.ix_(holders, columns)] = 1

    def best_of(self, values: NDArray) -> NDArray:
        """The greatest value among the sentences of each passage."""
        return np.maximum.reduceat(values, self.firsts)

    def best_sentence(self, values: NDArray) -> NDArray[np.int64]:
        """The sentence with the greatest value in each passage, the first of equals."""
        return np.lexsort((-values, self.owner))[self.firsts]

    @cached_property
    def neighbours_met(self) -> dict[tuple[int, int], Floats]:
        """For each pair of the question's neighbours: 1 where a passage has them side by side, 0.5 a word apart, or 0."""
        owners = self.owner[self.sentence_of]
        found = {}
        for first, second in self.query.neighbours:
            near = np.zeros(len(self.places), dtype=np.float32)
            at = np.flatnonzero(self.met == first)
            for gap, worth in ((2, 0.5), (1, 1.0)):
                inside = at[at + gap < len(self.met)]
                right = inside[(self.met[inside + gap] == second) & (owners[inside] == owners[inside + gap])]
                near[owners[right]] = worth
            found[first, second] = near
        return found

    def characters(self) -> tuple[NDArray[np.uint16], NDArray[np.int64]]:
        """(characters of the candidates, the sentence of each)."""
        forward = self._index.passages
        at, sizes = spread(
            forward.character_ends[self._sentences], forward.character_ends[self._sentences + 1]
        )
        return forward.characters[at], np.repeat(np.arange(len(self._sentences)), sizes)

    @cached_property
    def is_foreign(self) -> NDArray[np.bool_]:
        """Which candidates are in the other language: one of question and passage has Japanese script, one hardly any."""
        units, sentence_of = self.characters()
        owners = self.owner[sentence_of]
        japanese = np.bincount(owners, _is_japanese(units), len(self.places))
        share = japanese / np.maximum(np.bincount(owners, minlength=len(self.places)), 1)
        asked = bool(_is_japanese(codes(self.query.text)).any())
        return np.asarray(share < 0.05 if asked else share > 0.3)

    def pair_idf(self, wanted: NDArray[np.uint32]) -> Floats:
        """How telling each pair of characters is."""
        return self._index.characters.idf(wanted)

    @cached_property
    def kinds(self) -> NDArray[np.uint8]:
        """The kind of each token."""
        return self._index.passages.kinds[self.tokens]

    @cached_property
    def groups(self) -> NDArray[np.int64]:
        """Candidates under the same title share a number."""
        return np.unique(self._index.passages.groups[self.places], return_inverse=True)[1]

    def numbers_of(self, words: Sequence[str]) -> list[int]:
        """The numbers of those words that the passages hold."""
        numbers = self._index.passages.numbers
        return [numbers[word] for word in words if word in numbers]

    def kind_of(self, word: str) -> int:
        """The kind of a word, 5 where no passage holds it."""
        number = self._index.passages.numbers.get(word)
        return 5 if number is None else int(self._index.passages.kinds[number])


def _is_japanese(units: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """Kana and ideographs among UTF-16 code units."""
    return np.asarray((units >= 0x3040) & (units < 0xA000))


def _greatest(values: Floats, sizes: NDArray[np.int64]) -> Floats:
    """The greatest row of each run of rows, zeros for an empty run."""
    out = np.zeros((len(sizes), values.shape[1]), dtype=np.float32)
    full = np.flatnonzero(sizes)
    if len(full):
        out[full] = np.maximum.reduceat(values, (np.cumsum(sizes) - sizes)[full], axis=0)
    return out
