"""The check of single sentences, over a few articles of our own: what holds, and every way in which one does not."""

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.llm.check import Checker
from rag.llm.claims import read_claims
from rag.llm.numbers import Asked
from rag.llm.shelf import Shelf

TEXT = (
    "星野電機の2025年第2四半期の売上高は120億円だった。星野電機の粗利益は30億円である。"
    "緑川食品の2025年第2四半期の売上高は80億円だった。星野電機の2025年第1四半期の売上高は95億円だった。"
    "星野電機の従業員数は1,200人で、北風ファンドが出資する。星野電機の最高経営責任者は山辺氏ではない。"
    "星野電機の毎月の支出は最大5億円に上る。売上高は前年から増えた。"
)
ENGLISH = (
    "Brook Robotics raised $40 million in September 2025 from Harbor Capital. Brook Robotics had revenue of $6 million in Q2 2025. "
    "Brook Robotics plans to list in 2027."
)


KINDS = {"revenue": "money", "gross_profit": "money"}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with Library.open(Settings.read(home=tmp_path_factory.mktemp("check"), seeds="none")) as opened:
        opened.add(Document("星野電機と緑川食品の四半期", TEXT, "ja.md", "2025-08-05", "ja", None))
        opened.add(Document("Brook raises money", ENGLISH, "en.md", "2025-09-30", "en", None))
        yield opened


@pytest.fixture
def check(library):
    """Checks a reply's first sentence; P1 is the Japanese article, P2 the English one."""

    def run(reply, question="星野電機の業績は？", companies=(), metrics=(), verdict=None, first=True):
        shelf = Shelf(library.article, lambda id: library.figures(article=id), library.vocabulary)
        for article in library.articles():
            shelf.put(article.id, 0, len(article.text))
        asked = Asked((question,), frozenset(companies), frozenset(metrics), (), KINDS)
        checker = Checker(
            shelf, asked, library.vocabulary, library.analyser, library.retriever.alternatives, verdict
        )
        return checker.check(read_claims(reply)[0], first=first)

    return run


def quotes(library, checked):
    return [library.article(span.article_id).text[span.start : span.end] for span in checked.spans]


@pytest.mark.parametrize(
    ("reply", "quote"),
    [
        ("星野電機の2025年第2四半期の売上高は120億円でした。[P1]", "売上高は120億円"),
        ("星野電機の売上高は2025年4〜6月に120億円でした。[P1]", "売上高は120億円"),
        ("緑川食品の売上高は80億円です。[P1]", "緑川食品"),
        ("Hoshino Denki's revenue was 12 billion yen in Q2 2025. [P1]", "120億円"),
        ("Brook Robotics raised $40 million in September 2025. [P2]", "raised $40 million"),
        ("Brook Roboticsは2025年9月に4,000万ドルを調達しました。[P2]", "raised $40 million"),
        ("It plans to list in 2027. [P2]", "2027"),
        ("北風ファンドが星野電機に出資しています。[P1]", "北風ファンド"),
        ("星野電機の従業員数は1200人です。[P1]", "1,200人"),
    ],
)
def test_what_the_passages_say_holds_with_its_sentence(check, library, reply, quote):
    checked = check(reply)
    assert checked.faults == ()
    assert any(quote in one for one in quotes(library, checked)), quotes(library, checked)


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ("星野電機の売上高は121億円です。[P1]", "121億円"),
        ("星野電機の売上高は120億ドルです。[P1]", "120億ドル"),
        ("星野電機の売上高は80億円です。[P1]", "80億円"),
        ("緑川食品の売上高は120億円です。[P1]", "120億円"),
        ("星野電機の2025年第2四半期の売上高は95億円です。[P1]", "95億円"),
        ("星野電機の2025年第1四半期の売上高は120億円、第2四半期は95億円でした。[P1]", "億円"),
        ("星野電機の粗利益は120億円です。[P1]", "120億円"),
        ("星野電機の売上高は2024年第2四半期に120億円でした。[P1]", "120億円"),
        ("東風電機の売上高は120億円です。[P1]", "東風電機"),
        ("Tofu Motors had revenue of $6 million in Q2 2025. [P2]", "Tofu Motors"),
        ("Boeing led the round. [P2]", "Boeing"),
        ("星野電機には南風ファンドが出資しています。[P1]", "南風"),
        ("Brook Robotics raised $40 million in October 2025. [P2]", "October 2025"),
        ("Brook Robotics plans to list next year. [P2]", "next year"),
        ("Brook Robotics raised forty-one million dollars. [P2]", "forty-one"),
        ("Brook Robotics had revenue of $6 million, a third of its target. [P2]", "third"),
        ("星野電機の売上高は減りました。[P1]", "減"),
        ("星野電機の売上高は120億円です。[P7]", "[P7]"),
        ("星野電機の売上高は120億円です。[C1]", "[C1]"),
        ("星野電機の売上高は120億円です。", "120億円"),
        ("星野電機の従業員数は1,200社です。[P1]", "1,200社"),
        ("空は青く、海は広く、船は白い。[P1]", "空は青く"),
        ("The chef cooks a wonderful dinner for guests. [P1]", "chef"),
    ],
)
def test_what_they_do_not_say_does_not(check, reply, fault):
    checked = check(reply)
    assert not checked.holds
    assert any(fault in one for one in checked.faults), checked.faults


def test_a_figure_without_a_name_is_of_the_firm_that_was_asked_about(check):
    assert check("売上高は80億円です。[P1]", companies=["緑川食品"]).holds
    assert not check("売上高は80億円です。[P1]", companies=["星野電機"]).holds


def test_a_bare_figure_is_of_the_measure_that_was_asked_about(check):
    assert check("30億円です。[P1]", metrics=["gross_profit"], companies=["星野電機"]).holds
    assert not check("30億円です。[P1]", metrics=["revenue"], companies=["星野電機"]).holds


def test_the_asker_s_own_figure_is_no_fact(check):
    question = "星野電機の売上高は99億円？"
    assert not check("はい、星野電機の売上高は99億円です。[P1]", question).holds
    assert check("いいえ、星野電機の2025年第2四半期の売上高は99億円ではなく120億円です。[P1]", question).holds


def test_a_yes_is_not_turned_into_a_no(check):
    assert check("いいえ、北風ファンドが星野電機に出資しています。[P1]", verdict=False).holds
    assert not check("いいえ、北風ファンドが星野電機に出資しています。[P1]", verdict=True).holds


@pytest.mark.parametrize(
    "reply",
    [
        "トヨタの売上高は記事には書かれていません。",
        "The articles do not mention Toyota's revenue.",
        "トヨタの売上高は見つかりませんでした。[P1]",
    ],
)
def test_silence_may_be_told_without_a_marker(check, reply):
    checked = check(reply, "トヨタの売上高は？ What was Toyota's revenue?")
    assert checked.holds and checked.silent


def test_silence_is_no_cover_for_a_figure(check):
    assert not check("売上高は書かれていませんが、およそ77億円でしょう。", "売上高は？").holds
