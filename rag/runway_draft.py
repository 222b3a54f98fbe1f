"""How long the cash lasts, as an answer: inputs found, the runway computed, said in a sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from index.errors import CalculationError
from index.format import format_quantity
from index.quantity import Quantity
from index.times import MONTHS
from index.vocabulary import Vocabulary
from rag import phrase
from rag.answer import Calculation
from rag.burn import RunwayInputs, is_deadline, runway_inputs
from rag.draft import Draft, place_in, span_of
from rag.evidence import Evidence
from rag.finder import Finder
from rag.question import Question
from rag.runway import runway
from rag.scenario import supposes

_DEFAULT = re.compile(r"デフォルト・?(?:アライブ|デッド)|\bdefault[- ](?:alive|dead)\b", re.I)
_LONGEST = 185  # characters of a direct answer that leave room for its markers
_NAMES = {
    "cash": {"ja": "現金", "en": "cash"},
    "burn": {"ja": "支出", "en": "burn"},
    "raised": {"ja": "調達", "en": "new money"},
    "income": {"ja": "収入", "en": "income"},
    "growth": {"ja": "収入の毎月の伸び", "en": "income growth a month"},
}
_NONE = {"ja": "なし", "en": "none"}


def runway_draft(
    question: Question, finder: Finder, company: str | None, vocabulary: Vocabulary
) -> Draft | None:
    """The runway with its inputs cited, a sentence that says why there is none, or None where no input is known.

    Of a follow-up that changes an input it says what was changed, from what to what.
    """
    inputs = runway_inputs(question, finder, company)
    if inputs.problem:
        return Draft("clarify", inputs.problem)
    if inputs.cash is None or inputs.burn is None:
        return _missing(question, inputs, company, vocabulary)
    try:
        calculation = _computed(inputs, question.language)
    except CalculationError as error:
        return Draft("clarify", str(error))
    before = _before(question, finder, company)
    changed = changes_between(before, inputs, question.language) if before else []
    basis = _evidence(inputs) + [e for e in _evidence(before) if changed and e not in _evidence(inputs)]
    direct = _verdict(question, calculation) + _sentence(question.language, calculation, inputs)
    for told in (changed, changed[-1:]):  # all of it, or what was said last
        if told and len(said := f"{direct}{_said(told, question.language)}") <= _LONGEST:
            direct = said
            break
    if before and changed:
        calculation = _with_former(calculation, before, question.language)
    stated = _stated(question, inputs, finder, company)
    return Draft(
        "answered", direct, tuple(span_of(evidence) for evidence in basis), tuple(span_of(e) for e in stated), "",
        calculation,
    )  # fmt: skip


def _computed(inputs: RunwayInputs, language: str) -> Calculation:
    basis = _evidence(inputs)
    return runway(
        inputs.cash, inputs.burn, as_of=inputs.as_of, language=language, raised=inputs.raised, income=inputs.income,
        cash_marker=place_in(inputs.cash_evidence, basis), burn_marker=place_in(inputs.burn_evidence, basis),
        income_marker=place_in(inputs.income_evidence, basis), growth=inputs.growth, rate=inputs.rate,
        cash_factor=_factor(inputs, "cash"), burn_factor=_factor(inputs, "burn"), income_factor=_factor(inputs, "income"),
    )  # fmt: skip


def _factor(inputs: RunwayInputs, of: str) -> Decimal | None:
    return next((change.factor for change in inputs.changes if change.of == of), None)


def _evidence(inputs: RunwayInputs | None) -> list[Evidence]:
    """What the inputs rest on, in the order in which it is cited."""
    if inputs is None:
        return []
    found = (inputs.cash_evidence, inputs.burn_evidence, inputs.income_evidence)
    return [evidence for evidence in found if evidence]


def _before(question: Question, finder: Finder, company: str | None) -> RunwayInputs | None:
    """The inputs of the runway that this question changes, or None where it asks of another company or of nothing before."""
    earlier = question.earlier
    if earlier is None or earlier.operation != "runway" or not supposes_other(question):
        return None
    if (earlier.entity_keys, earlier.names) != (question.entity_keys, question.names):
        return None
    former = runway_inputs(earlier, finder, company)
    return None if former.problem or former.cash is None or former.burn is None else former


def supposes_other(question: Question) -> bool:
    """Whether the words give other inputs."""
    return bool(question.quantities) or supposes(question.text)


def changes_between(before: RunwayInputs, after: RunwayInputs, language: str) -> list[tuple[str, str, str]]:
    """(what, before, after) of every input that differs, as a sentence writes them."""
    told = [(_told(before, name, language), _told(after, name, language)) for name in _NAMES]
    none = _NONE[language]
    return [
        (_NAMES[name][language], old or none, new or none)
        for name, (old, new) in zip(_NAMES, told, strict=True)
        if old != new and new
    ]


def _told(inputs: RunwayInputs, name: str, language: str) -> str:
    if name == "growth":
        return "" if inputs.growth is None else f"{inputs.growth.normalize():f}%"
    quantity: Quantity | None = getattr(inputs, name)
    if quantity is None:
        return ""
    factor = _factor(inputs, name)
    rate = inputs.rate.value if inputs.rate and _is_converted(quantity, inputs) else None
    factors = [f"{one.normalize():f}" for one in (factor, rate) if one is not None]
    return " × ".join([format_quantity(quantity, language), *factors])


def _is_converted(quantity: Quantity, inputs: RunwayInputs) -> bool:
    """Whether the asker's exchange rate turns the amount into the currency of the others."""
    given = (inputs.cash, inputs.burn, inputs.raised, inputs.income)
    mixed = len({amount.unit[:3] for amount in given if amount}) > 1
    return mixed and inputs.rate is not None and quantity.unit[:3] == inputs.rate.base


