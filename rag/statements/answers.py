"""What statements answer, as a calculation with its inputs and in a sentence of the asker's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.format import format_quantity
from index.ledger_row import LedgerRow
from index.periods import Period
from index.quantity import Quantity
from index.vocabulary import Vocabulary
from rag.answer import Calculation, CalculationInput, CalculationResult, Conflict, ConflictValue
from rag.cite import Span
from rag.draft import Draft
from rag.formulas import FORMULAS, plain
from rag.statements.book import Value
from rag.statements.measures import Measure

_MOST_WORKED = 2  # inputs that a sentence can still show; more are in the calculation below it


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom an answer is about and how it speaks."""

    company: str
    language: str
    vocabulary: Vocabulary
    shown: Mapping[Period, str] = field(default_factory=dict)  # times as the question writes them

    def when(self, period: Period) -> str:
        """A time in the question's own words where they suit the language, else by its usual name."""
        asked = self.shown.get(period, "").strip()
        if self.language == "ja":
            return asked if asked and not asked.isascii() else period.label("ja")
        if asked and asked.isascii() and not asked.lower().startswith("fye"):
            return f"the {asked}" if _TAKES_THE.match(asked) else asked
        label = period.label("en")
        return f"the {label}" if label.startswith("fiscal") else label

    def name(self, measure: Measure) -> str:
        """The measure as the answer calls it."""
        return measure.name(self.language, self.vocabulary)

    def whose(self, measure: Measure, period: Period | None = None) -> str:
        """ "山川製作所の2024年3月期の売上高", "Yamakawa's revenue for the fiscal year to March 2024"."""
        entity = self.vocabulary.entities.get(self.company)
        company = entity.name(self.language) if entity else self.company
        if self.language == "ja":
            when = f"{self.when(period)}の" if period else ""
            return f"{company}の{when}{self.name(measure)}"
        when = f" for {self.when(period)}" if period else ""
        return f"{company}’s {_lower(self.name(measure))}{when}"

    def amount(self, value: Value) -> str:
        """The value as a sentence writes it: percentages below ten with two decimals."""
        if value.unit in ("percent", "point", "ratio"):
            digits = Decimal("0.01") if abs(value.value) < 10 else Decimal("0.1")
            shown = f"{value.value.quantize(digits):f}".replace("-", "−")
            return f"{shown}{_SUFFIX[self.language][value.unit]}"
        return format_quantity(Quantity(value.value, value.unit), self.language).replace("-", "−")


_TAKES_THE = re.compile(r"(?:fiscal|full|business|financial)? ?(?:year|quarter)|(?:first|second|third|fourth)", re.I)
_SUFFIX = {
    "ja": {"percent": "%", "point": "ポイント", "ratio": "倍"},
    "en": {"percent": "%", "point": " percentage points", "ratio": " times"},
}


def told(telling: Telling, direct: str, value: Value, formula: str, steps: Sequence[str] = ()) -> Draft:
    """A draft that cites every row `value` rests on."""
    rows = list(dict.fromkeys(value.rows))
    spans = [Span(row.article_id, row.sentence_start, row.sentence_end) for row in rows]
    basis = tuple(dict.fromkeys(spans))
    inputs = tuple(_input(row, basis.index(span) + 1) for row, span in zip(rows, spans, strict=True))
    calculation = Calculation(
        formula, value.expression, inputs, CalculationResult(plain(value.value), value.unit), None, tuple(steps)
    )
    return Draft("answered", direct, basis, calculation=calculation)


def _input(row: LedgerRow, marker: int) -> CalculationInput:
    assert row.quantity is not None
    as_of = row.period.as_of() if row.period else None
    return CalculationInput(row.metric or row.label, plain(row.quantity.value), row.quantity.unit, as_of, marker)


def value_of(telling: Telling, measure: Measure, period: Period, value: Value) -> Draft:
    """ "Its revenue was …", with what it is worked out of where that is short."""
    subject, amount = telling.whose(measure, period), telling.amount(value)
    worked = "" if value.is_direct else _worked(telling, value)
    if telling.language == "ja":
        direct = f"{subject}は{amount}です{f'（{worked}）' if worked else ''}。"
    else:
        direct = f"{subject} was {amount}{f' ({worked})' if worked else ''}."
    steps = [f"{telling.name(measure)}: {amount}"] if value.rows and value.is_direct and _is_turned(value) else []
    return told(telling, _capital(direct), value, _formula(telling, measure), steps)


