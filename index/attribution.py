"""Which measure, company and time an amount in a sentence belongs to, and how sure the sentence is of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.periods import Period, PeriodMention
from index.quantity import Quantity
from index.vocabulary import Occurrence

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "target",
        re.compile(
            r"目標|target|goal|aim|を(?:下回らない|維持する(?:義務|必要|よう)|保つ(?:義務|必要))|維持しなければ|\b(?:must|required to|obliged to)\b",
            re.I,
        ),
    ),
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
_SAID_BY = (
    re.compile(
        r"(?:^|[、。])(?:[^、。]{0,12}の)?(?P<who>[^、。「」\s]{2,24}?)(?:の話)?(?:によると|によれば|では、?と)"
    ),
    re.compile(r"(?P<who>[A-Za-zァ-ヴー一-鿿]{2,20})(?:が|は)(?:[^、。]{0,12})?(?:報じ|伝え|報道し)"),
    re.compile(r"\baccording to (?:the |a )?(?P<who>[A-Za-z][\w&.\- ]{1,40}?)(?=[,.;]|$| and | that )", re.I),
    re.compile(r"(?:^|[,.]\s)(?P<who>[A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*){0,3}) reported\b"),
)
_CLAUSE_END = re.compile(r"[、。，,;；]")
_OF_METRIC = re.compile(
    r"^\s(?:in|of|worth of)\s(?:[a-z]+\s){0,2}[a-z]|^\s*(?:超|以上|弱|程度|分)?(?:規模)?(?:の[^、。]{0,14}|[をで](?=[^、。]{0,8})[^、。]{0,8})"
)
_PER: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "month",
        re.compile(r"毎月|月々|月間|月次|月あたり|月当たり|月に|ひと月|monthly|a month|per month", re.I),
    ),
    (
        "quarter",
        re.compile(
            r"毎四半期|四半期(?:あたり|当たり|ごと)|(?<![第0-9])(?:1|１|一|ひと)四半期(?:に|で)|quarterly|a quarter|per quarter",
            re.I,
        ),
    ),
    ("year", re.compile(r"毎年|年間|年あたり|annual|a year|per year", re.I)),
)
_DENIED = re.compile(r"[をにはが][^、。]{0,5}(?:(?<!必)ず(?!か)|なしで|ることなく|ないで)")
_TOPIC = re.compile(
    r"(?:社|自体|側|氏|自身)?(?:は|が|も)|'?s? (?:has|had|is|was|will|plans|said|holds|owns|reported|invested|raised|posted)\b"
)
_OWNER = re.compile(
    r"(?:社|自体|側|氏|全体|グループ)?(?:は|が|の|も|では|における)|'s\b| (?:has|had|is|was|will|said|holds|reported|posted)\b"
)
_SHORT_CLAUSE = 16


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sentence and the names, measures and times found in it, by offsets into `text`."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    entities: tuple[Occurrence, ...]
    metrics: tuple[Occurrence, ...]
    denied: frozenset[str]
    periods: tuple[PeriodMention, ...]


def spread_over_time(quantity: Quantity, clause: str) -> Quantity:
    """ "毎月の支出は5億円" is an amount per month, though the amount itself does not say so."""
    unit = next((unit for unit, pattern in _PER if pattern.search(clause)), None)
    return replace(quantity, unit=f"{quantity.unit}/{unit}") if unit else quantity


def kind_of(text: str, start: int, end: int, clause: tuple[int, int]) -> str:
    """Whether the words around a figure report it or call it a target, forecast, plan or possibility."""
    # "80億ドルから90億ドルに増える見通し": what is said of the new amount holds for the change.
    reach = 36 if text.startswith(("から", " to "), end) else 18
    around = text[max(_opening(text, clause[0]), start - 24) : min(clause[1], end + reach)]
    return next((name for name, pattern in _KINDS if pattern.search(around)), "reported")


def _opening(text: str, start: int) -> int:
    """Where a clause begins that a short one opens: "Colossusは将来、100万基まで" is of the future."""
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, max(0, start - 1))]
    low = before[-1] if before else 0
    return low if start - low <= _SHORT_CLAUSE else start


def described_name(part: Recognised, end: int, clause: tuple[int, int]) -> tuple[str, ...]:
    """The name a relative clause describes: "3,000億ドルの評価額が付いたOpenAI" is of OpenAI."""
    for entity in part.entities:
        if end < entity.start < min(clause[1], end + 28) and re.search(
            r"(?:た|る|いる|ている)$", part.text[end : entity.start]
        ):
            return (entity.key,)
    return ()


def owners(part: Recognised, context: tuple[str, ...]) -> tuple[str, ...]:
    """Names written as owners ("xAIの"), and for "同社" the company named last."""
    return (*_referred(part, context), *_marked(part, _OWNER))


def topics(part: Recognised) -> tuple[str, ...]:
    """Names the sentence is about: "xAIは"."""
    return _marked(part, _TOPIC)


def is_denied(text: str, end: int) -> bool:
    """Whether the measure that ends at `end` is named only to be denied: "借り入れを使わず"."""
    return bool(_DENIED.match(text, end))


def is_hedged(text: str) -> bool:
    """Whether a sentence passes on what others say."""
    return bool(_HEDGE.search(text))


def attributed_to(text: str) -> str | None:
    """Who says what a sentence passes on ("Bloombergによると", "according to people familiar"), as written; None if nobody."""
    if not is_hedged(text):
        return None
    return next((match["who"].strip() for pattern in _SAID_BY if (match := pattern.search(text))), None)


def _referred(part: Recognised, context: tuple[str, ...]) -> tuple[str, ...]:
    """ "同社" is the company named last."""
    return context[:1] if re.match(r"[^、。]{0,6}同社|the company\b", part.text, re.I) else ()


def _marked(part: Recognised, mark: re.Pattern[str]) -> tuple[str, ...]:
    """Names in the sentence that are followed by `mark`."""
    return tuple(entity.key for entity in part.entities if mark.match(part.text, entity.end))


# "今回の調達分を含めて158億円": what an amount includes is not what it is of.
_INCLUDED = re.compile(r"(?:分|額|金)?(?:を|も)(?:含め|含ん|除い|除く)")


_ROUND_OF = re.compile(
    r"\b(?:funding |financing )?round (?:of|worth) (?:about |around )?$|ラウンドで(?:約|総額)?$", re.I
)
# "£90 million at a valuation of £520 million": a measure with an amount of its own is not that of the amount before it.
_OWN_AMOUNT = re.compile(r"\s?(?:of|at|was|is|は|が|:)?\s?(?:about |around |約|およそ)?[$£€¥]?\d")


def metric_of(part: Recognised, start: int, end: int, clause: tuple[int, int]) -> str | None:
    """The measure a figure is of: "Xの<measure>" right behind it, else the nearest before it, else behind it."""
    part = replace(part, metrics=tuple(m for m in part.metrics if not _INCLUDED.match(part.text, m.end)))
    behind = _OF_METRIC.match(part.text[end:])
    if behind:
        for metric in part.metrics:
            if end <= metric.start < end + behind.end():
                return metric.key
    if _ROUND_OF.search(part.text[:start]):
        return "raise"
    before = [metric for metric in part.metrics if metric.end <= start]
    in_clause = [metric for metric in before if metric.start >= clause[0]]
    after = [
        metric
        for metric in part.metrics
        if end <= metric.start < clause[1] and not _OWN_AMOUNT.match(part.text, metric.end)
    ]
    for candidates, index in ((in_clause, -1), (after, 0), (before, -1)):
        if candidates:
            return candidates[index].key
    return part.metrics[0].key if part.metrics else None


_SPENDS = re.compile(
    r"費や|支出|使っ|使い|消費|持ち出|流出|出て(?:い|行)|\b(?:spend\w*|burn\w*|using|uses|used|loses|losing|(?:going|gets?|getting|runs?|running|eats?|eating) through|outflow)\b",
    re.I,
)
_EACH_MONTH = re.compile(
    r"(?: of (?:it|that|this|its cash|cash|the money))? (?:every|each) (month|quarter|year)\b", re.I
)
_HOLDS = re.compile(
    r"\b(?:had|has|have|held|holds|hold) (?:about |around |some |roughly |nearly |over )?$", re.I
)
_IN_HAND = re.compile(
    r" (?:in the bank|in hand|on hand|at the bank)\b|,? (?:at|as of|as at) (?:the )?(?:end of|end-|year[- ]end)",
    re.I,
)


def is_spent(quantity: Quantity | None, text: str) -> bool:
    """Whether an amount of money a month, quarter or year is told as spent: "1四半期に7億円を使っている"."""
    currency, _, per = quantity.unit.partition("/") if quantity else ("", "", "")
    return bool(per) and len(currency) == 3 and currency.isupper() and bool(_SPENDS.search(text))


def told_each_month(quantity: Quantity | None, text: str, end: int) -> Quantity | None:
    """ "losing 3 million of it every month" is an amount per month."""
    behind = _EACH_MONTH.match(text, end)
    if quantity is None or behind is None or len(quantity.unit) != 3 or not quantity.unit.isupper():
        return quantity
    return replace(quantity, unit=f"{quantity.unit}/{behind[1].lower()}")


def is_held(quantity: Quantity | None, text: str, start: int, end: int) -> bool:
    """Whether an amount of money is told as what somebody has: "had 24 million in the bank", "held 19 million at the end of May"."""
    money = quantity is not None and len(quantity.unit) == 3 and quantity.unit.isupper()
    return money and bool(_HOLDS.search(text[:start]) and _IN_HAND.match(text, end))


_MOVES = r"(?:増|減|上回|下回|上積み|積み増|改善|悪化|上昇|下落|低下|縮小|拡大|膨ら|縮)"
_CHANGED_BY = re.compile(
    rf"(?:ほど|近く|余り|強|弱|程度|分)?(?:の|だけ)?{_MOVES}|\s(?:more|less|higher|lower|fewer)\b"
)
_CHANGED_BY_BEFORE = re.compile(
    r"\b(?:rose|fell|grew|risen|fallen|grown|(?:in|de)creased?|dropped|declined|climbed|jumped|up|down|(?:rise|fall|increase|decrease|drop|gain) of)\s(?:by\s)?(?:about\s|nearly\s|almost\s|over\s|more than\s)?$|\bby\s(?:about\s|nearly\s|almost\s)?$",
    re.I,
)
_FORMER = re.compile(
    rf"(?:の規模|程度|まで)?から[、]?(?:{_MOVES}|引き上げ|引き下げ|切り上げ|切り下げ|[^、。]{{1,24}}?(?:に|へ|まで)[^、。]{{0,8}}{_MOVES}|[^、。]{{1,24}}?(?:に|へ|まで)(?:引き|伸び|なっ|達し|修正))|\sto\s(?:about\s|around\s|nearly\s)?[$€£¥]?\d"
)
_FORMER_BEFORE = re.compile(
    r"\b(?:(?:up|down|raised|lowered|cut|revised|compared with|compared to|against|versus)?\s?from|compared (?:with|to))\s(?:an?\s|the\s|its\s)?(?:\w+\s)?(?:range\sof\s|forecast\sof\s|estimate\sof\s)?(?:about\s|around\s|nearly\s)?$",
    re.I,
)


def is_change(quantity: Quantity | None, text: str, start: int, end: int) -> bool:
    """Whether an amount says by how much something moved, and not what it is: "36億円減った", "rose by $5 million"."""
    if quantity is None or quantity.unit in ("percent", "point", "ratio"):
        return False
    return bool(_CHANGED_BY.match(text, end) or _CHANGED_BY_BEFORE.search(text[:start]))


def is_former(text: str, start: int, end: int) -> bool:
    """Whether a sentence gives an amount as the one before a change: "180人から245人に増えた", "up from 48%"."""
    return bool(_FORMER.match(text, end) or _FORMER_BEFORE.search(text[:start]))


_BESIDE_BEFORE = re.compile(r"(?:の|は|が|に|[(（、]|:)?\s?(?:約|およそ)?")
_BESIDE_BEHIND = re.compile(r"\s?(?:in |for |from )?(?:the )?[(（]?")


_COMPARES = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|vs|(?:up|down) from)\b|に対し|に比べ|と比べ|から[、]?(?:増|減|拡大|縮小)",
    re.I,
)
_DATED_BEHIND = re.compile(r"\s(?:in|for|during|over|at|as of|as at)(?: the)?(?: end of)?(?: the)?\s", re.I)


def period_of(part: Recognised, start: int, end: int) -> Period | None:
    """The time of the figure at `start:end`: one right beside it, else the nearest before it, else the first behind it."""
    if earlier := earlier_year(part, start, end):
        return earlier
    mentions = [mention for mention in part.periods if not mention.beside]
    for mention in mentions:  # "compared with $280 million in 2023"
        if end <= mention.start and _DATED_BEHIND.fullmatch(part.text, end, mention.start):
            return mention.period
    before = [mention for mention in mentions if mention.end <= start]
    if before:
        nearest = before[-1].period
        # "第3四半期（9月末時点）": the span says more than the point that closes it.
        spans = [m.period for m in before[:-1] if m.period.kind == "span" and m.period.end == nearest.end]
        return spans[-1] if nearest.kind == "point" and spans else nearest
    after = [mention for mention in mentions if start <= mention.start]
    if after and _COMPARES.search(part.text, end, after[0].start):
        return None  # "$24 million, compared with $28 million in 2024": the time is the other amount's
    return after[0].period if after else None


def earlier_year(part: Recognised, start: int, end: int) -> Period | None:
    """The time of a figure that a sentence only compares with: "from 12 million a year earlier", 前年同期の12億円."""
    for mention in part.periods:
        if mention.beside and (
            (mention.end <= start and _BESIDE_BEFORE.fullmatch(part.text, mention.end, start))
            or (end <= mention.start and _BESIDE_BEHIND.fullmatch(part.text, end, mention.start))
        ):
            return mention.period
    dated = [mention for mention in part.periods if not mention.beside]
    opening = next((mention for mention in part.periods if mention.beside and mention.start <= _OPENS), None)
    # "前年同期の売上高は14億円、純損失は20億円": the whole sentence is of that time.
    if opening and not dated and opening.end <= start and _OF_THEN.match(part.text, opening.end):
        return opening.period
    return None


_OPENS = 3
_OF_THEN = re.compile(r"の|は|、|に|, |'s |’s ")


def by_nearness(entities: tuple[Occurrence, ...], start: int) -> tuple[str, ...]:
    """Names before the figure, nearest first, then those behind it."""
    before = [entity.key for entity in reversed(entities) if entity.end <= start]
    after = [entity.key for entity in entities if entity.end > start]
    return tuple(dict.fromkeys((*before, *after)))


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause that holds `text[start:end]` begins and ends."""
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
