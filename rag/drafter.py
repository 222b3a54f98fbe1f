"""From a question to a draft, without a model: the tables, a calculation, several sentences, or one.

`Drafter.draft` is the order in which they are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from index.ambiguous import find_ambiguous
from index.article import Article
from index.library import Library
from index.vocabulary import Vocabulary
from rag import phrase
from rag.advice import declined
from rag.aliases import in_one_spelling
from rag.arithmetic import Arithmetic
from rag.both import apart, together
from rag.courtesy import courtesy, reply
from rag.draft import Draft
from rag.extract import Extractor
from rag.finder import Finder
from rag.firms import firms_of
from rag.gate import Gate
from rag.history import complete
from rag.named_article import named_article
from rag.namesakes import joined, titled
from rag.owner import owned
from rag.question import Question, read_question
from rag.reader import Reader
from rag.searched import searched
from rag.several import Several
from rag.span_reader import SpanReader
from rag.spelling import Speller
from rag.statements import Statements
from rag.statements.sound import Sound
from rag.taken import without_taken_time
from rag.which import in_doubt


@dataclass(frozen=True, slots=True)
class _Parts:
    """What answers from the sentences that one finder finds."""

    extractor: Extractor
    arithmetic: Arithmetic
    several: Several
    spans: SpanReader
    gate: Gate


class Drafter:
    """Reads questions and drafts answers over one library, and keeps up with the firms its articles bring."""

    finder: Finder
    vocabulary: Vocabulary

    def __init__(self, library: Library) -> None:
        self._library = library
        self._reader = cache(lambda: Reader.beside(library.retriever.embedding))
        self._statements = Statements(library, library.vocabulary, library.analyser)
        self._generation, self._firms = library.generation, self._known_firms()
        self._assemble()

    @property
    def gate(self) -> Gate:
        """What judges how sure a draft is."""
        return self._parts.gate

    @property
    def spans(self) -> SpanReader:
        """What reads the passages found for a question."""
        return self._parts.spans

    def use(self, finder: Finder, gate: Gate | None = None) -> None:
        """Answer from what `finder` finds, past `gate` (the shipped one if None)."""
        self.finder = finder
        self._parts = self._parts_of(finder, gate or Gate(finder, self.vocabulary))

    def read(self, text: str, history: Iterable[Mapping[str, Any]]) -> Question:
        """The question that `text` asks after `history`, whole in itself."""
        self._refresh()
        self.finder.begin()
        asked = read_question(in_one_spelling(text, self.finder.knows), self.vocabulary)
        return complete(asked, history, self.vocabulary, self._library.analyser, self._speller.mended)

    def draft(self, text: str, question: Question) -> tuple[Question, Draft]:
        """A draft, and the question it answers: `question`, as `text` asked it, or without a time it only took over."""
        draft = self._said(text, question) or self._draft(question)
        if draft.status == "not_found" and (wider := without_taken_time(question)):
            retried = self._draft(wider)
            question, draft = (wider, retried) if retried.status == "answered" else (question, draft)
        return question, self._telling_names(text, draft, question.language)

    def _known_firms(self) -> dict[str, tuple[str, ...]]:
        library = self._library
        measured, named = library.figure_companies(measured=True), library.figure_companies()
        firms = firms_of(measured, named, library.vocabulary, library.analyser)
        sound = Sound(library.analyser)
        return titled(joined(firms, sound), library.titles, sound)

    def _names_of_firms(self) -> list[str]:
        """Every firm's name, and its namesake's in the other script."""
        return [
            name
            for key, words in self._firms.items()
            for name in (key, *(word for word in words if word.isascii() != key.isascii()))
        ]

    def _assemble(self) -> None:
        """The parts that read with the names of the library's own firms."""
        library = self._library
        self.vocabulary = library.vocabulary.with_companies(self._firms)
        self.use(Finder(library.retriever, self.vocabulary, library.article, library.article_nodes))
        named = (name for name in library.figure_companies() if not library.vocabulary.find_entities(name))
        told = dict.fromkeys((*self._names_of_firms(), *named))
        self._speller = Speller(self.vocabulary, told, library.analyser, library.retriever.holds)

    def _parts_of(self, finder: Finder, gate: Gate) -> _Parts:
        vocabulary = self.vocabulary
        spans = SpanReader(finder, vocabulary, self._reader)
        return _Parts(
            Extractor(finder, vocabulary, spans),
            Arithmetic(finder, vocabulary),
            Several(self._library.articles, finder, vocabulary, self._draft_alone),
            spans,
            gate,
        )

    def _refresh(self) -> None:
        """Learn the firms of articles that came or went since the last question."""
        if self._library.generation == self._generation:
            return
        self._generation = self._library.generation
        if (firms := self._known_firms()) != self._firms:
            self._firms = firms
            self._assemble()

    def _said(self, text: str, question: Question) -> Draft | None:
        """What is said without a search: to a courtesy, and to a question that two companies fit alike."""
        if kind := courtesy(text):
            return Draft("answered", reply(kind, question.language))
        if candidates := in_doubt(question, self.vocabulary):
            names = [
                self.vocabulary.entities[key].name(question.language)
                if key in self.vocabulary.entities
                else key
                for key in candidates
            ]
            return Draft("clarify", phrase.which(question.language, names))
        return None

    def _telling_names(self, text: str, draft: Draft, language: str) -> Draft:
        """With a word on which company a misspelt name was taken for."""
        spelt, meant = (
            {entity.key for entity in self.vocabulary.find_entities(one)}
            for one in (text, self._speller.mended(text))
        )
        names = [self.vocabulary.entities[key].name(language) for key in sorted(meant - spelt)]
        told = [name for name in names if not any(character.isdigit() for character in name)]
        return replace(draft, lead=phrase.read_as(language, told)) if told and not draft.lead else draft

    def _draft(self, question: Question) -> Draft:
        self.finder.begin()
        question = self.finder.named(question)
        for mention in find_ambiguous(question.text):
            return Draft("clarify", phrase.ambiguous(question.language, mention.written))
        if refusal := declined(question.text, question.language):
            return Draft("not_found", refusal)
        several = self._parts.several
        if draft := several.summary(question):
            return draft
        if named := named_article(question.text, self._library.articles):
            return self._drafted_within(question, *named)
        if draft := self._statements.answer(question):
            return draft
        if draft := several.compared(question):
            return draft
        if each := apart(question, self.vocabulary):
            return together([self._draft(one) for one in each])
        return self._from_sentences(question, self._parts)

    def _from_sentences(self, question: Question, parts: _Parts) -> Draft:
        query = searched(question, self.vocabulary)
        calculated = parts.arithmetic.answer(question, query) if question.operation else None
        draft = calculated if calculated and self._owned(question, calculated) else None
        weighed = draft is None
        draft = draft or parts.several.listed(question, query) or parts.extractor.answer(question, query)
        if mine := owned(question, query, draft, self.finder):
            return self._from_sentences(mine, parts)
        return parts.gate.judged(question, query, draft, parts.spans) if weighed else draft

    def _owned(self, question: Question, draft: Draft) -> bool:
        """No figure of a calculation comes from an article that never names whose figures are asked for."""
        if not question.names or question.entity_keys:
            return True
        return all(self.finder.speaks_of(question.names, span.article_id) for span in draft.basis)

    def _alone(self, text: str) -> Question:
        """A question that stands in another one, or what another one leaves."""
        return complete(read_question(text, self.vocabulary), (), self.vocabulary, self._library.analyser)

    def _draft_alone(self, text: str) -> Draft:
        return self._draft(self._alone(text))

    def _drafted_within(self, question: Question, article: Article, rest: str) -> Draft:
        """What one article says on the rest of a question that names it; its summary where nothing else is asked."""
        if not any(character.isalnum() for character in rest):
            return self._parts.several.summarised(question, article)
        finder = self.finder.within(article.id)
        asked = replace(self._alone(rest), language=question.language)
        gate = Gate(finder, self.vocabulary, self.gate.calibration)
        return self._from_sentences(asked, self._parts_of(finder, gate))
