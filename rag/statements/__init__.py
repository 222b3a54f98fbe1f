"""READ THIS FIRST in rag/statements/: questions about the tables of filings and reports, answered by computing.

`Statements.answer`: the company named (`companies`) → what is asked of which lines (`reading`, `mentions`) and of which
periods (`times`) → values out of the company's rows in the ledger (`book`, `measures`) → a draft with its calculation
and citations (`answers`). A question it cannot read is left to the other answerers; one whose figures the tables lack
is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.disagreement import agree
from index.ledger_row import LedgerRow
from index.periods import Period
from index.quantity import Quantity
from index.vocabulary import Vocabulary, fold
from index.year_parts import is_year
from index.words import Analyser
from rag import phrase
from rag.draft import Draft
from rag.question import Question
from rag.statements import answers, comparison
from rag.statements.answers import Telling
from rag.statements.book import Book, Value, books_of, combined
from rag.statements.companies import CompanyNames, NamedCompany
from rag.statements.measures import Measure, joined
from rag.statements.cues import asks_for_a_fall, choice
from rag.statements.reading import Ask, read_ask

_SHARE = {"percent": "point"}


class FiguresOf(Protocol):
    """What statements need of `index.library.Library`."""

    @property
    def generation(self) -> int:
        """Changes with the library."""

    def figures(self, company: str | None = None, metric: str | None = None, *, place: str | None = None) -> list[LedgerRow]:
        """Rows of the ledger."""


class Statements:
    """Answers questions about the tables of one library; what it read of them is kept until the library changes."""

    def __init__(self, library: FiguresOf, vocabulary: Vocabulary, analyser: Analyser) -> None:
        self._library = library
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._generation = -1
        self._books: Mapping[str, Book] = {}
        self._names = CompanyNames((), vocabulary, analyser)

    def answer(self, question: Question) -> Draft | None:
        """The draft, a refusal that names what the tables lack, or None where this is no question about them."""
        self._refresh()
        if not self._books:
            return None
        for text, named in self._readings(question):
            company = named[0].name
            book = self._books[company]
            spans = [(one.start, one.end) for one in named]
            ask = read_ask(text, spans, book, self._vocabulary)
            if ask is None:
                continue
            telling = Telling(company, question.language, self._vocabulary, ask.shown)
            if len({one.name for one in named}) == 2 and (draft := self._compared(named, ask, telling, text)):
                return draft
            return self._told(ask, book, telling, text) or self._lacking(ask, company, question)
        return None

    def _refresh(self) -> None:
        generation = self._library.generation
        if generation != self._generation:
            self._books = books_of(self._library.figures(place="table"))
            self._names = CompanyNames(list(self._books), self._vocabulary, self._analyser)
            self._generation = generation

    def _readings(self, question: Question) -> Iterator[tuple[str, list[NamedCompany]]]:
        """The question, and with what it leaves out taken from the questions before it."""
        named = self._names.find(question.text)
        if named:
            yield question.text, named
        earlier = question.earlier
        while earlier is not None:
            before = self._names.find(earlier.text)
            if before or named:
                yield from _followed(question.text, named, earlier.text, before)
            earlier = earlier.earlier

    def _told(self, ask: Ask, book: Book, telling: Telling, text: str) -> Draft | None:
        """The answer from the first article that holds all it takes."""
        times = _times(ask, book, _names_in(ask))
        if times is None:
            return None
        articles = list(reversed(book.articles))
        if ask.operation == "balance":  # the fullest sheet says most exactly whether it balances
            articles.sort(key=lambda article: -sum(book.holds(part, article) for part in _SPELT_OUT["liabilities_and_net_assets"][0]))
        for article in articles:
            if draft := self._from_article(ask, book, article, times, telling, text):
                return draft
        return None

    def _from_article(
        self, ask: Ask, book: Book, article: str, times: tuple[Period, Period], telling: Telling, text: str
    ) -> Draft | None:
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
            others = self._other_values(measure, new, times[1], book, article)
            return answers.clash_of(telling, measure, times[1], [new, *others]) if others else answers.value_of(telling, measure, times[1], new)
        old = measure.value(book, times[0], article)
        if old is None or old.unit != new.unit or times[0] == times[1]:
            return None
        return _compared_times(ask, measure, times, (old, new), telling, text)

    @staticmethod
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

    def _compared(self, named: Sequence[NamedCompany], ask: Ask, telling: Telling, text: str) -> Draft | None:
        """One measure of two companies: which is larger or grew, how much apart they are, or both together."""
        order = list(dict.fromkeys(one.name for one in named))[:2]
        sides = [self._side(company, ask, telling) for company in order]
        if sides[0] is None or sides[1] is None:
            return None
        return comparison.answer(telling, ask.measures[0], (sides[0], sides[1]), fold(text))

    def _side(self, company: str, ask: Ask, telling: Telling) -> comparison.Side | None:
        """A company's value at the time asked for, and at the time before it where there is one."""
        book = self._books[company]
        times = _times(ask, book, _names_in(ask))
        for article in reversed(book.articles) if times else ():
            assert times is not None
            if value := ask.measures[0].value(book, times[1], article):
                return comparison.Side(replace(telling, company=company), times, value, ask.measures[0].value(book, times[0], article))
        return None

    def _lacking(self, ask: Ask, company: str, question: Question) -> Draft | None:
        """A refusal that names what is missing, unless sentences may hold it."""
        metrics = {leaf.item for measure in ask.measures for leaf in measure.leaves if leaf.item}
        told = [row for row in self._library.figures(company) if row.place != "table"]
        if any(row.metric in metrics for row in told) or (not metrics and told):
            return None
        telling = Telling(company, question.language, self._vocabulary)
        missing = [telling.name(leaf) for measure in ask.measures for leaf in measure.leaves]
        return Draft("not_found", phrase.not_found(question.language, [company, *missing]))


