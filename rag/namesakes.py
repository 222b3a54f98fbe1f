"""One firm that the articles of one language write in Latin letters and those of the other in Japanese: Nagi Foods and ナギフーズ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from rag.statements.sound import Sound, spoken_form

_ALIKE, _AHEAD = 0.85, 0.05  # how alike two names must sound, and how much more than any other
_MOST = 2_000  # firms; among more, comparing takes longer than opening a library may
_OPENING = 1  # letters of its sound that a name shares with its namesake


def joined(firms: Mapping[str, tuple[str, ...]], sound: Sound) -> dict[str, tuple[str, ...]]:
    """`firms` with each pair that sounds alike as one, under its Japanese name; the Latin one is among its other names."""
    pairs = _pairs(list(firms), sound) if len(firms) <= _MOST else {}
    found = {name: shorter for name, shorter in firms.items() if name not in pairs.values()}
    for japanese, latin in pairs.items():
        found[japanese] = tuple(dict.fromkeys((*firms[japanese], latin, *firms[latin])))
    return found


def titled(
    firms: Mapping[str, tuple[str, ...]], titles: Callable[[], Iterable[str]], sound: Sound
) -> dict[str, tuple[str, ...]]:
    """`firms` with what titles in the other script call them: Merantine Pay is メランティン・ペイ where only a title says so."""
    latin: dict[str, list[str]] = {}
    for name in firms:
        if name.isascii() and len(firms) <= _MOST:
            latin.setdefault(spoken_form(name)[:_OPENING], []).append(name)
    found = dict(firms)
    if not latin:
        return found
    written = {match.group() for title in titles() for match in _KATAKANA.finditer(title)}
    for name in sorted(written - {one for key, words in firms.items() for one in (key, *words)}):
        likeness = {firm: sound.likeness(firm, name) for firm in latin.get(sound.of(name)[:_OPENING], ())}
        likeness = {firm: alike for firm, alike in likeness.items() if alike >= _ALIKE}
        if likeness and (firm := _one(likeness)):
            found[firm] = (*found[firm], name)
    return found


_KATAKANA = re.compile(r"[ァ-ヴー]{2,}(?:・[ァ-ヴー]{2,})+|[ァ-ヴー]{5,}")


def _pairs(names: list[str], sound: Sound) -> dict[str, str]:
    """Japanese name -> Latin name, where each is the other's one namesake."""
    by_opening: dict[str, list[str]] = {}
    for name in names:
        if name.isascii():
            by_opening.setdefault(spoken_form(name)[:_OPENING], []).append(name)
    if not by_opening:
        return {}
    alike: dict[str, dict[str, float]] = {}
    for name in names:
        if name.isascii():
            continue
        for latin in by_opening.get(sound.of(name)[:_OPENING], ()):
            if (likeness := sound.likeness(latin, name)) >= _ALIKE:
                alike.setdefault(name, {})[latin] = likeness
    chosen = {name: best for name, those in alike.items() if (best := _one(those))}
    counts: dict[str, int] = {}
    for latin in chosen.values():
        counts[latin] = counts.get(latin, 0) + 1
    return {name: latin for name, latin in chosen.items() if counts[latin] == 1}


def _one(likeness: Mapping[str, float]) -> str | None:
    best, *others = sorted(likeness.items(), key=lambda pair: -pair[1])
    return best[0] if not others or best[1] - others[0][1] >= _AHEAD else None
