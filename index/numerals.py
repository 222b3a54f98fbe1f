"""Numerals read as decimals: digits with separators, kanji numerals with myriad scales, English number words."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation

_SCALES = {"京": 10**16, "兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3, "百": 100, "十": 10}
_ENGLISH_SCALES = {
    "quadrillion": 10**15, "trillion": 10**12, "tn": 10**12, "billion": 10**9, "bn": 10**9, "b": 10**9, "million": 10**6,
    "mn": 10**6, "mm": 10**6, "m": 10**6, "thousand": 10**3, "k": 10**3, "hundred": 100,
}  # fmt: skip
ENGLISH_SCALE = "|".join(sorted(_ENGLISH_SCALES, key=len, reverse=True))
# Wide enough that scaling never rounds: a numeral longer than _LONGEST characters is no amount.
_LONGEST = 80
_EXACT = Context(prec=200)
_KANJI = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_WORDS: dict[str, int] = {"a": 1, "an": 1, **_UNITS, **_TEENS, **_TENS}


def _any_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_BELOW_HUNDRED = rf"(?:(?:{_any_of(_TENS)})(?:[\s-](?:{_any_of(_UNITS)}))?|{_any_of(_TEENS | _UNITS)})"
# "twenty-five", "two hundred and fifty"; COUNT_IN_WORDS leaves out "a", which mostly opens a rate ("a year").
COUNT_IN_WORDS = rf"(?:(?:{_any_of(_UNITS)})\shundred(?:\s(?:and\s)?{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
NUMBER_IN_WORDS = rf"(?:half\san?|an?\shundred(?:\s(?:and\s)?{_BELOW_HUNDRED})?|{COUNT_IN_WORDS}|an?)"

_SIGN = re.compile(r"[△▲−-]+|マイナス|(?:minus|negative)\s")
_PIECE = re.compile(rf"(?P<n>{NUMBER}|[〇零一二三四五六七八九]+)?\s?(?P<s>[十百千]*)(?P<m>[京兆億万]*)")


def read_number(text: str) -> Decimal | None:
    """Digits with separators, a kanji numeral below 100, or an English number in words."""
    sign, text = _signed(text)
    if len(text) > _LONGEST:
        return None
    text = text.replace(",", "")
    if re.fullmatch(NUMBER_IN_WORDS, text):
        return _negated(_read_words(text), sign)
    if text and all(c in _KANJI or c == "十" for c in text):
        return _negated(_small_kanji(text), sign)
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return _negated(value, sign) if value.is_finite() else None


def _signed(text: str) -> tuple[int, str]:
    match = _SIGN.match(text)
    return (-1 if match.group().strip() else 1, text[match.end() :].strip()) if match else (1, text.strip())


def _negated(value: Decimal, sign: int) -> Decimal:
    return value.copy_negate() if sign < 0 else value


def _read_words(text: str) -> Decimal:
    total = Decimal(0)
    for word in re.split(r"[\s-]", text):
        if word == "half":
            return Decimal("0.5")
        total = total * 100 if word == "hundred" else total + _WORDS.get(word, 0)
    return total


def _small_kanji(text: str) -> Decimal:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return Decimal((_KANJI.get(tens, 1) if tens else 1) * 10 + (_KANJI.get(ones, 0) if ones else 0))
    return Decimal("".join(str(_KANJI[c]) for c in text))


def read_scaled(number: str, scale: str | None) -> Decimal | None:
    """A number with an English scale word: ("1.2", "bn") is 1,200,000,000."""
    value = read_number(number)
    factor = Decimal(_ENGLISH_SCALES.get((scale or "").lower(), 1))
    return None if value is None else _EXACT.multiply(value, factor)


def read_japanese(text: str) -> Decimal | None:
    """A Japanese numeral with myriad scales: 1兆2000億, 12億3,000万, 1億2千万, 三百億, 十二."""
    sign, text = _signed(text)
    if len(text) > _LONGEST:
        return None
    total, section = Decimal(0), Decimal(0)
    for piece in _PIECE.finditer(text):
        if not piece.group().strip():
            continue
        value = read_number(piece["n"]) if piece["n"] else Decimal(1 if piece["s"] else 0)
        if value is None:
            return None
        for small in piece["s"]:
            value = _EXACT.multiply(value, Decimal(_SCALES[small]))
        section = _EXACT.add(section, value)
        for myriad in piece["m"]:
            section = _EXACT.multiply(section, Decimal(_SCALES[myriad]))
        if piece["m"]:
            total, section = _EXACT.add(total, section), Decimal(0)
    return _negated(_EXACT.add(total, section), sign)
