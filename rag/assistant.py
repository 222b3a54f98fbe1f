"""READ THIS FIRST in rag/: the way of a question, top to bottom.

text + history → standalone `Question` → the tables, if they are asked about, else a calculation, else sentences → spans cited →
grounding check → `Answer`. The chat, the command line, the API and the evaluation all take this way.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any

from index.ambiguous import find_ambiguous
from index.errors import KassoroError
from index.library import Library
from index.settings import Settings
from index.vocabulary import Vocabulary
from index.words import well_formed
from rag import phrase
from rag.answer import Answer, Calculation, Citation, Conflict, Done, Event, Step, Token, Usage
from rag.arithmetic import Arithmetic
from rag.cite import Citer, Span
from rag.draft import Draft
from rag.extract import Extractor
from rag.finder import Finder
from rag.ground import ungrounded
from rag.history import complete
from rag.llm.choice import Choice, choose
from rag.llm.written import Written
from rag.question import Question, detect_language, read_question
from rag.statements import Statements

if TYPE_CHECKING:
    from rag.llm.writer import Writer

LONGEST_DIRECT, LONGEST_ANSWER, LONGEST_LIST = 200, 600, 1200
_MARKER_ROOM = 5  # characters of " [12]"
_FOOTNOTE = re.compile(r"\[(\d+)\]")
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
        self._writer = self._writer_of(self.model)
        self._finder = Finder(library.retriever, library.vocabulary, library.article)
        self._extractor = Extractor(self._finder, library.vocabulary)
        self._arithmetic = Arithmetic(self._finder, library.vocabulary)
        self._statements = Statements(library, library.vocabulary, library.analyser)

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
        language = detect_language(question)
        try:
            yield Step(_step("read", language))
            asked = read_question(question, self.library.vocabulary)
            asked = complete(asked, history, self.library.vocabulary, self.library.analyser)
            yield Step(_step("search", language, self.library.article_count()))
            draft = self._draft(asked)
            if draft.calculation:
                yield Step(_step("calculate", language))
            yield Step(_step("check", language))
            answer = self._finish(asked, draft, [question, *_contents(history)])
            if self._writer and answer.status != "clarify":
                for event in self._writer.write(
                    asked, self._searched(asked), history, draft, answer, started
                ):
                    if isinstance(event, Written):
                        written, answer = event, event.answer
                    else:
                        yield event
            answer = replace(answer, question=question)  # as it was asked, courtesies and all
        except KassoroError as error:
            answer = Answer(str(question)[:LONGEST_ANSWER], "error", language, str(error))
        streamed = written.streamed if written else ""
        if written and written.note:
            answer = self._noted(asked, draft, answer, written.note, [question, *_contents(history)])
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

    def _draft(self, question: Question) -> Draft:
        self._finder.begin()
        for mention in find_ambiguous(question.text):
            return Draft("clarify", phrase.ambiguous(question.language, mention.written))
        if draft := self._statements.answer(question):
            return draft
        query = self._searched(question)
        if question.operation and (draft := self._arithmetic.answer(question, query)):
            return draft
        return self._extractor.answer(question, query)

    def _searched(self, question: Question) -> str:
        """What is searched for: the question and those it follows up, and the articles' own names of what it asks."""
        return f"{_query(question)} {_canonical(question, self.library.vocabulary)}".strip()

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

    def _noted(self, question: Question, draft: Draft, answer: Answer, note: str, asked: list[str]) -> Answer:
        """The extractive answer with a last line that says why it stands, within the same length."""
        longest = LONGEST_LIST if question.is_list else LONGEST_ANSWER
        if len(answer.answer) + len(note) + 2 > longest:
            shorter = self._finish(question, draft, asked, len(note) + 2)
            answer = replace(shorter, question=answer.question)
        joint = "\n" if "\n\n" in answer.answer else "\n\n"
        return replace(answer, answer=f"{answer.answer}{joint}{note}")

    def _finish(self, question: Question, draft: Draft, asked: list[str], spare: int = 0) -> Answer:
        """The draft as an answer that passes the gate, `spare` characters shorter than it might be."""
        answer = self._cited(question, draft, spare)
        if ungrounded(answer.answer, answer.citations, answer.calculation, asked):
            answer = self._cited(question, _quoted_only(question, draft), spare)
            if not answer.citations or ungrounded(answer.answer, answer.citations, None, asked):
                answer = self._cited(question, Draft("not_found", phrase.not_found(question.language, [])))
        return answer

    def _cited(self, question: Question, draft: Draft, spare: int = 0) -> Answer:
        """Number the draft's spans and write the answer's text within the contract's lengths."""
        citer = Citer(self.library.article)
        markers = [citer.mark(span) for span in draft.basis]
        shown = "".join(f"[{marker}]" for marker in dict.fromkeys(markers))
        direct = _unmarked(draft.direct)
        if len(direct) + len(shown) >= LONGEST_DIRECT:
            direct = direct[: LONGEST_DIRECT - len(shown) - 3] + "…"
        text = f"{direct} {shown}".strip()
        room = (
            (LONGEST_LIST if question.is_list else LONGEST_ANSWER) - len(text) - len(draft.lead) - 3 - spare
        )
        lines = [draft.lead] if draft.lead else []
        for span in dict.fromkeys((*draft.basis, *draft.support)):
            quote = " ".join(citer.quote(span).split())
            line = f"「{quote}」" if question.language == "ja" else f"“{quote}”"
            if span not in draft.basis and len(line) + _MARKER_ROOM > room:
                continue
            marker = citer.mark(span)
            if len(line) + _MARKER_ROOM <= room:
                lines.append(f"{_unmarked(line)} [{marker}]")
                room -= len(line) + _MARKER_ROOM + 1
        body = "\n".join(lines) if lines != [draft.lead] else ""
        return Answer(
            question.text, draft.status, question.language, f"{text}\n\n{body}" if body else text, citer.citations(),
            _numbered(draft.calculation, markers), _renumbered(draft.conflicts, markers, citer.citations()),
        )  # fmt: skip


