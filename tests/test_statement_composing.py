"""Which arithmetic a question's words ask for: what is over what, what is taken from what, what is added up.

The tables below hold what a reader of the question would write down; each row is one way of asking.
"""

from __future__ import annotations

import pytest
from hand_made_tables import VOCABULARY, written

from index.vocabulary import fold
from rag.statements import cues
from rag.statements.composing import is_multiple, is_share, one_measure, sides
from rag.statements.measures import Measure
from rag.statements.mentions import find_measures


def composed(text):
    """The one measure of a question, as arithmetic."""
    plain = cues.without_form(text)
    return written(one_measure(plain, find_measures(plain, {}, VOCABULARY)))


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("売上高に占める営業利益の割合は何%か", "operating_income / revenue * 100"),
        ("営業利益の売上高に対する比率は？", "operating_income / revenue * 100"),
        ("営業利益は売上高の何%か", "operating_income / revenue * 100"),
        ("営業利益は売上高の何パーセントですか", "operating_income / revenue * 100"),
        ("売上高のうち営業利益は何%を占めるか", "operating_income / revenue * 100"),
        ("売上高のうち、売上原価が占める割合は何%か", "cost_of_sales / revenue * 100"),
        ("売上高のうち売上原価の割合", "cost_of_sales / revenue * 100"),
        ("総資産に占める現金及び預金の割合は？", "cash / total_assets * 100"),
        ("総資産に対する純資産の割合", "net_assets / total_assets * 100"),
        ("総資産に対する負債の比率は何%か", "liabilities / total_assets * 100"),
        ("負債は純資産の何倍か", "liabilities / net_assets"),
        ("純資産に対する負債の倍率", "liabilities / net_assets"),
        ("流動資産を流動負債で割ると何%か", "current_assets / current_liabilities * 100"),
        ("営業利益を売上高で割り、100を掛けた値", "operating_income / revenue * 100"),
        ("営業利益÷売上高は何%か", "operating_income / revenue * 100"),
        ("営業利益／売上高", "operating_income / revenue * 100"),
        ("固定資産の純資産に対する割合", "fixed_assets / net_assets * 100"),
        ("棚卸資産は流動資産の何割か", "inventory / current_assets * 100"),
        ("純資産で固定資産をどれだけ賄えているか", "net_assets / fixed_assets * 100"),
        ("営業キャッシュフローで設備投資額を何倍まかなえたか", "operating_cash_flow / capex"),
        ("営業利益で支払利息を何倍カバーしたか", "operating_income / interest_expense"),
        ("支払利息に対する営業利益の倍率", "operating_income / interest_expense"),
        ("短期借入金と長期借入金を合わせると総資産の何%か", "(short_term_borrowings + long_term_borrowings) / total_assets * 100"),
        ("流動資産から棚卸資産を引いて流動負債で割ると何%か", "(current_assets - inventory) / current_liabilities * 100"),
        ("流動資産から棚卸資産を除いた額の流動負債に対する割合は何%", "(current_assets - inventory) / current_liabilities * 100"),
        ("現金及び預金と売上債権の合計を流動負債で割ると何%", "(cash + receivables) / current_liabilities * 100"),
        ("販管費は売上総利益の何%を占めますか", "sga / gross_profit * 100"),
        ("売上総利益に占める販管費の割合", "sga / gross_profit * 100"),
        ("売上総利益に対する営業利益の割合は何%か", "operating_income / gross_profit * 100"),
        ("総資産を分母、純資産を分子とした比率", "net_assets / total_assets * 100"),
        ("純資産に占める利益剰余金の割合", "retained_earnings / net_assets * 100"),
        ("税引前当期純利益に対する法人税等の割合は何%か", "income_tax / pretax_income * 100"),
        ("法人税等が税引前当期純利益に占める割合は何%か", "income_tax / pretax_income * 100"),
        ("研究開発費の売上高比率は何%ですか", "rnd / revenue * 100"),
        ("研究開発費は売上高比で何%か", "rnd / revenue * 100"),
        ("売上高の何%が研究開発費か", "rnd / revenue * 100"),
        ("売上高の何%が営業利益として残ったか", "operating_income / revenue * 100"),
        ("のれんは純資産の何%に相当するか", "goodwill / net_assets * 100"),
        ("のれんが総資産の何%を占めるか", "goodwill / total_assets * 100"),
        ("支払利息が営業利益に占める割合は何%か", "interest_expense / operating_income * 100"),
        ("固定資産のうち有形固定資産は何割か", "tangible_assets / fixed_assets * 100"),
        ("現金及び預金の総資産比は何%か", "cash / total_assets * 100"),
        ("粗利に対する販管費の比率は何パーセント", "sga / gross_profit * 100"),
        ("投資その他の資産は総資産の何%ですか", "investments_and_other_assets / total_assets * 100"),
        ("設備投資額は営業キャッシュフローの何%か", "capex / operating_cash_flow * 100"),
        ("営業キャッシュフローに対する設備投資額の割合は", "capex / operating_cash_flow * 100"),
        ("借入金は純資産の何倍ですか", "borrowings / net_assets"),
        ("販管費の対売上高比率は何%か", "sga / revenue * 100"),
        ("利益剰余金の純資産に占める割合", "retained_earnings / net_assets * 100"),
        ("売上高を分母にした研究開発費の割合は何%か", "rnd / revenue * 100"),
        ("売上原価の売上高に対する割合", "cost_of_sales / revenue * 100"),
        ("What percentage of revenue was operating income?", "operating_income / revenue * 100"),
        ("What percentage of total assets does goodwill make up?", "goodwill / total_assets * 100"),
        ("Operating income as a percentage of revenue", "operating_income / revenue * 100"),
        ("cost of sales as a share of revenue, in percent", "cost_of_sales / revenue * 100"),
        ("What was research and development as a proportion of revenue?", "rnd / revenue * 100"),
        ("What was the ratio of liabilities to net assets?", "liabilities / net_assets * 100"),
        ("What was the ratio of current assets to current liabilities?", "current_assets / current_liabilities * 100"),
        ("liabilities to net assets ratio", "liabilities / net_assets * 100"),
        ("What is current assets divided by current liabilities?", "current_assets / current_liabilities * 100"),
        ("Divide operating income by revenue: what percent?", "operating_income / revenue * 100"),
        ("Divide current assets by current liabilities", "current_assets / current_liabilities * 100"),
        ("How far did operating cash flow cover capital expenditure?", "operating_cash_flow / capex * 100"),
        ("How many times did operating income cover interest expense?", "operating_income / interest_expense"),
        ("What percent of total assets was funded by net assets?", "net_assets / total_assets * 100"),
        ("How much of revenue went to cost of sales, in percent?", "cost_of_sales / revenue * 100"),
        ("How much of the gross profit was eaten up by SG&A expenses, in percent?", "sga / gross_profit * 100"),
        ("What proportion of its gross profit was absorbed by selling, general and administrative expenses?", "sga / gross_profit * 100"),
        ("What fraction of net assets is retained earnings?", "retained_earnings / net_assets * 100"),
        ("What portion of current assets was inventory, in percent?", "inventory / current_assets * 100"),
        ("operating income over revenue", "operating_income / revenue * 100"),
        ("operating income / revenue", "operating_income / revenue * 100"),
        ("Add short-term borrowings and long-term borrowings: what percentage of that total is short-term borrowings?", "short_term_borrowings / (short_term_borrowings + long_term_borrowings) * 100"),
        ("How large was inventory relative to current assets, in percent?", "inventory / current_assets * 100"),
        ("How much operating income was earned on each yen of revenue, in percent?", "operating_income / revenue * 100"),
        ("What percent is net income of revenue?", "net_income / revenue * 100"),
        ("What percent of revenue is net income?", "net_income / revenue * 100"),
        ("net income-to-revenue ratio in percent", "net_income / revenue * 100"),
        ("net income to revenue, in percent", "net_income / revenue * 100"),
        ("In percent, how much of total assets were fixed assets?", "fixed_assets / total_assets * 100"),
        ("Income tax over pre-tax income", "income_tax / pretax_income * 100"),
        ("Which percentage of pre-tax income went to income taxes?", "income_tax / pretax_income * 100"),
        ("What percentage of operating cash flow was spent on capital expenditure?", "capex / operating_cash_flow * 100"),
        ("Express inventories as a percentage of cost of sales", "inventory / cost_of_sales * 100"),
        ("goodwill against net assets in percent", "goodwill / net_assets * 100"),
        ("How many times larger were total assets than net assets?", "total_assets / net_assets"),
        ("Goodwill as a share of total assets", "goodwill / total_assets * 100"),
        ("inventories as a fraction of current assets", "inventory / current_assets * 100"),
        ("the ratio of inventories to current assets", "inventory / current_assets * 100"),
        ("What percentage did SG&A make up of gross profit?", "sga / gross_profit * 100"),
        ("What percentage of SG&A was research and development?", "rnd / sga * 100"),
        ("research and development divided by revenue", "rnd / revenue * 100"),
        ("Net income relative to total assets, as a percentage", "net_income / total_assets * 100"),
        ("What percent of cost of sales did inventories represent?", "inventory / cost_of_sales * 100"),
        ("Depreciation as a percentage of capital expenditure", "depreciation / capex * 100"),
        ("How much of operating income did interest expense absorb, in percent?", "interest_expense / operating_income * 100"),
        ("How far did operating income cover interest expense?", "operating_income / interest_expense * 100"),
        ("goodwill to net assets in percent", "goodwill / net_assets * 100"),
        ("Retained earnings as a percentage of net assets", "retained_earnings / net_assets * 100"),
    ],
)  # fmt: skip
def test_what_is_held_against_what(text, arithmetic):
    assert composed(text) == arithmetic


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("売上高から売上原価を引くといくらか", "revenue - cost_of_sales"),
        ("売上高と営業外収益の差額は？", "revenue - non_operating_income"),
        ("流動資産と固定資産の合計は？", "current_assets + fixed_assets"),
        ("流動資産と固定資産を足すといくらか", "current_assets + fixed_assets"),
        ("流動資産に固定資産を加えるといくら", "current_assets + fixed_assets"),
        ("流動+固定の資産はいくら", "current_assets + fixed_assets"),
        ("流動負債と固定負債の合算", "current_liabilities + fixed_liabilities"),
        ("負債と純資産の和", "liabilities + net_assets"),
        ("流動資産 − 流動負債", "current_assets - current_liabilities"),
        ("流動資産マイナス流動負債", "current_assets - current_liabilities"),
        ("流動資産−流動負債", "current_assets - current_liabilities"),
        ("短期借入金＋長期借入金", "short_term_borrowings + long_term_borrowings"),
        ("流動資産から流動負債を差し引くと", "current_assets - current_liabilities"),
        ("営業利益から支払利息を控除した額は", "operating_income - interest_expense"),
        ("総資産から負債を引いた額", "total_assets - liabilities"),
        ("営業・投資・財務の各キャッシュフローを足すと", "operating_cash_flow + investing_cash_flow + financing_cash_flow"),
        ("売上債権と棚卸資産を合わせるといくら", "receivables + inventory"),
        ("営業利益に減価償却費を加えると", "operating_income + depreciation"),
        ("売上総利益と販管費の差", "gross_profit - sga"),
        ("Revenue minus cost of sales", "revenue - cost_of_sales"),
        ("revenue less cost of sales", "revenue - cost_of_sales"),
        ("Subtract cost of sales from revenue", "revenue - cost_of_sales"),
        ("Take cost of sales away from revenue: what is left?", "revenue - cost_of_sales"),
        ("Deduct current liabilities from current assets.", "current_assets - current_liabilities"),
        ("What is the difference between current assets and current liabilities?", "current_assets - current_liabilities"),
        ("What is left of revenue after cost of sales?", "revenue - cost_of_sales"),
        ("By how much did current assets exceed current liabilities?", "current_assets - current_liabilities"),
        ("Sum of current assets and fixed assets", "current_assets + fixed_assets"),
        ("Add current assets and fixed assets", "current_assets + fixed_assets"),
        ("current plus fixed assets", "current_assets + fixed_assets"),
        ("current and non-current liabilities combined", "current_liabilities + fixed_liabilities"),
        ("short-term borrowings plus long-term borrowings", "short_term_borrowings + long_term_borrowings"),
        ("Operating, investing and financing cash flows in total", "operating_cash_flow + investing_cash_flow + financing_cash_flow"),
        ("operating plus investing cash flow", "operating_cash_flow + investing_cash_flow"),
        ("Operating income plus depreciation", "operating_income + depreciation"),
        ("receivables and inventories together", "receivables + inventory"),
        ("operating income minus interest expense", "operating_income - interest_expense"),
        ("the gap between receivables and payables", "receivables - payables"),
        ("How much did receivables exceed payables by?", "receivables - payables"),
        ("Combined receivables and inventories", "receivables + inventory"),
        ("total of receivables and inventories", "receivables + inventory"),
    ],
)  # fmt: skip
def test_what_is_added_and_what_is_taken_away(text, arithmetic):
    assert composed(text) == arithmetic


