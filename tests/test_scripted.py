"""The scripted server speaks the protocols it plays, as other clients read them."""

import json

import httpx
import pytest

from eval.scripted.__main__ import script_of
from eval.scripted.lies import LIES, Liar, Truth
from eval.scripted.script import Call, Queue, Reply, best_sentence, honest
from eval.scripted.server import ScriptedServer

ASKED = {"model": "m", "messages": [{"role": "user", "content": "Question: how much?"}]}


@pytest.fixture
def client():
    with httpx.Client(trust_env=False, timeout=20) as opened:
        yield opened


def test_chat_completions_whole_and_streamed(client):
    with ScriptedServer(
        lambda _: Reply("Forty-two is told here.", (Call("search", {"query": "売上"}),))
    ) as server:
        url = f"{server.address}/v1/chat/completions"
        whole = client.post(url, json=ASKED).json()
        streamed = client.post(url, json={**ASKED, "stream": True})
        assert server.requests[0].question == "how much?" and server.requests[1].stream
    message = whole["choices"][0]["message"]
    assert message["content"] == "Forty-two is told here." and whole["usage"]["total_tokens"] > 0
    assert json.loads(message["tool_calls"][0]["function"]["arguments"]) == {"query": "売上"}
    assert streamed.headers["content-type"].startswith("text/event-stream")
    lines = [line[6:] for line in streamed.text.splitlines() if line.startswith("data: ")]
    assert lines[-1] == "[DONE]"
    parts = [json.loads(line) for line in lines[:-1]]
    deltas = [part["choices"][0]["delta"] for part in parts if part["choices"]]
    assert "".join(delta.get("content") or "" for delta in deltas) == "Forty-two is told here."
    arguments = "".join(
        call["function"]["arguments"] for delta in deltas for call in delta.get("tool_calls", [])
    )
    assert json.loads(arguments) == {"query": "売上"} and "usage" in parts[-1]


def test_ollama_streams_json_lines(client):
    with ScriptedServer(lambda _: Reply("Forty-two is told here.")) as server:
        lines = client.post(f"{server.address}/api/chat", json={**ASKED, "stream": True}).text.splitlines()
    parts = [json.loads(line) for line in lines]
    assert "".join(part["message"]["content"] for part in parts) == "Forty-two is told here."
    assert [part["done"] for part in parts] == [False] * (len(parts) - 1) + [True] and parts[-1][
        "eval_count"
    ] > 0


def test_faults(client):
    with ScriptedServer(lambda _: Reply(status=503, error="overloaded")) as server:
        answer = client.post(f"{server.address}/v1/chat/completions", json=ASKED)
        assert answer.status_code == 503 and answer.json()["error"]["message"] == "overloaded"
    with (
        ScriptedServer(lambda _: Reply("a" * 100, fault="cut")) as server,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        client.post(f"{server.address}/v1/chat/completions", json={**ASKED, "stream": True})
    with ScriptedServer(lambda _: Reply(fault="hang")) as server, pytest.raises(httpx.ReadTimeout):
        client.post(f"{server.address}/v1/chat/completions", json=ASKED, timeout=0.3)


def test_a_queue_of_replies(client):
    with ScriptedServer(Queue(["one one one", Reply("two two two")])) as server:
        said = [
            client.post(f"{server.address}/api/chat", json={**ASKED, "stream": False}).json()["message"][
                "content"
            ]
            for _ in range(3)
        ]
    assert said == ["one one one", "two two two", "two two two"]


def test_the_best_sentence_is_the_one_most_like_the_question():
    passages = {"P1": "空は青く晴れていた。", "P2": "売上高は120億円だった。従業員は九人である。"}
    assert best_sentence("売上高は？", passages) == ("P2", "売上高は120億円だった。")


@pytest.mark.parametrize("kind", LIES)
def test_every_lie_turns_a_sentence_or_leaves_it(kind):
    truth = Truth(
        "P1",
        "xAIの2025年第3四半期の純損失は14億6,000万ドルに増えた。",
        {"P1": "xAIの純損失は14億6,000万ドルに増えた。", "P2": "現金は80億ドル、負債は50億ドルだった。"},
        "純損失は20億ドル？",
        {},
    )
    lie = LIES[kind](truth)
    assert lie is None or lie != f"{truth.sentence} [P1]"


def test_what_the_command_plays():
    assert script_of(None, None) is honest
    assert isinstance(script_of("number", None), Liar)
