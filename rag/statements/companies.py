"""Which company of the ledger a question names: as its article writes it, by a name of the vocabulary, or by its sound.

English writes Japanese firms by sound ("Mitsubishi Materials", "Kubota"). Both names are reduced to consonants, as the
vowels differ most, after the reading that the analyser gives; words that are translated ("Electric Power") come from a
short table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.vocabulary import Vocabulary, fold
from index.words import Analyser
from rag.statements.sound import KIND_OF_FIRM, Sound

_NAME = re.compile(r"[A-Z][\w.\-]*(?:\s?&\s?\w+)?(?:\s(?:&\s)?[A-Z0-9][\w.\-]*|\s&\s\w+|\s[a-z]\s)*")
# Capitalised words of questions that are no names.
_NO_NAME = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|H[12]|FY\w*|FYE|YoY|"
    r"What|Which|Was|Were|Is|Are|Did|Does|Do|Has|Have|How|By|In|On|For|At|Of|The|If|Add|Take|Divide|Subtract|Sum|Combined|Compared|Using|Please|Net|Gross|Sales|Total|Operating|"
    r"Revenue|DuPont|ROE|ROA|SG|COGS|CF|FCF|CFO|EPS|EBITDA|FX|Profit|Year|And|It|Its|Company)"
)
_SUFFIX = re.compile(r"(?:フィナンシャル・?グループ|ホールディングス|グループ|ホールディング|株式会社)$")
# What the names of many firms begin with.
_SHARED = frozenset(
    (
        "日本",
        "東京",
        "大阪",
        "関西",
        "関東",
        "中部",
        "東北",
        "北海道",
        "九州",
        "四国",
        "中国",
        "東海",
        "三菱",
        "三井",
        "住友",
        "全日本",
        "日本電",
        "第一",
        "新日本",
    )
)
_COMMON = frozenset(
    "general national united first american global international standard universal pacific atlantic northern southern eastern western central digital".split()
)
_MOST_OF_A_NAME = 0.6
_SHORT_SUFFIX = r"hd|ｈｄ|fg|ｆｇ|fh|g(?![a-z])|グループ|ホールディングス|社|"


@dataclass(frozen=True, slots=True)
class NamedCompany:
    """A company of the ledger named at `text[start:end]`."""

    name: str
    start: int
    end: int


class CompanyNames:
    """The names of the ledger's companies."""

    def __init__(self, names: Sequence[str], vocabulary: Vocabulary, analyser: Analyser) -> None:
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._names = sorted(names, key=len, reverse=True)
        self._sound = Sound(analyser)
        listed = vocabulary.listed
        self._aliases = {fold(alias): name for name in names for alias in listed.get(name, ())}

    def find(self, text: str) -> list[NamedCompany]:
        """The companies `text` names, in order, without overlaps; those written out first, else one by its sound."""
        folded = fold(text)
        found: list[NamedCompany] = []
        for name in self._names:
            for match in re.finditer(_bounded(fold(name)), folded):
                if not any(match.start() < one.end and one.start < match.end() for one in found):
                    found.append(NamedCompany(name, *match.span()))
        for alias, name in self._aliases.items():
            for match in re.finditer(_bounded(alias), folded):
                if re.match(r"\s(?!Group|Holdings|Corp|Co\b|Ltd|Inc)[A-Z][a-z]", text[match.end() :]):
                    continue  # "Hitachi Zosen" is another firm
                if not any(match.start() < one.end and one.start < match.end() for one in found):
                    found.append(NamedCompany(name, *match.span()))
        found += self._abbreviated(text, folded, found)
        for entity in self._vocabulary.find_entities(text):
            taken = any(entity.start < one.end and one.start < entity.end for one in found)
            if entity.key in self._names and not taken:
                found.append(NamedCompany(entity.key, entity.start, self._end_of(text, entity.end)))
        return sorted(found, key=lambda one: one.start) or self._by_sound(text)

    def _abbreviated(self, text: str, folded: str, found: Sequence[NamedCompany]) -> list[NamedCompany]:
        """Names cut short: "三井住友FG", "東京海上HD", "大和ハウスの"; none where two companies begin alike."""
        hits: dict[tuple[int, int], set[str]] = {}
        for name in self._names:
            core = _SUFFIX.sub("", fold(name))
            if core[:2] not in folded:
                continue
            for length in _lengths(core):
                match = _cut_short(text, folded, core, length)
                if match and not any(match.start() < one.end and one.start < match.end() for one in found):
                    hits.setdefault(match.span(), set()).add(name)
                    break
        best = max(hits, key=lambda span: span[1] - span[0], default=None)
        if best is None or len(hits[best]) != 1:
            return []
        return [NamedCompany(next(iter(hits[best])), *best)]

    def _end_of(self, text: str, end: int) -> int:
        """Past a "Group" or "Holdings" that a known name goes on with."""
        match = re.match(
            r"(?:グループ|ホールディングス|株式会社|\s(?:Group|Holdings|Motor|Corporation|Corp|Inc)\b\.?)",
            text[end:],
        )
        return end + match.end() if match else end

    def _by_sound(self, text: str) -> list[NamedCompany]:
        best: tuple[float, NamedCompany] | None = None
        for match in _NAME.finditer(text):
            for start, end in _parts(match.group()):
                written = match.group()[start:end]
                if len(written) < 3:
                    continue
                for name in self._names:
                    likeness = self._sound.likeness(written, name)
                    surer = likeness + len(written) / 1000  # of two that sound alike, the longer name
                    if likeness and (best is None or surer > best[0]):
                        best = surer, NamedCompany(name, match.start() + start, match.start() + end)
        return [best[1]] if best else []


