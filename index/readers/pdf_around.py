"""What stands around the article on the pages of a PDF: side boxes of headlines, credits, the desk to write to."""

from __future__ import annotations

import unicodedata

from index.readers import furniture
from index.readers.boilerplate import Line, addresses, is_label, is_notice, is_stamp
from index.readers.pdf_paragraphs import Block, Layout

# Small print is this much smaller than running text.
_SMALL = 0.93
_CLOSING_MOST = 0.5
_LABEL_MOST = 60
# A contact block is short: a name, an office, telephones.
_CONTACT_LINES = 12
_STAMPED_PROSE = 2


def drop_around(found: Layout) -> None:
    """Leave out of the blocks what is none of the article's; all of them stay where nothing else would be left."""
    total = sum(len(block.text) for block in found.blocks) or 1
    kept: list[Block] = []
    said = prose = place = 0
    while place < len(found.blocks):
        block = found.blocks[place]
        begun = place
        if not block.table and len(block.text) <= _LABEL_MOST:
            text = unicodedata.normalize("NFKC", block.text).strip()
            if furniture.HEADLINES.fullmatch(text):
                place = _past_side_box(found, place)
            elif furniture.CLOSING.fullmatch(text) and said > total * _CLOSING_MOST:
                place = _past_contact(found, place)
        if place == begun:
            stamp = prose < _STAMPED_PROSE and is_stamp(block.text)
            if block.table or not (stamp or _is_page_own(block, found, said > total * _CLOSING_MOST)):
                kept.append(block)
            place += 1
        said += sum(len(one.text) for one in found.blocks[begun:place])
        prose += Line(block.text, table=block.table).prose
    if any(Line(block.text).ends or block.table for block in kept):
        found.blocks[:] = kept


def _is_page_own(block: Block, found: Layout, late: bool) -> bool:
    if found.is_heading(block) and block.size > found.body:
        return False
    return is_label(block.text) or (late and is_notice(block.text))


def _past_side_box(found: Layout, place: int) -> int:
    """Past a label of headlines and what is set small below it; the label alone is none."""
    at = place + 1
    while at < len(found.blocks) and _is_small_line(found.blocks[at], found):
        at += 1
    return at if at > place + 1 else place


def _is_small_line(block: Block, found: Layout) -> bool:
    line = Line(block.text, table=block.table)
    return block.size < _SMALL * found.body and (line.headline or addresses(block.text))


def _past_contact(found: Layout, place: int) -> int:
    """Past a label such as "For further information" and the lines below it, which are no prose."""
    at = place + 1
    while at < len(found.blocks) and at - place <= _CONTACT_LINES:
        block = found.blocks[at]
        line = Line(block.text, table=block.table)
        if block.table or found.is_heading(block) or (line.prose and not is_notice(block.text)):
            break
        at += 1
    return at if at > place + 1 else place