def clash_of(telling: Telling, measure: Measure, period: Period, values: Sequence[Value]) -> Draft:
    """A line on which articles disagree for one time: every value, each with its article."""
    subject, amounts = telling.whose(measure, period), [telling.amount(value) for value in values]
    if telling.language == "ja":
        direct = f"{subject}は{amounts[0]}ですが、別の記事では{'、'.join(amounts[1:])}とされ、食い違っています。"
    else:
        direct = _capital(f"{subject} was {amounts[0]} by one article and {', '.join(amounts[1:])} by another: they disagree.")
    rows = [value.rows[0] for value in values]
    draft = told(telling, direct, replace(values[0], rows=tuple(rows)), _formula(telling, measure), amounts)
    clashing = tuple(
        ConflictValue(plain(value.value), value.unit, row.period.as_of() if row.period else None, None, place)
        for place, (value, row) in enumerate(zip(values, rows, strict=True), start=1)
    )
    return replace(draft, conflicts=(Conflict(measure.item, telling.company, clashing),))


def growth_of(telling: Telling, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value], change: Value) -> Draft:
    """ "Revenue changed by −8.8 %"."""
    old, new = (telling.amount(value) for value in values)
    if telling.language == "ja":
        direct = f"{telling.whose(measure, times[1])}は{telling.when(times[0])}比で{telling.amount(change)}です（{old} → {new}）。"
        formula = "増減率 = (後 − 前) ÷ 前"
    else:
        direct = f"{telling.whose(measure)} changed by {telling.amount(change)} from {telling.when(times[0])} to {telling.when(times[1])} ({old} → {new})."
        formula = "change in percent = (later − earlier) ÷ earlier"
    return told(telling, _capital(direct), change, formula, _steps(telling, measure, times, values))


def change_of(
    telling: Telling, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value], change: Value, falls: bool
) -> Draft:
    """ "Revenue rose by …": an amount, or points where the measure is a percentage."""
    old, new = (telling.amount(value) for value in values)
    amount = telling.amount(change)
    if telling.language == "ja":
        moved = f"{amount}減りました" if falls else f"{amount}{'増えました' if change.value > 0 else 'の変化でした'}"
        if change.unit == "point":
            moved = f"{amount}{'低下しました' if falls else '上昇しました' if change.value > 0 else 'の変化でした'}"
        direct = f"{telling.whose(measure)}は{telling.when(times[0])}から{telling.when(times[1])}にかけて{moved}（{old} → {new}）。"
        formula = "減少幅 = 前 − 後" if falls else "変化 = 後 − 前"
    else:
        verb = "fell by" if falls else "rose by" if change.value > 0 else "changed by"
        direct = f"{telling.whose(measure)} {verb} {amount} from {telling.when(times[0])} to {telling.when(times[1])} ({old} → {new})."
        formula = "fall = earlier − later" if falls else "change = later − earlier"
    return told(telling, _capital(direct), change, formula, _steps(telling, measure, times, values))


def direction_of(
    telling: Telling, word: str, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value], change: Value
) -> Draft:
    """The word that the question offers or calls for, and what it rests on."""
    old, new = (telling.amount(value) for value in values)
    if telling.language == "ja":
        end = "" if word.endswith(("た", "す", "い")) else "です"
        direct = f"{word}{end}。{telling.whose(measure)}は{telling.when(times[0])}の{old}から{telling.when(times[1])}の{new}になりました。"
        formula = "変化 = 後 − 前"
    else:
        direct = f"{word[:1].upper()}{word[1:]}. {telling.whose(measure)} went from {old} in {telling.when(times[0])} to {new} in {telling.when(times[1])}."
        formula = "change = later − earlier"
    return told(telling, direct, change, formula, _steps(telling, measure, times, values))


