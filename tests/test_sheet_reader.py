"""CSV and workbooks: rows that are articles, tables with their lines, cells as they are shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hand_made_files import read_all, read_one, refusal, sentence
from hypothesis import given, settings
from hypothesis import strategies as st
from test_docx_reader import with_part

from index.article import Document
from index.grids import find_grids
from index.readers import sheets
from index.readers.number_format import shown


def cells_of(text: str) -> list[list[str]]:
    (grid,) = find_grids(text)
    return [[cell.text for cell in row.cells] for row in grid.rows]


def workbook(write: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    write(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TestArticlesInRows:
    def test_a_document_a_row(self) -> None:
        data = 'Title,Body,Date,URL,Source\nAcme grows,"Acme grew,\nthen shrank.",2025-05-06,https://example.com/a,Acme Wire\n'
        data += "Acme falls,It fell.,May 7 2025,,\n"
        first, second = read_all(data, "a.csv")
        assert isinstance(first, Document) and isinstance(second, Document)
        assert (first.title, first.text) == ("Acme grows", "Acme grew,\nthen shrank.")
        assert (first.source, first.published, first.url) == (
            "a.csv#2",
            "2025-05-06",
            "https://example.com/a",
        )
        assert (first.publisher, first.found["publisher"]) == ("Acme Wire", "column Source")
        assert (second.source, second.published, second.url) == ("a.csv#3", "2025-05-07", None)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
    @pytest.mark.parametrize("mark", [",", "\t", ";"])
    def test_japanese_headers_in_every_encoding(self, encoding: str, mark: str) -> None:
        data = (
            mark.join(["見出し", "本文", "掲載日"])
            + "\r\n"
            + mark.join(["甲社、増資", "甲社は増資した。", "2025年5月6日"])
        )
        document = read_one(data.encode(encoding), "a.csv")
        assert (document.title, document.text, document.published) == (
            "甲社、増資",
            "甲社は増資した。",
            "2025-05-06",
        )

    def test_a_row_without_text_is_refused_and_the_rest_goes_in(self) -> None:
        first, second = read_all("title,text\nA,\nB,It fell.\n", "a.csv")
        assert "row 2" in sentence(first)
        assert isinstance(second, Document) and second.title == "B"

    def test_in_a_workbook(self) -> None:
        def write(book: Any) -> None:
            book.active.title = "記事"
            book.active.append(["Headline", "Text", "Published"])
            book.active.append(["Acme grows", "It grew.", date(2025, 5, 6)])
            book.create_sheet("Figures").append(["Revenue", 3])

        first, second = read_all(workbook(write), "a.xlsx")
        assert isinstance(first, Document) and isinstance(second, Document)
        assert (first.title, first.published, first.source) == ("Acme grows", "2025-05-06", "a.xlsx#記事!2")
        assert "Revenue 3" in second.text or "| Revenue | 3 |" in second.text

    def test_one_known_column_makes_no_articles(self) -> None:
        assert cells_of(read_one("date,revenue\n2024,12\n2025,13\n", "a.csv").text)[0] == ["date", "revenue"]


class TestTables:
    def test_lines_above_and_below_stay(self) -> None:
        data = '連結損益計算書,,\n,,（単位：百万円）\n科目,2023年,2024年\n売上高,"1,234","2,345"\n営業損失,△56,△78\n注：監査前,,\n'
        document = read_one(data, "pl.csv")
        assert document.title == "連結損益計算書"
        assert document.text.startswith("連結損益計算書\n（単位：百万円）\n\n| 科目 |")
        assert document.text.endswith("\n\n注：監査前")
        assert cells_of(document.text)[2] == ["営業損失", "△56", "△78"]

    def test_kanji_without_kana_in_shift_jis(self) -> None:
        assert cells_of(read_one("科目;金額\n売上高;1,234\n営業損失;(56)\n".encode("cp932"), "a.csv").text)[
            1
        ] == ["売上高", "1,234"]

    def test_rows_of_unequal_length_and_empty_lines(self) -> None:
        text = read_one("a,b,c\n1,2\n3,4,5\n\nd,e\n6,7\n", "a.csv").text
        assert len(find_grids(text)) == 2

    def test_a_quote_that_never_ends_swallows_nothing(self) -> None:
        data = "item,note\n" + "".join(f'row {number},"12 inch\n' for number in range(9))
        assert "row 8" in read_one(data, "a.csv").text

    @pytest.mark.parametrize("cell", ["=SUM(A1:A9)", "+1", "-1", "@x", "=cmd|'/c calc'!A0"])
    def test_cells_that_look_like_formulas_are_text(self, cell: str) -> None:
        text = read_one(f"item,value\na,{cell}\nb,2\n", "a.csv").text
        assert cell.replace("|", "\\|") in text

    def test_tabs(self) -> None:
        assert cells_of(read_one("item\tvalue\na, b\t1\nc\t2\n", "a.tsv").text)[1] == ["a, b", "1"]

    def test_too_many_rows_are_cut_and_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("index.readers.delimited.MOST_ROWS", 5)
        document, found = read_all("a,b\n" + "1,2\n" * 20, "a.csv")
        assert isinstance(document, Document) and len(cells_of(document.text)) == 5
        assert "more than 5 rows" in sentence(found)
        assert sheets.MOST_ROWS == 1_000_000

    @given(
        st.lists(
            st.lists(
                # A backslash escapes in the table that is written, so that a cell of nothing else does not come back.
                st.text(
                    st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\\"),
                    min_size=1,
                    max_size=9,
                ),
                min_size=3,
                max_size=3,
            ),
            min_size=2,
            max_size=8,
        )
    )
    @settings(max_examples=60, deadline=None)
    def test_what_csv_writes_comes_back(self, rows: list[list[str]]) -> None:
        rows = [["item", "first", "second"], *rows]
        buffer = io.StringIO()
        csv.writer(buffer).writerows(rows)
        found = read_all(buffer.getvalue(), "a.csv")
        assert all(isinstance(one, Document) or sentence(one) for one in found)
        if isinstance(found[0], Document):
            bare = "".join(found[0].text.split()).replace("\\|", "|")
            for cell in (cell for row in rows for cell in row):
                assert "".join(cell.split()) in bare


class TestWorkbook:
    def test_sheets_are_sections_and_hidden_parts_go(self) -> None:
        def write(book: Any) -> None:
            sheet = book.active
            sheet.title = "損益"
            for row in (
                ["科目", "2023年", "秘密", "2024年"],
                ["売上高", 1, 99, 2],
                ["隠し", 77, 77, 77],
                ["利益", 3, 99, 4],
            ):
                sheet.append(row)
            sheet.column_dimensions["C"].hidden = True
            sheet.row_dimensions[3].hidden = True
            book.create_sheet("メモ").append(["秘密のメモ", 55])
            book["メモ"].sheet_state = "hidden"

        document = read_one(workbook(write), "a.xlsx")
        assert document.text.startswith("## 損益\n\n")
        assert cells_of(document.text) == [
            ["科目", "2023年", "2024年"],
            ["売上高", "1", "2"],
            ["利益", "3", "4"],
        ]

    def test_formulas_show_their_last_value_or_nothing(self) -> None:
        def write(book: Any) -> None:
            for row in (["item", "value"], ["a", 1], ["sum", "=A1+A2"]):
                book.active.append(row)

        data = workbook(write)
        assert "A1+A2" not in read_one(data, "a.xlsx").text
        kept = with_part(
            data,
            "xl/worksheets/sheet1.xml",
            lambda part: (
                part.replace(b"<v></v>", b"<v>12</v>")
                .replace(b"<v />", b"<v>12</v>")
                .replace(b"<v/>", b"<v>12</v>")
            ),
        )
        assert "| sum | 12 |" in read_one(kept, "a.xlsx").text

    def test_merged_heads_and_a_title_over_all(self) -> None:
        def write(book: Any) -> None:
            sheet = book.active
            for row in (
                ["Results", None, None],
                ["item", "2024", None],
                [None, "H1", "H2"],
                ["Revenue", 1, 2],
            ):
                sheet.append(row)
            sheet.merge_cells("A1:C1")
            sheet.merge_cells("B2:C2")

        document = read_one(workbook(write), "a.xlsx")
        assert document.title == "Results"
        assert cells_of(document.text)[0] == ["item", "2024", "2024"]

    def test_one_cell_at_the_far_end_costs_nothing(self) -> None:
        def write(book: Any) -> None:
            book.active.append(["item", "value"])
            book.active.append(["a", 1])
            book.active["XFD1048576"] = "far"

        assert "| a | 1 |" in read_one(workbook(write), "a.xlsx").text

    def test_nothing_but_formulas_without_values(self) -> None:
        assert "shows no cells" in refusal(workbook(lambda book: book.active.append(["=A2"])), "a.xlsx")

    def test_entities_and_bombs(self) -> None:
        data = workbook(lambda book: book.active.append(["a", 1]))
        part = "xl/worksheets/sheet1.xml"
        assert "entities" in refusal(with_part(data, part, lambda xml: b"<!DOCTYPE a>" + xml), "a.xlsx")
        assert "bomb" in refusal(with_part(data, part, lambda xml: xml + b" " * 30_000_000), "a.xlsx")
        assert refusal(with_part(data, part, lambda xml: b"<" * 99), "a.xlsx").startswith(
            "a.xlsx is a damaged workbook"
        )


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1234567.8, "#,##0", "1,234,568"),
        (1234567.8, "#,##0.00", "1,234,567.80"),
        (0.1234, "0.0%", "12.3%"),
        (-56, '#,##0;"△"#,##0', "△56"),
        (-56, "#,##0;[Red]▲#,##0", "▲56"),
        (-56, "#,##0_);(#,##0)", "(56)"),
        (-56, "#,##0", "-56"),
        (-0.4, "#,##0", "0"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (1234567890, "#,##0,,", "1,235"),
        (1234567890, '#,##0,,"百万円"', "1,235百万円"),
        (12.5, "[$¥-411]#,##0", "¥13"),
        (12.5, '"US$"#,##0.0', "US$12.5"),
        (0.1 + 0.2, "General", "0.3"),
        (3.0, "General", "3"),
        (7, "000", "007"),
        (True, "General", "TRUE"),
        (date(2025, 7, 5), 'yyyy"年"m"月"d"日"', "2025年7月5日"),
        (datetime(2025, 7, 5, 9, 30), "yyyy/mm/dd hh:mm", "2025/07/05 09:30"),
        (date(2025, 7, 5), "mmm-yy", "Jul-25"),
        (date(2025, 7, 5), 'ggge"年"m"月"', "令和7年7月"),
        (date(2025, 7, 5), "General", "2025-07-05"),
        (None, "General", ""),
    ],
)
def test_cells_as_they_are_shown(value: object, form: str, text: str) -> None:
    assert shown(value, form) == text


@given(st.floats(allow_nan=True), st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_any_format_shows_something_or_nothing(value: float, form: str) -> None:
    assert isinstance(shown(value, form), str)
