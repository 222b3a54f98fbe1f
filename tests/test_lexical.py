import math
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexMismatch
from index.lexical import FILE, K1, B, WordIndex, passage_frequencies

IDS = ["p0", "p1", "p2"]
PASSAGES = [["現金", "現金", "xai"], ["現金", "衛星"], ["衛星", "打ち上げ", "spacex", "打ち上げ"]]


@pytest.fixture
def index() -> WordIndex:
    return WordIndex.build(IDS, PASSAGES)


def by_id(index: WordIndex, words: dict[str, float], every: bool = False) -> dict[str, float]:
    return dict(zip(index.ids, index.score(words, every).tolist(), strict=True))


def test_score_is_bm25_counted_by_hand(index: WordIndex) -> None:
    # xai stands once, in p0 of 3 words; the mean length is (3 + 2 + 4) / 3 = 3, so length changes nothing.
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    expected = idf * 1 * (K1 + 1) / (1 + K1 * (1 - B + B * 3 / 3))
    assert by_id(index, {"xai": 1.0}) == {"p0": pytest.approx(expected), "p1": 0, "p2": 0}
    assert by_id(index, {"xai": 0.5})["p0"] == pytest.approx(expected / 2)


def test_scores_of_words_add_up(index: WordIndex) -> None:
    both = index.score({"現金": 1.0, "衛星": 1.0})
    assert both == pytest.approx(index.score({"現金": 1.0}) + index.score({"衛星": 1.0}))
    assert by_id(index, {"現金": 1.0, "衛星": 1.0}, every=True)["p0"] == 0
    assert by_id(index, {"現金": 1.0, "衛星": 1.0}, every=True)["p1"] > 0


def test_idf_falls_with_frequency_and_an_unseen_word_is_highest(index: WordIndex) -> None:
    assert index.idf("現金") < index.idf("xai") < index.idf("火星")
    assert not index.score({"火星": 1.0}).any()


def test_title_and_heading_count_in_part_and_once() -> None:
    counted = passage_frequencies(["現金"], heading_words=["見通し", "見通し"], title_words=["xai"])
    assert counted["現金"] == 1
    assert 0 < counted["見通し"] <= 1
    assert 0 < counted["xai"] <= 1


def test_saved_index_scores_alike_and_keeps_its_stamp(index: WordIndex, tmp_path: Path) -> None:
    index.save(tmp_path, {"generation": "7"})
    loaded = WordIndex.load(tmp_path)
    assert loaded.ids == IDS
    assert loaded.stamp == {"generation": "7"}
    for word in ("現金", "xai", "spacex", "打ち上げ", "衛星", "火星"):
        np.testing.assert_array_equal(loaded.score({word: 1.0}), index.score({word: 1.0}))
        assert loaded.idf(word) == index.idf(word)


def test_updated_equals_an_index_built_anew(index: WordIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    updated = WordIndex.load(tmp_path).updated(["p0"], ["p3", "p1"], [["火星"], ["衛星", "衛星"]])
    anew = WordIndex.build(["p2", "p3", "p1"], [PASSAGES[2], ["火星"], ["衛星", "衛星"]])
    assert updated.ids == anew.ids
    for word in ("現金", "衛星", "火星", "xai"):
        assert updated.score({word: 1.0}) == pytest.approx(anew.score({word: 1.0}))
    assert updated.idf("現金") == anew.idf("never seen")
    assert len(index) == 3  # the former one is as it was


def test_an_empty_index_can_be_scored_saved_and_updated(tmp_path: Path) -> None:
    empty = WordIndex.build([], [])
    assert empty.score({"現金": 1.0}).shape == (0,)
    empty.save(tmp_path)
    filled = WordIndex.load(tmp_path).updated([], ["p0"], [["現金"]])
    assert filled.score({"現金": 1.0})[0] > 0
    assert len(filled.updated(["p0"], [], [])) == 0


@pytest.mark.parametrize("content", [None, b"", b"\x10", b"\xff" * 64, b"\x02\0\0\0\0\0\0\0{}"])
def test_a_missing_or_broken_file_is_a_mismatch(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(IndexMismatch, match="kassoro rebuild"):
        WordIndex.load(tmp_path)


def test_a_cut_off_file_is_a_mismatch(index: WordIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:-8])
    with pytest.raises(IndexMismatch):
        WordIndex.load(tmp_path)
