"""Tables in plain text are found as they stand, and no text makes finding them fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.grids import find_grids

hostile = st.text(alphabet=st.sampled_from("|\t\n\r \\-:*_`ab売1０△("), max_size=120)


def cells(text):
    """The words of every table's cells."""
    return [[[cell.text for cell in row.cells] for row in grid.rows] for grid in find_grids(text)]


@pytest.mark.parametrize(
    "text",
    [
        "| 項目 | 金額 |\n|---|---|\n| 売上高 | 10 |\n",
        "項目 | 金額\n売上高 | 10",
        "項目\t金額\n売上高\t10",
        "| 項目 | 金額 |\r\n|:--|--:|\r\n| 売上高 | 10 |\r\n",
        "|項目|金額|\n|**売上高**|`10`|",
    ],
)
def test_bars_and_tabs(text):
    assert cells(text) == [[["項目", "金額"], ["売上高", "10"]]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "売上高は10億円だった。",
        "| 項目 | 金額 |",
        "a\tb",
        "|\n|\n|",
        "a | b\n\nc | d",
        "|---|---|\n|---|---|",
    ],
)
def test_no_table(text):
    assert find_grids(text) == []


def test_offsets_are_those_of_the_text():
    text = "前置き\n| 項目 | 金額 |\n|---|---|\n|　売上高　| △10 |\n後書き"
    (grid,) = find_grids(text)
    assert text[grid.start : grid.end] == "| 項目 | 金額 |\n|---|---|\n|　売上高　| △10 |"
    found = [text[cell.start : cell.end] for row in grid.rows for cell in row.cells]
    assert found == ["項目", "金額", "売上高", "△10"]


def test_an_empty_line_or_a_sentence_parts_tables():
    assert len(find_grids("| a | b |\n| c | 1 |\n\n| d | e |\n| f | 2 |")) == 2
    assert len(find_grids("| a | b |\n| c | 1 |\nthen\n| d | e |\n| f | 2 |")) == 2


def test_one_cell_is_a_heading_within_a_table():
    assert cells("| a | b |\n| Assets |\n| c | 1 |") == [[["a", "b"], ["Assets"], ["c", "1"]]]


def test_empty_cells_keep_their_place():
    (grid,) = find_grids("| a | | b |\n| c | 1 | |")
    assert [len(row.cells) for row in grid.rows] == [3, 3]
    assert [cell.text for cell in grid.rows[1].filled] == ["c", "1"]


def test_an_escaped_bar_parts_no_cells():
    (grid,) = find_grids("| a \\| x | b |\n| c | 1 |")
    assert [len(row.cells) for row in grid.rows] == [2, 2]


def test_a_line_of_bars_beyond_measure_is_no_table():
    assert find_grids("|" * 1_000_000 + "\n" + "|" * 1_000_000) == []


@given(hostile)
def test_any_text_is_read(text):
    end = 0
    for grid in find_grids(text):
        assert end <= grid.start < grid.end <= len(text)
        assert sum(len(row.filled) > 1 for row in grid.rows) > 1
        for row in grid.rows:
            assert "\n" not in text[row.start : row.end]
            for cell in row.cells:
                assert row.start <= cell.start <= cell.end <= row.end
                assert text[cell.start : cell.end] == cell.text == cell.text.strip(" \t\r　*_`")
        end = grid.end


@given(
    st.lists(
        st.lists(st.text("売上高abc019△,.", min_size=1, max_size=6), min_size=3, max_size=3),
        min_size=2,
        max_size=6,
    )
)
def test_what_is_written_as_a_table_is_read_back(rows):
    for before, between, after in (("| ", " | ", " |"), ("", "\t", "")):
        text = "\n".join(before + between.join(row) + after for row in rows)
        assert cells(text) == [rows]
