"""The last gate: every number in an answer stands in a quote, in the calculation, or in what the asker wrote.

Numbers are compared by value, unit and what is counted ("14億6000万ドル" is "$1.46 billion", 42人 is no 42社), times as
times ("Q3 2025" is 2025年第3四半期), so a translation or a rounding passes and a slip does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from index.periods import find_periods
from index.quantity import Quantity, find_quantities
from index.times import MONTHS
from rag.answer import Calculation, Citation

_MARKER = re.compile(r"\[\d+\]")
_LIST_NUMERAL = re.compile(r"^\s*(\d{1,2})[.)．]\s", re.M)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_KANJI_DIGIT = str.maketrans("一二三四五六七八九", "123456789")
_KANJI_ORDINAL = re.compile(
    r"第([一二三四五六七八九])|([一二三四五六七八九])(?=桁|つ|か月|月|年|期|回|社|人|本|件)"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_CARDINALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 2,
}  # fmt: skip
_CARDINAL = re.compile(rf"\b(?:{'|'.join(_CARDINALS)})\b", re.I)
# "On second thoughts" counts nothing.
_ORDINAL = re.compile(
    rf"\b({'|'.join(_ORDINALS)})(?=[ -](?:quarter|half|place|time|year|month|round|phase|fiscal|generation|largest|biggest|most)\b)",
    re.I,
)
_MONTH = re.compile(rf"\b({'|'.join(month.capitalize() for month in MONTHS)})\b")
_MODAL = re.compile(r"May(?!,? \d| of\b)")
# What is counted, where two wordings mean different things.
_COUNTED = {
    word: name
    for name, words in (
        ("person", "人 名 people persons employees staff workers users subscribers customers engineers"),
        ("company", "社 company companies firms"),
        ("country", "か国 カ国 ヶ国 country countries"),
        ("time", "回 times launches"),
        ("store", "店 店舗 store stores"),
        ("language", "言語 language languages"),
        ("share", "株 share shares"),
    )
    for word in words.split()
}


def ungrounded(
    answer: str, citations: Iterable[Citation], calculation: Calculation | None, asked: Iterable[str]
) -> list[str]:
    """The numbers of `answer` (as written) that no quote, no calculation and nothing in `asked` holds."""
    text = _plain(_unlisted(_MARKER.sub(" ", answer)))
    sources = [_plain(citation.quote) for citation in citations] + [_plain(part) for part in asked]
    sources += [_plain(step) for step in calculation.assumptions] if calculation else []
    known = [mention.quantity for source in sources for mention in find_quantities(source)]
    numbers = {number for source in sources for number in numbers_of(source)}
    times = {mention.period for source in sources for mention in find_periods(source)}
    results: list[Quantity] = []
    if calculation:
        results = _calculated(calculation)
        numbers |= _numbers_of(calculation)
    periods = find_periods(text)
    passed = [(mention.start, mention.end) for mention in periods if mention.period in times]
    missing = []
    for mention in find_quantities(text):
        if any(mention.start < period.end and period.start < mention.end for period in periods):
            continue  # "first 9 months of 2025" is a time, whose numbers are looked at below
        passed.append((mention.start, mention.end))
        told = any(alike(mention.quantity, quantity) for quantity in known)
        if not told and not any(alike(mention.quantity, quantity, True) for quantity in results):
            missing.append(text[mention.start : mention.end])
    return missing + [
        written
        for start, written, number in written_numbers(text)
        if number not in numbers and not any(low <= start < high for low, high in passed)
    ]


def _unlisted(text: str) -> str:
    """`text` without the numerals of a list that counts 1, 2, 3."""
    counted = iter(range(1, 100))
    return _LIST_NUMERAL.sub(lambda match: " " if int(match[1]) == next(counted) else match.group(), text)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return _KANJI_ORDINAL.sub(lambda match: match.group().translate(_KANJI_DIGIT), text)


def written_numbers(text: str) -> list[tuple[int, str, Decimal]]:
    """Numbers an answer writes in digits, as English words or as months; "one" counts nothing."""
    found = [(match.start(), match.group(), _decimal(match.group())) for match in _NUMBER.finditer(text)]
    found += [
        (match.start(), match.group(), Decimal(_CARDINALS[match.group().lower()]))
        for match in _CARDINAL.finditer(text)
        if match.group().lower() not in ("one", "half")
    ]
    found += [(match.start(), match[1], _month(match[1])) for match in _months(text)]
    return sorted(found)


def numbers_of(text: str) -> set[Decimal]:
    """Every number of `text`: digits, English number words and ordinals, months."""
    text = _plain(text)
    found = {_decimal(match.group()) for match in _NUMBER.finditer(text)}
    found |= {Decimal(_CARDINALS[match.group().lower()]) for match in _CARDINAL.finditer(text)}
    found |= {Decimal(_ORDINALS[match[1].lower()]) for match in _ORDINAL.finditer(text)}
    return found | {_month(match[1]) for match in _months(text)}


def _months(text: str) -> list[re.Match[str]]:
    return [match for match in _MONTH.finditer(text) if not _MODAL.match(text, match.start())]


def _month(name: str) -> Decimal:
    return Decimal(MONTHS.index(name.lower()) + 1)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "")).normalize()
    except InvalidOperation:
        return Decimal("NaN")


def _calculated(calculation: Calculation) -> list[Quantity]:
    pairs = [(item.value, item.unit) for item in calculation.inputs] + [
        (calculation.result.value, calculation.result.unit)
    ]
    return [Quantity(Decimal(value), unit) for value, unit in pairs]


def _numbers_of(calculation: Calculation) -> set[Decimal]:
    texts = [
        calculation.expression,
        calculation.result.value,
        calculation.cash_out or "",
        *calculation.assumptions,
    ]
    texts += [f"{item.value} {item.as_of or ''}" for item in calculation.inputs]
    found = {number for text in texts for number in numbers_of(text.replace("-", " "))}
    rounded = {
        Decimal(calculation.result.value).quantize(Decimal(step)).normalize() for step in ("1", "0.1", "0.01")
    }
    return found | rounded


def alike(shown: Quantity, known: Quantity, computed: bool = False) -> bool:
    """Equal in value (as far as the shown digits go), in unit and in what is counted."""
    values = [known.value] if known.upper is None else [known.value, known.upper]
    shown_values = [shown.value] if shown.upper is None else [shown.value, shown.upper]
    if not _same_unit(shown, known):
        return False
    return all(any(_rounds_to(other, value, computed) for other in values) for value in shown_values)


def _same_unit(shown: Quantity, known: Quantity) -> bool:
    """One of two amounts may leave its period unsaid ("毎月の支出は10億円"), a number what it counts."""
    amount, _, per = shown.unit.partition("/")
    other, _, other_per = known.unit.partition("/")
    if amount == other:
        counted, other_counted = _COUNTED.get(shown.counter), _COUNTED.get(known.counter)
        alike = not (counted and other_counted) or counted == other_counted
        return alike and (not per or not other_per or per == other_per)
    if {amount, other} == {"count", "ratio"}:
        return True  # "3 times" and 3倍
    uncounted = (shown if amount == "count" else known).counter == ""
    return uncounted and {amount, other} in ({"count", "hour"}, {"count", "day"})


def _rounds_to(known: Decimal, shown: Decimal, computed: bool) -> bool:
    """`shown` is `known`, or `known` rounded to at least three digits; a computed one may keep one or two decimals."""
    if known == shown:
        return True
    digits = len(shown.normalize().as_tuple().digits)
    if digits >= 3 and Context(prec=digits, rounding=ROUND_HALF_UP).plus(known) == shown:
        return True
    steps = (Decimal("0.1"), Decimal("0.01")) if computed and abs(known) < 10**6 else ()
    return any(known.quantize(step) == shown for step in steps)
