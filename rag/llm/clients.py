"""The llama-index model behind a choice. The only place that imports model clients, and only when one is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from rag.llm.choice import Choice

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

_UNNEEDED_KEY = (
    "none"  # a server without keys ignores it; an empty one would be looked for in the environment
)
LONGEST_REPLY = 900  # tokens: more than any answer, and an end to a model that finds none


@asynccontextmanager
async def opened(choice: Choice, seconds: float, *, functions: bool = True) -> AsyncIterator[LLM]:
    """A model within one event loop, each request held to `seconds`; its connections are closed afterwards.

    `functions`: whether tools are offered in the request; else the model is told of them in words.
    """
    if choice.kind == "ollama":
        from ollama import AsyncClient

        headers = {"Authorization": f"Bearer {choice.api_key}"} if choice.api_key else {}
        client = AsyncClient(host=choice.base_url, headers=headers, **_manners(choice, seconds))
        try:
            yield _ollama(choice, seconds, functions, client)
        finally:
            await client.close()
        return
    import httpx

    async with httpx.AsyncClient(**_manners(choice, seconds)) as connections:
        yield _openai(choice, seconds, functions, connections)


def _openai(choice: Choice, seconds: float, functions: bool, connections: Any) -> LLM:
    from llama_index.llms.openai_like import OpenAILike

    more: dict[str, Any] = {"stream_options": {"include_usage": True}}
    if choice.kind == "openai":
        # OpenAI's own models of today take no other temperature than their default, and this name of the limit.
        more |= {"max_completion_tokens": LONGEST_REPLY * 4}
    return OpenAILike(
        model=choice.model, api_base=choice.base_url, api_key=choice.api_key or _UNNEEDED_KEY, is_chat_model=True,
        is_function_calling_model=functions, context_window=choice.context, max_retries=0, timeout=seconds,
        temperature=1.0 if choice.kind == "openai" else 0.0, max_tokens=None if choice.kind == "openai" else LONGEST_REPLY,
        additional_kwargs=more, strict=False, **{"async_http_client": connections},  # a field of the parent's, unknown to type checkers
    )  # fmt: skip


def _ollama(choice: Choice, seconds: float, functions: bool, client: Any) -> LLM:
    from llama_index.llms.ollama import Ollama

    return Ollama(
        model=choice.model, base_url=choice.base_url, context_window=choice.context, request_timeout=seconds, temperature=0.0,
        additional_kwargs={"num_predict": LONGEST_REPLY}, async_client=client, is_function_calling_model=functions,
    )  # fmt: skip


def _manners(choice: Choice, seconds: float) -> dict[str, Any]:
    """Requests go to the host a person was told of: no redirect elsewhere, and no proxy before this machine."""
    return {"timeout": seconds, "follow_redirects": False, "trust_env": not choice.is_local}
