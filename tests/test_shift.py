"""Times told by the time before are written out, and only those."""

import pytest

from index.period import ANY_YEAR, month_span
from rag.shift import time_told, with_time

Q3, YEAR, HALF = month_span(2025, 7, 9), month_span(2024, 1, 12), month_span(2025, 1, 6)


@pytest.mark.parametrize(
    ("text", "base", "full"),
    [
        ("前の四半期は？", Q3, "2025年第2四半期は？"), ("その前の四半期の売上は？", Q3, "2025年第2四半期の売上は？"), ("さらにその前は？", Q3, "2025年第2四半期は？"),
        ("前年同期は？", Q3, "2024年第3四半期は？"), ("前年の同じ時期は？", HALF, "2024年上半期は？"), ("前年の第1四半期は？", Q3, "2024年第1四半期は？"), ("第1四半期の前年同期は？", Q3, "2024年第1四半期は？"),
        ("翌四半期は？", Q3, "2025年第4四半期は？"), ("その四半期の純損失は？", Q3, "2025年第3四半期の純損失は？"), ("その前の年は？", YEAR, "2023年は？"),
    ],
)  # fmt: skip
def test_japanese(text, base, full):
    assert with_time(text, "ja", base) == full


@pytest.mark.parametrize(
    ("text", "base", "full"),
    [
        ("And the quarter before?", Q3, "And Q2 2025?"), ("And the one before that?", Q3, "And Q2 2025?"), ("How about the previous quarter?", Q3, "How about Q2 2025?"),
        ("And in the third quarter of the previous year?", YEAR, "And in Q3 2023?"), ("And a year earlier than Q1 2025?", Q3, "And Q1 2024?"), ("the same period a year earlier?", HALF, "first half of 2024?"),
        ("Its net loss in that quarter?", Q3, "Its net loss in Q3 2025?"), ("And the year before?", YEAR, "And 2023?"), ("And the following year?", YEAR, "And 2025?"),
    ],
)  # fmt: skip
def test_english(text, base, full):
    assert with_time(text, "en", base) == full


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("前の四半期は？", None),
        ("前の四半期は？", YEAR),
        ("前年同期は？", month_span(ANY_YEAR, 7, 9)),
        ("その前に誰が出資した？", Q3),
        ("年前半の売上は？", Q3),
        ("前の四半期は？", month_span(ANY_YEAR, 1, 3)),
    ],
)
def test_what_cannot_be_told_stays(text, base):
    assert with_time(text, "ja", base) == text


def test_the_answer_tells_the_time():
    assert time_told(None, "売上は1億円（2025年第3四半期）です。[1]") == Q3
    assert time_told(month_span(ANY_YEAR, 7, 9), "売上は1億円です。\n\n「2025年第3四半期の売上」") == Q3
    assert time_told(YEAR, "2025年第3四半期") == YEAR
    assert time_told(None, "どちらですか。") is None
