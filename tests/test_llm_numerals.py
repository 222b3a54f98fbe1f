"""Numbers that no reader of amounts sees are noticed, and words that only look like numbers are not."""

import pytest

from rag.llm.numerals import held_verbatim, odd_numbers, split_numbers


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("It lost fourteen hundred million dollars.", "fourteen hundred million"),
        ("a dozen employees", "dozen"),
        ("Losses doubled and a third of the staff left.", "doubled"),
        ("損失は壱拾億円", "壱拾億"),
        ("売上の半分を失った", "半分"),
        ("現金は九七三一億ドル", "九七三一億"),
        ("数兆ドルの現金", "数兆"),
        ("lO億ドルの現金", "lO"),
        ("ⅨⅦ億ドル", "IXVII"),
        ("現金は\u0669億ドル", "\u0669"),
        ("GPT-9x", "GPT-9x"),
    ],
)
def test_noticed(text, odd):
    assert any(odd in one for one in odd_numbers(text))


@pytest.mark.parametrize(
    "text",
    [
        "In the third quarter one of the investors left.",
        "一方、三菱は統一した基準で十分に千葉へ進出した。",
        "一部の投資家は前半に反発した。",
        "The first half was quiet.",
    ],
)
def test_words_that_count_nothing(text):
    assert odd_numbers(text) == []


@pytest.mark.parametrize("text", ["1 460億", "14・6億", "9_731", "5'000"])
def test_one_number_in_two(text):
    assert split_numbers(text)


def test_a_wording_of_the_source_may_be_kept():
    assert held_verbatim("Half a dozen", ["It built half-a-dozen plants."])
    assert not held_verbatim("dozen", ["It built ten plants."])
    assert held_verbatim("数億", ["数億ドルを投じた"]) and not held_verbatim("億", ["数億ドル"])
    assert not held_verbatim("lO", ["Colossusは稼働した"]) and not held_verbatim("10", ["210億"])
