"""READ THIS FIRST in index/. A Library is a home folder full of articles: add, list, remove, search, rebuild.

The way of an article: reader (bytes to a Document) -> content hash (seen before?) -> passages of whole
sentences -> one commit in SQL, which makes it visible -> vectors and word index, which only follow.

    with Library.open(Settings.read()) as library:
        for result in library.add_sources(["news/"]):
            print(result.status, result.title)
        hits = library.retriever.retrieve("xAIの現金は?")
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence, Sized
from pathlib import Path
from typing import TYPE_CHECKING

from index import archive, ledger_store, versions
from index.article import Article, Document, Version
from index.derived import Derived, recipe
from index.errors import Interrupted, LibraryError, SettingsError, UnknownArticle
from index.intake import AddResult, Intake, Preview
from index.ledger_row import LedgerRow
from index.lock import PATIENCE_SECONDS, HomeLock
from index.origins import Origins, Refreshing
from index.readers.process import ReaderProcess
from index.readers.raw import Raw
from index.reading import Reading
from index.rebuild import Notice, Progress, cut_again, find_stories
from index.settings import Settings
from index.store import Store
from index.story import RULES as STORY_RULES
from index.vocabulary import Vocabulary
from index.words import Analyser

if TYPE_CHECKING:
    from llama_index.core.schema import TextNode

    from index.search import HybridRetriever

__all__ = ["AddResult", "Library", "Preview"]


class Library:
    """The articles of one home, which it owns until closed. Safe to share between threads."""

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        progress: Progress | None = None,
        notice: Notice | None = None,
        patience: float = PATIENCE_SECONDS,
        repair: bool = True,
    ) -> Library:
        """Open the home, make it if it is new, and repair what a crash left behind.

        `progress` hears how long work goes on, `notice` why there is any, in a sentence. Without `repair`, what
        is amiss waits: for who is about to rebuild, which would otherwise be done twice.

        A new home first takes in the articles of KASSORO_SEEDS. HomeBusy if another process holds the home
        for longer than `patience` seconds; HomeTooNew or LibraryError if it cannot be read or written.
        """
        home = _usable_home(settings.home)
        settings = settings.model_copy(update={"home": home})
        lock = HomeLock(home, patience)
        try:
            vocabulary = Vocabulary.read(home)
            library = cls(settings, lock, Store(settings.database_url, home), vocabulary, progress, notice)
        except BaseException:
            lock.release()
            raise
        try:
            library._make_ready(repair)
        except BaseException:
            library.close()
            raise
        return library

    def __init__(
        self,
        settings: Settings,
        lock: HomeLock,
        store: Store,
        vocabulary: Vocabulary,
        progress: Progress | None,
        notice: Notice | None,
    ) -> None:
        """Use `Library.open`."""
        self.settings = settings
        self.lock = lock
        self.vocabulary = vocabulary
        self.analyser = Analyser()
        self._store = store
        self._progress = progress
        self._notice = notice
        self._changing = threading.RLock()
        self._derived = Derived(settings, store, self.analyser, vocabulary, progress, notice)
        self._intake = Intake(store, self._derived, self.analyser, vocabulary, self._changing)
        self._reader = ReaderProcess()
        self._closed = False
        self._halted = threading.Event()

    def add(self, document: Document) -> AddResult:
        """Add one document; in the library and searchable on return."""
        return next(iter(list(self.add_many([document]))))

    def add_many(
        self, documents: Iterable[Document], progress: Progress | None = None
    ) -> Iterator[AddResult]:
        """Add documents in batches; each result comes when its article is durable, in the order given.

        The words become searchable when the last is in.
        """
        return self._intake.take_in(
            documents, progress, len(documents) if isinstance(documents, Sized) else 0
        )

    def add_sources(
        self, sources: Iterable[str | Raw], published: str | None = None, progress: Progress | None = None
    ) -> Iterator[AddResult]:
        """Add files, folders, patterns such as `news/*.md`, URLs, and bytes; a refusal stops nothing else.

        `published` dates them all, over what they say themselves; SourceError at once if it is no date.
        `progress` hears how many sources are read, and may stop by raising Interrupted: what was read goes in.
        """
        origins = Origins(self.settings, self._store, self._reader)
        reading = Reading(origins, sources, published, progress)
        return origins.recorded(reading.through(self._intake.take_in))

    def preview(
        self, sources: Iterable[str | Raw], published: str | None = None, progress: Progress | None = None
    ) -> Iterator[Preview | AddResult]:
        """What `add_sources` would add, and what it would say of the rest; nothing is changed."""
        origins = Origins(self.settings, self._store, self._reader)
        return Reading(origins, sources, published, progress).through(self._intake.preview)

    def refresh(self, progress: Progress | None = None) -> Iterator[AddResult]:
        """Ask for every article that came from a URL again: `updated` where it changed, `unchanged` where not.

        What is gone or cannot be had is `refused`, with the reason, and stays as it is. `progress` hears how many
        URLs were asked, and may stop by raising Interrupted: what was fetched goes in.
        """
        return Refreshing(self.settings, self._store, self._reader).through(self._intake.take_in, progress)

    def articles(self) -> list[Article]:
        """All articles, in the order in which they came."""
        return self._store.articles()

    def titles(self) -> list[str]:
        """The titles of all articles; quicker than `articles()`, which reads their texts."""
        return self._store.titles()

    def article_count(self) -> int:
        """How many articles there are; quicker than counting `articles()`."""
        return self._store.article_count()

    def article(self, id: str) -> Article:
        """One article; UnknownArticle if there is none of this id."""
        found = self._store.find_article(id=id)
        if found is None:
            raise UnknownArticle(f"No article has the id {id!r}: 'kassoro list' shows those there are.")
        return found

    def versions(self, article_id: str) -> list[Version]:
        """What an article was before it was replaced, the earliest first; UnknownArticle if there is no such article."""
        self.article(article_id)
        with self._store.reading() as connection:
            return versions.of_article(connection, article_id)

    def version(self, article_id: str, which: int | str) -> Version:
        """An earlier version, by its number or by the beginning of its content hash; UnknownArticle for none."""
        kept = self.versions(article_id)
        for one in reversed(kept):
            if one.number == which or (
                isinstance(which, str) and which and one.content_hash.startswith(which)
            ):
                return one
        there = f"it has those from 1 to {len(kept)}" if kept else "it was never replaced"
        raise UnknownArticle(f"Article {article_id!r} has no earlier version {which!r}: {there}.")

    def version_counts(self) -> dict[str, int]:
        """How many earlier versions each article has, by its id; those that have none are left out."""
        with self._store.reading() as connection:
            return versions.counts(connection)

    def cited(self, article_id: str, quote: str, start: int, end: int) -> Article | Version:
        """The newest text, shown under `article_id`, in which `quote` stands at [start, end).

        UnknownArticle where neither the article nor an earlier version has it there.
        """
        found = self._store.find_article(id=article_id)
        if found is not None and found.text[start:end] == quote:
            return found
        with self._store.reading() as connection:
            version = versions.cited(connection, article_id, quote, start, end)
        if version is None:
            raise UnknownArticle(
                f"The cited passage is no longer in the library, nor is an article {article_id!r} that holds it: "
                "'kassoro list' shows the articles there are."
            )
        return version

    def remove(self, ids: Sequence[str]) -> None:
        """Remove articles everywhere, earlier versions too; UnknownArticle, and nothing removed, if one of the ids is unknown."""
        with self._changing:
            for id in ids:
                self.article(id)
            self._derived.open()  # before the commit: where it cannot be opened, nothing is removed
            with self._store.writing() as connection:
                gone = self._store.delete(connection, list(ids))
                self._store.advance(connection)
            self._derived.replace(gone, [])
            self._derived.finish()
            self._derived.purge()
            self._store.forget()

    def figures(
        self,
        company: str | None = None,
        metric: str | None = None,
        *,
        place: str | None = None,
        article: str | None = None,
    ) -> list[LedgerRow]:
        """The ledger's rows, in the order of the articles.

        Only those of a company, a metric, a place ("table") or the article of an id, if given.
        """
        wanted = {"company": company, "metric": metric, "place": place, "article_id": article}
        with self._store.reading() as connection:
            return list(ledger_store.read_rows(connection, **wanted))

    def figure_companies(self, *, place: str | None = None, measured: bool = False) -> list[str]:
        """Every company the ledger has a row of; `measured`: of a measure it knows."""
        with self._store.reading() as connection:
            return ledger_store.companies_of(connection, place=place, measured=measured)

    @property
    def retriever(self) -> HybridRetriever:
        """The search over all passages; takes a second or two on first use."""
        return self._derived.open()

    def nodes(self, ids: Sequence[str]) -> list[TextNode]:
        """Passages by id in the order of `ids`; an id that is gone is left out."""
        return self._derived.nodes(ids)

    def article_nodes(self, article_id: str) -> list[TextNode]:
        """The passages of one article, in its order."""
        return self.nodes(self._store.passage_ids([article_id]))

    def passage_count(self) -> int:
        """How many passages can be found."""
        return self._store.passage_count()

    @property
    def generation(self) -> int:
        """Goes up with every change, so that what was made from an earlier state can be told."""
        return int(self._store.get_meta("generation") or 0)

    def rebuild(self, progress: Progress | None = None) -> None:
        """Cut every article anew and make vectors and words from nothing.

        May be stopped at any time, by `interrupt`, by an exception from `progress` or by a kill: what was found
        before is still found, and the next rebuild goes on from there. Interrupted if `interrupt` stopped it.
        """
        told = progress or self._progress

        def report(label: str, done: int, total: int) -> None:
            if self._halted.is_set():
                raise Interrupted("The rebuild was stopped: 'kassoro rebuild' goes on from there.")
            if told:
                told(label, done, total)

        with self._changing:
            cut_again(
                self._store, recipe(self.analyser), self._intake.passages_of, self._intake.figures_of, report
            )
            self._store.set_meta("stories", "")  # cutting anew has forgotten what repeats what
            find_stories(self._store, self._story_recipe, report)
            self._derived.rebuild(report)

    def interrupt(self) -> None:
        """Stop a rebuild in another thread at its next step, since this library is about to be closed."""
        self._halted.set()

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
        return found + self._derived.problems()

    def export(self, path: Path | str) -> int:
        """Write all articles, with their earlier versions, to one file; gives their number."""
        with self._store.reading() as connection:
            counts = versions.counts(connection)
            kept = {id: versions.of_article(connection, id) for id in counts}
        return archive.write(Path(path), self.articles(), kept)

    def import_(self, path: Path | str) -> int:
        """Add the articles of an exported file; gives how many were new or changed."""
        articles, kept = archive.read(Path(path))
        changed = 0
        for article, result in zip(articles, self._intake.take_in(articles), strict=True):
            changed += result.status in ("added", "updated", "syndicated")
            if result.article_id and article.id in kept:
                with self._changing, self._store.writing() as connection:
                    versions.write(
                        connection, [versions.owned(one, result.article_id) for one in kept[article.id]]
                    )
        return changed

    def close(self) -> None:
        """Let the home go; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self.interrupt()
        self._reader.close()
        with self._changing:
            self._derived.close()
            self._store.close()
            self.lock.release()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_ready(self, repair: bool) -> None:
        """Cut again what another version cut, take in the seeds of a new home, repair what a crash left."""
        known = self._store.get_meta("recipe")
        if known is None:
            self._store.set_meta("recipe", recipe(self.analyser))
        elif repair and known != recipe(self.analyser):
            if self._notice:
                self._notice("Another version of Kassoro cut the articles: cutting and indexing them anew.")
            self.rebuild()
        if repair:
            find_stories(self._store, self._story_recipe, self._progress or _unseen)
        if self._store.get_meta("seeded") is None:
            self._take_seeds()
            self._store.set_meta("seeded", self.settings.seeds)
        if repair and self.generation and not self._derived.current:
            self._derived.open()

    @property
    def _story_recipe(self) -> str:
        """What stories depend on; found by another recipe, they are found again."""
        return f"{STORY_RULES}/{recipe(self.analyser)}"

    def _take_seeds(self) -> None:
        folder = self.settings.seeds_folder
        if folder is None:
            return
        results = list(self.add_sources([str(folder)], progress=self._progress))
        refused = [result for result in results if result.status == "refused"]
        if refused:
            raise SettingsError(
                f"KASSORO_SEEDS is {self.settings.seeds!r}: {refused[0].reason} "
                "Or set it to 'none' for an empty library."
            )


def _unseen(label: str, done: int, total: int) -> None:
    """Progress that nobody asked for."""


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
