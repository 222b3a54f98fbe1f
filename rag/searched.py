"""What is searched for: a question in the words of those it follows up and in the articles' own names."""

from __future__ import annotations

from index.vocabulary import Vocabulary
from rag.question import Question


def searched(question: Question, vocabulary: Vocabulary) -> str:
    """The question and those it follows up, and the articles' own names of what it asks."""
    return f"{_query(question, vocabulary)} {_canonical(question, vocabulary)}".strip()


def _query(question: Question, vocabulary: Vocabulary) -> str:
    """What is searched for: the question, with what it takes from those it follows up: company, measure and time, or else
    their words.
    """
    texts = [question.text]
    if question.earlier and question.metrics and (question.entities or question.names):
        names = [vocabulary.entities[key].ja for key in question.entity_keys]
        measures = [vocabulary.metrics[key].ja for key in question.metric_keys]
        times = [period.label(question.language) for period in question.period_values]
        known = dict.fromkeys((*names, *question.names, *measures, *times, *question.focus.split()))
        return " ".join([*texts, *(one for one in known if one not in question.text)])
    earlier = question.earlier
    while earlier is not None and len(texts) < 3:
        texts.append(earlier.text)
        earlier = earlier.earlier
    return " ".join(texts)


def _canonical(question: Question, vocabulary: Vocabulary) -> str:
    """The articles' usual (Japanese) names of what the question names otherwise, so that they rank as they should."""
    metrics = [vocabulary.metrics[key].ja for key in question.metric_keys]
    if question.language == "ja":
        foreign = [vocabulary.entities[key].en for key in question.entity_keys]
        return " ".join(name for name in (*foreign, *metrics) if name not in question.text)
    names = [vocabulary.entities[key].ja for key in question.entity_keys]
    return " ".join([*names, *metrics, *(period.label("ja") for period in question.period_values)])
