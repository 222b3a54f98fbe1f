"""A follow-up about tables: what it leaves out — company, measure or time — comes from the question before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.periods import Period
from index.vocabulary import Vocabulary, fold
from rag.question import Question
from rag.statements.book import Book
from rag.statements.companies import CompanyNames, NamedCompany
from rag.statements.measures import joined
from rag.statements.reading import Ask, read_ask
from rag.statements.times import find_times, resolve_all, year_before

# What a question may hold beside a name or a time and still only move the question before ("では前期は？", "and in FY2023?").
_FILLERS = re.compile(
    r"それでは|では|じゃあ?|ちなみに|なら|そして|一方|どう|いくら|何(?:%|円|ポイント)?|教えて|ください|でし|です|だっ|ました|ます|た|か|は|の|も|を|が|に|で|と|って|"
    r"\b(?:and|what|about|how|in|the|for|was|is|it|then|same|of|at|please|so|ok|instead|year|one|that)\b|['’]s|[?？。、,.!！\s]"
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A question made whole: what it asks, of which company, and the words it was read from."""

    ask: Ask
    company: str
    text: str


_GROWTH = re.compile(
    r"伸び率?|成長率?|増減率?|前期比|前年比|\bgrowth(?: rate)?\b|\bpercent(?:age)? change\b|(?<![a-z])yoy(?![a-z])"
)
# "And as a percentage of revenue?": the measure before, held against another.
_SHARE_OF = re.compile(
    r"\bas a (?:percentage|percent|share|proportion) of\b|^[^。]{0,4}(?:それは|これは)?.{1,12}の何(?:%|パーセント|割)|に占める割合|に対する割合|[^\s]{1,12}比(?:は|では|で)"
)
_LONGEST_CHAIN = 6


def follow(
    question: Question, names: CompanyNames, books: Mapping[str, Book], vocabulary: Vocabulary, depth: int = 0
) -> Followed | None:
    """What `question` asks of tables, completed from those before it; None where it is no question about them."""
    text, own = question.text, names.find(question.text)
    now = read_ask(text, _spans(own), books[own[0].name], vocabulary) if own else None
    if own and now is not None:
        return Followed(now, own[0].name, text)
    before = None
    if question.earlier is not None and depth < _LONGEST_CHAIN:
        before = follow(question.earlier, names, books, vocabulary, depth + 1)
    if before is None:
        return None
    company = own[0].name if own else before.company
    now = now or read_ask(text, _spans(own), books[company], vocabulary)
    if now is not None:
        asked = _at_times_of(now, before.ask)
        if _SHARE_OF.search(fold(text)) and len(now.measures) == 1 and before.ask.measures:
            share = joined("{0} / {1} * 100", [before.ask.measures[0], now.measures[0]], "percent")
            asked = replace(asked, operation="value", measures=(share,))
        return Followed(asked, company, text)
    times = find_times(_without(text, _spans(own)))
    if not _only_moves(text, own, [(time.start, time.end) for time in times]):
        return None
    asked = before.ask
    if own:  # the same of another company, whose years may end in another month
        asked = read_ask(before.text, _spans(names.find(before.text)), books[company], vocabulary) or asked
    if _GROWTH.search(fold(text)):
        return Followed(replace(asked, operation="growth"), company, before.text)
    return Followed(_moved(asked, text, books[company]), company, before.text) if own or times else None


def _at_times_of(now: Ask, before: Ask) -> Ask:
    """A new measure at the times asked for before, unless it names its own."""
    if now.periods or now.before or now.lacks_time:
        return now
    return replace(now, periods=before.periods, shown=before.shown)


def _moved(asked: Ask, text: str, book: Book) -> Ask:
    """The question before at the times that `text` names, or at the time before its own ("前期は？")."""
    times = find_times(text)
    known = book.periods()
    found = resolve_all(times, known)
    periods = tuple(
        sorted({period for period in found.values() if period}, key=lambda one: (one.end, one.start))
    )
    if periods or None in found.values():
        shown = {period: text[time.start : time.end] for time, period in found.items() if period}
        return replace(asked, periods=periods, shown=shown, lacks_time=None in found.values())
    if any(time.relative == "before" for time in times) and known:
        latest: Period = asked.periods[-1] if asked.periods else known[-1]
        earlier = year_before(latest, known)
        return replace(
            asked, periods=(earlier,) if earlier else (), shown={}, lacks_time=earlier is None, before=False
        )
    return asked


def _only_moves(text: str, own: Sequence[NamedCompany], times: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing of `text` is left beside names, times and small words."""
    return len(_FILLERS.sub("", _GROWTH.sub("", fold(_without(text, [*_spans(own), *times]))))) <= 2


def _spans(named: Sequence[NamedCompany]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in named]


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
