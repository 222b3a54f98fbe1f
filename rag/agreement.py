"""How far a sentence agrees with a question, as numbers that a confidence is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from rag.evidence import LEAST_SHARE, Evidence, Lexicon, share_met, weight_of
from rag.needs import Need
from rag.opinion import Opinion
from rag.question import Question

# 1 (or a share up to 1) where something speaks against the answer, except `coverage`, `margin` and `near`.
FEATURES = (
    "coverage",  # share of the question's weight that the sentence meets
    "gap_figure",  # the heaviest word it does not meet in its own words, where the answer is a figure
    "gap_yes_no",  # the same where yes or no is asked
    "gap_name",  # the same where a name or a place is asked
    "gap_why",  # the same where a date or a reason is asked
    "gap_open",  # the same of any other question
    "gaps",  # share of the weight of words it does not meet
    "unheard",  # the same among the weight of all, of words that are written out and not in kana
    "around",  # share of the weight met only by heading, title or the sentence before
    "head",  # how far what is asked for is unmet: 生産能力 in 新工場の生産能力は？
    "broken",  # a compound of which it holds one part and not another: 営業部門, 保守部門
    "name_elsewhere",  # a name it does not hold itself
    "nameless",  # the question names nobody
    "kind_gap",  # it holds nothing of the kind asked for: no name, no place, no reason
    "metric_gap",  # a measure asked for that it does not name
    "period_gap",  # a time asked for that it does not name itself
    "future_gap",  # asked of what is to come, it tells of what is or was
    "figure",  # the answer is a figure
    "near",  # what stands around that figure, beyond what the sentence holds
    "yes_no",
    "name",
    "why",
    "margin",  # how far it lies above the best sentence of other passages
    "reader_agrees",  # probability of what the reader finds that is the answer as well; 0 where it does not read
    "reader_differs",  # probability of what it finds that is another figure, or in another sentence
    "reader_none",  # probability that it finds no answer
)
_LOOSE = 0.59  # a word met by less is met by likeness alone
_FUTURE = re.compile(
    r"予定|見通し|見込|計画|目指|目標|予想|来年|今後|将来|次の|いつ(?:に)?なる|\b(?:will|going to|plans?|next|expects?|forecasts?|target)\b",
    re.I,
)
_TO_COME = re.compile(
    r"予定|見通し|見込|計画|目指|目標|予想|来年|今後|将来|可能性|検討|方針|とみられ|まで(?:に|は)|なる|する。|す。|える。|\b(?:will|would|going to|plans?|next|expects?|expected|forecasts?|targets?|aims?|may|might|could|set to|due|by)\b",
    re.I,
)  # fmt: skip
_RUN = re.compile(r"[一-鿿々ァ-ヴー]{2,}|[A-Za-z][\w\-]*(?: [A-Za-z][\w\-]*)+")
_WRITTEN_OUT = re.compile(r"[一-鿿々ァ-ヴーA-Za-z0-9\-]{2,}$")


def agreement(
    question: Question,
    needs: Sequence[Need],
    evidence: Evidence,
    others: Sequence[Evidence],
    lexicon: Lexicon,
    words: Callable[[str], list[str]],
    opinion: Opinion | None = None,
) -> dict[str, float]:
    """The features of an answer that rests on `evidence`; `others` are the sentences found beside it, weighed.

    `words` cuts text into normalised words. `opinion` is what a reader says; None counts for nothing.
    """
    reading = evidence.reading
    shares = {need: share_met(question, need, reading, lexicon) for need in needs}
    weights = {need: weight_of(question, need, reading) for need in needs}
    in_sentence = max((other.score for other in others if other.reading.start == reading.start), default=0.0)
    group = _group(question, evidence)
    return {
        "coverage": min(1.0, in_sentence or evidence.score),
        **_gaps(question, evidence, shares, weights, words),
        "head": _head_gap(question, shares, words),
        "broken": float(breaks_compound(question, shares, words)),
        **_unmet_kinds(question, shares),
        "future_gap": float(bool(_FUTURE.search(question.text)) and not _TO_COME.search(reading.text)),
        **{name: float(group == name) for name in ("figure", "yes_no", "name", "why")},
        "near": max(-0.5, min(0.5, evidence.score - in_sentence)) if evidence.figure and in_sentence else 0.0,
        "margin": max(-0.5, min(0.5, (in_sentence or evidence.score) - _best_elsewhere(evidence, others))),
        "reader_agrees": opinion.agrees if opinion else 0.0,
        "reader_differs": opinion.differs if opinion else 0.0,
        "reader_none": opinion.none if opinion else 0.0,
    }


def _gaps(
    question: Question,
    evidence: Evidence,
    shares: Mapping[Need, float],
    weights: Mapping[Need, float],
    words: Callable[[str], list[str]],
) -> dict[str, float]:
    """What of the question's words the sentence does not hold, by weight."""
    spoken = _predicate(question, words) if evidence.figure else frozenset()
    plain = [
        need
        for need in shares
        if need.kind == "word"
        and need.key not in question.names
        and (need.required or need.key not in spoken)
    ]
    unmet = [need for need in plain if shares[need] < LEAST_SHARE]
    loose = [need for need in plain if shares[need] < _LOOSE]  # not met, or only by a word alike
    around = [need for need in shares if _LOOSE <= shares[need] < 0.7]
    total, plain_total = (sum(weights[need] for need in of) or 1.0 for of in (shares, plain))
    gap = max((weights[need] * (1 - shares[need]) for need in loose), default=0.0)
    group = _group(question, evidence)
    return {
        **{f"gap_{name}": gap * (name == group) for name in ("figure", "yes_no", "name", "why", "open")},
        "gaps": sum(weights[need] for need in unmet) / plain_total,
        "unheard": sum(weights[need] for need in unmet if _WRITTEN_OUT.match(need.key)) / total,
        "around": sum(weights[need] for need in around) / total,
    }


