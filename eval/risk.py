"""Risk against coverage: how much is wrong of what is answered, as ever less sure answers are given as well. Pure.

AURC is the area under that curve (El-Yaniv and Wiener, 2010; Geifman et al., 2019): the mean, over every number of
answers given, of the share of wrong ones among them. Less is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.outcome import Outcome

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 900, 300, 70, 16, 44


@dataclass(frozen=True, slots=True)
class Attempt:
    """An answer that was drafted: how sure it was, whether it is right, and whether it was given."""

    confidence: float
    right: bool
    given: bool


def attempts_of(outcomes: Sequence[Outcome]) -> list[Attempt]:
    """What would have been answered, given or not; an answer that nothing weighed counts as sure."""
    return [
        Attempt(
            1.0 if one.confidence is None else one.confidence, one.would_be_right, one.status == "answered"
        )
        for one in outcomes
        if one.would_be_right is not None
    ]


def curve(attempts: Sequence[Attempt], asked: int) -> list[tuple[float, float]]:
    """(coverage, risk) for every number of answers given, the surest first; coverage is of all `asked` questions."""
    ordered = sorted(attempts, key=lambda attempt: -attempt.confidence)
    points, wrong = [], 0
    for count, attempt in enumerate(ordered, start=1):
        wrong += not attempt.right
        points.append((count / asked, wrong / count))
    return points


def aurc(attempts: Sequence[Attempt]) -> float:
    """The area under the curve; 0 without attempts, where nothing wrong was said."""
    risks = [risk for _, risk in curve(attempts, len(attempts) or 1)]
    return sum(risks) / len(risks) if risks else 0.0


def plot(attempts: Sequence[Attempt], asked: int) -> str:
    """An SVG of the curve, with a mark where the shipped threshold lies."""
    points = curve(attempts, asked)
    top = max(0.05, *(risk for _, risk in points)) if points else 0.05
    across, down = _WIDTH - _LEFT - 20, _HEIGHT - _TOP - _BOTTOM

    def place(coverage: float, risk: float) -> tuple[float, float]:
        return _LEFT + coverage * across, _TOP + (1 - risk / top) * down

    drawn = [
        f'<line class="axis" x1="{_LEFT}" y1="{_TOP + down}" x2="{_LEFT + across}" y2="{_TOP + down}"/>',
        f'<line class="axis" x1="{_LEFT}" y1="{_TOP}" x2="{_LEFT}" y2="{_TOP + down}"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y = place(tick, tick * top)
        drawn.append(
            f'<text class="soft" x="{x:.1f}" y="{_TOP + down + 18}" text-anchor="middle">{tick:.0%}</text>'
        )
        drawn.append(
            f'<text class="soft" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick * top:.1%}</text>'
        )
    line = " ".join("{:.1f},{:.1f}".format(*place(coverage, risk)) for coverage, risk in points)
    drawn.append(f'<polyline class="curve" points="{line}"/>')
    given = sum(attempt.given for attempt in attempts)
    if given:
        x, y = place(*points[given - 1])
        drawn.append(
            f'<circle class="chosen" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>the shipped threshold</title></circle>'
        )
    drawn.append(
        f'<text class="soft" x="{_LEFT + across / 2}" y="{_HEIGHT - 6}" text-anchor="middle">share of questions answered; the dot is the shipped threshold</text>'
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="Share of answers that are wrong, by share of questions answered">'
        f"<title>Risk and coverage</title>{''.join(drawn)}</svg>"
    )
