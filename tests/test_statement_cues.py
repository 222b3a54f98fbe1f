"""The words that say what is wanted: a choice offered, a yes or no, remarks on the form of the answer."""

from __future__ import annotations

import pytest

from index.vocabulary import fold
from rag.statements import cues


@pytest.mark.parametrize(
    ("text", "rise", "fall"),
    [
        ("増えたか減ったか", "増えた", "減った"),
        ("減ったか増えたか", "増えた", "減った"),
        ("増加したか、減少したか", "増加", "減少"),
        ("増収か減収か", "増収", "減収"),
        ("増益でしたか、減益でしたか", "増益", "減益"),
        ("増収・減収", "増収", "減収"),
        ("改善しましたか、悪化しましたか", "改善", "悪化"),
        ("上がりましたか、下がりましたか", "上がりました", "下がりました"),
        ("好転したか悪化したか", "好転", "悪化"),
        ("プラスかマイナスか", "プラス", "マイナス"),
        ("Did it rise or fall?", "rise", "fall"),
        ("Did the margin improve or worsen?", "improve", "worsen"),
        ("Did it widen or narrow?", "widen", "narrow"),
        ("Was it higher or lower?", "higher", "lower"),
        ("Did they use more or less?", "more", "less"),
        ("increased/decreased", "increased", "decreased"),
        ("positive or negative", "positive", "negative"),
        ("better or worse", "better", "worse"),
    ],
)
def test_a_choice_is_told_in_the_question_s_words(text, rise, fall):
    assert cues.choice(text) == (rise, fall)


@pytest.mark.parametrize(
    "text",
    ["増えたか", "売上が増え、利益が減った理由", "Did revenue rise?", "売上高はいくらか", "rise", "", "It fell. Later, after two years of trouble, it rose or so they say."],
)  # fmt: skip
def test_no_choice_is_read_where_none_is_offered(text):
    assert cues.choice(text) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("増えましたか", True), ("増加したのでしょうか", True), ("増収だったのは本当か", True), ("増加しましたよね", True), ("前期を上回りましたか？", True),
        ("Did revenue rise?", True), ("Has revenue grown?", True), ("Revenue rose, right?", True), ("And is it higher?", True),
        ("いくら増えましたか", False), ("どれだけ増えましたか", False), ("何%増えましたか", False), ("どちらが増えましたか", False), ("売上高を教えてください", False),
        ("How did revenue rise?", False), ("What rose?", False), ("Which rose?", False), ("revenue", False),
    ],
)  # fmt: skip
def test_yes_or_no(text, wanted):
    assert cues.asks_whether(fold(text)) is wanted


@pytest.mark.parametrize(
    ("text", "falls"),
    [("減りましたか", True), ("did it fall?", True), ("was it lower?", True), ("増えましたか", False), ("did it rise?", False), ("増えたか減ったか", False), ("売上高は", False)],
)  # fmt: skip
def test_whether_yes_means_a_fall(text, falls):
    assert cues.asks_for_a_fall(fold(text)) is falls


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("営業利益は?(マイナスなら符号つきで)", "営業利益は?"),
        ("営業利益は?（赤字ならばマイナスをつける）", "営業利益は?"),
        ("赤字ならマイナスで答えて。売上高は", "。売上高は"),
        ("現金の増減額(為替の影響を除く)は", "現金の増減額は"),
        ("net change in cash (excluding FX effects)", "net change in cash"),
        ("net change in cash, excluding currency effects?", "net change in cash?"),
        ("売上高(百万円)は", "売上高(百万円)は"),
        ("流動比率(流動資産÷流動負債)は", "流動比率(流動資産÷流動負債)は"),
    ],
)
def test_remarks_on_the_form_are_blanked(text, kept):
    """As long as before, so that places in the text hold."""
    shown = cues.without_form(text)
    assert len(shown) == len(text)
    assert "".join(shown.split()) == "".join(fold(kept).split())


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (cues.PERCENT, "何%増えたか", True), (cues.PERCENT, "増加率", True), (cues.PERCENT, "in percentage points", False), (cues.PERCENT, "率直に", False),
        (cues.POINT, "何ポイント", True), (cues.POINT, "percentage points", True), (cues.POINT, "appointed", False),
        (cues.MULTIPLE, "何倍か", True), (cues.MULTIPLE, "how many times", True), (cues.MULTIPLE, "sometimes", False),
        (cues.AVERAGE, "平均は", True), (cues.AVERAGE, "年平均成長率", False),
        (cues.EQUAL, "一致しますか", True), (cues.EQUAL, "合計は", False), (cues.EQUAL, "does it match?", True),
        (cues.SUM, "合計は", True), (cues.SUM, "小計は", False), (cues.SUM, "in all, combined", True),
        (cues.MINUS, "引いた額", True), (cues.MINUS, "less tax", True), (cues.MINUS, "unless", False),
        (cues.WHICH_TIME, "どちらの期", True), (cues.WHICH_TIME, "in which year", True), (cues.WHICH_LARGER, "which is larger", True),
        (cues.WHICH_LARGER, "どちらが大きいか", True), (cues.DUPONT, "デュポン分解", True),
    ],
)  # fmt: skip
def test_single_cues(pattern, text, found):
    assert bool(pattern.search(fold(text))) is found
