"""Names are found whole, in both languages, and a user's table adds to the shipped one."""

import pytest

from index.errors import SettingsError
from index.vocabulary import Vocabulary, fold


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.read()


def keys(occurrences):
    return [occurrence.key for occurrence in occurrences]


def test_spellings_lead_to_one_name(vocabulary):
    assert keys(vocabulary.find_entities("スペースXとＳｐａｃｅＸとspacex")) == ["SpaceX", "SpaceX", "SpaceX"]


def test_a_short_name_is_not_found_inside_a_longer_one(vocabulary):
    assert keys(vocabulary.find_entities("xAIはXと統合した")) == ["xAI", "X"]
    assert keys(vocabulary.find_entities("SpaceX")) == ["SpaceX"]
    assert vocabulary.find_entities("metallic applesauce") == []


def test_longest_wording_of_a_metric_wins(vocabulary):
    assert keys(vocabulary.find_metrics("年間売上目標は5億ドル")) == ["revenue_target"]
    assert keys(vocabulary.find_metrics("net loss and revenue")) == ["net_loss", "revenue"]


def test_offsets_hold_for_full_width_text(vocabulary):
    text = "２０２５年、ＸＡＩの純損失"
    occurrence = vocabulary.find_entities(text)[0]
    assert text[occurrence.start : occurrence.end] == "ＸＡＩ"
    assert len(fold(text)) == len(text)


def test_synonyms_cross_the_languages(vocabulary):
    others = dict(vocabulary.synonyms("Who are the investors?"))
    assert "投資家" in others["investors"] and "investors" not in others["investors"]


def test_a_home_adds_its_own_company(tmp_path):
    (tmp_path / "vocabulary.toml").write_text(
        '[companies]\n"Hoshi Works" = { ja = "星製作所", words = ["星製"] }\n', "utf-8"
    )
    vocabulary = Vocabulary.read(tmp_path)
    assert keys(vocabulary.find_entities("星製とxAI")) == ["Hoshi Works", "xAI"]


def test_a_broken_table_is_named(tmp_path):
    (tmp_path / "vocabulary.toml").write_text("[companies", "utf-8")
    with pytest.raises(SettingsError, match=r"vocabulary\.toml"):
        Vocabulary.read(tmp_path)


@pytest.mark.parametrize("gap", [" ", "  ", "\n", "　", "-"])
def test_a_wording_of_two_words_is_found_however_they_are_parted(vocabulary, gap):
    assert keys(vocabulary.find_metrics(f"the cash{gap}burn of xAI")) == ["burn"]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        (" II 売上原価(注1)", "cost_of_sales"),
        ("売上高合計", "revenue"),
        ("1. Revenue", "revenue"),
        ("①売上高", "revenue"),
        ("(1) 売上高", "revenue"),
        ("Ⅲ 営業利益", "operating_income"),
        ("売上高(百万円)", "revenue"),
        ("Ｎｅｔ　ｓａｌｅｓ", "revenue"),
        ("Total assets*1", "total_assets"),
        ("営業活動によるキャッシュフロー", "operating_cash_flow"),
        ("当期純利益又は当期純損失（△）", "net_income"),
        ("従業員数", "headcount"),
        ("EPS", "eps"),
        ("売上高の内訳", None),
        ("協賛金", None),
        ("①", None),
        ("(百万円)", None),
        ("", None),
    ],
)
def test_labels_name_a_measure_as_a_whole(vocabulary, label, key):
    assert vocabulary.item_of(label) == key


def test_where_item_and_metric_share_a_word_the_item_is_meant(vocabulary):
    assert vocabulary.item_of("負債") == "liabilities"
    assert keys(vocabulary.find_metrics("負債")) == ["debt"]


def test_the_longest_item_wins(vocabulary):
    text = "売上総利益と営業利益、net income attributable"
    found = vocabulary.find_items(text)
    assert [(one.key, text[one.start : one.end]) for one in found] == [
        ("gross_profit", "売上総利益"),
        ("operating_income", "営業利益"),
        ("net_income", "net income"),
    ]


def test_every_wording_of_the_table_is_found(vocabulary):
    for find, measures in (
        (vocabulary.find_metrics, vocabulary.metrics),
        (vocabulary.find_items, vocabulary.items),
    ):
        for measure in measures.values():
            for word in measure.words:
                (found,) = find(word)
                assert (found.start, found.end) == (0, len(word)), word


def test_a_home_adds_its_own_item(tmp_path):
    (tmp_path / "vocabulary.toml").write_text(
        '[items]\nbacklog = { ja = "協賛金", words = ["Sponsoring"] }\n', "utf-8"
    )
    vocabulary = Vocabulary.read(tmp_path)
    assert vocabulary.item_of("sponsoring") == vocabulary.item_of("協賛金") == "backlog"
    assert vocabulary.measure("backlog").unit == "money"
