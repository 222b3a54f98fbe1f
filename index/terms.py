"""One index term for an amount or a period, however it is written and in whichever language.

1兆2000億円, 1.2兆円 and ¥1.2 trillion are `JPY:1200000000000`; 2025年第3四半期 and Q3 2025 are `PERIOD:2025-Q3`. The terms
stand in the word index beside the words of `index.words`, which hold no capitals, and change none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from index.amounts import CURRENCIES, CURRENCY_JA, SYMBOLS
from index.numerals import COUNT_IN_WORDS, NUMBER, read_scaled
from index.periods import ANY_YEAR, Period, find_periods
from index.quantity import find_quantities
from index.times import MONTHS
from index.vocabulary import fold

# Changes whenever the rules here would make another term of the same text; part of the word index's stamp.
RULES = "terms-2"


@dataclass(frozen=True, slots=True)
class TermMention:
    """An amount or a period at `text[start:end]` with its terms, the most exact first.

    A day has the term of its month too, and a period that of any year: 2025年7月3日 is in 2025-07, and in a July.
    """

    terms: tuple[str, ...]
    start: int
    end: int


def find_terms(text: str) -> list[TermMention]:
    """The amounts and periods of `text` in order, each with its terms. Never raises.

    >>> [mention.terms for mention in find_terms("Q3 2025 sales rose 3.2% to ¥1.2 trillion")]
    [('PERIOD:2025-Q3', 'PERIOD:Q3'), ('PERCENT:3.2',), ('JPY:1200000000000',)]
    """
    folded = fold(text)
    found = [
        TermMention(terms, match.start(), match.end())
        for looks_like, pattern, read in _KINDS
        if looks_like.search(folded)
        for match in pattern.finditer(folded)
        if (terms := read(match.group()))
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    ends = accumulate((mention.end for mention in found), max, initial=0)
    return [mention for mention, end in zip(found, ends, strict=False) if mention.start >= end]


def index_terms(text: str) -> list[str]:
    """Every term of `text` in order, repeats kept: what the word index holds beside its words."""
    return [term for mention in find_terms(text) for term in mention.terms]


# Whole texts are searched only for what looks like an amount or a period; that, a few characters, is then read by
# the parsers of both. These patterns may find too much, since the parsers decide.
_NUMERALS = "0-9〇零一二三四五六七八九十百千"
# The first character stands before what looks back from it: so the search skips to such characters.
_NUMERAL = rf"[{_NUMERALS}](?<![0-9.].)(?<![0-9],.)[{_NUMERALS},.万億兆]*+"
_SCALE = "trillion|billion|million|thousand|bn|tn|mn"
_SHORT_SCALE = "[mbk]"  # only right behind its number: "5 m" is a length
_CURRENCY_EN = "|".join(sorted((word for word in CURRENCIES if word.isascii()), key=len, reverse=True))
_SYMBOL = rf"(?<![a-z])(?:{'|'.join(re.escape(sign) for sign in sorted(SYMBOLS, key=len, reverse=True))})"
_ENGLISH_NUMBER = (
    rf"(?<![a-z0-9.])(?<![0-9],)(?:(?:{NUMBER})(?:[\s-]?(?:{_SCALE})|{_SHORT_SCALE})?"
    rf"|(?:{COUNT_IN_WORDS}|half\san?|an?)[\s-](?:{_SCALE}))(?![a-z0-9])"
)
_JAPANESE = re.compile(
    rf"{_NUMERAL}(?:\s?[〜~–-]\s?{_NUMERAL})?\s?"
    rf"(?:(?:{CURRENCY_JA})(?!(?<=フラン)[スチク])|%|パーセント|割(?:[{_NUMERALS}]分)?(?![引合]))"
)
_WITH_SYMBOL = re.compile(
    rf"{_SYMBOL}\s?[0-9][0-9,.]*(?:\s?[–〜~-]\s?(?:{_SYMBOL})?[0-9][0-9,.]*)?"
    rf"(?:[\s-]?(?:{_SCALE}|{_SHORT_SCALE})(?![a-z])|[0-9,十百千万億兆]+)?"
)
_IN_ENGLISH = re.compile(
    rf"{_ENGLISH_NUMBER}[\s-]?(?:(?:us\s|u\.s\.\s)?(?:{_CURRENCY_EN})|per\s?cent(?:age)?)(?![a-z])"
)
_SCALED = re.compile(
    rf"(?<![a-z0-9.$¥€£₩₹])(?<![$¥€£₩₹]\s)(?<![0-9],)(?P<number>{NUMBER}|{COUNT_IN_WORDS})"
    rf"(?:[\s-]?(?P<scale>{_SCALE})|(?P<short>{_SHORT_SCALE}))(?![a-z0-9])(?!\s(?:us\s|u\.s\.\s)?(?:{_CURRENCY_EN}))"
)
_MONTHS = rf"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?![a-z])\.?"
_YEAR = r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])"
_JAPANESE_PERIOD = re.compile(
    rf"(?:{_YEAR}年(?:度の?|の)?\s?)?(?:第[1-4一二三四]四半期|(?<![0-9])[0-9]{{1,2}}月(?:[0-9]{{1,2}}日|期)?"
    rf"|(?<![0-9])[0-9]{{1,2}}月?\s?(?:[〜~–-]|から)\s?[0-9]{{1,2}}月期?|[上下]半?期)"
    rf"|{_YEAR}年度|{_YEAR}[-/][0-9]{{1,2}}(?:[-/][0-9]{{1,2}})?(?![0-9])"
)
_ENGLISH_PERIOD = re.compile(
    rf"(?<![a-z0-9])(?:(?:(?:three|six|nine|twelve|[369]|12)[ -]months? |year |quarter )(?:period )?(?:ended|ending|to|through) (?:in )?)?"
    rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{_MONTHS}(?:\s?[-–]\s?| to | through ))?{_MONTHS}"
    rf"(?: [0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9a-z]))?(?:(?: quarter| period)?,? (?:of )?20[0-9]{{2}}(?![0-9]))?"
    rf"|(?<![0-9])(?:20[0-9]{{2}}(?:['’]s)? )?(?:first|second|third|fourth|1st|2nd|3rd|4th)[ -](?:quarter|half)(?:(?: of|,)?(?: fiscal| fy)? 20[0-9]{{2}})?"
    rf"|(?<![0-9a-z])(?:(?:20[0-9]{{2}}\s?)?q[1-4]|(?:20[0-9]{{2}}\s?)h[12]|h[12](?=\s?20))(?: of)?(?:\s?(?:fy\s?)?20[0-9]{{2}}|\s?['’][0-9]{{2}})?(?![0-9a-z])"
    rf"|(?<![0-9a-z])[1-4][qh]\s?(?:fy\s?)?(?:20)?[0-9]{{2}}(?![0-9a-z])"
    rf"|(?<![0-9a-z])(?:fy\s?|fiscal (?:year )?)(?:20)?[0-9]{{2}}(?![0-9a-z])"
)
# A few megabytes: dates and round sums come again and again.
_REMEMBERED = 16_384
_FISCAL_YEAR = re.compile(r"(20[0-9]{2})年度|(?:fy\s?|fiscal (?:year )?)(20)?([0-9]{2})")


@lru_cache(_REMEMBERED)
def _amount_terms(text: str) -> tuple[str, ...]:
    """Money as `JPY:1200000000000`, percentages as `PERCENT:3.2`, both ends of a range; signs are left out."""
    return tuple(
        f"{quantity.unit.upper()}:{_plain(value)}"
        for mention in find_quantities(text)
        if (quantity := mention.quantity).unit == "percent" or quantity.unit.isupper()
        for value in (quantity.value, quantity.upper)
        if value is not None
    )


@lru_cache(_REMEMBERED)
def _count_terms(text: str) -> tuple[str, ...]:
    """120 million as 120000000, which is the word that Sudachi makes of 1億2000万."""
    match = _SCALED.fullmatch(text)
    value = read_scaled(match["number"], match["scale"] or match["short"]) if match else None
    return () if value is None else (_plain(value),)


def _plain(value: Decimal) -> str:
    return f"{abs(value).normalize():f}"


@lru_cache(_REMEMBERED)
def _period_terms(text: str) -> tuple[str, ...]:
    fiscal = _FISCAL_YEAR.fullmatch(text)
    if fiscal:
        return (f"PERIOD:FY{fiscal[1] or (fiscal[2] or '20') + fiscal[3]}",)
    names = [name for mention in find_periods(text, year=ANY_YEAR) for name in _names(mention.period)]
    return tuple(f"PERIOD:{name}" for name in dict.fromkeys(names))


def _names(period: Period) -> Iterator[str]:
    """What a period is called, the most exact first: 2025-07-03, 2025-07, 07; 2025-Q3, Q3; 2024-04/2025-03."""
    start, end = period.start, period.end
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 12 and start.month == 1:
        return  # a year alone is a word already
    if start == end and start.year != ANY_YEAR and period.kind == "span":
        yield start.isoformat()
    if start.year != end.year:
        yield f"{start:%Y-%m}/{end:%Y-%m}"
        return
    if months in (3, 6) and end.month % months == 0:
        name = f"{'Q' if months == 3 else 'H'}{end.month // months}"
    else:
        name = f"{end.month:02d}" if months == 1 else f"{start.month:02d}/{end.month:02d}"
    if end.year != ANY_YEAR:
        yield f"{end.year}-{name}"
    yield name


# What a text must hold for a pattern to be tried at all, the pattern, and how its matches are read.
_KINDS = (
    (re.compile(rf"[{_NUMERALS}]"), _JAPANESE, _amount_terms),
    (re.compile("[$¥€£₩₹]|usd|jpy|eur|gbp|cny|rmb|krw"), _WITH_SYMBOL, _amount_terms),
    (re.compile(rf"{_CURRENCY_EN}|per\s?cent"), _IN_ENGLISH, _amount_terms),
    (re.compile("illion|thousand|[0-9][ -]?[mbkt]"), _SCALED, _count_terms),
    (re.compile("[月期度]|20[0-9]{2}[-/]"), _JAPANESE_PERIOD, _period_terms),
    (re.compile(rf"{_MONTHS}|quarter|half|[qh][1-4]|[1-4][qh]|fy|fiscal"), _ENGLISH_PERIOD, _period_terms),
)
