"""A formula computed: inputs checked, written into its expression, and evaluated as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, DecimalException, DivisionByZero

from index.errors import CalculationError
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.calculator import evaluate
from rag.formulas.base import Formula, Input
from rag.formulas.measures import MEASURES
from rag.formulas.registry import FORMULAS

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
_NOT_POSITIVE = {
    "ja": "{name}がゼロ以下のため、「{formula}」には意味がありません。正の値で質問してください。",
    "en": "With {name} of zero or less, “{formula}” has no meaning: ask with a positive value.",
}
_WRONG = {
    "ja": "{name}は{wanted}でなければ計算できません（単位: {unit}）。{wanted}を添えて質問してください。",
    "en": "{name} must be {wanted}, not a value in {unit}: ask with {wanted}.",
}
_COUNT = {
    "ja": "「{formula}」には{wanted}個の値が必要ですが、{found}個しかありません。値をすべて添えて質問してください。",
    "en": "“{formula}” takes {wanted} values and {found} are given: give exactly those it names.",
}
_NO_NUMBER = {
    "ja": "{name}が数値ではないため計算できません。数値で質問してください。",
    "en": "{name} is no number: give it as a number.",
}
_ZERO = {
    "ja": "割る数がゼロのため計算できません。",
    "en": "The divisor is zero, so there is nothing to compute.",
}
_KINDS = {
    "money": {"ja": "金額", "en": "an amount of money"},
    "rate": {"ja": "月あたりの金額", "en": "an amount of money a month"},
    "percent": {"ja": "割合（%）", "en": "a percentage"},
    "month": {"ja": "期間", "en": "a length of time"},
    "count": {"ja": "数", "en": "a number of things"},
    "ratio": {"ja": "倍率", "en": "a multiple"},
}
_ALIKE = frozenset({"margin", "share", "difference", "sum", "ratio", "growth"})


def compute(name: str, inputs: Sequence[CalculationInput], language: str) -> Calculation:
    """`FORMULAS[name]` over `inputs`, written out in plain digits.

    CalculationError, in one sentence, on mixed currencies or units, inputs of another kind or number than the formula
    takes, a zero divisor, or a value that leaves the result without meaning (growth from a negative value).
    The currencies of all inputs must agree, as no exchange rate is known.
    """
    formula = FORMULAS[name]
    units = [item.unit for item in inputs]
    currencies = sorted({unit.split("/")[0] for unit in units if _is_money(unit)})
    if len(currencies) > 1:
        raise CalculationError(_MIXED[language].format(units=", ".join(currencies)))
    written = formula.ja if language == "ja" else formula.en
    if len(inputs) != len(formula.inputs):
        raise CalculationError(
            _COUNT[language].format(formula=written, wanted=len(formula.inputs), found=len(inputs))
        )
    values = [_number(item, taken, language) for item, taken in zip(inputs, formula.inputs, strict=True)]
    _check_meaning(name, formula, values, language)
    values = [abs(v) if taken.magnitude else v for v, taken in zip(values, formula.inputs, strict=True)]
    expression = formula.template.format(*(_operand(value) for value in values))
    result = plain(_evaluated(expression, language))
    _check_units(name, formula, units, language)
    return Calculation(written, expression, tuple(inputs), CalculationResult(result, formula.unit(units)))


def input_name(item: Input, language: str) -> str:
    """What an input is called in a sentence of `language`."""
    of_metrics = (word for metric in item.metrics for word in MEASURES.get(metric, ()))
    words = (*MEASURES.get(item.key, ()), *of_metrics, *item.words)
    japanese = language == "ja"
    return next((word for word in words if (not word.isascii()) == japanese), item.key.replace("_", " "))


def name_of_input(key: str, language: str) -> str | None:
    """What formulas call the input of that key in `ja` or `en`, or None for a key that no formula has."""
    for formula in FORMULAS.values():
        for item in formula.inputs:
            if item.key == key:
                return input_name(item, language)
    return None


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: `Decimal("8E+9") -> "8000000000"`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(item: CalculationInput, taken: Input, language: str) -> Decimal:
    try:
        value = Decimal(item.value)
    except DecimalException as error:
        raise CalculationError(_NO_NUMBER[language].format(name=input_name(taken, language))) from error
    if not value.is_finite():
        raise CalculationError(_NO_NUMBER[language].format(name=input_name(taken, language)))
    return value


def _operand(value: Decimal) -> str:
    """A value as it stands in an expression: a negative one in brackets, behind another sign."""
    return plain(value) if value >= 0 else f"({plain(value)})"


def _evaluated(expression: str, language: str) -> Decimal:
    try:
        return evaluate(expression)
    except CalculationError as error:
        if isinstance(error.__cause__, DivisionByZero):
            raise CalculationError(_ZERO[language]) from error
        raise


def _check_units(name: str, formula: Formula, units: Sequence[str], language: str) -> None:
    for taken, unit in zip(formula.inputs, units, strict=True):
        if not _is_of(unit, taken):
            wanted = _KINDS[taken.dimension][language]
            raise CalculationError(
                _WRONG[language].format(name=input_name(taken, language), wanted=wanted, unit=unit)
            )
    amounts = [unit for taken, unit in zip(formula.inputs, units, strict=True) if taken.dimension == "money"]
    alike = units[:2] if name in _ALIKE or name == "cagr" else amounts
    if (name == "sum" and units[0] != units[1]) or not _comparable(alike):
        raise CalculationError(_UNLIKE[language].format(units=", ".join(units)))


def _check_meaning(name: str, formula: Formula, values: Sequence[Decimal], language: str) -> None:
    if name == "growth" and values[1] < 0:
        raise CalculationError(_NEGATIVE[language])
    for taken, value in zip(formula.inputs, values, strict=True):
        if taken.positive and value <= 0:
            written = (formula.ja if language == "ja" else formula.en).split(" = ")[0]
            raise CalculationError(
                _NOT_POSITIVE[language].format(name=input_name(taken, language), formula=written)
            )


def _is_of(unit: str, taken: Input) -> bool:
    if taken.dimension == "number":
        return True
    if taken.dimension == "money":
        return _is_money(unit)
    if taken.dimension == "rate":
        return _is_money(unit) and unit.endswith("/month")
    return unit == taken.dimension


def _is_money(unit: str) -> bool:
    currency = unit.split("/")[0]
    return len(currency) == 3 and currency.isupper()


def _comparable(units: Sequence[str]) -> bool:
    """One unit; a year's target ("15 to 16 billion a year") may be held against what has come in."""
    kinds = sorted(set(units))
    return len(kinds) <= 1 or (len(kinds) == 2 and kinds[1] == f"{kinds[0]}/year")
