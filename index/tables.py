"""The library's tables."""

from __future__ import annotations

import sqlalchemy as sql

# Goes up when the tables change in a way that older programs cannot keep; see `index.migration`.
# 2: publisher, found, address and story of articles; versions, signatures, bands, repeats.
SCHEMA = 2

TABLES = sql.MetaData()
meta = sql.Table(
    "meta",
    TABLES,
    sql.Column("key", sql.String(40), primary_key=True),
    sql.Column("value", sql.Text, nullable=False),
)
articles = sql.Table(
    "articles",
    TABLES,
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("id", sql.String(40), nullable=False, unique=True),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("source", sql.Text, nullable=False, index=True),
    sql.Column("published", sql.String(10)),
    sql.Column("language", sql.String(8), nullable=False),
    sql.Column("url", sql.Text),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("content_hash", sql.String(64), nullable=False, index=True),
    sql.Column("title_words", sql.JSON, nullable=False),
    sql.Column("publisher", sql.Text),
    sql.Column("found", sql.JSON, nullable=False, server_default="{}"),
    sql.Column("address", sql.Text, index=True),  # `url` as `index.address` writes it, to compare by
    sql.Column("story", sql.String(40), index=True),
)
# What articles were before they were replaced; see index.article.Version.
versions = sql.Table(
    "versions",
    TABLES,
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), nullable=False, index=True),
    sql.Column("cited_as", sql.String(40), nullable=False, index=True),
    sql.Column("title", sql.Text, nullable=False),
    sql.Column("source", sql.Text, nullable=False),
    sql.Column("published", sql.String(10)),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("content_hash", sql.String(64), nullable=False),
    sql.Column("replaced_at", sql.String(32), nullable=False),
)
passages = sql.Table(
    "passages",
    TABLES,
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("id", sql.String(80), nullable=False, unique=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), nullable=False, index=True),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("heading", sql.Text, nullable=False),
    sql.Column("heading_words", sql.JSON, nullable=False),
    sql.Column("sentences", sql.JSON, nullable=False),  # [[start, end, [words]], …]
)
# The ledger; see index.ledger_row for the meaning of the columns. Decimals are kept as text, as SQLite has none.
figures = sql.Table(
    "figures",
    TABLES,
    sql.Column("number", sql.Integer, primary_key=True, autoincrement=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), nullable=False, index=True),
    sql.Column("company", sql.Text, index=True),
    sql.Column("metric", sql.String(60), index=True),
    sql.Column("label", sql.Text, nullable=False),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("value", sql.Text),
    sql.Column("upper", sql.Text),
    sql.Column("unit", sql.String(20), nullable=False),
    sql.Column("counter", sql.Text, nullable=False),
    sql.Column("qualifier", sql.String(20), nullable=False),
    sql.Column("change", sql.Boolean, nullable=False),
    sql.Column("period_start", sql.String(10)),
    sql.Column("period_end", sql.String(10)),
    sql.Column("period_kind", sql.String(10), nullable=False),
    sql.Column("cumulative", sql.Boolean, nullable=False),
    sql.Column("kind", sql.String(20), nullable=False),
    sql.Column("hedged", sql.Boolean, nullable=False),
    sql.Column("attributed", sql.Text),
    sql.Column("start", sql.Integer, nullable=False),
    sql.Column("end", sql.Integer, nullable=False),
    sql.Column("sentence_start", sql.Integer, nullable=False),
    sql.Column("sentence_end", sql.Integer, nullable=False),
    sql.Column("place", sql.String(10), nullable=False),
)
# Where articles were fetched from; see index.fetch_store. Not looked at by older programs.
fetches = sql.Table(
    "fetches",
    TABLES,
    sql.Column("article_id", sql.ForeignKey("articles.id"), primary_key=True),
    sql.Column("url", sql.Text, nullable=False, index=True),
    sql.Column("etag", sql.Text),
    sql.Column("modified", sql.Text),
    sql.Column("published", sql.String(10)),
    sql.Column("fetched_at", sql.String(30), nullable=False),
)
# Stories; see index.story_store. `values` are MinHash values, four bytes each, of `size` shingles.
signatures = sql.Table(
    "signatures",
    TABLES,
    sql.Column("article_id", sql.ForeignKey("articles.id"), primary_key=True),
    sql.Column("size", sql.Integer, nullable=False),
    sql.Column("values", sql.LargeBinary, nullable=False),
)
bands = sql.Table(
    "bands",
    TABLES,
    sql.Column("band", sql.BigInteger, primary_key=True, autoincrement=False),
    sql.Column("article_id", sql.ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)
# Passages that tell nothing which another article of the same story does not tell.
repeats = sql.Table(
    "repeats",
    TABLES,
    sql.Column("passage_id", sql.String(80), primary_key=True),
    sql.Column("article_id", sql.ForeignKey("articles.id"), nullable=False, index=True),
)
