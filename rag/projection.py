"""Cash month by month: what is left of it while a burn goes out and a revenue, growing or not, comes in.

Whether a company is default alive is Paul Graham's question ("Default Alive or Default Dead?", 2015): with expenses as
they are and revenue growing as it does, is there a profit before the money runs out?

>>> ahead = projected("8000000", "1000000", "500000", Decimal(10))
>>> ahead.default_alive, ahead.break_even, ahead.lowest.month, ahead.lowest.cash
(True, 9, 8, Decimal('5717944.0500000'))
>>> projected("8000000", "1000000").runway
Decimal('8')
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rag.calculator import evaluate
from rag.formulas import plain
from rag.months import month_after

LONGEST = 100  # months; nobody's growth holds for longer
_BEYOND = 6  # months shown after the break-even, in which cash turns


@dataclass(frozen=True, slots=True)
class Row:
    """One month: its number, its name (`YYYY-MM`, where the start is dated), and the cash left at its end.

    `burn` goes out in it and `revenue` comes in; month 0 is the start.
    """

    month: int
    label: str | None
    cash: Decimal
    burn: Decimal
    revenue: Decimal


@dataclass(frozen=True, slots=True)
class Projection:
    """The months until the cash is out, or until it is sure that it will not be.

    `runway` is in months, None where the cash outlasts the projection; `break_even` the first month whose revenue
    covers its burn. `expression` gives `runway`, or else the least cash, in the calculator's signs.
    """

    rows: tuple[Row, ...]
    runway: Decimal | None
    break_even: int | None
    default_alive: bool
    expression: str

    @property
    def lowest(self) -> Row:
        """The month that ends with the least cash."""
        return min(self.rows, key=lambda row: row.cash)


def projected(
    cash: str, burn: str, revenue: str = "0", growth: Decimal = Decimal(0), as_of: str | None = None
) -> Projection:
    """Cash at the end of each month, from expressions of the calculator: cash at the start, burn and revenue a month.

    `burn` is what goes out before any revenue, and stays. `revenue` is that of the first month and grows by `growth`
    percent a month from the second. `growth` lies above -100. CalculationError where an expression has no value.
    """
    left, out, income = evaluate(cash), evaluate(burn), evaluate(revenue)
    rows = [Row(0, as_of[:7] if as_of else None, left, Decimal(0), Decimal(0))]
    break_even = None
    for month in range(1, LONGEST + 1):
        if income >= out and break_even is None:
            break_even = month
        left += income - out
        rows.append(Row(month, month_after(as_of, month), left, out, income))
        if left <= 0 or (growth >= 0 and break_even and month >= break_even + _BEYOND):
            break
        income *= 1 + growth / 100
    ends = left <= 0 or (growth == 0 and break_even is None)
    whole = len(rows) - 2 if ends else min(rows, key=lambda row: row.cash).month
    expression = _written(cash, burn, revenue, growth, whole, ends=ends)
    runway = evaluate(expression) if ends else None
    alive = not ends and growth >= 0 and break_even is not None
    return Projection(tuple(rows), runway, break_even, alive, expression)


def _written(cash: str, burn: str, revenue: str, growth: Decimal, months: int, *, ends: bool) -> str:
    """The projection in closed form: the cash after whole months, and for how much of the next it lasts.

    Revenue over n months is a geometric series: r × (gⁿ − 1) ÷ (g − 1).
    """
    burn, revenue = (f"({one})" if " " in one else one for one in (burn, revenue))
    if growth == 0 or revenue == "0":
        net = burn if revenue == "0" else f"({burn} - {revenue})"
        return f"{cash} / {net}" if ends else f"{cash} - {months} * {net}" if months else cash
    factor = plain(1 + growth / 100)
    left = f"{cash} - {months} * {burn} + {revenue} * ({factor} ** {months} - 1) / ({factor} - 1)"
    if not ends:
        return left if months else cash
    return f"{months} + ({left}) / ({burn} - {revenue} * {factor} ** {months})"
