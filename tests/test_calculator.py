"""Arithmetic in exact decimals, and nothing else."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import CalculationError
from rag.calculator import DEEPEST, LONGEST, evaluate


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("8000000000 / 1000000000", "8"),
        ("8,000,000,000 ÷ 1,000,000,000", "8"),
        ("0.1 + 0.2", "0.3"),
        ("（２＋３）×４", "20"),
        ("-5 - -3", "-2"),
        ("2 ** 10", "1024"),
        ("4 ** 0.5", "2"),
        ("8 ** (1 / 3)", "2"),
        ("(172.8 / 100) ** (12 / 36)", "1.2"),
        ("+7", "7"),
        ("1 / 3 * 3", "0.9999999999999999999999999999999999"),
        ("12345678901234567890 - 12345678901234567889", "1"),
    ],
)
def test_values(expression, value):
    assert evaluate(expression) == Decimal(value)


@pytest.mark.parametrize(
    "expression",
    [
        "", "  ", "1 +", "(1", "1)", "1 / 0", "0 / 0", "(-2) ** 0.5", "0 ** 0.5", "2 ** 100.5", "9 ** 9 ** 9", "2 ** 101", "abs(1)", "__import__('os')",
        "x", "1; 2", "1 if 1 else 2", "[1]", "1_000", "0x10", "1e5", "1 < 2", "1 // 2", "7 % 2", "10 ** 100 * 10 ** 100 * 10 ** 900",
        "True", "'a'", "1,2", "()", "1 2", "lambda: 1", "\N{NULL}", "1" * (LONGEST + 1), "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1),
    ],
)  # fmt: skip
def test_what_is_no_arithmetic_is_refused_in_one_sentence(expression):
    with pytest.raises(CalculationError) as refused:
        evaluate(expression)
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789.+-*/() ×÷,e_x", max_size=60))
def test_any_text_gives_a_number_or_a_refusal(text):
    with contextlib.suppress(CalculationError):
        assert isinstance(evaluate(text), Decimal)


@settings(max_examples=200, deadline=None)
@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
def test_agrees_with_python_on_whole_numbers(a, b):
    assert evaluate(f"({a}) + ({b}) * 2") == a + b * 2


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("１００ ÷ ８", "12.5"),
        ("2 ** -3", "0.125"),
        ("(-8) ** 3", "-512"),
        ("-2 ** 2", "-4"),
        ("2 ** 3 ** 2", "512"),
        ("8 - 3 - 2", "3"),
        ("24 / 4 / 2", "3"),
        (".5 + 1.", "1.5"),
        ("1,460,000,000 / 9", "162222222.2222222222222222222222222"),
        ("1.10", "1.10"),
        ("−4 × −2.5", "10"),
        ("(" * DEEPEST + "1" + ")" * DEEPEST, "1"),
    ],
)
def test_notations_and_precedence(expression, value):
    assert evaluate(expression) == Decimal(value)


@pytest.mark.parametrize(
    "expression",
    [
        "NaN", "nan + 1", "Infinity", "-inf", "sNaN", "1e999", "1 / (2 - 2)", "0 ** 0", "10 ** 101", "(10 ** 100) ** 100",
        "().__class__", "1 .real", "1..real", "f'{1}'", "1 if 1 else 2", "(x := 1)", "1 and 2", "~1", "not 1", "1 @ 2", "1 << 9",
        "*1", "1, 2", "1 = 1", "print(1)", "open('a')", "exec('1')", "1 # 2", "1; import os", "\\x31", "1\u200b+1", "٣ + ٤", "½", "5％",
        "80億 / 10億", "$5", "(((", ")))", ")(", "1.2.3", "..", "1 +* 2",
    ],
)  # fmt: skip
def test_hostile_and_foreign_expressions_are_refused(expression):
    with pytest.raises(CalculationError) as refused:
        evaluate(expression)
    assert len(str(refused.value)) < 200


def test_work_is_bounded_whatever_the_nesting():
    """Long chains of signs and powers end in a number or a refusal, never in a crash of the interpreter."""
    for expression in (
        "-" * (LONGEST - 1) + "1",
        "2 ** " * 30 + "2",
        "9" * LONGEST,
        "(1+" * DEEPEST + "1" + ")" * DEEPEST,
    ):
        with contextlib.suppress(CalculationError):
            assert evaluate(expression).is_finite()


@settings(max_examples=150, deadline=None)
@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.decimals(min_value=Decimal("0.001"), max_value=10**9, places=3),
)
def test_operators_agree_with_decimal(a, b):
    assert evaluate(f"({a:f}) + ({b:f})") == a + b
    assert evaluate(f"({a:f}) - ({b:f})") == a - b
    assert evaluate(f"({a:f}) * ({b:f})") == a * b
    assert abs(evaluate(f"({a:f}) / ({b:f})") * b - a) <= abs(a) * Decimal("1e-30")
