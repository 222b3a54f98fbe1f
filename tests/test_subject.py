"""Whom a heading, a caption or a title is about, known or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.subject import canonical, subject_of
from index.vocabulary import Vocabulary

VOCABULARY = Vocabulary.read()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("以下は山川製作所の2024年3月期連結損益計算書の抜粋である。", "山川製作所"),
        ("山川製作所(J-GAAP適用)の2024年3月期における業績を示す。", "山川製作所"),
        ("株式会社山川製作所は、本日、業績を発表した。", "山川製作所"),
        ("山川製作所、2024年3月期は増益", "山川製作所"),
        ("Orion Freight's income statement for 2024", "Orion Freight"),
        ("Summary results of Orion Freight", "Orion Freight"),
        ("Orion Freight reported revenue of $5m.", "Orion Freight"),
        ("Selected figures of Orion Freight Inc.", "Orion Freight"),
        ("OpenAIの売上", "OpenAI"),
        ("OpenAI Groupの2024年の業績", "OpenAI"),
    ],
)
def test_names(text, name):
    assert subject_of(text, VOCABULARY) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同社の2024年3月期の業績",
        "各社の2024年3月期",
        "以下のとおりである。",
        "The company reported a loss.",
        "Balance sheet",
        "2024年3月期の業績",
    ],
)
def test_nobody(text):
    assert subject_of(text, VOCABULARY) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("OpenAI", "OpenAI"), ("OpenAI Group", "OpenAI"), ("NVIDIA Corp.", "NVIDIA"), ("SpaceX株式会社", "SpaceX"), ("オープンAI", "OpenAI"),
        ("山川製作所", "山川製作所"), ("OpenAI Airlines", "OpenAI Airlines"),
    ],
)  # fmt: skip
def test_canonical_names(written, name):
    assert canonical(written, VOCABULARY) == name


@given(st.text(alphabet="山川製作所の株式会社は、2024年3月期業績。 OpenAI's Inc.,|#\n(", max_size=80))
def test_any_text_is_read(text):
    name = subject_of(text, VOCABULARY)
    assert name is None or name
