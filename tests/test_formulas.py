"""Every formula: its value, its unit, its written form, its names, and what it refuses."""

import doctest
import importlib
import re
from decimal import Decimal

import pytest

from index.errors import CalculationError
from rag.answer import CalculationInput
from rag.calculator import evaluate
from rag.formulas import FORMULAS, compute, find_formulas, formula_named, plain
from rag.formulas.names import find_inputs, words_of


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


def example_of(key):
    given, result = FORMULAS[key].example
    value, unit = result.split(" ")
    return inputs(*(tuple(one.split(" ")) for one in given)), value, unit


@pytest.mark.parametrize("key", FORMULAS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_formula_gives_its_example_and_shows_what_it_computes(key, language):
    given, value, unit = example_of(key)
    calculation = compute(key, given, language)
    assert (calculation.result.value, calculation.result.unit) == (value, unit)
    assert plain(evaluate(calculation.expression)) == value


@pytest.mark.parametrize("key", FORMULAS)
def test_each_formula_uses_each_of_its_inputs_and_no_other(key):
    used = {int(place) for place in re.findall(r"\{(\d)\}", FORMULAS[key].template)}
    assert used == set(range(len(FORMULAS[key].inputs))) == set(range(len(FORMULAS[key].example[0])))
    assert FORMULAS[key].source


@pytest.mark.parametrize("key", [key for key, formula in FORMULAS.items() if formula.names])
def test_each_name_leads_to_its_formula(key):
    for name in FORMULAS[key].names:
        for text in (f"甲社の{name}は？", f"What is its {name.upper()}?"):
            assert key in [one for mention in find_formulas(text) for one in mention.keys], text
    assert any(name.isascii() for name in FORMULAS[key].names)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("自己資本当期純利益率は？", ["roe"]),  # not 当期純利益率
        ("売上高営業利益率は？", ["operating_margin"]),
        ("営業利益は？", ["operating_income"]),
        ("ＲＯＡと流動比率は？", ["roa", "current_ratio"]),
        ("What are the debt-to-equity  ratio and free cash flow?", ["debt_to_equity", "free_cash_flow"]),
        ("heroes and performance", []),
        ("有利子負債比率", ["debt_dependence"]),
        ("固定長期適合率", ["fixed_long_term_ratio"]),
    ],
)
def test_the_longest_name_wins(text, keys):
    assert [mention.keys[0] for mention in find_formulas(text)] == keys
    assert formula_named(text) == (keys[0] if keys else None)


def test_a_mention_says_where_it_stands():
    (mention,) = find_formulas("甲社の自己資本比率は")
    assert (mention.start, mention.end) == (3, 9)


def test_variants_of_one_name_come_most_usual_first():
    assert formula_named("フリーキャッシュフロー") == "free_cash_flow"
    (mention,) = find_formulas("free cash flow")
    assert mention.keys == ("free_cash_flow", "free_cash_flow_after_capex")


def test_the_language_chooses_names():
    assert formula_named("自己資本比率 and net margin", "en") == "net_margin"
    assert formula_named("自己資本比率", "ja") == "equity_ratio"


def test_inputs_are_found_by_their_longest_name():
    text = "流動資産60億円、流動負債40億円、棚卸資産12億円"
    found = [(m.place, text[m.start : m.end]) for m in find_inputs("quick_ratio", text)]
    assert found == [(0, "流動資産"), (2, "流動負債"), (1, "棚卸資産")]


def test_inputs_of_one_formula_are_told_apart():
    """No wording may name two inputs of a formula, or a given amount could become either."""
    for key, formula in FORMULAS.items():
        words = [{word.lower() for word in words_of(item)} for item in formula.inputs]
        both = {word for n, one in enumerate(words) for other in words[:n] for word in one & other}
        assert not both, f"{key}: {both}"


@pytest.mark.parametrize(
    ("key", "given", "language", "says"),
    [
        ("roe", [("5", "JPY"), ("-3", "JPY")], "ja", "ゼロ以下"),
        ("roe", [("5", "JPY"), ("0", "JPY")], "en", "zero or less"),
        ("burn_multiple", [("30", "USD"), ("-2", "USD")], "en", "net new ARR"),
        ("cagr", [("-1", "USD"), ("5", "USD"), ("12", "month")], "en", "zero or less"),
        ("growth", [("5", "USD"), ("-3", "USD")], "en", "negative"),
        ("net_runway", [("80", "USD"), ("10", "USD/month"), ("10", "USD/month")], "ja", "割る数がゼロ"),
        ("break_even_units", [("80", "USD"), ("10", "USD"), ("10", "USD")], "en", "divisor is zero"),
        ("runway", [("80", "USD"), ("10", "USD")], "en", "an amount of money a month"),
        ("runway", [("80", "USD"), ("10", "percent")], "ja", "月あたりの金額"),
        ("equity_ratio", [("80", "percent"), ("10", "USD")], "en", "an amount of money"),
        ("operating_margin", [("8", "USD/month"), ("100", "USD/year")], "en", "different units"),
        ("eps", [("8", "JPY"), ("100", "JPY")], "en", "a number of things"),
        ("quick_ratio", [("8", "JPY"), ("100", "JPY")], "ja", "3個の値"),
        ("free_cash_flow", [("8", "JPY"), ("1", "USD")], "ja", "通貨"),
        ("equity_ratio", [("NaN", "JPY"), ("100", "JPY")], "en", "is no number"),
        ("equity_ratio", [("about 5", "JPY"), ("100", "JPY")], "ja", "数値ではない"),
    ],
)
def test_what_has_no_meaning_is_refused_in_a_sentence(key, given, language, says):
    with pytest.raises(CalculationError, match=says) as refused:
        compute(key, inputs(*given), language)
    assert "\n" not in str(refused.value)


def test_a_negative_input_stands_in_brackets_and_an_outflow_counts_without_its_sign():
    assert compute("free_cash_flow", inputs(("50", "USD"), ("-30", "USD")), "en").expression == "50 + (-30)"
    covered = compute("cash_flow_coverage", inputs(("50", "USD"), ("-30", "USD")), "en")
    assert covered.expression == "50 / 30"


def test_dupont_is_return_on_equity():
    given = inputs(("8", "USD"), ("120", "USD"), ("90", "USD"), ("37", "USD"))
    dupont = Decimal(compute("roe_dupont", given, "en").result.value)
    assert abs(dupont - Decimal(compute("roe", [given[0], given[3]], "en").result.value)) < Decimal("1e-30")


@pytest.mark.parametrize("name", ["rag.formulas", "rag.formulas.names"])
def test_doctests(name):
    tried = doctest.testmod(importlib.import_module(name))
    assert tried.attempted and not tried.failed
