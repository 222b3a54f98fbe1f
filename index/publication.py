"""The year of a month that names none, told by the day of publication: in May a newspaper's 「3月末」 is this year's March.

A time in the same sentence dates a month first, and so does a day or month told before it in the same paragraph; a whole
year ("sales in 2025"), a plan ("due in 2030") and what another paragraph tells do not.
"""

from __future__ import annotations

import re
from datetime import date

from index.period import MONTHS

DATED_BY_PUBLICATION = frozenset({"month", "bare_month", "span"})
_PARTS = frozenset({"half", "quarter"})  # of the year told last, unless that is to come
_OF_DAYS = frozenset({"month", "day", "across"})  # what a chronicle goes on from
_SENTENCE_END = re.compile(r"[。！？\n]|[.!?]\s")
_POINTS = re.compile(r"\b(?:last|next) $")  # "last September" counts from more than the year
_SAME_YEAR = ("同年", "当年")
_AUTUMN, _SPRING = 10, 3  # in the spring, October to December are the last ones, unless something is to come
_TO_COME = re.compile(
    r"予定|計画|見込|見通し|[る。]方針|までに|\b(?:will|would|plans?|expect\w*|due|by)\b", re.I
)


def year_of_publication(
    text: str, match: re.Match[str], kind: str, told: re.Match[str] | None, told_kind: str, reference: date
) -> int | None:
    """The year of the time `match`, or None where the dated time `told` next to it dates it."""
    if kind in _PARTS and told is not None and _year_in(told) > reference.year:
        apart = _SENTENCE_END.search(text, told.end(), match.start()) if told.end() <= match.start() else None
        return reference.year if apart else None
    if _POINTS.search(text, max(0, match.start() - 5), match.start()):
        return None
    if kind not in DATED_BY_PUBLICATION or match.groupdict().get("this") in _SAME_YEAR:
        return None
    if told is not None:
        low, high = sorted((told, match), key=lambda one: one.start())
        if not _SENTENCE_END.search(text, low.end(), high.start()):
            return None
        goes_on = told is low and told_kind in _OF_DAYS and "\n" not in text[low.end() : high.start()]
        if goes_on and _year_in(told) <= reference.year:
            return None
    month = _month_in(match)
    late = month >= _AUTUMN and reference.month <= _SPRING
    return reference.year - 1 if late and not _TO_COME.search(_sentence(text, match)) else reference.year


def _sentence(text: str, match: re.Match[str]) -> str:
    end = _SENTENCE_END.search(text, match.end())
    return text[match.end() : end.start() if end else len(text)]


def _year_in(told: re.Match[str]) -> int:
    year = re.search(r"(?:19|20)[0-9]{2}", told.group())
    return int(year.group()) if year else 0


def _month_in(match: re.Match[str]) -> int:
    """The last month a time names."""
    if number := re.findall(r"[0-9]{1,2}", match.group()):
        return int(number[-1])
    named = re.findall(r"[a-z]{3,}", match.group().lower())
    return next(
        (n for word in reversed(named) for n, month in enumerate(MONTHS, 1) if month.startswith(word[:3])), 1
    )
