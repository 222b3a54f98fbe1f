"""Amounts read and written: a table of cases in both languages, and properties that hold for any text."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.format import format_quantity
from index.quantity import Quantity, find_quantities, parse_quantity, same, total_over

with (Path(__file__).parent / "data" / "quantities.tsv").open(encoding="utf-8") as table:
    CASES = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_table(case):
    mentions = find_quantities(case["text"])
    if case["value"] == "-":
        assert mentions == []
        return
    (mention,) = mentions
    read = mention.quantity
    assert read.value == Decimal(case["value"])
    assert (read.unit, read.qualifier) == (case["unit"], case["qualifier"])
    assert read.upper == (Decimal(case["upper"]) if case["upper"] else None)
    assert (format_quantity(read, "ja"), format_quantity(read, "en")) == (case["ja"], case["en"])


def test_offsets_quote_the_amount():
    text = "現金は約８０億ドル、burn is up to $1 billion a month。"
    assert [text[m.start : m.end] for m in find_quantities(text)] == ["８０億ドル", "$1 billion"]


@pytest.mark.parametrize(
    ("text", "total", "months"),
    [
        ("9か月で78億ドルを使った", 7_800_000_000, 9),
        ("過去9か月の累計は78億ドル", 7_800_000_000, 9),
        ("$7.8 billion over nine months", 7_800_000_000, 9),
        ("spent $6 billion in the first six months", 6_000_000_000, 6),
    ],
)
def test_totals_over_months(text, total, months):
    ((quantity, over),) = total_over(text)
    assert (quantity.value, over) == (total, months)


@pytest.mark.parametrize("text", ["", "いくら", "80億ドルか90億ドル", "80億"])
def test_what_is_no_single_amount(text):
    assert parse_quantity(text) is None


def test_same_needs_the_unit_and_nearly_the_value():
    assert same(Quantity(Decimal(100), "USD"), Quantity(Decimal("100.4"), "USD"))
    assert not same(Quantity(Decimal(100), "USD"), Quantity(Decimal(102), "USD"))
    assert not same(Quantity(Decimal(100), "USD"), Quantity(Decimal(100), "JPY"))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789０９.,，億兆万千百十一二三△-$¥€約月年ヶか間ドル円%人社〜 aemonthbilion/"))
def test_any_text_is_read_without_error_and_within_its_bounds(text):
    last = 0
    for mention in find_quantities(text):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


@settings(max_examples=200, deadline=None)
@given(
    st.integers(min_value=1, max_value=9_999_999),
    st.sampled_from([1, 10**4, 10**6, 10**8]),
    st.sampled_from(["USD", "JPY", "EUR", "USD/month", "JPY/year"]),
    st.sampled_from(["ja", "en"]),
)
def test_what_is_written_is_read_back(value, scale, unit, language):
    quantity = Quantity(Decimal(value * scale), unit)
    read = parse_quantity(format_quantity(quantity, language))
    assert read is not None and read.unit == unit
    assert same(read, quantity, Decimal("0.001"))
