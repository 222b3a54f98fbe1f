"""Values out of a company's rows: as they stand, as totals of their parts, and as the measures a question names."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hand_made_tables import COMPANY, NEW, OLD, VOCABULARY, book, month_end, row, span, written

from index.vocabulary import fold
from rag.calculator import evaluate
from rag.formulas import FORMULAS
from rag.formulas.base import percent
from rag.statements.book import DERIVED, Book, Value, books_of, combined
from rag.statements.measures import Measure, joined
from rag.statements.mentions import find_measures, labelled

FIRST, SECOND = span("2023-04-01", "2023-06-30"), span("2023-07-01", "2023-09-30")
HALF = span("2023-04-01", "2023-09-30")


def number(value):
    return None if value is None else value.value


def item(name):
    return Measure(0, 1, name, item=name)


def test_a_row_is_given_as_it_stands():
    value = book({"revenue": (100, 120)}).item("revenue", NEW, "a")
    assert value is not None and (value.value, value.unit, value.expression) == (120, "JPY", "120")
    assert value.is_direct and [one.metric for one in value.rows] == ["revenue"]


@pytest.mark.parametrize(
    ("name", "cells", "value"),
    [
        ("total_assets", {"current_assets": 60, "fixed_assets": 40}, 100),
        ("total_assets", {"liabilities_and_net_assets": 100}, 100),
        ("total_assets", {"liabilities": 70, "net_assets": 30}, 100),
        ("total_assets", {"current_liabilities": 50, "fixed_liabilities": 20, "net_assets": 30}, 100),
        ("liabilities", {"current_liabilities": 50, "fixed_liabilities": 20}, 70),
        ("liabilities", {"total_assets": 100, "net_assets": 30}, 70),
        ("net_assets", {"total_assets": 100, "liabilities": 70}, 30),
        ("net_assets", {"equity_parent": 28}, 28),
        ("liabilities_and_net_assets", {"liabilities": 70, "net_assets": 30}, 100),
        ("gross_profit", {"revenue": 200, "cost_of_sales": 120}, 80),
        ("operating_income", {"gross_profit": 80, "sga": 90}, -10),
        ("operating_income", {"revenue": 200, "cost_of_sales": 120, "sga": 50}, 30),
        ("ordinary_income", {"operating_income": 30, "non_operating_income": 5, "non_operating_expenses": 9}, 26),
        ("pretax_income", {"ordinary_income": 26, "extraordinary_income": 4, "extraordinary_loss": 40}, -10),
        ("net_income", {"pretax_income": 26, "income_tax": 8}, 18),
        ("borrowings", {"short_term_borrowings": 10, "long_term_borrowings": 15}, 25),
        ("interest_bearing_debt", {"borrowings": 25}, 25),
        ("free_cash_flow", {"operating_cash_flow": 40, "investing_cash_flow": -55}, -15),
        ("ebitda", {"operating_income": 30, "depreciation": 12}, 42),
    ],
)  # fmt: skip
def test_totals_that_a_table_leaves_to_its_reader(name, cells, value):
    derived = book({key: (one,) for key, one in cells.items()}, (NEW,)).item(name, NEW, "a")
    assert derived is not None and derived.value == value
    assert evaluate(derived.expression) == value
    assert {one.metric for one in derived.rows} == set(cells)


@pytest.mark.parametrize("name", DERIVED)
def test_a_total_whose_parts_are_missing_is_none(name):
    assert book({"headcount": (5,)}, (NEW,)).item(name, NEW, "a") is None


def test_a_stated_total_is_preferred_to_its_parts():
    value = book({"total_assets": (101,), "current_assets": (60,), "fixed_assets": (40,)}, (NEW,)).item("total_assets", NEW, "a")  # fmt: skip
    assert number(value) == 101


@pytest.mark.parametrize(
    ("kept", "asked", "same"),
    [
        (NEW, month_end(2024, 3), True),
        (month_end(2024, 3), NEW, True),
        (span("2023-04-03", "2024-03-30"), NEW, True),
        (span("2024-01-01", "2024-03-31"), NEW, False),
        (NEW, OLD, False),
        (span("2023-01-01", "2023-12-31"), NEW, False),
    ],
)
def test_one_time_under_two_names(kept, asked, same):
    """A business year and the day its balance is struck are one; its last quarter is another."""
    assert (book({"net_assets": (7,)}, (kept,)).item("net_assets", asked, "a") is not None) is same


def test_a_half_year_is_its_two_quarters_for_what_flows():
    quarterly = book({"revenue": (10, 20), "total_assets": (300, 320)}, (FIRST, SECOND))
    value = quarterly.item("revenue", HALF, "a")
    assert value is not None and (value.value, value.expression) == (30, "10 + 20")
    assert number(quarterly.item("total_assets", HALF, "a")) != 620


def test_quarters_with_a_gap_make_no_half():
    assert (
        book({"revenue": (10, 20)}, (FIRST, span("2023-08-01", "2023-09-30"))).item("revenue", HALF, "a")
        is None
    )
    assert book({"revenue": (10,)}, (FIRST,)).item("revenue", HALF, "a") is None


def test_an_article_s_figures_are_not_mixed_with_another_s():
    rows = [row("revenue", 100, article="a"), row("cost_of_sales", 60, article="b")]
    mixed = Book(rows)
    assert mixed.item("gross_profit", NEW, "a") is None and mixed.item("gross_profit", NEW, "b") is None
    assert mixed.articles == ["a", "b"] and mixed.holds("revenue", "a") and not mixed.holds("revenue", "b")
    assert mixed.has("cost_of_sales") and not mixed.has("gross_profit")


def test_periods_are_oldest_first():
    assert book({"revenue": (2, 1)}, (NEW, OLD)).periods() == [OLD, NEW]
    assert book({"revenue": (1, 2)}).periods("cost_of_sales") == []


def test_rows_without_an_amount_or_a_time_are_left_out():
    assert Book([row("revenue", 1, None)]).articles == []


def test_a_line_no_vocabulary_knows_is_kept_under_its_label():
    own = Book([row(None, 5, label="Field Service Revenue")])
    assert own.labels == {"field service revenue": "field service revenue"}
    assert number(own.item("field service revenue", NEW, "a")) == 5


def test_a_book_for_every_company():
    rows = [row("revenue", 1), row("revenue", 2, company="海山商店", article="b"), row("revenue", 3, company=None, article="c")]  # fmt: skip
    books = books_of(rows)
    assert set(books) == {COMPANY, "海山商店"}
    assert number(books["海山商店"].item("revenue", NEW, "b")) == 2


def test_currencies_are_not_mixed():
    yen, dollars = Value(Decimal(5), "JPY", "5", ()), Value(Decimal(3), "USD", "3", ())
    assert combined("{0} + {1}", [yen, dollars]) is None
    assert combined("{0} / {1}", [yen, dollars], percent) is None
    assert number(combined("{0} + {1}", [yen, yen])) == 10
    mixed = Book([row("current_assets", 5), row("fixed_assets", 3, unit="USD")])
    assert mixed.item("total_assets", NEW, "a") is None


@pytest.mark.parametrize(("template", "values"), [("{0} / {1}", (5, 0)), ("{0} + {1}", (5, None)), ("{0}", (None,))])  # fmt: skip
def test_what_has_no_value_is_none(template, values):
    assert (
        combined(template, [None if v is None else Value(Decimal(v), "JPY", str(v), ()) for v in values])
        is None
    )


def test_negative_operands_stand_in_brackets():
    low = Value(Decimal(-5), "JPY", "-5", ())
    value = combined("{0} - {1}", [Value(Decimal(2), "JPY", "2", ()), low])
    assert value is not None and (value.expression, value.value) == ("2 - (-5)", 7)


@pytest.mark.parametrize(
    ("keys", "cells", "value", "unit"),
    [
        (("operating_margin",), {"operating_income": 30, "revenue": 200}, "15", "percent"),
        (("current_ratio",), {"current_assets": 60, "current_liabilities": 40}, "150", "percent"),
        (("equity_ratio",), {"net_assets": 30, "total_assets": 100}, "30", "percent"),
        (("equity_ratio",), {"net_assets": 30, "liabilities": 70}, "30", "percent"),
        (("asset_turnover",), {"revenue": 200, "total_assets": 100}, "2", "ratio"),
        (("roe_dupont",), {"net_income": 3, "revenue": 200, "total_assets": 100, "net_assets": 30}, "10", "percent"),
        (("gross_margin", "gross_margin_from_cost"), {"revenue": 200, "cost_of_sales": 150}, "25", "percent"),
    ],
)  # fmt: skip
def test_formulas_over_a_book(keys, cells, value, unit):
    worked = book({key: (one,) for key, one in cells.items()}, (NEW,)).formula(keys, NEW, "a")
    assert worked is not None
    assert (worked.value.quantize(Decimal("1e-9")), worked.unit) == (
        Decimal(value).quantize(Decimal("1e-9")),
        unit,
    )


def test_a_formula_whose_inputs_are_missing_is_none():
    assert book({"revenue": (1,)}, (NEW,)).formula(("operating_margin", "equity_ratio"), NEW, "a") is None


@pytest.mark.parametrize("key", FORMULAS)
def test_no_formula_finds_inputs_in_an_empty_book(key):
    assert Book([]).formula((key,), NEW, "a") is None


@pytest.mark.parametrize(
    ("measure", "cells", "value"),
    [
        (item("capex"), {"capex": -12}, 12),
        (item("interest_expense"), {"interest_expense": -6}, 6),
        (item("capex"), {"capex": 12}, 12),
        (item("investing_cash_flow"), {"investing_cash_flow": -9}, -9),
        (Measure(0, 1, "営業損失", item="operating_income", is_loss=True), {"operating_income": -9}, 9),
        (Measure(0, 1, "営業損失", item="operating_income", is_loss=True), {"operating_income": 9}, 9),
        (item("cash_change"), {"operating_cash_flow": 9, "investing_cash_flow": -5, "financing_cash_flow": 2}, 6),
        (joined("{0} / {1} * 100", [item("operating_cash_flow"), item("investing_cash_flow")], "percent"), {"operating_cash_flow": 9, "investing_cash_flow": -6}, 150),
        (joined("{0} + {1}", [item("operating_cash_flow"), item("investing_cash_flow")]), {"operating_cash_flow": 9, "investing_cash_flow": -6}, 3),
    ],
)  # fmt: skip
def test_what_is_spent_or_lost_is_told_without_its_sign(measure, cells, value):
    given = book({key: (one,) for key, one in cells.items()}, (NEW,))
    assert number(measure.value(given, NEW, "a")) == value


def test_a_measure_tells_its_lines_and_its_name():
    whole = joined("{0} / {1} * 100", [item("operating_income"), joined("{0} + {1}", [item("revenue"), item("cost_of_sales")])], "percent")  # fmt: skip
    assert [leaf.item for leaf in whole.leaves] == ["operating_income", "revenue", "cost_of_sales"]
    assert written(whole) == "operating_income / (revenue + cost_of_sales) * 100"
    assert whole.name("ja", VOCABULARY) == "営業利益 ÷ (売上高 + 売上原価)"
    assert whole.name("en", VOCABULARY) == "operating income ÷ (revenue + cost of sales)"
    assert whole.key != joined("{0} + {1}", [item("operating_income"), item("revenue")]).key
    loss = Measure(0, 1, "最終赤字", item="net_income", is_loss=True)
    assert loss.name("ja", VOCABULARY) == "最終赤字"
    assert Measure(0, 1, "unit sales", item="unit sales").name("en", VOCABULARY) == "unit sales"


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("売上総利益", ["gross_profit"]),
        ("売上高総利益率と売上高", ["gross_margin|gross_margin_from_cost", "revenue"]),
        ("有形固定資産と固定資産", ["tangible_assets", "fixed_assets"]),
        ("流動負債と負債", ["current_liabilities", "liabilities"]),
        ("営業外収益", ["non_operating_income"]),
        ("営業赤字", ["-operating_income"]),
        ("最終赤字", ["-net_income"]),
        ("流動+固定の資産", ["current_assets", "fixed_assets"]),
        ("営業、投資、財務の各キャッシュフロー", ["operating_cash_flow", "investing_cash_flow", "financing_cash_flow"]),
        ("3つのキャッシュフローの合計", ["net_cash_flow"]),
        ("売上高、すなわち売上高", ["revenue"]),
        ("経常利益ベースのROA", ["ordinary_roa"]),
        ("operating loss", ["-operating_income"]),
        ("current plus fixed assets", ["current_assets", "fixed_assets"]),
        ("operating margin", ["operating_margin"]),
        ("SG&A-to-sales ratio", ["sga_ratio"]),
        ("the shareholders' equity ratio", ["equity_ratio"]),
        ("cost of revenue", ["cost_of_sales"]),
        ("weather", []),
    ],
)  # fmt: skip
def test_where_a_question_names_measures(text, measures):
    assert [written(one) for one in find_measures(text, {}, VOCABULARY)] == measures


def test_a_company_s_own_labels_are_measures():
    labels = {"来店客数": "来店客数", "unit revenue": "unit revenue"}
    assert [one.item for one in find_measures("来店客数は？", labels, VOCABULARY)] == ["来店客数"]
    assert [one.item for one in find_measures("What was Unit Revenue?", labels, VOCABULARY)] == [
        "unit revenue"
    ]


def test_a_label_whose_words_are_scattered():
    labels = {fold(label): fold(label) for label in ("Field Service operating loss", "Proceeds from issuance of shares", "Revenue")}  # fmt: skip
    found = labelled(
        "By how much did the operating loss of the Field Service unit shrink?", labels, VOCABULARY
    )
    assert found is not None and (found.item, found.is_loss) == ("field service operating loss", True)
    found = labelled("proceeds from issuing shares", labels, VOCABULARY)
    assert found is not None and found.item == "proceeds from issuance of shares"
    assert labelled("the operating loss", labels, VOCABULARY) is None
