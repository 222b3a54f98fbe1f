"""Tables to ledger rows: one figure a cell, with its row's label, its column's period and the table's scale.

A table's labels may stand in its first column and its periods in the header, or the other way round; companies may be
either. What neither says comes from the lines above the table, then from the article's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from index.grids import Cell, Grid, Row, find_grids
from index.ledger_row import LedgerRow
from index.periods import Period, find_periods
from index.quantity import find_quantities
from index.subject import canonical, named, subject_of
from index.table_units import Scale, is_number, read_cell, scale_in, stated_scale
from index.vocabulary import Vocabulary, fold
from index.year_parts import HALF, QUARTER, WHOLE, part_of_year

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
_THIS_TERM = re.compile(
    r"当(?:期(?!純|利益|包括|損)|事業年度|年度|連結会計年度|会計年度|四半期)|今期|current (?:year|period)|this year", re.I
)
_TERM_BEFORE = re.compile(
    r"前(?:期(?!純|利益|末残)|事業年度|年度|年|連結会計年度|会計年度|年同期)|(?:prior|previous|last) (?:year|period)", re.I
)
_LONGEST_NAME = 40
_NO_NAME = re.compile(
    r"^(?:項目|科目|区分|金額|内訳|合計|会社|企業|社名|構成比|実績|予想|item|items|company|total|amount|year|period|quarter|segment|metric|change|note)s?$|増減|前期|当期|率|高$|額$|損益|利益$|資産$|負債$|収益$|費用?$",
    re.I,
)
_NOTE = re.compile(r"\s*(?:[※*†]\s?[0-9０-９]*|[(（]注[0-9０-９]*[)）])$")
_ONLY_LOSS = re.compile(r"^(?!.*(?:利益|損益|income|profit)).*(?:損失|赤字|\bloss\b)", re.I)
_FROM_TO = re.compile(r"自\s*(?P<first>[^至]{4,20}?)\s*至\s*(?P<last>[^)）]{4,20})")
_ONLY_TIME = re.compile(r"(?:FY|fiscal|Q[1-4]|H[12]|[0-9\s年月日期末度四半第上下通前後当今会計事業連結/.,'’-]|year|quarter|ended|months?|January|February|March|April|May|June|July|August|September|October|November|December)+", re.I)
_PERCENT_LABEL = re.compile(r"率\s*(?:[(（]|$)|[(（][%％][)）]|%|％|\bmargin\b|\brate\b|\bratio\b", re.I)
_RATIO_LABEL = re.compile(r"(?:倍率|\(倍\)|（倍）|回転率\(回\))")
_COUNT_LABEL = re.compile(
    r"人数|[(（]人[)）]|社数|件数|台数|株式数|店舗数|従業員|\b(?:headcount|employees|shares outstanding|number of|units|stores|subscribers|users|customers)\b",
    re.I,
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
class _Shape:
    """What a table's labels are: the company in its corner, whether rows or columns are companies, labels that come again."""

    corner: str | None
    rows_are_companies: bool
    columns_are_companies: bool
    repeated: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the surroundings say of a whole table."""

    article_id: str
    company: str | None
    period: Period | None
    scale: Scale
    vocabulary: Vocabulary
    reference: date | None
    names: _Names


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
    article_id: str,
    title: str,
    text: str,
    since: int,
    grid: Grid,
    vocabulary: Vocabulary,
    published: date | None,
) -> _Frame:
    """The company, period and scale of a table: of the lines right above it, else of the article."""
    above = text[max(since, grid.start - _ABOVE) : grid.start]
    captions = " ".join(row.filled[0].text for row in grid.rows[:2] if len(row.filled) == 1)
    near, top = f"{above}\n{captions}", text[: min(grid.start, _ABOVE)]
    names = _Names(f"{title}\n{_without_tables(text)}", vocabulary)
    periods = _periods_in(near, published) or _periods_in(f"{title}\n{top}", published)
    scale = next(
        (found for line in reversed(near.splitlines()) if (found := scale_in(line) or stated_scale(line))),
        None,
    )
    scale = scale or stated_scale(_paragraph(text[grid.end : grid.end + _BELOW]))
    scale = (
        scale
        or next((found for line in top.splitlines() if (found := stated_scale(line))), None)
        or Scale("")
    )
    if not scale.currency:
        scale = Scale(_currency_of(text, near, vocabulary), scale.factor)
    company = _heading_name(above, names) or _subject(title, near, top, vocabulary)
    return _Frame(article_id, company, periods[-1] if periods else None, scale, vocabulary, published, names)


def _periods_in(text: str, published: date | None) -> list[Period]:
    found = [mention.period for mention in find_periods(text, reference=published) if not mention.beside]
    # A day dates a balance, and more often the announcement.
    return sorted(found, key=lambda period: period.start != period.end)


def _subject(title: str, near: str, top: str, vocabulary: Vocabulary) -> str | None:
    """The article's own subject where the lines near the table name it too; else whom those lines are about."""
    whole = subject_of(title, vocabulary)
    if whole and (whole in near or whole in top):
        return whole
    return subject_of(near, vocabulary) or subject_of(top, vocabulary) or whole


