"""Cash and burn for a runway: from the question first, then from the questions before it, then from the articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.periods import ANY_YEAR, Period, PeriodMention
from index.quantity import Quantity, total_over
from rag.evidence import Evidence, agree
from rag.exchange import Rate, find_rate
from rag.finder import Finder
from rag.operands import months_of
from rag.question import Question
from rag.roles import NO_BURN, Role, per_of, role_of
from rag.scenario import Change, burn_keeps_changing, change_in, changes_in, growth_in, supposes

_AS_GOOD = 0.1  # how far a newer balance may lie below the best supported one
_AVERAGE = re.compile(
    r"平均|累計|実績|9か月|九か月|9ヶ月|過去|average|nine[- ]month|cumulative|actual|historical", re.I
)
_REPORTED = re.compile(
    r"報告|報じ|記事|関係者|事情通|伝え|とされる|\b(?:reported|according to|article|sources?)\b", re.I
)
_UNKNOWN = re.compile(
    r"(?:分か|わか)(?:らない|りません|ってい)|不明|未定|unknown|don't know|do not know|not known", re.I
)
_UNTIL = re.compile(r"(?:末|の終わり|いっぱい)?まで(?!の)")
_THROUGH = re.compile(
    r"\b(?:until|till|through|past|beyond|into)\s(?:at least\s)?(?:the\s(?:end of\s)?)?$", re.I
)
_MISSING = {
    "ja": "現金と月あたりの支出の両方が分からないと計算できません。金額を両方書くか、会社名を添えて質問してください。",
    "en": "Both cash and a monthly burn are needed: give both amounts, or name the company.",
}
_UNREAD = {
    "ja": "その仮定からは現金や支出の額が分からないため計算できません。金額か割合を添えて質問してください。",
    "en": "That does not say what cash or burn would be: give an amount or a share.",
}
_UNSTEADY = {
    "ja": "支出が毎月変わっていく場合のランウェイは計算できません。月あたりの支出の金額を示してください。",
    "en": "A runway with a burn that changes every month is not computed: give the burn as an amount a month.",
}
_UNCLEAR = {
    "ja": "支出の期間（月あたり・四半期あたり・年あたり）が分からないため計算できません。期間を添えて質問してください。",
    "en": "The burn has no period, so no runway can be computed: say whether it is per month, per quarter or per year.",
}


@dataclass(frozen=True, slots=True)
class RunwayInputs:
    """What a runway is computed from; evidence is None for what the asker gave. `problem` says why it cannot be.

    `changes` are what the asker supposes of cash, burn or income ("if it doubles"), `growth` of income, in percent a month, `rate` the asker's exchange rate.
    """

    cash: Quantity | None = None
    burn: Quantity | None = None
    raised: Quantity | None = None
    income: Quantity | None = None
    changes: tuple[Change, ...] = ()
    growth: Decimal | None = None
    rate: Rate | None = None
    as_of: Period | None = None
    cash_evidence: Evidence | None = None
    burn_evidence: Evidence | None = None
    income_evidence: Evidence | None = None
    problem: str = ""


def runway_inputs(question: Question, finder: Finder, company: str | None) -> RunwayInputs:
    """Cash, burn and new money for the question, newest question first, gaps filled from the articles."""
    given = RunwayInputs()
    asked: Question | None = question
    while asked is not None and not given.problem:
        if asked is not question and (asked.operation != "runway" or _of_others(asked, question)):
            break  # amounts of a question about something or somebody else are neither cash nor burn
        given = _fill(given, _from_words(asked, followed=asked.earlier is not None))
        asked = asked.earlier
    if burn_keeps_changing(question):
        return replace(given, problem=_UNSTEADY[question.language])
    if question.earlier and not given.problem and _unread(question):
        return replace(given, problem=_UNREAD[question.language])
    unknown = (not given.cash or not given.burn) and bool(_UNKNOWN.search(question.text))
    alone = bool(given.cash) and not given.burn and not (company or question.names or question.earlier)
    homes = _telling(given.cash, question, finder) if alone and given.cash else frozenset()
    if not given.problem and (unknown or (alone and not homes)):
        return replace(given, problem=_MISSING[question.language])
    if given.problem:
        return given
    if not (given.cash and given.burn):
        given = _from_articles(given, question, finder, company, homes)
    else:
        given = replace(given, as_of=given.as_of or _asked_period(question))
    return _with_income(given, finder, company)


def _with_income(given: RunwayInputs, finder: Finder, company: str | None) -> RunwayInputs:
    """With the newest revenue the articles give, where one is supposed to change and the asker gives none."""
    changes = given.growth is not None or any(change.of == "income" for change in given.changes)
    return given if given.income or not changes else with_income(given, finder, company)


def with_income(given: RunwayInputs, finder: Finder, company: str | None) -> RunwayInputs:
    """With the newest revenue the articles give of the company, spread over its time."""
    if given.income or company is None:
        return given
    found = [(e, spread) for e in finder.ledger(company, "revenue", rate=False) if (spread := _spread(e))]
    if not found:
        return given
    newest, income = max(found, key=lambda pair: (_ends(pair[0]), pair[0].score))
    return replace(given, income=income, income_evidence=newest)


def _spread(evidence: Evidence) -> Quantity | None:
    """A reported revenue as one per month, quarter or year; None where its time is none of these."""
    figure = evidence.figure
    if not (figure and figure.quantity and figure.period and figure.kind == "reported"):
        return None
    per = {1: "month", 3: "quarter", 12: "year"}.get(months_of(figure.period))
    money = len(figure.quantity.unit) == 3
    return replace(figure.quantity, unit=f"{figure.quantity.unit}/{per}") if per and money else None


def _ends(evidence: Evidence) -> int:
    period = evidence.figure.period if evidence.figure else None
    return period.end.toordinal() if period else 0


def _telling(cash: Quantity, question: Question, finder: Finder) -> frozenset[str]:
    """Articles that tell of the asker's cash, where the burn is to be the reported one, whosever it is."""
    if not _REPORTED.search(question.text):
        return frozenset()
    return frozenset(hit.reading.article_id for hit in finder.stating(question.text, None, cash))


