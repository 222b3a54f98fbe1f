"""Cash and burn for a runway: from the question first, then from the questions before it, then from the articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.periods import ANY_YEAR, Period
from index.quantity import Mention, Quantity, total_over
from rag.evidence import Evidence, agree
from rag.finder import Finder
from rag.question import Question
from rag.scenario import Change, change_in, supposes

_PER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(pattern, re.I))
    for unit, pattern in (
        ("quarter", r"四半期(?:あたり|当たり|毎|ごと|に|の(?=支出|出費|バーン|消費|コスト|費用))|毎四半期|四半期(?=支出|バーン)|per quarter|a quarter|each quarter|quarterly|every quarter"),
        ("year", r"年間|年あたり|年当たり|毎年|年に|1年あたり|per year|a year|each year|annual|yearly|every year"),
        ("day", r"毎日|日あたり|日当たり|1日に|per day|a day|each day|daily"),
        ("week", r"毎週|週あたり|週に|per week|a week|weekly"),
        ("month", r"毎月|月々|月の(?=支出|出費|バーン|消費|コスト|費用)|月間|月次|月に|月あたり|月当たり|ひと月|1か月|1ヶ月|一か月|per month|a month|each month|monthly|every month|/month|/mo\b"),
    )
)  # fmt: skip
_BURN = re.compile(r"バーン|燃焼|支出|消費|出費|使|燃や|溶か|burn|spend|outflow", re.I)
_CASH = re.compile(r"現金|手元|キャッシュ(?!バーン)|残高|資金|cash|bank|reserve|liquidity|has|have", re.I)
_RAISE = re.compile(r"調達|増資|追加|注入|raise|raising|inject|top[- ]?up|new money", re.I)
_AS_GOOD = 0.1  # how far a newer balance may lie below the best supported one
_AVERAGE = re.compile(
    r"平均|累計|実績|9か月|九か月|9ヶ月|過去|average|nine[- ]month|cumulative|actual|historical", re.I
)
_NO_BURN = re.compile(
    r"^(?:じゃあ|では|もし|仮に|、)*(?:ゼロ|零|0)(?:円|ドル)?(?:なら|だったら|だと|の場合)|\bif (?:it|that) (?:is|were|was) zero"
    r"|(?:支出|バーン|燃焼|消費|出費)(?:が|を|は|額が)?(?:ゼロ|零|0(?![0-9.,兆億万]))|(?:zero|no) (?:cash )?(?:burn|spending)|(?:burn|spending)(?: rate)?(?: is| were| was| of)? (?:zero|\$?0\b)",
    re.I,
)
_UNKNOWN = re.compile(
    r"(?:分か|わか)(?:らない|りません|ってい)|不明|未定|unknown|don't know|do not know|not known", re.I
)
_MISSING = {
    "ja": "現金と月あたりの支出の両方が分からないと計算できません。金額を両方書くか、会社名を添えて質問してください。",
    "en": "Both cash and a monthly burn are needed: give both amounts, or name the company.",
}
_UNREAD = {
    "ja": "その仮定からは現金や支出の額が分からないため計算できません。金額か割合を添えて質問してください。",
    "en": "That does not say what cash or burn would be: give an amount or a share.",
}
_UNCLEAR = {
    "ja": "支出の期間（月あたり・四半期あたり・年あたり）が分からないため計算できません。期間を添えて質問してください。",
    "en": "The burn has no period, so no runway can be computed: say whether it is per month, per quarter or per year.",
}


@dataclass(frozen=True, slots=True)
class RunwayInputs:
    """What a runway is computed from; evidence is None for what the asker gave. `problem` says why it cannot be.

    `changes` are what the asker supposes of cash or burn ("if it doubles").
    """

    cash: Quantity | None = None
    burn: Quantity | None = None
    raised: Quantity | None = None
    changes: tuple[Change, ...] = ()
    as_of: Period | None = None
    cash_evidence: Evidence | None = None
    burn_evidence: Evidence | None = None
    problem: str = ""


def runway_inputs(question: Question, finder: Finder, company: str | None) -> RunwayInputs:
    """Cash, burn and new money for the question, newest question first, gaps filled from the articles."""
    given = RunwayInputs()
    asked: Question | None = question
    while asked is not None and not given.problem:
        if asked is not question and asked.operation != "runway":
            break  # amounts of a question about something else are neither cash nor burn
        given = _fill(given, _from_words(asked, followed=asked is question and question.earlier is not None))
        asked = asked.earlier
    if question.earlier and not given.problem and _unread(question):
        return replace(given, problem=_UNREAD[question.language])
    unknown = (not given.cash or not given.burn) and bool(_UNKNOWN.search(question.text))
    alone = bool(given.cash) and not given.burn and not (company or question.names or question.earlier)
    if not given.problem and (unknown or alone):
        return replace(given, problem=_MISSING[question.language])
    if given.problem or (given.cash and given.burn):
        return replace(given, as_of=given.as_of or _asked_period(question))
    return _from_articles(given, question, finder, company)


def _fill(first: RunwayInputs, second: RunwayInputs) -> RunwayInputs:
    if second.problem and not first.burn:
        return second
    return replace(
        first,
        cash=first.cash or second.cash,
        burn=first.burn or second.burn,
        raised=first.raised or second.raised,
        changes=first.changes or (second.changes if not first.burn else ()),
    )


def _unread(question: Question) -> bool:
    """A follow-up that supposes something, but neither an amount, a change nor another company or time."""
    earlier = question.earlier
    assert earlier is not None
    told = any(len(mention.quantity.unit.split("/")[0]) == 3 for mention in question.quantities)
    others = question.entity_keys != earlier.entity_keys or question.names != earlier.names
    read = told or others or change_in(question) or question.period_values != earlier.period_values
    words = _AVERAGE.search(question.text) or _NO_BURN.search(question.text)
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
    change = change_in(question)
    found = RunwayInputs(changes=(change,) if change else ())
    none = bool(_NO_BURN.search(question.text))
    if none:
        money = next((m.quantity.unit for m in question.quantities if len(m.quantity.unit) == 3), "USD")
        found = replace(found, burn=Quantity(Decimal(0), f"{money}/month"))
    for mention in question.quantities:
        unit = mention.quantity.unit
        if not (unit.split("/")[0].isupper() and len(unit.split("/")[0]) == 3):
            continue
        if none and not mention.quantity.value:
            continue
        role = _role(question, mention, found)
        if role == "burn" and "/" not in unit:
            per = _per(question) or ("month" if followed else None)
            if per is None:
                return RunwayInputs(cash=found.cash, problem=_UNCLEAR[question.language])
            found = replace(found, burn=replace(mention.quantity, unit=f"{unit}/{per}"))
        else:
            found = _with_role(found, role, mention.quantity)
    # "doubles to 10 million": the amount itself is given.
    changes = tuple(change for change in found.changes if getattr(found, change.of) is None)
    return replace(found, changes=changes)


def _per(question: Question) -> str | None:
    """The time the question spreads its burn over; a date ("第3四半期末の現金") is none."""
    text = question.text
    for mention in question.periods:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return next((unit for unit, pattern in _PER if pattern.search(text)), None)


def _with_role(found: RunwayInputs, role: str, quantity: Quantity) -> RunwayInputs:
    if role == "cash":
        return replace(found, cash=quantity)
    return replace(found, burn=quantity) if role == "burn" else replace(found, raised=quantity)


def _role(question: Question, mention: Mention, found: RunwayInputs) -> str:
    """cash, burn or raised, by the unit, else by the nearest telling word before the amount, else behind it."""
    text = question.text
    if "/" in mention.quantity.unit:
        return "burn"
    has_rate = any("/" in other.quantity.unit for other in question.quantities)
    if found.burn and not found.cash:
        return "cash"
    before, after = (
        re.split(r"\band |, ", text[max(0, mention.start - 24) : mention.start])[-1],
        re.split(r"[0-9０-９、,]", text[mention.end : mention.end + 14])[0],
    )
    if re.match(r"\s*(?:cover|last)\b", after):
        return "cash"
    if _RAISE.search(after) or re.search(
        r"(?:raise[sd]?|raising|injects?)\s*(?:another |an extra |a further )?$", before, re.I
    ):
        return "raised"
    cash_place, burn_place = (
        _last(_CASH, before),
        max(_last(_BURN, before), *(_last(per, before) for _, per in _PER)),
    )
    if cash_place != burn_place:
        return "cash" if cash_place > burn_place else "burn"
    if has_rate:
        return "cash"
    if _CASH.search(after) and not _BURN.search(after):
        return "cash"
    if _BURN.search(after) or (found.cash and not found.burn):
        return "burn"
    return "cash" if not _BURN.search(text) or found.burn else "burn"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def _asked_period(question: Question) -> Period | None:
    """The date the asker gives; a time without its year dates nothing, nor does the span of a total."""
    dated = [p for p in question.period_values if p.end.year != ANY_YEAR and not p.cumulative]
    return dated[-1] if dated else None


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
    given: RunwayInputs, question: Question, finder: Finder, company: str | None
) -> RunwayInputs:
    cash = finder.ledger(company, "cash", rate=False) if not given.cash else []
    burn = [] if given.burn else finder.ledger(company, "burn", rate=True)
    burn = [
        e for e in burn if e.figure and e.figure.quantity and e.figure.quantity.unit.split("/")[0].isupper()
    ]
    best_cash = _newest(cash, _asked_period(question))
    home = best_cash.reading.article_id if best_cash else None
    burn.sort(key=lambda evidence: -(evidence.score + (0.5 if evidence.reading.article_id == home else 0.0)))
    best_burn = burn[0] if burn else None
    burn_quantity = given.burn or (best_burn.figure.quantity if best_burn and best_burn.figure else None)
    if not given.burn and (_AVERAGE.search(question.text) or best_burn is None):
        total = _average_burn(finder, company)
        if total:
            best_burn, burn_quantity = total
    as_of = best_cash.figure.period if best_cash and best_cash.figure else _asked_period(question)
    return replace(
        given,
        cash=given.cash or (best_cash.figure.quantity if best_cash and best_cash.figure else None),
        burn=burn_quantity, as_of=as_of, cash_evidence=best_cash, burn_evidence=None if given.burn else best_burn,
    )  # fmt: skip


def _average_burn(finder: Finder, company: str | None) -> tuple[Evidence, Quantity] | None:
    """A stated total of several months, spread evenly."""
    for evidence in finder.ledger(company, "cash_spent", rate=False):
        period = evidence.figure.period if evidence.figure else None
        if not (evidence.figure and evidence.figure.quantity and period and period.kind == "span"):
            continue
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        if months > 1:
            return evidence, Quantity(
                evidence.figure.quantity.value / Decimal(months), f"{evidence.figure.quantity.unit}/month"
            )
    return None
