"""What each passage holds, in order: words by sentence, title, characters. The second look at candidates reads it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.article import Sentence
from index.characters import Codes, codes
from index.mapped import ends_of, spread
from index.store import IndexedPassage

# Kinds of words, as `Analyser.kind` tells them: 0 is any other word.
NUMBER, PERSON, PLACE, NAME = 1, 2, 3, 4

_SEPARATOR = "\n"


class ForwardIndex:
    """Passages as arrays, read by place. Words are numbered in order of first appearance. Immutable.

    Passage p has the sentences [passage_ends[p], passage_ends[p + 1]); sentence s has the tokens
    [sentence_ends[s], sentence_ends[s + 1]) and the characters [character_ends[s], character_ends[s + 1]).
    Each passage has a sentence at least, if an empty one.
    Titles hold the words of title and headings, each once; `groups` are equal where titles are.
    """

    def __init__(self, arrays: Mapping[str, NDArray]) -> None:
        self.arrays = dict(arrays)
        self.tokens: NDArray[np.int32] = arrays["tokens"]
        self.sentence_ends: NDArray[np.int64] = arrays["sentence_ends"]
        self.passage_ends: NDArray[np.int64] = arrays["passage_ends"]
        self.titles: NDArray[np.int32] = arrays["titles"]
        self.title_ends: NDArray[np.int64] = arrays["title_ends"]
        self.characters: NDArray[np.uint16] = arrays["characters"]
        self.character_ends: NDArray[np.int64] = arrays["character_ends"]
        self.title_characters: NDArray[np.uint16] = arrays["title_characters"]
        self.title_character_ends: NDArray[np.int64] = arrays["title_character_ends"]
        self.groups: NDArray[np.uint32] = arrays["groups"]
        self.kinds: NDArray[np.uint8] = arrays["kinds"]
        self._blob: NDArray[np.uint8] = arrays["words"]

    def __len__(self) -> int:
        return len(self.groups)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each word."""
        words = self._blob.tobytes().decode()
        return {word: number for number, word in enumerate(words.split(_SEPARATOR))} if words else {}

    @classmethod
    def empty(cls) -> ForwardIndex:
        """An index of no passages."""
        none = {"tokens": np.int32, "titles": np.int32, "groups": np.uint32, "kinds": np.uint8}
        none |= {"words": np.uint8, "characters": np.uint16, "title_characters": np.uint16}
        arrays = {name: np.zeros(0, dtype) for name, dtype in none.items()}
        ends = ("sentence_ends", "passage_ends", "title_ends", "character_ends", "title_character_ends")
        return cls(arrays | {name: np.zeros(1, np.int64) for name in ends})

    def updated(
        self, kept: NDArray[np.bool_], passages: Iterable[IndexedPassage], kind: Callable[[str], int]
    ) -> ForwardIndex:
        """The index of the passages that are `kept`, with `passages` behind them; `kind` judges new words."""
        old = self if kept.all() else self._only(kept)
        numbers = dict(old.numbers)
        known = len(numbers)
        added = _Written(numbers)
        for passage in passages:
            added.add(passage)
        new_words = list(numbers)[known:]
        parts = [old.arrays, added.arrays()]
        return ForwardIndex(
            _joined(*parts)
            | {
                "words": np.frombuffer(_SEPARATOR.join(numbers).encode(), dtype=np.uint8),
                "kinds": np.concatenate([old.kinds, np.array([kind(word) for word in new_words], np.uint8)]),
            }
        )

    def _only(self, kept: NDArray[np.bool_]) -> ForwardIndex:
        """The index of the passages that are kept, without the words that only others held."""
        sentences, per_passage = spread(self.passage_ends[:-1][kept], self.passage_ends[1:][kept])
        arrays: dict[str, NDArray] = {"groups": self.groups[kept], "passage_ends": ends_of(per_passage)}
        for name, ends, rows in (
            ("tokens", "sentence_ends", sentences),
            ("characters", "character_ends", sentences),
            ("titles", "title_ends", np.flatnonzero(kept)),
            ("title_characters", "title_character_ends", np.flatnonzero(kept)),
        ):
            bounds = self.arrays[ends]
            places, sizes = spread(bounds[rows], bounds[rows + 1])
            arrays |= {name: self.arrays[name][places], ends: ends_of(sizes)}
        return ForwardIndex(arrays | self._words_of(arrays))

    def _words_of(self, arrays: Mapping[str, NDArray]) -> dict[str, NDArray]:
        """The list of the words that `arrays` hold, and those numbered by it."""
        used = np.zeros(len(self.kinds), dtype=bool)
        used[arrays["tokens"]] = used[arrays["titles"]] = True
        number = np.cumsum(used, dtype=np.int32) - 1
        words = [word for word, wanted in zip(self.numbers, used, strict=True) if wanted]
        return {
            "tokens": number[arrays["tokens"]].astype(np.int32),
            "titles": number[arrays["titles"]].astype(np.int32),
            "words": np.frombuffer(_SEPARATOR.join(words).encode(), dtype=np.uint8),
            "kinds": self.kinds[used],
        }

    def texts(self, first: int) -> list[Codes]:
        """The characters of the passages from place `first` on: their sentences and, last, their titles."""
        bounds = self.character_ends[self.passage_ends]
        heads = self.title_character_ends
        return [
            np.concatenate(
                [self.characters[bounds[p] : bounds[p + 1]], self.title_characters[heads[p] : heads[p + 1]]]
            )
            for p in range(first, len(self))
        ]


class _Written:
    """Passages on their way into arrays."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self._tokens: list[NDArray] = []
        self._titles: list[NDArray] = []
        self._characters: list[Codes] = []
        self._heads: list[Codes] = []
        self._sentences: list[int] = []
        self._groups: list[int] = []

    def add(self, one: IndexedPassage) -> None:
        passage = one.passage
        sentences = passage.sentences or (Sentence(passage.start, passage.start, ()),)
        for sentence in sentences:
            self._tokens.append(self._numbered(sentence.words))
            self._characters.append(
                codes(passage.text[sentence.start - passage.start : sentence.end - passage.start])
            )
        self._sentences.append(len(sentences))
        self._titles.append(self._numbered(tuple(dict.fromkeys((*one.title_words, *one.heading_words)))))
        head = codes(one.title)
        self._heads.append(head)
        self._groups.append(zlib.crc32(head.tobytes()))

    def _numbered(self, words: Sequence[str]) -> NDArray[np.int32]:
        numbers = self._numbers
        return np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int32)

    def arrays(self) -> dict[str, NDArray]:
        return {
            **_laid(self._tokens, "tokens", "sentence_ends", np.int32),
            **_laid(self._titles, "titles", "title_ends", np.int32),
            **_laid(self._characters, "characters", "character_ends", np.uint16),
            **_laid(self._heads, "title_characters", "title_character_ends", np.uint16),
            "passage_ends": ends_of(self._sentences),
            "groups": np.array(self._groups, dtype=np.uint32),
        }


def _laid(pieces: Sequence[NDArray], name: str, ends: str, dtype: type) -> dict[str, NDArray]:
    joined = np.concatenate(pieces) if pieces else np.zeros(0)
    return {name: joined.astype(dtype), ends: ends_of([len(piece) for piece in pieces])}


def _joined(first: Mapping[str, NDArray], second: Mapping[str, NDArray]) -> dict[str, NDArray]:
    """Two sets of arrays one behind the other; ends go on counting where the first stopped."""
    return {
        name: np.concatenate([first[name], first[name][-1] + array[1:]])
        if name.endswith("_ends")
        else np.concatenate([first[name], array])
        for name, array in second.items()
    }
