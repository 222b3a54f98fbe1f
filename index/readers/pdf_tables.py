"""Tables on a page: by their rules, or by numbers that stand one below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.readers.grid_text import looks_numeric, table_text
from index.readers.pdf_glyphs import Box, Glyph, Sheet
from index.readers.pdf_joining import joined, words_of
from index.readers.pdf_lines import Line, Piece, around, in_order, pieces_of

_MOST_RULES = 1_500
_NEAR = 3.0
_SIGN = re.compile(r"[$¥€£△▲−–()（-]{1,2}")
_ENDS = re.compile(r"[。.!?！？]$")
_LONGEST_SECTION = 40


def take_ruled(sheet: Sheet) -> tuple[list[Piece], list[Glyph]]:
    """The tables that rules draw, and the letters outside them."""
    tables: list[Piece] = []
    rest = sheet.glyphs
    for cells in _cells(sheet.rules):
        box = around(cells)
        inside = [glyph for glyph in rest if _within(glyph, box)]
        rows = _filled(cells, inside)
        text = table_text(rows)
        if len([row for row in rows if sum(map(bool, row)) > 1]) < 2 or not text:
            continue
        rest = [glyph for glyph in rest if not _within(glyph, box)]
        tables.append(Piece(text, box, inside[0].size, table=True))
    return tables, rest


def _cells(rules: Sequence[Box]) -> list[list[Box]]:
    """The cells of each table of at least two rows and two columns."""
    from pdfplumber import table

    edges = [edge for rule in rules[:_MOST_RULES] for edge in _edges(rule)]
    if len({edge["orientation"] for edge in edges}) < 2:
        return []
    merged = table.merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    if len(merged) > _MOST_RULES:
        return []
    crossings = table.edges_to_intersections(merged, _NEAR, _NEAR)
    found = table.cells_to_tables(table.intersections_to_cells(crossings)) if len(crossings) < 5_000 else []
    return [
        cells
        for cells in found
        if len({cell[0] for cell in cells}) > 1 and len({cell[1] for cell in cells}) > 1
    ]


def _edges(rule: Box) -> list[dict[str, object]]:
    """The lines that a rule is: one for a thin one, four for a box."""
    left, top, right, bottom = rule
    if bottom - top < 3 and right - left < 3:
        return []
    lines = []
    for y in {top, bottom} if bottom - top >= 3 else {(top + bottom) / 2}:
        lines.append((left, y, right, y, "h"))
    for x in {left, right} if right - left >= 3 else {(left + right) / 2}:
        lines.append((x, top, x, bottom, "v"))
    if bottom - top < 3:
        lines = [line for line in lines if line[4] == "h"]
    if right - left < 3:
        lines = [line for line in lines if line[4] == "v"]
    return [
        {"x0": x0, "top": y0, "x1": x1, "bottom": y1, "width": x1 - x0, "height": y1 - y0, "orientation": way}
        for x0, y0, x1, y1, way in lines
    ]


def _within(glyph: Glyph, box: Box) -> bool:
    x = (glyph.box[0] + glyph.box[2]) / 2
    return box[0] <= x <= box[2] and box[1] <= glyph.middle <= box[3]


def _filled(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> list[list[str]]:
    """The texts of a table's cells; one that spans columns of the header stands in each of them."""
    lefts, tops = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    rows = [[""] * len(lefts) for _ in tops]
    for cell in cells:
        text = _cell_text([glyph for glyph in glyphs if _within(glyph, cell)])
        spanned = [place for place, left in enumerate(lefts) if cell[0] <= left < cell[2] - 1]
        down = [place for place, top in enumerate(tops) if cell[1] <= top < cell[3] - 1]
        repeated = len(spanned) < len(lefts) and not looks_numeric(text)
        for row in down if repeated else down[:1]:
            for place in spanned if repeated else spanned[:1]:
                rows[row][place] = text
    return rows


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    lines = [line.text for line in in_order(pieces_of(glyphs))]
    known = words_of(lines)
    text = ""
    for line in lines:
        text = joined(text, line, known)
    return text


def take_aligned(lines: Sequence[Line]) -> list[Line]:
    """The lines with each run of rows of numbers put together to a table."""
    result: list[Line] = []
    place = 0
    while place < len(lines):
        end = _run_end(lines, place)
        rows = lines[place:end]
        if sum(_has_numbers(line) for line in rows) >= 2 and len(rows) >= 3:
            text = table_text(_rows_of(rows))
            table = Line([Piece(text, around([line.box for line in rows]), rows[0].size, table=True)])
            table.left, table.right = rows[0].left, rows[0].right
            result.append(table)
            place = end
        else:
            result.append(lines[place])
            place += 1
    return result


def _run_end(lines: Sequence[Line], start: int) -> int:
    """Where the table ends that begins at `start`: past its last row of numbers; `start` itself if none begins."""
    if len(_merged(lines[start])) < 2 or lines[start].pieces[0].table:
        return start
    end = start
    for place in range(start, len(lines)):
        line = lines[place]
        before = lines[max(place - 1, start)]
        apart = line.box[1] - before.box[3] > 2.5 * max(line.size, before.size) or line.box[3] < before.box[1]
        section = len(line.text) <= _LONGEST_SECTION and not _ENDS.search(line.text)
        if apart or line.pieces[0].table or (len(_merged(line)) < 2 and not section):
            break
        if _has_numbers(line):
            end = place + 1
        elif place - max(end - 1, start) > 2:  # a head of two lines, a section's name and no more
            break
    return end


def _merged(line: Line) -> list[Piece]:
    """A line's pieces, with a sign put to the number it stands before."""
    pieces: list[Piece] = []
    for piece in line.pieces:
        if pieces and (
            _SIGN.fullmatch(pieces[-1].text.strip()) or piece.text.strip() in (")", "）", "%", "％")
        ):
            last = pieces.pop()
            piece = Piece(last.text.strip() + piece.text.strip(), around([last.box, piece.box]), piece.size)
        pieces.append(piece)
    return pieces


def _has_numbers(line: Line) -> bool:
    """Whether a line is a label with numbers beside it."""
    pieces = _merged(line)
    numbers = [looks_numeric(piece.text) for piece in pieces[1:]]
    return len(pieces) > 1 and sum(numbers) * 2 >= len(numbers) and len(pieces[0].text) <= 60


def _rows_of(lines: Sequence[Line]) -> list[list[str]]:
    """The cells of rows, by the columns that the rows of numbers share; a head over several columns stands in each."""
    columns: list[list[float]] = []
    for piece in sorted(
        (piece for line in lines if _has_numbers(line) for piece in _merged(line)), key=lambda one: one.box[0]
    ):
        if columns and piece.box[0] < columns[-1][1] - 1:
            columns[-1][1] = max(columns[-1][1], piece.box[2])
        else:
            columns.append([piece.box[0], piece.box[2]])
    rows = []
    for line in lines:
        cells = [""] * len(columns)
        for piece in _merged(line):
            for place in _columns_under(piece, columns):
                cells[place] = f"{cells[place]} {piece.text}".strip()
        rows.append(cells)
    return rows


def _columns_under(piece: Piece, columns: Sequence[Sequence[float]]) -> list[int]:
    left, _, right, _ = piece.box
    under = [place for place, (low, high) in enumerate(columns) if min(right, high) - max(left, low) > 1]
    if under:
        return under[:1] if under[0] == 0 else under
    middle = (left + right) / 2
    return [min(range(len(columns)), key=lambda place: abs(sum(columns[place]) / 2 - middle))]
