"""The evaluation judges right: each scorer passes what is right and catches the slip it is there for."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eval import runner, scorers
from eval.grounding import numbers_from_nowhere
from eval.outcome import Outcome, Score
from eval.report import page, plot, verdict
from eval.runner import answer_metrics, run
from eval.suites import TYPES, Case, Expected, ExpectedCalculation, read_beir, read_cases
from index import readers
from index.article import Article
from index.errors import EvaluationError, UnknownArticle
from index.settings import SHIPPED_SEEDS, Settings
from rag.answer import Answer, Calculation, CalculationInput, CalculationResult, Citation

TEXT = "xAIの現金は2025年7月に約80億ドルだった。xAIは毎月最大10億ドルを使う。"
FIRST = TEXT.index("。") + 1
ARTICLE = Article("a1", "題", "memo.md", None, "ja", None, TEXT, "hash")


def article(id: str) -> Article:
    if id != ARTICLE.id:
        raise UnknownArticle(id)
    return ARTICLE


def cited(marker: int, start: int, end: int) -> Citation:
    return Citation(marker, "a1", "題", "memo.md", None, TEXT[start:end], start, end)


RUNWAY = Calculation(
    "ランウェイ（月） = 現金 ÷ 月間支出",
    "8000000000 / 1000000000",
    (
        CalculationInput("cash", "8000000000", "USD", "2025-07", 1),
        CalculationInput("burn", "1000000000", "USD/month", None, 2),
    ),
    CalculationResult("8", "month"),
    "2026-03",
)
ANSWER = Answer(
    "xAIの資金は何か月もつ？",
    "answered",
    "ja",
    "約8か月もち、2026年3月に尽きる計算です。 [1][2]\n\n「約80億ドル」 [1]",
    (cited(1, 0, FIRST), cited(2, FIRST, len(TEXT))),
    RUNWAY,
)
CASE = Case(
    "runway",
    "runway",
    "xAIの資金は何か月もつ？",
    Expected(
        ("answered",),
        (("8か月",), ("2026年3月", "2026-03")),
        ("80億ドル",),
        ExpectedCalculation("8", ("month",), "2026-03"),
    ),
)
ABSENT = Case("absent", "absent", "xAIの従業員数は？", Expected(("not_found",), no_calculation=True))


def values(case: Case, answer: Answer) -> dict[str, float | None]:
    return {name: score.value for name, score in scorers.score_all(case, answer, article).items()}


def test_a_right_answer_has_every_score() -> None:
    assert values(CASE, ANSWER) == dict.fromkeys(
        ("answer", "exactness", "support", "grounding", "abstention", "calculation", "form"), 1
    )


def test_a_wording_matches_across_widths_spaces_and_separators() -> None:
    assert scorers.folded("１４億 6,000万ドル") == scorers.folded("14億6000万ドル")


@pytest.mark.parametrize(
    ("change", "fallen"),
    [
        ({"answer": "約9か月もち、2026年3月に尽きる計算です。 [1][2]"}, {"answer", "grounding", "abstention"}),
        ({"answer": "約8か月もち、2026年3月に尽きる計算です。 [1]"}, {"form"}),
        ({"citations": (cited(1, 0, FIRST - 1), cited(2, FIRST, len(TEXT)))}, set()),
        ({"citations": (replace(cited(1, 0, FIRST), start=1), cited(2, FIRST, len(TEXT)))}, {"exactness"}),
        ({"citations": (replace(cited(1, 0, FIRST), title="別"), cited(2, FIRST, len(TEXT)))}, {"exactness"}),
        ({"citations": (replace(cited(1, 0, FIRST), article_id="b"), cited(2, FIRST, len(TEXT)))}, {"exactness"}),
        ({"citations": (cited(1, FIRST, len(TEXT)), cited(2, FIRST, len(TEXT)))}, {"support"}),
        ({"calculation": replace(RUNWAY, cash_out="2026-04")}, {"calculation", "grounding"}),
        ({"calculation": replace(RUNWAY, result=CalculationResult("8", "percent"))}, {"calculation", "grounding"}),
        ({"calculation": replace(RUNWAY, result=CalculationResult("8.1", "month"))}, {"calculation", "grounding"}),
        ({"calculation": replace(RUNWAY, inputs=(replace(RUNWAY.inputs[0], marker=7),))}, {"calculation"}),
        ({"answer": "8か月 2026年3月" + "長" * 200 + " [1][2]"}, {"form"}),
    ],
)  # fmt: skip
def test_each_slip_is_caught_by_its_scorer(change: dict[str, Any], fallen: set[str]) -> None:
    scores = values(CASE, replace(ANSWER, **change))
    assert {name for name, value in scores.items() if value != 1} == fallen


@pytest.mark.parametrize(
    ("status", "case", "score"),
    [("not_found", ABSENT, 1), ("answered", ABSENT, -1), ("clarify", ABSENT, 0), ("not_found", CASE, 0), ("error", CASE, 0)],
)  # fmt: skip
def test_silence_is_worth_more_than_a_guess(status: Any, case: Case, score: int) -> None:
    answer = Answer(case.question, status, "ja", "分かりません。")
    assert scorers.score_abstention(case, answer).value == score


def test_a_question_back_must_hold_no_figure() -> None:
    asked = replace(CASE, question="現金80億ドルなら？", expected=Expected(("clarify",)))
    back = Answer(asked.question, "clarify", "ja", "支出は月あたりですか。")
    assert scorers.score_answer(asked, back).value == 1
    assert scorers.score_answer(asked, replace(back, answer="月10億ドルですか。")).value == 0
    assert scorers.score_answer(asked, replace(back, answer="80億ドルは現金ですか。")).value == 1


def test_a_scorer_that_breaks_leaves_a_case_unscored_not_wrong() -> None:
    def broken(id: str) -> Article:
        raise RuntimeError("disk gone")

    score = scorers.score_all(CASE, ANSWER, broken)["exactness"]
    assert (score.value, score.failed) == (None, True)
    assert "disk gone" in score.note


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        ("現金は80億ドルです。", []),
        ("Cash is $8 billion.", []),
        ("現金は80億円です。", ["80億円"]),
        ("現金は81億ドルです。", ["81億ドル"]),
        ("2025年7月の現金です。 [1]", []),
        ("2024年の現金です。", ["2024"]),
        ("2026年3月まで、8.0か月です。", []),
        ("9か月です。", ["9か月"]),
        ("1. 現金は80億ドルです。", []),
        ("支出は年10億ドルです。", ["10億ドル"]),
    ],
)
def test_numbers_from_nowhere_are_named(text: str, stray: list[str]) -> None:
    assert numbers_from_nowhere(replace(ANSWER, answer=text), []) == stray


def test_numbers_of_the_asker_are_grounded() -> None:
    bare = Answer("q", "not_found", "ja", "7億ドルについての記述はありません。")
    assert numbers_from_nowhere(bare, ["7億ドルの話は？"]) == []
    assert numbers_from_nowhere(bare, []) == ["7億ドル"]


def test_the_shipped_cases_cover_every_type() -> None:
    cases = read_cases()
    counts = Counter(case.type for case in cases)
    assert len(cases) >= 70
    assert set(counts) == set(TYPES)
    assert min(counts.values()) >= 10
    assert all(case.history for case in cases if case.type == "follow_up")


def test_every_gold_quote_stands_in_a_shipped_article() -> None:
    texts = [scorers.folded(readers.read(path).text) for path in SHIPPED_SEEDS.glob("*.md")]
    loose = [
        (case.id, gold)
        for case in read_cases()
        for gold in case.expected.quotes
        if not any(scorers.folded(gold) in text for text in texts)
    ]
    assert loose == []


def test_a_run_over_the_shipped_articles(tmp_path: Path, home: Path) -> None:
    """The first cases through the real assistant: numbers, both files, and nobody's home touched."""
    result = run("seeds", report=tmp_path / "report", limit=3, settings=Settings.read())
    assert (result["suite"], result["split"], result["n"]) == ("seeds", "", 3)
    assert result["metrics"]["exactness"] == result["metrics"]["grounding"] == 1
    assert result["metrics"]["unscored"] == 0
    assert set(result["ms"]) == {"p50", "p95"}
    lines = [
        json.loads(line) for line in (tmp_path / "report" / "cases.jsonl").read_text("utf-8").splitlines()
    ]
    assert [line["id"] for line in lines] == [case.id for case in read_cases()[:3]]
    assert set(lines[0]) == {"id", "ranking", "prediction", "status", "ms"}
    assert "14億6" in (tmp_path / "report" / "report.html").read_text("utf-8")
    assert not home.exists()


