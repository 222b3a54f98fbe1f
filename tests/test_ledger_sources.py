"""The ledger of the two stories as their sources tell them, against a list of their figures made by hand.

Needs the outside test data (KASSORO_TEST_DATA); skipped, with the reason, where it is absent. A row counts as right only
if company, measure, value, unit and time all are; the list names every reading that is right where there is more than one.
"""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from index.library import Library
from index.settings import Settings

TEST_DATA = Path(os.environ.get("KASSORO_TEST_DATA") or Path(__file__).parents[2] / "shared")
LISTED = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "ledger_sources.jsonl").read_text("utf-8").splitlines()
]
# What the sources tell twice (a lead repeated, a body under two headlines) is taken in once.
RIGHT_ROWS, PRECISION = 53, 0.95

pytestmark = pytest.mark.skipif(
    not (TEST_DATA / "seeds").is_dir(), reason=f"no folder 'seeds' in {TEST_DATA}: set KASSORO_TEST_DATA"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """(rows, articles by id)."""
    home = tmp_path_factory.mktemp("ledger")
    with Library.open(Settings.read(home=home, seeds="none")) as library:
        added = list(library.add_sources([str(TEST_DATA / "seeds" / "*")]))
        assert [result.status for result in added] == ["added", "added"]
        return library.figures(), {article.id: article for article in library.articles()}


def same_time(period, wanted):
    """A point in time is right anywhere in the month or day meant."""
    if period is None or wanted is None:
        return period is None and wanted is None
    (start, end, kind), first, last = wanted, period.start.isoformat(), period.end.isoformat()
    return (first, last) == (start, end) or (
        kind == "point" and (last == end or start <= first <= last <= end)
    )


def faults(row, figure):
    """What of a row is not as listed."""
    quantity = row.quantity
    read = [quantity.value, quantity.upper] if quantity else None
    values = [[value and Decimal(value) for value in pair] for pair in figure["values"]]
    checks = {
        "company": row.company in figure["company"],
        "metric": row.metric in figure["metric"],
        "value": read in values if values else read is None,
        "unit": quantity is None or quantity.unit in figure["unit"],
        "period": any(same_time(row.period, period) for period in figure["periods"]),
    }
    return [name for name, right in checks.items() if not right]


def judged(ledger):
    """(row, id of the figure it is or None, what is wrong) for each row."""
    rows, articles = ledger
    lines = {
        path.name: path.read_text("utf-8").splitlines()
        for path in (TEST_DATA / "seeds").iterdir()
        if path.is_file()
    }
    for row in rows:
        article = articles[row.article_id]
        name = Path(article.source).name
        opening = article.text[row.sentence_start : row.sentence_end][:20]
        meant = [
            figure
            for figure in LISTED
            if figure["file"] == name
            and (figure["text"] in row.text or row.text in figure["text"])
            and any(opening in lines[name][number - 1] for number in figure["lines"])
        ]
        best = min(meant, key=lambda figure: len(faults(row, figure)), default=None)
        wrong = faults(row, best) if best else ["no figure"]
        yield row, None if wrong else best["id"], wrong


def test_rows_are_right(ledger):
    found = list(judged(ledger))
    right = [id for _, id, _ in found if id]
    wrong = [(row.text, row.company, row.metric, faults) for row, id, faults in found if not id]
    assert len(right) >= RIGHT_ROWS, wrong
    assert len(right) >= PRECISION * len(found), wrong


def test_no_figure_is_listed_twice(ledger):
    right = [id for _, id, _ in judged(ledger) if id]
    assert len(set(right)) == len(right)


def test_every_amount_stands_where_its_row_says(ledger):
    rows, articles = ledger
    for row in rows:
        text = articles[row.article_id].text
        assert text[row.start : row.end] == row.text
        assert row.sentence_start <= row.start < row.end <= row.sentence_end
