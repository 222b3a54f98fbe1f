"""The reader's answer to a question, held to what the question names: company, measure, time and kind of answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from index.figures import SentenceReading
from index.periods import find_periods
from index.quantity import find_quantities
from index.vocabulary import Vocabulary
from rag.evidence import LEAST_SHARE, Evidence, weight_of
from rag.finder import Finder
from rag.fit import fits_unit
from rag.needs import wanted_unit
from rag.question import Question
from rag.reader import Excerpt, Found, Reader, Reading

# Passages read for a question.
PASSAGES = 4
# A probability from which a wording is the answer, in a sentence that could answer or only in a passage that could.
SURE, SURER = 0.4, 0.6
# What a sentence, or else its passage, must meet of a question's weight for that.
ENOUGH, ENOUGH_OF_PASSAGE = 0.4, 0.75
# What is answered with a few words and no measure.
_WORDINGS = frozenset({"name", "place", "open", "date"})
# Cosine from which a word of the answer is one of the question's.
_ALIKE = 0.6
_JOINTS = ("と", "、")
_JOINED_BEFORE = re.compile(r"[A-Za-zァ-ヴー一-鿿](?:と|や|および|及び)$")
_JOINED_BEHIND = re.compile(r"(?:や|および|及び)[A-Za-zァ-ヴー一-鿿]")
# What a figure fails that its sentence does not tell: see `rag.fit`.
_OF_FIGURES = frozenset({"period", "year", "rate", "counter", "flow", "measure"})
_LONG = frozenset({"reason", "manner", "yes_no"})


@dataclass(frozen=True, slots=True)
class SpanAnswer:
    """A wording, the sentence it stands in, and its probability among all the passages read."""

    text: str
    evidence: Evidence
    probability: float


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of which passages (nodes of the index)."""

    reading: Reading
    nodes: tuple[Any, ...]
    sentences: Callable[[Any], Sequence[SentenceReading]]

    def at(self, found: Found) -> tuple[SentenceReading, int] | None:
        """The sentence that a span begins in, and the span's offset into the article."""
        node = self.nodes[found.place]
        start = int(node.metadata["start"]) + found.start
        return next(((one, start) for one in self.sentences(node) if one.start <= start < one.end), None)


