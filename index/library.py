"""READ THIS FIRST in index/. A Library is a home folder full of articles: add, list, remove, search, rebuild.

The way of an article: reader (bytes to a Document) -> content hash (seen before?) -> passages of whole sentences with
their words -> one commit in SQL, which makes it visible -> vectors and word index, which only follow.

    with Library.open(Settings.read()) as library:
        for result in library.add_sources(["news/"]):
            print(result.status, result.title)
        hits = library.retriever.retrieve("xAIの現金は?")
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index import archive, readers
from index.article import Article, Document
from index.derived import Derived, Progress, recipe
from index.errors import LibraryError, SettingsError, SourceError, UnknownArticle
from index.lock import PATIENCE_SECONDS, HomeLock
from index.passages import split_passages
from index.settings import Settings
from index.store import IndexedPassage, Store
from index.vocabulary import Vocabulary
from index.words import Analyser

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode
    from sqlalchemy.engine import Connection

    from index.search import HybridRetriever

Status = Literal["added", "updated", "unchanged", "refused"]

# How many articles, characters or seconds of work go into one commit at most.
BATCH_ARTICLES = 64
BATCH_CHARACTERS = 200_000
BATCH_SECONDS = 1.0


# What a commit did to passages, by id: the passage that is there now, or None for one that is gone.
Changes = dict[str, IndexedPassage | None]


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of one source; `reason` says why it was refused, or what else happened."""

    path: str
    status: Status
    article_id: str | None = None
    title: str | None = None
    reason: str | None = None


