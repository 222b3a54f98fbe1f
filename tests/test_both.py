"""A measure of two companies is told of each; what lies between the two is not."""

import pytest

from index.vocabulary import Vocabulary
from rag.both import apart, together
from rag.draft import Draft
from rag.question import read_question

VOCABULARY = Vocabulary.read()


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("xAIとSpaceXの現金は？", ["xAIの現金残高は？", "SpaceXの現金残高は？"]),
        ("xAIとSpaceXの2025年第3四半期の売上は？", ["xAIの2025年第3四半期の売上は？", "SpaceXの2025年第3四半期の売上は？"]),
        ("What are the revenues of xAI and SpaceX?", ["What is xAI's revenue?", "What is SpaceX's revenue?"]),
    ],
)  # fmt: skip
def test_each_by_itself(text, each):
    asked = apart(read_question(text, VOCABULARY), VOCABULARY)
    assert [one.text for one in asked] == each
    assert all(len(one.entity_keys) == 1 for one in asked)


@pytest.mark.parametrize(
    "text",
    [
        "SpaceXはxAIにいくら出資した？",
        "xAIの現金は？",
        "xAIとSpaceXの売上の差は？",
        "xAIとSpaceXの出資額は？",
        "SpaceXはxAIの負債をいくら引き受けた？",
        "xAI、SpaceX、Teslaの売上は？",
    ],
)
def test_others_stay_whole(text):
    assert apart(read_question(text, VOCABULARY), VOCABULARY) == []


def test_one_that_is_not_told_is_said():
    told, silent = Draft("answered", "Aの現金は1億円です。"), Draft("not_found", "Bの現金は見つかりません。")
    both = together([told, silent])
    assert (both.status, both.direct) == ("answered", "Aの現金は1億円です。Bの現金は見つかりません。")
    assert together([silent, silent]).status == "not_found"
    longer = Draft("answered", "Aの現金は1億円です。" + "ほかの時点では2億円。" * 20)
    assert together([longer, told]).direct == "Aの現金は1億円です。" * 2
