"""The last gate: every number in an answer stands in a quote, in the calculation, or in what the asker wrote.

Numbers are compared by value and unit ("14億6000万ドル" is "$1.46 billion"), so a translation or a rounding of a
calculated result passes and a slip does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from index.quantity import Quantity, find_quantities
from rag.answer import Calculation, Citation

_MARKER = re.compile(r"\[\d+\]")
_LIST_NUMERAL = re.compile(r"^\s*\d{1,2}[.)．]\s", re.M)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_KANJI_DIGIT = str.maketrans("一二三四五六七八九", "123456789")
_KANJI_ORDINAL = re.compile(
    r"第([一二三四五六七八九])|([一二三四五六七八九])(?=桁|つ|か月|月|年|期|回|社|人|本|件)"
)
_ROUNDING = Decimal("0.006")  # two or three significant digits of a calculated result
_WORD_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "first": 1, "second": 2, "third": 3, "fourth": 4, "half": 2, "january": 1, "february": 2, "march": 3, "april": 4, "may": 5,
    "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_WORDS = re.compile(rf"\b(?:{'|'.join(_WORD_NUMBERS)})\b", re.I)


def ungrounded(
    answer: str, citations: Iterable[Citation], calculation: Calculation | None, asked: Iterable[str]
) -> list[str]:
    """The numbers of `answer` (as written) that no quote, no calculation and nothing in `asked` holds."""
    text = _plain(_LIST_NUMERAL.sub(" ", _MARKER.sub(" ", answer)))
    sources = [_plain(citation.quote) for citation in citations] + [_plain(part) for part in asked]
    known = [mention.quantity for source in sources for mention in find_quantities(source)]
    numbers = {number for source in sources for number in _numbers(source)}
    if calculation:
        known += _calculated(calculation)
        numbers |= _numbers_of(calculation)
    missing = []
    covered: list[tuple[int, int]] = []
    for mention in find_quantities(text):
        covered.append((mention.start, mention.end))
        if not any(_matches(mention.quantity, quantity) for quantity in known):
            missing.append(text[mention.start : mention.end])
    for match in _NUMBER.finditer(text):
        inside = any(start <= match.start() < end for start, end in covered)
        if not inside and _decimal(match.group()) not in numbers:
            missing.append(match.group())
    return missing


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return _KANJI_ORDINAL.sub(lambda match: match.group().translate(_KANJI_DIGIT), text)


def _numbers(text: str) -> set[Decimal]:
    found = {_decimal(match.group()) for match in _NUMBER.finditer(text)}
    return found | {Decimal(_WORD_NUMBERS[match.group().lower()]) for match in _WORDS.finditer(text)}


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
    found = {number for text in texts for number in _numbers(text.replace("-", " "))}
    rounded = {
        Decimal(calculation.result.value).quantize(Decimal(step)).normalize() for step in ("1", "0.1", "0.01")
    }
    return found | rounded


def _matches(shown: Quantity, known: Quantity) -> bool:
    """Equal in value (a calculated result may be rounded) and in unit; a bare ratio or count may lack its unit."""
    values = [known.value] if known.upper is None else [known.value, known.upper]
    shown_values = [shown.value] if shown.upper is None else [shown.value, shown.upper]
    if not _same_unit(shown.unit, known.unit):
        return False
    return all(any(_close(value, other) for other in values) for value in shown_values)


def _same_unit(shown: str, known: str) -> bool:
    return (
        shown == known
        or shown.split("/")[0] == known.split("/")[0]
        or {shown, known} <= {"count", "ratio", "hour", "day"}
    )


def _close(shown: Decimal, known: Decimal) -> bool:
    return abs(shown - known) <= max(abs(known) * _ROUNDING, Decimal("0.0000001"))
