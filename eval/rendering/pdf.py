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
_DATE = re.compile(rb"D:\d{14}")


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


def _two_columns_ja(page: Page) -> bytes:
    """A magazine's spread: sans-serif in two narrow columns, a table within one, the page number in the outer corner."""
    serif, sans = _japanese_fonts()
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont(sans, 7)
        canvas.drawString(40, 570, edges["header"][number - 1])
        canvas.drawString(40 if number % 2 else 370, 24, edges["page_numbers"][number - 1])
        canvas.drawCentredString(210, 24, edges["footer"][0])

    canvas, written = _canvas("A5", "", "")
    sheet = Sheet(canvas, [(40, 162), (218, 162)], 488, 270, draw)
    canvas.setFont(serif, 16)
    for row, line in enumerate(_lines(article.title, serif, 16, 340)):
        canvas.drawString(40, 540 - 20 * row, line)
    for block in article.blocks:
        if block.kind == "heading":
            sheet.y -= 5
            sheet.line(f"● {block.text}", sans, 9.5, 16)
        elif block.kind == "table":
            _ruled(sheet, block.rows, sans, 7, 13, [40, 58, 64])
            sheet.y -= 6
        else:
            for line in _lines("　" + block.text, sans, 9, 162):
                sheet.line(line, sans, 9, 15.5)
    sheet.line(edges["photo"][0], sans, 6.5, 14)
    return _finished(canvas, written)


def _release_en(page: Page) -> bytes:
    """A regulatory announcement on US letter paper: one justified column with hyphens, a table, a contact block."""
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawRightString(540, 760, edges["header"][0])
        canvas.drawCentredString(306, 44, edges["page_numbers"][number - 1])
        canvas.drawString(72, 30, edges["footer"][0])
        canvas.drawRightString(540, 30, edges["footer"][1])

    canvas, written = _canvas("letter", article.publisher or "", article.title)
    sheet = Sheet(canvas, [(72, 330)], 735, 330, draw)
    for line in _lines(article.title, "Helvetica-Bold", 15, 330):
        sheet.line(line, "Helvetica-Bold", 15, 20)
    sheet.line("6 November 2025", "Helvetica", 10, 22)
    for block in article.blocks:
        sheet.y -= 6
        if block.kind == "heading":
            sheet.line(block.text, "Helvetica-Bold", 10, 18)
        elif block.kind == "table":
            _ruled(sheet, block.rows, "Helvetica", 9, 14, [170, 80, 80])
        else:
            lines = list(_lines(block.text, "Helvetica", 10, 330, hyphenate=True))
            for place, line in enumerate(lines):
                _justified(sheet, line, "Helvetica", 10, 14, 0, place == len(lines) - 1)
    sheet.y -= 12
    for line in edges["contact"]:
        sheet.line(line, "Helvetica", 9, 13)
    return _finished(canvas, written)


def _sidebar_ja(page: Page) -> bytes:
    """A newsletter's page: a grey box of headlines beside the article, drawn first, an advertisement below it."""
    serif, sans = _japanese_fonts()
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont(sans, 14)
        canvas.drawString(50, 800, article.publisher)
        canvas.setFont(sans, 7)
        canvas.drawRightString(545, 800, edges["masthead"][0])
        canvas.setFillGray(0.92)
        canvas.rect(400, 500, 145, 230, stroke=0, fill=1)
        canvas.setFillGray(0)
        for row, line in enumerate(edges["sidebar"]):
            canvas.setFont(sans, 10 if row == 0 else 8)
            canvas.drawString(408, 712 - 22 * row, line)
        canvas.rect(400, 420, 145, 60)
        for row, line in enumerate(_lines(edges["advertising"][0], sans, 8, 130)):
            canvas.drawString(408, 460 - 12 * row, line)
        canvas.drawCentredString(297, 30, edges["footer"][0])

    canvas, written = _canvas("A4", "", "観光投資ニュース 20250821")
    sheet = Sheet(canvas, [(50, 330)], 780, 60, draw)
    for line in _lines(article.title, sans, 16, 330):
        sheet.line(line, sans, 16, 24)
    sheet.line("2025年8月21日号", sans, 8, 20)
    for block in article.blocks:
        for line in _lines("　" + block.text, serif, 11, 330):
            sheet.line(line, serif, 11, 19)
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
            printed = shown.pdf(
                prefer_css_page_size=True, display_header_footer=True,
                header_template=f"{style}{date}</div>", footer_template=f"{style}{address}{number}</div>",
            )  # fmt: skip
        finally:
            browser.close()
    return _DATE.sub(b"D:20251201090000", printed)


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


def _ruled(
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
    "one-column-ja": _one_column_ja, "two-columns-en": _two_columns_en, "printed": _printed, "two-columns-ja": _two_columns_ja,
    "release-en": _release_en, "sidebar-ja": _sidebar_ja,
}  # fmt: skip
