"""PDF files, set by reportlab with the CID fonts every PDF reader has, or printed from HTML by Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eval.pages.definitions import Page
from eval.rendering import templates
from eval.rendering.typesetting import (
    Sheet,
    finished,
    japanese_fonts,
    justified,
    new_canvas,
    ruled,
    set_lines,
)

CHROMIUM = Path("/usr/bin/chromium")
_DATE = re.compile(rb"D:\d{14}")


def bytes_of(page: Page) -> bytes:
    """The file of a page by its layout."""
    return _LAYOUTS[page.layout](page)


def _one_column_ja(page: Page) -> bytes:
    """A report on A4: running head, a rule, centred page numbers; paragraphs begin one character in."""
    serif, sans = japanese_fonts()
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont(sans, 8)
        canvas.drawString(70, 800, edges["header"][0])
        canvas.line(70, 794, 525, 794)
        canvas.drawCentredString(297, 40, edges["page_numbers"][number - 1])
        canvas.drawString(70, 28, edges["footer"][0])

    canvas, written = new_canvas("A4", article.publisher or "", "無題")
    sheet = Sheet(canvas, [(70, 455)], 770, 330, draw)
    for line in set_lines(article.title, sans, 17, 455):
        sheet.line(line, sans, 17, 26)
    sheet.line("2025年9月10日", sans, 9, 22)
    for block in article.blocks:
        if block.kind == "heading":
            sheet.y -= 8
            sheet.line(block.text, sans, 12, 22)
            continue
        for line in set_lines("　" + block.text, serif, 10.5, 455):
            sheet.line(line, serif, 10.5, 18)
        sheet.y -= 6
    return finished(canvas, written)


def _two_columns_en(page: Page) -> bytes:
    """A journal's page: two justified columns with hyphenated words, which run on over the page."""
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Times-Italic", 8)
        canvas.drawString(60, 800, edges["header"][0])
        canvas.drawRightString(535, 800, edges["page_numbers"][number - 1])
        canvas.drawString(60, 36, edges["footer"][0])

    canvas, written = new_canvas("A4", "", "")
    sheet = Sheet(canvas, [(60, 226), (309, 226)], 700, 470, draw)
    canvas.setFont("Times-Bold", 20)
    for row, line in enumerate(set_lines(article.title, "Times-Bold", 20, 475)):
        canvas.drawString(60, 770 - 24 * row, line)
    canvas.setFont("Times-Roman", 9)
    canvas.drawString(60, 720, "3 July 2025")
    for block in article.blocks:
        if block.kind == "heading":
            sheet.y -= 6
            sheet.line(block.text, "Times-Bold", 11, 16)
            continue
        lines = list(set_lines(block.text, "Times-Roman", 10, 214, hyphenate=True))
        for place, line in enumerate(lines):
            justified(sheet, line, "Times-Roman", 10, 12.5, 12 if place == 0 else 0, place == len(lines) - 1)
    return finished(canvas, written)


def _two_columns_ja(page: Page) -> bytes:
    """A magazine's spread: sans-serif in two narrow columns, a table within one, the page number in the outer corner."""
    serif, sans = japanese_fonts()
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont(sans, 7)
        canvas.drawString(40, 570, edges["header"][number - 1])
        canvas.drawString(40 if number % 2 else 370, 24, edges["page_numbers"][number - 1])
        canvas.drawCentredString(210, 24, edges["footer"][0])

    canvas, written = new_canvas("A5", "", "")
    sheet = Sheet(canvas, [(40, 162), (218, 162)], 488, 270, draw)
    canvas.setFont(serif, 16)
    for row, line in enumerate(set_lines(article.title, serif, 16, 340)):
        canvas.drawString(40, 540 - 20 * row, line)
    for block in article.blocks:
        if block.kind == "heading":
            sheet.y -= 5
            sheet.line(f"● {block.text}", sans, 9.5, 16)
        elif block.kind == "table":
            ruled(sheet, block.rows, sans, 7, 13, [40, 58, 64])
            sheet.y -= 6
        else:
            for line in set_lines("　" + block.text, sans, 9, 162):
                sheet.line(line, sans, 9, 15.5)
    sheet.line(edges["photo"][0], sans, 6.5, 14)
    return finished(canvas, written)


def _release_en(page: Page) -> bytes:
    """A regulatory announcement on US letter paper: one justified column with hyphens, a table, a contact block."""
    (article,), edges = page.articles, page.boilerplate

    def draw(canvas: Any, number: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawRightString(540, 760, edges["header"][0])
        canvas.drawCentredString(306, 44, edges["page_numbers"][number - 1])
        canvas.drawString(72, 30, edges["footer"][0])
        canvas.drawRightString(540, 30, edges["footer"][1])

    canvas, written = new_canvas("letter", article.publisher or "", article.title)
    sheet = Sheet(canvas, [(72, 330)], 735, 330, draw)
    for line in set_lines(article.title, "Helvetica-Bold", 15, 330):
        sheet.line(line, "Helvetica-Bold", 15, 20)
    sheet.line("6 November 2025", "Helvetica", 10, 22)
    for block in article.blocks:
        sheet.y -= 6
        if block.kind == "heading":
            sheet.line(block.text, "Helvetica-Bold", 10, 18)
        elif block.kind == "table":
            ruled(sheet, block.rows, "Helvetica", 9, 14, [170, 80, 80])
        else:
            lines = list(set_lines(block.text, "Helvetica", 10, 330, hyphenate=True))
            for place, line in enumerate(lines):
                justified(sheet, line, "Helvetica", 10, 14, 0, place == len(lines) - 1)
    sheet.y -= 12
    for line in edges["contact"]:
        sheet.line(line, "Helvetica", 9, 13)
    return finished(canvas, written)


def _sidebar_ja(page: Page) -> bytes:
    """A newsletter's page: a grey box of headlines beside the article, drawn first, an advertisement below it."""
    serif, sans = japanese_fonts()
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
        for row, line in enumerate(set_lines(edges["advertising"][0], sans, 8, 130)):
            canvas.drawString(408, 460 - 12 * row, line)
        canvas.drawCentredString(297, 30, edges["footer"][0])

    canvas, written = new_canvas("A4", "", "観光投資ニュース 20250821")
    sheet = Sheet(canvas, [(50, 330)], 780, 60, draw)
    for line in set_lines(article.title, sans, 16, 330):
        sheet.line(line, sans, 16, 24)
    sheet.line("2025年8月21日号", sans, 8, 20)
    for block in article.blocks:
        for line in set_lines("　" + block.text, serif, 11, 330):
            sheet.line(line, serif, 11, 19)
    return finished(canvas, written)


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


_LAYOUTS: dict[str, Callable[[Page], bytes]] = {
    "one-column-ja": _one_column_ja, "two-columns-en": _two_columns_en, "printed": _printed, "two-columns-ja": _two_columns_ja,
    "release-en": _release_en, "sidebar-ja": _sidebar_ja,
}  # fmt: skip
