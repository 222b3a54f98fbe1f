"""Dates as the fields of data files and the first lines of documents give them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from index.readers.stated import stated_date, written_date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_ONLY = re.compile(r"(?P<name>[A-Za-z]{3})[a-z]*\.?,?\s+(?P<year>(?:19|20)\d\d)")
_PACKED = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:\d{6})?")
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")
_TOP_LINES = 12
_HEAD = 70
# "TOKYO, July 5, 2025 (Acme Wire) — Acme said", 【東京＝2025年7月5日】甲社は: the date before the first sentence.
_DATELINE = re.compile(r"([^。]{0,50}?(?:(?:19|20)\d\d|日)[^。.]{0,16}?)\s*(?:[—–]|--| - |[)）】］:：])")


def date_of(value: object) -> str | None:
    """The date that a field for dates holds: ISO, RFC 2822, packed, seconds since 1970 or as in prose; None for none.

    >>> date_of("2025-07-05T23:00:00Z"), date_of("July 2025"), date_of("1751673600"), date_of("soon")
    ('2025-07-05', '2025-07', '2025-07-05', None)
    """
    if isinstance(value, datetime.date):
        return f"{value:%Y-%m-%d}"
    text = unicodedata.normalize("NFKC", str(value))[:100].strip()
    if packed := _PACKED.fullmatch(text):
        return written_date("-".join(packed.groups()))
    if epoch := _EPOCH.fullmatch(text):
        day = datetime.datetime.fromtimestamp(int(epoch.group(1)), datetime.UTC)
        return f"{day:%Y-%m-%d}"
    month = _MONTH_ONLY.fullmatch(text)
    if month and month["name"].lower() in _MONTHS:
        return f"{month['year']}-{_MONTHS.index(month['name'].lower()) + 1:02}"
    return written_date(text)


def date_near_top(lines: Iterable[str]) -> str | None:
    """The date that a document's first lines give as its own: on a short line, or before the words of its first sentence.

    >>> date_near_top(["Acme raises $20 million", "TOKYO, July 5, 2025 — Acme said that it had raised the money."])
    '2025-07-05'
    """
    first = list(islice(lines, _TOP_LINES))
    if date := stated_date(first):
        return date
    datelines = (_DATELINE.match(line[:_HEAD]) for line in first)
    return next((date for found in datelines if found and (date := written_date(found.group(1)))), None)
