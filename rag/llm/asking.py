"""What the question and the extractive answer to it bring into the check of a model's sentences."""

from __future__ import annotations

import re

from index.vocabulary import Vocabulary
from rag.answer import Answer
from rag.llm.numbers import Asked
from rag.question import Question

_YES, _NO = re.compile(r"(?:はい|ええ|Yes\b)"), re.compile(r"(?:いいえ|いえ|No\b)")


def asked_of(question: Question, told: tuple[str, ...], vocabulary: Vocabulary) -> Asked:
    """What the question brings, with the firms it names."""
    # Firms that only the library's articles know are told by their names, as in the passages' facts.
    known = [key for key in question.entity_keys if key in vocabulary.entities]
    firms = (key for key in question.entity_keys if key not in vocabulary.entities)
    companies = frozenset((*vocabulary.companies(known), *firms, *question.names))
    kinds = {key: metric.unit for key, metric in vocabulary.metrics.items()}
    return Asked(told, companies, frozenset(question.metric_keys), question.period_values, kinds)


def verdict_of(question: Question, extracted: Answer) -> bool | None:
    """What the extractive answer says to a yes-or-no question."""
    if question.kind != "yes_no" or extracted.status != "answered":
        return None
    return True if _YES.match(extracted.answer) else False if _NO.match(extracted.answer) else None