def test_every_finance_case_is_right():
    """Runways, scenarios and formulas in both languages: what is computed is right, and what cannot be is refused."""
    result = run("finance", settings=Settings.read())
    assert result["n"] >= 60 and result["metrics"]["right"] == 1.0, result["metrics"]


@pytest.mark.parametrize(
    ("suite", "says"), [("reading", "--data"), ("jfinqa", "--data"), ("nonsense", "nonsense")]
)
def test_other_suites_are_refused_in_one_sentence(suite: str, says: str) -> None:
    with pytest.raises(EvaluationError, match=says):
        run(suite, settings=Settings.read())


def outcome(**change: Any) -> Outcome:
    made = Outcome(
        "c1", "fact", "q?", ["a1"], "yes", "answered", 12.0, ANSWER.to_json(), {"answer": Score(1)}
    )
    return replace(made, **change)


def test_means_leave_out_what_could_not_be_judged() -> None:
    # answer: (1 + 0)/2; exactness: only the first has one; right: 1 of 2; unscored: 1 of 2.
    measured = answer_metrics(
        [
            outcome(scores={"answer": Score(1), "exactness": Score(1)}),
            outcome(
                scores={"answer": Score(0), "exactness": Score(None, "broke", failed=True)}, type="absent"
            ),
        ]
    )
    assert measured == {
        "right": 0.5, "answer": 0.5, "exactness": 1.0, "right_fact": 1.0, "right_absent": 0.0, "unscored": 0.5,
    }  # fmt: skip


