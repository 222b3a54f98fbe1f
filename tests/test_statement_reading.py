"""What a question wants done with its measures, and at which of the periods at hand."""

from __future__ import annotations

import pytest
from hand_made_tables import NEW, OLD, VOCABULARY, book, span, written

from rag.statements.reading import read_ask

LINES = (
    "revenue cost_of_sales gross_profit sga operating_income ordinary_income net_income total_assets current_assets fixed_assets liabilities "
    "current_liabilities net_assets liabilities_and_net_assets cash rnd capex interest_expense operating_cash_flow investing_cash_flow financing_cash_flow"
).split()
YEARS = book(dict.fromkeys(LINES, (100, 120)))
QUARTERS = tuple(
    span(*dates)
    for dates in (("2023-04-01", "2023-06-30"), ("2023-07-01", "2023-09-30"), ("2023-10-01", "2023-12-31"), ("2024-01-01", "2024-03-31"))
)  # fmt: skip
QUARTERLY = book(dict.fromkeys(LINES, (10, 20, 30, 40, 100)), (*QUARTERS, NEW))


def read(text, of=YEARS):
    asked = read_ask(text, [], of, VOCABULARY)
    assert asked is not None, text
    return asked


@pytest.mark.parametrize(
    ("text", "operation", "measure"),
    [
        ("2024年3月期の売上高はいくらですか", "value", "revenue"),
        ("売上高を教えて", "value", "revenue"),
        ("前期の営業利益は？", "value", "operating_income"),
        ("営業損失はいくらですか", "value", "-operating_income"),
        ("営業利益率は何%ですか", "value", "operating_margin"),
        ("流動比率は何%ですか", "value", "current_ratio"),
        ("総資産回転率は何回ですか", "value", "asset_turnover"),
        ("総資産に占める純資産の割合は何%か", "value", "net_assets / total_assets * 100"),
        ("売上高から売上原価を引くといくら", "value", "revenue - cost_of_sales"),
        ("売上高は前期比で何%増えたか", "growth", "revenue"),
        ("売上高は前期比何%増減しましたか", "growth", "revenue"),
        ("営業利益の増減率は？", "growth", "operating_income"),
        ("営業利益の前年比成長率は何%", "growth", "operating_income"),
        ("増収率は何%", "growth", "revenue"),
        ("営業増益率は何%ですか", "growth", "operating_income"),
        ("2024年3月期の営業利益は2023年3月期と比べて何%減りましたか", "growth", "operating_income"),
        ("売上高の前期からの増減額は", "change", "revenue"),
        ("売上高はいくら増えましたか", "change", "revenue"),
        ("売上高は2023年3月期から2024年3月期にかけていくら増えたか", "change", "revenue"),
        ("研究開発費は前年から何億円増えましたか", "change", "rnd"),
        ("営業利益の増益額は", "change", "operating_income"),
        ("減収幅はいくらか", "change", "revenue"),
        ("営業利益率は前期から何ポイント変化したか", "change", "operating_margin"),
        ("総資産に占める純資産の割合は前期から何ポイント動いたか", "change", "net_assets / total_assets * 100"),
        ("売上高と売上原価の差は前期と比べていくら変わりましたか", "change", "revenue - cost_of_sales"),
        ("営業利益率は改善しましたか、悪化しましたか", "direction", "operating_margin"),
        ("売上高は増えましたか、減りましたか", "direction", "revenue"),
        ("売上高は増加しましたか", "direction", "revenue"),
        ("売上高は減りましたか", "direction", "revenue"),
        ("2024年3月期は増収でしたか減収でしたか", "direction", "revenue"),
        ("流動比率は前の期より上がりましたか", "direction", "current_ratio"),
        ("2024年3月期の売上高は前期の何倍ですか", "multiple", "revenue"),
        ("2023年3月期と2024年3月期の売上高の合計は", "total", "revenue"),
        ("2023年3月期と2024年3月期の売上高の平均は", "average", "revenue"),
        ("2023年3月期と2024年3月期で売上高が大きいのはどちらの期ですか", "larger_time", "revenue"),
        ("営業利益が最も大きかったのはどの年度か", "largest_time", "operating_income"),
        ("What was revenue in fiscal 2023?", "value", "revenue"),
        ("What was the operating margin?", "value", "operating_margin"),
        ("What is revenue minus cost of sales?", "value", "revenue - cost_of_sales"),
        ("What percentage of total assets was net assets?", "value", "net_assets / total_assets * 100"),
        ("What did operating, investing and financing cash flows come to?", "value", "operating_cash_flow + investing_cash_flow + financing_cash_flow"),
        ("How many times did operating income cover interest expense?", "value", "operating_income / interest_expense"),
        ("By what percentage did revenue grow?", "growth", "revenue"),
        ("How much did revenue grow in percent?", "growth", "revenue"),
        ("What was the percentage change in operating income?", "growth", "operating_income"),
        ("What was the growth rate of revenue?", "growth", "revenue"),
        ("How sharply did revenue drop?", "growth", "revenue"),
        ("How much did revenue increase from the prior year?", "change", "revenue"),
        ("By how much did revenue fall?", "change", "revenue"),
        ("What was the change in revenue year on year?", "change", "revenue"),
        ("By how many percentage points did the operating margin change?", "change", "operating_margin"),
        ("How much higher was revenue than in the year before?", "change", "revenue"),
        ("How much lower was net income?", "change", "net_income"),
        ("How much revenue was lost?", "change", "revenue"),
        ("Did revenue rise or fall?", "direction", "revenue"),
        ("Did revenue increase?", "direction", "revenue"),
        ("Was operating income lower than in the previous year?", "direction", "operating_income"),
        ("Did the operating margin improve or worsen?", "direction", "operating_margin"),
        ("Revenue fell, right?", "direction", "revenue"),
        ("How many times last year's revenue was this year's revenue?", "multiple", "revenue"),
        ("What did revenue for fiscal 2022 and fiscal 2023 come to together?", "total", "revenue"),
        ("What was the average revenue over fiscal 2022 and fiscal 2023?", "average", "revenue"),
        ("In which fiscal year was revenue higher, FY2022 or FY2023?", "larger_time", "revenue"),
        ("Which year had the highest operating income?", "largest_time", "operating_income"),
        ("How much did total assets grow from fiscal 2022 to fiscal 2023?", "change", "total_assets"),
        ("Did total assets rise or fall from fiscal 2022 to fiscal 2023?", "direction", "total_assets"),
    ],
)  # fmt: skip
def test_operations(text, operation, measure):
    asked = read(text)
    assert (asked.operation, [written(one) for one in asked.measures]) == (operation, [measure])


