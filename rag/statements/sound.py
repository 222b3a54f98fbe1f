"""Whether an English name sounds like a Japanese one: "Kubota" is クボタ, "Mitsubishi Materials" 三菱マテリアル.

Both are spelt as they sound, with vowels and without, and compared word by word or as a whole. What a short form leaves
out must be a word of its kind (製作所 of "Komatsu"), so that firms of one group are not taken for each other. Words that
English translates ("Electric Power") come from a short table.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from index.vocabulary import fold
from index.words import Analyser

_LEAST_WORD, _LEAST_WHOLE = 0.74, 0.78
KIND_OF_FIRM = re.compile(
    r"(?:ハウス|住宅|化学|重|電気|電機|機械|精密|製紙|製薬|薬品|食品|水産|金属|鉱業|製鉄|製鋼|建設|不動産|海上|火災|生命|保険|証券|銀行|信託|商事|物産|物流|運輸|倉庫|汽船|航空|鉄道|電力|ガス|石油|自動車|発動機|製作所|製作|印刷|"
    r"工業|工務店|産業|興業|開発|計画|技研|精機|通信|電話|フーズ|ロボティクス|システムズ?|サービス|グループ本社|コーポレーション|カンパニー|インターナショナル|フィナンシャル|ホールディングス|グループ|本社|所|組|・)+"
)
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
_WORD = re.compile(
    "|".join(
        [*(rf"\b{re.escape(word)}\b" for word in sorted(_TRANSLATED, key=len, reverse=True)), r"[a-z0-9]+"]
    )
)
_DROPPED = re.compile(
    r"\b(?:inc|corp|corporation|co|ltd|limited|plc|company|kabushiki kaisha|k\.k|the)\b\.?|['’]s\b|&"
)
# Words that a firm's English name may add.
_ADDED = frozenset(
    (
        "development",
        "group",
        "holdings",
        "financial",
        "international",
        "engineering",
        "systems",
        "industries",
        "enterprise",
    )
)
_SOUNDS = (
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("oh", "o"), ("x", "ks"), ("ck", "k"), ("tch", "t"), ("ch", "t"), ("ts", "t"), ("sh", "s"),
    ("th", "s"), ("ph", "h"), ("qu", "k"), ("j", "z"), ("c", "k"), ("v", "b"), ("l", "r"), ("f", "h"), ("m", "n"), ("w", ""),
)  # fmt: skip


class Sound:
    """Compares names by sound; the readings of Japanese names are kept."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._parts: dict[str, tuple[tuple[str, str], ...]] = {}

    def likeness(self, written: str, name: str) -> float:
        """How surely the English `written` is the Japanese `name`: 0 if it is not, else .74 to 1."""
        if name.isascii():
            return 0.0
        words, parts = self._words(written), self._read(name)
        if not words or not parts:
            return 0.0
        return max(self._word_by_word(words, parts), self._as_a_whole(words, parts))

    def _word_by_word(self, words: tuple[tuple[str, str], ...], parts: tuple[tuple[str, str], ...]) -> float:
        """Every word sounds like a run of the name's parts, in whatever order; the parts left over are of a firm's kind."""
        left, scores = set(range(len(parts))), []
        for word, translated in words:
            best, run = max(
                (max(_alike(word, sound), _alike(translated, sound)), run)
                for run in _runs(len(parts))
                for sound in ["".join(one for _, one in parts[slice(*run)])]
            )
            if best >= _LEAST_WORD:
                left -= set(range(*run))
                scores.append(best)
            elif word not in _added():
                return 0.0
        rest = "".join(parts[place][0] for place in sorted(left))
        return sum(scores) / len(scores) if scores and (not rest or KIND_OF_FIRM.fullmatch(rest)) else 0.0

    def _as_a_whole(self, words: tuple[tuple[str, str], ...], parts: tuple[tuple[str, str], ...]) -> float:
        """All the words together sound like the name, or like its beginning where the rest is of a firm's kind."""
        spellings = {
            "".join(word for word, _ in words),
            "".join(translated or word for word, translated in words),
        }
        best = 0.0
        for end in range(1, len(parts) + 1):
            rest = "".join(surface for surface, _ in parts[end:])
            if not rest or KIND_OF_FIRM.fullmatch(rest):
                sound = "".join(one for _, one in parts[:end])
                best = max(best, *(_alike(spelling, sound) for spelling in spellings))
        return best if best >= _LEAST_WHOLE else 0.0

    def _words(self, written: str) -> tuple[tuple[str, str], ...]:
        """The words of an English name as they sound, each with how its translation does ("" for most)."""
        plain = _DROPPED.sub(" ", fold(written))
        spoken = []
        for match in _WORD.finditer(plain):
            japanese = _TRANSLATED.get(match.group())
            translated = "".join(sound for _, sound in self._read(japanese)) if japanese else ""
            spoken.append((_spoken(match.group()), translated))
        return tuple(pair for pair in spoken if any(pair))

    def _read(self, name: str) -> tuple[tuple[str, str], ...]:
        """(part, how it sounds) of a Japanese name."""
        if name not in self._parts:
            self._parts[name] = tuple(
                (surface, sound)
                for surface, reading in self._analyser.readings(name)
                if (sound := _spoken(surface if surface.isascii() else _romaji(reading)))
            )
        return self._parts[name]


def _runs(count: int) -> list[tuple[int, int]]:
    """Where runs of up to three neighbouring parts begin and end."""
    return [(low, high) for low in range(count) for high in range(low + 1, min(low + 3, count) + 1)]


@cache
def _added() -> frozenset[str]:
    return frozenset(map(_spoken, _ADDED))


def _romaji(reading: str) -> str:
    import jaconv

    return str(jaconv.kana2alphabet(jaconv.kata2hira(reading)))


def spoken_form(text: str) -> str:
    """A name in Latin letters or kana as it sounds, alike for both: "Kurobane" and クロバネ."""
    return _spoken(text if text.isascii() else _romaji(text))


def _spoken(text: str) -> str:
    """Letters as they sound, alike for English and for Japanese in Latin letters: long vowels short, doubles single."""
    text = re.sub(r"[^a-z0-9]", "", fold(text))
    for written, sound in _SOUNDS:
        text = text.replace(written, sound)
    text = text.replace("ou", "o").replace("ei", "e").replace("y", "i")
    return re.sub(r"(.)\1+", r"\1", text)


@lru_cache(maxsize=65536)
def _alike(first: str, second: str) -> float:
    """The mean of how like two spellings are with their vowels and without."""
    if not first or not second:
        return 0.0
    bare = _bare(first), _bare(second)
    return (float(Indel.normalized_similarity(first, second)) + float(Indel.normalized_similarity(*bare))) / 2


@cache
def _bare(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", text)) or text[:1]
