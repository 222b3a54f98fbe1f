"""A CrossEncoder of the user's choice puts the best passages in its own order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.article import Document
from index.errors import SettingsError
from index.library import Library
from index.rerank import Reranker, open_reranker
from index.search import RERANKED, HybridRetriever
from index.settings import Settings

pytestmark = pytest.mark.usefixtures("without_training")

ARTICLES = [
    Document("甲社", f"# 現金\n甲社の現金は{number}億円に増えた。", f"{number}.md") for number in range(40)
]


class Backwards(Reranker):
    """Prefers what comes later in the ranking it is given, and keeps what it read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        self.read = list(passages)
        return np.arange(len(passages), dtype=np.float32)


def predicted(folder: Path, question: str, passages: Sequence[str]) -> list[float]:
    from sentence_transformers import CrossEncoder

    return CrossEncoder(str(folder), device="cpu").predict([(question, one) for one in passages]).tolist()


def test_scores_are_the_model_s_own(cross_encoder: Path) -> None:
    passages = ["甲社の現金", "rain rain rain", "金は増えた" * 100, ""]
    scores = Reranker(str(cross_encoder)).scores("現金は", passages)
    assert scores.dtype == np.float32
    assert scores == pytest.approx(predicted(cross_encoder, "現金は", passages), abs=1e-5)
    assert len(set(np.round(scores, 4))) > 1


def test_nothing_to_score(cross_encoder: Path) -> None:
    assert Reranker(str(cross_encoder)).scores("現金", []).shape == (0,)


@pytest.mark.parametrize("name", ["", " ", "none"])
def test_no_name_is_no_reranker(name: str) -> None:
    assert open_reranker(Settings.read(reranker=name)) is None


@pytest.mark.parametrize("name", ["nowhere", "/nowhere/at/all", "file", "empty"])
def test_what_cannot_be_loaded_is_a_settings_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no model")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="KASSORO_RERANKER") as caught:
        open_reranker(Settings.read(reranker=name))
    assert repr(name) in str(caught.value) and "\n" not in str(caught.value)


def test_an_embedding_model_is_no_reranker(plain_bert: Path, embedding_model: Path) -> None:
    """The library would give it a head of random numbers."""
    for folder in (plain_bert, embedding_model):
        with pytest.raises(SettingsError, match="no scoring head"):
            Reranker(str(folder))


def test_a_model_of_several_scores_is_no_reranker(make_bert: Callable[..., Path]) -> None:
    with pytest.raises(SettingsError, match="3 scores a pair"):
        Reranker(str(make_bert("BertForSequenceClassification", num_labels=3)))


@pytest.fixture
def retriever(library: Library) -> HybridRetriever:
    list(library.add_many(ARTICLES))
    return library.retriever


def test_the_best_are_put_in_its_order_and_the_scores_stay(retriever: HybridRetriever) -> None:
    plain = retriever.ranking("甲社の現金", 40)
    retriever.reranker = Backwards()
    reranked = retriever.ranking("甲社の現金", 40)
    assert [id for id, _ in reranked[:RERANKED]] == [id for id, _ in reversed(plain[:RERANKED])]
    assert reranked[RERANKED:] == plain[RERANKED:]
    assert [score for _, score in reranked] == [score for _, score in plain]


def test_the_best_of_all_comes_first_however_few_are_asked_for(retriever: HybridRetriever) -> None:
    retriever.reranker = Backwards()
    assert retriever.ranking("甲社の現金", 1) == retriever.ranking("甲社の現金", 40)[:1]


def test_a_passage_is_read_with_its_title_and_heading(retriever: HybridRetriever) -> None:
    retriever.reranker = reranker = Backwards()
    retriever.ranking("甲社の現金", 5)
    assert reranker.read[0].startswith("甲社\n現金\n甲社の現金は")


def test_the_library_uses_the_one_the_settings_name(settings: Settings, cross_encoder: Path) -> None:
    question = "甲社の現金"
    with Library.open(settings.model_copy(update={"reranker": str(cross_encoder)})) as library:
        list(library.add_many(ARTICLES))
        ranking = [id for id, _ in library.retriever.ranking(question, RERANKED)]
        texts = [f"甲社\n現金\n{node.text}" for node in library.nodes(ranking)]
        scores = predicted(cross_encoder, question, texts)
        assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-5)
        assert scores[0] > scores[-1] + 1e-3


def test_a_name_misspelt_is_told_before_anything_is_indexed(settings: Settings) -> None:
    with Library.open(settings.model_copy(update={"reranker": "/nowhere"})) as library:
        with pytest.raises(SettingsError, match="KASSORO_RERANKER"):
            list(library.add_many(ARTICLES))
        assert library.article_count() == 0
