"""What the passages on a shelf state: each amount with whose it is, of what and for when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.figures import Figure
from index.period import Period
from index.quantity import Quantity, find_quantities
from index.vocabulary import Vocabulary
from rag.cite import Span
from rag.llm.orders import gives_orders
from rag.llm.shelf import Shelved

_JOINED = re.compile(r"と|、| and ")


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount that the sentence at `span` states. `companies` is empty and `metric`, `period` None where it does not tell."""

    quantity: Quantity
    companies: frozenset[str]
    metric: str | None
    period: Period | None
    span: Span


def facts_of(shelved: Shelved, vocabulary: Vocabulary) -> list[Fact]:
    """Every amount of a passage, as its sentence and the ledger read it; sentences that give orders state nothing."""
    rows = {row.start: row for row in shelved.rows}
    found: list[Fact] = []
    for reading in shelved.readings:
        if gives_orders(reading.text):
            continue
        span = Span(reading.article_id, reading.start, reading.end)
        read = {figure.start: figure for figure in reading.figures}
        for mention in find_quantities(reading.text):
            figure, row = (
                read.get(reading.start + mention.start),
                rows.pop(reading.start + mention.start, None),
            )
            amounts = {mention.quantity, *(one.quantity for one in (figure, row) if one and one.quantity)}
            owners = _owners(figure, vocabulary) | _firms(row.company if row else None)
            metric = (row.metric if row else None) or (figure.metric if figure else None)
            period = (row.period if row else None) or (figure.period if figure else None)
            found += [Fact(amount, owners, metric, period, span) for amount in amounts]
    ordered = [(one.start, one.end) for one in shelved.readings if gives_orders(one.text)]
    for row in rows.values():  # table cells, which are amounts only with what stands around them
        if row.quantity is not None and not any(low <= row.start < high for low, high in ordered):
            owner = _firms(row.company)
            span = Span(row.article_id, row.sentence_start, row.sentence_end)
            found.append(Fact(row.quantity, owner, row.metric, row.period, span))
    return found


def _firms(name: str | None) -> frozenset[str]:
    """A firm as the ledger names it; each of several that a title joins ("甲社と乙社") may be meant."""
    return frozenset((name, *_JOINED.split(name))) if name else frozenset()


def _owners(figure: Figure | None, vocabulary: Vocabulary) -> frozenset[str]:
    """The firms of the vocabulary that a sentence may mean, those it names as owners first."""
    if figure is None:
        return frozenset()
    named = figure.owners or figure.companies[: figure.own] or figure.companies
    return frozenset(vocabulary.companies(key for key in named if key in vocabulary.entities))
