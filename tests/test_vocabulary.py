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
