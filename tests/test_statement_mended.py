"""Questions about tables that were once read wrong: a wrong figure, a wrong company, or a refusal of what the tables hold."""

from __future__ import annotations

import pytest
from hand_made_tables import NEW, VOCABULARY, assistant_over, periods_named, span, written
from test_statement_composing import composed
from test_statement_reading import YEARS
from test_statements import ARTICLES, direct, followed

from rag.statements.companies import CompanyNames
from rag.statements.reading import read_ask

QUARTERS = tuple(
    span(*dates)
    for dates in (("2023-04-01", "2023-06-30"), ("2023-07-01", "2023-09-30"), ("2023-10-01", "2023-12-31"), ("2024-01-01", "2024-03-31"))
)  # fmt: skip
LATER = tuple(one.in_years(1) for one in (*QUARTERS, NEW))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    with assistant_over(tmp_path_factory.mktemp("open"), ARTICLES) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2023年度第2四半期", [QUARTERS[1]]),
        ("FY2023 Q1", [QUARTERS[0]]),
        ("Q3 of fiscal 2023", [QUARTERS[2]]),
        ("2023年度上期", [span("2023-04-01", "2023-09-30")]),
        ("1H", [span("2023-04-01", "2023-09-30")]),
    ],
)
def test_a_part_of_a_numbered_year(text, meant):
    assert periods_named(text, (*QUARTERS, NEW)) == meant


def test_a_quarter_belongs_to_the_year_written_before_it():
    text = "2024年3月期の第1四半期と2025年3月期の第2四半期"
    assert periods_named(text, (*QUARTERS, NEW, *LATER)) == [QUARTERS[0], LATER[1]]


@pytest.mark.parametrize("text", ["売上高は2年前いくらでしたか", "前々期の売上高は", "前四半期の売上高は", "revenue two years ago", "revenue in the prior quarter"])  # fmt: skip
def test_a_time_that_points_further_back_is_not_overlooked(text):
    asked = read_ask(text, [], YEARS, VOCABULARY)
    assert asked is None or asked.lacks_time or asked.before or asked.periods


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("資産合計は2023年3月期から2024年3月期にかけていくら増えたか", "change"),
        ("純資産合計は2023年3月期から2024年3月期にかけて何%増えたか", "growth"),
        ("2023年3月期と2024年3月期の資産合計の平均は", "average"),
        ("2023年3月期から2024年3月期にかけて負債合計は減りましたか", "direction"),
        ("流動資産と固定資産の合計は総資産に一致しますか", "balance"),
        ("Do current assets and fixed assets add up to total assets?", "balance"),
        ("営業利益が最も小さかった年度は", "largest_time"),
    ],
)
def test_operations(text, operation):
    """The name of a total (資産合計, total assets) is no wish to add two years up."""
    asked = read_ask(text, [], YEARS, VOCABULARY)
    assert asked is not None and asked.operation == operation


