"""A figure in a sentence is of the right measure, company and time, and says whether it is a fact or a plan."""

from decimal import Decimal

import pytest

from index.figures import read_passage
from index.vocabulary import Vocabulary

VOCABULARY = Vocabulary.read()


def read(*sentences, heading="", title=""):
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence), []))
        text += sentence
    return read_passage("a", title, heading, text, 0, spans, VOCABULARY)


def only(reading):
    (figure,) = reading.figures
    return figure


def test_measure_company_and_time():
    figure = only(read("OpenAIの2025年第2四半期の売上高は43億ドルだった。")[0])
    assert (figure.metric, figure.companies[0], figure.own) == ("revenue", "OpenAI", 1)
    assert figure.quantity.value == Decimal(4_300_000_000)
    assert figure.period.label("en") == "Q2 2025"
    assert figure.kind == "reported"


def test_offsets_are_the_article_s():
    text = "前置き。売上高は43億ドルだった。"
    reading = read_passage("a", "", "", text[4:], 4, [(4, len(text), [])], VOCABULARY)[0]
    assert text[only(reading).start : only(reading).end] == "43億ドル"


def test_two_measures_in_one_sentence_are_told_apart():
    first, second = read("OpenAIの売上高は43億ドル、純損失は25億ドルだった。")[0].figures
    assert (first.metric, second.metric) == ("revenue", "net_loss")


def test_the_measure_may_follow_the_amount():
    assert only(read("OpenAIは400億ドルの資金調達を終えた。")[0]).metric == "raise"


def test_what_a_sentence_leaves_out_comes_from_the_one_before():
    figure = only(read("OpenAIが2025年第2四半期の決算を伝えた。", "売上高は43億ドルだった。")[1])
    assert figure.companies[0] == "OpenAI" and figure.own == 0
    assert figure.period.label("ja") == "2025年第2四半期"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("OpenAIは年間130億ドルの売上を目標とする。", "target"),
        ("OpenAIの売上は130億ドルになる見通しだ。", "forecast"),
        ("OpenAIは将来、100億ドルを設備に投じる。", "plan"),
        ("OpenAIの評価額は5,000億ドルになる可能性がある。", "possible"),
        ("OpenAIの売上は43億ドルだった。", "reported"),
    ],
)
def test_facts_and_plans(sentence, kind):
    assert only(read(sentence)[0]).kind == kind


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("OpenAIの毎月の支出は5億ドルである。", "USD/month"),
        ("OpenAIは四半期あたり15億ドルを消費する。", "USD/quarter"),
        ("OpenAIのバーンレートは月5億ドルだ。", "USD/month"),
        ("OpenAIの資金消費は5億ドルだ。", "USD"),
    ],
)
def test_what_is_spent_every_month_is_a_rate(sentence, unit):
    assert only(read(sentence)[0]).quantity.unit == unit


def test_a_denied_measure_is_none():
    assert only(read("OpenAIは20億ドルを、借り入れを使わずに支払った。")[0]).metric is None


def test_vague_amounts_keep_their_words():
    figure = only(read("OpenAIは数億ドルを投じた。")[0])
    assert figure.quantity is None and figure.text == "数億ドル"
    assert figure.english() == "several hundred million dollars"


def test_a_relative_clause_gives_the_owner():
    figure = only(read("xAIは3,000億ドルの評価額が付いたOpenAIを追う。")[0])
    assert figure.companies[0] == "OpenAI"


def test_names_and_dates_hold_no_figures():
    assert read("2025年7月、Falcon 9はGPT-4oを載せた。")[0].figures == ()
