"""Names of one text heard in a text of the other script; plain words are not."""

import pytest

from rag.heard import Heard


@pytest.fixture(scope="module")
def heard(analyser):
    return Heard(analyser)


@pytest.mark.parametrize(
    ("name", "text", "held"),
    [
        ("オレゴン", "a plant in Oregon", True),
        ("オレゴン", "an oregano farm", False),
        ("Tsubame", "新型機「ツバメ5」を売り出す", True),
        ("Tsubame", "新型機「カモメ5」を売り出す", False),
        ("カレー", "the group carried on", False),
    ],
)
def test_names_are_heard_in_the_other_script(heard, name, text, held):
    assert heard.holds(name, text) is held
