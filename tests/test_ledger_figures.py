"""`kassoro figures`: every figure with its sentence, by company, measure and time, and which ones contradict each other."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from index.article import Document
from index.errors import QuestionError
from index.library import Library
from index.settings import Settings
from rag.figures import figure_rows, figures_as_text
from ui.figures import figure_line

ARTICLES = {
    "hoshino": (
        "星野電機、第2四半期は増収", "2025-08-05",
        "星野電機の2025年第2四半期の売上高は120億円だった。星野電機の2025年6月末の現金は60億円だった。",
    ),
    "rival": ("星野電機の決算を読む", "2025-08-07", "星野電機の2025年第2四半期の売上高は112億円だった。"),
    "brook": (
        "Brook Robotics reports its second quarter", "2025-09-01",
        "Brook Robotics reported revenue of $6 million for Q2 2025. Brook Robotics expects revenue of $30 million in 2026.",
    ),
    "wakaba": (
        "若葉電子の2024年3月期の業績", "2024-05-15",
        "若葉電子の2024年3月期の業績は次のとおり。\n\n(単位:百万円)\n\n| 項目 | 2024年3月期 | 2023年3月期 |\n|---|---:|---:|\n| 売上高 | 5,000 | 4,000 |\n| 営業利益 | △30 | 50 |\n",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with Library.open(Settings.read(home=tmp_path_factory.mktemp("figures"), seeds="none")) as opened:
        for name, (title, published, text) in ARTICLES.items():
            opened.add(Document(title, text, f"{name}.md", published, "en" if name == "brook" else "ja"))
        yield opened


def values(rows):
    return [(row["company"], row["metric"], row["value"]) for row in rows]


def test_every_row_stands_in_its_article(library):
    rows = list(figure_rows(library))
    assert {row["company"] for row in rows} == {"星野電機", "Brook Robotics", "若葉電子"}
    for row in rows:
        article = library.article(row["article_id"])
        assert article.text[row["start"] : row["end"]] == row["text"]
        assert row["text"] in row["sentence"] and row["sentence"] in article.text
        assert (row["title"], row["published"]) == (article.title, article.published)


@pytest.mark.parametrize(
    ("company", "metric", "period", "found"),
    [
        ("星野電機", "現金", None, {("cash", "6000000000")}),
        ("星野電機", "cash", None, {("cash", "6000000000")}),
        ("星野電機", "revenue", None, {("revenue", "12000000000"), ("revenue", "11200000000")}),
        ("brook robotics", None, "Q2 2025", {("revenue", "6000000")}),
        ("若葉電子", "売上高", "2024年3月期", {("revenue", "5000000000")}),
        ("若葉電子", "売上高", "FY2022", {("revenue", "4000000000")}),
        ("Wakaba Denshi", "営業利益", "24年3月期", {("operating_income", "-30000000")}),
        (None, "operating income", None, {("operating_income", "-30000000"), ("operating_income", "50000000")}),
    ],
)  # fmt: skip
def test_figures_are_asked_for_by_company_measure_and_time(library, company, metric, period, found):
    assert {(row["metric"], row["value"]) for row in figure_rows(library, company, metric, period)} == found


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("青柳商事",), "青柳商事"),
        (("星野電機", "weather"), "weather"),
        (("星野電機", "売上高", "2019年3月期"), "2019年3月期"),
        (("星野電機", "売上高", "いつか"), "いつか"),
    ],
)
def test_what_there_is_not_is_refused_in_one_sentence(library, asked, says):
    with pytest.raises(QuestionError) as refused:
        list(figure_rows(library, *asked))
    message = str(refused.value)
    assert says in message and message.endswith(".") and "\n" not in message


def test_clashing_rows_are_numbered_and_the_newest_is_told(library):
    rows = list(figure_rows(library, "星野電機", "revenue"))
    told = {row["value"]: row["clash"] for row in rows}
    assert told["12000000000"] == {"number": 1, "kind": "articles", "newest": False}
    assert told["11200000000"] == {"number": 1, "kind": "articles", "newest": True}
    assert all(row["clash"] is None for row in figure_rows(library, "若葉電子"))


def test_a_model_gets_rows_as_json(library):
    rows = json.loads(figures_as_text(library, "星野電機", "現金"))
    assert values(rows) == [("星野電機", "cash", "6000000000")]
    assert len(json.loads(figures_as_text(library, "", ""))) == len(list(figure_rows(library)))


def test_a_line_of_text(library):
    (cash,) = figure_rows(library, "星野電機", "現金")
    line = figure_line(cash)
    assert all(part in line for part in ("星野電機", "cash", "2025-06", "60億円", cash["article_id"]))
    assert "!!" not in line
    clashing = [figure_line(row) for row in figure_rows(library, "星野電機", "revenue")]
    assert all("!! articles disagree, 1" in line for line in clashing)
    forecast = [figure_line(row) for row in figure_rows(library, "Brook Robotics") if row["kind"] != "reported"]  # fmt: skip
    assert len(forecast) == 1 and "(forecast)" in forecast[0]


def test_a_line_shows_what_is_not_known():
    row = {
        "metric": None, "label": "とても長い見出しの行がここに書かれていて切られる", "qualifier": "about", "text": "5億円", "kind": "plan",
        "attributed": "関係者", "clash": None, "company": None, "as_of": None, "article_id": "a1",
    }  # fmt: skip
    line = figure_line(row)
    assert line.startswith("- ") and "“とても長い" in line and "…”" in line
    assert "about 5億円 (plan) [関係者]" in line and line.endswith("a1")


@pytest.fixture
def kassoro(home, tmp_path):
    path = tmp_path / "wakaba.md"
    title, published, text = ARTICLES["wakaba"]
    path.write_text(f"---\ntitle: {title}\npublished: {published}\n---\n{text}", "utf-8")

    def run(*arguments):
        return subprocess.run([sys.executable, "-m", "ui.cli", *arguments], capture_output=True, env=dict(os.environ), timeout=120, check=False)  # fmt: skip

    assert run("add", str(path)).returncode == 0
    return run


def test_the_command(kassoro):
    shown = kassoro("figures", "--company", "若葉電子", "--metric", "売上高")
    assert shown.returncode == 0
    first, second = shown.stdout.decode().splitlines()
    assert "5,000" in first and "2024-03" in first and "4,000" in second and "2023-03" in second
    rows = [
        json.loads(line)
        for line in kassoro("figures", "--metric", "revenue", "--json").stdout.decode().splitlines()
    ]
    assert values(rows) == [("若葉電子", "revenue", "5000000000"), ("若葉電子", "revenue", "4000000000")]
    assert all(row["place"] == "table" and row["unit"] == "JPY" and row["clash"] is None for row in rows)


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_the_command_refuses_in_one_sentence(kassoro, more):
    for option, name in (("--company", "青柳商事"), ("--metric", "weather")):
        refused = kassoro("figures", option, name, *more)
        said = refused.stderr.decode().strip()
        assert refused.returncode == 1 and refused.stdout == b""
        assert name in said and "\n" not in said and "Traceback" not in said
