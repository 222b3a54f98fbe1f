"""Amounts in Japanese and English text: found and read into base units.

`"1兆2000億円" -> Quantity(Decimal("1200000000000"), "JPY")`; `"up to $1 billion a month" -> 1000000000 USD/month, "up to"`.
How amounts are written is in `index.amounts`, what may stand around them in `index.amount_context`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index import amount_context
from index.amounts import AMOUNT, CURRENCIES, CURRENCY_JA, NUMBER_JA, SYMBOLS
from index.numerals import read_japanese, read_number, read_scaled
from index.vocabulary import fold

_RANGE = re.compile(
    rf"(?P<low>{NUMBER_JA})\s*(?P<unit>{CURRENCY_JA}|%|パーセント|percent|割|倍|人|社|件|基|台|か月|ヶ月|年|時間|ポイント|months?|years?|hours?|percentage points?)?"
    r"(?:\s?(?P<link>から|[~〜～–-])|\s(?P<to>to))\s?$"
)
_CHANGE = re.compile(
    r"(?:から)?(?:へ|に(?:まで)?(?:増|減|上昇|上方|下方|拡大|縮小|伸|低下|落ち|引き上|引き下|改善|悪化|回復|修正|変更|広が|高ま|倍増|跳ね|急|膨))"
)
_SCALE_JA = re.compile(r"[0-9,.〇零一二三四五六七八九]+\s?(?P<small>[十百千]*)(?P<myriad>[万億兆]*)")
_BEYOND = Decimal(10) ** 24  # a longer run of digits is an identifier, and more than exact arithmetic holds
_DURATIONS = (
    ("mon", "month", 1),
    ("monk", "month", 1),
    ("men", "month", 1),
    ("yr", "month", 12),
    ("yen", "month", 12),
    ("hr", "hour", 1),
)
_COUNTER_NAMES = {
    "gw": "GW", "mw": "MW", "kw": "kW", "gwh": "GWh", "twh": "TWh", "gpu": "GPU", "gpus": "GPU", "ギガワット": "GW",
    "メガワット": "MW", "gigawatt": "GW", "gigawatts": "GW",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in base units (`value`, not rounded) with its unit; see the module docstring for examples.

    `unit`: ISO currency ("USD"), a rate ("USD/month"), "percent", "point", "count", "ratio", "month" or "hour".
    `counter` is what is counted; `qualifier` "about", "at least", "over", "under", "up to" or ""; `upper` the end of a range.
    """

    value: Decimal
    unit: str
    counter: str = ""
    qualifier: str = ""
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity at `text[start:end]`."""

    quantity: Quantity
    start: int
    end: int


def find_quantities(text: str) -> list[Mention]:
    """Every amount in `text`, in order, without overlaps. Never raises."""
    folded = fold(text)
    mentions: list[Mention] = []
    match = AMOUNT.search(folded)
    while match:
        mention = _mention(folded, match, mentions)
        if mention:
            if mentions and mention.start < mentions[-1].end:
                mentions.pop()
            mentions.append(mention)
        match = AMOUNT.search(folded, mention.end if mention else match.end())
    return mentions


def parse_quantity(text: str) -> Quantity | None:
    """The one amount of a short text such as a command-line argument, or None."""
    found = find_quantities(text)
    return found[0].quantity if len(found) == 1 else None


def total_over(text: str) -> list[tuple[Quantity, Decimal]]:
    """(total, months) for wordings such as "9か月で78億ドル" and "$7.8 billion over nine months"."""
    folded, found = fold(text), []
    for mention in find_quantities(text):
        if len(mention.quantity.unit) == 3:
            months = read_number(amount_context.months_of_total(folded, mention.start, mention.end))
            if months:
                found.append((mention.quantity, months))
    return found


def same(a: Quantity, b: Quantity, tolerance: Decimal = Decimal("0.005")) -> bool:
    """Equal unit and value (within `tolerance` of the larger)."""
    return a.unit == b.unit and abs(a.value - b.value) <= tolerance * max(abs(a.value), abs(b.value))


def _mention(text: str, match: re.Match[str], before: list[Mention]) -> Mention | None:
    quantity = _read(match)
    if quantity is None or abs(quantity.value) >= _BEYOND or _closes_a_rate(text, match, before):
        return None
    start, end = match.start(), match.end()
    if match["symhi"] and (quantity.upper is None or quantity.upper <= quantity.value):
        end = match.start("to")
    if low := _low_end(text, match, quantity, before):
        start, quantity = low[0], replace(quantity, value=low[1], upper=quantity.value)
    if _part_of_a_name(text, start, match):
        return None
    unit = quantity.unit
    if len(unit) == 3 and unit.isupper() and (per := amount_context.rate(text, start, end)):
        unit = f"{unit}/{per}"
    qualifier = quantity.qualifier or amount_context.qualifier(text, start, end)
    return Mention(replace(quantity, unit=unit, qualifier=qualifier), start, end)


def _read(match: re.Match[str]) -> Quantity | None:
    group = match.groupdict()
    if group["ja"]:
        return _quantity(read_japanese(group["ja"]), CURRENCIES[group["jac"]])
    if group["sym"]:
        return _read_symbol(match)
    if group["en"]:
        return _quantity(read_scaled(group["en"], group["escale"]), CURRENCIES[group["enc"]])
    if group["pct"]:
        return _quantity(read_number(group["pct"]), "point" if group["pt"] else "percent")
    if group["wari"]:
        tenths, hundredths = read_number(group["wari"]), read_number(group["bu"] or "0")
        return _quantity((tenths or 0) * 10 + (hundredths or 0), "percent")
    if group["ptn"]:
        return _quantity(read_number(group["ptn"]), "point")
    for name, unit, factor in _DURATIONS:
        if group[name]:
            return _read_duration(match, group[name], unit, factor)
    return _read_count(group, match.string[match.end() : match.end() + 8])


def _read_symbol(match: re.Match[str]) -> Quantity | None:
    """ "$1.2bn", "¥1,200億" or the range "$15-16 billion", whose first number takes the scale of the second."""
    unit, sign = SYMBOLS[match["sym"]], -1 if match["sign"] else 1
    if match["jscale"]:
        value = read_japanese(match["symn"] + match["jscale"])
        return _quantity(value * sign if value is not None else None, unit)
    own = read_scaled(match["symn"], match["sscale"])
    if own is None:
        return None
    changed = re.search(r"\bfrom\s(?:about\s|around\s|roughly\s)?$", match.string[: match.start()][-16:])
    if match["symhi"] and not (changed and "to" in match["to"]):
        low = own if match["sscale"] else read_scaled(match["symn"], match["hiscale"])
        high = read_scaled(match["symhi"], match["hiscale"])
        if low is not None and high is not None and low < high:
            return Quantity(low * sign, unit, upper=high)
    return Quantity(own * sign, unit)


def _read_duration(match: re.Match[str], number: str, unit: str, factor: int) -> Quantity | None:
    value = read_number(number)
    if value is None or (match["mon"] and _names_a_rate(match)):
        return None
    half = Decimal("0.5") if match["monh"] or match["yrh"] else Decimal(0)
    return Quantity((value + half) * factor, unit, qualifier="at least" if "以上" in match.group() else "")


def _names_a_rate(match: re.Match[str]) -> bool:
    """The "1か月" of "1か月あたり5億円" is no duration of its own."""
    return match["mon"] == "1" and match.string.startswith(("あたり", "当たり"), match.end())


def _read_count(group: dict[str, str | None], after: str) -> Quantity | None:
    if group["times"]:
        return _quantity(read_number(group["times"]), "ratio")
    if group["ce"]:
        value, counter = read_scaled(group["ce"], group["cescale"] or group["ceshort"]), group["cec"] or ""
        if (
            counter == "times"
            and value is not None
            and (value != value.to_integral_value() or re.match(r" (?:as|the|its|\w+er) ", after))
        ):
            return _quantity(value, "ratio")
    else:
        value = read_japanese(group["cn"] or group["cnt2"] or "")
        counter = group["cc"] or group["cc2"] or ""
        if counter == "倍":
            return _quantity(value, "ratio")
        if counter.startswith("万"):
            value, counter = (value * 10**4 if value is not None else None), counter[1:]
    return (
        None
        if value is None
        else Quantity(value, "count", _COUNTER_NAMES.get(counter.split(" ")[-1], counter))
    )


def _quantity(value: Decimal | int | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity(Decimal(value), unit)


def _low_end(
    text: str, match: re.Match[str], quantity: Quantity, mentions: list[Mention]
) -> tuple[int, Decimal] | None:
    """Where the range that ends in `match` begins, and with what: "150億ドルから160億ドル", "15〜20%".

    "10億円から20億円に増えた" tells of a change and is no range.
    """
    offset = max(0, match.start() - 40)
    found = _RANGE.search(text[offset : match.start()])
    if found is None or quantity.upper is not None or match["sym"]:
        return None
    start = offset + found.start()
    if found["link"] == "から" and _CHANGE.match(text, match.end()):
        return None
    if found["to"] and re.search(r"\b(?:from|by)\s(?:about\s)?$", text[max(0, start - 12) : start]):
        return None
    if found["unit"] and not _same_unit(found["unit"], match):
        return None
    if mentions and mentions[-1].start < start < mentions[-1].end:
        return None
    low = _low_value(found["low"], match, quantity)
    return None if low is None else (start, low)


def _same_unit(unit: str, match: re.Match[str]) -> bool:
    if unit in CURRENCIES:
        return bool(match["jac"]) and CURRENCIES[unit] == CURRENCIES[match["jac"]]
    return unit.removesuffix("s") in match.group()


def _low_value(written: str, match: re.Match[str], quantity: Quantity) -> Decimal | None:
    """The lower number, with the scale it shares with the upper one: 150〜160億 is 150億〜160億, 8〜9割 is 80〜90%."""
    upper = _SCALE_JA.search(match.group())
    small, myriad = (upper["small"], upper["myriad"]) if upper else ("", "")
    own = re.search(r"[十百千万億兆]", written)
    shared = "" if re.search(r"[万億兆]", written) else myriad if own else small + myriad
    factor = 10 if match["wari"] else 12 if match["yr"] or match["yen"] else 1
    for candidate in (written + shared, written if own else ""):
        low = read_japanese(candidate) if candidate else None
        if low is not None and 0 < low * factor < quantity.value:
            return low * factor
    return None


def _closes_a_rate(text: str, match: re.Match[str], mentions: list[Mention]) -> bool:
    """The "a month" of "$1bn a month" is no duration of its own."""
    return (
        bool(match.group("men") or match.group("yen"))
        and bool(mentions)
        and not text[mentions[-1].end : match.start()].strip()
        and "/" in mentions[-1].quantity.unit
    )


def _part_of_a_name(text: str, start: int, match: re.Match[str]) -> bool:
    """ "GPT-4つ" and "第3四半期" hold digits that count nothing; headlines write "Acme80億ドル調達"."""
    before = text[max(0, start - 24) : start]
    if before.endswith("第"):
        return True
    if match["ja"] and re.search(r"[千万億兆]", match["ja"]) and re.search(r"[a-z]$", before):
        return False
    return bool(
        re.search(r"[a-z\-][0-9.]*$", before) and text[start : start + 1].isdigit() and not match["en"]
    )
