"""Questions about tables, the whole way through the assistant, over small statements of invented companies."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hand_made_tables import assistant_over

from index.article import Document
from rag.calculator import evaluate
from rag.ground import ungrounded

ARTICLES = {
    "hikari": """# 光ヶ丘精工の2024年3月期決算

光ヶ丘精工(架空の会社)の2024年3月期の連結業績と財政状態は次のとおり。

(単位:百万円、△は損失)

| 項目 | 2024年3月期 | 2023年3月期 |
|---|---:|---:|
| 売上高 | 24,000 | 20,000 |
| 売上原価 | 15,600 | 13,500 |
| 販売費及び一般管理費 | 6,000 | 5,500 |
| 営業利益 | 2,400 | 1,000 |
| 経常利益 | 2,200 | 1,100 |
| 当期純利益 | △300 | 700 |
| 流動資産 | 9,000 | 8,000 |
| 固定資産 | 11,000 | 10,000 |
| 流動負債 | 6,000 | 5,000 |
| 固定負債 | 4,000 | 4,500 |
| 純資産 | 10,000 | 8,500 |
| 現金及び預金 | 3,000 | 3,400 |
| 設備投資額 | △1,200 | △800 |

工場の移転で特別損失が出た。
""",
    "northmoor": """# Northmoor Tools reports results for fiscal 2024

Northmoor Tools, an invented maker of hand tools, reported for the fiscal year ended December 31, 2024.

(US$ millions)

| | FY2024 | FY2023 |
|---|---:|---:|
| Revenue | 500.0 | 400.0 |
| Cost of revenue | 300.0 | 260.0 |
| Gross profit | 200.0 | 140.0 |
| Operating income | 60.0 | 50.0 |
| Net loss | (12.0) | (20.0) |
| Total assets | 800.0 | 700.0 |
| Total liabilities | 500.0 | 430.0 |
| Total equity | 300.0 | 270.0 |
| Interest expense | (6.0) | (5.0) |
""",
    "seiryu": """# 清流化成の2024年3月期

清流化成(架空の会社)の2024年3月期の業績。

(単位:百万円)

| 項目 | 2024年3月期 | 2023年3月期 |
|---|---:|---:|
| 売上高 | 18,000 | 21,000 |
| 営業利益 | 2,700 | 2,100 |
| 当期純利益 | 900 | 1,500 |
""",
    "seiryu-corrected": """# 清流化成の2024年3月期

清流化成の2024年3月期の業績。

(単位:百万円)

| 項目 | 2024年3月期 | 2023年3月期 |
|---|---:|---:|
| 売上高 | 17,200 | 21,000 |
| 営業利益 | 2,700 | 2,100 |
""",
    "wakaba": """# 若葉電子の2025年3月期の四半期業績

若葉電子(架空の会社)の2025年3月期の四半期ごとの業績は次のとおり。

(単位:百万円)

