"""Candidates by words, characters and vectors, described and put in order; here by the first scores alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hand_made import ANALYSER, PLAIN, index_of, passage, plain_ranker, ranker_of
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from llama_index.core.schema import QueryBundle, TextNode
from numpy.typing import NDArray

from index.embed import StaticWordEmbedding
from index.lexical import K1
from index.passage_index import PassageIndex
from index.passages import split_passages
from index.ranker import Ranker
from index.search import MOST_WORDS, POOL, HybridRetriever
from index.settings import Settings
from index.store import IndexedPassage
from index.vectors import VectorStore
from index.vocabulary import Vocabulary

PASSAGES = {
    "cash": "xAIの手元の現金は80億ドルだった。",
    "loss": "同社の純損失は前の四半期より膨らんだ。",
    "rocket": "SpaceXはロケットの打ち上げに成功した。",
    "rain": "梅雨は雨の多い季節である。",
    "raise": "xAIは資金調達で投資家から100億ドルを集めた。",
}


@cache
def builtin() -> StaticWordEmbedding:
    """One for all tests: it takes a while to load."""
    return StaticWordEmbedding(analyser=ANALYSER)


def open_retriever(home: Path, passages: Mapping[str, str], ranker: Ranker) -> HybridRetriever:
    """A retriever over passages that stand under no title; some cut into several, named by number."""
    embedding = builtin()
    vectors = VectorStore(Settings.read(home=home, embed_model="builtin"), home, embedding)
    cut = [
        IndexedPassage(replace(one, id=name), "", "", None, "ja", (), ())
        for name, text in passages.items()
        for one in split_passages(name, text, ANALYSER)
    ]
    ids = [one.passage.id for one in cut]
    vectors.add(ids, embedding.get_text_embedding_batch([one.passage.text for one in cut]))
    index = PassageIndex.empty().updated((), cut, ANALYSER)

    def fetch(ids: list[str]) -> list[TextNode]:
        return [TextNode(id_=id, text=passages[id]) for id in reversed(ids)]  # any order must do

    return HybridRetriever(index, vectors, embedding, ANALYSER, fetch, Vocabulary.read(), ranker=ranker)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridRetriever]:
    opened = open_retriever(tmp_path_factory.mktemp("home"), PASSAGES, plain_ranker())
    yield opened
    opened.vectors.close()


def word_scores(retriever: HybridRetriever, query: str) -> NDArray[np.float32]:
    asked = retriever.query(query, retriever.index, retriever.word_vectors)
    return retriever._word_scores(retriever.word_index, asked)


def best(retriever: HybridRetriever, query: str) -> str:
    return retriever.ranking(query, 5)[0][0]


def test_words_of_the_question_decide(retriever: HybridRetriever) -> None:
    assert best(retriever, "xAIの現金はいくらか") == "cash"
    assert best(retriever, "梅雨とは何か") == "rain"


def test_retrieve_gives_nodes_best_first_and_takes_a_bundle(retriever: HybridRetriever) -> None:
    nodes = retriever.retrieve(QueryBundle("SpaceXの打ち上げ"))
    assert nodes[0].node.node_id == "rocket"
    scores = [node.score for node in nodes]
    assert scores == sorted(scores, reverse=True)
    assert [node.node.node_id for node in nodes] == [
        id for id, _ in retriever.ranking("SpaceXの打ち上げ", 24)
    ]


def test_top_k_limits_what_comes_back(retriever: HybridRetriever) -> None:
    retriever.top_k = 2
    try:
        assert len(retriever.retrieve("xAIの現金")) == 2
    finally:
        retriever.top_k = 24


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("How big was the net loss?", "loss"),
        ("How much cash does xAI hold?", "cash"),
        ("the launch", "rocket"),
    ],
)
def test_an_english_question_finds_a_japanese_passage(
    retriever: HybridRetriever, question: str, passage: str
) -> None:
    assert best(retriever, question) == passage


def test_a_synonym_counts_less_than_the_word_itself(tmp_path: Path) -> None:
    passages = {
        "loss": "同社の純損失は膨らんだ。",
        "deficit": "同社の最終赤字は膨らんだ。",
        "rain": "雨が降る。",
    }
    opened = open_retriever(tmp_path, passages, plain_ranker())
    other, own, none = word_scores(opened, "最終赤字")
    assert own > other > none == 0
    opened.vectors.close()


def test_a_term_is_not_counted_twice(retriever: HybridRetriever) -> None:
    """Two synonyms in one question score as the words themselves, with nothing on top."""
    index = retriever.word_index
    scores = word_scores(retriever, "純損失 最終赤字")
    words = dict.fromkeys(ANALYSER.words("純損失 最終赤字"), 1.0)
    own = index.score(words)
    worth = sum(index.idf(word) for word in words if index.holds(word)) * (K1 + 1)
    assert scores == pytest.approx(own / max(worth, own.max()))


def test_words_are_scored_as_a_share_of_what_can_be_reached(retriever: HybridRetriever) -> None:
    """xai stands in many passages and is worth little; cash is found as 現金 alone."""
    for query in ("cash of xAI", "xAIの現金", "cash", "梅雨", "火星の梅雨"):
        assert 0.4 < word_scores(retriever, query).max() <= 1
    assert not word_scores(retriever, "火星").any()


def test_meaning_finds_what_shares_no_word(retriever: HybridRetriever) -> None:
    assert best(retriever, "降水") == "rain"
    assert not retriever.word_index.score({"降水": 1.0}).any()


def test_nothing_to_search_for_finds_nothing(retriever: HybridRetriever) -> None:
    assert retriever.ranking("…", 5) == []
    assert retriever.retrieve("、。") == []


def test_idf_is_that_of_the_library(retriever: HybridRetriever) -> None:
    assert retriever.idf("梅雨") > retriever.idf("xai")
    assert retriever.idf("never-seen") > retriever.idf("梅雨")


def test_pairs_of_characters_find_a_name_that_was_cut_otherwise(tmp_path: Path) -> None:
    passages = {f"p{n}": f"{n}番目の記事は天気の話だ。" for n in range(60)} | {"name": "キツツキ座は星座だ。"}
    opened = open_retriever(tmp_path, passages, ranker_of(characters=1.0))
    assert best(opened, "キツツキ") == "name"
    opened.vectors.close()


def test_the_ranker_decides_and_equals_keep_the_order_of_the_index(retriever: HybridRetriever) -> None:
    before = retriever.ranker
    try:
        retriever.ranker = ranker_of(**{name: -weight for name, weight in PLAIN.items()})
        backwards = retriever.ranking("xAIの現金", 5)
        retriever.ranker = ranker_of()
        equals = retriever.ranking("xAIの現金", 5)
    finally:
        retriever.ranker = before
    forwards = retriever.ranking("xAIの現金", 5)
    assert [id for id, _ in backwards] == [id for id, _ in reversed(forwards)]
    assert [id for id, _ in equals] == [id for id in PASSAGES if id in dict(equals)]
    assert {score for _, score in equals} == {0.0}


def test_a_question_of_many_words_keeps_the_most_telling(retriever: HybridRetriever) -> None:
    text = " ".join(f"xai word{n}" for n in range(100)) + " 梅雨"
    query = retriever.query(text, retriever.index, retriever.word_vectors)
    assert len(query.words) == len(query.idf) == len(query.vectors) == MOST_WORDS
    assert "xai" not in query.words and query.words[0] == "word0"
    assert max(max(pair) for pair in query.neighbours) < MOST_WORDS
    assert retriever.ranking(text, 5)


@pytest.mark.parametrize(
    "question",
    [
        "火星",
        "雨",
        "80",
        "8000000000",
        "2025",
        "xAI " * 500,
        "a",
        "？",
        "現金現金",
        "梅雨とは梅雨か",
        "80億ドル",
    ],
)
def test_odd_questions_are_answered_or_find_nothing(retriever: HybridRetriever, question: str) -> None:
    ranking = retriever.ranking(question, 5)
    assert {id for id, _ in ranking} <= PASSAGES.keys()
    assert all(np.isfinite(score) for _, score in ranking)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)  # lone surrogates too
LIKE_A_QUESTION = st.lists(
    st.sampled_from(
        ["xAI", "現金", "は", "80億ドル", "2025年", "純損失", "cash", "?", "、", " ", "雨", "é", "🚀"]
    ),
    max_size=12,
).map("".join)


@given(st.one_of(ANY_TEXT, LIKE_A_QUESTION, st.builds("{}{}".format, LIKE_A_QUESTION, ANY_TEXT)))
@example("現金\ud800")
@example("\0")
@example("cash \udfff of xAI")
@hypothesis_settings(max_examples=80, deadline=None)
def test_any_text_can_be_asked_and_gives_the_same_twice(retriever: HybridRetriever, text: str) -> None:
    ranking = retriever.ranking(text, 5)
    assert ranking == retriever.ranking(text, 5)
    assert [score for _, score in ranking] == sorted((score for _, score in ranking), reverse=True)


class TestFewAndOddPassages:
    def test_an_empty_library_finds_nothing(self, tmp_path: Path) -> None:
        opened = open_retriever(tmp_path, {}, plain_ranker())
        assert opened.ranking("現金", 5) == []
        opened.vectors.close()

    def test_a_single_passage(self, tmp_path: Path) -> None:
        opened = open_retriever(tmp_path, {"only": "現金は多い。"}, plain_ranker())
        assert [id for id, _ in opened.ranking("現金は?", 5)] == ["only"]
        opened.vectors.close()

    def test_the_same_text_twice_scores_alike(self, tmp_path: Path) -> None:
        opened = open_retriever(tmp_path, {"a": "現金は多い。", "b": "現金は多い。"}, plain_ranker())
        (first, one), (second, other) = opened.ranking("現金は?", 5)
        assert (first, second) == ("a", "b") and one == pytest.approx(other)
        opened.vectors.close()

    def test_more_may_be_asked_for_than_are_looked_at_by_one_score(self, tmp_path: Path) -> None:
        passages = {f"p{n}": f"甲社の現金は{n}億円だ。" for n in range(3 * POOL)}
        opened = open_retriever(tmp_path, passages, plain_ranker())
        assert len(opened.ranking("甲社の現金", 3 * POOL)) > POOL
        opened.vectors.close()

    def test_vectors_may_be_ahead_of_the_index_or_behind_it(self, tmp_path: Path) -> None:
        opened = open_retriever(tmp_path, PASSAGES, plain_ranker())
        opened.vectors.remove(["cash"])
        opened.vectors.add(["unknown"], opened.embedding.get_text_embedding_batch(["現金"]))
        ids = [id for id, _ in opened.ranking("xAIの現金", 9)]
        assert ids[0] == "cash" and "unknown" not in ids
        opened.vectors.close()


def test_a_new_index_brings_the_vectors_of_its_words(retriever: HybridRetriever) -> None:
    """Index and word vectors change together, so that no question sees one without the other."""
    before = retriever.index
    numbers = retriever.word_vectors.rows(np.arange(len(before.passages.numbers)))
    try:
        retriever.index = index_of(passage("cash", "負債 現金"))
        assert retriever.word_vectors.rows(np.arange(2)) == pytest.approx(
            retriever.word_vectors.of_words(["負債", "現金"])
        )
        assert best(retriever, "現金") == "cash"
    finally:
        retriever.index = before
    assert np.array_equal(retriever.word_vectors.rows(np.arange(len(numbers))), numbers)
