"""How the words of a question meet sentences, titles and passages: themselves, like words, other spellings."""

from __future__ import annotations

import numpy as np
import pytest
from hand_made import index_of, matches_of, passage, query_of, word_vectors

from index.expansion import Alternatives
from index.forward import NUMBER
from index.matching import EXACT, LIKE, Matches
from index.passage_index import PassageIndex

VECTORS = word_vectors({"現金": [1, 0], "資金": [3, 4], "札束": [1, 0], "雨": [-1, 0]})


@pytest.fixture
def index() -> PassageIndex:
    return index_of(
        passage("cash", "現金 増える", "負債 減る", title="甲社"),
        passage("fund", "資金 雨", title="現金 札束"),
        passage("none", "", title=""),
    )


def test_a_word_meets_itself_in_sentence_passage_and_title(index: PassageIndex) -> None:
    matches = matches_of(index, query_of(index, "現金 負債"))
    assert matches.sentences.tolist() == [[1, 0], [0, 1], [0, 0], [0, 0]]
    assert matches.passages.tolist() == [[1, 1], [0, 0], [0, 0]]
    assert matches.titles.tolist() == [[0, 0], [1, 0], [0, 0]]


def test_arrays_tell_whose_sentence_and_token_it_is(index: PassageIndex) -> None:
    matches = matches_of(index, query_of(index, "負債 増える"))
    assert matches.owner.tolist() == [0, 0, 1, 2]
    assert matches.firsts.tolist() == [0, 2, 3]
    assert matches.sentence_of.tolist() == [0, 0, 1, 1, 2, 2]
    assert matches.met.tolist() == [-1, 1, 0, -1, -1, -1]
    assert matches.goes_on.tolist() == [True, False, False]


def test_windows_are_a_sentence_and_the_next_of_the_same_passage() -> None:
    index = index_of(passage("a", "現金", "負債"), passage("b", "資金"))
    matches = matches_of(index, query_of(index, "現金 負債 資金"))
    assert matches.windows.tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]


def test_a_like_word_counts_by_its_cosine_and_never_as_the_word_itself(index: PassageIndex) -> None:
    matches = matches_of(index, query_of(index, "札束", vectors=VECTORS), VECTORS)
    cash, fund = matches.passages[:2, 0]
    assert cash == pytest.approx(LIKE) and cash < EXACT  # 現金 has the same vector
    assert fund == pytest.approx(0.6)
    assert matches.titles[1, 0] == 1


def test_what_is_unlike_or_has_no_vector_counts_nothing(index: PassageIndex) -> None:
    matches = matches_of(index, query_of(index, "雨 増える 火星", vectors=VECTORS), VECTORS)
    assert matches.passages[0].tolist() == [0, 1, 0]
    assert matches.passages[1].tolist() == [1, 0, 0]


def test_any_choice_of_passages_can_be_candidates(index: PassageIndex) -> None:
    query = query_of(index, "現金 資金", vectors=VECTORS)
    everything = matches_of(index, query, VECTORS)
    numbered = VECTORS.over(index.passages.numbers)
    for places in ([1], [2, 0], [2]):
        some = Matches(query, index, np.array(places), numbered)
        assert some.passages.tolist() == everything.passages[places].tolist()
        assert some.titles.tolist() == everything.titles[places].tolist()


class TestAlternatives:
    def matches(self, index: PassageIndex, words: str, *alternatives: Alternatives) -> Matches:
        return matches_of(index, query_of(index, words, alternatives=alternatives))

    def test_another_spelling_counts_as_the_words_themselves(self, index: PassageIndex) -> None:
        matches = self.matches(index, "cash on hand", Alternatives(("cash", "hand"), {("現金",): 0.7}))
        assert matches.sentences.tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 0], [0, 0, 0]]
        assert matches.passages.tolist() == [[1, 0, 1], [0, 0, 0], [0, 0, 0]]
        assert matches.titles.tolist() == [[0, 0, 0], [1, 0, 1], [0, 0, 0]]
        assert matches.windows[0].tolist() == [1, 0, 1]

    def test_several_words_only_where_all_of_them_stand_in_one_sentence(self) -> None:
        index = index_of(
            passage("whole", "雨", "手元 の 資金"),
            passage("torn", "手元", "資金", title="資金"),
            passage("half", "手元", title="手元 資金"),
        )
        matches = self.matches(index, "cash", Alternatives(("cash",), {("手元", "資金"): 0.7}))
        assert matches.sentences[:, 0].tolist() == [0, 1, 0, 0, 0]
        assert matches.passages[:, 0].tolist() == [1, 0, 0]
        assert matches.titles[:, 0].tolist() == [0, 0, 1]

    def test_one_spelling_of_several_is_enough(self, index: PassageIndex) -> None:
        others = {("火星", "現金"): 0.7, ("火星",): 0.7, ("資金",): 0.7}
        matches = self.matches(index, "cash", Alternatives(("cash",), others))
        assert matches.passages[:, 0].tolist() == [0, 1, 0]

    def test_an_amount_is_known_by_passage(self) -> None:
        index = index_of(passage("plant", "1兆2000億円 投じる"), passage("other", "1兆3000億円 投じる"))
        term = Alternatives(("1.2", "trillion"), {("JPY:1200000000000",): 1.0}, exact=True)
        matches = self.matches(index, "1.2 trillion yen", term)
        assert matches.passages.tolist() == [[1, 1, 0], [0, 0, 0]]
        assert not matches.sentences.any()

    def test_words_that_were_left_out_of_the_question_are_passed_over(self, index: PassageIndex) -> None:
        matches = self.matches(index, "負債", Alternatives(("cash",), {("現金",): 0.7}))
        assert matches.passages.tolist() == [[1], [0], [0]]


def test_best_sentence_is_the_first_of_equals(index: PassageIndex) -> None:
    matches = matches_of(index, query_of(index, "現金"))
    assert matches.best_sentence(np.array([0.5, 0.5, 0.1, 0.0])).tolist() == [0, 2, 3]
    assert matches.best_sentence(np.array([0.1, 0.5, 0.1, 0.0])).tolist() == [1, 2, 3]
    assert matches.best_of(np.array([0.1, 0.5, 0.1, 0.0])).tolist() == [0.5, 0.1, 0.0]


def test_characters_come_with_their_sentence(index: PassageIndex) -> None:
    characters, sentence_of = matches_of(index, query_of(index, "現金")).characters()
    assert "".join(map(chr, characters)) == "現金増える負債減る資金雨"
    assert sentence_of.tolist() == [0] * 5 + [1] * 4 + [2] * 3


def test_kinds_and_numbers_of_words() -> None:
    index = index_of(passage("p", "社員 42 人"))
    matches = matches_of(index, query_of(index, "社員"))
    assert matches.kind_of("42") == NUMBER and matches.kind_of("社員") == 0
    assert matches.kind_of("火星") == 5
    assert matches.kinds.tolist() == [0, NUMBER, 0]
    assert matches.numbers_of(["人", "火星"]) == [index.passages.numbers["人"]]


def test_shares_of_idf_add_up_to_one(index: PassageIndex) -> None:
    query = query_of(index, "現金 負債 火星")
    assert query.share.sum() == pytest.approx(1)
    assert query.share[2] == query.share.max()
