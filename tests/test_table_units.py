"""Units of tables: scales in both languages, and what a cell holds under them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quantity import Quantity
from index.table_units import Scale, bare_number, is_number, read_cell, scale_in, stated_scale

MILLIONS = Scale("JPY", 10**6)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("(百万円)", ("JPY", 10**6)),
        ("金額（億円）", ("JPY", 10**8)),
        ("単位：千円", ("JPY", 10**3)),
        ("（単位 百万ドル）", ("USD", 10**6)),
        ("単位は十億円", ("JPY", 10**9)),
        ("売上高(百万円、%)", ("JPY", 10**6)),
        ("円", ("JPY", 1)),
        ("１０億円", None),
        ("US$ millions", ("USD", 10**6)),
        ("Income statement (US$ in thousands)", ("USD", 10**3)),
        ("(in millions of yen)", ("JPY", 10**6)),
        ("(¥bn)", ("JPY", 10**9)),
        ("$000", ("USD", 10**3)),
        ("EUR million", ("EUR", 10**6)),
        ("Amounts in thousands of U.S. dollars", ("USD", 10**3)),
        ("(in thousands, except per share data)", ("", 10**3)),
        ("(unaudited)", None),
        ("(%)", None),
        ("Note (1)", None),
        ("2024", None),
        ("売上高", None),
        ("", None),
    ],
)
def test_scales(text, scale):
    assert scale_in(text) == (Scale(*scale) if scale else None)


@pytest.mark.parametrize(
    ("sentence", "scale"),
    [
        ("Amounts are stated in millions of yen.", ("JPY", 10**6)),
        ("金額は百万円単位で表示している。", ("JPY", 10**6)),
        ("単位:千ドル", ("USD", 10**3)),
        ("売上高は(億円)で示す。", None),
        ("売上高は12百万円だった。", None),
    ],
)
def test_scales_that_sentences_state(sentence, scale):
    assert stated_scale(sentence) == (Scale(*scale) if scale else None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"), ("１，２３４", "1234"), ("0", "0"), (".5", "0.5"), ("1,234.5", "1234.5"),
        ("△59", "-59"), ("▲1,234", "-1234"), ("▲ 59", "-59"), ("−12", "-12"), ("-12", "-12"), ("–12", "-12"), ("(1,234)", "-1234"),
        ("（84）", "-84"), ("minus 5", "-5"), ("$1,234", "1234"), ("$ 84", "84"), ("-$5", "-5"), ("△¥5", "-5"), ("($84)", "-84"),
        ("$(84)", "-84"), ("$ (84)", "-84"),
    ],
)  # fmt: skip
def test_bare_numbers(text, value):
    assert bare_number(text) == (Decimal(value), False)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3.2%", "3.2"), ("△1.5％", "-1.5"), ("(3.2%)", "-3.2"), ("(3.2)%", "-3.2"), ("３ %", "3")],
)
def test_percentages(text, value):
    assert bare_number(text) == (Decimal(value), True)
    assert read_cell(text, MILLIONS, "money") == Quantity(Decimal(value), "percent")


@pytest.mark.parametrize(
    "text", ["", "-", "—", "n/a", "1 234", "1,2", "12,34", "abc", "FY2024", "()", "$", "1.2.3"]
)
def test_no_number(text):
    assert bare_number(text) is None
    assert read_cell(text, MILLIONS, "money") is None


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("△59", "money", "-59000000", "JPY"),
        ("$5", "money", "5000000", "USD"),
        ("12.5", "per_share", "12.5", "JPY"),
        ("7.0", "percent", "7.0", "percent"),
        ("1,200", "count", "1200", "count"),
        ("1.4", "ratio", "1.4", "ratio"),
        ("1.4x", "ratio", "1.4", "ratio"),
    ],
)
def test_cells_under_a_scale(text, kind, value, unit):
    assert read_cell(text, MILLIONS, kind) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12億円", "1200000000", "JPY"),
        ("$1.2bn", "1200000000", "USD"),
        ("約12億円", "1200000000", "JPY"),
        ("$1bn a month", "1000000000", "USD/month"),
        ("月5億ドル", "500000000", "USD/month"),
        ("1,200人", "1200", "count"),
        ("1.2pp", "1.2", "point"),
    ],
)
def test_an_own_unit_goes_before_the_scale(text, value, unit):
    quantity = read_cell(text, MILLIONS, "money")
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


def test_a_cell_of_two_amounts_or_of_words_is_no_figure():
    assert read_cell("12億円から15億円に増えた", MILLIONS, "money") is None
    assert read_cell("12億円（前期）の見込み", MILLIONS, "money") is None


@given(st.text(max_size=40))
def test_any_text_is_read(text):
    scale_in(text), stated_scale(text)
    for kind in ("money", "per_share", "percent", "count", "ratio", ""):
        quantity = read_cell(text, MILLIONS, kind)
        assert quantity is None or is_number(text)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_the_same_number_in_every_way_of_writing_it(number):
    plain = f"{abs(number):,}"
    for text in (f"-{plain}", f"△{plain}", f"▲ {plain}", f"({plain})", f"（{plain}）"):
        assert bare_number(text) == (-abs(number), False)
    assert bare_number(plain) == (abs(number), False)
