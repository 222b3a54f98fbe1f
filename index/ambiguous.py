"""Amounts that can be read in two ways, told and never guessed: "1,5億円" is 1億5,000万円 or 15億円.

`find_quantities` leaves such amounts out; `find_ambiguous` lists them with their readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.format import format_exact
from index.numerals import NUMBER
from index.quantity import Mention, Quantity, find_quantities, readable

_AROUND = 24  # characters on either side that can belong to an amount
_COMMAS = re.compile(r"(?<![0-9.,])[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?(?![0-9])")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class AmbiguousMention:
    """What stands at `text[start:end]` and every way to read it, the smallest amount first."""

    written: str
    readings: tuple[Quantity, ...]
    start: int
    end: int

    def sentence(self, language: str) -> str:
        """One sentence in `language` ("ja" or "en") that says how it can be read."""
        shown = [format_exact(reading, language) for reading in self.readings]
        if language == "ja":
            return f"「{self.written}」は{'とも'.join(shown)}とも読めます。"
        return f'"{self.written}" can be read as {" or as ".join(shown)}.'


def find_ambiguous(text: str) -> list[AmbiguousMention]:
    """Every amount of `text` whose commas leave open what they part, in order. Never raises."""
    folded = readable(text)
    found = []
    for match in _COMMAS.finditer(folded):
        if len(match.group()) <= _LONGEST and not re.fullmatch(NUMBER, match.group()):
            found += _read(text, folded, match.start(), match.end())
    return found


def _read(text: str, folded: str, start: int, end: int) -> list[AmbiguousMention]:
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    readings: dict[Quantity, tuple[int, int]] = {}
    for number in _ways(folded[start:end]):
        mention = _covering(folded[low:start], number, folded[end:high])
        if mention is None:
            continue
        behind = mention.end - (start - low) - len(number)
        readings[mention.quantity] = (low + min(mention.start, start - low), end + max(0, behind))
    if len(readings) < 2:
        return []
    first, last = min(span[0] for span in readings.values()), max(span[1] for span in readings.values())
    ordered = sorted(readings, key=lambda quantity: quantity.value)
    return [AmbiguousMention(text[first:last], tuple(ordered), first, last)]


def _ways(written: str) -> Iterator[str]:
    """The numbers "1,5" may stand for: a decimal comma, a misplaced separator, or neighbours as in 五、六."""
    parts = written.split(",")
    if len(parts) == 2 and "." not in written:
        yield f"{parts[0]}.{parts[1]}"
        if len(parts[0]) == len(parts[1]) == 1 and int(parts[1]) == int(parts[0]) + 1:
            yield f"{parts[0]}〜{parts[1]}"
    elif len(parts) > 2:
        yield parts[-1]  # the last one of a list
    yield "".join(parts)


def _covering(before: str, number: str, behind: str) -> Mention | None:
    """The amount that holds `number`."""
    place = len(before)
    for mention in find_quantities(before + number + behind):
        if mention.start < place + len(number) and place < mention.end:
            return mention
    return None
