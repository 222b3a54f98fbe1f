"""Whose figures a Japanese question asks for where no list of names knows it: そらまめ農園 in 「そらまめ農園の社員は何人？」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.draft import Draft
from rag.finder import Finder
from rag.question import Question

_PARTICLE = re.compile(r"の|は|が|って|、")
_SHORTEST, _LONGEST = 2, 20  # characters of a name
_PASSAGES = 8  # passages whose articles may speak of the owner


def owned(question: Question, query: str, draft: Draft, finder: Finder) -> Question | None:
    """`question` with its owner as a name, where `draft` rests on an article that never speaks of it; else None.

    The owner is the longest head of the question that an article found for it holds as it is written.
    """
    if question.language != "ja" or question.entity_keys or question.names or not draft.basis:
        return None
    articles = dict.fromkeys(hit.node.metadata["article_id"] for hit in finder.passages(query)[:_PASSAGES])
    asked: Question | None = question
    owner = None
    while owner is None and asked is not None:
        owner, asked = _owner(asked, list(articles), finder), asked.earlier
    if owner is None or all(finder.speaks_of([owner], span.article_id) for span in draft.basis):
        return None
    return replace(question, names=(owner,), focus=question.focus.replace(owner, " "))


def _owner(question: Question, articles: Sequence[str], finder: Finder) -> str | None:
    starts = [one.start for one in question.metrics]
    starts += [one.start for one in question.periods]
    end = min(starts, default=len(question.text))
    heads = [
        question.text[: match.start()]
        for match in _PARTICLE.finditer(question.text, 0, min(end, _LONGEST) + 1)
    ]
    for head in reversed(heads):
        if _SHORTEST <= len(head) <= min(end, _LONGEST) and any(
            finder.speaks_of([head], id) for id in articles
        ):
            return head
    return None
