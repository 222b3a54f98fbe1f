"""An understood question worked out over the tables of one article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.disagreement import agree
from index.periods import Period
from index.quantity import Quantity
from index.vocabulary import fold
from index.year_parts import is_year
from rag.draft import Draft
from rag.statements import answers, pair_answers
from rag.statements.book import Book, Value, combined
from rag.statements.cues import asks_for_a_fall, choice
from rag.statements.measures import Measure, joined
from rag.statements.reading import Ask
from rag.statements.telling import Telling

_SHARE = {"percent": "point"}


def from_article(
    ask: Ask, book: Book, article: str, times: tuple[Period, Period], telling: Telling, text: str
) -> Draft | None:
    """The answer by the tables of `article`, at (earlier, later) `times`; None where they lack what it takes."""
    measure = ask.measures[0]
    if ask.operation == "balance":
        return _balance(ask, book, article, times[1], telling)
    if ask.operation == "larger":
        return _larger(ask, book, article, times[1], telling)
    if ask.operation == "total":
        return _total(ask, measure, book, article, telling)
    if ask.operation == "largest_time":
        return _largest(measure, book, article, telling, text)
    new = measure.value(book, times[1], article)
    if new is None:
        return None
    if ask.operation == "value":
        others = _other_values(measure, new, times[1], book, article)
        return (
            answers.clash_of(telling, measure, times[1], [new, *others])
            if others
            else answers.value_of(telling, measure, times[1], new)
        )
    old = measure.value(book, times[0], article)
    if old is None or old.unit != new.unit or times[0] == times[1]:
        return None
    return _compared_times(ask, measure, times, (old, new), telling, text)


def _other_values(measure: Measure, value: Value, period: Period, book: Book, article: str) -> list[Value]:
    """What other articles' tables say of the same line and time, where it is not the same."""
    if not (measure.item and value.is_direct):
        return []
    quantity = Quantity(value.value, value.unit)
    found: list[Value] = []
    for other in book.articles:
        told = measure.value(book, period, other) if other != article else None
        if told and told.is_direct and told.unit == value.unit:
            known = [quantity, *(Quantity(one.value, one.unit) for one in found)]
            if not any(agree(one, Quantity(told.value, told.unit)) for one in known):
                found.append(told)
    return found


def _balance(ask: Ask, book: Book, article: str, period: Period, telling: Telling) -> Draft | None:
    sides = [_spelt_out(measure, book, period, article) for measure in ask.measures]
    if sides[0] is None or sides[1] is None:
        return None
    difference = combined("{0} - {1}", sides)
    return answers.balance_of(telling, period, (sides[0], sides[1]), difference) if difference else None


SPELT_OUT = {
    "total_assets": (("current_assets", "fixed_assets"),),
    "liabilities_and_net_assets": (
        ("current_liabilities", "fixed_liabilities", "net_assets"),
        ("liabilities", "net_assets"),
    ),
}


def _spelt_out(measure: Measure, book: Book, period: Period, article: str) -> Value | None:
    """A total as the sum of its parts, since it is the sum that is in question; as it stands where there are none."""
    for parts in SPELT_OUT.get(measure.item, ()):
        pieces = [replace(measure, item=part) for part in parts]
        if all(book.has(part) for part in parts):
            value = joined(" + ".join(f"{{{n}}}" for n in range(len(parts))), pieces).value(
                book, period, article
            )
            if value:
                return value
    return measure.value(book, period, article)


def _total(ask: Ask, measure: Measure, book: Book, article: str, telling: Telling) -> Draft | None:
    """A measure over several times together."""
    values = [measure.value(book, period, article) for period in ask.periods]
    total = combined(" + ".join(f"{{{n}}}" for n in range(len(values))), values)
    return answers.total_of(telling, measure, ask.periods, total) if total else None


