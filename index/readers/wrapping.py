"""Lines that were broken to fit a width, as in mail and terminals, put together to the paragraphs they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NOT_PROSE = re.compile(r"\s*(?:[#>|*+•・●■◆▶※-]|\d{1,2}[.)）]\s)|.*(?:\t|\S {3,}\S)")
# In columns, of which a wide letter takes two. A width that lines are broken at lies between these; longer lines are paragraphs, shorter ones a list.
_NARROWEST, _WIDEST = 45, 110
_NARROWEST_WIDE, _WIDEST_WIDE = 50, 120
# Marks that may not begin or end a line, and words in Latin letters, shorten a Japanese line by so much.
_SLACK_WIDE = 6
# So many breaks must be where the width puts them before a text is taken to have been broken.
_LEAST = 3


def unwrapped(rows: Sequence[str]) -> list[str]:
    """The rows, with those of a paragraph in one where each of its lines is broken just where the next word would not fit.

    A break is one only if the first word of the next line had no room: lines meant as lines end anywhere.
    """
    paragraphs = _paragraphs(rows)
    wrapped = [one for one in paragraphs if len(one) > 1 and not any(_NOT_PROSE.match(row) for row in one)]
    width = max((_columns(row) for one in wrapped for row in one[:-1]), default=0)
    japanese = sum(len(_JAPANESE.findall(row)) for one in wrapped for row in one) * 3 > sum(
        len(row) for one in wrapped for row in one
    )
    least, most = (_NARROWEST_WIDE, _WIDEST_WIDE) if japanese else (_NARROWEST, _WIDEST)
    if not least <= width <= most:
        return list(rows)
    broken = {id(one) for one in wrapped if all(_had_no_room(*pair, width) for pair in pairwise(one))}
    breaks = sum(len(one) - 1 for one in paragraphs if id(one) in broken)
    if breaks < _LEAST:
        return list(rows)
    return [row for one in paragraphs for row in ([_joined(one)] if id(one) in broken else one)]


def _paragraphs(rows: Sequence[str]) -> list[list[str]]:
    """Rows by paragraph; an empty row is one of its own."""
    found: list[list[str]] = []
    fresh = True
    for row in rows:
        if fresh or not row.strip():
            found.append([row])
        else:
            found[-1].append(row)
        fresh = not row.strip()
    return found


def _had_no_room(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would have made this one wider than the others."""
    line, following = line.rstrip(), following.strip()
    if _JAPANESE.match(following) or _JAPANESE.match(line[-1:]):
        return _columns(line) + _SLACK_WIDE > width and _columns(following) <= width
    return _columns(line) + 1 + _columns(following.split(" ")[0]) > width and _columns(following) <= width


def _columns(row: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in row.rstrip())


def _joined(rows: Sequence[str]) -> str:
    text = rows[0].rstrip()
    for row in rows[1:]:
        row = row.strip()
        wide = ord(text[-1]) >= 0x2E80 or ord(row[0]) >= 0x2E80
        text += row if wide else f" {row}"
    return text
