"""Every formula: its value, its unit, its written form, and what it refuses."""

from decimal import Decimal

import pytest

from index.errors import CalculationError
from rag.answer import CalculationInput
from rag.calculator import evaluate
from rag.formulas import FORMULAS, compute, plain


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


@pytest.mark.parametrize(
    ("name", "given", "value", "unit"),
    [
        ("growth", [("75", "JPY"), ("100", "JPY")], "-25", "percent"),
        ("difference", [("3", "point"), ("2", "point")], "1", "point"),
        ("difference", [("1200", "count"), ("900", "count")], "300", "count"),
        ("interest", [("100", "USD"), ("0", "percent")], "0", "USD/year"),
        ("margin", [("-5", "JPY"), ("20", "JPY")], "-25", "percent"),
        ("sum", [("0.1", "EUR"), ("0.2", "EUR")], "0.3", "EUR"),
        ("ratio", [("1e9", "USD"), ("4E+8", "USD")], "2.5", "ratio"),
    ],
)
def test_signs_and_exact_decimals(name, given, value, unit):
    calculation = compute(name, inputs(*given), "ja")
    assert (calculation.result.value, calculation.result.unit) == (value, unit)
    assert calculation.formula == FORMULAS[name].ja and calculation.cash_out is None


def test_the_expression_is_plain_digits_and_keeps_its_inputs():
    given = inputs(("8E+9", "USD"), ("3", "USD"))
    calculation = compute("ratio", given, "en")
    assert calculation.expression == "8000000000 / 3" and calculation.inputs == tuple(given)
    assert calculation.result.value == "2666666666.666666666666666666666667"


@pytest.mark.parametrize("name", sorted(FORMULAS))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_formula_mixes_currencies(name, language):
    with pytest.raises(CalculationError) as refused:
        compute(name, inputs(("5", "USD/month"), ("7", "EUR")), language)
    assert "EUR" in str(refused.value) and "USD" in str(refused.value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_number_is_not_computed_with(value):
    with pytest.raises(CalculationError):
        compute("sum", inputs((value, "USD"), ("1", "USD")), "en")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("8E+9", "8000000000"),
        ("1.500", "1.5"),
        ("100", "100"),
        ("0.00", "0"),
        ("-2.50", "-2.5"),
        ("1E-8", "0.00000001"),
    ],
)
def test_plain_digits(value, text):
    assert plain(Decimal(value)) == text


def test_each_formula_is_named_in_both_languages():
    for formula in FORMULAS.values():
        assert formula.ja and formula.en and formula.ja != formula.en and "{0}" in formula.template
