"""Sentences read as figures: whose, of what, for when, how sure. The seed of the ledger.

`read_passage` turns a passage into `SentenceReading`s. What a sentence leaves out (its company, its period) is taken
from the sentence before it under the same heading, then from the sentence after, then from the article's title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.periods import Period, PeriodMention, find_periods
from index.quantity import Mention, Quantity, find_quantities
from index.vocabulary import Occurrence, Vocabulary

# Amounts that name no number: answered as they stand, never calculated with.
_VAGUE = re.compile(
    r"(?P<scale>数(?:十|百|千)?(?:億|兆|万|百万)?)(?P<currency>ドル|円|ユーロ)(?P<rest>規模)?"
    r"|(?P<digit>[0-9０-９一]桁)(?P<part>台?(?:前半|半ば|後半)?)"
)
_VAGUE_ENGLISH = {
    "数億": "several hundred million", "数十億": "billions of", "数百億": "tens of billions of", "数千億": "hundreds of billions of",
    "数兆": "trillions of", "数万": "tens of thousands of", "数百万": "millions of", "数千万": "tens of millions of", "数": "a few",
}  # fmt: skip
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("target", re.compile(r"目標|target|goal|aim", re.I)),
    ("forecast", re.compile(r"予想|見通し|見込|予測|計画値|想定|forecast|expect|project|estimate", re.I)),
    ("plan", re.compile(r"将来|予定|拡張可能|拡張でき|増やせる|計画|will |planned|in future", re.I)),
    (
        "possible",
        re.compile(r"可能性|検討|非公式|示唆|噂|might|could|may |considering|weighing|unofficial", re.I),
    ),
)
_HEDGE = re.compile(
    r"報告されて|報じられ|とされ|という|事情通|関係者|によると|によれば|伝えられ|reported|reportedly|according to|sources",
    re.I,
)
_CLAUSE_END = re.compile(r"[、。，,;；]")
_OF_METRIC = re.compile(
    r"^\s(?:in|of|worth of)\s(?:[a-z]+\s){0,2}[a-z]|^\s*(?:超|以上|弱|程度|分)?(?:規模)?(?:の[^、。]{0,14}|[をで](?=[^、。]{0,8})[^、。]{0,8})"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in a sentence and what it is of.

    `quantity` is None for a vague amount ("数億ドル"), whose words are `text`. `companies` lists names by nearness,
    `own` says how many of them stand in the sentence itself (the rest come from its context), `owners` which are
    written as topics or owners there ("xAIの", "xAIは"). `kind` is "reported",
    "target", "forecast", "plan" or "possible"; `hedged` is True where the sentence passes on what others say. `start` and
    `end` are offsets into the article.
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


@dataclass(frozen=True, slots=True)
class _Recognised:
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    entities: tuple[Occurrence, ...]
    metrics: tuple[Occurrence, ...]
    denied: frozenset[str]
    periods: tuple[PeriodMention, ...]


def read_passage(
    article_id: str,
    title: str,
    heading: str,
    text: str,
    start: int,
    sentences: Sequence[tuple[int, int, Sequence[str]]],
    vocabulary: Vocabulary,
) -> list[SentenceReading]:
    """Read every sentence of the passage `text`, which stands at `start` of its article.

    `sentences` are (start, end, words) with article offsets. Never raises on any text.
    """
    periods = find_periods(text)
    parts = [_recognise(text, start, sentence, periods, vocabulary) for sentence in sentences]
    readings: list[SentenceReading] = []
    context_period: Period | None = None
    for position, part in enumerate(parts):
        context = _context_entities(parts, position, heading, title, vocabulary)
        figures = tuple(_figures(part, context, context_period))
        readings.append(
            SentenceReading(
                article_id, part.start, part.end, part.text, part.words, heading, part.entities, context,
                title, part.metrics, part.denied, part.periods, context_period, figures, parts[position - 1].text if position else "",
                parts[position - 1].start if position else part.start, frozenset(_marked(part, _TOPIC)),
            )
        )  # fmt: skip
        if part.periods:
            context_period = part.periods[-1].period
    return readings


def _recognise(
    text: str,
    offset: int,
    sentence: tuple[int, int, Sequence[str]],
    periods: list[PeriodMention],
    vocabulary: Vocabulary,
) -> _Recognised:
    start, end, words = sentence
    low, high = start - offset, end - offset
    body = text[low:high]
    entities = tuple(vocabulary.find_entities(body))
    named = [
        m for m in vocabulary.find_metrics(body) if not any(e.start <= m.start < e.end for e in entities)
    ]
    denied = frozenset(m.key for m in named if _DENIED.match(body, m.end))
    metrics = tuple(m for m in named if not _DENIED.match(body, m.end))
    inside = tuple(
        PeriodMention(p.period, p.start - low, p.end - low)
        for p in periods
        if low <= p.start and p.end <= high
    )
    return _Recognised(start, end, body, tuple(words), entities, metrics, denied, inside)


def _context_entities(
    parts: list[_Recognised], position: int, heading: str, title: str, vocabulary: Vocabulary
) -> tuple[str, ...]:
    """Names a sentence may silently be about: those before it, of the heading, after it, then of the title."""
    names: list[str] = []
    for earlier in reversed(parts[:position]):
        if earlier.entities:
            names.extend(entity.key for entity in earlier.entities)
            break
    names.extend(entity.key for entity in vocabulary.find_entities(heading))
    for later in parts[position + 1 : position + 3]:
        names.extend(entity.key for entity in later.entities)
    names.extend(entity.key for entity in vocabulary.find_entities(title))
    return tuple(dict.fromkeys(names))


def _figures(part: _Recognised, context: tuple[str, ...], context_period: Period | None) -> list[Figure]:
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
    part: _Recognised,
    start: int,
    end: int,
    quantity: Quantity | None,
    context: tuple[str, ...],
    context_period: Period | None,
) -> Figure:
    clause = _clause(part.text, start, end)
    described = _described(part, end, clause)
    own = tuple(dict.fromkeys((*described, *_by_nearness(part.entities, start))))
    owners = described or (*_referred(part, context), *_marked(part, _OWNER))
    # "80億ドルから90億ドルに増える見通し": what is said of the new amount holds for the change.
    reach = 36 if part.text.startswith(("から", " to "), end) else 18
    around = part.text[max(_opening(part.text, clause[0]), start - 24) : min(clause[1], end + reach)]
    kind = next((name for name, pattern in _KINDS if pattern.search(around)), "reported")
    metric = _metric_of(part, start, end, clause)
    if metric == "burn" and quantity and len(quantity.unit) == 3:
        quantity = _per_time(quantity, part.text[clause[0] : clause[1]])
    return Figure(
        part.text[start:end], quantity, metric, (*own, *(c for c in context if c not in own)),
        len(own), owners, _period_of(part, start, clause) or context_period, kind, bool(_HEDGE.search(part.text)),
        part.start + start, part.start + end,
    )  # fmt: skip


_PER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "month",
        re.compile(r"毎月|月々|月間|月次|月あたり|月当たり|月に|ひと月|monthly|a month|per month", re.I),
    ),
    ("quarter", re.compile(r"毎四半期|四半期(?:あたり|当たり|ごと)|quarterly|a quarter|per quarter", re.I)),
    ("year", re.compile(r"毎年|年間|年あたり|annual|a year|per year", re.I)),
)


def _per_time(quantity: Quantity, clause: str) -> Quantity:
    """ "毎月の支出は5億円" is an amount per month, though the amount itself does not say so."""
    unit = next((unit for unit, pattern in _PER if pattern.search(clause)), None)
    return replace(quantity, unit=f"{quantity.unit}/{unit}") if unit else quantity


def _opening(text: str, start: int) -> int:
    """Where a clause begins that a short one opens: "Colossusは将来、100万基まで" is of the future."""
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, max(0, start - 1))]
    low = before[-1] if before else 0
    return low if start - low <= _SHORT_CLAUSE else start


_SHORT_CLAUSE = 16
_DENIED = re.compile(r"[をにはが][^、。]{0,5}(?:(?<!必)ず(?!か)|なしで|ることなく|ないで)")
_TOPIC = re.compile(
    r"(?:社|自体|側|氏|自身)?(?:は|が|も)|'?s? (?:has|had|is|was|will|plans|said|holds|owns|reported|invested|raised|posted)\b"
)
_OWNER = re.compile(
    r"(?:社|自体|側|氏|全体|グループ)?(?:は|が|の|も|では|における)|'s\b| (?:has|had|is|was|will|said|holds|reported|posted)\b"
)


def _described(part: _Recognised, end: int, clause: tuple[int, int]) -> tuple[str, ...]:
    """The name a relative clause describes: "3,000億ドルの評価額が付いたOpenAI" is of OpenAI."""
    for entity in part.entities:
        if end < entity.start < min(clause[1], end + 28) and re.search(
            r"(?:た|る|いる|ている)$", part.text[end : entity.start]
        ):
            return (entity.key,)
    return ()


def _referred(part: _Recognised, context: tuple[str, ...]) -> tuple[str, ...]:
    """ "同社" is the company named last."""
    return context[:1] if re.match(r"[^、。]{0,6}同社|the company\b", part.text, re.I) else ()


def _marked(part: _Recognised, mark: re.Pattern[str]) -> tuple[str, ...]:
    """Names in the sentence that are followed by `mark`."""
    return tuple(entity.key for entity in part.entities if mark.match(part.text, entity.end))


def _metric_of(part: _Recognised, start: int, end: int, clause: tuple[int, int]) -> str | None:
    """The measure a figure is of: "Xの<measure>" right behind it, else the nearest before it, else behind it."""
    behind = _OF_METRIC.match(part.text[end:])
    if behind:
        for metric in part.metrics:
            if end <= metric.start < end + behind.end():
                return metric.key
    before = [metric for metric in part.metrics if metric.end <= start]
    in_clause = [metric for metric in before if metric.start >= clause[0]]
    after = [metric for metric in part.metrics if end <= metric.start < clause[1]]
    for candidates, index in ((in_clause, -1), (after, 0), (before, -1)):
        if candidates:
            return candidates[index].key
    return part.metrics[0].key if part.metrics else None


def _period_of(part: _Recognised, start: int, clause: tuple[int, int]) -> Period | None:
    before = [mention for mention in part.periods if mention.end <= start]
    if before:
        nearest = before[-1].period
        # "第3四半期（9月末時点）": the span says more than the point that closes it.
        spans = [m.period for m in before[:-1] if m.period.kind == "span" and m.period.end == nearest.end]
        return spans[-1] if nearest.kind == "point" and spans else nearest
    after = [mention for mention in part.periods if start <= mention.start]
    return after[0].period if after else None


def _by_nearness(entities: tuple[Occurrence, ...], start: int) -> tuple[str, ...]:
    """Names before the figure, nearest first, then those behind it."""
    before = [entity.key for entity in reversed(entities) if entity.end <= start]
    after = [entity.key for entity in entities if entity.end > start]
    return tuple(dict.fromkeys((*before, *after)))


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    low = max(
        (
            match.end()
            for match in _CLAUSE_END.finditer(text, 0, start)
            if not _in_number(text, match.start())
        ),
        default=0,
    )
    high = next(
        (m.start() for m in _CLAUSE_END.finditer(text, end) if not _in_number(text, m.start())), len(text)
    )
    return low, high


def _in_number(text: str, index: int) -> bool:
    return (
        text[index] in ",，" and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()
    )


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < high and low < end for low, high in spans)


def _within(mention: Mention, spans: list[tuple[int, int]]) -> bool:
    return any(low <= mention.start and mention.end <= high for low, high in spans)
