"""What a question supposes: that a burn doubles, or cash halves. "支出が10%増えたら" makes the burn 1.1 times as large."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rag.question import Question

_CASH = re.compile(r"現金|手元|キャッシュ(?!バーン)|残高|資金|cash|bank|reserve", re.I)
_BURN = re.compile(r"バーン|燃焼|支出|消費|出費|使|燃や|溶か|コスト|費用|burn|spend|outflow|cost", re.I)
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
    r"(?:なら(?:ば)?|たら|れば|場合(?:は|だと)?|としたら|だと)[、?？。]|(?:なら|たら|れば|場合)$|\b(?:what if|if|suppos\w+|assuming)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure multiplied by `factor`."""

    of: Literal["cash", "burn"]
    factor: Decimal


def supposes(text: str) -> bool:
    """Whether the words set a condition ("…なら", "what if …")."""
    return bool(_SUPPOSES.search(text))


def change_in(question: Question) -> Change | None:
    """The change of cash or burn a question supposes, or None."""
    if not supposes(question.text):
        return None
    factor = _factor(question)
    if factor is None or factor <= 0:
        return None
    burn, cash = _BURN.search(question.text), _CASH.search(question.text)
    return Change("cash" if cash and not burn else "burn", factor)


def _factor(question: Question) -> Decimal | None:
    for mention in question.quantities:
        quantity, behind = mention.quantity, question.text[mention.end : mention.end + 14]
        if quantity.unit == "ratio":
            return quantity.value
        if quantity.unit == "percent":
            return _of_percent(quantity.value / 100, question.text[: mention.start][-24:], behind)
    return next((factor for pattern, factor in _WORDS if pattern.search(question.text)), None)


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