def combined_of(telling: Telling, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value], value: Value, kind: str) -> Draft:
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
        formula = {"average": "average = (first + second) ÷ 2", "multiple": "multiple = later ÷ earlier"}[kind]
    return told(telling, _capital(direct), value, formula, _steps(telling, measure, times, values))


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
        steps = [f"左: {left}", f"右: {right}", f"差: {gap}"]
    else:
        steps = [f"left: {left}", f"right: {right}", f"difference: {gap}"]
        direct = (
            f"Yes. In {telling.when(period)} both come to {left}."
            if equal
            else f"No. In {telling.when(period)} they are {left} and {right}, {gap} apart."
        )
        formula = "difference = left − right"
    return told(telling, direct, difference, formula, steps)


def larger_of(telling: Telling, names: tuple[str, str], values: tuple[Value, Value], difference: Value) -> Draft:
    """Which of two is larger, by how much."""
    first = values[0].value >= values[1].value
    winner, loser = names if first else names[::-1]
    big, small = (telling.amount(value) for value in (values if first else values[::-1]))
    steps = [f"{winner}: {big}", f"{loser}: {small}"]
    if telling.language == "ja":
        return told(telling, f"{winner}です。{winner}は{big}、{loser}は{small}です。", difference, "差 = 大きい方 − 小さい方", steps)
    direct = f"{_capital(winner)}. {_capital(winner)} was {big}, {loser} {small}."
    return told(telling, direct, difference, "difference = larger − smaller", steps)


_Told = tuple[tuple[str, Value], tuple[str, Value]]


def pair_of(telling: Telling, measure: Measure, pair: _Told, result: Value, kind: str) -> Draft:
    """Two companies' values added, subtracted or divided."""
    (first, one), (second, other) = pair
    amount, shown = telling.amount(result), (telling.amount(one), telling.amount(other))
    name = telling.name(measure)
    steps = [f"{first}: {shown[0]}", f"{second}: {shown[1]}"]
    if telling.language == "ja":
        verb = {"sum": "合計は", "difference": "差は", "multiple": "倍率は"}[kind]
        direct = f"{first}と{second}の{name}の{verb}{amount}です（{shown[0]}と{shown[1]}）。"
        formula = {"sum": "合計", "difference": "差", "multiple": "倍率 = 前者 ÷ 後者"}[kind]
    else:
        verb = {"sum": "come to", "difference": "differ by", "multiple": "are in the proportion of"}[kind]
        direct = f"{_capital(name)} of {first} ({shown[0]}) and {second} ({shown[1]}) {verb} {amount}."
        formula = {"sum": "sum", "difference": "difference", "multiple": "multiple = the former ÷ the latter"}[kind]
    return told(telling, direct, result, formula, steps)


def winner_of(telling: Telling, measure: Measure, pair: _Told, apart: Value) -> Draft:
    """Which of two companies is ahead by a measure."""
    (first, one), (second, other) = pair
    shown = (telling.amount(one), telling.amount(other))
    steps = [f"{first}: {shown[0]}", f"{second}: {shown[1]}"]
    if telling.language == "ja":
        direct = f"{first}です。{telling.name(measure)}は{first}が{shown[0]}、{second}が{shown[1]}です。"
        return told(telling, direct, apart, "差 = 大きい方 − 小さい方", steps)
    direct = f"{first}. Its {_lower(telling.name(measure))} was {shown[0]}, that of {second} {shown[1]}."
    return told(telling, direct, apart, "difference = larger − smaller", steps)


def mover_of(telling: Telling, measure: Measure, moved: Sequence[tuple[str, Value | None, Value, Value]]) -> Draft:
    """Which of two companies grew or shrank, told by both changes."""
    parts = [(name, telling.amount(before) if before else "", telling.amount(value)) for name, before, value, _ in moved]
    steps = [f"{name}: {old} → {new}" for name, old, new in parts]
    first, other = moved[0], moved[1]
    rows = tuple(dict.fromkeys((*first[3].rows, *other[3].rows)))
    change = replace(first[3], rows=rows)
    told_of = "、".join(f"{name}は{old} → {new}" for name, old, new in parts)
    if telling.language == "ja":
        return told(telling, f"{first[0]}です。{telling.name(measure)}は{told_of}です。", change, "変化 = 後 − 前", steps)
    english = "; ".join(f"{name}: {old} → {new}" for name, old, new in parts)
    return told(telling, f"{first[0]}. {_capital(telling.name(measure))}, {english}.", change, "change = later − earlier", steps)


