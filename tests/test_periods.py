"""Times in both languages: a table of cases, unsaid years, and relative words only against a reference."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.periods import ANY_YEAR, find_periods, month_span

with (Path(__file__).parent / "data" / "periods.tsv").open(encoding="utf-8") as table:
    CASES = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(mention):
    period = mention.period
    mark = " cumulative" if period.cumulative else ""
    return f"{period.start}..{period.end} {period.kind}{mark} = {period.label('ja')} = {period.label('en')}"


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_table(case):
    found = find_periods(case["text"])
    assert ("; ".join(shown(mention) for mention in found) or "-") == case["periods"]


def test_a_month_takes_the_year_of_its_neighbour():
    first, second = find_periods("2024年12月に発表し、3月に改めた")
    assert (first.period.end.year, second.period.end.year) == (2024, 2024)


def test_an_unsaid_year_stands_for_any():
    (mention,) = find_periods("第3四半期の売上は？", year=ANY_YEAR)
    assert mention.period.label("ja") == "第3四半期"
    assert mention.period.in_year(2025) == month_span(2025, 7, 9)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("昨年末", date(2024, 12, 1), date(2024, 12, 31)),
        ("先月", date(2024, 12, 1), date(2024, 12, 31)),
        ("next year", date(2026, 1, 1), date(2026, 12, 31)),
        ("昨年7月", date(2024, 7, 1), date(2024, 7, 31)),
        ("来年の第3四半期", date(2026, 7, 1), date(2026, 9, 30)),
        ("去年", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_relative_words_need_a_reference(text, start, end):
    assert find_periods(text) == []
    (mention,) = find_periods(text, reference=date(2025, 1, 15))
    assert (mention.period.start, mention.period.end) == (start, end)


def test_last_year_s_month_is_not_this_year_s():
    """Of an article that only names 2025, "昨年7月" is no July of 2025."""
    (mention,) = find_periods("昨年7月に始め、2025年に終えた")
    assert mention.period.label("ja") == "2025年"
    (mention,) = find_periods("前年9月の売上は？", year=ANY_YEAR)
    assert mention.period.label("ja") == "9月"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("売上は２０２５年第３四半期に増えた。", ["２０２５年第３四半期"]),
        ("Sales grew in Q3 2025, then fell in July 2025.", ["Q3 2025", "July 2025"]),
        ("2025年7月10日、9月末までの計画を示した。", ["2025年7月10日", "9月末"]),
        ("現金は2025-07-10に増えた。", ["2025-07-10"]),
    ],
)
def test_offsets_quote_the_period(text, quotes):
    assert [text[mention.start : mention.end] for mention in find_periods(text)] == quotes


@given(
    st.integers(min_value=2000, max_value=2039),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=1, max_value=12),
    st.booleans(),
    st.sampled_from(["ja", "en"]),
)
def test_what_is_written_is_read_back(year, first, last, point, language):
    first, last = min(first, last), max(first, last)
    point = point and first == last
    cumulative = first == 1 and 1 < last < 12
    period = month_span(year, first, last, point=point, cumulative=cumulative)
    assert [mention.period for mention in find_periods(period.label(language))] == [period]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_text_of_any_script_is_read_without_error(text):
    for mention in find_periods(text, year=2025, reference=date(2025, 1, 15)):
        assert 0 <= mention.start < mention.end <= len(text)


def test_february_keeps_its_last_day():
    (mention,) = find_periods("2月末", year=ANY_YEAR)
    assert mention.period.in_year(2025).end == date(2025, 2, 28)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789年月日第四半期末初上下〜-/ QH一二三四FYjanuary ofthes"))
def test_any_text_is_read_without_error_and_within_its_bounds(text):
    for mention in find_periods(text, year=2025):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.period.start <= mention.period.end
