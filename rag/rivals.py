"""Other values of the figure asked for: from other times (it moved) or for the same time (the articles clash)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.quantity import same
from rag.answer import Conflict, ConflictValue
from rag.evidence import Evidence
from rag.question import Question

_NEARLY_AS_GOOD = 0.22  # how far a rival's score may lie below the best


def moving(question: Question, best: Evidence, figures: Sequence[Evidence]) -> list[Evidence]:
    """`best` and the same measure of the same company at other times, newest first; only `best` if a time was asked."""
    others = [
        other
        for other in figures
        if not question.periods
        and _comparable(best, other)
        and not _same_time(best, other)
        and not _listed_beside(best, other)
    ]
    if not others:
        return [best]
    latest = _article_dates(figures)
    return sorted([best, *others], key=lambda evidence: _newness(evidence, latest), reverse=True)


def clashing(head: Evidence, figures: Sequence[Evidence]) -> list[Evidence]:
    """Values that other articles give for the same measure, company and time as `head`."""
    found: list[Evidence] = []
    for other in figures:
        if other.reading.article_id == head.reading.article_id or not _comparable(head, other):
            continue
        told = [evidence.figure.quantity for evidence in found if evidence.figure]
        quantity = other.figure.quantity if other.figure else None
        known = quantity is None or any(value is not None and same(value, quantity) for value in told)
        if _same_time(head, other) and _surely_owned(head) and _surely_owned(other) and not known:
            found.append(other)
    return found


def conflict_of(question: Question, values: Sequence[Evidence]) -> Conflict:
    """The clash as the contract's JSON gives it; markers are 1-based places in `values`."""
    figure = values[0].figure
    assert figure is not None and figure.metric is not None
    listed = []
    for place, evidence in enumerate(values, start=1):
        assert evidence.figure is not None and evidence.figure.quantity is not None
        period, quantity = evidence.figure.period, evidence.figure.quantity
        listed.append(
            ConflictValue(str(quantity.value), quantity.unit, period.as_of() if period else None, None, place)
        )
    company = next(iter(question.entity_keys), "") or _subject(question)
    return Conflict(figure.metric, company, tuple(listed))


def _subject(question: Question) -> str:
    """Whose figure is asked for, where the vocabulary does not know the name."""
    match = re.match(
        r"([^のはがを、\s]{2,24})[のはが]|.*?([A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*)['’]s\b", question.text
    )
    return next((group for group in match.groups() if group), "") if match else ""


def _comparable(best: Evidence, other: Evidence) -> bool:
    """Another value of the same measure of the same company, sound and nearly as well supported."""
    first, second = best.figure, other.figure
    if other is best or not (first and second and first.quantity and second.quantity):
        return False
    return (
        other.sound and first.metric is not None and first.metric == second.metric and first.kind == second.kind
        and (other.reading.article_id != best.reading.article_id or first.companies[:1] == second.companies[:1])
        and first.quantity.unit == second.quantity.unit and not same(first.quantity, second.quantity)
        and other.score > best.score - _NEARLY_AS_GOOD
    )  # fmt: skip


def _listed_beside(first: Evidence, second: Evidence) -> bool:
    """Two values of one sentence that names no change between them are of two things: "the small one costs £3, the large £4"."""
    one, other = first.figure, second.figure
    if (
        one is None
        or other is None
        or (first.reading.article_id, first.reading.start)
        != (
            second.reading.article_id,
            second.reading.start,
        )
    ):
        return False
    return one.period == other.period and not (one.former or other.former or one.earlier or other.earlier)


def _same_time(first: Evidence, second: Evidence) -> bool:
    """Both dated, and alike."""
    if not (first.figure and second.figure and first.figure.period and second.figure.period):
        return False
    return first.figure.period == second.figure.period


def _surely_owned(evidence: Evidence) -> bool:
    """The company stands in the figure's own sentence, or the sentence holds every word of the question."""
    named = evidence.figure is not None and evidence.figure.own > 0
    return named or not any(need.kind == "word" for need in evidence.failed)


def _article_dates(figures: Sequence[Evidence]) -> dict[str, int]:
    """The latest day any reported figure of an article is of: how recent an undated article's news is."""
    latest: dict[str, int] = {}
    for evidence in figures:
        figure = evidence.figure
        if figure and figure.period and figure.kind == "reported":
            article = evidence.reading.article_id
            latest[article] = max(latest.get(article, 0), figure.period.end.toordinal())
    return latest


def _newness(evidence: Evidence, latest: dict[str, int]) -> tuple[int, float]:
    period = evidence.figure.period if evidence.figure else None
    return (period.end.toordinal() if period else latest.get(evidence.reading.article_id, 0), evidence.score)
