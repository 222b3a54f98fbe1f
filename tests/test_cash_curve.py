"""The cash curve: its months, its labels, and no boxes where no Japanese font is installed."""

import warnings

import pytest

from rag.outlook import outlook
from ui import cash_curve
from ui.runway import report_runway


@pytest.mark.parametrize("font", [True, False])
def test_no_label_is_drawn_in_letters_the_font_lacks(font, tmp_path, monkeypatch):
    """matplotlib warns of every glyph it replaces by a box."""
    if not font:
        monkeypatch.setattr(cash_curve, "_JAPANESE", ())
    report = report_runway("80億ドル", "10〜12億ドル/月", "2025-07")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        cash_curve.draw(report.cases, report.currency, tmp_path / "cash.png", report.language)
    assert (tmp_path / "cash.png").stat().st_size > 5000


def test_a_line_ends_where_nothing_is_left():
    report = report_runway("$8 million", "$3 million a month")
    months, cash = cash_curve._line(report.cases[1])
    assert months[:3] == [0, 1, 2] and cash == [8_000_000, 5_000_000, 2_000_000, 0]
    assert months[3] == pytest.approx(8 / 3)


@pytest.mark.parametrize(
    ("cash", "language", "unit"),
    [("80億ドル", "ja", "億"), ("2兆円", "ja", "兆"), ("$8 billion", "en", "billion "), ("$900", "en", "")],
)
def test_the_scale_of_the_axis(cash, language, unit):
    from index.quantity import parse_quantity

    held = parse_quantity(cash)
    assert held is not None
    burn = parse_quantity("1ドル/月" if held.unit == "USD" else "1円/月")
    assert burn is not None
    assert cash_curve._scale(outlook(held, burn), language)[1] == unit
