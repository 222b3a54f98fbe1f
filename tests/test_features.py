"""What a ranker is told: columns that mean what they are called, for any text, in whatever order candidates come."""

from __future__ import annotations

import re
from typing import cast

import numpy as np
import pytest
from hand_made import (
    ANALYSER,
    column_names,
    index_of,
    matches_of,
    passage,
    plain_ranker,
    query_of,
    word_vectors,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from eval.build_ranker import MemoryVectors
from index.embed import StaticWordEmbedding
from index.features import passage_features, word_features
from index.matching import Matches, Query
from index.passage_index import PassageIndex
from index.search import HybridRetriever
from index.vectors import VectorStore
from index.vocabulary import Vocabulary

SCORES = ("words", "characters", "cosine")


def told(index: PassageIndex, query: Query, **scores: list[float]) -> dict[str, list[float]]:
    """Each column by name, a value a passage."""
    return columns_of(matches_of(index, query), scores)


def columns_of(matches: Matches, scores: dict[str, list[float]] | None = None) -> dict[str, list[float]]:
    none = [0.0] * len(matches.places)
    first = {name: np.array((scores or {}).get(name, none), dtype=np.float32) for name in SCORES}
    names, columns = passage_features(matches, first)
    return dict(zip(names, columns.T.round(5).tolist(), strict=True))


def test_names_are_unique_and_as_many_as_columns() -> None:
    index = index_of(passage("p", "現金"), passage("q", "雨"))
    matches = matches_of(index, query_of(index, "現金"))
    names, columns = passage_features(matches, {name: np.zeros(2, np.float32) for name in SCORES})
    assert len({*names}) == len(names) == columns.shape[1]
    assert columns.shape[0] == 2 and columns.dtype == np.float32
    assert tuple(names) == column_names()


class TestCoverage:
    """現金 and 増える stand in the same sentence, in neighbouring ones, far apart, under the title, or not at all."""

    @pytest.fixture
    def columns(self) -> dict[str, list[float]]:
        index = index_of(
            passage("same", "現金 増える"),
            passage("next", "現金 多い", "雨 増える"),
            passage("far", "現金", "雨", "増える"),
            passage("title", "増える", title="現金"),
            passage("none", "雨"),
        )
        return told(index, query_of(index, "現金 増える"))  # both in four passages, one in the title alone

    def test_best_sentence(self, columns: dict[str, list[float]]) -> None:
        assert columns["sentence_exact"] == [1, 0.5, 0.5, 1, 0]
        assert columns["bare_sentence_exact"] == [1, 0.5, 0.5, 0.5, 0]

    def test_two_sentences(self, columns: dict[str, list[float]]) -> None:
        assert columns["window_exact"] == [1, 1, 0.5, 1, 0]

    def test_passage(self, columns: dict[str, list[float]]) -> None:
        assert columns["passage_exact"] == [1, 1, 1, 1, 0]
        assert columns["body_exact"] == [1, 1, 1, 0.5, 0]
        assert columns["passage_under_35"] == [0, 0, 0, 0, 1]

    def test_what_is_missing(self, columns: dict[str, list[float]]) -> None:
        assert columns["missing_count"] == [0, 0, 0, 0, 2]
        assert columns["missing_greatest"][:4] == [0] * 4 and columns["missing_greatest"][4] > 0

    def test_behind_the_best(self, columns: dict[str, list[float]]) -> None:
        assert columns["sentence_exact_behind"] == [0, -0.5, -0.5, 0, -1]


def test_words_of_like_meaning_count_by_their_square() -> None:
    vectors = word_vectors({"現金": [1, 0], "資金": [3, 4]})
    index = index_of(passage("like", "資金"), passage("same", "現金"))
    columns = columns_of(matches_of(index, query_of(index, "現金", vectors=vectors), vectors))
    assert columns["passage_soft"] == pytest.approx([0.36, 1])
    assert columns["passage_over_5"] == [1, 1] and columns["passage_over_7"] == [0, 1]
    assert columns["passage_exact"] == [0, 1]


def test_what_the_title_does_not_say_is_looked_for_in_the_sentences() -> None:
    index = index_of(
        passage("right", "現金 多い", title="甲社 速報"),
        passage("wrong", "負債 多い", title="甲社 速報"),
        passage("other", "甲社 現金", title="乙社"),
    )
    query = query_of(index, "甲社 現金")
    columns = told(index, query)
    assert columns["rest_exact"] == [1, 0, 1]
    assert columns["rest_passage"] == [1, 0, 1]
    assert columns["title_of_question"][:2] == pytest.approx([float(query.share[0])] * 2, abs=1e-4)
    assert columns["question_of_title"] == [0.5, 0.5, 0]
    assert columns["rest"][0] == pytest.approx(float(query.share[1]), abs=1e-4) and columns["rest"][2] == 1


def test_a_question_that_the_title_says_whole_leaves_no_rest() -> None:
    index = index_of(passage("p", "雨", title="甲社"))
    columns = told(index, query_of(index, "甲社"))
    assert columns["rest"] == columns["rest_exact"] == columns["rest_soft"] == [0]
    assert columns["question_of_title"] == [1]


def test_context_is_what_stands_elsewhere_under_the_same_title() -> None:
    index = index_of(
        passage("a", "現金", title="甲"), passage("b", "負債", title="甲"), passage("c", "雨", title="乙")
    )
    columns = told(index, query_of(index, "現金 負債"), words=[0.5, 0.75, 0.0])
    assert columns["context_exact"] == [1, 1, 0]
    assert columns["context_more"] == [0.5, 0.5, 0]
    assert columns["context_leading"] == [2, 2, 1]
    assert columns["context_behind"] == [-0.25, 0, 0]


def test_phrase_is_neighbours_that_stay_neighbours() -> None:
    index = index_of(
        passage("beside", "純 損失"),
        passage("apart", "純 な 損失"),
        passage("turned", "損失 純"),
        passage("far", "純 x y 損失"),
        passage("end", "雨 純"),
    )
    query = query_of(index, "純 損失")
    assert query.neighbours == ((0, 1),)
    assert told(index, query)["phrase"] == [1, 0.5, 0, 0, 0]
    assert matches_of(index, query).neighbours_met[0, 1].tolist() == [1, 0.5, 0, 0, 0]


def test_neighbours_in_two_passages_are_none() -> None:
    index = index_of(passage("a", "純"), passage("b", "損失"))
    assert told(index, query_of(index, "純 損失"))["phrase"] == [0, 0]


def test_figures_and_names_of_the_question_agree() -> None:
    index = index_of(
        passage("both", "2025 spacex"),
        passage("year", "2025 雨"),
        passage("title", "雨", title="2025 spacex"),
        passage("none", "2024 xai"),
    )
    columns = told(index, query_of(index, "2025 spacex 雨"))
    assert columns["numbers"] == [1] * 4 and columns["names"] == [1] * 4
    assert columns["numbers_agree"] == [1, 1, 1, 0]
    assert columns["names_agree"] == columns["names_in_sentence"] == [1, 0, 1, 0]


def test_what_is_counted_is_offered_behind_a_number() -> None:
    index = index_of(
        passage("right", "社員 42 人"),
        passage("unit", "社員 42 社"),
        passage("apart", "雨", "42 人"),
        passage("asked", "社員 7 人"),
    )
    columns = told(index, query_of(index, "社員 7", "7社の社員は何人か"))
    share = float(query_of(index, "社員 7").share[0])
    assert columns["asks_counted"] == [1] * 4 and columns["asks_count"] == [1] * 4
    # What is covered and a little more; the number of the question itself is no answer.
    assert columns["offers_counted"] == pytest.approx([share + 0.1, 0, 0.1, 0], abs=1e-4)


def test_words_of_the_kind_asked_for_are_offered() -> None:
    index = index_of(
        passage("p", "社長 田中"), passage("q", "社長 東京"), passage("r", "社長 42"), passage("s", "社長")
    )
    columns = told(index, query_of(index, "社長", "社長は誰ですか"))
    assert columns["asks_who"] == [1] * 4 and columns["asks_when"] == [0] * 4
    assert columns["offers_person"] == [1, 0, 0, 0]
    assert columns["offers_place"] == [0, 1, 0, 0]
    assert columns["offers_number"] == [0, 0, 1, 0]


def test_longest_is_the_longest_piece_of_the_question_found_whole() -> None:
    index = index_of(
        passage("piece", "緑川電機の話"),
        passage("whole", "緑川電機の売上"),
        passage("torn", "緑川電", "機の売上"),
        passage("pair", "緑川 雨"),
    )
    columns = told(index, query_of(index, "緑川電機の売上"))
    assert columns["longest"] == pytest.approx([5 / 7, 1, 4 / 7, 0], abs=1e-4)
    assert columns["threes_sentence"][1] == columns["pairs_sentence"][1] == 1
    assert columns["threes_passage"][2] > columns["threes_sentence"][2]
    assert columns["pairs_window"][2] > columns["pairs_sentence"][2]
    assert columns["threes_sentence"][3] == 0 < columns["pairs_sentence"][3]


def test_shape_tells_where_the_best_sentence_stands() -> None:
    index = index_of(passage("p", "雨 降る", "現金 多い"), passage("q", ""))
    columns = told(index, query_of(index, "現金"))
    assert columns["position"] == [0.5, 0]
    assert columns["length"] == pytest.approx([np.log1p(4), 0], abs=1e-4)
    assert columns["sentences"] == pytest.approx([np.log1p(2), np.log1p(1)], abs=1e-4)


def test_first_scores_come_with_distance_and_rank() -> None:
    index = index_of(passage("p", "現金"), passage("q", "現金"), passage("r", "現金"))
    columns = told(index, query_of(index, "現金"), cosine=[0.25, 0.75, 0.5])
    assert columns["cosine"] == [0.25, 0.75, 0.5]
    assert columns["cosine_behind"] == [-0.5, 0, -0.25]
    assert columns["cosine_rank"] == pytest.approx([np.log1p(2), 0, np.log1p(1)], abs=1e-4)


def test_the_question_is_described_alike_for_all() -> None:
    index = index_of(passage("p", "現金"), passage("q", "雨"))
    query = query_of(index, "現金 火星", "x" * 300)
    columns = told(index, query)
    assert columns["question_words"] == [2, 2] and columns["question_length"] == [100, 100]
    assert columns["question_unknown"] == pytest.approx([float(query.share[1])] * 2, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("社長は誰", "who"), ("Who runs it?", "who"), ("設立はいつ", "when"), ("Where is it?", "where"),
        ("社員は何人", "count"), ("How much cash?", "count"), ("なぜ減った", "why"), ("どのように", "how"),
        ("Which firm?", "which"), ("何を作る", "what"), ("社名の名称", "name"),
    ],
)  # fmt: skip
def test_what_a_question_asks_for(text: str, kind: str) -> None:
    index = index_of(passage("p", "現金"))
    assert told(index, query_of(index, "現金", text))[f"asks_{kind}"] == [1]


