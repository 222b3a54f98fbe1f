"""A period of time, and how each language writes it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

ANY_YEAR = (
    4  # stands for "the year is not said" in a question's period; a leap year, so that every day exists
)
MONTHS = "january february march april may june july august september october november december".split()


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, or the day that closes or opens one (`kind` "point"). `cumulative` marks a total since the year began."""

    start: date
    end: date
    kind: Literal["point", "span"] = "span"
    cumulative: bool = False

    def label(self, language: str) -> str:
        """The period as `ja` or `en` writes it."""
        text = _label_ja(self) if language == "ja" else _label_en(self)
        return (
            re.sub(rf"^{ANY_YEAR}年|,? (?:of )?{ANY_YEAR}$", "", text) if self.end.year == ANY_YEAR else text
        )

    def in_year(self, year: int) -> Period:
        """The same months of `year`, for a period whose year was not said."""
        if self.end.year != ANY_YEAR:
            return self
        start, end = (moved(day, year) for day in (self.start, self.end))
        return Period(start, end, self.kind, self.cumulative)

    def in_years(self, years: int) -> Period:
        """The same days so many years later (earlier, if negative)."""
        start, end = (moved(day, day.year + years) for day in (self.start, self.end))
        return replace(self, start=start, end=end)

    def as_of(self) -> str:
        """The month (or day, or year) the period ends in: `YYYY-MM`, `YYYY-MM-DD` or `YYYY`."""
        if self.start == self.end and self.kind == "span":
            return self.end.isoformat()
        if (
            self.start == date(self.start.year, 1, 1)
            and self.end == date(self.start.year, 12, 31)
            and self.kind == "span"
        ):
            return str(self.end.year)
        return f"{self.end.year}-{self.end.month:02d}"


def moved(day: date, year: int) -> date:
    """`day` in another year; the last of February stays the last."""
    last = monthrange(year, day.month)[1]
    was_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if was_last else min(day.day, last))


def month_span(year: int, first: int, last: int, *, point: bool = False, cumulative: bool = False) -> Period:
    """The whole months `first` to `last` of `year`."""
    end = date(year, last, monthrange(year, last)[1])
    return Period(date(year, first, 1), end, "point" if point else "span", cumulative)


def months_up_to(year: int, month: int, count: int) -> Period:
    """The `count` whole months that end with `month` of `year`."""
    before, first = divmod(year * 12 + month - count, 12)
    return Period(date(before, first + 1, 1), month_span(year, month, month).end)


def shifted(period: Period, months: int) -> Period:
    """The whole months of `period`, `months` later: what is counted from January for a year that opens in April."""
    year, month = divmod(period.end.year * 12 + period.end.month - 1 + months, 12)
    count = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    later = months_up_to(year, month + 1, count)
    return Period(later.start, later.end, period.kind, period.cumulative)


def _of_whole_months(period: Period) -> bool:
    return period.start.day == 1 and (period.end + timedelta(days=1)).day == 1


def _label_ja(period: Period) -> str:
    year, first, last = period.end.year, period.start.month, period.end.month
    if period.kind == "point":
        return f"{year}年初" if period.start == period.end else f"{year}年{last}月末"
    if period.start == period.end:
        return f"{year}年{last}月{period.end.day}日"
    if not _of_whole_months(period):
        later = f"{year}年" if period.start.year != year else ""
        return f"{period.start.year}年{first}月{period.start.day}日〜{later}{last}月{period.end.day}日"
    total = "累計" if period.cumulative else ""
    if period.start.year != year:
        whole = period.start.year == year - 1 and first == last + 1
        return f"{year}年{last}月期" if whole else f"{period.start.year}年{first}月〜{year}年{last}月{total}"
    if period.cumulative:
        return f"{year}年1〜{last}月" if 1 == first < last else f"{year}年{first}〜{last}月累計"
    if (first, last) == (1, 12):
        return f"{year}年"
    if last - first == 2 and last % 3 == 0:
        return f"{year}年第{last // 3}四半期"
    if last - first == 5 and last % 6 == 0:
        return f"{year}年{'上' if first == 1 else '下'}半期"
    return f"{year}年{last}月" if first == last else f"{year}年{first}〜{last}月"


def _label_en(period: Period) -> str:
    year, first, last = period.end.year, period.start.month, period.end.month
    name, opening = MONTHS[last - 1].capitalize(), MONTHS[first - 1].capitalize()
    if period.kind == "point":
        return f"early {year}" if period.start == period.end else f"end of {name} {year}"
    if period.start == period.end:
        return f"{name} {period.end.day}, {year}"
    if not _of_whole_months(period):
        return f"{opening} {period.start.day}, {period.start.year} to {name} {period.end.day}, {year}"
    total = ", cumulative" if period.cumulative else ""
    if period.start.year != year:
        whole = period.start.year == year - 1 and first == last + 1
        return (
            f"fiscal year to {name} {year}"
            if whole
            else f"{opening} {period.start.year}–{name} {year}{total}"
        )
    if period.cumulative:
        return f"first {last} months of {year}" if 1 == first < last else f"{opening}–{name} {year}{total}"
    if (first, last) == (1, 12):
        return str(year)
    if last - first == 2 and last % 3 == 0:
        return f"Q{last // 3} {year}"
    if last - first == 5 and last % 6 == 0:
        return f"{'first' if first == 1 else 'second'} half of {year}"
    return f"{name} {year}" if first == last else f"{opening}–{name} {year}"
