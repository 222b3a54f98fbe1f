"""Every value is counted by hand in the comment above the line that asserts it."""

from __future__ import annotations

import math

import pytest

from eval.metrics import mean, ndcg_at, percentile, ranking_metrics, recall_at, reciprocal_rank_at


def test_recall_is_the_share_of_relevant_ids_found() -> None:
    # Relevant: a, d. Among the first 1: a (1 of 2). Among the first 3: a (1 of 2). Among the first 4: a, d (2 of 2).
    ranking, gold = ["a", "b", "c", "d"], {"a": 1.0, "d": 1.0, "x": 0.0}
    assert [recall_at(k, ranking, gold) for k in (1, 3, 4)] == [0.5, 0.5, 1.0]


def test_reciprocal_rank_looks_only_at_the_first_k() -> None:
    # The first relevant id stands third: 1/3. Among the first two there is none: 0.
    assert reciprocal_rank_at(10, ["b", "c", "a"], {"a": 1.0}) == 1 / 3
    assert reciprocal_rank_at(2, ["b", "c", "a"], {"a": 1.0}) == 0.0


def test_ndcg_of_one_relevant_id_is_one_over_the_logarithm_of_its_rank() -> None:
    # Rank 3: 1 / log2(4) = 1/2; the best order has it first: 1 / log2(2) = 1. So 0.5.
    assert ndcg_at(10, ["b", "c", "a"], {"a": 1.0}) == 0.5


def test_ndcg_weighs_gains() -> None:
    # Found: gain 1 first (1/log2 2 = 1), gain 2 second (2/log2 3). Best: 2/log2 2 = 2, then 1/log2 3.
    found = 1 + 2 / math.log2(3)
    best = 2 + 1 / math.log2(3)
    assert ndcg_at(10, ["small", "big"], {"big": 2.0, "small": 1.0}) == pytest.approx(found / best)


def test_ndcg_stays_at_one_with_more_relevant_ids_than_k() -> None:
    # Three are relevant, one place: the best that can be had is one of them.
    assert ndcg_at(1, ["a", "z"], {"a": 1.0, "b": 1.0, "c": 1.0}) == 1.0


def test_ranking_metrics_are_means_over_the_questions_with_gold() -> None:
    # Question 1: its id first. Question 2: its id second. Question 3: no gold, so it does not count.
    # R@1 = (1 + 0)/2, R@5 = R@10 = 1, MRR = (1 + 1/2)/2, nDCG = (1 + 1/log2 3)/2.
    found = ranking_metrics([["a", "b"], ["b", "a"], ["a"]], [{"a": 1.0}, {"a": 1.0}, {}])
    assert found == {
        "R@1": 0.5,
        "R@5": 1.0,
        "R@10": 1.0,
        "MRR@10": 0.75,
        "nDCG@10": pytest.approx((1 + 1 / math.log2(3)) / 2),
    }


def test_without_gold_there_are_no_metrics() -> None:
    assert ranking_metrics([["a"]], [{}]) == {}


def test_a_question_without_hits_counts_as_zero() -> None:
    assert set(ranking_metrics([[]], [{"a": 1.0}]).values()) == {0.0}


def test_percentile_lies_between_neighbours() -> None:
    # Sorted: 10, 20, 30, 40. Half of 3 steps is 1.5: between 20 and 30. 95 % of 3 steps is 2.85: 30 + 0.85 · 10.
    values = [40.0, 10.0, 30.0, 20.0]
    assert percentile(values, 0.5) == 25.0
    assert percentile(values, 0.95) == pytest.approx(38.5)
    assert percentile([7.0], 0.95) == 7.0
    assert percentile([], 0.5) == 0.0


def test_mean_of_nothing_is_refused() -> None:
    assert mean([1.0, 2.0]) == 1.5
    with pytest.raises(ValueError, match="no mean"):
        mean([])
