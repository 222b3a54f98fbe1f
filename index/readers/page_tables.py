"""Tables of a page as Markdown tables, which the ledger of figures reads; tables made for layout are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.page_tree import Element, tag_of

_WIDEST = 60
_TALLEST = 5_000
_LONGEST_CELL = 200
_USUAL_CELL = 60
_LINKED = 0.6
_BLOCKS = frozenset("p div ul ol h1 h2 h3 h4 h5 h6 section article blockquote form".split())


@dataclass(frozen=True, slots=True)
class PageTable:
    """The lines above a table (its caption, its unit) and its rows, all of one width."""

    above: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """The rows between bars, the first of them as header; bars within cells are escaped."""
        return markdown_table(self.rows)


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of one width as a Markdown table.

    >>> print(markdown_table([["", "2025"], ["売上高", "12"]]))
    |  | 2025 |
    |---|---|
    | 売上高 | 12 |
    """
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def read_table(table: Element) -> PageTable | None:
    """A table of data; None if it is only a frame that things are placed in."""
    own = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    if any(True for _ in table.iter("table") if _ is not table) or table.get("role") in (
        "presentation",
        "none",
    ):
        return None
    rows = _grid(own[:_TALLEST])
    caption = " ".join(_words(one) for one in table.iter("caption"))
    above = [caption] if caption else []
    while rows and len(_filled(rows[0])) <= 1 and len(rows) > 1:  # 「（単位：百万円）」 in a row of its own
        above += _filled(rows.pop(0))
    rows = [row for row in rows if _filled(row)]
    if not _is_data(table, own, rows):
        return None
    return PageTable(tuple(above), tuple(tuple(row) for row in rows))


def _is_data(table: Element, own: list[Element], rows: list[list[str]]) -> bool:
    if len(rows) < 2 or max(len(_filled(row)) for row in rows) < 2:
        return False
    cells = [cell for row in own for cell in row if tag_of(cell) in ("td", "th")]
    texts = [_words(cell) for cell in cells]
    letters = sum(map(len, texts))
    linked = sum(len(_words(link)) for link in table.iter("a"))
    if linked > letters * _LINKED:
        return False
    headed = any(tag_of(cell) == "th" for cell in cells) or next(table.iter("caption"), None) is not None
    if any(sum(tag_of(part) in _BLOCKS for part in cell) > 2 for cell in cells):
        return False
    longest = max(map(len, texts))
    return longest <= (_LONGEST_CELL * 3 if headed else _LONGEST_CELL) and letters <= len(texts) * (
        _USUAL_CELL * 3 if headed else _USUAL_CELL
    )


def _grid(own: list[Element]) -> list[list[str]]:
    """The cells by row and column, those that span several written into each, as far as they head something."""
    rows: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}  # column -> (text, rows it still reaches down)
    for element in own:
        row: list[str] = []
        for cell in (cell for cell in element if tag_of(cell) in ("td", "th")):
            _take_from_above(row, below)
            text, across, down = _words(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(min(across, _WIDEST - len(row))):
                shown = text if place == 0 or tag_of(cell) == "th" else ""
                if down > 1:
                    below[len(row)] = (shown, down - 1)
                row.append(shown)
        _take_from_above(row, below)
        rows.append(row)
    width = max(map(len, rows), default=0)
    # A cell over the whole width is a heading of what follows, not a label of every column.
    whole = [
        len(set(row)) == 1 and len(row) == width and len(element) == 1
        for row, element in zip(rows, own, strict=True)
    ]
    return [
        [row[0], *[""] * (width - 1)] if alone else row + [""] * (width - len(row))
        for row, alone in zip(rows, whole, strict=True)
    ]


def _take_from_above(row: list[str], below: dict[int, tuple[str, int]]) -> None:
    while len(row) in below and len(row) < _WIDEST:
        text, left = below.pop(len(row))
        if left > 1:
            below[len(row)] = (text, left - 1)
        row.append(text)


def _span(cell: Element, key: str) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(key) or "")
    return max(1, min(int(found.group(1)), _TALLEST)) if found else 1


def _filled(row: list[str]) -> list[str]:
    return [cell for cell in row if cell]


def _words(element: Element) -> str:
    parts = [element.text or ""]
    for part in element.iterdescendants():
        parts.append(" " if tag_of(part) in ("br", *_BLOCKS) else "")
        parts.append(part.text or "")
        parts.append(part.tail or "")
    return " ".join("".join(parts).split())
