"""A language model's answer as the terminal and the chat follow it."""

import pytest

from eval.scripted.script import Reply
from eval.scripted.server import ScriptedServer
from ui.following import announce_model, followed, usage_text
from ui.operations import Operations
from ui.render import answer_html, model_html, working_html

QUESTION = "星野電機の2025年第2四半期の売上高は？"
TRUE = "星野電機の2025年第2四半期の売上高は120億円でした。"


@pytest.fixture
def operations(modelled):
    """Operations over a library whose settings name a scripted server."""
    before = modelled.settings

    def script(request):
        marker = next(marker for marker, text in request.passages.items() if "120億円" in text)
        return Reply(f"{TRUE} [{marker}]")

    with ScriptedServer(script) as server:
        told = {"llm": "openai-like/scripted", "llm_base_url": f"{server.address}/v1"}
        modelled.settings = before.model_copy(update=told)
        yield Operations(modelled)
    modelled.settings = before


def test_steps_and_text_come_before_the_answer(operations):
    rows = list(operations.run("follow", {"question": QUESTION}))
    kinds = [next(iter(row)) for row in rows]
    assert kinds[0] == "step" and kinds[-1] == "answer" and "token" in kinds
    assert "".join(row.get("token", "") for row in rows) == rows[-1]["answer"]["answer"]
    assert rows[-1]["usage"]["model"] == "scripted" and "usage" not in rows[-1]["answer"]


def test_host_and_tokens_are_told_on_stderr(operations, capsys):
    assert announce_model(operations, QUESTION) == "scripted"
    answer = followed(operations, QUESTION)
    told = capsys.readouterr()
    assert "127.0.0.1" in told.err.splitlines()[0] and "トークン" in told.err.splitlines()[-1]
    assert told.out == "" and answer["answer"].startswith(TRUE)


def test_nothing_is_told_where_no_model_is_asked(library, capsys):
    assert announce_model(Operations(library), QUESTION) is None
    assert capsys.readouterr().err == ""


def test_tokens_in_both_languages():
    usage = {"model": "m", "prompt_tokens": 1234, "completion_tokens": 56, "exact": True}
    assert usage_text(usage, "ja") == "m: 1,234＋56トークン"
    assert usage_text({**usage, "exact": False}, "en") == "m: about 1,234 + 56 tokens"
    assert usage_text({**usage, "prompt_tokens": 0, "completion_tokens": 0}, "en") == ""


def test_a_model_s_sentences_are_told_from_quotes_and_notes():
    answer = {"status": "answered", "answer": "一つ目。 [1]\n\n二つ目。 [1]\n「引用。」 [1]\n注です。"}
    shown = answer_html(answer)
    assert '<div class="k-said">二つ目。' in shown and '<div class="k-quote">「引用。」' in shown
    assert '<div class="k-lead">注です。</div>' in shown
    assert '<div class="k-said">二つ目。' in working_html(["…"], "一つ目。 [1]\n\n二つ目。 [1]")


def test_the_notice_is_text():
    assert "<b>" not in model_html("モデル <b>x</b>")
