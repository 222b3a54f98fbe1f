"""A home whose tables an earlier version made is opened, brought up to date, and loses nothing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from index.article import Document
from index.errors import HomeTooNew
from index.library import Library
from index.settings import Settings
from index.store import FILE
from index.tables import SCHEMA

# The tables as the first version made them.
FIRST = """
CREATE TABLE meta ("key" VARCHAR(40) NOT NULL PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE articles (
  number INTEGER NOT NULL PRIMARY KEY, id VARCHAR(40) NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT NOT NULL,
  published VARCHAR(10), language VARCHAR(8) NOT NULL, url TEXT, text TEXT NOT NULL, content_hash VARCHAR(64) NOT NULL,
  title_words JSON NOT NULL);
CREATE INDEX ix_articles_source ON articles (source);
CREATE INDEX ix_articles_content_hash ON articles (content_hash);
CREATE TABLE passages (
  number INTEGER NOT NULL PRIMARY KEY, id VARCHAR(80) NOT NULL UNIQUE, article_id VARCHAR(40) NOT NULL REFERENCES articles (id),
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL, heading_words JSON NOT NULL,
  sentences JSON NOT NULL);
CREATE INDEX ix_passages_article_id ON passages (article_id);
"""
ONE = Document(
    "甲社の決算",
    "甲社の売上高は120億円だった。",
    "a.md",
    "2025-08-01",
    url="https://News.example/kou/?utm_source=x",
)
TWO = Document("乙社の話", "乙社は工場を建てる。\n\n" + "工事は春に始まる。" * 60, "b.md")


def older(settings: Settings, schema: str = "1") -> None:
    """Turn a home into one of the first version, by copying what it holds into the tables of that version."""
    path = settings.home / FILE
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.rename(path.with_name("newer.db"))
    with sqlite3.connect(path) as database:
        database.executescript(FIRST)
        database.execute(f"ATTACH '{path.with_name('newer.db')}' AS newer")
        for table in ("meta", "articles", "passages"):
            columns = ", ".join(f'"{row[1]}"' for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        database.execute("UPDATE main.meta SET value = ? WHERE key = 'schema'", (schema,))
    path.with_name("newer.db").unlink()


@pytest.fixture
def before(settings: Settings) -> dict[str, str]:
    """The texts of a library that is now one of the first version, by id."""
    with Library.open(settings) as library:
        list(library.add_many([ONE, TWO]))
        texts = {article.id: article.text for article in library.articles()}
    older(settings)
    return texts


def test_all_is_still_there(settings: Settings, before: dict[str, str]) -> None:
    with Library.open(settings) as library:
        assert {article.id: article.text for article in library.articles()} == before
        assert all(article.publisher is None and article.found == {} for article in library.articles())
        assert library.retriever.retrieve("甲社の売上高")[0].node.text == ONE.text
        assert library.problems() == []
        assert library._store.get_meta("schema") == str(SCHEMA)


def test_it_takes_all_that_has_come_since(settings: Settings, before: dict[str, str]) -> None:
    with Library.open(settings) as library:
        newer = Document(
            "甲社の決算",
            "甲社の売上高は125億円だった。",
            "c.md",
            url="https://news.example/kou",
            publisher="日々新報",
        )
        result = library.add(newer)
        assert (result.status, result.article_id) == ("updated", next(iter(before)))
        assert [one.text for one in library.versions(result.article_id or "")] == [ONE.text]
    with Library.open(settings) as library:
        assert library.article(result.article_id or "").publisher == "日々新報"


def test_tables_half_brought_up_are_finished(settings: Settings, before: dict[str, str]) -> None:
    with sqlite3.connect(settings.home / FILE) as database:
        database.execute("ALTER TABLE articles ADD COLUMN publisher TEXT")
    with Library.open(settings) as library:
        assert {article.id: article.text for article in library.articles()} == before


def test_a_newer_home_is_refused_untouched(settings: Settings, before: dict[str, str]) -> None:
    path = settings.home / FILE
    with sqlite3.connect(path) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(SCHEMA + 1),))
        columns = [row[1] for row in database.execute("PRAGMA table_info(articles)")]
    with pytest.raises(HomeTooNew, match="update Kassoro"):
        Library.open(settings)
    with sqlite3.connect(path) as database:
        assert [row[1] for row in database.execute("PRAGMA table_info(articles)")] == columns


def test_what_was_deleted_before_leaves_the_file(settings: Settings, before: dict[str, str]) -> None:
    """The first version left deleted text in the file's free pages."""
    path: Path = settings.home / FILE
    secret = "隠し事の一文。"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA secure_delete=OFF")
        values = ("gone", "題", "gone.md", "ja", secret * 2000, "h", json.dumps([]))
        database.execute(
            "INSERT INTO articles (id, title, source, language, text, content_hash, title_words) VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        database.commit()
        database.execute("DELETE FROM articles WHERE id = 'gone'")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert secret.encode() in path.read_bytes()
    with Library.open(settings):
        pass
    assert secret.encode() not in path.read_bytes()
