"""A question about statements, read: which measures, of which times, and what is to be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.periods import Period
from index.vocabulary import Vocabulary, fold
from rag.statements import cues
from rag.statements.book import Book
from rag.statements.composing import is_multiple, is_share, one_measure, sides
from rag.statements.measures import Measure
from rag.statements.mentions import find_measures, labelled
from rag.statements.times import find_times, resolve_all

Operation = Literal[
    "value", "growth", "change", "multiple", "average", "total", "direction", "balance", "larger", "larger_time", "largest_time"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: an operation on measures at times. `falls`: the question takes a fall for granted ("how much was lost").

    `periods` are those of the book's periods that are named, oldest first, and `shown` how the question writes them;
    `lacks_time` where one is named that the book has not; `before` where an earlier time is only pointed to (前期).
    """

    operation: Operation
    measures: tuple[Measure, ...]
    periods: tuple[Period, ...]
    shown: dict[Period, str]
    lacks_time: bool = False
    before: bool = False
    falls: bool = False


def read_ask(text: str, names: Sequence[tuple[int, int]], book: Book, vocabulary: Vocabulary) -> Ask | None:
    """The statement question in `text`, whose company names stand at `names`; None where it names no measure it can read."""
    plain = _blank(cues.without_form(text), names)
    times = find_times(plain)
    dated = [(time.start, time.end) for time in times if time.readings or time.part or time.relative == "now"]
    plain = _blank(plain, dated)
    measures = find_measures(plain, book.labels, vocabulary)
    if special := labelled(plain, book.labels, vocabulary):
        measures = _with_label(plain, special, measures)
    balances = bool(cues.EQUAL.search(plain))
    if not measures and not balances:
        return None
    found = resolve_all(times, book.periods())
    periods = sorted(
        {period for period in found.values() if period}, key=lambda period: (period.end, period.start)
    )
    shown = {period: text[time.start : time.end] for time, period in found.items() if period}
    compares = any(time.relative == "before" for time in times)

    def ask(operation: Operation, *about: Measure, falls: bool = False) -> Ask:
        return Ask(operation, about, tuple(periods), shown, None in found.values(), compares, falls)

    if balances and (both := sides(plain, measures)):
        return ask("balance", *both)
    if not measures:
        return None
    if cues.WHICH_LARGER.search(plain) and len(measures) == 2:
        return ask("larger", *measures)
    measure = one_measure(plain, measures)
    if measure is None:
        return None
    falls = bool(cues.FALL_TAKEN.search(plain)) and not cues.RISES.search(plain)
    return ask(_operation(plain, measure, compares, len(periods) > 1), measure, falls=falls)


def _with_label(plain: str, special: Measure, measures: list[Measure]) -> list[Measure]:
    """A label's scattered words are no measures of their own, unless the question holds the part against the whole."""
    inside = [one for one in measures if fold(one.surface) in special.surface]
    others = [one for one in measures if one not in inside]
    whole = [
        one for one in inside if cues.RATIO.search(plain) and plain[: one.start].rstrip().endswith("total")
    ]
    return sorted([*others, *whole, replace(special, start=special.end - 1)], key=lambda one: one.start)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _operation(plain: str, measure: Measure, compares: bool, two: bool) -> Operation:
    """What is done with one measure: a value at a time, or what became of it from one time to another."""
    moved = two or bool(cues.CHANGES.search(plain)) or (compares and bool(cues.MINUS.search(plain)))
    if cues.WHICH_TIME.search(plain):
        return "larger_time" if two else "largest_time"
    if two and cues.ADDED.search(plain) and not measure.parts and not cues.MINUS.search(plain):
        return "total"
    if two and cues.AVERAGE.search(plain):
        return "average"
    if (
        cues.MULTIPLE.search(plain)
        and (moved or compares)
        and not is_multiple(measure)
        and not is_share(measure)
    ):
        return "multiple"
    if measure.parts and not measure.template.endswith("* 100") and not (two or compares):
        return "value"  # "minus", "更に", "exceeds" speak of the measures and not of time
    wants_percent = "何%" in plain or "何パーセント" in plain
    if moved and (cues.asks_whether(plain) or (cues.choice(plain) and not wants_percent)):
        return "direction"
    if not moved:
        return "value"
    if is_share(measure):
        return "change" if two or compares or cues.POINT.search(plain) else "value"
    if (
        cues.PERCENT.search(plain)
        and not cues.MONEY.search(plain)
        and not (two and cues.TAKEN_AWAY.search(plain))
    ):
        return "growth"
    if cues.AMOUNT.search(plain) or two or compares or not measure.formulas:
        return "change"
    return "value"
