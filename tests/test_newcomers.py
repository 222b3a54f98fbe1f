"""Articles about firms the vocabulary has never heard of, in both languages: found by name, context and measure."""

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.assistant import Assistant

HIKAWA = (
    "氷川創薬は10月1日、シリーズBで30億円を調達したと発表した。今回のラウンドには西海銀行と北斗キャピタルが出資した。社長の高村氏は「海外展開を急ぐ」と述べた。"
    "氷川創薬の本社は札幌市にある。従業員は約120人。2025年9月末の現金は45億円で、毎月およそ3億円を使っている。2026年3月期の売上高は前期比25%増の80億円を見込む。"
)
FERNBROOK = (
    "Fernbrook Robotics said on Tuesday it raised $45 million in a Series B round led by Alder Ventures. The company, based in Portland, had $62 million in cash "
    "at the end of June 2025 and burns about $2.5 million a month. Revenue rose 40% to $18 million in the first half of 2025, while its net loss narrowed to "
    "$9 million from $12 million a year earlier. Fernbrook employs 210 people. Chief executive Dana Whitlow said the company expects to turn a profit in 2027."
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    home = tmp_path_factory.mktemp("newcomers")
    with Library.open(Settings.read(home=home, seeds="none")) as library:
        library.add(Document("氷川創薬が資金調達", HIKAWA, "hikawa.md", "2025-10-02", "ja"))
        library.add(Document("Fernbrook raises money", FERNBROOK, "fernbrook.md", "2025-08-05", "en"))
        yield Assistant(library)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("氷川創薬の社長は誰？", "高村"),
        ("氷川創薬の本社はどこ？", "札幌"),
        ("氷川創薬に出資したのは？", "北斗キャピタル"),
        ("氷川創薬はいくら調達した？", "30億円"),
        ("氷川創薬の従業員は何人？", "120人"),
        ("氷川創薬の2026年3月期の売上高の見通しは？", "80億円"),
        ("氷川創薬の売上はどれくらい伸びる見込み？", "25%"),
        ("氷川創薬の売上の伸び率は？", "25%"),
        ("氷川創薬の資金は何か月もつ？", "約15か月"),
        ("氷川創薬の調達額は現金の何%？", "66.7%"),
        ("How much did 氷川創薬 raise?", "¥3 billion"),
        ("How much did Fernbrook Robotics raise?", "$45 million"),
        ("Who led the Series B round of Fernbrook?", "Alder Ventures"),
        ("Where is Fernbrook based?", "Portland"),
        ("What was Fernbrook's net loss in the first half of 2025?", "$9 million"),
        ("What was Fernbrook's net loss a year earlier?", "$12 million"),
        ("What is Fernbrook's runway?", "24.8 months, until July 2027"),
        ("How many people does Fernbrook employ?", "210"),
        ("Who is the CEO of Fernbrook?", "Dana Whitlow"),
        ("By how much did Fernbrook's net loss narrow?", "$3 million"),
        ("Fernbrook Roboticsの純損失は？", "900万ドル"),
    ],
)
def test_answers(assistant, asked, told):
    answer = assistant.answer(asked)
    assert answer.status == "answered" and told in answer.answer.split("\n")[0], answer.answer
    assert all(
        assistant.library.article(c.article_id).text[c.start : c.end] == c.quote for c in answer.citations
    )


@pytest.mark.parametrize(
    "asked",
    [
        "氷川創薬の営業利益は？", "氷川創薬は上場している？", "氷川創薬が海外展開を急ぐ理由は？", "氷川創薬の監査役は誰？", "氷川製作所の売上高は？",
        "西海銀行はいくら出資した？", "What is Fernbrook's valuation?", "What is the gross margin of Fernbrook?", "Who is the CFO of Fernbrook?",
        "What was Larkspur's net loss?", "How much cash does Alder Ventures have?",
    ],
)  # fmt: skip
def test_silence_is_told(assistant, asked):
    answer = assistant.answer(asked)
    assert answer.status == "not_found", answer.answer


def test_what_is_expected_is_no_yes(assistant):
    assert assistant.answer("Is Fernbrook profitable?").answer.startswith("No")


def test_a_conversation(assistant):
    history = [{"role": "user", "content": "What is Fernbrook's runway?"}]
    answer = assistant.answer("And if it burns $4 million a month?", history)
    assert "15.5 months" in answer.answer.split("\n")[0]
