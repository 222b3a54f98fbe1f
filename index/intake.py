"""The way of an article into the library: hash, passages, one commit, then vectors and words."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from sqlalchemy.engine import Connection

from index import ledger_store, readers, story_store, versions
from index.address import canonical_address
from index.article import Article, Document
from index.derived import Derived
from index.errors import SourceError
from index.ledger import read_figures
from index.ledger_row import LedgerRow
from index.passages import split_passages
from index.readers.text import clean_title
from index.rebuild import Progress
from index.store import IndexedPassage, Store
from index.vocabulary import Vocabulary
from index.words import Analyser

Status = Literal["added", "updated", "unchanged", "syndicated", "refused"]

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


@dataclass(frozen=True, slots=True)
class Preview:
    """What adding a source would do and what would then be there: the article, its passages and its figures."""

    result: AddResult
    article: Article
    passages: int
    figures: int


_REPLACED_SINCE = "Another source has since given a newer text under the same address."


@dataclass(frozen=True, slots=True)
class Known:
    """What the library already has of a document: `former` by its source, `same` by its content.

    `article` is the one that it is: the same, else the one at its address, else the former. `is_older` where its
    content was replaced by what another source gave.
    """

    article: Article | None = None
    former: Article | None = None
    same: Article | None = None
    is_older: bool = False

    @property
    def id(self) -> str:
        """The id of the article that it is; "" for none."""
        return self.article.id if self.article else ""

    @property
    def title(self) -> str | None:
        """The title of the article that it is."""
        return self.article.title if self.article else None


# What comes to be taken in: something to add, something exported earlier, or a refusal made on the way here.
Item = Document | Article | AddResult


class Intake:
    """Puts documents into the store and has what is derived follow; `changing` is held for a batch."""

    def __init__(
        self,
        store: Store,
        derived: Derived,
        analyser: Analyser,
        vocabulary: Vocabulary,
        changing: threading.RLock,
    ) -> None:
        self._store = store
        self._vocabulary = vocabulary
        self._derived = derived
        self._analyser = analyser
        self._changing = changing

    def take_in(
        self,
        items: Iterable[Item],
        progress: Progress | None = None,
        total: int = 0,
    ) -> Iterator[AddResult]:
        """Work through the items a batch at a time; results among them pass through in order."""
        done = 0
        try:
            for batch in _batches(items):
                results = self._commit(batch)
                done += len(batch)
                if progress:
                    progress("Indexing articles", done, max(total, done))
                yield from results
        finally:
            with self._changing:
                if done and not self._derived.closed:
                    self._derived.finish()

    def preview(self, items: Iterable[Item]) -> Iterator[Preview | AddResult]:
        """What `take_in` would do with the items; everything it writes is taken back at the end."""
        with self._changing, self._store.trying() as connection:
            for item in items:
                result = item if isinstance(item, AddResult) else self._place(connection, item, {})
                if result.article_id is None:
                    yield result
                    continue
                article = self._store.find_article(connection, id=result.article_id)
                assert article is not None
                passages = len(self._store.passage_ids([article.id], connection))
                figures = sum(1 for _ in ledger_store.read_rows(connection, article_id=article.id))
                yield Preview(result, article, passages, figures)

    def _commit(self, batch: Sequence[Item]) -> list[AddResult]:
        """One transaction for a batch, then its vectors."""
        changes: Changes = {}
        with self._changing:
            if any(not isinstance(item, AddResult) for item in batch):
                self._derived.open()  # before the commit: where it cannot be opened, nothing is added
            with self._store.writing() as connection:
                results = [
                    item if isinstance(item, AddResult) else self._place(connection, item, changes)
                    for item in batch
                ]
                if any(result.status in ("added", "updated", "syndicated") for result in results) or changes:
                    self._store.advance(connection)
            if changes:
                self._derived.replace(list(changes), [one for one in changes.values() if one is not None])
        return results

    def _place(self, connection: Connection, item: Document | Article, changes: Changes) -> AddResult:
        """Put one document where it belongs: nowhere if it is known, over its former text, or at the end."""
        try:
            document = _cleaned(_as_document(item))
        except SourceError as error:
            return AddResult(item.source, "refused", title=item.title, reason=str(error))
        digest = content_hash(document.title, document.text)
        known = self._known(connection, document, digest)
        if known.is_older:
            return AddResult(document.source, "unchanged", known.id, known.title, _REPLACED_SINCE)
        if known.former is not None and known.former.id != known.id:
            changes.update(dict.fromkeys(self._merge(connection, known.former, known.id)))
        if known.same is not None and not _says_more(document, known.same):
            return AddResult(document.source, "unchanged", known.id, known.title)
        base = known.article
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
            publisher=document.publisher or (base.publisher if base else None),
            found=dict(document.found) or (base.found if base else {}),
        )
        if base is not None and base.content_hash != digest:
            versions.keep(connection, base)
            versions.drop(connection, article)
        indexed = self.passages_of(article)
        figures = self.figures_of(article, indexed)
        changes.update(dict.fromkeys(self._store.put(connection, article, indexed, figures)))
        changes.update({one.passage.id: one for one in indexed})
        sentences = [one.words for part in indexed for one in part.passage.sentences]
        if base:
            story_store.leave(connection, [base.id], [base.story] if base.story else [])
        lead = story_store.place(connection, article, sentences)
        status: Status = "updated" if base else "syndicated" if lead else "added"
        return AddResult(document.source, status, article.id, article.title, self._told(connection, lead))

    def _told(self, connection: Connection, lead: str | None) -> str | None:
        """A sentence about the article whose story is told again; None without one."""
        first = self._store.find_article(connection, id=lead) if lead else None
        return f"The same story as {first.id}, {first.title!r}." if first else None

    def _known(self, connection: Connection, document: Document, digest: str) -> Known:
        former = self._store.find_article(connection, source=document.source)
        same = former if former and former.content_hash == digest else None
        same = same or self._store.find_article(connection, content_hash=digest)
        address = canonical_address(document.url)
        at_address = self._store.find_article(connection, address=address) if address else None
        if same is None and former is None and at_address is not None:
            older = versions.superseded(connection, at_address.id, document.source, digest)
            return Known(at_address, is_older=older)
        return Known(same or at_address or former, former, same)

    def _merge(self, connection: Connection, former: Article, into: str) -> list[str]:
        """Make an article an earlier version of another, which is now at its place; gives ids of passages gone."""
        versions.keep(connection, former, into)
        versions.move(connection, former.id, into)
        return self._store.delete(connection, [former.id])

    def passages_of(self, article: Article) -> list[IndexedPassage]:
        """The passages of an article; ids change with its content, so that nothing kept by id is stale."""
        title_words = tuple(self._analyser.words(article.title))
        passages = split_passages(
            article.id, article.text, self._analyser, prefix=f"{article.id}-{article.content_hash[:6]}"
        )
        heading_words: dict[str, tuple[str, ...]] = {}
        for passage in passages:
            if passage.heading not in heading_words:
                parts = [part for part in passage.heading.split(" › ") if part != article.title]
                heading_words[passage.heading] = tuple(self._analyser.words(" ".join(parts)))
        facts = (article.title, article.source, article.published, article.language, title_words)
        return [IndexedPassage(passage, *facts, heading_words[passage.heading]) for passage in passages]

    def figures_of(self, article: Article, indexed: Sequence[IndexedPassage]) -> list[LedgerRow]:
        """The ledger's rows of an article."""
        return read_figures(article, [one.passage for one in indexed], self._vocabulary)

    def _free_id(self, connection: Connection, wanted: str) -> str:
        """`wanted`, with a number behind it if an article that has since changed still has it."""
        id, number = wanted, 1
        while self._store.find_article(connection, id=id) is not None:
            number += 1
            id = f"{wanted}-{number}"
        return id


def content_hash(title: str, text: str) -> str:
    """The same for the same title and text, wherever they came from."""
    return hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()


def _as_document(item: Document | Article) -> Document:
    if isinstance(item, Document):
        return item
    known = {field.name for field in fields(item)}
    return Document(
        **{field.name: getattr(item, field.name) for field in fields(Document) if field.name in known}
    )


def _cleaned(document: Document) -> Document:
    """The document without unseen characters, in what is told about it too."""
    document = readers.cleaned(document)
    return replace(
        document,
        publisher=clean_title(document.publisher or "") or None,
        found={name: clean_title(how) for name, how in document.found.items()},
    )


def _says_more(document: Document, article: Article) -> bool:
    """Whether the same text from the same place now has another date, address, language or publisher."""
    if document.source != article.source:
        return False
    known = (article.published, article.url, article.language, article.publisher)
    return known != (
        document.published or article.published,
        document.url or article.url,
        document.language,
        document.publisher or article.publisher,
    )


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items together as long as they are few, short and quick to come."""
    batch: list[Item] = []
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
