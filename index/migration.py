"""Homes of earlier versions: their tables are given what has come since; nothing in them is lost."""

from __future__ import annotations

import sqlalchemy as sql
from sqlalchemy.engine import Connection
from sqlalchemy.schema import CreateColumn

from index.address import canonical_address
from index.tables import TABLES, articles


def migrate(connection: Connection, version: int) -> None:
    """Bring tables of form `version` up to those of `index.tables`, in the transaction of `connection`.

    Columns that came since are added where they lack, with the value that an older row has of them.
    """
    for table in TABLES.sorted_tables:
        _add_columns(connection, table)
    if version < 2:
        _fill_addresses(connection)


def _add_columns(connection: Connection, table: sql.Table) -> None:
    inspector = sql.inspect(connection)
    if not inspector.has_table(table.name):
        return
    present = {column["name"] for column in inspector.get_columns(table.name)}
    for column in table.columns:
        if column.name not in present:
            definition = CreateColumn(column).compile(dialect=connection.dialect)
            name = connection.dialect.identifier_preparer.format_table(table)
            connection.execute(sql.text(f"ALTER TABLE {name} ADD COLUMN {definition}"))
    for index in table.indexes:
        index.create(connection, checkfirst=True)


def _fill_addresses(connection: Connection) -> None:
    rows = connection.execute(sql.select(articles.c.id, articles.c.url).where(articles.c.url.is_not(None)))
    for id, url in rows.all():
        values = {"address": canonical_address(url)}
        connection.execute(sql.update(articles).where(articles.c.id == id).values(values))