class TestWordFeatures:
    def test_each_word_is_met_in_each_candidate(self) -> None:
        index = index_of(passage("p", "純 損失", "損失", title="甲社"), passage("q", "雨", title="甲社"))
        meetings, kinds = word_features(matches_of(index, query_of(index, "甲社 純 損失 火星")))
        assert meetings.shape == (2, 4, 10) and kinds.shape == (4, 14)
        there, often = meetings[0, :, 0], meetings[0, :, 1]
        assert there.tolist() == [0, 1, 1, 0]
        assert often == pytest.approx(np.log1p([0, 1, 2, 0]))
        in_title, together, beside = meetings[:, :, 6], meetings[:, :, 8], meetings[:, :, 9]
        assert in_title.tolist() == [[1, 0, 0, 0]] * 2
        assert together.tolist() == [[1, 1, 1, 0]] * 2
        assert beside.tolist() == [[0, 1, 1, 0], [0, 0, 0, 0]]

    def test_each_word_is_described(self) -> None:
        index = index_of(passage("p", "純損失 2025 東京"), passage("q", "純損失"))
        _, kinds = word_features(matches_of(index, query_of(index, "純損失 2025 東京 火星")))
        kind = kinds[:, 2:8].argmax(axis=1)
        assert kind.tolist() == [0, 1, 3, 5]
        assert kinds[:, 1].tolist() == [1, 0.5, 0.5, 0]
        assert kinds[:, 8] == pytest.approx([0, 1 / 3, 2 / 3, 1])


