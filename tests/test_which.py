"""Which company a follow-up means: the other one, the former, or one of two that is asked back."""

import pytest

from index.vocabulary import Vocabulary
from rag.history import complete
from rag.question import read_question
from rag.which import in_doubt

VOCABULARY = Vocabulary.read()


def follow(*texts, analyser):
    turns = [{"role": "user", "content": text} for text in texts[:-1]]
    return complete(read_question(texts[-1], VOCABULARY), turns, VOCABULARY, analyser)


@pytest.mark.parametrize(
    "texts",
    [
        ("xAIの売上は？", "SpaceXは？", "もう一方は？"), ("xAIの売上は？", "SpaceXは？", "もう一社の売上は？"), ("What is xAI's revenue?", "And SpaceX?", "And the other one?"),
        ("xAIの売上は？", "SpaceXは？", "いや、xAIの方"), ("What is xAI's revenue?", "And SpaceX?", "No, I meant xAI"), ("xAIとSpaceXの売上の差は？", "前者の売上は？"),
    ],
)  # fmt: skip
def test_the_other_company(texts, analyser):
    asked = follow(*texts, analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("xAI",), ("revenue",))


def test_another_model_is_no_other_company(analyser):
    asked = follow("xAIの売上は？", "SpaceXの売上は？", "もう一つのモデルは？", analyser=analyser)
    assert "xAI" not in asked.entity_keys


@pytest.mark.parametrize(
    "texts",
    [
        ("SpaceXはxAIにいくら出資した？", "その現金残高は？"),
        ("How much did SpaceX invest in xAI?", "What is its debt?"),
        ("SpaceXとxAIの売上の差は？", "その現金は？"),
    ],
)
def test_two_companies_fit_alike(texts, analyser):
    assert set(in_doubt(follow(*texts, analyser=analyser), VOCABULARY)) == {"SpaceX", "xAI"}


@pytest.mark.parametrize(
    "texts",
    [
        ("SpaceXはxAIにいくら出資した？", "SpaceXの現金残高は？"), ("SpaceXはxAIにいくら出資した？", "その出資比率は？"), ("SpaceXはxAIにいくら出資した？", "それはいつ？"), ("xAIの売上は？", "その現金は？"),
        ("SpaceXとxAIの売上の差は？", "純損失の差は？"), ("SpaceXはxAIにいくら出資した？", "両社の現金は？"), ("SpaceXはxAIにいくら出資した？", "その現金残高は？", "xAIの方"),
    ],
)  # fmt: skip
def test_one_reading_is_not_asked_back(texts, analyser):
    assert in_doubt(follow(*texts, analyser=analyser), VOCABULARY) == ()


def test_the_answer_to_the_question_back_is_understood(analyser):
    asked = follow("SpaceXはxAIにいくら出資した？", "その現金残高は？", "xAIの方です", analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("xAI",), ("cash",))
