"""Questions that ask for a number no article states: operands from the question or the articles, each cited.

`Arithmetic.answer` picks the operation's method, which finds its operands; where an operand is missing the question
is refused by name, never guessed. The formulas themselves are in `rag.formulas` and `rag.runway`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.errors import CalculationError
from index.format import format_quantity
from index.periods import Period
from index.quantity import Quantity
from index.vocabulary import Vocabulary, fold
from rag import phrase
from rag.answer import Calculation, CalculationInput
from rag.burn import RunwayInputs, runway_inputs
from rag.draft import Draft, span_of
from rag.evidence import Evidence, agree
from rag.finder import Finder
from rag.formulas import compute
from rag.question import Question
from rag.runway import runway

_MARGINS = (
    ("営業", "operating_income"),
    ("operating", "operating_income"),
    ("純利益", "net_income"),
    ("net margin", "net_income"),
)
_TARGET = re.compile(
    r"目標|予想|見通し|計画|想定|将来|拡張後|target|future|planned|goal|forecast|projection|expect|estimate",
    re.I,
)
_PER_MONTH = re.compile(r"ひと月|月あたり|月当たり|毎月|月々|月間|per month|a month|monthly", re.I)
_COMPARING = frozenset({"difference", "sum", "ratio", "growth", "share"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A named value with the sentence it comes from (None for a value the asker gave)."""

    name: str
    quantity: Quantity
    period: Period | None
    evidence: Evidence | None


