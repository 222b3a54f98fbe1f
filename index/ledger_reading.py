"""From figures as sentences show them to rows of the ledger: whose, of what and for when, over a whole article.

Answering needs every reading that might fit a question; a ledger states one. So a measure must fit its unit, companies
that are only compared or listed own nothing, money is raised by whose shares are taken, and a sentence inherits the
time of the one before only where it tells of the same kind of thing.
"""

from __future__ import annotations

import re
from datetime import date

from index.attribution import clause_around, is_spent
from index.figures import Figure, SentenceReading
from index.ledger_row import LedgerRow
from index.periods import Period
from index.subject import owner_in
from index.vocabulary import Occurrence, Vocabulary

_LABEL = 24  # characters on each side of an amount that name an unknown measure
_COMPARED = re.compile(
    r"(?:社)?(?:と(?:同等|同様|同じ|比べ|比較|競|肩を並べ|並ぶ|並び)|(?:の)?(?:合併|統合)|に(?:比べ|匹敵|対抗|次ぐ|迫る|並ぶ|追い付|追いつ)|より(?:も)?(?!に)|並み)|\s(?:and its peers)"
)
_COMPARED_BEFORE = re.compile(
    r"\b(?:than|like|unlike|versus|vs\.?|compared (?:with|to)|rival(?:s|ing)?|on a par with|behind)\s$", re.I
)
_LISTED = re.compile(
    r"[^。、]{0,12}(?:など(?:が|を|から|も|の)|らが名を連ね|が(?:名を連ね|参加|主導|支援|出資に加わ))"
)
_LISTED_BEFORE = re.compile(
    r"(?:投資者|投資家|出資者|株主|引受先)(?:に)?は[^。]{0,60}$|\b(?:investors|backers|participants)\b[^.]{0,60}$|\b(?:led|joined|backed|funded) by\b[^.]{0,60}$",
    re.I,
)
_SHARES_OF = re.compile(r"(?:社)?(?:の(?:新)?株式|への(?:出資|投資)|株)|(?:'s|’s)? (?:shares|stock|equity)\b")
_INTO = re.compile(
    r"\b(?:invest\w*|stake|shares?|put|poured) (?:\$?[\w.,]+ (?:billion|million|bn|m) )?(?:in|into|of)\s$",
    re.I,
)
_TOPIC = re.compile(
    r"(?:社|側|氏|自身|グループ)?(?:は|が|も|による|では)|(?:'s|’s)? (?:has|had|is|was|will|said|holds|invested|lent|put|agreed|plans|paid|bought|raised)\b"
)
_OWNER = re.compile(
    r"(?:社|自体|側|氏|全体|グループ)?(?:は|が|の|も|では|における)|(?:'s|’s)\b| (?:has|had|is|was|will|said|holds|reported|posted|raised|burns?|spends?|earned|lost)\b"
)
# Money put into things is spending, not a stake.
_SPENT_ON = re.compile(
    r"を?投じて?[^。]{0,40}を(?:調達|購入|導入|建設|整備|取得し?(?!.{0,4}株))|\b(?:to (?:buy|build|construct|purchase|procure|install))\b",
    re.I,
)
_CARRIES = re.compile(
    r"増額|引き上げ|引き下げ|上方修正|下方修正|跳ね上が|膨らむ|に達する可能性|\b(?:raised? to|rise to|climb to|as high as|as much as)\b",
    re.I,
)
_RECENT = re.compile(
    r"最近|現在|いま(?!だ)|今や|直近|足元|目下|\b(?:recently|currently|now|latest|at present)\b", re.I
)
_DENOMINATOR = re.compile(r"\s?(?:あたり|当たり|ごと|につき|毎)")
_PER = re.compile(r"\b(?:per|every|each)\s$", re.I)
# Measures at a time: a balance's date dates them, and not what flows over time.
_BALANCES = frozenset(
    "cash debt valuation stake headcount subscribers gpus compute raise investment loan interest_rate total_assets net_assets "
    "liabilities current_assets fixed_assets interest_bearing_debt".split()
)
_RAISED = frozenset(("raise", "valuation"))
_GIVEN = frozenset(("investment", "loan"))
_PERSON = re.compile(r"氏$")


