"""What statements answer about one company, in a sentence of the asker's language with its calculation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.periods import Period
from rag.answer import Conflict, ConflictValue
from rag.draft import Draft
from rag.formulas import FORMULAS, plain
from rag.statements.book import Value
from rag.statements.measures import Measure
from rag.statements.telling import Telling, capital, is_turned, steps, told

_MOST_WORKED = 2  # inputs that a sentence can still show; more are in the calculation below it


def value_of(telling: Telling, measure: Measure, period: Period, value: Value) -> Draft:
    """ "Its revenue was …", with what it is worked out of where that is short."""
    opening = ""
    if measure.is_loss and _is_profit(value):
        measure = replace(measure, is_loss=False)
        opening = "前提が記事と異なります。" if telling.language == "ja" else "The premise does not hold: "
    subject, amount = telling.whose(measure, period), telling.amount(value)
    worked = "" if value.is_direct else _worked(telling, value)
    if telling.language == "ja":
        direct = f"{opening}{subject}は{amount}です{f'（{worked}）' if worked else ''}。"
    else:
        direct = f"{opening}{subject} was {amount}{f' ({worked})' if worked else ''}."
    steps = (
        [f"{telling.name(measure)}: {amount}"] if value.rows and value.is_direct and is_turned(value) else []
    )
    return told(telling, capital(direct), value, _formula(telling, measure), steps)


_LOSS = re.compile(r"損失|赤字|\bloss", re.I)


def _is_profit(value: Value) -> bool:
    """Whether a table's line of profit stands in the black, though a loss is asked for."""
    told = value.is_direct and value.value > 0 and not is_turned(value)
    return told and not _LOSS.search(value.rows[0].label)


def clash_of(telling: Telling, measure: Measure, period: Period, values: Sequence[Value]) -> Draft:
    """A line on which articles disagree for one time: every value, each with its article."""
    subject, amounts = telling.whose(measure, period), [telling.amount(value) for value in values]
    if telling.language == "ja":
        direct = (
            f"{subject}は{amounts[0]}ですが、別の記事では{'、'.join(amounts[1:])}とされ、食い違っています。"
        )
    else:
        direct = capital(
            f"{subject} was {amounts[0]} by one article and {', '.join(amounts[1:])} by another: they disagree."
        )
    rows = [value.rows[0] for value in values]
    draft = told(telling, direct, replace(values[0], rows=tuple(rows)), _formula(telling, measure), amounts)
    clashing = tuple(
        ConflictValue(plain(value.value), value.unit, row.period.as_of() if row.period else None, None, place)
        for place, (value, row) in enumerate(zip(values, rows, strict=True), start=1)
    )
    return replace(draft, conflicts=(Conflict(measure.item, telling.company, clashing),))


def growth_of(
    telling: Telling,
    measure: Measure,
    times: tuple[Period, Period],
    values: tuple[Value, Value],
    change: Value,
) -> Draft:
    """ "Revenue changed by −8.8 %"."""
    old, new = (telling.amount(value) for value in values)
    if telling.language == "ja":
        direct = f"{telling.whose(measure, times[1])}は{telling.when(times[0])}比で{telling.amount(change)}です（{old} → {new}）。"
        formula = "増減率 = (後 − 前) ÷ 前"
    else:
        direct = f"{telling.whose(measure)} changed by {telling.amount(change)} from {telling.when(times[0])} to {telling.when(times[1])} ({old} → {new})."
        formula = "change in percent = (later − earlier) ÷ earlier"
    return told(telling, capital(direct), change, formula, steps(telling, measure, times, values))


def change_of(
    telling: Telling,
    measure: Measure,
    times: tuple[Period, Period],
    values: tuple[Value, Value],
    change: Value,
    falls: bool,
) -> Draft:
    """ "Revenue rose by …": an amount, or points where the measure is a percentage."""
    old, new = (telling.amount(value) for value in values)
    amount = telling.amount(change)
    if telling.language == "ja":
        moved = (
            f"{amount}減りました"
            if falls
            else f"{amount}{'増えました' if change.value > 0 else 'の変化でした'}"
        )
        if change.unit == "point":
            moved = f"{amount}{'低下しました' if falls else '上昇しました' if change.value > 0 else 'の変化でした'}"
        direct = f"{telling.whose(measure)}は{telling.when(times[0])}から{telling.when(times[1])}にかけて{moved}（{old} → {new}）。"
        formula = "減少幅 = 前 − 後" if falls else "変化 = 後 − 前"
    else:
        verb = "fell by" if falls else "rose by" if change.value > 0 else "changed by"
        direct = f"{telling.whose(measure)} {verb} {amount} from {telling.when(times[0])} to {telling.when(times[1])} ({old} → {new})."
        formula = "fall = earlier − later" if falls else "change = later − earlier"
    return told(telling, capital(direct), change, formula, steps(telling, measure, times, values))


def direction_of(
    telling: Telling,
    word: str,
    measure: Measure,
    times: tuple[Period, Period],
    values: tuple[Value, Value],
    change: Value,
) -> Draft:
    """The word that the question offers or calls for, and what it rests on."""
    old, new = (telling.amount(value) for value in values)
    if telling.language == "ja":
        end = "" if word.endswith(("た", "す")) or word in ("はい", "いいえ") else "です"
        direct = f"{word}{end}。{telling.whose(measure)}は{telling.when(times[0])}の{old}から{telling.when(times[1])}の{new}になりました。"
        formula = "変化 = 後 − 前"
    else:
        direct = f"{word[:1].upper()}{word[1:]}. {telling.whose(measure)} went from {old} in {telling.when(times[0])} to {new} in {telling.when(times[1])}."
        formula = "change = later − earlier"
    return told(telling, direct, change, formula, steps(telling, measure, times, values))


