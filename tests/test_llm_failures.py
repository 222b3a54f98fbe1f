"""Whatever a server does, the extractive answer comes, in time, with one note that says why. Over real HTTP."""

import time

import pytest

from eval.scripted.script import Call, Reply
from eval.scripted.server import ScriptedServer
from rag.answer import Done, Token
from rag.llm.notes import note

QUESTION = "星野電機の2025年第2四半期の売上高は？"
TRUE = "星野電機の2025年第2四半期の売上高は120億円でした。 [P1]"
SEARCH = (Call("search_passages", {"query": "星野電機"}),)
BAD = {
    "hang": (Reply(fault="hang"), "timeout"),
    "drip": (Reply("、" * 40, fault="drip"), "timeout"),
    "server error": (Reply(status=500), "server"),
    "a page of HTML": (Reply(status=502, fault="html"), "server"),
    "redirect": (Reply(status=307, location="http://127.0.0.1:9/v1/chat/completions"), "server"),
    "wrong key": (Reply(status=401, error="Incorrect API key provided"), "key"),
    "unknown model": (Reply(status=404, error="model 'x' not found"), "missing"),
    "too many requests": (Reply(status=429, error="Rate limit reached"), "busy"),
    "context overflow": (Reply(status=400, error="This model's maximum context length is 4096 tokens"), "context"),
    "refused request": (Reply(status=400, error="bad request"), "malformed"),
    "unknown tool": (Reply(calls=(Call("delete_library", {"all": True}),)), "endless"),
    "endless calls": (Reply(calls=SEARCH), "endless"),
    "arguments of no sense": (Reply(calls=(Call("runway", {"cash": ["?"], "burn": None}),)), "endless"),
    "empty": (Reply(""), "empty"),
    "blank": (Reply(" \n "), "empty"),
    "only thoughts": (Reply("<think>星野電機は…</think>"), "empty"),
    "far too long": (Reply("星野電機は大きい。" * 1000), "long"),
    "cut connection": (Reply(TRUE * 3, fault="cut"), "cut"),
    "cut without a word": (Reply(TRUE * 3, fault="cut_quietly"), "cut"),
    "no JSON": (Reply(TRUE, fault="garbage"), "malformed"),
    "markers alone": (Reply("[P1][P2]"), "empty"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("protocol", ["openai-like", "ollama"])
def test_the_extractive_answer_stands_in_with_a_note(asking, extracted, protocol, kind):
    reply, why = BAD[kind]
    with ScriptedServer(lambda request: reply) as server:
        began = time.monotonic()
        events = asking(server, protocol, timeout=4.0 if why == "timeout" else 120.0)(QUESTION)
        took = time.monotonic() - began
        assert len(server.requests) <= 8
    answer = events[-1].answer
    assert answer.answer.split("\n")[-1] == note(why, "ja")
    plain = extracted(QUESTION)
    assert answer.answer.startswith(plain.answer.split("\n")[0]) and answer.status == plain.status
    assert answer.citations and "120億円" in answer.answer
    if why == "timeout":
        assert took < 60  # the bound is 4 seconds; a reply that never ends is not waited for


@pytest.mark.parametrize("fault", ["bad_arguments", "nameless_call"])
@pytest.mark.parametrize("protocol", ["openai-like", "ollama"])
def test_malformed_tool_calls(asking, protocol, fault):
    with ScriptedServer(lambda request: Reply(calls=SEARCH, fault=fault)) as server:
        answer = asking(server, protocol)(QUESTION)[-1].answer
    assert answer.answer.split("\n")[-1] in (note("endless", "ja"), note("malformed", "ja"))
    assert "120億円" in answer.answer


@pytest.mark.parametrize("protocol", ["openai-like", "ollama"])
def test_nobody_answers(asking, protocol):
    with ScriptedServer(lambda request: Reply(TRUE)) as server:
        ask = asking(server, protocol)
    answer = ask(QUESTION)[-1].answer
    assert answer.answer.split("\n")[-1] == note("unreachable", "ja")


def test_a_question_after_a_failure_is_answered(asking):
    replies = iter([Reply(status=500), Reply(TRUE)])
    with ScriptedServer(lambda request: next(replies)) as server:
        ask = asking(server)
        assert not ask(QUESTION)[-1].usage.own
        assert ask(QUESTION)[-1].usage.own


def test_a_hanging_repair_is_no_longer_waited_for(asking):
    def script(request):
        if request.is_repair:
            return Reply(fault="hang")
        return Reply("星野電機の売上高は999億円です。 [P1]")

    with ScriptedServer(script) as server:
        events = asking(server, timeout=4.0)(QUESTION)
    answer = events[-1].answer
    assert answer.answer.split("\n")[-1] == note("timeout", "ja") and "999" not in answer.answer
    assert "999" not in "".join(event.text for event in events if isinstance(event, Token))


def test_the_note_fits_the_answer_s_length_and_language(asking):
    with ScriptedServer(lambda request: Reply(status=401)) as server:
        for question in (
            QUESTION,
            "What was Hoshino Denki's revenue in Q2 2025?",
            "星野電機についてまとめて",
            "東西電力の売上高は？",
        ):
            done = asking(server)(question)[-1]
            assert isinstance(done, Done)
            assert done.answer.answer.endswith(note("key", done.answer.language))
            assert len(done.answer.answer) <= (1200 if "まとめて" in question else 600)


def test_no_error_of_a_client_reaches_the_asker(asking, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("nobody expected this")

    with ScriptedServer(lambda request: Reply(TRUE)) as server:
        ask = asking(server)
        monkeypatch.setattr("rag.llm.agent.opened", broken)
        assert ask(QUESTION)[-1].answer.answer.endswith(note("malformed", "ja"))