def test_the_page_escapes_and_loads_nothing() -> None:
    """Whatever a case says stays text, and no address outside the file is asked for anything."""
    evil = '<script>alert("x")</script><img src=x onerror=y>'
    answer = {**ANSWER.to_json(), "answer": evil, "citations": [{"marker": 1, "quote": evil, "title": evil}]}
    shown = outcome(
        id=evil, type=evil, question=evil, answer=answer, expected=evil, scores={evil: Score(0, evil)},
        history=[{"role": evil, "content": evil}],
    )  # fmt: skip
    html = page(
        {"suite": evil, "split": "", "n": 1, "metrics": {evil: 1.0}, "ms": {"p50": 1, "p95": 2}}, [shown]
    )
    assert html.count("<script>") == 1
    assert "<img" not in html
    assert not re.search(r"https?://|@import|url\(|\ssrc=(?!x)", html)


def test_the_plot_draws_each_type_once() -> None:
    # Two facts, one right and one silent without need; one absent case, wrong.
    outcomes = [
        outcome(),
        outcome(scores={"answer": Score(0), "abstention": Score(0)}),
        outcome(type="absent", scores={"abstention": Score(-1)}),
    ]
    assert [verdict(one) for one in outcomes] == ["right", "silent", "wrong"]
    svg = plot(outcomes)
    assert svg.count(">fact</text>") == svg.count(">absent</text>") == 1
    assert "1 of 2" in svg
    assert "0 of 1" in svg


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A corpus of four rows, two of them the same; three questions, the last without gold."""
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": "p1", "title": "梅雨", "text": "梅雨は五月から七月にかけて雨の多い時期である。"},
        {"_id": "p2", "title": "富士山", "text": "富士山は日本で最も高い山で、静岡県と山梨県にまたがる。"},
        {"_id": "p3", "title": "富士山", "text": "富士山は日本で最も高い山で、静岡県と山梨県にまたがる。"},
        {"_id": "p4", "title": "琵琶湖", "text": "琵琶湖は滋賀県にある日本で最も大きい湖である。"},
    ]
    with gzip.open(folder / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in corpus)
    questions = [
        {"_id": "q1", "text": "梅雨とはどんな時期か", "answers": ["雨の多い時期"]},
        {"_id": "q2", "text": "富士山はどの県にまたがるか"},
        {"_id": "q3", "text": "琵琶湖はどこにあるか"},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in questions)
    (folder / "queries.small.jsonl").write_text(lines, encoding="utf-8")
    (folder / "qrels" / "small.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tp1\t1\nq2\tp3\t1\n", encoding="utf-8"
    )
    return folder


def test_retrieval_ranks_with_the_products_own_ranker(beir: Path, tmp_path: Path, home: Path) -> None:
    # q1 finds p1 first. q2's rows p2 and p3 say the same, stand side by side, and p3 comes second: MRR (1 + 1/2)/2.
    result = run("retrieval", data=beir, split="small", report=tmp_path / "out", settings=Settings.read())
    assert (result["suite"], result["split"], result["n"]) == ("retrieval", "small", 3)
    assert result["metrics"]["R@1"] == 0.5
    assert result["metrics"]["R@5"] == 1.0
    assert result["metrics"]["MRR@10"] == 0.75
    lines = [json.loads(line) for line in (tmp_path / "out" / "cases.jsonl").read_text("utf-8").splitlines()]
    assert [line["ranking"][0] for line in lines] == ["p1", "p2", "p4"]
    assert not home.exists()


def test_the_gold_corpus_keeps_only_named_rows(beir: Path) -> None:
    asked, split = read_beir(beir, "", "gold")
    assert split == "small"
    assert [document.source for document in asked.documents] == ["p1", "p3"]


def test_without_gold_only_the_cases_are_written(beir: Path, tmp_path: Path) -> None:
    (beir / "qrels" / "small.tsv").unlink()
    result = run(
        "retrieval", data=beir, split="small", report=tmp_path / "out", limit=1, settings=Settings.read()
    )
    assert (result["n"], result["metrics"]) == (1, {})
    assert len((tmp_path / "out" / "cases.jsonl").read_text("utf-8").splitlines()) == 1


def test_a_users_own_stores_are_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Home, database and Chroma of the settings give way to ones of the run's own; models stay."""
    seen: list[Settings] = []
    monkeypatch.setattr(runner, "_run_seeds", lambda settings, *rest: seen.append(settings) or [])
    mine = Settings.read(
        home=tmp_path / "mine", database_url="postgresql://x", chroma_url="http://x", embed_model="m"
    )
    run("seeds", settings=mine)
    assert seen[0].home != mine.home
    assert (seen[0].database_url, seen[0].chroma_url, seen[0].embed_model) == ("", "", "m")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("queries.small.jsonl", "{not json\n", "near line 1"),
        ("queries.small.jsonl", '{"_id": "q1"}\n', "no 'text'"),
        ("queries.small.jsonl", "[1]\n", "no object"),
        ("queries.small.jsonl", None, "neither queries.small.jsonl"),
        ("queries.more.jsonl", "", "more, small"),
        ("qrels/small.tsv", "q1 p1 1\n", "parted by tabs"),
        ("corpus.jsonl.gz", None, "neither corpus.jsonl"),
        ("corpus.jsonl.gz", "no gzip", "cannot be read"),
    ],
)
def test_broken_data_is_named_in_one_sentence(beir: Path, name: str, text: str | None, says: str) -> None:
    path = beir / name
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text, encoding="utf-8")
    split = "" if name.startswith("queries.more") else "small"
    with pytest.raises(EvaluationError, match=re.escape(says)):
        read_beir(beir, split, "all")


def test_a_truncated_gzip_is_named(beir: Path) -> None:
    path = beir / "corpus.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(EvaluationError, match="copy it again"):
        read_beir(beir, "small", "all")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"data": None}, "--data"),
        ({"data": Path("nowhere")}, "no folder"),
        ({"corpus": "some"}, "'all' or 'gold'"),
        ({"limit": 0}, "--limit is 0"),
    ],
)
def test_wrong_arguments_are_named(beir: Path, arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(EvaluationError, match=re.escape(says)):
        run("retrieval", **{"data": beir, "split": "small", "settings": Settings.read(), **arguments})


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"id": "x", "type": "riddle", "question": "?", "expected": {"status": "answered"}}, "riddle"),
        ({"id": "x", "type": "fact", "question": "?"}, "expected"),
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match=says):
        read_cases(path)


def test_a_report_folder_that_cannot_be_is_named_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(EvaluationError, match="name another folder"):
        run("seeds", report=tmp_path / "file", settings=Settings.read())