class LedgerReader:
    """Reads the sentences of one article in order."""

    def __init__(self, vocabulary: Vocabulary, subject: str | None) -> None:
        """`subject` is whom the article is about, where nothing nearer says."""
        self._vocabulary = vocabulary
        self._subject = subject
        self._owner_of: dict[str, str] = {}  # the company a measure was last told of
        self._raiser: str | None = None  # who last raised money or was valued
        self._metric: str | None = None

    def rows(self, reading: SentenceReading, place: str) -> list[LedgerRow]:
        """The rows of one sentence; `place` is "sentence" or "heading"."""
        rows = [
            self._row(figure, reading, place)
            for figure in reading.figures
            if not _counts_nothing(figure, reading)
        ]
        for row in rows:
            if row.metric:
                self._metric = row.metric
                if row.company:
                    self._owner_of[row.metric] = row.company
                    self._raiser = row.company if row.metric in _RAISED else self._raiser
        return rows

    def _row(self, figure: Figure, reading: SentenceReading, place: str) -> LedgerRow:
        metric = self._metric_of(figure, reading)
        company = self._company_of(figure, reading, metric)
        if figure.quantity is None and not any(one.key == company for one in reading.entities):
            metric = company = (
                None  # "trillions go into the dream": a vague amount is nobody's unless it says so
            )
        return LedgerRow(
            reading.article_id, company, metric, _label(figure, reading), figure.text, figure.quantity, _period_of(figure, reading, metric),
            figure.kind, figure.hedged, figure.attributed, figure.start, figure.end, reading.start, reading.end, place,
        )  # fmt: skip

    def _metric_of(self, figure: Figure, reading: SentenceReading) -> str | None:
        """The measure nearest to the amount that its unit can be of; a raised or lowered amount goes on about the last one."""
        start, end = figure.start - reading.start, figure.end - reading.start
        if figure.change and figure.metric not in _GIVEN | _RAISED:
            return None  # by how much a measure moved is none of its values
        if self._fits(figure.metric, figure):
            spent = figure.metric == "investment" and _SPENT_ON.search(reading.text, end)
            return "capex" if spent else figure.metric
        fitting = [metric for metric in reading.metrics if self._fits(metric.key, figure)]
        if fitting:
            return min(fitting, key=lambda metric: (metric.end > start, abs(metric.start - start))).key
        if _CARRIES.search(reading.text) and self._fits(self._metric, figure):
            return self._metric
        return "burn" if is_spent(figure.quantity, reading.text) else None

    def _fits(self, metric: str | None, figure: Figure) -> bool:
        if metric is None:
            return False
        unit = self._vocabulary.measure(metric).unit
        quantity = figure.quantity
        if quantity is None:
            is_money = re.search("ドル|円|ユーロ", figure.text) is not None
            return (
                unit in ("money", "rate", "price") if is_money else unit == "percent" and "桁" in figure.text
            )
        is_money = quantity.unit.partition("/")[0].isupper() and len(quantity.unit.partition("/")[0]) == 3
        return {
            "money": is_money, "rate": is_money, "price": is_money, "per_share": is_money, "percent": quantity.unit in ("percent", "point"),
            "count": quantity.unit == "count", "duration": quantity.unit in ("hour", "month"),
        }.get(unit, True)  # fmt: skip

    def _company_of(self, figure: Figure, reading: SentenceReading, metric: str | None) -> str | None:
        """Whose the figure is; see the module docstring."""
        start, end = figure.start - reading.start, figure.end - reading.start
        if stated := _stated(figure, reading, end):
            return stated
        named = [one for one in reading.entities if self._can_own(one, reading.text, metric, reading.metrics)]
        if metric in _RAISED and (target := self._target(named, reading.text)):
            return target
        if metric in _RAISED and not any(_OWNER.match(reading.text, one.end) for one in named):
            named = [one for one in named if one.end <= start and not _SHARES_OF.match(reading.text, one.end)]
            if metric in self._owner_of and not named:
                return self._owner_of[metric]
        if named:
            return self._nearest(named, reading.text, start, end, metric)
        if not reading.entities and (unknown := owner_in(reading.text)):
            return unknown
        if metric is None:
            before = self._vocabulary.find_entities(reading.before)
            told = [
                one.key for one in before if _TOPIC.match(reading.before, one.end) and self._is_firm(one.key)
            ]
            return told[0] if told else None
        before = self._vocabulary.find_entities(reading.before)
        others = {one.key for one in before if not self._can_own(one, reading.before, metric, ())}
        names = (*figure.companies[figure.own :], *reading.context_entities)
        context = [key for key in names if self._is_firm(key) and key not in others]
        told_of = self._owner_of.get(metric) or (self._raiser if metric in _RAISED else None)
        if metric in _RAISED | {"burn", "cash"} and (told_of in context or not context):
            return told_of or self._subject
        return context[0] if context else self._subject

    def _can_own(
        self, one: Occurrence, text: str, metric: str | None, metrics: tuple[Occurrence, ...]
    ) -> bool:
        if metric not in _GIVEN | {"stake"} and _PERSON.search(self._vocabulary.entities[one.key].ja):
            return False
        if _COMPARED.match(text, one.end) or _COMPARED_BEFORE.search(text[: one.start]):
            return False
        made = [m for m in metrics if m.key == metric and m.start == one.end + 1]
        if any(text.startswith(("を", "で"), m.end) for m in made):
            return False  # "AMDのGPUを搭載": who makes a thing is not who has it
        listed = _LISTED.match(text, one.end) or _LISTED_BEFORE.search(text[: one.start])
        return not (metric in _RAISED and listed)

    def _target(self, named: list[Occurrence], text: str) -> str | None:
        """Whose shares are taken, or into whom money goes."""
        for one in named:
            if _SHARES_OF.match(text, one.end) or _INTO.search(text[: one.start]):
                return one.key
        return None

    def _nearest(self, named: list[Occurrence], text: str, start: int, end: int, metric: str | None) -> str:
        low, high = clause_around(text, start, end)
        before = [one for one in named if one.end <= start]
        if metric in _GIVEN and (givers := [one for one in before if _TOPIC.match(text, one.end)]):
            return givers[-1].key
        owners = [one for one in before if _OWNER.match(text, one.end)]
        in_clause = [one for one in owners if one.start >= low]
        for candidates in (in_clause, owners, before):
            if candidates:
                return candidates[-1].key
        behind = [one for one in named if one.start < high]
        return (behind or named)[0].key

    def _is_firm(self, key: str) -> bool:
        return self._vocabulary.entities[key].is_company


