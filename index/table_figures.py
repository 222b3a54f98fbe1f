"""Tables to ledger rows: one figure a cell, with its row's label, its column's period and the table's scale.

A table's labels may stand in its first column and its periods in the header, or the other way round; companies may be
either. What neither says comes from the lines above the table, then from the article's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from index.grids import Cell, Grid, Row, find_grids
from index.ledger_row import LedgerRow
from index.periods import Period, find_periods
from index.quantity import find_quantities
from index.subject import canonical, subject_of
from index.table_units import Scale, is_number, read_cell, scale_in
from index.vocabulary import Vocabulary, fold

_ABOVE = 600  # characters above a table that may say what it shows
_BELOW = 300  # and below it: "amounts are in millions of yen"
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d(?:\s?[AE])?|(?:19|20)\d\d年(?:度|\d{1,2}月期?)?", re.I)
_KIND = (
    ("forecast", re.compile(r"予想|見通し|見込|予測|forecast|guidance|estimate|expected|\d\d\d\dE\b", re.I)),
    ("target", re.compile(r"目標|target", re.I)),
    ("plan", re.compile(r"計画|予算|plan|budget", re.I)),
)
_DERIVED = re.compile(
    r"増減|前年比|前期比|前年同期比|構成比|対前|変化|伸び率|change|growth|yoy|qoq|y/y|q/q|increase|decrease|var(?:iance)?\b|vs\.?\b|% of|share of",
    re.I,
)
_THIS_TERM = re.compile(r"当(?:期|年度|連結会計年度|会計年度|四半期)|今期|current (?:year|period)|this year", re.I)
_TERM_BEFORE = re.compile(r"前(?:期|年度|年|連結会計年度|会計年度|年同期)|(?:prior|previous|last) (?:year|period)", re.I)
_PERCENT_LABEL = re.compile(r"率\s*(?:[(（]|$)|[(（][%％][)）]|%|％|\bmargin\b|\brate\b|\bratio\b", re.I)
_RATIO_LABEL = re.compile(r"(?:倍率|\(倍\)|（倍）|回転率\(回\))")
_COUNT_LABEL = re.compile(
    r"人数|[(（]人[)）]|社数|件数|台数|株式数|店舗数|従業員|\b(?:headcount|employees|shares outstanding|number of|units|stores|subscribers|users|customers)\b", re.I
)
_PER_SHARE_LABEL = re.compile(r"1株|一株|per share|\beps\b|\bdps\b|\bbps\b", re.I)


@dataclass(frozen=True, slots=True)
class _Column:
    """What a header says of the cells below it."""

    header: str
    period: Period | None
    scale: Scale | None
    kind: str
    company: str | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the surroundings say of a whole table."""

    article_id: str
    company: str | None
    period: Period | None
    scale: Scale
    vocabulary: Vocabulary
    reference: date | None


def table_rows(
    article_id: str, title: str, text: str, vocabulary: Vocabulary, published: date | None = None
) -> list[LedgerRow]:
    """Every figure in the tables of `text`. Never raises on any text."""
    rows: list[LedgerRow] = []
    end = 0
    for grid in find_grids(text):
        frame = _frame(article_id, title, text, end, grid, vocabulary, published)
        rows.extend(_read(grid, frame))
        end = grid.end
    return rows


def _frame(
    article_id: str, title: str, text: str, since: int, grid: Grid, vocabulary: Vocabulary, published: date | None
) -> _Frame:
    """The company, period and scale of a table: of the lines right above it, else of the article."""
    above = text[max(since, grid.start - _ABOVE) : grid.start]
    captions = " ".join(row.filled[0].text for row in grid.rows[:2] if len(row.filled) == 1)
    near = f"{above}\n{captions}"
    company = subject_of(near, vocabulary) or subject_of(text[: min(grid.start, _ABOVE)], vocabulary) or subject_of(title, vocabulary)
    periods = [m.period for m in find_periods(near, reference=published) if not m.beside] or [
        m.period for m in find_periods(f"{title}\n{text[: min(grid.start, _ABOVE)]}", reference=published) if not m.beside
    ]
    scale = next((found for line in reversed(near.splitlines()) if (found := scale_in(line))), None)
    scale = scale or _stated_below(text[grid.end : grid.end + _BELOW]) or Scale("")
    if not scale.currency:
        scale = Scale(_currency_of(text, near, vocabulary), scale.factor)
    return _Frame(article_id, company, periods[-1] if periods else None, scale, vocabulary, published)


def _stated_below(text: str) -> Scale | None:
    until = re.search(r"\n\s*[#|]", text)
    lines = text[: until.start() if until else None].splitlines()
    return next((found for line in lines if (found := scale_in(line))), None)


