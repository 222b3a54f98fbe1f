"""Calculations that a model asks for: done by the product, over inputs that a passage or the asker gives.

A calculation whose inputs nobody gave proves nothing, so it is refused with a sentence the model can act on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from index.errors import CalculationError
from index.periods import find_periods
from index.quantity import Quantity, find_quantities
from index.vocabulary import Vocabulary
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.cite import Span
from rag.formulas import plain
from rag.llm.expression import measure
from rag.llm.facts import Fact, facts_of
from rag.llm.shelf import Shelf


class Workings:
    """Keeps calculations on a shelf, each input traced to where it stands."""

    def __init__(self, shelf: Shelf, asked: Sequence[str], vocabulary: Vocabulary, language: str) -> None:
        self._shelf = shelf
        self._asked = tuple(asked)
        self._vocabulary = vocabulary
        self._language = language

    def keep(self, told: str) -> str:
        """What a model is told of a tool's result `told`: a calculation under its marker, any other text as it is."""
        calculation = _calculation(told)
        if calculation is None:
            return told
        worked = self._shelf.work(calculation, self._places(calculation))
        return json.dumps({"marker": worked.marker, **json.loads(told)}, ensure_ascii=False)

    def calculate(self, expression: str) -> str:
        """A model's own arithmetic, measured in the units of the amounts it is made of."""
        sources = list(self._sources())
        measured = measure(expression, [quantity for quantity, _ in sources])
        inputs = []
        for place in measured.used:
            quantity = sources[place][0]
            inputs.append(CalculationInput("amount", plain(quantity.value), quantity.unit, None, None))
        unit = measured.unit or "count"
        calculation = Calculation(
            measured.expression, measured.expression, tuple(inputs), CalculationResult(measured.value, unit)
        )
        worked = self._shelf.work(calculation, [sources[place][1] for place in measured.used])
        return json.dumps(
            {
                "marker": worked.marker,
                "expression": measured.expression,
                "value": measured.value,
                "unit": unit,
            },
            ensure_ascii=False,
        )

    def _sources(self) -> Iterator[tuple[Quantity, Span | None]]:
        """Every amount known so far, with its place; the asker's own first."""
        for quantity in self._given():
            yield quantity, None
        for fact in self._facts():
            yield fact.quantity, fact.span

    def _given(self) -> list[Quantity]:
        return [mention.quantity for text in self._asked for mention in find_quantities(text)]

    def _facts(self) -> list[Fact]:
        return [
            fact for shelved in self._shelf.passages.values() for fact in facts_of(shelved, self._vocabulary)
        ]

    def _places(self, calculation: Calculation) -> list[Span | None]:
        """Where each input stands: one firm's figures, of the measures their names say; None for the asker's own."""
        given, facts = self._given(), self._facts()
        options: list[list[Fact] | None] = []
        for item in calculation.inputs:
            quantity = Quantity(Decimal(item.value), item.unit)
            if any(_same(quantity, one) for one in given):
                options.append(None)
                continue
            found = [fact for fact in facts if _same(quantity, fact.quantity) and self._measures(fact, item)]
            if not found:
                raise CalculationError(
                    f"The {item.name.replace('_', ' ')} of {item.value} {item.unit} stands in no passage found so far and not in the "
                    "question: search for it first, and give amounts exactly as they are written."
                )
            options.append(found)
        chosen = _of_one_firm(options)
        if chosen is None:
            raise CalculationError("The inputs are figures of different companies: use figures of one.")
        self._dated(calculation, chosen)
        return [fact.span if fact else None for fact in chosen]

    def _measures(self, fact: Fact, item: CalculationInput) -> bool:
        """Whether a fact may be what an input is called; cash is no burn."""
        return (
            fact.metric is None
            or item.name not in self._vocabulary.metrics
            or fact.metric == item.name
            or {fact.metric, item.name} <= _SPENT
        )

    def _dated(self, calculation: Calculation, facts: Iterable[Fact | None]) -> None:
        """Refuse a date of the inputs that nobody told."""
        told = {mention.period for text in self._asked for mention in find_periods(text)}
        told |= {fact.period for fact in facts if fact and fact.period}
        told |= {
            mention.period for one in self._shelf.passages.values() for mention in find_periods(one.text)
        }
        months = {period.end.strftime("%Y-%m") for period in told}
        for item in calculation.inputs:
            if item.as_of and item.as_of[:7] not in months:
                raise CalculationError(
                    f"No passage found so far and no question tells {item.as_of}: leave as_of empty."
                )


_SPENT = {"burn", "cash_spent"}


def _same(one: Quantity, other: Quantity) -> bool:
    values = {other.value, other.upper}
    return one.value in values and (one.unit == other.unit or {one.unit, other.unit} <= {"count", "ratio"})


def _of_one_firm(options: Sequence[list[Fact] | None]) -> list[Fact | None] | None:
    """One fact for each input, all of one firm where firms are told; None where there is none for all."""
    firms = {firm for found in options if found for fact in found for firm in fact.companies}
    for firm in [*sorted(firms), None]:
        chosen: list[Fact | None] = []
        for found in options:
            if found is None:
                chosen.append(None)
                continue
            own = [fact for fact in found if not fact.companies or firm in fact.companies]
            if not own:
                break
            chosen.append(max(own, key=lambda fact: (bool(fact.companies), fact.metric is not None)))
        else:
            return chosen
    return None


def _calculation(told: str) -> Calculation | None:
    """The calculation that a tool's text holds."""
    try:
        data: Any = json.loads(told)
        return Calculation(
            data["formula"], data["expression"], tuple(CalculationInput(**item) for item in data["inputs"]),
            CalculationResult(**data["result"]), data.get("cash_out"), tuple(data.get("assumptions", ())),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError):
        return None