def _heading_name(above: str, names: _Names) -> str | None:
    """A heading above the table that is a company's name and nothing else."""
    for line in reversed(above.splitlines()):
        if line.startswith("#"):
            heading = line.strip("# ")
            return named(heading) or names.company(heading)
    return None


def _paragraph(text: str) -> str:
    """The first paragraph of `text`."""
    return text.strip("\n").partition("\n\n")[0] if not text.lstrip("\n").startswith(("#", "|")) else ""


def _without_tables(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "|" not in line and "\t" not in line)


class _Names:
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
        part = QUARTER.search(label) or HALF.search(label) or WHOLE.search(label)
        plain = (
            part
            or self._vocabulary.item_of(label)
            or find_periods(label)
            or scale_in(label)
            or _NO_NAME.search(label)
        )
        proper = label[:1].isupper() or not label.isascii()
        return label if not plain and proper and len(label) > 1 and label in self._prose else None


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
    shape = _shape(columns, body, frame)
    section = ""
    for row in body:
        if len(row.filled) == 1:
            section = row.filled[0].text
            continue
        label = row.cells[0].text
        for place, cell in enumerate(row.cells[1:], start=1):
            if cell.text and (found := _figure(label, section, shape, columns[place], row, cell, frame)):
                yield found


def _shape(columns: list[_Column], body: list[Row], frame: _Frame) -> _Shape:
    """Companies head rows only where no row is a line of a statement, and columns only where none is a time."""
    labels = [row.cells[0].text for row in body if len(row.filled) > 1]
    return _Shape(
        frame.names.company(columns[0].header),
        not any(frame.vocabulary.item_of(_timeless(label)) for label in labels),
        not any(column.period for column in columns[1:]),
        frozenset(label for label in labels if labels.count(label) > 1),
    )


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
    texts = [_head_over(row, place, last=row is heads[-1]) for row in heads]
    texts = [text for text in texts if text]
    header = " ".join(dict.fromkeys(texts))
    company = frame.names.company(header)
    return _Column(header, _period_in(header, frame), scale_in(header), _kind_in(header), company)


def _head_over(row: Row, place: int, last: bool) -> str:
    """The header over a column; one that spans several stands in the first of them only."""
    cells = row.cells[: place + 1]
    if last or not place:
        return cells[place].text if place < len(row.cells) else ""
    return next((cell.text for cell in reversed(cells[1:]) if cell.text), "")


def _period_in(text: str, frame: _Frame) -> Period | None:
    if part := part_of_year(text, frame.period):
        return part
    if span := _FROM_TO.search(text):
        ends = [find_periods(span[name]) for name in ("first", "last")]
        if all(ends):
            return Period(ends[0][0].period.start, ends[1][0].period.end)
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


def _timeless(label: str) -> str:
    """A label without the time it names: "前期の売上高" is 売上高."""
    return _TIME_OF.sub("", label).strip() or label


_TIME_OF = re.compile(
    r"^(?:前(?:年)?(?:期|年度|年同期)|当(?:期|年度)|今期|(?:19|20)\d\d年(?:\d{1,2}月期|度)?)の|[(（](?:前|当|今)(?:期|年度)[)）]$|,? ?(?:prior|previous|last) (?:year|period)$",
    re.I,
)


def _figure(
    label: str, section: str, shape: _Shape, column: _Column, row: Row, cell: Cell, frame: _Frame
) -> LedgerRow | None:
    """The figure in `cell`; None if it holds no number."""
    vocabulary = frame.vocabulary
    row_period = _period_in(label, frame)
    row_company = frame.names.company(label) if shape.rows_are_companies else None
    plain = _timeless(_NOTE.sub("", label))
    metric, name = vocabulary.item_of(plain), plain
    if metric is None and (column_metric := vocabulary.item_of(_unitless(column.header))):
        metric, name = column_metric, column.header
    elif metric is None and (row_company or (row_period and _ONLY_TIME.fullmatch(label))) and column.period is None:
        name = column.header
    if metric is None and label in shape.repeated and vocabulary.item_of(section):
        name = f"{plain} {section}"  # "Rail Systems" under "Revenue", and again under "EBIT"
    derived = bool(_DERIVED.search(column.header)) and column.period is None
    if derived:
        metric, name = None, f"{label} {column.header}"
    kind = _unit_kind(metric, name, vocabulary)
    quantity = read_cell(
        cell.text,
        column.scale or scale_in(label) or frame.scale,
        "percent" if derived and "%" in column.header else kind,
    )
    if quantity is None or not name:
        return None
    if metric and metric.endswith("_income") and _ONLY_LOSS.search(name) and quantity.value > 0:
        quantity = replace(quantity, value=-quantity.value)  # "Net loss 84" is an income of −84
    told = next((kind for kind in (column.kind, _kind_in(label)) if kind != "reported"), "reported")
    return LedgerRow(
        frame.article_id, (column.company if shape.columns_are_companies else None) or row_company or shape.corner or frame.names.company(section) or frame.company, metric, name, cell.text, quantity,
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
        for kind, pattern in (
            ("per_share", _PER_SHARE_LABEL),
            ("ratio", _RATIO_LABEL),
            ("percent", _PERCENT_LABEL),
            ("count", _COUNT_LABEL),
        ):
            if pattern.search(folded):
                return kind
    return "money"
