"""Times in both languages: a table of cases, unsaid years, and relative words only against a reference."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.period import Period, months_up_to
from index.periods import ANY_YEAR, find_periods, find_relative, month_span


def rows(name):
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES, RELATIVE = rows("periods.tsv"), rows("relative_periods.tsv")


def shown(mention):
    period = mention.period
    mark = " cumulative" if period.cumulative else ""
    return f"{period.start}..{period.end} {period.kind}{mark} = {period.label('ja')} = {period.label('en')}"


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_table(case):
    found = find_periods(case["text"])
    assert ("; ".join(shown(mention) for mention in found) or "-") == case["periods"]


@pytest.mark.parametrize("case", RELATIVE, ids=[f"{case['text']} {case['reference']}" for case in RELATIVE])
def test_table_of_times_counted_from_a_day(case):
    """Against the day of publication, without one ("") or from what the text told before; what stays open is listed."""
    reference = date.fromisoformat(case["reference"]) if case["reference"] else None
    found = find_periods(case["text"], reference=reference)
    assert ("; ".join(shown(mention).split(" = ")[0] for mention in found) or "-") == case["periods"]
    left = find_relative(case["text"], reference=reference)
    assert ("; ".join(f"{mention.words} ({mention.lacks})" for mention in left) or "-") == case["open"]


def test_what_nothing_dates_is_told_in_its_own_words():
    last_month, september = find_relative("先月、そして9月末に")
    assert last_month.label("ja") == "先月（記事の日付は不明）"
    assert september.label("ja") == "9月末（年は不明）"
    (mention,) = find_relative("Last Month it rose")
    assert mention.label("en") == "Last Month (the date of the article is not known)"
    assert find_relative("9月末に", year=2025) == []


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


@given(
    st.integers(min_value=2000, max_value=2039),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=1, max_value=36),
    st.sampled_from(["ja", "en"]),
)
def test_whole_months_over_years_are_read_back(year, month, count, language):
    period = months_up_to(year, month, count)
    cumulative = period.start.month == 1 and period.start.year == year and 1 < count < 12
    period = Period(period.start, period.end, cumulative=cumulative)
    assert [mention.period for mention in find_periods(period.label(language))] == [period]


@given(
    st.dates(date(2000, 1, 1), date(2039, 12, 31)),
    st.dates(date(2000, 1, 1), date(2039, 12, 31)),
    st.sampled_from(["ja", "en"]),
)
def test_days_from_and_to_are_read_back(one, other, language):
    start, end = min(one, other), max(one, other)
    if start.day == 1:
        start = start.replace(day=2)  # whole months have names of their own
    if end < start:
        start = end
    period = Period(start, end)
    assert [mention.period for mention in find_periods(period.label(language))] == [period]


@given(st.integers(2, 11), st.integers(1, 11), st.sampled_from(["ja", "en"]))
def test_a_total_of_some_months_is_read_back(first, more, language):
    period = month_span(2025, first, min(12, first + more), cumulative=True)
    assert [mention.period for mention in find_periods(period.label(language))] == [period]


@pytest.mark.parametrize(
    ("era", "year", "wanted"),
    [("令和", "元", 2019), ("令和", "7", 2025), ("平成", "30", 2018), ("昭和", "六十", 1985)],
)
@pytest.mark.parametrize(
    "rest", ["年", "年度", "年3月期", "年7月", "年9月末", "年第2四半期", "年上期", "年末", "年4〜6月"]
)
def test_a_year_of_an_era_is_read_like_the_year(era, year, wanted, rest):
    (mention,) = find_periods(f"{era}{year}{rest}")
    assert [mention.period] == [other.period for other in find_periods(f"{wanted}{rest}")]
    assert (mention.start, mention.end) == (0, len(f"{era}{year}{rest}"))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "年",
        "月",
        "1月〜",
        "2025年1月〜",
        "2025年",
        "二〇",
        "令和",
        "q1 ",
        "jan ",
        "jan 2025 to ",
        "the end of ",
        "last ",
        "今",
        "'25",
        "25年",
    ],
)
def test_hostile_text_is_read_to_its_end(piece):
    """A hundred thousand characters: read by trying every way to cut them, they would take years."""
    text = piece * (100_000 // len(piece))
    assert isinstance(find_periods(text, reference=date(2025, 1, 15)), list)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([case["text"] for case in CASES + RELATIVE]) | st.text(max_size=3), max_size=6)
)
def test_times_among_others_keep_their_order_and_bounds(parts):
    text, last = "".join(parts), 0
    for mention in find_periods(text, year=2025, reference=date(2025, 11, 21)):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.period.start <= mention.period.end
        last = mention.end
    assert [text[m.start : m.end] for m in find_relative(text)] == [m.words for m in find_relative(text)]


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters()))
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
