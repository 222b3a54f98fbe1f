"""Tables to ledger rows: one figure a cell, with its row's label, its column's period and the table's scale.

A table's labels may stand in its first column and its periods in the header, or the other way round; companies may be
either. What neither says comes from the lines above the table, then from the article's title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from index.grids import Cell, Grid, Row, find_grids
from index.ledger_row import LedgerRow
from index.periods import Period, find_periods
from index.quantity import find_quantities
from index.subject import named, subject_of
from index.table_labels import (
    Column,
    Frame,
    Label,
    Names,
    Section,
    measure,
    read_column,
    read_label,
    read_section,
    unit_kind,
)
from index.table_units import Scale, is_number, read_cell, scale_in, stated_scale
from index.vocabulary import Vocabulary

_ABOVE = 600  # characters above a table that may say what it shows
_BELOW = 300  # and below it: "amounts are in millions of yen"
_YEAR = re.compile(r"(?:FY\s?)?(?:19|20)\d\d(?:\s?[AE])?|(?:19|20)\d\d年(?:度|\d{1,2}月期?)?", re.I)
_ONLY_LOSS = re.compile(r"^(?!.*(?:利益|損益|income|profit)).*(?:損失|赤字|\bloss\b)", re.I)


def table_rows(
    article_id: str,
    title: str,
    text: str,
    vocabulary: Vocabulary,
    published: date | None = None,
    grids: Sequence[Grid] | None = None,
) -> list[LedgerRow]:
    """Every figure in the tables of `text`, its `grids` if they are known already. Never raises on any text."""
    rows: list[LedgerRow] = []
    end = 0
    for grid in find_grids(text) if grids is None else grids:
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
) -> Frame:
    """The company, period and scale of a table: of the lines right above it, else of the article."""
    above = text[max(since, grid.start - _ABOVE) : grid.start]
    captions = " ".join(row.filled[0].text for row in grid.rows[:2] if len(row.filled) == 1)
    near, top = f"{above}\n{captions}", text[: min(grid.start, _ABOVE)]
    names = Names(f"{title}\n{_without_tables(text)}", vocabulary)
    periods = _periods_in(near, published) or _periods_in(f"{title}\n{top}", published)
    scale = _scale(near, text[grid.end : grid.end + _BELOW], top)
    if not scale.currency:
        scale = Scale(_currency_of(text, near), scale.factor)
    company = _heading_name(above, names) or _subject(title, near, top, vocabulary)
    return Frame(article_id, company, periods[-1] if periods else None, scale, vocabulary, published, names)


def _scale(near: str, below: str, top: str) -> Scale:
    """The scale that the lines right above a table state, else the paragraph below it, else the article's first lines."""
    for line in reversed(near.splitlines()):
        if found := scale_in(line) or stated_scale(line):
            return found
    for text in (_paragraph(below), *top.splitlines()):
        if found := stated_scale(text):
            return found
    return Scale("")


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


def _heading_name(above: str, names: Names) -> str | None:
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


def _currency_of(text: str, near: str) -> str:
    """The currency of the article's amounts, where no table says one."""
    for part in (near, text[:4000]):
        for mention in find_quantities(part):
            unit = mention.quantity.unit.partition("/")[0]
            if len(unit) == 3 and unit.isupper():
                return unit
    return ""


def _read(grid: Grid, frame: Frame) -> Iterator[LedgerRow]:
    heads, body = _split(grid)
    width = max(len(row.cells) for row in grid.rows)
    columns = [read_column(_header(heads, place), frame) for place in range(width)]
    corner = columns[0].company
    if any(column.period for column in columns[1:]):  # then none is a company
        columns = [replace(column, company=None) for column in columns]
    for label, row in _labelled(body, corner, frame):
        for column, cell in zip(columns[1:], row.cells[1:], strict=False):
            if cell.text and (found := _figure(label, column, row, cell, frame)):
                yield found


def _labelled(body: list[Row], corner: str | None, frame: Frame) -> Iterator[tuple[Label, Row]]:
    """Each row that holds figures under its label, with what the label leaves to its section and to the table.

    Companies head rows only where no row is a line of a statement.
    """
    labels = [read_label(row.cells[0].text, frame) for row in body]
    of_companies = not any(
        label.metric for label, row in zip(labels, body, strict=True) if len(row.filled) > 1
    )
    times = Counter(label.text for label in labels)
    section = Section()
    for label, row in zip(labels, body, strict=True):
        if len(row.filled) == 1:
            section = read_section(row.filled[0].text, frame)
            continue
        own = label.company if of_companies else None
        wording = "" if own else label.wording
        if label.metric is None and times[label.text] > 1 and section.metric:
            wording = f"{label.wording or label.text} {section.text}"  # "Rail" under "Revenue", and again under "EBIT"
        company = own or corner or section.company or frame.company
        period = label.period or section.period or frame.period
        yield replace(label, wording=wording, company=company, period=period), row


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
    return heads, list(grid.rows[len(heads) :])


def _header(heads: list[Row], place: int) -> str:
    """What the header rows say above a column, each wording once."""
    texts = [_head_over(row, place, last=row is heads[-1]) for row in heads]
    return " ".join(dict.fromkeys(text for text in texts if text))


def _head_over(row: Row, place: int, last: bool) -> str:
    """The header over a column; one that spans several stands in the first of them only."""
    cells = row.cells[: place + 1]
    if last or not place:
        return cells[place].text if place < len(row.cells) else ""
    return next((cell.text for cell in reversed(cells[1:]) if cell.text), "")


def _figure(label: Label, column: Column, row: Row, cell: Cell, frame: Frame) -> LedgerRow | None:
    """The figure in `cell`; None if it holds no number."""
    metric, name = measure(label, column)
    kind = unit_kind(metric, name, frame.vocabulary)
    percent = column.derived and "%" in column.header
    quantity = read_cell(
        cell.text, column.scale or label.scale or frame.scale, "percent" if percent else kind
    )
    if quantity is None or not name:
        return None
    if metric and metric.endswith("_income") and _ONLY_LOSS.search(name) and quantity.value > 0:
        quantity = replace(quantity, value=-quantity.value)  # "Net loss 84" is an income of −84
    told = column.kind if column.kind != "reported" else label.kind
    return LedgerRow(
        frame.article_id, column.company or label.company, metric, name, cell.text, quantity,
        column.period or label.period, told, False, None, cell.start, cell.end, row.start, row.end, "table",
    )  # fmt: skip