def _fill(first: RunwayInputs, second: RunwayInputs) -> RunwayInputs:
    if second.problem and not first.burn:
        return second
    return replace(
        first,
        cash=first.cash or second.cash,
        burn=first.burn or second.burn,
        raised=first.raised or second.raised,
        income=first.income or second.income,
        changes=_together(first, second),
        growth=first.growth if first.growth is not None else second.growth,
        rate=first.rate or second.rate,
    )


def _together(first: RunwayInputs, second: RunwayInputs) -> tuple[Change, ...]:
    """The newer question's changes, and those of the older one that it neither replaces nor makes void by an amount."""
    newer = {change.of for change in first.changes}
    kept = [old for old in second.changes if old.of not in newer and getattr(first, old.of) is None]
    return (*first.changes, *kept)


def _of_others(asked: Question, question: Question) -> bool:
    """Whether an earlier question is of another company: what was supposed of that one is not of this one."""
    return (asked.entity_keys, asked.names) != (question.entity_keys, question.names)


def _unread(question: Question) -> bool:
    """A follow-up that supposes something, but neither an amount, a change nor another company or time."""
    earlier = question.earlier
    assert earlier is not None
    told = any(len(mention.quantity.unit.split("/")[0]) == 3 for mention in question.quantities)
    others = question.entity_keys != earlier.entity_keys or question.names != earlier.names
    read = (
        told
        or others
        or change_in(question)
        or growth_in(question) is not None
        or question.period_values != earlier.period_values
    )
    words = _AVERAGE.search(question.text) or NO_BURN.search(question.text)
    return supposes(question.text) and not read and not words


def _from_words(question: Question, *, followed: bool) -> RunwayInputs:
    """The roles of the amounts in one question; a burn without a period is monthly only in a follow-up."""
    for total, months in total_over(question.text):
        rest = [
            mention
            for mention in question.quantities
            if mention.quantity.value != total.value and len(mention.quantity.unit) == 3
        ]
        burn = Quantity(total.value / months, f"{total.unit}/month")
        return RunwayInputs(cash=rest[0].quantity if rest else None, burn=burn)
    found = RunwayInputs(
        changes=changes_in(question), growth=growth_in(question), rate=find_rate(question.text)
    )
    none = bool(NO_BURN.search(question.text))
    if none:
        money = next((m.quantity.unit for m in question.quantities if len(m.quantity.unit) == 3), "USD")
        found = replace(found, burn=Quantity(Decimal(0), f"{money}/month"))
    for mention in question.quantities:
        unit = mention.quantity.unit
        if not (unit.split("/")[0].isupper() and len(unit.split("/")[0]) == 3):
            continue
        if none and not mention.quantity.value:
            continue
        role = role_of(question, mention, has_cash=bool(found.cash), has_burn=bool(found.burn))
        if role in ("burn", "income") and "/" not in unit:
            per = per_of(question) or ("month" if followed else None)
            if per is None:
                return RunwayInputs(cash=found.cash, problem=_UNCLEAR[question.language])
            found = _with_role(found, role, replace(mention.quantity, unit=f"{unit}/{per}"))
        else:
            found = _with_role(found, role, mention.quantity)
    # "doubles to 10 million": the amount itself is given.
    changes = tuple(change for change in found.changes if getattr(found, change.of) is None)
    return replace(found, changes=changes)


