"""The ranker is built from data: what is varied keeps its answers, what is asked has one, and training helps."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hand_made import ANALYSER, column_names
from safetensors import safe_open

from eval import build_ranker
from eval.build_ranker import CANDIDATES, MemoryVectors, describe, retriever_over, tensors_of, train
from eval.ranker_data import Asked, Generator, Row, _cut, generated, vary
from index.embed import BUILTIN
from index.features import VERSION
from index.ranker import FILE, Ranker

PLACES = {"甲社": "東京", "乙社": "大阪", "丙社": "京都", "丁社": "札幌", "戊社": "福岡"}
GOODS = ["半導体", "自動車", "ロケット", "医薬品"]


def _text(firm: str, place: str, goods: str, number: int) -> str:
    return (
        f"{firm}は{place}の工場で{goods}を生産している。"
        f"{goods}の売上高は{number}億円に増えた。"
        f"{place}の社員は{number * 3}人で、新しい設備に投資する計画がある。"
        f"社長は{goods}の価格が下がると予想した。"
    )


CORPUS = [
    {"_id": f"{firm}-{goods}", "title": firm, "text": _text(firm, place, goods, 100 + 10 * n + m)}
    for n, (firm, place) in enumerate(PLACES.items())
    for m, goods in enumerate(GOODS)
]
QUESTIONS = [
    {
        "_id": f"q{n}",
        "text": f"{row['title']}の{goods}の売上高は何億円?",
        "row": row["_id"],
        "answers": answers,
    }
    for n, row in enumerate(CORPUS)
    for goods in [row["_id"].partition("-")[2]]
    for answers in [re.findall(r"\d+億円", row["text"])]
]
NEWS = [{"title": "天気", "text": f"{n}日は雨が降った。傘が売れた。"} for n in range(5)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as that of the real data."""
    folder = tmp_path_factory.mktemp("data")

    def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)

    retrieval = folder / "ja-retrieval"
    unasked = {"_id": "unasked", "title": "己社", "text": "己社には問いがない。"}
    write(retrieval / "corpus.jsonl.gz", [*CORPUS, unasked])
    write(retrieval / "queries.jaquad_train.jsonl.gz", QUESTIONS)
    write(folder / "wikinews.jsonl.gz", NEWS)
    (retrieval / "qrels").mkdir()
    gold = [f"{one['_id']}\t{one['row']}\t1" for one in QUESTIONS]
    (retrieval / "qrels" / "jaquad_train.tsv").write_text(
        "\n".join(["query-id\tcorpus-id\tscore", *gold, ""])
    )
    return folder


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [_cut(row) for row in CORPUS]


ASKED = [Asked(one["text"], one["row"], tuple(one["answers"])) for one in QUESTIONS]


class TestVary:
    @pytest.fixture(params=range(5))
    def varied(self, request: pytest.FixtureRequest, rows: list[Row]) -> tuple[list[Row], list[Asked]]:
        return vary(rows, ASKED, random.Random(request.param))

    def test_every_question_kept_has_its_answer(self, varied: tuple[list[Row], list[Asked]]) -> None:
        texts = {row.id: row.text for row in varied[0]}
        assert varied[1]
        assert all(any(answer in texts[one.row] for answer in one.answers) for one in varied[1])

    def test_passages_are_exact_pieces_of_their_article(self, varied: tuple[list[Row], list[Asked]]) -> None:
        texts = {row["_id"]: row["text"] for row in CORPUS}
        for row in varied[0]:
            for passage in (one.passage for one in row.passages):
                assert texts[row.id][passage.start : passage.end] == passage.text
                assert (
                    passage.sentences[0].start == passage.start and passage.sentences[-1].end == passage.end
                )

    def test_articles_are_thinned_and_passages_cropped(self, rows: list[Row]) -> None:
        before = {row.id: row.text for row in rows}
        found = [vary(rows, ASKED, random.Random(seed))[0] for seed in range(8)]
        assert min(map(len, found)) < len(rows)
        kept = [row for varied in found for row in varied]
        cropped = sum(row.text != before[row.id] for row in kept)
        assert 0 < cropped < len(kept)

    def test_a_passage_is_cropped_around_an_answer_of_it(self, rows: list[Row]) -> None:
        """All rows fit one passage, so that none loses the sentence it was cropped around."""
        varied, questions = vary(rows, ASKED, random.Random(1))
        assert {one.row for one in questions} == {row.id for row in varied}

    def test_the_same_seed_varies_alike(self, rows: list[Row]) -> None:
        assert vary(rows, ASKED, random.Random(3)) == vary(rows, ASKED, random.Random(3))


class TestGenerator:
    @pytest.fixture
    def generator(self, rows: list[Row]) -> Generator:
        return Generator(rows, ANALYSER, lambda word: 1.0 + len(word), random.Random(0))

    def test_as_many_questions_come_as_were_asked_for(self, generator: Generator, rows: list[Row]) -> None:
        found = list(generated(generator, rows, ASKED, (7, 11, 3), random.Random(1)))
        assert len(found) == 21
        assert sum(bool(one.answers) for one in found) == 10  # a blind question names no answer
        assert sum(one.foreign for one in found) == 3
        assert {one.row for one in found} <= {row.id for row in rows}
        assert all(ANALYSER.words(one.text) for one in found)

    def test_a_reduced_question_keeps_some_of_its_words(self, generator: Generator) -> None:
        words = {*ANALYSER.words(ASKED[0].text)}
        found = [generator.reduced(ASKED[0]) for _ in range(20)]
        assert all(one and one.row == ASKED[0].row and one.answers == ASKED[0].answers for one in found)
        assert len({one.text for one in found if one}) > 5
        assert all(words & {*ANALYSER.words(one.text)} for one in found if one and len(one.text) > 9)

    def test_a_question_without_words_is_left_out(self, generator: Generator) -> None:
        assert generator.reduced(Asked("…?", ASKED[0].row)) is None

    def test_a_sentence_of_few_words_is_not_asked_about(self, generator: Generator) -> None:
        assert generator.blind(_cut({"_id": "x", "title": "題", "text": "雨。"})) is None


