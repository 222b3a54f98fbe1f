"""Rows of cells to a table in Markdown, as index.grids reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

Rows = Sequence[Sequence[str]]

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"[\s(（△▲+−–\-$¥€£%％,.\d)）]*\d[\s()（）%％,.\d億万千百兆円]*")


def cell_text(text: str) -> str:
    """A cell on one line, its bars marked as letters.

    >>> cell_text("A|B\\nC")
    'A\\\\|B C'
    """
    return _SPACE.sub(" ", text).strip().replace("|", "\\|")


def looks_numeric(text: str) -> bool:
    """Whether a cell holds a number and little else: "1,234", "△59", "(1.2%)", "12億円", "-"."""
    return text.strip() in ("-", "–", "—", "―", "－", "n/a", "NA", "N/A") or bool(
        _NUMBER.fullmatch(text.strip())
    )


def table_text(rows: Rows) -> str:
    """A Markdown table whose first row is its header; "" without cells. Columns that hold nothing are left out."""
    width = max((len(row) for row in rows), default=0)
    full = [[cell_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    kept = [place for place in range(width) if any(row[place] for row in full)]
    lines = ["| " + " | ".join(row[place] for place in kept) + " |" for row in full if any(row)]
    if not lines:
        return ""
    return "\n".join([lines[0], "|" + "---|" * len(kept), *lines[1:]])
