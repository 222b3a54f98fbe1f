"""Times in Japanese and English text: months, quarters, halves, years, fiscal years, cumulative spans.

A period without a year takes the year of the nearest dated period in the same text. Words that need today's date
(昨年末, 先月) are read only against a `reference`, never guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal

from index.times import FROM_NOW, FROM_THE_STORY, MONTHS, NUMBERS, ORDINALS, PATTERNS
from index.vocabulary import fold

ANY_YEAR = (
    4  # stands for "the year is not said" in a question's period; a leap year, so that every day exists
)


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
        start, end = (_moved(day, year) for day in (self.start, self.end))
        return Period(start, end, self.kind, self.cumulative)

    def in_years(self, years: int) -> Period:
        """The same days so many years later (earlier, if negative)."""
        start, end = (_moved(day, day.year + years) for day in (self.start, self.end))
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


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period at `text[start:end]`.

    `beside` is True where it dates only the amount right beside it ("a year earlier", 前年同期の).
    """

    period: Period
    start: int
    end: int
    beside: bool = False


def _moved(day: date, year: int) -> date:
    """`day` in another year; the last of February stays the last."""
    last = monthrange(year, day.month)[1]
    was_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, last if was_last else min(day.day, last))


def month_span(year: int, first: int, last: int, *, point: bool = False, cumulative: bool = False) -> Period:
    """The whole months `first` to `last` of `year`."""
    end = date(year, last, monthrange(year, last)[1])
    return Period(date(year, first, 1), end, "point" if point else "span", cumulative)


def find_periods(text: str, *, year: int | None = None, reference: date | None = None) -> list[PeriodMention]:
    """Periods in `text`, in order, without overlaps; those that need a year nothing gives are left out. Never raises."""
    folded = fold(text)
    taken: list[tuple[int, int, str, re.Match[str]]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(folded):
            if not any(match.start() < end and start < match.end() for start, end, _, _ in taken):
                taken.append((match.start(), match.end(), kind, match))
    taken.sort(key=lambda item: item[0])
    years = [(start, _own_year(match)) for start, _, _, match in taken if _own_year(match)]
    mentions: list[PeriodMention] = []
    for start, end, kind, match in taken:
        near = min(years, key=lambda pair: (abs(pair[0] - start), pair[0]))[1] if years else year
        other = match.groupdict().get("other")
        if other in FROM_THE_STORY and near:
            near = near + FROM_THE_STORY[other] if near != ANY_YEAR else near
        elif other:
            near = _year_from_now(other, reference) or (year if year == ANY_YEAR else None)
        if kind == "before":
            period = _year_earlier(mentions[-1].period) if mentions else None
        else:
            period = _read(kind, match, _own_year(match) or near, reference)
        if period:
            beside = kind == "before" or other in FROM_THE_STORY
            mentions.append(PeriodMention(period, start, end, beside))
    return list(_cumulative(mentions, taken))


def _year_earlier(period: Period) -> Period | None:
    if period.end.year == ANY_YEAR:
        return None
    start, end = (_moved(day, day.year - 1) for day in (period.start, period.end))
    return Period(start, end, period.kind, period.cumulative)


def _own_year(match: re.Match[str]) -> int | None:
    for name, value in match.groupdict().items():
        if value and (name.startswith("y") or name == "fy"):
            year = int(value.lstrip("'’"))
            return year if year >= 100 else 2000 + year
    return None


def _year_from_now(word: str, reference: date | None) -> int | None:
    return reference.year + FROM_NOW[word] if reference and word in FROM_NOW else None


def _read(kind: str, match: re.Match[str], year: int | None, reference: date | None) -> Period | None:
    if kind == "relative":
        return _relative(match.group().lower(), reference)
    if year is None:
        return None
    group = match.groupdict()
    try:
        return _READERS[kind](group, year)
    except (ValueError, KeyError):
        return None


def _fiscal(group: dict[str, str | None], year: int) -> Period:
    if group["fy"]:
        return month_span(year, 1, 12)
    month = int(group["month"] or 12)
    end = date(year, month, monthrange(year, month)[1])
    return Period(date(year - 1, month + 1, 1) if month < 12 else date(year, 1, 1), end)


def _ended(group: dict[str, str | None], year: int) -> Period:
    """So many months up to the end of one: the six months ended September 2025."""
    raw = (group["n"] or group["ne"] or "").lower()
    count = 12 if group["whole"] else NUMBERS.get(raw) or int(raw)
    last = int(group["month"] or 0) or _month_number(group["name"] or group["namey"] or "")
    end = month_span(year, last, last).end
    before, month = divmod(last - count, 12)
    start = date(year + before, month + 1, 1)
    return Period(start, end, cumulative=count < 12 and start == date(year, 1, 1))


def _span(group: dict[str, str | None], year: int) -> Period:
    first = int(group["from"] or 0) or _month_number(group["fromn"] or "")
    last = int(group["to"] or 0) or _month_number(group["ton"] or "")
    if last < first:
        raise ValueError("a span into the next year: which year is meant is not said")
    return month_span(year, first, last, cumulative=first == 1)


def _quarter(group: dict[str, str | None], year: int) -> Period:
    raw = (group["q"] or group["qe"] or group["q2"] or group["q3"] or group["qo"] or "").lower()
    number = _month_number(group["qm"]) // 3 if group["qm"] else ORDINALS.get(raw) or int(raw)
    return month_span(year, 3 * number - 2, 3 * number, point=bool(group["point"]))


def _half(group: dict[str, str | None], year: int) -> Period:
    first = (
        group["half"] == "上"
        or (group["halfe"] or "").lower() == "first"
        or "1" in (group["hn"], group["hn2"], group["hn3"])
    )
    return month_span(year, 1, 6) if first else month_span(year, 7, 12)


def _day(group: dict[str, str | None], year: int) -> Period:
    month = int(group["month"] or group["mi"] or 0) or _month_number(group["named"] or group["nameb"] or "")
    day = date(year, month, int(group["day"] or group["di"] or group["dayn"] or group["dayb"] or 0))
    return Period(day, day)


def _month(group: dict[str, str | None], year: int) -> Period:
    number = (
        int(group["month"] or group["mi"] or 0)
        if group.get("month") or group.get("mi")
        else _month_number(group["name"] or "")
    )
    return month_span(year, number, number, point=bool(group.get("point") or group.get("end")))


def _bare_month(group: dict[str, str | None], year: int) -> Period:
    number = _month_number(group["name"] or "")
    return month_span(year, number, number, point=bool(group["end"]))


def _month_number(name: str) -> int:
    if not name:
        raise ValueError("no month is named")
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(name.lower()[:3]))


