"""Word and Excel files, by python-docx and openpyxl; dates inside are fixed, so that the same page is the same file."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from eval.pages.definitions import Page
from eval.rendering.data import body_of

_MOMENT = datetime.datetime(2025, 12, 1, 9, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def bytes_of(page: Page) -> bytes:
    """The file of a page by its layout."""
    return fixed(_LAYOUTS[page.layout](page))


def fixed(archive: bytes) -> bytes:
    """A ZIP archive with one date for all its members and in its document properties."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as read,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in read.namelist():
            info = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, _STAMP.sub(rb"\g<1>2025-12-01T09:00:00Z\g<2>", read.read(name)))
    return written.getvalue()


def _report_ja(page: Page) -> bytes:
    """A research note: styles for title and headings, bullets, a grid, header and footer on each page."""
    from docx import Document

    (article,) = page.articles
    document = Document()
    document.core_properties.title = ""
    document.core_properties.author = "python-docx"
    document.sections[0].header.paragraphs[0].text = page.boilerplate["header"][0]
    document.sections[0].footer.paragraphs[0].text = page.boilerplate["footer"][0]
    document.add_heading(article.title, 0)
    document.add_paragraph(f"{article.publisher}　2025年8月29日")
    for block in article.blocks:
        if block.kind == "heading":
            document.add_heading(block.text, 1)
        elif block.kind == "table":
            _grid(document, block.rows)
        elif block.kind == "item":
            document.add_paragraph(block.text, style="List Bullet")
        else:
            _in_runs(document.add_paragraph(), block.text)
    return _saved(document)


def _clippings(page: Page) -> bytes:
    """A press-clipping list: one article a row, dates as dates, wrapped texts, notes of an office beside them."""
    from openpyxl import Workbook

    names, notes = page.boilerplate["columns"], page.boilerplate["notes"]
    book = Workbook()
    sheet = book.active
    sheet.title = "4月"
    sheet.append(list(names))
    for number, article in enumerate(page.articles):
        date = datetime.date.fromisoformat(article.published or "")
        sheet.append(
            [date, article.title, article.publisher, body_of(article), article.url, 3 - number, notes[number]]
        )
    sheet.freeze_panes = "A2"
    return _saved(book)


def _memo_en(page: Page) -> bytes:
    """A credit memo: no heading styles but bold lines, a bullet typed by hand, properties that name title and author."""
    from docx import Document
    from docx.shared import Pt

    (article,) = page.articles
    document = Document()
    document.core_properties.title = article.title
    document.core_properties.author = article.publisher or ""
    section = document.sections[0]
    section.header.paragraphs[0].text = f"\t{page.boilerplate['header'][0]}"
    section.footer.paragraphs[0].text = page.boilerplate["footer"][0]
    shown = document.add_paragraph().add_run(article.title)
    shown.bold, shown.font.size = True, Pt(20)
    document.add_paragraph(f"{article.publisher} | June 5, 2025")
    for block in article.blocks:
        if block.kind == "heading":
            document.add_paragraph().add_run(block.text).bold = True
        elif block.kind == "table":
            _grid(document, block.rows)
            document.add_paragraph()
        elif block.kind == "item":
            document.add_paragraph(f"•\t{block.text}")
        else:
            document.add_paragraph(block.text)
    document.add_paragraph(page.boilerplate["contact"][0])
    return _saved(document)


def _model(page: Page) -> bytes:
    """An analyst's sheet: a merged title, figures as numbers with a format, notes below, and a hidden sheet."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    (article,) = page.articles
    book = Workbook()
    sheet = book.active
    sheet.title = "Model"
    sheet["A1"] = article.title
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(article.rows[0]))
    sheet.append([])
    for number, row in enumerate(article.rows):
        sheet.append([row[0], *(row[1:] if number == 0 else map(float, row[1:]))])
        for cell in sheet[sheet.max_row][1:]:
            cell.number_format = "0.0"
    sheet.append([])
    for sentence in article.sentences:
        sheet.append([sentence])
    hidden = book.create_sheet("Sheet9")
    hidden.sheet_state = "hidden"
    for text in page.boilerplate["hidden_sheet"]:
        hidden.append([text, 17.5])
    return _saved(book)


def _grid(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


def _in_runs(paragraph: Any, text: str) -> None:
    """A paragraph in pieces, its amounts in bold: Word parts texts wherever a style changes."""
    for piece in re.split(r"(\d[\d.,]*(?:億|万|%|円)[\d万円]*)", text):
        paragraph.add_run(piece).bold = bool(re.match(r"\d", piece))


def _saved(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


_LAYOUTS: dict[str, Callable[[Page], bytes]] = {
    "report-ja": _report_ja, "clippings": _clippings, "memo-en": _memo_en, "model": _model,
}  # fmt: skip
