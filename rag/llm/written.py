"""What came of asking a language model, for the assistant to hand on."""

from __future__ import annotations

from dataclasses import dataclass

from rag.answer import Answer
from rag.llm.usage import Tokens


@dataclass(frozen=True, slots=True)
class Written:
    """The model's answer, or the extractive one with `note` saying why; `streamed` is the text already given out."""

    answer: Answer
    note: str | None
    tokens: Tokens
    streamed: str
