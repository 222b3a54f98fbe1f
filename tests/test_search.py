from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import QueryBundle, TextNode
from numpy.typing import NDArray

from index.embed import StaticWordEmbedding
from index.lexical import K1, WordIndex, passage_frequencies
from index.search import DENSE_WEIGHT, HybridRetriever
from index.settings import Settings
from index.vectors import VectorStore
from index.vocabulary import Vocabulary
from index.words import Analyser

PASSAGES = {
    "cash": "xAIの手元の現金は80億ドルだった。",
    "loss": "同社の純損失は前の四半期より膨らんだ。",
    "rocket": "SpaceXはロケットの打ち上げに成功した。",
    "rain": "梅雨は雨の多い季節である。",
    "raise": "xAIは資金調達で投資家から100億ドルを集めた。",
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridRetriever]:
    home: Path = tmp_path_factory.mktemp("home")
    settings = Settings.read(home=home, embed_model="builtin")
    analyser = Analyser()
    embedding = StaticWordEmbedding(analyser=analyser)
    vectors = VectorStore(settings, home, embedding)
    words = [analyser.words(text) for text in PASSAGES.values()]
    vectors.add(list(PASSAGES), embedding.embed_words(words))
    index = WordIndex.build(PASSAGES, [passage_frequencies(passage) for passage in words])

    def fetch(ids: list[str]) -> list[TextNode]:
        return [TextNode(id_=id, text=PASSAGES[id]) for id in reversed(ids)]  # any order must do

    yield HybridRetriever(index, vectors, embedding, analyser, fetch, Vocabulary.read())
    vectors.close()


def word_scores(retriever: HybridRetriever, query: str) -> NDArray[np.float32]:
    words = dict.fromkeys(retriever.analyser.words(query), 1.0)
    return retriever._word_scores(retriever.word_index, query, words)


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


def test_a_synonym_counts_less_than_the_word_itself(retriever: HybridRetriever) -> None:
    place = retriever.word_index.places["loss"]
    own, other = (word_scores(retriever, query)[place] for query in ("純損失", "最終赤字"))
    assert own > other > 0


def test_a_term_is_not_counted_twice(retriever: HybridRetriever) -> None:
    """Two synonyms in one question score as the words themselves, with nothing on top."""
    index = retriever.word_index
    words = dict.fromkeys(retriever.analyser.words("純損失 最終赤字"), 1.0)
    scores = word_scores(retriever, "純損失 最終赤字")
    assert scores == pytest.approx(index.score(words))


def test_meaning_finds_what_shares_no_word(retriever: HybridRetriever) -> None:
    assert best(retriever, "降水") == "rain"
    assert not retriever.word_index.score({"降水": 1.0}).any()


def test_scores_stay_on_one_scale_when_synonyms_carry_the_question(retriever: HybridRetriever) -> None:
    """xai stands in many passages and is worth little; cash is found as 現金 alone."""
    for query in ("cash of xAI", "xAIの現金", "cash"):
        assert 0.5 < retriever.ranking(query, 1)[0][1] < K1 + 1 + DENSE_WEIGHT


def test_nothing_to_search_for_finds_nothing(retriever: HybridRetriever) -> None:
    assert retriever.ranking("…", 5) == []
    assert retriever.retrieve("、。") == []


def test_idf_is_that_of_the_library(retriever: HybridRetriever) -> None:
    assert retriever.idf("梅雨") > retriever.idf("xai")
    assert retriever.idf("never-seen") > retriever.idf("梅雨")
