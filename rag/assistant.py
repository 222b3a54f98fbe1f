"""READ THIS FIRST in rag/: the way of a question, top to bottom.

text + history → standalone `Question` → `Drafter`: the tables, if they are asked about, else a calculation, else sentences →
`Composer`: spans cited, grounding check → `Answer`; a language model, where there is one, words it anew and is checked as
well. The chat, the command line, the API and the evaluation all take this way.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any

from index.errors import KassoroError
from index.library import Library
from index.settings import Settings
from index.words import well_formed
from rag.answer import Answer, Done, Event, Step, Token, Usage
from rag.composer import LONGEST_ANSWER, Composer
from rag.drafter import Drafter
from rag.llm.choice import Choice, choose
from rag.llm.written import Written
from rag.question import detect_language
from rag.searched import searched

if TYPE_CHECKING:
    from rag.llm.writer import Writer

History = Iterable[Mapping[str, Any]]
_STEPS = {
    "read": {"ja": "質問を読んでいます", "en": "Reading the question"},
    "search": {"ja": "{count}件の記事から探しています", "en": "Searching {count} articles"},
    "calculate": {"ja": "引用した数値で計算しています", "en": "Calculating with cited figures"},
    "check": {"ja": "すべての数値を引用と照合しています", "en": "Checking every number against the quotes"},
}


class Assistant:
    """Answers questions over one library. `Assistant.open` is the composition root."""

    def __init__(self, library: Library) -> None:
        """SettingsError if the library's settings name a language model that cannot be asked."""
        self.library = library
        self.model = choose(library.settings)
        self.drafter = Drafter(library)
        self._writer = self._writer_of(self.model)
        self._composer = Composer(library.article)

    @classmethod
    def open(
        cls, settings: Settings, *, progress: Callable[[str, int, int], None] | None = None
    ) -> Assistant:
        """Open the library of `settings` (indexing the shipped articles on first use) and an assistant over it.

        Raises KassoroError in one sentence, as `Library.open` does.
        """
        library = Library.open(settings, progress=progress)
        try:
            return cls(library)
        except BaseException:
            library.close()
            raise

    def ask(self, question: str, history: History = (), *, id: str | None = None) -> Iterator[Event]:
        """Steps, then the answer's text in pieces, then `Done` with the whole grounded `Answer`.

        A question that cannot be answered as asked ends in `Done` with status "error" and one sentence.
        """
        began, started = time.perf_counter(), time.monotonic()
        written: Written | None = None
        question = _well_formed(question)
        history = _told(history)
        told = [question, *(turn["content"] for turn in history)]
        language = detect_language(question)
        try:
            yield Step(_step("read", language))
            asked = self.drafter.read(question, history)
            yield Step(_step("search", language, self.library.article_count()))
            asked, draft = self.drafter.draft(question, asked)
            if draft.calculation:
                yield Step(_step("calculate", language))
            yield Step(_step("check", language))
            answer = self._composer.compose(asked, draft, told)
            if self._writer and answer.status != "clarify":
                query = searched(asked, self.drafter.vocabulary)
                for event in self._writer.write(asked, query, history, draft, answer, started):
                    if isinstance(event, Written):
                        written, answer = event, event.answer
                    else:
                        yield event
            answer = replace(answer, question=question)  # as it was asked, courtesies and all
            if written and written.note:
                answer = self._composer.noted(asked, draft, answer, written.note, told)
        except KassoroError as error:
            answer = Answer(question[:LONGEST_ANSWER], "error", language, str(error))
        streamed = written.streamed if written else ""
        if answer.answer.startswith(streamed):  # else what was shown is replaced by the answer
            for piece in _pieces(answer.answer[len(streamed) :]):
                yield Token(piece)
        answer = replace(answer, id=id, seconds=round(time.perf_counter() - began, 4))
        yield Done(answer, self._used(written))

    def answer(self, question: str, history: History = (), id: str | None = None) -> Answer:
        """`ask` to its end."""
        for event in self.ask(question, history, id=id):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("ask always ends in Done")

    def close(self) -> None:
        """Give the library back."""
        self.library.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _writer_of(self, choice: Choice | None) -> Writer | None:
        """What asks the model; imported only where there is one."""
        if choice is None:
            return None
        from rag.llm.writer import Writer

        return Writer(self.library, choice)

    def _used(self, written: Written | None) -> Usage | None:
        if written is None or self.model is None:
            return None
        tokens = written.tokens
        return Usage(self.model.model, tokens.prompt, tokens.completion, tokens.exact, written.note is None)


def _well_formed(text: Any) -> str:
    """Text that can be encoded; what is no text becomes the empty question, which is refused in a sentence."""
    return well_formed(text) if isinstance(text, str) else ""


def _told(history: History) -> list[dict[str, Any]]:
    """The turns of a conversation, with their text made well-formed."""
    return [
        {**turn, "content": _well_formed(turn["content"])}
        for turn in history
        if isinstance(turn.get("content"), str)
    ]


def _step(name: str, language: str, count: int = 0) -> str:
    return _STEPS[name][language].format(count=count)


def _pieces(text: str, size: int = 24) -> Iterator[str]:
    for start in range(0, len(text), size):
        yield text[start : start + size]
