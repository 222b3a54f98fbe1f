"""Promotional parts within copied text: sections that sell or speak of their writer, and not of the story."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.readers import furniture
from index.readers.boilerplate import Line
from index.sentences import BULLET

# What a text is about: words in Latin letters, in katakana, and compounds of kanji.
_TERM = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}|[ァ-ヴー]{3,}|[一-龥]{2,}")
_COMMON = frozenset(
    "the and for with that this from was were are has have its their but not will would said".split()
)
_LEAST_MARKS = 2
_MOST_SHARED = 0.45
_FEWEST_TERMS = 6
# A text must be long enough to show what it is about.
_LEAST_LINES = 12


def without_promotion(lines: Sequence[Line]) -> list[int]:
    """The places of the lines that remain: sections go that address the reader and share few terms with the rest."""
    everything = list(range(len(lines)))
    if len(lines) < _LEAST_LINES:
        return everything
    sections = _sections(lines)
    terms = [Counter(_terms(" ".join(lines[place].text for place in section))) for section in sections]
    marks = [_marks(" ".join(lines[place].text for place in section)) for section in sections]
    plain = Counter(term for counts, count in zip(terms, marks, strict=True) if not count for term in counts)
    dropped: set[int] = set()
    for section, counts, count in zip(sections, terms, marks, strict=True):
        known = sum(number for term, number in counts.items() if plain[term] >= 2)
        total = sum(counts.values())
        suspected = count >= _LEAST_MARKS and total >= _FEWEST_TERMS
        if suspected and known < total * _MOST_SHARED:
            dropped.update(section)
    kept = [place for place in everything if place not in dropped]
    return kept if len(kept) * 2 >= len(lines) else everything


def _sections(lines: Sequence[Line]) -> list[list[int]]:
    """Lines under their headings; headings and items without prose between them are one section."""
    sections: list[list[int]] = []
    listing = False
    for place, line in enumerate(lines):
        item = BULLET.match(line.text) is not None
        heads = line.headline and not item
        before_prose = place + 1 < len(lines) and lines[place + 1].prose
        if not sections or (heads and (lines[place - 1].ends or (listing and before_prose))):
            sections.append([])
            listing = False
        sections[-1].append(place)
        listing = listing or item
    return sections


def _terms(text: str) -> list[str]:
    return [word for word in _TERM.findall(text) if word.lower() not in _COMMON]


def _marks(text: str) -> int:
    return len({found.group().lower() for found in furniture.PROMOTION.finditer(text)})
