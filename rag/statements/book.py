"""The figures of one company's statements, and values worked out from them.

A value carries its expression, in base units and plain digits, and the ledger rows it rests on, so that whatever is
computed from it can be shown and cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.errors import CalculationError
from index.ledger_row import LedgerRow
from index.periods import Period
from index.vocabulary import fold
from rag.calculator import evaluate
from rag.formulas import FORMULAS, plain

_NEAR_ENOUGH = 45  # days by which the ends of two names for one period may differ
# Balance sheets of Japanese filings give net assets; what belongs to shareholders alone is often left out.
_EQUITY = ("net_assets", "shareholders_equity", "equity_parent")
# Totals that a table may leave to its reader: item -> formulas over other items, tried in order.
DERIVED: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "total_assets": (
        ("{0} + {1}", ("current_assets", "fixed_assets")),
        ("{0}", ("liabilities_and_net_assets",)),
        ("{0} + {1}", ("liabilities", "net_assets")),
    ),
    "liabilities": (("{0} + {1}", ("current_liabilities", "fixed_liabilities")), ("{0} - {1}", ("total_assets", "net_assets"))),
    "net_assets": (("{0} - {1}", ("total_assets", "liabilities")), ("{0}", ("equity_parent",))),
    "liabilities_and_net_assets": (("{0} + {1}", ("liabilities", "net_assets")),),
    "gross_profit": (("{0} - {1}", ("revenue", "cost_of_sales")),),
    "operating_income": (("{0} - {1}", ("gross_profit", "sga")),),
    "ordinary_income": (("{0} + {1} - {2}", ("operating_income", "non_operating_income", "non_operating_expenses")),),
    "pretax_income": (("{0} + {1} - {2}", ("ordinary_income", "extraordinary_income", "extraordinary_loss")),),
    "net_income": (("{0} - {1}", ("pretax_income", "income_tax")),),
    "borrowings": (("{0} + {1}", ("short_term_borrowings", "long_term_borrowings")),),
    "interest_bearing_debt": (("{0}", ("borrowings",)),),
    "free_cash_flow": (("{0} + {1}", ("operating_cash_flow", "investing_cash_flow")),),
    "ebitda": (("{0} + {1}", ("operating_income", "depreciation")),),
}  # fmt: skip
# What stands at a time and does not flow over it.
BALANCES = frozenset(
    "total_assets current_assets fixed_assets tangible_assets intangible_assets liabilities current_liabilities fixed_liabilities "
    "net_assets shareholders_equity equity_parent liabilities_and_net_assets cash opening_cash inventory receivables payables goodwill headcount".split()
)
_DEEPEST = 2  # a total of totals is still a plain sum; more is a guess


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit, how it comes about, and the rows it rests on."""

    value: Decimal
    unit: str
    expression: str
    rows: tuple[LedgerRow, ...]

    @property
    def is_direct(self) -> bool:
        """Whether it stands in a table as it is."""
        return len(self.rows) == 1 and self.expression == plain(self.value)

    @property
    def operand(self) -> str:
        """The expression as it stands within another one."""
        return self.expression if self.expression.replace(".", "").isdigit() else f"({self.expression})"


