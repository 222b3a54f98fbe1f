"""The revenue a company still needs a month to cover its burn, from the asker's amounts and the articles', each cited."""

from __future__ import annotations

from decimal import Decimal

from index.errors import CalculationError
from index.format import format_quantity
from index.quantity import Quantity
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.burn import RunwayInputs, runway_inputs, with_income
from rag.calculator import evaluate
from rag.draft import Draft, place_in, span_of
from rag.finder import Finder
from rag.formulas import FORMULAS, plain
from rag.months import PER_MONTH, monthly
from rag.question import Question

_MIXED = {
    "ja": "支出と収入の通貨が異なり（{burn}と{income}）、換算レートがないため計算できません。同じ通貨でそろえてください。",
    "en": "Burn is in {burn} and income in {income}, and no exchange rate is given: use one currency.",
}
_ENOUGH = {
    "ja": "収入はすでに支出に届いています（{income} ≧ {burn}）。",
    "en": "Income already covers the burn ({income} against {burn}).",
}


def break_even_draft(question: Question, finder: Finder, company: str | None) -> Draft | None:
    """Burn less income a month, or None where one of them is not known."""
    inputs = with_income(runway_inputs(question, finder, company), finder, company)
    burn, income = inputs.burn, inputs.income
    if inputs.problem or burn is None or income is None:
        return None
    if not all(amount.unit.partition("/")[2] in PER_MONTH for amount in (burn, income)):
        return None
    language = question.language
    try:
        calculation = _computed(inputs, burn, income, language)
    except CalculationError as error:
        return Draft("clarify", str(error))
    basis = [evidence for evidence in (inputs.burn_evidence, inputs.income_evidence) if evidence]
    spent, earned = format_quantity(burn, language), format_quantity(income, language)
    short = Quantity(Decimal(calculation.result.value), calculation.result.unit)
    if short.value <= 0:
        direct = _ENOUGH[language].format(income=earned, burn=spent)
    elif language == "ja":
        direct = (
            f"収支均衡までに、あと{format_quantity(short, language)}の増収が必要です（{spent} − {earned}）。"
        )
    else:
        direct = f"Another {format_quantity(short, language)} of revenue is needed to break even ({spent} − {earned})."
    return Draft("answered", direct, tuple(span_of(evidence) for evidence in basis), calculation=calculation)


def _computed(inputs: RunwayInputs, burn: Quantity, income: Quantity, language: str) -> Calculation:
    """The formula `revenue_to_break_even`, with rates of any period."""
    currency, earned_in = burn.unit.partition("/")[0], income.unit.partition("/")[0]
    if currency != earned_in:
        raise CalculationError(_MIXED[language].format(burn=currency, income=earned_in))
    basis = [evidence for evidence in (inputs.burn_evidence, inputs.income_evidence) if evidence]
    formula = FORMULAS["revenue_to_break_even"]
    expression = f"{monthly(burn, burn.upper)} - {monthly(income)}"
    return Calculation(
        formula.ja if language == "ja" else formula.en, expression,
        (
            CalculationInput("burn", plain(burn.value if burn.upper is None else burn.upper), burn.unit, None, place_in(inputs.burn_evidence, basis)),
            CalculationInput("income", plain(income.value), income.unit, None, place_in(inputs.income_evidence, basis)),
        ),
        CalculationResult(plain(evaluate(expression)), f"{currency}/month"),
    )  # fmt: skip
