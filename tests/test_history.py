"""Follow-ups take what they leave out from the questions before them, and nothing more."""

import pytest

from index.vocabulary import Vocabulary
from rag.history import complete
from rag.question import read_question

VOCABULARY = Vocabulary.read()


def follow(*texts, analyser):
    turns = [{"role": "user", "content": text} for text in texts[:-1]]
    return complete(read_question(texts[-1], VOCABULARY), turns, VOCABULARY, analyser)


def test_the_company_is_left_out(analyser):
    asked = follow("OpenAIの売上は？", "純損失は？", analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("OpenAI",), ("net_loss",))


def test_the_measure_is_left_out(analyser):
    asked = follow("OpenAIの売上はいくら？", "Anthropicは？", analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys, asked.kind) == (("Anthropic",), ("revenue",), "money")


def test_the_time_is_changed(analyser):
    asked = follow("OpenAIの2025年第2四半期の売上は？", "第3四半期は？", analyser=analyser)
    assert asked.metric_keys == ("revenue",)
    assert [period.label("ja") for period in asked.period_values] == ["第3四半期"]


def test_one_input_of_a_runway_is_changed(analyser):
    asked = follow("OpenAIの資金は何か月もつ？", "月12億ドルなら？", analyser=analyser)
    assert asked.operation == "runway" and asked.entity_keys == ("OpenAI",)
    assert asked.earlier is not None


def test_another_kind_of_question_keeps_its_own(analyser):
    asked = follow("OpenAIの現金支出はいくら？", "それは何に使われた？", analyser=analyser)
    assert (asked.kind, asked.metric_keys, asked.entity_keys) == ("open", (), ("OpenAI",))


def test_a_whole_question_takes_nothing(analyser):
    asked = follow(
        "OpenAIの2025年第2四半期の売上は？", "Anthropicの純損失はいくらですか？", analyser=analyser
    )
    assert (asked.entity_keys, asked.metric_keys, asked.period_values) == (("Anthropic",), ("net_loss",), ())


def test_turns_that_are_no_questions_are_passed_over(analyser):
    turns = [
        {"role": "assistant", "content": "売上は5億円です。"},
        {"role": "user"},
        {"role": "user", "content": "？？"},
        {"x": 1},
    ]
    question = read_question("純損失は？", VOCABULARY)
    assert complete(question, turns, VOCABULARY, analyser) == question


def test_names_no_table_knows_are_carried_and_replaced(analyser):
    asked = follow("星野電機の売上はいくら？", "純損失は？", analyser=analyser)
    assert (asked.names, asked.metric_keys) == (("星野電機",), ("net_loss",))
    other = follow("OpenAIの売上はいくら？", "緑川食品は？", analyser=analyser)
    assert (other.names, other.entity_keys, other.metric_keys) == (("緑川食品",), (), ("revenue",))


def test_company_and_measure_travel_over_several_turns(analyser):
    asked = follow("OpenAIの2025年第2四半期の売上は？", "第3四半期は？", "純損失は？", analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("OpenAI",), ("net_loss",))
    assert [period.label("ja") for period in asked.period_values] == ["第3四半期"]


def test_follow_ups_in_english(analyser):
    company = follow("What was OpenAI's revenue in Q2 2025?", "And its net loss?", analyser=analyser)
    assert (company.entity_keys, company.metric_keys) == (("OpenAI",), ("net_loss",))
    assert [period.label("en") for period in company.period_values] == ["Q2 2025"]
    other = follow("What was OpenAI's revenue in Q2 2025?", "What about Anthropic?", analyser=analyser)
    assert (other.entity_keys, other.metric_keys) == (("Anthropic",), ("revenue",))


def test_a_follow_up_in_the_other_language_keeps_what_was_asked(analyser):
    asked = follow("OpenAIの純損失は？", "What about Anthropic?", analyser=analyser)
    assert (asked.language, asked.entity_keys, asked.metric_keys) == ("en", ("Anthropic",), ("net_loss",))


@pytest.mark.parametrize(
    "text",
    ["現金が100億ドルなら？", "バーンが月20億ドルになったら？", "What if it burns $2 billion a month?"],
)
def test_a_scenario_follows_a_runway_with_what_came_before(text, analyser):
    asked = follow("OpenAIの資金は何か月もつ？", text, analyser=analyser)
    assert asked.operation == "runway" and asked.entity_keys == ("OpenAI",) and asked.earlier is not None


def test_the_other_company_of_a_runway(analyser):
    asked = follow("OpenAIの資金は何か月もつ？", "Anthropicは？", analyser=analyser)
    assert (asked.operation, asked.entity_keys) == ("runway", ("Anthropic",))


def test_a_scenario_after_no_runway_is_none(analyser):
    asked = follow("OpenAIの売上は？", "純損失は10億ドルですか？", analyser=analyser)
    assert asked.operation is None


def test_the_assistants_words_are_no_questions(analyser):
    turns = [
        {"role": "user", "content": "OpenAIの売上は？"},
        {"role": "assistant", "content": "Anthropicの純損失について聞きましたか？"},
    ]
    asked = complete(read_question("純損失は？", VOCABULARY), turns, VOCABULARY, analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("OpenAI",), ("net_loss",))


def test_an_empty_history_changes_nothing(analyser):
    question = read_question("OpenAIの売上は？", VOCABULARY)
    assert complete(question, (), VOCABULARY, analyser) == question


def test_a_turn_too_long_to_read_is_passed_over(analyser):
    asked = follow("OpenAIの売上は？", "あ" * 5000, "純損失は？", analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("OpenAI",), ("net_loss",))


def test_a_thousand_turns_are_read_from_the_end(analyser):
    texts = ["Anthropicの売上は？"] * 1000 + ["OpenAIの売上は？", "純損失は？"]
    asked = follow(*texts, analyser=analyser)
    assert (asked.entity_keys, asked.metric_keys) == (("OpenAI",), ("net_loss",))
