"""Runway: how many months cash lasts at a burn, and the month it runs out.

Runway in months = cash ÷ burn per month, as startups and their investors use the term.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from index.errors import CalculationError
from index.periods import Period
from index.quantity import Quantity
from rag.answer import Calculation, CalculationInput, CalculationResult
from rag.calculator import evaluate
from rag.exchange import Rate
from rag.formulas import plain
from rag.months import PER_MONTH, cash_out_month, monthly
from rag.projection import Projection, projected

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
    "growth": {
        "ja": "成長率が月{growth}%では計算できません。-100%より大きく1000%以下の月あたりの率を指定してください。",
        "en": "A growth of {growth}% a month cannot be projected: give a rate above -100% and up to 1000%.",
    },
    "growth_of_what": {
        "ja": "伸びる前の売上が分からないため計算できません。月あたりの売上（または収入）の額を添えてください。",
        "en": "There is no revenue for the growth to apply to: give the revenue, with its period.",
    },
    "beyond": {
        "ja": "100か月先まで計算しても資金は尽きず、売上も支出に追いつきません。それより先は見通せません。",
        "en": "Over 100 months neither does the cash run out nor does revenue reach the burn; further ahead nothing can be said.",
    },
    "rate": {"ja": "為替は示されたレート（1{base} = {value}{quote}）による", "en": "Converted at the given rate of {value} {quote} to the {base}"},
    "grows": {"ja": "収入は最初の月を起点に毎月{growth}%ずつ変わるものとする", "en": "Income changes by {growth}% a month from its first month on"},
    "alive": {
        "ja": "{month}か月目に収入が支出に追いつくため、資金は尽きない（デフォルト・アライブ）",
        "en": "Income reaches the burn in month {month}, so the cash does not run out (default alive)",
    },
    "dead": {"ja": "収入が支出に追いつく前に資金が尽きる（デフォルト・デッド）", "en": "The cash runs out before income reaches the burn (default dead)"},
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
_FORMULAS = {
    "runway": {"ja": "ランウェイ（月） = 現金 ÷ 月間支出", "en": "runway in months = cash ÷ burn per month"},
    "growing": {
        "ja": "ランウェイ（月） = 丸ごともつ月数 + 残った現金 ÷ 次の月の純支出",
        "en": "runway in months = whole months + cash then left ÷ net burn of the next month",
    },
    "lowest": {
        "ja": "最も少ない現金 = 現金 − 支出の累計 + 収入の累計",
        "en": "least cash = cash − burn so far + income so far",
    },
}
_MOST_GROWTH = 1000  # percent a month


@dataclass(frozen=True, slots=True)
class Course:
    """What a runway is computed from: the expressions of cash, burn and income, and their currency.

    `rated`: some were converted with the asker's exchange rate.
    """

    cash: str
    burn: str
    income: str
    currency: str
    rated: bool = False


def runway(
    cash: Quantity | None,
    burn: Quantity | None,
    *,
    as_of: Period | str | None = None,
    language: str = "ja",
    cash_marker: int | None = None,
    burn_marker: int | None = None,
    income_marker: int | None = None,
    raised: Quantity | None = None,
    income: Quantity | None = None,
    growth: Decimal | None = None,
    cash_factor: Decimal | None = None,
    burn_factor: Decimal | None = None,
    income_factor: Decimal | None = None,
    rate: Rate | None = None,
) -> Calculation:
    """Months of runway, unrounded, with its cited inputs; CalculationError in one sentence where there is no honest number.

    `cash` and `raised` are plain amounts, `burn` an amount per month, quarter, year or day. `as_of` is the date of the
    cash (`YYYY-MM` or a Period); without it there is no cash-out month. Of a range the end that shortens the runway is
    taken. The factors multiply their figures ("if it doubles"); `income` comes in regularly and lessens the burn.
    With `growth` (percent a month) income grows from its second month; where it then overtakes the burn before the
    cash is out, the result is the least cash there will be, as an amount, and no runway. Amounts of two currencies
    need the `rate` the asker gave, which turns all into its second one.
    """
    start = as_of.as_of() if isinstance(as_of, Period) else as_of
    course = course_of(
        cash, burn, language=language, raised=raised, income=income, cash_factor=cash_factor,
        burn_factor=burn_factor, income_factor=income_factor, rate=rate,
    )  # fmt: skip
    assert cash is not None and burn is not None
    if growth is not None and not -100 < growth <= _MOST_GROWTH:
        raise CalculationError(_SAYINGS["growth"][language].format(growth=plain(growth)))
    if growth is not None and income is None:
        raise CalculationError(_SAYINGS["growth_of_what"][language])
    if income and not growth and evaluate(f"({course.burn}) - ({course.income})") <= 0:
        raise CalculationError(_SAYINGS["earns"][language])
    ahead = projected(course.cash, course.burn, course.income, growth or Decimal(0), start)
    if ahead.runway is None and not ahead.default_alive:
        raise CalculationError(_SAYINGS["beyond"][language])
    inputs = [CalculationInput("cash", plain(cash.value), cash.unit, start, cash_marker)]
    if raised:
        inputs.append(CalculationInput("raised", plain(raised.value), raised.unit, None, None))
    inputs.append(
        CalculationInput(
            "burn", plain(burn.value if burn.upper is None else burn.upper), burn.unit, None, burn_marker
        )
    )
    if income:
        inputs.append(CalculationInput("income", plain(income.value), income.unit, None, income_marker))
    if growth is not None:
        inputs.append(CalculationInput("growth", plain(growth), "percent", None, None))
    if rate and course.rated:
        inputs.append(CalculationInput("exchange_rate", plain(rate.value), rate.quote, None, None))
    value = evaluate(ahead.expression)
    lasts = ahead.runway is not None
    return Calculation(
        _FORMULAS["runway" if lasts and not growth else "growing" if lasts else "lowest"][language],
        ahead.expression, tuple(inputs), CalculationResult(plain(value), "month" if lasts else course.currency),
        cash_out_month(start, value) if lasts else None,
        (*_assumptions(cash, burn, raised, income, growth, start, language), *_outlook(ahead, growth, language), *_rated(course, rate, language)),
    )  # fmt: skip


def course_of(
    cash: Quantity | None,
    burn: Quantity | None,
    *,
    language: str,
    raised: Quantity | None = None,
    income: Quantity | None = None,
    cash_factor: Decimal | None = None,
    burn_factor: Decimal | None = None,
    income_factor: Decimal | None = None,
    rate: Rate | None = None,
) -> Course:
    """Checked and written as expressions; CalculationError in one sentence where there is no honest number."""
    given = [amount for amount in (cash, burn, raised, income) if amount]
    if len({amount.unit[:3] for amount in given}) < 2:
        rate = None  # one currency: nothing to convert
    currency = _checked(cash, burn, raised, income, rate, language)
    assert cash is not None and burn is not None
    held = _times(plain(cash.value), cash_factor, _rate_of(cash, rate))
    spent = _times(monthly(burn, burn.upper), burn_factor, _rate_of(burn, rate))
    if evaluate(spent) <= 0:
        raise CalculationError(_SAYINGS["zero"][language])
    new = _times(plain(raised.value), _rate_of(raised, rate)) if raised else ""
    return Course(
        f"({held} + {new})" if raised else held,
        spent,
        _times(monthly(income), income_factor, _rate_of(income, rate)) if income else "0",
        currency,
        rate is not None,
    )


def _rate_of(amount: Quantity, rate: Rate | None) -> Decimal | None:
    return rate.value if rate and amount.unit[:3] == rate.base else None


def _after(unit: str, rate: Rate | None) -> str:
    """The currency of a unit, once converted."""
    currency = unit.partition("/")[0]
    return rate.quote if rate and currency == rate.base else currency


def _times(expression: str, *factors: Decimal | None) -> str:
    return " * ".join([expression, *(plain(factor) for factor in factors if factor is not None)])


def _checked(
    cash: Quantity | None,
    burn: Quantity | None,
    raised: Quantity | None,
    income: Quantity | None,
    rate: Rate | None,
    language: str,
) -> str:
    """The currency of all, once converted, or CalculationError."""
    total = (cash.value if cash else Decimal(0)) + (raised.value if raised else Decimal(0))
    if cash is None or not _is_money(cash.unit) or not (total.is_finite() and total > 0):
        raise CalculationError(_SAYINGS["cash"][language])
    if burn is None or not (burn.value.is_finite() and burn.value > 0):
        raise CalculationError(_SAYINGS["zero"][language])
    currency, per = _after(burn.unit, rate), burn.unit.partition("/")[2]
    if per not in PER_MONTH:
        raise CalculationError(_SAYINGS["period"][language])
    if income and income.unit.partition("/")[2] not in PER_MONTH:
        raise CalculationError(_SAYINGS["period"][language])
    for unit in (_after(other.unit, rate) for other in (cash, raised, income) if other):
        if unit != currency:
            raise CalculationError(_SAYINGS["currency"][language].format(cash=unit, burn=currency))
    return currency


def _is_money(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _assumptions(
    cash: Quantity,
    burn: Quantity,
    raised: Quantity | None,
    income: Quantity | None,
    growth: Decimal | None,
    as_of: str | None,
    language: str,
) -> tuple[str, ...]:
    names = ["steady", "grows" if growth else "income" if income else "raised" if raised else "no_income"]
    if raised and income:
        names.append("raised")
    told = {
        "burn_range": burn.upper is not None,
        "cash_range": cash.upper is not None,
        "maximum": burn.qualifier == "up to" and burn.upper is None,
        "least_burn": burn.qualifier in ("at least", "over") and burn.upper is None,
        "most_cash": cash.qualifier == "up to",
        "converted": not burn.unit.endswith("/month"),
    }
    names += [name for name, holds in told.items() if holds]
    sayings = [_SAYINGS[name][language].format(growth=plain(growth or Decimal(0))) for name in names]
    if as_of:
        sayings.append(_SAYINGS["as_of"][language].format(as_of=as_of))
    return tuple(sayings)


def _outlook(ahead: Projection, growth: Decimal | None, language: str) -> tuple[str, ...]:
    """Whether the company is default alive, where its income grows."""
    if not growth:
        return ()
    name = "alive" if ahead.default_alive else "dead"
    return (_SAYINGS[name][language].format(month=ahead.break_even),)


def _rated(course: Course, rate: Rate | None, language: str) -> tuple[str, ...]:
    if rate is None or not course.rated:
        return ()
    return (_SAYINGS["rate"][language].format(base=rate.base, quote=rate.quote, value=plain(rate.value)),)