class Arithmetic:
    """Answers `question.operation`, or returns None where the wording names no operands after all."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary) -> None:
        self._finder = finder
        self._vocabulary = vocabulary

    def answer(self, question: Question, query: str) -> Draft | None:
        """A draft with its calculation, a sentence that says why there is none, or None to answer it in words."""
        held = self._finder.about(question)
        if held is not self._finder and not (question.operation in _COMPARING and self._named(question)):
            return Arithmetic(held, self._vocabulary)._answer(question)
        return self._answer(question)

    def _answer(self, question: Question) -> Draft | None:
        if question.operation == "runway":
            return self._runway(question)
        operands = getattr(self, f"_{question.operation}")(question)
        if operands is None:
            # One company's figure must not pass for the difference of two.
            return self._nothing_to_compare(question) if question.operation in _COMPARING else None
        formula, found = operands
        try:
            return self._calculated(question, formula, found)
        except CalculationError as error:
            return Draft("clarify", str(error))

    def _calculated(self, question: Question, formula: str, operands: Sequence[Operand]) -> Draft:
        basis = [operand.evidence for operand in operands if operand.evidence]
        inputs = [_input(operand, basis) for operand in operands]
        calculation = compute(formula, inputs, question.language)
        result = Quantity(Decimal(calculation.result.value), calculation.result.unit)
        shown = format_quantity(result, question.language)
        worked = _worked(formula, operands, question.language)
        direct = _direct(question, shown, worked)
        support = tuple(span_of(evidence) for evidence in self._stated(question, operands))
        return Draft(
            "answered", direct, tuple(span_of(evidence) for evidence in basis), support, "", calculation
        )

    def _stated(self, question: Question, operands: Sequence[Operand]) -> list[Evidence]:
        """Sentences of the articles that hold the figures the asker gave, where they do."""
        found: list[Evidence] = []
        for operand in operands:
            if operand.evidence is None and operand.name != "months":
                hits = self._finder.stating(question.text, self._company(question), operand.quantity)
                found += [hit for hit in hits[:1] if hit.reading not in [other.reading for other in found]]
        return found

    # --- operands of each operation ---------------------------------------------------------------------------------

    def _margin(self, question: Question) -> tuple[str, list[Operand]] | None:
        part = next((metric for word, metric in _MARGINS if word in question.text.lower()), "gross_profit")
        profit = self._one(question, part)
        sales = self._one(question, "revenue", profit.period if profit else None, profit)
        return ("margin", [profit, sales]) if profit and sales else None

    def _interest(self, question: Question) -> tuple[str, list[Operand]] | None:
        debt = self._given(question, "money", "debt") or self._one(question, "debt")
        rate = self._given(question, "percent", "interest_rate") or self._one(
            question, "interest_rate", None, debt
        )
        if not (debt and rate):
            return None
        return ("interest_month" if _PER_MONTH.search(question.text) else "interest"), [debt, rate]

    def _portion(self, question: Question) -> tuple[str, list[Operand]] | None:
        worth = self._given(question, "money", "valuation") or self._one(question, "valuation")
        share = self._given(question, "percent", "stake") or self._one(question, "stake")
        return ("portion", [worth, share]) if worth and share else None

    def _remaining(self, question: Question) -> tuple[str, list[Operand]] | None:
        target = self._one(question, "revenue_target")
        actual = self._latest_total(question, "revenue", target) if target else None
        return ("remaining", [target, actual]) if target and actual else None

    def _share(self, question: Question) -> tuple[str, list[Operand]] | None:
        if re.search(r"達成率|進捗率|目標の", question.text):
            remaining = self._remaining(question)
            return ("share", [remaining[1][1], remaining[1][0]]) if remaining else None
        pair = self._pair(question)
        if pair is None:
            return None
        return "share", sorted(pair, key=lambda operand: operand.quantity.value)

    def _difference(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._pair(question)
        return ("difference", sorted(pair, key=lambda operand: -operand.quantity.value)) if pair else None

    def _growth(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._pair(question)
        return ("growth", sorted(pair, key=lambda operand: _ends(operand), reverse=True)) if pair else None

    def _ratio(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._pair(question)
        return ("ratio", sorted(pair, key=lambda operand: -operand.quantity.value)) if pair else None

    def _sum(self, question: Question) -> tuple[str, list[Operand]] | None:
        pair = self._pair(question)
        return ("sum", pair) if pair else None

    def _average(self, question: Question) -> tuple[str, list[Operand]] | None:
        metrics = question.metric_keys or ("cash_spent",)
        metrics = tuple("cash_spent" if metric == "burn" else metric for metric in metrics)
        for metric in metrics:
            for evidence in self._finder.ledger(self._company(question), metric, rate=False):
                figure = evidence.figure
                if figure and figure.quantity and figure.period and (months := _months(figure.period)) > 1:
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
        whose = next(iter(question.entity_keys), None) if metric == "price" else self._company(question)
        for evidence in self._finder.ledger(whose, metric, rate=True):
            figure = evidence.figure
            if figure and figure.quantity and figure.quantity.unit.endswith("/month"):
                rate = Operand(metric, figure.quantity, figure.period, evidence)
                return "yearly", [rate, months]
        return None

    def _named(self, question: Question) -> list[str]:
        """Whom the question compares, where the vocabulary does not know all of them."""
        companies = [key for key in question.entity_keys if self._vocabulary.entities[key].is_company]
        subjects = [*companies, *question.names]
        return subjects if question.names and len(subjects) > 1 else []

    def _nothing_to_compare(self, question: Question) -> Draft | None:
        subjects = self._named(question)
        if len(question.metric_keys) != 1 or not subjects:
            return None
        period = question.period_values[0] if question.period_values else None
        metric = question.metric_keys[0]
        lacking = [name for name in subjects if self._of(question, name, metric, period) is None]
        names = [*lacking, self._vocabulary.metrics[metric].name(question.language)]
        return Draft("not_found", phrase.not_found(question.language, names))

    def _of(self, question: Question, name: str, metric: str, period: Period | None) -> Operand | None:
        """The measure of one of several names: a sentence that names only another is that one's."""
        if name in self._vocabulary.entities:
            return _first(metric, self._finder.ledger(name, metric, period))
        finder = self._finder.about(replace(question, names=(name,)))
        others = [fold(other) for other in question.names if other != name]
        found = [
            evidence
            for evidence in finder.ledger(None, metric, period)
            if fold(name) in (text := fold(evidence.reading.text))
            or not any(other in text for other in others)
        ]
        found.sort(key=lambda evidence: fold(name) not in fold(evidence.reading.text))
        return _first(metric, found)

    # --- finding operands -------------------------------------------------------------------------------------------

    def _company(self, question: Question) -> str | None:
        return next((key for key in question.entity_keys if self._vocabulary.entities[key].is_company), None)

    def _one(
        self, question: Question, metric: str, period: Period | None = None, beside: Operand | None = None
    ) -> Operand | None:
        asked = period or (question.period_values[0] if question.period_values else None)
        found = self._finder.ledger(self._company(question), metric, asked)
        if not found and metric in ("debt", "interest_rate", "revenue_target"):
            found = self._finder.ledger(self._company(question), metric)
        found = self._same_story(question, found, beside)
        return _operand(metric, found[0]) if found else None

    def _latest_total(self, question: Question, metric: str, beside: Operand) -> Operand | None:
        """The figure that runs longest: a year's target is held against what has come in so far, not one quarter."""
        found = [
            e
            for e in self._finder.ledger(self._company(question), metric, rate=False)
            if e.figure and e.figure.kind == "reported"
        ]
        found = self._same_story(question, found, beside)
        best = max(
            found,
            key=lambda e: (_months(e.figure.period) if e.figure and e.figure.period else 0, e.score),
            default=None,
        )
        return _operand(metric, best) if best else None

    def _same_story(
        self, question: Question, found: list[Evidence], beside: Operand | None
    ) -> list[Evidence]:
        """Where no company is named, the second operand must come from the first one's article."""
        if self._company(question) or beside is None or beside.evidence is None:
            return found
        return [
            evidence
            for evidence in found
            if evidence.reading.article_id == beside.evidence.reading.article_id
        ]

    def _given(self, question: Question, unit: str, name: str) -> Operand | None:
        for mention in question.quantities:
            is_percent = mention.quantity.unit == "percent"
            if is_percent == (unit == "percent") and "/" not in mention.quantity.unit:
                return Operand(name, mention.quantity, None, None)
        return None

    def _pair(self, question: Question) -> list[Operand] | None:
        """Two values to compare: of two periods, two measures, two companies, or a forecast and its outcome."""
        company, metrics, periods = self._company(question), question.metric_keys, question.period_values
        given = [
            Operand(f"value {n}", m.quantity, None, None) for n, m in enumerate(question.quantities, start=1)
        ]
        if len(given) >= 2 and given[0].quantity.unit == given[1].quantity.unit:
            return given[:2]
        companies = [key for key in question.entity_keys if self._vocabulary.entities[key].is_company]
        if len(metrics) >= 2:
            first = self._one(question, metrics[0], periods[0] if periods else None)
            pair = [first, self._one(question, metrics[1], periods[0] if periods else None, first)]
        elif len(metrics) == 1 and len(periods) >= 2:
            first = self._one(question, metrics[0], periods[0])
            pair = [first, self._one(question, metrics[0], periods[1], first)]
        elif len(metrics) == 1 and (subjects := self._named(question)):
            pair = [
                self._of(question, name, metrics[0], periods[0] if periods else None) for name in subjects
            ]
            if len(pair) != 2:
                return None
        elif len(metrics) == 1 and len(companies) >= 2:
            firsts = [_first(metrics[0], self._finder.ledger(key, metrics[0])) for key in companies]
            pair = sorted(firsts, key=lambda operand: operand is None)[:2]
        elif len(metrics) == 1:
            pair = self._pair_of_one(question, company, metrics[0])
        else:
            return None
        known = [operand for operand in pair if operand is not None]
        units = {operand.quantity.unit.split("/")[0] for operand in known}
        return known if len(known) == 2 and len(units) == 1 else None

    def _pair_of_one(self, question: Question, company: str | None, metric: str) -> list[Operand | None]:
        found = [e for e in self._finder.ledger(company, metric) if e.figure and e.figure.quantity]
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
            latest = sorted(reported, key=lambda e: _ends(_operand(metric, e)), reverse=True)
            distinct = list({e.figure.period: e for e in reversed(latest) if e.figure}.values())[::-1]
            wanted = list(distinct[:2])
        return [_operand(metric, evidence) if evidence else None for evidence in wanted]

    # --- runway -----------------------------------------------------------------------------------------------------

    def _runway(self, question: Question) -> Draft | None:
        inputs = runway_inputs(question, self._finder, self._company(question))
        if inputs.problem:
            return Draft("clarify", inputs.problem)
        if inputs.cash is None or inputs.burn is None:
            return self._runway_missing(question, inputs)
        basis = [evidence for evidence in (inputs.cash_evidence, inputs.burn_evidence) if evidence]
        try:
            calculation = runway(
                inputs.cash, inputs.burn, as_of=inputs.as_of, language=question.language,
                cash_marker=_place(inputs.cash_evidence, basis), burn_marker=_place(inputs.burn_evidence, basis), raised=inputs.raised,
                **{f"{change.of}_factor": change.factor for change in inputs.changes},
            )  # fmt: skip
        except CalculationError as error:
            return Draft("clarify", str(error))
        direct = _runway_sentence(question, calculation, inputs)
        return Draft("answered", direct, tuple(span_of(evidence) for evidence in basis), (), "", calculation)

    def _runway_missing(self, question: Question, inputs: RunwayInputs) -> Draft | None:
        if inputs.cash is None and inputs.burn is None and not question.quantities:
            return None
        key = "burn" if inputs.burn is None else "cash"
        company = self._company(question)
        names = [self._vocabulary.entities[company].name(question.language)] if company else []
        return Draft(
            "not_found",
            phrase.not_found(
                question.language, [*names, self._vocabulary.metrics[key].name(question.language)]
            ),
        )


