"""What a supposition changes, and by how much."""

from decimal import Decimal

import pytest

from index.vocabulary import Vocabulary
from rag.question import read_question
from rag.scenario import burn_keeps_changing, change_in, changes_in, growth_in, supposes

VOCABULARY = Vocabulary.read()


def asked(text):
    return read_question(text, VOCABULARY)


@pytest.mark.parametrize(
    ("text", "of", "factor"),
    [
        ("burn が半分になったら", "burn", "0.5"),
        ("もし支出が20%減ったら", "burn", "0.8"),
        ("支出が10%増えたら？", "burn", "1.1"),
        ("支出を3割削減できたら？", "burn", "0.7"),
        ("現金が2倍なら？", "cash", "2"),
        ("売上が2倍になったら？", "income", "2"),
        ("売上が30%落ち込んで減ったら？", "income", "0.7"),
        ("what if spending is cut by 30%?", "burn", "0.7"),
        ("what if revenue doubles?", "income", "2"),
        ("If their cash were halved?", "cash", "0.5"),
        ("what if it cut costs by a quarter?", "burn", "0.75"),
        ("what if spending rises by half?", "burn", "1.5"),
    ],
)
def test_changes(text, of, factor):
    change = change_in(asked(text))
    assert change is not None and (change.of, change.factor) == (of, Decimal(factor))


def test_each_clause_may_change_something():
    text = "支出が半分で、売上が3倍、現金が1,000ドルなら？"
    assert [(change.of, str(change.factor)) for change in changes_in(asked(text))] == [
        ("burn", "0.5"),
        ("income", "3"),
    ]
    both = asked("What if revenue grows 10% a month and the burn is cut by 20%?")
    assert growth_in(both) == 10
    assert [(change.of, str(change.factor)) for change in changes_in(both)] == [("burn", "0.8")]


@pytest.mark.parametrize(
    ("text", "growth"),
    [
        ("売上が毎月10%伸びたら？", "10"),
        ("売上が月に5%ずつ増えたら", "5"),
        ("収入が毎月３％減ったら？", "-3"),
        ("売上が前月比8%で成長するなら", "8"),
        ("月10%成長が続いたら？", "10"),
        ("what if revenue grows 10% a month?", "10"),
        ("if sales grow by 7.5% every month", "7.5"),
        ("What if monthly revenue growth were 10% per month?", "10"),
        ("if revenue shrinks 4% a month", "-4"),
        ("売上が年20%伸びたら？", "1.5309"),  # 1.2 to the power of 1/12
        ("if revenue grows 21% a year", "1.6012"),
        ("what if revenue doubles every year?", "5.9463"),
    ],
)
def test_growth_a_month(text, growth):
    assert growth_in(asked(text)) == Decimal(growth)
    assert change_in(asked(text)) is None


@pytest.mark.parametrize(
    "text", ["売上が10%伸びたら？", "月12億ドルなら？", "支出が毎月10%増えたら？", "xAIの毎月の支出は？", "金利が年12%なら？"]
)  # fmt: skip
def test_what_grows_once_or_is_no_revenue_is_no_growth(text):
    assert growth_in(asked(text)) is None


@pytest.mark.parametrize(
    ("text", "holds"),
    [("月12億ドルなら？", True), ("what if burn rises?", True), ("支出が減ったら、何か月もつ？", True), ("支出は？", False)],
)  # fmt: skip
def test_suppositions(text, holds):
    assert supposes(text) is holds


@pytest.mark.parametrize(
    ("text", "keeps"),
    [("支出が毎月10%増えたら？", True), ("if the burn grows 5% a month", True), ("支出が10%増えたら？", False), ("売上が毎月10%伸びて支出が月5億円なら", False)],
)  # fmt: skip
def test_a_burn_that_keeps_changing(text, keeps):
    assert burn_keeps_changing(asked(text)) is keeps
