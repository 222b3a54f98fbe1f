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
from typing import Any

from index.ambiguous import find_ambiguous
from index.article import Article
from index.errors import KassoroError, SettingsError
from index.library import Library
from index.settings import Settings
from index.vocabulary import Vocabulary
from index.words import well_formed
from rag import phrase
from rag.advice import declined
from rag.aliases import in_one_spelling
from rag.answer import Answer, Calculation, Citation, Conflict, Done, Event, Step, Token
from rag.arithmetic import Arithmetic
from rag.cite import Citer, Span
from rag.draft import Draft
from rag.extract import Extractor
from rag.finder import Finder
from rag.gate import Gate
from rag.ground import ungrounded
from rag.history import complete
from rag.named_article import named_article
from rag.question import Question, detect_language, read_question
from rag.several import Several
from rag.statements import Statements

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
        """SettingsError if the library's settings ask for a language model."""
        if library.settings.llm.strip().lower() not in ("", "none"):
            raise SettingsError(
                f"KASSORO_LLM is {library.settings.llm!r}, but this version answers without a language model: "
                "set it to 'none'."
            )
        self.library = library
        self.use(Finder(library.retriever, library.vocabulary, library.article, library.article_nodes))
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
        began = time.perf_counter()
        question = _well_formed(question)
        history = _told(history)
        language = detect_language(question)
        try:
            yield Step(_step("read", language))
            self.finder.begin()
            spelt = in_one_spelling(question, self.finder.knows)
            asked = read_question(spelt, self.library.vocabulary)
            asked = complete(asked, history, self.library.vocabulary, self.library.analyser)
            yield Step(_step("search", language, self.library.article_count()))
            draft = self._draft(asked)
            if draft.calculation:
                yield Step(_step("calculate", language))
            yield Step(_step("check", language))
            answer = self._finish(asked, draft, [question, *_contents(history)])
            answer = replace(answer, question=question)  # as it was asked, courtesies and all
        except KassoroError as error:
            answer = Answer(str(question)[:LONGEST_ANSWER], "error", language, str(error))
        for piece in _pieces(answer.answer):
            yield Token(piece)
        yield Done(replace(answer, id=id, seconds=round(time.perf_counter() - began, 4)))

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

    def use(self, finder: Finder, gate: Gate | None = None) -> None:
        """Answer from what `finder` finds, past `gate` (the shipped one if None)."""
        vocabulary = self.library.vocabulary
        self.finder = finder
        self.gate = gate or Gate(finder, vocabulary)
        self._extractor = Extractor(finder, vocabulary)
        self._several = Several(self.library.articles, finder, vocabulary, self._draft_alone)
        self._arithmetic = Arithmetic(finder, vocabulary)

    def _draft(self, question: Question) -> Draft:
        self.finder.begin()
        question = self.finder.named(question)
        for mention in find_ambiguous(question.text):
            return Draft("clarify", phrase.ambiguous(question.language, mention.written))
        if refusal := declined(question.text, question.language):
            return Draft("not_found", refusal)
        if draft := self._several.summary(question):
            return draft
        if named := named_article(question.text, self.library.articles):
            return self._drafted_within(question, *named)
        if draft := self._statements.answer(question):
            return draft
        if draft := self._several.compared(question):
            return draft
        return self._from_sentences(question, self._extractor, self._arithmetic, self._several, self.gate)

    def _from_sentences(
        self, question: Question, extractor: Extractor, arithmetic: Arithmetic, several: Several, gate: Gate
    ) -> Draft:
        query = f"{_query(question)} {_canonical(question, self.library.vocabulary)}".strip()
        if (
            question.operation
            and (draft := arithmetic.answer(question, query))
            and self._owned(question, draft)
        ):
            return draft
        draft = several.listed(question, query) or extractor.answer(question, query)
        return gate.judged(question, query, draft)

    def _owned(self, question: Question, draft: Draft) -> bool:
        """No figure of a calculation comes from an article that never names whose figures are asked for."""
        if not question.names or question.entity_keys:
            return True
        return all(self.finder.speaks_of(question.names, span.article_id) for span in draft.basis)

    def _draft_alone(self, text: str) -> Draft:
        """A draft for a question that stands in another one."""
        question = read_question(text, self.library.vocabulary)
        return self._draft(complete(question, (), self.library.vocabulary, self.library.analyser))

    def _drafted_within(self, question: Question, article: Article, rest: str) -> Draft:
        """What one article says on the rest of a question that names it; its summary where nothing else is asked."""
        vocabulary = self.library.vocabulary
        if not any(character.isalnum() for character in rest):
            return self._several.summarised(question, article)
        asked = complete(read_question(rest, vocabulary), (), vocabulary, self.library.analyser)
        finder = self.finder.within(article.id)
        several = Several(self.library.articles, finder, vocabulary, self._draft_alone)
        return self._from_sentences(
            replace(asked, language=question.language), Extractor(finder, vocabulary), Arithmetic(finder, vocabulary), several,
            Gate(finder, vocabulary, self.gate.calibration),
        )  # fmt: skip

    def _finish(self, question: Question, draft: Draft, asked: list[str]) -> Answer:
        answer = self._cited(question, draft)
        if ungrounded(answer.answer, answer.citations, answer.calculation, asked):
            answer = self._cited(question, _quoted_only(question, draft))
            if not answer.citations or ungrounded(answer.answer, answer.citations, None, asked):
                answer = self._cited(question, Draft("not_found", phrase.not_found(question.language, [])))
        return answer

    def _cited(self, question: Question, draft: Draft) -> Answer:
        """Number the draft's spans and write the answer's text within the contract's lengths."""
        citer = Citer(self.library.article)
        markers = [citer.mark(span) for span in draft.basis]
        shown = "".join(f"[{marker}]" for marker in dict.fromkeys(markers))
        direct = _unmarked(draft.direct)
        if len(direct) + len(shown) >= LONGEST_DIRECT:
            direct = direct[: LONGEST_DIRECT - len(shown) - 3] + "…"
        text = f"{direct} {shown}".strip()
        room = (
            (LONGEST_LIST if question.is_list or draft.several else LONGEST_ANSWER)
            - len(text)
            - len(draft.lead)
            - 3
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
            confidence=draft.confidence,
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