@pytest.mark.parametrize(
    ("text", "arithmetic"),
    [
        ("2024年3月期の売上高", "revenue"),
        ("流動比率(流動資産÷流動負債)は何%か", "current_ratio"),
        ("自己資本比率(純資産÷総資産)は何%か", "equity_ratio"),
        ("粗利益(売上高−売上原価)はいくら", "gross_profit"),
        ("売上高(営業収益)はいくら", "revenue"),
        ("総資産(流動資産+固定資産)はいくらか", "total_assets"),
        ("working capital (current assets minus current liabilities)", "working_capital"),
        ("the effective tax rate (income tax over income before taxes)", "tax_rate"),
        ("純利益率、総資産回転率、財務レバレッジを掛けたROEは", "roe_dupont"),
        ("ROEをデュポン分解で求めると", "roe_dupont"),
        ("What is the ROE by the DuPont identity?", "roe_dupont"),
    ],
)
def test_a_bracket_that_explains_a_measure_adds_none(text, arithmetic):
    assert composed(text) == arithmetic


@pytest.mark.parametrize(
    "text", ["売上高と営業利益", "revenue and operating income", "売上高、営業利益、純利益は？"]
)
def test_measures_that_are_only_listed_are_not_put_together(text):
    assert composed(text) == "nothing"


