"""A named formula over amounts the asker gives, as an answer: computed, written out, and what a follow-up changes of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from index.errors import CalculationError
from index.format import format_quantity
from index.quantity import Quantity
from rag import phrase
from rag.answer import CalculationInput
from rag.draft import Draft
from rag.formulas import FORMULAS, compute, plain
from rag.formulas.compute import input_name
from rag.given import Given, given_formula, given_inputs
from rag.question import Question

_COUNTERS = {
    "inventory_days": {"ja": "日", "en": "days"},
    "inventory_days_from_cost": {"ja": "日", "en": "days"},
    "receivables_days": {"ja": "日", "en": "days"},
    "break_even_units": {"ja": "個", "en": "units"},
}
_OPERATORS = {
    "ja": str.maketrans({"/": "÷", "*": "×", "-": "−", "+": "＋"}),
    "en": str.maketrans({"/": "÷", "*": "×", "-": "−"}),
}
_OF_RATES = frozenset({"interest", "interest_month", "portion"})  # a percentage shown as one needs no ÷ 100
_LONGEST = 185  # characters of a direct answer that leave room for its markers


def formula_draft(question: Question) -> Draft | None:
    """The formula the question names, or that of the question it changes; None where not every input is given."""
    asked, given = question, given_formula(question.text, question.quantities)
    changed: dict[int, Quantity] = {}
    if given is None and question.earlier is not None:
        asked, given = _before(question.earlier)
        changed = given_inputs(given.key, question.text, question.quantities) if given else {}
        if not changed:
            return None
    if given is None:
        return None
    values = given.values | changed
    inputs = [
        CalculationInput(item.key, plain(values[place].value), values[place].unit, None, None)
        for place, item in enumerate(FORMULAS[given.key].inputs)
    ]
    try:
        calculation = compute(given.key, inputs, question.language)
    except CalculationError as error:
        return Draft("clarify", str(error))
    result = counted(given.key, Quantity(Decimal(calculation.result.value), calculation.result.unit), question.language)  # fmt: skip
    shown = format_quantity(result, question.language)
    steps = worked(given.key, [values[place] for place in range(len(inputs))], question.language)
    name = _name(given, asked.text, question.language)
    if question.language == "ja":
        direct = f"{name}は{shown}です（{steps}）。"
    else:
        direct = f"{phrase.capital(name)} is {shown} ({steps})."
    said = _said(given, changed, question.language)
    return Draft("answered", direct + said if len(direct + said) <= _LONGEST else direct, calculation=calculation)  # fmt: skip


def _name(given: Given, text: str, language: str) -> str:
    """What the formula gives, as the formula calls it, or as the asker did where that holds a number ("EPS")."""
    formula = FORMULAS[given.key]
    own = (formula.ja if language == "ja" else formula.en).split(" = ")[0]
    return text[given.start : given.end] if any(letter.isdigit() for letter in own) else own


def worked(formula: str, values: Sequence[Quantity], language: str) -> str:
    """The formula with its values as sentences write them: "12億円 ÷ 100億円"."""
    shown = [format_quantity(value, language) for value in values]
    if formula == "growth":
        return " → ".join(reversed(shown))
    if formula == "cagr":
        return (
            f"{shown[2]}で{shown[1]} → {shown[0]}"
            if language == "ja"
            else f"{shown[1]} → {shown[0]} in {shown[2]}"
        )
    template = "{0} * {1}" if formula in _OF_RATES else FORMULAS[formula].template.removesuffix(" * 100")
    signed = [f"({text})" if value.value < 0 else text for text, value in zip(shown, values, strict=True)]
    return template.translate(_OPERATORS[language]).format(*signed)


def counted(formula: str, result: Quantity, language: str) -> Quantity:
    """The result with what it counts, where it counts something."""
    counter = _COUNTERS.get(formula, {}).get(language, "")
    return Quantity(result.value, result.unit, counter)


def _before(question: Question | None) -> tuple[Question, Given | None]:
    """The newest question that gives a whole formula, from `question` back, with what was changed of it since."""
    assert question is not None
    asked, since = question, list[Question]()
    while True:
        if given := given_formula(asked.text, asked.quantities):
            for later in reversed(since):
                values = given.values | given_inputs(given.key, later.text, later.quantities)
                given = Given(given.key, values, given.start, given.end, given.named)
            return asked, given
        if asked.earlier is None:
            return asked, None
        since.append(asked)
        asked = asked.earlier


def _said(given: Given, changed: dict[int, Quantity], language: str) -> str:
    """What a follow-up changed, from what to what."""
    told = [
        f"{input_name(FORMULAS[given.key].inputs[place], language)} {format_quantity(given.values[place], language)}"
        f" → {format_quantity(value, language)}"
        for place, value in changed.items()
    ]
    if not told:
        return ""
    return f"変更点: {'、'.join(told)}。" if language == "ja" else f" Changed: {', '.join(told)}."
