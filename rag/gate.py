"""Whether an answer drafted from the articles is sure enough to be given; else the refusal in its place."""

from __future__ import annotations

from dataclasses import replace

from index.vocabulary import Vocabulary
from rag.agreement import agreement
from rag.confidence import Calibration
from rag.draft import Draft
from rag.evidence import Evidence
from rag.finder import Finder
from rag.needs import wanted_unit
from rag.opinion import opinion
from rag.question import Question
from rag.refusal import refuse
from rag.span_reader import SpanReader


class Gate:
    """Weighs drafts that rest on a sentence. Calculations show their steps, corrections their denial, and what is
    listed was chosen by a measure of its own: they pass.
    """

    def __init__(
        self, finder: Finder, vocabulary: Vocabulary, calibration: Calibration | None = None
    ) -> None:
        self.calibration = calibration or Calibration.load()
        self._finder = finder
        self._vocabulary = vocabulary

    def judged(self, question: Question, query: str, draft: Draft, spans: SpanReader | None = None) -> Draft:
        """`draft` with its confidence, or a refusal where that lies below the threshold.

        `spans` reads the passages once more, to be held against the draft.
        """
        features = self.features(question, query, draft, spans)
        if features is None:
            return draft
        confidence = self.calibration.confidence(features)
        if confidence >= self.calibration.threshold:
            return replace(draft, confidence=confidence)
        refusal = refuse(question, self._finder.sentences(question, query), self._vocabulary)
        return replace(refusal, confidence=confidence)

    def features(
        self, question: Question, query: str, draft: Draft, spans: SpanReader | None = None
    ) -> dict[str, float] | None:
        """What `rag.agreement` says of the sentence a draft rests on; None for a draft that is not weighed."""
        if draft.status != "answered" or not draft.basis:
            return None
        if draft.calculation or draft.corrects or draft.several:
            return None
        sentences = self._finder.sentences(question, query)
        evidence = self._behind(question, query, draft, sentences)
        if evidence is None:
            return None
        read = spans.read(question, query) if spans and spans.reads(question) else None
        return agreement(
            question,
            self._finder.needs(question),
            evidence,
            sentences,
            self._finder,
            self._finder.words,
            opinion(read, evidence) if read else None,
        )

    def _behind(
        self, question: Question, query: str, draft: Draft, sentences: list[Evidence]
    ) -> Evidence | None:
        """The evidence whose sentence is the first that `draft` rests on, as a figure where a figure answers."""
        span = draft.basis[0]
        unit = wanted_unit(question, self._vocabulary) if question.kind != "yes_no" else None
        figures = self._finder.figures(question, query, unit) if unit else []
        return next(
            (
                evidence
                for evidence in (*(one for one in figures if one.sound), *sentences)
                if evidence.reading.article_id == span.article_id
                and span.start <= evidence.reading.start
                and evidence.reading.end <= span.end
            ),
            None,
        )
