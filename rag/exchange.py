"""The exchange rate an asker gives: "1ドル=150円", "at 150 yen to the dollar". No other rate is ever used.

>>> find_rate("1ドル150円で80億ドルは何円？")
Rate(base='USD', quote='JPY', value=Decimal('150'), start=0, end=7)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.errors import CalculationError
from index.numerals import read_number
from index.quantity import Mention, Quantity
from index.vocabulary import fold
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.calculator import evaluate
from rag.formulas import plain

_NAMES = {
    "USD": "米ドル ドル 弗 usd dollars dollar us$ $", "JPY": "日本円 円 jpy yen ¥", "EUR": "ユーロ eur euros euro €",
    "GBP": "英ポンド ポンド gbp pounds pound £", "CNY": "人民元 元 cny yuan rmb", "KRW": "ウォン krw won",
}  # fmt: skip
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
_MONEY = "|".join(sorted(map(re.escape, _CODES), key=len, reverse=True))
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        # 1ドル=150円, 1ドル150円, 1 dollar is 150 yen, $1 = ¥150
        rf"(?<![0-9.,])1\s?(?P<base>{_MONEY})\s*(?:=|は|が|あたり|当たり|につき|is|equals|buys|at)?\s*約?(?P<value>{_NUMBER})\s?(?P<quote>{_MONEY})(?![a-z])",
        rf"(?P<base>[$€£])1\s*(?:=|is|equals|buys)\s*(?P<quote>[$€£¥])(?P<value>{_NUMBER})",
        # 150 yen to the dollar, ¥150 per dollar, 150円/ドル
        rf"(?P<value>{_NUMBER})\s?(?P<quote>{_MONEY})\s*(?:/|to the|to a|to one|per|a|for a|for one|to 1|for 1)\s*(?:us\s)?(?P<base>{_MONEY})(?![a-z])",
        rf"(?P<quote>[$€£¥])(?P<value>{_NUMBER})\s*(?:/|to the|to a|per|a|for a)\s*(?:us\s)?(?P<base>{_MONEY})(?![a-z])",
    )
)  # fmt: skip
_FORMULA = {"ja": "換算額 = 金額 × 為替レート", "en": "converted = amount × exchange rate"}
_INVERSE = {"ja": "換算額 = 金額 ÷ 為替レート", "en": "converted = amount ÷ exchange rate"}
_NEITHER = {
    "ja": "{unit}の金額は、示されたレート（{base}と{quote}）では換算できません。その通貨のレートを添えてください。",
    "en": "An amount in {unit} cannot be converted with a rate of {base} and {quote}: give a rate for its currency.",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` costs `value` of `quote`; it is told at `text[start:end]`."""

    base: str
    quote: str
    value: Decimal
    start: int
    end: int


def find_rate(text: str) -> Rate | None:
    """The exchange rate `text` gives, or None."""
    folded = fold(text)
    for form in _FORMS:
        for match in form.finditer(folded):
            base, quote = _CODES[match["base"]], _CODES[match["quote"]]
            value = read_number(match["value"])
            if base != quote and value:
                return Rate(base, quote, Decimal(value), match.start(), match.end())
    return None


def other_than_rate(rate: Rate | None, mentions: list[Mention]) -> list[Mention]:
    """The amounts that are no part of the rate."""
    return [m for m in mentions if rate is None or m.end <= rate.start or rate.end <= m.start]


def converted(amount: Quantity, rate: Rate, marker: int | None, language: str) -> Calculation:
    """`amount` in the rate's other currency; CalculationError where the rate is for neither."""
    currency, _, per = amount.unit.partition("/")
    if currency not in (rate.base, rate.quote):
        raise CalculationError(_NEITHER[language].format(unit=currency, base=rate.base, quote=rate.quote))
    onward = currency == rate.base
    expression = f"{plain(amount.value)} {'*' if onward else '/'} {plain(rate.value)}"
    wanted = rate.quote if onward else rate.base
    return Calculation(
        (_FORMULA if onward else _INVERSE)[language], expression,
        (
            CalculationInput("amount", plain(amount.value), amount.unit, None, marker),
            CalculationInput("exchange_rate", plain(rate.value), rate.quote, None, None),
        ),
        CalculationResult(plain(evaluate(expression)), f"{wanted}/{per}" if per else wanted),
    )  # fmt: skip
