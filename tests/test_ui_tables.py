"""Tables of an article in the side panel."""

import pytest

from ui.tables import with_tables


def test_lines_of_cells_are_a_table_and_rules_are_left_out():
    assert with_tables("前\n| 項目 | 2025 |\n|---|---:|\n| 売上高 | 1,234 |\n後") == (
        '前\n<table class="k-grid"><tr><td>項目</td><td>2025</td></tr><tr><td>売上高</td><td>1,234</td></tr></table>\n後'
    )


def test_a_quoted_row_is_marked_in_every_cell_and_its_mark_is_kept_once():
    quoted = '<mark id="k-quote-2"><sup>2</sup>| 売上高 | 1,234 | |</mark>'
    shown = with_tables(f"| 項目 | 2025 | 2024 |\n{quoted}")
    assert shown.count('id="k-quote-2"') == 1 and "<mark>1,234</mark></td><td></td>" in shown


@pytest.mark.parametrize(
    "body", ["", "a | b", "| alone |", "no table\nat all", '<mark id="k-quote-1"><sup>1</sup>文。</mark>']
)
def test_other_text_stays_as_it_is(body):
    assert with_tables(body) == body


def test_a_bar_that_is_escaped_parts_no_cells():
    assert with_tables("| a\\|b | c |\n| d | e |").count("<td>") == 4
