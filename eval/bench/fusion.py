"""Blind reciprocal-rank fusion: what many set-ups do with a word index and an embedding."""

from __future__ import annotations

from collections.abc import Sequence

# The constant of Cormack, Clarke and Büttcher (2009), which libraries took over.
K = 60


def fuse(rankings: Sequence[Sequence[str]], depth: int) -> list[str]:
    """Ids by Σ 1 ÷ (K + rank) over the rankings, best first; equal ones in the order of the first ranking.

    >>> fuse([["a", "b"], ["b", "c"]], depth=2)
    ['b', 'a']
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id in enumerate(ranking, start=1):
            scores[id] = scores.get(id, 0.0) + 1 / (K + rank)
    return sorted(scores, key=lambda id: -scores[id])[:depth]
