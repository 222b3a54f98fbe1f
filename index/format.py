"""Amounts written the way sentences of each language write them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from index.quantity import Quantity

# What stands before and behind an amount.
_QUALIFIERS = {
    "ja": {"about": ("約", ""), "up to": ("最大", ""), "at least": ("", "以上"), "over": ("", "超"), "under": ("", "未満")},
    "en": {
        "about": ("about ", ""), "up to": ("up to ", ""), "at least": ("at least ", ""), "over": ("more than ", ""),
        "under": ("less than ", ""),
    },
}  # fmt: skip


def format_number(value: Decimal, digits: int = 2) -> str:
    """A plain number with thousands separators, at most `digits` decimals, no trailing zeros."""
    text = f"{value.quantize(Decimal(1).scaleb(-digits)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_quantity(quantity: Quantity, language: str) -> str:
    """The amount as a sentence of `language` ("ja" or "en") writes it, with qualifier and range."""
    bare, per = replace(quantity, unit=quantity.unit.partition("/")[0]), quantity.unit.partition("/")[2]
    low = _format_value(quantity.value, bare, language)
    if quantity.upper is not None:
        high = _format_value(quantity.upper, bare, language)
        low = f"{low}〜{high}" if language == "ja" else f"{low} to {high}"
    before, after = hedge(quantity, language)
    if per:
        shown = {"month": "月", "year": "年", "quarter": "四半期", "week": "週", "day": "1日"}.get(per, per)
        return f"{shown}{before}{low}{after}" if language == "ja" else f"{before}{low}{after} a {per}"
    return f"{before}{low}{after}"


def format_expression(expression: str) -> str:
    """An expression as it is read: "8000000000 / 1000000000" is "8,000,000,000 ÷ 1,000,000,000"."""
    signs = expression.replace(" / ", " ÷ ").replace(" * ", " × ").replace(" - ", " − ")
    return re.sub(r"(?<![\d.])\d{4,}", lambda match: f"{int(match.group()):,}", signs)


def hedge(quantity: Quantity, language: str) -> tuple[str, str]:
    """The words before and behind an amount that say how exact it is."""
    return _QUALIFIERS[language].get(quantity.qualifier, ("", ""))


def _format_value(value: Decimal, quantity: Quantity, language: str) -> str:
    unit = quantity.unit
    if len(unit) == 3 and unit.isupper():
        return _money_ja(value, unit) if language == "ja" else _money_en(value, unit)
    if unit == "percent":
        return f"{format_number(value, 1)}%"
    if unit == "point":
        return (
            f"{format_number(value, 1)}ポイント"
            if language == "ja"
            else f"{format_number(value, 1)} percentage points"
        )
    if unit == "month":
        return (
            f"{format_number(value, 1)}か月"
            if language == "ja"
            else f"{format_number(value, 1)} month{'' if value == 1 else 's'}"
        )
    if unit == "hour":
        return f"{format_number(value, 1)}時間" if language == "ja" else f"{format_number(value, 1)} hours"
    if unit == "ratio":
        return f"{format_number(value, 2)}倍" if language == "ja" else f"{format_number(value, 2)} times"
    number = _japanese_scale(value) if language == "ja" else _english_scale(value)
    return (
        f"{number}{_JAPANESE_COUNTER.get(quantity.counter, quantity.counter)}"
        if language == "ja"
        else f"{number} {_ENGLISH_COUNTER.get(quantity.counter, quantity.counter)}".strip()
    )


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


def _money_ja(value: Decimal, unit: str) -> str:
    return f"{_japanese_scale(value)}{_JA_NAMES.get(unit, unit)}"


def _japanese_scale(value: Decimal) -> str:
    sign, value = ("-" if value < 0 else ""), abs(value)
    if value < 10**4:
        return sign + format_number(value, 2)
    value = _significant(value)
    parts, rest = [], value
    for name, scale in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        whole, rest = divmod(rest, scale)
        if whole:
            parts.append(f"{int(whole):,}{name}")
    if rest and value < 10**8:
        parts.append(format_number(rest, 0))
    return sign + "".join(parts)


def _significant(value: Decimal) -> Decimal:
    """At most five significant digits unless the amount is exact in 万."""
    return value if value % 10**4 == 0 or value < 10**6 else Decimal(f"{value:.4e}")


def _money_en(value: Decimal, unit: str) -> str:
    sign = "-" if value < 0 else ""
    text = _english_scale(abs(value))
    return f"{sign}{_EN_SIGNS[unit]}{text}" if unit in _EN_SIGNS else f"{sign}{text} {unit}"


def _english_scale(value: Decimal) -> str:
    for name, scale in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)):
        if abs(value) >= scale:
            exact = (
                value % 10**4 == 0
            )  # an article's own figure keeps all its digits, a computed one is rounded
            return f"{format_number(value / scale, 6 if exact else 3)} {name}"
    return format_number(value, 2)
