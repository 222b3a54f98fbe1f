"""Times told by the time of the question before: "前の四半期は？", "the year before?", "その四半期の純損失は？"."""

from __future__ import annotations

import re

from index.period import ANY_YEAR, Period, shifted
from index.periods import find_periods

_UNIT_JA = r"(?P<unit{0}>四半期|会計年度|年度|通期|上半期|下半期|半期|期間|期|年|月)(?!間|末|比|率|的|ぶり)"
_UNIT_EN = r"(?P<unit{0}>quarter|fiscal year|year|half(?:[- ]year)?|month|period)"
_PART_EN = r"(?:the )?(?P<part>(?:first|second|third|fourth|last) (?:quarter|half)|q[1-4]|h[12])"
# What points to a time, by what it does to the time before: the first that matches is meant.
_POINTING: dict[str, tuple[tuple[str, str], ...]] = {
    "ja": (
        ("part_back", r"(?:前|昨)年(?:度)?の?(?P<part>第?[1-4一二三四１-４](?:四半期|Q)|[上下]半期|[上下]期)"),
        ("part_on", r"(?:翌|次の)年(?:度)?の?(?P<part>第?[1-4一二三四１-４](?:四半期|Q)|[上下]半期|[上下]期)"),
        ("year_back", r"(?:その)?(?:前|昨)(?:の)?年(?:度)?の?(?:同(?:期間?|四半期|月|時期)|同じ(?:四半期|時期|期間?|月|ころ|頃))|(?:その)?[1一１]年前(?:の?(?:同(?:期間?|四半期|月|時期)|同じ(?:四半期|時期|期間?|月|ころ|頃)))?"),
        ("count_back", r"(?:その)?(?P<count>半|[2-9２-９二三四五六七八九])(?P<each>年|四半期|(?:か|ヶ|カ|ヵ|ケ|箇)月)前(?!半|後|期|年)"),
        ("back", r"(?:(?:その|この|さらに|もう)+(?:[1一１]つ|ひとつ)?|[1一１]つ|ひとつ)?(?:直前|前|まえ)の?" + _UNIT_JA.format(1)),
        ("on", r"(?:(?:その|この|さらに|もう)+(?:[1一１]つ|ひとつ)?|[1一１]つ|ひとつ)?(?:次|翌|後|あと)の?" + _UNIT_JA.format(2)),
        ("same", r"(?:(?:その|この|同じ)(?:時の|ときの)?|同)" + _UNIT_JA.format(3) + r"|同じ時期|同時期"),
        ("back", r"^(?:では?|じゃあ?|それでは|なら)?[、,]?(?:(?:その|さらに|もう|さらにその)(?:[1一１]つ|ひとつ)?|[1一１]つ|ひとつ)(?:前|まえ)(?=は|って|だと|なら|も|の?[?？]|$|です|でし|の場合)"),
        ("on", r"^(?:では?|じゃあ?|それでは|なら)?[、,]?(?:(?:その|もう|さらに|さらにその)(?:[1一１]つ|ひとつ)?|[1一１]つ|ひとつ)(?:次|後|あと)(?=は(?!どう)|って|だと|なら|も|の?[?？]|$|です|でし)"),
    ),
    "en": (
        ("part_back", _PART_EN + r" (?:of|in) (?:the )?(?:previous|prior|preceding|last|year before|year earlier)(?: (?:fiscal )?year)?"),
        ("part_back", _PART_EN + r" (?:of )?(?:the|a|one) year (?:before|earlier|ago|prior)"),
        ("part_on", _PART_EN + r" (?:of|in) (?:the )?(?:next|following|subsequent) (?:fiscal )?year"),
        ("year_back", r"(?:the )?(?:same|corresponding|comparable|equivalent) (?:quarter|period|half|month|time|months) (?:of |in |a |the |one )*(?:previous year|prior year|preceding year|year before|year earlier|year ago|last year|year prior)"),
        ("year_back", r"(?:the )?year[- ](?:ago|earlier) (?:quarter|period|half|month)|(?:a|one) (?:full )?year (?:earlier|before|ago|prior)(?: (?:than|to)(?: (?:that|it)\b)?)?"),
        ("count_back", r"(?P<count>two|three|four|five|six|[2-9]|half a) (?P<each>year|quarter|month)s? (?:earlier|before|ago|prior)(?: (?:that|it))?"),
        ("back", r"(?:the )?(?:previous|prior|preceding|last) " + _UNIT_EN.format(1) + r"|(?:the |a |one )?" + _UNIT_EN.format(2) + r" (?:before|earlier|prior|previous)(?: (?:that|it|this))?(?: one)?"),
        ("on", r"(?:the )?(?:next|following|subsequent) " + _UNIT_EN.format(3) + r"|(?:the |a |one )?" + _UNIT_EN.format(4) + r" (?:after|later)(?: (?:that|it|this))?(?: one)?"),
        ("same", r"(?:that|the same|this) " + _UNIT_EN.format(5)),
        ("back", r"(?:the )?one (?:just |right )?before(?: (?:that|it|this))?(?: one)?|(?<=\band )before (?:that|then)|^before (?:that|then)"),
        ("on", r"(?:the )?one (?:just |right )?after(?: (?:that|it|this))?(?: one)?|(?<=\band )after (?:that|then)|^after (?:that|then)"),
    ),
}  # fmt: skip
_PATTERNS = {
    language: [
        (move, re.compile(rf"\b(?:{pattern})" if language == "en" else pattern, re.I))
        for move, pattern in rows
    ]
    for language, rows in _POINTING.items()
}
_MONTHS = {
    "四半期": 3, "quarter": 3, "半期": 6, "上半期": 6, "下半期": 6, "half": 6, "half-year": 6, "half year": 6, "月": 1, "month": 1,
    "年": 12, "年度": 12, "会計年度": 12, "通期": 12, "year": 12, "fiscal year": 12,
}  # fmt: skip


