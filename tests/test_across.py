"""Firms named in the other script."""

import pytest

from index.vocabulary import Vocabulary
from index.words import Analyser
from rag.across import Across
from rag.question import detect_language

FIRMS = (
    "ミドリコプター",
    "白樺製紙",
    "ゆずの木",
    "つむぎ養殖",
    "カナメセミコン",
    "Larkspur Foods",
    "Brindleway Motors",
    "Carvane AI",
)


@pytest.fixture(scope="module")
def across():
    vocabulary = Vocabulary.read().with_companies(dict.fromkeys(FIRMS, ()))
    return Across(vocabulary, (*FIRMS, "Osterley Kites"), Analyser(), lambda word: False)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("What was Midori Copter's revenue?", "What was ミドリコプター's revenue?"),
        ("How many people does Yuzunoki employ?", "How many people does ゆずの木 employ?"),
        ("ブリンドルウェイの従業員数は？", "Brindleway Motorsの従業員数は？"),
        ("What was Tsumugi Aquafarm's revenue?", "What was つむぎ養殖's revenue?"),
        ("What did Kaname earn?", "What did カナメセミコン earn?"),
        ("カルベインAIの従業員数は？", "Carvane AIの従業員数は？"),
        ("オスタリーの従業員数は？", "Osterleyの従業員数は？"),
        ("カルベインの従業員数は？", "Carvane AIの従業員数は？"),
        ("What was Fernhollow's revenue?", "What was Fernhollow's revenue?"),
        ("ロケットの打ち上げは？", "ロケットの打ち上げは？"),
    ],
)
def test_names_are_written_as_the_articles_do(across, asked, meant):
    assert across.mended(asked) == meant


def test_a_japanese_name_does_not_make_an_english_question_japanese():
    assert detect_language("When will ゆずの木 open it?") == "en"
    assert detect_language("ゆずの木は？") == "ja"
