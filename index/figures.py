"""Sentences read as figures: whose, of what, for when, how sure. The seed of the ledger.

`read_passage` turns a passage into `SentenceReading`s. What a sentence leaves out (its company, its period) is taken
from the sentence before it under the same heading, then from the sentence after, then from the article's title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.attribution import (
    Recognised,
    attributed_to,
    by_nearness,
    clause_around,
    described_name,
    earlier_year,
    is_change,
    is_denied,
    is_former,
    is_hedged,
    is_held,
    is_spent,
    kind_of,
    metric_of,
    owners,
    period_of,
    spread_over_time,
    told_each_month,
    topics,
)
from index.periods import Period, PeriodMention, find_periods
from index.quantity import Mention, Quantity, find_quantities
from index.vocabulary import Occurrence, Vocabulary

# Amounts that name no number: answered as they stand, never calculated with.
_VAGUE = re.compile(
    r"(?P<scale>数(?:十|百|千)?(?:億|兆|万|百万)?)(?P<currency>ドル|円|ユーロ)(?P<rest>規模)?"
    r"|(?P<digit>[0-9０-９一]桁)(?P<part>台?(?:前半|半ば|後半)?)"
    r"|(?P<several>数(?:十|百|千)?万?)(?P<counted>(?:か|ヶ|カ|ケ|箇)月|四半期|年|週|時間|日|人|社|件|台|基|回|(?:か|カ|ヶ)国)(?:間(?!近))?"
)
_VAGUE_ENGLISH = {
    "数億": "several hundred million", "数十億": "billions of", "数百億": "tens of billions of", "数千億": "hundreds of billions of",
    "数十": "dozens of", "数百": "hundreds of", "数千": "thousands of", "数十万": "hundreds of thousands of",
    "数兆": "trillions of", "数万": "tens of thousands of", "数百万": "millions of", "数千万": "tens of millions of", "数": "a few",
}  # fmt: skip
_COUNTED_ENGLISH = {
    "月": "months", "期": "quarters", "年": "years", "週": "weeks", "間": "hours", "日": "days", "人": "people", "社": "companies",
    "件": "cases", "台": "units", "基": "units", "回": "times", "国": "countries",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in a sentence and what it is of.

    `quantity` is None for a vague amount ("数億ドル"), whose words are `text`. `companies` lists names by nearness,
    `own` says how many of them stand in the sentence itself (the rest come from its context), `owners` which are
    written as topics or owners there ("xAIの", "xAIは"). `kind` is "reported",
    "target", "forecast", "plan" or "possible"; `hedged` is True where the sentence passes on what others say. `start` and
    `end` are offsets into the article; `attributed` names who says so; `earlier` marks a value of the year before that the sentence compares with, `former` one that a
    change left behind ("from 180 to 245"), and `change` an amount by which something moved.
    """

    text: str
    quantity: Quantity | None
    metric: str | None
    companies: tuple[str, ...]
    own: int
    owners: tuple[str, ...]
    period: Period | None
    kind: str
    hedged: bool
    start: int
    end: int
    earlier: bool = False
    attributed: str | None = None
    change: bool = False
    former: bool = False

    def english(self) -> str:
        """A vague amount in English."""
        match = _VAGUE.search(self.text)
        if match is None:
            return self.text
        if match["digit"]:
            part = {"前半": "low ", "半ば": "mid ", "後半": "high "}.get(match["part"].lstrip("台"), "")
            return (
                f"{part}single digits"
                if match["digit"][0] in "1１一"
                else f"{part}{match['digit'][0]}-digit figures"
            )
        if match["counted"]:
            return f"{_VAGUE_ENGLISH.get(match['several'], 'several')} {_COUNTED_ENGLISH.get(match['counted'][-1], 'units')}"
        currency = {"ドル": "dollars", "円": "yen", "ユーロ": "euros"}[match["currency"]]
        return f"{_VAGUE_ENGLISH.get(match['scale'], 'several')} {currency}"


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One sentence with everything recognised in it. Offsets of occurrences are relative to `text`.

    `denied` are measures it speaks of only to deny them ("without borrowing").
    """

    article_id: str
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    heading: str
    entities: tuple[Occurrence, ...]
    context_entities: tuple[str, ...]
    title: str
    metrics: tuple[Occurrence, ...]
    denied: frozenset[str]
    periods: tuple[PeriodMention, ...]
    context_period: Period | None
    figures: tuple[Figure, ...]
    before: str
    before_start: int
    topics: frozenset[str]

    @property
    def entity_keys(self) -> frozenset[str]:
        """Names in the sentence itself."""
        return frozenset(entity.key for entity in self.entities)


def read_passage(
    article_id: str,
    title: str,
    heading: str,
    text: str,
    start: int,
    sentences: Sequence[tuple[int, int, Sequence[str]]],
    vocabulary: Vocabulary,
    *,
    reference: date | None = None,
) -> list[SentenceReading]:
    """Read every sentence of the passage `text`, which stands at `start` of its article.

    `sentences` are (start, end, words) with article offsets. Against `reference`, the article's date, words such as
    "last month" are read; without it they date nothing. Never raises on any text.
    """
    periods = find_periods(text, reference=reference)
    parts = [_recognise(text, start, sentence, periods, vocabulary) for sentence in sentences]
    above = [[entity.key for entity in vocabulary.find_entities(line)] for line in (heading, title)]
    readings: list[SentenceReading] = []
    context_period: Period | None = None
    for position, part in enumerate(parts):
        context = _context_entities(parts, position, *above)
        figures = tuple(_figures(part, context, context_period))
        readings.append(
            SentenceReading(
                article_id, part.start, part.end, part.text, part.words, heading, part.entities, context,
                title, part.metrics, part.denied, part.periods, context_period, figures, parts[position - 1].text if position else "",
                parts[position - 1].start if position else part.start, frozenset(topics(part)),
            )
        )  # fmt: skip
        told = [mention for mention in part.periods if _dates_what_follows(part, mention)]
        if told:
            context_period = told[-1].period
    return readings


def holds_amount(text: str) -> bool:
    """Whether a sentence may hold a figure; quicker than reading it."""
    return bool(find_quantities(text) or _VAGUE.search(text))


def _recognise(
    text: str,
    offset: int,
    sentence: tuple[int, int, Sequence[str]],
    periods: list[PeriodMention],
    vocabulary: Vocabulary,
) -> Recognised:
    start, end, words = sentence
    low, high = start - offset, end - offset
    body = text[low:high]
    entities = tuple(vocabulary.find_entities(body))
    named = [
        m for m in vocabulary.find_metrics(body) if not any(e.start <= m.start < e.end for e in entities)
    ]
    denied = frozenset(m.key for m in named if is_denied(body, m.end))
    metrics = tuple(m for m in named if not is_denied(body, m.end))
    inside = tuple(
        replace(p, start=p.start - low, end=p.end - low) for p in periods if low <= p.start and p.end <= high
    )
    return Recognised(start, end, body, tuple(words), entities, metrics, denied, inside)


def _context_entities(
    parts: list[Recognised], position: int, heading: list[str], title: list[str]
) -> tuple[str, ...]:
    """Names a sentence may silently be about: those before it, of the heading, after it, then of the title."""
    names: list[str] = []
    for earlier in reversed(parts[:position]):
        if earlier.entities:
            names.extend(entity.key for entity in earlier.entities)
            break
    names.extend(heading)
    for later in parts[position + 1 : position + 3]:
        names.extend(entity.key for entity in later.entities)
    names.extend(title)
    return tuple(dict.fromkeys(names))


def _figures(part: Recognised, context: tuple[str, ...], context_period: Period | None) -> list[Figure]:
    spans = [(p.start, p.end) for p in part.periods]
    names = [(e.start, e.end) for e in part.entities]
    found = [
        m
        for m in find_quantities(part.text)
        if not _overlaps(m.start, m.end, spans) and not _within(m, names)
    ]
    figures = [_figure(part, m.start, m.end, m.quantity, context, context_period) for m in found]
    taken = [(m.start, m.end) for m in found]
    for match in _VAGUE.finditer(part.text):
        if not _overlaps(match.start(), match.end(), taken):
            figures.append(_figure(part, match.start(), match.end(), None, context, context_period))
    return sorted(figures, key=lambda figure: figure.start)


def _figure(
    part: Recognised,
    start: int,
    end: int,
    quantity: Quantity | None,
    context: tuple[str, ...],
    context_period: Period | None,
) -> Figure:
    clause = clause_around(part.text, start, end)
    described = described_name(part, end, clause)
    own = tuple(dict.fromkeys((*described, *by_nearness(part.entities, start))))
    metric = metric_of(part, start, end, clause)
    quantity = told_each_month(quantity, part.text, end)
    if metric is None and is_held(quantity, part.text, start, end):
        metric = "cash"
    if metric in (None, "cash") and is_spent(quantity, part.text[clause[0] : clause[1]]):
        metric = "burn"
    if metric == "cash_spent" and quantity and quantity.unit.endswith("/month"):
        metric = "burn"  # "現金支出は月5億円のペース"
    if metric == "burn" and quantity and len(quantity.unit) == 3:
        quantity = spread_over_time(quantity, part.text[clause[0] : clause[1]])
    return Figure(
        part.text[start:end], quantity, metric, (*own, *(c for c in context if c not in own)),
        len(own), described or owners(part, context), period_of(part, start, end) or context_period, kind_of(part.text, start, end, clause), is_hedged(part.text),
        part.start + start, part.start + end, earlier_year(part, start, end) is not None, attributed_to(part.text),
        is_change(quantity, part.text, start, end), is_former(part.text, start, end),
    )  # fmt: skip


_UNTIL = re.compile(r"\s?まで")
_UNTIL_BEFORE = re.compile(r"\b(?:by|until|before)(?: the)?\s$", re.I)


def _dates_what_follows(part: Recognised, mention: PeriodMention) -> bool:
    """What is planned for a time, or compared with one, does not date the sentences behind it."""
    clause = clause_around(part.text, mention.start, mention.end)
    until = _UNTIL.match(part.text, mention.end) or _UNTIL_BEFORE.search(part.text[: mention.start])
    return (
        not until
        and not mention.beside
        and kind_of(part.text, mention.start, mention.end, clause) == "reported"
    )


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < high and low < end for low, high in spans)


def _within(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(low <= mention.start and mention.end <= high for low, high in spans)
