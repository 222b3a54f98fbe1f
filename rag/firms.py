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
            alone = short in listed or (" " not in short and _is_telling(short))
            if alone and not vocabulary.find_entities(short):
                owners.setdefault(short, []).append(name)
    return {name: tuple(short for short, whose in owners.items() if whose == [name]) for name in whole}


def _names_a_firm(name: str, names: frozenset[str], vocabulary: Vocabulary, analyser: Analyser) -> bool:
    if not 2 <= len(name) <= _LONGEST or vocabulary.find_entities(name) or vocabulary.find_metrics(name):
        return False
    for joint in _JOINT.finditer(
        name
    ):  # "競合のレグルス", "アカリとミナモ": a name, and what is said with it
        if not names.isdisjoint((name[: joint.start()], name[joint.end() :])):
            return False
    return analyser.kind(name) not in (_PLACE, _PERSON) or len(analyser.words(name)) > 1


def _beginnings(name: str) -> list[str]:
    """The first words of a name: "Calder Bay Group" is also Calder and Calder Bay."""
    return [name[: match.start()] for match in re.finditer(" ", name)]


def _is_telling(word: str) -> bool:
    return len(word) >= _LEAST_SHORT and word[:1].isupper() and word.lower() not in _EVERYDAY
