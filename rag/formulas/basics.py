"""Formulas that belong to no one field: differences, shares, growth, averages, and parts of amounts."""

from __future__ import annotations

from rag.formulas.base import (
    Formula,
    Input,
    amount_of_first,
    of_difference,
    per,
    percent,
    ratio,
    same_as_first,
)

_ARITHMETIC = "elementary arithmetic"
_INTEREST = "simple interest: principal × rate × time"


def _two(first: str, second: str) -> tuple[Input, Input]:
    return Input(first, "number"), Input(second, "number")


BASICS: dict[str, Formula] = {
    # A profit as a share of revenue, where no particular profit is named.
    "margin": Formula(
        "利益率 = 利益 ÷ 売上", "margin = profit ÷ revenue", "{0} / {1} * 100", percent, ("利益率", "profit margin"),
        (Input("profit", "number", ("gross_profit", "operating_income", "net_income"), ("利益", "profit")), Input("revenue", "number", ("revenue",))),
        "standard profitability ratio", (("63 USD", "100 USD"), "63 percent"),
    ),
    "share": Formula(
        "割合 = 部分 ÷ 全体", "share = part ÷ whole", "{0} / {1} * 100", percent, (),
        _two("part", "whole"), _ARITHMETIC, (("2 USD", "5 USD"), "40 percent"),
    ),
    "difference": Formula(
        "差 = 大きい方 − 小さい方", "difference = larger − smaller", "{0} - {1}", of_difference, (),
        _two("larger", "smaller"), _ARITHMETIC, (("14 USD", "10 USD"), "4 USD"),
    ),
    # Percentages of two times: 12 % after 9 % is 3 points more, not 3 %.
    "point_change": Formula(
        "ポイント差 = 新しい比率 − 元の比率", "change in points = new percentage − old percentage", "{0} - {1}", lambda units: "point",
        ("ポイント差", "percentage-point change", "percentage point change", "change in percentage points"),
        (Input("new", "percent"), Input("old", "percent")), _ARITHMETIC, (("12 percent", "9 percent"), "3 point"),
    ),
    # A year's target less what has come in: an amount, no longer one per year.
    "remaining": Formula(
        "残り = 目標 − 実績", "remaining = target − actual", "{0} - {1}", amount_of_first, (),
        (Input("target", "number", ("revenue_target",)), Input("actual", "number", ("revenue",))), _ARITHMETIC, (("500 USD/year", "200 USD"), "300 USD"),
    ),
    "sum": Formula("合計", "sum", "{0} + {1}", same_as_first, (), _two("first", "second"), _ARITHMETIC, (("3 JPY", "4 JPY"), "7 JPY")),
    "ratio": Formula(
        "倍率 = 大きい方 ÷ 小さい方", "multiple = larger ÷ smaller", "{0} / {1}", ratio, (), _two("larger", "smaller"), _ARITHMETIC, (("9 USD", "3 USD"), "3 ratio"),
    ),
    "growth": Formula(
        "増加率 = (新 − 旧) ÷ 旧", "growth = (new − old) ÷ old", "({0} - {1}) / {1} * 100", percent, (),
        _two("new", "old"), "standard growth rate", (("146 USD", "100 USD"), "46 percent"),
    ),
    "cagr": Formula(
        "年平均成長率 = (最後 ÷ 最初) の年数乗根 − 1", "CAGR = (last ÷ first) to the power of 1 ÷ years, − 1",
        "(({0} / {1}) ** (12 / {2}) - 1) * 100", percent,
        ("年平均成長率", "年複利成長率", "CAGR", "compound annual growth rate", "compound annual growth", "compound growth rate"),
        (Input("last", "number", positive=True), Input("first", "number", positive=True), Input("time", "month", positive=True)),
        "standard compound annual growth rate", (("144 USD", "100 USD", "24 month"), "20 percent"),
    ),
    "average": Formula(
        "月平均 = 合計 ÷ 月数", "monthly average = total ÷ months", "{0} / {1}", per("month"),
        ("平均バーンレート", "平均バーン", "average burn rate", "average burn", "average monthly burn"),
        (Input("total", "number", ("cash_spent",)), Input("months", "month")), _ARITHMETIC, (("7800 USD", "12 month"), "650 USD/month"),
    ),
    "interest": Formula(
        "年間利息 = 負債 × 金利", "annual interest = debt × rate", "{0} * {1} / 100", per("year"), (),
        (Input("debt", "money", ("debt", "interest_bearing_debt")), Input("interest_rate", "percent", ("interest_rate",))), _INTEREST, (("5000 USD", "12 percent"), "600 USD/year"),
    ),
    "interest_month": Formula(
        "月あたりの利息 = 負債 × 金利 ÷ 12", "monthly interest = debt × rate ÷ 12", "{0} * {1} / 100 / 12", per("month"), (),
        (Input("debt", "money", ("debt", "interest_bearing_debt")), Input("interest_rate", "percent", ("interest_rate",))), _INTEREST, (("5000 USD", "12 percent"), "50 USD/month"),
    ),
    "portion": Formula(
        "相当額 = 金額 × 割合", "portion = amount × share", "{0} * {1} / 100", same_as_first, (),
        (Input("amount", "number", ("valuation",)), Input("share", "percent", ("stake",))), _ARITHMETIC, (("200 USD", "54 percent"), "108 USD"),
    ),
    "yearly": Formula(
        "年額 = 月額 × 月数", "yearly amount = monthly amount × months", "{0} * {1}", amount_of_first, (),
        (Input("rate", "number", ("price", "burn")), Input("months", "month")), _ARITHMETIC, (("300 USD/month", "12 month"), "3600 USD"),
    ),
}  # fmt: skip
