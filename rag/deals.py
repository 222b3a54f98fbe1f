"""Who bought and who sold: a question that takes a deal for granted, held against the sentences that tell of the same two.

"Why did A sell B?" where A bought B, and "B bought A" where it was the other way round, rest on a false premise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.vocabulary import fold
from rag.evidence import Evidence

Side = Literal["buys", "sells"]
_NAME_JA = r"[^、。はがをにでともや「」（）()\s]{2,24}"
_BUYS_JA, _SELLS_JA = r"(?:買収|買い?取|買った|買う|購入|取得)", r"(?:売却|売った|売り渡|売る|手放|譲渡)"
_JAPANESE = (
    re.compile(
        rf"(?P<agent>{_NAME_JA})(?:は|が)(?P<between>[^。]*?)(?P<thing>{_NAME_JA})を[^。、]{{0,16}}?(?:(?P<buys>{_BUYS_JA})|(?P<sells>{_SELLS_JA}))"
    ),
    re.compile(
        rf"(?P<agent>{_NAME_JA})による(?P<thing>{_NAME_JA}?)の?(?:(?P<buys>{_BUYS_JA})|(?P<sells>{_SELLS_JA}))"
    ),
)
_NAME_EN = r"(?:[A-Z][\w&.'’-]*|[a-z]?[A-Z]\w+)(?: (?:[A-Z][\w&.'’-]*|of|and))*"
_BUYS_EN = r"(?:buy(?:s|ing)?|bought|acquir(?:es?|ed|ing)|purchas(?:es?|ed|ing)|takes? over|took over)"
_SELLS_EN = r"(?:sells?|sold|selling|divest(?:s|ed|ing)?)"
_ENGLISH = (
    re.compile(
        rf"\b(?P<agent>{_NAME_EN})(?: (?:has|had|have|will|would|is|was|agreed to|plans? to|to|completed|finished|recently|also))* (?:(?P<buys>{_BUYS_EN})|(?P<sells>{_SELLS_EN}))(?: (?:of|the|rival|its|maker|owner|start-?up|company|all))* (?P<thing>{_NAME_EN})"
    ),
    re.compile(
        rf"\b(?P<thing>{_NAME_EN}) (?:was|is|has been|had been|being|to be) (?P<buys>bought|acquired|purchased|taken over) by (?P<agent>{_NAME_EN})"
    ),
    re.compile(
        rf"\b(?P<agent>{_NAME_EN})['’]s? (?:(?P<buys>purchase|acquisition|takeover)|(?P<sells>sale|divestment)) of (?P<thing>{_NAME_EN})"
    ),
)
_VERBS = {
    "buys": re.compile(rf"{_BUYS_JA}|\b(?:{_BUYS_EN}|purchase|acquisition|takeover)\b", re.I),
    "sells": re.compile(rf"{_SELLS_JA}|\b(?:{_SELLS_EN}|sale|divestment)\b", re.I),
}
# What stands before a thing in a question and is no part of its name.
_ASKING = re.compile(r"^(?:なぜ|何故|どうして|なんで|いつ|いくら|どのように|どうやって|どこ)+")
_OPENS = re.compile(r"^(?:Why|When|How|What|Did|Does|Has|Have|Was|Is|Who|Where|In|On|At)\b ?")
_ENDS = re.compile(r"(?:['’]s?|\.)$")
_SENTENCES = 12  # sentences that may tell of the same deal


@dataclass(frozen=True, slots=True)
class Deal:
    """`agent` buys or sells `thing`; names as written, letter case aside."""

    agent: str
    side: Side
    thing: str


def deals_in(text: str) -> Iterator[Deal]:
    """The deals that `text` tells of, or takes for granted."""
    for pattern in (*_JAPANESE, *_ENGLISH):
        for match in pattern.finditer(text):
            agent = _ENDS.sub("", _OPENS.sub("", match["agent"]))
            thing = _ENDS.sub("", _ASKING.sub("", match["thing"]))
            if len(agent) > 1 and len(thing) > 1:
                yield Deal(fold(agent), "buys" if match["buys"] else "sells", fold(thing))


def against_deal(question: str, sentences: Sequence[Evidence]) -> Evidence | None:
    """A sentence that tells a deal of the two in `question` the other way round; None where one tells it as asked."""
    near = sentences[:_SENTENCES]
    for asked in deals_in(question):
        told = [(evidence, deal) for evidence in near for deal in deals_in(evidence.reading.text)]
        if any(_alike(asked, deal) for _, deal in told):
            return None
        for evidence, deal in told:
            swapped = deal.side == asked.side and _crossed(asked, deal)
            if swapped or (_opposite(asked, deal) and not any(_speaks(asked, e.reading.text) for e in near)):
                return evidence
    return None


def _alike(asked: Deal, told: Deal) -> bool:
    return asked.side == told.side and _same(asked.agent, told.agent) and _same(asked.thing, told.thing)


def _crossed(asked: Deal, told: Deal) -> bool:
    return _same(asked.agent, told.thing) and _same(asked.thing, told.agent)


def _opposite(asked: Deal, told: Deal) -> bool:
    return asked.side != told.side and _same(asked.agent, told.agent) and _same(asked.thing, told.thing)


def _speaks(asked: Deal, told: str) -> bool:
    """Whether a sentence that names one of the two speaks of the side asked for: "… and sold it in June"."""
    named = asked.agent in fold(told) or asked.thing in fold(told)
    return named and bool(_VERBS[asked.side].search(told))


def _same(one: str, other: str) -> bool:
    """Whether two names may be of the same: alike, or one the beginning of the other ("Larkfield")."""
    return one.startswith(other) or other.startswith(one)
