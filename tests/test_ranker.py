"""The network as NumPy reads it: what torch computes on the same weights, and nothing made for other features."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hand_made import KINDS, MEETINGS, column_names, ranker_of
from numpy.typing import NDArray
from safetensors.numpy import save_file

from eval.build_ranker import WORDS, Example, _network, _scores, tensors_of, write_folder
from index.errors import SettingsError
from index.features import VERSION
from index.ranker import CLIP, FILE, FOLDER, Ranker

COLUMNS, DIMENSION = 7, 5
Member = dict[str, NDArray]


def example(candidates: int, words: int, seed: int) -> Example:
    """A question's candidates described at random."""
    chance = np.random.default_rng(seed)

    def rows(*shape: int) -> NDArray:
        return chance.normal(size=shape).astype(np.float16)

    return Example(
        rows(candidates, COLUMNS) * 4,
        rows(candidates, words, MEETINGS),
        rows(words, KINDS),
        rows(words, DIMENSION),
        np.arange(candidates) == 0,
    )


def network(seed: int, examples: list[Example]) -> tuple[object, Member]:
    """torch's network with random weights, and the same weights by the names that the ranker reads."""
    import torch

    torch.manual_seed(seed)
    net = _network(tensors_of(examples))
    weights = {name: tensor.detach().numpy() for name, tensor in net.state_dict().items()}
    member = {("vector" if name == "vector.weight" else name): array for name, array in weights.items()}
    chance = np.random.default_rng(seed)
    member["mean"] = chance.normal(size=COLUMNS).astype(np.float32)
    member["deviation"] = chance.uniform(0.2, 2, size=COLUMNS).astype(np.float32)
    return net, member


def scores_of(ranker: Ranker, one: Example) -> NDArray:
    parts = (one.columns, one.meetings, one.kinds, one.vectors)
    return ranker.scores(*(part.astype(np.float32) for part in parts))


EXAMPLES = [example(6, 4, 1), example(1, 1, 2), example(3, WORDS, 3)]


@pytest.mark.parametrize("seed", [0, 1])
def test_numpy_computes_what_torch_computes(seed: int) -> None:
    """With the padding that torch needs and NumPy does not."""
    import torch

    net, member = network(seed, EXAMPLES)
    batch = tensors_of(EXAMPLES)
    mean, deviation = (torch.from_numpy(member[name]) for name in ("mean", "deviation"))
    columns = ((batch["columns"].float() - mean) / deviation).clamp(-CLIP, CLIP)
    with torch.no_grad():
        expected = _scores(net, columns, batch, dropout=0).numpy()
    for row, one in zip(expected, EXAMPLES, strict=True):
        found = scores_of(Ranker([member]), one)
        assert found.dtype == np.float32
        assert found == pytest.approx(row[: len(one.right)], abs=1e-4)


def test_members_are_averaged() -> None:
    members = [network(seed, EXAMPLES)[1] for seed in (1, 2)]
    one, other = (scores_of(Ranker([member]), EXAMPLES[0]) for member in members)
    assert scores_of(Ranker(members), EXAMPLES[0]) == pytest.approx((one + other) / 2, abs=1e-5)
    assert not np.allclose(one, other)


def test_a_candidate_s_score_does_not_depend_on_the_others() -> None:
    ranker = Ranker([network(1, EXAMPLES)[1]])
    one = EXAMPLES[0]
    few = Example(one.columns[2:4], one.meetings[2:4], one.kinds, one.vectors, one.right[2:4])
    assert scores_of(ranker, few) == pytest.approx(scores_of(ranker, one)[2:4], abs=1e-5)


def test_what_is_far_from_the_mean_counts_as_the_greatest_distance() -> None:
    ranker = ranker_of(dimension=DIMENSION, words=1.0)
    columns = np.zeros((3, len(column_names())), dtype=np.float32)
    columns[:, column_names().index("words")] = [2, 50, -1e30]
    nothing = np.zeros((3, 1, MEETINGS), np.float32), np.zeros((1, KINDS), np.float32)
    assert ranker.scores(columns, *nothing, np.zeros((1, DIMENSION), np.float32)).tolist() == [2, CLIP, -CLIP]


def test_what_was_written_is_read(tmp_path: Path) -> None:
    members = [network(seed, EXAMPLES)[1] for seed in (1, 2)]
    write_folder(tmp_path / "ranker", members, {"features": VERSION, "data": "日本語"})
    loaded = Ranker.load(tmp_path / "ranker")
    assert scores_of(loaded, EXAMPLES[0]) == pytest.approx(scores_of(Ranker(members), EXAMPLES[0]))
    card = json.loads((tmp_path / "ranker" / "card.json").read_text(encoding="utf-8"))
    assert card == {"features": VERSION, "data": "日本語"}


class TestRefused:
    def refusal(self, folder: Path) -> str:
        with pytest.raises(SettingsError, match="reinstall Kassoro") as caught:
            Ranker.load(folder)
        assert "\n" not in str(caught.value) and str(folder) in str(caught.value)
        return str(caught.value)

    @pytest.mark.parametrize(
        ("metadata", "named"),
        [({"features": "features-0"}, "features-0"), ({"other": "x"}, "None"), (None, "None")],
    )
    def test_made_for_other_features(
        self, tmp_path: Path, metadata: dict[str, str] | None, named: str
    ) -> None:
        save_file({"0.mean": np.zeros(1, dtype=np.float32)}, tmp_path / FILE, metadata)
        message = self.refusal(tmp_path)
        assert f"made for {named}, this program has {VERSION}" in message

    @pytest.mark.parametrize("content", [None, b"", b"no weights" * 20])
    def test_a_missing_or_broken_file(self, tmp_path: Path, content: bytes | None) -> None:
        if content is not None:
            (tmp_path / FILE).write_bytes(content)
        self.refusal(tmp_path)

    def test_a_file_cut_off(self, tmp_path: Path) -> None:
        write_folder(tmp_path, [network(1, EXAMPLES)[1]], {})
        path = tmp_path / FILE
        path.write_bytes(path.read_bytes()[:-8])
        self.refusal(tmp_path)

    def test_a_file_without_members(self, tmp_path: Path) -> None:
        """It would give no number for any passage."""
        save_file({}, tmp_path / FILE, {"features": VERSION})
        assert "no weights" in self.refusal(tmp_path)


class TestShipped:
    """The weights that come with the program."""

    def test_it_loads_and_knows_the_columns_there_are(self) -> None:
        ranker = Ranker.load()
        columns = np.zeros((2, len(column_names())), dtype=np.float32)
        words = np.zeros((2, 3, MEETINGS), np.float32), np.zeros((3, KINDS), np.float32)
        scores = ranker.scores(columns, *words, np.zeros((3, 256), np.float32))
        assert scores.shape == (2,) and np.isfinite(scores).all()

    def test_it_is_small(self) -> None:
        assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 25_000_000

    def test_its_card_says_what_it_was_made_of_and_how_well_it_does(self) -> None:
        card = json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))
        assert card["features"] == VERSION
        assert tuple(card["columns"]) == column_names()
        for key in ("data", "licence", "script", "scores"):
            assert card[key], key
        assert "eval.build_ranker" in card["script"] or "eval/build_ranker" in card["script"]
