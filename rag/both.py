"""The same asked of two companies at once: "xAIとSpaceXの現金は？", or "両方" to a question back. Each is answered by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.vocabulary import Vocabulary
from rag.draft import Draft
from rag.question import Question, read_question

_JOINED = re.compile(r"と|や|、|および|及び|,? and |, | & ")
_ALL = re.compile(r"両社|両方|双方|それぞれ|どちらも|2社とも|二社とも|\bboth\b|\beach\b", re.I)
# What lies between two companies, and is no measure of each.
_BETWEEN = frozenset({"investment", "loan", "stake"})
# What two companies are or do together is no measure of each: "xAIとXの統合会社の評価額".
_AS_ONE = re.compile(
    r"の?(?:統合|合併|合弁|共同|連合)|(?:合わせ|合計|足し)|\b(?:merged|combined|joint|together|merger)\b",
    re.I,
)
_FIGURES = frozenset({"open", "amount", "money", "percent", "count"})
_ROOM = 170  # characters of a direct line, less its markers
_FIRST_SENTENCE = re.compile(r".+?(?:。|\.(?=\s|$))")


def apart(question: Question, vocabulary: Vocabulary) -> list[Question]:
    """The question of each company by itself; [] where it is no such question."""
    companies = list(vocabulary.companies(question.entity_keys))
    if (
        question.operation
        or len(companies) != 2
        or question.kind not in _FIGURES
        or len(question.metric_keys) != 1
    ):
        return []
    if (
        _AS_ONE.search(question.text)
        or not _BETWEEN.isdisjoint(question.metric_keys)
        or not (_ALL.search(question.text) or _joined(question, vocabulary))
    ):
        return []
    return [_of_one(question, company, vocabulary) for company in companies]


def together(drafts: Sequence[Draft]) -> Draft:
    """One draft of both: answered if one of them is, with the silence on the other told."""
    answered = [draft for draft in drafts if draft.status == "answered"]
    if not answered:
        return drafts[0]
    joint = " " if answered[0].direct.isascii() else ""
    direct = joint.join(draft.direct for draft in drafts)
    if len(direct) > _ROOM:
        direct = joint.join(_first(draft.direct) for draft in drafts)
    conflicts = []
    for place, draft in enumerate(answered):
        before = sum(len(one.basis) for one in answered[:place])
        for conflict in draft.conflicts:
            values = tuple(replace(value, marker=value.marker + before) for value in conflict.values)
            conflicts.append(replace(conflict, values=values))
    basis = tuple(span for draft in answered for span in draft.basis)
    return Draft("answered", direct, basis, conflicts=tuple(conflicts))


def _joined(question: Question, vocabulary: Vocabulary) -> bool:
    """Whether the two names stand side by side: in "AはBに" one of them acts on the other."""
    named = [
        entity
        for entity in vocabulary.find_entities(question.text)
        if vocabulary.entities[entity.key].is_company
    ]
    named = [entity for entity in named if entity.key in question.entity_keys]
    return len(named) == 2 and bool(_JOINED.fullmatch(question.text, named[0].end, named[1].start))


def _of_one(question: Question, company: str, vocabulary: Vocabulary) -> Question:
    name = vocabulary.entities[company].name(question.language)
    measure = vocabulary.metrics[question.metric_keys[0]].name(question.language)
    times = [period.label(question.language) for period in question.period_values]
    if question.language == "ja":
        text = f"{'の'.join([name, *times, measure])}は？"
    else:
        text = f"What is {name}'s {measure}{''.join(f' in {time}' for time in times)}?"
    return replace(read_question(text, vocabulary, question.language), periods=question.periods)


def _first(direct: str) -> str:
    match = _FIRST_SENTENCE.match(direct)
    return match.group() if match else direct