def _with_role(found: RunwayInputs, role: Role, quantity: Quantity) -> RunwayInputs:
    if role == "cash":
        return replace(found, cash=quantity)
    if role == "burn":
        return replace(found, burn=quantity)
    return replace(found, income=quantity) if role == "income" else replace(found, raised=quantity)


def _asked_period(question: Question, *, undated: bool = False) -> Period | None:
    """The date the asker gives; a time without its year dates nothing (unless `undated`), nor does the span of a total."""
    dated = [
        mention.period
        for mention in question.periods
        if (undated or mention.period.end.year != ANY_YEAR)
        and not mention.period.cumulative
        and not is_deadline(question, mention)
    ]
    return dated[-1] if dated else None


def is_deadline(question: Question, mention: PeriodMention) -> bool:
    """Whether a time is that until which the cash is to last ("2026年末まで", "through 2026")."""
    behind, before = question.text[mention.end :], question.text[: mention.start]
    return bool(_UNTIL.match(behind) or _THROUGH.search(before))


def _newest(found: list[Evidence], asked: Period | None) -> Evidence | None:
    """Of the balances that are as well supported as the best, that of the asked time, else the last."""
    if asked and (
        dated := [e for e in found if e.figure and e.figure.period and agree(asked, e.figure.period)]
    ):
        return dated[0]
    near = [e for e in found if e.score >= found[0].score - _AS_GOOD]
    return max(
        near,
        key=lambda e: e.figure.period.end.toordinal() if e.figure and e.figure.period else 0,
        default=None,
    )


def _from_articles(
    given: RunwayInputs, question: Question, finder: Finder, company: str | None, homes: frozenset[str]
) -> RunwayInputs:
    """The gaps of `given`, from articles; only from `homes` where there are any."""
    cash = finder.ledger(company, "cash", rate=False) if not given.cash else []
    burn = [] if given.burn else finder.ledger(company, "burn", rate=True)
    burn = [
        e
        for e in burn
        if e.figure
        and e.figure.quantity
        and e.figure.quantity.unit.split("/")[0].isupper()
        and (not homes or e.reading.article_id in homes)
    ]
    # What must be kept, or is hoped for, is not what there is.
    cash = [e for e in cash if e.figure and e.figure.kind == "reported"] or cash
    best_cash = _newest(cash, _asked_period(question, undated=True))
    home = best_cash.reading.article_id if best_cash else None
    if company is None and not question.names and home:
        burn = [evidence for evidence in burn if evidence.reading.article_id == home]  # nobody else's
    burn.sort(key=lambda evidence: -(evidence.score + (0.5 if evidence.reading.article_id == home else 0.0)))
    best_burn = burn[0] if burn else None
    burn_quantity = given.burn or (best_burn.figure.quantity if best_burn and best_burn.figure else None)
    if not given.burn and (_AVERAGE.search(question.text) or best_burn is None):
        total = _average_burn(finder, company)
        if total and (company or question.names or total[0].reading.article_id == home):
            best_burn, burn_quantity = total
    as_of = best_cash.figure.period if best_cash and best_cash.figure else _asked_period(question)
    return replace(
        given,
        cash=given.cash or (best_cash.figure.quantity if best_cash and best_cash.figure else None),
        burn=burn_quantity, as_of=as_of, cash_evidence=best_cash, burn_evidence=None if given.burn else best_burn,
    )  # fmt: skip


def _average_burn(finder: Finder, company: str | None) -> tuple[Evidence, Quantity] | None:
    """A stated total of several months, spread evenly."""
    for evidence in (
        *finder.ledger(company, "cash_spent", rate=False),
        *finder.ledger(company, "burn", rate=False),
    ):
        period = evidence.figure.period if evidence.figure else None
        if not (evidence.figure and evidence.figure.quantity and period and period.kind == "span"):
            continue
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        if months > 1:
            return evidence, Quantity(
                evidence.figure.quantity.value / Decimal(months), f"{evidence.figure.quantity.unit}/month"
            )
    return None
