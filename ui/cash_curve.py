"""The cash curve as a PNG. Labels are Japanese only where a font for them is installed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from index.errors import KassoroError
from rag.outlook import Case

# Fonts with Japanese letters, as they ship with the usual systems.
_JAPANESE = (
    "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "IPAGothic", "TakaoPGothic", "VL Gothic", "Hiragino Sans", "Yu Gothic",
    "Meiryo", "MS Gothic",
)  # fmt: skip
_LABELS = {
    "ja": {"title": "月末の現金", "month": "月", "low": "低位", "base": "中位", "high": "高位", "cash": "現金（{unit}）"},
    "en": {"title": "Cash at the end of each month", "month": "month", "low": "low", "base": "base", "high": "high", "cash": "cash ({unit})"},
}  # fmt: skip
_SCALES = {
    "ja": ((10**12, "兆"), (10**8, "億"), (10**4, "万")),
    "en": ((10**12, "trillion "), (10**9, "billion "), (10**6, "million "), (10**3, "thousand ")),
}
_STYLES = {"low": ("#b4532a", "--"), "base": ("#0f5c6e", "-"), "high": ("#5f8f3f", "--")}


def draw(cases: Sequence[Case], currency: str, path: Path, language: str) -> None:
    """Write the curves of `cases` to the PNG `path`; KassoroError if it cannot be written."""
    import matplotlib
    from matplotlib.figure import Figure

    font = _japanese_font() if language == "ja" else None
    language = language if font else "en"  # letters nobody can read would be boxes
    labels = _LABELS[language]
    family = [font, "DejaVu Sans"] if font else ["DejaVu Sans"]
    with matplotlib.rc_context({"font.family": family, "axes.unicode_minus": False}):
        figure = Figure(figsize=(8, 4.5), layout="constrained")
        axes = figure.add_subplot()
        scale, unit = _scale(cases, language)
        for case in cases:
            months, cash = _line(case)
            color, style = _STYLES[case.name]
            axes.plot(months, [value / scale for value in cash], style, color=color, label=labels[case.name])
        axes.axhline(0, color="#444444", linewidth=0.8)
        _name_months(axes, cases)
        axes.set(title=labels["title"], ylabel=labels["cash"].format(unit=f"{unit}{currency}"))
        axes.grid(alpha=0.25)
        axes.legend()
        try:
            figure.savefig(path, format="png", dpi=120)
        except OSError as error:
            raise KassoroError(
                f"The plot cannot be written to {path} ({error.strerror or error}): name another file."
            ) from error


def _line(case: Case) -> tuple[list[float], list[float]]:
    """Months and cash, down to the moment at which nothing is left."""
    ahead = case.projection
    rows = [row for row in ahead.rows if row.cash > 0]
    months, cash = [float(row.month) for row in rows], [float(row.cash) for row in rows]
    if ahead.runway is not None and ahead.runway <= ahead.rows[-1].month:
        months, cash = [*months, float(ahead.runway)], [*cash, 0.0]
    return months, cash


def _name_months(axes: Any, cases: Sequence[Case]) -> None:
    """At most ten ticks, named by the calendar where the start is dated."""
    rows = max((case.projection.rows for case in cases), key=len)
    shown = rows[:: max(1, -(-len(rows) // 10))]
    axes.set_xticks([row.month for row in shown], [row.label or str(row.month) for row in shown])
    if rows[0].label:
        axes.tick_params(axis="x", labelrotation=30)


def _scale(cases: Sequence[Case], language: str) -> tuple[float, str]:
    most = max(row.cash for case in cases for row in case.projection.rows)
    for size, name in _SCALES[language]:
        if most >= Decimal(size):
            return float(size), name
    return 1.0, ""


def _japanese_font() -> str | None:
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in _JAPANESE if name in known), None)
