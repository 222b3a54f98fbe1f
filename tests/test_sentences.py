"""Where sentences begin and end, by exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import LONGEST_SENTENCE, split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("売上は増えた。利益は減った。", ["売上は増えた。", "利益は減った。"]),
        ("粗利率は12.3%だった。前期は9.8%。", ["粗利率は12.3%だった。", "前期は9.8%。"]),
        ("It raised $1.2bn. Costs fell.", ["It raised $1.2bn.", "Costs fell."]),
        ("The U.S. market grew. It is big.", ["The U.S. market grew.", "It is big."]),
        ("It sells in the U.S. The rest is small.", ["It sells in the U.S.", "The rest is small."]),
        ("Acme Inc. said so. Mr. Sato agreed.", ["Acme Inc. said so.", "Mr. Sato agreed."]),
        ("Visit example.com now. OK?", ["Visit example.com now.", "OK?"]),
        ("J. P. Morgan lent it. Fine!", ["J. P. Morgan lent it.", "Fine!"]),
        ("Grok v1.5 is out. xAI said so.", ["Grok v1.5 is out.", "xAI said so."]),
        ("彼は「売る。すぐにだ。」と述べた。次の話。", ["彼は「売る。すぐにだ。」と述べた。", "次の話。"]),
        ("増資した(3月。詳細は未定。)という。以上。", ["増資した(3月。詳細は未定。)という。", "以上。"]),
        ("増えるのか?Acmeは答えない。", ["増えるのか?", "Acmeは答えない。"]),
        ("Yahoo!ニュースが報じた。", ["Yahoo!ニュースが報じた。"]),
        ('"We will." He left.', ['"We will."', "He left."]),
        ("そうだ！！本当か！？はい。", ["そうだ！！", "本当か！？", "はい。"]),
        ("一行目\n二行目\r\n三行目", ["一行目", "二行目", "三行目"]),
        ("- 現金は80億ドル\n・負債は50億ドル\n2. 売上", ["現金は80億ドル", "負債は50億ドル", "売上"]),
        ("☑️ 新しい窓口!", ["新しい窓口!"]),
        ("増えました。.\n減りました。.次です。", ["増えました。", "減りました。", "次です。"]),
        ("売上は１２．３％増えた。", ["売上は１２．３％増えた。"]),
        ("。。。\n---\n…\n", []),
        ("", []),
    ],
)
def test_ends_where_a_reader_would_end_it(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_a_bracket_turned_round_swallows_nothing() -> None:
    """Sources write `甲社)Acme(`; no pair is there, so every mark ends its sentence."""
    text = "競合は甲社)Acme(だ。売上は9億円だ。乙社)Beta(は黒字だ。"
    assert sentences(text) == ["競合は甲社)Acme(だ。", "売上は9億円だ。", "乙社)Beta(は黒字だ。"]


def test_an_opened_quote_that_never_closes_swallows_nothing() -> None:
    assert sentences("「始まり。続き。終わり。") == ["「始まり。", "続き。", "終わり。"]


def test_only_the_span_asked_for_is_cut() -> None:
    text = "一つ。二つ。三つ。"
    assert split_sentences(text, 3, 6) == [(3, 6)]


def test_a_line_without_marks_is_cut_at_a_comma() -> None:
    text = "現金、" * LONGEST_SENTENCE
    pieces = sentences(text)
    assert len(pieces) > 1
    assert "".join(pieces) == text
    assert all(len(piece) <= LONGEST_SENTENCE and piece.endswith("、") for piece in pieces)


@given(st.text(alphabet='あ亜アAaz019 \n\t。.!?！？「」()（）『』"、,-・☑$%', max_size=120))
def test_spans_are_ordered_disjoint_and_stripped(text: str) -> None:
    done = 0
    for start, end in split_sentences(text):
        assert done <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert any(character.isalnum() for character in text[start:end])
        done = end


@given(st.text(alphabet='あ亜Aa01 \n。.!?「」()"、-', max_size=120))
def test_no_letter_is_lost(text: str) -> None:
    """Whatever is left out of sentences is space, marks, or the number of a list item."""
    kept = "".join(sentences(text))
    assert [c for c in kept if c in "あ亜Aa"] == [c for c in text if c in "あ亜Aa"]


@given(st.text(max_size=200))
def test_any_text_can_be_cut(text: str) -> None:
    assert all(text[start:end].strip() for start, end in split_sentences(text))
