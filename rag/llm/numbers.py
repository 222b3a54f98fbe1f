"""Every amount, time and number of a sentence, looked for in the passages and calculations that it cites.

An amount must be the very one a passage states: of the same firm, the same measure and the same time, as far as both
tell. A figure that stands right beside the one meant is no support.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from index.figures import Figure
from index.period import ANY_YEAR, Period
from index.periods import find_periods
from index.quantity import Quantity, find_quantities
from rag.evidence import agree
from rag.ground import alike, numbers_of, written_numbers
from rag.llm.claims import Claim
from rag.llm.facts import Fact
from rag.llm.numerals import held_verbatim, odd_numbers, split_numbers
from rag.llm.shelf import Worked

_DENIED = re.compile(
    r"では(?:なく|ありません|ない)|じゃ(?:なく|ない|ありません)|とは(?:異な|違)|(?:という|といった)(?:記述|記載|情報|数字|数値)は|誤り|見当たりません|見つかりません|"
    r"\b(?:not|rather than|instead of|never|no mention|isn't|wasn't|didn't|doesn't)\b", re.I
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question itself brings: amounts and times, and whose, of what and for when it asks.

    `kinds` says in what kind of unit ("money", "percent" …) measures are told.
    """

    texts: tuple[str, ...]
    companies: frozenset[str]
    metrics: frozenset[str]
    periods: tuple[Period, ...]
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Found:
    """What a sentence's numbers rest on, and the wordings that rest on nothing."""

    facts: list[Fact] = field(default_factory=list)
    worked: list[Worked] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """Whose, of what and for when a sentence speaks, where it says so itself.

    `figures` are its amounts by where they begin, each read with what stands nearest to it.
    """

    companies: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()
    periods: tuple[Period, ...] = ()
    figures: Mapping[int, Figure] = field(default_factory=dict)

    def of(self, start: int, companies: frozenset[str]) -> Told:
        """What is told of the amount at `start`: the nearest of several firms, measures and times. `companies` are firms."""
        figure = self.figures.get(start)
        if figure is None:
            return self
        near = frozenset(figure.owners or figure.companies[: min(1, figure.own)]) & companies
        return Told(
            near or self.companies,
            frozenset((figure.metric,))
            if figure.metric
            else self.metrics
            if len(self.metrics) < 2
            else frozenset(),
            (figure.period,) if figure.period else self.periods,
        )


def check_numbers(
    claim: Claim,
    told: Told,
    asked: Asked,
    facts: Sequence[Fact],
    texts: Sequence[str],
    worked: Sequence[Worked],
) -> Found:
    """Hold every number of `claim` against `facts` and `texts` of its passages, and against calculations."""
    found, text = Found(), claim.text
    periods = find_periods(text)
    passed: list[tuple[int, int]] = []
    denies = bool(_DENIED.search(text))
    for mention in find_quantities(text):
        if any(mention.start < one.end and one.start < mention.end for one in periods):
            continue
        passed.append((mention.start, mention.end))
        if denies and _in_question(mention.quantity, asked):
            continue
        here = told.of(mention.start, told.companies)
        if not _supported(mention.quantity, here, asked, facts, worked, found):
            found.faults.append(text[mention.start : mention.end])
    for period in periods:
        passed.append((period.start, period.end))
        if not _dated(period.period, text[period.start : period.end], asked, facts, texts, found):
            found.faults.append(text[period.start : period.end])
    blank = "".join(
        " " if any(low <= place < high for low, high in passed) else sign for place, sign in enumerate(text)
    )
    sources = [*texts, *(step for one in found.worked for step in _steps(one))]
    if denies:
        sources += asked.texts
    known = {number for source in sources for number in numbers_of(source)}
    known |= {Decimal(month) for source in sources for month in _months(source)}
    odd = [one for one in odd_numbers(blank) if not held_verbatim(one, sources)]
    loose = [written for _, written, number in written_numbers(blank) if number not in known]
    undated = "".join(
        " " if any(one.start <= place < one.end for one in periods) else sign
        for place, sign in enumerate(text)
    )
    strange = dict.fromkeys((*odd, *loose, *split_numbers(undated)))
    found.faults += [one for one in strange if not _whole(one, sources)]
    return found


