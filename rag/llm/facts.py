"""What the passages on a shelf state: each amount with whose it is, of what and for when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.period import Period
from index.quantity import Quantity, find_quantities
from index.vocabulary import Vocabulary
from rag.cite import Span
from rag.llm.orders import gives_orders
from rag.llm.shelf import Shelved


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount that the sentence at `span` states. `companies` is empty and `metric`, `period` None where it does not tell."""

    quantity: Quantity
    companies: frozenset[str]
    metric: str | None
    period: Period | None
    span: Span


def facts_of(shelved: Shelved, vocabulary: Vocabulary) -> list[Fact]:
    """Every amount of a passage, the ledger's reading first; sentences that give orders state nothing."""
    silent = [(one.start, one.end) for one in shelved.readings if gives_orders(one.text)]
    found: list[Fact] = []
    for row in shelved.rows:
        if row.quantity is not None and not any(low <= row.start < high for low, high in silent):
            span = Span(row.article_id, row.sentence_start, row.sentence_end)
            owner = frozenset((row.company,)) if row.company else frozenset[str]()
            found.append(Fact(row.quantity, owner, row.metric, row.period, span))
    for reading in shelved.readings:
        if (reading.start, reading.end) in silent:
            continue
        span = Span(reading.article_id, reading.start, reading.end)
        read = {figure.start: figure for figure in reading.figures}
        for mention in find_quantities(reading.text):
            figure = read.get(reading.start + mention.start)
            if figure is None:
                found.append(Fact(mention.quantity, frozenset(), None, None, span))
                continue
            named = figure.owners or figure.companies[: figure.own] or figure.companies
            owners = frozenset(
                key for key in named if key in vocabulary.entities and vocabulary.entities[key].is_company
            )
            amounts = {mention.quantity, figure.quantity or mention.quantity}
            found += [Fact(amount, owners, figure.metric, figure.period, span) for amount in amounts]
    return found


def stating(facts: Iterable[Fact], quantity: Quantity) -> list[Fact]:
    """The facts of exactly this value and unit."""
    return [
        fact
        for fact in facts
        if fact.quantity.unit == quantity.unit and fact.quantity.value == quantity.value
    ]