def test_few_words_have_neighbours_too(rows: list[Row]) -> None:
    few = [_cut({"_id": "x", "title": "題", "text": "損失と赤字。"})]
    assert Generator(few, ANALYSER, len, random.Random(0)).blind(few[0]) is None


class TestMemoryVectors:
    def test_it_answers_as_the_store_does(self) -> None:
        vectors = MemoryVectors(["a", "b", "c"], np.array([[1, 0], [0.6, 0.8], [0, 1]], dtype=np.float32))
        found = vectors.query(np.array([1, 0], dtype=np.float32), 2)
        assert [id for id, _ in found] == ["a", "b"] and found[1][1] == pytest.approx(0.6)
        assert vectors.query(np.zeros(2, dtype=np.float32), 2) == []
        assert vectors.cosines(np.array([0, 1], dtype=np.float32), ["c", "b"]) == pytest.approx(
            {"c": 1, "b": 0.8}
        )


@pytest.fixture
def described(rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Asked], Any]]:
    """`describe` over all rows."""
    monkeypatch.setattr(build_ranker, "_retriever", retriever_over(rows, ANALYSER), raising=False)
    monkeypatch.setattr(
        build_ranker, "_row_of", [row.id for row in rows for _ in row.passages], raising=False
    )
    texts = [one.passage.text for row in rows for one in row.passages]
    monkeypatch.setattr(build_ranker, "_texts", texts, raising=False)
    yield describe


class TestDescribe:
    def test_the_right_passage_is_labelled(self, described: Callable[[Asked], Any], rows: list[Row]) -> None:
        for asked in ASKED:
            example, names = described(asked)
            assert tuple(names) == column_names()
            assert example.right.sum() == 1
            assert example.columns.shape == (len(example.right), len(names))
            assert len(example.right) <= CANDIDATES
            # Nothing covers the question better than the passage it was asked of.
            covered = example.columns[:, names.index("passage_exact")]
            assert covered[example.right] == covered.max()

    def test_of_a_row_of_several_passages_the_one_with_the_answer_is_right(
        self, described: Callable[[Asked], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one, other = ASKED[0], ASKED[1]  # of the same firm; let both rows be one
        same = {one.row: "both", other.row: "both"}
        monkeypatch.setattr(build_ranker, "_row_of", [same.get(id, id) for id in build_ranker._row_of])
        answered, _ = described(Asked(one.text, "both", one.answers))
        assert answered.right.sum() == 1
        blind, _ = described(Asked(one.text, "both"))
        assert blind.right.sum() == 2

    def test_what_is_not_found_gives_no_example(self, described: Callable[[Asked], Any]) -> None:
        assert described(Asked("売上高は?", "no such row")) == (None, [])
        assert described(Asked("…", ASKED[0].row)) == (None, [])


def test_padding_is_masked(described: Callable[[Asked], Any]) -> None:
    examples = [described(asked)[0] for asked in ASKED[:3]]
    tensors = tensors_of(examples)
    for row, one in enumerate(examples):
        assert tensors["there"][row].sum() == len(one.right)
        assert tensors["asked"][row].sum() == len(one.kinds)
        assert not tensors["right"][row, len(one.right) :].any()


def test_training_puts_the_right_passages_first(
    described: Callable[[Asked], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    examples = [described(asked)[0] for asked in ASKED]
    tensors = tensors_of(examples)
    member = train(tensors, seed=1, epochs=10)
    losses = [float(found) for found in re.findall(r"loss ([\d.]+)", capsys.readouterr().out)]
    assert len(losses) == 10 and losses[-1] < losses[0] / 2
    ranker = Ranker([member])
    first = [
        one.right[ranker.scores(one.columns, one.meetings, one.kinds, one.vectors).argmax()]
        for one in examples
    ]
    assert np.mean(first) > 0.8  # one in twenty by chance


def test_the_same_seed_trains_alike(described: Callable[[Asked], Any]) -> None:
    tensors = tensors_of([described(asked)[0] for asked in ASKED])
    one, same, other = (train(tensors, seed, epochs=1) for seed in (1, 1, 2))
    assert all(np.allclose(array, same[name], atol=1e-6) for name, array in one.items())
    assert not np.allclose(one["join.weight"], other["join.weight"])


def test_the_whole_build(data: Path, tmp_path: Path) -> None:
    """In a process of its own, as it starts others; with fewer questions and networks."""
    out = tmp_path / "ranker"
    program = (
        "import eval.build_ranker as build\n"
        "build.REDUCED, build.BLIND, build.FOREIGN, build.UNSEEN = 5, 5, 5, 1\nbuild.main()"
    )
    command = [sys.executable, "-c", program, "--data", str(data), "--out", str(out), "--variants", "1"]
    command += ["--embedding", str(BUILTIN)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}  # networks this small gain nothing by more
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr
    assert "variant 1:" in done.stdout and "epoch 1/5: loss" in done.stdout
    with safe_open(out / FILE, framework="numpy") as file:
        told = file.metadata()
    assert told["features"] == VERSION
    assert tuple(json.loads(told["columns"])) == column_names()
    assert len(Ranker.load(out)._members) == 2