| 項目 | 第1四半期 | 第2四半期 | 第3四半期 | 第4四半期 | 通期 |
|---|---:|---:|---:|---:|---:|
| 売上高 | 1,000 | 1,200 | 1,100 | 1,700 | 5,000 |
| 営業利益 | 50 | 90 | △10 | 170 | 300 |
""",
}
PLAIN = {
    "hoshino": "# 星野電機の資金\n\n星野電機の現金は2025年7月末時点で60億円だった。星野電機は毎月5億円を消費している。\n"
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with assistant_over(tmp_path_factory.mktemp("statements"), ARTICLES) as opened:
        yield opened


def direct(answer):
    return answer.answer.partition("\n")[0]


def followed(*questions):
    """A history of questions, each with an answer of no words."""
    return [
        turn
        for question in questions
        for turn in ({"role": "user", "content": question}, {"role": "assistant", "content": "…"})
    ]


def check(assistant, answer, asked=()):
    """Quotes exact, the calculation evaluated again, markers of inputs among the citations, no number from nowhere."""
    for citation in answer.citations:
        text = assistant.library.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote
    markers = {citation.marker: citation for citation in answer.citations}
    assert answer.citations and all(f"[{marker}]" in answer.answer for marker in markers)
    assert answer.calculation is not None
    assert evaluate(answer.calculation.expression) == Decimal(answer.calculation.result.value)
    for taken in answer.calculation.inputs:
        assert taken.marker in markers
    assert not ungrounded(answer.answer, answer.citations, answer.calculation, [answer.question, *asked])
    assert len(direct(answer)) <= 200


@pytest.mark.parametrize(
    ("question", "value", "unit", "said"),
    [
        ("光ヶ丘精工の2024年3月期の売上高はいくらですか", "24000000000", "JPY", "240億円"),
        ("光ヶ丘精工の売上高は？", "24000000000", "JPY", "2024年3月期"),
        ("光ヶ丘精工の前期の売上高は？", "20000000000", "JPY", "2023年3月期"),
        ("光ヶ丘精工の売上高は前期比で何%増えましたか", "20", "percent", "20.0%"),
        ("光ヶ丘精工の売上総利益はいくらですか", "8400000000", "JPY", "84億円"),
        ("光ヶ丘精工の総資産はいくら？", "20000000000", "JPY", "200億円"),
        ("光ヶ丘精工の2024年3月期の純損失はいくらですか", "300000000", "JPY", "純損失は3億円"),
        ("光ヶ丘精工の当期純利益は？", "-300000000", "JPY", "−3億円"),
        ("光ヶ丘精工の2023年3月期の営業利益率は？", "5", "percent", "5.00%"),
        ("光ヶ丘精工の営業利益率は前期から何ポイント変化したか", "5", "point", "5.00ポイント上昇"),
        ("光ヶ丘精工の流動比率は？", "150", "percent", "150.0%"),
        ("光ヶ丘精工の自己資本比率は？", "50", "percent", "50.0%"),
        ("光ヶ丘精工の2024年3月期のROEは？", "-3", "percent", "−3.00%"),
        ("光ヶ丘精工の売上原価率は？", "65", "percent", "65.0%"),
        ("光ヶ丘精工の設備投資額はいくら", "1200000000", "JPY", "12億円"),
        ("光ヶ丘精工の2024年3月期の売上高と2023年3月期の売上高の平均は？", "22000000000", "JPY", "220億円"),
        ("若葉電子の第3四半期の営業利益は？", "-10000000", "JPY", "−1,000万円"),
        ("若葉電子の2025年3月期の第2四半期の売上高は？", "1200000000", "JPY", "12億円"),
        ("若葉電子の通期の営業利益は？", "300000000", "JPY", "3億円"),
        ("若葉電子の上期の売上高は？", "2200000000", "JPY", "10億円 ＋ 12億円"),
        ("若葉電子の第4四半期の売上高は第3四半期比で何%増えた？", "54.5454", "percent", "54.5%"),
        ("若葉電子の下期の売上高は上期の何倍？", "1.2727", "ratio", "1.27倍"),
        ("若葉電子の2025年3月期の第1四半期から第4四半期にかけて営業利益はいくら増えたか", "120000000", "JPY", "1億2,000万円増えました"),
        ("若葉電子の第1四半期と第2四半期の売上高の合計は？", "2200000000", "JPY", "22億円"),
        ("清流化成の売上高に占める営業利益の割合は、2023年3月期で何%か", "10", "percent", "10.0%"),
        ("Northmoor ToolsのFY2024の売上高は？", "500000000", "USD", "5億ドル"),
        ("What was Northmoor Tools' revenue in FY2024?", "500000000", "USD", "$500 million"),
        ("What was Northmoor Tools' net loss in FY2024?", "12000000", "USD", "net loss for FY2024 was $12 million"),
        ("What was Northmoor Tools' net income in FY2024?", "-12000000", "USD", "−$12 million"),
        ("What was Northmoor Tools' gross margin in FY2023?", "35", "percent", "35.0%"),
        ("How many times did Northmoor Tools' operating income cover its interest expense?", "10", "ratio", "10.0 times"),
        ("By how many percentage points did Northmoor Tools' operating margin change?", "-0.5", "point", "−0.50 percentage points"),
        ("By what percentage did Northmoor Tools' revenue grow in FY2024?", "25", "percent", "25.0%"),
        ("How much higher was Northmoor Tools' revenue in FY2024 than in FY2023?", "100000000", "USD", "rose by $100 million"),
        ("What was the average of Northmoor Tools' revenue in FY2023 and FY2024?", "450000000", "USD", "$450 million"),
        ("What was Northmoor Tools' equity ratio?", "37.5", "percent", "37.5%"),
        ("What was Hikarigaoka Seiko's revenue in fiscal 2023?", "24000000000", "JPY", "¥24 billion"),
    ],
)  # fmt: skip
def test_values(assistant, question, value, unit, said):
    answer = assistant.answer(question)
    assert answer.status == "answered" and said in direct(answer)
    check(assistant, answer)
    assert answer.calculation.result.unit == unit
    assert abs(Decimal(answer.calculation.result.value) - Decimal(value)) < Decimal("0.0001")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("光ヶ丘精工は増収でしたか減収でしたか", "増収です。"),
        ("光ヶ丘精工は減収でしたか", "いいえ。"),
        ("光ヶ丘精工の現金及び預金は前期より増えましたか、減りましたか", "減りました。"),
        ("光ヶ丘精工の当期純利益は改善しましたか、悪化しましたか", "悪化です。"),
        ("光ヶ丘精工の営業利益率は高まりましたか", "はい。"),
        ("光ヶ丘精工の負債と純資産の合計は総資産に一致しますか", "はい。"),
        ("光ヶ丘精工の営業利益と経常利益ではどちらが大きい？", "営業利益です。"),
        ("光ヶ丘精工の売上高が大きいのは2023年3月期と2024年3月期のどちらの期ですか", "2024年3月期です。"),
        ("若葉電子の営業利益が最も大きかったのはどの四半期？", "第4四半期です。"),
        ("若葉電子の売上高が最も小さかったのはどの四半期？", "第1四半期です。"),
        ("清流化成と光ヶ丘精工の営業利益はどちらが大きい？", "清流化成です。"),
        ("清流化成と光ヶ丘精工のうち増収だったのはどちら？", "光ヶ丘精工です。"),
        ("営業利益率が高いのは清流化成と光ヶ丘精工のどちら？", "清流化成です。"),
        ("営業利益率が低いのは清流化成と光ヶ丘精工のどちら？", "光ヶ丘精工です。"),
        ("Did Northmoor Tools' revenue fall?", "No."),
        ("Did Northmoor Tools' revenue increase?", "Yes."),
        ("Did Northmoor Tools' gross margin improve?", "Yes."),
        ("Did Northmoor Tools' net loss widen or narrow?", "Narrow."),
        ("Do Northmoor Tools' liabilities and equity add up to its total assets?", "Yes."),
        ("Which was larger, Northmoor Tools' total liabilities or total equity?", "Total liabilities."),
        ("In which year was Northmoor Tools' operating income higher, FY2023 or FY2024?", "FY2024."),
    ],
)  # fmt: skip
def test_words(assistant, question, opening):
    answer = assistant.answer(question)
    assert answer.status == "answered" and direct(answer).startswith(opening)
    check(assistant, answer)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("光ヶ丘精工と清流化成の営業利益の差は？", "300000000", "JPY"),
        ("清流化成と光ヶ丘精工の営業利益の合計は？", "5100000000", "JPY"),
    ],
)
def test_two_companies(assistant, question, value, unit):
    answer = assistant.answer(question)
    check(assistant, answer)
    assert (answer.calculation.result.value, answer.calculation.result.unit) == (value, unit)
    assert "清流化成" in direct(answer) and "光ヶ丘精工" in direct(answer)


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("清流化成の2024年3月期の売上高は？", ("180億円", "172億円")),
        (
            "What was 清流化成's revenue in the fiscal year ended March 2024?",
            ("¥18 billion", "¥17.2 billion"),
        ),
    ],
)
def test_articles_that_clash_are_both_told(assistant, question, amounts):
    answer = assistant.answer(question)
    check(assistant, answer)
    assert all(amount in direct(answer) for amount in amounts)
    (conflict,) = answer.conflicts
    assert {value.value for value in conflict.values} == {"18000000000", "17200000000"}
    markers = [value.marker for value in conflict.values]
    sources = {citation.article_id for citation in answer.citations if citation.marker in markers}
    assert len(set(markers)) == len(sources) == 2


def test_articles_that_agree_are_no_clash(assistant):
    answer = assistant.answer("清流化成の2024年3月期の営業利益は？")
    assert "27億円" in direct(answer) and not answer.conflicts


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("光ヶ丘精工の研究開発費は？", ("光ヶ丘精工", "研究開発費")),
        ("若葉電子の第1四半期の総資産は？", ("若葉電子", "資産合計")),
        ("What was Northmoor Tools' research and development in FY2024?", ("Northmoor Tools", "research and development")),
        ("What was Northmoor Tools' Q1 revenue?", ("Northmoor Tools", "revenue")),
        ("What was Northmoor Tools' revenue in FY2021?", ("Northmoor Tools", "revenue")),
        ("光ヶ丘精工の2025年3月期の売上高は？", ("光ヶ丘精工", "売上高")),
    ],
)  # fmt: skip
def test_a_refusal_names_what_is_missing(assistant, question, missing):
    answer = assistant.answer(question)
    assert answer.status == "not_found" and answer.calculation is None
    assert all(name in direct(answer) for name in missing)


@pytest.mark.parametrize(
    "question",
    ["青柳商事の売上高は？", "What was Sony's revenue?", "Larkspur Motors' revenue?", "What was Seiko Epson's revenue?", "星野電機の営業利益率は何%", "光ヶ丘精工の社長は誰ですか"],
)  # fmt: skip
def test_silence_about_other_companies_and_other_things(assistant, question):
    answer = assistant.answer(question)
    assert answer.status == "not_found" and answer.calculation is None


@pytest.mark.parametrize(
    ("history", "question", "value", "unit"),
    [
        (["光ヶ丘精工の売上高は？"], "前期は？", "20000000000", "JPY"),
        (["光ヶ丘精工の売上高は？"], "2023年3月期は？", "20000000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の売上高は？"], "前期は？", "20000000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の営業利益は？"], "2023年3月期は？", "1000000000", "JPY"),
        (["What was Northmoor Tools' revenue in FY2024?"], "And in FY2023?", "400000000", "USD"),
        (["What was Northmoor Tools' revenue in FY2024?"], "And the year before?", "400000000", "USD"),
        (["光ヶ丘精工の2024年3月期の売上高は？"], "前期の売上高は？", "20000000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の売上高は？"], "営業利益は？", "2400000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の売上高は？"], "では純資産は？", "10000000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の営業利益は？"], "清流化成は？", "2700000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の売上高は？", "清流化成は？"], "営業利益は？", "2700000000", "JPY"),
        (["光ヶ丘精工の2024年3月期の売上高は？"], "その増減率は？", "20", "percent"),
        (["What was Northmoor Tools' revenue in FY2024?"], "And the growth?", "25", "percent"),
        (["What was Northmoor Tools' revenue in FY2024?"], "What about Hikarigaoka Seiko?", "24000000000", "JPY"),
        (["What was Northmoor Tools' revenue in FY2024?"], "And operating income?", "60000000", "USD"),
    ],
)  # fmt: skip
def test_follow_ups(assistant, history, question, value, unit):
    answer = assistant.answer(question, followed(*history))
    assert answer.status == "answered"
    check(assistant, answer, history)
    assert (Decimal(answer.calculation.result.value), answer.calculation.result.unit) == (
        Decimal(value),
        unit,
    )


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ("光ヶ丘精工の2024年3月期の売上高はいくらですか", "青柳商事は？"),
        ("What was Northmoor Tools' revenue in FY2024?", "What about Larkspur Motors?"),
    ],
)
def test_a_follow_up_about_a_company_without_tables_gets_no_figure_of_another(assistant, history, question):
    assert assistant.answer(question, followed(history)).calculation is None


def test_sentences_beside_tables_are_still_quoted(assistant):
    answer = assistant.answer("光ヶ丘精工の工場の移転で何が出た？")
    assert answer.status == "answered" and "特別損失" in direct(answer)


def test_a_library_without_tables_answers_as_before(tmp_path):
    with assistant_over(tmp_path / "plain", PLAIN) as assistant:
        answer = assistant.answer("星野電機の資金は何か月もつ？")
        assert (answer.calculation.result.value, answer.calculation.result.unit) == ("12", "month")
        assert "60億円" in direct(assistant.answer("星野電機の現金は？"))
        assert assistant.answer("光ヶ丘精工の2024年3月期の売上高は？").status == "not_found"


def test_a_table_that_is_added_or_removed_counts_at_once(tmp_path):
    with assistant_over(tmp_path / "changing", PLAIN) as assistant:
        question = "清流化成の2024年3月期の営業利益は？"
        assert assistant.answer(question).status == "not_found"
        added = assistant.library.add(Document("清流化成の2024年3月期", ARTICLES["seiryu"], "s.md"))
        assert "27億円" in direct(assistant.answer(question))
        assistant.library.remove([added.article_id])
        assert assistant.answer(question).status == "not_found"
