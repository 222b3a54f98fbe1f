"""Slips are mended, and what is none is left alone."""

import pytest

from index.vocabulary import Vocabulary
from rag.spelling import Speller

HELD = {"spacex", "starlink", "xai", "case", "株式", "現金", "売上"}
FIRMS = ("Veltrane Energy", "クロバネAI", "レグルステック", "ミズナラ創薬")


@pytest.fixture(scope="module")
def speller(analyser):
    vocabulary = Vocabulary.read().with_companies(dict.fromkeys(FIRMS, ()))
    return Speller(vocabulary, FIRMS, analyser, HELD.__contains__)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Velrtane Enregy revnue Q3 2025", "Veltrane Energy revenue Q3 2025"), ("what abuot its gros proft?", "what about its gross profit?"), ("and teh csah?", "and the cash?"),
        ("net los in the frist quarter", "net loss in the first quarter"), ("how many subscirbers", "how many subscribers"), ("How many people does Kurobane AI employ?", "How many people does クロバネAI employ?"),
        ("くろばねAIの評価額は？", "クロバネAIの評価額は？"), ("クロバネエーアイはいつ調達した？", "クロバネAIはいつ調達した？"), ("れぐるすてっくは？", "レグルステックは？"), ("みずなら創薬の売上", "ミズナラ創薬の売上"),
        ("レグルスッテクの売上", "レグルステックの売上"), ("純損矢は？", "純損失は？"), ("スペーエックスの年間収益", "スペースエックスの年間収益"), ("評化額は？", "評価額は？"), ("売上もくひょうは", "売上目標は"), ("supeesuekkusu no genkin wa?", "スペースエックスの現金は?"),
    ],
)  # fmt: skip
def test_slips(speller, text, meant):
    assert speller.mended(text).replace("・", "") == meant


@pytest.mark.parametrize(
    "text",
    [
        "What is the base case in that dept?", "純損益は？", "総損失は？", "純資産と総資産の差は？", "What is Strive's revenue?", "Is Colossus in Memphis?", "Who lent it money in 2025?", "xAIの売上は？",
        "I have no idea", "IR資料の売上は？", "売上はもうすこし増える？", "", "OpenAI vs Anthropic", "What does Marlow's report say?",
    ],
)  # fmt: skip
def test_what_is_no_slip_stays(speller, text):
    assert speller.mended(text) == text
