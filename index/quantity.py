"""Amounts in Japanese and English text: found and read into base units.

`"1兆2000億円" -> Quantity(Decimal("1200000000000"), "JPY")`; `"up to $1 billion a month" -> 1000000000 USD/month, "up to"`.
How amounts are written is in `index.amounts`, what may stand around them in `index.amount_context` and
`index.amount_range`. What can be read in two ways ("1,5億円") is no `Quantity`: `index.ambiguous` lists it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from index import amount_context
from index.amount_range import joins, lower_end
from index.amounts import AMOUNT, CHANGES, CURRENCIES, FRACTIONS, NUMBER_JA, SYMBOLS
from index.numerals import ENGLISH_SCALE, NUMBER, NUMBER_IN_WORDS, read_japanese, read_number, read_scaled
from index.vocabulary import fold

_NUMBER_ALONE = re.compile(
    rf"(?P<ja>{NUMBER_JA})|(?P<en>[△▲−-]?(?:{NUMBER}|{NUMBER_IN_WORDS}))[\s-]?(?P<scale>{ENGLISH_SCALE})?"
)
_MULTIPLIED = re.compile(
    r"増|(?:以上|以下|超|未満|弱|強|近く|程度|前後|ほど)?に(?:増|減|な|拡|膨|伸|跳|縮|変化|達)"
)
_BEYOND = Decimal(10) ** 24  # a longer run of digits is an identifier, and more than exact arithmetic holds
_SENTENCE = 1_000  # characters; the amounts of longer texts are not kept
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
    `change` marks a ratio to what was before: 半減 is 0.5, 倍増 and "doubled" are 2.
    """

    value: Decimal
    unit: str
    counter: str = ""
    qualifier: str = ""
    upper: Decimal | None = None
    change: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity at `text[start:end]`."""

    quantity: Quantity
    start: int
    end: int


def find_quantities(text: str) -> list[Mention]:
    """Every amount in `text`, in order, without overlaps. Never raises."""
    return list(_of_sentence(text)) if len(text) < _SENTENCE else _find(text)


@lru_cache(maxsize=256)
def _of_sentence(text: str) -> tuple[Mention, ...]:
    """A sentence is asked about again and again while it is read."""
    return tuple(_find(text))


def _find(text: str) -> list[Mention]:
    folded = readable(text)
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


def parse_number(text: str) -> Decimal | None:
    """The number a short text writes out without a unit, in either language: "1億2千万", "２億", "1.2bn", "1,234百万".

    None where it is no number, or one that reads in two ways ("1,5億").
    """
    match = _NUMBER_ALONE.fullmatch(readable(text).strip())
    if match is None:
        return None
    return read_japanese(match["ja"]) if match["ja"] else read_scaled(match["en"], match["scale"])


def readable(text: str) -> str:
    """`text` folded, character for character, as the patterns read it.

    A footnote's ¹ and a list's ① are no digits of the amount beside them; ～ is the range's sign and no "about" like ~.
    """
    return text.lower() if text.isascii() else fold(text.translate(_APART))


class _Apart(dict[int, str]):
    """Small and circled digits set apart from numbers, each found once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        apart = (
            unicodedata.category(character) == "No" and unicodedata.normalize("NFKC", character) != character
        )
        self[code] = "\ufffc" if apart else character
        return self[code]


_APART = _Apart({ord("～"): "〜"})


def total_over(text: str) -> list[tuple[Quantity, Decimal]]:
    """(total, months) for wordings such as "9か月で78億ドル" and "$7.8 billion over nine months"."""
    folded, found = readable(text), []
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
    low = lower_end(text, match, quantity.value) if quantity.upper is None and not quantity.change else None
    if low and not (before and before[-1].start < low[0] < before[-1].end):
        start, quantity = low[0], replace(quantity, value=low[1], upper=low[2])
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
        value = read_scaled((group["ensign"] or "") + group["en"], group["escale"])
        return _quantity(value, CURRENCIES[group["enc"]])
    if share := group["pct"] or group["ptn"] or group["bp"]:
        value = read_number(share)
        if group["bp"]:
            value = None if value is None else value.scaleb(-2)
        return _quantity(value, "percent" if group["pct"] and not group["pt"] else "point")
    if group["wari"]:
        parts = [read_number(group[name] or "0") or Decimal(0) for name in ("wari", "bu", "rin")]
        return _quantity(parts[0] * 10 + parts[1] + parts[2] / 10, "percent")
    for name, unit, factor in _DURATIONS:
        if group[name]:
            return _read_duration(match, group[name], unit, factor)
    return _read_ratio(group) or _read_count(match)


