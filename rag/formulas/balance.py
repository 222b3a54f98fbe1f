"""Formulas of the balance sheet: solvency, liquidity, and whether its sides agree."""

from __future__ import annotations

from rag.formulas.base import Formula, Input, of_difference, percent, ratio, same_as_first

_RATIO = "standard ratio of financial statement analysis"
_IDENTITY = "the balance-sheet identity"
EQUITY = Input(
    "equity", "money", ("shareholders_equity", "net_assets", "equity_parent"), ("資本",), positive=True
)
TOTAL_ASSETS = Input("total_assets", "money", ("total_assets",), positive=True)
LIABILITIES = Input("liabilities", "money", ("liabilities",))
CURRENT_ASSETS = Input("current_assets", "money", ("current_assets",))
CURRENT_LIABILITIES = Input("current_liabilities", "money", ("current_liabilities",), positive=True)
FIXED_ASSETS = Input("fixed_assets", "money", ("fixed_assets",))
_ANY_EQUITY = Input("equity", "money", ("net_assets", "shareholders_equity", "equity_parent"), ("資本",))
_CASH = Input("cash", "money", ("cash",))

BALANCE: dict[str, Formula] = {
    "equity_ratio": Formula(
        "自己資本比率 = 自己資本 ÷ 総資産", "equity ratio = equity ÷ total assets", "{0} / {1} * 100", percent,
        ("自己資本比率", "株主資本比率", "純資産比率", "自己資本の比率", "親会社所有者帰属持分比率", "equity ratio", "equity-to-assets ratio", "equity to assets", "equity-to-asset ratio", "capital adequacy ratio"),
        (_ANY_EQUITY, TOTAL_ASSETS), _RATIO, (("40 USD", "100 USD"), "40 percent"),
    ),
    "debt_ratio": Formula(
        "総資産負債比率 = 負債 ÷ 総資産", "debt ratio = liabilities ÷ total assets", "{0} / {1} * 100", percent,
        ("総資産負債比率", "負債総資産比率", "debt ratio", "debt-to-assets ratio", "debt to assets", "liabilities-to-assets ratio", "liabilities to assets"),
        (Input("liabilities", "money", ("liabilities", "debt")), TOTAL_ASSETS), _RATIO, (("60 USD", "100 USD"), "60 percent"),
    ),
    # In Japanese usage 負債比率 is held against equity.
    "liabilities_to_equity": Formula(
        "負債比率 = 負債 ÷ 自己資本", "liabilities to equity = liabilities ÷ equity", "{0} / {1} * 100", percent,
        ("負債比率", "自己資本負債比率", "liabilities-to-equity ratio", "liabilities to equity"), (LIABILITIES, EQUITY), _RATIO, (("60 USD", "40 USD"), "150 percent"),
    ),
    "debt_to_equity": Formula(
        "D/Eレシオ = 有利子負債 ÷ 自己資本", "debt to equity = debt ÷ equity", "{0} / {1}", ratio,
        ("D/Eレシオ", "DEレシオ", "D／Eレシオ", "負債資本倍率", "有利子負債資本倍率", "debt-to-equity ratio", "debt to equity ratio", "debt-to-equity", "debt to equity", "D/E ratio", "gearing ratio"),
        (Input("debt", "money", ("interest_bearing_debt", "debt", "liabilities")), EQUITY), _RATIO, (("60 USD", "40 USD"), "1.5 ratio"),
    ),
    "debt_dependence": Formula(
        "有利子負債依存度 = 有利子負債 ÷ 総資産", "dependence on debt = interest-bearing debt ÷ total assets", "{0} / {1} * 100", percent,
        ("有利子負債依存度", "有利子負債比率", "借入金依存度", "dependence on debt", "interest-bearing debt ratio"),
        (Input("debt", "money", ("interest_bearing_debt", "debt")), TOTAL_ASSETS), _RATIO, (("30 USD", "100 USD"), "30 percent"),
    ),
    "current_ratio": Formula(
        "流動比率 = 流動資産 ÷ 流動負債", "current ratio = current assets ÷ current liabilities", "{0} / {1} * 100", percent,
        ("流動比率", "current ratio", "working capital ratio"), (CURRENT_ASSETS, CURRENT_LIABILITIES), _RATIO, (("60 USD", "40 USD"), "150 percent"),
    ),
    "quick_ratio": Formula(
        "当座比率 = (流動資産 − 棚卸資産) ÷ 流動負債", "quick ratio = (current assets − inventory) ÷ current liabilities", "({0} - {1}) / {2} * 100", percent,
        ("当座比率", "酸性試験比率", "quick ratio", "acid-test ratio", "acid test ratio", "acid test"),
        (CURRENT_ASSETS, Input("inventory", "money", ("inventory",)), CURRENT_LIABILITIES), _RATIO, (("60 USD", "12 USD", "40 USD"), "120 percent"),
    ),
    "quick_ratio_from_parts": Formula(
        "当座比率 = (現金 + 売上債権) ÷ 流動負債", "quick ratio = (cash + receivables) ÷ current liabilities", "({0} + {1}) / {2} * 100", percent,
        ("当座比率", "quick ratio", "acid-test ratio"),
        (_CASH, Input("receivables", "money", ("receivables",)), CURRENT_LIABILITIES), _RATIO, (("20 USD", "16 USD", "40 USD"), "90 percent"),
    ),
    "cash_ratio": Formula(
        "現金比率 = 現金及び現金同等物 ÷ 流動負債", "cash ratio = cash ÷ current liabilities", "{0} / {1} * 100", percent,
        ("現金比率", "現預金比率", "cash ratio"), (_CASH, CURRENT_LIABILITIES), _RATIO, (("20 USD", "40 USD"), "50 percent"),
    ),
    "fixed_ratio": Formula(
        "固定比率 = 固定資産 ÷ 自己資本", "fixed ratio = fixed assets ÷ equity", "{0} / {1} * 100", percent,
        ("固定比率", "fixed ratio", "fixed assets to equity"), (FIXED_ASSETS, EQUITY), _RATIO, (("50 USD", "40 USD"), "125 percent"),
    ),
    "fixed_long_term_ratio": Formula(
        "固定長期適合率 = 固定資産 ÷ (自己資本 + 固定負債)", "fixed assets to long-term capital = fixed assets ÷ (equity + fixed liabilities)", "{0} / ({1} + {2}) * 100", percent,
        ("固定長期適合率", "fixed assets to long-term capital", "fixed long-term conformity ratio"),
        (FIXED_ASSETS, EQUITY, Input("fixed_liabilities", "money", ("fixed_liabilities",))), _RATIO, (("45 USD", "40 USD", "10 USD"), "90 percent"),
    ),
    "fixed_asset_ratio": Formula(
        "固定資産比率 = 固定資産 ÷ 総資産", "fixed-asset ratio = fixed assets ÷ total assets", "{0} / {1} * 100", percent,
        ("固定資産比率", "固定資産構成比率", "固定資産構成比", "fixed-asset ratio", "fixed asset ratio", "fixed assets to total assets"), (FIXED_ASSETS, TOTAL_ASSETS), _RATIO, (("50 USD", "100 USD"), "50 percent"),
    ),
    "current_asset_ratio": Formula(
        "流動資産比率 = 流動資産 ÷ 総資産", "current-asset ratio = current assets ÷ total assets", "{0} / {1} * 100", percent,
        ("流動資産比率", "流動資産構成比率", "流動資産構成比", "current-asset ratio", "current asset ratio", "current assets to total assets"), (CURRENT_ASSETS, TOTAL_ASSETS), _RATIO, (("50 USD", "100 USD"), "50 percent"),
    ),
    "equity_multiplier": Formula(
        "財務レバレッジ = 総資産 ÷ 自己資本", "equity multiplier = total assets ÷ equity", "{0} / {1}", ratio,
        ("財務レバレッジ", "レバレッジ比率", "equity multiplier", "financial leverage", "leverage ratio"),
        (Input("total_assets", "money", ("total_assets",)), EQUITY), "a factor of the DuPont identity", (("100 USD", "40 USD"), "2.5 ratio"),
    ),
    "working_capital": Formula(
        "運転資本 = 流動資産 − 流動負債", "working capital = current assets − current liabilities", "{0} - {1}", of_difference,
        ("運転資本", "正味運転資本", "運転資金", "working capital", "net working capital"),
        (CURRENT_ASSETS, Input("current_liabilities", "money", ("current_liabilities",))), _RATIO, (("60 USD", "40 USD"), "20 USD"),
    ),
    "net_debt": Formula(
        "純有利子負債 = 有利子負債 − 現金", "net debt = debt − cash", "{0} - {1}", of_difference,
        ("純有利子負債", "ネット有利子負債", "ネットデット", "純負債", "net debt"), (Input("debt", "money", ("interest_bearing_debt", "debt")), _CASH), _RATIO, (("60 USD", "20 USD"), "40 USD"),
    ),
    "net_cash": Formula(
        "ネットキャッシュ = 現金 − 有利子負債", "net cash = cash − debt", "{0} - {1}", of_difference,
        ("ネットキャッシュ", "純現金", "net cash"), (_CASH, Input("debt", "money", ("interest_bearing_debt", "debt"))), _RATIO, (("60 USD", "20 USD"), "40 USD"),
    ),
    "net_assets": Formula(
        "純資産 = 総資産 − 負債", "net assets = total assets − liabilities", "{0} - {1}", of_difference,
        ("純資産", "純資産額", "自己資本", "net assets", "shareholders' equity", "book value"), (Input("total_assets", "money", ("total_assets",)), LIABILITIES), _IDENTITY, (("100 USD", "60 USD"), "40 USD"),
    ),
    # The checks give what is left over: zero where the balance sheet agrees.
    "balance_check": Formula(
        "貸借の差 = 資産 − (負債 + 純資産)", "balance difference = assets − (liabilities + net assets)", "{0} - ({1} + {2})", same_as_first,
        ("貸借の差", "貸借一致", "貸借のずれ", "バランスシートの差", "balance check", "balance difference"),
        (Input("total_assets", "money", ("total_assets",)), LIABILITIES, Input("net_assets", "money", ("net_assets",))), _IDENTITY, (("100 USD", "60 USD", "40 USD"), "0 USD"),
    ),
    "assets_check": Formula(
        "資産の差 = 資産合計 − (流動資産 + 固定資産)", "assets difference = total assets − (current + fixed assets)", "{0} - ({1} + {2})", same_as_first,
        ("資産の差", "資産の内訳の差", "assets check", "assets difference"),
        (Input("total_assets", "money", ("total_assets",)), CURRENT_ASSETS, FIXED_ASSETS), _IDENTITY, (("100 USD", "60 USD", "40 USD"), "0 USD"),
    ),
}  # fmt: skip
