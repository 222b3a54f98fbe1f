"""What the reader finds for a question that figures or sentences have answered: the same, something else, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from index.figures import Figure, SentenceReading
from index.quantity import same
from rag.evidence import Evidence
from rag.fit import fits
from rag.reader import Found
from rag.span_reader import Read


@dataclass(frozen=True, slots=True)
class Opinion:
    """Probabilities of what the reader finds: `agrees` with the answer, `differs` from it, or that there is `none`.

    What is left to 1 are spans that tell neither, such as a name where a figure is asked for.
    """

    agrees: float
    differs: float
    none: float


def opinion(read: Read, answer: Evidence) -> Opinion:
    """What was `read` of the passages, held against `answer`: by its figure's quantity, else by its sentence."""
    agrees = differs = 0.0
    for found in read.reading.found:
        verdict = _agrees(read.at(found), found, answer)
        if verdict is not None:
            agrees, differs = (
                agrees + found.probability * verdict,
                differs + found.probability * (not verdict),
            )
    return Opinion(agrees, differs, read.reading.none)


def _agrees(told: tuple[SentenceReading, int] | None, found: Found, answer: Evidence) -> bool | None:
    """Whether a span says what `answer` does; None where it says nothing that could be held against it."""
    if told is None:
        return None
    reading, start = told
    if answer.figure is None:
        one, other = reading, answer.reading
        return one.article_id == other.article_id and one.start < other.end and other.start < one.end
    figures = [one for one in reading.figures if one.start < start + len(found.text) and start < one.end]
    values = [one for one in figures if fits(one, _unit_of(answer.figure))]
    return any(_same(one, answer.figure) for one in values) if values else None


def _unit_of(figure: Figure) -> str | None:
    """The kind of unit that a figure to be compared with it has."""
    if figure.quantity is None:
        return None
    unit = figure.quantity.unit
    kinds = {"percent": "percent", "point": "percent", "count": "count"}
    if unit in kinds:
        return kinds[unit]
    return "price" if len(unit.split("/")[0]) == 3 and unit.split("/")[0].isupper() else "duration"


def _same(one: Figure, other: Figure) -> bool:
    if one.quantity is None or other.quantity is None:
        return one.text == other.text
    return same(one.quantity, other.quantity)
