"""Amounts read and written: a table of cases in both languages, and properties that hold for any text."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.ambiguous import find_ambiguous
from index.format import format_exact, format_quantity
from index.quantity import Quantity, find_quantities, parse_number, parse_quantity, same, total_over

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


@pytest.mark.parametrize(
    ("text", "written", "readings"),
    [
        ("資金は約1,5億円だ", "1,5億円", ["150000000 JPY", "1500000000 JPY"]),
        ("$1,5 million a month", "$1,5 million", ["1500000 USD/month", "15000000 USD/month"]),
        ("12,34円", "12,34円", ["12.34 JPY", "1234 JPY"]),
        ("１，５０億ドル", "１，５０億ドル", ["150000000 USD", "15000000000 USD"]),
        ("5,6億円", "5,6億円", ["500000000..600000000 JPY", "560000000 JPY", "5600000000 JPY"]),
        ("1,2,3億円", "1,2,3億円", ["300000000 JPY", "12300000000 JPY"]),
        ("△1,5%", "△1,5%", ["-15 percent", "-1.5 percent"]),
    ],
)
def test_what_reads_in_two_ways_is_told_and_not_read(text, written, readings):
    (mention,) = find_ambiguous(text)
    assert text[mention.start : mention.end] == mention.written == written
    assert [in_words(reading) for reading in mention.readings] == readings
    assert find_quantities(text) == [] and parse_quantity(text) is None


def test_an_ambiguous_amount_is_told_in_one_sentence():
    (mention,) = find_ambiguous("1,5億円")
    assert mention.sentence("ja") == "「1,5億円」は1億5,000万円とも15億円とも読めます。"
    assert mention.sentence("en") == '"1,5億円" can be read as ¥150 million or as ¥1.5 billion.'


@pytest.mark.parametrize(
    "text", ["1,234億円", "5億、6億円", "1,5", "$1,234.5 million", "1,234,567円", "2025年1,500人"]
)
def test_what_reads_in_one_way_is_not_ambiguous(text):
    assert find_ambiguous(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1億2千万", 120_000_000),
        ("12億3,000万", 1_230_000_000),
        ("２億", 200_000_000),
        ("1兆2000億", 1_200_000_000_000),
        ("三百二十", 320),
        ("1,234百万", 1_234_000_000),
        ("△1,234", -1234),
        ("1.2bn", 1_200_000_000),
        ("twenty-five million", 25_000_000),
        ("-3.5", Decimal("-3.5")),
        ("1,5億", None),
        ("1億円", None),
        ("", None),
        ("several", None),
    ],
)
def test_numbers_without_a_unit(text, value):
    assert parse_number(text) == value


CHANGES = {
    True: ["半減", "倍増した", "3倍増", "1.2倍に増えた", "doubled", "a 3-fold rise"],
    False: ["1.2倍", "3分の1", "two-thirds", "2x"],
    None: ["半減期", "double-digit"],
}


@pytest.mark.parametrize(
    ("text", "change"), [(text, change) for change, texts in CHANGES.items() for text in texts]
)
def test_a_change_is_told_from_a_ratio(text, change):
    read = parse_quantity(text)
    assert (read.change if read else None) == change


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


def in_words(read):
    """An amount as "value unit counter", a range as "low..high"."""
    high = "" if read.upper is None else f"..{read.upper.normalize():f}"
    return f"{read.value.normalize():f}{high} {read.unit} {read.counter}".strip()


def shown(text):
    return [in_words(mention.quantity) for mention in find_quantities(text)]


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
        ("人一倍の2倍", ["2 ratio"]),
        # A footnote's digit is no part of the amount.
        ("売上¹10億円², ①5億円", ["1000000000 JPY", "500000000 JPY"]),
        ("rose $1 billion to $8 billion", ["1000000000 USD", "8000000000 USD"]),
        (
            "between $1bn and $2bn, $3bn and $4bn",
            ["1000000000..2000000000 USD", "3000000000 USD", "4000000000 USD"],
        ),
        ("1億円、2億円", ["100000000 JPY", "200000000 JPY"]),
        ("1億円から2億円に増えた", ["100000000 JPY", "200000000 JPY"]),
    ],
)
def test_several_amounts_and_their_counters(text, wanted):
    assert shown(text) == wanted


HOSTILE = "1|一|十|1万|1,|億|1億|-|△|▲3〜|1.|1,5|$1|1 to |between |half of |one |、1、2|3分の|倍|約|five hundred and |1 million |minus | "


@pytest.mark.parametrize("piece", HOSTILE.split("|"))
def test_hostile_text_is_read_to_its_end(piece):
    text = piece * (100_000 // len(piece))
    assert isinstance(find_quantities(text), list) and isinstance(find_ambiguous(text), list)


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
@given(st.text(st.characters()))
def test_text_of_any_script_is_read_without_error(text):
    """Lone surrogates and digits of every script included."""
    for mention in find_quantities(text) + find_ambiguous(text):
        assert 0 <= mention.start < mention.end <= len(text)
    assert isinstance(total_over(text), list)
    parse_number(text)


CURRENCIES = UNITS[:15]
RATES = [
    f"{currency}/{per}"
    for currency in CURRENCIES
    for per in ("month", "year", "quarter", "week", "day", "hour")
]
QUALIFIERS = ["", "about", "at least", "over", "under", "up to"]
COUNTERS = {
    "ja": [
        "人",
        "社",
        "件",
        "基",
        "台",
        "機",
        "回",
        "か国",
        "言語",
        "店",
        "拠点",
        "株",
        "世帯",
        "GW",
        "個",
        "本",
    ],
    "en": [
        "people",
        "companies",
        "units",
        "users",
        "employees",
        "stores",
        "shares",
        "GPU",
        "GW",
        "countries",
        "sites",
        "launches",
    ],
}
VALUES = st.decimals(min_value=-(10**15), max_value=10**15, places=6) | st.integers(-(10**17), 10**17).map(
    Decimal
)


@st.composite
def quantities(draw, language):
    """An amount of any unit with any sign, qualifier and range."""
    unit = draw(st.sampled_from([*CURRENCIES, *RATES, "percent", "point", "ratio", "month", "hour", "count"]))
    values = VALUES.map(abs) if unit in ("month", "hour") else VALUES
    low, high = sorted((draw(values), draw(values)))
    upper = high if low < high and draw(st.booleans()) else None
    counter = draw(st.sampled_from(COUNTERS[language])) if unit == "count" else ""
    change = unit == "ratio" and low >= 0 and upper is None and draw(st.booleans())
    return Quantity(low, unit, counter, draw(st.sampled_from(QUALIFIERS)), upper, change)


@settings(max_examples=600, deadline=None)
@given(st.data(), st.sampled_from(["ja", "en"]))
def test_what_is_written_exactly_is_read_back_exactly(data, language):
    quantity = data.draw(quantities(language))
    assert parse_quantity(format_exact(quantity, language)) == quantity


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(["ja", "en"]))
def test_what_is_rounded_for_reading_stays_as_it_is_written(data, language):
    """Read back and written again, a rounded amount is the same text."""
    written = format_quantity(data.draw(quantities(language)), language)
    read = parse_quantity(written)
    assert read is not None and format_quantity(read, language) == written


@settings(max_examples=300, deadline=None)
@given(
    st.data(),
    st.sampled_from(["ja", "en"]),
    st.sampled_from(["現金は", "It was ", "（", "①", "𝟓、", "😀 ", "ＡＢ："]),
)
def test_a_mention_is_the_amount_as_written(data, language, before):
    """The characters at its place, read alone, are the amount itself."""
    text = f"{before}{format_exact(data.draw(quantities(language)), language)}。"
    for mention in find_quantities(text):
        alone = parse_quantity(text[mention.start : mention.end])
        assert alone is not None
        assert (alone.value, alone.upper) == (mention.quantity.value, mention.quantity.upper)
        assert alone.unit == mention.quantity.unit.partition("/")[0]


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
