"""Amounts and periods become one term however they are written, and what is no amount becomes none."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.terms import find_terms, index_terms


@pytest.mark.parametrize(
    ("term", "spellings"),
    [
        (
            "JPY:1200000000000",
            "1兆2000億円|1.2兆円|１兆２０００億円|1兆2,000億円|一兆二千億円|¥1.2 trillion|￥1.2兆|1.2 trillion yen|JPY 1.2 trillion|JPY1.2tn",
        ),
        ("JPY:1200000000", "12億円|十二億円|1,200百万円|¥1.2bn|1.2 billion yen"),
        (
            "USD:8000000000",
            "80億ドル|80億米ドル|八十億ドル|8,000百万ドル|$8 billion|$8bn|US$8 billion|USD 8bn|8 billion dollars|8 billion US dollars|8bn USD|eight billion dollars|$8,000 million",
        ),
        ("USD:500000000", "5億ドル|half a billion dollars|$0.5bn|$500m"),
        ("EUR:300000000", "3億ユーロ|€300 million|€0.3bn|300 million euros"),
        ("GBP:25000000", "2500万ポンド|£25m|25 million pounds|GBP 25 million"),
        ("PERCENT:3.2", "3.2%|３．２％|3.2パーセント|3.2 percent|3.2 per cent|3.20%"),
        ("PERCENT:30", "3割|30%|30 percent|三割"),
        ("120000000", "120 million|120m|0.12 billion"),
    ],
)
def test_an_amount_is_one_term_in_every_spelling(term: str, spellings: str) -> None:
    for spelling in spellings.split("|"):
        assert index_terms(spelling) == [term], spelling
        assert index_terms(f"約{spelling}だった。") == [term], spelling
        assert index_terms(f"it was about {spelling} then.") == [term], spelling


@pytest.mark.parametrize(
    ("terms", "spellings"),
    [
        (
            "PERIOD:2025-Q3 PERIOD:Q3",
            "2025年第3四半期|２０２５年第三四半期|2025年度第3四半期|2025年7-9月期|2025年7〜9月期|Q3 2025|2025 Q3|3Q25|Q3 '25|third quarter of 2025|2025's third quarter|July-September quarter of 2025|July to September 2025|quarter ended September 2025",
        ),
        ("PERIOD:Q3", "第3四半期|7〜9月期|Q3|the third quarter"),
        ("PERIOD:2025-H1 PERIOD:H1", "2025年上期|2025年上半期|H1 2025|first half of 2025"),
        ("PERIOD:2025-07 PERIOD:07", "2025年7月|July 2025|July of 2025|Jul 2025|2025-07"),
        ("PERIOD:07", "7月|July"),
        (
            "PERIOD:2025-07-03 PERIOD:2025-07 PERIOD:07",
            "2025年7月3日|July 3, 2025|July 3rd, 2025|3 July 2025|2025-07-03|2025/7/3",
        ),
        ("PERIOD:FY2025", "2025年度|FY2025|FY 25|fiscal 2025|fiscal year 2025"),
        ("PERIOD:2024-04/2025-03", "2025年3月期|year ended March 2025|year ending March 31, 2025"),
    ],
)
def test_a_period_is_one_term_in_every_spelling(terms: str, spellings: str) -> None:
    for spelling in spellings.split("|"):
        assert index_terms(spelling) == terms.split(), spelling
        assert index_terms(f"in {spelling}, it fell.") == terms.split(), spelling


@pytest.mark.parametrize(
    "text",
    [
        "",
        "二元的な考え",
        "3割引",
        "100フランス人",
        "it may march on",
        "一方で十分に",
        "2025",
        "GPT-4o",
        "5 m",
        "k2",
    ],
)
def test_what_is_no_amount_and_no_period_has_no_term(text: str) -> None:
    assert index_terms(text) == []


def test_a_range_has_both_ends() -> None:
    assert (
        index_terms("150〜160億円") == index_terms("¥15-16 billion") == ["JPY:15000000000", "JPY:16000000000"]
    )


def test_the_number_of_english_millions_is_the_word_that_japanese_has(analyser) -> None:
    assert index_terms("120 million people")[0] in analyser.words("1億2000万人")


def test_terms_are_never_taken_for_words(analyser) -> None:
    text = "Q3 2025, 7月3日, ¥1.2 trillion, 3割, $5"
    assert not set(index_terms(text)) & set(analyser.words(text))


def test_mentions_stand_where_the_text_has_them() -> None:
    text = "２０２５年第３四半期は80億ドル"
    assert [text[one.start : one.end] for one in find_terms(text)] == ["２０２５年第３四半期", "80億ドル"]


@given(
    st.text(
        st.sampled_from(
            "0123456789.,一二十百千万億兆円ドル$¥%〜-割年月日期第四半QqHh fmay billonusdtrecnt'Julyぁ"
        )
    )
)
@settings(max_examples=500, deadline=None)
def test_any_text_is_accepted(text: str) -> None:
    mentions = find_terms(text)
    assert all(mention.terms and text[mention.start : mention.end] for mention in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(st.text())
def test_any_characters_are_accepted(text: str) -> None:
    index_terms(text)
