"""Words of one language lead to those of the other, in any inflection; the question set across languages stays found."""

import tomllib
from pathlib import Path

import pytest

from eval.runner import run
from index.expansion import QueryExpansion
from index.glossary import SHIPPED, Glossary, shipped_groups
from index.vocabulary import Vocabulary

CROSSLINGUAL = Path(__file__).parent.parent / "eval" / "cases" / "crosslingual"


@pytest.fixture(scope="module")
def expansion(analyser):
    return QueryExpansion(analyser, Vocabulary.read())


def others(expansion, question):
    return {" ".join(other) for one in expansion.alternatives(question) for other in one.others}


@pytest.mark.parametrize("word", ["raise", "raised", "raises", "raising"])
def test_every_inflection_is_found(expansion, word):
    assert "調達" in others(expansion, f"It {word} capital")


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("スペースXの打ち上げ", "spacex"),
        ("スペースXの打ち上げ", "launch"),
        ("SpaceXの純損失", "net loss"),
        ("layoffs at a maker of chips", "人員 削減"),
        ("the acquisition", "買収"),
        ("トヨタ自動車の業務提携", "partnership"),
        ("Toyota Motor's IPO", "上場"),
        ("LNGの価格", "liquefi natur gas"),  # an acronym stands in texts of both languages
        ("1兆2000億円", "JPY:1200000000000"),
    ],
)
def test_a_term_leads_to_the_other_language(expansion, question, other):
    assert other in others(expansion, question)


def test_the_longest_spelling_is_taken(analyser):
    glossary = Glossary([["赤字", "loss"], ["最終赤字", "net loss"]], analyser)
    words = analyser.words("The net loss was a loss")
    assert [spelling for spelling, _ in glossary.find(words)] == [("net", "loss"), ("loss",)]


def test_within_a_language_a_group_widens_nothing(analyser):
    glossary = Glossary([["減る", "減少", "fall", "decline"]], analyser)
    assert dict(glossary.find(["fall"])) == {("fall",): (("減る",), ("減少",))}


def test_a_phrase_whose_words_are_mostly_stop_words_is_left_out(analyser):
    """ "go out" is no "go"."""
    glossary = Glossary([["外出", "go out"]], analyser)
    assert list(glossary.find(analyser.words("they go out"))) == []


def test_a_word_of_the_question_is_no_alternative(expansion):
    assert "調達" not in others(expansion, "調達 raise")


def test_without_a_vocabulary_only_figures_are_widened(analyser):
    alone = QueryExpansion(analyser)
    assert others(alone, "net loss of $8 billion") == {"USD:8000000000"}


def test_every_shipped_group_spans_both_languages():
    table = tomllib.loads(SHIPPED.read_text("utf-8"))
    for group in shipped_groups():
        assert len(set(group)) == len(group) > 1, group
        assert any(not word.isascii() for word in group), group
        assert any(word.isascii() for word in group), group
    assert sum(map(len, table.values())) > 1_000


def test_questions_find_passages_of_the_other_language():
    result = run("retrieval", data=CROSSLINGUAL)
    assert result["n"] == 161
    assert result["metrics"]["R@1"] >= 0.9
    assert result["metrics"]["R@5"] >= 0.98