def _stated(figure: Figure, reading: SentenceReading, end: int) -> str | None:
    """The company that "同社" stands for, or that the amount describes ("3,000億ドルの評価額が付いたOpenAI")."""
    for owner in figure.owners[:1]:
        places = [one.start for one in reading.entities if one.key == owner]
        if not places or (min(places) >= end and re.search(r"(?:た|る)$", reading.text[end : min(places)])):
            return owner
    return None


def _counts_nothing(figure: Figure, reading: SentenceReading) -> bool:
    """ "1回あたり", "every 2 hours", "一つ": a measure's denominator, or a way to say "a"."""
    text, start, end = reading.text, figure.start - reading.start, figure.end - reading.start
    quantity = figure.quantity
    if quantity is None or quantity.unit not in ("count", "month", "hour", "ratio"):
        return False
    return bool(_DENOMINATOR.match(text, end) or _PER.search(text[:start]) or quantity.counter == "つ")


def _period_of(figure: Figure, reading: SentenceReading, metric: str | None) -> Period | None:
    period = figure.period
    if period is None:
        return None
    unit = figure.quantity.unit if figure.quantity else ""
    if any(mention.period == period for mention in reading.periods) or figure.earlier:
        return _whole_year(period, figure, unit)
    if figure.kind != "reported" or "/" in unit or _RECENT.search(reading.text):
        return None
    return None if period.kind == "point" and metric not in _BALANCES else period


def _whole_year(period: Period, figure: Figure, unit: str) -> Period:
    """An amount a year, or one hoped for, is of the year, whatever part of it the sentence names beside it."""
    in_one_year = period.start.year == period.end.year
    opening = period.kind == "point" and period.start == period.end == date(period.end.year, 1, 1)
    if in_one_year and (unit.endswith("/year") or (opening and figure.kind != "reported")):
        return Period(date(period.end.year, 1, 1), date(period.end.year, 12, 31))
    return period


def _label(figure: Figure, reading: SentenceReading) -> str:
    """The words around an amount."""
    low, high = figure.start - reading.start, figure.end - reading.start
    return " ".join(reading.text[max(0, low - _LABEL) : high + _LABEL].split())
