"""A question about statements, read: which measures, of which times, and what is to be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.vocabulary import Vocabulary
from rag.statements import cues
from rag.statements.book import Book
from rag.statements.composing import is_multiple, is_share, one_measure, sides
from rag.statements.measures import Measure
from rag.statements.mentions import find_measures
from rag.statements.times import TimeMention, find_times, resolve

Operation = Literal[
    "value", "growth", "change", "multiple", "average", "direction", "balance", "larger", "larger_time"
]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: an operation on measures at times. `falls`: the question takes a fall for granted ("how much was lost")."""

    operation: Operation
    measures: tuple[Measure, ...]
    times: tuple[TimeMention, ...]
    falls: bool = False


def read_ask(text: str, names: Sequence[tuple[int, int]], book: Book, vocabulary: Vocabulary) -> Ask | None:
    """The statement question in `text`, whose company names stand at `names`; None where it names no measure it can read."""
    plain = _blank(cues.without_form(text), names)
    times = find_times(plain)
    dated = [(time.start, time.end) for time in times if time.readings or time.relative == "now"]
    plain = _blank(plain, dated)
    measures = find_measures(plain, book.labels, vocabulary)
    if not measures:
        return None
    if cues.EQUAL.search(plain) and (both := sides(plain, measures)):
        return Ask("balance", both, tuple(times))
    if cues.WHICH_LARGER.search(plain) and len(measures) == 2:
        return Ask("larger", tuple(measures), tuple(times))
    measure = one_measure(plain, measures)
    if measure is None:
        return None
    operation = _operation(plain, measure, times, _spans_two(times, book))
    falls = bool(cues.FALL_TAKEN.search(plain)) and not cues.RISES.search(plain)
    return Ask(operation, (measure,), tuple(times), falls)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _spans_two(times: Sequence[TimeMention], book: Book) -> bool:
    """Whether two different periods of the book are named."""
    periods = book.periods()
    return len({resolve(time, periods) for time in times if time.readings}) > 1


def _operation(plain: str, measure: Measure, times: Sequence[TimeMention], two: bool) -> Operation:
    """What is done with one measure: a value at a time, or what became of it from one time to another."""
    compares = any(time.relative == "before" for time in times)
    moved = two or bool(cues.CHANGES.search(plain))
    if two and cues.WHICH_TIME.search(plain):
        return "larger_time"
    if two and cues.AVERAGE.search(plain):
        return "average"
    if cues.MULTIPLE.search(plain) and moved and not is_multiple(measure):
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
    if cues.PERCENT.search(plain) and not cues.MONEY.search(plain) and not (two and cues.MINUS.search(plain)):
        return "growth"
    if cues.AMOUNT.search(plain) or two or compares or not measure.formulas:
        return "change"
    return "value"
