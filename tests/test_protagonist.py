"""Whom an article is about, and what an amount of a sentence is: a value, a former one, or a change."""

import pytest

from index.figures import read_passage
from index.protagonist import protagonist
from index.vocabulary import Vocabulary

VOCABULARY = Vocabulary.read()


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        ("霞杉モーター、12億円を調達", "電動船をつくる霞杉モーター（神戸市）は4月2日、12億円を調達したと発表した。", ("霞杉モーター",)),
        ("Dunlark hires as orders climb", "Dunlark Marine, a boat builder, said it had hired 40 people. Dunlark plans a second yard.", ("Dunlark Marine", "Dunlark")),
        ("船外機のつむぎ舟、8億円を調達", "電動の船外機を手がけるつむぎ舟（尾道市）は6月2日、8億円を集めたと発表した。", ("つむぎ舟",)),
        ("Dunlark's repair arm turns a profit", "Dunlark Marine, the boat builder, reported higher sales. The group plans a yard.", ("Dunlark Marine", "Dunlark")),
        ("Orders climb at boat yards", "Demand rose across the industry, analysts said.", ()),
        ("xAI raises more money", "Dunlark Marine, a boat builder, said so. Dunlark plans a yard.", ()),
        ("日銀、利上げを見送り", "金融政策は据え置かれた。", ()),
    ],
)  # fmt: skip
def test_protagonist(title, text, names):
    assert protagonist(title, text, VOCABULARY) == names


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("店舗は40店から52店に増えた。", ["former", "value"]),
        ("現金は30億円で、前の月から4億円減った。", ["value", "change"]),
        ("Cash was $30 million, up from $24 million.", ["value", "former"]),
        ("Debt fell by $5 million to $20 million.", ["change", "value"]),
        ("The margin rose to 61% from 48%.", ["value", "former"]),
    ],
)
def test_values_former_values_and_changes(text, flags):
    (reading,) = read_passage("a", "", "", text, 0, [(0, len(text), ())], VOCABULARY)
    told = ["change" if f.change else "former" if f.former else "value" for f in reading.figures]
    assert told == flags


def test_what_must_be_kept_is_a_target():
    text = "It must keep at least $10 million in cash."
    (reading,) = read_passage("a", "", "", text, 0, [(0, len(text), ())], VOCABULARY)
    assert [figure.kind for figure in reading.figures] == ["target"]
