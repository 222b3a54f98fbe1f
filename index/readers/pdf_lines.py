"""Letters of a page to lines in reading order: words, columns, and what runs across them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from index.readers.grid_text import looks_numeric
from index.readers.pdf_glyphs import Box, Glyph
from index.readers.pdf_joining import as_written

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_NOTE = re.compile(r"[\d*†‡,)）(（※注]")
_UNIT = re.compile(r"(?<![A-Za-z])[kcm]?m$")
_RAISED = str.maketrans("123", "¹²³")
# In parts of the letters' size: a gap that is a space, and one that parts columns or cells.
_SPACE = 0.17
_GAP = 0.95
_MOST_PIECES = 3_000
_FEWEST = 3  # lines that make a column
_PROSE = 11  # characters that a column's lines have on the whole, where table cells have fewer


@dataclass(slots=True)
class Piece:
    """Letters in a row without a wide gap: a line of a column, or a cell of a table; or a whole table, `text` being it."""

    text: str
    box: Box
    size: float
    bold: bool = False
    table: bool = False


@dataclass(slots=True)
class Line:
    """A line of one column: its pieces from left to right; the column's edges say how full it is."""

    pieces: list[Piece]
    left: float = 0.0
    right: float = 0.0
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = around([piece.box for piece in self.pieces])

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(piece.text for piece in self.pieces).rstrip()

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.pieces)


