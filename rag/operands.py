"""Operands of a calculation: values from the question or the articles, each with the sentence it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.periods import ANY_YEAR, Period
from index.quantity import Quantity, same
from index.vocabulary import Vocabulary, fold
from rag.evidence import Evidence
from rag.finder import Finder
from rag.question import Question

_TARGET = re.compile(
    r"目標|予想|見通し|計画|想定|将来|拡張後|target|future|planned|goal|forecast|projection|expect|estimate",
    re.I,
)
_OF_TWO = frozenset({"growth", "difference", "ratio"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A named value with the sentence it comes from (None for a value the asker gave)."""

    name: str
    quantity: Quantity
    period: Period | None
    evidence: Evidence | None


class Operands:
    """Finds the values that a question's calculation needs."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary) -> None:
        self.finder = finder
        self._vocabulary = vocabulary

    def company(self, question: Question) -> str | None:
        """The first company the question names."""
        return next(iter(self._vocabulary.companies(question.entity_keys)), None)

    def one(
        self, question: Question, metric: str, period: Period | None = None, beside: Operand | None = None
    ) -> Operand | None:
        """The best supported figure of `metric`, of `period` or the time asked for; `beside` fixes the article."""
        asked = period or (question.period_values[0] if question.period_values else None)
        found = self.finder.ledger(self.company(question), metric, asked)
        if not found and metric in ("debt", "interest_rate", "revenue_target"):
            found = self.finder.ledger(self.company(question), metric)
        found = self._same_story(question, found, beside)
        return operand_of(metric, found[0]) if found else None

    def latest_total(self, question: Question, metric: str, beside: Operand) -> Operand | None:
        """The figure that runs longest: a year's target is held against what has come in so far, not one quarter."""
        found = [
            e
            for e in self.finder.ledger(self.company(question), metric, rate=False)
            if e.figure and e.figure.kind == "reported"
        ]
        found = self._same_story(question, found, beside)
        best = max(
            found,
            key=lambda e: (months_of(e.figure.period) if e.figure and e.figure.period else 0, e.score),
            default=None,
        )
        return operand_of(metric, best) if best else None

    def _same_story(
        self, question: Question, found: list[Evidence], beside: Operand | None
    ) -> list[Evidence]:
        """Where no company is named, the second operand must come from the first one's article: the one it was found in,
        or one that states it.
        """
        if self.company(question) or beside is None:
            return found
        if beside.evidence:
            homes = {beside.evidence.reading.article_id}
        else:
            stating = self.finder.stating(question.text, None, beside.quantity)
            homes = {evidence.reading.article_id for evidence in stating}
        return [evidence for evidence in found if evidence.reading.article_id in homes]

    def given(self, question: Question, unit: str, name: str) -> Operand | None:
        """The amount ("money") or the percentage that the asker gave."""
        for mention in question.quantities:
            is_percent = mention.quantity.unit == "percent"
            if is_percent == (unit == "percent") and "/" not in mention.quantity.unit:
                return Operand(name, mention.quantity, None, None)
        return None

    def pair(self, question: Question) -> list[Operand] | None:
        """Two values to compare: given, of two periods, measures or companies, or a forecast and its outcome."""
        given = [
            Operand(f"value {n}", m.quantity, None, None)
            for n, m in enumerate(question.quantities, start=1)
            if not question.text.startswith(
                ("あたり", "当たり"), m.end
            )  # "1ドルあたり" is a measure, no amount
        ]
        if len(given) == 1 and given[0].quantity.upper is not None and question.operation in _OF_TWO:
            given = _ends_of_range(given[0])
        if len(given) >= 2 and given[0].quantity.unit == given[1].quantity.unit:
            return given[:2]
        found = self._asked_before(question) or self._asked_now(question, given)
        known = [operand for operand in found if operand is not None]
        if len(known) == 2 and known[0].evidence and _stands_at(known[0]) == _stands_at(known[1]):
            known = self._told_together(known[0]) or self._to_each(question, known[0].name)
        units = {operand.quantity.unit.split("/")[0] for operand in known}
        return known if len(known) == 2 and len(units) == 1 else None

    def moved(self, question: Question) -> list[Operand] | None:
        """Both ends of a change one sentence tells of the only measure asked for: "180人から245人に増えた"."""
        if len(question.metric_keys) != 1 or len(question.period_values) > 1 or question.quantities:
            return None
        if len(self._vocabulary.companies(question.entity_keys)) > 1:
            return None
        metric = question.metric_keys[0]
        for evidence in self.finder.ledger(self.company(question), metric):
            figure = evidence.figure
            if figure is None or figure.former:
                continue
            before = [f for f in evidence.reading.figures if f.former and f.metric == metric and f.quantity]
            if not before or before[-1].quantity is None or figure.quantity is None:
                return None
            if before[-1].quantity.unit != figure.quantity.unit:
                continue
            old = replace(evidence, figure=before[-1])
            return [operand_of(metric, evidence), operand_of(metric, old)]
        return None

    def _asked_before(self, question: Question) -> list[Operand | None]:
        """ "What is the difference?" after two questions for the same measure is between their answers."""
        last = question.earlier
        before = last.earlier if last else None
        if last is None or before is None or len(question.metric_keys) != 1:
            return []
        same_measure = question.metric_keys == last.metric_keys == before.metric_keys
        own = question.entity_keys != last.entity_keys or question.period_values != last.period_values
        moved = before.entity_keys != last.entity_keys or before.period_values != last.period_values
        if own or not same_measure or not moved:
            return []
        return [self.one(asked, question.metric_keys[0]) for asked in (last, before)]

    def _asked_now(self, question: Question, given: list[Operand]) -> list[Operand | None]:
        company, metrics, periods = self.company(question), question.metric_keys, question.period_values
        companies = self._vocabulary.companies(question.entity_keys)
        period = periods[0] if periods else None
        if len(given) == 1 and (beside := self._beside(question, given[0])):
            return [given[0], beside]
        if len(metrics) >= 2:
            first = self.one(question, metrics[0], period)
            return [first, self.one(question, metrics[1], period, first)]
        if len(metrics) != 1:
            return []
        if len(periods) >= 2:
            first = self.one(question, metrics[0], periods[0])
            return [first, self.one(question, metrics[0], periods[1], first)]
        if subjects := self.named(question):
            return [self.of(question, name, metrics[0], period) for name in subjects]
        if len(companies) >= 2:
            firsts = [first_of(metrics[0], self.finder.ledger(key, metrics[0])) for key in companies]
            return sorted(firsts, key=lambda operand: operand is None)[:2]
        return self._pair_of_one(question, company, metrics[0])

    def _beside(self, question: Question, given: Operand) -> Operand | None:
        """A measure of the articles to hold a given amount against: not the one that is given."""
        for metric in question.metric_keys:
            found = self.one(question, metric)
            if (
                found
                and found.quantity.unit == given.quantity.unit
                and not same(found.quantity, given.quantity)
            ):
                return found
        return None

    def _told_together(self, operand: Operand) -> list[Operand]:
        """Both of two figures that one sentence gives for a measure: "lent 20 million, and 1 billion"."""
        evidence = operand.evidence
        assert evidence is not None
        alike = [
            Operand(operand.name, figure.quantity, figure.period, replace(evidence, figure=figure))
            for figure in evidence.reading.figures
            if figure.quantity
            and figure.metric == operand.name
            and figure.quantity.unit == operand.quantity.unit
        ]
        return alike if len(alike) == 2 else []

    def _to_each(self, question: Question, metric: str) -> list[Operand]:
        """What one company gave to each of two others, told in sentences of their own."""
        giver, *takers = dict.fromkeys(question.entity_keys)
        found = self.finder.ledger(giver, metric)
        firsts = [first_of(metric, [e for e in found if key in e.reading.entity_keys]) for key in takers]
        known = [operand for operand in firsts if operand is not None]
        return known if len(known) == 2 and _stands_at(known[0]) != _stands_at(known[1]) else []

    def _pair_of_one(self, question: Question, company: str | None, metric: str) -> list[Operand | None]:
        found = [e for e in self.finder.ledger(company, metric) if e.figure and e.figure.quantity]
        if _TARGET.search(question.text):
            wanted = [
                next((e for e in found if e.figure and e.figure.kind in kinds), None)
                for kinds in (("reported",), ("forecast", "target", "plan"))
            ]
        else:
            reported = [
                e
                for e in found
                if e.figure
                and e.figure.kind == "reported"
                and e.figure.period
                and not e.figure.period.cumulative
            ]
            latest = sorted(reported, key=lambda e: ends_of(operand_of(metric, e)), reverse=True)
            latest = _up_to(question, latest)
            distinct = list({e.figure.period: e for e in reversed(latest) if e.figure}.values())[::-1]
            wanted = list(distinct[:2])
        return [operand_of(metric, evidence) if evidence else None for evidence in wanted]

    def named(self, question: Question) -> list[str]:
        """Whom the question compares, where the vocabulary does not know all of them."""
        subjects = [*self._vocabulary.companies(question.entity_keys), *question.names]
        return subjects if question.names and len(subjects) > 1 else []

    def of(self, question: Question, name: str, metric: str, period: Period | None) -> Operand | None:
        """The measure of one of several names: a sentence that names only another is that one's."""
        if name in self._vocabulary.entities:
            return first_of(metric, self.finder.ledger(name, metric, period))
        finder = self.finder.about(replace(question, names=(name,)))
        others = [fold(other) for other in question.names if other != name]
        found = [
            evidence
            for evidence in finder.ledger(None, metric, period)
            if fold(name) in (text := fold(evidence.reading.text))
            or not any(other in text for other in others)
        ]
        found.sort(key=lambda evidence: fold(name) not in fold(evidence.reading.text))
        return first_of(metric, found)


