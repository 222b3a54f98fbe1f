"""The months behind a runway, for a chart: told again from the calculation as it leaves `rag`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from index.errors import CalculationError
from index.quantity import Quantity
from rag.projection import Row, projected
from rag.runway import course_of


def curve_of(calculation: Mapping[str, Any]) -> tuple[Row, ...]:
    """The months of a runway's calculation object; () where its inputs alone do not give its expression.

    The last row is the month in which nothing is left, or the last that is worth showing.
    """
    given = {item["name"]: item for item in calculation["inputs"]}
    if "cash" not in given or "burn" not in given:
        return ()
    amounts = {
        name: Quantity(Decimal(given[name]["value"]), given[name]["unit"]) if name in given else None
        for name in ("cash", "burn", "raised", "income")
    }
    growth = Decimal(given["growth"]["value"]) if "growth" in given else Decimal(0)
    try:
        course = course_of(
            amounts["cash"], amounts["burn"], raised=amounts["raised"], income=amounts["income"], language="en"
        )  # fmt: skip
        ahead = projected(course.cash, course.burn, course.income, growth, given["cash"]["as_of"])
    except CalculationError:
        return ()
    return ahead.rows if ahead.expression == calculation["expression"] else ()