@pytest.mark.parametrize(
    ("text", "unit"),
    [("営業利益は売上高の何%か", "percent"), ("負債は純資産の何倍か", "ratio"), ("how many times did operating income cover interest expense?", "ratio")],
)  # fmt: skip
def test_a_quotient_has_its_own_unit(text, unit):
    plain = cues.without_form(text)
    measure = one_measure(plain, find_measures(plain, {}, VOCABULARY))
    assert measure is not None and measure.unit is not None
    assert measure.unit(["JPY", "JPY"]) == unit
    assert (is_share(measure), is_multiple(measure)) == (unit == "percent", True)


@pytest.mark.parametrize(
    ("formula", "share", "multiple"),
    [("operating_margin", True, False), ("current_ratio", True, False), ("asset_turnover", False, True), ("working_capital", False, False)],
)  # fmt: skip
def test_kinds_of_formulas(formula, share, multiple):
    measure = Measure(0, 1, "", formulas=(formula,))
    assert (is_share(measure), is_multiple(measure)) == (share, multiple)


def test_a_turnover_in_percent_is_a_hundred_times_itself():
    assert composed("総資産回転率は何%か") == "asset_turnover * 100"
    assert composed("総資産回転率は何回か") == "asset_turnover"


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("資産合計は負債純資産合計に一致しますか", "total_assets", "liabilities_and_net_assets"),
        ("負債と純資産の合計は総資産に等しいか", "total_assets", "liabilities_and_net_assets"),
        ("流動資産と固定資産の合計は負債と純資産の合計に一致するか", "current_assets + fixed_assets", "liabilities_and_net_assets"),
        ("流動資産と固定資産の和は流動負債、固定負債、純資産の和と同じ額か", "current_assets + fixed_assets", "current_liabilities + fixed_liabilities + net_assets"),
        ("Do total liabilities and net assets equal total assets?", "total_assets", "liabilities_and_net_assets"),
    ],
)  # fmt: skip
def test_the_two_sides_of_a_balance(text, left, right):
    plain = fold(text)
    both = sides(plain, find_measures(plain, {}, VOCABULARY))
    assert both is not None and [written(side) for side in both] == [left, right]
