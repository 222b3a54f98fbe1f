"""Where articles were fetched from, and by what a server can tell that they are unchanged."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from index.tables import articles, fetches


@dataclass(frozen=True, slots=True)
class Origin:
    """The URL an article was fetched from (a feed's, for what was read from it), with its validators.

    `published` is the date that a person gave with the URL, and that holds over the page's own.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    published: str | None = None


_ORIGIN = [fetches.c[field.name] for field in fields(Origin)]


def write_origin(connection: Connection, article_id: str, origin: Origin) -> None:
    """Keep the origin of an article, over what was kept of it."""
    delete_origins(connection, [article_id])
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    connection.execute(sql.insert(fetches).values(article_id=article_id, fetched_at=now, **asdict(origin)))


def delete_origins(connection: Connection, article_ids: Sequence[str]) -> None:
    """Forget where the articles came from."""
    for id in article_ids:
        connection.execute(sql.delete(fetches).where(fetches.c.article_id == id))


def read_origins(connection: Connection) -> dict[str, Origin]:
    """The origins of all articles that were fetched, by the article's id."""
    rows = connection.execute(sql.select(fetches.c.article_id, *_ORIGIN))
    return {row.article_id: Origin(row.url, row.etag, row.modified, row.published) for row in rows}


def find_origin(connection: Connection, source: str) -> tuple[str, str, Origin] | None:
    """Id and title of the article whose source this URL is, with its origin, if it was fetched from there."""
    query = sql.select(articles.c.id, articles.c.title, *_ORIGIN).join(
        articles, fetches.c.article_id == articles.c.id
    )
    row = connection.execute(
        query.where(articles.c.source == source, fetches.c.url == source).limit(1)
    ).first()
    return (row.id, row.title, Origin(row.url, row.etag, row.modified, row.published)) if row else None
