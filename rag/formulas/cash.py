"""Formulas of cash: runway, burn, and the three cash flows."""

from __future__ import annotations

from rag.formulas.base import (
    Formula,
    Input,
    amount_of_first,
    months,
    of_difference,
    per,
    ratio,
    same_as_first,
)

_RUNWAY = "runway as startups and their investors use the term"
_CASH_FLOWS = "the statement of cash flows"
_CASH = Input("cash", "money", ("cash",), positive=True)
_BURN = Input("burn", "rate", ("burn",), positive=True)
_REVENUE = Input("revenue", "rate", ("revenue",), ("収入", "入金", "income"))
_OPERATING = Input("operating_cash_flow", "money", ("operating_cash_flow",))
_INVESTING = Input("investing_cash_flow", "money", ("investing_cash_flow",))

CASH: dict[str, Formula] = {
    "runway": Formula(
        "ランウェイ（月） = 現金 ÷ 月間支出", "runway in months = cash ÷ burn per month", "{0} / {1}", months,
        ("ランウェイ", "ランウェー", "資金寿命", "グロスランウェイ", "gross runway", "cash runway", "runway"), (_CASH, _BURN), _RUNWAY, (("80 USD", "10 USD/month"), "8 month"),
    ),
    "net_runway": Formula(
        "ランウェイ（月） = 現金 ÷ (月間支出 − 月間収入)", "runway in months = cash ÷ (burn − revenue per month)", "{0} / ({1} - {2})", months,
        ("ネットランウェイ", "純ランウェイ", "net runway"), (_CASH, _BURN, _REVENUE), _RUNWAY, (("80 USD", "10 USD/month", "2 USD/month"), "10 month"),
    ),
    "runway_after_raise": Formula(
        "ランウェイ（月） = (現金 + 調達額) ÷ 月間支出", "runway in months = (cash + new money) ÷ burn per month", "({0} + {1}) / {2}", months,
        ("調達後のランウェイ", "runway after the raise", "runway after raising"), (_CASH, Input("raised", "money", ("raise",)), _BURN), _RUNWAY, (("80 USD", "40 USD", "10 USD/month"), "12 month"),
    ),
    "raise_needed": Formula(
        "必要な調達額 = 月間支出 × 月数 − 現金", "money to raise = burn × months − cash", "{0} * {1} - {2}", amount_of_first,
        ("必要な調達額", "必要調達額", "いくら調達が必要", "調達が必要", "いくら調達すれば", "いくら調達する必要", "must we raise", "do we need to raise", "must it raise", "does it need to raise", "調達の必要額", "money to raise", "needs to raise", "need to raise", "needs to be raised", "funding need"),
        (_BURN, Input("time", "month"), Input("cash", "money", ("cash",))), _RUNWAY, (("10 USD/month", "18 month", "80 USD"), "100 USD"),
    ),
    "affordable_burn": Formula(
        "許容できる月間支出 = 現金 ÷ 月数", "affordable burn = cash ÷ months", "{0} / {1}", per("month"),
        ("許容できる月間支出", "支出はいくらまで", "いくらまで使える", "いくらまで支出", "can we afford", "can it afford", "could we spend", "can we spend", "許容できる支出", "許容バーン", "支出の上限", "affordable burn", "maximum burn", "sustainable burn"),
        (_CASH, Input("time", "month", positive=True)), _RUNWAY, (("80 USD", "16 month"), "5 USD/month"),
    ),
    "net_burn": Formula(
        "ネットバーン = 月間支出 − 月間収入", "net burn = burn − revenue per month", "{0} - {1}", same_as_first,
        ("ネットバーン", "純バーン", "ネットバーンレート", "net burn", "net burn rate"), (Input("burn", "rate", ("burn",)), _REVENUE), _RUNWAY, (("10 USD/month", "2 USD/month"), "8 USD/month"),
    ),
    "revenue_to_break_even": Formula(
        "収支均衡までに必要な増収（月） = 月間支出 − 月間売上", "monthly revenue still needed to break even = burn − revenue", "{0} - {1}", same_as_first,
        ("収支均衡まで", "収支トントンまで", "黒字化までに必要", "黒字化まで", "黒字まで", "revenue to break even", "short of breaking even", "short of break-even", "needed to break even"),
        (Input("burn", "rate", ("burn",)), _REVENUE), _RUNWAY, (("10 USD/month", "2 USD/month"), "8 USD/month"),
    ),
    "burn_multiple": Formula(
        "バーンマルチプル = ネットバーン ÷ 純増ARR", "burn multiple = net burn ÷ net new ARR", "{0} / {1}", ratio,
        ("バーンマルチプル", "バーン・マルチプル", "burn multiple"),
        (Input("net_burn", "money", ("net_burn", "burn", "cash_spent")), Input("net_new_arr", "money", ("net_new_arr",), positive=True)),
        "David Sacks, The Burn Multiple (2020)", (("30 USD", "20 USD"), "1.5 ratio"),
    ),
    "free_cash_flow": Formula(
        "フリーキャッシュフロー = 営業CF + 投資CF", "free cash flow = operating + investing cash flow", "{0} + {1}", same_as_first,
        ("フリーキャッシュフロー", "フリー・キャッシュ・フロー", "フリーCF", "純現金収支", "FCF", "free cash flow"), (_OPERATING, _INVESTING), _CASH_FLOWS, (("50 USD", "-30 USD"), "20 USD"),
    ),
    "free_cash_flow_after_capex": Formula(
        "フリーキャッシュフロー = 営業CF − 設備投資", "free cash flow = operating cash flow − capital expenditure", "{0} - {1}", of_difference,
        ("フリーキャッシュフロー", "フリー・キャッシュ・フロー", "フリーCF", "FCF", "free cash flow"), (_OPERATING, Input("capex", "money", ("capex",), magnitude=True)), _CASH_FLOWS, (("50 USD", "30 USD"), "20 USD"),
    ),
    "cash_flow_coverage": Formula(
        "投資カバー率 = 営業CF ÷ 投資CFの支出", "cash-flow coverage = operating cash flow ÷ investing outflow", "{0} / {1}", ratio,
        ("投資カバー率", "投資CFカバー率", "キャッシュフローカバレッジ", "キャッシュ・フロー・カバレッジ", "営業CFで投資CF", "cash-flow coverage", "cash flow coverage"),
        (_OPERATING, Input("investing_cash_flow", "money", ("investing_cash_flow", "capex"), magnitude=True)), _CASH_FLOWS, (("60 USD", "-40 USD"), "1.5 ratio"),
    ),
    "net_cash_flow": Formula(
        "現金の増減 = 営業CF + 投資CF + 財務CF", "net change in cash = operating + investing + financing cash flow", "{0} + {1} + {2}", same_as_first,
        ("現金の増減", "現金増減額", "現金及び現金同等物の増減額", "三つのキャッシュフローの合計", "3つのキャッシュフローの合計", "キャッシュフローの合計", "キャッシュフロー合計", "net change in cash", "net cash flow", "change in cash", "sum of the three cash flows", "total cash flow"),
        (_OPERATING, _INVESTING, Input("financing_cash_flow", "money", ("financing_cash_flow",))), _CASH_FLOWS, (("50 USD", "-30 USD", "-5 USD"), "15 USD"),
    ),
    "cash_flow_margin": Formula(
        "キャッシュフロー・マージン = 営業CF ÷ 売上高", "cash-flow margin = operating cash flow ÷ revenue", "{0} / {1} * 100", lambda units: "percent",
        ("キャッシュフロー・マージン", "キャッシュフローマージン", "営業CFマージン", "営業キャッシュフローマージン", "cash-flow margin", "cash flow margin", "operating cash flow margin"),
        (_OPERATING, Input("revenue", "money", ("revenue",), positive=True)), _CASH_FLOWS, (("15 USD", "100 USD"), "15 percent"),
    ),
}  # fmt: skip
