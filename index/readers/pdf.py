"""PDF documents: what a person sees of them, in the order one reads it."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from index.article import Document
from index.errors import SourceError
from index.readers.boilerplate import Line, article_lines
from index.readers.copied import read_copied
from index.readers.field_date import date_near_top
from index.readers.file_title import is_telling
from index.readers.masthead import masthead, organisation, split_title
from index.readers.pdf_around import drop_around
from index.readers.pdf_glyphs import Device, OutOfTime, Sheet, TooMuch
from index.readers.pdf_lines import Piece
from index.readers.pdf_paragraphs import Layout, layout, take_pieces
from index.readers.pdf_program import Document as PdfDocument
from index.readers.pdf_program import Interpreter, bounded_streams
from index.readers.raw import Raw, Refusal
from index.readers.stated import issue_of
from index.readers.text import clean, clean_title, language_of

_SHORTEST_NAME = 3
# Programs that know no date write the first day of 1970, 1980, 1990 or 2000.
_LAST_DEFAULT = 2000
MOST_PAGES = 1_000
SECONDS = 35.0  # to read the pages; putting their text together takes a few more
_CREATED = re.compile(r"(?:D:)?(?P<date>\d{4}(?:\d{2}){1,2})")
_WORDS = re.compile(r"[^\W\d_]{2}")
_ADDRESS = re.compile(r"https?://[\w.-]+\S*")


_BROWSER = re.compile(r"Skia/PDF|HeadlessChrome|Mozilla/|wkhtmltopdf|WeasyPrint|Prince", re.IGNORECASE)


@dataclass(slots=True)
class _Read:
    """The pages that were read, what the file says of itself, and why some pages were not."""

    sheets: list[Sheet]
    pages: list[list[Piece]]
    info: dict[str, str]
    stopped: str = ""


def read_pdf_file(raw: Raw) -> Iterator[Document | Refusal]:
    """The document of a PDF. SourceError if it is encrypted, damaged, a bomb, or holds no text that can be seen."""
    name = raw.name
    if b"%PDF-" not in raw.data[:1024]:
        raise SourceError(f"{name} is called a PDF and is none: give the PDF itself.")
    read = _read(raw.data, name)
    _check_text(read, name)
    yield _document(read, raw)
    if read.stopped:
        yield Refusal(
            raw.source,
            f"{name}: only its first {len(read.sheets)} pages went in ({read.stopped}): cut it into parts.",
        )


def _document(read: _Read, raw: Raw) -> Document:
    found = layout(read.pages, read.sheets)
    text, given = clean(found.markdown()).strip(), {"language": "the letters of the text"}
    title, given["title"] = _title(found, read.info, raw.name)
    title, publisher = split_title(title, _largest(found))
    where = "Title of the file's properties"
    first = [block.text for block in found.blocks if block.page == 0 and not block.table]
    published, given["published"] = _published([*first, *found.edges.running], read.info)
    issue = issue_of([*found.edges.running, *first[:6]])
    if issue and not given["published"].startswith("date printed"):
        published, given["published"] = issue[1], "date of the issue, in its running head"
    if found.edges.url or _BROWSER.search(read.info.get("Producer", "") + read.info.get("Creator", "")):
        publisher, where = (publisher, where) if publisher else read_copied(text).publisher or ("", "")
        _drop_surroundings(found, title)
    else:
        drop_around(found)
    text = clean(found.markdown()).strip()
    if not publisher and issue and len(issue[0]) >= _SHORTEST_NAME:
        publisher, where = issue[0], "running head with the date of the issue"
    if not publisher:
        publisher, where = masthead(found.edges.running), "running head"
    if not publisher:
        publisher, where = masthead(line for line in first[:6] if len(line) < 80), "line near the title"
    if not publisher:
        publisher, where = organisation(read.info.get("Author", "")), "Author of the file's properties"
    url = found.edges.url if found.edges.url and _ADDRESS.fullmatch(found.edges.url) else None
    given |= {"publisher": where, "url": "the address printed at the edge of the page"}
    known = {"title": title, "publisher": publisher, "published": published, "url": url, "language": "known"}
    return Document(
        title=title,
        text=text,
        source=raw.source,
        published=published,
        language=language_of(text),
        url=url,
        publisher=publisher or None,
        found={key: how for key, how in given.items() if known[key]},
    )


def _drop_surroundings(found: Layout, title: str) -> None:
    """Leave out what stood around the article on the page that was printed."""
    lines = [
        Line(block.text, 2 if found.is_heading(block) else 0, table=block.table) for block in found.blocks
    ]
    headings = (place for place, line in enumerate(lines) if line.level and clean_title(line.text) == title)
    head = next(headings, None)
    kept = article_lines(lines, title if head is not None else "")
    if head is not None:
        kept = [place for place in kept if place > head or (place < head and lines[place].prose)]
        kept = sorted([*kept, head])
    if kept:
        found.blocks[:] = [found.blocks[place] for place in kept]


def _read(data: bytes, name: str) -> _Read:
    """All pages. SourceError for what cannot be opened."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(
        logging.CRITICAL
    )  # what it warns of, the document shows or a refusal says
    read = _Read([], [], {})
    try:
        with bounded_streams():
            document = PdfDocument(PDFParser(io.BytesIO(data)), password="")
            read.info = _info(document)
            _take_pages(document, read)
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise SourceError(f"{name} is encrypted: save it without a password and add it again.") from error
    except _TooManyPages as error:
        raise SourceError(
            f"{name} has more than {MOST_PAGES:,} pages, the most that are read: cut it into parts."
        ) from error
    except TooMuch as error:
        if not read.sheets or not isinstance(error, OutOfTime):
            raise SourceError(
                f"{name} holds {error}, as bombs do: print the article to a new PDF."
            ) from error
        read.stopped = str(error)
    except RecursionError as error:
        raise SourceError(
            f"{name} holds parts within parts without end, as bombs do: print the article to a new PDF."
        ) from error
    except MemoryError as error:
        raise SourceError(
            f"{name} needs more memory than reading may take: print it to a new PDF."
        ) from error
    except Exception as error:
        # A damaged file makes the parser fail in every way there is.
        raise SourceError(f"{name} is a damaged PDF ({_short(error)}): print it to a new PDF.") from error
    return read


