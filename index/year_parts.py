"""Quarters and halves of a business year, which need not be a calendar year: 第1四半期 of the year to March is April to June."""

from __future__ import annotations

import re
from datetime import date

from index.periods import Period, month_span
from index.vocabulary import fold

_NUMBERS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "上": 1,
    "前": 1,
    "中間": 1,
    "下": 2,
    "後": 2,
}
_KANJI = {"一": 1, "二": 2, "三": 3, "四": 4}
QUARTER = re.compile(
    r"第?\s?(?P<q>[1-4一二三四])\s?四半期|\b(?:q(?P<e>[1-4])|(?P<e2>[1-4])q)\b|\b(?P<w>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter"
)
HALF = re.compile(
    r"(?P<h>[上下])(?:半期|期|半)(?!末)|(?P<h2>[前後])半(?:期)?(?!末)|(?P<m>中間)期|\bh(?P<e>[12])\b|(?<![a-z0-9])(?P<e3>[12])h\b|\b(?P<w>first|second)[ -]half"
)
WHOLE = re.compile(r"通期|年間(?!で)|通年|\bfull[ -]year\b|\bwhole year\b|\bannual\b")


def number_of_part(match: re.Match[str]) -> int:
    """Which quarter or half a match of QUARTER or HALF names."""
    word = next(value for value in match.groupdict().values() if value)
    return _NUMBERS.get(word) or _KANJI.get(word) or int(word)


def part(year: Period, months: int, number: int) -> Period:
    """The `number`-th part of so many months of the business year `year`."""
    first = year.start.month + months * (number - 1) - 1
    begin = date(year.start.year + first // 12, first % 12 + 1, 1)
    last = first + months - 1
    return Period(begin, month_span(year.start.year + last // 12, last % 12 + 1, last % 12 + 1).end)


def is_year(period: Period | None) -> bool:
    """Whether a period is a business year."""
    return period is not None and 360 <= (period.end - period.start).days <= 371


def part_of_year(text: str, year: Period | None) -> Period | None:
    """The part of the business year `year` that a short text names and dates no further: "第2四半期", "Q3", "上期", "通期"."""
    if year is None or not is_year(year) or re.search(r"(?:19|20)\d\d", text):
        return None
    folded = fold(text)
    if match := QUARTER.search(folded):
        return part(year, 3, number_of_part(match))
    if match := HALF.search(folded):
        return part(year, 6, number_of_part(match))
    return year if WHOLE.search(folded) else None
