"""The whole way of a question through a language model, over real HTTP, with a server that plays it honestly."""

import json

import pytest

from eval.grounding import numbers_from_nowhere
from eval.scripted.script import Call, Reply, honest, in_turn
from eval.scripted.server import ScriptedServer
from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.answer import Done, Step, Token
from rag.llm.notes import note

QUESTION = "星野電機の2025年第2四半期の売上高は？"
TRUE = "星野電機の2025年第2四半期の売上高は120億円でした。"
FALSE = "星野電機の2025年第2四半期の売上高は999億円でした。"


def marker_of(request, part):
    """The marker of the first passage that holds `part`."""
    return next(marker for marker, text in request.passages.items() if part in text)


def says(*sentences):
    """A script that says sentences, each citing the passage with its part."""

    def script(request):
        return Reply("\n".join(f"{text} [{marker_of(request, part)}]" for text, part in sentences))

    return script


@pytest.mark.parametrize("protocol", ["openai-like", "ollama"])
def test_a_true_answer_is_given_with_exact_quotes(asking, modelled, protocol):
    more = ("粗利益は30億円です。", "粗利益")
    with ScriptedServer(says((TRUE, "120億円"), more)) as server:
        events = asking(server, protocol)(QUESTION)
    done = events[-1]
    assert isinstance(done, Done) and done.answer.status == "answered"
    lines = done.answer.answer.split("\n")
    assert lines[0] == f"{TRUE} [1]" and lines[1] == "" and lines[2].startswith("粗利益は30億円です。 [2]")
    for citation in done.answer.citations:
        assert modelled.article(citation.article_id).text[citation.start : citation.end] == citation.quote
    assert "120億円" in done.answer.citations[0].quote
    assert "".join(event.text for event in events if isinstance(event, Token)) == done.answer.answer
    assert done.usage.model == "scripted" and done.usage.own and done.usage.exact
    assert done.usage.prompt_tokens > 100 and done.usage.completion_tokens > 0
    assert set(done.answer.to_json()) == {
        "id",
        "question",
        "status",
        "language",
        "answer",
        "citations",
        "calculation",
        "conflicts",
        "seconds",
    }


def test_checked_sentences_are_shown_before_the_reply_is_whole(asking):
    """The second half of the reply is only sent when the first was seen."""
    seen = []
    with ScriptedServer(says((TRUE, "120億円"), ("粗利益は30億円です。", "粗利益"))) as server:
        for event in asking(server)(QUESTION):
            seen.append(event)
    tokens = [place for place, event in enumerate(seen) if isinstance(event, Token)]
    steps = [place for place, event in enumerate(seen) if isinstance(event, Step)]
    assert tokens[0] > steps[-1] and seen[tokens[0]].text == f"{TRUE} [1]"


def test_a_false_sentence_is_repaired_once(asking):
    def script(request):
        text = TRUE if request.is_repair else FALSE
        return Reply(("1: " if request.is_repair else "") + f"{text} [{marker_of(request, '120億円')}]")

    with ScriptedServer(script) as server:
        events = asking(server)(QUESTION)
        assert [request.is_repair for request in server.requests] == [False, True]
        assert "999億円" in server.requests[1].text
    assert events[-1].answer.answer.startswith(TRUE) and events[-1].usage.own
    assert "999" not in "".join(event.text for event in events if isinstance(event, Token))


def test_a_sentence_the_model_drops_is_left_out(asking):
    def script(request):
        if request.is_repair:
            return Reply("1: DROP")
        marker = marker_of(request, "120億円")
        return Reply(f"{TRUE} [{marker}]\n純利益は77億円です。 [{marker}]")

    with ScriptedServer(script) as server:
        answer = asking(server)(QUESTION)[-1].answer
    assert answer.answer.startswith(TRUE) and "77" not in answer.answer


def test_what_is_not_repaired_is_replaced_visibly(asking, extracted):
    with ScriptedServer(says((FALSE, "120億円"))) as server:
        done = asking(server)(QUESTION)[-1]
    assert done.answer.answer.endswith(note("ungrounded", "ja")) and not done.usage.own
    assert done.answer.answer.startswith(extracted(QUESTION).answer.split("\n")[0])


def test_tools_are_called_and_their_passages_cited(asking):
    with ScriptedServer(honest) as server:
        events = asking(server)(QUESTION)
        first, second = server.requests
    assert set(first.tools) == {"search_passages", "find_figures", "runway", "formula", "calculate"}
    assert second.used_tools and events[-1].usage.own
    assert "探しています" in " ".join(event.text for event in events if isinstance(event, Step))


def test_a_runway_the_model_asks_for_is_calculated_by_the_product(asking):
    calls = (Call("runway", {"cash": "60億円", "burn": "毎月5億円", "as_of": "2025-06"}),)
    script = in_turn(
        [
            lambda _: Reply(calls=calls),
            lambda r: Reply(f"約12か月で、2026年6月までです。 [{json.loads(last_result(r))['marker']}]"),
        ]
    )
    with ScriptedServer(script) as server:
        answer = asking(server)("星野電機の資金は何か月もつ？")[-1].answer
    assert answer.calculation.result.value == "12" and answer.calculation.cash_out == "2026-06"
    assert [item.marker is not None for item in answer.calculation.inputs] == [True, True]
    assert numbers_from_nowhere(answer, ["星野電機の資金は何か月もつ？"]) == []


def last_result(request):
    return next(text for role, text in reversed(request.messages) if role == "tool")


