"""The library's truth in SQL: articles, their passages, and what state they are in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from index import ledger_store, story_store
from index.address import canonical_address
from index.article import Article, Passage, Sentence
from index.database import FILE, compact, forget, open_engine
from index.errors import HomeTooNew, LibraryError
from index.ledger_row import LedgerRow
from index.migration import migrate
from index.tables import SCHEMA, TABLES, articles, meta, passages
from index.tables import figures as ledger

# SQLite takes a few thousand bound values a statement.
_CHUNK = 500

_ARTICLE_COLUMNS = [articles.c[field.name] for field in fields(Article)]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with its article's facts and the words of title and heading, as indexing needs it."""

    passage: Passage
    title: str
    source: str
    published: str | None
    language: str
    title_words: tuple[str, ...]
    heading_words: tuple[str, ...]
    story: str | None = None


class Store:
    """The tables behind a Library. Every error of the database becomes a LibraryError in one sentence."""

    def __init__(self, database_url: str, home: Path) -> None:
        """Open or make the tables; HomeTooNew where a newer Kassoro wrote them."""
        self.name = database_url or str(home / FILE)
        self._engine = open_engine(database_url, home)
        try:
            with self.writing() as connection:
                migrated = self._prepare_schema(connection)
            if migrated:
                with self._explained():
                    compact(self._engine)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: everything written in it becomes visible at its end, or nothing."""
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """A transaction of which nothing stays."""
        with self._explained(), self._engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with."""
        with self._explained(), self._engine.connect() as connection:
            yield connection

    def get_meta(self, key: str) -> str | None:
        """The value kept under `key`, or None."""
        with self.reading() as connection:
            return connection.execute(sql.select(meta.c.value).where(meta.c.key == key)).scalar()

    def set_meta(self, key: str, value: str, connection: Connection | None = None) -> None:
        """Keep `value` under `key`, in a transaction of its own unless one is given."""
        if connection is None:
            with self.writing() as own:
                self.set_meta(key, value, own)
            return
        connection.execute(sql.delete(meta).where(meta.c.key == key))
        connection.execute(sql.insert(meta).values(key=key, value=value))

    def advance(self, connection: Connection) -> None:
        """Count a change: whatever was made for the former generation is stale."""
        generation = connection.execute(sql.select(meta.c.value).where(meta.c.key == "generation")).scalar()
        self.set_meta("generation", str(int(generation or 0) + 1), connection)

    def articles(self) -> list[Article]:
        """All articles, in the order in which they came."""
        with self.reading() as connection:
            return [
                _article(row)
                for row in connection.execute(sql.select(*_ARTICLE_COLUMNS).order_by(articles.c.number))
            ]

    def article_ids(self) -> list[str]:
        """The ids of all articles, in the order in which they came."""
        with self.reading() as connection:
            return list(connection.execute(sql.select(articles.c.id).order_by(articles.c.number)).scalars())

    def titles(self) -> list[str]:
        """The titles of all articles, in the order in which they came."""
        with self.reading() as connection:
            return list(
                connection.execute(sql.select(articles.c.title).order_by(articles.c.number)).scalars()
            )

    def article_count(self) -> int:
        """How many articles there are."""
        with self.reading() as connection:
            return int(connection.execute(sql.select(sql.func.count()).select_from(articles)).scalar_one())

    def find_article(self, connection: Connection | None = None, **equal: str) -> Article | None:
        """The first article whose columns equal what is given: `id=…`, `source=…`, `content_hash=…`."""
        if connection is None:
            with self.reading() as own:
                return self.find_article(own, **equal)
        query = sql.select(*_ARTICLE_COLUMNS).order_by(articles.c.number)
        for column, value in equal.items():
            query = query.where(articles.c[column] == value)
        row = connection.execute(query.limit(1)).first()
        return _article(row) if row else None

    def put(
        self,
        connection: Connection,
        article: Article,
        indexed: Sequence[IndexedPassage],
        figures: Sequence[LedgerRow] = (),
    ) -> list[str]:
        """Write an article with its passages and figures over what stood under its id; gives ids of passages gone."""
        gone = self.passage_ids([article.id], connection)
        title_words = list(indexed[0].title_words) if indexed else []
        derived = {"title_words": title_words, "address": canonical_address(article.url)}
        values = asdict(article) | {"found": dict(article.found)} | derived
        connection.execute(sql.delete(passages).where(passages.c.article_id == article.id))
        updated = connection.execute(sql.update(articles).where(articles.c.id == article.id).values(values))
        if not updated.rowcount:
            connection.execute(sql.insert(articles).values(values))
        if indexed:
            connection.execute(sql.insert(passages), [_passage_values(one) for one in indexed])
        ledger_store.delete_rows(connection, [article.id])
        ledger_store.write_rows(connection, figures)
        return gone

    def delete(self, connection: Connection, ids: Sequence[str]) -> list[str]:
        """Remove articles with all that is kept of them in any table; gives the ids of their passages."""
        gone = self.passage_ids(ids, connection)
        story_store.leave(connection, ids)
        kept = [table for table in TABLES.sorted_tables if "article_id" in table.columns]
        for chunk in _chunks(ids):
            for table in kept:
                connection.execute(sql.delete(table).where(table.c.article_id.in_(chunk)))
            connection.execute(sql.delete(articles).where(articles.c.id.in_(chunk)))
        return gone

    def forget(self) -> None:
        """Leave nothing of what was deleted in the database's files."""
        with self._explained():
            forget(self._engine)

    def passage_ids(
        self, article_ids: Sequence[str] | None = None, connection: Connection | None = None
    ) -> list[str]:
        """The ids of all passages, or of those of some articles, in order."""
        if connection is None:
            with self.reading() as own:
                return self.passage_ids(article_ids, own)
        query = sql.select(passages.c.id).order_by(passages.c.number)
        if article_ids is None:
            return list(connection.execute(query).scalars())
        return [
            id
            for chunk in _chunks(article_ids)
            for id in connection.execute(query.where(passages.c.article_id.in_(chunk))).scalars()
        ]

    def passage_count(self) -> int:
        """How many passages there are."""
        with self.reading() as connection:
            return int(connection.execute(sql.select(sql.func.count()).select_from(passages)).scalar_one())

    def passages(self, ids: Sequence[str] | None = None) -> Iterator[IndexedPassage]:
        """All passages in order, or those of `ids` that exist, in no certain order."""
        query = sql.select(passages, articles).join(articles, passages.c.article_id == articles.c.id)
        query = query.with_only_columns(*_PASSAGE_COLUMNS).order_by(passages.c.number)
        parts = [query] if ids is None else [query.where(passages.c.id.in_(chunk)) for chunk in _chunks(ids)]
        for part in parts:
            with self.reading() as connection:
                for row in connection.execution_options(yield_per=1000).execute(part):
                    yield _indexed(row)

    def repeated_passages(self) -> set[str]:
        """The ids of passages that tell nothing which another article of their story does not tell."""
        with self.reading() as connection:
            return story_store.repeated_passages(connection)

    def integrity(self) -> str:
        """ "ok", or what the database says is wrong with its file."""
        if self._engine.dialect.name != "sqlite":
            return "ok"
        with self.reading() as connection:
            return str(connection.execute(sql.text("PRAGMA integrity_check(1)")).scalar())

    def _prepare_schema(self, connection: Connection) -> bool:
        """Make the tables or bring older ones up to date; gives whether there were older ones."""
        present = set(sql.inspect(connection).get_table_names())
        if present and "meta" not in present:
            raise LibraryError(
                f"{self.name} holds tables that are not Kassoro's ({', '.join(sorted(present)[:3])}): "
                "name another KASSORO_HOME or KASSORO_DATABASE_URL."
            )
        version = None
        if "meta" in present:
            version = connection.execute(sql.select(meta.c.value).where(meta.c.key == "schema")).scalar()
        if version is not None and (not version.isdecimal() or int(version) > SCHEMA):
            raise HomeTooNew(
                f"{self.name} was written by a newer Kassoro (form {version} of its tables, this program "
                f"reads up to {SCHEMA}): update Kassoro or name another KASSORO_HOME."
            )
        if "figures" in present and _columns(connection, "figures") != set(ledger.columns.keys()):
            # The ledger is read from the articles: another form of it is read again, not mended.
            connection.execute(sql.text("DROP TABLE figures"))
            self.set_meta("recipe", "", connection)
        older = version is not None and int(version) < SCHEMA
        if version is not None and older:
            migrate(connection, int(version))
            self.set_meta("schema", str(SCHEMA), connection)
        TABLES.create_all(connection)
        if version is None:
            start = {"schema": str(SCHEMA), "generation": "0", "library": uuid.uuid4().hex}
            for key, value in start.items():
                self.set_meta(key, value, connection)
        return older

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")
            raise LibraryError(
                f"The library {self.name} cannot be read or written ({reason}): bring back a copy of it, "
                "or move it away and add the articles again."
            ) from error


def _columns(connection: Connection, table: str) -> set[str]:
    return {column["name"] for column in sql.inspect(connection).get_columns(table)}


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


_PASSAGE_COLUMNS = [
    *(
        passages.c[name]
        for name in ("id", "article_id", "start", "end", "text", "heading", "sentences", "heading_words")
    ),
    *(articles.c[name] for name in ("title", "source", "published", "language", "title_words", "story")),
]


def _article(row: Any) -> Article:
    return Article(**row._mapping)


def _passage_values(indexed: IndexedPassage) -> dict[str, Any]:
    passage = indexed.passage
    return {
        "id": passage.id,
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "heading": passage.heading,
        "heading_words": list(indexed.heading_words),
        "sentences": [[one.start, one.end, list(one.words)] for one in passage.sentences],
    }


def _indexed(row: Any) -> IndexedPassage:
    sentences = tuple(Sentence(start, end, tuple(words)) for start, end, words in row.sentences)
    passage = Passage(row.id, row.article_id, row.start, row.end, row.text, row.heading, sentences)
    return IndexedPassage(
        passage,
        row.title,
        row.source,
        row.published,
        row.language,
        tuple(row.title_words),
        tuple(row.heading_words),
        row.story,
    )
