"""Publication dates as the library keeps them: `YYYY-MM-DD`, or `YYYY-MM` where the day is not known."""

from __future__ import annotations

import datetime
import re

from index.errors import SourceError

_DATE = re.compile(
    r"(?P<year>\d{4})\s*(?:[-/.年]\s*(?P<month>\d{1,2})\s*(?:[-/.月]\s*(?P<day>\d{1,2})\s*日?)?月?|年)?"
    r"(?:[T ]\d{1,2}:\d{2}.*)?"
)


def read_date(value: object, where: str) -> str | None:
    """A date as it is kept; None for a bare year, which names no month. SourceError if it is no date.

    >>> read_date("2025年7月5日", "published"), read_date("2025-07", "published")
    ('2025-07-05', '2025-07')
    """
    text = value.isoformat() if isinstance(value, datetime.date) else str(value).strip()
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in found.group("year", "month", "day"))
        datetime.date(year, month or 1, day or 1)
    except ValueError as error:
        raise SourceError(
            f"{where} is {text[:40]!r}, which is no date: write YYYY-MM-DD or YYYY-MM."
        ) from error
    if not month:
        return None
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
