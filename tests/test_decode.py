"""Bytes to text: declared wrongly, not at all, damaged, or with what is no text between."""

from __future__ import annotations

import pytest

from index.errors import SourceError
from index.readers.decode import decode
from index.readers.text import clean

JAPANESE = "甲社の資金は80億ドルに増えました。次の四半期も増える見込みです。"
ENGLISH = "The firm’s cash rose to £80m – “a record” – and €3m was repaid to a café in Zürich."


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("declared", [None, "utf-8", "shift_jis", "euc-jp", "iso-8859-1", "no-such", "big5"])
def test_a_wrong_declaration_is_not_believed(encoding: str, declared: str | None) -> None:
    assert decode(JAPANESE.encode(encoding), "a.txt", declared) == JAPANESE


@pytest.mark.parametrize("declared", [None, "utf-8", "windows-1252", "iso-8859-1", "shift_jis"])
def test_western_prose_needs_no_declaration(declared: str | None) -> None:
    assert decode(ENGLISH.encode("cp1252"), "a.txt", declared) == ENGLISH


def test_what_only_a_declaration_can_tell_is_taken_from_it() -> None:
    text = "Выручка компании выросла на 12%."
    assert decode(text.encode("koi8-r"), "a.txt", "koi8-r") == text


@pytest.mark.parametrize(
    ("text", "encoding"), [("①㈱甲社の売上は増えた。", "cp932"), ("①甲社の売上は増えた。", "euc_jis_2004")]
)
def test_signs_of_the_wider_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_a_stray_nul_is_cleaned() -> None:
    assert clean(decode("甲社の\0現金は10億円。".encode(), "a.txt")) == "甲社の現金は10億円。"
    assert clean(decode(b"Cash was \0$80 million.", "a.txt")) == "Cash was $80 million."


def test_many_nuls_are_a_binary_file() -> None:
    with pytest.raises(SourceError, match="binary"):
        decode(b"\0\0\x01\x02head\0\0er" * 50, "a.txt")


def test_one_bad_byte_in_a_long_text_is_one_lost_character() -> None:
    data = JAPANESE.encode() * 40
    assert decode(data + b"\xff" + data, "a.txt").count("\ufffd") == 1


@pytest.mark.parametrize(
    ("dirty", "text"),
    [
        ("\x1b[31m赤字\x1b[0mは10億円。", "赤字は10億円。"),
        ("\x1b]0;title\x07Cash rose.", "Cash rose."),
        ("\x1b]8;;https://example.com\x1b\\Cash\x1b]8;;\x1b\\ rose.", "Cash rose."),
        ("\x9b1mCash\x9b0m rose.", "Cash rose."),
        ("\u202e金現\u202cは\u200b10億円\U000e0041。", "金現は10億円。"),
        ("現金\ud800は10億円。", "現金は10億円。"),
    ],
)
def test_what_nobody_sees_goes_whole(dirty: str, text: str) -> None:
    assert clean(dirty) == text
