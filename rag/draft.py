"""An answer before its markers are numbered: what an answerer hands to the assistant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Calculation, Conflict, Status
from rag.cite import Span
from rag.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Draft:
    """`direct` is the first line without markers; `basis` are the spans it rests on, `support` further ones.

    `lead` stands before the quotes ("The nearest they come:"). Markers inside `calculation` and `conflicts` are
    1-based places in `basis`. `corrects` marks a denial of what the question takes
    for granted. `several` marks an answer of several sentences. `confidence` is how sure the answer is to be right, None where nothing was weighed.
    """

    status: Status
    direct: str
    basis: tuple[Span, ...] = ()
    support: tuple[Span, ...] = ()
    lead: str = ""
    calculation: Calculation | None = None
    conflicts: tuple[Conflict, ...] = ()
    corrects: bool = False
    several: bool = False
    confidence: float | None = None


def span_of(evidence: Evidence) -> Span:
    """The sentence of `evidence`."""
    return Span(evidence.reading.article_id, evidence.reading.start, evidence.reading.end)


def place_in(evidence: Evidence | None, basis: Sequence[Evidence]) -> int | None:
    """The 1-based place of `evidence` in `basis`, which becomes its marker; None for what the asker gave."""
    return basis.index(evidence) + 1 if evidence else None
