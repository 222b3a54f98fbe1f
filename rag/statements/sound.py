"""Whether an English name sounds like a Japanese one: "Kubota" is クボタ, "Mitsubishi Materials" 三菱マテリアル.

Both are spelt as they sound, with vowels and without, and compared word by word or as a whole. What a short form leaves
out must be a word of its kind (製作所 of "Komatsu"), so that firms of one group are not taken for each other. Words that
English translates ("Electric Power") come from a short table.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, product

from rapidfuzz.distance import Indel

from index.vocabulary import fold
from index.words import Analyser

_LEAST_WORD, _LEAST_WHOLE = 0.74, 0.78
KIND_OF_FIRM = re.compile(
    r"(?:ハウス|住宅|化学|重|電気|電機|機械|精密|製紙|製薬|薬品|食品|水産|金属|鉱業|製鉄|製鋼|建設|不動産|海上|火災|生命|保険|証券|銀行|信託|商事|物産|物流|運輸|倉庫|汽船|航空|鉄道|電力|ガス|石油|自動車|発動機|製作所|製作|印刷|"
    r"工業|工務店|産業|興業|開発|計画|技研|精機|通信|電話|フーズ|ロボティクス|システムズ?|サービス|グループ本社|コーポレーション|カンパニー|インターナショナル|フィナンシャル|ホールディングス|グループ|本社|所|組|・|"
    r"養殖|農園|農場|牧場|漁業|酒造|醸造|麦酒|飲料|乳業|製菓|製パン|製粉|製糖|珈琲|製茶|紡績|繊維|造船|海運|運送|急便|交通|電鉄|冷蔵|宇宙|電池|電線|電子|半導体|光学|計器|測器|機器|工具|軸受|合金|鋳造|窯業|樹脂|化成|塗料|硝子|"
    r"出版|書店|新聞|放送|テレビ|玩具|旅行|観光|病院|医療|介護|薬局|薬品工業|化粧品|教育|学院|総研|研究所|投資|基金|信用金庫|信金|リース|百貨店|商店|"
    r"フード|ファーム|ファーマ|バイオ|メディカル|ケア|ヘルス|ヘルスケア|クリニック|ホテル|ホテルズ|リゾート|ゲームス|ゲームズ|スタジオ|エナジー|エネルギー|モーターズ|モーター|モビリティ|エアラインズ|エレクトロニクス|デバイス|マテリアル|ケミカル|"
    r"テクノロジーズ?|テック|ネットワークス?|ソフト|ラボ|キャピタル|パートナーズ|ベンチャーズ|ストア|ストアーズ|マート|スペース|サテライト|セラピューティクス)+"
)
# Parts of firms' names that English translates and does not transcribe, each with what they may stand for.
_TRANSLATED = {
    "electric power": "電力", "electric": "電気 電機", "motor": "自動車", "motors": "自動車 モーターズ", "steel": "製鉄 製鋼", "marine": "海上", "japan": "日本",
    "nippon": "日本", "industries": "工業 産業", "heavy industries": "重工業", "chemical": "化学", "chemicals": "化学", "pharmaceutical": "薬品工業 製薬",
    "bank": "銀行", "insurance": "保険", "life insurance": "生命保険", "railway": "旅客鉄道 鉄道 電鉄", "corporation": "商事", "trading": "商事 物産",
    "construction": "建設", "real estate": "不動産", "realty": "不動産", "manufacturing": "製作所", "works": "製作所 ワークス", "tobacco": "たばこ産業",
    "foods": "食品 フーズ", "food": "食品 フード", "glass": "硝子", "paper": "製紙", "tire": "タイヤ", "brewery": "麦酒 酒造", "department stores": "百貨店",
    "line": "郵船", "lines": "商船", "securities": "証券", "printing": "印刷", "precision": "精機 精密", "optical": "光学", "mining": "鉱業",
    "metal": "金属", "metals": "金属", "electron": "エレクトロン", "city": "都市", "east": "東", "west": "西", "central": "東海", "telephone": "電話", "oil": "石油",
    "gas": "ガス", "general": "総合", "fudosan": "不動産", "first": "第一", "credit": "信用", "house": "ハウス工業", "post": "郵政",
    "aquafarm": "養殖", "aquafarms": "養殖", "aquaculture": "養殖", "fish farm": "養殖", "fish farms": "養殖", "fisheries": "水産 漁業", "fishery": "水産 漁業", "seafood": "水産",
    "farm": "農園 農場", "farms": "農園 農場", "ranch": "牧場", "dairy": "乳業", "milk": "乳業", "brewing": "醸造 酒造 麦酒", "beverages": "飲料", "beverage": "飲料",
    "confectionery": "製菓", "bakery": "製パン", "baking": "製パン", "flour": "製粉", "flour mills": "製粉", "sugar": "製糖", "coffee": "珈琲", "tea": "製茶",
    "spinning": "紡績", "textile": "繊維 紡績", "textiles": "繊維 紡績", "shipbuilding": "造船", "shipyard": "造船", "shipping": "海運 汽船", "steamship": "汽船",
    "logistics": "物流", "transport": "運輸 運送", "transportation": "運輸 交通", "express": "急便", "bus": "交通", "cold storage": "冷蔵", "refrigeration": "冷蔵", "warehouse": "倉庫", "warehousing": "倉庫",
    "semiconductor": "半導体", "semiconductors": "半導体", "electronics": "電子 エレクトロニクス", "electronic": "電子", "battery": "電池", "batteries": "電池", "wire": "電線", "cable": "電線", "optics": "光学",
    "instruments": "計器 測器", "equipment": "機器", "devices": "機器 デバイス", "machinery": "機械 精機", "machine": "機械", "machine tools": "工作機械", "tools": "工具", "bearings": "軸受", "bearing": "軸受",
    "alloy": "合金", "alloys": "合金", "casting": "鋳造", "ceramics": "窯業", "plastics": "樹脂 化成", "resin": "樹脂", "paint": "塗料", "paints": "塗料", "space": "宇宙 スペース", "satellite": "衛星",
    "publishing": "出版", "bookstore": "書店", "books": "書店 書房", "newspaper": "新聞", "broadcasting": "放送", "television": "テレビ", "communications": "通信", "telecom": "通信", "toys": "玩具", "travel": "旅行", "tourism": "観光",
    "hospital": "病院", "medical": "医療 メディカル", "healthcare": "医療", "nursing": "介護", "care": "介護", "pharmacy": "薬局", "pharma": "製薬 ファーマ", "pharmaceuticals": "製薬 薬品", "drug": "薬品", "cosmetics": "化粧品",
    "education": "教育", "research institute": "総研 研究所", "laboratory": "研究所", "laboratories": "研究所", "investment": "投資", "investments": "投資", "fund": "基金", "credit fund": "信用基金", "shinkin bank": "信用金庫", "trust bank": "信託銀行",
    "leasing": "リース", "housing": "住宅", "homes": "住宅", "development": "開発", "power": "電力 パワー", "energy": "エネルギー エナジー", "water": "水道 ウォーター", "water treatment": "水処理", "electronic materials": "電材", "prosthetics": "義肢", "wheel": "車輪", "technologies": "テクノロジーズ", "technology": "テクノロジー", "games": "ゲームス ゲームズ", "systems": "システムズ", "airways": "航空 エアウェイズ", "airlines": "航空 エアラインズ", "ventures": "ベンチャーズ", "stores": "ストアーズ ストア", "farmers": "農協", "agriculture": "農業", "agri": "農業",
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
# What Japanese does not hear: r before a consonant or at the end, and the e behind it. A soft g it hears as j, oo as u.
_UNHEARD = re.compile(r"r(?=[bcdfghjklmnpqstvwxz]|$)|(?<=[a-z][a-z])r?e$")
_SOFT_G = re.compile(r"(?<=[a-z])g(?=[eiy])")
_MOST_SPELLINGS = 24
_LEAST_OPENING = 5  # letters of what a name may begin with
_SOUNDS = (
    ("ght", "t"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("oh", "o"), ("x", "ks"), ("ck", "k"), ("tch", "t"), ("ch", "t"), ("ts", "t"), ("sh", "s"),
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

    def of(self, name: str) -> str:
        """How a Japanese name sounds, spelt alike for all."""
        return "".join(sound for _, sound in self._read(name))

    def opens(self, written: str, name: str) -> bool:
        """Whether the Japanese `name` begins as the one word `written` sounds: Kanade of カナデセミコン."""
        word = _spoken(fold(written))
        sound = self.of(name)
        return len(word) >= _LEAST_OPENING and len(sound) > len(word) and sound.startswith(word)

    def _word_by_word(self, words: tuple[tuple[str, ...], ...], parts: tuple[tuple[str, str], ...]) -> float:
        """Every word sounds like a run of the name's parts, in whatever order; the parts left over are of a firm's kind."""
        left, scores = set(range(len(parts))), []
        for spellings in words:
            best, run = max(
                (max(_alike(spelling, sound) for spelling in spellings), run)
                for run in _runs(len(parts))
                for sound in ["".join(one for _, one in parts[slice(*run)])]
            )
            if best >= _LEAST_WORD:
                left -= set(range(*run))
                scores.append(best)
            elif spellings[0] not in _added():
                return 0.0
        rest = "".join(parts[place][0] for place in sorted(left))
        return sum(scores) / len(scores) if scores and (not rest or KIND_OF_FIRM.fullmatch(rest)) else 0.0

    def _as_a_whole(self, words: tuple[tuple[str, ...], ...], parts: tuple[tuple[str, str], ...]) -> float:
        """All the words together sound like the name, or like its beginning where the rest is of a firm's kind."""
        spellings = {"".join(one) for one in islice(product(*words), _MOST_SPELLINGS)}
        best = 0.0
        for end in range(1, len(parts) + 1):
            rest = "".join(surface for surface, _ in parts[end:])
            if not rest or KIND_OF_FIRM.fullmatch(rest):
                sound = "".join(one for _, one in parts[:end])
                best = max(best, *(_alike(spelling, sound) for spelling in spellings))
        return best if best >= _LEAST_WHOLE else 0.0

    def _words(self, written: str) -> tuple[tuple[str, ...], ...]:
        """The words of an English name, each as it sounds, as Japanese hears it, and as its translations sound."""
        plain = _DROPPED.sub(" ", fold(written))
        spoken = []
        for match in _WORD.finditer(plain):
            word = match.group()
            translated = (
                "".join(sound for _, sound in self._read(japanese))
                for japanese in _TRANSLATED.get(word, "").split()
            )
            heard = _spoken(_SOFT_G.sub("j", _UNHEARD.sub("", word)).replace("oo", "u"))
            spellings = [one for one in dict.fromkeys((_spoken(word), heard, *translated)) if one]
            if spellings:
                spoken.append(tuple(spellings))
        return tuple(spoken)

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

    return str(jaconv.kana2alphabet(jaconv.kata2hira(reading))).replace("chie", "che").replace("shie", "she")


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
