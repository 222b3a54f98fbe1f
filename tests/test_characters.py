"""BM25 over pairs of characters: what it counts, what it skips, and that it follows changes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.characters import COMMON, CharacterIndex, codes, pairs
from index.lexical import K1, B

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
FEW_LETTERS = st.text("abcあア社🚀", max_size=8)


def index_of(*texts: str) -> CharacterIndex:
    return CharacterIndex.empty().updated(np.zeros(0, dtype=bool), [codes(text) for text in texts])


def scores(index: CharacterIndex, text: str) -> list[float]:
    return index.score(np.unique(pairs(codes(text)))).tolist()


def assert_same(one: CharacterIndex, other: CharacterIndex) -> None:
    assert one.arrays.keys() == other.arrays.keys()
    for name, array in one.arrays.items():
        assert array.dtype == other.arrays[name].dtype, name
        assert array.tolist() == other.arrays[name].tolist(), name


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ｘ社、SpaceX!", "x社spacex"),
        ("ﾄﾖﾀ 1,200億円", "トヨタ1200億円"),
        ("… 。", ""),
        ("", ""),
        ("🚀\ud800", ""),  # signs and halves of characters are no letters
    ],
)
def test_letters_and_digits_are_kept_in_one_case_and_width(text: str, kept: str) -> None:
    assert "".join(map(chr, codes(text))) == kept


def test_a_character_of_two_units_is_a_pair() -> None:
    assert len(codes("𠮷")) == 2 and len(pairs(codes("𠮷"))) == 1


@pytest.mark.parametrize("text", ["", "社"])
def test_less_than_two_characters_have_no_pair(text: str) -> None:
    assert pairs(codes(text)).tolist() == []


def test_score_is_bm25_counted_by_hand() -> None:
    # "abc" has the pairs ab and bc, "abxyz" ab, bx, xy and yz, "q" none: 2 pairs on average.
    index = index_of("abc", "abxyz", "q")
    ab = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    bc = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    worth = [(K1 + 1) / (1 + K1 * (1 - B + B * length / 2)) for length in (2, 4)]
    reach = (ab + bc) * (K1 + 1)
    assert scores(index, "abc") == pytest.approx([(ab + bc) * worth[0] / reach, ab * worth[1] / reach, 0])


def test_a_pair_counts_once_however_often_it_stands() -> None:
    index = index_of("abab", "abxa", "zz")
    assert len(index.arrays["keys"]) == 5  # ab, ba, bx, xa, zz
    assert scores(index, "ab")[0] > scores(index, "ab")[1] > 0  # only since the first has fewer


def test_what_no_passage_holds_takes_nothing_from_the_rest() -> None:
    index = index_of("甲社", "乙社の話")
    assert scores(index, "甲社") == pytest.approx(scores(index, "甲社!"))
    assert scores(index, "甲社火星") == pytest.approx(scores(index, "甲社"))


def test_pairs_of_most_passages_are_skipped_and_lower_the_rest() -> None:
    common = int(1 / COMMON)
    index = index_of(*["現金"] * 21, *["雨天"] * 20, *["話題"] * (21 * common // 2 - 41))
    assert not any(scores(index, "現金"))  # 21 passages of 105 hold it
    assert any(scores(index, "雨天"))  # 20 may always
    assert max(scores(index, "雨天")) > max(scores(index, "雨天現金")) > 0


def test_idf_of_an_unknown_pair_is_the_greatest() -> None:
    index = index_of("ab", "abc")
    once, twice, unknown = (float(index.idf(pairs(codes(text)))[0]) for text in ("bc", "ab", "zz"))
    assert unknown > once > twice


def test_an_empty_index_can_be_asked_and_updated() -> None:
    empty = CharacterIndex.empty()
    assert scores(empty, "現金") == []
    assert empty.idf(pairs(codes("現金"))).shape == (1,)
    assert_same(empty.updated(np.zeros(0, dtype=bool), []), empty)
    assert scores(index_of("", "。"), "現金") == [0, 0]


def test_a_question_without_pairs_scores_nothing() -> None:
    assert scores(index_of("現金"), "金") == [0]


@given(
    st.lists(st.one_of(FEW_LETTERS, ANY_TEXT), max_size=6),
    st.lists(st.one_of(FEW_LETTERS, ANY_TEXT), max_size=4),
    st.lists(st.booleans(), min_size=6, max_size=6),
    FEW_LETTERS,
)
@settings(max_examples=200, deadline=None)
def test_updated_equals_an_index_built_anew(
    before: Sequence[str], added: Sequence[str], keeps: Sequence[bool], asked: str
) -> None:
    kept = np.array(keeps[: len(before)], dtype=bool)
    updated = index_of(*before).updated(kept, [codes(text) for text in added])
    anew = index_of(*(text for text, keep in zip(before, kept, strict=True) if keep), *added)
    assert_same(updated, anew)
    found = scores(updated, asked)
    assert len(found) == len(anew.arrays["lengths"]) and all(
        0 <= score <= 1 + 1e-6 or score > 0 for score in found
    )


def test_the_former_index_is_as_it_was() -> None:
    index = index_of("甲社", "乙社")
    before = scores(index, "甲社")
    index.updated(np.array([False, True]), [codes("丙社")])
    assert scores(index, "甲社") == before
