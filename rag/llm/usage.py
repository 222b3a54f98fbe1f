"""How many tokens an answer took: as the server counts them, or about, where it does not say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rag.llm.failures import Failure


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens read (`prompt`) and written (`completion`) by a model; `exact` unless the server did not count."""

    prompt: int = 0
    completion: int = 0
    exact: bool = True

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(
            self.prompt + other.prompt, self.completion + other.completion, self.exact and other.exact
        )


class UsageMeter:
    """Counts what each request of a run takes, from what the stream's raw parts say of it."""

    def __init__(self) -> None:
        self._sent = 0
        self._text = ""
        self._told: tuple[int, int] | None = None
        self._reason: str | None = None

    def begin(self, texts: Iterable[str]) -> None:
        """A request with these messages."""
        self._sent = sum(map(estimate, texts))
        self._text, self._told, self._reason = "", None, None

    def hear(self, raw: Any, text: str) -> None:
        """A part of the reply as the server sent it, and all the text so far."""
        data = raw if isinstance(raw, dict) else getattr(raw, "model_dump", dict)()
        self._text = text
        usage = data.get("usage") or {}
        if isinstance(usage, dict) and isinstance(usage.get("prompt_tokens"), int):
            self._told = usage["prompt_tokens"], int(usage.get("completion_tokens") or 0)
        choices = data.get("choices") or [{}]
        self._reason = (
            choices[0].get("finish_reason")
            or data.get("done_reason")
            or ("stop" if data.get("done") else self._reason)
        )

    def end(self) -> Tokens:
        """The request is over: what it took."""
        read, written = self._told or (self._sent, estimate(self._text))
        return Tokens(read, written, self._told is not None)

    def complete(self) -> None:
        """Failure if the last reply was cut: no reason for its end was given, or it ran to the limit."""
        if self._reason is None:
            raise Failure("cut" if self._text.strip() else "empty")
        if self._reason == "length":
            raise Failure("long")


def estimate(text: str) -> int:
    """About how many tokens `text` is: four letters of Latin script, or one character of another."""
    latin = sum(character.isascii() for character in text)
    return (latin + 3) // 4 + len(text) - latin