def _months(group: dict[str, str | None], year: int) -> Period:
    raw = group["n"] or group["n2"] or group["n3"] or group["n4"] or group["n5"]
    raw = (raw or group["n6"] or group["n7"] or "").lower()
    count = NUMBERS.get(raw) or int(raw)
    return month_span(year, 1, min(count, 12), cumulative=True)


_READERS = {
    "fiscal": _fiscal, "ended": _ended, "quarter": _quarter, "half": _half, "day": _day, "month": _month, "bare_month": _bare_month, "months": _months,
    "span": _span,
    "year_end": lambda group, year: month_span(year, 12, 12, point=True),
    "year_start": lambda group, year: Period(date(year, 1, 1), date(year, 1, 1), "point"),
    "year": lambda group, year: month_span(year, 1, 12),
}  # fmt: skip


def _relative(word: str, reference: date | None) -> Period | None:
    if reference is None:
        return None
    month = partial(month_span)
    before = (reference.year, reference.month - 1) if reference.month > 1 else (reference.year - 1, 12)
    table = {
        "昨年末": month(reference.year - 1, 12, 12, point=True), "昨年": month(reference.year - 1, 1, 12),
        "去年": month(reference.year - 1, 1, 12), "last year": month(reference.year - 1, 1, 12),
        "今年": month(reference.year, 1, 12), "this year": month(reference.year, 1, 12), "来年": month(reference.year + 1, 1, 12),
        "next year": month(reference.year + 1, 1, 12), "先月": month(before[0], before[1], before[1]), "last month": month(before[0], before[1], before[1]),
        "今月": month(reference.year, reference.month, reference.month),
    }  # fmt: skip
    return table.get(word)


def _cumulative(
    mentions: list[PeriodMention], taken: list[tuple[int, int, str, re.Match[str]]]
) -> Iterator[PeriodMention]:
    """A point in time or a month followed by 累計 totals the year up to it: 2025年9月時点の累計, 9月累計."""
    ends = {start: match.string[end : end + 3] for start, end, _, match in taken}
    for mention in mentions:
        period = mention.period
        after, one_month = ends.get(mention.start, ""), period.start.month == period.end.month
        if (period.kind == "point" and after.lstrip("の").startswith("累計")) or (
            one_month and period.start < period.end and after.startswith("累計")
        ):
            period = Period(date(period.end.year, 1, 1), period.end, "span", True)
        yield replace(mention, period=period)


def _label_ja(period: Period) -> str:
    year, first, last = period.end.year, period.start.month, period.end.month
    if period.kind == "point":
        return f"{year}年初" if period.start == period.end else f"{year}年{last}月末"
    if period.start.year != year:
        whole = period.start.year == year - 1 and first == last % 12 + 1
        return f"{year}年{last}月期" if whole else f"{year - 1}年{first}月〜{year}年{last}月"
    if period.start == period.end:
        return f"{year}年{last}月{period.end.day}日"
    if period.cumulative:
        return f"{year}年1〜{last}月"
    if (first, last) == (1, 12):
        return f"{year}年"
    if last - first == 2 and last % 3 == 0:
        return f"{year}年第{last // 3}四半期"
    if last - first == 5 and last % 6 == 0:
        return f"{year}年{'上' if first == 1 else '下'}半期"
    return f"{year}年{last}月" if first == last else f"{year}年{first}〜{last}月"


def _label_en(period: Period) -> str:
    year, first, last = period.end.year, period.start.month, period.end.month
    name = MONTHS[last - 1].capitalize()
    if period.kind == "point":
        return f"early {year}" if period.start == period.end else f"end of {name} {year}"
    if period.start.year != year:
        whole = period.start.year == year - 1 and first == last % 12 + 1
        return (
            f"fiscal year to {name} {year}"
            if whole
            else f"{MONTHS[first - 1].capitalize()} {year - 1}–{name} {year}"
        )
    if period.start == period.end:
        return f"{name} {period.end.day}, {year}"
    if period.cumulative:
        return f"first {last} months of {year}"
    if (first, last) == (1, 12):
        return str(year)
    if last - first == 2 and last % 3 == 0:
        return f"Q{last // 3} {year}"
    if last - first == 5 and last % 6 == 0:
        return f"{'first' if first == 1 else 'second'} half of {year}"
    return f"{name} {year}" if first == last else f"{MONTHS[first - 1].capitalize()}–{name} {year}"