def _read_symbol(match: re.Match[str]) -> Quantity | None:
    """ "$1.2bn", "¥1,200億円" or the range "$15-16 billion", whose first number takes the scale of the second."""
    unit, sign = SYMBOLS[match["sym"]], "-" if match["sign"] or match["insign"] else ""
    if match["jscale"]:
        return _quantity(read_japanese(sign + match["symn"] + match["jscale"]), unit)
    own = read_scaled(sign + match["symn"], match["sscale"])
    if own is None:
        return None
    linked = match["symhi"] and joins(match.string, match.start(), match["link"] or "-")
    if linked and SYMBOLS[match["hisym"] or match["sym"]] == unit and (match["hisym"] or match["hiscale"]):
        high = read_scaled((match["hisign"] or "") + match["symhi"], match["hiscale"])
        # "$5 to $8 million" starts at five million, "$300,000 to $1 million" below.
        whole = match["sscale"] or (match["hisym"] and abs(own) >= 1000)
        shared = None if whole else read_scaled(sign + match["symn"], match["hiscale"])
        for low in (shared, own if whole or match["hisym"] else None):
            if low is not None and high is not None and low < high:
                return Quantity(low, unit, upper=high)
    return Quantity(own, unit)


def _read_ratio(group: dict[str, str | None]) -> Quantity | None:
    """A share ("3分の1", "two-thirds") or a change in so many times (半減, "doubled", "threefold")."""
    if group["den"]:
        parts, whole = read_japanese(group["num"] or ""), read_japanese(group["den"])
        return Quantity(parts / whole, "ratio") if parts is not None and whole else None
    if ordinal := group["ord1"] or group["ord2"] or group["ord3"] or group["ord4"]:
        return _quantity(
            (read_number(group["part"] or "one") or 1) / Decimal(FRACTIONS[ordinal.removesuffix("s")]),
            "ratio",
        )
    if group["change"]:
        return Quantity(CHANGES[group["change"]], "ratio", change=True)
    if group["twice"] or group["twice2"]:
        return Quantity(Decimal(2), "ratio", change=bool(group["twice"]))
    value = read_number(group["fold"]) if group["fold"] else None
    return None if value is None else Quantity(value, "ratio", change=True)


def _read_duration(match: re.Match[str], number: str, unit: str, factor: int) -> Quantity | None:
    value = read_number(number)
    if value is None or _names_a_rate(match):
        return None
    half = Decimal("0.5") if match["monh"] or match["yrh"] else Decimal(0)
    return Quantity((value + half) * factor, unit, qualifier="at least" if "以上" in match.group() else "")


def _names_a_rate(match: re.Match[str]) -> bool:
    """The "1か月" of "1か月あたり5億円" is no duration of its own."""
    return "1" in (match["mon"], match["hr"]) and match.string.startswith(("あたり", "当たり"), match.end())


def _read_count(match: re.Match[str]) -> Quantity | None:
    group, after = match.groupdict(), match.string[match.end() : match.end() + 8]
    if group["times"]:
        return _quantity(read_number(group["times"]), "ratio")
    if group["ce"]:
        value = read_scaled((group["cesign"] or "") + group["ce"], group["cescale"] or group["ceshort"])
        counter = group["cec"] or ""
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
            return None if value is None else Quantity(value, "ratio", change=bool(_MULTIPLIED.match(after)))
        if counter.startswith("万"):
            value, counter = (value.scaleb(4) if value is not None else None), counter[1:]
    return (
        None
        if value is None
        else Quantity(value, "count", _COUNTER_NAMES.get(counter.split(" ")[-1], counter))
    )


def _quantity(value: Decimal | int | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity(Decimal(value), unit)


def _closes_a_rate(text: str, match: re.Match[str], mentions: list[Mention]) -> bool:
    """The "a month" of "$1bn a month" is no duration of its own."""
    return (
        bool(match.group("men") or match.group("yen"))
        and bool(mentions)
        and not text[mentions[-1].end : match.start()].strip()
        and "/" in mentions[-1].quantity.unit
    )


def _part_of_a_name(text: str, start: int, match: re.Match[str]) -> bool:
    """ "GPT-4つ", "第3四半期" and "Grok 4言語モデル" hold digits that count nothing; headlines write "Acme80億ドル調達"."""
    before = text[max(0, start - 24) : start]
    if before.endswith("第") or (before.endswith("人") and match.group() == "一倍"):
        return True
    if re.search(r"[a-z]\s?$", before) and match["cc"] and text.startswith("モデル", match.end()):
        return True
    if match["ja"] and re.search(r"[千万億兆]", match["ja"]) and re.search(r"[a-z]$", before):
        return False
    return bool(
        re.search(r"[a-z\-][0-9.]*$", before) and text[start : start + 1].isdigit() and not match["en"]
    )
