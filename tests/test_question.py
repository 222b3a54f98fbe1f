"""What a question is taken to ask."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        (
            "現金８０億ドル、月１０億ドルなら何か月もつ？",
            [("8000000000", "USD"), ("1000000000", "USD/month")],
        ),
        ("$2 billion in cash and €3 million a month?", [("2000000000", "USD"), ("3000000", "EUR/month")]),
        ("2025年の売上は？", []),
        ("第3四半期の売上は？", []),
    ],
)
def test_amounts_of_questions(text, amounts):
    assert [(str(m.quantity.value), m.quantity.unit) for m in ask(text).quantities] == amounts


@pytest.mark.parametrize("text", ["　売上は\n\tいくら？　", "売上は いくら？"])
def test_white_space_is_evened_out(text):
    assert ask(text).text == "売上は いくら？"


def test_full_width_letters_and_digits_are_read_as_plain_ones():
    wide, narrow = (
        ask("ＯｐｅｎＡＩの２０２５年第３四半期の売上は？"),
        ask("OpenAIの2025年第3四半期の売上は？"),
    )
    assert (wide.entity_keys, wide.metric_keys, wide.period_values) == (
        narrow.entity_keys,
        narrow.metric_keys,
        narrow.period_values,
    )


def test_the_longest_question_is_still_read():
    assert ask("あ" * LONGEST).kind == "open"


def test_a_refused_question_is_told_its_length_in_both_languages():
    with pytest.raises(QuestionError) as refused:
        ask("a" * (LONGEST + 1))
    assert (
        "2,001" in str(refused.value)
        and "長すぎ" in str(refused.value)
        and "2,000 is the most" in str(refused.value)
    )


@pytest.mark.parametrize(
    ("text", "is_list"), [("リスクを列挙して", True), ("Summarize the article", True), ("純損失は？", False), ("What was the loss?", False)]
)  # fmt: skip
def test_lists_and_summaries_are_known(text, is_list):
    assert ask(text).is_list is is_list


def test_the_focus_is_what_nothing_else_explains():
    question = ask("OpenAIの2025年第3四半期の純損失はいくら？")
    assert not any(word in question.focus for word in ("OpenAI", "2025", "四半期", "純損失", "いくら"))
    assert len(question.focus) == len(question.text)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="売上純損失資金は何か月もつOpenAI$2025年第3四半期億円ドル?？%[]().\u200b\n ", max_size=80
    )
)
def test_any_text_is_read_or_refused(text):
    try:
        question = ask(text)
    except QuestionError:
        assert not any(character.isalnum() for character in text)
        return
    assert question.language in ("ja", "en")
    for found in (*question.entities, *question.metrics, *question.periods, *question.quantities):
        assert 0 <= found.start < found.end <= len(question.text)
