"""Earlier versions of articles in SQL: kept when one is replaced, found again for an older citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from index.article import Article, Version
from index.tables import versions

_COLUMNS = [column for column in versions.columns if column.name != "number"]


def keep(connection: Connection, article: Article, owner: str | None = None) -> None:
    """Keep `article` as it is, before it is replaced, as a version of itself or of the article `owner`."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    version = Version(
        owner or article.id, 0, article.title, article.source, article.published, article.text,
        article.content_hash, article.id, moment,
    )  # fmt: skip
    write(connection, [version])


def drop(connection: Connection, article: Article) -> None:
    """Forget the version of an article that says what the article now says again."""
    same = (versions.c.article_id == article.id) & (versions.c.cited_as == article.id)
    connection.execute(sql.delete(versions).where(same & (versions.c.content_hash == article.content_hash)))


def write(connection: Connection, kept: Iterable[Version]) -> None:
    """Keep versions in the order given; one that is kept already is kept as the one replaced last."""
    for version in kept:
        same = (versions.c.article_id == version.article_id) & (versions.c.cited_as == version.cited_as)
        same &= versions.c.content_hash == version.content_hash
        connection.execute(sql.delete(versions).where(same))
        values = {key: value for key, value in asdict(version).items() if key != "number"}
        connection.execute(sql.insert(versions).values(values))


def of_article(connection: Connection, article_id: str) -> list[Version]:
    """The versions of an article, the earliest first."""
    query = sql.select(*_COLUMNS).where(versions.c.article_id == article_id).order_by(versions.c.number)
    return [_version(row, number) for number, row in enumerate(connection.execute(query), start=1)]


def counts(connection: Connection) -> dict[str, int]:
    """How many versions each article has that has any."""
    query = sql.select(versions.c.article_id, sql.func.count()).group_by(versions.c.article_id)
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def cited(connection: Connection, article_id: str, quote: str, start: int, end: int) -> Version | None:
    """The newest version, shown under `article_id`, whose text has `quote` at [start, end); None if none has."""
    owners = sql.select(versions.c.article_id).where(versions.c.cited_as == article_id).distinct()
    for owner in dict.fromkeys([article_id, *connection.execute(owners).scalars()]):
        for version in reversed(of_article(connection, owner)):
            if version.cited_as == article_id and version.text[start:end] == quote:
                return version
    return None


def superseded(connection: Connection, article_id: str, source: str, content_hash: str) -> bool:
    """Whether `source` gave an article this content before another source gave it a newer one."""
    query = sql.select(versions.c.number).where(
        versions.c.article_id == article_id,
        versions.c.source == source,
        versions.c.content_hash == content_hash,
    )
    return connection.execute(query.limit(1)).first() is not None


def move(connection: Connection, article_id: str, owner: str) -> None:
    """Make the versions of one article those of another, which it turned out to be."""
    connection.execute(
        sql.update(versions).where(versions.c.article_id == article_id).values(article_id=owner)
    )


def delete(connection: Connection, article_ids: Sequence[str]) -> None:
    """Remove the versions of articles."""
    connection.execute(sql.delete(versions).where(versions.c.article_id.in_(article_ids)))


def owned(version: Version, owner: str) -> Version:
    """The version as one of the article `owner`."""
    return replace(version, article_id=owner)


def _version(row: Any, number: int) -> Version:
    return Version(number=number, **row._mapping)
