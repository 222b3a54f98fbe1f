"""READ THIS FIRST in rag/llm/: the way of a question through a language model, top to bottom.

The passages found are put on a shelf → the model reads them, calls read-only tools and writes sentences with markers →
each sentence is checked as it comes and shown only then → what does not hold is repaired once → the answer, or a note why
the extractive answer stands. Nothing here raises: a model that fails costs time, not the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from index.library import Library
from index.quantity import Quantity, find_quantities
from rag.answer import Answer, Step, Token
from rag.cite import Citer, Span
from rag.draft import Draft
from rag.ground import alike, ungrounded
from rag.llm.agent import Agent, Messages, Replied, Said, Spent, Used
from rag.llm.asking import asked_of, verdict_of
from rag.llm.check import Checked, Checker
from rag.llm.choice import Choice
from rag.llm.claims import Claim, plain, read_claims, sentences_of
from rag.llm.compose import AnswerBuilder
from rag.llm.failures import Failure, kind_of
from rag.llm.notes import note, step
from rag.llm.prompts import question_prompt, repair_prompt, system_prompt
from rag.llm.shelf import Shelf
from rag.llm.toolbox import Toolbox
from rag.llm.usage import Tokens
from rag.llm.workings import Workings
from rag.llm.written import Written
from rag.question import Question

_TURNS, _LONGEST_TURN = 6, 800
_PASSAGES = 6
_KEPT_TOKENS = 2600  # of the context: rules, question, turns before, tool calls and the reply
_MARKS = re.compile(r"\s?\[\d+\]")
_MOST_CLAIMS = 12


class Writer:
    """Answers with one model over one library."""

    def __init__(self, library: Library, choice: Choice) -> None:
        self._library = library
        self.choice = choice
        self._agent = Agent(choice)
        self._agent.make_ready()

    def write(
        self,
        question: Question,
        query: str,
        history: Sequence[Mapping[str, Any]],
        draft: Draft,
        extracted: Answer,
        began: float,
    ) -> Iterator[Step | Token | Written]:
        """Steps and checked text as they come, then `Written`. `draft` and `extracted` are the extractive answer."""
        work = _Work(self._library, self.choice, self._agent, question, history, draft, extracted, began)
        try:
            yield from work.events(query)
        except Failure as failure:
            yield Step(step("instead", question.language))
            yield work.instead(failure.kind)
        except Exception as error:  # whatever a model's client raises must not cost the answer
            yield Step(step("instead", question.language))
            yield work.instead(kind_of(error))


class _Work:
    """One question. Its methods stand in the order in which they run."""

    def __init__(
        self,
        library: Library,
        choice: Choice,
        agent: Agent,
        question: Question,
        history: Sequence[Mapping[str, Any]],
        draft: Draft,
        extracted: Answer,
        began: float,
    ) -> None:
        self._library = library
        self._agent = agent
        self._question = question
        self._history = [turn for turn in history if turn.get("role") in ("user", "assistant")][-_TURNS:]
        self._draft = draft
        self._extracted = extracted
        self._deadline = began + choice.timeout
        self._room = choice.context - _KEPT_TOKENS
        self._shelf = Shelf(library.article, lambda id: library.figures(article=id), library.vocabulary)
        told = (question.text, *(turn["content"] for turn in self._history if turn["role"] == "user"))
        self._asked = asked_of(question, told, library.vocabulary)
        self._workings = Workings(self._shelf, told, library.vocabulary, question.language)
        self._toolbox = Toolbox(library, self._shelf, self._workings, max(800, self._room // 4))
        self._checker = Checker(
            self._shelf,
            self._asked,
            library.vocabulary,
            library.analyser,
            library.retriever.alternatives,
            verdict_of(question, extracted),
        )
        self._composer = self._fresh()
        self._tokens = Tokens()
        self._streamed = ""
        self._streams = True  # until something shown turns out to be no part of the answer

    def events(self, query: str) -> Iterator[Step | Token | Written]:
        """The whole way."""
        language = self._question.language
        yield Step(step("asked", language))
        messages = self._messages(query)
        reply, streaming = "", True
        shown: list[Checked] = []
        for event in self._agent.ask(messages, self._toolbox.tools, self._deadline):
            if isinstance(event, Used):
                yield Step(step(event.tool, language))
                if shown:  # what was said before a tool was called is no part of the answer
                    self._composer, self._streams, shown = self._fresh(), False, []
                streaming = self._streams
            elif isinstance(event, Said) and streaming:
                for checked in self._finished(event.text, shown):
                    streaming = self._may_show(checked, shown)
                    if not streaming:
                        break
                    if not shown:
                        yield Step(step("writing", language))
                    shown.append(checked)
                    yield from self._given(self._composer.add(checked))
            elif isinstance(event, Replied):
                reply = event.text
            elif isinstance(event, Spent):
                self._tokens += event.tokens
        checked_all = self._checked(reply)
        if checked_all[: len(shown)] != shown:
            raise Failure("malformed")  # the reply is not what was streamed
        faulty = [one for one in checked_all if not one.holds]
        if faulty:
            yield Step(step("repair", language))
            checked_all = self._repaired(checked_all, faulty)
        yield from self._rest(checked_all, shown)

    def instead(self, kind: str) -> Written:
        """The extractive answer, with a note why."""
        return Written(self._extracted, note(kind, self._question.language), self._tokens, self._streamed)

    def _messages(self, query: str) -> Messages:
        """The rules, the turns before, and the question with what the product found and worked out by itself."""
        language = self._question.language
        spans = (*self._draft.basis, *self._draft.support)
        found = self._toolbox.search(query, _PASSAGES)
        own = [self._shelf.put(span.article_id, span.start, span.end) for span in spans[:3]]
        found = [*own, *found]  # what the extractive answer rests on comes first
        passages = self._toolbox.fenced(
            list({one.marker: one for one in found}.values()), max(1200, self._room // 2)
        )
        calculation = self._calculation()
        turns = tuple(
            (str(turn["role"]), _MARKS.sub("", str(turn["content"]))[:_LONGEST_TURN])
            for turn in self._history
        )
        prompt = question_prompt(passages, calculation, self._question.text)
        return Messages(system_prompt(self._shelf.fence, language), turns, prompt)

    def _calculation(self) -> str:
        """The product's own calculation, under a marker, for the model to word."""
        calculation = self._draft.calculation
        if calculation is None:
            return ""
        places: list[Span | None] = [
            self._draft.basis[item.marker - 1] if item.marker else None for item in calculation.inputs
        ]
        worked = self._shelf.work(calculation, places)
        told = f"{calculation.formula}: {calculation.expression} = {calculation.result.value} {calculation.result.unit}"
        out = f", cash out {calculation.cash_out}" if calculation.cash_out else ""
        return f"Calculated already, cite it as [{worked.marker}]: {self._shelf.fenced_text(told + out)}\n"

    def _finished(self, text: str, shown: Sequence[Checked]) -> Iterator[Checked]:
        """The sentences of an unfinished reply that are complete with their markers, beyond those shown."""
        text = plain(text)
        for place, (claim, end) in enumerate(sentences_of(text)):
            follows = text[end:].lstrip()
            if not follows or follows[0] in "[［【(（":
                return  # more of it, or of its markers, may come
            if place >= len(shown):
                yield self._check(claim, place)

    def _check(self, claim: Claim, place: int) -> Checked:
        checked = self._checker.check(claim, first=place == 0)
        if checked.holds and place == 0 and not self._composer.fits(checked):
            return Checked(claim, faults=("too long",))
        return checked

    def _may_show(self, checked: Checked, shown: Sequence[Checked]) -> bool:
        """Whether a sentence may be given out before the reply is whole: it holds, cites, and answers as it must."""
        cites = bool(checked.spans or checked.worked) and not checked.silent
        return checked.holds and cites and (bool(shown) or self._answers(checked))

    def _checked(self, reply: str) -> list[Checked]:
        claims = read_claims(reply)
        if not claims:
            raise Failure("empty")
        return [self._check(claim, place) for place, claim in enumerate(claims[:_MOST_CLAIMS])]

    def _repaired(self, all_: Sequence[Checked], faulty: Sequence[Checked]) -> list[Checked]:
        """The sentences with those that did not hold written anew, once; what the model drops is left out.

        Failure if one still does not hold.
        """
        named = {marker for one in all_ for marker in one.claim.markers}
        passages = [one for marker, one in self._shelf.passages.items() if marker in named]
        others = [one for one in self._shelf.passages.values() if one not in passages]
        prompt = repair_prompt(
            self._toolbox.fenced([*passages, *others], max(1200, self._room // 2)), self._question.text, faulty, self._question.language
        )  # fmt: skip
        reply = ""
        for event in self._agent.complete(prompt, self._deadline):
            if isinstance(event, Spent):
                self._tokens += event.tokens
            elif isinstance(event, Replied):
                reply = event.text
        lines = _numbered(plain(reply), len(faulty))
        mended: list[Checked] = []
        for one in all_:
            if one.holds:
                mended.append(one)
                continue
            line = lines.get(faulty.index(one) + 1, "")
            if re.fullmatch(r"\W*DROP\W*", line):
                continue
            again = [self._check(claim, len(mended)) for claim in read_claims(line)]
            if not again or not all(each.holds for each in again):
                raise Failure("ungrounded")
            mended += again
        if not mended:
            raise Failure("ungrounded")
        return mended

    def _rest(self, all_: Sequence[Checked], shown: Sequence[Checked]) -> Iterator[Token | Written]:
        """What is not yet shown, and the last gate."""
        first = all_[0]
        if first.silent or not (first.spans or first.worked):
            yield self._agreed_silence()
            return
        if not self._answers(first):
            raise Failure("disagrees")
        if list(all_[: len(shown)]) != list(shown):
            raise Failure("ungrounded")  # a sentence before one already shown was dropped
        for checked in all_[len(shown) :]:
            if not checked.silent:
                yield from self._given(self._composer.add(checked))
        yield from self._given(self._composer.quotes())
        answer = self._composer.answer()
        if ungrounded(answer.answer, answer.citations, answer.calculation, self._asked.texts):
            raise Failure("ungrounded")
        yield Written(answer, None, self._tokens, self._streamed)

    def _agreed_silence(self) -> Written:
        """The model says that the articles are silent: so does the extractive answer, or its answer is given."""
        if self._extracted.status == "not_found":
            return Written(self._extracted, None, self._tokens, self._streamed)
        return self.instead("silent")

    def _answers(self, first: Checked) -> bool:
        """Whether a direct answer agrees with what is worked out from cited figures, and hides no disagreement."""
        told = [mention.quantity for mention in find_quantities(first.claim.text)]
        result = self._extracted.calculation.result if self._extracted.calculation else None
        if result is not None and self._extracted.status == "answered":
            worked = Quantity(Decimal(result.value), result.unit)
            if not any(alike(one, worked, True) for one in told):
                return False
        return all(
            any(alike(one, Quantity(Decimal(value.value), value.unit)) for one in told)
            for conflict in self._extracted.conflicts
            for value in conflict.values
        )

    def _given(self, text: str) -> Iterator[Token]:
        """Text for the asker's eyes, kept in mind."""
        if text and self._streams:
            self._streamed += text
            yield Token(text)

    def _fresh(self) -> AnswerBuilder:
        return AnswerBuilder(self._question, Citer(self._library.article))


def _numbered(text: str, count: int) -> dict[int, str]:
    """The lines of a repair by their number; a single one may come without."""
    found = {
        int(match[1]): match[2].strip() for match in re.finditer(r"(?m)^\s*(\d{1,2})\s?[:：.)]\s*(.+)$", text)
    }
    if not found and count == 1:
        found = {1: " ".join(text.split())}
    return found
