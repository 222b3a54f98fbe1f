"""One name in two spellings: "Hokuto Automata (北斗オートマタ)" is asked as the spelling that the articles use."""

from __future__ import annotations

import re
from collections.abc import Callable

_LATIN = r"[A-Za-z0-9][A-Za-z0-9&.'’\- ]*[A-Za-z0-9.]"
_JAPANESE = r"[一-鿿々ァ-ヴーぁ-ゖ・]*[一-鿿々ァ-ヴー][一-鿿々ァ-ヴーぁ-ゖ・]*"
# A name and, in brackets right behind it, the same in the other script; an owner's ’s may stand between.
_PAIR = re.compile(
    rf"(?P<first>{_LATIN})(?P<owner>['’]s?)? ?[(（](?P<second>{_JAPANESE})[)）]"
    rf"|(?P<name>[一-鿿々ァ-ヴー・]{{2,}}) ?[(（](?P<latin>{_LATIN})[)）]"
)
_CAPITALISED = re.compile(r"(?:[A-Z][\w&.'’\-]*|[a-z]+[A-Z][\w&.\-]*)(?: [A-Z0-9][\w&.'’\-]*)*$")

_NAME = re.compile(r"[A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*)*")
# "Who led Kounan Cell's Series C? (港南セル)": the other spelling behind the whole question.
_GLOSS = re.compile(rf"(?<=[?？.。])\s*[(（](?P<name>{_JAPANESE})[)）]\s*$")


def in_one_spelling(text: str, known: Callable[[str], bool]) -> str:
    """`text` with each pair of spellings cut down to the one that is `known`; unchanged where both or neither is.

    >>> in_one_spelling("What is Hokuto Automata's (北斗オートマタ) backlog?", "北斗オートマタ".__eq__)
    "What is 北斗オートマタ's backlog?"
    """
    gloss = _GLOSS.search(text)
    if gloss and known(gloss["name"]):
        strange = [m for m in _NAME.finditer(text, 0, gloss.start()) if m.start() and not known(m.group())]
        if strange:
            start, end = strange[0].span()
            return f"{text[:start]}{gloss['name']}{text[end : gloss.start()]}".strip()
    return _PAIR.sub(lambda match: _chosen(match, known), text)


def _chosen(match: re.Match[str], known: Callable[[str], bool]) -> str:
    if match["name"]:
        before, first, second, owner = "", match["name"], match["latin"], ""
    else:
        capitals = _CAPITALISED.search(match["first"])
        if capitals is None:
            return match.group()
        before, first = match["first"][: capitals.start()], re.sub(r"['’]s?$", "", capitals.group())
        second, owner = match["second"], "'s" if match["owner"] or first != capitals.group() else ""
    if known(first) == known(second):
        return match.group()
    return f"{before}{first if known(first) else second}{owner}"