def test_a_remark_behind_a_question_mark_leaves_the_question():
    asked = read_ask("売上高の増減率は?減少ならマイナスで", [], YEARS, VOCABULARY)
    assert asked is not None and [written(one) for one in asked.measures] == ["revenue"]


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("流動負債で流動資産を割ると", "current_assets / current_liabilities * 100"),
        ("How many times was interest expense covered by operating income?", "operating_income / interest_expense"),
        ("How far was interest expense covered by operating income?", "operating_income / interest_expense * 100"),
        ("How many times as large as net assets were liabilities?", "liabilities / net_assets"),
        ("Of total assets, what percentage were current assets?", "current_assets / total_assets * 100"),
        ("営業活動、投資活動及び財務活動によるキャッシュフローの合計", "operating_cash_flow + investing_cash_flow + financing_cash_flow"),
        ("Add short-term and long-term borrowings", "short_term_borrowings + long_term_borrowings"),
        ("総資産に占める現金の割合は何%か", "cash / total_assets * 100"),
        ("What share of total assets was cash?", "cash / total_assets * 100"),
    ],
)  # fmt: skip
def test_arithmetic(text, arithmetic):
    assert composed(text) == arithmetic


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("Sony's revenue?", ("商船三井",)),
        ("Canon's revenue", ("キリン",)),
        ("Panasonic's ROE", ("日本郵船",)),
        ("Nikon's revenue", ("みくまり電子",)),
        ("Toshiba's revenue", ("東ソー",)),
        ("Mitsubishi Chemical's revenue", ("三菱重工業",)),
        ("Sumitomo Metal Mining's revenue", ("住友化学",)),
        ("Kansai Electric Power's revenue", ("東京電力",)),
        ("Nippon Paint's revenue", ("日本製鉄",)),
        ("In general, what is revenue?", ("General Robotics",)),
        ("日本の売上高は？", ("日本製鉄",)),
        ("Hitachi Construction Machinery's revenue", ("日立製作所",)),
        ("Hitachi Zosen's revenue", ("日立製作所",)),
    ],
)
def test_a_firm_is_not_taken_for_another(text, firms, analyser):
    """Alone in the ledger, each of these firms answers for one that is not in it."""
    assert CompanyNames(firms, VOCABULARY, analyser).find(text) == []


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("Toyota's revenue", ("トヨタ自動車",)),
        ("Obayashi's revenue", ("大林組",)),
    ],
)
def test_short_forms_of_a_name(text, firms, analyser):
    assert [one.name for one in CompanyNames(firms, VOCABULARY, analyser).find(text)] == list(firms)


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (span("2025-03-31", "2025-03-31"), "at 31 March 2025"),
        (span("2025-03-31", "2025-03-31"), "in March 2025"),
        (span("2025-03-31", "2025-03-31"), "2025年3月期"),
        (span("2025-03-31", "2025-03-31"), "the year ended March 2025"),
    ],
)
def test_a_balance_date_answers_for_its_month_and_its_year(kept, text):
    """A sheet headed "31 March 2025" answers "at 31 March 2025" and for the year it closes."""
    assert periods_named(text, (kept,)) == [kept]


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        (["What was Northmoor Tools' operating income in FY2024?"], "And as a percentage of revenue?", "12"),
        (["光ヶ丘精工の2024年3月期の営業利益は？"], "売上高の何%？", "10"),
        ([], "光ヶ丘精工の営業利益は清流化成の何倍？", "0.8888888888888888888888888888888889"),
        ([], "光ヶ丘精工の営業利益の2年間の平均は？", "1700000000"),
    ],
)
def test_values(assistant, history, question, value):
    answer = assistant.answer(question, followed(*history))
    assert answer.calculation is not None and answer.calculation.result.value == value


def test_amounts_of_two_currencies_are_not_compared(assistant):
    assert assistant.answer("光ヶ丘精工とNorthmoor Toolsの売上高の差は？").calculation is None


def test_why_is_no_yes_or_no(assistant):
    assert not direct(assistant.answer("光ヶ丘精工の売上高はなぜ増えましたか")).startswith("はい")


def test_both_halves_of_a_claim_are_checked(assistant):
    """Sales rose and the net result fell from a profit to a loss: 増収増益 is half wrong."""
    assert not direct(assistant.answer("光ヶ丘精工は増収、最終増益でしたか")).startswith("はい")


def test_a_refusal_names_the_time_that_is_missing(assistant):
    assert "2021年3月期" in direct(assistant.answer("光ヶ丘精工の2021年3月期の売上高は？"))


def test_a_fall_has_one_sign_in_both_languages(assistant):
    english = assistant.answer("By how much did Northmoor Tools' net loss narrow?")
    japanese = assistant.answer("Northmoor Toolsの純損失はいくら縮小しましたか")
    assert english.calculation.result.value == japanese.calculation.result.value


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("売上高に対する売上原価と販管費の合計の割合は何%か", "(cost_of_sales + sga) / revenue * 100"),
        ("営業利益と営業外収益を足して営業外費用を引くといくら？", "operating_income + non_operating_income - non_operating_expenses"),
        ("売上高から売上原価と販管費を引くといくら？", "revenue - cost_of_sales - sga"),
        ("current assets minus inventories divided by current liabilities, in percent", "(current_assets - inventory) / current_liabilities * 100"),
    ],
)  # fmt: skip
def test_arithmetic_of_three_lines(text, arithmetic):
    assert composed(text) == arithmetic


def test_the_year_before_is_no_comparison():
    asked = read_ask("What was revenue in the previous year?", [], YEARS, VOCABULARY)
    assert asked is not None and asked.operation == "value"
