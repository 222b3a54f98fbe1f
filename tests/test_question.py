"""What a question is taken to ask."""

import pytest

from index.errors import QuestionError
from index.vocabulary import Vocabulary
from rag.question import LONGEST, detect_language, read_question

VOCABULARY = Vocabulary.read()


def ask(text):
    return read_question(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("純損失はいくら？", "money"), ("何%を保有？", "percent"), ("どれだけの割合ですか", "amount"), ("従業員は何人？", "count"),
        ("何歳ですか", "count"), ("いつ発表しましたか", "date"), ("誰が出資した？", "name"), ("どの投資者が加わった？", "name"),
        ("どこにある？", "place"), ("なぜ増えた？", "reason"), ("どのように使う？", "manner"), ("どれだけの期間もつ？", "duration"),
        ("どこまで増える？", "amount"), ("黒字ですか？", "yes_no"), ("計画について教えて", "open"), ("How much did it lose?", "money"),
        ("When is the IPO?", "date"), ("Who invested?", "name"), ("Is OpenAI profitable?", "yes_no"), ("How many GPUs are there?", "count"),
        ("Why did costs rise?", "reason"), ("How long does the cash last?", "duration"),
    ],
)  # fmt: skip
def test_kinds(text, kind):
    assert ask(text).kind == kind


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("資金は何か月もつ？", "runway"), ("現金はいつ尽きる？", "runway"), ("What is the runway?", "runway"), ("粗利率は？", "margin"),
        ("年間の利息はいくら？", "interest"), ("目標まであといくら？", "remaining"), ("目標の何%に当たる？", "share"), ("何倍ですか", "ratio"),
        ("何%増えましたか", "growth"), ("差額は？", "difference"), ("月平均はいくら？", "average"), ("合わせていくら？", "sum"),
        ("売上はいくら？", None), ("What was the revenue?", None),
    ],
)  # fmt: skip
def test_operations(text, operation):
    assert ask(text).operation == operation


def test_names_measures_and_times():
    question = ask("OpenAIの2025年第3四半期の純損失は？")
    assert (question.entity_keys, question.metric_keys) == (("OpenAI",), ("net_loss",))
    assert [period.label("ja") for period in question.period_values] == ["2025年第3四半期"]


def test_a_holding_company_speaks_for_its_group():
    assert ask("xAI Holdingsの評価額は？").entity_keys == ("xAI Holdings",)


def test_the_price_of_a_company_is_its_valuation():
    assert ask("OpenAIの値段は？").metric_keys == ("valuation",)
    assert ask("ChatGPTの値段は？").metric_keys == ("price",)


def test_who_invested_asks_for_the_role():
    assert "投資者" in ask("どの投資者が加わった？").focus


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("2025年9月までの累計売上は？", "2025年9月末", "point"),
        ("2025年の最初の9か月の支出は？", "2025年1〜9月", "span"),
        ("2025年の第3四半期の売上は？", "2025年第3四半期", "span"),
        ("2025年の売上は？", "2025年", "span"),
    ],
)
def test_times_of_questions(text, label, kind):
    (period,) = ask(text).period_values
    assert (period.label("ja"), period.kind) == (label, kind)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("xAIの純損失は？", "ja"),
        ("xAI 純損失", "ja"),
        ("What was xAI's net loss?", "en"),
        ("What is 純損失 in the article?", "en"),
        ("net loss", "en"),
    ],
)
def test_languages(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   ", "？？？", "!?…", "あ" * (LONGEST + 1)])
def test_what_is_no_question_is_refused(text):
    with pytest.raises(QuestionError):
        ask(text)
