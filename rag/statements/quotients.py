"""Which of two measures is held against which: "A as a share of B", "Bに占めるA", "how far did A cover B"."""

from __future__ import annotations

import re

from rag.statements import cues
from rag.statements.measures import Measure, joined

_DENOMINATOR_BEHIND = re.compile(
    r"^\s*(?:合計|総額|全体|額)?\s*(?:に占め|に対す|に対し|のうち|の\s?何\s?(?:%|％|パーセント|割)|の(?:どれ|どの|いくら)|を?分母|比(?:で|の|は)|で割|で除|の\s?(?:約)?[%％]|を\s?100)"
)
_DENOMINATOR_BEFORE = re.compile(
    r"(?:\b(?:percent(?:age)?|%|share|proportion|fraction|part|much|portion)\b.{0,30}\bof (?:every (?:100 )?(?:yen|dollars?) of |each yen of |its |the |total )*|\b(?:to|by|over|on each yen of|(?:of|for) every (?:100 )?(?:yen|dollars?) of|relative to|against|per) (?:its |the |total )*|\bcover(?:ed|s)? (?:its |the )*)\s*(?:['’]s?\s+)?$"
)


def quotient(folded: str, measures: list[Measure]) -> Measure | None:
    """Which of two measures is held against which; None where no quotient is asked for."""
    if not (cues.RATIO.search(folded) or cues.POINT.search(folded)):
        return None
    first, second = measures
    kind, factor = ("ratio", "") if cues.MULTIPLE.search(folded) else ("percent", " * 100")
    over = _denominator(folded, first, second)
    top, bottom = (second, first) if over is first else (first, second)
    return joined(f"{{0}} / {{1}}{factor}", [top, bottom], kind)


def _denominator(folded: str, first: Measure, second: Measure) -> Measure:
    between = folded[first.end : second.start]
    if re.search(r"ratio of\s*(?:the\s+|its\s+)?$", folded[: first.start]):
        return second
    if re.match(r"^で.{0,30}?を?(?:割|除)", folded[first.end :]) or re.match(
        r"^(?:was|were|is)? ?.{0,6}covered by", folded[first.end :].strip()
    ):
        return first
    if re.search(r"as (?:large|big|high|much|many) as\s*$", folded[: first.start]) or re.match(
        r"\s*of (?:the |its )?(?:total )?$", folded[: first.start]
    ):
        return first
    for measure in (second, first):
        if _DENOMINATOR_BEHIND.match(folded[measure.end :]):
            return measure
    if _DENOMINATOR_BEFORE.search(folded[: second.start]) and not _DENOMINATOR_BEFORE.search(
        folded[: first.start]
    ):
        return second
    if re.search(
        r"^\s*(?:['’]s?)?\s*(?:divided by|to|over|as a (?:percent(?:age)?|share|proportion|fraction) of|in relation to|relative to|[- ]to[- ])",
        between,
    ):
        return second
    if re.search(
        r"(?:was|were|is|are|did|does|went|goes|ended up|remained|remains|left|kept|keep|retained|made up|funded|covered|eaten|absorbed|comes?|came|represent).*",
        between,
    ) and re.search(
        r"(?:percent(?:age)?|%|share|proportion|how much|fraction|how far)", folded[: first.start]
    ):
        return second if re.search(r"how far did|how many times", folded[: first.start]) else first
    if re.search(r"^\s*divide|\bdivide\b", folded[: first.start]):
        return second
    if _DENOMINATOR_BEFORE.search(folded[: first.start]) and not _DENOMINATOR_BEFORE.search(
        folded[: second.start]
    ):
        return first
    return second