_SHARE = re.compile(
    r"(?!missing).*_(?:exact|soft|sentence|agree|of_question|over_.)|phrase|longest|position|rest|rest_passage"
)
TEXTS = {
    "cash": ("xAIの手元の現金は80億ドルだった。2025年7月に調達した。", "xAIの資金"),
    "staff": ("社員は42人で、東京に本社がある。社長は田中太郎だ。", ""),
    "short": ("雨。", "天気"),
    "signs": ("🚀🚀。1,234。", "🚀"),
    "english": ("SpaceX launched 12 rockets. The net loss grew.", "SpaceX"),
}
QUESTION = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "xAI",
                "現金",
                "は",
                "何人",
                "社員",
                "80億ドル",
                "2025年",
                "田中",
                "誰",
                "?",
                "雨",
                "𠮷",
                "how many",
            ]
        ),
        st.text(max_size=10),
    ),
    max_size=8,
).map("".join)


@pytest.fixture(scope="module")
def retriever() -> HybridRetriever:
    embedding = StaticWordEmbedding(analyser=ANALYSER)
    passages = [
        passage(id, *(" ".join(ANALYSER.words(part)) or part for part in text.split("。")), title=title)
        for id, (text, title) in TEXTS.items()
    ]
    index = index_of(*passages)
    vectors = MemoryVectors(
        index.ids, embedding.embed_words([ANALYSER.words(text) for text, _ in TEXTS.values()])
    )
    return HybridRetriever(
        index,
        cast(VectorStore, vectors),
        embedding,
        ANALYSER,
        lambda ids: [],
        Vocabulary.read(),
        ranker=plain_ranker(),
    )


