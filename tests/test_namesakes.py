"""One firm in two scripts is one firm; firms that only resemble each other stay two."""

from index.vocabulary import Vocabulary
from rag.namesakes import joined
from rag.statements.sound import Sound


def names(analyser, *firms):
    return joined(dict.fromkeys(firms, ()), Sound(analyser))


def test_a_firm_of_two_scripts_is_one(analyser):
    assert names(analyser, "Tsubaki Foods", "ツバキフーズ", "Larkspur Mills") == {
        "ツバキフーズ": ("Tsubaki Foods",),
        "Larkspur Mills": (),
    }


def test_its_shorter_names_come_with_it(analyser):
    found = joined({"Brellan Robotics": ("Brellan",), "ブレランロボティクス": ()}, Sound(analyser))
    assert found == {"ブレランロボティクス": ("Brellan Robotics", "Brellan")}


def test_firms_that_only_begin_alike_stay_two(analyser):
    assert len(names(analyser, "Tsubaki Motors", "ツバキフーズ")) == 2


def test_a_joined_firm_is_called_by_the_name_of_the_language():
    wider = Vocabulary.read().with_companies({"ツバキフーズ": ("Tsubaki Foods",)})
    entity = wider.entities["ツバキフーズ"]
    assert (entity.name("ja"), entity.name("en")) == ("ツバキフーズ", "Tsubaki Foods")
    assert [one.key for one in wider.find_entities("Tsubaki Foods and ツバキフーズ")] == ["ツバキフーズ"] * 2
