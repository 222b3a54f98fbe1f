"""Units of a table: the currency and scale that a header, a caption or a note gives, and what a cell holds under them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from index.amounts import CURRENCIES, SYMBOLS
from index.quantity import Quantity, find_quantities
from index.vocabulary import fold

_JAPANESE_SCALES = {
    "": 1, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "億": 10**8, "十億": 10**9, "百億": 10**10,
    "千億": 10**11, "兆": 10**12,
}  # fmt: skip
_ENGLISH_SCALES = {
    "thousand": 10**3, "thousands": 10**3, "000": 10**3, "000s": 10**3, "k": 10**3, "million": 10**6, "millions": 10**6,
    "mn": 10**6, "mm": 10**6, "m": 10**6, "mil": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9, "b": 10**9,
    "trillion": 10**12, "trillions": 10**12,
}  # fmt: skip


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CURRENCY_JA = _any_of([word for word in CURRENCIES if not word.isascii()])
_SCALED_JA = rf"(?P<scale>{_any_of([s for s in _JAPANESE_SCALES if s])})?(?P<currency>{_CURRENCY_JA})"
_JAPANESE = (
    re.compile(rf"単位\s*(?:[:：は]|である)?\s*{_SCALED_JA}"),
    re.compile(rf"単位は、?[^。\d]{{0,20}}?{_SCALED_JA}"),
    re.compile(rf"{_SCALED_JA}\s*(?:単位|を単位)"),
    re.compile(rf"[(（\[［]\s*{_SCALED_JA}\s*[)）\]］、,]"),
    re.compile(rf"^\s*{_SCALED_JA}\s*$"),
)
_SCALE_EN = _any_of(list(_ENGLISH_SCALES))
_CURRENCY_EN = (
    rf"(?:{_any_of([word for word in CURRENCIES if word.isascii()])})(?![a-z])|(?:{_any_of(list(SYMBOLS))})"
)
_SYMBOL = re.compile(r"[$¥€£]")
_BRACKET = re.compile(r"[(\[（]([^()\[\]（）]{1,60})[)\]）]")
_IN_SCALE = re.compile(
    rf"\b(?:in|stated in|expressed in|amounts? in|figures? in)\s+(?:us\s|u\.s\.\s)?(?P<before>{_CURRENCY_EN})?\s*(?P<scale>{_SCALE_EN})\b(?:\s+of)?\s*(?:us\s|u\.s\.\s|japanese\s)?(?P<after>{_CURRENCY_EN})?"
)
_ONLY_UNIT = re.compile(
    rf"(?:in\s)?(?:us\s|u\.s\.\s)?(?P<before>{_CURRENCY_EN})?[\s']*(?:in\s)?(?P<scale>{_SCALE_EN})?(?![a-z])(?:\s+of)?\s*(?:us\s|u\.s\.\s|japanese\s)?(?P<after>{_CURRENCY_EN})?\.?"
)
_NUMBER = re.compile(
    r"(?P<sign>[△▲−–-]|minus )?\s?(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)\s?(?P<percent>[%％])?"
)
_IN_BRACKETS = re.compile(r"[(（]\s*(?P<inside>[^()（）]+?)\s*[)）]\s?(?P<percent>[%％])?")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a bare number of a table counts: so many (`factor`) of a currency, which may not be said ("")."""

    currency: str
    factor: int = 1


def scale_in(text: str) -> Scale | None:
    """The scale a header or a caption states: "(百万円)", "単位：千円", "US$ millions", "in millions of yen"; None without one.

    >>> scale_in("金額(百万円)"), scale_in("Income statement (US$ in thousands)")
    (Scale(currency='JPY', factor=1000000), Scale(currency='USD', factor=1000))
    """
    text = fold(text)
    for pattern in _JAPANESE:
        if match := pattern.search(text):
            return Scale(CURRENCIES[match["currency"]], _JAPANESE_SCALES[match["scale"] or ""])
    for part in (
        *(piece for inside in _BRACKET.findall(text) for piece in re.split(r"[,;、]", inside)),
        text,
    ):
        match = _ONLY_UNIT.fullmatch(part.strip())
        if match and part.strip() and (match["scale"] or match["before"] or match["after"]):
            return _english(match)
    found = _IN_SCALE.search(text)
    return _english(found) if found else None


def stated_scale(text: str) -> Scale | None:
    """The scale a sentence states for a table above it: "Amounts are in millions of yen", 金額は百万円単位で表示している."""
    text = fold(text)
    for pattern in _JAPANESE[:3]:
        if match := pattern.search(text):
            return Scale(CURRENCIES[match["currency"]], _JAPANESE_SCALES[match["scale"] or ""])
    match = _IN_SCALE.search(text)
    return _english(match) if match else None


def _english(match: re.Match[str]) -> Scale:
    currency = match["before"] or match["after"] or ""
    return Scale(
        SYMBOLS.get(currency) or CURRENCIES.get(currency, ""),
        _ENGLISH_SCALES[match["scale"]] if match["scale"] else 1,
    )


def is_number(text: str) -> bool:
    """Whether a cell holds a number, and not a name or a year."""
    return bare_number(text) is not None or bool(_own_quantity(text))


def bare_number(text: str) -> tuple[Decimal, bool] | None:
    """(number, whether a percentage) of a cell such as "1,234", "△59", "(1,234)" (negative, as accounts write) or "3.2%"."""
    text = fold(text).strip()
    sign, percent = 1, False
    if inside := _IN_BRACKETS.fullmatch(text):
        text, sign, percent = inside["inside"], -1, bool(inside["percent"])
    match = _NUMBER.fullmatch(text.lstrip("$¥€£ "))
    if match is None:
        return None
    try:
        value = Decimal(match["number"].replace(",", ""))
    except InvalidOperation:
        return None
    if match["sign"]:
        sign = -1
    return value * sign, percent or bool(match["percent"])


def read_cell(text: str, scale: Scale, kind: str) -> Quantity | None:
    """What a cell holds under its table's scale; None if it holds no number.

    `kind` is what the row measures: "money", "per_share" (not scaled), "percent", "count", "ratio" or "".
    """
    bare = bare_number(text)
    if bare is None:
        return _own_quantity(text)
    value, percent = bare
    if symbol := _SYMBOL.match(fold(text).lstrip("(△▲-− ")):
        scale = Scale(SYMBOLS[symbol.group()], scale.factor)
    if percent or kind == "percent":
        return Quantity(value, "percent")
    if kind in ("count", "ratio"):
        return Quantity(value, kind)
    if kind == "per_share":
        return Quantity(value, scale.currency or "count")
    return Quantity(value * scale.factor, scale.currency or "count")


def _own_quantity(text: str) -> Quantity | None:
    """The one amount a cell writes out with its unit ("12億円", "$1.2bn")."""
    found = find_quantities(text)
    if len(found) != 1 or not text.strip():
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0].quantity if len(rest.strip(" 約()（）")) <= 1 else None
