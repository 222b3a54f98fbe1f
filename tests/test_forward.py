"""Passages in order: what was written is read, and what is removed leaves the rest as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hand_made import ANALYSER, passage
from hypothesis import given, settings
from hypothesis import strategies as st

from index.characters import codes
from index.forward import NAME, NUMBER, PERSON, PLACE, ForwardIndex
from index.mapped import map_arrays, save_arrays
from index.store import IndexedPassage

CASH = passage("cash", "現金 増える", "負債 減る 現金", title="甲社 速報", heading="資金 甲社")
RAIN = passage("rain", "雨 降る", title="天気")
EMPTY = passage("empty", "…", "")
PASSAGES = [CASH, RAIN, EMPTY]


def written(*passages: IndexedPassage) -> ForwardIndex:
    return ForwardIndex.empty().updated(np.zeros(0, dtype=bool), passages, ANALYSER.kind)


def read(index: ForwardIndex) -> list[tuple[object, ...]]:
    """Each passage as (words by sentence, words of title, characters by sentence, characters of the title, group)."""
    words = list(index.numbers)

    def pieces(array: np.ndarray, ends: np.ndarray, first: int, last: int) -> list[list[int]]:
        return [array[ends[n] : ends[n + 1]].tolist() for n in range(first, last)]

    passages: list[tuple[object, ...]] = []
    for p in range(len(index)):
        first, last = index.passage_ends[p], index.passage_ends[p + 1]
        passages.append(
            (
                [[words[n] for n in one] for one in pieces(index.tokens, index.sentence_ends, first, last)],
                [words[n] for n in pieces(index.titles, index.title_ends, p, p + 1)[0]],
                pieces(index.characters, index.character_ends, first, last),
                pieces(index.title_characters, index.title_character_ends, p, p + 1)[0],
                int(index.groups[p]),
            )
        )
    return passages


def kinds(index: ForwardIndex) -> dict[str, int]:
    return dict(zip(index.numbers, index.kinds.tolist(), strict=True))


def test_words_come_back_by_sentence_and_titles_with_headings_once() -> None:
    cash, rain, _ = read(written(*PASSAGES))
    assert cash[:2] == ([["現金", "増える"], ["負債", "減る", "現金"]], ["甲社", "速報", "資金"])
    assert rain[:2] == ([["雨", "降る"]], ["天気"])


def test_characters_are_those_of_each_sentence_and_of_the_title() -> None:
    (cash,) = read(written(CASH))
    assert cash[2:4] == (
        [codes("現金増える").tolist(), codes("負債減る現金").tolist()],
        codes("甲社速報").tolist(),
    )


def test_a_sentence_without_words_stays_a_sentence() -> None:
    assert read(written(EMPTY))[0][0] == [["…"], []]
    assert read(written(passage("one", "", "")))[0][:2] == ([[], []], [])


def test_a_passage_without_sentences_has_one_that_is_empty() -> None:
    """What looks at sentences may rely on there being one."""
    index = written(passage("none"), CASH)
    assert read(index)[0][0] == [[]]
    assert read(index)[1] == read(written(CASH))[0]


def test_the_same_title_is_the_same_group() -> None:
    index = written(CASH, passage("other", "雨", title="甲社、速報"), RAIN)
    first, second, third = index.groups
    assert first == second != third


def test_texts_are_the_sentences_and_then_the_title() -> None:
    index = written(*PASSAGES)
    texts = ["".join(map(chr, text)) for text in index.texts(1)]
    assert texts == ["雨降る天気", ""]
    assert index.texts(3) == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [("2025", NUMBER), ("3.5", NUMBER), ("spacex", NAME), ("東京", PLACE), ("田中", PERSON), ("現金", 0)],
)
def test_words_have_kinds(word: str, kind: int) -> None:
    assert kinds(written(passage("p", word)))[word] == kind


def test_a_word_is_judged_once() -> None:
    judged: list[str] = []

    def kind(word: str) -> int:
        judged.append(word)
        return 0

    index = ForwardIndex.empty().updated(np.zeros(0, dtype=bool), [CASH], kind)
    index.updated(np.ones(1, dtype=bool), [CASH, passage("new", "現金 雨")], kind)
    assert sorted(judged) == sorted({*judged}) and judged[-1] == "雨"


SENTENCES = st.lists(
    st.lists(st.sampled_from("ab 現金 雨 x1 2025".split()), max_size=3).map(" ".join), max_size=3
)
SOME = st.lists(SENTENCES, max_size=4).map(
    lambda found: [passage(f"p{n}", *one, title="題" if n % 2 else "") for n, one in enumerate(found)]
)


@given(SOME, SOME, st.lists(st.booleans(), min_size=4, max_size=4))
@settings(max_examples=100, deadline=None)
def test_updated_equals_an_index_built_anew_but_for_the_numbers_of_words(
    before: list[IndexedPassage], added: list[IndexedPassage], keeps: list[bool]
) -> None:
    kept = np.array(keeps[: len(before)], dtype=bool)
    updated = written(*before).updated(kept, added, ANALYSER.kind)
    anew = written(*(one for one, keep in zip(before, kept, strict=True) if keep), *added)
    assert read(updated) == read(anew)
    assert kinds(anew).items() <= kinds(updated).items()
    assert {name: array.dtype for name, array in updated.arrays.items()} == {
        name: array.dtype for name, array in anew.arrays.items()
    }


def test_a_saved_index_reads_alike_and_can_be_updated(tmp_path: Path) -> None:
    index = written(*PASSAGES)
    save_arrays(tmp_path / "passages", index.arrays, {"format": "1"})
    metadata, arrays = map_arrays(tmp_path / "passages")
    loaded = ForwardIndex(arrays)
    assert metadata == {"format": "1"}
    assert read(loaded) == read(index) and loaded.numbers == index.numbers
    updated = loaded.updated(np.array([False, True, True]), [CASH], ANALYSER.kind)
    assert read(updated) == read(written(RAIN, EMPTY, CASH))


def test_an_empty_index_can_be_saved_and_read(tmp_path: Path) -> None:
    save_arrays(tmp_path / "none", ForwardIndex.empty().arrays, {"format": "1"})
    index = ForwardIndex(map_arrays(tmp_path / "none")[1])
    assert len(index) == 0 and index.numbers == {} and index.texts(0) == []
