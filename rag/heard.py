"""Whether a text in the other script holds a name: オハイオ in "a plant in Ohio", "Hayate" in ハヤテ4."""

from __future__ import annotations

import re
from functools import lru_cache

from index.words import Analyser
from rag.statements.sound import Sound

_ALIKE, _SURE = 0.85, 0.9
_LEAST, _LEAST_LATIN = 4, 4  # characters of a name that is compared by its sound
_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")
_KATAKANA = re.compile(r"[ァ-ヴー]{3,}")
_JOINED = re.compile(r"[ァ-ヴー]{2,}(?:・[ァ-ヴー]{2,})+")  # アラメダ・フーズ
_QUOTED = re.compile(r"「([^「」]{2,12})」")
_CAPITALISED = re.compile(r"\b[A-Z][A-Za-z]{3,}(?: [A-Z][a-z]+)?")
_NAME = re.compile(r"[A-Z]?[A-Za-z]{3,}(?: [A-Z][a-z]+)*")
_KEPT = 16_384


class Heard:
    """Compares the katakana of one text with the capitalised words of another; plain words are alike by chance."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._sound = Sound(analyser)
        self.holds = lru_cache(maxsize=_KEPT)(self._holds)

    def _holds(self, name: str, text: str) -> bool:
        if _JAPANESE.search(name):
            if len(name) < _LEAST or not _KATAKANA.fullmatch(name):
                return False
            return any(self._sound.likeness(word, name) >= _ALIKE for word in set(_CAPITALISED.findall(text)))
        if len(name) < _LEAST_LATIN or not _NAME.fullmatch(name) or not _JAPANESE.search(text):
            return False
        if any(self._sound.likeness(name, run) >= _ALIKE for run in set(_KATAKANA.findall(text))):
            return True
        # Kanji and hiragana are compared only where they are a name: a reading alone is soon alike.
        names = {*_JOINED.findall(text), *_QUOTED.findall(text), *self._analyser.names(text)}
        return any(self._sound.likeness(name, one) >= _SURE for one in names)
