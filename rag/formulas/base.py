"""What a formula is: its names, its inputs with their dimensions, how it is written, and the unit it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

# "money": an amount, of a period or not ("USD", "USD/year"); "rate": money a month; "number": any unit, alike
# among themselves; the rest are units of their own.
Dimension = Literal["money", "rate", "percent", "month", "count", "ratio", "number"]
Unit = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its dimension and the ledger's metrics it may be taken from, most wanted first.

    `words` name it beside the names of its metrics. `positive`: a value of zero or less gives no meaning to the result.
    `magnitude`: an outflow, which counts without its sign.
    """

    key: str
    dimension: Dimension
    metrics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    positive: bool = False
    magnitude: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over inputs {0}, {1}, …

    `ja` and `en` write it in words, `template` in the calculator's signs; `unit` gives the result's unit from the
    inputs'. `names` are all the usual names in both languages; two formulas may share one, the more usual first.
    `source` says where the definition comes from, `example` gives inputs as "value unit" and the result.
    """

    ja: str
    en: str
    template: str
    unit: Unit
    names: tuple[str, ...]
    inputs: tuple[Input, ...]
    source: str
    example: tuple[tuple[str, ...], str]


def percent(units: Sequence[str]) -> str:
    """A share in percent."""
    return "percent"


def ratio(units: Sequence[str]) -> str:
    """A multiple."""
    return "ratio"


def months(units: Sequence[str]) -> str:
    """A number of months."""
    return "month"


def count(units: Sequence[str]) -> str:
    """A number of things."""
    return "count"


def same_as_first(units: Sequence[str]) -> str:
    """The unit of the first input."""
    return units[0]


def amount_of_first(units: Sequence[str]) -> str:
    """The currency of the first input, no longer spread over a time."""
    return units[0].split("/")[0]


def per(period: str) -> Unit:
    """The currency of the first input, spread over `period`."""
    return lambda units: f"{units[0].split('/')[0]}/{period}"


def of_difference(units: Sequence[str]) -> str:
    """Percentages differ by points, anything else by its own unit."""
    return "point" if set(units[:2]) == {"percent"} else min(units)
