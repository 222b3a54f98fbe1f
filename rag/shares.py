"""Which words of a sentence belong to which of its figures: "冷凍保管が272億円、低温輸送が168億円", "£95; Review costs £140"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from index.figures import Figure, SentenceReading
from index.vocabulary import fold
from rag.needs import Need

_CUT = re.compile(r"[、，,；;。]|\band\b|\bwhile\b")
# "£95 per user per month" tells no users apart.
_DENOMINATOR = re.compile(
    r"\b(?:per|each|every)[ -][a-z]+(?:[ -]hours?)?|[0-9]?[一-鿿ァ-ヴー]{1,6}(?:当たり|あたり)"
)
_LEAD = re.compile(r".*(?:[、，,；;]|は)", re.S)
# What a sentence calls parts of a whole, and what names them behind it: "28億円で、うち16億円".
_PARTS = re.compile(
    r"別の|別に(?:は|見)|内訳|部門では|\bby (?:segment|region|product|business|division)\b", re.I
)
_OF_WHICH = re.compile(r"の?うち|\bof which\b|\bof that\b|\bincluding\b", re.I)


_BRINGS_IN = re.compile(
    r"(?:^|[.;] |, (?:and )?|(?<=[0-9]) and )(?P<who>[A-Za-z][\w&'’ -]{2,60}?) (?:brought in|brings in|took in|raked in|generated|contributed|earned|accounted for|made up|had (?:sales|revenues?) of)\b(?=[^.;]*$)"
)
_WHOLE = re.compile(
    r"(?:it|they|we|the (?:company|group|firm|business|publisher|maker|start-?up|retailer|airline|operator)|this|that)\b",
    re.I,
)


def own_words(reading: SentenceReading) -> dict[int, str]:
    """For the start of each figure, the words that are its own: up to a cut behind the figure before, and to one behind itself."""
    return dict(
        _own_words(
            reading.text, tuple((f.start - reading.start, f.end - reading.start) for f in reading.figures)
        )
    )


@lru_cache(maxsize=4096)
def _own_words(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, str], ...]:
    owned: list[tuple[int, str]] = []
    low = match.end() if spans and (match := _LEAD.match(text, 0, spans[0][0])) else 0
    for place, (start, end) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        cut = _CUT.search(text, end, following)
        high = cut.start() if cut else following if place + 1 == len(spans) else end
        owned.append((start, _DENOMINATOR.sub(" ", fold(text[low:high]))))
        low = high
    return tuple(owned)


def taken_by_another(
    needs: Sequence[Need], figure: Figure, reading: SentenceReading, rivals: Callable[[Figure], bool]
) -> float:
    """The weight of the question's words that belong to another figure of the sentence alone, 0 to 1 each.

    `rivals` says which other figures could answer as well; words of the whole sentence belong to none of them.
    """
    words = [need for need in needs if need.kind == "word"]
    if not words or len(reading.figures) < 2:
        return 0.0
    owned = own_words(reading)
    start = figure.start - reading.start
    others = [f.start - reading.start for f in reading.figures if f is not figure and rivals(f)]
    taken = 0.0
    for need in words:
        holders = [place for place in (start, *others) if _holds(need, owned[place])]
        if len(holders) == 1 and holders[0] != start and fold(reading.text).count(_shortest(need)) == 1:
            taken += min(1.0, need.weight)
    return taken


def is_part(needs: Sequence[Need], figure: Figure, reading: SentenceReading) -> bool:
    """Whether the sentence tells parts of a whole, and this one is none that was asked for."""
    before = reading.text[: figure.start - reading.start]
    parts = bool(_PARTS.search(reading.text) or _OF_WHICH.search(before))
    own = own_words(reading)[figure.start - reading.start]
    doer = _BRINGS_IN.search(reading.text, 0, figure.start - reading.start)
    if doer and not reading.entities and not _WHOLE.match(doer["who"]):
        own, parts = own + fold(doer["who"]), True  # "Console games brought in": not the company did
    return parts and not any(need.kind == "word" and _holds(need, own) for need in needs)


def _holds(need: Need, text: str) -> bool:
    if any(piece in text for piece in (*need.surfaces, *need.words, fold(need.key))):
        return True
    return any(all(word in text for word in words) for words in need.translations)


def _shortest(need: Need) -> str:
    return min((*need.surfaces, *need.words, fold(need.key)), key=len)
