"""Small statements made by hand: rows of a ledger, books of them, articles with tables, and measures written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from index.article import Document
from index.ledger_row import LedgerRow
from index.library import Library
from index.periods import Period, month_span
from index.quantity import Quantity
from index.settings import Settings
from index.vocabulary import Vocabulary
from rag.assistant import Assistant
from rag.statements.book import Book
from rag.statements.measures import Measure
from rag.statements.times import find_times, resolve_all

VOCABULARY = Vocabulary.read()
COMPANY = "山川製作所"


def span(start: str, end: str) -> Period:
    """A period by its first and last day."""
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def month_end(year: int, month: int) -> Period:
    """The end of a month, as a balance sheet is headed and the ledger keeps it."""
    return replace(month_span(year, month, month), kind="point")


OLD, NEW = span("2022-04-01", "2023-03-31"), span("2023-04-01", "2024-03-31")


def row(
    metric: str | None,
    value: str | int,
    period: Period | None = NEW,
    *,
    article: str = "a",
    company: str | None = COMPANY,
    unit: str = "JPY",
    label: str = "",
    qualifier: str = "",
    upper: str | None = None,
    kind: str = "reported",
    place: str = "table",
    start: int = 0,
) -> LedgerRow:
    """A row of the ledger; `start` tells rows of one article apart."""
    top = None if upper is None else Decimal(upper)
    return LedgerRow(
        article, company, metric, label or metric or "", str(value), Quantity(Decimal(value), unit, "", qualifier, top),
        period, kind, False, None, start, start + 1, start, start + 2, place,
    )  # fmt: skip


def book(cells: Mapping[str, Sequence[int | str]], periods: Sequence[Period] = (OLD, NEW)) -> Book:
    """A book of one article: each measure with its values at `periods`, in yen."""
    return Book(
        row(name, value, period, start=10 * number)
        for number, (name, values) in enumerate(cells.items())
        for period, value in zip(periods, values, strict=True)
    )


def written(measure: Measure | None) -> str:
    """A measure as arithmetic over items: "cost_of_sales / revenue * 100"; a loss has a minus."""
    if measure is None:
        return "nothing"
    if not measure.parts:
        return ("-" if measure.is_loss else "") + (measure.item or "|".join(measure.formulas))
    parts = [f"({written(part)})" if part.parts else written(part) for part in measure.parts]
    return measure.template.format(*parts)


def periods_named(text: str, periods: Sequence[Period]) -> list[Period | None]:
    """What `text` means among `periods`, in the order of its words; None for a time they do not include."""
    return list(resolve_all(find_times(text), periods).values())


@contextmanager
def assistant_over(home: Path, articles: Mapping[str, str], **settings: str) -> Iterator[Assistant]:
    """An assistant over articles in Markdown (source -> text with front matter left out), in a home of its own."""
    with Library.open(Settings.read(home=home, seeds="none", **settings)) as library:
        for name, text in articles.items():
            title = text.lstrip("# ").partition("\n")[0]
            language = "en" if title.isascii() else "ja"
            result = library.add(Document(title, text, name, "2024-05-15", language))
            assert result.status == "added", result
        yield Assistant(library)
