"""Formulas of the income statement: what is left of revenue, and at which step."""

from __future__ import annotations

from rag.formulas.base import Formula, Input, of_difference, percent, ratio, same_as_first

_INCOME_STATEMENT = "the steps of the income statement (企業会計原則、損益計算書)"
_RATIO = "standard profitability ratio"
REVENUE = Input("revenue", "money", ("revenue",), positive=True)
OPERATING_INCOME = Input("operating_income", "money", ("operating_income",))
NET_INCOME = Input("net_income", "money", ("net_income", "net_income_parent"))
GROSS_PROFIT = Input("gross_profit", "money", ("gross_profit",))
COST_OF_SALES = Input("cost_of_sales", "money", ("cost_of_sales",))
SGA = Input("sga", "money", ("sga",))
INTEREST_EXPENSE = Input("interest_expense", "money", ("interest_expense",), ("利払い", "利息", "interest"), positive=True)  # fmt: skip


def _of_revenue(part: Input, ja: str, en: str, part_ja: str, part_en: str, *names: str) -> Formula:
    """A part of the income statement as a share of revenue."""
    return Formula(
        f"{ja} = {part_ja} ÷ 売上高", f"{en} = {part_en} ÷ revenue", "{0} / {1} * 100", percent, (ja, en, *names),
        (part, REVENUE), _RATIO, (("12 USD", "100 USD"), "12 percent"),
    )  # fmt: skip