def _whole(wording: str, sources: Sequence[str]) -> bool:
    """A range such as "8-10" that a source writes so too."""
    return bool(re.search(r"\D", wording)) and held_verbatim(wording, sources)


def _supported(
    quantity: Quantity,
    told: Told,
    asked: Asked,
    facts: Sequence[Fact],
    worked: Sequence[Worked],
    found: Found,
) -> bool:
    for fact in facts:
        if alike(quantity, fact.quantity) and fits(fact, told, asked):
            found.facts.append(fact)
            return True
    for one in worked:
        results = [Quantity(Decimal(one.calculation.result.value), one.calculation.result.unit)]
        inputs = [Quantity(Decimal(item.value), item.unit) for item in one.calculation.inputs]
        if any(alike(quantity, value, True) for value in (*results, *inputs)) or _in_steps(quantity, one):
            if one not in found.worked:
                found.worked.append(one)
            return True
    return False


def fits(fact: Fact, told: Told, asked: Asked) -> bool:
    """Whether a fact may be meant: nothing it tells of whose, what and when is at odds with what the sentence says.

    What the sentence leaves out is as the question has it.
    """
    companies = told.companies or asked.companies
    if fact.companies and companies and not fact.companies & companies:
        return False
    metrics = told.metrics or _of_kind(fact.metric, asked)
    if fact.metric and metrics and fact.metric not in metrics and _exclusive(fact.metric, metrics):
        return False
    periods = told.periods or asked.periods
    return not (fact.period and periods and not any(_same_time(one, fact.period) for one in periods))


def _of_kind(metric: str | None, asked: Asked) -> frozenset[str]:
    """The measures asked for that are told in the same kind of unit: a share is no other reading of an amount."""
    kind = asked.kinds.get(metric or "")
    return frozenset(one for one in asked.metrics if kind and asked.kinds.get(one) == kind)


def _exclusive(metric: str, wanted: frozenset[str]) -> bool:
    """Whether the sentence names measures, none of which this one could be called."""
    return metric not in wanted and not any(metric in one or one in metric for one in wanted)


def _same_time(asked: Period, given: Period) -> bool:
    if asked.end.year == ANY_YEAR:
        asked = asked.in_year(given.end.year)
    return agree(asked, given) or agree(given, asked)


def _in_question(quantity: Quantity, asked: Asked) -> bool:
    return any(alike(quantity, mention.quantity) for text in asked.texts for mention in find_quantities(text))


def _in_steps(quantity: Quantity, worked: Worked) -> bool:
    return any(
        alike(quantity, m.quantity, True)
        for step in worked.calculation.assumptions
        for m in find_quantities(step)
    )


def _dated(
    period: Period, written: str, asked: Asked, facts: Sequence[Fact], texts: Sequence[str], found: Found
) -> bool:
    """A time that a cited text tells, that dates the fact used, that the question asks about, or that was worked out."""
    if any(_same_time(period, fact.period) for fact in found.facts if fact.period):
        return True
    told = [mention.period for text in texts for mention in find_periods(text)]
    if any(_equal(period, other) for other in told) or held_verbatim(written, list(texts)):
        return True
    for one in found.worked:
        dates = [one.calculation.cash_out or "", *(item.as_of or "" for item in one.calculation.inputs)]
        if any(len(date) >= 7 and period.end.strftime("%Y-%m") == date[:7] for date in dates):
            return True
    named = [mention.period for text in asked.texts for mention in find_periods(text)]
    undated = all(fact.period is None or _same_time(period, fact.period) for fact in found.facts)
    return undated and any(_equal(period, other) for other in named)


def _equal(period: Period, other: Period) -> bool:
    if period.end.year == ANY_YEAR:
        period = period.in_year(other.end.year)
    if other.end.year == ANY_YEAR:
        other = other.in_year(period.end.year)
    return (period.start, period.end) == (other.start, other.end) or (
        "point" in (period.kind, other.kind) and period.end == other.end
    )


def _steps(worked: Worked) -> list[str]:
    calculation = worked.calculation
    return [calculation.formula, *calculation.assumptions, (calculation.cash_out or "").replace("-", " ")]


def _months(text: str) -> list[int]:
    return [mention.period.end.month for mention in find_periods(text)]
