"""`kassoro runway`: a calculation, three cases and a table of months from amounts as a person types them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from index.errors import CalculationError
from index.format import format_number, format_quantity
from index.quantity import Quantity, parse_quantity
from index.vocabulary import fold
from rag.answer import Calculation
from rag.calculator import evaluate
from rag.formulas import plain
from rag.months import monthly
from rag.outlook import SPREAD, Case, outlook
from rag.projection import Row
from rag.runway import runway

_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")
_RATE = re.compile(r"([+\-−±])?\s*(\d{1,4}(?:\.\d{1,6})?)\s*(?:%|％|percent)")
_ROWS = 26  # of a table; a longer one leaves months out
_TEXTS = {
    "ja": {
        "cases": "3つの場合", "low": "低位", "base": "中位", "high": "高位", "months": "{months}か月", "forever": "尽きない",
        "beyond": "100か月より先", "alive": "デフォルト・アライブ: {month}か月目に収入が支出に追いつき、資金は尽きません。",
        "dead": "デフォルト・デッド: 収入が支出に追いつく前に資金が尽きます。", "undecided": "100か月のうちには、資金が尽きることも収入が支出に追いつくこともありません。",
        "dead_without": "デフォルト・デッド: 収入がないため、調達しなければ資金は尽きます。",
        "heads": "月 現金 支出 収入", "start": "起点", "changed": "変更: 支出 {old} → {new}", "plot": "{path} に図を書きました。",
    },
    "en": {
        "cases": "Three cases", "low": "low", "base": "base", "high": "high", "months": "{months} months", "forever": "does not run out",
        "beyond": "beyond 100 months", "alive": "Default alive: income reaches the burn in month {month}, before the cash runs out.",
        "dead": "Default dead: the cash runs out before income reaches the burn.", "undecided": "Within 100 months neither does the cash run out nor does income reach the burn.",
        "dead_without": "Default dead: there is no income, so without new money the cash runs out.",
        "heads": "month cash burn income", "start": "start", "changed": "Changed: burn {old} → {new}", "plot": "Wrote the curve to {path}.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunwayReport:
    """What the command shows: the calculation, the cases behind the table, and how the burn was changed."""

    calculation: Calculation
    cases: tuple[Case, Case, Case]
    language: str
    changed: tuple[Quantity, Quantity] | None = None

    @property
    def currency(self) -> str:
        """ISO code of all amounts."""
        return self.calculation.inputs[0].unit

    @property
    def rows(self) -> tuple[Row, ...]:
        """The months of the base case, for a chart or a table."""
        return self.cases[1].projection.rows

    def to_json(self) -> dict[str, Any]:
        """The calculation object with the cases and the months of the base case beside it."""
        cases = [
            {
                "name": case.name,
                "what": case.what,
                "months": _decimal(case.projection.runway),
                "cash_out": case.cash_out,
                "default_alive": case.projection.default_alive,
            }
            for case in self.cases
        ]
        rows = [
            {
                "month": row.month,
                "label": row.label,
                "cash": plain(row.cash),
                "burn": plain(row.burn),
                "revenue": plain(row.revenue),
            }
            for row in self.rows
        ]
        alive = self.cases[1].projection.default_alive
        return {**asdict(self.calculation), "default_alive": alive, "cases": cases, "projection": rows}


def compute_runway(cash: str, burn: str, as_of: str | None = None) -> Calculation:
    """The runway of `cash` ("80億ドル") at `burn` ("10億ドル/月") from `as_of` ("2025-07").

    CalculationError names the amount or date that cannot be read.
    """
    return report_runway(cash, burn, as_of).calculation


def report_runway(
    cash: str,
    burn: str,
    as_of: str | None = None,
    *,
    raised: str | None = None,
    revenue: str | None = None,
    growth: str | None = None,
    burn_change: str | None = None,
) -> RunwayReport:
    """The runway and its cases from amounts as typed; CalculationError names what cannot be read.

    `growth` is a rate a month ("10%"); `burn_change` moves the burn ("+20%", "-1億ドル/月") or, as "±20%", the two
    cases beside the base.
    """
    if as_of is not None and not _MONTH.fullmatch(as_of):
        raise CalculationError(f"--as-of is {as_of!r}: write YYYY-MM or YYYY-MM-DD.")
    language = language_of(cash, burn, *(text for text in (raised, revenue, burn_change) if text))
    held, spent = _amount("--cash", cash), _amount("--burn", burn)
    new = _amount("--raise", raised) if raised is not None else None
    income = _amount("--revenue", revenue) if revenue is not None else None
    rate = _growth(growth) if growth is not None else None
    factor, spread, changed = _changed(spent, burn_change, language)
    burn_now = changed or spent
    calculation = runway(
        held,
        burn_now,
        as_of=as_of,
        language=language,
        raised=new,
        income=income,
        growth=rate,
        burn_factor=factor,
    )
    cases = outlook(
        held, burn_now, raised=new, income=income, growth=rate or Decimal(0), burn_factor=factor, spread=spread,
        as_of=as_of, language=language,
    )  # fmt: skip
    moved = changed or (_scaled(spent, factor) if factor is not None else None)
    return RunwayReport(calculation, cases, language, (spent, moved) if moved else None)


def language_of(*amounts: str) -> str:
    """The language amounts are written in: English unless a character of Japanese stands in them."""
    return "en" if "".join(amounts).replace("±", "").replace("−", "").isascii() else "ja"


def print_report(report: RunwayReport, plot: Path | None = None) -> None:
    """The table of months, the three cases and whether the company is default alive."""
    words = _TEXTS[report.language]
    if report.changed:
        old, new = (format_quantity(burn, report.language) for burn in report.changed)
        print("\n" + words["changed"].format(old=old, new=new))
    print(f"\n{words['cases']}")
    for case in report.cases:
        print(f"  {words[case.name]}  {_length(case, words)}  ({case.what})")
    print(f"\n{_verdict(report, words)}\n")
    _print_table(report, words)
    if plot:
        print("\n" + words["plot"].format(path=plot))


def _verdict(report: RunwayReport, words: dict[str, str]) -> str:
    ahead = report.cases[1].projection
    if ahead.default_alive:
        return words["alive"].format(month=ahead.break_even)
    if ahead.runway is None:
        return words["undecided"]
    return words["dead" if any(row.revenue for row in ahead.rows) else "dead_without"]


def _length(case: Case, words: dict[str, str]) -> str:
    ahead = case.projection
    if ahead.runway is None:
        return words["forever" if ahead.default_alive else "beyond"]
    months = words["months"].format(months=format_number(ahead.runway, 1))
    return f"{months} → {case.cash_out}" if case.cash_out else months


def _print_table(report: RunwayReport, words: dict[str, str]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    for place, head in enumerate(words["heads"].split()):
        table.add_column(head, justify="left" if place == 0 else "right", no_wrap=True)
    step = -(-len(report.rows) // _ROWS)
    for row in report.rows:
        if row.month % step and row is not report.rows[-1]:
            continue
        name = row.label or (str(row.month) if row.month else words["start"])
        amounts = (row.cash, row.burn, row.revenue) if row.month else (row.cash,)
        shown = [format_quantity(Quantity(value, report.currency), report.language) for value in amounts]
        table.add_row(name, *shown)
    Console(highlight=False).print(table)


def _amount(name: str, text: str) -> Quantity:
    quantity = parse_quantity(text)
    if quantity is None:
        raise CalculationError(
            f"{name} is {text!r}, which is no single amount: write for instance 80億ドル or '$8 billion'."
        )
    return quantity


def _growth(text: str) -> Decimal:
    match = _RATE.fullmatch(fold(text).strip())
    if match is None or match[1] == "±":
        raise CalculationError(f"--growth is {text!r}: write a rate a month such as 10% or -5%.")
    return _number(match)


def _changed(
    burn: Quantity, text: str | None, language: str
) -> tuple[Decimal | None, Decimal, Quantity | None]:
    """(factor of the burn, spread of the cases, the burn by the amount it was changed)."""
    if text is None:
        return None, SPREAD, None
    written = fold(text).strip()
    if match := _RATE.fullmatch(written):
        if match[1] == "±":
            return None, min(_number(match), Decimal(99)), None
        return 1 + _number(match) / 100, SPREAD, None
    amount = parse_quantity(written[1:]) if written[:1] in ("+", "-", "−") else None
    if amount is None or "/" not in amount.unit or amount.unit[:3] != burn.unit[:3] or "/" not in burn.unit:
        raise CalculationError(
            f"--burn-change is {text!r}: write +20%, -20%, ±20% or an amount with its sign and period, such as +1億ドル/月."
        )
    sign = "+" if written[0] == "+" else "-"
    value = evaluate(f"{monthly(burn, burn.upper)} {sign} {monthly(amount)}")
    return None, SPREAD, Quantity(value, f"{burn.unit[:3]}/month")


def _scaled(burn: Quantity, factor: Decimal) -> Quantity:
    upper = burn.upper * factor if burn.upper is not None else None
    return replace(burn, value=burn.value * factor, upper=upper)


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match[2]) * (-1 if match[1] in ("-", "−") else 1)


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
