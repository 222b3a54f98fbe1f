"""Every number of an answer has a source: a quote, the calculation or the asker; a slip is named."""

import pytest

from rag.answer import Calculation, CalculationInput, CalculationResult, Citation
from rag.ground import ungrounded

RUNWAY = Calculation(
    "months = cash ÷ burn", "8000000000 / 1200000000",
    (CalculationInput("cash", "8000000000", "USD", "2025-07", 1), CalculationInput("burn", "1200000000", "USD/month", None, None)),
    CalculationResult("6.666666666666666666666666666666667", "month"), "2026-02", ("起点は2025-07の末日",),
)  # fmt: skip


def quoted(text):
    return [Citation(1, "a", "題", "a.md", None, text, 0, len(text))]


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("純損失は14億6,000万ドルです。 [1]", "純損失は14億6000万ドルだった。"),
        ("The net loss was $1.46 billion. [1]", "純損失は14億6000万ドルだった。"),
        ("約3割です。", "およそ30%である。"),
        ("Q3 2025", "2025年第3四半期"),
        ("2025年9月末です。", "September 2025"),
        ("1. 現金\n2. 支出", "現金と支出"),
        ("売上の記事です。 [12]", "売上"),
        ("150億ドル〜160億ドルです。", "年間150億〜160億ドルの収益"),
        ("第3四半期です。", "第三四半期の売上"),
    ],
)
def test_numbers_with_a_source_pass(answer, quote):
    assert ungrounded(answer, quoted(quote), None, []) == []


@pytest.mark.parametrize(
    ("answer", "quote", "stray"),
    [
        ("純損失は15億ドルです。", "純損失は14億6000万ドルだった。", ["15億ドル"]),
        ("純損失は14億6000万円です。", "純損失は14億6000万ドルだった。", ["14億6000万円"]),
        ("2024年です。", "2025年の話。", ["2024"]),
        ("42%です。", "42社が参加した。", ["42%"]),
        ("第4四半期です。", "第3四半期の売上", ["4"]),
    ],
)
def test_numbers_from_nowhere_are_named(answer, quote, stray):
    assert ungrounded(answer, quoted(quote), None, []) == stray


def test_a_calculation_backs_its_inputs_its_result_and_its_rounding():
    text = "約6.7か月もち、2026年2月に尽きる計算です（80億ドル ÷ 月12億ドル）。"
    assert ungrounded(text, [], RUNWAY, []) == []
    assert ungrounded("約7.2か月です。", [], RUNWAY, []) == ["7.2か月"]


def test_what_the_asker_wrote_may_be_said_back():
    assert ungrounded("月12億ドルなら、", [], None, ["月１２億ドルなら？"]) == []