def _said(changed: list[tuple[str, str, str]], language: str) -> str:
    listed = ("、" if language == "ja" else ", ").join(f"{name} {old} → {new}" for name, old, new in changed)
    return f"変更点: {listed}。" if language == "ja" else f" Changed: {listed}."


def _with_former(calculation: Calculation, before: RunwayInputs, language: str) -> Calculation:
    """With the result before the change among what the calculation notes, where there was one."""
    try:
        former = _computed(before, language).result
    except CalculationError:
        return calculation
    shown = format_quantity(Quantity(Decimal(former.value), former.unit), language)
    note = f"変更前の計算では{shown}" if language == "ja" else f"{phrase.capital(shown)} before the change"
    return replace(calculation, assumptions=(*calculation.assumptions, note))


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
    result = Quantity(Decimal(calculation.result.value), calculation.result.unit)
    months = format_quantity(result, language)
    worked = _worked(language, inputs)
    if result.unit != "month":
        if language == "ja":
            return f"収入が支出に追いつき、現金は最も少ない時でも{months}残るため、尽きない計算です（{worked}）。"
        return f"The cash does not run out: income catches up, with {months} left at the least ({worked})."
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


def _verdict(question: Question, calculation: Calculation) -> str:
    """Whether the company is default alive, or its cash lasts until a given time, where that is the question."""
    alive = calculation.result.unit != "month"
    if asked := _DEFAULT.search(question.text):
        right = alive == bool(re.search(r"alive|アライブ", asked.group(), re.I))
        if question.language == "ja":
            return f"{'はい' if right else 'いいえ'}、デフォルト・{'アライブ' if alive else 'デッド'}です。"
        return f"{'Yes' if right else 'No'}, default {'alive' if alive else 'dead'}. "
    until = [m.period.end for m in question.periods if is_deadline(question, m)]
    if question.interrogative is not None or not until or not (alive or calculation.cash_out):
        return ""
    lasts = alive or (calculation.cash_out or "") > f"{until[-1]:%Y-%m}"
    return {"ja": ("いいえ。", "はい。"), "en": ("No. ", "Yes. ")}[question.language][lasts]


def _worked(language: str, inputs: RunwayInputs) -> str:
    """ "(80億ドル + 20億ドル) ÷ 月10億ドル"; with a growth, which no short formula holds, its inputs one by one."""
    held, spent, earned = (_told(inputs, name, language) for name in ("cash", "burn", "income"))
    if inputs.raised:
        held = f"({held} + {_told(inputs, 'raised', language)})"
    if inputs.growth is not None:
        rate = f"{inputs.growth.normalize():f}%"
        if language == "ja":
            return f"現金{held}、支出{spent}、収入{earned}から毎月{rate}"
        return f"cash {held}, burn {spent}, income {earned} and {rate} a month on top"
    if earned:
        return f"{held} ÷ ({spent} − {earned})"
    return f"{held} ÷ ({spent})" if " × " in spent else f"{held} ÷ {spent}"
