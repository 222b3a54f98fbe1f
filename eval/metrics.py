"""Numbers over numbers: what a ranking is worth, means, percentiles. Pure.

A ranking is a list of ids, best first; `gold` maps ids to gains (1 where relevance is yes or no).
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

Gold = Mapping[str, float]


def recall_at(k: int, ranking: Sequence[str], gold: Gold) -> float:
    """The share of relevant ids among the first `k`; with one relevant id, whether it is there."""
    relevant = {id for id, gain in gold.items() if gain > 0}
    return len(relevant & set(ranking[:k])) / len(relevant)


def reciprocal_rank_at(k: int, ranking: Sequence[str], gold: Gold) -> float:
    """1 ÷ the rank of the first relevant id, 0 if none is among the first `k`."""
    return next((1 / rank for rank, id in enumerate(ranking[:k], start=1) if gold.get(id, 0) > 0), 0.0)


def ndcg_at(k: int, ranking: Sequence[str], gold: Gold) -> float:
    """Normalised discounted cumulative gain: Σ gain ÷ log2(rank + 1), over what the best order would give."""
    best = _discounted(sorted((gain for gain in gold.values() if gain > 0), reverse=True)[:k])
    return _discounted([gold.get(id, 0.0) for id in ranking[:k]]) / best


def ranking_metrics(rankings: Sequence[Sequence[str]], golds: Sequence[Gold]) -> dict[str, float]:
    """R@1, R@5, R@10, MRR@10 and nDCG@10, each a mean over the questions that have a gold; {} if none has."""
    judged = [
        (ranking, gold)
        for ranking, gold in zip(rankings, golds, strict=True)
        if any(gain > 0 for gain in gold.values())
    ]
    if not judged:
        return {}
    found = {f"R@{k}": mean(recall_at(k, ranking, gold) for ranking, gold in judged) for k in (1, 5, 10)}
    found["MRR@10"] = mean(reciprocal_rank_at(10, ranking, gold) for ranking, gold in judged)
    found["nDCG@10"] = mean(ndcg_at(10, ranking, gold) for ranking, gold in judged)
    return found


def reading_scores(prediction: str, answers: Sequence[str]) -> tuple[float, float]:
    """(exact match, F1) of an answer read from a text, each the best over the `answers`; 0 or 1, and 0 to 1.

    F1 counts characters as multisets (after JaQuAD's and JGLUE's); compatible characters and capitals count as one,
    punctuation and spaces not at all.
    """
    given = _read(prediction)
    wanted = [_read(answer) for answer in answers]
    return max(float(given == one) for one in wanted), max(_overlap(given, one) for one in wanted)


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; ValueError over nothing, which has none."""
    listed = list(values)
    if not listed:
        raise ValueError("There is no mean of no values.")
    return math.fsum(listed) / len(listed)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, between neighbours in proportion; 0 of none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _read(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in plain if not c.isspace() and not unicodedata.category(c).startswith("P"))


def _overlap(given: str, wanted: str) -> float:
    shared = (Counter(given) & Counter(wanted)).total()
    if not shared:
        return float(given == wanted)
    return 2 * shared / (len(given) + len(wanted))


def _discounted(gains: Sequence[float]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
