"""The figure, date, name or reason that was asked for, and not its neighbour: whose, of what, for when, part or whole."""

from __future__ import annotations

import re

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.answer import Answer
from rag.assistant import Assistant

SHIMAUMA = """縞馬ロボティクス（長野市）は3月10日、シリーズBラウンドで30億円を調達したと発表した。主導したのは青磁ベンチャーズで、白樺銀行も加わった。

2026年2月末の現金残高は、今回の調達分を含めて54億円だった。研究開発を中心に、1四半期に9億円を使っている。残高は前の月から3億円減った。

2025年12月期の売上高は37億円、純損失は14億円だった。部門別の売上高は、搬送機が20億円、検査機が12億円、保守が5億円だった。

従業員は1年前の90人から150人に増えた。2026年12月期の売上高の予想は45億円から52億円に引き上げた。

同社は2025年に家庭用ロボット「タテガミ」の開発をやめた。部品の値上がりで採算が合わなくなったためだ。新工場は2027年4月に稼働する。
"""

SAGINUMA = """鷺沼フーズは2月、豆乳の新製品を発売した。2026年1月末の現金残高は18億円だった。2025年の売上高は60億円で、従業員は220人いる。
"""

MARROWBY = """Marrowby Foods, a listed maker of oat drinks, said on Wednesday that sales had climbed again.

| $ million | Q1 2025 | Q4 2025 | Q1 2026 |
|---|---|---|---|
| Revenue | 80.0 | 92.0 | 96.0 |
| Operating income | 6.0 | 7.5 | 9.0 |

Oat drinks brought in $70 million in the first quarter of 2026, and snacks $26 million.

The Classic carton costs $3.20 per litre; the Barista carton, sold to cafes, costs $4.10.

The company had $45 million in cash at the end of March 2026 and spends $5 million a month. It must keep at least $10 million in cash. Cash fell by $4 million in the quarter.

Marrowby stopped selling yoghurt in 2024. The chief executive said that cafes had never asked for it.

The company last raised money in October 2023, when Elmstead Partners led a funding round of $30 million at a valuation of $210 million. The Leeds plant will close in the second half of 2027. A new warehouse opened on 3 February.

Marrowby now expects sales of $400 million for 2026, up from $380 million. It employs 310 people.
"""

