"""Text as the reader's network takes it: numbers for words, characters and kinds of word, and where words meet."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.words import Token

# Changes whenever the numbers below would come out otherwise for the same text.
VERSION = "reader-1"
# Characters of a token that count.
CHARACTERS = 8
# What a token of a passage knows of the question (see `meetings`).
MEETINGS = 8
_SENTENCE_ENDS = frozenset("。！？!?\n")

Numbers = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Alphabet:
    """What the network has a number for: frequent tokens, characters, kinds of word. 0 is the unknown, or nothing."""

    common: Mapping[str, int]
    characters: Mapping[str, int]
    tags: Mapping[str, int]

    @classmethod
    def of(cls, common: Sequence[str], characters: Sequence[str], tags: Sequence[str]) -> Alphabet:
        """Numbers from 1 in the order given."""
        return cls(*({one: place for place, one in enumerate(all, 1)} for all in (common, characters, tags)))

    @classmethod
    def load(cls, file: Path) -> Alphabet:
        """The alphabet that `save` wrote."""
        data = json.loads(file.read_text(encoding="utf-8"))
        return cls.of(data["common"], data["characters"], data["tags"])

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        data = {"common": list(self.common), "characters": list(self.characters), "tags": list(self.tags)}
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True)
class Sequenced:
    """A question, or a title and a passage, in tokens. Arrays have a row a token.

    `starts` and `ends` are offsets into the text; `rows` are rows of the word vectors, `common`, `characters`
    (tokens, CHARACTERS) and `tags` numbers of the alphabet; `words` and `surfaces` are for comparing;
    `sentences` number the sentences; of the first `title` tokens, which name the article, none can answer.
    """

    starts: Numbers
    ends: Numbers
    rows: Numbers
    common: Numbers
    characters: Numbers
    tags: Numbers
    words: tuple[str, ...]
    surfaces: tuple[str, ...]
    sentences: Numbers
    title: int = 0

    def __len__(self) -> int:
        return len(self.words)

    def window(self, begin: int, end: int) -> Sequenced:
        """The title and the tokens from `begin` to before `end`."""
        places = [*range(self.title), *range(begin, min(end, len(self)))]
        return Sequenced(
            self.starts[places],
            self.ends[places],
            self.rows[places],
            self.common[places],
            self.characters[places],
            self.tags[places],
            tuple(self.words[place] for place in places),
            tuple(self.surfaces[place] for place in places),
            self.sentences[places],
            self.title,
        )


class Sequencer:
    """Brings tokens into numbers by an alphabet and the places of the word vectors."""

    def __init__(self, alphabet: Alphabet, row_of: Mapping[str, int]) -> None:
        self._alphabet = alphabet
        self._row_of = row_of

    def sequence(
        self, text: str, tokens: Sequence[Token], title: Sequence[Token] = (), name: str = ""
    ) -> Sequenced:
        """`tokens` of `text`; before them `title`, the tokens of the article's `name`."""
        every = [*title, *tokens]
        surfaces = [plain(name[t.start : t.end]) for t in title] + [
            plain(text[t.start : t.end]) for t in tokens
        ]
        alphabet = self._alphabet
        return Sequenced(
            np.array([token.start for token in every], np.int32),
            np.array([token.end for token in every], np.int32),
            np.array([self._row_of.get(token.word, 0) for token in every], np.int32),
            np.array([alphabet.common.get(surface, 0) for surface in surfaces], np.int32),
            np.array([self._numbered(surface) for surface in surfaces], np.int32).reshape(-1, CHARACTERS),
            np.array([alphabet.tags.get(token.tag, 0) for token in every], np.int32),
            tuple(token.word for token in every),
            tuple(surfaces),
            _sentences(text, tokens, len(title)),
            len(title),
        )

    def _numbered(self, surface: str) -> list[int]:
        """The first and last characters, in order, as numbers; 0 behind the end."""
        if len(surface) > CHARACTERS:
            surface = surface[: CHARACTERS // 2] + surface[-CHARACTERS // 2 :]
        found = [self._alphabet.characters.get(character, 0) for character in surface]
        return found + [0] * (CHARACTERS - len(found))


def meetings(question: Sequenced, passage: Sequenced, weights: Floats) -> tuple[Floats, Floats]:
    """(of the passage's tokens, of the question's): where words meet, arrays of shape (tokens, MEETINGS).

    `weights` (rows of the word vectors) say how telling a word is. Columns: same surface; same word; share of
    characters met; a pair with the token before met; weight; share of the question's weight that this sentence
    holds; the same for this sentence and its neighbours; a word of the title.
    """
    return _met(passage, question, weights), _met(question, passage, weights)


def _met(own: Sequenced, other: Sequenced, weights: Floats) -> Floats:
    surfaces, words = set(other.surfaces), set(other.words)
    characters = set("".join(other.surfaces))
    pairs = set(zip(other.words, other.words[1:], strict=False))
    found = np.zeros((len(own), MEETINGS), np.float32)
    found[:, 0] = [surface in surfaces for surface in own.surfaces]
    found[:, 1] = [word in words for word in own.words]
    found[:, 2] = [sum(c in characters for c in s) / len(s) if s else 0.0 for s in own.surfaces]
    found[1:, 3] = [pair in pairs for pair in zip(own.words, own.words[1:], strict=False)]
    found[:, 4] = weights[own.rows]
    found[:, 5:7] = _coverage(own, other, weights)
    found[: own.title, 7] = 1.0
    return found


def _coverage(own: Sequenced, other: Sequenced, weights: Floats) -> Floats:
    """For each token the share of the other text's weight that its sentence, and it with its neighbours, holds."""
    asked: dict[str, float] = {}
    for word, row in zip(other.words, other.rows.tolist(), strict=True):
        asked[word] = float(weights[row])
    total = sum(asked.values()) or 1.0
    count = int(own.sentences.max(initial=0)) + 1
    held: list[set[str]] = [set() for _ in range(count)]
    for word, sentence in zip(own.words, own.sentences.tolist(), strict=True):
        if word in asked:
            held[sentence].add(word)
    shares = np.zeros((count, 2), np.float32)
    for place in range(count):
        near = held[place].union(*held[max(1, place - 1) : place + 2]) if place else held[0]
        shares[place] = sum(asked[word] for word in held[place]), sum(asked[word] for word in near)
    return np.asarray(shares[own.sentences] / total, np.float32)


def _sentences(text: str, tokens: Sequence[Token], title: int) -> Numbers:
    """0 for the title, then from 1; a sentence ends with its mark."""
    numbers, number = [0] * title, 1
    for token in tokens:
        numbers.append(number)
        if text[token.end - 1] in _SENTENCE_ENDS:
            number += 1
    return np.array(numbers, np.int32)


@lru_cache(maxsize=50_000)
def plain(surface: str) -> str:
    """One form for compatible characters and for capitals, as the alphabet counts tokens."""
    return unicodedata.normalize("NFKC", surface).lower()
