"""Looking only where a time, an amount or a name can begin finds all that looking everywhere finds."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from index.amounts import _KINDS, AMOUNT
from index.periods import find_periods
from index.times import HINTS, HOLDS, OPENING, PATTERNS
from index.vocabulary import Vocabulary, fold

EVERYWHERE = re.compile("|".join(kind for _, kind in _KINDS))
VOCABULARY = Vocabulary.read()
CHARACTERS = "0123456789０５,.万億兆千百一二三六九十円ドル$¥%年月日期第四半上下末前同昨今翌再来去先〜-–~'’か分の割人社倍数"
WORDS = (
    "million billion Q1 FY2025 FY March 2025 June 3 to half two dozen a first quarter of third year minus nine months last this next GPU "
    "eight hundred and percent early end year-end 令和 マイナス △ 倍増 半減 ポイント おととし 売上高 現金 xAI OpenAI cash burn"
).split()
tokens = st.lists(st.sampled_from([*CHARACTERS, *WORDS, " "]), max_size=10)
texts = (tokens.map("".join) | tokens.map(" ".join)).map(fold)


@given(texts)
@settings(max_examples=500, deadline=None)
def test_amounts(text):
    assert [m.span() for m in AMOUNT.finditer(text)] == [m.span() for m in EVERYWHERE.finditer(text)]


@given(texts)
@settings(max_examples=500, deadline=None)
def test_times(text):
    openings = {match.start() for match in OPENING.finditer(text)}
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            assert HOLDS.search(text), kind
            assert kind not in HINTS or any(hint in text for hint in HINTS[kind]), kind
            within_a_number = match.start() and text[match.start() - 1].isdigit()  # "19か月で" holds no 9か月
            assert match.start() in openings or within_a_number, kind


@given(texts)
@settings(max_examples=200, deadline=None)
def test_names(text):
    """What is found in a text is found in each of its parts that the words of others do not cut."""
    for find in (VOCABULARY.find_metrics, VOCABULARY.find_items, VOCABULARY.find_entities):
        apart = find(f"{text}。{text}")
        assert [(one.key, one.start) for one in find(text)] == [
            (one.key, one.start) for one in apart[: len(apart) // 2]
        ]
        assert all(text[one.start : one.end] == text[one.start : one.end].strip() for one in find(text))


def test_a_number_of_months_is_read_whole():
    assert find_periods("2025年の19か月で使った")[0].period == find_periods("2025年")[0].period
