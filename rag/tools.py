"""What the assistant can do, as llama-index `FunctionTool`s for a language model or an agent.

Amounts are taken as a person writes them ("80億ドル", "$1.2bn a month") and read by the product's own reader, so that a
model never does arithmetic on digits. Every tool gives text: JSON on success, one sentence where there is no honest
result; none raises on bad arguments.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

from index.errors import CalculationError, KassoroError
from index.quantity import Quantity, parse_quantity
from index.vocabulary import fold
from rag import calculator
from rag.answer import CalculationInput
from rag.figures import figures_as_text
from rag.formulas import FORMULAS, Formula, Input, compute, find_formulas, plain
from rag.formulas.names import words_of
from rag.months import cash_out_month
from rag.projection import projected
from rag.runway import course_of
from rag.runway import runway as runway_of

if TYPE_CHECKING:
    from llama_index.core.tools import FunctionTool

    from index.library import Library

Arguments = ParamSpec("Arguments")
_MOST_PASSAGES = 20


def tools(library: Library | None = None) -> list[FunctionTool]:
    """The tools: arithmetic always, and over a library `search_passages` and `find_figures`."""
    from llama_index.core.tools import FunctionTool

    functions: list[Callable[..., str]] = [calculate, runway, project, formula]
    if library is not None:
        functions += [_search(library), _figures(library)]
    return [FunctionTool.from_defaults(_safe(function)) for function in functions]


def calculate(expression: str) -> str:
    """Evaluate arithmetic exactly: numbers, + - * / ** and brackets, for instance "(107 - 44) / 107 * 100".

    Gives {"expression", "value"} with the value unrounded.
    """
    return _json({"expression": expression, "value": plain(calculator.evaluate(expression))})


def runway(
    cash: str,
    burn: str,
    as_of: str = "",
    raised: str = "",
    revenue: str = "",
    growth_percent_a_month: float = 0.0,
) -> str:
    """How many months cash lasts and the month it runs out.

    cash and raised (new money) are amounts such as "80億ドル" or "$8 billion"; burn and revenue have a period, such as
    "$1bn a month" or "四半期15億円"; as_of is the date of the cash, "YYYY-MM". Gives the calculation with its expression,
    inputs, result and assumptions. Where revenue overtakes the burn in time the result is the least cash left.
    """
    language = _language(cash, burn)
    growth = Decimal(str(growth_percent_a_month)) if growth_percent_a_month else None
    found = runway_of(
        _amount("cash", cash), _amount("burn", burn), as_of=_month(as_of), language=language, growth=growth,
        raised=_amount("raised", raised) if raised else None, income=_amount("revenue", revenue) if revenue else None,
    )  # fmt: skip
    return _json(asdict(found))


def project(
    cash: str,
    burn: str,
    revenue: str = "",
    growth_percent_a_month: float = 0.0,
    raised: str = "",
    as_of: str = "",
) -> str:
    """Cash month by month, and whether the company is default alive (profitable before the cash is out).

    Takes amounts as `runway` does. Gives {"default_alive", "months", "cash_out", "break_even_month", "rows"}, each row
    with the month, the cash at its end, its burn and its revenue.
    """
    start, language = _month(as_of), _language(cash, burn)
    growth = Decimal(str(growth_percent_a_month))
    if not -100 < growth <= 1000:
        raise CalculationError(f"growth_percent_a_month is {growth}: give a rate above -100 and up to 1000.")
    course = course_of(
        _amount("cash", cash), _amount("burn", burn), language=language,
        raised=_amount("raised", raised) if raised else None, income=_amount("revenue", revenue) if revenue else None,
    )  # fmt: skip
    ahead = projected(course.cash, course.burn, course.income, growth, start)
    rows = [
        {"month": row.label or row.month, **{key: plain(getattr(row, key)) for key in ("cash", "burn", "revenue")}}
        for row in ahead.rows
    ]  # fmt: skip
    return _json(
        {
            "currency": course.currency,
            "default_alive": ahead.default_alive,
            "months": None if ahead.runway is None else plain(ahead.runway),
            "cash_out": None if ahead.runway is None else cash_out_month(start, ahead.runway),
            "break_even_month": ahead.break_even,
            "expression": ahead.expression,
            "rows": rows,
        }
    )


def formula(name: str, inputs: dict[str, str]) -> str:
    """Compute a named finance formula, such as "equity ratio", "ROE", "売上総利益率", "burn multiple" or "dilution".

    inputs names each value as the formula does and gives it as written: {"equity": "40億円", "total assets": "100億円"}.
    Asked with inputs it does not know, it says which it takes. Gives the calculation.
    """
    keys = _keys_of(name)
    tried = [_assigned(FORMULAS[key], inputs) for key in keys]
    best = next((place for place, given in enumerate(tried) if given is not None), None)
    if best is None:
        raise CalculationError(f"{name} takes {_or(keys)}: give each of them by name, as text.")
    given = tried[best]
    assert given is not None
    return _json(asdict(compute(keys[best], given, _language(name, *inputs, *inputs.values()))))


def _search(library: Library) -> Callable[..., str]:
    def search_passages(query: str, limit: int = 5) -> str:
        """Find the passages of the articles that best answer a question in Japanese or English, best first.

        Gives a list of {"article_id", "title", "published", "start", "end", "text"}; texts are exact pieces of the article.
        """
        hits = library.retriever.retrieve(query)[: max(1, min(limit, _MOST_PASSAGES))]
        return _json([_passage(hit.node) for hit in hits])

    return search_passages


def _figures(library: Library) -> Callable[..., str]:
    def find_figures(company: str = "", metric: str = "", period: str = "") -> str:
        """Find the figures that the articles give: of a company, of a metric ("revenue", "純損失", "cash" …), of a period.

        "" stands for any. Gives a list of {"company", "metric", "value", "unit", "as_of", "kind", "attributed", "article_id",
        "sentence", "clash" …}; "clash" tells where articles disagree.
        """
        return figures_as_text(library, company, metric, period)

    return find_figures


def _safe(function: Callable[Arguments, str]) -> Callable[Arguments, str]:
    """`function`, whose errors are sentences and not exceptions."""

    @wraps(function)
    def told(*args: Arguments.args, **kwargs: Arguments.kwargs) -> str:
        try:
            return function(*args, **kwargs)
        except KassoroError as error:
            return str(error)
        except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
            return (
                f"{function.__name__} was given arguments it cannot use ({error}): give them as it describes."
            )

    return told


def _passage(node: Any) -> dict[str, Any]:
    kept = ("article_id", "title", "published", "start", "end")
    return {**{key: node.metadata.get(key) for key in kept}, "text": node.text}


def _keys_of(name: str) -> list[str]:
    """The formulas of a name, or the one of a key."""
    named = find_formulas(name)
    key = fold(name).strip().replace(" ", "_").replace("-", "_")
    keys = [*(named[0].keys if named else ()), *([key] if key in FORMULAS else [])]
    if not keys:
        listed = ", ".join(sorted(FORMULAS))
        raise CalculationError(f"{name!r} is no formula that is known: the keys are {listed}.")
    return list(dict.fromkeys(keys))


def _assigned(wanted: Formula, inputs: dict[str, str]) -> list[CalculationInput] | None:
    """The inputs in the formula's order, or None where one is missing or left over."""
    by_name = {fold(name).strip(): text for name, text in inputs.items()}
    found: list[CalculationInput] = []
    for item in wanted.inputs:
        names = [name for name in by_name if name in _names_of(item)]
        if len(names) != 1:
            return None
        quantity = _value(item, by_name.pop(names[0]))
        found.append(CalculationInput(item.key, plain(quantity.value), quantity.unit, None, None))
    return None if by_name else found


