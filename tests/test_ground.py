"""Every number of an answer has a source: a quote, the calculation or the asker; a slip is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("80億ドルです。", "It held $8 billion."),
        ("It held $8 billion.", "現金は８０億ドルだった。"),
        ("$1.2bn", "12億ドルを調達した。"),
        ("1.2兆円です。", "1兆2,000億円の負債"),
        ("三百億円です。", "売上は300億円"),
        ("300億円です。", "売上は三百億円"),
        ("25%です。", "2割5分を占める"),
        ("24か月です。", "2年間"),
        ("640 people work there.", "従業員は640人"),
        ("1億人です。", "100 million users"),
        ("5ポイント", "5 percentage points"),
        ("-5%です。", "前年比△5%"),
        ("月10億ドルです。", "burns $1 billion a month"),
        ("It ran until December 2025.", "2025年12月に尽きた。"),
        ("120億円です。", "100億〜120億円の見通し"),
        ("$450 million", "4億5,000万ドル"),
        ("2社です。 [1][23]", "二社が参加した。"),
    ],
)
def test_a_number_may_be_said_in_another_notation(answer, quote):
    assert ungrounded(answer, quoted(quote), None, []) == []


@pytest.mark.parametrize(
    ("answer", "quote"),
    [
        ("現金は81億ドルです。", "現金は80億ドルだった。"),
        ("現金は800億ドルです。", "現金は80億ドルだった。"),
        ("現金は8億ドルです。", "現金は80億ドルだった。"),
        ("現金は80億円です。", "現金は80億ドルだった。"),
        ("It held $8 million.", "It held $8 billion."),
        ("It held €8 billion.", "It held $8 billion."),
        ("-80億ドルです。", "現金は80億ドルだった。"),
        ("150億〜170億ドルです。", "150億〜160億ドル"),
        ("155億ドルです。", "150億〜160億ドル"),
        ("50%です。", "50社が参加した。"),
        ("3か月です。", "3社が参加した。"),
        ("３１％です。", "30%だった。"),
        ("2026年9月です。", "2025年9月だった。"),
        ("12月です。", "11月だった。"),
        ("第2四半期です。", "Q1 2025"),
        ("五百社です。", "多くの企業"),
        ("1. 5億円です。", "1. 4億円"),
        ("売上は٣億円", "売上は4億円"),
        ("従業員は640人、契約者は641万人です。", "従業員は640人"),
    ],
)
def test_an_invented_number_is_refused_in_any_notation(answer, quote):
    assert ungrounded(answer, quoted(quote), None, []) != []


def test_every_stray_number_is_named_not_only_the_first():
    assert len(ungrounded("売上は5億円、純損失は6億円、社員は7人。", quoted("社員は7人。"), None, [])) == 2


def test_any_of_several_quotes_may_hold_a_number():
    citations = [*quoted("現金は80億ドル。"), *quoted("支出は月10億ドル。")]
    assert ungrounded("80億ドル、月10億ドル", citations, None, []) == []
    assert ungrounded("80億ドル、月10億ドル", citations[:1], None, []) == ["10億ドル"]


def test_titles_and_dates_of_publication_back_nothing():
    citation = Citation(1, "a", "売上は5億円", "5億円.md", "2025-08-05", "売上が伸びた。", 0, 7)
    assert ungrounded("売上は5億円です。", [citation], None, []) == ["5億円"]


def test_the_history_counts_as_asked():
    assert ungrounded("現金は160億円です。", [], None, ["何か月もつ？", "現金が160億円なら？"]) == []


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_another_whole_amount_never_passes(shown, told):
    """Amounts further apart than a rounding are told apart; equal ones pass in both languages."""
    found = ungrounded(f"{shown}億ドルです。", quoted(f"It held ${told * 100} million."), None, [])
    assert (found == []) if shown == told else (found != [] or abs(shown - told) < 0.01 * told)