def _largest(measure: Measure, book: Book, article: str, telling: Telling, text: str) -> Draft | None:
    """When a measure was largest (or smallest), among the quarters or the years there are."""
    folded = fold(text)
    longest = 100 if re.search(r"四半期|quarter", folded) else 10_000
    shortest = 0 if longest == 100 else 300
    periods = [p for p in book.periods() if shortest <= (p.end - p.start).days <= longest]
    pairs = [(p, value) for p in periods if (value := measure.value(book, p, article))]
    if len(pairs) < 2:
        return None
    least = bool(
        re.search(r"最も(?:小さ|少な|低)|一番(?:小さ|少な|低)|lowest|smallest|least|weakest", folded)
    )
    ranked = sorted(pairs, key=lambda pair: pair[1].value, reverse=not least)
    return answers.largest_of(
        telling, measure, ranked[0][0], ranked[0][1], ranked[1:], _year_around(ranked[0][0], book)
    )


def _year_around(period: Period, book: Book) -> Period | None:
    return next(
        (
            year
            for year in book.periods()
            if is_year(year) and year.start <= period.start and period.end <= year.end
        ),
        None,
    )


def _larger(ask: Ask, book: Book, article: str, period: Period, telling: Telling) -> Draft | None:
    values = [measure.value(book, period, article) for measure in ask.measures]
    if values[0] is None or values[1] is None or values[0].unit != values[1].unit:
        return None
    difference = combined("{0} - {1}", values if values[0].value >= values[1].value else values[::-1])
    names = (telling.name(ask.measures[0]), telling.name(ask.measures[1]))
    return pair_answers.larger_of(telling, names, (values[0], values[1]), difference) if difference else None


def _compared_times(
    ask: Ask,
    measure: Measure,
    times: tuple[Period, Period],
    values: tuple[Value, Value],
    telling: Telling,
    text: str,
) -> Draft | None:
    old, new = values

    def unit(units: Sequence[str]) -> str:
        return _SHARE.get(units[0], units[0])

    if ask.operation in ("average", "multiple"):
        template = "({0} + {1}) / 2" if ask.operation == "average" else "{1} / {0}"
        result = combined(template, [old, new], None if ask.operation == "average" else lambda _: "ratio")
        return answers.combined_of(telling, measure, times, values, result, ask.operation) if result else None
    if ask.operation == "growth":
        change = (
            combined("({1} - {0}) / {0} * 100", [old, new], lambda _: "percent") if old.value > 0 else None
        )
        if change is None:  # growth from a loss has no meaning: the amounts have
            return _compared_times(replace(ask, operation="change"), measure, times, values, telling, text)
        return answers.growth_of(telling, measure, times, values, change)
    if ask.operation == "larger_time":
        bigger = times[0] if old.value > new.value else times[1]
        change = combined("{1} - {0}", [old, new], unit)
        label = telling.when(bigger)
        return answers.direction_of(telling, label, measure, times, values, change) if change else None
    change = combined("{1} - {0}", [old, new], unit)
    if change is None:
        return None
    if ask.operation == "direction":
        word = _word(text, measure, values, telling.language)
        return answers.direction_of(telling, word, measure, times, values, change)
    if ask.falls and change.value < 0:
        change = combined("{0} - {1}", [old, new], unit)
        return answers.change_of(telling, measure, times, values, change, True) if change else None
    return answers.change_of(telling, measure, times, values, change, False)


def _word(text: str, measure: Measure, values: tuple[Value, Value], language: str) -> str:
    """The word for what happened: one that the question offers, else yes or no."""
    rises = values[1].value > values[0].value
    if offered := choice(text):
        return offered[0 if rises != (measure.is_loss and _judges(offered)) else 1]
    holds = rises != asks_for_a_fall(fold(text)) if values[0].value != values[1].value else False
    return {"ja": "はい" if holds else "いいえ", "en": "Yes" if holds else "No"}[language]


def _judges(offered: tuple[str, str]) -> bool:
    """Better and worse speak of the result: a loss that grows is worse."""
    return any(word in fold(offered[0]) for word in ("改善", "良く", "better", "improve", "増益", "好転"))
