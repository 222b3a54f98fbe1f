"""The cash curve beside a runway in the chat, as a small drawing inside the page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from decimal import Decimal

from index.format import format_quantity
from index.quantity import Quantity
from rag.projection import Row
from ui.i18n import text

_WIDTH, _HEIGHT, _EDGE = 320, 96, 6


def curve_html(rows: Sequence[Row], currency: str, language: str) -> str:
    """Cash at the end of each month, falling to the ground line; "" where there is no curve to show."""
    if len(rows) < 3:
        return ""
    most = max(row.cash for row in rows)
    points = " ".join(_point(row, len(rows) - 1, most) for row in rows)
    ground = _HEIGHT - _EDGE
    first, last = rows[0], rows[-1]
    start = format_quantity(Quantity(first.cash, currency), language)
    ends = [html.escape(row.label or str(row.month)) for row in (first, last)]
    return (
        f'<figure class="k-curve"><figcaption>{html.escape(text("curve", language))}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{html.escape(text("curve", language))}">'
        f'<line x1="0" y1="{ground}" x2="{_WIDTH}" y2="{ground}" class="k-ground"/><polyline points="{points}"/></svg>'
        f"<div><span>{ends[0]} {html.escape(start)}</span><span>{ends[1]}</span></div></figure>"
    )


def _point(row: Row, months: int, most: Decimal) -> str:
    """A month's place in the drawing; cash below zero lies on the ground."""
    across = _EDGE + row.month * (_WIDTH - 2 * _EDGE) / months
    share = max(row.cash, Decimal(0)) / most
    return f"{across:.1f},{_HEIGHT - _EDGE - float(share) * (_HEIGHT - 2 * _EDGE):.1f}"
