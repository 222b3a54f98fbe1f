"""A llama-index agent run in a thread of its own, as a stream of events that ends in time whatever the model does.

`FunctionAgent` where the server takes functions, else `ReActAgent`, which asks for tools in words.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from rag.llm.choice import Choice
from rag.llm.clients import opened
from rag.llm.failures import Failure, kind_of, takes_no_tools
from rag.llm.usage import Tokens, UsageMeter

if TYPE_CHECKING:
    from llama_index.core.tools import FunctionTool

MOST_CALLS = 7  # requests to the model for one question, before its repair
LONGEST_TEXT = 4000  # characters of a reply; more is no answer


@dataclass(frozen=True, slots=True)
class Said:
    """All the text of the reply so far."""

    text: str


@dataclass(frozen=True, slots=True)
class Used:
    """The model asked for a tool; what it said before that is no part of the answer."""

    tool: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What a request took."""

    tokens: Tokens


@dataclass(frozen=True, slots=True)
class Replied:
    """The whole reply."""

    text: str


AgentEvent = Said | Used | Spent | Replied


@dataclass(frozen=True, slots=True)
class Messages:
    """What a run starts from: the rules, the turns before as (role, text), and the question with its passages."""

    system: str
    turns: tuple[tuple[str, str], ...]
    question: str


class Agent:
    """Asks one model. Whether its server takes functions is found out once and remembered."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._takes_functions = True

    def make_ready(self) -> None:
        """Import what a question needs, so that none of its time goes into that."""
        import llama_index.core.agent.workflow  # noqa: F401

        async def once() -> None:
            async with opened(self._choice, 1.0):
                pass

        _Worker(lambda _: once(), SimpleQueue()).start()

    def ask(
        self, messages: Messages, tools: Callable[[], Sequence[FunctionTool]], deadline: float
    ) -> Iterator[AgentEvent]:
        """Events of one question up to `Replied`; Failure where there is no usable reply by `deadline` (monotonic seconds)."""
        if self._takes_functions:
            try:
                yield from self._events(
                    lambda emit: self._run(messages, tools(), deadline, emit, True), deadline
                )
                return
            except Failure as failure:
                if not takes_no_tools(failure):
                    raise
                self._takes_functions = False
        yield from self._events(lambda emit: self._run(messages, tools(), deadline, emit, False), deadline)

    def complete(self, prompt: str, deadline: float) -> Iterator[AgentEvent]:
        """`Spent` and `Replied` to one message, without tools; Failure as `ask`."""
        return self._events(lambda emit: self._chat(prompt, deadline, emit), deadline)

    def _events(
        self, work: Callable[[Callable[[AgentEvent], None]], Awaitable[None]], deadline: float
    ) -> Iterator[AgentEvent]:
        """What `work` emits, as it comes; who stops listening, or the deadline, cancels it."""
        events: SimpleQueue[AgentEvent | BaseException | None] = SimpleQueue()
        worker = _Worker(work, events)
        worker.start()
        try:
            while True:
                try:
                    event = events.get(timeout=max(0.0, deadline - time.monotonic()))
                except Empty:
                    raise Failure("timeout") from None
                if event is None:
                    return
                if isinstance(event, BaseException):
                    raise Failure(kind_of(event)) from event
                if isinstance(event, Said) and len(event.text) > LONGEST_TEXT:
                    raise Failure("long")
                yield event
        finally:
            worker.cancel()

    async def _run(
        self,
        messages: Messages,
        tools: Sequence[FunctionTool],
        deadline: float,
        emit: Callable[[AgentEvent], None],
        functions: bool,
    ) -> None:
        from llama_index.core.agent.workflow import (
            AgentInput,
            AgentOutput,
            AgentStream,
            FunctionAgent,
            ReActAgent,
            ToolCall,
        )
        from llama_index.core.llms import ChatMessage
        from llama_index.core.memory import ChatMemoryBuffer

        kind = FunctionAgent if functions else ReActAgent
        history = [ChatMessage(role=role, content=text) for role, text in messages.turns]
        memory = ChatMemoryBuffer.from_defaults(token_limit=10**9, tokenizer_fn=list)
        meter = UsageMeter()
        seconds = max(1.0, deadline - time.monotonic())
        async with opened(self._choice, seconds, functions=functions) as model:
            agent = kind(llm=model, tools=list(tools), system_prompt=messages.system, streaming=True)
            handler = agent.run(
                user_msg=ChatMessage(role="user", content=messages.question), chat_history=history, memory=memory, max_iterations=MOST_CALLS
            )  # fmt: skip
            async for event in handler.stream_events():
                if isinstance(event, AgentInput):
                    meter.begin(str(message.content or "") for message in event.input)
                elif isinstance(event, AgentStream):
                    meter.hear(event.raw, event.response)
                    emit(Said(_answer_in(event.response, functions)))
                elif isinstance(event, AgentOutput):
                    emit(Spent(meter.end()))
                elif isinstance(event, ToolCall):
                    emit(Used(event.tool_name))
            reply: Any = await handler
        meter.complete()
        text = str(reply.response.content or "")
        if not text.strip():
            raise Failure("empty")
        emit(Replied(_answer_in(text, functions) or text))

    async def _chat(self, prompt: str, deadline: float, emit: Callable[[AgentEvent], None]) -> None:
        from llama_index.core.llms import ChatMessage

        meter = UsageMeter()
        meter.begin([prompt])
        async with opened(self._choice, max(1.0, deadline - time.monotonic())) as model:
            response = await model.achat([ChatMessage(role="user", content=prompt)])
        text = str(response.message.content or "")
        meter.hear(response.raw, text)
        emit(Spent(meter.end()))
        if not text.strip():
            raise Failure("empty")
        emit(Replied(text))


def _answer_in(text: str, functions: bool) -> str:
    """The answer in a reply: all of it, or what a ReAct reply says behind "Answer:"."""
    if functions or "Answer:" not in text:
        return text if functions else ""
    return text.rpartition("Answer:")[2].strip()


class _Worker(threading.Thread):
    """Runs a coroutine in an event loop of its own and can be cancelled from outside."""

    def __init__(
        self,
        work: Callable[[Callable[[Any], None]], Awaitable[None]],
        events: SimpleQueue[Any],
    ) -> None:
        super().__init__(daemon=True, name="kassoro-model")
        self._work = work
        self._events = events
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._cancelled = threading.Event()

    def run(self) -> None:
        """Work until done or cancelled; what is raised is handed on as the last event."""
        try:
            asyncio.run(self._main())
            self._events.put(None)
        except BaseException as error:
            self._events.put(error)

    def cancel(self) -> None:
        """Stop at the next step, from any thread."""
        self._cancelled.set()
        if self._loop is not None and self._task is not None:
            try:
                self._loop.call_soon_threadsafe(self._task.cancel)
            except RuntimeError:
                return  # the loop has ended meanwhile

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.ensure_future(self._work(self._events.put))
        if self._cancelled.is_set():
            self._task.cancel()
        await self._task
