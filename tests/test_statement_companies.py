"""A question's company is found as written, by a known name or by its sound, and no other firm is taken for it."""

from __future__ import annotations

import pytest
from hand_made_tables import VOCABULARY

from rag.statements.companies import CompanyNames, NamedCompany

FIRMS = (
    "三菱マテリアル",
    "クボタ",
    "小松製作所",
    "日立製作所",
    "住友化学",
    "霧ヶ浜精機",
    "朱鷺岬フーズ",
    "沙羅野電機",
    "Larkmere Robotics",
    "xAI",
)


@pytest.fixture(scope="module")
def names(analyser):
    return CompanyNames(FIRMS, VOCABULARY, analyser)


def found(names, text):
    return [(one.name, text[one.start : one.end]) for one in names.find(text)]


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("三菱マテリアルの売上高は？", "三菱マテリアル", "三菱マテリアル"),
        ("クボタは増収でしたか", "クボタ", "クボタ"),
        ("What was 朱鷺岬フーズ's current ratio?", "朱鷺岬フーズ", "朱鷺岬フーズ"),
        ("Larkmere Robotics' revenue", "Larkmere Robotics", "Larkmere Robotics"),
        ("larkmere robotics の売上", "Larkmere Robotics", "larkmere robotics"),
        ("ＬＡＲＫＭＥＲＥ ＲＯＢＯＴＩＣＳの売上", "Larkmere Robotics", "ＬＡＲＫＭＥＲＥ ＲＯＢＯＴＩＣＳ"),
        ("xAIの純損失は？", "xAI", "xAI"),
    ],
)
def test_names_written_out(names, text, name, written):
    assert found(names, text) == [(name, written)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What did Hitachi sell?", "日立製作所"),
        ("Komatsu's operating income", "小松製作所"),
        ("エックスエーアイの現金は？", "xAI"),
    ],
)
def test_other_names_the_vocabulary_lists(names, text, name):
    assert [one.name for one in names.find(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("What was Mitsubishi Materials' revenue in FY2023?", "三菱マテリアル", "Mitsubishi Materials"),
        ("Was Kubota's revenue higher?", "クボタ", "Kubota"),
        ("Sumitomo Chemical's ROE", "住友化学", "Sumitomo Chemical"),
        ("How fast did Kirigahama Seiki grow?", "霧ヶ浜精機", "Kirigahama Seiki"),
        ("Kirigahama Precision's sales", "霧ヶ浜精機", "Kirigahama Precision"),
        ("Tokimisaki Foods: total assets", "朱鷺岬フーズ", "Tokimisaki Foods"),
        ("Sarano Denki's margin", "沙羅野電機", "Sarano Denki"),
        ("Sarano Electric's margin", "沙羅野電機", "Sarano Electric"),
    ],
)
def test_japanese_firms_by_sound(names, text, name, written):
    """English writes the sound, or translates a part: 電機 is Denki or Electric."""
    assert found(names, text) == [(name, written)]


@pytest.mark.parametrize(
    "text",
    [
        "Apple's revenue", "Microsoft's operating income", "Mazda's revenue", "Suzuki's sales", "Olympus", "Ricoh's net income",
        "Tokyo Gas", "Obayashi's revenue", "Subaru's ROE", "Larkspur Motors' revenue", "Larkmeres Robotics",
        "青柳商事の売上高は？", "クボの売上高は？",
    ],
)  # fmt: skip
def test_other_firms_are_none_of_these(names, text):
    assert names.find(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "", "What was the revenue?", "Which company grew?", "Is Q3 Revenue up?", "Total Assets", "売上高は？", "In March 2024", "ROE?", "FY2023 EPS",
        "Did Operating Income grow?", "DuPont",
    ],
)  # fmt: skip
def test_capitals_of_questions_are_no_firms(names, text):
    assert names.find(text) == []


def test_several_are_told_in_the_order_of_the_question(names):
    text = "クボタと三菱マテリアル、クボタの売上高の差"
    assert names.find(text) == [
        NamedCompany("クボタ", 0, 3),
        NamedCompany("三菱マテリアル", 4, 11),
        NamedCompany("クボタ", 12, 15),
    ]


def test_a_longer_name_hides_the_shorter_one_in_it(analyser):
    names = CompanyNames(("青空", "青空電機"), VOCABULARY, analyser)
    assert found(names, "青空電機と青空の差") == [("青空電機", "青空電機"), ("青空", "青空")]


def test_latin_names_stand_between_word_boundaries(analyser):
    names = CompanyNames(("Acme",), VOCABULARY, analyser)
    assert names.find("Acmeon's revenue") == [] and names.find("MacAcme") == []
    assert found(names, "Acmeの売上高") == [("Acme", "Acme")]


def test_a_written_name_is_preferred_to_a_sound(analyser):
    names = CompanyNames(("クボタ", "Kubota Credit"), VOCABULARY, analyser)
    assert [one.name for one in names.find("Kubota Credit's revenue")] == ["Kubota Credit"]


def test_an_empty_ledger_names_nobody(analyser):
    assert CompanyNames((), VOCABULARY, analyser).find("三菱マテリアルとApple") == []


@pytest.mark.parametrize(
    ("text", "firms", "name", "written"),
    [
        ("トヨタの売上高", ("トヨタ自動車",), "トヨタ自動車", "トヨタ"),
        ("三菱重工の売上高", ("三菱重工業",), "三菱重工業", "三菱重工"),
        ("東京電力の売上高", ("東京電力ホールディングス",), "東京電力ホールディングス", "東京電力"),
        ("Larkmere's revenue", ("Larkmere Robotics",), "Larkmere Robotics", "Larkmere"),
        ("Blue Harbor's revenue", ("Blue Harbor Foods",), "Blue Harbor Foods", "Blue Harbor"),
    ],
)
def test_short_forms_of_a_name(text, firms, name, written, analyser):
    assert found(CompanyNames(firms, VOCABULARY, analyser), text) == [(name, written)]


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("三菱電機の売上高", ("三菱マテリアル",)),
        ("トヨタ紡織の売上高", ("トヨタ自動車",)),
        ("日本郵船の売上高", ("日本製鉄",)),
        ("東京ガスの売上", ("東京電力ホールディングス",)),
        ("日立建機の売上高", ("日立製作所",)),
        ("第一四半期の利益", ("第一三共",)),
        ("Blue Origin's revenue", ("Blue Harbor Foods",)),
        ("Kyocera's revenue", ("キリン",)),
        ("Larkmere Foods' revenue", ("Larkmere Robotics",)),
        ("General Motors' revenue", ("General Robotics",)),
    ],
)
def test_firms_of_one_first_word_are_told_apart(text, firms, analyser):
    assert CompanyNames(firms, VOCABULARY, analyser).find(text) == []
