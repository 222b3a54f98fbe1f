"""The command's contract: JSON forms, exit codes, one sentence for what goes wrong."""

import json
import os
import signal
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


def test_a_dry_run_tells_and_changes_nothing(kassoro, article, tmp_path):
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    tried = kassoro("add", str(article), str(tmp_path / "b.png"), "--dry-run", "--json")
    told, refused = rows(tried)
    assert tried.returncode == 1 and refused["status"] == "refused"
    assert (told["status"], told["title"], told["published"]) == ("added", "星野電機の資金", "2025-08-01")
    assert told["passages"] == 1 and told["figures"] == 2 and told["opening"].startswith("星野電機の現金は")
    assert rows(kassoro("list", "--json")) == []
    shown = kassoro("add", str(article), "--dry-run").stdout.decode()
    assert "would be added: 星野電機の資金" in shown and "2025-08-01 · ja · 1 passage, 2 figures" in shown


def test_standard_input_is_an_article_too(kassoro):
    page = (
        "<html><body><article><h1>資金</h1><p>甲社は火曜日、現金が80億ドルに増えたと発表した。</p></article>"
    )
    (row,) = rows(kassoro("add", "-", "--name", "a.html", "--json", stdin=page.encode()))
    assert row["status"] == "added" and row["path"].startswith("stdin:")
    (again,) = rows(kassoro("add", "-", "--name", "a.html", "--json", stdin=page.encode()))
    assert again["status"] == "unchanged"


def test_a_summary_counts_what_came(kassoro, article, tmp_path):
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    said = kassoro("add", str(article), str(article), str(tmp_path / "b.png")).stderr.decode()
    assert said.endswith("1 added, 1 unchanged, 1 refused (the reasons stand above).\n")


def test_what_a_folder_holds_beside_articles_is_told(kassoro, article, tmp_path):
    news = tmp_path / "news"
    news.mkdir()
    article.rename(news / article.name)
    (news / "a.png").write_bytes(b"")
    (news / "b.PNG").write_bytes(b"")
    added = kassoro("add", str(news))
    assert added.returncode == 0
    assert added.stderr.decode().endswith("Passed over, as they are of no kind that is read: 2 .png.\n")


def test_ctrl_c_keeps_what_is_in_and_the_same_command_goes_on(home, tmp_path):
    news = tmp_path / "news"
    news.mkdir()
    for number in range(400):
        (news / f"{number:03}.txt").write_text(
            f"第{number}社の資金\n第{number}社の現金は{number}億円だった。"
        )
    environment = {**os.environ}
    command = [sys.executable, "-m", "ui.cli", "add", str(news), "--json"]
    # Unbuffered, since `communicate` would pass over what a buffer had taken beyond the first line.
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, bufsize=0
    )
    first = running.stdout.readline()
    running.send_signal(signal.SIGINT)
    rest, said = running.communicate(timeout=120)
    taken = [json.loads(line) for line in (first + rest).splitlines()]
    assert running.returncode == 130 and "goes on from there" in said.decode()
    assert 0 < len(taken) < 400 and {row["status"] for row in taken} == {"added"}
    again = subprocess.run(command, capture_output=True, env=environment, timeout=300, check=False)
    statuses = [json.loads(line)["status"] for line in again.stdout.splitlines()]
    assert statuses == ["unchanged"] * len(taken) + ["added"] * (400 - len(taken))
