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


_LAYOUTS: dict[str, Callable[[Page], bytes]] = {"report-ja": _report_ja, "clippings": _clippings}
