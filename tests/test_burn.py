"""Which amounts of a question are cash, burn and new money, and what the articles fill in."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.burn import runway_inputs
from rag.finder import Finder
from rag.history import complete
from rag.question import read_question

ARTICLES = {
    "製薬": "黒田製薬は2025年7月末時点で現金80億円を保有していた。黒田製薬の毎月の支出は最大10億円に上る。",
    "鉄道": "那須鉄道は2025年1〜9月に現金90億円を支出した。那須鉄道の2025年9月末の現金残高は30億円だった。",
    "Optics": "Harbor Optics held $240 million in cash at the end of June 2025. Harbor Optics burns $20 million a month.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(Settings.read(home=tmp_path_factory.mktemp("burn"), seeds="none")) as opened:
        for name, text in ARTICLES.items():
            language = "en" if name == "Optics" else "ja"
            opened.add(Document(name, text, f"{name}.md", "2025-10-01", language, None))
        yield opened


def inputs(library, *texts):
    """The inputs of the last text, which follows up those before it."""
    vocabulary = library.vocabulary
    question = read_question(texts[-1], vocabulary)
    turns = [{"role": "user", "content": text} for text in texts[:-1]]
    question = complete(question, turns, vocabulary, library.analyser)
    finder = Finder(library.retriever, vocabulary, library.article)
    return runway_inputs(question, finder.about(question), None)


def amounts(found):
    """(cash, burn, its unit, new money) as text."""
    cash, burn, raised = (
        f"{each.value:.0f}" if each else None for each in (found.cash, found.burn, found.raised)
    )
    return cash, burn, found.burn and found.burn.unit, raised


@pytest.mark.parametrize(
    ("text", "cash", "burn", "unit"),
    [
        ("現金80億ドル、毎月の支出10億ドルなら何か月もつ？", "8000000000", "1000000000", "USD/month"),
        ("支出が月10億ドル、現金が80億ドルなら何か月もつ？", "8000000000", "1000000000", "USD/month"),
        ("現金８０億ドル、月１０億ドルの支出なら何か月もつ？", "8000000000", "1000000000", "USD/month"),
        ("現金80億ドル、月間最大10億ドルの支出で何か月もつ？", "8000000000", "1000000000", "USD/month"),
        ("9か月で78億ドルを使い、現金が80億ドルなら何か月もつ？", "8000000000", "866666667", "USD/month"),
        ("現金60億円、四半期あたりの支出が15億円なら何か月もつ？", "6000000000", "1500000000", "JPY/quarter"),
        ("現金60億円で年間30億円の支出なら何か月もつ？", "6000000000", "3000000000", "JPY/year"),
        ("What is the runway with $8 billion in cash and a burn of $1 billion a month?", "8000000000", "1000000000", "USD/month"),
        ("If we have €2m and burn €150k per month, how long does the cash last?", "2000000", "150000", "EUR/month"),
        ("How long does the cash last if we burn $2 million per month and hold $30 million?", "30000000", "2000000", "USD/month"),
    ],
)  # fmt: skip
def test_amounts_of_the_question_take_their_roles(library, text, cash, burn, unit):
    found = inputs(library, text)
    assert amounts(found)[:3] == (cash, burn, unit)
    assert (found.cash_evidence, found.burn_evidence, found.problem) == (None, None, "")


def test_articles_fill_what_the_question_leaves_out(library):
    found = inputs(library, "黒田製薬の資金は何か月もつ？")
    assert amounts(found)[:3] == ("8000000000", "1000000000", "JPY/month")
    assert found.burn.qualifier == "up to" and found.as_of.as_of() == "2025-07"
    assert "80億円" in found.cash_evidence.reading.text and "10億円" in found.burn_evidence.reading.text


@pytest.mark.parametrize(
    ("text", "cash", "burn"),
    [
        ("支出が月16億円なら黒田製薬の資金は何か月もつ？", "8000000000", "1600000000"),
        ("現金が160億円なら黒田製薬の資金は何か月もつ？", "16000000000", "1000000000"),
        ("If it burns $30 million a month, how long does Harbor Optics' cash last?", "240000000", "30000000"),
    ],
)
def test_the_question_wins_over_the_articles(library, text, cash, burn):
    found = inputs(library, text)
    assert amounts(found)[:2] == (cash, burn)
    assert (found.cash_evidence is None) != (found.burn_evidence is None)


def test_a_follow_up_changes_one_input_and_keeps_the_other(library):
    first = "現金90億ドル、毎月の支出10億ドルなら何か月もつ？"
    assert amounts(inputs(library, first, "月15億ドルなら？"))[:2] == ("9000000000", "1500000000")
    assert amounts(inputs(library, first, "現金が120億ドルなら？"))[:2] == ("12000000000", "1000000000")
    third = inputs(library, first, "月15億ドルなら？", "現金が120億ドルなら？")
    assert amounts(third)[:2] == ("12000000000", "1500000000")


def test_new_money_is_neither_cash_nor_burn(library):
    found = inputs(library, "40億円を追加で調達したら黒田製薬の資金は何か月もつ？")
    assert amounts(found) == ("8000000000", "1000000000", "JPY/month", "4000000000")


def test_a_total_of_several_months_is_spread_where_no_rate_is_told(library):
    found = inputs(library, "那須鉄道の資金は何か月もつ？")
    assert amounts(found)[:3] == ("3000000000", "1000000000", "JPY/month")
    assert "90億円" in found.burn_evidence.reading.text


@pytest.mark.parametrize(
    "text",
    [
        "現金60億円、支出5億円なら何か月もつ？",
        "支出が20億円なら黒田製薬の資金は何か月もつ？",
        "If cash is $60 million and burn is $5 million, how long does it last?",
    ],
)
def test_a_burn_without_a_period_is_a_problem_and_no_guess(library, text):
    found = inputs(library, text)
    assert found.problem and found.burn is None


@pytest.mark.parametrize(
    "text",
    ["現金60億円で支出がゼロなら何か月もつ？", "With zero burn, how long does $5 billion of cash last?"],
)
def test_no_burn_is_zero_and_never_the_articles(library, text):
    found = inputs(library, text)
    assert found.burn.value == Decimal(0) and found.burn_evidence is None


def test_nobody_elses_figures_are_taken(library):
    found = inputs(library, "相馬酒造の資金は何か月もつ？")
    assert (found.cash, found.burn) == (None, None)
