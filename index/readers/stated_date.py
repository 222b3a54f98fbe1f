"""Dates as people and programs write them, to the way the library keeps them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日",
        r"(?P<era>令和|平成|昭和)\s?(?P<of_era>\d{1,2}|元)\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日",
        rf"(?<![\d.,-]){_YEAR}(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\d,])",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"(?<![\d])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+{_YEAR}\b",
    )
)
_MONTHS_ONLY = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月",
        rf"{_YEAR}[-/.](?P<month>\d{{1,2}})",
        rf"{_MONTH},?\s+{_YEAR}",
    )
)
_TOP_LINES = 12
_SHORT = 60
_PROSE = re.compile(r"[。！？!?]$|[a-z]{3}\.$")
# "TOKYO, July 5, 2025 (Acme Wire) — " or 【東京＝7月5日】 before the first sentence.
_DATELINE = re.compile(r"([^。.]{0,50}?(?:\d{4}|\d{1,2}日)[^。.]{0,16}?)\s*(?:[—–]|--| - |[)）】］:：])")
_PACKED = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:\d{6})?")
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")


def date_in(text: str) -> str | None:
    """The first whole date in prose, as `YYYY-MM-DD`; None without one.

    >>> date_in("TOKYO, July 5, 2025 — Acme said"), date_in("令和7年7月5日")
    ('2025-07-05', '2025-07-05')
    """
    found = []
    for form in _FORMS:
        for match in form.finditer(unicodedata.normalize("NFKC", text)):
            if date := _date(match):
                found.append((match.start(), date))
                break
    return min(found)[1] if found else None


def date_of(value: object) -> str | None:
    """The date that a field for dates holds: ISO, RFC 2822, packed, seconds since 1970 or as in prose; None for none.

    >>> date_of("2025-07-05T23:00:00Z"), date_of("Sat, 05 Jul 2025 10:00:00 GMT"), date_of("2025年7月")
    ('2025-07-05', '2025-07-05', '2025-07')
    """
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d}"
    text = unicodedata.normalize("NFKC", str(value))[:100].strip()
    if packed := _PACKED.fullmatch(text):
        return _date(packed)
    if epoch := _EPOCH.fullmatch(text):
        day = datetime.datetime.fromtimestamp(int(epoch.group(1)), datetime.UTC)
        return f"{day:%Y-%m-%d}"
    if date := date_in(text):
        return date
    for form in _MONTHS_ONLY:
        if match := form.fullmatch(text):
            return _date(match)
    return None


def date_near_top(lines: Iterable[str]) -> str | None:
    """The date that an article's first lines give as its own: on a short line, or before the words of the first sentence.

    >>> date_near_top(["Acme raises $20 million", "TOKYO, July 5, 2025 — Acme said on Friday that it had raised the money."])
    '2025-07-05'
    """
    for line in islice(lines, _TOP_LINES):
        short = len(line) <= (_SHORT if line.isascii() else _SHORT * 2 // 3)
        head = line[:_SHORT]
        if short and not _PROSE.search(line):
            date = date_in(line)
        else:
            dateline = _DATELINE.match(head)
            date = date_in(dateline.group(1)) if dateline else None
        if date:
            return date
    return None


def _date(match: re.Match[str]) -> str | None:
    """The date of a match, to the month where it gives no day; None where there is no such day."""
    parts = {key: value for key, value in match.groupdict().items() if value}
    if "era" in parts:
        year = _ERAS[parts["era"]] + (1 if parts["of_era"] == "元" else int(parts["of_era"]))
    else:
        year = int(parts["year"])
    month = _MONTHS.index(parts["name"][:3].lower()) + 1 if "name" in parts else int(parts["month"])
    try:
        day = datetime.date(year, month, int(parts.get("day", 1)))
    except ValueError:
        return None
    return f"{day:%Y-%m-%d}" if "day" in parts else f"{day:%Y-%m}"
