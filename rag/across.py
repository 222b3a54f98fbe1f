"""Firms named in the other script: "Soranotane" is そらのたね, ペルブルック is Pellbrook Stores."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from index.vocabulary import Vocabulary, fold
from index.words import Analyser
from rag.statements.sound import Sound

_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,3}(?!['’]?[A-Za-z0-9]{2})")
# Katakana, and what of a name may follow it in Latin letters: クイロンAI.
_KATAKANA = re.compile(r"(?P<kana>[ァ-ヴ][ァ-ヴー・]{3,})(?P<rest>\s?[A-Za-z][A-Za-z0-9]*(?![A-Za-z0-9]))?")
# How alike two names must sound, and how much more than any other.
_ALIKE, _AHEAD = 0.8, 0.05
_BEGUN = 0.85  # how alike a name is to the word it begins with
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
        text = self.in_japanese(text)
        if self._latin and _JAPANESE.search(text):
            text = _KATAKANA.sub(self._in_latin, text)
        return text

    def in_japanese(self, text: str) -> str:
        """`text` with the firms that the articles write in Japanese written so."""
        if not self._japanese:
            return text
        return _CAPITALS.sub(lambda match: self._in_japanese(match.group()), text)

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
                likeness = {name: self._likeness(run, name) for name in self._japanese}
                if name := self._one(likeness):
                    return " ".join([*words[:start], name, *words[start + count :]])
        return written

    def _likeness(self, run: str, name: str) -> float:
        return max(self._sound.likeness(run, name), _BEGUN * self._sound.opens(run, name))

    def _in_latin(self, match: re.Match[str]) -> str:
        """The firm whose name, or its beginning, sounds like a run of katakana, with what else of it stands there."""
        written, rest = match["kana"], match["rest"] or ""
        if self._vocabulary.find_entities(written) or all(map(self._holds, self._analyser.words(written))):
            return match.group()
        found: dict[str, float] = {}
        begun: dict[str, str] = {}
        for name in self._latin:
            words = name.split(" ")
            beginnings = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
            alike = {one: self._sound.likeness(one, written) for one in beginnings if len(one) >= _LEAST}
            begun[name] = max(alike, key=lambda one: alike[one], default=name)
            found[name] = alike.get(begun[name], 0.0)
        firm = self._one(found)
        if firm is None:
            return match.group()
        if not self._vocabulary.find_entities(firm):  # only its own articles know it, by whichever name
            return f"{begun[firm]}{rest}"
        repeated = rest.strip() and fold(firm).endswith(fold(rest.strip()))
        return firm if repeated else f"{firm}{rest}"

    @staticmethod
    def _one(likeness: dict[str, float]) -> str | None:
        best, *others = sorted(likeness.items(), key=lambda pair: -pair[1])
        ahead = not others or best[1] - others[0][1] >= _AHEAD
        return best[0] if best[1] >= _ALIKE and ahead else None
