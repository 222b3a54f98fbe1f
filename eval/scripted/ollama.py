"""Ollama's /api/chat, as its server writes it: whole, and as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from eval.scripted.script import Call, Reply, Request

STREAM_TYPE = "application/x-ndjson"
_PIECE = 7


def error(reply: Reply) -> dict[str, Any]:
    """The body of an HTTP error."""
    return {"error": reply.error or "the server had an error"}


def whole(request: Request, reply: Reply) -> dict[str, Any]:
    """A reply in one piece."""
    message = {
        "role": "assistant",
        "content": reply.text,
        "tool_calls": [_call(one, reply) for one in reply.calls],
    }
    return {**_head(request), "message": message, **_end(request, reply)}


def parts(request: Request, reply: Reply) -> Iterator[str]:
    """A reply in lines."""
    for start in range(0, len(reply.text), _PIECE):
        yield _line(request, {"role": "assistant", "content": reply.text[start : start + _PIECE]})
    if reply.calls:
        yield _line(
            request,
            {"role": "assistant", "content": "", "tool_calls": [_call(one, reply) for one in reply.calls]},
        )
    yield (
        json.dumps(
            {**_head(request), "message": {"role": "assistant", "content": ""}, **_end(request, reply)}
        )
        + "\n"
    )


def _line(request: Request, message: dict[str, Any]) -> str:
    return json.dumps({**_head(request), "message": message, "done": False}, ensure_ascii=False) + "\n"


def _head(request: Request) -> dict[str, Any]:
    return {"model": request.model, "created_at": "2025-01-01T00:00:00Z"}


def _end(request: Request, reply: Reply) -> dict[str, Any]:
    counts = (
        {"prompt_eval_count": len(request.text) // 2, "eval_count": max(1, len(reply.text) // 2)}
        if reply.counted
        else {}
    )
    return {"done": True, "done_reason": "stop", **counts}


def _call(call: Call, reply: Reply) -> dict[str, Any]:
    arguments: Any = call.arguments
    if reply.fault == "bad_arguments":
        arguments = "{unfinished"
    name = None if reply.fault == "nameless_call" else call.name
    return {"function": {"name": name, "arguments": arguments}}
