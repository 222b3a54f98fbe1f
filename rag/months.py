"""Months and amounts a month: a burn of any period as one per month, and the calendar month a runway ends in."""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_FLOOR, Decimal

from index.quantity import Quantity
from rag.formulas import plain

PER_MONTH = {"month": "", "quarter": " / 3", "year": " / 12", "day": " * 30", "week": " * 52 / 12"}


def monthly(amount: Quantity, value: Decimal | None = None) -> str:
    """The expression of a rate as an amount a month: 15 USD/quarter is `"15 / 3"`; `value` stands in for its own."""
    return f"{plain(amount.value if value is None else value)}{PER_MONTH[amount.unit.partition('/')[2]]}"


def cash_out_month(as_of: str | None, months: Decimal) -> str | None:
    """The month (`YYYY-MM`) that contains as-of plus `months`; an as-of month means its last day.

    `("2025-07", 8) -> "2026-03"`, `("2025-07", 6.4) -> "2026-02"`. None without a month, or beyond the year 9999.
    """
    if not as_of or len(as_of) < 7:
        return None
    year, month = int(as_of[:4]), int(as_of[5:7])
    day = int(as_of[8:10]) if len(as_of) > 7 else 0
    at_the_end = day in (0, monthrange(year, month)[1])
    elapsed = Decimal(1) if at_the_end else Decimal(day - 1) / 30
    whole = (months + elapsed).to_integral_value(ROUND_FLOOR)
    if months + elapsed == whole and at_the_end:
        whole -= 1  # exactly at a month's end: still that month
    return month_after(as_of, int(whole))


def month_after(as_of: str | None, months: int) -> str | None:
    """The calendar month so many months after that of as-of; None without a month, or beyond the year 9999."""
    if not as_of or len(as_of) < 7:
        return None
    index = int(as_of[:4]) * 12 + int(as_of[5:7]) - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}" if index // 12 <= 9999 else None
