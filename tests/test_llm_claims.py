"""A model's reply as plain sentences with their markers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.claims import Claim, plain, read_claims


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("売上は**1**<b>4</b>億\u200b6000万ドル", "売上は14億6000万ドル"),
        ("`9`_7_~~3~~1億", "9731億"),
        ("<think>99億かも</think>80億ドルです。", "80億ドルです。"),
        ("考え中…\n</think>\n80億ドルです。", "80億ドルです。"),
        ("<think>終わらない", ""),
        ("&#49;&#52;億ドル", "14億ドル"),
        ("[14億](http://a.example)ドル", "14億ドル"),
        ("## 現金\n- 80億ドル", "現金\n80億ドル"),
        ("1\u03364\u0336億", "14億"),
    ],
)
def test_markup_is_taken_off_before_anything_is_read(written, read):
    assert plain(written).strip() == read


@pytest.mark.parametrize(
    ("reply", "claims"),
    [
        ("純損失は10億ドルです。[P1]", [("純損失は10億ドルです。", ("P1",))]),
        ("純損失は10億ドルです [P1][C2]。", [("純損失は10億ドルです。", ("P1", "C2"))]),
        (
            "A fell. [P1] B rose [P2, P3]. C held [P4].",
            [("A fell.", ("P1",)), ("B rose.", ("P2", "P3")), ("C held.", ("P4",))],
        ),
        (
            "売上は1億ドル【P3】、利益は2億ドル（P4）です。",
            [("売上は1億ドル、利益は2億ドルです。", ("P3", "P4"))],
        ),
        ("It has 8 (eight) rockets [1].", [("It has 8 (eight) rockets.", ("P1",))]),
        ("三つ(3)あります。", [("三つ(3)あります。", ())]),
        (
            "1. 現金は80億ドル。[P1]\n2. 負債は50億ドル。[P2]",
            [("現金は80億ドル。", ("P1",)), ("負債は50億ドル。", ("P2",))],
        ),
        ("[P1]", []),
        (" \n ", []),
    ],
)
def test_sentences_with_their_markers(reply, claims):
    assert read_claims(reply) == [Claim(*claim) for claim in claims]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    for claim in read_claims(text):
        assert claim.text.strip() and len(claim.text) <= 500
