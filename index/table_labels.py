"""What the headers and labels of a table say: whose, of what, for when, in which unit, how sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.periods import Period, PeriodMention, find_periods
from index.subject import canonical
from index.table_units import Scale, scale_in
from index.vocabulary import Vocabulary, fold
from index.year_parts import HALF, QUARTER, WHOLE, part_of_year

_KIND = (
    ("forecast", re.compile(r"予想|見通し|見込|予測|forecast|guidance|estimate|expected|\d\d\d\dE\b", re.I)),
    ("target", re.compile(r"目標|target", re.I)),
    ("plan", re.compile(r"計画|予算|plan|budget", re.I)),
)
_DERIVED = re.compile(
    r"増減|前年比|前期比|前年同期比|構成比|対前|変化|伸び率|change|growth|yoy|qoq|y/y|q/q|increase|decrease|var(?:iance)?\b|vs\.?\b|% of|share of",
    re.I,
)
_BARE_YEAR = re.compile(r"\s*(?:FY\s?)?((?:19|20)\d\d)(?:\s?[AE])?\s*", re.I)
_THIS_TERM = re.compile(
    r"当(?:期(?!純|利益|包括|損)|事業年度|年度|連結会計年度|会計年度|四半期)|今期|current (?:year|period)|this year",
    re.I,
)
_TERM_BEFORE = re.compile(
    r"前(?:期(?!純|利益|末残)|事業年度|年度|年|連結会計年度|会計年度|年同期)|(?:prior|previous|last) (?:year|period)",
    re.I,
)
_TIME_OF = re.compile(
    r"^(?:前(?:年)?(?:期|年度|年同期)|当(?:期|年度)|今期|(?:19|20)\d\d年(?:\d{1,2}月期|度)?)の|[(（](?:前|当|今)(?:期|年度)[)）]$|,? ?(?:prior|previous|last) (?:year|period)$",
    re.I,
)
_FROM_TO = re.compile(r"自\s*(?P<first>[^至]{4,20}?)\s*至\s*(?P<last>[^)）]{4,20})")
_ONLY_TIME = re.compile(
    r"(?:FY|fiscal|Q[1-4]|H[12]|[0-9\s年月日期末度四半第上下通前後当今会計事業連結/.,'’-]|year|quarter|ended|months?|January|February|March|April|May|June|July|August|September|October|November|December)+",
    re.I,
)
_NOTE = re.compile(r"\s*(?:[※*†]\s?[0-9０-９]*|[(（]注[0-9０-９]*[)）])$")
_LONGEST_NAME = 40
_NO_NAME = re.compile(
    r"^(?:項目|科目|区分|金額|内訳|合計|会社|企業|社名|構成比|実績|予想|item|items|company|total|amount|year|period|quarter|segment|metric|change|note)s?$|増減|前期|当期|率|高$|額$|損益|利益$|資産$|負債$|収益$|費用?$",
    re.I,
)
_UNIT_KINDS = (
    ("per_share", re.compile(r"1株|一株|per share|\beps\b|\bdps\b|\bbps\b", re.I)),
    ("ratio", re.compile(r"(?:倍率|\(倍\)|（倍）|回転率\(回\))")),
    (
        "percent",
        re.compile(r"率\s*(?:[(（]|$)|[(（][%％][)）]|%|％|\bmargin\b|\brate\b|\bratio\b", re.I),
    ),
    (
        "count",
        re.compile(
            r"人数|[(（]人[)）]|社数|件数|台数|株式数|店舗数|従業員|\b(?:headcount|employees|shares outstanding|number of|units|stores|subscribers|users|customers)\b",
            re.I,
        ),
    ),
)


class Names:
    """What labels are companies' names: known ones, and those that the article's sentences use."""

    def __init__(self, prose: str, vocabulary: Vocabulary) -> None:
        self._prose = prose
        self._vocabulary = vocabulary

    def company(self, label: str) -> str | None:
        """The company a label names as a whole, else None."""
        if not label or len(label) > _LONGEST_NAME:
            return None
        name = canonical(label, self._vocabulary)
        if name != label or label in self._vocabulary.entities:
            return name
        proper = label[:1].isupper() or not label.isascii()
        if not proper or len(label) < 2 or label not in self._prose or _NO_NAME.search(label):
            return None
        part = QUARTER.search(label) or HALF.search(label) or WHOLE.search(label)
        plain = part or self._vocabulary.item_of(label) or _periods(label, None, None) or scale_in(label)
        return None if plain else label


@dataclass(frozen=True, slots=True)
class Frame:
    """What the surroundings say of a whole table."""

    article_id: str
    company: str | None
    period: Period | None
    scale: Scale
    vocabulary: Vocabulary
    reference: date | None
    names: Names


@dataclass(frozen=True, slots=True)
class Column:
    """What a header says of the cells below it; `derived` marks one that compares others (増減率)."""

    header: str
    metric: str | None
    period: Period | None
    scale: Scale | None
    kind: str
    company: str | None
    derived: bool


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading within a table says of the rows below it."""

    text: str = ""
    metric: str | None = None
    company: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What a row's first cell says.

    `wording` is the measure it names, without its time and its notes; "" where it names but who or when.
    """

    text: str
    wording: str
    metric: str | None
    period: Period | None
    scale: Scale | None
    kind: str
    company: str | None


def read_column(header: str, frame: Frame) -> Column:
    """A column by its header."""
    period = _period_in(header, frame)
    derived = period is None and _DERIVED.search(header) is not None
    metric = frame.vocabulary.item_of(re.sub(r"[(（\[][^)）\]]*[)）\]]", "", header).strip())
    company = frame.names.company(header)
    return Column(header, metric, period, scale_in(header), _kind_in(header), company, derived)


def read_section(text: str, frame: Frame) -> Section:
    """A section by its heading."""
    return Section(text, frame.vocabulary.item_of(text), frame.names.company(text), _period_in(text, frame))


def read_label(text: str, frame: Frame) -> Label:
    """A row by its first cell."""
    period, company = _period_in(text, frame), frame.names.company(text)
    plain = _NOTE.sub("", text)
    plain = _TIME_OF.sub("", plain).strip() or plain
    metric = frame.vocabulary.item_of(plain)
    only_time = period and _ONLY_TIME.fullmatch(text)
    return Label(text, "" if only_time else plain, metric, period, scale_in(text), _kind_in(text), company)


def measure(label: Label, column: Column) -> tuple[str | None, str]:
    """(metric, wording) of what stands where a row and a column meet; either may name it."""
    if column.derived:
        return None, f"{label.text} {column.header}"
    if label.metric is None and column.metric:
        return column.metric, column.header
    return label.metric, label.wording or (column.header if column.period is None else label.text)


def unit_kind(metric: str | None, label: str, vocabulary: Vocabulary) -> str:
    """What a label's bare numbers count, where the vocabulary or the label's wording says so; else money."""
    known = vocabulary.measure(metric).unit if metric else ""
    if known:
        return known if known in ("per_share", "percent", "count") else "money"
    folded = fold(label)
    return next((kind for kind, pattern in _UNIT_KINDS if pattern.search(folded)), "money")


@lru_cache(maxsize=1024)
def _periods(text: str, year: int | None, reference: date | None) -> tuple[PeriodMention, ...]:
    """The times in a label; statements have much the same labels."""
    return tuple(find_periods(text, year=year, reference=reference))


def _period_in(text: str, frame: Frame) -> Period | None:
    if part := part_of_year(text, frame.period):
        return part
    if span := _FROM_TO.search(text):
        first, last = (_periods(span[name], None, None) for name in ("first", "last"))
        if first and last and first[0].period.start <= last[0].period.end:
            return Period(first[0].period.start, last[0].period.end)
    year = frame.period.end.year if frame.period else frame.reference.year if frame.reference else None
    if found := _periods(text, year, frame.reference):
        return found[0].period
    if match := _BARE_YEAR.fullmatch(text):
        mentions = find_periods(f"{match[1]}年")
        return mentions[0].period if mentions else None
    if frame.period is None:
        return None
    if _THIS_TERM.search(text):
        return frame.period
    return frame.period.in_years(-1) if _TERM_BEFORE.search(text) else None


def _kind_in(text: str) -> str:
    return next((kind for kind, pattern in _KIND if pattern.search(text)), "reported")
