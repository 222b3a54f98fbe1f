"""Ledger rows in SQL: written with their article, read by company, metric or article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sql
from sqlalchemy.engine import Connection

from index.ledger_row import LedgerRow
from index.periods import Period
from index.quantity import Quantity
from index.tables import articles, figures

_PLAIN = (
    "article_id", "company", "metric", "label", "text", "kind", "hedged", "attributed", "start", "end", "sentence_start",
    "sentence_end", "place",
)  # fmt: skip
_CHUNK = 500


def write_rows(connection: Connection, rows: Sequence[LedgerRow]) -> None:
    """Add rows; those of the same article must have been deleted before."""
    if rows:
        connection.execute(sql.insert(figures), [_values(row) for row in rows])


def delete_rows(connection: Connection, article_ids: Sequence[str]) -> None:
    """Remove the rows of articles."""
    for start in range(0, len(article_ids), _CHUNK):
        chunk = article_ids[start : start + _CHUNK]
        connection.execute(sql.delete(figures).where(figures.c.article_id.in_(chunk)))


def read_rows(
    connection: Connection,
    *,
    company: str | None = None,
    metric: str | None = None,
    place: str | None = None,
    article_id: str | None = None,
) -> Iterator[LedgerRow]:
    """Rows in the order of the articles and, in each, of the text; only those with the values given."""
    query = sql.select(figures).join(articles, figures.c.article_id == articles.c.id)
    wanted = {"company": company, "metric": metric, "place": place, "article_id": article_id}
    for column, value in wanted.items():
        if value is not None:
            query = query.where(figures.c[column] == value)
    for row in connection.execute(query.order_by(articles.c.number, figures.c.start, figures.c.number)):
        yield _row(row._mapping)


def companies_of(connection: Connection, *, place: str | None = None, measured: bool = False) -> list[str]:
    """Every company that has a row (`measured`: of a known measure), in alphabetical order."""
    query = sql.select(figures.c.company).where(figures.c.company.is_not(None)).distinct()
    if measured:
        query = query.where(figures.c.metric.is_not(None))
    if place is not None:
        query = query.where(figures.c.place == place)
    return sorted(connection.execute(query).scalars())


def _values(row: LedgerRow) -> dict[str, Any]:
    quantity, period = row.quantity, row.period
    return {name: getattr(row, name) for name in _PLAIN} | {
        "value": f"{quantity.value:f}" if quantity else None,
        "upper": f"{quantity.upper:f}" if quantity and quantity.upper is not None else None,
        "unit": quantity.unit if quantity else "",
        "counter": quantity.counter if quantity else "",
        "qualifier": quantity.qualifier if quantity else "",
        "change": quantity.change if quantity else False,
        "period_start": period.start.isoformat() if period else None,
        "period_end": period.end.isoformat() if period else None,
        "period_kind": period.kind if period else "",
        "cumulative": period.cumulative if period else False,
    }


def _row(values: Any) -> LedgerRow:
    quantity = period = None
    if values["value"] is not None:
        upper = Decimal(values["upper"]) if values["upper"] is not None else None
        quantity = Quantity(
            Decimal(values["value"]), values["unit"], values["counter"], values["qualifier"], upper, values["change"]
        )  # fmt: skip
    if values["period_start"]:
        start, end = (date.fromisoformat(values[name]) for name in ("period_start", "period_end"))
        period = Period(start, end, values["period_kind"], values["cumulative"])
    return LedgerRow(**{name: values[name] for name in _PLAIN}, quantity=quantity, period=period)
