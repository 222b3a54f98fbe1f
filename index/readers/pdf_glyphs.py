"""What a person sees of a PDF's page: its letters and rules by place and size, without what is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from pdfminer.utils import MATRIX_IDENTITY, Matrix, Point, Rect, apply_matrix_pt, mult_matrix

Box = tuple[
    float, float, float, float
]  # left, top, right, bottom, in points from the page's upper left corner
Colour = tuple[float, float, float]

_MOST_GLYPHS = 60_000  # on a page; newspapers print 15,000
_SMALLEST = 2.0  # points
_INVISIBLE = frozenset({3, 7})  # render modes: neither filled nor stroked
_WHITE: Colour = (1.0, 1.0, 1.0)
_ALIKE = 0.08
_MOST_FILLS = 3_000
UNKNOWN = "\ufffd"


class TooMuch(Exception):
    """A page or a stream that holds more than any article's does; says what."""


class OutOfTime(TooMuch):
    """Reading took longer than it may."""


@dataclass(slots=True)
class Glyph:
    """One letter (or a ligature) at its place."""

    text: str
    box: Box
    size: float
    bold: bool = False
    vertical: bool = False

    @property
    def middle(self) -> float:
        """How far down the page its middle is."""
        return (self.box[1] + self.box[3]) / 2


