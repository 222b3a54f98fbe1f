"""OpenAI's chat completions, as a server writes them: whole, and as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from eval.scripted.script import Call, Reply, Request

STREAM_TYPE = "text/event-stream"
_PIECE = 7  # characters of a streamed part


def error(reply: Reply) -> dict[str, Any]:
    """The body of an HTTP error."""
    return {"error": {"message": reply.error or "The server had an error.", "type": "error", "code": None}}


def whole(request: Request, reply: Reply) -> dict[str, Any]:
    """A reply in one piece."""
    message = {
        "role": "assistant",
        "content": reply.text,
        "tool_calls": [_call(one, place, reply) for place, one in enumerate(reply.calls)] or None,
    }
    choice = {"index": 0, "message": message, "finish_reason": _reason(reply)}
    return {**_head(request, "chat.completion"), "choices": [choice], **_usage(request, reply)}


def parts(request: Request, reply: Reply) -> Iterator[str]:
    """A reply in pieces."""
    yield _event(request, {"role": "assistant", "content": ""})
    for start in range(0, len(reply.text), _PIECE):
        yield _event(request, {"content": reply.text[start : start + _PIECE]})
    for place, one in enumerate(reply.calls):
        call = _call(one, place, reply)
        opening = {**call, "index": place, "function": {**call["function"], "arguments": ""}}
        yield _event(request, {"tool_calls": [opening]})
        arguments = call["function"]["arguments"]
        for start in range(0, len(arguments), _PIECE):
            piece = {"index": place, "function": {"arguments": arguments[start : start + _PIECE]}}
            yield _event(request, {"tool_calls": [piece]})
    yield _event(request, {}, _reason(reply))
    if reply.counted:
        yield f"data: {json.dumps({**_head(request, 'chat.completion.chunk'), 'choices': [], **_usage(request, reply)})}\n\n"
    yield "data: [DONE]\n\n"


def _event(request: Request, delta: dict[str, Any], reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return f"data: {json.dumps({**_head(request, 'chat.completion.chunk'), 'choices': [choice]})}\n\n"


def _head(request: Request, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{request.number}", "object": kind, "created": 1, "model": request.model}


def _call(call: Call, place: int, reply: Reply) -> dict[str, Any]:
    arguments = (
        call.arguments if isinstance(call.arguments, str) else json.dumps(call.arguments, ensure_ascii=False)
    )
    if reply.fault == "bad_arguments":
        arguments = '{"query": [unfinished'
    name = None if reply.fault == "nameless_call" else call.name
    return {"id": f"call_{place}", "type": "function", "function": {"name": name, "arguments": arguments}}


def _reason(reply: Reply) -> str:
    return "tool_calls" if reply.calls else "stop"


def _usage(request: Request, reply: Reply) -> dict[str, Any]:
    read, written = len(request.text) // 2, max(1, len(reply.text) // 2)
    return (
        {"usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}}
        if reply.counted
        else {}
    )
