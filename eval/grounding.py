"""A second reading of the rule that no number comes from nowhere, written apart from the product's own check.

Amounts are compared in value and unit, times as times. Digits that form no amount (years, "Grok 4", "第3四半期") must stand as digits in a
source. Sources are the quotes, the calculation, the question and its history.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from index.periods import find_periods
from index.quantity import Quantity, find_quantities
from rag.answer import Answer, Calculation

# An answer rounds to about three digits, and months and shares to a decimal.
ROUNDING = Decimal("0.005")
LAST_DECIMAL = Decimal("0.05")
_SHOWN_WITH_A_DECIMAL = {"month", "percent", "point", "ratio"}
_MARKER = re.compile(r"\[\d{1,3}\]")
_NUMERAL_OF_A_LIST = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_MONTHS = "january february march april may june july august september october november december".split()
_WORDS = {name: place for place, name in enumerate(_MONTHS, start=1)} | {
    name: place
    for names in (
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth",
    )
    for place, name in enumerate(names.split(), start=1)
}
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_KANJI = {character: place for place, character in enumerate("一二三四五六七八九", start=1)}
_COUNTLESS = {"count", "ratio"}


def numbers_from_nowhere(answer: Answer, asked: Iterable[str]) -> list[str]:
    """The numbers in `answer.answer`, as written, that no quote, calculation or text in `asked` holds."""
    text = _folded(_NUMERAL_OF_A_LIST.sub("", _MARKER.sub(" ", answer.answer)))
    sources = [_folded(citation.quote) for citation in answer.citations] + [_folded(part) for part in asked]
    known = [mention.quantity for source in sources for mention in find_quantities(source)]
    digits = {digit for source in sources for digit in _digits(source)}
    if answer.calculation is not None:
        known += _quantities(answer.calculation)
        digits |= {digit for part in _texts(answer.calculation) for digit in _digits(part.replace("-", " "))}
    told = {mention.period for source in sources for mention in find_periods(source)}
    times = [(one.start, one.end) for one in find_periods(text) if one.period in told]
    stray, taken = [], list(times)
    for mention in find_quantities(text):
        if any(start <= mention.start and mention.end <= end for start, end in times):
            continue  # "first 9 months of 2025" is 2025年1〜9月
        taken.append((mention.start, mention.end))
        if not any(_equal(mention.quantity, quantity) for quantity in known):
            stray.append(text[mention.start : mention.end])
    for match in _DIGITS.finditer(text):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and Decimal(match.group().replace(",", "")) not in digits:
            stray.append(match.group())
    return stray


def _equal(shown: Quantity, known: Quantity) -> bool:
    """The same amount, or one end of a known range; a period must agree only where both name one."""
    if not _units_agree(shown.unit, known.unit):
        return False
    if shown.upper is not None and known.upper is None:
        return False
    ends = [known.value] if known.upper is None else [known.value, known.upper]
    wanted = [shown.value] if shown.upper is None else [shown.value, shown.upper]
    return all(any(_close(value, end, known.unit) for end in ends) for value in wanted)


def _units_agree(shown: str, known: str) -> bool:
    base, _, per = shown.partition("/")
    other, _, known_per = known.partition("/")
    if base != other:
        return {base, other} == _COUNTLESS
    return not per or not known_per or per == known_per


def _close(shown: Decimal, known: Decimal, unit: str) -> bool:
    slack = abs(known) * ROUNDING
    return abs(shown - known) <= (max(slack, LAST_DECIMAL) if unit in _SHOWN_WITH_A_DECIMAL else slack)


def _quantities(calculation: Calculation) -> list[Quantity]:
    """Inputs, result and the steps between them as amounts."""
    pairs = [(item.value, item.unit) for item in calculation.inputs]
    pairs.append((calculation.result.value, calculation.result.unit))
    steps = [mention.quantity for step in calculation.assumptions for mention in find_quantities(step)]
    return [Quantity(Decimal(value), unit) for value, unit in pairs] + steps


def _texts(calculation: Calculation) -> Sequence[str]:
    dates = [item.as_of or "" for item in calculation.inputs]
    return [calculation.expression, calculation.cash_out or "", *calculation.assumptions, *dates]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _digits(text: str) -> set[Decimal]:
    """Digits, and words and single kanji for small numbers, so that "third quarter" backs "第3四半期"."""
    text = _folded(text)
    found = {Decimal(match.group().replace(",", "")) for match in _DIGITS.finditer(text)}
    found |= {Decimal(_WORDS[match.group()]) for match in _WORD.finditer(text)}
    return found | {Decimal(place) for character, place in _KANJI.items() if character in text}
