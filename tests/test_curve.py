"""The curve beside a runway: told again from the calculation, and drawn within its frame."""

import re
from dataclasses import asdict
from decimal import Decimal

import pytest

from index.quantity import parse_quantity
from rag.curve import curve_of
from rag.runway import runway
from ui.curve import curve_html
from ui.render import calculation_html


def amount(text):
    quantity = parse_quantity(text)
    assert quantity is not None
    return quantity


def calculation(**more):
    return asdict(runway(amount("80億ドル"), amount("月10億ドル"), as_of="2025-07", **more))


@pytest.mark.parametrize(
    ("more", "months"),
    [
        ({}, 8),
        ({"raised": amount("20億ドル")}, 10),
        ({"income": amount("四半期15億ドル")}, 16),
        ({"income": amount("月1億ドル"), "growth": Decimal(10)}, 10),
    ],
)
def test_the_months_of_a_runway_are_told_again(more, months):
    found = calculation(**more)
    rows = curve_of(found)
    assert len(rows) == months + 1 and rows[0].label == "2025-07" and rows[-1].cash <= 0 < rows[-2].cash


def test_what_the_inputs_alone_do_not_give_has_no_curve():
    assert curve_of(calculation(burn_factor=Decimal("0.5"))) == ()
    assert curve_of({"inputs": [], "expression": "1"}) == ()


def test_the_drawing_stays_in_its_frame_and_ends_on_the_ground():
    drawn = curve_html(curve_of(calculation()), "USD", "ja")
    points = [tuple(map(float, pair.split(","))) for pair in re.findall(r"[\d.]+,[\d.]+", drawn)]
    assert len(points) == 9 and points[0] == (6.0, 6.0) and points[-1] == (314.0, 90.0)
    assert "2025-07 80億ドル" in drawn and "2026-03" in drawn


def test_it_stands_in_the_panel_of_a_runway_alone():
    assert "<polyline" in calculation_html(calculation(), "en")
    assert "<polyline" not in calculation_html(calculation(burn_factor=Decimal(2)), "en")