OSPREY = """Osprey Drinks raised $12 million in a Series A round. Thornfield Growth led the round, and two angels joined it.

Osprey Drinks had $20 million in cash at the end of June 2026 and burns $2 million a month. It is in talks with Calder County Bank over a loan of $8 million.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    library = Library.open(Settings.read(home=tmp_path_factory.mktemp("home"), seeds="none"))
    for name, title, published, text in (
        ("shimauma", "縞馬ロボティクス、シリーズBで30億円調達　工場を移す", "2026-03-10", SHIMAUMA),
        ("saginuma", "鷺沼フーズ、豆乳の新製品", "2026-02-20", SAGINUMA),
        ("marrowby", "Marrowby lifts forecast as oat drinks climb", "2026-05-06", MARROWBY),
        ("osprey", "Osprey Drinks raises $12m", "2026-07-08", OSPREY),
    ):
        library.add(Document(title, text, f"{name}.md", published, "en" if title.isascii() else "ja"))
    yield Assistant(library)
    library.close()


def direct(answer: Answer) -> str:
    return re.sub(r" ?\[\d+\]", "", answer.answer.split("\n")[0])


def check(assistant: Assistant, question: str, wanted: str, *others: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered", answer.answer
    assert wanted in direct(answer), answer.answer
    for other in others:
        assert other not in direct(answer), answer.answer
    for citation in answer.citations:
        text = assistant.library.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    "question",
    [
        "鷺沼フーズの現金は何か月もつ？",  # cash, but no burn: nobody else's either
        "How many months will Saginuma's cash last?",
        "羚羊ロボティクスの従業員数は？",
        "What was Halverton Foods' revenue in Q1 2026?",
        "How long will Halverton Foods' cash last?",
        "鷺沼フーズの純損失は？",
    ],
)
def test_figures_of_another_company_answer_nothing(assistant, question):
    answer = assistant.answer(question)
    assert answer.status == "not_found", answer.answer
    assert answer.calculation is None


@pytest.mark.parametrize(
    "question",
    [
        "縞馬ロボティクスの2025年12月期の営業損失は？",
        "What was Marrowby's operating loss in Q1 2026?",
        "縞馬ロボティクスの2025年12月期の研究開発費は？",
    ],
)
def test_a_measure_that_is_not_told_is_not_its_neighbour(assistant, question):
    answer = assistant.answer(question)
    assert answer.status != "answered" or "前提" in answer.answer or "premise" in answer.answer, answer.answer


@pytest.mark.parametrize(
    ("question", "wanted", "other"),
    [
        ("縞馬ロボティクスの従業員は今何人？", "150人", "90人です"),
        ("縞馬ロボティクスの2026年12月期の売上高予想は？", "52億円", "45億円です"),
        ("縞馬ロボティクスの2026年2月末の現金残高は？", "54億円", "3億円です"),
        ("What sales does Marrowby expect for 2026?", "$400 million", "$380 million."),
        ("How much cash did Marrowby have at the end of March 2026?", "$45 million", "$10 million"),
        ("At what valuation did Marrowby last raise money?", "$210 million", "$30 million"),
        ("縞馬ロボティクスは何人が働いていますか？", "150人", "220人"),
    ],
)
def test_the_value_that_holds_now(assistant, question, wanted, other):
    check(assistant, question, wanted, other)


@pytest.mark.parametrize(
    ("question", "wanted", "other"),
    [
        ("縞馬ロボティクスの検査機の売上高は？", "12億円", "20億円"),
        ("縞馬ロボティクスの保守の売上高は？", "5億円", "37億円"),
        ("縞馬ロボティクスの2025年12月期の売上高は？", "37億円", "20億円"),
        (
            "How much did snacks bring in for Marrowby in the first quarter of 2026?",
            "$26 million",
            "$70 million",
        ),
        ("What was Marrowby's revenue in Q1 2026?", "$96 million", "$70 million"),
        ("Marrowbyの2026年第1四半期の売上高は？", "9,600万ドル", "7,000万ドル"),
        ("What was Marrowby's operating income in Q4 2025?", "$7.5 million", "$9 million"),
        ("How much does the Barista carton cost?", "$4.1", "$3.2"),
        ("How much does the Classic carton cost?", "$3.2", "$4.1"),
    ],
)
def test_part_and_whole(assistant, question, wanted, other):
    check(assistant, question, wanted, other)


@pytest.mark.parametrize(
    ("question", "wanted", "other"),
    [
        ("縞馬ロボティクスの新工場はいつ稼働する？", "2027年4月", "3月10日"),
        ("When did Marrowby last raise money?", "October 2023", "months"),
        ("When will the Leeds plant close?", "second half of 2027", "2026"),
        ("Marrowbyのリーズ工場（Leeds plant）はいつ閉鎖される？", "2027年下半期", "2026"),
        ("When did Marrowby's new warehouse open?", "3 February", "2027"),
        ("When did Marrowby stop selling yoghurt?", "2024", "2023"),
    ],
)
def test_the_date_of_the_event_asked_for(assistant, question, wanted, other):
    check(assistant, question, wanted, other)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("縞馬ロボティクスが家庭用ロボットの開発をやめたのはなぜ？", "採算が合わなくなった"),
        ("「タテガミ」の開発をやめた理由は？", "採算が合わなくなった"),
        ("Why did Marrowby stop selling yoghurt?", "cafes had never asked for it"),
        ("縞馬ロボティクスのシリーズBを主導したのは誰？", "青磁ベンチャーズ"),
        ("Who led Osprey Drinks' Series A round?", "Thornfield Growth"),
        ("Which bank is Osprey Drinks in talks with?", "Calder County Bank"),
    ],
)
def test_reasons_and_names_told_by_the_next_sentence(assistant, question, wanted):
    check(assistant, question, wanted)


@pytest.mark.parametrize(
    ("question", "wanted", "expression"),
    [
        ("縞馬ロボティクスの現金は何か月もつ？", "18か月", "5400000000 / (900000000 / 3)"),
        ("How long will Marrowby's cash last?", "9 months", "45000000 / 5000000"),
        ("If Osprey Drinks also got the $8 million loan, how many months would its cash last?", "14 months", "(20000000 + 8000000) / 2000000"),
        ("縞馬ロボティクスの従業員は1年前と比べて何人増えた？", "60人", "150 - 90"),
        ("By how much did Marrowby's revenue grow between Q1 2025 and Q1 2026?", "$16 million", "96000000 - 80000000"),
    ],
)  # fmt: skip
def test_arithmetic(assistant, question, wanted, expression):
    answer = assistant.answer(question)
    assert wanted in direct(answer), answer.answer
    assert answer.calculation is not None
    assert answer.calculation.expression == expression


def test_what_the_asker_adds_counts_once(assistant):
    more = assistant.answer("鷺沼フーズが20億円の融資も受けたら現金は何か月もつ？")
    assert more.status != "answered", more.answer  # its burn is still not told
    added = assistant.answer("縞馬ロボティクスの現金に6億円の融資を加えると何か月もつ？")
    assert "20か月" in direct(added), added.answer
