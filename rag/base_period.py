"""Changes against a named base: the quarter before (前四半期比, "quarter on quarter") or the year before (前年同期比).

Such a change is between two times that lie exactly so far apart; two others that the articles happen to tell make none.
"""

from __future__ import annotations

import re

from index.period import ANY_YEAR, Period, shifted
from index.vocabulary import Vocabulary
from rag import phrase
from rag.draft import Draft, span_of
from rag.evidence import Evidence
from rag.finder import Finder
from rag.operands import Operand, Operands, ends_of, months_of, operand_of
from rag.question import Question

QUARTER, YEAR = 3, 12  # months
_STOCKS = frozenset(
    {"cash", "debt", "headcount", "valuation"}
)  # told at a day; what comes in is told of a span
_COMPARED = r"(?:比|から|より|に比べ|と比べ|対比|と比較|に対し)"
_BASES: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (months, re.compile(pattern, re.I))
    for months, pattern in (
        (
            QUARTER,
            rf"(?:前|直前の?)の?四半期{_COMPARED}|前期比|\bquarter[- ]o(?:n|ver)[- ]quarter\b|\bqoq\b|\bq/q\b|\bsequential(?:ly)?\b"
            r"|\b(?:from|over|than|on|with|to) the (?:previous|prior|preceding|last) quarter\b",
        ),
        (
            YEAR,
            rf"前年(?:同期間?|の?同四半期|同月)?の?{_COMPARED}|\byear[- ]o(?:n|ver)[- ]year\b|\byoy\b|\by/y\b|\b(?:from|than) (?:a|one|the) year (?:earlier|before|ago)\b"
            r"|\b(?:from|over|than|on|with|to) the (?:previous|prior|preceding|last|same (?:quarter|period) (?:of the )?(?:previous|last)) year\b",
        ),
    )
)
_NAMED = {
    QUARTER: re.compile(
        r"(?:前|直前の?)の?四半期|\b(?:previous|prior|preceding|last) quarter\b|\ba quarter (?:earlier|before|ago)\b",
        re.I,
    ),
    YEAR: re.compile(
        r"前年|\b(?:previous|prior|preceding|last) year\b|\b(?:a|one|the) year (?:earlier|before|ago)\b", re.I
    ),
}
_OPERATIONS = frozenset({"difference", "growth", "ratio"})


def base_of(text: str) -> int | None:
    """How many months before lies what `text` holds a change against; None where it names no such base."""
    return next((months for months, pattern in _BASES if pattern.search(text)), None)


def named_base(question: Question) -> int | None:
    """The base of a question that asks how one measure changed against it, with both values left to the articles."""
    if question.operation not in _OPERATIONS or question.quantities:
        return None
    if len(question.metric_keys) != 1 or len(question.period_values) > 1:
        return None
    return base_of(question.text)


class Bases:
    """Finds both ends of a change against a named base, or says which one the articles lack."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary) -> None:
        self._finder = finder
        self._vocabulary = vocabulary
        self._operands = Operands(finder, vocabulary)

    def pair(self, question: Question, months: int) -> list[Operand] | None:
        """(later, earlier), `months` apart; None where either is not told."""
        later = self._later(question, months)
        if later and later.period:
            earlier = self._at(question, before(later.period, months), later.quantity.unit)
            if earlier:
                return [later, earlier]
        return self._in_one_sentence(question, months)

    def told(self, question: Question, query: str, months: int) -> bool:
        """Whether a sentence found for the question tells a change against the same base in words of its own."""
        return any(
            evidence.sound and base_of(evidence.reading.text) == months
            for evidence in self._finder.sentences(question, query)
        )

    def lacking(self, question: Question, months: int) -> Draft:
        """A refusal that names the time whose figure is missing, by the one it comes before."""
        later = self._later(question, months)
        language = question.language
        companies = self._vocabulary.companies(question.entity_keys)
        whose = [self._vocabulary.entities[key].name(language) for key in companies] or list(question.names)
        what = self._vocabulary.metrics[question.metric_keys[0]].name(language)
        told = _written(question, later)
        if language == "ja":
            owner = f"{whose[0]}の" if whose else ""
            base = "前の四半期" if months == QUARTER else "前年同期"
            said = f"{owner}{told}{'の' if told else ''}{base}の{what}は、登録された記事には見つかりませんでした。"
        else:
            owner = f"{whose[0]}'s " if whose else "the "
            base = "the quarter before" if months == QUARTER else "the year before"
            said = f"The articles do not give {owner}{what} for {base}{_behind(told)}."
        if later is None or later.evidence is None:
            return Draft("not_found", said)
        return Draft("not_found", said, (), (span_of(later.evidence),), phrase.nearest(language))

    def _in_one_sentence(self, question: Question, months: int) -> list[Operand] | None:
        """Both ends from a sentence that names the base: 「前年同期の5億円から7億円に」."""
        moved = self._operands.moved(question)
        told = moved[0].evidence if moved else None
        return moved if told and _NAMED[months].search(told.reading.text) else None

    def _later(self, question: Question, months: int) -> Operand | None:
        """The value at the time asked for, else the newest one; of a quarter where that is held against the one before."""
        metric = question.metric_keys[0]
        if question.period_values:
            return self._at(question, question.period_values[0], None)
        found = [
            operand
            for evidence in self._figures(question, None)
            if (operand := operand_of(metric, evidence)).period
            and (months == YEAR or months_of(operand.period) in (0, QUARTER))
        ]
        spans = [operand for operand in found if operand.period and months_of(operand.period)]
        return max(spans if spans and metric not in _STOCKS else found, key=ends_of, default=None)

    def _at(self, question: Question, period: Period, unit: str | None) -> Operand | None:
        """The value of exactly `period`, in `unit` if one is given."""
        for evidence in self._figures(question, period):
            operand = operand_of(question.metric_keys[0], evidence)
            told = operand.period
            asked = period.in_year(told.end.year) if told and period.end.year == ANY_YEAR else period
            exact = (
                told
                and told.end == asked.end
                and (told.start == asked.start or told.kind == asked.kind == "point")
            )
            if exact and unit in (None, operand.quantity.unit):
                return operand
        return None

    def _figures(self, question: Question, period: Period | None) -> list[Evidence]:
        """Reported amounts of the measure, not running totals."""
        found = self._finder.ledger(self._operands.company(question), question.metric_keys[0], period)
        return [
            one
            for one in found
            if one.figure
            and one.figure.kind == "reported"
            and one.figure.period
            and not one.figure.period.cumulative
        ]


def _behind(told: str) -> str:
    """An English time as it stands behind "before"."""
    article = "the " if told[:1].islower() else ""
    return f" {article}{told}" if told else ""


def _written(question: Question, later: Operand | None) -> str:
    """The later time as the question or, where it names none, the sentence writes it; "" where neither does."""
    if question.periods:
        return question.text[question.periods[0].start : question.periods[0].end]
    reading = later.evidence.reading if later and later.evidence else None
    if reading is None or later is None or reading.text.isascii() != (question.language == "en"):
        return ""
    return next((reading.text[m.start : m.end] for m in reading.periods if m.period == later.period), "")


def before(period: Period, months: int) -> Period:
    """The same length of time, `months` before."""
    return period.in_years(-months // 12) if months % 12 == 0 else shifted(period, -months)
