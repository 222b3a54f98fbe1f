"""Amounts in Japanese and English text: found and read into base units.

`"1兆2000億円" -> Quantity(Decimal("1200000000000"), "JPY")`; `"up to $1 billion a month" -> 1000000000 USD/month, "up to"`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from index.numerals import NUMBER, NUMBER_WORDS, read_japanese, read_number, read_scaled

_CURRENCIES = {
    "米ドル": "USD", "豪ドル": "AUD", "加ドル": "CAD", "カナダドル": "CAD", "香港ドル": "HKD", "台湾ドル": "TWD", "シンガポールドル": "SGD",
    "ドル": "USD", "円": "JPY", "日本円": "JPY", "ユーロ": "EUR", "ポンド": "GBP", "人民元": "CNY", "元": "CNY", "ウォン": "KRW",
    "ルピー": "INR", "フラン": "CHF", "usd": "USD", "us dollars": "USD", "u.s. dollars": "USD", "dollars": "USD", "dollar": "USD",
    "jpy": "JPY", "yen": "JPY", "eur": "EUR", "euros": "EUR", "euro": "EUR", "gbp": "GBP", "pounds": "GBP", "yuan": "CNY",
    "rmb": "CNY", "cny": "CNY", "won": "KRW", "rupees": "INR",
}  # fmt: skip
_SYMBOLS = {
    "us$": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "hk$": "HKD",
    "nt$": "TWD",
    "$": "USD",
    "¥": "JPY",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "₹": "INR",
}
_COUNTERS = "万人|人|名|社|件|基|機|台|回|か国|カ国|ヶ国|言語|個|つ|本|枚|種類|種|店|店舗|拠点|株|口|軒|隻|棟|地区|世帯|GPU|GW|MW|kW|TWh|GWh|ギガワット|メガワット|km|キロ|トン|倍"
_ENGLISH_COUNTERS = (
    r"(?:[a-z\-]+ ){0,2}?(?:gpus?|chips?|employees|people|staff|subscribers?|users?|customers?|launches|flights?|failures?|companies|countries|"
    r"units?|shares?|engineers?|satellites?|times|gigawatts?|gw|mw|languages|models?|stores|cars|vehicles|robots)"
)
_JA_PIECE = rf"(?:{NUMBER}|[〇一二三四五六七八九十百千]+)(?:十億|百万|千万|兆|億|万|千|百|十)*"
_JA_NUMBER = rf"(?:[△▲−-]|マイナス)?(?:{_JA_PIECE})(?:(?:{_JA_PIECE}))*"
_JA_CURRENCY = "|".join(sorted((re.escape(k) for k in _CURRENCIES if not k.isascii()), key=len, reverse=True))
_EN_CURRENCY = "|".join(sorted((re.escape(k) for k in _CURRENCIES if k.isascii()), key=len, reverse=True))
_EN_SCALE = "trillion|billion|million|thousand|hundred|bn|tn|mn|m|b|k"
_EN_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
# "a year" is mostly a rate, not a duration.
_EN_COUNTED = "|".join(
    sorted((word for word in NUMBER_WORDS if not word.startswith(("a", "an", "half"))), key=len, reverse=True)
)
_SYMBOL = "|".join(sorted((re.escape(k) for k in _SYMBOLS), key=len, reverse=True))
_MONEY_JA = rf"(?P<ja>{_JA_NUMBER})\s*(?P<jac>{_JA_CURRENCY})"
_MONEY_SYMBOL = (
    rf"(?P<sign>[-△▲−]?)(?P<sym>{_SYMBOL})\s?(?P<symn>{NUMBER})(?:\s?(?P<sscale>{_EN_SCALE})(?![a-z]))?"
    rf"(?:\s?(?:-|–|to)\s?(?:{_SYMBOL})?(?P<symhi>{NUMBER})\s?(?P<hiscale>{_EN_SCALE})(?![a-z]))?"
)
_MONEY_EN = rf"(?<![a-z0-9.])(?P<en>{NUMBER}|(?:{_EN_WORDS})(?=[\s-](?:{_EN_SCALE}|dollars?)))(?:[\s-]?(?P<escale>{_EN_SCALE}))?\s(?:us\s|u\.s\.\s)?(?P<enc>{_EN_CURRENCY})(?![a-z])"
_PERCENT = rf"(?P<pct>[△▲−-]?(?:{NUMBER}))\s?(?:%|パーセント|percent(?:age)?(?!\w))\s?(?P<pt>ポイント|points?)?|(?P<wari>[0-9一二三四五六七八九])割(?:(?P<bu>[0-9一二三四五六七八九])分)?(?![引合])|(?P<ptn>{NUMBER})\s?(?:ポイント|percentage points?|pp(?!\w))"
_DURATION = (
    rf"(?P<mon>{NUMBER}|[一二三四五六七八九十]+)\s?(?:か|ヶ|ヵ|カ|ケ|箇)月(?:間)?(?:分)?|(?<![0-9])(?P<yr>[0-9]{{1,2}}(?:\.[0-9])?|[一二三四五六七八九]+)年(?:間|以上|半|程度|分)"
    rf"|(?P<hr>{NUMBER})\s?(?:時間|hours?(?!\w))|(?<![a-z])(?P<men>{NUMBER}|{_EN_COUNTED})[\s-]months?(?![a-z])|(?<![a-z])(?P<yen>{NUMBER}|{_EN_COUNTED})[\s-]years?(?![a-z])"
)
_COUNT = rf"(?P<cn>{_JA_NUMBER})\s?(?P<cc>{_COUNTERS})(?![一-龠])|(?P<cnt2>{_JA_NUMBER})(?P<cc2>万人|人|社|件|基|機|台|回|GPU|GW|MW|kW|TWh|GWh)|(?<![a-z0-9.\-])(?P<ce>{NUMBER})(?:\s(?P<cescale>million|billion|thousand|hundred))?\s(?P<cec>{_ENGLISH_COUNTERS})(?![a-z])|(?P<times>{NUMBER})x(?![a-z0-9])"
_AMOUNT = re.compile("|".join((_MONEY_JA, _MONEY_SYMBOL, _MONEY_EN, _PERCENT, _DURATION, _COUNT)), re.I)
_RANGE_JA = re.compile(rf"({_JA_NUMBER})(?:\s*(?:{_JA_CURRENCY}|%|パーセント))?\s?(?:から|~|〜|～|-|–)\s?$")
_PER = {
    "月": "month",
    "年": "year",
    "四半期": "quarter",
    "日": "day",
    "週": "week",
    "month": "month",
    "year": "year",
    "quarter": "quarter",
    "annum": "year",
    "day": "day",
    "mo": "month",
    "yr": "year",
}
_RATE_BEFORE = re.compile(
    r"(?:毎月|月間|月額|月次|月々|月あたり|月当たり|ひと月(?:に|あたり)?|1か月(?:に|あたり)|1ヶ月(?:に|あたり)|一か月(?:に|あたり)|(?<![0-9一二三四五六七八九十])月に?|(?P<year>年間|毎年|年額|年あたり|通年|(?<![0-9一-鿿])年)|(?P<quarter>毎四半期|四半期あたり|(?<![1-4一二三四])四半期[でに]))(?:の)?(?:最大で?|約|およそ|平均|上限|ほぼ|平均で)?\s?$|\bmonthly (?:[a-z]+ ){0,3}(?:of |is |at )?(?:about |up to |roughly |around )?$",
    re.I,
)
_RATE_AFTER = re.compile(
    r"^\s?(?:[/／]|per |a |each |every |an )\s?(?P<per>四半期|月|年|日|month|year|quarter|annum|day|mo\b|yr\b)|^\s?(?P<adv>monthly|annually|a month|per month)",
    re.I,
)
_QUALIFIERS = (
    ("up to", re.compile(r"(?:最大で?|上限|up to|as much as|at most|no more than|maximum of)\s?(?:約|およそ)?$", re.I), re.compile(r"^\s?以下")),
    ("at least", re.compile(r"(?:at least|no less than|少なくとも|最低でも?)\s?$", re.I), re.compile(r"^\s?(?:以上|or more|plus\b|\+)")),
    ("over", re.compile(r"(?:more than|over|exceeding|above|north of)\s?$", re.I), re.compile(r"^\s?(?:超|余り|余|を超|強|を上回る)")),
    ("under", re.compile(r"(?:less than|under|below|fewer than)\s?$", re.I), re.compile(r"^\s?(?:未満|弱|足らず|を下回る)")),
    ("about", re.compile(r"(?:約|およそ|おおよそ|ほぼ|概ね|推定|roughly|about|around|approximately|some|an estimated|nearly|almost)\s?$", re.I), re.compile(r"^\s?(?:程度|前後|ほど|くらい|ぐらい|近[くい]|or so|に近)")),
)  # fmt: skip
_TOTAL_OVER = (
    re.compile(
        r"(?:過去)?(?P<months>[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+)\s?(?:か|ヶ|ヵ|カ|ケ|箇)月(?:間)?(?:で|に|の累計|累計)[^0-9。]{0,16}$"
    ),
    re.compile(
        rf"^[^0-9.。]{{0,24}}?\b(?:over|in|across|during|for)\s(?:the (?:past|last|first)\s|its first\s)?(?P<months>[0-9]+|{_EN_WORDS})[\s-]months?",
        re.I,
    ),
    re.compile(
        rf"(?:over|in|across)\s(?:the (?:past|last|first)\s)?(?P<months>[0-9]+|{_EN_WORDS})[\s-]months?[^0-9.]{{0,24}}$",
        re.I,
    ),
)


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
    folded = _fold(text)
    mentions: list[Mention] = []
    for match in _AMOUNT.finditer(folded):
        quantity = _read(match)
        if quantity is None or _part_of_a_name(folded, match) or _closes_a_rate(folded, match, mentions):
            continue
        start, quantity = _with_range(folded, match.start(), quantity)
        if mentions and start < mentions[-1].end:
            if mentions[-1].start < start:
                continue
            mentions.pop()
        unit = _rate(folded, start, match.end(), quantity.unit)
        qualifier = quantity.qualifier or _qualifier(folded, start, match.end())
        mentions.append(
            Mention(
                Quantity(quantity.value, unit, quantity.counter, qualifier, quantity.upper),
                start,
                match.end(),
            )
        )
    return mentions


def parse_quantity(text: str) -> Quantity | None:
    """The one amount of a short text such as a command-line argument, or None."""
    found = find_quantities(text)
    return found[0].quantity if len(found) == 1 else None


def total_over(text: str) -> list[tuple[Quantity, Decimal]]:
    """(total, months) for wordings such as "9か月で78億ドル" and "$7.8 billion over nine months"."""
    folded, found = _fold(text), []
    for mention in find_quantities(text):
        if len(mention.quantity.unit) != 3:
            continue
        before, after = folded[: mention.start], folded[mention.end :]
        match = _TOTAL_OVER[0].search(before) or _TOTAL_OVER[1].search(after) or _TOTAL_OVER[2].search(before)
        months = read_number(match["months"]) if match else None
        if months:
            found.append((mention.quantity, months))
    return found


def same(a: Quantity, b: Quantity, tolerance: Decimal = Decimal("0.005")) -> bool:
    """Equal unit and value (within `tolerance` of the larger)."""
    return a.unit == b.unit and abs(a.value - b.value) <= tolerance * max(abs(a.value), abs(b.value))


def _fold(text: str) -> str:
    """NFKC of single characters, lower case, so that offsets hold."""
    return "".join(
        folded if len(folded := unicodedata.normalize("NFKC", c).lower()) == 1 else c for c in text
    )


def _read(match: re.Match[str]) -> Quantity | None:
    group = match.groupdict()
    if group["ja"]:
        return _quantity(read_japanese(group["ja"]), _CURRENCIES[group["jac"].lower()])
    if group["sym"]:
        value = read_scaled(group["symn"], group["sscale"] or group["hiscale"])
        if value is None:
            return None
        upper = read_scaled(group["symhi"], group["hiscale"]) if group["symhi"] else None
        return Quantity(-value if group["sign"] else value, _SYMBOLS[group["sym"].lower()], upper=upper)
    if group["en"]:
        return _quantity(read_scaled(group["en"], group["escale"]), _CURRENCIES[group["enc"].lower()])
    if group["pct"]:
        return _quantity(read_number(group["pct"]), "point" if group["pt"] else "percent")
    if group["wari"]:
        return _quantity(
            (read_number(group["wari"]) or 0) * 10 + (read_number(group["bu"] or "0") or 0), "percent"
        )
    if group["ptn"]:
        return _quantity(read_number(group["ptn"]), "point")
    for name, unit, factor in (
        ("mon", "month", 1),
        ("men", "month", 1),
        ("yr", "month", 12),
        ("yen", "month", 12),
        ("hr", "hour", 1),
    ):
        if group[name]:
            value = read_number(group[name])
            return (
                None
                if value is None
                else Quantity(value * factor, unit, qualifier="at least" if "以上" in match.group() else "")
            )
    return _read_count(group)


_COUNTER_NAMES = {
    "gw": "GW", "mw": "MW", "kw": "kW", "gwh": "GWh", "twh": "TWh", "gpu": "GPU", "gpus": "GPU", "ギガワット": "GW",
    "メガワット": "MW", "gigawatt": "GW", "gigawatts": "GW",
}  # fmt: skip


def _read_count(group: dict[str, str | None]) -> Quantity | None:
    if group["times"]:
        return _quantity(read_number(group["times"]), "ratio")
    if group["cn"] or group["cnt2"]:
        value, counter = read_japanese(group["cn"] or group["cnt2"] or ""), group["cc"] or group["cc2"] or ""
        if counter == "倍":
            return _quantity(value, "ratio")
        if counter.startswith("万"):
            value, counter = (value * 10**4 if value is not None else None), counter[1:]
        return None if value is None else Quantity(value, "count", _COUNTER_NAMES.get(counter, counter))
    if group["ce"]:
        value = read_scaled(group["ce"], group["cescale"])
        counter = group["cec"] or ""
        if counter == "times" and value is not None and value % 1:
            return _quantity(value, "ratio")
        return None if value is None else Quantity(value, "count", _COUNTER_NAMES.get(counter, counter))
    return None


def _quantity(value: Decimal | int | None, unit: str) -> Quantity | None:
    return None if value is None else Quantity(Decimal(value), unit)


def _with_range(text: str, start: int, quantity: Quantity) -> tuple[int, Quantity]:
    """Join "150億ドルから160億ドル" and "$15-16 billion" into one range."""
    before = text[:start]
    if match := _RANGE_JA.search(before):
        low = read_japanese(match[1])
        if low is not None and low > 0:
            while low < quantity.value / 1000 and quantity.value >= 10**4:
                low *= 10**4 if quantity.value / low >= 10**4 else 10
            if low < quantity.value:
                return match.start(), Quantity(
                    low, quantity.unit, quantity.counter, quantity.qualifier, quantity.value
                )
    return start, quantity


def _rate(text: str, start: int, end: int, unit: str) -> str:
    if len(unit) != 3 or not unit.isupper():
        return unit
    if match := _RATE_AFTER.match(text[end:]):
        return f"{unit}/{_PER.get((match['per'] or 'month').lower(), 'month') if match['per'] else 'year' if 'ann' in match.group() else 'month'}"
    if match := _RATE_BEFORE.search(text[:start]):
        return f"{unit}/{'year' if match['year'] else 'quarter' if match['quarter'] else 'month'}"
    return unit


def _qualifier(text: str, start: int, end: int) -> str:
    for name, before, after in _QUALIFIERS:
        if before.search(text[max(0, start - 16) : start]) or after.search(text[end : end + 6]):
            return name
    return ""


def _closes_a_rate(text: str, match: re.Match[str], mentions: list[Mention]) -> bool:
    """The "a month" of "$1bn a month" is no duration of its own."""
    return (
        bool(match.group("men") or match.group("yen"))
        and bool(mentions)
        and not text[mentions[-1].end : match.start()].strip()
        and "/" in mentions[-1].quantity.unit
    )


def _part_of_a_name(text: str, match: re.Match[str]) -> bool:
    """ "Grok 4つ" and "第3四半期" hold digits that count nothing."""
    before = text[: match.start()]
    return before.endswith("第") or bool(
        re.search(r"[a-z\-][0-9.]*$", before) and match.group()[:1].isdigit() and not match.group("en")
    )
