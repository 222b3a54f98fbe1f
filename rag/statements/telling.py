"""How an answer about statements speaks: names, times and amounts in the asker's language, and a draft that cites its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from index.format import format_quantity
from index.ledger_row import LedgerRow
from index.periods import Period
from index.quantity import Quantity
from index.vocabulary import Vocabulary
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.cite import Span
from rag.draft import Draft
from rag.formulas import plain
from rag.statements.book import Value
from rag.statements.measures import Measure


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom an answer is about and how it speaks."""

    company: str
    language: str
    vocabulary: Vocabulary
    shown: Mapping[Period, str] = field(default_factory=dict)  # times as the question writes them
    years: tuple[Period, ...] = ()  # the business years its quarters belong to

    def when(self, period: Period) -> str:
        """A time in the question's own words where they suit the language, else by its usual name."""
        asked = self.shown.get(period, "").strip()
        if self.language == "ja":
            quarter = quarter_of(period, self.years, "ja")
            return asked if asked and not asked.isascii() else quarter or period.label("ja")
        if asked and asked.isascii() and not asked.lower().startswith("fye"):
            return f"the {asked}" if _TAKES_THE.match(asked) else asked
        if quarter := quarter_of(period, self.years, "en"):
            return quarter
        label = period.label("en")
        return f"the {label}" if label.startswith("fiscal") else label

    @property
    def firm(self) -> str:
        """The company as the answer calls it."""
        entity = self.vocabulary.entities.get(self.company)
        return entity.name(self.language) if entity else self.company

    def name(self, measure: Measure) -> str:
        """The measure as the answer calls it."""
        return measure.name(self.language, self.vocabulary)

    def whose(self, measure: Measure, period: Period | None = None) -> str:
        """ "山川製作所の2024年3月期の売上高", "Yamakawa's revenue for the fiscal year to March 2024"."""
        company = self.firm
        if self.language == "ja":
            when = f"{self.when(period)}の" if period else ""
            return f"{company}の{when}{self.name(measure)}"
        when = f" for {self.when(period)}" if period else ""
        return f"{company}’s {lower(self.name(measure))}{when}"

    def amount(self, value: Value) -> str:
        """The value as a sentence writes it: percentages below ten with two decimals."""
        if value.unit in ("percent", "point", "ratio"):
            digits = Decimal("0.01") if abs(value.value) < 10 else Decimal("0.1")
            shown = f"{value.value.quantize(digits):f}".replace("-", "−")
            return f"{shown}{_SUFFIX[self.language][value.unit]}"
        return format_quantity(Quantity(value.value, value.unit), self.language).replace("-", "−")


_TAKES_THE = re.compile(
    r"(?:fiscal|full|business|financial)? ?(?:year|quarter)|(?:first|second|third|fourth)", re.I
)
_SUFFIX = {
    "ja": {"percent": "%", "point": "ポイント", "ratio": "倍"},
    "en": {"percent": "%", "point": " percentage points", "ratio": " times"},
}


def quarter_of(period: Period, years: Sequence[Period], language: str) -> str:
    """ "2025年3月期第3四半期": a quarter by its place in a business year that is no calendar year; "" for any other time."""
    year = next((one for one in years if one.start <= period.start and period.end <= one.end), None)
    if year is None or year.start.month == 1 or not 80 <= (period.end - period.start).days <= 95:
        return ""
    number = ((period.start.year - year.start.year) * 12 + period.start.month - year.start.month) // 3
    if language == "ja":
        return f"{year.label('ja')}第{number + 1}四半期"
    return f"the {('first', 'second', 'third', 'fourth')[number]} quarter of the {year.label('en')}"


def told(telling: Telling, direct: str, value: Value, formula: str, steps: Sequence[str] = ()) -> Draft:
    """A draft that cites every row `value` rests on."""
    rows = list(dict.fromkeys(value.rows))
    spans = [Span(row.article_id, row.sentence_start, row.sentence_end) for row in rows]
    basis = tuple(dict.fromkeys(spans))
    several = len({row.company for row in rows}) > 1
    inputs = tuple(_input(row, basis.index(span) + 1, several) for row, span in zip(rows, spans, strict=True))
    calculation = Calculation(
        formula,
        value.expression,
        inputs,
        CalculationResult(plain(value.value), value.unit),
        None,
        tuple(steps),
    )
    return Draft("answered", direct, basis, calculation=calculation)


def _input(row: LedgerRow, marker: int, several: bool) -> CalculationInput:
    """A row as an input, named with its company where there are several."""
    assert row.quantity is not None
    as_of = row.period.as_of() if row.period else None
    name = f"{row.company} {row.label}" if several else row.metric or row.label
    return CalculationInput(name, plain(row.quantity.value), row.quantity.unit, as_of, marker)


def steps(
    telling: Telling, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value]
) -> list[str]:
    """How each of two values came about, where it is no plain figure of a table."""
    return [
        f"{telling.when(time)}: {telling.name(measure)} = {telling.amount(value)}"
        for time, value in zip(times, values, strict=True)
        if not value.is_direct or is_turned(value)
    ]


def is_turned(value: Value) -> bool:
    """Whether a figure is told without the sign its table gives it: a loss, an outflow."""
    quantity = value.rows[0].quantity
    return len(value.rows) == 1 and quantity is not None and quantity.value != value.value


def capital(text: str) -> str:
    """A sentence with a capital first letter, but for names that keep their own ("xAI")."""
    return text[:1].upper() + text[1:] if text.split(" ", 1)[0].islower() else text


def lower(text: str) -> str:
    """A name within a sentence; acronyms keep their capitals."""
    first = text.split(" ", 1)[0]
    return (
        text
        if any(letter.isupper() for letter in first[1:]) or first.isupper()
        else text[:1].lower() + text[1:]
    )
