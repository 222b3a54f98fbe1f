"""Two companies held against each other by one measure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.periods import Period
from index.vocabulary import fold
from rag.draft import Draft
from rag.statements import cues, pair_answers
from rag.statements.book import Value, combined
from rag.statements.measures import Measure
from rag.statements.telling import Telling

_TOGETHER = re.compile(r"合計|合わせ|足し|合算|\b(?:combined|together|in total|sum|add)\b")
_APART = re.compile(r"差|いくら|どれだけ|何ポイント|引い|\b(?:how much|difference|by how many|gap|apart)\b")
_WHICH = re.compile(r"どちら|どっち|\bwhich\b|\bwho\b")
_GREW = re.compile(r"増収|増益|伸び|成長|\b(?:grew|grow|growth|increased|rose)\b")
_SHRANK = re.compile(r"減収|減益|減っ|減少|\b(?:fell|shrank|declined|dropped|decreased)\b")
_LESS = re.compile(r"低い|小さい|少ない|下回|\b(?:lower|smaller|less|fewer|lowest)\b")
_SUBTRACT = re.compile(r"から.{1,40}を?引|\b(?:minus|less)\b")
_BASE = re.compile(r"^(?:['’]s)?.{0,24}?の何倍|^(?:['’]s)? ?[a-z ]{0,24}?,? (?:were|was|is|are)\b")


@dataclass(frozen=True, slots=True)
class Side:
    """One company: how it is told of, the times, its value at the later and (if known) at the earlier one."""

    telling: Telling
    times: tuple[Period, Period]
    value: Value
    before: Value | None

    @property
    def name(self) -> str:
        """The company as the answer calls it."""
        return self.telling.firm


def answer(telling: Telling, measure: Measure, sides: tuple[Side, Side], text: str) -> Draft | None:
    """The draft; None where the two cannot be compared. `text` is the question, folded, in whose order `sides` are."""
    values = (sides[0].value, sides[1].value)
    if values[0].unit != values[1].unit:
        return None
    if _WHICH.search(text) and (_GREW.search(text) or _SHRANK.search(text)):
        return _who_moved(telling, measure, sides, bool(_SHRANK.search(text)))
    if _TOGETHER.search(text):
        total = combined("{0} + {1}", values)
        return pair_answers.pair_of(telling, measure, _told(sides), total, "sum") if total else None
    if cues.MULTIPLE.search(text):
        top, bottom = _over(sides, text)
        times = combined("{0} / {1}", [top.value, bottom.value], lambda _: "ratio")
        return (
            pair_answers.pair_of(telling, measure, _told((top, bottom)), times, "multiple") if times else None
        )
    in_order = bool(_SUBTRACT.search(text)) or values[0].value >= values[1].value
    first, second = sides if in_order else sides[::-1]
    apart = combined(
        "{0} - {1}", [first.value, second.value], lambda units: "point" if units[0] == "percent" else units[0]
    )
    if apart is None:
        return None
    if _APART.search(text) and not _WHICH.search(text):
        return pair_answers.pair_of(telling, measure, _told((first, second)), apart, "difference")
    large, small = sides if values[0].value >= values[1].value else sides[::-1]
    winner, loser = (small, large) if _LESS.search(text) else (large, small)
    return pair_answers.winner_of(telling, measure, _told((winner, loser)), apart)


def _told(sides: tuple[Side, Side]) -> tuple[tuple[str, Value], tuple[str, Value]]:
    return (sides[0].name, sides[0].value), (sides[1].name, sides[1].value)


def _over(sides: tuple[Side, Side], text: str) -> tuple[Side, Side]:
    """(what is measured, what it is measured by): "as large as A's were B's" asks for B by A, "BはAの何倍" too."""
    places = [text.find(fold(side.telling.company)) for side in sides]
    for side, other, place in ((sides[0], sides[1], places[0]), (sides[1], sides[0], places[1])):
        behind = text[place + len(side.telling.company) :] if place >= 0 else ""
        asked_of = re.match(r"(?:の[^のはを]{1,12})?の何倍", behind) or re.search(
            r"as (?:large|big|high|much|many) as\s*$", text[: max(place, 0)]
        )
        if asked_of:
            return other, side
    return sides


def _who_moved(telling: Telling, measure: Measure, sides: tuple[Side, Side], down: bool) -> Draft | None:
    """Which of two grew (or shrank), by their changes from the time before."""
    moved: list[tuple[Side, Value]] = []
    for side in sides:
        change = combined("{1} - {0}", [side.before, side.value]) if side.before else None
        if change is None:
            return None
        moved.append((side, change))
    moved.sort(key=lambda pair: pair[1].value, reverse=not down)
    return pair_answers.mover_of(
        telling, measure, [(side.name, side.before, side.value, change) for side, change in moved]
    )
