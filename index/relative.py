"""Times counted from a day: 昨年末, 先月, 前期, "last quarter", "by year-end". Which day that is, the caller says.

Words that now point at (先月, "last month") count from the day the text was published; words of a story (前四半期,
"the previous quarter") from the time it last told of, if any. What stays open is not read: a fiscal year in the first
quarter of a calendar year, of which nobody said in which month it closes; the year-end that "at year-end" means in July.
"""

from __future__ import annotations

import re
from datetime import date

from index.period import Period, month_span, months_up_to
from index.times import FROM_NOW, FROM_THE_STORY

_OFFSETS = {
    **FROM_NOW, **FROM_THE_STORY, "先々月": -2, "先月": -1, "今月": 0, "来月": 1, "再来月": 2, "当月": 0, "前月": -1, "翌月": 1, "前": -1, "今": 0,
    "当": 0, "来": 1, "翌": 1, "previous": -1, "prior": -1, "current": 0,
}  # fmt: skip
_OF_THE_STORY = frozenset(("前年", "翌年", "当月", "前月", "翌月", "前", "当", "翌", "previous", "prior"))
_SETTLED = (
    3  # in the months up to this one, fiscal years that close in December and in March differ in number
)


def resolve(match: re.Match[str], reference: date | None, told: date | None, closing: int) -> Period | None:
    """The period a relative word means, or None where nothing says.

    `told` is the end of the time the text last told of, `closing` the month its fiscal years end in (0: not said).
    """
    if match["close"] or match["closing"]:
        return _year_end(match, reference) if reference else None
    word = match["ofyear"] or match["month"] or match["quarter"] or match["term"] or match["word"]
    if word is None:
        return None
    day = told if word in _OF_THE_STORY and told else reference
    if day is None:
        return None
    period = _counted(_unit(match), day, _OFFSETS[word], closing)
    if period is None:
        return None
    if any(match[name] for name in ("ofyearend", "fiscalend", "monthend", "quarterend", "termend", "late")):
        return month_span(period.end.year, period.end.month, period.end.month, point=True)
    return Period(period.start, period.start, "point") if _opens(match) else period


def of_the_story(match: re.Match[str]) -> bool:
    """Whether the word counts from the time a text tells of."""
    return any(match[name] in _OF_THE_STORY for name in ("ofyear", "month", "quarter", "term", "word"))


def _unit(match: re.Match[str]) -> str:
    if match["fiscal"] or match["term"] or match["accounting"]:
        return "fiscal" if match["unit"] in (None, "year") else match["unit"]
    return match["unit"] or ("year" if match["ofyear"] else "month" if match["month"] else "quarter")


def _opens(match: re.Match[str]) -> bool:
    return bool(match["ofyearstart"] or (match["early"] and match["unit"] == "year"))


def _counted(unit: str, day: date, offset: int, closing: int) -> Period | None:
    """The `unit` that holds `day`, and `offset` units later."""
    if unit == "year":
        return month_span(day.year + offset, 1, 12)
    if unit == "fiscal":
        return _fiscal_year(day, offset, closing)
    length = 3 if unit == "quarter" else 1
    first = (day.year * 12 + day.month - 1) // length + offset
    year, month = divmod(first * length + length - 1, 12)
    return months_up_to(year, month + 1, length)


def _fiscal_year(day: date, offset: int, closing: int) -> Period | None:
    if closing:
        return months_up_to(day.year + (day.month > closing) + offset, closing, 12)
    return month_span(day.year + offset, 1, 12) if day.month > _SETTLED else None


def _year_end(match: re.Match[str], reference: date) -> Period | None:
    if match["until"] or match["by"] or match["close"] == "年内" or reference.month == 12:
        return month_span(reference.year, 12, 12, point=True)
    return month_span(reference.year - 1, 12, 12, point=True) if reference.month <= _SETTLED else None
