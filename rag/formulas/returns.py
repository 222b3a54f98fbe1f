"""Formulas of return and turnover: what assets and equity earn, and how fast they turn."""

from __future__ import annotations

from rag.formulas.balance import EQUITY, TOTAL_ASSETS
from rag.formulas.base import Formula, Input, Unit, percent, ratio
from rag.formulas.profit import COST_OF_SALES, NET_INCOME, OPERATING_INCOME, REVENUE

_RATIO = "standard ratio of financial statement analysis"
_DUPONT = "DuPont analysis: return on equity = net margin × asset turnover × equity multiplier"
_INVENTORY = Input("inventory", "money", ("inventory",), positive=True)
_RECEIVABLES = Input("receivables", "money", ("receivables",), positive=True)


def _days(units: object) -> str:
    return "count"


def _turnover(
    over: Input, flow: Input, ja: tuple[str, str, str], en: tuple[str, str, str], *names: str
) -> dict[str, Formula]:
    """Turnover a year and the days one turn takes; `ja` and `en` name the stock, its flow and the days."""
    (stock_ja, flow_ja, days_ja), (stock_en, flow_en, days_en) = ja, en
    unit: Unit = _days
    suffix = "" if flow is REVENUE else "_from_cost"
    return {
        f"{over.key}_turnover{suffix}": Formula(
            f"{stock_ja}回転率 = {flow_ja} ÷ {stock_ja}", f"{stock_en} turnover = {flow_en} ÷ {stock_en}", "{0} / {1}", ratio,
            (f"{stock_ja}回転率", f"{stock_en} turnover", f"{stock_en} turnover ratio", *(name for name in names if "日" not in name and "days" not in name)),
            (flow, over), _RATIO, (("120 USD", "30 USD"), "4 ratio"),
        ),
        f"{over.key}_days{suffix}": Formula(
            f"{days_ja} = {stock_ja} ÷ {flow_ja} × 365日", f"{days_en} = {stock_en} ÷ {flow_en} × 365 days", "{1} / {0} * 365", unit,
            (days_ja, days_en, *(name for name in names if "日" in name or "days" in name)),
            (Input(flow.key, "money", flow.metrics, positive=True), Input(over.key, "money", over.metrics)), _RATIO, (("365 USD", "30 USD"), "30 count"),
        ),
    }  # fmt: skip


RETURNS: dict[str, Formula] = {
    "roe": Formula(
        "ROE = 当期純利益 ÷ 自己資本", "ROE = net income ÷ equity", "{0} / {1} * 100", percent,
        ("ROE", "自己資本利益率", "自己資本当期純利益率", "株主資本利益率", "株主資本当期純利益率", "return on equity"), (NET_INCOME, EQUITY), _RATIO, (("8 USD", "40 USD"), "20 percent"),
    ),
    "roe_dupont": Formula(
        "ROE = 純利益率 × 総資産回転率 × 財務レバレッジ", "ROE = net margin × asset turnover × equity multiplier", "{0} / {1} * ({1} / {2}) * ({2} / {3}) * 100", percent,
        ("デュポン分解", "デュポン分析", "デュポンシステム", "デュポン", "DuPont analysis", "DuPont identity", "DuPont formula", "DuPont"),
        (NET_INCOME, REVENUE, TOTAL_ASSETS, EQUITY), _DUPONT, (("8 USD", "100 USD", "100 USD", "40 USD"), "20 percent"),
    ),
    "roe_from_factors": Formula(
        "ROE = 純利益率 × 総資産回転率 × 財務レバレッジ", "ROE = net margin × asset turnover × equity multiplier", "{0} * {1} * {2}", percent,
        ("ROE", "自己資本利益率", "デュポン分解", "デュポン分析", "return on equity", "DuPont analysis", "DuPont identity", "DuPont formula", "DuPont"),
        (
            Input("net_margin", "percent", (), ("純利益率", "売上高純利益率", "当期純利益率", "net margin", "net profit margin")),
            Input("asset_turnover", "ratio", (), ("総資産回転率", "資産回転率", "asset turnover", "total asset turnover")),
            Input("equity_multiplier", "ratio", (), ("財務レバレッジ", "レバレッジ", "equity multiplier", "financial leverage", "leverage")),
        ),
        _DUPONT, (("8 percent", "1 ratio", "2.5 ratio"), "20 percent"),
    ),
    "roa": Formula(
        "ROA = 当期純利益 ÷ 総資産", "ROA = net income ÷ total assets", "{0} / {1} * 100", percent,
        ("ROA", "総資産利益率", "総資産純利益率", "総資産当期純利益率", "総資本利益率", "return on assets", "return on total assets"), (NET_INCOME, TOTAL_ASSETS), _RATIO, (("5 USD", "100 USD"), "5 percent"),
    ),
    "ordinary_roa": Formula(
        "総資産経常利益率 = 経常利益 ÷ 総資産", "ordinary return on assets = ordinary income ÷ total assets", "{0} / {1} * 100", percent,
        ("総資産経常利益率", "総資本経常利益率", "ordinary return on assets"), (Input("ordinary_income", "money", ("ordinary_income",)), TOTAL_ASSETS), _RATIO, (("6 USD", "100 USD"), "6 percent"),
    ),
    "operating_roa": Formula(
        "総資産営業利益率 = 営業利益 ÷ 総資産", "operating return on assets = operating income ÷ total assets", "{0} / {1} * 100", percent,
        ("総資産営業利益率", "総資本営業利益率", "operating return on assets"), (OPERATING_INCOME, TOTAL_ASSETS), _RATIO, (("6 USD", "100 USD"), "6 percent"),
    ),
    "asset_turnover": Formula(
        "総資産回転率 = 売上高 ÷ 総資産", "asset turnover = revenue ÷ total assets", "{0} / {1}", ratio,
        ("総資産回転率", "総資本回転率", "資産回転率", "asset turnover", "asset turnover ratio", "total asset turnover"), (Input("revenue", "money", ("revenue",)), TOTAL_ASSETS), _RATIO, (("150 USD", "100 USD"), "1.5 ratio"),
    ),
    "fixed_asset_turnover": Formula(
        "固定資産回転率 = 売上高 ÷ 固定資産", "fixed-asset turnover = revenue ÷ fixed assets", "{0} / {1}", ratio,
        ("固定資産回転率", "有形固定資産回転率", "fixed-asset turnover", "fixed asset turnover"), (Input("revenue", "money", ("revenue",)), Input("fixed_assets", "money", ("fixed_assets",), positive=True)), _RATIO, (("150 USD", "50 USD"), "3 ratio"),
    ),
    **_turnover(_INVENTORY, COST_OF_SALES, ("棚卸資産", "売上原価", "棚卸資産回転日数"), ("inventory", "cost of sales", "inventory days"), "在庫回転率", "在庫回転日数", "在庫日数", "棚卸資産回転期間（日数）", "days in inventory", "days inventory outstanding", "days of inventory", "inventory turns"),
    **_turnover(_INVENTORY, REVENUE, ("棚卸資産", "売上高", "棚卸資産回転日数"), ("inventory", "revenue", "inventory days"), "在庫回転率", "在庫回転日数", "在庫日数", "days in inventory", "days inventory outstanding"),
    **_turnover(_RECEIVABLES, REVENUE, ("売上債権", "売上高", "売上債権回転日数"), ("receivables", "revenue", "receivable days"), "売掛金回転率", "売掛金回転日数", "売上債権回収日数", "accounts receivable turnover", "days sales outstanding", "receivables days", "days receivable"),
}  # fmt: skip
