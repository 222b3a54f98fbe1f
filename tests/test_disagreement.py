"""Two figures clash where both cannot be true: not where one rounds, bounds or follows the other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hand_made_tables import row, span

from index.disagreement import agree, clashes
from index.quantity import Quantity

QUARTER = span("2025-07-01", "2025-09-30")
PUBLISHED = {"a": "2025-10-01", "b": "2025-10-20", "c": "2025-11-02", "d": None}


def amount(value, unit="USD", qualifier="", upper=None):
    return Quantity(Decimal(value), unit, "", qualifier, None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        (amount(100), amount(100), True),
        (amount(100), amount(110), False),
        (amount("1460000000"), amount("1500000000"), True),
        (amount("1460000000"), amount("1400000000"), False),
        (amount("1462000000"), amount("1460000000"), True),
        (amount(100), amount(106, qualifier="about"), False),
        (amount(100), amount(104, qualifier="about"), True),
        (amount(100), amount(104), False),
        (amount("100"), amount("100.4"), True),
        (amount(80), amount(100, qualifier="up to"), True),
        (amount(120), amount(100, qualifier="up to"), False),
        (amount(80), amount(100, qualifier="under"), True),
        (amount(120), amount(100, qualifier="at least"), True),
        (amount(80), amount(100, qualifier="at least"), False),
        (amount(120), amount(100, qualifier="over"), True),
        (amount(80), amount(100, qualifier="over"), False),
        (amount(90), amount(80, upper=100), True),
        (amount(110), amount(80, upper=100), False),
        (amount(70, upper=90), amount(80, upper=100), True),
        (amount(10, upper=20), amount(80, upper=100), False),
        (amount(10, "USD/month"), amount(120, "USD/year"), True),
        (amount(10, "USD/month"), amount(30, "USD/quarter"), True),
        (amount(10, "USD/month"), amount(12, "USD/year"), False),
        (amount(-12), amount(-12), True),
        (amount(-12), amount(12), False),
        (amount(0), amount(0), True),
        (amount(5, "USD"), amount(700, "JPY"), True),
        (amount(5, "percent"), amount(7, "percent"), False),
    ],
)
def test_what_may_both_be_true(one, other, agreed):
    assert agree(one, other) is agreed
    assert agree(other, one) is agreed


def told(*values, **common):
    """Rows of one metric, one an article: (article, value) or (article, value, more)."""
    rows = []
    for number, (article, value, *more) in enumerate(values):
        extra = {
            "article": article,
            "place": "sentence",
            "unit": "USD",
            **common,
            **(more[0] if more else {}),
        }
        rows.append(row(extra.pop("metric", "revenue"), value, extra.pop("period", QUARTER), start=100 * number, **extra))  # fmt: skip
    return rows


def clashing(rows, sentences=None):
    texts = sentences or {}
    return clashes(rows, PUBLISHED.get, lambda one: texts.get(one.start, f"sentence {one.start}"))


def test_articles_that_differ_on_one_quarter_clash():
    (clash,) = clashing(told(("a", 100), ("b", 120)))
    assert (clash.company, clash.metric, clash.period, clash.kind) == (
        "山川製作所",
        "revenue",
        QUARTER,
        "articles",
    )
    assert [value.quantity.value for value in clash.values] == [100, 120]
    assert clash.newest == 1


@pytest.mark.parametrize(
    "rows",
    [
        told(("a", 100), ("b", 100)),
        told(("a", 100)),
        told(("a", 1462), ("b", 1460)),
        told(("a", 100), ("b", 104, {"qualifier": "about"})),
        told(("a", 80), ("b", 100, {"qualifier": "up to"})),
        told(("a", 120), ("b", 100, {"qualifier": "at least"})),
        told(("a", 90), ("b", 80, {"upper": "100"})),
        told(("a", 10, {"unit": "USD/month"}), ("b", 120, {"unit": "USD/year"})),
        told(("a", 100), ("b", 120, {"metric": "cash"})),
        told(("a", 100), ("b", 120, {"company": "海山商店"})),
        told(("a", 100), ("b", 120, {"company": None})),
        told(("a", 100), ("b", 120, {"kind": "forecast"})),
        told(("a", 100), ("b", 120, {"unit": "JPY"})),
        told(("a", 100), ("b", 10, {"unit": "USD/month"})),
        told(("a", 100), ("a", 120)),
        told(("a", 100), ("a", 120), ("b", 100), ("b", 120)),
        told(("a", 100), ("b", 120, {"period": span("2025-04-01", "2025-06-30")})),
    ],
    ids=["equal", "alone", "rounded", "about", "up to", "at least", "range", "per year", "metric", "company", "nobody", "forecast", "currency", "rate", "one article", "both tell both", "moved on"],
)  # fmt: skip
def test_what_is_no_clash(rows):
    assert clashing(rows) == []


def test_a_figure_that_moves_is_no_clash():
    """Told without a time, cash of October and cash of November are two things; two of October are one."""
    moved = told(("a", 100), ("c", 60), period=None, metric="cash")
    assert clashing(moved) == []
    (clash,) = clashing(told(("a", 100), ("b", 60), period=None, metric="cash"))
    assert clash.period is None and clash.newest == 1


def test_an_undated_figure_of_an_undated_article_is_compared_with_none():
    assert clashing(told(("a", 100), ("d", 60), period=None)) == []


def test_copies_of_one_sentence_count_once():
    rows = told(("a", 100), ("b", 100), ("c", 120))
    (clash,) = clashing(rows, {0: "Revenue was $100.", 100: "Revenue  was\n$100.", 200: "It was $120."})
    assert [(len(value.rows), value.sources) for value in clash.values] == [(2, 1), (1, 1)]
    (clash,) = clashing(rows, {0: "Revenue was $100.", 100: "Sales came to $100.", 200: "It was $120."})
    assert [value.sources for value in clash.values] == [2, 1]


def test_the_newest_is_not_told_where_dates_do_not_say():
    same_day = [*told(("a", 100)), *told(("b", 120))]
    assert clashes(same_day, lambda _: "2025-10-01", lambda one: "")[0].newest is None
    assert clashes(same_day, lambda _: None, lambda one: "")[0].newest is None
    assert clashing(told(("d", 100), ("a", 120)))[0].newest == 1


def test_the_newest_is_of_the_value_not_of_its_first_teller():
    (clash,) = clashing(told(("a", 100), ("b", 120), ("c", 100)))
    assert clash.newest == 0


def test_a_headline_is_held_against_its_own_text():
    rows = [*told(("a", 200, {"place": "heading"})), *told(("a", 100))]
    (clash,) = clashing(rows)
    assert (clash.kind, [value.quantity.value for value in clash.values]) == ("headline", [200, 100])


@pytest.mark.parametrize(
    "body",
    [
        told(("a", 200)),
        told(("a", 100), ("a", 200)),
        told(("b", 100)),
        told(("a", 100, {"metric": "cash"})),
        told(("a", 100, {"unit": "JPY"})),
        told(("a", 100, {"period": span("2025-04-01", "2025-06-30")})),
    ],
    ids=["borne out", "one bears it out", "another article", "another measure", "another currency", "another time"],
)  # fmt: skip
def test_headlines_that_are_no_clash(body):
    assert clashing([*told(("a", 200, {"place": "heading"})), *body]) == []


def test_a_headline_is_no_witness_against_other_articles():
    rows = [*told(("a", 200, {"place": "heading"})), *told(("a", 200)), *told(("b", 200))]
    assert clashing(rows) == []


def test_articles_come_before_headlines():
    rows = [*told(("a", 300, {"place": "heading"})), *told(("a", 100), ("b", 120))]
    assert [clash.kind for clash in clashing(rows)] == ["articles", "headline"]
