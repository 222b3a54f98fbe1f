"""Safe arithmetic: a length-capped walk over Python's own syntax tree, in Decimal, with four operators and powers.

Libraries that evaluate expressions were found to read files, run code or hang on 9**9**9; this walker knows no names,
calls or attributes, and its numbers have 34 digits and exponents up to 999.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException, DivisionByZero, InvalidOperation, Overflow

from index.errors import CalculationError

LONGEST = 200
DEEPEST = 20
CONTEXT = Context(prec=34, Emax=999, Emin=-999, traps=[DivisionByZero, InvalidOperation, Overflow])
_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: CONTEXT.add, ast.Sub: CONTEXT.subtract, ast.Mult: CONTEXT.multiply, ast.Div: CONTEXT.divide,
}  # fmt: skip
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "＋": "+", "·": "*"})
_ALLOWED = re.compile(r"[0-9.,+\-*/()\s]*")


def evaluate(expression: str) -> Decimal:
    """The value of an arithmetic expression; CalculationError says what was refused and why.

    `"8,000,000,000 ÷ 1,000,000,000" -> Decimal("8")`
    """
    if len(expression) > LONGEST:
        raise CalculationError(
            f"The expression has {len(expression)} characters; {LONGEST} is the most: shorten it."
        )
    plain = unicodedata.normalize("NFKC", expression).translate(_SIGNS)
    # ² and ① would lose their meaning and become a 2 and a 1.
    written = not any(unicodedata.category(character) == "No" for character in expression)
    if not plain.strip() or not written or not _ALLOWED.fullmatch(plain):
        raise CalculationError(
            "Only numbers, + - × ÷ and brackets can be calculated: remove everything else."
        )
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain).strip()
    if _depth(plain) > DEEPEST:
        raise CalculationError(f"The expression nests more than {DEEPEST} brackets: simplify it.")
    try:
        return _value(ast.parse(plain, mode="eval").body, plain)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise CalculationError(
            "The expression is not complete arithmetic: check its signs and brackets."
        ) from error
    except DivisionByZero as error:
        raise CalculationError("The expression divides by zero, which has no value.") from error
    except DecimalException as error:
        raise CalculationError(
            "The expression leaves the range of numbers that can be calculated exactly."
        ) from error


def _depth(text: str) -> int:
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _value(node: ast.expr, source: str) -> Decimal:
    if (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    ):
        # From the source's own digits: a float would lose some of them.
        return CONTEXT.create_decimal(ast.get_source_segment(source, node) or "0")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = _value(node.operand, source)
        return CONTEXT.minus(value) if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left, source), _value(node.right, source))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        return _power(_value(node.left, source), _value(node.right, source))
    raise CalculationError("Only numbers, + - × ÷ and brackets can be calculated: remove everything else.")


def _power(base: Decimal, exponent: Decimal) -> Decimal:
    if abs(exponent) > 100:
        raise CalculationError("A power must lie between -100 and 100: use a smaller exponent.")
    if exponent != exponent.to_integral_value():
        return _root(base, exponent)
    if not base and exponent < 0:
        raise DivisionByZero
    return CONTEXT.power(base, exponent)


def _root(base: Decimal, exponent: Decimal) -> Decimal:
    """A power that is no whole number, such as a growth rate a year takes: `8 ** (1 / 3) -> Decimal("2")`."""
    if base <= 0:
        raise CalculationError("Only a positive number has a power that is no whole number.")
    # 1 / 3 has lost its end: a root is taken of the whole number it stands for, with digits to spare.
    finer = Context(prec=60, Emax=999, Emin=-999, traps=[DivisionByZero, InvalidOperation, Overflow])
    whole = (1 / exponent).to_integral_value()
    if abs(exponent * whole - 1) < Decimal("1e-30"):
        exponent = finer.divide(1, whole)
    return CONTEXT.plus(finer.power(base, exponent))
