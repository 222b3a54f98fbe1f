"""The tools a language model is given: their schemas, their results, and errors as sentences."""

import json
import subprocess
import sys

import pytest

from index.article import Document
from rag.tools import tools


@pytest.fixture(scope="module")
def by_name():
    return {tool.metadata.name: tool for tool in tools()}


def call(tool, **arguments):
    return tool.call(**arguments).content


def test_each_tool_is_described_and_typed(by_name):
    assert set(by_name) == {"calculate", "runway", "project", "formula"}
    for tool in by_name.values():
        schema = tool.metadata.get_parameters_dict()
        assert len(tool.metadata.description) > 60 and schema["required"]
        assert all("type" in field for field in schema["properties"].values())


def test_calculate(by_name):
    assert json.loads(call(by_name["calculate"], expression="(107 - 44) / 100")) == {
        "expression": "(107 - 44) / 100",
        "value": "0.63",
    }


def test_runway(by_name):
    found = json.loads(
        call(by_name["runway"], cash="80億ドル", burn="月10億ドル", as_of="2025-07", raised="20億ドル")
    )
    assert found["result"] == {"value": "10", "unit": "month"} and found["cash_out"] == "2026-05"


def test_project(by_name):
    found = json.loads(
        call(
            by_name["project"], cash="$140", burn="$100 a month", revenue="$50 a month", growth_percent_a_month=20,
            as_of="2025-07",
        )
    )  # fmt: skip
    assert (found["default_alive"], found["break_even_month"], found["months"]) == (True, 5, None)
    assert found["rows"][1] == {"month": "2025-08", "cash": "90", "burn": "100", "revenue": "50"}


@pytest.mark.parametrize(
    ("name", "inputs", "value", "unit"),
    [
        ("equity ratio", {"equity": "40億円", "total assets": "100億円"}, "40", "percent"),
        ("自己資本比率", {"純資産": "40億円", "総資産": "100億円"}, "40", "percent"),
        ("free cash flow", {"operating cash flow": "$50m", "capex": "$30m"}, "20000000", "USD"),
        (
            "free cash flow",
            {"operating cash flow": "$50m", "investing cash flow": "-$30m"},
            "20000000",
            "USD",
        ),
        ("EPS", {"net income": "500億円", "shares": "1000000000"}, "50", "JPY"),
        ("cagr", {"last": "144億円", "first": "100億円", "time": "2年"}, "20", "percent"),
        ("DuPont", {"net margin": "8%", "asset turnover": "1", "equity multiplier": "2.5"}, "20", "percent"),
    ],
)
def test_formula(by_name, name, inputs, value, unit):
    found = json.loads(call(by_name["formula"], name=name, inputs=inputs))
    assert found["result"] == {"value": value, "unit": unit}


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("calculate", {"expression": "9**9**9"}, "power"),
        ("calculate", {"expression": "__import__('os')"}, "Only numbers"),
        ("runway", {"cash": "lots", "burn": "$1 a month"}, "no single amount"),
        ("runway", {"cash": "80億ドル", "burn": "月10億円"}, "通貨"),
        ("runway", {"cash": "$8", "burn": "$1 a month", "as_of": "July"}, "YYYY-MM"),
        ("project", {"cash": "$8", "burn": "$1 a month", "growth_percent_a_month": -100}, "above -100"),
        (
            "project",
            {"cash": "$8", "burn": "$1 a month", "growth_percent_a_month": float("nan")},
            "cannot use",
        ),
        ("formula", {"name": "weather", "inputs": {}}, "no formula"),
        ("formula", {"name": "ROE", "inputs": {"profit": "$5"}}, "net income, equity"),
        ("formula", {"name": "ROE", "inputs": {"net income": "$5", "equity": "5円"}}, "通貨"),
        ("formula", {"name": "ROE", "inputs": ["$5", "$6"]}, "cannot use"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(by_name, tool, arguments, says):
    said = call(by_name[tool], **arguments)
    assert says in said and "\n" not in said and "Traceback" not in said


def test_passages_are_exact_pieces_of_their_article(library):
    text = "星野電機の現金は60億円だった。星野電機は毎月5億円を消費している。"
    library.add(Document(title="星野電機の資金", text=text, source="hoshino.txt"))
    search = next(tool for tool in tools(library) if tool.metadata.name == "search_passages")
    (found,) = json.loads(call(search, query="星野電機の現金は？", limit=3))
    assert found["text"] == text[found["start"] : found["end"]] and found["title"] == "星野電機の資金"


def test_figures_come_from_the_ledger(library):
    text = "テスラの2025年第3四半期の売上高は280億ドルだった。"
    library.add(Document(title="テスラの決算", text=text, source="tesla.txt"))
    find = next(tool for tool in tools(library) if tool.metadata.name == "find_figures")
    (row,) = json.loads(call(find, company="テスラ", metric="売上高", period="2025年第3四半期"))
    assert (row["company"], row["metric"], row["value"], row["unit"]) == (
        "Tesla",
        "revenue",
        "28000000000",
        "USD",
    )
    assert text[row["start"] : row["end"]] == "280億ドル" and row["sentence"] == text
    assert "No figure is of 'Nobody'" in call(find, company="Nobody")
    assert "No figure is of '2019年'" in call(find, period="2019年")


def test_importing_the_tools_does_not_import_llama_index():
    code = "import sys, rag.tools; assert not any(name.startswith('llama_index') for name in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
