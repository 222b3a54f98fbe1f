"""Tables in plain text: lines of cells between bars (Markdown, or HTML as the reader writes it out) or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# Texts made to be slow hold lines of a million bars; filings do not.
_WIDEST = 64
_LINE = re.compile(r"[^\n]+")
_RULE_CELL = re.compile(r"\s*:?-{2,}:?\s*")
_ESCAPED_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between two bars, at `text[start:end]`, without the space around it and marks of emphasis."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of cells at `text[start:end]`."""

    start: int
    end: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold something."""
        return tuple(cell for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows in order, rules (`|---|---|`) left out."""

    rows: tuple[Row, ...]

    @property
    def start(self) -> int:
        """Where the table begins."""
        return self.rows[0].start

    @property
    def end(self) -> int:
        """Where the table ends."""
        return self.rows[-1].end


def find_grids(text: str) -> list[Grid]:
    """The tables of `text`, in order: runs of at least two lines of two or more cells. Never raises."""
    if "|" not in text and "\t" not in text:
        return []
    grids, run, end = [], list[Row](), -1
    for row, at in _rows(text):
        if run and at[0] != end + 1:
            grids.append(run)
            run = []
        if row is not None:
            run.append(row)
        end = at[1]
    grids.append(run)
    return [Grid(tuple(rows)) for rows in grids if sum(len(row.filled) > 1 for row in rows) > 1]


def _rows(text: str) -> Iterator[tuple[Row | None, tuple[int, int]]]:
    """(row, its line's offsets) for every line of cells; None for a rule, which belongs to a table and holds nothing."""
    for line in _LINE.finditer(text):
        cells = _cells(text, line.start(), line.end())
        if len(cells) < 2:
            continue
        rule = all(not cell.text or _RULE_CELL.fullmatch(cell.text) for cell in cells)
        yield None if rule else Row(line.start(), line.end(), tuple(cells)), line.span()


def _cells(text: str, start: int, end: int) -> list[Cell]:
    line = text[start:end]
    bars = [match.start() for match in _ESCAPED_BAR.finditer(line)]
    if not bars:
        bars = [place for place, character in enumerate(line) if character == "\t"]
        if len(bars) < 1 or not line.strip():
            return []
    if len(bars) > _WIDEST:
        return []
    edges = [-1, *bars, len(line)]
    spans = [(low + 1, high) for low, high in pairwise(edges)]
    if line[: bars[0]].strip() == "" and line[bars[0]] == "|":
        spans = spans[1:]
    if spans and line[bars[-1] + 1 :].strip() == "" and line[bars[-1]] == "|":
        spans = spans[:-1]
    return [_cell(line, low, high, start) for low, high in spans]


def _cell(line: str, low: int, high: int, offset: int) -> Cell:
    while low < high and line[low] in " \t　*_`":
        low += 1
    while high > low and line[high - 1] in " \t　*_`":
        high -= 1
    return Cell(line[low:high], offset + low, offset + high)
