"""What the library keeps of the suite's pages, and of the source articles as received, does not fall below a floor."""

import os
from pathlib import Path

import pytest

from eval.pages import received, suite
from eval.pages.definitions import PARTS
from index.settings import Settings

TEST_DATA = Path(os.environ.get("KASSORO_TEST_DATA") or Path(__file__).parents[2] / "shared")

# Floors of the shares that should be high, ceilings of what is left of boilerplate: part, figure, bound.
FLOORS = [
    (part, figure, floor)
    for part in ("tuning", "held-out")
    for figure, floor in {
        "articles": 1.0,
        "sentences": 1.0,
        "whole": 1.0,
        "headings": 1.0,
        "tables": 1.0,
        "title": 1.0,
        "publisher": 1.0,
        "published": 1.0,
        "url": 1.0,
        "language": 1.0,
        "questions_exactness": 1.0,
        "questions_reads": 1.0,
    }.items()
] + [("received", "sentences", 1.0)]
CEILINGS = [
    ("tuning", "boilerplate", 0.0),
    ("held-out", "boilerplate", 0.0),
    ("received", "boilerplate", 0.0),
]


@pytest.fixture(scope="module")
def scores(tmp_path_factory):
    """The figures of each part; those of `received` only where its files are at hand."""
    found = {}
    data = dict.fromkeys(PARTS)
    if (TEST_DATA / "seeds").is_dir():
        data["received"] = TEST_DATA / "seeds"
    for part, folder in data.items():
        settings = Settings.read(home=tmp_path_factory.mktemp(part), seeds="none")
        found[part] = suite.measured(suite.run(settings, suite.read_split(folder, part)))
    return found


def score(scores, part, figure):
    if part not in scores:
        pytest.skip(f"no folder 'seeds' in {TEST_DATA}: set KASSORO_TEST_DATA")
    return scores[part][figure]


@pytest.mark.parametrize(("part", "figure", "floor"), FLOORS)
def test_no_less_is_right_than(scores, part, figure, floor):
    assert score(scores, part, figure) >= floor


@pytest.mark.parametrize(("part", "figure", "ceiling"), CEILINGS)
def test_no_more_is_left_than(scores, part, figure, ceiling):
    assert score(scores, part, figure) <= ceiling


def test_the_lines_counted_are_all_lines_but_those_left_open():
    """Each line of the received files is the article's or stands around it, and none is both."""
    if not (TEST_DATA / "seeds").is_dir():
        pytest.skip(f"no folder 'seeds' in {TEST_DATA}: set KASSORO_TEST_DATA")
    pages = received.read_received(TEST_DATA / "seeds")
    assert [len(page.articles[0].headings) for page, _ in pages] == [21, 6]
    for page, path in pages:
        article, text = page.articles[0], "".join(path.read_text("utf-8").split())
        own = [article.title, *article.headings, *article.sentences]
        around = [unit for units in page.boilerplate.values() for unit in units]
        for piece in sorted(("".join(one.split()) for one in own + around), key=len, reverse=True):
            text = text.replace(piece, "")
        assert len(text) < 250, text  # bullets, stray full stops, and the second article's title
