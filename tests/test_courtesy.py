"""Courtesies are told from questions, in both languages."""

import pytest

from rag.courtesy import courtesy, reply, without_courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ありがとう、助かった", "thanks"), ("なるほどー、サンキュー", "thanks"), ("どうも！", "thanks"), ("本当にありがとうございました。", "thanks"),
        ("Thanks, that helps!", "thanks"), ("Great, thank you so much.", "thanks"), ("cheers", "thanks"), ("了解です", "nod"), ("Got it.", "nod"),
        ("こんにちは", "greeting"), ("Good morning, Kassoro!", "greeting"), ("またね", "farewell"), ("That's all for now, bye", "farewell"),
    ],
)  # fmt: skip
def test_courtesies(text, kind):
    assert courtesy(text) == kind
    assert all(reply(kind, language) for language in ("ja", "en"))


@pytest.mark.parametrize(
    "text",
    [
        "どうなった？",
        "はいくら？",
        "Thanks. And the debt?",
        "Is it good?",
        "了解を得た理由は？",
        "ありがとう銀行の売上は？",
        "What is a great hall?",
        "",
        "？",
    ],
)
def test_questions_are_none(text):
    assert courtesy(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ありがとうございます。続けて純損失は？", "続けて純損失は？"), ("OK、では現金は？", "では現金は？"), ("Thanks. And the debt?", "And the debt?"),
        ("ありがとう", "ありがとう"), ("Great Wallの売上は？", "Great Wallの売上は？"),
    ],
)  # fmt: skip
def test_a_question_stays(text, rest):
    assert without_courtesy(text) == rest
