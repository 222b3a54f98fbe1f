"""Months of runway, the cash-out month, and the cases where there is no honest number."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import CalculationError
from index.periods import month_span
from index.quantity import Quantity, parse_quantity
from rag.calculator import evaluate
from rag.runway import cash_out_month, runway


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


@pytest.mark.parametrize(
    ("as_of", "months", "month"),
    [
        ("2024-01", "1", "2024-02"),
        ("2024-02", "12", "2025-02"),
        ("2025-11", "1", "2025-12"),
        ("2025-11", "1.01", "2026-01"),
        ("2025-12", "0.01", "2026-01"),
        ("2025-07", "0", "2025-07"),
        ("2025-07", "11.999", "2026-07"),
        ("2025-07", "120", "2035-07"),
        ("1999-12", "0.001", "2000-01"),
        ("2025-01-15", "0.5", "2025-01"),
        ("2025-01-15", "1", "2025-02"),
        ("2025-12-15", "1", "2026-01"),
        ("", "8", None),
        ("9999-12", "1", None),
    ],
)
def test_cash_out_around_the_turn_of_the_year(as_of, months, month):
    assert cash_out_month(as_of, Decimal(months)) == month


@settings(max_examples=200, deadline=None)
@given(st.integers(2000, 2090), st.integers(1, 12), st.integers(0, 240), st.integers(0, 99))
def test_cash_out_agrees_with_counting_months(year, month, whole, hundredths):
    """A whole number of months ends in that month; any fraction more reaches into the next."""
    steps = whole + (hundredths > 0)
    wanted = year * 12 + month - 1 + steps
    months = Decimal(whole) + Decimal(hundredths) / 100
    assert cash_out_month(f"{year}-{month:02d}", months) == f"{wanted // 12:04d}-{wanted % 12 + 1:02d}"


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 10**13),
    st.integers(1, 10**11),
    st.sampled_from(["month", "quarter", "year", "week", "day"]),
)
def test_months_are_cash_over_burn_a_month(cash, burn, per):
    calculation = runway(Quantity(Decimal(cash), "USD"), Quantity(Decimal(burn), f"USD/{per}"))
    monthly = {
        "month": 1,
        "quarter": Fraction(1, 3),
        "year": Fraction(1, 12),
        "week": Fraction(52, 12),
        "day": 30,
    }[per]
    months = Fraction(calculation.result.value)
    assert abs(months * burn * monthly - cash) < Fraction(cash, 10**25)
    assert evaluate(calculation.expression) == Decimal(calculation.result.value)


def test_inputs_keep_their_units_dates_and_markers():
    calculation = runway(
        amount("80億ドル"), amount("四半期あたり30億ドル"), as_of="2025-07", cash_marker=2, burn_marker=1
    )  # fmt: skip
    cash, burn = calculation.inputs
    assert (cash.name, cash.value, cash.unit, cash.as_of, cash.marker) == (
        "cash",
        "8000000000",
        "USD",
        "2025-07",
        2,
    )
    assert (burn.name, burn.value, burn.unit, burn.marker) == ("burn", "3000000000", "USD/quarter", 1)
    assert (calculation.result.unit, calculation.cash_out) == ("month", "2026-03")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_assumptions_say_what_was_taken_for_granted(language):
    plain_one = runway(amount("80億ドル"), amount("月10億ドル"), language=language).assumptions
    converted = runway(amount("80億ドル"), amount("年間120億ドル"), language=language).assumptions
    dated = runway(amount("80億ドル"), amount("月10億ドル"), as_of="2025-07", language=language).assumptions
    funded = runway(
        amount("80億ドル"), amount("月10億ドル"), raised=amount("5億ドル"), language=language
    ).assumptions
    assert set(plain_one) < set(converted) and set(plain_one) < set(dated)
    assert any("2025-07" in said for said in dated)
    assert set(funded) != set(plain_one)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("cash", "burn", "raised"),
    [
        ("0ドル", "月10億ドル", None),
        ("80億ドル", "月0ドル", None),
        ("80億ドル", "10億ドル", None),
        ("80億ドル", "月10億円", None),
        ("80億ドル", "月10億ドル", "50億円"),
        ("80億ドル", "10%", None),
        ("8か月", "月10億ドル", None),
        ("80%", "月10億ドル", None),
    ],
)
def test_each_refusal_is_one_sentence_in_the_askers_language(cash, burn, raised, language):
    with pytest.raises(CalculationError) as refused:
        runway(amount(cash), amount(burn), raised=raised and amount(raised), language=language)
    said = str(refused.value)
    assert said.isascii() == (language == "en") and "\n" not in said


def test_mixed_currencies_are_both_named():
    with pytest.raises(CalculationError, match=r"EUR.*USD"):
        runway(amount("€8 billion"), amount("$1 billion a month"), language="en")


def test_income_lessens_the_burn():
    found = runway(amount("7億ドル"), amount("月8000万ドル"), income=amount("月3000万ドル"))
    assert (found.expression, found.result.value) == ("700000000 / (80000000 - 30000000)", "14")
    assert "収入は今後も一定とする" in found.assumptions


def test_income_of_another_period_is_converted():
    assert runway(amount("60億円"), amount("月10億円"), income=amount("年間48億円")).result.value == "10"


@pytest.mark.parametrize("income", ["月4億円", "月10億円"])
def test_no_runway_where_income_covers_the_burn(income):
    with pytest.raises(CalculationError, match="収入が支出以上"):
        runway(amount("60億円"), amount("月4億円"), income=amount(income))


def test_income_in_another_currency_is_refused():
    with pytest.raises(CalculationError, match="通貨"):
        runway(amount("60億円"), amount("月4億円"), income=amount("月1億ドル"))
