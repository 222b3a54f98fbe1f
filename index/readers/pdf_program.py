"""A PDF's programs run within bounds: streams inflate so far and no further, forms nest so deep, pages draw so much."""

from __future__ import annotations

import contextlib
import time
import zlib
from collections.abc import Iterator
from typing import Any

from pdfminer import pdftypes
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import PSLiteral, literal_name

from index.readers.pdf_glyphs import Device, OutOfTime, TooMuch

STREAM_BYTES = 64_000_000
ALL_BYTES = 400_000_000
MOST_OPERATIONS = 600_000
_MOST_FORMS = 5_000
_DEEPEST_FORM = 20
_MOST_LOOKUPS = 3_000_000
_CHUNK = 1 << 16


class _Inflater:
    """Stands in for zlib within pdfminer, which inflates without a limit: counts, stops, and mends what is cut off."""

    error = zlib.error

    def __init__(self) -> None:
        self._left = ALL_BYTES

    def decompress(self, data: bytes) -> bytes:
        inflater = zlib.decompressobj()
        parts, size = [], 0
        pending = data
        try:
            while pending and not inflater.eof:
                part = inflater.decompress(pending, _CHUNK)
                pending = inflater.unconsumed_tail
                size += len(part)
                self._left -= len(part)
                if size > STREAM_BYTES or self._left < 0:
                    raise TooMuch("a stream that inflates past every measure")
                parts.append(part)
        except zlib.error:
            pass  # what came before the damage is kept
        return b"".join(parts)

    def decompressobj(self) -> Any:
        return zlib.decompressobj()


@contextlib.contextmanager
def bounded_streams() -> Iterator[None]:
    """Within it, no stream of a PDF inflates past its bound: raises TooMuch instead."""
    former = pdftypes.zlib
    pdftypes.zlib = _Inflater()  # type: ignore[assignment]
    try:
        yield
    finally:
        pdftypes.zlib = former


class Document(PDFDocument):
    """A PDF whose objects may not lead to each other for ever."""

    looked_up = 0

    def getobj(self, objid: int) -> object:
        """An object by its number."""
        self.looked_up += 1
        if self.looked_up > _MOST_LOOKUPS:
            raise TooMuch("objects that lead in a circle")
        return super().getobj(objid)


class Interpreter(PDFPageInterpreter):
    """Runs a page's program with a bound on its length, and knows which text is fully transparent."""

    depth = 0
    transparent = False
    inherited: Any = None

    def init_state(self, ctm: Any) -> None:
        """A form begins with the colours of the page that shows it."""
        super().init_state(ctm)
        self._saved: list[bool] = []
        if self.inherited is not None:
            self.graphicstate, self.textstate.render = self.inherited

    def subinterp(self) -> PDFPageInterpreter:
        """The interpreter of a form within this page or form."""
        device = self.device
        assert isinstance(device, Device)
        inner = super().subinterp()
        assert isinstance(inner, Interpreter)
        inner.depth, inner.transparent = self.depth + 1, self.transparent
        inner.inherited = self.graphicstate.copy(), self.textstate.render
        device.forms += 1
        if inner.depth > _DEEPEST_FORM or device.forms > _MOST_FORMS:
            raise TooMuch("forms within forms without end")
        return inner

    def push(self, obj: Any) -> None:
        """Count the operands too: a program may be all operands."""
        self._count()
        super().push(obj)

    def _count(self) -> None:
        device = self.device
        assert isinstance(device, Device)
        device.operations += 1
        if device.operations % 1024 == 0 and time.monotonic() > device.deadline:
            raise OutOfTime("more than there was time to read")
        if device.operations > MOST_OPERATIONS:
            raise TooMuch("a page whose drawing never ends")

    def do_q(self) -> None:
        """Save the state."""
        self._count()
        super().do_q()
        self._saved.append(self.transparent)

    def do_Q(self) -> None:
        """Restore the state."""
        super().do_Q()
        if self._saved:
            self.transparent = self._saved.pop()

    def do_gs(self, name: Any) -> None:
        """Take note of an opacity of nought."""
        states = dict_value(self.resources.get("ExtGState", {}))
        opacity = resolve1(dict_value(states.get(literal_name(name), {})).get("ca"))
        if isinstance(opacity, int | float):
            self.transparent = opacity <= 0.02

    def do_TJ(self, seq: Any) -> None:
        """Show text, with the device told whether it is transparent."""
        device = self.device
        assert isinstance(device, Device)
        device.transparent = self.transparent
        super().do_TJ(seq)

    def do_BDC(self, tag: Any, props: Any) -> None:
        """Marked content, with the layer that its name stands for."""
        if isinstance(props, PSLiteral):
            props = dict_value(self.resources.get("Properties", {})).get(props.name, props)
        super().do_BDC(tag, props)
