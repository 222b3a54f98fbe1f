"""PDF files, set by reportlab with the CID fonts every PDF reader has, or printed from HTML by Chromium.

Lines are broken by hand, as typesetters do: Japanese anywhere but before closing marks, English at spaces and, with a
hyphen, within words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.pages.definitions import Page
from eval.rendering import templates

CHROMIUM = Path("/usr/bin/chromium")
_NO_START = "。、，．」』）％%ー億万円"
_VOWELS = "aeiouy"


def bytes_of(page: Page) -> bytes:
    """The file of a page by its layout."""
    return _LAYOUTS[page.layout](page)


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


def _one_column_ja(page: Page) -> bytes:
    """A report on A4: running head, a rule, centred page numbers; paragraphs begin one character in."""
    serif, sans = _japanese_fonts()
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont(sans, 8)
        canvas.drawString(70, 800, edges["header"][0])
        canvas.line(70, 794, 525, 794)
        canvas.drawCentredString(297, 40, edges["page_numbers"][number - 1])
        canvas.drawString(70, 28, edges["footer"][0])

    canvas, written = _canvas("A4", article.publisher or "", "無題")
    sheet = Sheet(canvas, [(70, 455)], 770, 330, draw)
    for line in _lines(article.title, sans, 17, 455):
        sheet.line(line, sans, 17, 26)
    sheet.line("2025年9月10日", sans, 9, 22)
    for block in article.blocks:
        if block.kind == "heading":
            sheet.y -= 8
            sheet.line(block.text, sans, 12, 22)
            continue
        for line in _lines("　" + block.text, serif, 10.5, 455):
            sheet.line(line, serif, 10.5, 18)
        sheet.y -= 6
    return _finished(canvas, written)


def _two_columns_en(page: Page) -> bytes:
    """A journal's page: two justified columns with hyphenated words, which run on over the page."""
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(60, 800, edges["header"][0])
        canvas.drawRightString(535, 800, edges["page_numbers"][number - 1])
        canvas.drawString(60, 36, edges["footer"][0])

    canvas, written = _canvas("A4", "", "")
    sheet = Sheet(canvas, [(60, 226), (309, 226)], 700, 470, draw)
    canvas.setFont("Times-Bold", 20)
    for row, line in enumerate(_lines(article.title, "Times-Bold", 20, 475)):
        canvas.drawString(60, 770 - 24 * row, line)
    canvas.setFont("Times-Roman", 9)
    canvas.drawString(60, 720, "3 July 2025")
    for block in article.blocks:
        if block.kind == "heading":
            sheet.y -= 6
            sheet.line(block.text, "Times-Bold", 11, 16)
            continue
        lines = list(_lines(block.text, "Times-Roman", 10, 214, hyphenate=True))
        for place, line in enumerate(lines):
            _justified(sheet, line, "Times-Roman", 10, 12.5, 12 if place == 0 else 0, place == len(lines) - 1)
    return _finished(canvas, written)


def _printed(page: Page) -> bytes:
    """What a browser prints of a page, with its own date, address and page numbers at the edges."""
    from playwright.sync_api import sync_playwright

    date, address = page.boilerplate["printed_edges"]
    style = '<div style="font-size:7px;width:100%;margin:0 12mm">'
    number = (
        '<span style="float:right"><span class="pageNumber"></span>/<span class="totalPages"></span></span>'
    )
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            shown = browser.new_page()
            shown.set_content(templates.text_of(page))
            return shown.pdf(
                prefer_css_page_size=True, display_header_footer=True,
                header_template=f"{style}{date}</div>", footer_template=f"{style}{address}{number}</div>",
            )  # fmt: skip
        finally:
            browser.close()


def _canvas(size: str, author: str, title: str) -> tuple[Any, io.BytesIO]:
    from reportlab.lib import pagesizes
    from reportlab.pdfgen.canvas import Canvas

    written = io.BytesIO()
    canvas = Canvas(written, pagesize=getattr(pagesizes, size), invariant=1)
    canvas.setAuthor(author)
    canvas.setTitle(title)
    return canvas, written


def _finished(canvas: Any, written: io.BytesIO) -> bytes:
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _japanese_fonts() -> tuple[str, str]:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    names = "HeiseiMin-W3", "HeiseiKakuGo-W5"
    for name in names:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return names


def _width(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def _lines(text: str, font: str, size: float, width: float, hyphenate: bool = False) -> Iterator[str]:
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


def _justified(
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


_LAYOUTS: dict[str, Callable[[Page], bytes]] = {
    "one-column-ja": _one_column_ja, "two-columns-en": _two_columns_en, "printed": _printed,
}  # fmt: skip
