"""Numerals read as decimals: digits with separators, kanji numerals with myriad scales, English number words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SCALES = {
    "兆": 10**12,
    "億": 10**8,
    "万": 10**4,
    "百万": 10**6,
    "千": 10**3,
    "十億": 10**9,
    "百": 100,
    "十": 10,
}
_ENGLISH_SCALES = {
    "trillion": 10**12, "tn": 10**12, "billion": 10**9, "bn": 10**9, "b": 10**9, "million": 10**6, "mn": 10**6, "m": 10**6,
    "thousand": 10**3, "k": 10**3, "hundred": 100,
}  # fmt: skip
_KANJI = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
NUMBER_WORDS: dict[str, int | Decimal] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80,
    "ninety": 90, "half a": Decimal("0.5"),
}  # fmt: skip
NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"


def read_number(text: str) -> Decimal | None:
    """Digits with separators, a kanji numeral below 100, or an English number word."""
    text = text.replace(",", "").strip()
    sign = -1 if text[:1] in "△▲−-" and text[:1] else 1
    text = text.lstrip("△▲−-")
    if text in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS[text]) * sign
    if text and all(c in _KANJI or c == "十" for c in text):
        return Decimal(_small_kanji(text)) * sign
    try:
        return Decimal(text) * sign
    except InvalidOperation:
        return None


def _small_kanji(text: str) -> int:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_KANJI.get(tens, 1) if tens else 1) * 10 + (_KANJI.get(ones, 0) if ones else 0)
    return int("".join(str(_KANJI[c]) for c in text))


def read_scaled(number: str, scale: str | None) -> Decimal | None:
    """A number with an English scale word: ("1.2", "bn") is 1,200,000,000."""
    value = read_number(number)
    return None if value is None else value * _ENGLISH_SCALES.get((scale or "").lower(), 1)


def read_japanese(text: str) -> Decimal | None:
    """A Japanese numeral with myriad scales: 1兆2000億, 12億3,000万, 1億2千万, 三百億, 十二."""
    text = text.replace("マイナス", "-")
    sign = -1 if text[:1] in "△▲−-" else 1
    text = text.lstrip("△▲−-")
    total, section = Decimal(0), Decimal(0)
    for piece in re.finditer(
        rf"(?P<n>{NUMBER}|[〇一二三四五六七八九]+)?(?P<s>[十百千]*)(?P<m>[兆億万]?)", text
    ):
        if not piece.group():
            continue
        value = read_number(piece["n"]) if piece["n"] else Decimal(1 if piece["s"] else 0)
        if value is None:
            return None
        for small in piece["s"]:
            value *= _SCALES[small]
        section += value
        if piece["m"]:
            total += section * _SCALES[piece["m"]]
            section = Decimal(0)
    return sign * (total + section)