class Library:
    """The articles of one home, which it owns until closed. Safe to share between threads."""

    @classmethod
    def open(
        cls, settings: Settings, *, progress: Progress | None = None, patience: float = PATIENCE_SECONDS
    ) -> Library:
        """Open the home, make it if it is new, and repair what a crash left behind.

        A new home first takes in the articles of KASSORO_SEEDS. HomeBusy if another process holds the home for longer
        than `patience` seconds; HomeTooNew or LibraryError if it cannot be read or written.
        """
        home = _usable_home(settings.home)
        settings = settings.model_copy(update={"home": home})
        lock = HomeLock(home, patience)
        store: Store | None = None
        try:
            store = Store(settings.database_url, home)
            library = cls(settings, lock, store, Vocabulary.read(home), progress)
            library._make_ready()
            return library
        except BaseException:
            if store is not None:
                store.close()
            lock.release()
            raise

    def __init__(
        self,
        settings: Settings,
        lock: HomeLock,
        store: Store,
        vocabulary: Vocabulary,
        progress: Progress | None,
    ) -> None:
        """Use `Library.open`."""
        self.settings = settings
        self.lock = lock
        self.vocabulary = vocabulary
        self.analyser = Analyser()
        self._store = store
        self._derived = Derived(settings, store, self.analyser, vocabulary)
        self._progress = progress
        self._changing = threading.RLock()
        self._closed = False

    def add(self, document: Document) -> AddResult:
        """Add one document; in the library and searchable on return."""
        return next(iter(list(self.add_many([document]))))

    def add_many(
        self, documents: Iterable[Document], progress: Progress | None = None
    ) -> Iterator[AddResult]:
        """Add documents in batches; each result comes when its article is durable, in the order given.

        The words become searchable when the last is in.
        """
        return self._take_in(documents, progress, len(documents) if isinstance(documents, Sized) else 0)

    def add_sources(
        self, sources: Iterable[str], published: str | None = None, progress: Progress | None = None
    ) -> Iterator[AddResult]:
        """Add files, folders and patterns such as `news/*.md`; what cannot be read is refused and stops nothing else.

        `published` dates them all, over what they say themselves; SourceError at once if it is no date.
        """
        date = readers.read_date(published, "--published") if published else None
        if published and date is None:
            raise SourceError(
                f"--published is {published!r}, which names no month: write YYYY-MM-DD or YYYY-MM."
            )
        found = [(source, path) for source in sources for path in readers.find(source)]
        return self._take_in((_read(source, path, date) for source, path in found), progress, len(found))

    def articles(self) -> list[Article]:
        """All articles, in the order in which they came."""
        return self._store.articles()

    def article(self, id: str) -> Article:
        """One article; UnknownArticle if there is none of this id."""
        found = self._store.find_article(id=id)
        if found is None:
            raise UnknownArticle(f"No article has the id {id!r}: 'kassoro list' shows those there are.")
        return found

    def remove(self, ids: Sequence[str]) -> None:
        """Remove articles everywhere; UnknownArticle, and nothing removed, if one of the ids is unknown."""
        with self._changing:
            for id in ids:
                self.article(id)
            self.retriever  # noqa: B018  (opened before the commit, so that it follows it)
            with self._store.writing() as connection:
                gone = self._store.delete(connection, list(ids))
                self._next_generation(connection)
            self._derived.replace(gone, [])
            self._derived.finish()

    @property
    def retriever(self) -> HybridRetriever:
        """The search over all passages; takes a second or two on first use."""
        with self._changing:
            return self._derived.retriever(self.nodes, self._progress)

    def nodes(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages by id in the order of `ids`; an id that is gone is left out."""
        found = {one.passage.id: _node(one) for one in self._store.passages(ids)}
        return [found[id] for id in ids if id in found]

    def passage_count(self) -> int:
        """How many passages can be found."""
        return self._store.passage_count()

    @property
    def generation(self) -> int:
        """Goes up with every change; whoever keeps something made from the articles can tell that it is stale."""
        return int(self._store.get_meta("generation") or 0)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Cut every article anew and make vectors and words from nothing."""
        progress = progress or self._progress
        with self._changing:
            ids = self._store.article_ids()
            for start in range(0, len(ids), BATCH_ARTICLES):
                with self._store.writing() as connection:
                    for id in ids[start : start + BATCH_ARTICLES]:
                        article = self._store.find_article(connection, id=id)
                        if article is not None:
                            self._store.put(connection, article, self._passages_of(article))
                if progress:
                    progress("Reading articles again", min(start + BATCH_ARTICLES, len(ids)), len(ids))
            with self._store.writing() as connection:
                self._next_generation(connection)
                self._store.set_meta("recipe", recipe(self.analyser), connection)
            self._derived.discard()
            self._derived.retriever(self.nodes, progress)

    def problems(self) -> list[str]:
        """What is wrong with the home, a sentence each; [] if all agrees."""
        state = self._store.integrity()
        if state != "ok":
            return [
                f"{self._store.name} is damaged ({state}): bring back a copy of it or add the articles again."
            ]
        texts = {article.id: article.text for article in self.articles()}
        wrong = [
            one.passage.id
            for one in self._store.passages()
            if texts[one.passage.article_id][one.passage.start : one.passage.end] != one.passage.text
        ]
        found = [f"{len(wrong)} passages differ from their articles: run 'kassoro rebuild'."] if wrong else []
        self.retriever  # noqa: B018
        return found + self._derived.problems()

    def export(self, path: Path | str) -> int:
        """Write all articles to one file; gives their number."""
        return archive.write(Path(path), self.articles())

    def import_(self, path: Path | str) -> int:
        """Add the articles of an exported file; gives how many were new or changed. SourceError for any other file."""
        articles = archive.read(Path(path))
        return sum(result.status in ("added", "updated") for result in self._take_in(articles))

    def close(self) -> None:
        """Let the home go; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        with self._changing:
            self._derived.close()
            self._store.close()
            self.lock.release()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_ready(self) -> None:
        """Cut again what another version cut, take in the seeds of a new home, repair what a crash left."""
        known = self._store.get_meta("recipe")
        if known is None:
            self._store.set_meta("recipe", recipe(self.analyser))
        elif known != recipe(self.analyser):
            self.rebuild()
        if self._store.get_meta("seeded") is None:
            self._take_seeds()
            self._store.set_meta("seeded", self.settings.seeds)
        if self.generation and not self._derived.current:
            self.retriever  # noqa: B018

    def _take_seeds(self) -> None:
        folder = self.settings.seeds_folder
        if folder is None:
            return
        results = list(self.add_sources([str(folder)], progress=self._progress))
        refused = [result for result in results if result.status == "refused"]
        if refused:
            raise SettingsError(
                f"KASSORO_SEEDS is {self.settings.seeds!r}: {refused[0].reason} Or set it to 'none' for an empty library."
            )

    def _take_in(
        self,
        items: Iterable[Document | Article | AddResult],
        progress: Progress | None = None,
        total: int = 0,
    ) -> Iterator[AddResult]:
        """Work through the items a batch at a time; results that are there already pass through in their order."""
        done = 0
        try:
            for batch in _batches(items):
                results = self._commit(batch)
                done += len(batch)
                if progress:
                    progress("Indexing articles", done, max(total, done))
                yield from results
        finally:
            if done and not self._closed:
                with self._changing:
                    if not self._derived.current:
                        self.retriever  # noqa: B018
                        self._derived.finish()

    def _commit(self, batch: Sequence[Document | Article | AddResult]) -> list[AddResult]:
        """One transaction for a batch, then its vectors."""
        changes: Changes = {}
        with self._changing:
            if any(not isinstance(item, AddResult) for item in batch):
                self.retriever  # noqa: B018
            with self._store.writing() as connection:
                results = [
                    item if isinstance(item, AddResult) else self._place(connection, item, changes)
                    for item in batch
                ]
                if changes or any(result.status == "updated" for result in results):
                    self._next_generation(connection)
            if changes:
                self._derived.replace(list(changes), [one for one in changes.values() if one is not None])
        return results

    def _place(self, connection: Connection, item: Document | Article, changes: Changes) -> AddResult:
        """Put one document where it belongs: nowhere if it is known, over its former text, or at the end."""
        try:
            document = readers.cleaned(item)
        except SourceError as error:
            return AddResult(item.source, "refused", title=item.title, reason=str(error))
        digest = content_hash(document.title, document.text)
        former = self._store.find_article(connection, source=document.source)
        same = former if former and former.content_hash == digest else None
        same = same or self._store.find_article(connection, content_hash=digest)
        if same is not None and former is not None and same.id != former.id:
            changes.update(dict.fromkeys(self._store.delete(connection, [former.id])))
        if same is not None and not _says_more(document, same):
            return AddResult(document.source, "unchanged", same.id, same.title)
        base = same or former
        wanted = item.id if isinstance(item, Article) else digest[:12]
        article = Article(
            id=base.id if base else self._free_id(connection, wanted),
            title=document.title,
            source=document.source,
            published=document.published or (base.published if base else None),
            language=document.language,
            url=document.url or (base.url if base else None),
            text=document.text,
            content_hash=digest,
        )
        indexed = self._passages_of(article)
        changes.update(dict.fromkeys(self._store.put(connection, article, indexed)))
        changes.update({one.passage.id: one for one in indexed})
        return AddResult(document.source, "updated" if base else "added", article.id, article.title)

    def _passages_of(self, article: Article) -> list[IndexedPassage]:
        """The passages of an article; ids change with its content, so that what follows them by id is never stale."""
        title_words = tuple(self.analyser.words(article.title))
        passages = split_passages(
            article.id, article.text, self.analyser, prefix=f"{article.id}-{article.content_hash[:6]}"
        )
        heading_words: dict[str, tuple[str, ...]] = {}
        for passage in passages:
            if passage.heading not in heading_words:
                parts = [part for part in passage.heading.split(" › ") if part != article.title]
                heading_words[passage.heading] = tuple(self.analyser.words(" ".join(parts)))
        facts = (article.title, article.source, article.published, article.language, title_words)
        return [IndexedPassage(passage, *facts, heading_words[passage.heading]) for passage in passages]

    def _free_id(self, connection: Connection, wanted: str) -> str:
        """`wanted`, with a number behind it if an article that has since changed still has it."""
        id, number = wanted, 1
        while self._store.find_article(connection, id=id) is not None:
            number += 1
            id = f"{wanted}-{number}"
        return id

    def _next_generation(self, connection: Connection) -> None:
        self._store.set_meta("generation", str(self.generation + 1), connection)


def content_hash(title: str, text: str) -> str:
    """The same for the same title and text, wherever they came from."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def _says_more(document: Document, article: Article) -> bool:
    """Whether the same text now comes from the same place with a date, address or language it did not have."""
    if document.source != article.source:
        return False
    known = (article.published, article.url, article.language)
    return known != (document.published or article.published, document.url or article.url, document.language)


def _read(source: str, path: str | SourceError, date: str | None) -> Document | AddResult:
    try:
        if isinstance(path, SourceError):
            raise path
        document = readers.read(Path(path))
    except SourceError as error:
        return AddResult(path if isinstance(path, str) else source, "refused", reason=str(error))
    return replace(document, published=date or document.published)


def _batches(
    items: Iterable[Document | Article | AddResult],
) -> Iterator[list[Document | Article | AddResult]]:
    """Items together as long as they are few, short and quick to come."""
    batch: list[Document | Article | AddResult] = []
    characters, started = 0, time.monotonic()
    for item in items:
        batch.append(item)
        characters += 0 if isinstance(item, AddResult) else len(item.text)
        waited = time.monotonic() - started > BATCH_SECONDS
        if len(batch) >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS or waited:
            yield batch
            batch, characters, started = [], 0, time.monotonic()
    if batch:
        yield batch


def _node(indexed: IndexedPassage) -> TextNode:
    from llama_index.core.schema import TextNode

    passage = indexed.passage
    metadata = {
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "title": indexed.title,
        "source": indexed.source,
        "published": indexed.published,
        "language": indexed.language,
        "sentences": [[one.start, one.end, list(one.words)] for one in passage.sentences],
    }
    return TextNode(id_=passage.id, text=passage.text, metadata=metadata)


def _usable_home(path: Path) -> Path:
    """The home, made if it is new. LibraryError if it is a file or cannot be made."""
    home = path.expanduser().absolute()
    if home.exists() and not home.is_dir():
        raise LibraryError(f"KASSORO_HOME is {home}, which is a file: name a folder.")
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"{home} cannot be made ({error.strerror or error}): name another folder in KASSORO_HOME."
        ) from error
    return home
