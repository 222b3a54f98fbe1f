"""A follow-up made whole: what it leaves out is taken from the questions before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from index.errors import KassoroError
from index.vocabulary import Vocabulary
from rag.needs import ASKING, asks_thing
from rag.question import Question, read_question

_REFERS = re.compile(
    r"^(?:じゃあ|じゃ|では|それ|その|そこ|そっち|同社|同じ|一方|ちなみに|あと|なら|もし|仮に|同)|(?:それ|その|同社|彼ら|なら|だったら|だと|場合は)"
    r"|^(?:and|so|then|what about|how about|what if|if|but)\b|\b(?:it|its|they|their|that|those|instead|he|his)\b",
    re.I,
)
_ELLIPSIS = re.compile(
    r"(?:じゃあ|では|それでは|一方)?、?.{1,24}(?:は|って|の方は|のほうは|については?|だと|なら)[?？。]*$|(?:and |so |then )*(?:what|how) about .{1,40}$",
    re.I,
)
_MOST_TURNS = 12


def complete(
    question: Question,
    history: Iterable[Mapping[str, Any]],
    vocabulary: Vocabulary,
    words: Callable[[str], list[str]],
) -> Question:
    """`question` with the company, measure, period, operation and figures it leaves out taken from earlier questions."""
    whole: Question | None = None
    for turn in list(history)[-2 * _MOST_TURNS :]:
        if turn.get("role") != "user" or not isinstance(turn.get("content"), str):
            continue
        try:
            earlier = read_question(turn["content"], vocabulary)
        except KassoroError:
            continue
        whole = earlier if whole is None else _merge(earlier, whole, vocabulary, words)
    return question if whole is None else _merge(question, whole, vocabulary, words)


def _merge(
    question: Question, earlier: Question, vocabulary: Vocabulary, words: Callable[[str], list[str]]
) -> Question:
    companies = [entity for entity in question.entities if vocabulary.entities[entity.key].is_company]
    own_words = [word for word in words(question.focus) if word not in ASKING]
    bare = not question.metrics and (len(own_words) <= 1 or bool(_ELLIPSIS.match(question.text)))
    refers = bool(_REFERS.search(question.text))
    scenario = (
        bool(question.quantities)
        and question.operation in (None, "runway")
        and earlier.operation == "runway"
        and not companies
    )
    if companies and not bare and not refers:
        return question
    elliptical = bare and (question.operation is None or scenario)
    # "What was it spent on?" asks for something else than "How much?" did; "And SpaceX?" for the same.
    own_kind = question.kind not in ("open", "yes_no", "manner") or asks_thing(question)
    carries_period = not (question.periods or asks_thing(question)) and (
        elliptical or (bool(question.metrics) and (refers or not companies))
    )
    others = tuple(entity for entity in earlier.entities if not vocabulary.entities[entity.key].is_company)
    kept = earlier.entities if not companies else (*others, *question.entities) if bare else question.entities
    if not companies and question.entities:
        kept = (
            *question.entities,
            *(entity for entity in earlier.entities if vocabulary.entities[entity.key].is_company),
        )
    return replace(
        question,
        entities=kept if (refers or elliptical or scenario or not question.entities) else question.entities,
        metrics=earlier.metrics
        if (elliptical and not own_kind) or (question.operation in _TAKES_METRIC and bare)
        else question.metrics,
        periods=earlier.periods if carries_period else question.periods,
        operation=(question.operation or "runway")
        if scenario
        else question.operation or (earlier.operation if elliptical else None),
        kind=earlier.kind if elliptical and not own_kind else question.kind,
        focus=_joined(question, earlier, own_words) if elliptical else question.focus,
        earlier=earlier if (scenario or elliptical or refers or not companies) else None,
    )


def _joined(question: Question, earlier: Question, own_words: list[str]) -> str:
    """The words of both; where the follow-up names a new subject, only what the earlier question said of its own."""
    if not own_words:
        return f"{earlier.focus} {question.focus}"
    _, mark, said = earlier.focus.partition("は")
    return f"{said if mark else ''} {question.focus}"


_TAKES_METRIC = frozenset({"difference", "growth", "ratio", "average", "share", "sum", "yearly"})
