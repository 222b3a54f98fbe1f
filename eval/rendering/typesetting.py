"""Setting lines on a PDF's pages: columns, line breaks, hyphens, justified lines and ruled tables.

Lines are broken by hand, as typesetters do: Japanese anywhere but before closing marks, English at spaces and, with a
hyphen, within words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

_NO_START = "。、，．」』）％%ー億万円"
_VOWELS = "aeiouy"


@dataclass
class Sheet:
    """Where the next line goes on a canvas: columns from left to right, then a new page.

    `edges` draws what stands on every page, given the canvas and the page's number. Lengths in points.
    """

    canvas: Any
    columns: Sequence[tuple[float, float]]
    top: float
    bottom: float
    edges: Callable[[Any, int], None]
    column: int = 0
    number: int = 1
    y: float = field(init=False)

    def __post_init__(self) -> None:
        self.y = self.top
        self.edges(self.canvas, self.number)

    @property
    def x(self) -> float:
        """The left edge of the column."""
        return self.columns[self.column][0]

    @property
    def width(self) -> float:
        """How wide a line may be."""
        return self.columns[self.column][1]

    def room(self, height: float) -> None:
        """Go to the next column or page where less than `height` is left."""
        if self.y - height >= self.bottom:
            return
        self.column += 1
        if self.column == len(self.columns):
            self.canvas.showPage()
            self.column, self.number = 0, self.number + 1
            self.edges(self.canvas, self.number)
        self.y = self.top

    def line(self, text: str, font: str, size: float, leading: float, indent: float = 0.0) -> None:
        """One line of text."""
        self.room(leading)
        self.y -= leading
        self.canvas.setFont(font, size)
        self.canvas.drawString(self.x + indent, self.y, text)


def new_canvas(size: str, author: str, title: str) -> tuple[Any, io.BytesIO]:
    """An empty canvas of a size that reportlab names, the same bytes whenever it is made, and where they go."""
    from reportlab.lib import pagesizes
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=getattr(pagesizes, size), invariant=1)
    canvas.setAuthor(author)
    canvas.setTitle(title)
    return canvas, written


def finished(canvas: Any, written: io.BytesIO) -> bytes:
    """The bytes of a canvas whose last page is full."""
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def japanese_fonts() -> tuple[str, str]:
    """A serif and a sans-serif font that PDF readers bring along."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    names = "HeiseiMin-W3", "HeiseiKakuGo-W5"
    for name in names:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return names


def _width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def set_lines(text: str, font: str, size: float, width: float, hyphenate: bool = False) -> Iterator[str]:
    """A paragraph's lines, none wider than `width` points."""
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text):
        yield from _japanese_lines(text, font, size, width)
        return
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if _width(longer, font, size) <= width:
            line = longer
            continue
        head, tail = _divided(word, line, font, size, width) if hyphenate else ("", word)
        yield f"{line} {head}" if head else line
        line = tail
    yield line


def _japanese_lines(text: str, font: str, size: float, width: float) -> Iterator[str]:
    line = ""
    for character in text:
        if _width(line + character, font, size) > width and character not in _NO_START:
            yield line
            line = ""
        line += character
    yield line


def _divided(word: str, line: str, font: str, size: float, width: float) -> tuple[str, str]:
    """The longest head of a long word that fits with its hyphen, cut before a consonant and its vowel, and the rest."""
    if not word.strip(".,").isalpha() or len(word) < 7:
        return "", word
    for cut in range(len(word) - 4, 2, -1):
        between = word[cut] not in _VOWELS and word[cut + 1] in _VOWELS
        if between and _width(f"{line} {word[:cut]}-", font, size) <= width:
            return f"{word[:cut]}-", word[cut:]
    return "", word


def ruled(
    sheet: Sheet,
    rows: Sequence[Sequence[str]],
    font: str,
    size: float,
    leading: float,
    widths: Sequence[float],
) -> None:
    """A table with lines around its cells; the first column stands left, the others right."""
    sheet.room(leading * len(rows))
    for row in rows:
        sheet.y -= leading
        x = sheet.x
        for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
            sheet.canvas.rect(x, sheet.y, width, leading)
            sheet.canvas.setFont(font, size)
            if place == 0:
                sheet.canvas.drawString(x + 3, sheet.y + 4, cell)
            else:
                sheet.canvas.drawRightString(x + width - 3, sheet.y + 4, cell)
            x += width


def justified(
    sheet: Sheet, line: str, font: str, size: float, leading: float, indent: float, last: bool
) -> None:
    """A line spread to the column's width, but for the last of a paragraph."""
    sheet.room(leading)
    sheet.y -= leading
    spaces = line.count(" ")
    spare = sheet.width - indent - _width(line, font, size)
    text = sheet.canvas.beginText(sheet.x + indent, sheet.y)
    text.setFont(font, size)
    text.setWordSpace(spare / spaces if spaces and not last else 0)
    text.textOut(line)
    sheet.canvas.drawText(text)