def around(boxes: Iterable[Box]) -> Box:
    """The box about all `boxes`."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def upright(glyphs: list[Glyph], width: float) -> list[Glyph]:
    """The letters of a page set in columns from right to left, turned so that its columns are lines from the top."""
    if sum(glyph.vertical for glyph in glyphs) * 2 < len(glyphs) or not glyphs:
        return glyphs
    return [
        replace(glyph, box=(glyph.box[1], width - glyph.box[2], glyph.box[3], width - glyph.box[0]))
        for glyph in glyphs
        if glyph.vertical
    ]


def pieces_of(glyphs: Sequence[Glyph]) -> list[Piece]:
    """The letters of a page as pieces, from the top."""
    pieces: list[Piece] = []
    for row in _rows(glyphs):
        run: list[Glyph] = []
        for glyph in sorted(row, key=lambda glyph: glyph.box[0]):
            if run and glyph.box[0] - run[-1].box[2] > _GAP * max(min(glyph.size, run[-1].size), 4):
                pieces.append(_piece(run))
                run = []
            if not (run and _overprinted(run[-1], glyph)):
                run.append(glyph)
        pieces.append(_piece(run))
    return [piece for piece in pieces if piece.text.strip()]


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Letters whose middles are at one height, with the small raised and lowered ones among them."""
    rows: list[list[Glyph]] = []
    height = size = 0.0
    for glyph in sorted((one for one in glyphs if one.text.strip()), key=lambda one: one.middle):
        if rows and glyph.middle - height <= 0.38 * min(size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            height, size = glyph.middle, glyph.size
    return _with_marks(rows)


def _with_marks(rows: Sequence[list[Glyph]]) -> list[list[Glyph]]:
    """Rows with what is small and beside a row's letters put into it; marks of notes, which are no text, left out."""
    kept: list[list[Glyph]] = []
    for place, row in enumerate(rows):
        near = [*rows[max(place - 2, 0) : place], *rows[place + 1 : place + 3]]
        largest = max((glyph.size for other in near for glyph in other), default=0.0)
        rest = []
        for glyph in row:
            small = glyph.size < 0.8 * largest and len(row) <= 40
            host = next((other for other in near if _beside(glyph, other)), None) if small else None
            if host is None:
                rest.append(glyph)
            elif not (_NOTE.match(glyph.text) and glyph.middle < host[0].middle):
                host.append(glyph)
            elif _UNIT.search("".join(one.text for one in host if one.box[2] <= glyph.box[0] + 1)[-2:]):
                host.append(replace(glyph, text=glyph.text.translate(_RAISED)))
        kept.append(rest)
    return [row for row in kept if row]


def _beside(glyph: Glyph, row: Sequence[Glyph]) -> bool:
    """Whether a small letter stands right behind, or before, a larger one of a row."""
    return any(
        glyph.size < 0.8 * one.size
        and abs(glyph.middle - one.middle) < 0.6 * one.size
        and min(abs(glyph.box[0] - one.box[2]), abs(one.box[0] - glyph.box[2])) < 0.9 * glyph.size
        for one in row
    )


def _overprinted(one: Glyph, other: Glyph) -> bool:
    """Whether a letter is printed over itself, as makeshift bold is."""
    return one.text == other.text and abs(one.box[0] - other.box[0]) < 0.15 * one.size


def _piece(run: Sequence[Glyph]) -> Piece:
    """A run of letters with the spaces that its gaps are."""
    parts = [as_written(run[0].text)]
    for before, glyph in pairwise(run):
        text = as_written(glyph.text)
        gap = (glyph.box[0] - before.box[2]) / max(before.size, glyph.size)
        if gap > _SPACE and (gap > _GAP or not (_WIDE.match(text) and _WIDE.match(parts[-1][-1:]))):
            parts.append(" ")
        parts.append(text)
    size = median(glyph.size for glyph in run)
    bold = sum(glyph.bold for glyph in run) > 0.8 * len(run)
    return Piece("".join(parts), around([glyph.box for glyph in run]), size, bold)


def in_order(pieces: Sequence[Piece]) -> list[Line]:
    """Lines in the order one reads them: down a column, then down the next; what runs across parts what is above from below."""
    if not pieces:
        return []
    gutter = _gutter(pieces)
    if gutter is None:
        return _lines(pieces)
    across = sorted(
        (one for one in pieces if one.box[0] < gutter - 0.1 and one.box[2] > gutter + 0.1),
        key=lambda one: one.box[1],
    )
    beside = [one for one in pieces if one not in across]
    ordered: list[Line] = []
    spanning: list[Piece] = []
    top = float("-inf")
    for piece in [*across, None]:
        bottom = _middle(piece) if piece else float("inf")
        inside = [one for one in beside if top <= _middle(one) < bottom]
        if inside or piece is None:
            ordered += _lines(spanning)
            spanning = []
        ordered += in_order([one for one in inside if one.box[2] <= gutter + 0.1])
        ordered += in_order([one for one in inside if one.box[2] > gutter + 0.1])
        spanning += [piece] if piece else []
        top = bottom
    return ordered


def _middle(piece: Piece) -> float:
    return (piece.box[1] + piece.box[3]) / 2


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the white strip between two columns of prose; None where there is one column only."""
    if len(pieces) > _MOST_PIECES:
        return None
    size = median(piece.size for piece in pieces)
    low, _, high, _ = around([piece.box for piece in pieces])
    best: tuple[float, float] | None = None
    for place in _strips(pieces, low, high, size):
        left = [one for one in pieces if one.box[2] <= place + 0.1]
        right = [one for one in pieces if one.box[0] >= place - 0.1]
        across = len(pieces) - len(left) - len(right)
        if across > 0.6 * len(pieces) or not _are_columns(left, right):
            continue
        (_, top, _, bottom), (_, other_top, _, other_bottom) = (
            around([one.box for one in side]) for side in (left, right)
        )
        if min(bottom, other_bottom) - max(top, other_top) < 2 * size:
            continue
        score = across - min(len(left), len(right))
        if best is None or score < best[0]:
            best = score, place
    return best[1] if best else None


def _strips(pieces: Sequence[Piece], low: float, high: float, size: float) -> list[float]:
    """Middles of the upright strips that few pieces cross and that many begin or end at."""
    starts = sorted({round(one.box[0], 1) for one in pieces if one.box[0] > low + 4 * size})
    places = []
    for start in starts:
        ends = [one.box[2] for one in pieces if one.box[2] <= start]
        if not ends or sum(abs(one.box[0] - start) < size for one in pieces) < _FEWEST:
            continue
        end = max(ends)
        if start - end >= 0.6 * size and low + 4 * size < end:
            places.append((start + end) / 2)
    return places[:12]


def _are_columns(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Whether two sides are read one after the other: columns of prose, or prose and a box of short lines beside it."""
    if min(len(left), len(right)) < _FEWEST:
        return False
    prose = [_is_prose(side) for side in (left, right)]
    if all(prose) or not any(prose):
        return all(prose)
    other, beside = (right, left) if prose[0] else (left, right)
    lines = _lines(other)
    start = min(line.box[0] for line in lines)
    aligned = sum(line.box[0] - start < line.size for line in lines) >= 0.7 * len(lines)
    numbers = sum(looks_numeric(piece.text) for piece in other)
    # A list of terms, or a table, has its lines at the height of those beside them.
    level = sum(
        any(abs(_middle(one) - _middle(piece)) < 0.15 * piece.size for one in beside) for piece in other
    )
    return aligned and numbers * 3 < len(other) and level < 0.8 * len(other)


def _is_prose(side: Sequence[Piece]) -> bool:
    """Whether pieces are lines of prose one below the other, and no cells."""
    lines = _lines(side)
    width = max(one.box[2] for one in side) - min(one.box[0] for one in side)
    lengths = [len(line.text) * (1.0 if _WIDE.search(line.text) else 0.6) for line in lines]
    filled = [(line.box[2] - line.box[0]) / max(width, 1) for line in lines]
    return len(lines) >= _FEWEST and median(lengths) >= _PROSE and median(filled) >= 0.55


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces of one column as lines from the top, with the column's edges."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (_middle(one), one.box[0])):
        near = 0.4 * min(piece.size, rows[-1][0].size) + 0.5 if rows else 0
        if rows and not (piece.table or rows[-1][0].table) and _middle(piece) - _middle(rows[-1][0]) <= near:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [Line(sorted(row, key=lambda one: one.box[0])) for row in rows]
    prose = [line for line in lines if not line.pieces[0].table] or lines
    if prose:
        left = min(line.box[0] for line in prose)
        rights = sorted((line.box[2] for line in prose), reverse=True)
        # One line that sticks out (a title, a unit on the right) is not the column's edge.
        reached = [x for x, after in pairwise(rights) if x - after < prose[0].size]
        for line in lines:
            line.left, line.right = left, max(reached, default=rights[0])
    return lines
