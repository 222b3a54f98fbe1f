"""Units for a model's arithmetic: which known amounts the numbers of an expression are, and what its value measures.

A model writes "(14.6 - 10) / 10 * 100" over 14億6000万ドル and 10億ドル. Each number must be an amount that a passage or
the question gives, as written or in thousands, millions or 億; the expression is then written anew in base units, so that
a reader can redo it, and its value has the unit that follows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product

from index.errors import CalculationError
from index.quantity import Quantity
from rag.calculator import evaluate
from rag.formulas import plain

_SCALES = tuple(Decimal(10) ** power for power in (0, 3, 4, 6, 8, 9, 12))
# Numbers that arithmetic brings along: parts of a year, a hundredth.
CONSTANTS = frozenset(map(Decimal, ("1", "2", "3", "4", "12", "52", "100", "365")))
_MOST_READINGS = 64
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """A number of an expression: the known amount it is (its place in the list of amounts), or None for a constant."""

    amount: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """An expression in base units with what its value measures, and the amounts used, in order."""

    expression: str
    value: str
    unit: str
    used: tuple[int, ...]


def measure(expression: str, amounts: Sequence[Quantity]) -> Measured:
    """Read `expression` over `amounts`.

    CalculationError in one sentence where a number is none of them, or no reading of its units makes sense.
    """
    evaluate(expression)  # the same limits and refusals as everywhere
    tree = _parsed(expression)
    numbers = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    choices = []
    for node in numbers:
        value = Decimal(str(node.value))
        found = list(_candidates(value, amounts))
        if not found:
            raise CalculationError(
                f"{plain(value)} stands in no passage found so far and not in the question: search for it first."
            )
        choices.append(found)
    for chosen in islice(product(*choices), _MOST_READINGS):
        reading = _read(tree, dict(zip(map(id, numbers), chosen, strict=True)), amounts)
        if reading is not None:
            text, unit = reading
            used = tuple(dict.fromkeys(term.amount for term in chosen if term.amount is not None))
            if used:
                return Measured(text, plain(evaluate(text)), unit, used)
    raise CalculationError(
        "The amounts have units that cannot be combined so: calculate with amounts of one kind."
    )


def _parsed(expression: str) -> ast.expr:
    text = expression.replace("×", "*").replace("÷", "/").replace("−", "-")
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).strip()
    return ast.parse(text, mode="eval").body


def _candidates(value: Decimal, amounts: Sequence[Quantity]) -> Iterator[Term]:
    for scale in _SCALES:
        for place, amount in enumerate(amounts):
            if (
                value
                and amount.value == value * scale
                and (scale == 1 or _is_money(amount.unit) or amount.unit == "count")
            ):
                yield Term(place)
    if value in CONSTANTS:
        yield Term(None)


def _read(node: ast.expr, terms: dict[int, Term], amounts: Sequence[Quantity]) -> tuple[str, str] | None:
    """(expression in base units, unit), or None where the units do not go together. "" is a bare number."""
    if isinstance(node, ast.Constant):
        term = terms[id(node)]
        if term.amount is None:
            return plain(Decimal(str(node.value))), ""
        amount = amounts[term.amount]
        return plain(amount.value), amount.unit
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _read(node.operand, terms, amounts)
        return (f"-{inner[0]}", inner[1]) if inner else None
    if isinstance(node, ast.BinOp) and type(node.op) in _SIGNS:
        left, right = _read(node.left, terms, amounts), _read(node.right, terms, amounts)
        if left is None or right is None:
            return None
        sign = _SIGNS[type(node.op)]
        unit = _combined(sign, left, right)
        return None if unit is None else (f"({left[0]} {sign} {right[0]})", unit)
    return None


def _combined(sign: str, left: tuple[str, str], right: tuple[str, str]) -> str | None:
    one, other = left[1], right[1]
    if sign in "+-":
        return one if one == other or (one == "ratio" and not other) else None
    if sign == "*":
        if "percent" in (one, other):
            return None  # ten percent is no ten: "0.1" has to be written
        if (one == "ratio" and right[0] == "100") or (other == "ratio" and left[0] == "100"):
            return "percent"
        if one in ("", "ratio") or other in ("", "ratio"):
            return other if one in ("", "ratio") else one
        per, months = (one, other) if "/" in one else (other, one)
        return per.split("/")[0] if per.endswith("/month") and months == "month" else None
    if one == other:
        return "ratio"
    if other in ("", "ratio"):
        return one
    return "month" if other == f"{one}/month" else None


def _is_money(unit: str) -> bool:
    return len(unit.split("/")[0]) == 3 and unit.split("/")[0].isupper()
