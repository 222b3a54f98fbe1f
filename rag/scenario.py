"""What a question supposes: that a burn doubles, cash halves, or revenue grows month after month.

"支出が10%増えたら" makes the burn 1.1 times as large, "売上が毎月10%伸びたら" lets revenue grow by 10% a month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from index.quantity import Mention
from rag.calculator import evaluate
from rag.question import Question

Of = Literal["cash", "burn", "income"]
_CASH = re.compile(r"現金|手元|キャッシュ(?!バーン)|残高|資金|cash|bank|reserve", re.I)
_BURN = re.compile(r"バーン|燃焼|支出|消費|出費|使|燃や|溶か|コスト|費用|burn|spend|outflow|cost", re.I)
_INCOME = re.compile(r"売上|売り上げ|収入|収益|入金|revenue|sales|income|turnover", re.I)
_WORDS: tuple[tuple[re.Pattern[str], Decimal], ...] = tuple(
    (re.compile(pattern, re.I), Decimal(factor))
    for pattern, factor in (
        (r"半分|半減|半額|\bhal(?:f|ve[sd]?)\b|halving", "0.5"),
        (r"倍増|(?<![0-9.])倍に|(?<![0-9.])倍な|\bdoubl(?:e[sd]?|ing)\b|\btwice\b", "2"),
        (r"\btripl(?:e[sd]?|ing)\b", "3"),
    )
)
_RISES = re.compile(r"増|上が|上昇|膨ら|拡大|多|rise|rose|grow|grew|increas|higher|more|up\b", re.I)
_FALLS = re.compile(
    r"減|下が|低下|縮|削|カット|抑え|少な|圧縮|fall|fell|drop|cut|reduc|lower|less|shrink|declin|down\b", re.I
)
_TO = re.compile(r"\s*(?:に|まで)(?:なっ|なれ|抑え|減|下が|増|膨ら)")
_SUPPOSES = re.compile(
    r"(?:なら(?:ば)?|たら|れば|場合(?:は|だと)?|としたら|だと)[、,?？。]|(?:なら|たら|れば|場合)$|\b(?:what if|if|suppos\w+|assuming)\b",
    re.I,
)
# A rate of growth: what grows, how often, by how much. Months a time, so that a year's rate can be spread.
_EVERY = (
    (r"毎月|月(?:に|次|率|々|ごとに|あたり|当たり)?(?:約)?$|ひと月|1か月ごと|前月比|月次|month|mom\b", 1),
    (r"毎四半期|四半期(?:ごとに|に|あたり)?(?:約)?$|前四半期比|quarter|qoq\b", 3),
    (r"毎年|年(?:に|率|間|あたり|平均)?(?:約)?$|前年比|year|annual|yoy\b", 12),
)
_GROWS = re.compile(r"伸び|成長|増|拡大|上が|上昇|grow|grew|increas|ris|expand", re.I)
_SHRINKS = re.compile(r"減|縮|下が|落ち|shrink|fall|declin|drop|decreas", re.I)


_CUT = re.compile(r"[、,，。]\s?|\band\b", re.I)
_PARTS = {"half": Decimal("0.5"), "a half": Decimal("0.5"), "a quarter": Decimal("0.25"), "a fifth": Decimal("0.2"), "a tenth": Decimal("0.1")}  # fmt: skip
_PART = re.compile(rf"\bby ({'|'.join(_PARTS)})\b", re.I)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure multiplied by `factor`."""

    of: Of
    factor: Decimal


def supposes(text: str) -> bool:
    """Whether the words set a condition ("…なら", "what if …")."""
    return bool(_SUPPOSES.search(text))


def change_in(question: Question) -> Change | None:
    """The first change of cash, burn or income a question supposes, or None."""
    return next(iter(changes_in(question)), None)


def changes_in(question: Question) -> tuple[Change, ...]:
    """The changes of cash, burn and income a question supposes, clause by clause ("支出が半分で、売上が3倍なら")."""
    if not supposes(question.text):
        return ()
    found: dict[Of, Change] = {}
    for start, end in _clauses(question):
        clause = question.text[start:end]
        inside = [m for m in question.quantities if start <= m.start < end]
        if _growth(question.text, inside, start, end) is not None:
            continue
        factor = _factor(question.text, inside, clause)
        if factor is not None and factor > 0:
            of = _changed(clause if _subject(clause) else question.text)
            found.setdefault(of, Change(of, factor))
    return tuple(found.values())


