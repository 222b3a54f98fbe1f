"""Runway: how many months cash lasts at a burn, and the month it runs out.

Runway in months = cash ÷ burn per month, as startups and their investors use the term.
"""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_FLOOR, Decimal

from index.errors import CalculationError
from index.periods import Period
from index.quantity import Quantity
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.calculator import evaluate
from rag.formulas import plain

_PER_MONTH = {"month": "", "quarter": " / 3", "year": " / 12", "day": " * 30", "week": " * 52 / 12"}
_SAYINGS = {
    "zero": {
        "ja": "支出がゼロまたはマイナスなら現金は減らないため、ランウェイは計算できません。正の支出額を指定してください。",
        "en": "With no burn, or a negative one, cash does not shrink and there is no runway to compute: give a positive burn.",
    },
    "cash": {
        "ja": "現金がゼロまたはマイナスのため、ランウェイは計算できません。正の現金残高を指定してください。",
        "en": "Cash is zero or negative, so there is no runway to compute: give a positive amount of cash.",
    },
    "period": {
        "ja": "支出の期間（月あたり・四半期あたり・年あたり）が分からないため計算できません。期間を添えてください。",
        "en": "The burn has no period, so no runway can be computed: say whether it is per month, quarter or year.",
    },
    "currency": {
        "ja": "現金と支出の通貨が異なり（{cash}と{burn}）、換算レートがないため計算できません。同じ通貨でそろえてください。",
        "en": "Cash is in {cash} and burn in {burn}, and no exchange rate is given: use one currency.",
    },
    "earns": {
        "ja": "収入が支出以上なら現金は減らないため、ランウェイは計算できません。",
        "en": "With an income no smaller than the burn, cash does not shrink and there is no runway to compute.",
    },
    "income": {"ja": "収入は今後も一定とする", "en": "Income stays as it is"},
    "steady": {"ja": "支出は今後も一定とする", "en": "Burn stays as it is"},
    "no_income": {"ja": "新たな収入や調達はないものとする", "en": "No new income or funding comes in"},
    "maximum": {"ja": "「最大」とされる支出を毎月使うものとする（実際はこれより長くもち得る）", "en": "Burn is taken at its stated maximum; the cash may last longer"},
    "least_burn": {"ja": "「以上」とされる支出の下限を使うものとする（実際はこれより短くなり得る）", "en": "Burn is taken at its stated minimum; the cash may last less long"},
    "most_cash": {"ja": "「最大」とされる現金をすべて使えるものとする（実際はこれより短くなり得る）", "en": "Cash is taken at its stated maximum; it may last less long"},
    "burn_range": {"ja": "支出は示された幅の上の値を使うものとする", "en": "Burn is taken at the upper end of its range"},
    "cash_range": {"ja": "現金は示された幅の下の値を使うものとする", "en": "Cash is taken at the lower end of its range"},
    "raised": {"ja": "調達した資金は全額が現金に加わるものとする", "en": "All new money is added to cash"},
    "converted": {"ja": "支出を1か月あたりに換算した", "en": "Burn was converted to an amount per month"},
    "as_of": {"ja": "起点は{as_of}の末日", "en": "Counted from the end of {as_of}"},
}  # fmt: skip


def runway(
    cash: Quantity | None,
    burn: Quantity | None,
    *,
    as_of: Period | str | None = None,
    language: str = "ja",
    cash_marker: int | None = None,
    burn_marker: int | None = None,
    raised: Quantity | None = None,
    income: Quantity | None = None,
    cash_factor: Decimal | None = None,
    burn_factor: Decimal | None = None,
) -> Calculation:
    """Months of runway, unrounded, with its cited inputs; CalculationError in one sentence where there is no honest number.

    `cash` and `raised` are plain amounts, `burn` an amount per month, quarter, year or day. `as_of` is the date of the
    cash (`YYYY-MM` or a Period); without it there is no cash-out month. Of a range the end that shortens the runway is
    taken. The factors multiply cash and burn ("if it doubles"); `income` comes in regularly and lessens the burn.
    """
    start = as_of.as_of() if isinstance(as_of, Period) else as_of
    money, per_month = _checked(cash, burn, raised, income, language)
    assert cash is not None and burn is not None
    spent = plain(burn.value if burn.upper is None else burn.upper)
    held = plain(cash.value) + (f" * {plain(cash_factor)}" if cash_factor else "")
    total = f"({held} + {plain(raised.value)})" if raised else held
    divisor = f"{spent}{per_month}" + (f" * {plain(burn_factor)}" if burn_factor else "")
    if income:
        divisor = _less_income(divisor, income, language)
    expression = f"{total} / ({divisor})" if divisor != spent else f"{total} / {spent}"
    months = evaluate(expression)
    inputs = [CalculationInput("cash", plain(cash.value), money, start, cash_marker)]
    if raised:
        inputs.append(CalculationInput("raised", plain(raised.value), money, None, None))
    inputs.append(CalculationInput("burn", spent, burn.unit, None, burn_marker))
    if income:
        inputs.append(CalculationInput("income", plain(income.value), income.unit, None, None))
    formula = (
        "ランウェイ（月） = 現金 ÷ 月間支出"
        if language == "ja"
        else "runway in months = cash ÷ burn per month"
    )
    return Calculation(
        formula, expression, tuple(inputs), CalculationResult(plain(months), "month"), cash_out_month(start, months),
        _assumptions(cash, burn, raised, income, start, bool(per_month), language),
    )  # fmt: skip


