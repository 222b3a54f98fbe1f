"""The firms the library's own articles tell figures of: in questions they are companies like those of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.vocabulary import Vocabulary
from index.words import Analyser

_PERSON, _PLACE = 2, 3  # kinds of word, as the analyser tells them
_JOINT = re.compile(r"の|と|や|、|, | and | of ")
_LONGEST = 40
_LEAST_SHORT = 5  # letters of a first word that may stand for the whole name
# First words of firms' names that are everyday words: alone they name no firm.
_EVERYDAY = frozenset(
    "general national united first american global international standard universal pacific atlantic northern southern eastern western central digital "
    "royal north south early great grand golden silver black white green river ocean light solar power energy smart quick rapid clear bright fresh "
    "japan tokyo osaka london china europe asian world earth cloud stone bridge summit apple orange delta alpha omega capital modern future "
    "public federal state service services security health medical financial second third market street house people family human animal water".split()
)


def firms_of(
    measured: Sequence[str], names: Sequence[str], vocabulary: Vocabulary, analyser: Analyser
) -> dict[str, tuple[str, ...]]:
    """The firms of the ledger that the vocabulary does not know, each with the short forms that stand for it alone.

    `measured` are the companies it has a known measure of, `names` all that its articles name. The first word of an
    English name is a short form unless it is an everyday word: "Harlow Bio" is also Harlow, "First Bio" is not First.
    """
    listed = frozenset(names)
    whole = [name for name in measured if _names_a_firm(name, listed, vocabulary, analyser)]
    whole = [name for name in whole if not any(longer.startswith(f"{name} ") for longer in whole)]
    owners: dict[str, list[str]] = {}
    for name in whole:
        for short in _beginnings(name):
            if (short in listed or _is_telling(short, analyser)) and not vocabulary.find_entities(short):
                owners.setdefault(short, []).append(name)
    return {name: tuple(short for short, whose in owners.items() if whose == [name]) for name in whole}


def _names_a_firm(name: str, names: frozenset[str], vocabulary: Vocabulary, analyser: Analyser) -> bool:
    if not 2 <= len(name) <= _LONGEST or vocabulary.find_entities(name) or vocabulary.find_metrics(name):
        return False
    for joint in _JOINT.finditer(name):  # "競合のレグルス": a name, and what is said with it
        if not names.isdisjoint((name[: joint.start()], name[joint.end() :])):
            return False
    return analyser.kind(name) not in (_PLACE, _PERSON) or len(analyser.words(name)) > 1


# "椿野モビリティ", "クロバネAI": the name ends where the script changes.
_NAME_PROPER = re.compile(r"[一-鿿]{2,4}(?=[ァ-ヴーA-Za-z])|[ァ-ヴー]{4,}(?=[^ァ-ヴー])")


def _beginnings(name: str) -> list[str]:
    """What may stand for a name: "Calder Bay Group" is also Calder and Calder Bay, 椿野モビリティ also 椿野."""
    proper = _NAME_PROPER.match(name)
    return [name[: match.start()] for match in re.finditer(" ", name)] + ([proper.group()] if proper else [])


def _is_telling(short: str, analyser: Analyser) -> bool:
    """Whether a short form can be nobody else's name, nor an everyday word."""
    if not short.isascii():
        return bool(analyser.names(short)) and analyser.kind(short) != _PLACE
    first = short.partition(" ")[0]
    return len(first) >= _LEAST_SHORT and first[:1].isupper() and first.lower() not in _EVERYDAY
