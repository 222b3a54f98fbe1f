from pathlib import Path

import numpy as np
import pytest

from index.embed import Embedding
from index.errors import IndexMismatch, SettingsError
from index.settings import Settings
from index.vectors import BATCH, VectorStore


class Axes(Embedding):
    """An embedding of three axes under a name of its own."""

    name: str = "axes"

    @property
    def dimension(self) -> int:
        return 3

    @property
    def fingerprint(self) -> str:
        return self.name

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(axis in text) for axis in "xyz"]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.read(home=tmp_path)


@pytest.fixture
def store(settings: Settings) -> VectorStore:
    store = VectorStore(settings, settings.home, Axes())
    store.add(["east", "north", "both"], [[2, 0, 0], [0, 1, 0], [1, 1, 0]])
    return store


def test_nearest_come_first_with_their_cosine(store: VectorStore) -> None:
    found = store.query([3, 0, 0], 3)
    assert [id for id, _ in found] == ["east", "both", "north"]
    assert [cosine for _, cosine in found] == pytest.approx([1, 0.5**0.5, 0], abs=1e-5)
    assert [id for id, _ in store.query([3, 0, 0], 1)] == ["east"]


def test_cosines_of_given_ids_leave_out_unknown_ones(store: VectorStore) -> None:
    assert store.cosines([1, 0, 0], ["both", "unknown", "east"]) == pytest.approx(
        {"both": 0.5**0.5, "east": 1}
    )
    assert store.cosines([1, 0, 0], []) == {}


def test_a_zero_vector_and_an_empty_store_find_nothing(settings: Settings, store: VectorStore) -> None:
    assert store.query([0, 0, 0], 3) == []
    assert store.cosines([0, 0, 0], ["east"]) == {}
    store.reset()
    assert store.count() == 0
    assert store.query([1, 0, 0], 3) == []


def test_add_replaces_and_remove_forgets(store: VectorStore) -> None:
    store.add(["north"], [[0, 0, 1]])
    assert store.query([0, 0, 1], 1)[0] == ("north", pytest.approx(1))
    store.remove(["north", "unknown"])
    assert store.ids() == {"east", "both"}


def test_more_than_one_batch_is_stored(store: VectorStore) -> None:
    count = BATCH + 10
    rows = np.random.default_rng(0).normal(size=(count, 3))
    store.add([f"p{number}" for number in range(count)], rows)
    assert store.count() == count + 3
    store.remove([f"p{number}" for number in range(count)])
    assert store.count() == 3


def test_another_embedding_is_refused_until_reset(settings: Settings, store: VectorStore) -> None:
    store.close()
    other = VectorStore(settings, settings.home, Axes(name="other"))
    assert not other.matches
    with pytest.raises(IndexMismatch, match=r"axes.*other.*rebuild"):
        other.query([1, 0, 0], 1)
    with pytest.raises(IndexMismatch):
        other.add(["x"], [[1, 0, 0]])
    other.reset()
    assert other.matches
    assert other.ids() == set()


def test_vectors_outlive_the_store_object(settings: Settings, store: VectorStore) -> None:
    store.close()
    assert VectorStore(settings, settings.home, Axes()).ids() == {"east", "north", "both"}


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", "http://127.0.0.1:9"])
def test_a_server_that_cannot_be_used_is_a_settings_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError, match=r"Chroma|KASSORO_CHROMA_URL"):
        VectorStore(Settings.read(home=tmp_path, chroma_url=url), tmp_path, Axes())