PROFIT: dict[str, Formula] = {
    "gross_margin": _of_revenue(
        GROSS_PROFIT, "売上総利益率", "gross margin", "売上総利益", "gross profit",
        "粗利率", "粗利益率", "売上高総利益率", "売上高売上総利益率", "総利益率", "gross profit margin", "gross profit ratio",
    ),
    "gross_margin_from_cost": Formula(
        "売上総利益率 = (売上高 − 売上原価) ÷ 売上高", "gross margin = (revenue − cost of sales) ÷ revenue", "({0} - {1}) / {0} * 100", percent,
        ("売上総利益率", "粗利率", "粗利益率", "売上高総利益率", "gross margin", "gross profit margin"),
        (REVENUE, COST_OF_SALES), _RATIO, (("100 USD", "60 USD"), "40 percent"),
    ),
    "operating_margin": _of_revenue(
        OPERATING_INCOME, "営業利益率", "operating margin", "営業利益", "operating income",
        "売上高営業利益率", "営業損失率", "operating profit margin", "operating income margin", "EBIT margin", "return on sales",
    ),
    "ordinary_margin": _of_revenue(
        Input("ordinary_income", "money", ("ordinary_income",)), "経常利益率", "ordinary margin", "経常利益", "ordinary income",
        "売上高経常利益率", "経常損失率", "ordinary income margin", "ordinary profit margin", "recurring profit margin",
    ),
    "pretax_margin": _of_revenue(
        Input("pretax_income", "money", ("pretax_income",)), "税引前利益率", "pretax margin", "税引前当期純利益", "pretax income",
        "税引前当期純利益率", "売上高税引前利益率", "pre-tax margin", "pretax profit margin",
    ),
    "net_margin": _of_revenue(
        NET_INCOME, "純利益率", "net margin", "当期純利益", "net income",
        "当期純利益率", "売上高純利益率", "売上高当期純利益率", "最終利益率", "純損失率", "net profit margin", "net income margin",
    ),
    "ebitda_margin": _of_revenue(
        Input("ebitda", "money", ("ebitda",)), "EBITDAマージン", "EBITDA margin", "EBITDA", "EBITDA", "EBITDA利益率", "EBITDA率",
    ),
    "cost_ratio": _of_revenue(
        COST_OF_SALES, "売上原価率", "cost-of-sales ratio", "売上原価", "cost of sales",
        "原価率", "売上高原価率", "cost of sales ratio", "cost ratio", "COGS ratio", "cost of goods sold ratio",
    ),
    "sga_ratio": _of_revenue(
        SGA, "販管費率", "SG&A ratio", "販売費及び一般管理費", "SG&A",
        "売上高販管費率", "売上高販管費比率", "販売費及び一般管理費率", "SG&A to sales", "SG&A to revenue", "SGA ratio", "operating expense ratio",
    ),
    "rnd_ratio": _of_revenue(
        Input("rnd", "money", ("rnd",)), "研究開発費率", "R&D ratio", "研究開発費", "R&D",
        "売上高研究開発費率", "売上高研究開発費比率", "R&D intensity", "R&D to sales", "R&D to revenue",
    ),
    "gross_profit": Formula(
        "売上総利益 = 売上高 − 売上原価", "gross profit = revenue − cost of sales", "{0} - {1}", of_difference,
        ("売上総利益", "粗利益", "粗利", "gross profit"), (Input("revenue", "money", ("revenue",)), COST_OF_SALES), _INCOME_STATEMENT, (("100 USD", "60 USD"), "40 USD"),
    ),
    "operating_income": Formula(
        "営業利益 = 売上総利益 − 販売費及び一般管理費", "operating income = gross profit − SG&A", "{0} - {1}", of_difference,
        ("営業利益", "営業損益", "operating income", "operating profit"), (GROSS_PROFIT, SGA), _INCOME_STATEMENT, (("40 USD", "28 USD"), "12 USD"),
    ),
    "ordinary_income": Formula(
        "経常利益 = 営業利益 + 営業外収益 − 営業外費用", "ordinary income = operating income + non-operating income − non-operating expenses",
        "{0} + {1} - {2}", same_as_first, ("経常利益", "経常損益", "ordinary income", "ordinary profit"),
        (OPERATING_INCOME, Input("non_operating_income", "money", ("non_operating_income",)), Input("non_operating_expenses", "money", ("non_operating_expenses",))),
        _INCOME_STATEMENT, (("12 USD", "3 USD", "5 USD"), "10 USD"),
    ),
    "net_income_after_tax": Formula(
        "当期純利益 = 税引前当期純利益 − 法人税等", "net income = pretax income − income tax", "{0} - {1}", of_difference,
        ("当期純利益", "純利益", "net income", "net profit"),
        (Input("pretax_income", "money", ("pretax_income",)), Input("income_tax", "money", ("income_tax",))), _INCOME_STATEMENT, (("10 USD", "3 USD"), "7 USD"),
    ),
    "ebitda": Formula(
        "EBITDA = 営業利益 + 減価償却費", "EBITDA = operating income + depreciation", "{0} + {1}", same_as_first, ("EBITDA",),
        (OPERATING_INCOME, Input("depreciation", "money", ("depreciation",))), "operating income before depreciation and amortisation", (("12 USD", "8 USD"), "20 USD"),
    ),
    "tax_rate": Formula(
        "実効税率 = 法人税等 ÷ 税引前当期純利益", "effective tax rate = income tax ÷ pretax income", "{0} / {1} * 100", percent,
        ("実効税率", "税負担率", "effective tax rate", "tax rate", "tax burden"),
        (Input("income_tax", "money", ("income_tax",)), Input("pretax_income", "money", ("pretax_income",), positive=True)), _RATIO, (("3 USD", "10 USD"), "30 percent"),
    ),
    "interest_coverage": Formula(
        "インタレスト・カバレッジ・レシオ = 営業利益 ÷ 支払利息", "interest coverage = operating income ÷ interest expense", "{0} / {1}", ratio,
        ("インタレスト・カバレッジ・レシオ", "インタレストカバレッジレシオ", "インタレスト・カバレッジ", "インタレストカバレッジ", "利払い余力", "利息負担能力", "interest coverage ratio", "interest coverage", "interest cover", "times interest earned"),
        (OPERATING_INCOME, INTEREST_EXPENSE), "EBIT ÷ interest expense, the usual coverage ratio of credit analysis", (("12 USD", "4 USD"), "3 ratio"),
    ),
    "interest_coverage_with_income": Formula(
        "インタレスト・カバレッジ・レシオ = (営業利益 + 受取利息) ÷ 支払利息", "interest coverage = (operating income + interest income) ÷ interest expense", "({0} + {1}) / {2}", ratio,
        ("インタレスト・カバレッジ・レシオ", "インタレストカバレッジレシオ", "インタレスト・カバレッジ", "インタレストカバレッジ", "interest coverage ratio", "interest coverage"),
        (OPERATING_INCOME, Input("interest_income", "money", ("interest_income",)), INTEREST_EXPENSE), "coverage as Japanese credit analysis defines it, with financial income", (("12 USD", "2 USD", "4 USD"), "3.5 ratio"),
    ),
}  # fmt: skip