class _TooManyPages(Exception):
    pass


def _take_pages(document: PdfDocument, read: _Read) -> None:
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    resources = PDFResourceManager()
    device = Device(resources, _hidden_layers(document), time.monotonic() + SECONDS)
    interpreter = Interpreter(resources, device)
    pages = []
    for page in PDFPage.create_pages(document):
        pages.append(page)
        if len(pages) > MOST_PAGES:
            raise _TooManyPages
    for page in pages:
        if time.monotonic() > device.deadline:
            raise OutOfTime("more than there was time to read")
        interpreter.process_page(page)
        read.pages.append(take_pieces(device.sheet))
        read.sheets.append(device.sheet)


def _hidden_layers(document: PdfDocument) -> frozenset[int]:
    """The layers (optional content groups) that are off when the document opens."""
    from pdfminer.pdftypes import dict_value, list_value

    properties = dict_value(document.catalog.get("OCProperties", {}))
    usual = dict_value(properties.get("D", {}))
    off = list_value(usual.get("OFF", []))
    if getattr(usual.get("BaseState"), "name", "") == "OFF":
        on = {getattr(one, "objid", None) for one in list_value(usual.get("ON", []))}
        off = [one for one in list_value(properties.get("OCGs", [])) if getattr(one, "objid", None) not in on]
    return frozenset(one.objid for one in off if hasattr(one, "objid"))


def _info(document: PdfDocument) -> dict[str, str]:
    """The title and date that the file gives itself."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    found: dict[str, str] = {}
    for info in document.info:
        for key in ("Title", "Author", "CreationDate", "Creator", "Producer"):
            value: Any = resolve1(info.get(key))
            if isinstance(value, bytes) and len(value) < 2_000:
                found.setdefault(key, clean(decode_text(value)).strip())
    return found


def _check_text(read: _Read, name: str) -> None:
    """SourceError if there is nothing to read on the pages."""
    letters, unknown, pictures, hidden = (
        sum(getattr(sheet, what) for sheet in read.sheets)
        for what in ("letters", "unknown", "pictures", "hidden")
    )
    if not letters:
        if pictures:
            raise SourceError(
                f"{name} holds only pictures of pages: run text recognition (OCR) first and add the text."
            )
        what = "only text that nobody can see" if hidden else "no text"
        raise SourceError(f"{name} holds {what}: give a PDF that shows an article.")
    if unknown * 4 > letters:
        raise SourceError(
            f"{name} does not say which letters its shapes stand for ({unknown:,} of {letters:,}): "
            "run text recognition (OCR) on it, or export it anew."
        )


def _largest(found: Layout) -> str:
    """The largest text of the first page; "" where all is of one size."""
    first = [block for block in found.blocks if block.page == 0 and not block.table]
    large = max((block.size for block in first if _WORDS.search(block.text)), default=0.0)
    if large < 1.05 * found.body:
        return ""
    text = next(block.text for block in first if block.size > 0.97 * large and _WORDS.search(block.text))
    return clean_title(text) if len(text) <= 200 else ""


def _title(found: Layout, info: dict[str, str], name: str) -> tuple[str, str]:
    """The title and where it was found."""
    stem = PurePath(name).stem
    if is_telling(info.get("Title", ""), stem):
        return clean_title(info["Title"]), "Title of the file's properties"
    if largest := _largest(found):
        return largest, "largest text of the first page"
    first = (block.text for block in found.blocks if block.page == 0 and not block.table)
    line = next((text for text in first if _WORDS.search(text)), stem)
    return clean_title(line) or stem, "first line of the first page"


def _published(first: Sequence[str], info: dict[str, str]) -> tuple[str | None, str]:
    """The date and where it was found."""
    if date := date_near_top(first):
        return date, "date printed near the top of the first page"
    made = _CREATED.match(info.get("CreationDate", ""))
    if made:
        digits = made["date"].ljust(8, "0")
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
        set_by_clock = year > _LAST_DEFAULT or (month, day) != (1, 1)
        if 1990 <= year < 2100 and 1 <= month <= 12 and day <= 31 and set_by_clock:
            date = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
            return date, "CreationDate of the file, no date being printed"
    return None, ""


def _short(error: Exception) -> str:
    return " ".join(clean(str(error)).split())[:60] or type(error).__name__
