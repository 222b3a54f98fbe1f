"""`kassoro runway`: a calculation from amounts as a person types them."""

from __future__ import annotations

import re

from index.errors import CalculationError
from index.quantity import Quantity, parse_quantity
from rag.answer import Calculation
from rag.runway import runway

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")


def compute_runway(cash: str, burn: str, as_of: str | None = None) -> Calculation:
    """The runway of `cash` ("80億ドル") at `burn` ("10億ドル/月") from `as_of` ("2025-07").

    CalculationError names the amount or date that cannot be read.
    """
    if as_of is not None and not _MONTH.fullmatch(as_of):
        raise CalculationError(f"--as-of is {as_of!r}: write YYYY-MM or YYYY-MM-DD.")
    return runway(
        _amount("--cash", cash),
        _amount("--burn", burn),
        as_of=as_of,
        language=language_of(cash, burn),
    )


def language_of(cash: str, burn: str) -> str:
    """The language amounts are written in: English unless a character of Japanese stands in them."""
    return "en" if (cash + burn).isascii() else "ja"


def _amount(name: str, text: str) -> Quantity:
    quantity = parse_quantity(text)
    if quantity is None:
        raise CalculationError(
            f"{name} is {text!r}, which is no single amount: write for instance 80億ドル or '$8 billion'."
        )
    return quantity