def combined_of(
    telling: Telling,
    measure: Measure,
    times: tuple[Period, Period],
    values: tuple[Value, Value],
    value: Value,
    kind: str,
) -> Draft:
    """The average of two times, or how many times the earlier the later is."""
    old, new = (telling.amount(one) for one in values)
    amount = telling.amount(value)
    if telling.language == "ja":
        first, second = (telling.when(time) for time in times)
        direct = {
            "average": f"{telling.whose(measure)}の{first}と{second}の平均は{amount}です（{old}と{new}）。",
            "multiple": f"{telling.whose(measure, times[1])}は{first}の{amount}です（{old} → {new}）。",
        }[kind]
        formula = {"average": "平均 = (前 + 後) ÷ 2", "multiple": "倍率 = 後 ÷ 前"}[kind]
    else:
        first, second = (telling.when(time) for time in times)
        direct = {
            "average": f"{telling.whose(measure)} averaged {amount} over {first} and {second} ({old} and {new}).",
            "multiple": f"{telling.whose(measure)} in {second} was {amount} that of {first} ({old} → {new}).",
        }[kind]
        formula = {"average": "average = (first + second) ÷ 2", "multiple": "multiple = later ÷ earlier"}[
            kind
        ]
    return told(telling, capital(direct), value, formula, steps(telling, measure, times, values))


def balance_of(telling: Telling, period: Period, sides: tuple[Value, Value], difference: Value) -> Draft:
    """Whether two sums agree to the last digit, and by how much they do not."""
    left, right = (telling.amount(side) for side in sides)
    gap = telling.amount(Value(abs(difference.value), difference.unit, "", ()))
    equal = difference.value == 0
    if telling.language == "ja":
        direct = (
            f"はい。{telling.when(period)}の両者はともに{left}で一致します。"
            if equal
            else f"いいえ。{telling.when(period)}は{left}と{right}で、{gap}の差があります。"
        )
        formula = "差 = 左 − 右"
        shown_steps = [f"左: {left}", f"右: {right}", f"差: {gap}"]
    else:
        shown_steps = [f"left: {left}", f"right: {right}", f"difference: {gap}"]
        direct = (
            f"Yes. In {telling.when(period)} both come to {left}."
            if equal
            else f"No. In {telling.when(period)} they are {left} and {right}, {gap} apart."
        )
        formula = "difference = left − right"
    return told(telling, direct, difference, formula, shown_steps)


def total_of(telling: Telling, measure: Measure, periods: Sequence[Period], total: Value) -> Draft:
    """A measure over several times together."""
    whens = [telling.when(period) for period in periods]
    if telling.language == "ja":
        return told(
            telling,
            f"{telling.whose(measure)}は{'と'.join(whens)}の合計で{telling.amount(total)}です。",
            total,
            "合計",
        )
    return told(
        telling,
        capital(f"{telling.whose(measure)} for {' and '.join(whens)} came to {telling.amount(total)}."),
        total,
        "sum",
    )


def largest_of(
    telling: Telling,
    measure: Measure,
    period: Period,
    value: Value,
    others: Sequence[tuple[Period, Value]],
    year: Period | None,
) -> Draft:
    """The time at which a measure was largest or smallest, and its value then."""
    label = part_name(period, year, telling.language) or telling.when(period)
    amount = telling.amount(value)
    shown_steps = [
        f"{telling.when(other)}: {telling.amount(one)}" for other, one in [(period, value), *others]
    ]
    if telling.language == "ja":
        direct = f"{label}です。{telling.whose(measure)}は{label}に{amount}でした。"
        return told(telling, direct, value, f"{telling.name(measure)}の比較", shown_steps)
    direct = f"{label[:1].upper()}{label[1:]}. {telling.whose(measure)} was {amount} then."
    return told(telling, direct, value, f"{telling.name(measure)} compared", shown_steps)


def part_name(period: Period, year: Period | None, language: str) -> str | None:
    """ "第4四半期", "the fourth quarter": a quarter by its place in the business year."""
    if year is None or not 80 <= (period.end - period.start).days <= 95:
        return None
    number = ((period.start.year - year.start.year) * 12 + period.start.month - year.start.month) // 3 + 1
    return (
        f"第{number}四半期"
        if language == "ja"
        else f"the {('first', 'second', 'third', 'fourth')[number - 1]} quarter"
    )


def _worked(telling: Telling, value: Value) -> str:
    """ "54億円 ÷ 1兆円", for an expression of two rows and one sign."""
    parts = value.expression.replace(" * 100", "").split(" ")
    rows = [row for row in value.rows if row.quantity is not None]
    if len(parts) != 3 or len(rows) != _MOST_WORKED or parts[1] not in "+-/":
        return ""
    shown = [
        telling.amount(Value(row.quantity.value, row.quantity.unit, "", ())) for row in rows if row.quantity
    ]
    sign = {"+": "＋" if telling.language == "ja" else "+", "-": "−", "/": "÷"}[parts[1]]
    return f" {sign} ".join(
        f"({one})" if one.startswith("−") and number else one for number, one in enumerate(shown)
    )


def _formula(telling: Telling, measure: Measure) -> str:
    if measure.formulas:
        formula = FORMULAS[measure.formulas[0]]
        return formula.ja if telling.language == "ja" else formula.en
    if measure.parts:
        return telling.name(measure)
    return (
        f"{telling.name(measure)}（表の値）"
        if telling.language == "ja"
        else f"{telling.name(measure)}, from the table"
    )
