"""Running heads, running feet and page numbers: what stands apart at the edges of pages, told from their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.readers.pdf_glyphs import Sheet
from index.readers.pdf_lines import Piece

_PAGE_NUMBER = re.compile(
    r"[-–—‐・\[(（\s]*(?:page|p\.?)?\s*\d{1,4}(?:\s*(?:/|of|／)\s*\d{1,4})?\s*(?:ページ|頁)?[-–—‐・\])）\s]*",
    re.I,
)
_PRINTED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4},?\s+\d{1,2}:\d{2}(?:\s?[AP]M)?")
_URL = re.compile(r"https?://\S+")
# Notes to tables and to words stand at the foot as well, and are the article's.
_NOTE = re.compile(r"[※*†‡(（\d]|注|出所|出典|資料|単位|(?:source|note)s?\b", re.IGNORECASE)
_ENDED = re.compile(r"[。．.!?！？:：,、]\s*$")
_SMALL = 0.93  # of the running text's size
_SHORT = 60
_EDGE = 0.12  # of the page's height, at its head and its foot
_APART = 0.9  # of the letters' size: the white between a running head and the text


@dataclass(slots=True)
class Edges:
    """What was taken from the edges: each running head or foot once, and the address a browser prints there."""

    running: list[str] = field(default_factory=list)
    url: str | None = None


def take_edges(pages: list[list[Piece]], sheets: Sequence[Sheet]) -> Edges:
    """Take what repeats at the edges out of the pages, and page numbers."""
    body = _body_size(pages)
    edges = [_edge_pieces(page, sheet) for page, sheet in zip(pages, sheets, strict=True)]
    seen: Counter[tuple[bool, str]] = Counter()
    for edge, sheet in zip(edges, sheets, strict=True):
        seen.update({_key(piece, sheet) for piece in edge})
    needed = max(2, round(0.4 * len(pages)))
    found = Edges()
    for place, (edge, sheet) in enumerate(zip(edges, sheets, strict=True)):
        taken = set()
        for piece in edge:
            text = piece.text.strip()
            if match := _URL.match(text):
                found.url = found.url or match.group().removesuffix("…")
            own = any(form.fullmatch(text) for form in (_PAGE_NUMBER, _PRINTED, _URL))
            if own or seen[_key(piece, sheet)] >= needed:
                taken.add(id(piece))
                if not own and text not in found.running:
                    found.running.append(text)
        _take_small_lines(edge, taken, body, found)
        pages[place] = [piece for piece in pages[place] if id(piece) not in taken]
    return found


def _take_small_lines(edge: Sequence[Piece], taken: set[int], body: float, found: Edges) -> None:
    """Take what stands on one page only: an issue's name and date, and short small print that is no note."""
    lines: dict[int, list[Piece]] = {}
    for piece in edge:
        if id(piece) not in taken:
            lines.setdefault(round(piece.box[3] / 3), []).append(piece)
    for pieces in lines.values():
        text = " ".join(piece.text.strip() for piece in sorted(pieces, key=lambda one: one.box[0]))
        small = max(piece.size for piece in pieces) < _SMALL * body
        if small and len(text) <= _SHORT and not _NOTE.match(text) and not _ENDED.search(text):
            taken.update(map(id, pieces))
            found.running.append(text)


def _body_size(pages: Sequence[Sequence[Piece]]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for piece in (piece for page in pages for piece in page if not piece.table):
        sizes[round(piece.size * 2) / 2] += len(piece.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def _edge_pieces(page: Sequence[Piece], sheet: Sheet) -> list[Piece]:
    """The pieces at the head and the foot of a page that white parts from its text."""
    texts = [piece for piece in page if not piece.table]
    head = _apart(sorted(texts, key=lambda one: one.box[1]), 1, _EDGE * sheet.height, sheet)
    foot = _apart(sorted(texts, key=lambda one: -one.box[3]), -1, _EDGE * sheet.height, sheet)
    return [*head, *foot]


def _apart(pieces: Sequence[Piece], way: int, depth: float, sheet: Sheet) -> list[Piece]:
    """The first of `pieces`, counted from an edge, up to the white before the rest; none if that lies too deep."""
    reached = None
    for place, piece in enumerate(pieces):
        near, far = (piece.box[1], piece.box[3]) if way > 0 else (-piece.box[3], -piece.box[1])
        if reached is not None and near - reached > _APART * piece.size:
            return list(pieces[:place])
        reached = far if reached is None else max(reached, far)
        if (reached if way > 0 else sheet.height + reached) > depth:
            return []
    return list(pieces)


def _key(piece: Piece, sheet: Sheet) -> tuple[bool, str]:
    """What a running head is known by: its place, size and words, whatever its numbers."""
    words = re.sub(r"\d+", "#", re.sub(r"\s+", "", piece.text))
    head = piece.box[1] < sheet.height / 2
    return head, f"{words}/{piece.size:.0f}/{round(piece.box[1] / 6)}"