def _names_in(ask: Ask) -> list[str]:
    return [leaf.item for measure in ask.measures for leaf in measure.leaves if leaf.item]


def _followed(text: str, named: list[NamedCompany], earlier: str, before: list[NamedCompany]) -> Iterator[tuple[str, list[NamedCompany]]]:
    """ "And operating income?" with the company of the question before; "前期は？" with its measure as well."""
    if named:  # another company, the same measure
        rest = "".join(" " * (one.end - one.start) for one in before)
        cut = earlier
        for one in before:
            cut = cut[: one.start] + " " * (one.end - one.start) + cut[one.end :]
        yield f"{text} {cut}{rest}", named
        return
    joint = f"{text} "
    shifted = [replace(one, start=one.start + len(joint), end=one.end + len(joint)) for one in before]
    only = [replace(one, start=len(joint), end=len(joint) + len(one.name)) for one in before[:1]]
    yield f"{joint}{before[0].name}", only
    yield f"{joint}{earlier}", shifted


def _times(ask: Ask, book: Book, names: Sequence[str]) -> tuple[Period, Period] | None:
    """(earlier, later) among the book's periods; None where the question names a time they do not include."""
    periods = next((found for name in names if (found := book.periods(name))), book.periods())
    if not periods or ask.lacks_time:
        return None
    if len(ask.periods) > 1:
        return ask.periods[0], ask.periods[-1]
    latest = ask.periods[0] if ask.periods else _latest(periods)
    if not ask.periods and ask.operation == "value" and ask.before:
        latest = _before(latest, periods) or latest
    return _before(latest, periods) or latest, latest


def _latest(periods: Sequence[Period]) -> Period:
    """The latest period; a whole year rather than its last quarter."""
    return max(periods, key=lambda period: (period.end, -period.start.toordinal()))


def _before(period: Period, periods: Sequence[Period]) -> Period | None:
    """The same kind of period before: a year earlier if there is one, else the one before of like length."""
    year = period.in_years(-1)
    for other in reversed(periods):
        if abs((other.end - year.end).days) <= 3:
            return other
    length = (period.end - period.start).days
    like = [one for one in periods if one.end < period.end and abs((one.end - one.start).days - length) <= 5]
    return like[-1] if like else None


def _balance(ask: Ask, book: Book, article: str, period: Period, telling: Telling) -> Draft | None:
    sides = [_spelt_out(measure, book, period, article) for measure in ask.measures]
    if sides[0] is None or sides[1] is None:
        return None
    difference = combined("{0} - {1}", sides)
    return answers.balance_of(telling, period, (sides[0], sides[1]), difference) if difference else None


_SPELT_OUT = {
    "total_assets": (("current_assets", "fixed_assets"),),
    "liabilities_and_net_assets": (("current_liabilities", "fixed_liabilities", "net_assets"), ("liabilities", "net_assets")),
}


def _spelt_out(measure: Measure, book: Book, period: Period, article: str) -> Value | None:
    """A total as the sum of its parts, since it is the sum that is in question; as it stands where there are none."""
    for parts in _SPELT_OUT.get(measure.item, ()):
        pieces = [replace(measure, item=part) for part in parts]
        if all(book.has(part) for part in parts):
            value = joined(" + ".join(f"{{{n}}}" for n in range(len(parts))), pieces).value(book, period, article)
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
    least = bool(re.search(r"最も(?:小さ|少な|低)|一番(?:小さ|少な|低)|lowest|smallest|least|weakest", folded))
    ranked = sorted(pairs, key=lambda pair: pair[1].value, reverse=not least)
    return answers.largest_of(telling, measure, ranked[0][0], ranked[0][1], ranked[1:], _year_around(ranked[0][0], book))


def _year_around(period: Period, book: Book) -> Period | None:
    return next((year for year in book.periods() if is_year(year) and year.start <= period.start and period.end <= year.end), None)


def _larger(ask: Ask, book: Book, article: str, period: Period, telling: Telling) -> Draft | None:
    values = [measure.value(book, period, article) for measure in ask.measures]
    if values[0] is None or values[1] is None or values[0].unit != values[1].unit:
        return None
    difference = combined("{0} - {1}", values if values[0].value >= values[1].value else values[::-1])
    names = (telling.name(ask.measures[0]), telling.name(ask.measures[1]))
    return answers.larger_of(telling, names, (values[0], values[1]), difference) if difference else None


def _compared_times(
    ask: Ask, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value], telling: Telling, text: str
) -> Draft | None:
    old, new = values

    def unit(units: Sequence[str]) -> str:
        return _SHARE.get(units[0], units[0])

    if ask.operation in ("average", "multiple"):
        template = "({0} + {1}) / 2" if ask.operation == "average" else "{1} / {0}"
        result = combined(template, [old, new], None if ask.operation == "average" else lambda _: "ratio")
        return answers.combined_of(telling, measure, times, values, result, ask.operation) if result else None
    if ask.operation == "growth":
        change = combined("({1} - {0}) / {0} * 100", [old, new], lambda _: "percent") if old.value > 0 else None
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