def _names_of(item: Input) -> set[str]:
    return {fold(name) for name in (item.key, item.key.replace("_", " "), *item.metrics, *words_of(item))}


def _value(item: Input, text: str) -> Quantity:
    """An amount as written; a bare number where the formula wants a count or a multiple."""
    if item.dimension in ("count", "ratio"):
        try:
            return Quantity(calculator.evaluate(str(text)), item.dimension)
        except CalculationError:
            pass
    if item.dimension == "month" and (years := parse_quantity(f"{text}間")):
        return years  # "3年" alone could be a date
    return _amount(item.key, text)


def _amount(name: str, text: str) -> Quantity:
    quantity = parse_quantity(str(text))
    if quantity is None:
        raise CalculationError(
            f"{name} is {text!r}, which is no single amount: write for instance 80億ドル or '$8 billion'."
        )
    return quantity


def _month(text: str) -> str | None:
    if not text:
        return None
    year, _, month = text.partition("-")
    if not (len(year) == 4 and year.isdigit() and month[:2].isdigit() and 1 <= int(month[:2]) <= 12):
        raise CalculationError(f"as_of is {text!r}: write YYYY-MM.")
    return text[:7]


def _or(keys: list[str]) -> str:
    each = [", ".join(item.key.replace("_", " ") for item in FORMULAS[key].inputs) for key in keys]
    return " — or ".join(each)


def _language(*texts: str) -> str:
    return "en" if "".join(map(str, texts)).isascii() else "ja"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