def test_the_model_s_own_arithmetic_is_measured(asking):
    script = in_turn(
        [
            lambda _: Reply(calls=(Call("calculate", {"expression": "30 / 120 * 100"}),)),
            lambda r: Reply(f"粗利率は25%です。 [{json.loads(last_result(r))['marker']}]"),
        ]
    )
    with ScriptedServer(script) as server:
        answer = asking(server)("星野電機の2025年第2四半期の粗利率は？")[-1].answer
    assert answer.answer.startswith("粗利率は25%です。") and answer.calculation.result.unit == "percent"


@pytest.mark.parametrize(
    "call",
    [
        Call("runway", {"cash": "9,000億円", "burn": "毎月5億円"}),
        Call("runway", {"cash": "60億円", "burn": "毎月5億円", "as_of": "2031-02"}),
        Call("calculate", {"expression": "9000 / 7"}),
        Call("formula", {"name": "gross margin", "inputs": {"gross profit": "77億円", "revenue": "120億円"}}),
    ],
)
def test_nothing_is_calculated_over_inputs_that_nobody_gave(asking, call):
    script = in_turn(
        [
            lambda _: Reply(calls=(call,)),
            lambda _: Reply("1,800か月もちます。 [C2]"),
            lambda _: Reply("1: 1,800か月もちます。 [C2]"),
        ]
    )
    with ScriptedServer(script) as server:
        done = asking(server)("星野電機の資金は何か月もつ？")[-1]
        told = last_result(server.requests[1])
    assert "search for it first" in told or "leave as_of empty" in told
    assert "1,800" not in done.answer.answer and done.answer.calculation.result.value == "12"


def test_an_answer_that_contradicts_the_calculation_does_not_stand(asking):
    with ScriptedServer(says(("星野電機の手元資金は60億円です。", "60億円"))) as server:
        done = asking(server)("星野電機の資金は何か月もつ？")[-1]
    assert (
        done.answer.answer.endswith(note("disagrees", "ja")) and done.answer.calculation.result.value == "12"
    )


@pytest.mark.parametrize("protocol", ["openai-like", "ollama"])
def test_a_model_without_functions_is_asked_in_words(asking, protocol):
    """ReAct: the tools are described in the prompt, called in text, and their results told as observations."""

    def script(request):
        if request.tools:
            return Reply(status=400, error="registry.ollama.ai/library/scripted does not support tools")
        if "Observation:" not in request.messages[-1][1]:
            return Reply(
                'Thought: I need to look.\nAction: search_passages\nAction Input: {"query": "星野電機 売上高"}'
            )
        return Reply(f"Thought: I can answer.\nAnswer: {TRUE} [{marker_of(request, '120億円')}]")

    with ScriptedServer(script) as server:
        ask = asking(server, protocol)
        first = ask(QUESTION)[-1]
        asked = len(server.requests)
        second = ask(QUESTION)[-1]
        assert [bool(request.tools) for request in server.requests[:asked]] == [True, False, False]
        assert not any(request.tools for request in server.requests[asked:]), "it is found out once"
    for done in (first, second):
        assert done.usage.own and done.answer.answer.startswith(TRUE)


def test_a_follow_up_sends_what_was_said_before(asking):
    history = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": f"{TRUE} [1]"}]
    with ScriptedServer(says(("2025年第2四半期の粗利益は30億円です。", "粗利益"))) as server:
        done = asking(server)("では粗利益は？", history)[-1]
        roles = [role for role, _ in server.requests[0].messages]
        said = server.requests[0].messages[2][1]
    assert roles == ["system", "user", "assistant", "user"] and said == TRUE
    assert done.usage.own and "30億円" in done.answer.answer


def test_silence_of_the_model_does_not_hide_what_is_known(asking):
    with ScriptedServer(lambda _: Reply("記事には書かれていません。")) as server:
        ask = asking(server)
        known, unknown = ask(QUESTION)[-1], ask("東西電力の社長は誰？")[-1]
    assert "120億円" in known.answer.answer and known.answer.answer.endswith(note("silent", "ja"))
    assert unknown.answer.status == "not_found" and unknown.usage.own


def test_tokens_are_estimated_where_the_server_does_not_count(asking):
    def script(request):
        return Reply(f"{TRUE} [{marker_of(request, '120億円')}]", counted=False)

    with ScriptedServer(script) as server:
        usage = asking(server)(QUESTION)[-1].usage
    assert not usage.exact and usage.prompt_tokens > 100 and usage.completion_tokens > 5


def test_the_key_is_sent_and_only_there(modelled):
    settings = Settings.read(
        llm="openai-like/m", llm_api_key="sk-secret", llm_base_url="http://127.0.0.1:9/v1"
    )
    with ScriptedServer(says((TRUE, "120億円"))) as server:
        from rag.assistant import Assistant

        before = modelled.settings
        modelled.settings = settings.model_copy(
            update={"llm_base_url": f"{server.address}/v1", "home": before.home}
        )
        try:
            answer = Assistant(modelled).answer(QUESTION)
        finally:
            modelled.settings = before
        assert server.requests[0].key == "sk-secret" and server.requests[0].model == "m"
        assert "sk-secret" not in server.requests[0].text and "sk-secret" not in answer.answer


def test_a_figure_on_which_articles_clash_is_told_with_both_values(asking, tmp_path):
    with Library.open(Settings.read(home=tmp_path / "clash", seeds="none")) as library:
        for name, amount in (("a", 120), ("b", 118)):
            text = f"星野電機の2025年第2四半期の売上高は{amount}億円だった。"
            library.add(Document(f"星野電機の決算{name}", text, f"{name}.md", "2025-08-05", "ja", None))
        with ScriptedServer(says((TRUE, "120億円"))) as server:
            done = asking(server, library=library)(QUESTION)[-1]
    assert "120億円" in done.answer.answer and "118億円" in done.answer.answer
    assert done.answer.conflicts and done.answer.answer.endswith(note("disagrees", "ja"))