class Book:
    """Rows of one company, by article, measure and period. An article's own figures are preferred to a mixture."""

    def __init__(self, rows: Iterable[LedgerRow]) -> None:
        self._cells: dict[str, dict[str, dict[Period, LedgerRow]]] = {}
        self.labels: dict[str, str] = {}  # folded label -> the name its rows are kept under
        for row in rows:
            if row.quantity is None or row.period is None:
                continue
            name = row.metric or fold(row.label)
            self.labels.setdefault(fold(row.label), name)
            article = self._cells.setdefault(row.article_id, {})
            article.setdefault(name, {}).setdefault(row.period, row)

    @property
    def articles(self) -> list[str]:
        """The articles that hold rows, the latest added last."""
        return list(self._cells)

    def periods(self, name: str | None = None) -> list[Period]:
        """Every period there are rows for (of `name`, if given), oldest first."""
        found = {
            period
            for article in self._cells.values()
            for key, cells in article.items()
            if name is None or key == name
            for period in cells
        }
        return sorted(found, key=lambda period: (period.end, period.start))

    def has(self, name: str) -> bool:
        """Whether any table has the measure."""
        return any(name in article for article in self._cells.values())

    def holds(self, name: str, article: str) -> bool:
        """Whether an article's tables have the measure."""
        return name in self._cells.get(article, {})

    def item(self, name: str, period: Period, article: str, depth: int = 0) -> Value | None:
        """The value of an item in an article: its row, else what its other rows add up to."""
        cells = self._cells.get(article, {}).get(name, {})
        row = cells.get(period) or next(
            (row for other, row in cells.items() if _same_time(other, period)), None
        )
        if row is not None and row.quantity is not None:
            return _value_of(row)
        if depth >= _DEEPEST:
            return None
        if row is None and (whole := self._from_quarters(name, period, article)):
            return whole
        for template, parts in DERIVED.get(name, ()):
            values = [self.item(part, period, article, depth + 1) for part in parts]
            if value := combined(template, values):
                return value
        return None

    def _from_quarters(self, name: str, period: Period, article: str) -> Value | None:
        """A half year as its two quarters, for what flows over time."""
        cells = self._cells.get(article, {}).get(name, {})
        inside = sorted(
            (p for p in cells if period.start <= p.start and p.end <= period.end), key=lambda p: p.start
        )
        joined_up = len(inside) == 2 and inside[0].start == period.start and inside[1].end == period.end
        if not joined_up or name in BALANCES or (inside[1].start - inside[0].end).days != 1:
            return None
        rows = [cells[p] for p in inside]
        return combined("{0} + {1}", [_value_of(row) for row in rows])

    def formula(self, keys: Sequence[str], period: Period, article: str) -> Value | None:
        """The first of the formulas `keys` whose inputs an article has."""
        for key in keys:
            formula = FORMULAS[key]
            values = [
                next(
                    (v for name in _preferred(taken.metrics) if (v := self.item(name, period, article))), None
                )
                for taken in formula.inputs
            ]
            values = [
                combined("0 - {0}", [v]) if v and taken.magnitude and v.value < 0 else v
                for v, taken in zip(values, formula.inputs, strict=True)
            ]
            if value := combined(formula.template, values, formula.unit):
                return value
        return None


def combined(
    template: str, values: Sequence[Value | None], unit: Callable[[Sequence[str]], str] | None = None
) -> Value | None:
    """`template` over values ({0}, {1}, …) as a value of its own; None if one is missing, units differ, or it has none.

    Without `unit`, the result keeps the unit of the first value.
    """
    known = [value for value in values if value is not None]
    if len(known) != len(values) or not known:
        return None
    currencies = {value.unit for value in known if len(value.unit) == 3 and value.unit.isupper()}
    if len(currencies) > 1:
        return None
    expression = (
        template.format(*(value.operand for value in known)) if template != "{0}" else known[0].expression
    )
    try:
        result = evaluate(expression)
    except CalculationError:
        return None
    rows = tuple(dict.fromkeys(row for value in known for row in value.rows))
    return Value(result, unit([value.unit for value in known]) if unit else known[0].unit, expression, rows)


def _value_of(row: LedgerRow) -> Value | None:
    quantity = row.quantity
    return Value(quantity.value, quantity.unit, plain(quantity.value), (row,)) if quantity else None


def _preferred(metrics: Sequence[str]) -> Sequence[str]:
    return _EQUITY if set(metrics) & {"shareholders_equity", "net_assets"} else metrics


def _same_time(one: Period, other: Period) -> bool:
    """One period under two names: a fiscal year, and the day its balance is struck."""
    if one == other:
        return True
    ends = abs((one.end - other.end).days) <= 3
    point = one.kind == "point" or other.kind == "point" or one.start == one.end or other.start == other.end
    starts = abs((one.start - other.start).days) <= _NEAR_ENOUGH
    return ends and (point or starts)


def books_of(rows: Iterable[LedgerRow]) -> Mapping[str, Book]:
    """A book for every company in `rows`."""
    by_company: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.company:
            by_company.setdefault(row.company, []).append(row)
    return {company: Book(own) for company, own in by_company.items()}
