"""What a scripted model is asked, what it replies, and the scripts: a queue of replies, or a function of the request."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Fault = Literal[
    "", "hang", "drip", "cut", "cut_quietly", "garbage", "bad_arguments", "nameless_call", "html",
]  # fmt: skip
FAULTS: tuple[str, ...] = get_args(Fault)
_PASSAGE = re.compile(r"<passage (P\d+) ([0-9a-f]+)>\n(.*?)\n</passage \1 \2>", re.S)
_QUESTION = re.compile(r"^Question: (.*)$", re.M)
_WORKED = re.compile(r"\[(C\d+)\]: <data [0-9a-f]+>\n(.*?)\n</data", re.S)


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; `arguments` that are text are sent as they are, well-formed or not."""

    name: str
    arguments: dict[str, Any] | str = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: text, tool calls, an HTTP error, or a fault in how it is sent."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    status: int = 200
    error: str = ""
    fault: Fault = ""
    location: str = ""
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the model sees it. `number` counts them from 1."""

    number: int
    model: str
    messages: tuple[tuple[str, str], ...]
    tools: tuple[str, ...]
    stream: bool
    key: str

    @property
    def text(self) -> str:
        """Everything it is told."""
        return "\n".join(text for _, text in self.messages)

    @property
    def passages(self) -> dict[str, str]:
        """The passages between fences, by marker."""
        return {marker: body.partition("\n")[2] for marker, _, body in _PASSAGE.findall(self.text)}

    @property
    def worked(self) -> dict[str, str]:
        """Calculations it was handed, by marker."""
        return dict(_WORKED.findall(self.text))

    @property
    def question(self) -> str:
        """The question asked."""
        found = _QUESTION.findall(self.text)
        return found[-1] if found else self.messages[-1][1]

    @property
    def is_repair(self) -> bool:
        """Whether sentences are to be put right."""
        return "Sentences to rewrite" in self.messages[-1][1]

    @property
    def used_tools(self) -> bool:
        """Whether a tool's result is among the messages."""
        return any(role == "tool" or text.startswith("Observation:") for role, text in self.messages)


Script = Callable[[Request], Reply]


class Queue:
    """Replies in order, the last one again and again."""

    def __init__(self, replies: Iterable[Reply | str]) -> None:
        self._replies = [Reply(one) if isinstance(one, str) else one for one in replies]
        self._next = 0
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Reply:
        """The next reply."""
        with self._lock:
            reply = self._replies[min(self._next, len(self._replies) - 1)]
            self._next += 1
        return reply


def honest(request: Request) -> Reply:
    """Search once, then say the sentence of the passages that is most like the question, word for word."""
    if request.is_repair:
        return Reply("\n".join(f"{number}: DROP" for number in range(1, 13)))
    if "search_passages" in request.tools and not request.used_tools:
        return Reply(calls=(Call("search_passages", {"query": request.question}),))
    best = best_sentence(request.question, request.passages)
    if best is None:
        return Reply("記事には見つかりません。")
    marker, sentence = best
    return Reply(f"{sentence} [{marker}]")


def best_sentence(question: str, passages: dict[str, str], *, digits: bool = False) -> tuple[str, str] | None:
    """(marker, sentence) most like the question by pairs of characters; only of those with digits, if asked."""
    sentences = [(marker, one) for marker, text in passages.items() for one in sentences_of(text)]
    wanted = [pair for pair in sentences if re.search(r"\d", pair[1])] if digits else sentences
    asked = _pairs(question)
    return max(wanted, key=lambda pair: len(asked & _pairs(pair[1])), default=None)


def sentences_of(text: str) -> list[str]:
    """Sentences, roughly."""
    return [
        one.strip()
        for one in re.split(r"(?<=[。！？])|(?<=[a-z0-9)][.!?])\s|\n", text)
        if len(one.strip()) > 8
    ]


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2].lower() for place in range(len(text) - 1)}


def in_turn(scripts: Sequence[Script]) -> Script:
    """The first script for the first request, the second for the second; the last one for all that follow."""
    return lambda request: scripts[min(request.number, len(scripts)) - 1](request)
