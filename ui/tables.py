"""Markdown tables in an article's text shown as tables, with the rows that are quoted marked in every cell."""

from __future__ import annotations

import re
from itertools import groupby

_ROW = re.compile(r"(?P<open><mark[^>]*><sup>\d+</sup>)?\s*\|(?P<cells>.*)\|\s*(?P<close></mark>)?\s*")
_RULE = re.compile(r"[\s|:-]*")


def with_tables(body: str) -> str:
    """`body`, escaped HTML of an article with its quotes marked, with runs of two or more lines of cells as tables."""
    parts: list[str] = []
    for is_row, lines in groupby(body.split("\n"), key=lambda line: _ROW.fullmatch(line) is not None):
        run = list(lines)
        parts.append(_table(run) if is_row and len(run) > 1 else "\n".join(run))
    return "\n".join(parts)


def _table(lines: list[str]) -> str:
    rows = [
        _row(match)
        for line in lines
        if (match := _ROW.fullmatch(line)) and not _RULE.fullmatch(match["cells"])
    ]
    return f'<table class="k-grid">{"".join(rows)}</table>'


def _row(match: re.Match[str]) -> str:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", match["cells"])]
    if match["open"]:
        first, *others = cells
        shown = [
            f"{match['open']}{first}</mark>",
            *(f"<mark>{cell}</mark>" if cell else "" for cell in others),
        ]
    else:
        shown = cells
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in shown)}</tr>"