def _less_income(burn: str, income: Quantity, language: str) -> str:
    """The burn's expression less the income's; CalculationError where nothing is burnt."""
    earned = f"{plain(income.value)}{_PER_MONTH[income.unit.partition('/')[2]]}"
    if evaluate(f"{burn} - {earned}") <= 0:
        raise CalculationError(_SAYINGS["earns"][language])
    return f"{burn} - {earned}"


def cash_out_month(as_of: str | None, months: Decimal) -> str | None:
    """The month (`YYYY-MM`) that contains as-of plus `months`; an as-of month means its last day.

    `("2025-07", 8) -> "2026-03"`, `("2025-07", 6.4) -> "2026-02"`. None without a month, or beyond the year 9999.
    """
    if not as_of or len(as_of) < 7:
        return None
    year, month = int(as_of[:4]), int(as_of[5:7])
    day = int(as_of[8:10]) if len(as_of) > 7 else 0
    at_the_end = day in (0, monthrange(year, month)[1])
    elapsed = Decimal(1) if at_the_end else Decimal(day - 1) / 30
    whole = (months + elapsed).to_integral_value(ROUND_FLOOR)
    if months + elapsed == whole and at_the_end:
        whole -= 1  # exactly at a month's end: still that month
    index = year * 12 + month - 1 + int(whole)
    return f"{index // 12:04d}-{index % 12 + 1:02d}" if index // 12 <= 9999 else None


def _checked(
    cash: Quantity | None,
    burn: Quantity | None,
    raised: Quantity | None,
    income: Quantity | None,
    language: str,
) -> tuple[str, str]:
    """(currency, suffix that turns the burn into one per month), or CalculationError."""
    total = (cash.value if cash else Decimal(0)) + (raised.value if raised else Decimal(0))
    if cash is None or not _is_money(cash.unit) or not (total.is_finite() and total > 0):
        raise CalculationError(_SAYINGS["cash"][language])
    if burn is None or not (burn.value.is_finite() and burn.value > 0):
        raise CalculationError(_SAYINGS["zero"][language])
    currency, _, per = burn.unit.partition("/")
    if per not in _PER_MONTH:
        raise CalculationError(_SAYINGS["period"][language])
    if income and income.unit.partition("/")[2] not in _PER_MONTH:
        raise CalculationError(_SAYINGS["period"][language])
    for unit in (cash.unit, *(other.unit.partition("/")[0] for other in (raised, income) if other)):
        if unit != currency:
            raise CalculationError(_SAYINGS["currency"][language].format(cash=unit, burn=currency))
    return currency, _PER_MONTH[per]


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _assumptions(
    cash: Quantity,
    burn: Quantity,
    raised: Quantity | None,
    income: Quantity | None,
    as_of: str | None,
    converted: bool,
    language: str,
) -> tuple[str, ...]:
    names = ["steady", "income" if income else "raised" if raised else "no_income"]
    told = {
        "burn_range": burn.upper is not None,
        "cash_range": cash.upper is not None,
        "maximum": burn.qualifier == "up to" and burn.upper is None,
        "least_burn": burn.qualifier in ("at least", "over") and burn.upper is None,
        "most_cash": cash.qualifier == "up to",
        "converted": converted,
    }
    names += [name for name, holds in told.items() if holds]
    sayings = [_SAYINGS[name][language] for name in names]
    if as_of:
        sayings.append(_SAYINGS["as_of"][language].format(as_of=as_of))
    return tuple(sayings)