def _clauses(question: Question) -> list[tuple[int, int]]:
    """Where the clauses of a question stand; a comma inside an amount parts nothing."""
    inside = [(mention.start, mention.end) for mention in question.quantities]
    cuts = [
        match.end()
        for match in _CUT.finditer(question.text)
        if not any(start < match.end() <= end for start, end in inside)
    ]
    return list(zip([0, *cuts], [*cuts, len(question.text)], strict=True))


def _subject(clause: str) -> bool:
    return any(pattern.search(clause) for pattern in (_BURN, _INCOME, _CASH))


def growth_in(question: Question) -> Decimal | None:
    """The growth of revenue in percent a month that a question names, or None.

    A rate a year or quarter is spread over its months, to four decimals: 年20% is 1.5309% a month.
    """
    for start, end in _clauses(question):
        inside = [m for m in question.quantities if start <= m.start < end]
        rate = _growth(question.text, inside, start, end)
        if rate is not None:
            return rate
    return None


def _growth(text: str, quantities: Sequence[Mention], start: int, end: int) -> Decimal | None:
    """The growth of revenue a month that the clause `text[start:end]` names, or None."""
    clause = text[start:end]
    if not _INCOME.search(clause) and (
        _BURN.search(clause) or not re.search(r"成長|伸び|grow", clause, re.I)
    ):
        return None
    for mention in quantities:
        before, behind = text[start : mention.start], text[mention.end : min(end, mention.end + 24)]
        if mention.quantity.unit != "percent" or not (months := _every(before, behind)):
            continue
        falls = _SHRINKS.search(behind) or _SHRINKS.search(before)
        if falls or _GROWS.search(before + behind):
            share = mention.quantity.value * (-1 if falls and not _GROWS.search(behind) else 1)
            return _a_month(share, months)
    for pattern, factor in _WORDS:
        match = pattern.search(clause)
        if match and (months := _every(clause[: match.start()], clause[match.end() :])):
            return _a_month((factor - 1) * 100, months)
    return None


def burn_keeps_changing(question: Question) -> bool:
    """Whether the words let the burn change month after month ("支出が毎月10%増えたら"), which no runway here follows."""
    text = question.text
    if not _BURN.search(text) or growth_in(question) is not None:
        return False
    return any(
        mention.quantity.unit == "percent"
        and _every(text[max(0, mention.start - 30) : mention.start], text[mention.end : mention.end + 24])
        for mention in question.quantities
    )


def _every(before: str, behind: str) -> int | None:
    """The months after which the rate applies again; None where it applies once ("10%増えたら")."""
    for pattern, months in _EVERY:
        if re.search(pattern, before.strip(), re.I):
            return months
        if re.match(
            rf"\s*(?:ずつ)?(?:a|per|each|every|on|/)?[- ]*(?:{pattern.replace('$', '')})", behind, re.I
        ):
            return months
    return None


def _a_month(percent: Decimal, months: int) -> Decimal:
    if months == 1 or percent <= -100:
        return percent
    monthly = evaluate(f"((1 + ({percent:f}) / 100) ** (1 / {months}) - 1) * 100")
    return monthly.quantize(Decimal("0.0001"))


def _changed(text: str) -> Of:
    """What the words change: the burn, unless they name something else and not it."""
    if _BURN.search(text):
        return "burn"
    if _INCOME.search(text):
        return "income"
    return "cash" if _CASH.search(text) else "burn"


def _factor(text: str, quantities: Sequence[Mention], clause: str) -> Decimal | None:
    for mention in quantities:
        quantity, behind = mention.quantity, text[mention.end : mention.end + 14]
        if quantity.unit == "ratio":
            return quantity.value
        if quantity.unit == "percent":
            return _of_percent(quantity.value / 100, text[: mention.start][-24:], behind)
    if part := _PART.search(clause):
        share = _PARTS[part[1].lower()]
        return 1 + share if _RISES.search(clause) and not _FALLS.search(clause) else 1 - share
    return next((factor for pattern, factor in _WORDS if pattern.search(clause)), None)


def _of_percent(share: Decimal, before: str, behind: str) -> Decimal | None:
    """20% more, 20% less, or down to 20%: English says so before the amount, Japanese behind it."""
    if _TO.match(behind) or re.search(r"\bto (?:about )?$", before, re.I):
        return share
    for around in (behind, before):
        if _FALLS.search(around):
            return 1 - share
        if _RISES.search(around):
            return 1 + share
    return None
