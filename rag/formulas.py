"""Named finance formulas as data: names, what they take, how they are written, what unit they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.errors import CalculationError
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.calculator import evaluate

_MIXED = {
    "ja": "通貨が異なる金額（{units}）は、換算レートがないため一緒に計算できません。同じ通貨でそろえて質問してください。",
    "en": "The amounts are in different currencies ({units}) and no exchange rate is given: ask with one currency.",
}
_UNLIKE = {
    "ja": "単位の異なる値（{units}）は、そのままでは一緒に計算できません。同じ単位・同じ期間の値で質問してください。",
    "en": "The values have different units ({units}), so they cannot be combined as they are: ask with values of one unit and period.",
}
_NEGATIVE = {
    "ja": "元の値がマイナスのため、増加率には意味がありません。差額を質問してください。",
    "en": "The earlier value is negative, so a growth rate has no meaning: ask for the difference.",
}
_ZERO = {
    "ja": "割る数がゼロのため計算できません。",
    "en": "The divisor is zero, so there is nothing to compute.",
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over inputs {0}, {1}, …; `unit` gives the result's unit from the inputs' units."""

    ja: str
    en: str
    template: str
    unit: Callable[[Sequence[str]], str]


def _percent(units: Sequence[str]) -> str:
    return "percent"


def _first(units: Sequence[str]) -> str:
    return "point" if units[0] == "percent" and len(units) > 1 and units[1] == "percent" else min(units)


def _ratio(units: Sequence[str]) -> str:
    return "ratio"


FORMULAS: dict[str, Formula] = {
    # Gross margin and its kin: profit as a share of revenue.
    "margin": Formula("利益率 = 利益 ÷ 売上", "margin = profit ÷ revenue", "{0} / {1} * 100", _percent),
    "share": Formula("割合 = 部分 ÷ 全体", "share = part ÷ whole", "{0} / {1} * 100", _percent),
    "difference": Formula("差 = 大きい方 − 小さい方", "difference = larger − smaller", "{0} - {1}", _first),
    # A year's target less what has come in: an amount, no longer one per year.
    "remaining": Formula(
        "残り = 目標 − 実績",
        "remaining = target − actual",
        "{0} - {1}",
        lambda units: units[0].split("/")[0],
    ),
    "sum": Formula("合計", "sum", "{0} + {1}", lambda units: units[0]),
    "ratio": Formula("倍率 = 大きい方 ÷ 小さい方", "multiple = larger ÷ smaller", "{0} / {1}", _ratio),
    # Growth: (new − old) ÷ old.
    "growth": Formula(
        "増加率 = (新 − 旧) ÷ 旧", "growth = (new − old) ÷ old", "({0} - {1}) / {1} * 100", _percent
    ),
    "average": Formula(
        "月平均 = 合計 ÷ 月数",
        "monthly average = total ÷ months",
        "{0} / {1}",
        lambda units: f"{units[0]}/month",
    ),
    "interest": Formula(
        "年間利息 = 負債 × 金利",
        "annual interest = debt × rate",
        "{0} * {1} / 100",
        lambda units: f"{units[0]}/year",
    ),
    "interest_month": Formula(
        "月あたりの利息 = 負債 × 金利 ÷ 12",
        "monthly interest = debt × rate ÷ 12",
        "{0} * {1} / 100 / 12",
        lambda units: f"{units[0]}/month",
    ),
    "portion": Formula(
        "相当額 = 金額 × 割合", "portion = amount × share", "{0} * {1} / 100", lambda units: units[0]
    ),
    "yearly": Formula(
        "年額 = 月額 × 月数",
        "yearly amount = monthly amount × months",
        "{0} * {1}",
        lambda units: units[0].split("/")[0],
    ),
}


def compute(name: str, inputs: Sequence[CalculationInput], language: str) -> Calculation:
    """`FORMULAS[name]` over `inputs`, written out in plain digits; CalculationError on mixed currencies or units, a zero divisor,
    or growth from a negative value.

    The currencies of all inputs must agree, as no exchange rate is known.
    """
    formula = FORMULAS[name]
    currencies = sorted(
        {unit for item in inputs if (unit := item.unit.split("/")[0]).isupper() and len(unit) == 3}
    )
    if len(currencies) > 1:
        raise CalculationError(_MIXED[language].format(units=", ".join(currencies)))
    units = [item.unit for item in inputs]
    if name in _ALIKE and not (units[0] == units[1] if name == "sum" else _comparable(units)):
        raise CalculationError(_UNLIKE[language].format(units=", ".join(units)))
    if name == "growth" and Decimal(inputs[1].value) < 0:
        raise CalculationError(_NEGATIVE[language])
    if "/ {1}" in formula.template and Decimal(inputs[1].value) == 0:
        raise CalculationError(_ZERO[language])
    expression = formula.template.format(*(plain(Decimal(item.value)) for item in inputs))
    value = evaluate(expression)
    unit = formula.unit(units)
    return Calculation(
        formula.ja if language == "ja" else formula.en,
        expression,
        tuple(inputs),
        CalculationResult(plain(value), unit),
    )


_ALIKE = frozenset({"margin", "share", "difference", "sum", "ratio", "growth"})


def _comparable(units: Sequence[str]) -> bool:
    """One unit; a year's target ("15 to 16 billion a year") may be held against what has come in."""
    first, second = sorted(units[:2])
    return first == second or second == f"{first}/year"


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: `Decimal("8E+9") -> "8000000000"`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
