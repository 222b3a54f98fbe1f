"""Workbooks: each sheet as it is shown, hidden sheets, rows and columns left out, formulas by their last values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from index.article import Document
from index.errors import SourceError
from index.readers.docx import refuse_other_office
from index.readers.file_title import is_telling
from index.readers.number_format import shown
from index.readers.raw import Raw, Refusal
from index.readers.sheets import Sheet, article_header, first_line, row_documents, table_document
from index.readers.text import clean, clean_title
from index.readers.zips import check_package

_MOST_XML = 60_000_000  # bytes of sheets; about half a million cells, which take half a gigabyte to open
_MOST_COLUMNS = 256
_MOST_MERGED = 2_000


def read_xlsx_file(raw: Raw) -> Iterator[Document | Refusal]:
    """The articles of sheets whose rows are articles, and one document of all other sheets."""
    name = raw.name
    refuse_other_office(raw.data, name, ".xlsx")
    parts = check_package(raw.data, name)
    size = sum(size for part, size in parts.items() if part.startswith("xl/worksheets/"))
    if size > _MOST_XML:
        raise SourceError(
            f"{name} has sheets of {size / 1e6:.0f} MB, more than the {_MOST_XML // 1_000_000} MB that are read: "
            "save what matters as .csv."
        )
    try:
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(raw.data), data_only=True, keep_links=False)
        sheets = [_sheet(one) for one in book.worksheets if one.sheet_state == "visible"]
        title = clean(book.properties.title or "")
        formulas = not any(row for sheet in sheets for row in sheet.rows if any(row))
    except Exception as error:
        # A damaged workbook makes the parser fail in every way there is.
        reason = " ".join(clean(str(error)).split())[:60] or type(error).__name__
        raise SourceError(f"{name} is a damaged workbook ({reason}): save it anew.") from error
    if formulas:
        raise SourceError(
            f"{name} shows no cells (hidden ones and formulas without values are not read): save it anew."
        )
    tables = []
    for sheet in sheets:
        header = article_header(sheet)
        if header is None:
            tables.append(sheet)
        else:
            several = Sheet(sheet.name if len(sheets) > 1 else "", sheet.rows, sheet.numbers)
            yield from row_documents(several, header, name, raw.source)
    if document := _tables(tables, title, raw):
        yield document


def _tables(tables: list[Sheet], title: str, raw: Raw) -> Document | None:
    stem = PurePath(raw.name).stem
    line = next((line for sheet in tables if (line := first_line(sheet))), "")
    if is_telling(title, stem):
        how = "title of the file's properties"
    else:
        title, how = (line, "line above the first table") if line else (stem, "name of the file")
    return table_document(tables, clean_title(title), how, raw.source)


def _sheet(sheet: Any) -> Sheet:
    """The rows of a sheet that are shown, an empty one for each gap between them."""
    hidden, spread = _hidden_columns(sheet), _merged(sheet)
    written: dict[int, dict[int, str]] = {}
    # Its rows as openpyxl walks them would make a cell of every empty place: a billion, where the last one is filled.
    for (number, place), cell in sheet._cells.items():
        if cell.value is not None and place <= _MOST_COLUMNS and place not in hidden:
            written.setdefault(number, {})[place] = clean(shown(cell.value, cell.number_format))
    for (number, place), text in spread.items():
        if place not in hidden:
            written.setdefault(number, {}).setdefault(place, text)
    gone = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number in sorted(set(written) - gone):
        if numbers and any(
            between not in gone for between in range(numbers[-1] + 1, min(number, numbers[-1] + 50))
        ):
            rows.append([])
            numbers.append(number - 1)
        row = written[number]
        rows.append([row.get(place, "") for place in range(1, max(row) + 1) if place not in hidden])
        numbers.append(number)
    return Sheet(clean(sheet.title), rows, numbers)


def _hidden_columns(sheet: Any) -> set[int]:
    hidden: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min:
            hidden.update(range(dimension.min, min(dimension.max or dimension.min, _MOST_COLUMNS) + 1))
    return hidden


def _merged(sheet: Any) -> dict[tuple[int, int], str]:
    """What stands in the places that a merged head or label covers; a title over the whole width stands once."""
    spread: dict[tuple[int, int], str] = {}
    for area in list(sheet.merged_cells.ranges)[:_MOST_MERGED]:
        cell = sheet.cell(area.min_row, area.min_col)
        wide = area.max_col - area.min_col + 1
        if (
            not isinstance(cell.value, str)
            or wide >= max(sheet.max_column, 2)
            or wide * (area.max_row - area.min_row + 1) > 400
        ):
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                spread[row, column] = clean(cell.value)
    return spread
