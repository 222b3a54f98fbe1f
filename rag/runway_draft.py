"""How long the cash lasts, as an answer: inputs found, the runway computed, said in a sentence."""

from __future__ import annotations

from decimal import Decimal

from index.errors import CalculationError
from index.format import format_quantity
from index.quantity import Quantity
from index.times import MONTHS
from index.vocabulary import Vocabulary
from rag import phrase
from rag.answer import Calculation
from rag.burn import RunwayInputs, runway_inputs
from rag.draft import Draft, place_in, span_of
from rag.evidence import Evidence
from rag.finder import Finder
from rag.question import Question
from rag.runway import runway


def runway_draft(
    question: Question, finder: Finder, company: str | None, vocabulary: Vocabulary
) -> Draft | None:
    """The runway with its inputs cited, a sentence that says why there is none, or None where no input is known."""
    inputs = runway_inputs(question, finder, company)
    if inputs.problem:
        return Draft("clarify", inputs.problem)
    if inputs.cash is None or inputs.burn is None:
        return _missing(question, inputs, company, vocabulary)
    basis = [evidence for evidence in (inputs.cash_evidence, inputs.burn_evidence) if evidence]
    try:
        calculation = runway(
            inputs.cash, inputs.burn, as_of=inputs.as_of, language=question.language,
            cash_marker=place_in(inputs.cash_evidence, basis), burn_marker=place_in(inputs.burn_evidence, basis), raised=inputs.raised, income=inputs.income,
            **{f"{change.of}_factor": change.factor for change in inputs.changes},
        )  # fmt: skip
    except CalculationError as error:
        return Draft("clarify", str(error))
    direct = _sentence(question.language, calculation, inputs)
    stated = _stated(question, inputs, finder, company)
    return Draft(
        "answered", direct, tuple(span_of(evidence) for evidence in basis), tuple(span_of(e) for e in stated), "",
        calculation,
    )  # fmt: skip


def _stated(question: Question, inputs: RunwayInputs, finder: Finder, company: str | None) -> list[Evidence]:
    """Sentences that hold the figures the asker gave of a named company, where the articles do."""
    if not (company or question.names):
        return []
    given = [
        inputs.cash if not inputs.cash_evidence else None,
        inputs.burn if not inputs.burn_evidence else None,
    ]
    hits = [finder.stating(question.text, company, quantity)[:1] for quantity in given if quantity]
    return [hit[0] for hit in hits if hit]


def _missing(
    question: Question, inputs: RunwayInputs, company: str | None, vocabulary: Vocabulary
) -> Draft | None:
    if inputs.cash is None and inputs.burn is None and not question.quantities:
        return None
    measure = vocabulary.metrics["burn" if inputs.burn is None else "cash"]
    names = [vocabulary.entities[company].name(question.language)] if company else []
    return Draft("not_found", phrase.not_found(question.language, [*names, measure.name(question.language)]))


def _sentence(language: str, calculation: Calculation, inputs: RunwayInputs) -> str:
    assert inputs.cash is not None and inputs.burn is not None
    months = format_quantity(Quantity(Decimal(calculation.result.value), "month"), language)
    worked = _worked(language, inputs.cash, inputs.burn, inputs)
    if language == "ja":
        if not calculation.cash_out:
            return f"約{months}分です（{worked}）。"
        year, month = calculation.cash_out.split("-")
        return f"約{months}もち、{year}年{int(month)}月に尽きる計算です（{worked}）。"
    until = ""
    if calculation.cash_out:
        year, month = calculation.cash_out.split("-")
        until = f", until {MONTHS[int(month) - 1].capitalize()} {year}"
    return f"About {months}{until} ({worked})."


def _worked(language: str, cash: Quantity, burn: Quantity, inputs: RunwayInputs) -> str:
    """ "(80億ドル + 20億ドル) ÷ 月10億ドル"."""
    held, spent = format_quantity(cash, language), format_quantity(burn, language)
    for change in inputs.changes:
        times = f" × {change.factor.normalize():f}"
        held, spent = (held + times, spent) if change.of == "cash" else (held, f"({spent}{times})")
    if inputs.income:
        spent = f"({spent} − {format_quantity(inputs.income, language)})"
    if inputs.raised:
        held = f"({held} + {format_quantity(inputs.raised, language)})"
    return f"{held} ÷ {spent}"
