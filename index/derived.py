"""Vectors and word index: made from the store, held in step with it by passage id, thrown away when in doubt."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import IndexMismatch, LibraryError
from index.passages import RULES
from index.settings import Settings
from index.store import IndexedPassage, Store
from index.vocabulary import Vocabulary
from index.words import Analyser

if TYPE_CHECKING:  # these bring llama-index and Chroma, seconds that `kassoro list` need not wait
    from llama_index.core.schema import TextNode

    from index.embed import Embedding
    from index.lexical import WordIndex
    from index.search import HybridRetriever
    from index.vectors import VectorStore

Progress = Callable[[str, int, int], None]

WORDS_FOLDER = "words"
STAMP = "derived.json"
_BATCH = 1_000


class Derived:
    """What is searched: opened when first needed, brought in step with the store before it is used.

    A stamp in the home names the library, its generation and the recipe that vectors and words were made for. Where
    it says otherwise than the store, a crash came between, and the passages' ids tell what is missing or too many.
    """

    def __init__(self, settings: Settings, store: Store, analyser: Analyser, vocabulary: Vocabulary) -> None:
        self._settings = settings
        self._store = store
        self._analyser = analyser
        self._vocabulary = vocabulary
        self._retriever: HybridRetriever | None = None

    def retriever(
        self, fetch: Callable[[list[str]], list[TextNode]], progress: Progress | None = None
    ) -> HybridRetriever:
        """The retriever over everything in the store; made on first use."""
        if self._retriever is None:
            from index.embed import open_embedding
            from index.search import HybridRetriever
            from index.vectors import VectorStore

            embedding = open_embedding(self._settings, self._analyser)
            vectors = VectorStore(self._settings, self._settings.home, embedding)
            words = self._load_words()
            self._align(embedding, vectors, words, progress)
            self._retriever = HybridRetriever(
                self._load_words(), vectors, embedding, self._analyser, fetch, self._vocabulary
            )
        return self._retriever

    @property
    def current(self) -> bool:
        """Whether the stamp says that nothing is missing."""
        return self._read_stamp() == self._wanted_stamp()

    def replace(self, gone: Sequence[str], added: Sequence[IndexedPassage]) -> None:
        """Follow a commit in the vectors. The words follow in `finish`, once for many commits."""
        assert self._retriever is not None
        if gone:
            self._retriever.vectors.remove(gone)
        _add_vectors(self._retriever.embedding, self._retriever.vectors, added)

    def finish(self) -> None:
        """Bring the words in step and stamp the result."""
        assert self._retriever is not None
        words = self._follow(self._retriever.word_index, self._store.passage_ids())
        self._retriever.word_index = words
        self._write_stamp()

    def discard(self) -> None:
        """Throw away vectors and words, to be made anew on next use."""
        home = self._settings.home
        (home / STAMP).unlink(missing_ok=True)
        shutil.rmtree(home / WORDS_FOLDER, ignore_errors=True)
        if self._retriever is not None:
            self._retriever.vectors.reset()
            self._retriever = None
        elif not self._settings.chroma_url:
            from index.vectors import FOLDER

            shutil.rmtree(home / FOLDER, ignore_errors=True)

    def problems(self) -> list[str]:
        """Where vectors or words disagree with the store, a sentence each."""
        assert self._retriever is not None
        wanted = set(self._store.passage_ids())
        found = {
            "vector store": self._retriever.vectors.ids(),
            "word index": set(self._retriever.word_index.ids),
        }
        return [
            f"The {name} lacks {len(wanted - ids)} passages and holds {len(ids - wanted)} that no article has: "
            "run 'kassoro rebuild'."
            for name, ids in found.items()
            if ids != wanted
        ]

    def close(self) -> None:
        """Let go of what was opened."""
        if self._retriever is not None:
            close = getattr(self._retriever.vectors, "close", None)
            if close is not None:
                close()
            self._retriever = None

    def _align(
        self, embedding: Embedding, vectors: VectorStore, words: WordIndex, progress: Progress | None
    ) -> None:
        """Make up for whatever the stamp, the embedding or the counts say is amiss."""
        known, wanted = self._read_stamp(), self._wanted_stamp()
        same_recipe = all(known.get(key) == wanted[key] for key in ("library", "recipe"))
        count = self._store.passage_count()
        if known == wanted and vectors.matches and vectors.count() == count == len(words):
            return
        ids = self._store.passage_ids()
        if not vectors.matches or not same_recipe:
            vectors.reset()
        present = vectors.ids()
        vectors.remove([id for id in present if id not in set(ids)])
        missing = [id for id in ids if id not in present]
        for start in range(0, len(missing), _BATCH):
            if progress:
                progress("Making vectors", start, len(missing))
            batch = missing[start : start + _BATCH]
            _add_vectors(embedding, vectors, list(self._store.passages(batch)))
        if progress and missing:
            progress("Making vectors", len(missing), len(missing))
        self._follow(words if same_recipe else _no_words(), ids)
        self._write_stamp()

    def _follow(self, words: WordIndex, ids: Sequence[str]) -> WordIndex:
        """An index of just the passages `ids`, saved; only those that are new to `words` are read."""
        from index.lexical import WordIndex

        have, wanted = set(words.ids), set(ids)
        new = [id for id in ids if id not in have]
        gone = have - wanted
        if not new and not gone and (self._settings.home / WORDS_FOLDER).is_dir():
            return words
        if len(new) > len(wanted) // 2:
            passages = list(self._frequencies(None))
            followed = WordIndex.build([id for id, _ in passages], [counts for _, counts in passages])
        else:
            passages = list(self._frequencies(new))
            followed = words.updated(gone, [id for id, _ in passages], [counts for _, counts in passages])
        followed.save(self._settings.home / WORDS_FOLDER)
        return followed

    def _frequencies(self, ids: Sequence[str] | None) -> Iterator[tuple[str, dict[str, float]]]:
        from index.lexical import passage_frequencies

        for one in self._store.passages(ids):
            words = [word for sentence in one.passage.sentences for word in sentence.words]
            yield one.passage.id, passage_frequencies(words, one.heading_words, one.title_words)

    def _load_words(self) -> WordIndex:
        from index.lexical import WordIndex

        try:
            return WordIndex.load(self._settings.home / WORDS_FOLDER)
        except IndexMismatch:
            return _no_words()

    def _wanted_stamp(self) -> dict[str, str]:
        from index.lexical import HEADING_WEIGHT, TITLE_WEIGHT

        return {
            "library": self._store.get_meta("library") or "",
            "generation": self._store.get_meta("generation") or "",
            "recipe": f"{recipe(self._analyser)}/{HEADING_WEIGHT}/{TITLE_WEIGHT}",
        }

    def _read_stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads((self._settings.home / STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self) -> None:
        path = self._settings.home / STAMP
        try:
            path.with_suffix(".part").write_text(json.dumps(self._wanted_stamp()), encoding="utf-8")
            os.replace(path.with_suffix(".part"), path)
        except OSError as error:
            raise LibraryError(
                f"{path} cannot be written ({error.strerror}): make room in the home."
            ) from error


def recipe(analyser: Analyser) -> str:
    """What cutting and words depend on; passages made by another recipe are made again."""
    return f"{RULES}/{analyser.fingerprint}"


def _no_words() -> WordIndex:
    from index.lexical import WordIndex

    return WordIndex.build([], [])


def _add_vectors(embedding: Embedding, vectors: VectorStore, passages: Sequence[IndexedPassage]) -> None:
    if not passages:
        return
    from index.embed import StaticWordEmbedding

    if isinstance(
        embedding, StaticWordEmbedding
    ):  # takes the words as they are, so that nothing is cut twice
        rows = embedding.embed_words(
            [[word for sentence in one.passage.sentences for word in sentence.words] for one in passages]
        )
    else:
        rows = np.asarray(embedding.get_text_embedding_batch([one.passage.text for one in passages]))
    vectors.add([one.passage.id for one in passages], rows)
