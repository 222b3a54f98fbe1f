"""Months of runway, the cash-out month, and the cases where there is no honest number."""

from decimal import Decimal

import pytest

from index.errors import CalculationError
from index.periods import month_span
from index.quantity import Quantity, parse_quantity
from rag.runway import cash_out_month, net_burn, runway


def amount(text):
    quantity = parse_quantity(text)
    assert quantity is not None
    return quantity


@pytest.mark.parametrize(
    ("cash", "burn", "months"),
    [
        ("80億ドル", "月10億ドル", "8"),
        ("$8 billion", "$1.25 billion a month", "6.4"),
        ("60億円", "四半期あたり15億円", "12"),
        ("60億円", "年間30億円", "24"),
    ],
)
def test_months(cash, burn, months):
    assert Decimal(runway(amount(cash), amount(burn)).result.value) == Decimal(months)


@pytest.mark.parametrize(
    ("as_of", "months", "month"),
    [
        ("2025-07", "8", "2026-03"),
        ("2025-07", "6.4", "2026-02"),
        ("2025-07", "5", "2025-12"),
        ("2025-07", "5.1", "2026-01"),
        ("2025-12", "0.5", "2026-01"),
        ("2025-12", "12", "2026-12"),
        ("2025-07-01", "1", "2025-08"),
        ("2025-07-31", "0.5", "2025-08"),
        (None, "8", None),
        ("2025", "8", None),
        ("2025-07", "999999", None),
    ],
)
def test_cash_out_month(as_of, months, month):
    assert cash_out_month(as_of, Decimal(months)) == month


def test_as_of_may_be_a_period():
    assert (
        runway(amount("80億ドル"), amount("月10億ドル"), as_of=month_span(2025, 7, 7)).cash_out == "2026-03"
    )


def test_new_money_is_added_and_named():
    calculation = runway(amount("80億ドル"), amount("月10億ドル"), raised=amount("40億ドル"))
    assert Decimal(calculation.result.value) == 12
    assert [item.name for item in calculation.inputs] == ["cash", "raised", "burn"]


def test_the_expression_gives_the_result():
    calculation = runway(amount("80億ドル"), amount("四半期あたり15億ドル"))
    assert calculation.expression == "8000000000 / (1500000000 / 3)"
    assert Decimal(calculation.result.value) == 16


def test_a_maximum_is_an_assumption():
    said = " ".join(runway(amount("80億ドル"), amount("月間最大10億ドル"), language="en").assumptions)
    assert "maximum" in said


@pytest.mark.parametrize(
    ("cash", "burn", "says"),
    [
        (amount("80億ドル"), Quantity(Decimal(0), "USD/month"), "no runway"),
        (amount("80億ドル"), Quantity(Decimal(-1), "USD/month"), "no runway"),
        (amount("80億ドル"), None, "no runway"),
        (None, amount("月10億ドル"), "Cash is zero"),
        (Quantity(Decimal(-5), "USD"), amount("月10億ドル"), "Cash is zero"),
        (amount("80億ドル"), amount("10億ドル"), "no period"),
        (amount("80億円"), amount("月10億ドル"), "one currency"),
    ],
)
def test_no_number_without_honest_inputs(cash, burn, says):
    with pytest.raises(CalculationError, match=says):
        runway(cash, burn, language="en")


def test_net_burn_needs_one_unit():
    assert net_burn(amount("月10億ドル"), amount("月4億ドル")).value == 600_000_000
    with pytest.raises(CalculationError):
        net_burn(amount("月10億ドル"), amount("年間4億ドル"))