def _lengths(core: str) -> list[int]:
    """How much of a name may stand for it, the most first: whole words of a Latin name, any beginning of a Japanese one."""
    if core.isascii():
        return [match.start() for match in re.finditer(r"\s", core)][::-1]
    return list(range(len(core), 1, -1))


def _cut_short(text: str, folded: str, core: str, length: int) -> re.Match[str] | None:
    """Where a question writes the beginning of a name and stops: before a particle, a mark, HD, FG or an honorific.

    What is left out must be a word of its kind (建設, ハウス工業) or the smaller part, since groups share their first half.
    """
    prefix, rest = core[:length], core[length:]
    if core.isascii():
        match = (
            re.search(rf"(?<![a-z0-9]){re.escape(prefix)}(?![a-z0-9])", folded) if len(prefix) > 5 else None
        )
        if (
            match is None
            or prefix in _COMMON
            or not text[match.start()].isupper()
            or re.match(r"\s(?:&|[A-Z])", text[match.end() :])
        ):
            return None
        return match
    match = re.search(
        rf"(?:(?<![一-龠ァ-ヴー])|(?<=年)){re.escape(prefix)}(?P<suffix>{_SHORT_SUFFIX})(?=$|[のはがも、,，。?？\s]|って|さん|で(?!す))",
        folded,
    )
    if prefix in _SHARED and not (match and match["suffix"]):
        return None
    told = (
        not rest or KIND_OF_FIRM.fullmatch(rest) or (len(core) > 4 and length / len(core) >= _MOST_OF_A_NAME)
    )
    return match if match and (told or match["suffix"]) else None


def _bounded(name: str) -> str:
    """Latin names stand between word boundaries."""
    before = r"(?<![a-z0-9])" if name[:1].isascii() and name[:1].isalnum() else ""
    after = r"(?![a-z0-9])" if name[-1:].isascii() and name[-1:].isalnum() else ""
    return before + re.escape(name) + after


def _parts(name: str) -> list[tuple[int, int]]:
    """A run of capitalised words, without the first ones that are no part of a name ("Was Kubota")."""
    start = 0
    for match in re.finditer(r"\S+", name):
        if not _NO_NAME.fullmatch(match.group()):
            break
        start = match.end()
    start += len(name[start:]) - len(name[start:].lstrip())
    return [(start, len(name))] if start < len(name) else []
