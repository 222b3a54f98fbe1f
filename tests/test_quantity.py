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


UNITS = (
    "USD JPY EUR GBP CNY KRW INR CHF AUD CAD HKD TWD SGD NZD BRL USD/month JPY/year EUR/quarter USD/week JPY/day"
).split()


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


def shown(text):
    """Every amount of `text` as "value unit counter", a range as "low..high"."""
    found = []
    for mention in find_quantities(text):
        read = mention.quantity
        high = "" if read.upper is None else f"..{read.upper.normalize():f}"
        found.append(f"{read.value.normalize():f}{high} {read.unit} {read.counter}".strip())
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9か月で78億ドルを使った", ["9 month", "7800000000 USD"]),
        ("9か月間10億ドルを使った", ["9 month", "1000000000 USD"]),
        ("3年間10億ドルを投じる", ["36 month", "1000000000 USD"]),
        ("売上は43億ドル、純損失は25億ドル", ["4300000000 USD", "2500000000 USD"]),
        ("10社が1,000億円を出す", ["10 count 社", "100000000000 JPY"]),
        ("1ドル＝150円", ["1 USD", "150 JPY"]),
        ("$5 + $3", ["5 USD", "3 USD"]),
        ("$1.2 billion and $3 billion", ["1200000000 USD", "3000000000 USD"]),
        ("$100 to 5 million users", ["100 USD", "5000000 count users"]),
        # What changes from one amount to another is no range.
        ("売上は10億円から20億円に増えた", ["1000000000 JPY", "2000000000 JPY"]),
        ("15%から20%へ上昇した", ["15 percent", "20 percent"]),
        ("rose from $5 billion to $8 billion", ["5000000000 USD", "8000000000 USD"]),
        ("rose from 15% to 20%", ["15 percent", "20 percent"]),
        ("between 15% to 20%", ["15..20 percent"]),
        # Counters and what is counted.
        ("20万基", ["200000 count 基"]),
        ("50万人", ["500000 count 人"]),
        ("200,000 Nvidia GPUs", ["200000 count GPU"]),
        ("1.2ギガワット", ["1.2 count GW"]),
        ("10基のうち3機が飛んだ", ["10 count 基", "3 count 機"]),
        ("5 times and 2.5 times", ["5 count times", "2.5 ratio"]),
        ("Grok 4つ", ["4 count つ"]),
    ],
)
def test_several_amounts_and_their_counters(text, wanted):
    assert shown(text) == wanted


@pytest.mark.parametrize("piece", ["1", "一", "十", "1万", "1,", "$1", "1 to ", "over 1 month "])
def test_long_runs_are_read_in_good_time(piece):
    """Read by trying every way to cut it, a run of thirty digits would take hours."""
    assert total_over(piece * 500) == [] and isinstance(find_quantities(piece * 500), list)


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
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_text_of_any_script_is_read_without_error(text):
    for mention in find_quantities(text):
        assert 0 <= mention.start < mention.end <= len(text)
    assert isinstance(total_over(text), list)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(min_value=1, max_value=9_999_999),
    st.sampled_from([1, 10**4, 10**6, 10**8]),
    st.sampled_from(UNITS),
    st.sampled_from(["ja", "en"]),
)
def test_what_is_written_is_read_back(value, scale, unit, language):
    quantity = Quantity(Decimal(value * scale), unit)
    read = parse_quantity(format_quantity(quantity, language))
    assert read is not None and read.unit == unit
    assert same(read, quantity, Decimal("0.001"))


@settings(max_examples=200, deadline=None)
@given(
    st.decimals(min_value=0, max_value=9999, places=1),
    st.sampled_from(["percent", "point", "month", "hour"]),
    st.sampled_from(["", "about", "at least", "over", "under", "up to"]),
    st.sampled_from(["ja", "en"]),
)
def test_what_is_written_of_other_units_is_read_back(value, unit, qualifier, language):
    quantity = Quantity(value, unit, qualifier=qualifier)
    assert parse_quantity(format_quantity(quantity, language)) == quantity


@given(
    st.integers(min_value=1, max_value=500),
    st.integers(min_value=1, max_value=500),
    st.sampled_from(["ja", "en"]),
)
def test_a_range_that_is_written_is_read_back(low, more, language):
    for unit in ("USD", "percent", "month"):
        scale = 10**8 if unit == "USD" else 1
        quantity = Quantity(Decimal(low * scale), unit, upper=Decimal((low + more) * scale))
        assert parse_quantity(format_quantity(quantity, language)) == quantity
