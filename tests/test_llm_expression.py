"""A model's arithmetic over known amounts, with the unit that follows."""

from decimal import Decimal

import pytest

from index.errors import CalculationError
from index.quantity import find_quantities
from rag.calculator import evaluate
from rag.llm.expression import measure


def amounts(*texts):
    return [mention.quantity for text in texts for mention in find_quantities(text)]


KNOWN = amounts(
    "14億6,000万ドル",
    "10億ドル",
    "80億ドル",
    "月10億ドル",
    "粗利益は6,300万ドル",
    "1億700万ドル",
    "40%",
    "120人",
)


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("1460000000 - 1000000000", "460000000", "USD"),
        ("14.6 - 10", "460000000", "USD"),
        ("(14.6 - 10) / 10 * 100", "46", "percent"),
        ("63 / 107 * 100", "58.8785", "percent"),
        ("8,000,000,000 ÷ 1,000,000,000", "8", "ratio"),
        ("80 + 10", "9000000000", "USD"),
        ("120 / 12", "10", "count"),
    ],
)
def test_a_value_and_its_unit(written, value, unit):
    found = measure(written, KNOWN)
    assert found.unit == unit
    assert abs(Decimal(found.value) - Decimal(value)) < Decimal("0.001")
    assert evaluate(found.expression) == Decimal(found.value) or abs(
        evaluate(found.expression) - Decimal(found.value)
    ) < Decimal("1e-20")


def test_a_runway_by_hand_is_in_months():
    assert measure("8000000000 / 1000000000", amounts("80億ドル", "月10億ドル")).unit == "month"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("9731 / 77", "search for it first"),
        ("14.6 - 40", "cannot be combined"),
        ("14.6 + 120", "cannot be combined"),
        ("100 / 12", "cannot be combined"),
        ("__import__('os')", "Only numbers"),
        ("10 / 0", ""),
        ("9**9**9", ""),
    ],
)
def test_what_is_no_honest_arithmetic_is_refused(written, said):
    with pytest.raises(CalculationError, match=said):
        measure(written, KNOWN)