def asked(retriever: HybridRetriever, text: str) -> Query:
    return retriever.query(text, retriever.index, retriever.word_vectors)


@given(QUESTION)
@settings(max_examples=100, deadline=None)
def test_all_is_finite_and_within_bounds_for_any_text(retriever: HybridRetriever, text: str) -> None:
    examined = retriever.examine(asked(retriever, text), retriever.index, retriever.word_vectors)
    if examined is None:
        return
    for array in (examined.columns, examined.meetings, examined.kinds, examined.vectors):
        assert np.isfinite(array).all()
    shares = [n for n, name in enumerate(examined.names) if _SHARE.fullmatch(name)]
    assert len(shares) > 15
    assert (examined.columns[:, shares] >= 0).all() and (examined.columns[:, shares] <= 1 + 1e-4).all()
    assert (np.abs(examined.columns) < 1000).all()  # fits 16 bits, as training keeps it


@given(QUESTION, st.permutations(range(len(TEXTS))), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_the_order_of_candidates_changes_none_of_them(
    retriever: HybridRetriever, text: str, order: list[int], seed: int
) -> None:
    query = asked(retriever, text)
    if not query.words:
        return
    scores = np.random.default_rng(seed).permutation(len(TEXTS)).astype(np.float32)

    def described(places: NDArray) -> tuple[NDArray, NDArray, NDArray]:
        matches = Matches(query, retriever.index, places, retriever.word_vectors)
        columns = passage_features(matches, dict.fromkeys(SCORES, scores[places]))[1]
        return columns, *word_features(matches)

    columns, meetings, kinds = described(np.arange(len(TEXTS)))
    other_columns, other_meetings, other_kinds = described(np.array(order))
    assert other_columns == pytest.approx(columns[order], abs=1e-5)
    assert other_meetings == pytest.approx(meetings[order], abs=1e-6)
    assert other_kinds == pytest.approx(kinds, abs=1e-6)
