"""Lines of all pages to Markdown: headings, paragraphs mended over breaks, tables; running heads and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from index.readers.pdf_edges import Edges, take_edges
from index.readers.pdf_glyphs import Sheet
from index.readers.pdf_joining import joined, words_of
from index.readers.pdf_lines import Line, Piece, in_order, pieces_of, upright
from index.readers.pdf_tables import take_aligned, take_ruled

_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_ENDED = re.compile(r"[。．.!?！？:：…」』”\"]['’”)）\]】」』\s]*$")
_BULLET = re.compile(
    r"\s*(?:[•・●○◆◇■□▪▶►※*–—-]\s?(?=\S)|[(（]?\d{1,2}[.)）]\s|[(（][\d一二三四五六七八九十]{1,2}[)）]|[①-⑳]|注\d{0,2}[)）:：])"
)
_LARGER = 1.12
_LONGEST_HEADING = 120
_LEVELS = 4


@dataclass(slots=True)
class Block:
    """A paragraph, a heading or a table; `after_break` if a page or column begins with it, `full` if its last line is."""

    text: str
    size: float
    bold: bool = False
    table: bool = False
    lines: int = 1
    after_break: bool = False
    full: bool = False
    page: int = 0


@dataclass(slots=True)
class Layout:
    """What the pages hold: blocks in reading order, the size of running text, what stood at the pages' edges."""

    blocks: list[Block]
    body: float
    edges: Edges = field(default_factory=Edges)

    def is_heading(self, block: Block) -> bool:
        """Whether a block is set apart as headings are: larger, or bold and short."""
        if block.table or len(block.text) > _LONGEST_HEADING or block.text.endswith(("。", "、", ",")):
            return False
        if block.size >= _LARGER * self.body:
            return True
        short = block.lines <= 2 and len(block.text) <= (40 if _WIDE.search(block.text) else 80)
        ended = re.search(r"[.!?！？:：)）]$", block.text)
        return (
            block.bold
            and short
            and not ended
            and block.size > 0.95 * self.body
            and not _BULLET.match(block.text)
        )

    def markdown(self) -> str:
        """The whole text."""
        sizes = sorted({round(block.size) for block in self.blocks if self.is_heading(block)}, reverse=True)
        parts = []
        for block in self.blocks:
            if self.is_heading(block) and re.search(r"[^\W\d_]", block.text):
                level = min(sizes.index(round(block.size)) + 1, _LEVELS)
                parts.append(f"{'#' * level} {block.text}")
            else:
                parts.append(block.text if block.table else re.sub(r"^(#+ )", r"\\\1", block.text))
        return "\n\n".join(parts)


def take_pieces(sheet: Sheet) -> list[Piece]:
    """The pieces of a page; its letters and rules are let go, as a thousand pages of them would fill the memory."""
    tables, rest = take_ruled(sheet)
    pieces = tables + pieces_of(upright(rest, sheet.width))
    sheet.glyphs, sheet.rules = [], []
    return pieces


def layout(pages: list[list[Piece]], sheets: Sequence[Sheet]) -> Layout:
    """The blocks of all pages, of which `pages` are the pieces."""
    edges = take_edges(pages, sheets)
    sizes: Counter[float] = Counter()
    for piece in (piece for page in pages for piece in page if not piece.table):
        sizes[round(piece.size * 2) / 2] += len(piece.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=10.0)
    ordered = [take_aligned(in_order(page)) for page in pages]
    known = words_of(line.text for lines in ordered for line in lines)
    blocks: list[Block] = []
    for number, lines in enumerate(ordered):
        blocks += _blocks(lines, known, number, body)
    mostly_bold = sum(len(block.text) for block in blocks if block.bold) * 2 > sum(
        len(b.text) for b in blocks
    )
    for block in blocks:
        block.bold = block.bold and not mostly_bold
    return Layout(_mended(Layout(blocks, body), known), body, edges)


def _blocks(lines: Sequence[Line], known: Counter[str], page: int, body: float) -> list[Block]:
    """Lines of a page put together to blocks."""
    pitches = [
        (below.box[3] - above.box[3]) / below.size
        for above, below in pairwise(lines)
        if below.box[3] > above.box[3] and abs(below.size - above.size) < 0.05 * above.size
    ]
    blocks: list[Block] = []
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else None
        if before is None or _starts(before, line, pitches, body):
            broken = before is None or _is_elsewhere(before, line)
            table = line.pieces[0].table
            blocks.append(Block(line.text, line.size, line.bold, table, 1, broken, page=page))
        else:
            block = blocks[-1]
            block.text = joined(block.text, line.text, known)
            block.lines += 1
            block.bold = block.bold and line.bold
        following = lines[place + 1] if place + 1 < len(lines) else None
        blocks[-1].full = following is None or line.right - line.box[2] < 2.5 * line.size
    return blocks


def _is_elsewhere(before: Line, line: Line) -> bool:
    """Whether a line stands in another column than the one before it."""
    return line.box[3] < before.box[1] + 1 or line.left > before.right - 1


def _starts(before: Line, line: Line, pitches: Sequence[float], body: float) -> bool:
    """Whether a line begins a new block."""
    if line.pieces[0].table or before.pieces[0].table or _is_elsewhere(before, line):
        return True
    if abs(line.size - before.size) > 0.08 * before.size or line.bold != before.bold:
        return True
    size = line.size
    if size >= _LARGER * body:  # the lines of a heading, however they are set
        return line.box[3] - before.box[3] > 1.75 * size
    near = sorted(pitch for pitch in pitches if pitch < 2.6)
    usual = near[len(near) // 3] if near else 1.7
    if (line.box[3] - before.box[3]) / size > max(1.25 * usual, usual + 0.22):
        return True
    indent, indent_before = line.box[0] - line.left, before.box[0] - before.left
    if _BULLET.match(line.text) or (0.6 * size < indent < 5 * size and indent - indent_before > 0.5 * size):
        hanging = _BULLET.match(before.text) and not _BULLET.match(line.text)
        return not hanging or _had_room(before, line)
    return _had_room(before, line)


def _had_room(before: Line, line: Line) -> bool:
    """Whether the first word would have gone onto the line before, which was then broken on purpose."""
    first = line.text.split(" ")[0]
    needed = 3 * line.size if _WIDE.match(first) else 0.55 * line.size * (len(first) + 1) + line.size
    return before.right - before.box[2] > needed


def _mended(found: Layout, known: Counter[str]) -> list[Block]:
    """The blocks with sentences put together that run over a page or a column."""
    blocks: list[Block] = []
    for block in found.blocks:
        after_table = bool(blocks) and blocks[-1].table and blocks[-1].after_break
        host = _unfinished(blocks, block, found) if block.after_break or after_table else None
        if host is None:
            blocks.append(block)
            continue
        host.text = joined(host.text, block.text, known)
        host.lines += block.lines
        host.full = block.full
    return blocks


def _unfinished(blocks: Sequence[Block], block: Block, found: Layout) -> Block | None:
    """The paragraph that `block` goes on with; tables and small print may stand between."""
    if block.table or found.is_heading(block) or _BULLET.match(block.text):
        return None
    for host in reversed(blocks[-4:]):
        if host.table or host.size < 0.93 * block.size:
            continue
        alike = abs(host.size - block.size) < 0.06 * block.size and not found.is_heading(host)
        starts_small = block.text[:1].islower() or bool(_WIDE.match(block.text))
        ended = _ENDED.search(host.text) is not None
        heads = _BULLET.match(host.text) is not None and not host.full  # a heading behind a mark
        return host if alike and not ended and not heads and (host.full or starts_small) else None
    return None
