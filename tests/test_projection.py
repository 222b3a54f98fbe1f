"""Cash month by month: against a plain loop of its own, in closed form, and whether a company is default alive."""

import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rag.projection
from index.errors import CalculationError
from index.quantity import parse_quantity
from rag.calculator import evaluate
from rag.months import cash_out_month, month_after
from rag.outlook import outlook
from rag.projection import LONGEST, projected
from rag.runway import runway


def amount(text):
    quantity = parse_quantity(text)
    assert quantity is not None
    return quantity


def test_doctests():
    tried = doctest.testmod(rag.projection)
    assert tried.attempted and not tried.failed


def test_a_steady_burn_ends_when_cash_over_burn_says():
    ahead = projected("80", "10", as_of="2025-07")
    assert (ahead.runway, ahead.expression, ahead.default_alive) == (Decimal(8), "80 / 10", False)
    assert [row.cash for row in ahead.rows] == [80, 70, 60, 50, 40, 30, 20, 10, 0]
    assert (ahead.rows[0].label, ahead.rows[-1].label) == ("2025-07", "2026-03")


def test_revenue_that_overtakes_the_burn_in_time_keeps_a_company_alive():
    # Revenue 50, 60, 72, 86.4, 103.68: the burn of 100 is reached in month 5, having cost 50 + 40 + 28 + 13.6.
    ahead = projected("140", "100", "50", Decimal(20))
    assert (ahead.break_even, ahead.default_alive, ahead.runway) == (5, True, None)
    assert ahead.lowest.month == 4 and ahead.lowest.cash == evaluate(ahead.expression) == Decimal("8.4")


def test_revenue_that_comes_too_late_does_not():
    ahead = projected(
        "120", "100", "50", Decimal(20)
    )  # after three months 2 are left, and the fourth costs 13.6
    assert (ahead.default_alive, ahead.break_even) == (False, None)
    assert ahead.runway == evaluate(ahead.expression)
    assert abs(ahead.runway - (3 + Decimal(2) / Decimal("13.6"))) < Decimal("1e-20")


def test_shrinking_revenue_keeps_nobody_alive():
    ahead = projected("1000", "100", "150", Decimal(-10))
    assert ahead.break_even == 1 and not ahead.default_alive and ahead.runway is not None


def test_what_lasts_beyond_the_projection_is_known_only_of_a_steady_burn():
    steady = projected("100000", "10")
    assert steady.runway == 10000 and len(steady.rows) == LONGEST + 1
    assert projected("100000", "100", "1", Decimal("0.1")).runway is None


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**5), st.integers(0, 10**5), st.integers(-50, 60).filter(bool))
def test_the_closed_form_agrees_with_counting(cash, burn, revenue, growth):
    """Month by month in fractions, the way a spreadsheet would, the same runway or the same least cash comes out."""
    ahead = projected(str(cash), str(burn), str(revenue), Decimal(growth))
    left, income, least, runway_counted = Fraction(cash), Fraction(revenue), Fraction(cash), None
    for month in range(len(ahead.rows) - 1):
        after = left - burn + income
        if after <= 0:
            runway_counted = month + left / (burn - income)
            break
        left, income = after, income * (100 + growth) / 100
        least = min(least, left)
    shown = Fraction(evaluate(ahead.expression))
    wanted = least if runway_counted is None else runway_counted
    assert (ahead.runway is None) == (runway_counted is None)
    assert abs(shown - wanted) <= max(abs(wanted), 1) * Fraction(1, 10**9)


@pytest.mark.parametrize(
    ("as_of", "months", "label"),
    [("2025-07", 0, "2025-07"), ("2025-07-15", 6, "2026-01"), (None, 3, None), ("2025", 3, None), ("9999-12", 1, None)],
)  # fmt: skip
def test_month_after(as_of, months, label):
    assert month_after(as_of, months) == label


# --- a growing income in a runway ---------------------------------------------------------------------------------


def test_a_growing_income_lengthens_the_runway():
    found = runway(
        amount("500万ドル"), amount("月100万ドル"), income=amount("月30万ドル"), growth=Decimal(10), as_of="2025-07"
    )  # fmt: skip
    assert found.result.unit == "month" and Decimal(9) < Decimal(found.result.value) < Decimal(10)
    assert found.cash_out == "2026-05" == cash_out_month("2025-07", Decimal(found.result.value))
    assert [(item.name, item.unit) for item in found.inputs][2:] == [
        ("income", "USD/month"),
        ("growth", "percent"),
    ]
    assert evaluate(found.expression) == Decimal(found.result.value)
    assert any("デフォルト・デッド" in said for said in found.assumptions)


def test_where_the_cash_does_not_run_out_the_least_of_it_is_the_result():
    found = runway(
        amount("$10m"), amount("$1m a month"), income=amount("$300,000 a month"), growth=Decimal(10), language="en"
    )  # fmt: skip
    assert (found.result.unit, found.cash_out) == ("USD", None)
    assert Decimal(found.result.value) == evaluate(found.expression) > 0
    assert any("default alive" in said for said in found.assumptions)


def test_income_of_a_quarter_grows_from_its_month():
    found = runway(amount("60億円"), amount("月10億円"), income=amount("四半期3億円"), growth=Decimal(5))
    assert "(300000000 / 3)" in found.expression


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("income", "growth"), [(None, 10), ("月1億円", -100), ("月1億円", 1001), ("月1000円", Decimal("0.1"))]
)
def test_growth_without_meaning_is_refused_in_a_sentence(income, growth, language):
    with pytest.raises(CalculationError) as refused:
        runway(
            amount("5000億円"), amount("月10億円"), income=income and amount(income), growth=Decimal(growth),
            language=language,
        )  # fmt: skip
    assert "\n" not in str(refused.value) and str(refused.value).isascii() == (language == "en")


def test_no_burn_is_left_where_it_is_changed_to_nothing():
    with pytest.raises(CalculationError, match="ゼロ"):
        runway(amount("5000億円"), amount("月10億円"), burn_factor=Decimal(0))


# --- three cases --------------------------------------------------------------------------------------------------


def test_without_ranges_the_burn_is_moved_by_a_fifth():
    low, base, high = outlook(amount("80億ドル"), amount("月10億ドル"), as_of="2025-07")
    assert [case.projection.runway for case in (base, high)] == [8, 10]
    assert low.projection.runway == evaluate("80 / 12") and (low.cash_out, high.cash_out) == (
        "2026-02",
        "2026-05",
    )
    assert "20%" in low.what and "20%" in high.what


def test_ranges_give_the_cases():
    low, base, high = outlook(amount("80億ドル"), amount("月10〜12億ドル"), language="en")
    assert [case.projection.runway for case in (low, base, high)] == [
        evaluate("80 / 12"),
        evaluate("80 / 11"),
        8,
    ]
    assert "ranges" in low.what


def test_the_cases_share_what_else_is_supposed():
    low, base, high = outlook(
        amount("$80m"), amount("$10m a month"), raised=amount("$20m"), burn_factor=Decimal(2), spread=Decimal(50)
    )  # fmt: skip
    assert base.projection.runway == 5
    assert (low.projection.runway, high.projection.runway) == (evaluate("100 / 30"), 10)
