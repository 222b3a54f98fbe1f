"""READ THIS FIRST in rag/: the way of a question, top to bottom.

text + history → standalone `Question` → the tables, if they are asked about, else a calculation, else sentences → spans cited →
grounding check → `Answer`. The chat, the command line, the API and the evaluation all take this way.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Any

from index.ambiguous import find_ambiguous
from index.article import Article
from index.errors import KassoroError
from index.library import Library
from index.settings import Settings
from index.vocabulary import Vocabulary
from index.words import well_formed
from rag import phrase
from rag.advice import declined
from rag.aliases import in_one_spelling
from rag.answer import Answer, Calculation, Citation, Conflict, Done, Event, Step, Token, Usage
from rag.arithmetic import Arithmetic
from rag.both import apart, together
from rag.cite import Citer, Span
from rag.courtesy import courtesy, reply
from rag.draft import Draft
from rag.extract import Extractor
from rag.finder import Finder
from rag.firms import firms_of
from rag.gate import Gate
from rag.ground import ungrounded
from rag.history import complete
from rag.llm.choice import Choice, choose
from rag.llm.written import Written
from rag.named_article import named_article
from rag.question import Question, detect_language, read_question
from rag.reader import Reader
from rag.several import Several
from rag.span_reader import SpanReader
from rag.spelling import Speller
from rag.statements import Statements
from rag.taken import without_taken_time
from rag.which import in_doubt

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
        self._reader = cache(lambda: Reader.beside(library.retriever.embedding))
        self.model = choose(library.settings)
        self._writer = self._writer_of(self.model)
        self._statements = Statements(library, library.vocabulary, library.analyser)
        self._generation, self._firms = library.generation, self._known_firms()
        self._compose()

    def _known_firms(self) -> dict[str, tuple[str, ...]]:
        library = self.library
        measured, named = library.figure_companies(measured=True), library.figure_companies()
        return firms_of(measured, named, library.vocabulary, library.analyser)

    def _compose(self) -> None:
        """The parts that read with the names of the library's own firms."""
        library = self.library
        self._vocabulary = library.vocabulary.with_companies(self._firms)
        self.use(Finder(library.retriever, self._vocabulary, library.article, library.article_nodes))
        self._speller = Speller(self._vocabulary, self._firms, library.analyser, library.retriever.holds)

    def _refresh(self) -> None:
        """Learn the firms of articles that came or went since the last question."""
        if self.library.generation == self._generation:
            return
        self._generation = self.library.generation
        if (firms := self._known_firms()) != self._firms:
            self._firms = firms
            self._compose()

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
            self._refresh()
            self.finder.begin()
            spelt = in_one_spelling(question, self.finder.knows)
            asked = read_question(spelt, self._vocabulary)
            asked = complete(asked, history, self._vocabulary, self.library.analyser, self._speller.mended)
            yield Step(_step("search", language, self.library.article_count()))
            draft = self._said(question, asked) or self._draft(asked)
            if draft.status == "not_found" and (wider := without_taken_time(asked)):
                retried = self._draft(wider)
                asked, draft = (wider, retried) if retried.status == "answered" else (asked, draft)
            draft = self._telling_names(question, draft, asked.language)
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

    def _said(self, text: str, question: Question) -> Draft | None:
        """What is said without a search: to a courtesy, and to a question that two companies fit alike."""
        if kind := courtesy(text):
            return Draft("answered", reply(kind, question.language))
        if candidates := in_doubt(question, self._vocabulary):
            names = [
                self._vocabulary.entities[key].name(question.language)
                if key in self._vocabulary.entities
                else key
                for key in candidates
            ]
            return Draft("clarify", phrase.which(question.language, names))
        return None

    def _telling_names(self, text: str, draft: Draft, language: str) -> Draft:
        """With a word on which company a misspelt name was taken for."""
        spelt, meant = (
            {entity.key for entity in self._vocabulary.find_entities(one)}
            for one in (text, self._speller.mended(text))
        )
        names = [self._vocabulary.entities[key].name(language) for key in sorted(meant - spelt)]
        told = [name for name in names if not any(character.isdigit() for character in name)]
        return replace(draft, lead=phrase.read_as(language, told)) if told and not draft.lead else draft

    def use(self, finder: Finder, gate: Gate | None = None) -> None:
        """Answer from what `finder` finds, past `gate` (the shipped one if None)."""
        vocabulary = self._vocabulary
        self.finder = finder
        self.gate = gate or Gate(finder, vocabulary)
        self._extractor = Extractor(finder, vocabulary, SpanReader(finder, vocabulary, self._reader))
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
        if each := apart(question, self._vocabulary):
            return together([self._draft(one) for one in each])
        return self._from_sentences(question, self._extractor, self._arithmetic, self._several, self.gate)

    def _from_sentences(
        self, question: Question, extractor: Extractor, arithmetic: Arithmetic, several: Several, gate: Gate
    ) -> Draft:
        query = self._searched(question)
        if question.operation and (draft := arithmetic.answer(question, query)):
            return draft
        draft = several.listed(question, query) or extractor.answer(question, query)
        return gate.judged(question, query, draft)

    def _draft_alone(self, text: str) -> Draft:
        """A draft for a question that stands in another one."""
        question = read_question(text, self._vocabulary)
        return self._draft(complete(question, (), self._vocabulary, self.library.analyser))

    def _drafted_within(self, question: Question, article: Article, rest: str) -> Draft:
        """What one article says on the rest of a question that names it; its summary where nothing else is asked."""
        vocabulary = self._vocabulary
        if not any(character.isalnum() for character in rest):
            return self._several.summarised(question, article)
        asked = complete(read_question(rest, vocabulary), (), vocabulary, self.library.analyser)
        finder = self.finder.within(article.id)
        several = Several(self.library.articles, finder, vocabulary, self._draft_alone)
        return self._from_sentences(
            replace(asked, language=question.language), Extractor(finder, vocabulary, SpanReader(finder, vocabulary, self._reader)), Arithmetic(finder, vocabulary), several,
            Gate(finder, vocabulary, self.gate.calibration),
        )  # fmt: skip

    def _searched(self, question: Question) -> str:
        """What is searched for: the question and those it follows up, and the articles' own names of what it asks."""
        return f"{_query(question, self._vocabulary)} {_canonical(question, self._vocabulary)}".strip()

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
            (LONGEST_LIST if question.is_list or draft.several else LONGEST_ANSWER)
            - len(text)
            - len(draft.lead)
            - 3
            - spare
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


def _query(question: Question, vocabulary: Vocabulary) -> str:
    """What is searched for: the question, with what it takes from those it follows up: company, measure and time, or else
    their words.
    """
    texts = [question.text]
    if question.earlier and question.metrics and (question.entities or question.names):
        names = [vocabulary.entities[key].ja for key in question.entity_keys]
        measures = [vocabulary.metrics[key].ja for key in question.metric_keys]
        times = [period.label(question.language) for period in question.period_values]
        known = dict.fromkeys((*names, *question.names, *measures, *times, *question.focus.split()))
        return " ".join([*texts, *(one for one in known if one not in question.text)])
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
