"""Which of a statement's periods a question means: "24年3月期", "FY2023", "Q3", 上期, "the year to March 2024", 前期."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.periods import Period, PeriodMention, find_periods, month_span
from index.times import MONTHS
from index.vocabulary import fold
from index.year_parts import HALF, QUARTER, is_year, number_of_part, part

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
_MONTH_OF = re.compile(rf"(?:{_MONTH}) (?:19|20)\d\d")
_BEFORE = re.compile(
    r"前(?:の)?(?:期|年度?|(?:連結)?会計年度|事業年度)(?!純|利益|末残)|前年同期|昨年度?|去年|1年前|一年前|year[- ]on[- ]year|year[- ]over[- ]year|(?<![a-z])yoy(?![a-z])|(?:(?:a|one) year|the year) (?:earlier|before|ago|prior)|year[- ]earlier|"
    r"(?:prior|previous|preceding|last)(?: fiscal| financial| business)? (?:year|period|term)|the prior one|last year"
)
_NOW = re.compile(
    r"今期|当期(?!純|利益|包括|損)|今年度|当年度|直近|最新|\b(?:this|current|latest|most recent)(?: fiscal)? (?:year|period|term)\b"
)


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time at `text[start:end]`: the readings it may have, best first, or a place relative to the others ("before", "now")."""

    start: int
    end: int
    readings: tuple[Period, ...]
    relative: str = ""
    part: tuple[int, int] | None = None  # (months, number): a quarter or a half whose year stands elsewhere


def find_times(text: str) -> list[TimeMention]:
    """Every time in a question, in order, without overlaps."""
    folded = fold(text)
    found: list[TimeMention] = []

    def add(
        start: int,
        end: int,
        readings: tuple[Period, ...],
        relative: str = "",
        part: tuple[int, int] | None = None,
    ) -> None:
        if not any(start < one.end and one.start < end for one in found):
            found.append(TimeMention(start, end, readings, relative, part))

    for pattern in _ENDING:
        for match in pattern.finditer(folded):
            if period := _ending(match):
                add(*match.span(), (period,))
    for pattern in _NUMBERED:
        for match in pattern.finditer(folded):
            add(*match.span(), _numbered(_year(match["y"])))
    for match in _MONTH_OF.finditer(folded):
        if month := find_periods(text[match.start() : match.end()]):
            add(*match.span(), (month[0].period,))
    for months, pattern in ((3, QUARTER), (6, HALF)):
        for match in pattern.finditer(folded):
            dated = any(m.start <= match.start() < m.end for m in _calendar_quarters(text))
            if not dated:
                add(*match.span(), (), "", (months, number_of_part(match)))
    for match in _BEFORE.finditer(folded):
        add(*match.span(), (), "before")
    for match in _NOW.finditer(folded):
        add(*match.span(), (), "now")
    for mention in find_periods(text):
        add(mention.start, mention.end, (mention.period,))
    return sorted(found, key=lambda one: one.start)


def _calendar_quarters(text: str) -> list[PeriodMention]:
    """Quarters written with the calendar year they are of ("Q3 2025")."""
    return [
        m
        for m in find_periods(text)
        if re.search(r"(?:19|20)\d\d", text[m.start : m.end]) and not re.search("月期", text[m.start : m.end])
    ]


def resolve_all(
    mentions: Sequence[TimeMention], periods: Sequence[Period]
) -> dict[TimeMention, Period | None]:
    """The period of each mention that names one, None where the book has none such.

    A part of a year goes with the year named nearest to it, else with the latest year there is; a year that only says
    whose part is meant is no time of its own, nor is a quarter that explains a half.
    """
    dated = [mention for mention in mentions if mention.readings]
    parts = [mention for mention in mentions if mention.part]
    found = {mention: resolve(mention, periods) for mention in dated}
    if not parts:
        return found
    years = {mention: _year_of(mention, found[mention]) for mention in dated}
    chosen: dict[TimeMention, Period | None] = {m: p for m, p in found.items() if years[m] is None}
    for mention in parts:
        near = [other for other, year in years.items() if year is not None]
        year = (
            years[min(near, key=lambda other: abs(other.start - mention.start))]
            if near
            else _latest_year(periods)
        )
        chosen[mention] = _part_in(mention, year, periods)
    halves = [p for m, p in chosen.items() if m.part and m.part[0] == 6 and p]
    return {
        m: p
        for m, p in chosen.items()
        if not (
            m.part and m.part[0] == 3 and p and any(h.start <= p.start and p.end <= h.end for h in halves)
        )
    }


def _year_of(mention: TimeMention, found: Period | None) -> Period | None:
    """The business year a mention names, whether or not the book has it whole."""
    if found is not None and is_year(found):
        return found
    return next((reading for reading in mention.readings if is_year(reading)), None)


def _latest_year(periods: Sequence[Period]) -> Period | None:
    return next((period for period in reversed(periods) if is_year(period)), None)


def _part_in(mention: TimeMention, year: Period | None, periods: Sequence[Period]) -> Period | None:
    assert mention.part is not None
    months, number = mention.part
    if year is not None:
        return part(year, months, number)
    like = [
        p for p in periods if (p.end.year - p.start.year) * 12 + p.end.month - p.start.month + 1 == months
    ]
    return next((p for p in reversed(like) if p.end.month == months * number), None)


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
        month = next(
            n for n, name in enumerate(MONTHS, start=1) if name.startswith(match["name"][:3].lower())
        )
    else:
        month = int(match["m"])
    return _year_to(_year(match["y"]), month) if 1 <= month <= 12 else None


def _year_to(year: int, month: int) -> Period:
    end = month_span(year, month, month).end
    return Period(date(year - 1, month + 1, 1) if month < 12 else date(year, 1, 1), end)


def _numbered(year: int) -> tuple[Period, ...]:
    """Years to March, and others, that people call by that number; the one that begins in it first."""
    ends = [_year_to(year + 1, month) for month in (3, 6, 9, 2, 5, 8, 11, 1, 4, 7, 10)]
    return (
        month_span(year, 1, 12),
        *ends,
        *(_year_to(year, month) for month in (3, 6, 9, 2, 5, 8, 11, 1, 4, 7, 10)),
    )


def year_before(period: Period, periods: Sequence[Period]) -> Period | None:
    """The same kind of period before: a year earlier if there is one, else the one before of like length."""
    year = period.in_years(-1)
    for other in reversed(periods):
        if abs((other.end - year.end).days) <= 3:
            return other
    length = (period.end - period.start).days
    like = [one for one in periods if one.end < period.end and abs((one.end - one.start).days - length) <= 5]
    return like[-1] if like else None