def _up_to(question: Question, latest: list[Evidence]) -> list[Evidence]:
    """Of dated figures, newest first, those up to the time asked for and as long as it: a year is held against a year."""
    asked = question.period_values[0] if question.period_values else None
    if asked is None or asked.end.year == ANY_YEAR:
        return latest
    periods = [(e, e.figure.period) for e in latest if e.figure and e.figure.period]
    return [e for e, told in periods if told.end <= asked.end and months_of(told) == months_of(asked)]


def _ends_of_range(operand: Operand) -> list[Operand]:
    """ "80億円から100億円になった" reads like a range: asked for what changed, its ends are the two values."""
    low = replace(operand.quantity, upper=None)
    assert operand.quantity.upper is not None
    high = replace(low, value=operand.quantity.upper)
    return [Operand("value 1", low, None, None), Operand("value 2", high, None, None)]


def operand_of(metric: str, evidence: Evidence) -> Operand:
    """The figure of `evidence` as an operand."""
    assert evidence.figure is not None and evidence.figure.quantity is not None
    return Operand(metric, evidence.figure.quantity, evidence.figure.period, evidence)


def first_of(metric: str, found: Sequence[Evidence]) -> Operand | None:
    """The best of `found` as an operand."""
    return operand_of(metric, found[0]) if found else None


def _stands_at(operand: Operand) -> tuple[str, int] | None:
    figure = operand.evidence.figure if operand.evidence else None
    return (operand.evidence.reading.article_id, figure.start) if operand.evidence and figure else None


def ends_of(operand: Operand) -> int:
    """The day an operand's time ends, 0 where it is not known."""
    return operand.period.end.toordinal() if operand.period else 0


def months_of(period: Period) -> int:
    """How many months a span covers, 0 for a point in time."""
    if period.kind == "point":
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
