"""Which of a statement's periods a question means: "24年3月期", "FY2023", "the year to March 2024", 前期, "a year earlier"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.periods import Period, find_periods, month_span
from index.times import MONTHS
from index.vocabulary import fold

_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?\\.?" if len(month) > 3 else month for month in MONTHS)
# Fiscal years by the month they end in.
_ENDING = (
    re.compile(r"(?P<y>(?:19|20)?\d\d)\s?年\s?(?P<m>\d{1,2})\s?月期(?:末)?"),
    re.compile(r"(?P<y>(?:19|20)?\d\d)\s?[/／.]\s?(?P<m>\d{1,2})\s?期(?:末)?"),
    re.compile(r"(?:fye?|fiscal(?: year)?)\s?(?:ended |ending |to )?(?P<m>\d{1,2})\s?/\s?(?P<y>(?:19|20)\d\d)"),
    re.compile(
        rf"(?:the )?(?:fye|fy|(?:full |fiscal |financial |business )?year)(?:[ -]end(?:ed|ing)?)?(?: (?:in|to|through|of|ended|ending|at))?(?: (?:the end of|end))?,? (?P<name>{_MONTH})(?: \d{{1,2}},?)? (?P<y>(?:19|20)\d\d)"
    ),
    re.compile(rf"(?P<name>{_MONTH})(?: \d{{1,2}},?)? (?P<y>(?:19|20)\d\d) (?:fiscal year|year[- ]end|fy)"),
)  # fmt: skip
# Fiscal years by number: of the year they begin in (the usual sense in Japan) or end in, as the figures at hand decide.
_NUMBERED = (
    re.compile(r"(?P<y>(?:19|20)\d\d)\s?(?:年度|会計年度)"),
    re.compile(r"(?:fy|fiscal(?: year)?|financial year)\s?'?(?P<y>(?:19|20)\d\d|\d\d)(?![\d/])"),
)
_BEFORE = re.compile(
    r"前(?:の)?(?:期|年度?|会計年度)(?!純|利益|末残)|前年同期|昨年度?|去年|1年前|一年前|year[- ]on[- ]year|year[- ]over[- ]year|\byoy\b|(?:(?:a|one) year|the year) (?:earlier|before|ago|prior)|year[- ]earlier|"
    r"(?:prior|previous|preceding|last)(?: fiscal| financial| business)? (?:year|period|term)|the prior one|last year"
)
_NOW = re.compile(r"今期|当期(?!純|利益|包括|損)|今年度|当年度|直近|最新|\b(?:this|current|latest|most recent)(?: fiscal)? (?:year|period|term)\b")


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time at `text[start:end]`: the readings it may have, best first, or a place relative to the others ("before", "now")."""

    start: int
    end: int
    readings: tuple[Period, ...]
    relative: str = ""


def find_times(text: str) -> list[TimeMention]:
    """Every time in a question, in order, without overlaps."""
    folded = fold(text)
    found: list[TimeMention] = []

    def add(start: int, end: int, readings: tuple[Period, ...], relative: str = "") -> None:
        if not any(start < one.end and one.start < end for one in found):
            found.append(TimeMention(start, end, readings, relative))

    for pattern in _ENDING:
        for match in pattern.finditer(folded):
            if period := _ending(match):
                add(*match.span(), (period,))
    for pattern in _NUMBERED:
        for match in pattern.finditer(folded):
            add(*match.span(), _numbered(_year(match["y"])))
    for match in _BEFORE.finditer(folded):
        add(*match.span(), (), "before")
    for match in _NOW.finditer(folded):
        add(*match.span(), (), "now")
    for mention in find_periods(text):
        add(mention.start, mention.end, (mention.period,))
    return sorted(found, key=lambda one: one.start)


def resolve(mention: TimeMention, periods: Sequence[Period]) -> Period | None:
    """The one of `periods` (oldest first) that a mention with readings means; None where there is none such."""
    for reading in mention.readings:
        for period in reversed(periods):
            if period == reading:
                return period
    for reading in mention.readings:
        for period in reversed(periods):
            if _fits(reading, period):
                return period
    return None


def _fits(asked: Period, period: Period) -> bool:
    """ "March 2024" and "end of March 2024" stand for the year or quarter that ends then; a year for a year in it."""
    if asked.end == period.end and (asked.kind == "point" or asked.start >= period.start):
        return True
    whole = asked.start == date(asked.end.year, 1, 1) and asked.end == date(asked.end.year, 12, 31)
    return whole and period.end.year == asked.end.year and (period.end - period.start).days > 300


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _ending(match: re.Match[str]) -> Period | None:
    group = match.groupdict()
    if group.get("name"):
        month = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(match["name"][:3].lower()))
    else:
        month = int(match["m"])
    return _year_to(_year(match["y"]), month) if 1 <= month <= 12 else None


def _year_to(year: int, month: int) -> Period:
    end = month_span(year, month, month).end
    return Period(date(year - 1, month + 1, 1) if month < 12 else date(year, 1, 1), end)


def _numbered(year: int) -> tuple[Period, ...]:
    """Years to March, and others, that people call by that number; the one that begins in it first."""
    ends = [_year_to(year + 1, month) for month in (3, 6, 9, 2, 5, 8, 11, 1, 4, 7, 10)]
    return (month_span(year, 1, 12), *ends, *(_year_to(year, month) for month in (3, 6, 9, 2, 5, 8, 11, 1, 4, 7, 10)))
