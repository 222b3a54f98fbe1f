"""Questions about tables that are read wrong as yet. Each is expected to fail; one that passes belongs with the others."""

from __future__ import annotations

import pytest
from hand_made_tables import VOCABULARY
from test_statement_composing import composed
from test_statement_reading import YEARS

from rag.statements.reading import read_ask

pytestmark = pytest.mark.xfail(strict=True, raises=AssertionError, reason="read wrong as yet")


def test_the_year_before_is_no_comparison():
    asked = read_ask("What was revenue in the previous year?", [], YEARS, VOCABULARY)
    assert asked is not None and asked.operation == "value"


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("売上高に対する売上原価と販管費の合計の割合は何%か", "(cost_of_sales + sga) / revenue * 100"),
        ("営業利益と営業外収益を足して営業外費用を引くといくら？", "operating_income + non_operating_income - non_operating_expenses"),
        ("売上高から売上原価と販管費を引くといくら？", "revenue - cost_of_sales - sga"),
        ("current assets minus inventories divided by current liabilities, in percent", "(current_assets - inventory) / current_liabilities * 100"),
    ],
)  # fmt: skip
def test_arithmetic_of_three_lines(text, arithmetic):
    assert composed(text) == arithmetic
