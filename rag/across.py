"""Firms named in the other script: "Soranotane" is そらのたね, ペルブルック is Pellbrook Stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from index.vocabulary import Vocabulary
from index.words import Analyser
from rag.statements.sound import Sound

_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3}(?!['’]?[A-Za-z0-9]{2})")
_KATAKANA = re.compile(r"[ァ-ヴ][ァ-ヴー・]{3,}")
# How alike two names must sound, and how much more than any other.
_ALIKE, _AHEAD = 0.8, 0.05
_LEAST = 5  # letters of a name of one word
# Above so many firms, comparing each by sound takes longer than an answer may.
_MOST_FIRMS = 3_000


class Across:
    """Writes the firms of a question as the articles do; `holds` says whether articles hold a (normalised) word."""

    def __init__(
        self, vocabulary: Vocabulary, firms: Iterable[str], analyser: Analyser, holds: Callable[[str], bool]
    ) -> None:
        listed = list(firms)[:_MOST_FIRMS]
        self._vocabulary, self._analyser, self._holds = vocabulary, analyser, holds
        self._japanese = [name for name in listed if _JAPANESE.search(name)]
        self._latin = [name for name in listed if name.isascii()]
        self._sound = Sound(analyser)

    def mended(self, text: str) -> str:
        """`text` with names of firms in the script of the articles; as it is where none sounds alike."""
        if self._japanese:
            text = _CAPITALS.sub(lambda match: self._in_japanese(match.group()), text)
        if self._latin and _JAPANESE.search(text):
            text = _KATAKANA.sub(lambda match: self._in_latin(match.group()), text)
        return text

    def _in_japanese(self, written: str) -> str:
        """The longest run of the words that sounds like one firm; words the articles hold name something else."""
        words = written.split(" ")
        for count in range(len(words), 0, -1):
            for start in range(len(words) - count + 1):
                run = " ".join(words[start : start + count])
                if len(run) < _LEAST or self._vocabulary.find_entities(run):
                    continue
                if all(map(self._holds, self._analyser.words(run))):
                    continue
                if name := self._one({name: self._sound.likeness(run, name) for name in self._japanese}):
                    return " ".join([*words[:start], name, *words[start + count :]])
        return written

    def _in_latin(self, written: str) -> str:
        if self._vocabulary.find_entities(written) or all(map(self._holds, self._analyser.words(written))):
            return written
        found = {}
        for name in self._latin:
            words = name.split(" ")
            beginnings = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
            alike = [self._sound.likeness(one, written) for one in beginnings if len(one) >= _LEAST]
            found[name] = max(alike, default=0.0)
        return self._one(found) or written

    @staticmethod
    def _one(likeness: dict[str, float]) -> str | None:
        best, *others = sorted(likeness.items(), key=lambda pair: -pair[1])
        ahead = not others or best[1] - others[0][1] >= _AHEAD
        return best[0] if best[1] >= _ALIKE and ahead else None
