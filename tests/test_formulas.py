"""Every formula: its value, its unit, its written form, and what it refuses."""

from decimal import Decimal

import pytest

from index.errors import CalculationError
from rag.answer import CalculationInput
from rag.calculator import evaluate
from rag.formulas import FORMULAS, compute


def inputs(*pairs):
    return [
        CalculationInput(f"n{place}", value, unit, None, None) for place, (value, unit) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("name", "given", "value", "unit"),
    [
        ("margin", [("63", "USD"), ("100", "USD")], "63", "percent"),
        ("share", [("2", "USD"), ("5", "USD/year")], "40", "percent"),
        ("difference", [("54", "percent"), ("42", "percent")], "12", "point"),
        ("difference", [("14", "USD"), ("10", "USD")], "4", "USD"),
        ("remaining", [("500", "USD/year"), ("200", "USD")], "300", "USD"),
        ("sum", [("3", "JPY"), ("4", "JPY")], "7", "JPY"),
        ("ratio", [("9", "USD"), ("3", "USD")], "3", "ratio"),
        ("growth", [("146", "USD"), ("100", "USD")], "46", "percent"),
        ("average", [("7800", "USD"), ("9", "month")], "866.6666666666666666666666666666667", "USD/month"),
        ("interest", [("5000", "USD"), ("12", "percent")], "600", "USD/year"),
        ("yearly", [("300", "USD/month"), ("12", "month")], "3600", "USD"),
    ],
)
def test_formulas(name, given, value, unit):
    calculation = compute(name, inputs(*given), "en")
    assert (calculation.result.value, calculation.result.unit) == (value, unit)
    assert evaluate(calculation.expression) == Decimal(value)
    assert calculation.formula == FORMULAS[name].en


def test_currencies_are_not_mixed():
    with pytest.raises(CalculationError, match="JPY, USD"):
        compute("sum", inputs(("1", "USD"), ("1", "JPY")), "en")


@pytest.mark.parametrize("name", ["margin", "share", "ratio", "growth", "average"])
def test_no_division_by_zero(name):
    with pytest.raises(CalculationError, match="zero"):
        compute(name, inputs(("1", "USD"), ("0", "USD")), "en")
