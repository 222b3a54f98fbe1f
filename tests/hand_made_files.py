"""Files that tests make, and what the readers say of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from index.article import Document
from index.readers.kinds import documents
from index.readers.raw import Raw, Refusal

MINCHO = "HeiseiMin-W3"
WIDTH, HEIGHT = A4
ENGLISH = ParagraphStyle("english", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=8)
JAPANESE = ParagraphStyle(
    "japanese", fontName=MINCHO, fontSize=10, leading=16, wordWrap="CJK", firstLineIndent=10
)


def read_all(data: bytes | str, name: str) -> list[Document | Refusal]:
    """All that comes of a file, in order."""
    return list(documents(Raw(data.encode() if isinstance(data, str) else data, name, name)))


def read_one(data: bytes | str, name: str) -> Document:
    """The one document of a file."""
    (found,) = read_all(data, name)
    assert isinstance(found, Document), found
    return found


def refusal(data: bytes | str, name: str) -> str:
    """The one sentence with which a file is refused."""
    (found,) = read_all(data, name)
    assert isinstance(found, Refusal), found
    return sentence(found)


def sentence(found: Document | Refusal) -> str:
    """The reason of a refusal, which must be one sentence that ends with what to do."""
    assert isinstance(found, Refusal), found
    assert "\n" not in found.reason and found.reason.endswith(".") and ": " in found.reason
    assert len(found.reason) < 400
    return found.reason


def pdf(
    story: Sequence[Flowable | str],
    *,
    columns: int = 1,
    style: ParagraphStyle = ENGLISH,
    running: Callable[[Canvas, int], None] | None = None,
    **facts: str,
) -> bytes:
    """A PDF of paragraphs in columns, with what `running` draws on each page."""
    _register()
    buffer = io.BytesIO()
    made = BaseDocTemplate(buffer, pagesize=A4, **facts)
    gap = 25
    width = (WIDTH - 120 - gap * (columns - 1)) / columns
    frames = [
        Frame(60 + place * (width + gap), 80, width, HEIGHT - 160, 0, 0, 0, 0) for place in range(columns)
    ]

    def draw(canvas: Canvas, template: BaseDocTemplate) -> None:
        if running:
            running(canvas, template.page)

    made.addPageTemplates(PageTemplate(frames=frames, onPage=draw))
    made.build([Paragraph(part, style) if isinstance(part, str) else part for part in story])
    return buffer.getvalue()


def drawn(draw: Callable[[Canvas], None], *, compressed: bool = True, **options: object) -> bytes:
    """A PDF of what `draw` puts onto its pages."""
    _register()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=int(compressed), **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of objects as they are given, numbered from 1; the first is the catalog."""
    data, offsets = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + table + end


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n" % (len(content), extra) + content + b"\nendstream"


def _register() -> None:
    if MINCHO not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(MINCHO))
