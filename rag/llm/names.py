"""Names in a sentence of a model: each must stand in what the sentence cites, in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from index.glossary import shipped_groups
from index.vocabulary import Vocabulary, fold
from index.words import Analyser
from rag.names import names_in
from rag.statements.sound import Sound

_LATIN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.'’\-]*(?:\s(?:(?:of|the|and|de|for)\s)?[A-Z][A-Za-z0-9&.'’\-]*)*|(?<![A-Za-z0-9])[a-z]+[A-Z][A-Za-z0-9]*"
)
# What kind of body a name ends in; the analyser does not know every name before it.
_OF_A_KIND = re.compile(
    r"[一-鿿々ァ-ヴー]{2,12}?(?:ファンド|銀行|証券|信託|キャピタル|パートナーズ|ベンチャーズ|ホールディングス|投資庁|投資公社|研究所|大学|財団|電機|電力|製薬|薬品|商事|工業|産業|重工|自動車|通信|食品|建設|航空|保険|生命|商会|製作所|委員会|省|庁)(?![一-鿿々ァ-ヴー])"
)
_OWNED = re.compile(r"['’]s?$")
# Words that English writes with a capital, or that open its sentences, and that name nobody.
_PLAIN = frozenset(
    "a an the this that these those it its they their he she his her we our you your i there here what which who when where why how if as at by for from in into "
    "of on to with without within about above after against all also although among and another any are be because been before below between both but can could "
    "did do does during each either even every few first second third fourth fifth last next final finally further given had has have however including instead is "
    "later less many may more moreover most much neither no none nor not now once one only or other others over per since so some still such than then though "
    "through thus total under until up upon was were while will would yes yet according based overall currently recently previously meanwhile additionally similarly "
    "dividing multiplying adding subtracting assuming using compared relative excluding articles article passage passages source sources report reports reportedly company companies firm "
    "startup group management investors investor shareholders shareholder analysts analyst board people sources officials executives funding financing "
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "q1 q2 q3 q4 h1 h2 fy usd jpy eur gbp ai ceo cfo cto coo ipo gpu gpus ebitda roe roa us u.s. inc corp ltd co plc mr ms mrs dr "
    "quarter year month months years days half fiscal runway burn cash".split()
)


class Names:
    """Finds names and whether a text holds them."""

    def __init__(self, vocabulary: Vocabulary, analyser: Analyser) -> None:
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._sound = Sound(analyser)

    def companies(self, text: str, known: Sequence[str]) -> frozenset[str]:
        """The firms `text` names: keys of the vocabulary, and those of `known` that it writes or that sound like its names."""
        keys = [one.key for one in self._vocabulary.find_entities(text)]
        found = set(self._vocabulary.companies(keys))
        folded = fold(text)
        found |= {name for name in known if name not in self._vocabulary.entities and fold(name) in folded}
        for written in self._latin(text):
            if not self._vocabulary.find_entities(written):
                found |= {
                    name for name in known if not name.isascii() and self._sound.likeness(written, name)
                }
        return frozenset(found)

    def missing(self, text: str, sources: Sequence[str], also: Sequence[str] = ()) -> list[str]:
        """The names of `text` that stand in none of the `sources`, by any of their spellings.

        `also` are names that are known to be meant by the sources though they do not write them.
        """
        held = _Held(" \n ".join((*sources, *also)), self._vocabulary)
        return [name for name in self._names(text) if not self._held(name, held)]

    def _names(self, text: str) -> list[str]:
        entities = [text[one.start : one.end] for one in self._vocabulary.find_entities(text)]
        japanese = [name for name in names_in(text, self._analyser) if not name.isascii()]
        japanese += [match.group() for match in _OF_A_KIND.finditer(text)]
        return list(dict.fromkeys([*entities, *japanese, *self._latin(text)]))

    def _latin(self, text: str) -> list[str]:
        """Capitalised runs, less the plain words at their beginning and end; measures and formulas are no names."""
        found = []
        metrics = [
            text[one.start : one.end].lower()
            for one in (*self._vocabulary.find_metrics(text), *self._vocabulary.find_items(text))
        ]
        for match in _LATIN.finditer(text):
            words = [_OWNED.sub("", word).strip(".-&") for word in match.group().split()]
            opens = _opens(text, match.start())
            while words and (
                words[0].lower() in _PLAIN
                or (opens and words[0].lower() in _common() and words[0][1:].islower())
            ):
                words, opens = words[1:], False
            while words and words[-1].lower() in _PLAIN:
                words = words[:-1]
            name = " ".join(words)
            if len(name) > 1 and name.lower() not in metrics and not name.isdigit():
                found.append(name)
        return found

    def _held(self, name: str, held: _Held) -> bool:
        plain = fold(_OWNED.sub("", name))
        if plain in held.text or _bare(name) in held.bare:
            return True
        keys = {one.key for one in self._vocabulary.find_entities(name)}
        if keys and keys & held.keys:
            return True
        synonyms = [other for _, others in self._vocabulary.synonyms(name) for other in others]
        if any(fold(other) in held.text for other in synonyms if len(other) > 1):
            return True
        if name.isascii():
            words = [word for word in re.split(r"[\s&]+", plain) if word not in _PLAIN and len(word) > 1]
            if len(words) > 1 and all(
                re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", held.text) for word in words
            ):
                return True
            if any(word in held.text for word in _groups().get(plain, ())):
                return True
            return any(self._sound.likeness(name, other) for other in held.japanese(self._analyser))
        return any(self._sound.likeness(other, name) for other in held.latin())


class _Held:
    """A text that may hold names, read once."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.original = text
        self.text = fold(text)
        self.bare = _bare(text)
        self.keys = {one.key for one in vocabulary.find_entities(text)}
        self._japanese: list[str] | None = None

    def japanese(self, analyser: Analyser) -> list[str]:
        if self._japanese is None:
            katakana = re.findall(r"[ァ-ヴー・]{3,}", self.original)
            self._japanese = list(dict.fromkeys([*analyser.names(self.original), *katakana]))
        return self._japanese

    def latin(self) -> list[str]:
        return [match.group() for match in _LATIN.finditer(self.original)]


def _opens(text: str, place: int) -> bool:
    """Whether a sentence, or a clause behind a colon, begins there."""
    return not text[:place].strip() or bool(re.search(r"[.!?:;。]\s*[\"“'(]*$", text[:place]))


def _bare(text: str) -> str:
    return re.sub(r"[\s・·\-'’.,&]", "", unicodedata.normalize("NFKC", text)).casefold()


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """The glossary's Japanese spellings by their English ones."""
    found: dict[str, tuple[str, ...]] = {}
    for group in shipped_groups():
        japanese = tuple(fold(word) for word in group if not word.isascii())
        for word in group:
            if word.isascii():
                found[fold(word)] = (*found.get(fold(word), ()), *japanese)
    return found


@cache
def _common() -> frozenset[str]:
    """Words of the finance glossary: "Revenue", "Valuation" and "Launch" open a sentence and name nobody; "Boeing" does."""
    terms = [word for group in shipped_groups() for word in group if word.isascii()]
    return frozenset(word for term in terms for word in re.findall(r"(?<![A-Za-z])[a-z]+(?![A-Za-z])", term))
