"""Which amount of a question is which input of the formula it names, and what the answer says of it."""

from decimal import Decimal

import pytest

from index.quantity import find_quantities
from index.vocabulary import Vocabulary
from rag.answer import CalculationInput
from rag.formula_draft import formula_draft, worked
from rag.formulas import FORMULAS
from rag.given import given_formula, given_inputs
from rag.history import complete
from rag.question import read_question

VOCABULARY = Vocabulary.read()


def found(text):
    given = given_formula(text, find_quantities(text))
    if given is None:
        return None
    return given.key, {
        FORMULAS[given.key].inputs[place].key: (f"{value.value.normalize():f}", value.unit)
        for place, value in given.values.items()
    }


def draft_of(text, *before, analyser):
    turns = [{"role": "user", "content": turn} for turn in before]
    return formula_draft(complete(read_question(text, VOCABULARY), turns, VOCABULARY, analyser))


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("営業利益12円、売上100円の営業利益率は？", "operating_margin", {"operating_income": "12", "revenue": "100"}),
        ("売上100円で12円の営業利益なら営業利益率は？", "operating_margin", {"operating_income": "12", "revenue": "100"}),
        ("Operating margin with $12 of operating income and $100 in revenue?", "operating_margin", {"operating_income": "12", "revenue": "100"}),
        ("Operating margin on revenue of $100 and operating income of $12?", "operating_margin", {"operating_income": "12", "revenue": "100"}),
        ("自己資本40円、総資産100円、自己資本比率は？", "equity_ratio", {"equity": "40", "total_assets": "100"}),
        ("総資産100円、負債60円なら純資産は？", "net_assets", {"total_assets": "100", "liabilities": "60"}),
        ("プレマネー評価額80円で20円を調達、希薄化は？", "dilution_from_pre_money", {"raised": "20", "pre_money": "80"}),
        ("評価額100円（調達後）で20円を調達、希薄化は？", "dilution", {"raised": "20", "post_money": "100"}),
        ("Operating cash flow is $50 and capex is $30: free cash flow?", "free_cash_flow_after_capex", {"operating_cash_flow": "50", "capex": "30"}),
        ("売上が3年で100円から173円に増えた。CAGRは？", "cagr", {"last": "173", "first": "100", "time": "36"}),
        ("CAGR: revenue grew to $173 in 2024 from $100 in 2021", "cagr", {"last": "173", "first": "100", "time": "36"}),
        ("1個50円で売り、1個あたりの原価20円、固定費1200円の損益分岐点は何個？", "break_even_units", {"fixed_cost": "1200", "price": "50", "unit_cost": "20"}),
        ("純利益率8%、総資産回転率1.5回、財務レバレッジ2倍のROEは？", "roe_from_factors", {"net_margin": "8", "asset_turnover": "1.5", "equity_multiplier": "2"}),
    ],
)  # fmt: skip
def test_amounts_find_their_inputs(text, key, values):
    told = found(text)
    assert told is not None
    assert (told[0], {name: value for name, (value, _) in told[1].items()}) == (key, values)


@pytest.mark.parametrize(
    "text",
    [
        "営業利益率は？",
        "営業利益12円の営業利益率は？",
        "xAIの純損失14億ドルは売上1億ドルの何倍？",
        "売上100円、従業員50人の営業利益率は？",
        "Operating cash flow is $50 and revenue is $30: free cash flow?",  # revenue is no capex
        "売上高100円と書かれたEV（電気自動車）の記事は？",
        "The burn is $1 billion per month and cash $8 billion",
    ],
)
def test_nothing_is_taken_for_what_it_is_not(text):
    assert found(text) is None


def test_a_monthly_amount_keeps_its_time():
    told = found("月間支出1億円、月間収入3000万円のネットバーンは？")
    assert told == ("net_burn", {"burn": ("100000000", "JPY/month"), "revenue": ("30000000", "JPY/month")})


def test_a_follow_up_gives_only_what_it_changes():
    text = "売上高が120円なら？"
    assert list(given_inputs("operating_margin", text, find_quantities(text))) == [1]


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("営業利益12億円、売上100億円の営業利益率は？", "営業利益率は12%です（12億円 ÷ 100億円）。"),
        ("What is the current ratio with current assets of $60 and current liabilities of $40?", "Current ratio is 150% ($60 ÷ $40)."),
        ("営業CF50億円、投資CFマイナス30億円のFCFは？", "フリーキャッシュフローは20億円です（50億円 ＋ (-30億円)）。"),
        ("固定費1200円、価格50円、変動費20円の損益分岐点は？", "損益分岐点の販売数は40個です（1,200円 ÷ (50円 − 20円)）。"),
        ("純利益500億円、株式数10億株の1株当たり純利益は？", "1株当たり純利益は50円です（500億円 ÷ 10億株）。"),
    ],
)  # fmt: skip
def test_the_answer_shows_what_was_computed(text, direct, analyser):
    draft = draft_of(text, analyser=analyser)
    assert draft is not None and draft.direct == direct
    assert draft.calculation is not None and all(
        isinstance(item, CalculationInput) for item in draft.calculation.inputs
    )


def test_follow_ups_change_the_last_calculation_and_say_what(analyser):
    turns = ["営業利益12億円、売上100億円の営業利益率は？", "売上高が120億円なら？"]
    second = draft_of(turns[1], turns[0], analyser=analyser)
    assert second.calculation.result.value == "10" and "売上高 100億円 → 120億円" in second.direct
    third = draft_of("営業利益が24億円なら？", *turns, analyser=analyser)
    assert third.calculation.result.value == "20" and "営業利益 12億円 → 24億円" in third.direct


def test_mixed_currencies_are_refused(analyser):
    draft = draft_of("営業利益12億ドル、売上100億円の営業利益率は？", analyser=analyser)
    assert draft is not None and draft.status == "clarify" and draft.calculation is None


@pytest.mark.parametrize("key", FORMULAS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_formula_is_written_out_with_all_its_values(key, language):
    from index.format import format_quantity
    from index.quantity import Quantity

    values = []
    for given in FORMULAS[key].example[0]:
        value, unit = given.split(" ")
        values.append(Quantity(Decimal(value), unit))
    shown = worked(key, values, language)
    assert "{" not in shown and all(format_quantity(value, language) in shown for value in values)