def _currency_of(text: str, near: str, vocabulary: Vocabulary) -> str:
    """The currency of the article's amounts, where no table says one."""
    for part in (near, text[:4000]):
        for mention in find_quantities(part):
            unit = mention.quantity.unit.partition("/")[0]
            if len(unit) == 3 and unit.isupper():
                return unit
    return ""


def _read(grid: Grid, frame: _Frame) -> Iterator[LedgerRow]:
    heads, body = _split(grid)
    width = max(len(row.cells) for row in grid.rows)
    columns = [_column(heads, place, frame) for place in range(width)]
    section = ""
    for row in body:
        if len(row.filled) == 1:
            section = row.filled[0].text
            continue
        label = row.cells[0].text
        for place, cell in enumerate(row.cells[1:], start=1):
            if cell.text and (found := _figure(label, section, columns[place], row, cell, frame)):
                yield found


def _split(grid: Grid) -> tuple[list[Row], list[Row]]:
    """The header rows and the rest: headers hold names and times, and no amounts."""
    heads: list[Row] = []
    for row in grid.rows:
        others = [cell.text for cell in row.cells[1:] if cell.text]
        if any(is_number(text) and not _YEAR.fullmatch(text) for text in others):
            break
        if heads and len(row.filled) == 1:
            break  # a section's heading below the header
        heads.append(row)
    if len(heads) == len(grid.rows):
        heads = heads[:1]
    return heads, [row for row in grid.rows if row not in heads]


def _column(heads: list[Row], place: int, frame: _Frame) -> _Column:
    texts = [row.cells[place].text for row in heads if place < len(row.cells) and row.cells[place].text]
    header = " ".join(dict.fromkeys(texts))
    company = _company_in(header, frame.vocabulary)
    return _Column(header, _period_in(header, frame), scale_in(header), _kind_in(header), company)


def _period_in(text: str, frame: _Frame) -> Period | None:
    year = frame.period.end.year if frame.period else frame.reference.year if frame.reference else None
    found = [mention.period for mention in find_periods(text, year=year, reference=frame.reference)]
    if found:
        return found[0]
    if match := re.fullmatch(r"\s*(?:FY\s?)?((?:19|20)\d\d)(?:\s?[AE])?\s*", text, re.I):
        mentions = find_periods(f"{match[1]}年")
        return mentions[0].period if mentions else None
    if frame.period is None:
        return None
    if _THIS_TERM.search(text):
        return frame.period
    return _year_before(frame.period) if _TERM_BEFORE.search(text) else None


def _year_before(period: Period) -> Period:
    return period.in_years(-1)


def _kind_in(text: str) -> str:
    return next((kind for kind, pattern in _KIND if pattern.search(text)), "reported")


def _company_in(text: str, vocabulary: Vocabulary) -> str | None:
    """A label that is a company's name and nothing else."""
    return None if not text or canonical(text, vocabulary) == text and text not in vocabulary.entities else canonical(text, vocabulary)


def _figure(label: str, section: str, column: _Column, row: Row, cell: Cell, frame: _Frame) -> LedgerRow | None:
    """The figure in `cell`; None if it holds no number."""
    vocabulary = frame.vocabulary
    row_period, row_company = _period_in(label, frame), _company_in(label, vocabulary)
    metric, name = vocabulary.item_of(label), label
    if metric is None and (column_metric := vocabulary.item_of(_unitless(column.header))):
        metric, name = column_metric, column.header
    elif metric is None and (row_period or row_company) and column.period is None:
        name = column.header
    derived = bool(_DERIVED.search(column.header)) and column.period is None
    if derived:
        metric, name = None, f"{label} {column.header}"
    kind = _unit_kind(metric, name, vocabulary)
    quantity = read_cell(cell.text, column.scale or scale_in(label) or frame.scale, "percent" if derived and "%" in column.header else kind)
    if quantity is None or not name:
        return None
    told = next((kind for kind in (column.kind, _kind_in(label)) if kind != "reported"), "reported")
    return LedgerRow(
        frame.article_id, column.company or row_company or _company_in(section, vocabulary) or frame.company, metric, name, cell.text, quantity,
        column.period or row_period or _period_in(section, frame) or frame.period, told, False, None, cell.start, cell.end, row.start, row.end, "table",
    )  # fmt: skip


def _unitless(header: str) -> str:
    return re.sub(r"[(（\[][^)）\]]*[)）\]]", "", header).strip()


def _unit_kind(metric: str | None, label: str, vocabulary: Vocabulary) -> str:
    """What a label's bare numbers count, where the vocabulary or the label's wording says so; else money."""
    known = vocabulary.measure(metric).unit if metric else ""
    if known in ("per_share", "percent", "count"):
        return known
    folded = fold(label)
    if known == "":
        for kind, pattern in (("per_share", _PER_SHARE_LABEL), ("ratio", _RATIO_LABEL), ("percent", _PERCENT_LABEL), ("count", _COUNT_LABEL)):
            if pattern.search(folded):
                return kind
    return "money"
