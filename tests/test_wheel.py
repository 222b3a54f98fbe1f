"""The wheel holds our packages and their data, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (wheel,) = folder.glob("*.whl")
    return zipfile.ZipFile(wheel).namelist()


def test_top_level_names_are_ours(names):
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"index", "rag", "ui", "eval", "seeds"}


@pytest.mark.parametrize(
    "piece",
    [
        "index/vocabulary.toml",
        "index/glossary.toml",
        "index/models/builtin/model.safetensors",
        "index/models/ranker/ranker.safetensors",
        "rag/reader/weights/model.safetensors",
        "rag/reader/weights/alphabet.json",
        "ui/assets/kassoro.css",
        "eval/cases/seeds.jsonl",
        "eval/cases/crosslingual/corpus.jsonl",
        "eval/cases/crosslingual/qrels/crosslingual.tsv",
    ],
)
def test_data_travels_with_the_code(names, piece):
    assert piece in names
    assert sum(name.startswith("seeds/") and name.endswith(".md") for name in names) == 2
