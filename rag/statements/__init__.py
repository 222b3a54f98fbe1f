"""READ THIS FIRST in rag/statements/: questions about the tables of filings and reports, answered by computing.

`Statements.answer`: the company named (`companies`) → what is asked of which lines (`reading`, `mentions`) and of which
periods (`times`, `cues`) → values out of the company's rows in the ledger (`book`, `measures`, `evaluation`; two
companies: `comparison`) → a draft with its calculation and citations (`answers`, `telling`). A question it cannot read is left to the other answerers; one whose figures the tables lack
is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.ledger_row import LedgerRow
from index.periods import Period
from index.vocabulary import Vocabulary, fold
from index.words import Analyser
from index.year_parts import is_year
from rag import phrase
from rag.draft import Draft
from rag.question import Question
from rag.statements import comparison
from rag.statements.book import Book, books_of
from rag.statements.companies import CompanyNames, NamedCompany
from rag.statements.evaluation import SPELT_OUT, from_article
from rag.statements.followup import follow
from rag.statements.reading import Ask
from rag.statements.telling import Telling
from rag.statements.times import find_times, year_before

_ASKS_WHY = re.compile(r"なぜ|何故|どうして|理由|要因|背景|\bwhy\b|\breasons?\b|how come")


# What stands before or behind a measure and is a part of the whole.
_PART_BEFORE = re.compile(
    r"([一-鿿々ァ-ヴーA-Za-z]{2,})(?:事業|部門|セグメント)?(?:向け)?の$|\b([A-Za-z]{4,}(?: [a-z]{3,})?) $"
)
_PART_BEHIND = re.compile(r" (?:from|of|in) (?:its |the )?([A-Za-z]{4,}(?: [a-z]{3,})?)")


class FiguresOf(Protocol):
    """What statements need of `index.library.Library`."""

    @property
    def generation(self) -> int:
        """Changes with the library."""

    def figures(
        self, company: str | None = None, metric: str | None = None, *, place: str | None = None
    ) -> list[LedgerRow]:
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
        if _ASKS_WHY.search(fold(question.text)):
            return None
        asked = follow(question, self._names, self._books, self._vocabulary)
        if asked is None:
            return None
        if self._of_a_part(asked.ask, asked.company, asked.text):
            return None
        book = self._books[asked.company]
        years = tuple(period for period in book.periods() if is_year(period))
        telling = Telling(asked.company, question.language, self._vocabulary, asked.ask.shown, years)
        named = self._names.find(asked.text)
        if len({one.name for one in named}) == 2:
            return self._compared(named, asked.ask, telling, asked.text) or self._lacking(
                asked.ask, asked.company, question
            )
        return self._told(asked.ask, book, telling, asked.text) or self._lacking(
            asked.ask, asked.company, question
        )

    def _refresh(self) -> None:
        generation = self._library.generation
        if generation != self._generation:
            self._books = books_of(self._library.figures(place="table"))
            self._names = CompanyNames(list(self._books), self._vocabulary, self._analyser)
            self._generation = generation

    def _told(self, ask: Ask, book: Book, telling: Telling, text: str) -> Draft | None:
        """The answer from the first article that holds all it takes."""
        times = _times(ask, book, _names_in(ask))
        if times is None:
            return None
        articles = list(reversed(book.articles))
        if ask.operation == "balance":  # the fullest sheet says most exactly whether it balances
            articles.sort(
                key=lambda article: (
                    -sum(book.holds(part, article) for part in SPELT_OUT["liabilities_and_net_assets"][0])
                )
            )
        for article in articles:
            if draft := from_article(ask, book, article, times, telling, text):
                return draft
        return None

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
                return comparison.Side(
                    replace(telling, company=company),
                    times,
                    value,
                    ask.measures[0].value(book, times[0], article),
                )
        return None

    def _lacking(self, ask: Ask, company: str, question: Question) -> Draft | None:
        """A refusal that names what is missing, unless sentences may hold it."""
        metrics = {leaf.item for measure in ask.measures for leaf in measure.leaves if leaf.item}
        articles = set(self._books[company].articles)
        told = [
            row
            for row in self._library.figures()
            if row.place != "table" and (row.company == company or row.article_id in articles)
        ]
        if any(row.metric in metrics or self._named_in(row.label, metrics) for row in told) or (
            not metrics and told
        ):
            return None
        telling = Telling(company, question.language, self._vocabulary)
        missing = [telling.name(leaf) for measure in ask.measures for leaf in measure.leaves]
        return Draft(
            "not_found", phrase.not_found(question.language, [telling.firm, ask.missing.strip(), *missing])
        )

    def _of_a_part(self, ask: Ask, company: str, text: str) -> bool:
        """Whether a part of the company is asked for (低温輸送の売上高, "mobile revenue") that sentences tell and no line of a table."""
        for time in find_times(text):
            text = text[: time.start] + "。" * (time.end - time.start) + text[time.end :]
        for measure in ask.measures[:1]:
            before, behind = _PART_BEFORE.search(text[: measure.start]), _PART_BEHIND.match(text, measure.end)
            for part in (found[1] or found[found.lastindex or 0] for found in (before, behind) if found):
                if fold(part) in fold(company) or self._names.find(part):
                    continue
                rows = [row for row in self._library.figures() if fold(part) in fold(row.label)]
                if any(row.place != "table" for row in rows) and not any(
                    row.place == "table" for row in rows
                ):
                    return True
        return False

    def _named_in(self, label: str, metrics: set[str]) -> bool:
        """Whether the words around a figure of a sentence name one of the lines asked for."""
        words = [
            word
            for key in metrics
            if key in self._vocabulary.items
            for word in self._vocabulary.items[key].words
        ]
        return any(fold(word) in fold(label) for word in words)


def _names_in(ask: Ask) -> list[str]:
    return [leaf.item for measure in ask.measures for leaf in measure.leaves if leaf.item]


def _times(ask: Ask, book: Book, names: Sequence[str]) -> tuple[Period, Period] | None:
    """(earlier, later) among the book's periods; None where the question names a time they do not include."""
    periods = next((found for name in names if (found := book.periods(name))), book.periods())
    if not periods or ask.lacks_time:
        return None
    if len(ask.periods) > 1:
        return ask.periods[0], ask.periods[-1]
    latest = ask.periods[0] if ask.periods else _latest(periods)
    if not ask.periods and ask.operation == "value" and ask.before:
        latest = year_before(latest, periods) or latest
    return year_before(latest, periods) or latest, latest


def _latest(periods: Sequence[Period]) -> Period:
    """The latest period; a whole year rather than its last quarter."""
    return max(periods, key=lambda period: (period.end, -period.start.toordinal()))