_OF = re.compile(r"の?")


_COUNTS: dict[str, float] = {
    "半": 0.5, "half a": 0.5, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
}  # fmt: skip
_EACH = (("年", 12), ("year", 12), ("四半期", 3), ("quarter", 3))


def with_time(text: str, language: str, base: Period | None) -> str:
    """`text` with the time it points to written out, where `base`, the time of the question before, tells it.

    >>> with_time("前の四半期は？", "ja", month_span(2025, 7, 9))
    '2025年第2四半期は？'
    """
    if base is None:
        return text
    for move, pattern in _PATTERNS[language]:
        if match := pattern.search(text):
            near = find_periods(text[match.end() :], year=ANY_YEAR)
            if near and near[0].start <= 1 and move == "year_back":  # "a year earlier than Q3 2025"
                period = _moved(move, match, near[0].period)
                return (
                    text[: match.start()] + _label(period, language) + text[match.end() + near[0].end :]
                    if period
                    else text
                )
            beside = find_periods(text[: match.start()], year=base.end.year)
            if beside and _OF.fullmatch(text[beside[-1].end : match.start()]):  # "第3四半期の前年同期"
                period = _moved(move, match, beside[-1].period)
                return (
                    text[: beside[-1].start] + _label(period, language) + text[match.end() :]
                    if period
                    else text
                )
            period = _moved(move, match, base)
            return text[: match.start()] + _label(period, language) + text[match.end() :] if period else text
    return text


def time_told(asked: Period | None, reply: str) -> Period | None:
    """The time a question and its answer are of: as asked, with the year that the answer names, or as the answer tells it."""
    if asked is not None and asked.end.year != ANY_YEAR:
        return asked
    for line in reply.splitlines():
        told = [mention.period for mention in find_periods(line)]
        if asked is not None:
            told = [one for one in told if asked.in_year(one.end.year) == one]
        if told:
            return told[0]
    return asked


def _moved(move: str, match: re.Match[str], base: Period) -> Period | None:
    """The time `match` points to from `base`; None where the two have nothing to do with each other."""
    if move in ("part_back", "part_on"):
        year = base.end.year + (-1 if move == "part_back" else 1)
        parts = find_periods(match["part"], year=year)
        return parts[0].period if parts and base.end.year != ANY_YEAR else None
    if move == "same":
        return base
    if move == "year_back":
        return base.in_years(-1) if base.end.year != ANY_YEAR else None
    length = _length(base)
    if move == "count_back":
        return _counted_back(match, base) if length and base.end.year != ANY_YEAR else None
    unit = next((value for name, value in match.groupdict().items() if name.startswith("unit") and value), "")
    months = _MONTHS.get(unit.lower(), length)
    if not length or (months < length and base.kind == "span") or (base.cumulative and months != 12):
        return None
    period = (
        base.in_years(-1 if move == "back" else 1)
        if months == 12
        else shifted(base, -months if move == "back" else months)
    )
    crossed = base.end.year == ANY_YEAR != period.end.year
    return None if crossed else period


def _counted_back(match: re.Match[str], base: Period) -> Period:
    """So many years, quarters or months before: 半年前, 2年前, "three quarters earlier"."""
    count = _COUNTS.get(match["count"].lower()) or int(match["count"])
    each = next((months for unit, months in _EACH if match["each"].lower().startswith(unit)), 1)
    months = 6 if count == 0.5 else int(count) * each
    return base.in_years(-months // 12) if months % 12 == 0 else shifted(base, -months)


def _length(period: Period) -> int:
    """Whole months of a period; of a day that closes a month, a quarter (balances are told by quarters); 0 of others."""
    if period.kind == "point":
        return 3
    if period.start.day != 1:
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


def _label(period: Period, language: str) -> str:
    return period.label(language)