@dataclass(slots=True)
class Sheet:
    """One page: its letters, its rules (thin lines and boxes); how many letters, pictures, hidden and unknown letters it has."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    letters: int = 0
    unknown: int = 0
    pictures: int = 0
    hidden: int = 0


class Device(PDFTextDevice):
    """Takes up the letters and rules of one page after the other; `sheet` is the last."""

    def __init__(self, resources: PDFResourceManager, hidden_layers: frozenset[int], deadline: float) -> None:
        super().__init__(resources)
        self.deadline = deadline
        self.hidden_layers = hidden_layers
        self.sheet = Sheet(0, 0)
        self.transparent = False
        self.forms = self.operations = 0

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        """Start a sheet."""
        corners = _corners(ctm, page.mediabox)
        self._left, self._bottom = min(c[0] for c in corners), min(c[1] for c in corners)
        right, top = max(c[0] for c in corners), max(c[1] for c in corners)
        self.sheet = Sheet(right - self._left, top - self._bottom)
        crop = _corners(ctm, page.cropbox)
        seen = self._flip(*crop[0], *crop[1])
        # A crop box outside the page would hide all of it: then the page counts.
        self._seen = seen if seen[2] > 0 and seen[0] < self.sheet.width else (0, 0, right, top)
        self._fills: list[tuple[Box, Colour]] = []
        self._tags: list[bool] = []
        self.forms = self.operations = 0

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Marked content: a layer that is switched off is not seen."""
        layer = getattr(props, "objid", None)
        self._tags.append(layer in self.hidden_layers)

    def end_tag(self) -> None:
        """The end of marked content."""
        if self._tags:
            self._tags.pop()

    def render_image(self, name: str, stream: PDFStream) -> None:
        """A picture."""
        self.sheet.pictures += 1

    def paint_path(
        self, graphicstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        """Boxes and lines: the rules of tables, and what is painted under text."""
        for part in _subpaths(path):
            points = [
                apply_matrix_pt(self.ctm or MATRIX_IDENTITY, point[-2:]) for point in part if len(point) > 2
            ]
            if len(points) < 2 or any(point[0] in ("c", "v", "y") for point in part):
                continue
            box = self._flip(
                min(p[0] for p in points),
                min(p[1] for p in points),
                max(p[0] for p in points),
                max(p[1] for p in points),
            )
            straight = len(points) == 2 or len(points) in (4, 5)
            colour = _rgb(graphicstate.ncolor, graphicstate.ncs) if fill else None
            thin = min(box[2] - box[0], box[3] - box[1]) < 3
            if straight and (stroke or colour != _WHITE):
                self.sheet.rules.append(box)
            if fill and colour and not thin and len(self._fills) < _MOST_FILLS:
                self._fills.append((box, colour))

    def render_string(self, textstate: PDFTextState, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """A run of letters; whether it can be seen is the same for all of it."""
        scale = mult_matrix(textstate.matrix, self.ctm or MATRIX_IDENTITY)
        self._size = abs(textstate.fontsize) * hypot(scale[2], scale[3])
        self._upright = abs(scale[1]) <= 0.1 * abs(scale[0]) and scale[3] * textstate.fontsize > 0
        self._shown = (
            textstate.render not in _INVISIBLE
            and not self.transparent
            and not any(self._tags)
            and self._size >= _SMALLEST
            and abs(scale[0] * textstate.fontsize * textstate.scaling) >= _SMALLEST * 20
        )
        painted = graphicstate.scolor, graphicstate.scs
        if textstate.render % 4 != 1:
            painted = graphicstate.ncolor, ncs
        self._colour = _rgb(*painted)
        name = getattr(textstate.font, "fontname", "") or ""
        self._bold = any(
            word in str(name).lower() for word in ("bold", "heavy", "black", "-w6", "-w7", "semibold")
        )
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """One letter. Gives how far the pen moves."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        vertical = bool(font.is_vertical())
        if vertical:
            start, end, low, high = -fontsize / 2, fontsize / 2, -fontsize, 0.0
        else:
            low = (font.get_descent() or -0.2) * fontsize + rise
            start, end, high = 0.0, advance, low + fontsize
        a, b, c, d, e, f = matrix
        box = self._flip(
            a * start + c * low + e, b * start + d * low + f, a * end + c * high + e, b * end + d * high + f
        )
        if not text.strip():
            return float(advance)
        if not (self._shown and (self._upright or vertical) and self._is_seen(box)):
            self.sheet.hidden += 1
            return float(advance)
        self.sheet.letters += 1
        self.sheet.unknown += text == UNKNOWN or text.startswith("(cid:") or "\ue000" <= text[0] <= "\uf8ff"
        self.sheet.glyphs.append(Glyph(text, box, self._size, self._bold, vertical))
        if len(self.sheet.glyphs) > _MOST_GLYPHS:
            raise TooMuch("a page of more letters than can be read")
        return float(advance)

    def _is_seen(self, box: Box) -> bool:
        """Whether a letter is on the page and stands out from what was painted under it."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if not (self._seen[0] - 1 <= x <= self._seen[2] + 1 and self._seen[1] - 1 <= y <= self._seen[3] + 1):
            return False
        if self._colour is None or (not self._fills and min(self._colour) < 0.5):
            return True
        under = _WHITE
        for fill, colour in reversed(self._fills):
            if fill[0] <= x <= fill[2] and fill[1] <= y <= fill[3]:
                under = colour
                break
        return any(abs(one - other) > _ALIKE for one, other in zip(self._colour, under, strict=True))

    def _flip(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """A box with its corners in order, counted from the page's upper left corner."""
        top, left = self._bottom + self.sheet.height, self._left
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        return x0 - left, top - y1, x1 - left, top - y0


def _corners(ctm: Matrix, box: Rect) -> tuple[Point, Point]:
    return apply_matrix_pt(ctm, (box[0], box[1])), apply_matrix_pt(ctm, (box[2], box[3]))


def _subpaths(path: Sequence[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for step in path:
        if step[0] == "m" and part:
            yield part
            part = []
        part.append(step)
    if part:
        yield part


def _rgb(colour: Any, space: Any) -> Colour | None:
    """A colour as red, green and blue from 0 to 1; None where it cannot be told (patterns, spot colours)."""
    if getattr(space, "name", "") in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return None
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not all(isinstance(part, int | float) for part in parts):
        return None
    if len(parts) == 1:
        return (float(parts[0]),) * 3
    if len(parts) == 3:
        return float(parts[0]), float(parts[1]), float(parts[2])
    if len(parts) == 4:
        red, green, blue = ((1 - ink) * (1 - parts[3]) for ink in parts[:3])
        return red, green, blue
    return None