class SpanReader:
    """Reads the best passages for a question in Japanese."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary, reader: Callable[[], Reader]) -> None:
        """`reader` is called for the first question that is read, as loading it takes a moment."""
        self._finder = finder
        self._vocabulary = vocabulary
        self._reader = reader

    def reads(self, question: Question) -> bool:
        """Whether the question is one for the reader: Japanese, whole in itself, answered by a few words."""
        return (
            question.language == "ja"
            and question.kind not in _LONG
            and not question.is_list
            and question.earlier is None
        )

    def leads(self, question: Question) -> bool:
        """Whether the reader is asked first: whose a figure is and for when, the figures themselves tell better."""
        return self.reads(question) and question.kind in _WORDINGS and not question.metric_keys

    def read(self, question: Question, query: str) -> Read:
        """What the best passages say."""
        hits = self._finder.passages(query)[:PASSAGES]
        excerpts = [Excerpt(str(hit.node.metadata["title"]), hit.node.text) for hit in hits]
        reading = self._reader().read(question.text, excerpts, [hit.score or 0.0 for hit in hits])
        return Read(reading, tuple(hit.node for hit in hits), self._finder.read)

    def answer(self, question: Question, query: str) -> SpanAnswer | None:
        """The likeliest wording, if it is sure enough and its sentence or passage meets what the question names."""
        read = self.read(question, query)
        if not read.reading.found:
            return None
        best = read.reading.found[0]
        node = read.nodes[best.place]
        evidence = self._evidence(question, query, node, best)
        if best.probability < SURE or evidence is None or not self._of_kind(question, best.text):
            return None
        if self._unsound(question, query, read, best) or self._says_again(question, best.text):
            return None
        if self._one_of_several(best.text, evidence) or self._of_another(question, evidence):
            return None
        text = self._whole_name(best.text, evidence)
        held = (evidence.sound and evidence.score >= ENOUGH) or (
            best.probability >= SURER and self._passage_holds(question, node, evidence)
        )
        return SpanAnswer(text, evidence, best.probability) if held else None

    def _unsound(self, question: Question, query: str, read: Read, found: Found) -> bool:
        """Whether the span is a figure of another time or measure: what a figure is of, figures tell better."""
        told = read.at(found)
        if told is None:
            return False
        reading, start = told
        own = [
            one
            for one in self._finder.figures(question, query, None)
            if one.figure
            and one.reading.article_id == reading.article_id
            and one.figure.start < start + len(found.text)
            and start < one.figure.end
        ]
        return bool(own) and all(any(need.kind in _OF_FIGURES for need in one.failed) for one in own)

    def _says_again(self, question: Question, text: str) -> bool:
        """Whether the span only says what the question says, in the same words or in others of like meaning."""
        asked = tuple(self._finder.words(question.text))
        told = self._finder.words(text)
        return bool(told) and all(
            word in asked or self._finder.likeness(word, asked) >= _ALIKE for word in told
        )

    def _of_another(self, question: Question, evidence: Evidence) -> bool:
        """Whether the sentence names companies, and none of those asked for: the CEO of Tesla is no other firm's."""
        known = [key for key in evidence.reading.entity_keys if key in self._vocabulary.entities]
        told = set(self._vocabulary.companies(known))
        asked = set(self._vocabulary.companies(question.entity_keys))
        return bool(asked and told) and not asked & told

    def _one_of_several(self, text: str, evidence: Evidence) -> bool:
        """Whether the sentence joins the name to others: then the sentence answers, not one of them."""
        told = evidence.reading.text
        start = told.find(text)
        if _JOINED_BEFORE.search(told[:start]) or _JOINED_BEHIND.match(told[start + len(text) :]):
            return True
        names = [name for name in self._finder.names(told) if name not in text]
        return any(f"{text}{joint}{name}" in told for name in names for joint in _JOINTS)

    def _whole_name(self, text: str, evidence: Evidence) -> str:
        """The name that `text` is an end of, as the reader may take ベンチャーズ for 青磁ベンチャーズ."""
        names = self._finder.names(evidence.reading.text)
        whole = [name for name in names if len(name) > len(text) and name.endswith(text)]
        return whole[0] if len(whole) == 1 else text

    def _evidence(self, question: Question, query: str, node: Any, found: Found) -> Evidence | None:
        """The weighed sentence that the span lies in."""
        start = int(node.metadata["start"]) + found.start
        end = start + len(found.text)
        return next(
            (
                one
                for one in self._finder.sentences(question, query)
                if one.reading.article_id == node.metadata["article_id"]
                and one.reading.start <= start
                and end <= one.reading.end
            ),
            None,
        )

    def _passage_holds(self, question: Question, node: Any, evidence: Evidence) -> bool:
        """Whether the passage meets the words of the question, and the very sentence its company, measure and time."""
        readings = self._finder.read(node)
        needs = [need for need in self._finder.needs(question) if need.kind != "kind"]
        # That a passage names a company does not make its figures the company's: the sentence must be about it.
        if any(need.kind != "word" or need.owns for need in needs if need in evidence.failed):
            return False
        total = met = 0.0
        for need in needs:
            share = max(self._finder.share_met(question, need, reading) for reading in readings)
            if share < LEAST_SHARE and (need.required or need.kind == "name"):
                return False
            weight = weight_of(question, need, evidence.reading)
            total, met = total + weight, met + weight * share
        return met >= ENOUGH_OF_PASSAGE * total

    def _of_kind(self, question: Question, text: str) -> bool:
        """Asked for an amount or a time, the wording holds one of the kind."""
        if unit := wanted_unit(question, self._vocabulary):
            return any(fits_unit(mention.quantity, unit) for mention in find_quantities(text))
        return question.kind != "date" or bool(find_periods(text))
