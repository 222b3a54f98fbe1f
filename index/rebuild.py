"""The long work, step by step: articles cut again, vectors made; stopped at any time, it goes on from there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal

from sqlalchemy.engine import Connection

from index import story_store
from index.article import Article
from index.ledger_row import LedgerRow
from index.passages import in_context
from index.store import IndexedPassage, Store

if TYPE_CHECKING:  # these bring llama-index and Chroma, seconds that `kassoro list` need not wait
    from index.embed import Embedding
    from index.vectors import VectorStore

Progress = Callable[[str, int, int], None]
Notice = Callable[[str], None]
Stage = Literal["articles", "emptied", "in place"]

_KEY = "rebuild"
_STORIES = "stories"
_BATCH_ARTICLES = 64


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far a rebuild came, kept in the store until it ends.

    "articles": those up to id `after` are cut again. "emptied": the vectors were thrown away, so that what is
    missing is what is left. "in place": those of the passages up to id `after` are made again, over the old ones.
    """

    recipe: str
    stage: Stage
    after: str = ""

    @classmethod
    def read(cls, store: Store, recipe: str) -> Unfinished | None:
        """The rebuild that was begun and not ended; one begun by other rules does not count."""
        try:
            found = cls(**json.loads(store.get_meta(_KEY) or "null"))
        except (ValueError, TypeError):
            return None
        return found if found.recipe == recipe else None

    def write(self, store: Store, connection: Connection | None = None) -> None:
        """Keep it, in the transaction of what it tells."""
        store.set_meta(_KEY, json.dumps(asdict(self)), connection)

    @staticmethod
    def forget(store: Store) -> None:
        """The rebuild has ended."""
        if store.get_meta(_KEY):
            store.set_meta(_KEY, "")


def cut_again(
    store: Store,
    recipe: str,
    passages_of: Callable[[Article], list[IndexedPassage]],
    figures_of: Callable[[Article, Sequence[IndexedPassage]], list[LedgerRow]],
    progress: Progress,
) -> None:
    """Cut every article into passages anew, and read its figures; those that an interrupted rebuild has cut are left out."""
    begun = Unfinished.read(store, recipe)
    if begun is not None and begun.stage != "articles":
        return
    ids = store.article_ids()
    for done in steps(ids, begun.after if begun else "", _BATCH_ARTICLES, progress, "Reading articles again"):
        with store.writing() as connection:
            for id in done:
                article = store.find_article(connection, id=id)
                if article is not None:
                    indexed = passages_of(article)
                    store.put(connection, article, indexed, figures_of(article, indexed))
            Unfinished(recipe, "articles", done[-1]).write(store, connection)
    with store.writing() as connection:
        store.advance(connection)
        store.set_meta("recipe", recipe, connection)


def find_stories(store: Store, recipe: str, progress: Progress) -> None:
    """Find the stories of all articles anew, from the words they were cut into; nothing to do where that is done."""
    if store.get_meta(_STORIES) == recipe:
        return
    with store.writing() as connection:
        store.set_meta(_STORIES, "", connection)
        story_store.forget_all(connection)
    known = store.article_ids()
    for ids in steps(known, "", _BATCH_ARTICLES, progress, "Comparing articles") if known else ():
        with store.writing() as connection:
            for id in ids:
                article = store.find_article(connection, id=id)
                if article is not None:
                    story_store.place(connection, article, story_store.sentences_of(connection, id))
    store.set_meta(_STORIES, recipe)


def steps(
    ids: Sequence[str], after: str, size: int, progress: Progress, label: str
) -> Iterator[Sequence[str]]:
    """The ids behind `after`, `size` at a time; each step counts as done when the next is asked for."""
    start = ids.index(after) + 1 if after in ids else 0
    for begin in range(start, len(ids), size):
        progress(label, begin, len(ids))
        yield ids[begin : begin + size]
    progress(label, len(ids), len(ids))


def fill(
    store: Store,
    embedding: Embedding,
    vectors: VectorStore,
    ids: Sequence[str],
    progress: Progress,
    notice: Notice,
) -> None:
    """Remove the vectors that none of the passages `ids` has, and make those that are missing."""
    present, wanted = vectors.ids(), set(ids)
    vectors.remove([id for id in present if id not in wanted])
    missing = [id for id in ids if id not in present]
    if not missing:
        return
    if present & wanted and len(missing) > embedding.batch:
        notice(f"Making the vectors that are missing, for {len(missing)} of {len(ids)} passages.")
    for batch in steps(missing, "", embedding.batch, progress, "Making vectors"):
        add_vectors(embedding, vectors, list(store.passages(batch)))


def renew(
    store: Store,
    embedding: Embedding,
    vectors: VectorStore,
    ids: Sequence[str],
    begun: Unfinished,
    progress: Progress,
) -> None:
    """Make the vectors of the passages behind `begun.after` over those that are there."""
    for batch in steps(ids, begun.after, embedding.batch, progress, "Making vectors"):
        add_vectors(embedding, vectors, list(store.passages(batch)))
        replace(begun, after=batch[-1]).write(store)


def add_vectors(embedding: Embedding, vectors: VectorStore, passages: Sequence[IndexedPassage]) -> None:
    """Make and store one vector for each passage."""
    if not passages:
        return
    texts = [in_context(one.title, one.passage.heading, one.passage.text) for one in passages]
    words = [
        [
            *one.title_words,
            *one.heading_words,
            *(word for sentence in one.passage.sentences for word in sentence.words),
        ]
        for one in passages
    ]
    vectors.add([one.passage.id for one in passages], embedding.embed_passages(texts, words))
