"""A question followed in a terminal while a language model answers it: steps and checked text, then the whole answer."""

from __future__ import annotations

import sys
from typing import Any

from ui.console import Row, Runner, first_row, say


def announce_model(operations: Runner, question: str | None) -> str | None:
    """Tell, before anything is sent, which language model is asked and to which host passages go; its name, or None."""
    model: Row = first_row(operations, "model")
    if model["model"]:
        from rag.question import detect_language

        say(model["notice"][detect_language(question) if question else "en"])
    return model["model"]


def followed(operations: Runner, question: str) -> Row:
    """The answer, with its steps and text shown on a terminal as they come, and the tokens it took told at the end."""
    answer: Row = {}
    usage: dict[str, Any] | None = None
    steps: list[str] = []
    shown = ""
    with _Screen() as screen:
        for row in operations.run("follow", {"question": question}):
            if "step" in row:
                steps.append(row["step"])
            elif "token" in row:
                shown += row["token"]
            else:
                answer, usage = row["answer"], row["usage"]
            screen.show(steps, shown)
    if usage and (took := usage_text(usage, answer["language"])):
        say(took)
    return answer


def usage_text(usage: Row, language: str) -> str:
    """What a model read and wrote for an answer; "" where it could not be asked."""
    from rag.llm.notes import tokens_text
    from rag.llm.usage import Tokens

    tokens = Tokens(usage["prompt_tokens"], usage["completion_tokens"], usage["exact"])
    return tokens_text(usage["model"], tokens, language) if tokens.prompt or tokens.completion else ""


class _Screen:
    """The last step and the text so far on stderr, gone when the answer is printed; nothing where stderr is no terminal."""

    def __init__(self) -> None:
        self._live: Any = None

    def __enter__(self) -> _Screen:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(stderr=True), transient=True, auto_refresh=False)
            self._live.start()
        return self

    def show(self, steps: list[str], text: str) -> None:
        """Show how far it is."""
        if self._live is not None:
            from rich.text import Text

            last = Text(f"{steps[-1]} …" if steps else "", style="dim")
            self._live.update(Text("\n").join([Text(text), last] if text else [last]), refresh=True)

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()
