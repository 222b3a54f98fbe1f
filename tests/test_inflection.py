"""Forms of English verbs that no ending tells."""

from __future__ import annotations

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.assistant import Assistant
from rag.inflection import inflected
from rag.needs import Need

STORY = (
    "Plover Mills sold its yarn unit in June 2025. Heron Capital led the round of $30 million. "
    "Plover Mills built a plant in Leeds, and spent $12 million on it."
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    settings = Settings.read(home=tmp_path_factory.mktemp("inflection") / "home", seeds="none")
    with Library.open(settings) as library:
        library.add(Document("Plover Mills sells its yarn unit", STORY, "0.md", "2025-07-01", "en"))
        yield Assistant(library)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When did Plover Mills sell its yarn unit?", "June 2025"),
        ("Which investor leads the round?", "Heron Capital"),
        ("Where does Plover Mills build a plant?", "Leeds"),
    ],
)
def test_another_form_of_the_verb_is_met(assistant, question, told):
    answer = assistant.answer(question)
    assert answer.status == "answered" and told in answer.answer.split("\n")[0], answer.answer


def test_only_verbs_get_forms(analyser):
    sell, river = inflected([Need("word", "sell", 1.0), Need("word", "river", 1.0)], analyser.words)
    assert sell.forms == {"sold"} and not river.forms
