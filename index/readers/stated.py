"""Dates and publishers as pages and texts write them out, for readers of all kinds."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september",
         "oct october", "nov november", "dec december"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ERAS = {"令和": 2018, "平成": 1988}
_DATE = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日|(?P<cut>[-/.])\s?(?P<month2>\d{{1,2}})(?P=cut)\s?(?P<day2>\d{{1,2}})(?!\d))"
    rf"|(?P<era>令和|平成)\s?(?P<era_year>\d{{1,2}}|元)\s?年\s?(?P<month3>\d{{1,2}})\s?月\s?(?P<day3>\d{{1,2}})\s?日"
    rf"|\b(?P<name>{_MONTH})\.?\s+(?P<day4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year4>(?:19|20)\d\d)\b"
    rf"|\b(?P<day5>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<name5>{_MONTH})\.?,?[\s-]+(?P<year5>(?:19|20)\d\d)\b"
    r"|(?<!\d)(?P<packed>(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=T?\d{4,6}|$)",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:更新日?時?|最終更新日?|改訂日?|修正日?|updated|modified|revised|corrected)[\s:：(（]*(?:on|at)?\s*$",
    re.IGNORECASE,
)
_UPDATED_BEHIND = re.compile(
    r"[\s\d:：時分秒()（）月火水木金土日JSTGMUC]{0,24}(?:に?更新(?!日?時?\s?[:：])|updated|改訂)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:公開日?時?|掲載日?|配信日?時?|投稿日?時?|発表日?|発行日?|記事公開日|published|posted|first published|release date|date|pubdate|issued)[\s:：(（]*(?:on|at)?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?$",
    re.IGNORECASE,
)
_PUBLISHED_BEHIND = re.compile(
    r"[\s\d:：時分秒()（）月火水木金土日JSTGMUC]{0,24}(?:公開|配信|掲載|投稿|発表|付|発行)(?!日?時?\s?[:：])",
    re.IGNORECASE,
)
_LONGEST_LINE = 120
# What may stand beside a date in a line that only dates: a time, a weekday, a short name.
_REST_MOST = 40
_HEAD_LINES = 40
_HEAD_PROSE = 2
_COPYRIGHT = re.compile(
    r"(?:copyright|©|ⓒ|\(c\))[\s:©ⓒ]*(?:\(c\)\s*)?(?:(?:19|20)\d\d(?:\s?[-–,]\s?(?:(?:19|20)\d\d|present))?)?[\s,:]*(?:by\s+)?(?P<name>[^©ⓒ\d|｜.。]{2,60}?(?:,? (?:inc|ltd|co|corp|llc|plc)\b\.?(?:,? ltd\.?)?)?)(?:\s*(?:(?:19|20)\d\d|all rights|無断|,? *[|｜.。]|$))",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    rf"(?P<name>[^。\d|｜]{{0,40}}?)[\s|｜・,、:：]*(?:(?P<year>(?:19|20)\d\d)\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?:(?P<day>\d{{1,2}})\s?日\s?)?号|\b(?P<called>{_MONTH})\.?,? (?P<year2>(?:19|20)\d\d)(?: issue| edition|$))",
    re.IGNORECASE,
)
_EARLIEST = 1900
_LATEST = 2100


def written_date(value: object) -> str | None:
    """The day that a value of metadata names, as `YYYY-MM-DD`, in its own time zone; `YYYY-MM` of a month; else None.

    >>> written_date("2025-07-05T23:30:00+09:00"), written_date("Sat, 05 Jul 2025 10:00:00 GMT"), written_date("soon")
    ('2025-07-05', '2025-07-05', None)
    """
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    text = unicodedata.normalize("NFKC", value).strip()[:200]
    if month := re.fullmatch(r"((?:19|20)\d\d)[-/年.]\s?(0?[1-9]|1[0-2])月?", text):
        return f"{month[1]}-{int(month[2]):02}"
    return next((day for found in _DATE.finditer(text) if (day := _day(found))), None)


def stated_date(lines: Sequence[str]) -> str | None:
    """The date of publication that the lines of an article or a page state.

    A line that says so (公開日：…, "Published 5 July 2025") counts anywhere; a date alone, or beside a time and a short
    name, only near the top; a date of an update never.
    """
    alone = None
    prose = 0
    for number, line in enumerate(lines):
        text = unicodedata.normalize("NFKC", line).strip()
        if len(text) > _LONGEST_LINE:
            prose += 1
            continue
        near = number < _HEAD_LINES and prose < _HEAD_PROSE
        for found in _DATE.finditer(text):
            before, behind = text[: found.start()], text[found.end() :]
            if _UPDATED.search(before) or _UPDATED_BEHIND.match(behind):
                continue
            day = _day(found)
            if day and (
                _PUBLISHED.search(before) or (_PUBLISHED_BEHIND.match(behind) and len(text) <= _REST_MOST)
            ):
                if _rest(text, found) <= _REST_MOST + 20 and not _is_sentence(text):
                    return day
            elif day and near and alone is None and not _is_sentence(text) and _dates_only(text, found):
                alone = day
    return alone


def issue_of(lines: Sequence[str]) -> tuple[str, str] | None:
    """The name and date of the issue that a running head or masthead prints, the name "" where it stands alone.

    >>> issue_of(["月刊素材 2025年10月号"]), issue_of(["Metals Monthly, October 2025 issue"]), issue_of(["2025年10月に"])
    (('月刊素材', '2025-10'), ('Metals Monthly', '2025-10'), None)
    """
    for line in lines:
        text = unicodedata.normalize("NFKC", line).strip()
        found = _ISSUE.search(text) if len(text) <= _REST_MOST * 2 and not _is_sentence(text) else None
        if found:
            month = int(found["month"] or _MONTHS[(found["called"] or "jan").lower()])
            date = f"{found['year'] or found['year2']}-{month:02}"
            return found["name"].strip(" ,-–|/・"), date + (
                f"-{int(found['day']):02}" if found["day"] else ""
            )
    return None


def copyright_holder(lines: Sequence[str]) -> str | None:
    """Whom a line such as "© 2025 Acme News, Inc. All rights reserved." names."""
    for line in lines:
        text = unicodedata.normalize("NFKC", line).strip()
        if len(text) <= _LONGEST_LINE * 2 and (found := _COPYRIGHT.search(text)):
            name = found["name"].strip(" ,-–")
            if (
                len(name) > 1
                and re.search(r"[^\W\d_]", name)
                and not re.match(r"all rights", name, re.IGNORECASE)
            ):
                return name
    return None


def _is_sentence(text: str) -> bool:
    return re.search(r"。|[a-z]{2}[.!?]$", text) is not None


def _dates_only(text: str, found: re.Match[str]) -> bool:
    """Whether little stands beside the date, and nothing that an event's date has beside it."""
    rest = text[: found.start()] + text[found.end() :]
    return _rest(text, found) <= _REST_MOST and not re.search(
        r"まで|から|現在|時点|開始|終了|締切|現金|売上|as of|until|from|ended|due", rest, re.IGNORECASE
    )


def _rest(text: str, found: re.Match[str]) -> int:
    return len(re.sub(r"[\s\d:：時分秒()（）,、|/／・-]", "", text[: found.start()] + text[found.end() :]))


def _day(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    if groups["packed"]:
        year, month, day = int(groups["packed"][:4]), int(groups["packed"][4:6]), int(groups["packed"][6:])
    elif groups["era"]:
        year = _ERAS[groups["era"]] + (1 if groups["era_year"] == "元" else int(groups["era_year"]))
        month, day = int(groups["month3"]), int(groups["day3"])
    elif groups["name"] or groups["name5"]:
        year = int(groups["year4"] or groups["year5"])
        month, day = (
            _MONTHS[(groups["name"] or groups["name5"]).lower()],
            int(groups["day4"] or groups["day5"]),
        )
    else:
        year = int(groups["year"])
        month, day = int(groups["month"] or groups["month2"]), int(groups["day"] or groups["day2"])
    try:
        return datetime.date(year, month, day).isoformat() if _EARLIEST <= year < _LATEST else None
    except ValueError:
        return None
