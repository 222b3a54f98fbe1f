"""Rows of cells to documents: rows that are articles each by itself, and tables with the lines above and below them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.article import Document
from index.errors import SourceError
from index.readers.grid_text import looks_numeric, table_text
from index.readers.raw import Refusal
from index.readers.records import best_names, document_of
from index.readers.text import clean

MOST_ROWS = 1_000_000
_HEADER_WITHIN = 10  # rows from the top in which the header of articles stands


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as they are shown; `numbers` are the rows' own numbers in the file, `name` is "" in a file without sheets."""

    name: str
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]


def article_header(sheet: Sheet) -> int | None:
    """The row that names a text column and one other of an article; None where the sheet is a table."""
    for place, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        best = best_names([cell for cell in row if cell.strip()])
        has_text = "text" in best or {"title", "summary"} <= set(best)
        if has_text and len(best) > 1:
            return place
    return None


def row_documents(sheet: Sheet, header: int, file: str, source: str) -> Iterator[Document | Refusal]:
    """A document for each row below the header; rows without anything are passed over."""
    head = [clean(" ".join(cell.split())) for cell in sheet.rows[header]]
    best = best_names([cell for cell in head if cell])
    places = {field: head.index(name) for field, name in best.items()}
    for number, row in zip(sheet.numbers[header + 1 :], sheet.rows[header + 1 :], strict=True):
        fields = {field: row[place] for field, place in places.items() if place < len(row)}
        if not any(cell.strip() for cell in row):
            continue
        within = f"{sheet.name}!" if sheet.name else ""
        of_sheet = f" of {sheet.name}" if sheet.name else ""
        where = f"{file}, row {number}{of_sheet},"
        try:
            yield document_of(fields, best, where, f"{source}#{within}{number}", "column")
        except SourceError as error:
            yield Refusal(f"{source}#{within}{number}", str(error))


def sheet_text(sheet: Sheet) -> str:
    """A sheet as text: each block of rows a table, rows of one cell above and below it lines of their own."""
    parts: list[str] = []
    for block in _blocks(sheet.rows):
        parts += _block_parts(block)
    return "\n\n".join(part for part in parts if part)


def first_line(sheet: Sheet) -> str:
    """What stands above a sheet's first table on a line of its own; "" if nothing does."""
    for block in _blocks(sheet.rows):
        first, filled = block[0], _filled(block[0])
        if len(filled) == 1 and not looks_numeric(filled[0]) and (len(block) == 1 or len(first) >= 1):
            return filled[0] if len(filled[0]) <= 120 else ""
        return ""
    return ""


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def _blocks(rows: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Runs of rows that hold something."""
    block: list[Sequence[str]] = []
    for row in rows:
        if any(cell.strip() for cell in row):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _block_parts(block: Sequence[Sequence[str]]) -> list[str]:
    """The lines above the table, the table, the lines below it."""
    counts = [len(_filled(row)) for row in block]
    usual = Counter(count for count in counts if count > 1).most_common(1)
    if not usual:
        return ["\n".join(" ".join(_filled(row)) for row in block)]
    width = max(counts)
    start = next(place for place, count in enumerate(counts) if count > 1)
    while start + 1 < len(block) and _is_caption(block[start], counts[start], width):
        start += 1
    end = max(place for place, count in enumerate(counts) if count > 1) + 1
    above = "\n".join(" ".join(_filled(row)) for row in block[:start])
    below = "\n".join(" ".join(_filled(row)) for row in block[end:])
    return [above, table_text(block[start:end]), below]


def _is_caption(row: Sequence[str], count: int, width: int) -> bool:
    """Whether a row above a wider table is its title and unit: "Balance sheet … (in millions)"."""
    return count == 1 or (count == 2 and width >= 4 and not any(looks_numeric(cell) for cell in _filled(row)))


def table_document(sheets: Sequence[Sheet], title: str, how: str, source: str) -> Document | None:
    """One document of all sheets, each under its name; None where they hold nothing."""
    from index.readers.text import language_of

    texts = [(sheet.name, sheet_text(sheet)) for sheet in sheets]
    named = any(name for name, _ in texts)
    text = "\n\n".join(f"## {name}\n\n{text}" if named else text for name, text in texts if text)
    if not text:
        return None
    text = clean(text)
    found = {"title": how, "language": "the letters of the text"}
    return Document(title=title, text=text, source=source, language=language_of(text), found=found)
