"""Exchange rates an asker gives, and what is converted with them."""

import doctest
from decimal import Decimal

import pytest

import rag.exchange
from index.errors import CalculationError
from index.quantity import find_quantities, parse_quantity
from rag.calculator import evaluate
from rag.exchange import Rate, converted, find_rate, other_than_rate
from rag.runway import runway


def amount(text):
    quantity = parse_quantity(text)
    assert quantity is not None
    return quantity


def test_doctests():
    tried = doctest.testmod(rag.exchange)
    assert tried.attempted and not tried.failed


@pytest.mark.parametrize(
    ("text", "base", "quote", "value"),
    [
        ("1ドル=150円なら", "USD", "JPY", "150"),
        ("１ドル１５０円として", "USD", "JPY", "150"),
        ("1ユーロは162.5円", "EUR", "JPY", "162.5"),
        ("150円/ドルで", "USD", "JPY", "150"),
        ("at 150 yen to the dollar", "USD", "JPY", "150"),
        ("1 dollar = 150 yen", "USD", "JPY", "150"),
        ("$1 = ¥150", "USD", "JPY", "150"),
        ("with €1 at $1.1", None, None, None),
        ("€1 is $1.1", "EUR", "USD", "1.1"),
        ("¥150 per dollar", "USD", "JPY", "150"),
        ("1ドルあたり0.5人", None, None, None),
        ("21ドル150円", None, None, None),
        ("$1 billion a month", None, None, None),
        ("1ドル=2ドル", None, None, None),
        ("1ドル0円", None, None, None),
    ],
)
def test_rates(text, base, quote, value):
    rate = find_rate(text)
    if base is None:
        assert rate is None
    else:
        assert rate is not None
        assert (rate.base, rate.quote, rate.value) == (base, quote, Decimal(value))


def test_a_rate_is_no_amount():
    text = "1ドル150円で80億ドルは何円？"
    (kept,) = other_than_rate(find_rate(text), find_quantities(text))
    assert kept.quantity.value == 8 * 10**9


@pytest.mark.parametrize(
    ("given", "expression", "value", "unit"),
    [
        ("80億ドル", "8000000000 * 150", "1200000000000", "JPY"),
        ("1200億円", "120000000000 / 150", "800000000", "USD"),
        ("月10億ドル", "1000000000 * 150", "150000000000", "JPY/month"),
    ],
)
def test_conversions(given, expression, value, unit):
    found = converted(amount(given), Rate("USD", "JPY", Decimal(150), 0, 0), None, "ja")
    assert (found.expression, found.result.value, found.result.unit) == (expression, value, unit)


def test_another_currency_is_refused():
    with pytest.raises(CalculationError, match="EUR"):
        converted(amount("€5"), Rate("USD", "JPY", Decimal(150), 0, 0), None, "en")


def test_a_runway_in_two_currencies_with_a_rate():
    rate = Rate("USD", "JPY", Decimal(150), 0, 0)
    found = runway(amount("80億ドル"), amount("月1500億円"), rate=rate)
    assert (found.expression, found.result.value) == ("8000000000 * 150 / 150000000000", "8")
    assert [(item.name, item.unit) for item in found.inputs] == [
        ("cash", "USD"),
        ("burn", "JPY/month"),
        ("exchange_rate", "JPY"),
    ]
    other = runway(amount("1500億円"), amount("月1億ドル"), rate=rate, raised=amount("10億ドル"))
    assert evaluate(other.expression) == Decimal(other.result.value) == 20


def test_a_rate_between_others_changes_nothing():
    with pytest.raises(CalculationError, match="通貨"):
        runway(amount("80億ドル"), amount("月1500億円"), rate=Rate("EUR", "JPY", Decimal(160), 0, 0))
    same = runway(amount("80億円"), amount("月10億円"), rate=Rate("USD", "JPY", Decimal(160), 0, 0))
    assert same.expression == "8000000000 / 1000000000" and len(same.inputs) == 2