def total_of(telling: Telling, measure: Measure, periods: Sequence[Period], total: Value) -> Draft:
    """A measure over several times together."""
    whens = [telling.when(period) for period in periods]
    if telling.language == "ja":
        return told(telling, f"{telling.whose(measure)}は{'と'.join(whens)}の合計で{telling.amount(total)}です。", total, "合計")
    return told(telling, _capital(f"{telling.whose(measure)} for {' and '.join(whens)} came to {telling.amount(total)}."), total, "sum")


def largest_of(
    telling: Telling, measure: Measure, period: Period, value: Value, others: Sequence[tuple[Period, Value]], year: Period | None
) -> Draft:
    """The time at which a measure was largest or smallest, and its value then."""
    label = part_name(period, year, telling.language) or telling.when(period)
    amount = telling.amount(value)
    steps = [f"{telling.when(other)}: {telling.amount(one)}" for other, one in others]
    if telling.language == "ja":
        direct = f"{label}です。{telling.whose(measure)}は{label}に{amount}でした。"
        return told(telling, direct, value, f"{telling.name(measure)}の比較", steps)
    direct = f"{label[:1].upper()}{label[1:]}. {telling.whose(measure)} was {amount} then."
    return told(telling, direct, value, f"{telling.name(measure)} compared", steps)


def part_name(period: Period, year: Period | None, language: str) -> str | None:
    """ "第4四半期", "the fourth quarter": a quarter by its place in the business year."""
    if year is None or not 80 <= (period.end - period.start).days <= 95:
        return None
    number = ((period.start.year - year.start.year) * 12 + period.start.month - year.start.month) // 3 + 1
    return f"第{number}四半期" if language == "ja" else f"the {('first', 'second', 'third', 'fourth')[number - 1]} quarter"


def _steps(
    telling: Telling, measure: Measure, times: tuple[Period, Period], values: tuple[Value, Value]
) -> list[str]:
    """How each of two values came about, where it is no plain figure of a table."""
    return [
        f"{telling.when(time)}: {telling.name(measure)} = {telling.amount(value)}"
        for time, value in zip(times, values, strict=True)
        if not value.is_direct or _is_turned(value)
    ]


def _is_turned(value: Value) -> bool:
    """Whether a figure is told without the sign its table gives it: a loss, an outflow."""
    quantity = value.rows[0].quantity
    return len(value.rows) == 1 and quantity is not None and quantity.value != value.value


def _worked(telling: Telling, value: Value) -> str:
    """ "54億円 ÷ 1兆円", for an expression of two rows and one sign."""
    parts = value.expression.replace(" * 100", "").split(" ")
    rows = [row for row in value.rows if row.quantity is not None]
    if len(parts) != 3 or len(rows) != _MOST_WORKED or parts[1] not in "+-/":
        return ""
    shown = [telling.amount(Value(row.quantity.value, row.quantity.unit, "", ())) for row in rows if row.quantity]
    sign = {"+": "＋" if telling.language == "ja" else "+", "-": "−", "/": "÷"}[parts[1]]
    return f" {sign} ".join(f"({one})" if one.startswith("−") and number else one for number, one in enumerate(shown))


def _formula(telling: Telling, measure: Measure) -> str:
    if measure.formulas:
        formula = FORMULAS[measure.formulas[0]]
        return formula.ja if telling.language == "ja" else formula.en
    if measure.parts:
        return telling.name(measure)
    return f"{telling.name(measure)}（表の値）" if telling.language == "ja" else f"{telling.name(measure)}, from the table"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.split(" ", 1)[0].islower() else text


def _lower(text: str) -> str:
    """A name within a sentence; acronyms keep their capitals."""
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first[1:]) or first.isupper() else text[:1].lower() + text[1:]
