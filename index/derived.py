"""Vectors and word index: made from the store, held in step by passage id, made anew when in doubt."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

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

    A stamp in the home names the library, its generation and the recipe that vectors and words were made for.
    Where it says otherwise than the store, a crash came between, and the passages' ids tell what is missing.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        analyser: Analyser,
        vocabulary: Vocabulary,
        progress: Progress | None = None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._analyser = analyser
        self._vocabulary = vocabulary
        self._progress = progress
        self._retriever: HybridRetriever | None = None
        self._opening = threading.Lock()
        self.closed = False

    def open(self) -> HybridRetriever:
        """The retriever over everything in the store; made, and repaired where needed, on first use."""
        if self._retriever is None:
            with self._opening:
                if self._retriever is None:
                    self._retriever = self._opened()
        return self._retriever

    def _opened(self) -> HybridRetriever:
        """The retriever. Vectors in the home that cannot be opened are thrown away and made again, once."""
        from index.embed import open_embedding
        from index.vectors import ChromaError

        embedding = open_embedding(self._settings, self._analyser)
        if not self._settings.chroma_url and not _is_sound(self._settings.home):
            self._throw_away()
        try:
            return self._retriever_with(embedding)
        except (ChromaError, LibraryError):
            if self._settings.chroma_url:
                raise
            self._throw_away()
            return self._retriever_with(embedding)

    def _retriever_with(self, embedding: Embedding) -> HybridRetriever:
        from index.search import HybridRetriever
        from index.vectors import VectorStore

        vectors = VectorStore(self._settings, self._settings.home, embedding)
        try:
            words = self._align(embedding, vectors)
        except BaseException:
            vectors.close()
            raise
        return HybridRetriever(words, vectors, embedding, self._analyser, self.nodes, self._vocabulary)

    def _throw_away(self) -> None:
        """Delete what is derived, unread; only while none of it is open."""
        from index.vectors import FOLDER

        home = self._settings.home
        (home / STAMP).unlink(missing_ok=True)
        shutil.rmtree(home / WORDS_FOLDER, ignore_errors=True)
        if not self._settings.chroma_url:
            shutil.rmtree(home / FOLDER, ignore_errors=True)

    def nodes(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages by id in the order of `ids`; an id that is gone is left out."""
        from index.node import node_of

        found = {one.passage.id: node_of(one) for one in self._store.passages(ids)}
        return [found[id] for id in ids if id in found]

    @property
    def current(self) -> bool:
        """Whether the stamp says that nothing is missing."""
        return self._read_stamp() == self._wanted_stamp()

    def replace(self, gone: Sequence[str], added: Sequence[IndexedPassage]) -> None:
        """Follow a commit in the vectors. The words follow in `finish`, once for many commits."""
        retriever = self.open()
        retriever.vectors.remove(gone)
        _add_vectors(retriever.embedding, retriever.vectors, added)

    def finish(self) -> None:
        """Bring the words in step and stamp the result."""
        if self.current:
            return
        retriever = self.open()
        retriever.word_index = self._follow(retriever.word_index, self._store.passage_ids())
        self._write_stamp()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make vectors and words from nothing. Vectors not opened yet are deleted unread."""
        if self._retriever is None:
            self._throw_away()
            self.open()
        else:
            (self._settings.home / STAMP).unlink(missing_ok=True)
            self._retriever.word_index = self._align(
                self._retriever.embedding, self._retriever.vectors, progress or self._progress
            )

    def problems(self) -> list[str]:
        """Where vectors or words disagree with the store, a sentence each."""
        retriever = self.open()
        wanted = set(self._store.passage_ids())
        found = {"vector store": retriever.vectors.ids(), "word index": set(retriever.word_index.ids)}
        return [
            f"The {name} lacks {len(wanted - ids)} passages and holds {len(ids - wanted)} that no article "
            "has: run 'kassoro rebuild'."
            for name, ids in found.items()
            if ids != wanted
        ]

    def close(self) -> None:
        """Let go of what was opened."""
        self.closed = True
        if self._retriever is not None:
            self._retriever.vectors.close()
            self._retriever = None

    def _align(
        self, embedding: Embedding, vectors: VectorStore, progress: Progress | None = None
    ) -> WordIndex:
        """Make up for whatever the stamp, the embedding or the counts say is amiss; gives the word index."""
        known, wanted = self._read_stamp(), self._wanted_stamp()
        words = self._load_words()
        if (
            known == wanted
            and vectors.matches
            and vectors.count() == self._store.passage_count() == len(words)
        ):
            return words
        same_recipe = all(known.get(key) == wanted[key] for key in ("library", "recipe"))
        ids = self._store.passage_ids()
        if not vectors.matches or not same_recipe:
            vectors.reset()
        self._fill(embedding, vectors, ids, progress or self._progress)
        words = self._follow(words if same_recipe else _no_words(), ids)
        self._write_stamp()
        return words

    def _fill(
        self, embedding: Embedding, vectors: VectorStore, ids: Sequence[str], progress: Progress | None
    ) -> None:
        """Remove the vectors that no passage has and make those that are missing."""
        present, wanted = vectors.ids(), set(ids)
        vectors.remove([id for id in present if id not in wanted])
        missing = [id for id in ids if id not in present]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            _add_vectors(embedding, vectors, list(self._store.passages(batch)))
            if progress:
                progress("Making vectors", start + len(batch), len(missing))

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
        from index.terms import index_terms

        for one in self._store.passages(ids):
            words = [word for sentence in one.passage.sentences for word in sentence.words]
            yield (
                one.passage.id,
                passage_frequencies(
                    [*words, *index_terms(one.passage.text)],
                    [*one.heading_words, *index_terms(one.passage.heading)],
                    [*one.title_words, *index_terms(one.title)],
                ),
            )

    def _load_words(self) -> WordIndex:
        from index.lexical import WordIndex

        try:
            return WordIndex.load(self._settings.home / WORDS_FOLDER)
        except IndexMismatch:
            return _no_words()

    def _wanted_stamp(self) -> dict[str, str]:
        from index.lexical import HEADING_WEIGHT, TITLE_WEIGHT
        from index.terms import RULES as TERM_RULES

        return {
            "library": self._store.get_meta("library") or "",
            "generation": self._store.get_meta("generation") or "",
            "recipe": f"{recipe(self._analyser)}/{HEADING_WEIGHT}/{TITLE_WEIGHT}/{TERM_RULES}",
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
            path.with_suffix(".part").replace(path)
        except OSError as error:
            raise LibraryError(
                f"{path} cannot be written ({error.strerror}): make room in the home."
            ) from error


def recipe(analyser: Analyser) -> str:
    """What cutting and words depend on; passages made by another recipe are made again."""
    return f"{RULES}/{analyser.fingerprint}"


def _is_sound(home: Path) -> bool:
    """Whether Chroma's database can be read; asked without Chroma, which sticks at a broken one."""
    from index.vectors import FOLDER

    path = home / FOLDER / "chroma.sqlite3"
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            database.execute("SELECT count(*) FROM collections").fetchone()
    except sqlite3.Error:
        return False
    return True


def _no_words() -> WordIndex:
    from index.lexical import WordIndex

    return WordIndex.build([], [])


def _add_vectors(embedding: Embedding, vectors: VectorStore, passages: Sequence[IndexedPassage]) -> None:
    if not passages:
        return
    texts = ["\n".join(filter(None, (one.title, one.passage.heading, one.passage.text))) for one in passages]
    words = [
        [
            *one.title_words,
            *one.heading_words,
            *(word for sentence in one.passage.sentences for word in sentence.words),
        ]
        for one in passages
    ]
    vectors.add([one.passage.id for one in passages], embedding.embed_passages(texts, words))
