"""What each pattern of `index.times` found, read as a period."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from index.numerals import read_number
from index.period import Period, month_span, months_up_to, shifted
from index.times import ERAS, MONTHS, NUMBERS, ORDINALS

_LAST_CENTURY = 70  # "95年3月期" is 1995, "25年3月期" 2025
Groups = dict[str, str | None]
_FROM_JANUARY = ("quarter", "half", "months")  # counted from the first month of the fiscal year


def read_year(written: str) -> int:
    """ "2025", "'25", "25", "二〇二五", "令和7" or "令和元" as a year of our time."""
    for era, before in ERAS.items():
        if written.startswith(era):
            return before + (1 if written.endswith("元") else number_of(written.removeprefix(era).strip()))
    year = number_of(written.lstrip("'’"))
    if year >= 100:
        return year
    return (2000 if year < _LAST_CENTURY else 1900) + year


def own_year(match: re.Match[str]) -> int | None:
    """The year a time names itself, the earlier of two."""
    for name, value in match.groupdict().items():
        if value and (name.startswith("y") or name == "fy"):
            return read_year(value)
    return None


def closing_month(kind: str, match: re.Match[str]) -> int:
    """The month a fiscal year ends in that the time names ("3月期"), or 0."""
    if kind != "fiscal":
        return 0
    month = number_of(match["month"] or match["fm"] or match["fm2"] or "0")
    return month if month <= 12 else 0


def read(kind: str, match: re.Match[str], year: int, closing: int) -> Period | None:
    """The period of `year` that was found, or None for one that does not exist (30 February).

    `closing` is the month in which the fiscal year ends that the year was taken from: the third quarter of
    2025年3月期 is October to December 2024.
    """
    try:
        period = _READERS[kind](match.groupdict(), year)
        return shifted(period, closing - 12) if closing and kind in _FROM_JANUARY else period
    except (ValueError, KeyError):
        return None


def number_of(text: str) -> int:
    """Digits or a kanji numeral. ValueError where it is neither."""
    value = read_number(text)
    if value is None:
        raise ValueError(f"{text!r} is no number")
    return int(value)


def _month_number(name: str) -> int:
    if not name:
        raise ValueError("no month is named")
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(name.lower()[:3]))


def _across(group: Groups, year: int) -> Period:
    """From a day or month to one that may lie in a later year."""
    last = next((value for name in ("y2", "yc", "ye", "yg") if (value := group[name])), None)
    until = read_year(last) if last else year
    if group["m3"]:
        first, second = number_of(group["m3"]), number_of(group["m4"] or "")
    elif group["n1"]:
        first, second = _month_number(group["n1"]), _month_number(group["n2"] or "")
    elif group["n3"]:
        opening = date(year, _month_number(group["n3"]), number_of(group["e1"] or ""))
        return _ordered(opening, date(until, _month_number(group["n4"] or ""), number_of(group["e2"] or "")))
    else:
        first = number_of(group["m1"] or "")
        second = number_of(group["m2"]) if group["m2"] else first
        return _ordered(
            date(year, first, number_of(group["d1"] or "")), date(until, second, number_of(group["d2"] or ""))
        )
    return _ordered(date(year, first, 1), month_span(until, second, second).end)


def _ordered(start: date, end: date) -> Period:
    if end < start:
        raise ValueError("a span that ends before it begins")
    return Period(start, end)


def _fiscal(group: Groups, year: int) -> Period:
    month = number_of(group["month"] or group["fm"] or group["fm2"] or "12")
    closing = month_span(year, month, month, point=True)
    if group["fend"]:
        return closing
    within = month_span(year, 1, 12)
    if group["fq"]:
        number = ORDINALS.get(group["fq"]) or int(group["fq"])
        first = 1 if group["fsum"] else 3 * number - 2
        point, total = bool(group["fqend"]), bool(group["fsum"])
        within = month_span(year, first, 3 * number, point=point, cumulative=total)
    elif group["fhalf"] or group["fmid"]:
        within = month_span(year, 7, 12) if group["fhalf"] == "下" else month_span(year, 1, 6)
    return shifted(within, month - 12)


def _ended(group: Groups, year: int) -> Period:
    """So many months up to the end of one: the six months ended September 2025."""
    raw = (group["n"] or group["ne"] or "").lower()
    count = 12 if group["whole"] else 6 if group["mid"] else NUMBERS.get(raw) or int(raw)
    month = group["month"] or group["mid"]
    last = number_of(month) if month else _month_number(group["name"] or group["namey"] or "")
    period = months_up_to(year, last, count)
    total = count < 12 and not group["mid"] and period.start == date(year, 1, 1)
    return Period(period.start, period.end, cumulative=total)


def _span(group: Groups, year: int) -> Period:
    first = int(group["from"] or 0) or _month_number(group["fromn"] or "")
    last = int(group["to"] or 0) or _month_number(group["ton"] or "")
    if last < first:
        raise ValueError("a span into the next year: which year is meant is not said")
    return month_span(year, first, last, cumulative=first == 1)


def _quarter(group: Groups, year: int) -> Period:
    raw = next((group[name] for name in ("q", "qe", "q2", "q3", "q4", "qo", "ql") if group[name]), None) or ""
    month = group["qm"] or group["qm2"]
    number = _month_number(month) // 3 if month else ORDINALS.get(raw.lower()) or int(raw)
    return month_span(year, 3 * number - 2, 3 * number, point=bool(group["point"]))


def _half(group: Groups, year: int) -> Period:
    first = (
        group["half"] == "上"
        or group["part"] == "前"
        or (group["halfe"] or "").lower() == "first"
        or "1" in (group["hn"], group["hn2"], group["hn3"], group["hn4"])
    )
    return month_span(year, 1, 6) if first else month_span(year, 7, 12)


def _day(group: Groups, year: int) -> Period:
    month = group["month"] or group["mi"]
    number = number_of(month) if month else _month_number(group["named"] or group["nameb"] or "")
    written = group["day"] or group["di"] or group["dayn"] or group["dayb"] or ""
    day = date(year, number, number_of(written))
    return Period(day, day)


def _month(group: Groups, year: int) -> Period:
    month = group.get("month") or group.get("mi")
    number = number_of(month) if month else _month_number(group["name"] or "")
    return month_span(year, number, number, point=bool(group.get("point") or group.get("end")))


def _months(group: Groups, year: int) -> Period:
    raw = group["n"] or group["n2"] or group["n3"] or group["n4"] or group["n5"]
    raw = (raw or group["n6"] or group["n7"] or "").lower()
    count = NUMBERS.get(raw) or int(raw)
    return month_span(year, 1, min(count, 12), cumulative=True)


_READERS: dict[str, Callable[[Groups, int], Period]] = {
    "across": _across, "fiscal": _fiscal, "ended": _ended, "quarter": _quarter, "half": _half, "day": _day, "month": _month,
    "bare_month": _month, "months": _months, "span": _span,
    "year_end": lambda group, year: month_span(year, 12, 12, point=True),
    "year_start": lambda group, year: Period(date(year, 1, 1), date(year, 1, 1), "point"),
    "year": lambda group, year: month_span(year, 1, 12),
}  # fmt: skip
