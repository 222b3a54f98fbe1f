"""Questions that ask for a number no article states: operands from the question or the articles, each cited.

`Arithmetic.answer` picks the operation's method, which finds its operands; where an operand is missing the question
is refused by name, never guessed. Operands are found in `rag.operands`, formulas are in `rag.formulas`, runways in
`rag.runway_draft`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from index.errors import CalculationError
from index.format import format_quantity
from index.quantity import Quantity
from index.vocabulary import Vocabulary
from rag import phrase
from rag.answer import CalculationInput
from rag.base_period import Bases, named_base
from rag.break_even import break_even_draft
from rag.draft import Draft, place_in, span_of
from rag.evidence import Evidence, agree
from rag.exchange import converted, find_rate
from rag.finder import Finder
from rag.fit import ASKS_CHANGE
from rag.formula_draft import formula_draft, worked
from rag.formulas import compute
from rag.operands import Operand, Operands, ends_of, months_of
from rag.question import Question
from rag.runway_draft import runway_draft

_MARGINS = (
    ("純損失率", "net_loss"),
    ("営業", "operating_income"),
    ("operating", "operating_income"),
    ("純利益", "net_income"),
    ("net margin", "net_income"),
)
_PER_MONTH = re.compile(r"ひと月|月あたり|月当たり|毎月|月々|月間|per month|a month|monthly", re.I)
_FALLS = re.compile(r"減|下が|低|縮|安|fall|fell|drop|lower|less|smaller|below|declin|shr[iau]nk", re.I)
_COMPARING = frozenset({"difference", "sum", "ratio", "growth", "share"})


class Arithmetic:
    """Answers `question.operation`, or returns None where the wording names no operands after all."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary) -> None:
        self._finder = finder
        self._vocabulary = vocabulary
        self._operands = Operands(finder, vocabulary)

    def answer(self, question: Question, query: str) -> Draft | None:
        """A draft with its calculation, a sentence that says why there is none, or None to answer it in words."""
        held = self._finder.about(question)
        if held is not self._finder and not (
            question.operation in _COMPARING and self._operands.named(question)
        ):
            return Arithmetic(held, self._vocabulary)._answer(question, query)
        return self._answer(question, query)

    def _answer(self, question: Question, query: str) -> Draft | None:
        if question.operation == "runway":
            company = self._operands.company(question)
            return runway_draft(question, self._finder, company, self._vocabulary)
        if question.operation == "break_even":
            return break_even_draft(question, self._finder, self._operands.company(question))
        if question.operation == "convert":
            return self._converted(question)
        if question.operation == "formula":
            return formula_draft(question)
        if months := named_base(question):
            return self._against(question, query, months)
        operands = getattr(self, f"_{question.operation}")(question)
        if operands is None:
            # One company's figure must not pass for the difference of two.
            return self._nothing_to_compare(question) if question.operation in _COMPARING else None
        formula, found = operands
        try:
            return self._calculated(question, formula, found)
        except CalculationError as error:
            return Draft("clarify", str(error))

    def _against(self, question: Question, query: str, months: int) -> Draft | None:
        """A change against the quarter or the year before; None where a sentence tells it without a calculation."""
        bases = Bases(self._finder, self._vocabulary)
        pair = bases.pair(question, months)
        if pair is None:
            return None if bases.told(question, query, months) else bases.lacking(question, months)
        if question.operation == "difference":
            pair.sort(key=lambda operand: -operand.quantity.value)
        try:
            return self._calculated(question, question.operation or "", pair)
        except CalculationError as error:
            return Draft("clarify", str(error))

    def _calculated(self, question: Question, formula: str, operands: Sequence[Operand]) -> Draft:
        basis = [operand.evidence for operand in operands if operand.evidence]
        inputs = [_input(operand, basis) for operand in operands]
        calculation = compute(formula, inputs, question.language)
        result = Quantity(Decimal(calculation.result.value), calculation.result.unit)
        shown = format_quantity(result, question.language) + _counter(question, result)
        steps = worked(formula, [operand.quantity for operand in operands], question.language)
        direct = _direct(question, shown, steps)
        support = tuple(span_of(evidence) for evidence in self._stated(question, operands))
        return Draft(
            "answered", direct, tuple(span_of(evidence) for evidence in basis), support, "", calculation
        )

    def _converted(self, question: Question) -> Draft | None:
        """An amount of the asker's, or the articles' figure asked for, in another currency at the rate the asker gives."""
        rate = find_rate(question.text)
        amount = self._operands.given(question, "money", "amount") or (
            self._operands.one(question, question.metric_keys[0]) if question.metric_keys else None
        )
        if rate is None or amount is None:
            return None
        basis = [amount.evidence] if amount.evidence else []
        try:
            calculation = converted(
                amount.quantity, rate, place_in(amount.evidence, basis), question.language
            )
        except CalculationError as error:
            return Draft("clarify", str(error))
        result = Quantity(Decimal(calculation.result.value), calculation.result.unit)
        shown, whole = (format_quantity(one, question.language) for one in (result, amount.quantity))
        told = question.text[rate.start : rate.end]
        direct = f"{shown}です（{whole}、{told}で換算）。" if question.language == "ja" else f"{phrase.capital(shown)} ({whole}, at {told})."  # fmt: skip
        return Draft("answered", direct, tuple(span_of(one) for one in basis), calculation=calculation)

    def _stated(self, question: Question, operands: Sequence[Operand]) -> list[Evidence]:
        """Sentences of the articles that hold the figures the asker gave, where they do."""
        found: list[Evidence] = []
        for operand in operands:
            if operand.evidence is None and operand.name != "months":
                hits = self._finder.stating(question.text, self._operands.company(question), operand.quantity)
                found += [hit for hit in hits[:1] if hit.reading not in [other.reading for other in found]]
        return found

    # --- operands of each operation ---------------------------------------------------------------------------------

    def _margin(self, question: Question) -> tuple[str, list[Operand]] | None:
        part = next((metric for word, metric in _MARGINS if word in question.text.lower()), "gross_profit")
        profit = self._operands.one(question, part)
        sales = self._operands.one(question, "revenue", profit.period if profit else None, profit)
        return ("margin", [profit, sales]) if profit and sales else None

    def _interest(self, question: Question) -> tuple[str, list[Operand]] | None:
        debt = self._operands.given(question, "money", "debt") or self._operands.one(question, "debt")
        rate = self._operands.given(question, "percent", "interest_rate") or self._operands.one(
            question, "interest_rate", None, debt
        )
        if not (debt and rate):
            return None
        return ("interest_month" if _PER_MONTH.search(question.text) else "interest"), [debt, rate]

    def _portion(self, question: Question) -> tuple[str, list[Operand]] | None:
        worth = self._operands.given(question, "money", "valuation") or self._operands.one(
            question, "valuation"
        )
        share = self._operands.given(question, "percent", "stake") or self._operands.one(question, "stake")
        return ("portion", [worth, share]) if worth and share else None

    def _remaining(self, question: Question) -> tuple[str, list[Operand]] | None:
        target = self._operands.one(question, "revenue_target")
        actual = self._operands.latest_total(question, "revenue", target) if target else None
        return ("remaining", [target, actual]) if target and actual else None

    def _share(self, question: Question) -> tuple[str, list[Operand]] | None:
        if re.search(r"達成率|進捗率|目標の", question.text):
            remaining = self._remaining(question)
            return ("share", [remaining[1][1], remaining[1][0]]) if remaining else None
        pair = self._operands.pair(question)
        if pair is None:
            return None
        return "share", sorted(pair, key=lambda operand: operand.quantity.value)

    def _difference(self, question: Question) -> tuple[str, list[Operand]] | None:
        moved = self._operands.moved(question) if ASKS_CHANGE.search(question.text) else None
        pair = moved or self._operands.pair(question)
        return ("difference", sorted(pair, key=lambda operand: -operand.quantity.value)) if pair else None

    def _growth(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._operands.pair(question)
        if pair and all(
            operand.evidence is None for operand in pair
        ):  # the asker's own: which is new, the words say
            falls = bool(_FALLS.search(question.text))
            return "growth", sorted(pair, key=lambda operand: operand.quantity.value, reverse=not falls)
        if (
            pair and pair[0].evidence is None
        ):  # "if it rose to 200 billion": the supposed value is the new one
            return "growth", pair
        return ("growth", sorted(pair, key=lambda operand: ends_of(operand), reverse=True)) if pair else None

    def _ratio(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._operands.pair(question)
        return ("ratio", sorted(pair, key=lambda operand: -operand.quantity.value)) if pair else None

    def _sum(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._operands.pair(question)
        return ("sum", pair) if pair else None

    def _average(self, question: Question) -> tuple[str, list[Operand]] | None:
        metrics = question.metric_keys or ("cash_spent",)
        metrics = tuple("cash_spent" if metric == "burn" else metric for metric in metrics)
        for metric in metrics:
            for evidence in self._finder.ledger(self._operands.company(question), metric, rate=False):
                figure = evidence.figure
                if figure and figure.quantity and figure.period and (months := months_of(figure.period)) > 1:
                    if question.period_values and not any(
                        agree(p, figure.period) for p in question.period_values
                    ):
                        continue
                    total = Operand(metric, figure.quantity, figure.period, evidence)
                    return "average", [
                        total,
                        Operand("months", Quantity(Decimal(months), "month"), figure.period, evidence),
                    ]
        return None

    def _yearly(self, question: Question) -> tuple[str, list[Operand]] | None:
        months = Operand("months", Quantity(Decimal(12), "month"), None, None)
        for mention in question.quantities:
            if mention.quantity.unit.endswith("/month"):
                return "yearly", [Operand("rate", mention.quantity, None, None), months]
        metric = next(
            (key for key in question.metric_keys if key in ("price", "burn", "subscribers")), "price"
        )
        whose = (
            next(iter(question.entity_keys), None) if metric == "price" else self._operands.company(question)
        )
        for evidence in self._finder.ledger(whose, metric, rate=True):
            figure = evidence.figure
            if figure and figure.quantity and figure.quantity.unit.endswith("/month"):
                rate = Operand(metric, figure.quantity, figure.period, evidence)
                return "yearly", [rate, months]
        return None

    def _nothing_to_compare(self, question: Question) -> Draft | None:
        subjects = self._operands.named(question)
        if len(question.metric_keys) != 1 or not subjects:
            return None
        period = question.period_values[0] if question.period_values else None
        metric = question.metric_keys[0]
        lacking = [name for name in subjects if self._operands.of(question, name, metric, period) is None]
        names = [*lacking, self._vocabulary.metrics[metric].name(question.language)]
        return Draft("not_found", phrase.not_found(question.language, names))


def _input(operand: Operand, basis: list[Evidence]) -> CalculationInput:
    as_of = operand.period.as_of() if operand.period and operand.evidence else None
    return CalculationInput(
        operand.name,
        str(operand.quantity.value),
        operand.quantity.unit,
        as_of,
        place_in(operand.evidence, basis),
    )


def _counter(question: Question, result: Quantity) -> str:
    """ "何人増えた" is answered in people."""
    asked = re.search(r"何([人名社件基機台店本個])", question.text)
    return asked[1] if asked and result.unit == "count" else ""


def _direct(question: Question, shown: str, steps: str) -> str:
    filled = phrase.fill(question, shown)
    if question.language == "ja":
        sentence = filled or f"{shown}です。"
        return f"{sentence.rstrip('。')}（{steps}）。"
    sentence = filled or f"{phrase.capital(shown)}."
    return f"{sentence.rstrip('.')} ({steps})."
