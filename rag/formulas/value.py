"""Formulas of value: rounds and dilution, multiples, and what one unit, share or employee brings."""

from __future__ import annotations

from rag.formulas.base import (
    Formula,
    Input,
    amount_of_first,
    count,
    of_difference,
    per,
    percent,
    ratio,
    same_as_first,
)
from rag.formulas.profit import NET_INCOME

_ROUND = "venture financing: post-money = pre-money + new money"
_MULTIPLE = "standard valuation multiple"
_BREAK_EVEN = "cost–volume–profit analysis"
_UNIT = "unit economics"
_RAISE = Input("raised", "money", ("raise", "investment"))
_POST = Input("post_money", "money", ("post_money", "valuation"), positive=True)
_PRICE = Input("price", "money", ("price",), ("売値", "販売価格"))
_UNIT_COST = Input("unit_cost", "money", ("unit_cost",))
_FIXED = Input("fixed_cost", "money", ("fixed_cost",))
_REVENUE = Input("revenue", "money", ("revenue",), positive=True)

VALUE: dict[str, Formula] = {
    "post_money": Formula(
        "ポストマネー評価額 = プレマネー評価額 + 調達額", "post-money = pre-money + new money", "{0} + {1}", same_as_first,
        ("ポストマネー評価額", "ポストマネー", "調達後の評価額", "調達後評価額", "post-money valuation", "post-money", "postmoney"),
        (Input("pre_money", "money", ("pre_money",)), _RAISE), _ROUND, (("80 USD", "20 USD"), "100 USD"),
    ),
    "pre_money": Formula(
        "プレマネー評価額 = ポストマネー評価額 − 調達額", "pre-money = post-money − new money", "{0} - {1}", of_difference,
        ("プレマネー評価額", "プレマネー", "調達前の評価額", "調達前評価額", "pre-money valuation", "pre-money", "premoney"), (_POST, _RAISE), _ROUND, (("100 USD", "20 USD"), "80 USD"),
    ),
    "dilution": Formula(
        "希薄化率 = 調達額 ÷ ポストマネー評価額", "dilution = new money ÷ post-money valuation", "{0} / {1} * 100", percent,
        ("希薄化率", "希薄化", "希釈化率", "希釈化", "希釈率", "ダイリューション", "dilution", "diluted"), (_RAISE, _POST), _ROUND, (("20 USD", "100 USD"), "20 percent"),
    ),
    "dilution_from_pre_money": Formula(
        "希薄化率 = 調達額 ÷ (プレマネー評価額 + 調達額)", "dilution = new money ÷ (pre-money valuation + new money)", "{0} / ({1} + {0}) * 100", percent,
        ("希薄化率", "希薄化", "希釈化率", "希釈化", "希釈率", "ダイリューション", "dilution", "diluted"), (_RAISE, Input("pre_money", "money", ("pre_money",), positive=True)), _ROUND, (("20 USD", "80 USD"), "20 percent"),
    ),
    "enterprise_value": Formula(
        "企業価値 = 時価総額 + 有利子負債 − 現金", "enterprise value = market cap + debt − cash", "{0} + {1} - {2}", same_as_first,
        ("企業価値", "EV", "enterprise value"),
        (Input("market_cap", "money", ("valuation",)), Input("debt", "money", ("interest_bearing_debt", "debt")), Input("cash", "money", ("cash",))), _MULTIPLE, (("100 USD", "30 USD", "10 USD"), "120 USD"),
    ),
    "ev_to_sales": Formula(
        "EV/売上高倍率 = 企業価値 ÷ 売上高", "EV/sales = enterprise value ÷ revenue", "{0} / {1}", ratio,
        ("EV/売上高倍率", "EV/売上高", "EV/Sales", "EV/Revenue", "EV to sales", "EV-to-sales", "EV to revenue", "EV/sales multiple"), (Input("enterprise_value", "money", ("enterprise_value", "valuation")), _REVENUE), _MULTIPLE, (("120 USD", "40 USD"), "3 ratio"),
    ),
    "ev_to_ebitda": Formula(
        "EV/EBITDA倍率 = 企業価値 ÷ EBITDA", "EV/EBITDA = enterprise value ÷ EBITDA", "{0} / {1}", ratio,
        ("EV/EBITDA倍率", "EV/EBITDA", "EV to EBITDA", "EV-to-EBITDA"), (Input("enterprise_value", "money", ("enterprise_value", "valuation")), Input("ebitda", "money", ("ebitda",), positive=True)), _MULTIPLE, (("120 USD", "20 USD"), "6 ratio"),
    ),
    "price_to_sales": Formula(
        "株価売上高倍率 = 評価額 ÷ 売上高", "price-to-sales = valuation ÷ revenue", "{0} / {1}", ratio,
        ("株価売上高倍率", "PSR", "評価額売上高倍率", "売上倍率", "price-to-sales ratio", "price-to-sales", "price to sales", "P/S ratio", "sales multiple", "revenue multiple"), (Input("valuation", "money", ("valuation",)), _REVENUE), _MULTIPLE, (("120 USD", "40 USD"), "3 ratio"),
    ),
    "per": Formula(
        "PER = 株価 ÷ 1株当たり純利益", "P/E = share price ÷ earnings per share", "{0} / {1}", ratio,
        ("PER", "株価収益率", "price-earnings ratio", "price-to-earnings ratio", "price-to-earnings", "P/E ratio", "P/E"), (Input("share_price", "money", ("share_price",)), Input("eps", "money", ("eps",), positive=True)), _MULTIPLE, (("1500 JPY", "100 JPY"), "15 ratio"),
    ),
    "per_from_totals": Formula(
        "PER = 時価総額 ÷ 当期純利益", "P/E = market cap ÷ net income", "{0} / {1}", ratio,
        ("PER", "株価収益率", "price-earnings ratio", "price-to-earnings ratio", "price-to-earnings", "P/E ratio", "P/E"), (Input("market_cap", "money", ("valuation",)), Input("net_income", "money", ("net_income", "net_income_parent"), positive=True)), _MULTIPLE, (("150 JPY", "10 JPY"), "15 ratio"),
    ),
    "pbr": Formula(
        "PBR = 時価総額 ÷ 純資産", "price-to-book = market cap ÷ net assets", "{0} / {1}", ratio,
        ("PBR", "株価純資産倍率", "price-to-book ratio", "price-to-book", "P/B ratio"), (Input("market_cap", "money", ("valuation",)), Input("equity", "money", ("net_assets", "shareholders_equity"), positive=True)), _MULTIPLE, (("60 JPY", "40 JPY"), "1.5 ratio"),
    ),
    "eps": Formula(
        "1株当たり純利益 = 当期純利益 ÷ 株式数", "EPS = net income ÷ shares", "{0} / {1}", amount_of_first,
        ("1株当たり当期純利益", "1株当たり純利益", "1株あたり純利益", "1株利益", "EPS", "earnings per share"), (NET_INCOME, Input("shares", "count", ("shares",), positive=True)), "standard per-share figure", (("500 JPY", "100 count"), "5 JPY"),
    ),
    "payout_ratio": Formula(
        "配当性向 = 配当 ÷ 当期純利益", "payout ratio = dividends ÷ net income", "{0} / {1} * 100", percent,
        ("配当性向", "payout ratio", "dividend payout ratio"), (Input("dividends", "money", ("dividends",)), Input("net_income", "money", ("net_income", "net_income_parent"), positive=True)), "standard payout ratio", (("3 JPY", "10 JPY"), "30 percent"),
    ),
    "break_even_units": Formula(
        "損益分岐点の販売数 = 固定費 ÷ (価格 − 1個あたりの変動費)", "break-even units = fixed cost ÷ (price − unit cost)", "{0} / ({1} - {2})", count,
        ("損益分岐点販売数量", "損益分岐点の販売数", "損益分岐点", "損益分岐", "採算ライン", "break-even units", "break-even point", "break-even volume", "break even", "break-even"),
        (_FIXED, _PRICE, _UNIT_COST), _BREAK_EVEN, (("1200 USD", "50 USD", "20 USD"), "40 count"),
    ),
    "break_even_sales": Formula(
        "損益分岐点売上高 = 固定費 ÷ (1 − 変動費率)", "break-even sales = fixed cost ÷ (1 − variable cost ratio)", "{0} / (1 - {1} / 100)", same_as_first,
        ("損益分岐点売上高", "損益分岐点", "採算売上高", "break-even sales", "break-even revenue", "break-even point"),
        (_FIXED, Input("variable_cost_ratio", "percent", ("variable_cost_ratio",))), _BREAK_EVEN, (("1200 USD", "60 percent"), "3000 USD"),
    ),
    "unit_margin": Formula(
        "1個あたりの限界利益 = 価格 − 1個あたりの変動費", "contribution per unit = price − unit cost", "{0} - {1}", of_difference,
        ("限界利益", "貢献利益", "1個あたりの利益", "1個当たりの利益", "contribution margin", "contribution per unit", "profit per unit", "margin per unit"), (_PRICE, _UNIT_COST), _BREAK_EVEN, (("50 USD", "20 USD"), "30 USD"),
    ),
    "revenue_per_employee": Formula(
        "従業員1人あたり売上高 = 売上高 ÷ 従業員数", "revenue per employee = revenue ÷ headcount", "{0} / {1}", amount_of_first,
        ("従業員1人あたり売上高", "従業員1人当たり売上高", "1人あたり売上高", "1人当たり売上高", "一人あたり売上高", "一人当たり売上高", "1人あたりの売上", "revenue per employee", "sales per employee"),
        (Input("revenue", "money", ("revenue",)), Input("headcount", "count", ("headcount",), positive=True)), _UNIT, (("1000 JPY", "50 count"), "20 JPY"),
    ),
    "arpu": Formula(
        "ARPU = 売上高 ÷ 利用者数", "ARPU = revenue ÷ users", "{0} / {1}", same_as_first,
        ("ARPU", "1ユーザーあたり売上", "利用者1人あたりの売上", "average revenue per user", "revenue per user", "revenue per subscriber"), (Input("revenue", "money", ("revenue",)), Input("users", "count", ("subscribers",), positive=True)), _UNIT, (("1000 USD", "50 count"), "20 USD"),
    ),
    "arr": Formula(
        "ARR = MRR × 12か月", "ARR = MRR × 12", "{0} * 12", per("year"),
        ("ARR", "年間経常収益", "annual recurring revenue"), (Input("mrr", "money", ("mrr",)),), _UNIT, (("10 USD",), "120 USD/year"),
    ),
    "rule_of_40": Formula(
        "40%ルール = 売上成長率 + 利益率", "rule of 40 = revenue growth + profit margin", "{0} + {1}", percent,
        ("40%ルール", "40パーセントルール", "ルール・オブ・40", "rule of 40"),
        (Input("revenue_growth", "percent", ("revenue_growth",)), Input("profit_margin", "percent", (), ("営業利益率", "EBITDAマージン", "FCFマージン", "利益率", "operating margin", "EBITDA margin", "FCF margin", "profit margin", "margin"))),
        "Brad Feld, The Rule of 40% for a Healthy SaaS Company (2015)", (("30 percent", "15 percent"), "45 percent"),
    ),
}  # fmt: skip
