"""Amounts written the way sentences of each language write them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Context, Decimal

from index.quantity import Quantity

# Wider than any amount: the default context refuses to round a number of more than 28 digits.
_WIDE = Context(prec=2000)
# What stands before and behind an amount.
_QUALIFIERS = {
    "ja": {"about": ("約", ""), "up to": ("最大", ""), "at least": ("", "以上"), "over": ("", "超"), "under": ("", "未満")},
    "en": {
        "about": ("about ", ""), "up to": ("up to ", ""), "at least": ("at least ", ""), "over": ("more than ", ""),
        "under": ("less than ", ""),
    },
}  # fmt: skip


def format_number(value: Decimal, digits: int | None = 2) -> str:
    """A plain number with thousands separators, at most `digits` decimals (None: all of them), no trailing zeros."""
    if not value.is_finite():
        return str(value)
    text = f"{value if digits is None else _rounded(value, digits):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def format_quantity(quantity: Quantity, language: str) -> str:
    """The amount as a sentence of `language` ("ja" or "en") writes it, with qualifier and range; rounded for reading."""
    return _format(quantity, language, exact=False)


def format_exact(quantity: Quantity, language: str) -> str:
    """The amount with all its digits, so that `parse_quantity` reads the same amount from it."""
    return _format(quantity, language, exact=True)


def _format(quantity: Quantity, language: str, exact: bool) -> str:
    unit, _, per = quantity.unit.partition("/")
    if not exact and unit in _EN_SIGNS and quantity.value.is_finite():
        upper = None if quantity.upper is None else _rounded(quantity.upper, 2)
        quantity = replace(quantity, value=_rounded(quantity.value, 2), upper=upper)
    bare = replace(quantity, unit=unit)
    low = _format_value(quantity.value, bare, language, exact)
    if quantity.upper is not None:
        high = _format_value(quantity.upper, bare, language, exact)
        if language == "en" and _takes_the_scale(quantity):
            low = _money_en(quantity.value, unit, exact=True, scale_of=quantity.upper)
        if high != low:
            low = f"{low}〜{high}" if language == "ja" else f"{low} to {high}"
    before, after = hedge(quantity, language)
    if quantity.change and language == "ja" and quantity.value not in _CHANGED:
        after += "に増加" if quantity.value >= 1 else "に縮小"
    if per and language == "ja":
        return f"{_PER_JA.get(per, per)}{before}{low}{after}"
    rate = f" {'an' if per == 'hour' else 'a'} {per}" if per else ""
    return f"{before}{low}{after}{rate}"


def _takes_the_scale(quantity: Quantity) -> bool:
    """ "$5 to $8 million" starts at five million: what starts at five dollars must say so."""
    signed = quantity.unit.partition("/")[0] in _EN_SIGNS
    return signed and 0 < abs(quantity.value) < 10**3 and abs(quantity.upper or Decimal(0)) >= 10**6


def format_expression(expression: str) -> str:
    """An expression as it is read: "8000000000 / 1000000000" is "8,000,000,000 ÷ 1,000,000,000"."""
    signs = expression.replace(" / ", " ÷ ").replace(" * ", " × ").replace(" - ", " − ")
    return re.sub(r"(?<![\d.])\d{4,}", lambda match: f"{int(match.group()):,}", signs)


def hedge(quantity: Quantity, language: str) -> tuple[str, str]:
    """The words before and behind an amount that say how exact it is."""
    return _QUALIFIERS[language].get(quantity.qualifier, ("", ""))


def _format_value(value: Decimal, quantity: Quantity, language: str, exact: bool) -> str:
    unit, japanese = quantity.unit, language == "ja"
    if len(unit) == 3 and unit.isupper():
        return _money_ja(value, unit, exact) if japanese else _money_en(value, unit, exact)
    if unit == "ratio":
        return _ratio(value, quantity.change, japanese, None if exact else 2)
    if unit in _MEASURES:
        number = format_number(value, None if exact else 1)
        ja, en = _MEASURES[unit]
        return (
            number + ja if japanese else f"{number}{en}{'' if number in _ONE or unit == 'percent' else 's'}"
        )
    if japanese:
        return _japanese_scale(value, exact) + _JAPANESE_COUNTER.get(quantity.counter, quantity.counter)
    return (
        f"{_english_scale(value, exact)} {_ENGLISH_COUNTER.get(quantity.counter, quantity.counter)}".strip()
    )


def _ratio(value: Decimal, change: bool, japanese: bool, digits: int | None) -> str:
    """ "3分の1", "one-third", "1.2倍", "1.2 times", and of a change 半減, 倍増, "halved", "doubled"."""
    if change and value in _CHANGED:
        return _CHANGED[value][0 if japanese else 1]
    if not change and value in _SHARES:
        return _SHARES[value][0 if japanese else 1]
    number = format_number(value, digits)
    if japanese:
        return f"{number}倍"
    if change:
        return f"{number}-fold"
    # "3 times" is how often, so a whole number takes another form.
    return f"{number}x" if "." not in number else f"{number} times"


# Each unit's word, the English one without its plural.
_MEASURES = {
    "percent": ("%", "%"), "point": ("ポイント", " percentage point"), "month": ("か月", " month"), "hour": ("時間", " hour"),
}  # fmt: skip
_ONE = ("1", "-1")
_PER_JA = {
    "month": "月", "year": "年", "quarter": "四半期", "week": "週", "day": "1日", "hour": "1時間あたり",
}  # fmt: skip
_CHANGED = {Decimal("0.5"): ("半減", "halved"), Decimal(2): ("倍増", "doubled")}
# Shares that no decimal fraction tells.
_SHARES = {
    Decimal(part) / Decimal(whole): (f"{whole}分の{part}", f"{'one' if part == 1 else 'two'}-{name}{'' if part == 1 else 's'}")
    for part, whole, name in ((1, 3, "third"), (2, 3, "third"), (1, 6, "sixth"), (1, 7, "seventh"), (2, 7, "seventh"), (1, 9, "ninth"))
}  # fmt: skip
_JAPANESE_COUNTER = dict.fromkeys(
    ("people", "employees", "staff", "subscriber", "subscribers", "user", "users", "customer", "customers", "engineers"), "人"
) | {"companies": "社", "countries": "か国", "times": "回", "launches": "回", "failures": "件", "units": "台", "languages": "言語", "GPU": "基"}  # fmt: skip
_ENGLISH_COUNTER = {
    "人": "people",
    "名": "people",
    "社": "companies",
    "件": "",
    "基": "units",
    "機": "units",
    "台": "units",
    "回": "times",
    "か国": "countries",
    "カ国": "countries",
    "ヶ国": "countries",
    "言語": "languages",
    "店": "stores",
    "店舗": "stores",
    "拠点": "sites",
    "株": "shares",
    "世帯": "households",
    "GPU": "GPUs",
    "個": "",
    "つ": "",
    "本": "",
    "枚": "",
}
_JA_NAMES = {
    "USD": "ドル",
    "JPY": "円",
    "EUR": "ユーロ",
    "GBP": "ポンド",
    "CNY": "元",
    "KRW": "ウォン",
    "INR": "ルピー",
    "CHF": "フラン",
    "AUD": "豪ドル",
    "CAD": "加ドル",
    "HKD": "香港ドル",
    "TWD": "台湾ドル",
    "SGD": "シンガポールドル",
    "NZD": "ニュージーランドドル",
    "BRL": "レアル",
}
_EN_SIGNS = {"USD": "$", "JPY": "¥", "EUR": "€", "GBP": "£"}


def _money_ja(value: Decimal, unit: str, exact: bool) -> str:
    return f"{_japanese_scale(value, exact)}{_JA_NAMES.get(unit, unit)}"


def _japanese_scale(value: Decimal, exact: bool) -> str:
    if not value.is_finite():
        return str(value)
    if value.copy_abs() < 10**4 or (exact and value != _rounded(value, 0)):
        return format_number(value, None if exact else 2)
    sign, value = ("-" if value < 0 else ""), value.copy_abs()
    value = _rounded(value, 0) if exact else _significant(_rounded(value, 0))
    parts, rest = [], int(value)
    for name, scale in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        whole, rest = divmod(rest, scale)
        if whole:
            parts.append(f"{whole:,}{name}")
    if rest and (exact or value < 10**8):
        parts.append(f"{rest:,}")
    return sign + "".join(parts)


def _significant(value: Decimal) -> Decimal:
    """At most five significant digits unless the amount is exact in 万."""
    return value if int(value) % 10**4 == 0 or value < 10**6 else Decimal(f"{value:.4e}")


def _money_en(value: Decimal, unit: str, exact: bool, scale_of: Decimal | None = None) -> str:
    text = _english_scale(value, exact, scale_of)
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}{_EN_SIGNS[unit]}{text}" if unit in _EN_SIGNS else f"{sign}{text} {unit}"


def _english_scale(value: Decimal, exact: bool, scale_of: Decimal | None = None) -> str:
    """In millions and up by its own size, or by that of `scale_of`."""
    if not value.is_finite():
        return str(value)
    # An article's own figure keeps all its digits, a computed one is rounded.
    round_sum = value == _rounded(value, 0) and int(value) % 10**4 == 0
    digits = None if exact else 6 if round_sum else 3
    value = value if exact else _rounded(value, 2)
    size = value if scale_of is None else scale_of
    for power, name in ((12, "trillion"), (9, "billion"), (6, "million")):
        if abs(size) >= 10**power or (power > 6 and _fills(size.scaleb(3 - power, _WIDE), digits)):
            return f"{format_number(value.scaleb(-power, _WIDE), digits)} {name}"
    return format_number(value, None if exact else 2)


def _fills(scaled: Decimal, digits: int | None) -> bool:
    """Whether a number would be shown as 1,000 of a scale."""
    return digits is not None and abs(_rounded(scaled, digits)) >= 1000


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), context=_WIDE)
