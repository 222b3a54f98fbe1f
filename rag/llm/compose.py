"""Checked sentences as an answer within the contract's lengths, sentence by sentence as they come."""

from __future__ import annotations

from dataclasses import replace

from rag.answer import Answer, Calculation
from rag.cite import Citer, Span
from rag.composer import LONGEST_ANSWER, LONGEST_DIRECT, LONGEST_LIST
from rag.llm.check import Checked
from rag.llm.shelf import Worked
from rag.question import Question

_MARKER_ROOM = 5


class AnswerBuilder:
    """Grows an answer; what was given out once does not change."""

    def __init__(self, question: Question, citer: Citer) -> None:
        self._question = question
        self._citer = citer
        self._worked: list[Worked] = []
        self._most = LONGEST_LIST if question.is_list else LONGEST_ANSWER
        self.text = ""

    def fits(self, checked: Checked) -> bool:
        """Whether a first sentence is short enough to be the direct answer."""
        return len(checked.claim.text) + _MARKER_ROOM * max(1, len(checked.spans)) <= LONGEST_DIRECT

    def add(self, checked: Checked) -> str:
        """What the sentence adds to the text; "" where there is no more room for it."""
        if (
            self.text
            and len(self.text) + len(checked.claim.text) + _MARKER_ROOM * (len(checked.spans) + 1)
            > self._most
        ):
            return ""
        markers = dict.fromkeys(self._citer.mark(span) for span in checked.spans)
        self._worked += [one for one in checked.worked if one not in self._worked]
        shown = "".join(f"[{marker}]" for marker in markers)
        piece = f"{'' if not self.text else _break(self.text)}{checked.claim.text} {shown}".rstrip()
        self.text += piece
        return piece

    def quotes(self) -> str:
        """The sentences cited, word for word, as far as there is room for them."""
        added = ""
        for citation in self._citer.citations():
            words = " ".join(citation.quote.split())
            if words in self.text:
                continue  # said word for word
            line = f"「{words}」" if self._question.language == "ja" else f"“{words}”"
            if len(self.text) + len(line) + _MARKER_ROOM + 2 > self._most:
                continue
            piece = f"{_break(self.text)}{line} [{citation.marker}]"
            self.text += piece
            added += piece
        return added

    def answer(self) -> Answer:
        """The answer as it stands."""
        calculation = self._calculation()
        return Answer(
            self._question.text,
            "answered",
            self._question.language,
            self.text,
            self._citer.citations(),
            calculation,
        )

    def _calculation(self) -> Calculation | None:
        """The first calculation used, with the markers of its inputs; further ones are told as its steps."""
        if not self._worked:
            return None
        first, *others = self._worked
        inputs = tuple(
            replace(item, marker=self._marker(place))
            for item, place in zip(first.calculation.inputs, first.places, strict=True)
        )
        steps = [
            f"{one.calculation.expression} = {one.calculation.result.value} {one.calculation.result.unit}"
            for one in others
        ]
        return replace(first.calculation, inputs=inputs, assumptions=(*first.calculation.assumptions, *steps))

    def _marker(self, place: Span | None) -> int | None:
        return self._citer.mark(place) if place else None


def _break(text: str) -> str:
    """An empty line behind the direct answer, a new line behind any other."""
    return "\n" if "\n\n" in text else "\n\n"