def _operand(metric: str, evidence: Evidence) -> Operand:
    assert evidence.figure is not None and evidence.figure.quantity is not None
    return Operand(metric, evidence.figure.quantity, evidence.figure.period, evidence)


def _first(metric: str, found: Sequence[Evidence]) -> Operand | None:
    return _operand(metric, found[0]) if found else None


def _input(operand: Operand, basis: list[Evidence]) -> CalculationInput:
    as_of = operand.period.as_of() if operand.period and operand.evidence else None
    return CalculationInput(
        operand.name,
        str(operand.quantity.value),
        operand.quantity.unit,
        as_of,
        _place(operand.evidence, basis),
    )


def _place(evidence: Evidence | None, basis: list[Evidence]) -> int | None:
    return basis.index(evidence) + 1 if evidence else None


def _ends(operand: Operand) -> int:
    return operand.period.end.toordinal() if operand.period else 0


def _months(period: Period) -> int:
    if period.kind == "point":
        return 0
    return (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1


_SIGNS = {
    "margin": "÷",
    "share": "÷",
    "ratio": "÷",
    "average": "÷",
    "difference": "−",
    "remaining": "−",
    "sum": "＋",
    "interest": "×",
    "interest_month": "×",
    "portion": "×",
    "yearly": "×",
}


def _worked(formula: str, operands: Sequence[Operand], language: str) -> str:
    sign = _SIGNS.get(formula, "→")
    shown = [format_quantity(operand.quantity, language) for operand in operands]
    return f" {sign} ".join(reversed(shown) if sign == "→" else shown)


def _direct(question: Question, shown: str, worked: str) -> str:
    filled = phrase.fill(question, shown)
    if question.language == "ja":
        sentence = filled or f"{shown}です。"
        return f"{sentence.rstrip('。')}（{worked}）。"
    sentence = filled or f"{phrase.capital(shown)}."
    return f"{sentence.rstrip('.')} ({worked})."


def _runway_sentence(question: Question, calculation: Calculation, inputs: RunwayInputs) -> str:
    assert inputs.cash is not None and inputs.burn is not None
    language = question.language
    months = format_quantity(Quantity(Decimal(calculation.result.value), "month"), language)
    cash, burn = format_quantity(inputs.cash, language), format_quantity(inputs.burn, language)
    for change in inputs.changes:
        times = f" × {change.factor.normalize():f}"
        cash, burn = (cash + times, burn) if change.of == "cash" else (cash, f"({burn}{times})")
    if inputs.raised:
        cash = f"({cash} + {format_quantity(inputs.raised, language)})"
    until = ""
    if calculation.cash_out:
        year, month = calculation.cash_out.split("-")
        until = (
            f"、{year}年{int(month)}月に尽きる計算です"
            if language == "ja"
            else f", until {_MONTH_NAMES[int(month) - 1]} {year}"
        )
    if language == "ja":
        return (
            f"約{months}分です{until}（{cash} ÷ {burn}）。"
            if not until
            else f"約{months}もち{until}（{cash} ÷ {burn}）。"
        )
    return f"About {months}{until} ({cash} ÷ {burn})."


_MONTH_NAMES = "January February March April May June July August September October November December".split()
