"""Ranges: the lower end that stands before an amount, "150億ドルから160億ドル", "15〜20%", "ten to twelve percent"."""

from __future__ import annotations

import re
from decimal import Decimal

from index.amounts import COUNTERS, CURRENCIES, CURRENCY_EN, CURRENCY_JA, ENGLISH_COUNTERS, NUMBER_JA
from index.numerals import COUNT_IN_WORDS, ENGLISH_SCALE, read_japanese, read_number, read_scaled

_REACH = 64  # characters the lower end of a range takes at most
_LINK = re.compile(r"(?:から|[~〜–、-]|\s(?:to|and))\s?$")
_LOW = re.compile(
    rf"(?P<low>{NUMBER_JA}|(?<![a-z]){COUNT_IN_WORDS})(?:[\s-]?(?P<scale>{ENGLISH_SCALE})(?![a-z]))?\s*"
    rf"(?P<unit>{CURRENCY_JA}|{CURRENCY_EN}|%|パーセント|per\s?cent|割|bps|x|{COUNTERS}|か月|ヶ月|カ月|年|時間|ポイント|months?|years?|hours?"
    rf"|percentage\spoints?|basis\spoints?|{ENGLISH_COUNTERS})?"
    r"(?:\s?(?P<link>から|[~〜–、-])|\s(?P<to>to|and))\s?$"
)
_CHANGE_BEHIND = re.compile(
    r"(?:から)?(?:へ|に(?:まで)?(?:増|減|上昇|上方|下方|拡大|縮小|伸|低下|落ち|引き上|引き下|改善|悪化|回復|修正|変更|広が|高ま|倍増|跳ね|急|膨))"
)
_CHANGE_BEFORE = re.compile(
    r"(?:\b(?:from|by|rose|fell|grew|up|down|gained|lost|added|jumped|dropped|climbed|slid|surged|slipped|increased|decreased"
    r"|raised|cut)\s)(?:about\s|around\s|roughly\s)?$"
)
_BETWEEN = re.compile(r"\bbetween\s(?:about\s|around\s|roughly\s)?$")
_SCALE_JA = re.compile(r"[0-9,.〇零一二三四五六七八九]+\s?(?P<small>[十百千]*)(?P<myriad>[万億兆京]*)")
_NEIGHBOURS = re.compile(r"(?<![0-9a-z第、])(?P<first>[1-9一二三四五六七八九])、$")


def joins(text: str, start: int, link: str) -> bool:
    """Whether `link` ("to", "and" or a dash) behind the amount at `start` opens a range: "rose $1 to $8" tells of a change."""
    before = text[max(0, start - 24) : start]
    if link == "and":
        return bool(_BETWEEN.search(before))
    return link != "to" or not _CHANGE_BEFORE.search(before)


def lower_end(text: str, match: re.Match[str], value: Decimal) -> tuple[int, Decimal, Decimal] | None:
    """(start, low, high) of the range that ends in the amount `match`, whose value is `value`, or None.

    "10億円から20億円に増えた" tells of a change and is no range.
    """
    offset = max(0, match.start() - _REACH)
    window = text[offset : match.start()]
    if match["sym"] or not _LINK.search(window):
        return None
    found = _LOW.search(window)
    if found is None:
        return None
    start, link = offset + found.start(), found["link"]
    if (
        (link == "から" and _CHANGE_BEHIND.match(text, match.end()))
        or (link == "、" and not _are_neighbours(text[max(0, start - 1) : match.start()], match.group()))
        or (found["to"] and not joins(text, start, found["to"]))
        or (found["unit"] and not _same_unit(found["unit"], match))
    ):
        return None
    low = _low_value(found, match, value)
    return None if low is None else (start, *low)


def _are_neighbours(before: str, behind: str) -> bool:
    """ "2、3社" are two or three, "1億円、2億円" and "第2、3位" are listed."""
    first, second = _NEIGHBOURS.search(before), re.match(r"[1-9一二三四五六七八九](?![0-9.])", behind)
    if first is None or second is None:
        return False
    low, high = read_number(first["first"]), read_number(second.group())
    return low is not None and high == low + 1


def _same_unit(unit: str, match: re.Match[str]) -> bool:
    if unit in CURRENCIES:
        other = match["jac"] or match["enc"]
        return bool(other) and CURRENCIES[unit] == CURRENCIES[other]
    if unit in ("x", "times"):
        return bool(match["times"]) or match["cec"] == "times"
    return unit.removesuffix("s") in match.group()


def _low_value(found: re.Match[str], match: re.Match[str], value: Decimal) -> tuple[Decimal, Decimal] | None:
    """Both ends in order. What a bare lower number leaves out it shares with the upper one: 150〜160億, 8〜9割, 10 to 12 million."""
    factor = Decimal(
        10 if match["wari"] else 12 if match["yr"] or match["yen"] else "0.01" if match["bp"] else 1
    )
    english = match["en"] or match["ce"] or found["scale"]
    candidates = _in_english(found, match) if english else _in_japanese(found, match)
    if found["low"][0] in "△▲" and value > 0:
        value = value.copy_negate()  # ▲3〜5% fell by 3 to 5
    for low in (candidate * factor for candidate in candidates if candidate is not None):
        if low < value:
            return low, value
        if value < low < 0:
            return value, low
    return None


def _in_english(found: re.Match[str], match: re.Match[str]) -> list[Decimal | None]:
    shared = None if found["unit"] else match["escale"] or match["cescale"] or match["ceshort"]
    return [read_scaled(found["low"], found["scale"] or shared)]


def _in_japanese(found: re.Match[str], match: re.Match[str]) -> list[Decimal | None]:
    written = found["low"]
    if written.isascii() and written[-1:].isalpha():
        return [read_number(written)]
    upper = None if found["unit"] else _SCALE_JA.search(match.group())
    small, myriad = (upper["small"], upper["myriad"]) if upper else ("", "")
    own = re.search(r"[十百千万億兆京]", written)
    shared = "" if re.search(r"[万億兆京]", written) else myriad if own else small + myriad
    return [read_japanese(written + shared), read_japanese(written) if own else None]
