"""The benchmark measures what it says: its page comes from what is kept, its copies differ, its peers run."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from eval.bench import fusion, page, peers, plots, quality, results, scale, scale_corpus, sets
from eval.bench.__main__ import DOCS, main
from eval.retrieval import take_in
from index.article import Document
from index.passages import split_passages

DOCUMENTS = [
    Document("資金調達", "xAIは80億ドルを調達した。投資家が応じた。", "d0"),
    Document("梅雨", "東京都の梅雨は6月に始まる。雨の多い時期である。", "d1"),
    Document("Rockets", "SpaceX launched a rocket on Monday.", "d2"),
    Document("寺", "京都の寺は古い。ヤマトタケルの像がある。", "d3"),
]
ASKED = sets.QuestionSet(
    "tiny",
    [("q0", "xAIはいくら調達したか？"), ("q1", "Who launched the rocket?"), ("q2", "梅雨はいつ？")],
    {"q0": {"d0": 1.0}, "q1": {"d2": 1.0}, "q2": {"d1": 1.0}},
)
CORPUS = sets.Corpus("tiny", DOCUMENTS, [ASKED])


def row(method: str, at_1: float) -> dict[str, Any]:
    shares = {"R@1": at_1, "R@5": 0.9, "R@10": 0.95, "MRR@10": 0.8, "nDCG@10": 0.85}
    return {"method": method, "set": "jsquad_valid", "questions": 3, "passages": 4, "metrics": shares,
            "ms": {"p50": 9.0, "p95": 16.4}}  # fmt: skip


@pytest.fixture
def kept() -> dict[str, Any]:
    """Parts as they are kept, small and made up."""
    cost = {
        "size": 100_000, "documents": 9, "added": 9, "passages": 100_002, "build_s": 600.0, "passages_per_s": 166.7,
        "build_memory": 9e8, "questions": 200, "ready_s": 1.5, "first_ms": 80.0, "p50_ms": 70.4, "p95_ms": 90.0,
        "memory": 1.1e9, "imports_memory": 1.3e8, "disk": 5e8, "add_one_s": 2.0, "characters_given": 139,
        "characters_cut": 139, "grow_memory": 9e8, "goals": scale.GOALS,
    }  # fmt: skip
    rows = {
        "waits": [{"wait": "cold", "seconds": 3.1, "goal": 5.0}, {"wait": "first", "seconds": 3.8}],
        "quality": [row("kassoro", 0.889), row("kassoro-words", 0.88)],
        "peers": [row("bigrams-bm25", 0.9)],
        "scale": [cost | {"size": 1_000, "p50_ms": 6.0}, cost],
    }
    machine = {"cores": 2, "memory_gib": 16, "system": "Linux x86_64", "python": "3.11.9"}
    facts = {"date": "2025-07-01", "machine": machine, "versions": {"kassoro": "0.1.0", "numpy": "2.4.6"}}
    return {part: facts | {"part": part, "rows": listed} for part, listed in rows.items()}


def test_the_page_in_the_docs_is_what_the_kept_figures_give() -> None:
    written = (DOCS / page.NAME).read_text(encoding="utf-8")
    assert written == page.markdown(results.read(results.FOLDER)), "run 'python -m eval.bench --only page'"


def test_the_plots_of_the_docs_are_there_and_small() -> None:
    for line in (DOCS / page.NAME).read_text(encoding="utf-8").splitlines():
        if line.startswith("!["):
            plot = DOCS / line.split("](")[1].rstrip(")")
            assert plot.stat().st_size < 200_000


def test_what_is_kept_names_no_place_and_no_machine() -> None:
    for path in [*results.FOLDER.glob("*.json"), DOCS / page.NAME]:
        text = path.read_text(encoding="utf-8")
        assert not any(f'"{name}' in text or f" {name}/" in text for name in ("/home", "/work", "/tmp"))


def test_the_page_shows_the_best_in_bold_and_says_what_is_weak(kept: dict[str, Any]) -> None:
    text = page.markdown(kept)
    assert "| **Kassoro** | .889 | **.900** |" in text
    assert "| BM25 over character bigrams (bm25s) | **.900** |" in text
    assert (
        "On JSQuAD valid, BM25 over character bigrams (bm25s) puts the right passage first more often" in text
    )
    assert page.missed_goals(kept) == [
        "Goal missed at 100,000 passages: a warm question, median 70 ms, goal 60 ms."
    ]
    assert text == page.markdown(json.loads(json.dumps(kept)))


def test_a_part_never_measured_is_told(kept: dict[str, Any]) -> None:
    assert page.markdown({}).count("Not measured yet") == 3
    assert "--only scale" in page.markdown({part: kept[part] for part in ("waits", "quality")})


@pytest.mark.skipif(not plots.available(), reason="matplotlib is not installed")
def test_plots_are_the_same_bytes_each_time(kept: dict[str, Any], tmp_path: Path) -> None:
    first = [path.read_bytes() for path in plots.write(kept, tmp_path)]
    assert len(first) == 2
    assert first == [path.read_bytes() for path in plots.write(kept, tmp_path)]
    assert not any(b"<dc:date>" in plot for plot in first)


def test_kept_rows_are_read_back_rounded(tmp_path: Path) -> None:
    results.write(tmp_path, "quality", [row("kassoro", 0.123456)])
    read = results.read(tmp_path)["quality"]
    assert read["rows"][0]["metrics"]["R@1"] == 0.1235
    assert read["machine"].keys() == {"cores", "memory_gib", "system", "python"}


def test_a_size_measured_anew_leaves_the_others() -> None:
    former = [{"size": 1, "p50_ms": 1}, {"size": 10, "p50_ms": 2}]
    assert results.merged(former, [{"size": 10, "p50_ms": 3}], "size") == [
        former[0],
        {"size": 10, "p50_ms": 3},
    ]


def test_processes_give_their_medians_and_the_highest_memory() -> None:
    asks = [{"p50_ms": wait, "memory": memory} for wait, memory in ((5.0, 1), (9.0, 3), (6.0, 2))]
    assert scale.typical(asks) == {"p50_ms": 6.0, "memory": 3}


def test_blind_fusion_adds_reciprocal_ranks() -> None:
    # b: 1/62 + 1/61 beats a: 1/61 + 1/64
    assert fusion.fuse([["a", "b"], ["b", "c", "d", "a"]], depth=3) == ["b", "a", "c"]


def test_copies_are_all_different_and_always_the_same() -> None:
    def first(count: int) -> list[Document]:
        return list(itertools.islice(scale_corpus.repeated(DOCUMENTS), count))

    made = first(200)
    assert len({one.text for one in made}) == len({one.source for one in made}) == 200
    assert {one.source for one in made[:4]} == {one.source for one in DOCUMENTS}
    assert made == first(200)


def test_a_copy_keeps_its_words_and_changes_numbers() -> None:
    document = Document("題", "1月に12億円を集めた。ヤマトが買った。", "d")
    copy = scale_corpus.varied(document, 1, ["キョウワ"], scale_corpus.random.Random(1))
    assert copy.text.startswith("【") and "億円を集めた。" in copy.text and "が買った。" in copy.text
    assert "12億円" not in copy.text


def test_documents_come_until_the_passages_are_enough(analyser) -> None:
    chosen = list(scale_corpus.holding(30, scale_corpus.repeated(DOCUMENTS)))
    cut = [len(split_passages("a", document.text, analyser)) for document in chosen]
    assert sum(cut[:-1]) < 30 <= sum(cut)


def test_the_product_and_its_parts_are_judged_over_a_library(library) -> None:
    ids = take_in(library, DOCUMENTS)
    rows = quality.measure_set(library, ids, CORPUS, ASKED)
    assert [one["method"] for one in rows] == ["kassoro", "kassoro-words", "kassoro-vectors", "kassoro-rrf"]
    assert all(one["questions"] == 3 and one["passages"] == 4 for one in rows)
    assert rows[0]["metrics"]["R@5"] == 1.0


@pytest.mark.skipif(
    bool(peers.missing()), reason=f"{', '.join(peers.missing())} missing: pip install -e '.[bench]'"
)
def test_the_peers_run_over_a_tiny_corpus() -> None:
    rows = {one["method"]: one for one in peers.measure_corpus(CORPUS)}
    assert set(rows) == {*peers.PEERS, "llama-index-rrf"}
    assert rows["bigrams-bm25"]["metrics"]["R@1"] == 1.0
    assert all(one["metrics"]["R@10"] > 0 for one in rows.values())


def test_without_outside_data_a_part_stays_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], kept: dict[str, Any]
) -> None:
    monkeypatch.delenv("KASSORO_TEST_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("eval.bench.__main__.TRIAL", tmp_path)
    results.write(tmp_path / "results", "quality", kept["quality"]["rows"])
    assert main(["--only", "quality", "--limit", "3"]) == 1
    assert "quality: left as it was. It needs outside test data" in capsys.readouterr().err
    assert ".889" in (tmp_path / page.NAME).read_text(encoding="utf-8")


def test_every_method_measured_has_a_name() -> None:
    from eval.bench import names

    assert {
        *peers.PEERS,
        "llama-index-rrf",
        "kassoro",
        "kassoro-words",
        "kassoro-vectors",
        "kassoro-rrf",
    } == set(names.METHODS)