def _unmet_kinds(question: Question, shares: Mapping[Need, float]) -> dict[str, float]:
    """Names, kinds of answer, measures and times that the sentence lacks."""
    names = [need for need in shares if need.kind == "name" or need.key in question.names]
    return {
        "name_elsewhere": float(any(shares[need] < 0.9 for need in names)),
        "nameless": float(not names),
        "kind_gap": float(any(need.kind == "kind" and shares[need] < LEAST_SHARE for need in shares)),
        **{
            f"{kind}_gap": max((1 - shares[need] for need in shares if need.kind == kind), default=0.0)
            for kind in ("metric", "period")
        },
    }


def _best_elsewhere(evidence: Evidence, others: Sequence[Evidence]) -> float:
    """The score of the best sentence that neither is this one nor stands behind the same one."""
    reading = evidence.reading
    return max(
        (
            other.score
            for other in others
            if other.reading.before_start != reading.before_start and other.reading.start != reading.start
        ),
        default=0.0,
    )


# What a Japanese question asks for stands before its topic mark; in English behind "what is" or the owner.
_TOPIC = re.compile(r"([一-鿿々ァ-ヴーA-Za-z0-9]+(?:り方)?)(?:は|って|とは|を(?=教えて|説明|知りた))")
_HEAD = re.compile(
    r"^(?:what|which) (?:(?:is|are|was|were|will be) )?(?:the |its )?(?:[\w.&\- ]+?['’]s? )?(?P<head>[a-z][a-z\-]+(?: [a-z][a-z\-]+)?)\b",
    re.I,
)  # fmt: skip


def _head_gap(question: Question, shares: Mapping[Need, float], words: Callable[[str], list[str]]) -> float:
    """1 less how far the words of what is asked for are met; 0 where a known measure or name is asked for."""
    by_word = {
        word: share
        for need, share in shares.items()
        if need.kind == "word"
        for word in (need.key, *need.words)
    }
    if question.language == "ja":
        runs = [match[1] for match in _TOPIC.finditer(question.focus)]
    else:
        runs = [match["head"] for match in _HEAD.finditer(question.text)]
    for run in reversed(runs):
        if met := [by_word[word] for word in words(run) if word in by_word]:
            return 1 - min(met)
    return 0.0


def _predicate(question: Question, words: Callable[[str], list[str]]) -> frozenset[str]:
    """The words behind a Japanese interrogative: "何%握っている" and "何%保有している" ask for the same figure."""
    if question.language != "ja" or question.interrogative is None:
        return frozenset()
    start, end = question.interrogative
    return frozenset(words(question.text[end:])) - frozenset(words(question.text[:start]))


def _group(question: Question, evidence: Evidence) -> str:
    """What kind of answer it is, as far as gaps weigh differently."""
    if question.kind == "yes_no":
        return "yes_no"
    if evidence.figure is not None:
        return "figure"
    groups = {"name": "name", "place": "name", "date": "why", "reason": "why"}
    return groups.get(question.kind, "open")


def breaks_compound(
    question: Question, shares: Mapping[Need, float], words: Callable[[str], list[str]]
) -> bool:
    """Whether of words that stand together in the question the sentence meets one and not the other."""
    by_word = {
        word: share
        for need, share in shares.items()
        if need.kind == "word"
        for word in (need.key, *need.words)
    }
    for run in _RUN.findall(question.text):
        met = [by_word[word] for word in words(run) if word in by_word]
        if any(share >= 0.6 for share in met) and any(share < LEAST_SHARE for share in met):
            return True
    return False
