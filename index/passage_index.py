"""All that ranking reads of the passages besides vectors: words, pairs of characters, passages in order."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from index.characters import CharacterIndex
from index.errors import IndexMismatch
from index.forward import ForwardIndex
from index.lexical import WordIndex, passage_frequencies
from index.mapped import map_arrays, save_arrays
from index.store import IndexedPassage
from index.terms import index_terms
from index.words import Analyser

CHARACTERS_FILE = "characters.safetensors"
PASSAGES_FILE = "passages.safetensors"
FORMAT = "1"
# Passages taken at a time while an index is made: what is held in memory as objects.
_BATCH = 10_000


class PassageIndex:
    """Three indexes over the same passages, in the same order. Immutable: `updated` gives a new one."""

    def __init__(self, words: WordIndex, characters: CharacterIndex, passages: ForwardIndex) -> None:
        self.words = words
        self.characters = characters
        self.passages = passages

    def __len__(self) -> int:
        return len(self.words)

    @property
    def ids(self) -> list[str]:
        """The passages' ids, in the order of their places."""
        return self.words.ids

    @property
    def places(self) -> dict[str, int]:
        """Where each id stands in `ids`, and so in an array of scores."""
        return self.words.places

    @classmethod
    def empty(cls) -> PassageIndex:
        """An index of no passages."""
        return cls(WordIndex.build([], []), CharacterIndex.empty(), ForwardIndex.empty())

    def updated(
        self, remove: Collection[str], passages: Iterable[IndexedPassage], analyser: Analyser
    ) -> PassageIndex:
        """A new index without the passages `remove`, with those given; an id that comes again is replaced."""
        updated = self
        for batch in chain(_batches(passages), [[]] if remove else []):
            updated = updated._with(set(remove), batch, analyser)
            remove = ()
        return updated

    def _with(self, remove: set[str], batch: Sequence[IndexedPassage], analyser: Analyser) -> PassageIndex:
        by_id = {one.passage.id: one for one in batch}
        ids, passages = list(by_id), list(by_id.values())
        gone = remove | set(ids)
        kept = np.array([id not in gone for id in self.ids], dtype=bool)
        forward = self.passages.updated(kept, passages, analyser.kind)
        return PassageIndex(
            self.words.updated(gone, ids, [frequencies_of(one) for one in passages]),
            self.characters.updated(kept, forward.texts(int(kept.sum()))),
            forward,
        )

    def save(self, folder: Path) -> None:
        """Write the three to `folder`; files of two different writings do not load."""
        writing = uuid.uuid4().hex
        metadata = {"format": FORMAT, "writing": writing}
        save_arrays(folder / CHARACTERS_FILE, self.characters.arrays, metadata)
        save_arrays(folder / PASSAGES_FILE, self.passages.arrays, metadata)
        self.words.save(folder, {"writing": writing})

    @classmethod
    def load(cls, folder: Path) -> PassageIndex:
        """The index saved in `folder`, memory-mapped. IndexMismatch where there is none to read."""
        words = WordIndex.load(folder)
        try:
            parts = []
            for name in (CHARACTERS_FILE, PASSAGES_FILE):
                metadata, arrays = map_arrays(folder / name)
                if metadata["format"] != FORMAT or metadata["writing"] != words.stamp.get("writing"):
                    raise ValueError(f"{name} belongs to another writing")
                parts.append(arrays)
            index = cls(words, CharacterIndex(parts[0]), ForwardIndex(parts[1]))
            if len(index.passages) != len(words):
                raise ValueError("its parts differ in length")
            return index
        except (OSError, ValueError, KeyError, json.JSONDecodeError) as error:
            raise IndexMismatch(
                f"{folder} holds no readable passage index ({error}): run 'kassoro rebuild'."
            ) from error


def frequencies_of(one: IndexedPassage) -> dict[str, float]:
    """How often each word and each term of amounts and periods counts in a passage."""
    words = [word for sentence in one.passage.sentences for word in sentence.words]
    return passage_frequencies(
        [*words, *index_terms(one.passage.text)],
        [*one.heading_words, *index_terms(one.passage.heading)],
        [*one.title_words, *index_terms(one.title)],
    )


def _batches(passages: Iterable[IndexedPassage]) -> Iterable[list[IndexedPassage]]:
    batch: list[IndexedPassage] = []
    for one in passages:
        batch.append(one)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
