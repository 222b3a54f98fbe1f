"""The command's contract: JSON forms, exit codes, one sentence for what goes wrong."""

import json
import os
import subprocess
import sys

import pytest

ARTICLE = """---
title: 星野電機の資金
published: 2025-08-01
---
星野電機の現金は2025年7月末時点で60億円だった。星野電機は毎月5億円を消費している。
"""


@pytest.fixture
def kassoro(home):
    def run(*arguments, stdin=None, **settings):
        environment = {**os.environ, **{f"KASSORO_{name.upper()}": value for name, value in settings.items()}}
        return subprocess.run(
            [sys.executable, "-m", "ui.cli", *arguments],
            capture_output=True,
            input=stdin,
            env=environment,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "hoshino.md"
    path.write_text(ARTICLE, "utf-8")
    return path


def rows(result):
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


def test_the_way_of_an_article(kassoro, article):
    added = kassoro("add", str(article), "--json")
    assert added.returncode == 0
    (row,) = rows(added)
    assert row["status"] == "added" and set(row) == {"path", "status", "article_id", "title", "reason"}
    (listed,) = rows(kassoro("list", "--json"))
    assert listed == {**listed, "article_id": row["article_id"], "published": "2025-08-01", "language": "ja"}
    (shown,) = rows(kassoro("show", row["article_id"], "--json"))
    asked = kassoro(
        "ask",
        "--jsonl",
        stdin=json.dumps({"id": 7, "question": "星野電機の資金は何か月もつ？"}).encode()
        + b"\nnot json\n{}\n",
    )
    answer, broken, empty = rows(asked)
    assert answer["id"] == 7 and answer["calculation"]["result"] == {"value": "12", "unit": "month"}
    assert answer["calculation"]["cash_out"] == "2026-07"
    for citation in answer["citations"]:
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert broken["status"] == empty["status"] == "error" and broken["reason"] and empty["reason"]
    doctor = kassoro("doctor")
    assert doctor.returncode == 0
    assert (
        doctor.stdout.decode() == "Embedding: builtin. Reranker: none.\nLanguage model: none.\nAll agrees.\n"
    )
    assert kassoro("remove", row["article_id"]).returncode == 0
    assert rows(kassoro("list", "--json")) == []


def test_runway_prints_the_calculation(kassoro):
    (row,) = rows(
        kassoro("runway", "--cash", "80億ドル", "--burn", "10億ドル/月", "--as-of", "2025-07", "--json")
    )
    assert row["result"] == {"value": "8", "unit": "month"} and row["cash_out"] == "2026-03"
    assert set(row) == {"formula", "expression", "inputs", "result", "cash_out", "assumptions"}


def test_runway_shows_its_months_and_cases(kassoro):
    told = kassoro(
        "runway", "--cash", "80億ドル", "--burn", "10億ドル/月", "--as-of", "2025-07"
    ).stdout.decode()
    for said in ("2026-03", "6.7か月", "支出が20%多い場合", "デフォルト・デッド", "2025-12   30億ドル"):
        assert said in told


def test_runway_draws_and_adds_keys_under_new_options(kassoro, tmp_path):
    path = tmp_path / "cash.png"
    (row,) = rows(
        kassoro(
            "runway",
            "--cash",
            "$8 million",
            "--burn",
            "$1 million a month",
            "--revenue",
            "$500,000 a month",
            "--growth",
            "10%",
            "--raise",
            "$1 million",
            "--burn-change",
            "-10%",
            "--plot",
            str(path),
            "--json",
        )
    )
    assert row["default_alive"] is True and row["result"]["unit"] == "USD" and row["cash_out"] is None
    assert [case["name"] for case in row["cases"]] == ["low", "base", "high"]
    assert row["projection"][0] == {"month": 0, "label": None, "cash": "9000000", "burn": "0", "revenue": "0"}
    assert row["projection"][1] == {"month": 1, "label": None, "cash": "8600000", "burn": "900000", "revenue": "500000"}  # fmt: skip
    assert path.read_bytes().startswith(b"\x89PNG") and row["plot"] == str(path)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nosuchid"),
        ("remove", "nosuchid"),
        ("add", "/nowhere/at/all.txt"),
        ("ask", ""),
        ("ask", "あ" * 40_000),
        ("runway", "--cash", "80億ドル", "--burn", "0ドル/月"),
        ("runway", "--cash", "80億円", "--burn", "1億ドル/月"),
        ("runway", "--cash", "たくさん", "--burn", "1億ドル/月"),
        ("runway", "--cash", "8億ドル", "--burn", "1億ドル/月", "--growth", "10%"),
        ("runway", "--cash", "8億ドル", "--burn", "1億ドル/月", "--growth", "fast"),
        ("runway", "--cash", "8億ドル", "--burn", "1億ドル/月", "--raise", "100億円"),
        ("runway", "--cash", "8億ドル", "--burn", "1億ドル/月", "--burn-change", "20"),
        ("runway", "--cash", "8億ドル", "--burn", "1億ドル/月", "--burn-change", "-1億ドル/月"),
        ("runway", "--cash", "8億ドル", "--burn", "1億ドル/月", "--plot", "/nowhere/at/all.png"),
        ("import", "/nowhere/at/all"),
        ("eval", "--suite", "nosuch"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(kassoro, arguments):
    result = kassoro(*arguments)
    assert result.returncode == 1
    message = result.stderr.decode().strip()
    assert message and "Traceback" not in message and "\n" not in message


def test_a_home_that_is_a_file_is_named(kassoro, tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    result = kassoro("list", home=str(path))
    assert result.returncode == 1 and str(path) in result.stderr.decode()


def test_a_language_model_that_cannot_be_asked_is_declined_in_a_sentence(kassoro):
    result = kassoro("ask", "現金は？", llm="some-model")
    assert result.returncode == 1 and result.stderr.decode().startswith("KASSORO_LLM is 'some-model'")


def test_the_host_is_told_before_a_language_model_is_asked(kassoro):
    """Nobody listens at the address: the answer comes from the articles, and says so."""
    told = {"llm": "openai-like/some-model", "llm_base_url": "http://127.0.0.1:9/v1"}
    spoken = kassoro("ask", "現金は？", **told)
    assert (
        spoken.stderr.decode().startswith("言語モデル some-model") and "127.0.0.1:9" in spoken.stderr.decode()
    )
    assert "言語モデルのサーバーに接続できなかったため" in spoken.stdout.decode()


def test_doctor_names_the_language_model_and_its_host(kassoro):
    told = {"llm": "openai-like/some-model", "llm_base_url": "http://127.0.0.1:9/v1"}
    checked = kassoro("doctor", **told)
    assert "Language model: some-model (passages are sent to 127.0.0.1:9)." in checked.stdout.decode()


def test_a_model_that_is_not_there_is_one_sentence(kassoro):
    result = kassoro("ask", "現金は？", embed_model="/nowhere/at/all")
    message = result.stderr.decode().strip()
    assert result.returncode == 1
    assert message.startswith("KASSORO_EMBED_MODEL is '/nowhere/at/all'") and "\n" not in message


@pytest.mark.parametrize("arguments", [("nosuch",), ("ask",), ("runway",), ("eval", "--limit", "0")])
def test_wrong_usage_exits_with_2(kassoro, arguments):
    assert kassoro(*arguments).returncode == 2


def test_a_refusal_stops_nothing_else(kassoro, article, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = kassoro("add", str(empty), str(article), "--json")
    assert result.returncode == 1
    assert [row["status"] for row in rows(result)] == ["refused", "added"]
    assert "empty.txt" in result.stderr.decode()


def test_the_built_in_way_never_imports_torch(article, home):
    code = (
        "import sys; from index.settings import Settings; from rag.assistant import Assistant\n"
        f"with Assistant.open(Settings.read()) as a:\n    list(a.library.add_sources([{str(article)!r}])); a.answer('星野電機の現金は？')\n"
        "assert 'torch' not in sys.modules and 'sentence_transformers' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0
