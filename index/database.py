"""The database behind a library: opened, and for SQLite set up to be quick, safe and forgetful."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from index.errors import SettingsError

FILE = "library.db"


def open_engine(database_url: str, home: Path) -> Engine:
    """The database that holds the library: one file in the home, or what KASSORO_DATABASE_URL names."""
    if not database_url:
        engine = sql.create_engine(f"sqlite:///{home / FILE}", json_serializer=_json)
    else:
        try:
            engine = sql.create_engine(make_url(database_url), json_serializer=_json)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise SettingsError(
                f"KASSORO_DATABASE_URL cannot be used ({error}): give an SQLAlchemy address such as "
                "postgresql+psycopg://user@host/name, or leave it empty."
            ) from error
    if engine.dialect.name == "sqlite":
        sql.event.listen(engine, "connect", _quicken)
    return engine


def _quicken(connection: Any, _record: object) -> None:
    """Let readers go on while an article is written; a commit still reaches the disk before it returns.

    What is deleted is overwritten, so that a removed article cannot be read from the file.
    """
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")


def forget(engine: Engine) -> None:
    """Write the log of an SQLite database into its file and empty it: it still holds what was deleted."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sql.text("PRAGMA wal_checkpoint(TRUNCATE)"))


def compact(engine: Engine) -> None:
    """Write the file of an SQLite database anew, without what earlier versions deleted and did not overwrite."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sql.text("VACUUM"))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
