"""Vectors and word index: made from the store, held in step by passage id, made anew when in doubt."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import IndexMismatch, LibraryError
from index.ledger import RULES as LEDGER_RULES
from index.passages import RULES
from index.rebuild import Notice, Progress, Unfinished, add_vectors, fill, renew
from index.settings import Settings
from index.stamp import STAMP, read_stamp, write_stamp
from index.store import IndexedPassage, Store
from index.vocabulary import Vocabulary
from index.words import Analyser

if TYPE_CHECKING:  # these bring llama-index and Chroma, seconds that `kassoro list` need not wait
    from llama_index.core.schema import TextNode

    from index.embed import Embedding
    from index.passage_index import PassageIndex
    from index.rerank import Reranker
    from index.search import HybridRetriever
    from index.vectors import VectorStore

WORDS_FOLDER = "words"
# Chroma keeps ids and vectors of what was removed until a collection is made anew, which takes 2 ms a vector. Up to
# so many that is done with each removal; beyond, by `kassoro rebuild`. Texts it never holds.
PURGED = 1_000


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
        notice: Notice | None = None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._analyser = analyser
        self._vocabulary = vocabulary
        self._progress = progress or _unseen
        self._notice = notice or _unheard
        self._retriever: HybridRetriever | None = None
        self._opening = threading.Lock()
        self.closed = False

    def open(self, progress: Progress | None = None) -> HybridRetriever:
        """The retriever over everything in the store; made, and repaired where needed, on first use."""
        if self._retriever is None:
            with self._opening:
                if self._retriever is None:
                    self._retriever = self._opened(progress or self._progress)
        return self._retriever

    def _opened(self, progress: Progress) -> HybridRetriever:
        """The retriever. Vectors in the home that cannot be opened are thrown away and made again, once."""
        from index.embed import open_embedding
        from index.rerank import open_reranker
        from index.vectors import ChromaError

        reranker = open_reranker(self._settings)  # before any work: a name misspelt is told at once
        embedding = open_embedding(self._settings, self._analyser)
        if not self._settings.chroma_url and not _is_sound(self._settings.home):
            self._throw_away()
        try:
            return self._retriever_with(embedding, reranker, progress)
        except (ChromaError, LibraryError):
            if self._settings.chroma_url:
                raise
            self._throw_away()
            return self._retriever_with(embedding, reranker, progress)

    def _retriever_with(
        self, embedding: Embedding, reranker: Reranker | None, progress: Progress
    ) -> HybridRetriever:
        from index.search import HybridRetriever
        from index.vectors import VectorStore

        vectors = VectorStore(self._settings, self._settings.home, embedding)
        try:
            words = self._align(embedding, vectors, progress)
        except BaseException:
            vectors.close()
            raise
        return HybridRetriever(
            words,
            vectors,
            embedding,
            self._analyser,
            self.nodes,
            self._vocabulary,
            reranker=reranker,
            repeated=self._store.repeated_passages,
        )

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
        return read_stamp(self._settings.home) == self._wanted_stamp()

    def replace(self, gone: Sequence[str], added: Sequence[IndexedPassage]) -> None:
        """Follow a commit in the vectors. The words follow in `finish`, once for many commits."""
        retriever = self.open()
        retriever.vectors.remove(gone)
        add_vectors(retriever.embedding, retriever.vectors, added)

    def finish(self) -> None:
        """Bring the words in step and stamp the result."""
        if self.current:
            return
        retriever = self.open()
        retriever.index = self._follow(retriever.index, self._store.passage_ids())
        write_stamp(self._settings.home, self._wanted_stamp())

    def purge(self) -> None:
        """Leave nothing of removed passages in the vectors' files, where that takes a moment and not minutes."""
        vectors = self.open().vectors
        if not self._settings.chroma_url and vectors.count() <= PURGED:
            vectors.purge()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make vectors and words from nothing, or go on where a rebuild was interrupted.

        Vectors not opened yet are deleted unread, as they may be what is broken. Those that are being searched
        are written over one by one, so that questions go on being answered.
        """
        progress = progress or self._progress
        key = recipe(self._analyser)
        begun = Unfinished.read(self._store, key)
        if begun is None or begun.stage == "articles":
            if self._retriever is None:
                self._throw_away()
            begun = Unfinished(key, "emptied" if self._retriever is None else "in place")
            begun.write(self._store)
        retriever = self.open(progress)
        if begun.stage == "in place":
            self._renew(retriever, begun, progress)
        Unfinished.forget(self._store)

    def _renew(self, retriever: HybridRetriever, begun: Unfinished, progress: Progress) -> None:
        """Make all vectors again over those that are there, and then the words."""
        ids = self._store.passage_ids()
        renew(self._store, retriever.embedding, retriever.vectors, ids, begun, progress)
        fill(self._store, retriever.embedding, retriever.vectors, ids, progress, self._notice)
        retriever.index = self._follow(_no_words(), ids)
        write_stamp(self._settings.home, self._wanted_stamp())

    def problems(self) -> list[str]:
        """Where vectors or words disagree with the store, a sentence each."""
        retriever = self.open()
        wanted = set(self._store.passage_ids())
        found = {"vector store": retriever.vectors.ids(), "word index": set(retriever.index.ids)}
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

    def _align(self, embedding: Embedding, vectors: VectorStore, progress: Progress) -> PassageIndex:
        """Make up for whatever the stamp, the embedding or the counts say is amiss; gives the word index."""
        known, wanted = read_stamp(self._settings.home), self._wanted_stamp()
        same_recipe = all(known.get(key) == wanted[key] for key in ("library", "recipe"))
        if not vectors.matches or not same_recipe:
            self._empty(embedding, vectors, same_recipe)
            known = {}
        words = self._load_words()
        if known == wanted and vectors.count() == self._store.passage_count() == len(words):
            return words
        ids = self._store.passage_ids()
        fill(self._store, embedding, vectors, ids, progress, self._notice)
        words = self._follow(words, ids)
        write_stamp(self._settings.home, wanted)
        begun = Unfinished.read(self._store, recipe(self._analyser))
        if begun is not None and begun.stage == "emptied":
            Unfinished.forget(self._store)  # all that was thrown away has been made
        return words

    def _empty(self, embedding: Embedding, vectors: VectorStore, same_recipe: bool) -> None:
        """Forget vectors of another embedding or recipe; the stamp then lets what is made from here on stay."""
        if not vectors.matches and vectors.count():
            self._notice(
                f"The embedding changed from {vectors.made_by} to {embedding.label}: "
                f"making vectors anew for {self._store.passage_count()} passages."
            )
        vectors.reset()
        if not same_recipe:
            shutil.rmtree(self._settings.home / WORDS_FOLDER, ignore_errors=True)
        write_stamp(self._settings.home, {**self._wanted_stamp(), "generation": ""})
        Unfinished(recipe(self._analyser), "emptied").write(self._store)

    def _follow(self, index: PassageIndex, ids: Sequence[str]) -> PassageIndex:
        """An index of just the passages `ids`, saved; only those that are new to `index` are read."""
        have, wanted = set(index.ids), set(ids)
        new = [id for id in ids if id not in have]
        gone = have - wanted
        if not new and not gone and (self._settings.home / WORDS_FOLDER).is_dir():
            return index
        if len(new) > len(wanted) // 2:
            followed = _no_words().updated((), self._store.passages(), self._analyser)
        else:
            followed = index.updated(gone, self._store.passages(new), self._analyser)
        followed.save(self._settings.home / WORDS_FOLDER)
        return followed

    def _load_words(self) -> PassageIndex:
        from index.passage_index import PassageIndex

        try:
            return PassageIndex.load(self._settings.home / WORDS_FOLDER)
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


def recipe(analyser: Analyser) -> str:
    """What cutting and words depend on; passages made by another recipe are made again."""
    return f"{RULES}/{LEDGER_RULES}/{analyser.fingerprint}"


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


def _unseen(label: str, done: int, total: int) -> None:
    """Progress that nobody asked for."""


def _unheard(sentence: str) -> None:
    """A notice that nobody asked for."""


def _no_words() -> PassageIndex:
    from index.passage_index import PassageIndex

    return PassageIndex.empty()
