"""What a question takes for granted and the articles deny: the opposite happened, or it was left undisclosed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.evidence import ENOUGH, Evidence
from rag.phrase import asked_words
from rag.question import Question

_PAIRS = tuple(
    (re.compile(one, re.I), re.compile(other, re.I))
    for one, other in (
        (r"増え|増加|増収|増益|拡大|膨ら|急増|倍増|伸び|上昇|上回|値上が|高まっ|\b(?:rose|rise|risen|grew|grow\w*|widen\w*|increas\w*|doubl\w*|jump\w*|climb\w*|up from|higher)\b",
         r"減っ|減少|減収|減益|縮小|縮ま|縮ん|急減|半減|落ち込|下落|下回|値下が|低下|\b(?:shr[aiu]nk\w*|fell|fall(?:en|s)?|narrow\w*|decreas\w*|declin\w*|drop\w*|down from|lower)\b"),
        (r"悪化|\bworsen\w*", r"改善|好転|\bimprov\w*"),
        (r"黒字", r"赤字"),
        (r"成功|\bsucce(?:ed|ss)\w*|\bmet (?:the|its)\b", r"失敗|\bfail\w*|\bmiss(?:ed|es)?\b|\bdid not\b|\bsetback\b"),
        (r"踏み切|実施し|決めた|始めた|開始し|導入し|買収し|\bwent ahead\b|\blaunched\b", r"見送|断念|中止|取りやめ|撤回|延期|\bscrapped\b|\bcancell?ed\b|\bshelved\b|\bpostponed\b"),
        (r"引き上げ|値上げ|増配|\braised\b", r"引き下げ|値下げ|減配|据え置|\b(?:cut|lowered)\b"),
    )
)  # fmt: skip
_UNDISCLOSED = re.compile(
    r"(?:明らかに|公表|開示|公開|発表|説明|決定|決めて?)(?:は)?(?:して|されて|なって)?(?:い(?:ない|ません)|おらず)|決まっていない|未定|非公開|まだ分からない|分かっていない|公表されていない"
    r"|\b(?:not (?:yet )?(?:been )?(?:disclosed|named|announced|decided|said|revealed|published|set)|undisclosed|did not (?:say|disclose|name)|declin\w+ to (?:say|disclose|comment|name))\b",
    re.I,
)  # fmt: skip
# Asked how much or when, a sentence that there is none, or that it was called off, is the answer.
_VALUES = frozenset({"money", "amount", "count", "percent", "duration", "date"})
# What is denied stands before ない or 見送る, and behind "no".
_DENIES = (
    re.compile(r"(?P<thing>[^、。]{2,24}?)(?:は|が|を|も)(?:、|まだ|現在)?(?:ない|ありません|なかった|持た(?:ない|ず|ません)|受けて(?:い|お)(?:ない|らず|ません)|して(?:い|お)(?:ない|らず|ません)|しない|行わない)"),
    re.compile(r"(?P<thing>[^、。]{2,24}?)(?:は|を)[^。]{0,30}(?:見送|断念|中止|撤回|取りやめ)"),
    re.compile(r"\b(?:no|not|never|scrapped|cancell?ed|shelved) (?P<thing>[\w\- ]{2,40})", re.I),
)  # fmt: skip
# "増えたばかりの現金" tells of the cash, not that it grows.
_MODIFIES = re.compile(
    r"(?:増え|減っ|拡大し|縮小し|上昇し|下落し|膨らん|伸び)(?:た|ている|る|だ)(?:ばかりの|(?=[一-鿿ァ-ヴー]))"
)
_LOOKED_AT = 6
_NEAR_BEST = 0.25


def clash(asked: str, told: str) -> bool:
    """Whether `told` says the opposite of what `asked` takes for granted, and not the same as well."""
    told = _MODIFIES.sub("", told)
    for one, other in (*_PAIRS, *((other, one) for one, other in _PAIRS)):
        if one.search(asked) and not other.search(asked) and other.search(told) and not one.search(told):
            return True
    return False


def reversed_by(question: Question, sentences: Sequence[Evidence]) -> Evidence | None:
    """Of the sentences that come nearest to a question why, one that tells the opposite; None where one tells the same."""
    best = next((evidence for evidence in sentences if evidence.sound), None)
    if best is None or best.score < ENOUGH:
        return None
    near = [
        evidence
        for evidence in sentences[:_LOOKED_AT]
        if evidence.sound and evidence.score >= best.score - _NEAR_BEST and evidence.on_subject
    ]
    if any(says_so(question.text, evidence.reading.text) for evidence in near):
        return None
    return next((evidence for evidence in near if clash(question.text, evidence.reading.text)), None)


def says_so(asked: str, told: str) -> bool:
    """Whether `told` names the direction that `asked` does, and nothing against it."""
    plain = _MODIFIES.sub("", told)
    same = any(side.search(asked) and side.search(plain) for pair in _PAIRS for side in pair)
    return same and not clash(asked, told)


def undisclosed(
    question: Question, sentences: Sequence[Evidence], fully_met: Callable[[Evidence], float]
) -> Evidence | None:
    """A sentence that says that what is asked for is not told, or that there is none of it, where it holds as much of the
    question as the best one.

    `fully_met` is the weight of the question's words that a sentence holds in its own words.
    """
    sound = [evidence for evidence in sentences if evidence.sound]
    for evidence in sound[: 2 * _LOOKED_AT]:
        reading = evidence.reading
        tells_value = bool(reading.periods if question.kind == "date" else reading.figures)
        denies = question.kind in _VALUES and not tells_value and _denies_asked(question, reading.text)
        if not (denies or _UNDISCLOSED.search(reading.text)) or not evidence.on_subject:
            continue
        held = fully_met(evidence)
        if held > 0 and all(held >= fully_met(other) for other in sound[:_LOOKED_AT]):
            return evidence
    return None


def _denies_asked(question: Question, told: str) -> bool:
    """Whether what `told` denies is what the question is about, and not something beside it."""
    names = " ".join((*question.entity_keys, *question.names)).lower()
    asked = [word for word in asked_words(question) if word not in names and word not in _QUESTION_WORDS]
    things = [match["thing"].lower() for pattern in _DENIES for match in pattern.finditer(told)]
    return any(word in thing for word in asked for thing in things)


_QUESTION_WORDS = frozenset(
    "how large much many big what when will did does was were is are the of it from at in to for and".split()
)