def _query(question: Question) -> str:
    """What is searched for: the question, with the questions it follows up."""
    texts = [question.text]
    earlier = question.earlier
    while earlier is not None and len(texts) < 3:
        texts.append(earlier.text)
        earlier = earlier.earlier
    return " ".join(texts)


def _canonical(question: Question, vocabulary: Vocabulary) -> str:
    """The articles' usual (Japanese) names of what the question names otherwise, so that they rank as they should."""
    metrics = [vocabulary.metrics[key].ja for key in question.metric_keys]
    if question.language == "ja":
        return " ".join(name for name in metrics if name not in question.text)
    names = [vocabulary.entities[key].ja for key in question.entity_keys]
    return " ".join([*names, *metrics, *(period.label("ja") for period in question.period_values)])


def _quoted_only(question: Question, draft: Draft) -> Draft:
    """The evidence alone, as the nearest thing known: no words of ours that could hold a number."""
    spans: tuple[Span, ...] = draft.basis or draft.support
    return Draft(
        "not_found", phrase.not_found(question.language, []), (), spans, phrase.nearest(question.language)
    )


def _numbered(calculation: Calculation | None, markers: list[int]) -> Calculation | None:
    if calculation is None:
        return None
    inputs = tuple(
        replace(item, marker=markers[item.marker - 1] if item.marker else None) for item in calculation.inputs
    )
    return replace(calculation, inputs=inputs)


def _renumbered(
    conflicts: tuple[Conflict, ...], markers: list[int], citations: tuple[Citation, ...]
) -> tuple[Conflict, ...]:
    published = {citation.marker: citation.published for citation in citations}
    return tuple(
        replace(
            conflict,
            values=tuple(
                replace(
                    value, marker=markers[value.marker - 1], published=published[markers[value.marker - 1]]
                )
                for value in conflict.values
            ),
        )
        for conflict in conflicts
    )


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


def _unmarked(text: str) -> str:
    """An article's own footnotes ("[12]") must not pass for our markers."""
    return _FOOTNOTE.sub(r"［\1］", text)


def _step(name: str, language: str, count: int = 0) -> str:
    return _STEPS[name][language].format(count=count)


def _contents(history: History) -> list[str]:
    return [turn["content"] for turn in history]


def _pieces(text: str, size: int = 24) -> Iterator[str]:
    for start in range(0, len(text), size):
        yield text[start : start + size]
