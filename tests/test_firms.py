"""The firms of the ledger are told from what only looks like one."""

from index.vocabulary import Vocabulary
from rag.firms import firms_of

VOCABULARY = Vocabulary.read()


def firms(analyser, *measured, others=()):
    return firms_of(measured, (*measured, *others), VOCABULARY, analyser)


def test_a_name_is_also_its_first_word(analyser):
    found = firms(analyser, "Harlowe Biosciences", "Calder Bay Mills", "みなと測器")
    assert found == {
        "Harlowe Biosciences": ("Harlowe",),
        "Calder Bay Mills": ("Calder", "Calder Bay"),
        "みなと測器": (),
    }


def test_a_japanese_name_proper_ends_where_the_script_changes(analyser):
    assert firms(analyser, "椿野モビリティ", "インターネット証券") == {
        "椿野モビリティ": ("椿野",),
        "インターネット証券": (),
    }


def test_an_everyday_word_is_no_name_unless_it_stands_alone(analyser):
    assert firms(analyser, "First Solar Farms") == {"First Solar Farms": ()}
    assert firms(analyser, "Reed Farms", others=("Reed",)) == {"Reed Farms": ("Reed",)}


def test_a_first_word_of_two_names_neither(analyser):
    assert firms(analyser, "Harlowe Foods", "Harlowe Mills") == {"Harlowe Foods": (), "Harlowe Mills": ()}


def test_a_name_and_what_is_said_with_it_is_no_name(analyser):
    found = firms(
        analyser, "レグルステック", "競合のレグルステック", "レグルステックとミナモネット", "ミナモネット"
    )
    assert set(found) == {"レグルステック", "ミナモネット"}


def test_known_names_measures_and_places_are_left_out(analyser):
    assert firms(analyser, "OpenAI", "売上高", "アメリカ", "X") == {}


def test_a_vocabulary_knows_further_companies():
    wider = VOCABULARY.with_companies({"Harlowe Biosciences": ("Harlowe",)})
    assert [one.key for one in wider.find_entities("Harlowe and xAI")] == ["Harlowe Biosciences", "xAI"]
    assert wider.companies(["Harlowe Biosciences"]) == ["Harlowe Biosciences"]
    assert VOCABULARY.find_entities("Harlowe") == [] and VOCABULARY.with_companies({}) is VOCABULARY
