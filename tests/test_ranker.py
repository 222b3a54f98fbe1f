"""The network as NumPy reads it, against the one that was trained; and the weights that ship."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hand_made import column_names, ranker_of

from eval import build_ranker
from index.errors import SettingsError
from index.ranker import FILE, FOLDER, Ranker

CANDIDATES, WORDS = 7, 3


def examples(count: int, columns: int, seed: int = 3) -> list[build_ranker.Example]:
    """Candidates by chance, of which the right one stands out in the first column and in how words are met."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        right = np.zeros(CANDIDATES, dtype=bool)
        right[random.integers(CANDIDATES)] = True
        values = random.normal(size=(CANDIDATES, columns))
        values[right, 0] += 2
        meetings = random.random((CANDIDATES, WORDS, 10))
        meetings[right] += 0.5
        made.append(
            build_ranker.Example(
                values.astype(np.float16),
                meetings.astype(np.float16),
                random.random((WORDS, 14)).astype(np.float16),
                random.normal(size=(WORDS, 8)).astype(np.float16),
                right,
            )
        )
    return made


@pytest.fixture(scope="module")
def trained() -> dict[str, np.ndarray]:
    return build_ranker.train(build_ranker.tensors_of(examples(640, 5)), seed=1, epochs=3)


def scores(ranker: Ranker, one: build_ranker.Example) -> np.ndarray:
    return ranker.scores(
        *(part.astype(np.float32) for part in (one.columns, one.meetings, one.kinds, one.vectors))
    )


def test_what_numpy_reads_is_what_torch_trained(trained: dict[str, np.ndarray]) -> None:
    import torch

    one = examples(1, 5, seed=9)[0]
    tensors = build_ranker.tensors_of([one])
    net = build_ranker._network(tensors)
    named = {f"{name}.weight" if name == "vector" else name: array for name, array in trained.items()}
    net.load_state_dict(
        {name: torch.from_numpy(array) for name, array in named.items() if name not in ("mean", "deviation")}
    )
    columns = (tensors["columns"].float() - torch.from_numpy(trained["mean"])) / torch.from_numpy(
        trained["deviation"]
    )
    expected = build_ranker._scores(net, columns.clamp(-6, 6), tensors, dropout=0.0)[0, :CANDIDATES]
    assert scores(Ranker([trained]), one) == pytest.approx(expected.detach().numpy(), abs=1e-4)


def test_training_puts_the_right_passage_first(trained: dict[str, np.ndarray]) -> None:
    unseen = examples(200, 5, seed=11)
    ranker = Ranker([trained])
    first = np.mean([one.right[scores(ranker, one).argmax()] for one in unseen])
    assert first > 0.7  # one in seven by chance


def test_members_are_averaged(trained: dict[str, np.ndarray]) -> None:
    one = examples(1, 5, seed=5)[0]
    other = {name: array * 0.5 for name, array in trained.items()}
    both = scores(Ranker([trained, other]), one)
    each = [scores(Ranker([member]), one) for member in (trained, other)]
    assert both == pytest.approx(np.mean(each, axis=0), abs=1e-5)


def test_a_ranker_for_other_features_is_refused_in_a_sentence(
    tmp_path: Path, trained: dict[str, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_ranker.write_folder(tmp_path, [trained], ["a", "b"])
    assert Ranker.load(tmp_path)
    monkeypatch.setattr("index.ranker.VERSION", "features-0")
    with pytest.raises(SettingsError, match=r"made for features-1, this program has features-0.*reinstall"):
        Ranker.load(tmp_path)


def test_a_broken_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no weights")
    with pytest.raises(SettingsError, match="holds no ranker"):
        Ranker.load(tmp_path)


def test_the_shipped_ranker_reads_the_columns_there_are() -> None:
    from safetensors import safe_open

    assert Ranker.load()
    with safe_open(FOLDER / FILE, framework="numpy") as file:
        assert tuple(json.loads(file.metadata()["columns"])) == column_names()
    assert (FOLDER / FILE).stat().st_size < 25e6
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(part in card for part in ("CC BY-SA 3.0", "eval.build_ranker", "R@1", "features-1"))


def test_cosines_of_another_model_are_brought_to_the_usual_scale() -> None:
    ranker = Ranker.load()
    high = np.array([0.91, 0.88, 0.86, 0.85], dtype=np.float32)
    usual = ranker.as_usual("cosine", high)
    assert list(np.argsort(-usual)) == [0, 1, 2, 3]
    assert usual.mean() < 0.6 < high.mean()
    assert ranker_of().as_usual("cosine", high) is high
