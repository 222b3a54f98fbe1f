"""A draft becomes an `Answer`: spans cited and numbered, lengths kept, every number checked against its ground."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from index.article import Article
from rag import phrase
from rag.answer import Answer, Calculation, Citation, Conflict
from rag.cite import Citer, Span
from rag.draft import Draft
from rag.ground import ungrounded
from rag.question import Question

LONGEST_DIRECT, LONGEST_ANSWER, LONGEST_LIST = 200, 600, 1200
_MARKER_ROOM = 5  # characters of " [12]"
_FOOTNOTE = re.compile(r"\[(\d+)\]")


class Composer:
    """Writes answers over the articles that `article` gives by id."""

    def __init__(self, article: Callable[[str], Article]) -> None:
        self._article = article

    def compose(self, question: Question, draft: Draft, asked: list[str], spare: int = 0) -> Answer:
        """The draft as an answer that passes the gate, `spare` characters shorter than it might be."""
        answer = self._cited(question, draft, spare)
        if ungrounded(answer.answer, answer.citations, answer.calculation, asked):
            answer = self._cited(question, _quoted_only(question, draft), spare)
            if not answer.citations or ungrounded(answer.answer, answer.citations, None, asked):
                answer = self._cited(question, Draft("not_found", phrase.not_found(question.language, [])))
        return answer

    def _cited(self, question: Question, draft: Draft, spare: int = 0) -> Answer:
        """Number the draft's spans and write the answer's text within the contract's lengths."""
        citer = Citer(self._article)
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

    def noted(self, question: Question, draft: Draft, answer: Answer, note: str, asked: list[str]) -> Answer:
        """`answer`, made of `draft`, with a last line that says why it stands, within the same length."""
        longest = LONGEST_LIST if question.is_list else LONGEST_ANSWER
        if len(answer.answer) + len(note) + 2 > longest:
            shorter = self.compose(question, draft, asked, len(note) + 2)
            answer = replace(shorter, question=answer.question)
        joint = "\n" if "\n\n" in answer.answer else "\n\n"
        return replace(answer, answer=f"{answer.answer}{joint}{note}")


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


def _unmarked(text: str) -> str:
    """An article's own footnotes ("[12]") must not pass for our markers."""
    return _FOOTNOTE.sub(r"［\1］", text)
