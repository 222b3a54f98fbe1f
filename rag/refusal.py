"""Saying that the articles are silent: on what, and the nearest thing they do say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.periods import ANY_YEAR, Period, find_periods
from index.vocabulary import Vocabulary
from rag import phrase
from rag.draft import Draft, span_of
from rag.evidence import Evidence
from rag.question import Question

_NEAREST = 0.34  # below this even "the nearest thing" would be off the subject


def refuse(question: Question, sentences: Sequence[Evidence], vocabulary: Vocabulary) -> Draft:
    """Say what the articles are silent on, what kind of article would answer, and the nearest thing they do say."""
    missing = _missing(question, sentences, vocabulary)
    direct = phrase.not_found(question.language, missing)
    close = [
        evidence
        for evidence in sentences
        if evidence.score >= _NEAREST and not _other_company(evidence) and evidence.on_subject
    ]
    wanted = phrase.would_answer(question.language, *_wanted(question, missing, vocabulary))
    if not close:
        return Draft("not_found", direct + wanted)
    nearest = max(close, key=lambda evidence: evidence.score)
    other = _other_time(question, nearest, vocabulary)
    return Draft(
        "not_found", direct + other + wanted, (), (span_of(nearest),), phrase.nearest(question.language)
    )


def _wanted(question: Question, missing: Sequence[str], vocabulary: Vocabulary) -> tuple[str, str, str]:
    """(whose, of when, of what) an article would have to tell; "" for what the question leaves open."""
    companies = [
        vocabulary.entities[key].name(question.language) for key in vocabulary.companies(question.entity_keys)
    ]
    whose = (*companies, *question.names)[:1]
    when = [_time_as_asked(period, question) for period in question.period_values[:1]]
    measures = [vocabulary.metrics[key].name(question.language) for key in question.metric_keys[:1]]
    rest = [name for name in missing if name not in (*whose, *when, *measures)]
    what = measures or (rest if question.language == "ja" else [])  # an English word may be a verb
    return "".join(whose), "".join(when), "".join(what[:1])


def _other_time(question: Question, nearest: Evidence, vocabulary: Vocabulary) -> str:
    """ "The articles give its 2024 revenue, not 2025": where only the time fails."""
    failed = [need for need in nearest.failed if need.required]
    if not failed or any(need.kind != "period" for need in failed) or not question.metric_keys:
        return ""
    written = {
        mention.period: nearest.reading.text[mention.start : mention.end]
        for mention in nearest.reading.periods
    }
    told = next(
        (
            figure.period
            for figure in nearest.reading.figures
            if figure.metric in question.metric_keys and figure.period in written
        ),
        None,
    )
    if told is None:
        return ""
    measure = vocabulary.metrics[question.metric_keys[0]].name(question.language)
    label = told.label(question.language)
    # In the article's own words where they are the asker's language: 4〜6月期 may be a firm's first quarter.
    own = written[told] if written[told].isascii() == (question.language == "en") else label
    return phrase.other_time(question.language, measure, own if re.search(r"\d{4}", own) else label)


def _time_as_asked(period: Period, question: Question) -> str:
    """A period in the question's own words, else by its name."""
    for mention in find_periods(question.text, year=ANY_YEAR):
        if mention.period == period:
            return question.text[mention.start : mention.end].rstrip("の")
    return period.label(question.language)


def _missing(question: Question, sentences: Sequence[Evidence], vocabulary: Vocabulary) -> list[str]:
    """The company, the time and the measure, or else the rarest word, that nothing found speaks of."""
    companies = [vocabulary.entities[key] for key in vocabulary.companies(question.entity_keys)]
    names = [company.name(question.language) for company in companies[:1]]
    measures = [vocabulary.metrics[key].name(question.language) for key in question.metric_keys[:1]]
    if not sentences:
        return [*names, *measures]
    failed = sentences[0].failed
    times = [_time_as_asked(need.period, question) for need in failed if need.period]
    words = [need for need in failed if need.kind == "word"]
    unknown = [name for need in words if need.required and (name := _as_written(need.key, question.text))]
    if measures or unknown:
        return [*unknown[:1], *names, *times[:1], *measures]
    plain = [
        _as_written(need.key, question.text) for need in words if not need.surfaces and len(need.key) > 1
    ]
    known = [_as_written(need.key, question.text) for need in words]
    return [*names, *times[:1], *(plain or known)[:1]]


def _as_written(key: str, text: str) -> str:
    """A word as the question writes it, as needs keep stems and normal forms; "" where it writes it otherwise."""
    if key.isascii():
        match = re.search(rf"\b{re.escape(key)}[A-Za-z0-9-]*", text, re.I)
        return match.group() if match else ""
    return key if key in text else ""


def _other_company(evidence: Evidence) -> bool:
    return any(need.kind == "name" and need.required for need in evidence.failed)
