"""Which company of the ledger a question names: as its article writes it, by a name of the vocabulary, or by its sound.

English writes Japanese firms by sound ("Mitsubishi Materials", "Kubota"). Both names are reduced to consonants, as the
vowels differ most, after the reading that the analyser gives; words that are translated ("Electric Power") come from a
short table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from index.vocabulary import Vocabulary, fold
from index.words import Analyser

_NAME = re.compile(r"[A-Z][\w.\-]*(?:\s?&\s?\w+)?(?:\s(?:&\s)?[A-Z0-9][\w.\-]*|\s&\s\w+|\s[a-z]\s)*")
_LEAST = 0.74  # likeness from which two names sound alike; unlike firms stay below .6
# Parts of firms' names that English translates and does not transcribe.
_TRANSLATED = {
    "electric power": "電力", "electric": "電気", "motor": "自動車", "motors": "自動車", "steel": "製鉄", "marine": "海上", "japan": "日本",
    "nippon": "日本", "industries": "工業", "heavy industries": "重工業", "chemical": "化学", "chemicals": "化学", "pharmaceutical": "薬品工業",
    "bank": "銀行", "insurance": "保険", "life insurance": "生命保険", "railway": "旅客鉄道", "corporation": "商事", "trading": "商事",
    "construction": "建設", "real estate": "不動産", "realty": "不動産", "manufacturing": "製作所", "works": "製作所", "tobacco": "たばこ産業",
    "foods": "食品", "glass": "硝子", "paper": "製紙", "tire": "タイヤ", "brewery": "麦酒", "department stores": "百貨店", "airlines": "航空",
    "line": "郵船", "lines": "商船", "securities": "証券", "printing": "印刷", "precision": "精機", "optical": "光学", "mining": "鉱業",
    "metal": "金属", "electron": "エレクトロン", "city": "都市", "east": "東", "west": "西", "central": "東海", "telephone": "電話", "oil": "石油",
    "gas": "ガス", "general": "総合", "fudosan": "不動産", "first": "第一", "credit": "信用", "house": "ハウス工業", "post": "郵政",
}  # fmt: skip
_WORD_OR_TRANSLATED = re.compile(
    "|".join([*(rf"\b{re.escape(word)}\b" for word in sorted(_TRANSLATED, key=len, reverse=True)), r"[^\s]+"])
)
# Capitalised words of questions that are no names.
_NO_NAME = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|H[12]|FY\w*|FYE|YoY|"
    r"What|Which|Was|Were|Is|Are|Did|Does|Do|Has|Have|How|By|In|On|For|At|Of|The|If|Add|Take|Divide|Subtract|Sum|Combined|Compared|Using|Please|Net|Gross|Sales|Total|Operating|"
    r"Revenue|DuPont|ROE|ROA|SG|COGS|CF|FCF|CFO|EPS|EBITDA|FX|Profit|Year|And|It|Its|Company)"
)
_SUFFIX = re.compile(r"(?:フィナンシャル・?グループ|ホールディングス|グループ|ホールディング|株式会社)$")
_MOST_OF_A_NAME = 0.6
_KIND_OF_FIRM = re.compile(
    r"(?:ハウス|住宅|化学|重|電気|電機|機械|精密|製紙|製薬|薬品|食品|水産|金属|鉱業|製鉄|製鋼|建設|不動産|海上|火災|生命|保険|証券|銀行|信託|商事|物産|物流|運輸|倉庫|汽船|航空|鉄道|電力|ガス|石油|自動車|発動機|製作所|印刷|"
    r"工業|工務店|産業|興業|開発|計画|技研|精機|通信|電話|フーズ|ロボティクス|システムズ?|サービス|グループ本社|コーポレーション|カンパニー|インターナショナル|組)+"
)
_SHORT_SUFFIX = r"hd|ｈｄ|fg|ｆｇ|fh|g(?![a-z])|グループ|ホールディングス|社|"
_DROPPED = re.compile(r"\b(?:inc|corp|corporation|co|ltd|limited|plc|company|kabushiki kaisha|k\.k)\b\.?")
_SOUNDS = (
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    ("oh", "o"),
    ("x", "ks"), ("ck", "k"), ("tch", "t"), ("ch", "t"), ("ts", "t"), ("sh", "s"), ("th", "s"), ("ph", "f"), ("qu", "k"), ("j", "z"), ("c", "k"),
    ("v", "b"), ("l", "r"), ("f", "h"), ("m", "n"), ("w", ""), ("y", ""),
)  # fmt: skip


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
        self._skeletons: dict[str, list[str]] = {}
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
                if len(written) < 3 or not written.split() or _NO_NAME.fullmatch(written.split()[0]):
                    continue
                for name in self._names:
                    likeness = self._likeness(written, name)
                    if likeness >= _LEAST and (best is None or likeness > best[0]):
                        best = likeness, NamedCompany(name, match.start() + start, match.start() + end)
        return [best[1]] if best else []

    def _likeness(self, written: str, name: str) -> float:
        if name.isascii():
            return 0.0
        theirs = self._parts_of(name)
        ours = self._words_of(written)
        if not ours or not theirs:
            return 0.0
        matched = sum(len(part) * max(_alike(part, other) for other in theirs) for part in ours)
        covered = sum(len(part) * max(_alike(part, other) for other in ours) for part in theirs)
        own, other = sum(map(len, ours)), sum(map(len, theirs))
        whole = _alike("".join(ours), "".join(theirs))
        # A short form ("Komatsu" of 小松製作所) is the beginning of the whole.
        opening = _alike("".join(ours), "".join(theirs)[: len("".join(ours))]) * 0.97 if own >= 3 else 0.0
        return max(whole, opening, (matched + covered) / (own + other) if own + other else 0.0)

    def _words_of(self, written: str) -> list[str]:
        """The consonants of the words of an English name; translated words as their Japanese would sound."""
        plain = _DROPPED.sub(" ", fold(written)).replace("'s", " ").replace("&", " ")
        parts: list[str] = []
        for match in _WORD_OR_TRANSLATED.finditer(plain):
            japanese = _TRANSLATED.get(match.group())
            parts += self._parts_of(japanese) if japanese else [_consonants(match.group())]
        return [part for part in parts if part]

    def _parts_of(self, name: str) -> list[str]:
        """The consonants of each part of a Japanese name."""
        if name not in self._skeletons:
            parts = [
                _consonants(_romaji(reading)) if not surface.isascii() else _consonants(surface)
                for surface, reading in self._analyser.readings(name)
            ]
            self._skeletons[name] = [part for part in parts if part]
        return self._skeletons[name]


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
        return match if match and not re.match(r"\s(?:&|[A-Z])", text[match.end() :]) else None
    match = re.search(
        rf"(?:(?<![一-龠ァ-ヴー])|(?<=年)){re.escape(prefix)}(?P<suffix>{_SHORT_SUFFIX})(?=$|[のはがも、,，。?？\s]|って|さん|で(?!す))",
        folded,
    )
    told = not rest or _KIND_OF_FIRM.fullmatch(rest) or (len(core) > 4 and length / len(core) >= _MOST_OF_A_NAME)
    return match if match and (told or match["suffix"]) else None


def _bounded(name: str) -> str:
    """Latin names stand between word boundaries."""
    before = r"(?<![a-z0-9])" if name[:1].isascii() and name[:1].isalnum() else ""
    after = r"(?![a-z0-9])" if name[-1:].isascii() and name[-1:].isalnum() else ""
    return before + re.escape(name) + after


def _parts(name: str) -> list[tuple[int, int]]:
    """A run of capitalised words, and the run without its first ones ("Was Kubota")."""
    starts = [0, *(match.end() for match in re.finditer(r"\s", name))]
    return [(start, len(name)) for start in starts[:3]]


def _romaji(reading: str) -> str:
    import jaconv

    return str(jaconv.kana2alphabet(jaconv.kata2hira(reading)))


def _consonants(text: str) -> str:
    """What is left of a name's sound when vowels, length and doublings are gone."""
    text = re.sub(r"[^a-z]", "", fold(text))
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", text) or text[:1])


def _alike(first: str, second: str) -> float:
    return Indel.normalized_similarity(first, second) if first and second else 0.0
