"""A runway in three cases: as given, and with the burn (or both ends of given ranges) against and for the company."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from index.format import format_quantity
from index.quantity import Quantity
from rag.formulas import plain
from rag.months import cash_out_month
from rag.projection import Projection, projected
from rag.runway import course_of

SPREAD = Decimal(20)  # percent by which the burn is moved where no range is given
_WHAT = {
    "low": {"ja": "支出が{spread}%多い場合", "en": "burn {spread}% higher"},
    "base": {"ja": "示された値のまま", "en": "as given"},
    "high": {"ja": "支出が{spread}%少ない場合", "en": "burn {spread}% lower"},
    "low_range": {"ja": "幅の不利な端（現金{cash}、支出{burn}）", "en": "the worse ends of the ranges (cash {cash}, burn {burn})"},
    "base_range": {"ja": "幅の中央（現金{cash}、支出{burn}）", "en": "the middle of the ranges (cash {cash}, burn {burn})"},
    "high_range": {"ja": "幅の有利な端（現金{cash}、支出{burn}）", "en": "the better ends of the ranges (cash {cash}, burn {burn})"},
}  # fmt: skip
Name = Literal["low", "base", "high"]


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `what` says in a few words how it differs; `cash_out` is the month its cash ends in, if dated."""

    name: Name
    what: str
    projection: Projection
    cash_out: str | None


def outlook(
    cash: Quantity,
    burn: Quantity,
    *,
    raised: Quantity | None = None,
    income: Quantity | None = None,
    growth: Decimal = Decimal(0),
    burn_factor: Decimal | None = None,
    spread: Decimal = SPREAD,
    as_of: str | None = None,
    language: str = "ja",
) -> tuple[Case, Case, Case]:
    """The low, the base and the high case; CalculationError in one sentence where there is no honest number.

    Where cash or burn is a range, the cases are its ends and its middle; else the burn is moved by `spread` percent.
    """
    ranges = cash.upper is not None or burn.upper is not None

    def case(name: Name, burn_share: Decimal, place: int) -> Case:
        held, spent = (_at(cash, -place), _at(burn, place)) if ranges else (cash, burn)
        factor = None if ranges else _product(burn_factor, burn_share)
        course = course_of(
            held, spent, language=language, raised=raised, income=income, burn_factor=burn_factor if ranges else factor
        )  # fmt: skip
        ahead = projected(course.cash, course.burn, course.income, growth, as_of)
        what = _WHAT[f"{name}_range" if ranges else name][language].format(
            spread=plain(spread), cash=format_quantity(held, language), burn=format_quantity(spent, language)
        )
        out = cash_out_month(as_of, ahead.runway) if ahead.runway is not None else None
        return Case(name, what, ahead, out)

    return (
        case("low", 1 + spread / 100, 1),
        case("base", Decimal(1), 0),
        case("high", 1 - spread / 100, -1),
    )


def _product(factor: Decimal | None, share: Decimal) -> Decimal | None:
    whole = share if factor is None else factor * share
    return None if whole == 1 else whole


def _at(quantity: Quantity, place: int) -> Quantity:
    """The lower end (-1), the middle (0) or the upper end (1) of a range."""
    if quantity.upper is None:
        return quantity
    ends = {-1: quantity.value, 0: (quantity.value + quantity.upper) / 2, 1: quantity.upper}
    return replace(quantity, value=ends[place], upper=None)
