"""A question's time is one of the periods at hand, or told to be none of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hand_made_tables import NEW, OLD, month_end, periods_named, span
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.statements.times import find_times, resolve, resolve_all

TO_MARCH = (OLD, NEW)
TO_DECEMBER = (span("2023-01-01", "2023-12-31"), span("2024-01-01", "2024-12-31"))
TO_JUNE = (span("2023-07-01", "2024-06-30"), span("2024-07-01", "2025-06-30"))
QUARTERS = (
    span("2023-04-01", "2023-06-30"),
    span("2023-07-01", "2023-09-30"),
    span("2023-10-01", "2023-12-31"),
    span("2024-01-01", "2024-03-31"),
)
WITH_QUARTERS = (*QUARTERS, NEW)


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月期", "24年3月期", "２０２４年３月期", "2024 年 3 月期末", "2024/3期", "24/3期", "2024.3期", "令和6年3月期",
        "2024年3月", "2024年3月末", "2024年3月31日", "2024年",
        "FY3/2024", "FY3/24", "FYE 3/2024", "FYE March 2024", "FY Mar 2024", "FY ended March 2024",
        "the year ended March 2024", "the fiscal year ended March 31, 2024", "year to March 2024", "the year ending in March 2024",
        "fiscal year-end March 2024", "March 2024 fiscal year", "March 2024 year-end", "the full year to March 2024", "the business year ended March 2024",
        "the year ended 31 March 2024", "12 months to March 2024", "March 2024", "31 March 2024",
        "2023年度", "2023会計年度", "FY2023", "FY 2023", "FY23", "FY'23", "fiscal 2023", "fiscal year 2023", "financial year 2023",
    ],
)  # fmt: skip
def test_wordings_of_the_year_to_march_2024(text):
    assert periods_named(f"{text}の売上高は？", TO_MARCH) == [NEW]
    assert periods_named(f"revenue, {text}?", TO_MARCH) == [NEW]


@pytest.mark.parametrize(
    ("text", "periods", "meant"),
    [
        ("FY2022", TO_MARCH, OLD),
        ("2022年度", TO_MARCH, OLD),
        ("FY2023", TO_DECEMBER, TO_DECEMBER[0]),
        ("FY2024", TO_DECEMBER, TO_DECEMBER[1]),
        ("2024年度", TO_DECEMBER, TO_DECEMBER[1]),
        ("2024年12月期", TO_DECEMBER, TO_DECEMBER[1]),
        ("2024", TO_DECEMBER, TO_DECEMBER[1]),
        ("the year ended December 31, 2024", TO_DECEMBER, TO_DECEMBER[1]),
        ("2024年度", TO_JUNE, TO_JUNE[1]),
        ("FY2025", TO_JUNE, TO_JUNE[1]),
        ("2025年6月期", TO_JUNE, TO_JUNE[1]),
        ("June 2025", TO_JUNE, TO_JUNE[1]),
        ("the year ended June 30, 2024", TO_JUNE, TO_JUNE[0]),
    ],
)
def test_a_number_of_a_year_is_settled_by_the_periods_at_hand(text, periods, meant):
    """The year that begins in it if there is one, as Japan counts, else the one that ends in it."""
    assert periods_named(text, periods) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月期",
        "2022年3月期",
        "FY2020",
        "2020年度",
        "the year ended March 2031",
        "2019年",
        "2024年6月期",
    ],
)
def test_a_year_that_is_not_there_is_none(text):
    assert periods_named(text, TO_MARCH) == [None]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("第1四半期", [1]),
        ("第４四半期", [4]),
        ("第三四半期", [3]),
        ("1Q", [1]),
        ("Q3", [3]),
        ("2024年3月期第2四半期", [2]),
        ("2024年3月期の第3四半期", [3]),
        ("the third quarter of the fiscal year ended March 2024", [3]),
        ("the fourth quarter", [4]),
        ("2nd quarter", [2]),
        ("第4四半期は第3四半期", [4, 3]),
        ("Q3 2023", [2]),
        ("2023年第3四半期", [2]),
        ("2023年4〜6月期", [1]),
    ],
)
def test_quarters_of_the_business_year(text, numbers):
    """Without a calendar year the quarters of the year to March count from April; "Q3 2023" is July to September."""
    assert periods_named(text, WITH_QUARTERS) == [QUARTERS[number - 1] for number in numbers]


@pytest.mark.parametrize(
    ("text", "half"), [("上期", 1), ("上半期", 1), ("2024年3月期の中間期", 1), ("first half", 1), ("H1", 1), ("下期", 2), ("下半期", 2), ("H2", 2), ("second half", 2)]
)  # fmt: skip
def test_halves_of_the_business_year(text, half):
    meant = (span("2023-04-01", "2023-09-30"), span("2023-10-01", "2024-03-31"))[half - 1]
    assert periods_named(text, WITH_QUARTERS) == [meant]


def test_quarters_that_explain_a_half_are_no_times_of_their_own():
    assert periods_named("上期(第1四半期と第2四半期)", WITH_QUARTERS) == [span("2023-04-01", "2023-09-30")]


def test_a_quarter_without_a_year_is_of_the_latest():
    years = (*QUARTERS, NEW, *(period.in_years(1) for period in QUARTERS), NEW.in_years(1))
    assert periods_named("第1四半期", years) == [QUARTERS[0].in_years(1)]
    assert periods_named("2024年3月期の第1四半期", years) == [QUARTERS[0]]


def test_where_no_year_is_known_quarters_are_the_calendar_s():
    assert periods_named("Q2", QUARTERS) == [QUARTERS[0]]
    assert periods_named("Q3", QUARTERS) == [QUARTERS[1]]
    assert periods_named("Q3", QUARTERS[:1]) == [None]


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        *((word, "before") for word in ("前期", "前の期", "前年度", "前年", "前年同期", "昨年度", "去年", "1年前", "一年前", "前期末", "前期比")),
        *((word, "before") for word in ("prior year", "the previous fiscal year", "last year", "a year earlier", "one year before", "year-earlier", "preceding period", "year on year", "YoY")),
        *((word, "now") for word in ("今期", "当期", "当期末", "今年度", "当年度", "直近", "最新", "this year", "the current fiscal year", "the latest period")),
    ],
)  # fmt: skip
def test_words_that_point_to_a_time(text, relative):
    (mention,) = find_times(text)
    assert (mention.relative, mention.readings, mention.part) == (relative, (), None)


@pytest.mark.parametrize(
    "text", ["当期純利益", "前期純利益", "当期利益", "当期包括利益", "当期純損失", "売上高", "", "通期の利益"]
)
def test_names_of_lines_are_no_times(text):
    assert find_times(text) == []


def test_mentions_are_in_order_and_do_not_overlap():
    text = "2023年3月期から2024年3月期、前期比、Q3、FY2023"
    mentions = find_times(text)
    assert [text[m.start : m.end] for m in mentions] == ["2023年3月期", "2024年3月期", "前期", "Q3", "FY2023"]
    assert all(one.end <= other.start for one, other in pairwise(mentions))


def test_a_balance_date():
    dates = (month_end(2023, 3), month_end(2024, 3))
    assert periods_named("2024年3月末", dates) == [dates[1]]
    assert periods_named("at 31 March 2023", dates) == [dates[0]]


def test_the_exact_period_is_preferred_to_one_that_only_fits():
    month = span("2024-03-01", "2024-03-31")
    (mention,) = find_times("2024年3月")
    assert resolve(mention, (OLD, month, NEW)) == month
    assert resolve(mention, ()) is None


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789年月期度四半上下前当FYQHq /末ended March第", max_size=40))
def test_any_text_is_read_without_an_error(text):
    for mention, period in resolve_all(find_times(text), WITH_QUARTERS).items():
        assert 0 <= mention.start < mention.end <= len(text)
        assert period is None or period.start <= period.end
