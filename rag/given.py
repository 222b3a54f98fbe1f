"""A formula's inputs that a question gives itself: "営業利益12億円、売上100億円の営業利益率は？".

Each amount is the input named right behind it ("12億円の営業利益", "$12m of operating income"), else the last one named
since the amount before; what is then left is taken where only one input and one amount fit each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.quantity import Mention, Quantity
from index.vocabulary import fold
from rag.formulas import FORMULAS, find_formulas
from rag.formulas.base import Input
from rag.formulas.names import InputMention, find_inputs

_JOINS = re.compile(
    r"\s*(?:(?:of|in|as|from|worth of|a|an|the|its|annual|yearly|monthly|total|net|no|の|もの|分の)\s*)*",
    re.I,
)
_MONTHLY = re.compile(r"月間|毎月|月の|月次|月々|ひと月|月あたり|月当たり|monthly|a month|per month|each month|every month", re.I)  # fmt: skip
_YEARS = re.compile(r"(?<![0-9.])([1-9]\d?)年(?:間)?(?:で|後|かけ|の間|前)|(?:over|in|after|within) ([1-9]\d?) years", re.I)  # fmt: skip
_DATED = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|\b)")
_FROM_BEHIND = re.compile(r"(?:to|reached|hit) .{1,30}\b(?:from|up from|down from)\b", re.I)


@dataclass(frozen=True, slots=True)
class Given:
    """A formula, named at `text[start:end]`, with the values a question gives its inputs, by their place.

    `named` of them stand beside their input's name.
    """

    key: str
    values: dict[int, Quantity]
    start: int
    end: int
    named: int

    @property
    def whole(self) -> bool:
        """Whether no input is missing."""
        return len(self.values) == len(FORMULAS[self.key].inputs)


def given_formula(text: str, quantities: Sequence[Mention]) -> Given | None:
    """The formula that `text` names and gives every input of, or None.

    Of several, the one with most values beside their names, then the one named last: 自己資本40億円 gives a value,
    and the 自己資本比率 behind it is what is asked.
    """
    if not quantities:
        return None
    found = [given for given in given_formulas(text, quantities) if given.whole]
    return max(found, key=lambda given: (given.named, given.end), default=None)


def given_formulas(text: str, quantities: Sequence[Mention]) -> list[Given]:
    """Every formula that `text` names, with the inputs it gives."""
    found = []
    for mention in find_formulas(text):
        # The name itself ("売上総利益率") names no input, wherever it stands.
        rest = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
        for key in mention.keys:
            values, named = _values(key, rest, quantities)
            found.append(Given(key, values, mention.start, mention.end, named))
    return found


def given_inputs(key: str, text: str, quantities: Sequence[Mention]) -> dict[int, Quantity]:
    """The inputs of a formula that `text` gives a value for, by place."""
    return _values(key, text, quantities)[0]


def _values(key: str, text: str, quantities: Sequence[Mention]) -> tuple[dict[int, Quantity], int]:
    """The values by place, and how many of them stand beside their name."""
    inputs = FORMULAS[key].inputs
    counts = any(item.dimension in ("count", "ratio") for item in inputs)
    free = [mention for mention in quantities if counts or mention.quantity.unit != "count"]
    values: dict[int, Quantity] = {}
    for mention, place in _named(key, text, list(free)):
        free.remove(mention)  # what is something else's value is no input's
        quantity = _as(inputs[place], mention.quantity, text) if place is not None else None
        if place is not None and quantity is not None:
            values.setdefault(place, quantity)
    named = len(values)
    for place, item in enumerate(inputs):
        if place not in values and item.dimension == "month" and (time := _time(text)):
            values[place] = Quantity(time, "month")
    if key == "cagr":
        return _in_order(
            text, values, [m for m in quantities if m.quantity.unit not in ("month", "percent")]
        ), named
    return values | _left(inputs, values, free, text), named


def _named(key: str, text: str, quantities: Sequence[Mention]) -> list[tuple[Mention, int | None]]:
    """(amount, place of the input named at it, None for another measure), each name used once."""
    names, used, found = find_inputs(key, text), set[int](), []
    for mention, earlier in zip(quantities, [None, *quantities], strict=False):
        since = earlier.end if earlier else 0
        name = _behind(names, mention, text) or _before(names, since, mention.start, used)
        if name and name.start not in used:
            used.add(name.start)
            found.append((mention, name.place))
    return found


def _behind(names: Sequence[InputMention], amount: Mention, text: str) -> InputMention | None:
    return next(
        (n for n in names if n.start >= amount.end and _JOINS.fullmatch(text[amount.end : n.start])), None
    )


def _before(names: Sequence[InputMention], since: int, until: int, used: set[int]) -> InputMention | None:
    inside = [name for name in names if since <= name.start and name.end <= until and name.start not in used]
    return inside[-1] if inside else None


def _left(
    inputs: Sequence[Input], values: dict[int, Quantity], free: Sequence[Mention], text: str
) -> dict[int, Quantity]:
    """Inputs without a value that just one of the amounts left fits, once those that fit better are taken."""
    left, found = list(free), dict[int, Quantity]()
    missing = [place for place in range(len(inputs)) if place not in values]
    for place in sorted(missing, key=lambda place: inputs[place].dimension == "money"):
        fitting = [(m, q) for m in left if (q := _as(inputs[place], m.quantity, text)) is not None]
        if len(fitting) == 1:
            left.remove(fitting[0][0])
            found[place] = fitting[0][1]
    return found


def _in_order(text: str, values: dict[int, Quantity], amounts: Sequence[Mention]) -> dict[int, Quantity]:
    """First and last of a growth, which have no names: as told, the older one first, unless it stands behind "from"."""
    told = [mention.quantity for mention in amounts]
    if len(told) != 2:
        return values
    first, last = reversed(told) if _FROM_BEHIND.search(text) else told
    return {**values, 0: last, 1: first}


def _as(item: Input, quantity: Quantity, text: str) -> Quantity | None:
    """The amount as a value of the input, or None where it is of another kind."""
    unit, money = quantity.unit, _is_money(quantity.unit)
    if item.dimension == "money":
        return quantity if money else None
    if item.dimension == "rate":
        if money and "/" not in unit and _MONTHLY.search(text):
            return replace(quantity, unit=f"{unit}/month")
        return quantity if money and "/" in unit else None
    if item.dimension in ("percent", "month"):
        return quantity if unit == item.dimension else None
    if item.dimension == "count":
        return quantity if unit == "count" else None
    return (
        replace(quantity, unit="ratio") if item.dimension == "ratio" and unit in ("ratio", "count") else None
    )


def _time(text: str) -> Decimal | None:
    """Months between first and last: "3年で", "over 3 years", or two years that are named."""
    folded = fold(text)
    if match := _YEARS.search(folded):
        return Decimal(match[1] or match[2]) * 12
    years = [int(match[1]) for match in _DATED.finditer(folded)]
    apart = max(years) - min(years) if years else 0
    return Decimal(apart * 12) if apart else None


def _is_money(unit: str) -> bool:
    currency = unit.split("/")[0]
    return len(currency) == 3 and currency.isupper()
