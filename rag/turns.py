"""What somebody says, put in full before it is read: taken-back words, the other company, the quarter before.

What these point to is written out in the words of the turn itself; what a turn merely leaves out, `rag.history` adds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.period import Period
from index.vocabulary import Vocabulary
from rag.correction import as_question, corrected
from rag.courtesy import without_courtesy
from rag.question import Question
from rag.shift import time_told, with_time
from rag.which import with_company

_THE_ONE = re.compile(r"の(?:方|ほう)(?:です|で|を|だ|が|に|ね|よ)?[^?？。]{0,8}[。.!！]?$")
_HOW_ABOUT = re.compile(
    r"(?:(?:の(?:方|ほう|場合))?(?:は|って|だと|なら|では)?(?:どう(?:です|でした|でしょう|だった|なん(?:です)?)?(?:か|の|かな)?)|の場合は?|だと|なら)[?？。]*$"
)
_BACK = {
    "ja": re.compile(
        r"(?:元|もと|最初|はじめ|初め|当初|本来|実際|基本)の?(?:数字|条件|前提|値|状態|ケース|想定|数値|計算|形)?(?:に|へ)(?:戻|もど)|^(?:元|もと)(?:に|へ)?(?:戻|もど)|リセット|(?:仮定|前提|条件|変更|想定)を?(?:すべて|全部|全て)?(?:なし|無し|外|取り消|取消|やめ|クリア|戻|もど)"
    ),
    "en": re.compile(
        r"\b(?:back to|return to|go back to|restore|use|with) (?:the )?(?:original|initial|first|base|actual|reported|starting|real)\b|\breset\b|\bundo\b|\bstart over\b|\bforget (?:the|those|these|all) (?:changes|assumptions|scenarios?)|\bwithout (?:the|any|those|these) (?:changes|assumptions)",
        re.I,
    ),
}


def in_full(text: str, language: str, told: Sequence[Question], reply: str, vocabulary: Vocabulary) -> str:
    """`text` with what it points to in the questions `told` before it and the last `reply` written out."""
    text = without_courtesy(text)
    if not told:
        return text
    meant = corrected(text, language)
    if meant is not None:
        text = _whose(text, meant, vocabulary)
    elif _THE_ONE.search(text):
        text = as_question(text, language)
    text = with_company(_plainly(text, vocabulary), language, told, vocabulary)
    return with_time(text, language, _time_before(told, reply))


def _plainly(text: str, vocabulary: Vocabulary) -> str:
    """ "SpaceXはどう？" and "xAIだと？" as they are asked of other things: "SpaceXは？"."""
    match = _HOW_ABOUT.search(text)
    ends = {entity.end for entity in vocabulary.find_entities(text)}
    return f"{text[: match.start()]}は？" if match and match.start() in ends else text


def undoes(question: Question) -> bool:
    """Whether the words take back what was supposed ("元に戻すと？", "back to the original numbers")."""
    return not question.quantities and bool(_BACK[question.language].search(question.text))


def _whose(text: str, meant: str, vocabulary: Vocabulary) -> str:
    """Of "Acmeの売上じゃなくて純損失" the company still holds for what is meant."""
    if any(vocabulary.entities[entity.key].is_company for entity in vocabulary.find_entities(meant)):
        return meant
    owners = [
        entity
        for entity in vocabulary.find_entities(text)
        if vocabulary.entities[entity.key].is_company and text[entity.end : entity.end + 1] == "の"
    ]
    return f"{text[owners[-1].start : owners[-1].end]}の{meant}" if owners else meant


def _time_before(told: Sequence[Question], reply: str) -> Period | None:
    """The time of the question before, or of its answer."""
    asked: Question | None = told[-1]
    while asked is not None and not asked.period_values:
        asked = asked.earlier
    return time_told(asked.period_values[-1] if asked else None, reply)