@pytest.mark.parametrize(
    ("text", "operation", "measures"),
    [
        ("売上原価と販管費ではどちらが大きいですか", "larger", ["cost_of_sales", "sga"]),
        ("Which is larger, cost of sales or SG&A?", "larger", ["cost_of_sales", "sga"]),
        ("Which of the two was larger: operating income or ordinary income?", "larger", ["operating_income", "ordinary_income"]),
        ("資産合計と負債純資産合計は一致しますか", "balance", ["total_assets", "liabilities_and_net_assets"]),
        ("負債と純資産の合計は総資産に等しいですか", "balance", ["total_assets", "liabilities_and_net_assets"]),
        ("貸借対照表はバランスしていますか", "balance", ["total_assets", "liabilities_and_net_assets"]),
        ("Do total assets equal total liabilities and net assets?", "balance", ["total_assets", "liabilities_and_net_assets"]),
    ],
)  # fmt: skip
def test_operations_on_two(text, operation, measures):
    asked = read(text)
    assert (asked.operation, [written(one) for one in asked.measures]) == (operation, measures)


@pytest.mark.parametrize(
    ("text", "operation", "quarters"),
    [
        ("第1四半期から第4四半期にかけて売上高はいくら増えたか", "change", [1, 4]),
        ("第3四半期の売上高は第2四半期比で何%増えたか", "growth", [2, 3]),
        ("第1四半期と第2四半期の売上高の合計は", "total", [1, 2]),
        ("How much revenue in the second quarter?", "value", [2]),
        ("営業利益が最も大きかったのはどの四半期か", "largest_time", []),
        ("Which quarter had the lowest revenue?", "largest_time", []),
    ],
)
def test_operations_on_quarters(text, operation, quarters):
    asked = read(text, QUARTERLY)
    assert asked.operation == operation
    assert list(asked.periods) == [QUARTERS[number - 1] for number in quarters]


def test_halves_are_times_of_their_own():
    asked = read("下期の売上高は上期の何倍か", QUARTERLY)
    assert asked.operation == "multiple"
    assert [(one.start, one.end) for one in asked.periods] == [
        (QUARTERS[0].start, QUARTERS[1].end),
        (QUARTERS[2].start, QUARTERS[3].end),
    ]


def test_periods_are_oldest_first_and_shown_as_asked():
    asked = read("2024年3月期の売上高は2023年3月期より何%増えたか")
    assert asked.periods == (OLD, NEW)
    assert asked.shown == {OLD: "2023年3月期", NEW: "2024年3月期"}


@pytest.mark.parametrize(
    "text", ["2030年3月期の売上高は", "FY2019 revenue", "2023年3月期と2031年3月期の売上高の差"]
)
def test_a_time_the_tables_have_not_is_told_of(text):
    assert read(text).lacks_time


@pytest.mark.parametrize(
    ("text", "falls"),
    [("売上高はどれだけ減りましたか", True), ("By how much did revenue fall?", True), ("How much revenue was lost?", True), ("売上高はどれだけ増えましたか", False), ("売上高は前期比で何%増減したか", False)],
)  # fmt: skip
def test_whether_a_fall_is_taken_for_granted(text, falls):
    assert read(text).falls is falls


def test_an_earlier_time_that_is_only_pointed_to():
    assert read("前期の売上高は？").before
    assert not read("2023年3月期の売上高は？").before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "社長は誰ですか",
        "How many employees are there?",
        "2024年3月期は？",
        "なぜですか",
        "売上高と営業利益を教えて",
    ],
)
def test_what_names_no_measure_is_left_to_others(text):
    assert read_ask(text, [], YEARS, VOCABULARY) is None


def test_a_company_s_name_is_no_measure():
    """A firm may be named after a line of the balance sheet."""
    text = "現金及び預金商会の売上高は？"
    asked = read_ask(text, [(0, 9)], YEARS, VOCABULARY)
    assert asked is not None and [written(one) for one in asked.measures] == ["revenue"]
