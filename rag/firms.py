"""The firms the library's own articles tell figures of: in questions they are companies like those of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.vocabulary import Vocabulary
from index.words import Analyser

_PLACE, _PERSON = 3, 2  # kinds of word, as the analyser tells them
# Words that join two names or describe one: "競合のレグルス", "アカリとミナモ", "Acme and Zenith".
_JOINT = re.compile(r"の|と|や|、|,|・(?=.*・)|\band\b|\bof\b")
_LONGEST = 40


def firms_of(names: Sequence[str], vocabulary: Vocabulary, analyser: Analyser) -> dict[str, tuple[str, ...]]:
    """Every firm among `names` (the ledger's companies) that the vocabulary does not know, with its short forms.

    >>> firms_of(["Harlow", "Harlow Bio", "競合のハーロウ"], Vocabulary.read(), Analyser())
    {'Harlow Bio': ('Harlow',)}
    """
    known = [name for name in dict.fromkeys(names) if _names_a_firm(name, vocabulary, analyser)]
    longer: dict[str, list[str]] = {name: [] for name in known}
    for name in known:
        start, _, rest = name.partition(" ")
        while rest:
            if start in longer:
                longer[start].append(name)
            word, _, rest = rest.partition(" ")
            start = f"{start} {word}"
    # A name that two others begin with stands for neither.
    return {
        name: tuple(short for short, names in longer.items() if names == [name])
        for name, names in longer.items()
        if not names
    }


def _names_a_firm(name: str, vocabulary: Vocabulary, analyser: Analyser) -> bool:
    if len(name) < 2 or len(name) > _LONGEST or vocabulary.find_entities(name) or vocabulary.find_metrics(name):
        return False
    if _JOINT.search(name):
        return False
    return analyser.kind(name) not in (_PLACE, _PERSON) or len(analyser.words(name)) > 1
