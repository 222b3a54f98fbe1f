"""Quarters and halves are those of the business year they stand in."""

from itertools import pairwise

import pytest

from index.periods import find_periods, month_span
from index.year_parts import is_year, part_of_year

TO_MARCH = find_periods("2024年3月期")[0].period
CALENDAR = month_span(2024, 1, 12)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("第1四半期", "2023-04-01", "2023-06-30"),
        ("第２四半期", "2023-07-01", "2023-09-30"),
        ("第三四半期", "2023-10-01", "2023-12-31"),
        ("Q3", "2023-10-01", "2023-12-31"),
        ("4Q", "2024-01-01", "2024-03-31"),
        ("First quarter", "2023-04-01", "2023-06-30"),
        ("2nd quarter", "2023-07-01", "2023-09-30"),
        ("上期", "2023-04-01", "2023-09-30"),
        ("中間期", "2023-04-01", "2023-09-30"),
        ("前半", "2023-04-01", "2023-09-30"),
        ("下半期", "2023-10-01", "2024-03-31"),
        ("H2", "2023-10-01", "2024-03-31"),
        ("second half", "2023-10-01", "2024-03-31"),
        ("通期", "2023-04-01", "2024-03-31"),
        ("Full year", "2023-04-01", "2024-03-31"),
    ],
)
def test_parts_of_the_year_to_march(text, start, end):
    period = part_of_year(text, TO_MARCH)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


def test_parts_of_a_calendar_year():
    assert part_of_year("第1四半期", CALENDAR) == month_span(2024, 1, 3)
    assert part_of_year("上期", CALENDAR) == month_span(2024, 1, 6)


def test_quarters_make_up_the_year():
    quarters = [part_of_year(f"Q{number}", TO_MARCH) for number in (1, 2, 3, 4)]
    assert (quarters[0].start, quarters[-1].end) == (TO_MARCH.start, TO_MARCH.end)
    assert all((b.start - a.end).days == 1 for a, b in pairwise(quarters))


@pytest.mark.parametrize(
    "text", ["", "売上高", "Q5", "第5四半期", "2024年第1四半期", "上期末", "年間で", "half of it"]
)
def test_no_part(text):
    assert part_of_year(text, TO_MARCH) is None


def test_only_a_year_has_parts():
    assert part_of_year("Q1", None) is None
    assert part_of_year("Q1", month_span(2024, 1, 6)) is None
    assert is_year(TO_MARCH) and is_year(CALENDAR)
    assert not is_year(None) and not is_year(month_span(2024, 1, 11))
