"""Answers in the asker's own words and language; clauses stay pieces of their sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.figures import read_passage
from index.format import format_quantity
from index.quantity import Quantity
from index.vocabulary import Vocabulary
from rag import phrase
from rag.question import read_question

VOCABULARY = Vocabulary.read()


def reading(text):
    (only,) = read_passage("a", "題", "", text, 0, [(0, len(text), ())], VOCABULARY)
    return only


@pytest.mark.parametrize(
    ("question", "answer", "filled"),
    [
        ("黒田製薬の売上高はいくらですか？", "40億円", "黒田製薬の売上高は40億円です。"),
        ("黒田製薬の社員は何人いますか", "250人", "黒田製薬の社員は250人います。"),
        ("黒田製薬の売上高は？", "40億円", "黒田製薬の売上高は40億円です。"),
        ("黒田製薬の売上高を教えてください", "40億円", "黒田製薬の売上高は40億円です。"),
        (
            "What was the revenue of Harbor Optics?",
            "$35 million",
            "The revenue of Harbor Optics was $35 million.",
        ),
        ("what is xAI's debt?", "$5 billion", "xAI's debt is $5 billion."),
    ],
)
def test_an_answer_fills_the_question(question, answer, filled):
    assert phrase.fill(read_question(question, VOCABULARY), answer) == filled


@pytest.mark.parametrize(
    "question",
    [
        "How much did it lose?",
        "What is the revenue and the loss?",
        "売上は伸びた。純損失はいくら？",
        f"{'とても' * 40}いくらですか？",
    ],
)
def test_what_would_read_badly_is_not_filled(question):
    assert phrase.fill(read_question(question, VOCABULARY), "40億円") is None


@pytest.mark.parametrize(
    ("text", "japanese", "english"),
    [
        ("現金は約80億ドルだ。", "約80億ドル", "about $8 billion"),
        ("支出は月間最大10億ドルだ。", "月最大10億ドル", "up to $1 billion a month"),
        ("売上高は150億〜160億円だ。", "150億円〜160億円", "¥15 billion to ¥16 billion"),
        ("現金は数十億ドルだ。", "数十億ドル", "billions of dollars"),
        ("持ち株比率は49%だ。", "49%", "49%"),
    ],
)
def test_figures_in_both_languages(text, japanese, english):
    (figure,) = reading(text).figures
    assert (phrase.quantity_text(figure, "ja"), phrase.quantity_text(figure, "en")) == (japanese, english)


def test_a_short_sentence_is_kept_whole_but_for_how_it_hangs_on():
    assert phrase.clause(reading("しかし、現金は8億円だった。"), frozenset()) == "現金は8億円だった"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text("売上高は伸びた工場が開く12億円", min_size=1, max_size=30), min_size=1, max_size=14),
    st.sets(st.sampled_from(["売上", "工場", "12"])),
)
def test_a_clause_is_a_piece_of_its_sentence_within_the_limit(pieces, words):
    sentence = "、".join(pieces) + "。"
    told = phrase.clause(replace(reading("売上。"), text=sentence), frozenset(words), 60)
    assert told in sentence and len(told) <= 60


def test_the_clause_that_answers_is_the_one_kept():
    sentence = reading("工場は、" + "静かな町に建てられ、" * 14 + "売上高は12億円になった。")
    assert "12億円" in phrase.clause(sentence, frozenset(["売上高"]), 40)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_refusal_names_each_thing_once_and_no_more_than_three(language):
    said = phrase.not_found(language, ["甲社", "", "負債", "甲社", "金利", "純損失"])
    assert all(said.count(name) == 1 for name in ("甲社", "負債", "金利")) and "純損失" not in said
    assert phrase.not_found(language, []) and "「」" not in phrase.not_found(language, [""])


def test_measures_in_a_sentence():
    japanese = phrase.metric_sentence(
        "ja", "OpenAI", "revenue", "2025年第2四半期", "40億ドル", False, VOCABULARY
    )
    assert japanese == "OpenAIの2025年第2四半期の売上は40億ドルです。"
    assert "とされて" in phrase.metric_sentence("ja", None, "revenue", None, "40億ドル", True, VOCABULARY)
    english = phrase.metric_sentence("en", "OpenAI", "net_loss", "Q2 2025", "$4 billion", False, VOCABULARY)
    assert english == "OpenAI's net loss (Q2 2025) was $4 billion."
    assert phrase.metric_sentence("en", None, "revenue", None, "$4 billion", True, VOCABULARY).startswith(
        "Revenue is reported"
    )


def test_what_an_article_says_is_marked_as_its_own():
    assert phrase.states("ja", "黒字だ") == "記事によると、黒字だ。"
    assert "“in the black”" in phrase.states("en", "in the black")


def test_names_keep_their_first_letter():
    assert (phrase.capital("xAI grew"), phrase.capital("revenue grew")) == ("xAI grew", "Revenue grew")
    assert phrase.capital("") == ""


def test_words_asked_about_are_found_in_any_script():
    words = phrase.asked_words(read_question("GPT-5とスターリンクの契約者数は？", VOCABULARY))
    assert {"gpt-5", "スターリンク", "契約者数"} <= words


def test_money_is_written_for_its_reader():
    amount = Quantity(Decimal("1460000000"), "USD")
    written = format_quantity(amount, "ja"), format_quantity(amount, "en")
    assert written == ("14億6,000万ドル", "$1.46 billion")
