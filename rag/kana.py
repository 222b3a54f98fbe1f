"""Japanese spellings mended: names in the other kana, spelt-out letters, a wrong character, or all of it in Latin letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

from rapidfuzz.distance import OSA

from index.vocabulary import Vocabulary
from index.words import Analyser
from rag.statements.sound import spoken_form

_KATAKANA = re.compile(r"[ァ-ヴー・]{3,}")
_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "えー びー しー でぃー いー えふ じー えいち あい じぇー けー える えむ えぬ おー ぴー きゅー あーる えす てぃー ゆー ぶい だぶりゅー えっくす わい ぜっと".split(),
        strict=True,
    )
)
_TWO_SCRIPTS = re.compile(r"([ァ-ヴー]+)\s*([A-Za-z]+)(?![A-Za-z])")
_OPENING = 2  # characters by which spellings are looked up
_BEHIND_NAME = r"(?=[はのがをもにとでや]|って|[^ぁ-ゖ]|$)"
_MOST_READ = 5_000  # names whose readings and characters are looked up
_KANJI = re.compile(r"[一-鿿]")
_SAME_SOUND = str.maketrans("ヅヂヲ", "ズジオ")
_LEAST, _LONG = 6, 9  # kana from which one slip, and two, are mended
# Kanji that look or sound so alike that one is picked for the other, in families.
_FAMILIES = (
    "矢失 末未 士土 己已 人入 貝見 真具 績積 益盃 貸賃 侍待 責青 債積 損捐 賀貿 蔵臓 複復腹 検険験 製制 講構購 機械 型形 義議儀 側測則 設説 清晴精静 官管館 "
    "態熊 技枝 衛鋭 幕墓募暮 材財 資貨 徴微 論輪 職識織 標票漂 億憶 燃然 線綿 鉱鋼綱網 険剣 適滴敵 低底抵 率卒 体休 住往 環還 遺遣 載裁栽 輸諭 導道 園圓 業行 "
    "電雷 両商 郎朗 斉斎 崎﨑嵜 島嶋 沢澤 辺邊 浜濱 高髙 栄榮 桜櫻 広廣 竜龍 滝瀧 国國 峰峯 蒼倉 穹弓窮 洋羊 養餐 殖植 菓果 薬楽 船舟 港湾"
)
_LOOK_ALIKE = frozenset(frozenset(pair) for family in _FAMILIES.split() for pair in combinations(family, 2))
# Words of questions that people leave in kana.
_TERMS = (
    "目標",
    "四半期",
    "上半期",
    "下半期",
    "前年",
    "同期",
    "会社",
    "理由",
    "社長",
    "本社",
    "従業員",
    "いくら",
    "どこ",
    "いつ",
    "誰",
    "何",
    "方",
    "前",
    "今年",
    "去年",
)
_PARTICLES = {
    "wa": "は", "ha": "は", "no": "の", "ga": "が", "wo": "を", "o": "を", "mo": "も", "to": "と", "ni": "に", "de": "で", "ka": "か",
    "desu": "です", "ikura": "いくら", "doko": "どこ", "itsu": "いつ", "dare": "誰", "nan": "何", "nani": "何", "dou": "どう", "oshiete": "教えて",
}  # fmt: skip
_SYLLABLES = re.compile(
    r"(?:(?:[kgsztdnhbpmyrwjfv]|ky|gy|sh|ch|ts|ny|hy|by|py|my|ry|kk|ss|tt|pp|cch|ssh)?[aiueo]+|n)+"
)


class Kana:
    """Mends Japanese spellings of the vocabulary's measures and of `names`, the companies that articles tell of."""

    def __init__(self, vocabulary: Vocabulary, names: Iterable[str], analyser: Analyser) -> None:
        self._analyser = analyser
        self._names = tuple(names)
        self._measures = tuple(
            dict.fromkeys(
                word
                for metric in vocabulary.metrics.values()
                for word in (metric.ja, *metric.words)
                if re.search(r"[一-鿿]", word) and len(word) < 9
            )
        )
        self._vocabulary = vocabulary

    def mended(self, text: str) -> str:
        """`text` with names, measures and Latin letters as the articles write them."""
        if not re.search(r"[ぁ-ヿ一-鿿]", text):
            return self._from_latin(text)
        text = self._in_its_kana(text)
        text = self._near_name(self._wrong_in_name(text))
        text = self._from_reading(text)
        return self._wrong_character(self._sounding(text))

    # --- names ------------------------------------------------------------------------------------------------------

    def _in_its_kana(self, text: str) -> str:
        """ "れぐるすてっく" or "クロバネエーアイ" for レグルステック and クロバネAI; "みずなら創薬" for ミズナラ創薬."""
        openings = {text[start : start + _OPENING] for start in range(len(text))}
        for opening in openings & self._spellings.keys():
            for pattern, written in self._spellings[opening]:
                text = re.sub(pattern, written, text)
        return text

    @cached_property
    def _spellings(self) -> dict[str, list[tuple[str, str]]]:
        """How names are written otherwise, as patterns, by their first characters: there are thousands of names."""
        found: dict[str, list[tuple[str, str]]] = {}
        for name in self._names[:_MOST_READ]:
            for part in _KATAKANA.findall(name):
                hiragana = _hiragana(part).replace("・", "")
                found.setdefault(hiragana[:_OPENING], []).append(
                    (rf"(?<![ぁ-ゖ]){hiragana}{_BEHIND_NAME}", part)
                )
            if _KANJI.search(name) and (reading := self._in_hiragana(name)):
                found.setdefault(reading[:_OPENING], []).append(
                    (rf"(?<![ぁ-ゖ]){reading}{_BEHIND_NAME}", name)
                )
            spelt = "".join(_LETTERS.get(one.lower(), one) for one in name)
            if spelt != name and re.fullmatch(r"[ぁ-ヿ]+", spelt) and len(spelt) > 4:
                katakana = _katakana(spelt)
                found.setdefault(katakana[:_OPENING], []).append(
                    (f"(?<![ァ-ヴー]){_loosely(katakana)}", name)
                )
        return found

    def _in_hiragana(self, name: str) -> str:
        """The reading of a Japanese name; "" where it is short or none is known."""
        reading = _hiragana("".join(reading for _, reading in self._analyser.readings(name)))
        return reading if re.fullmatch(rf"[ぁ-ゖー]{{{_LEAST},}}", reading) else ""

    def _wrong_in_name(self, text: str) -> str:
        """A name with one character that looks or sounds like the right one: みなと冷臓 for みなと冷蔵."""
        for size, gaps in self._names_with_a_gap.items():
            for start in range(len(text) - size + 1):
                window = text[start : start + size]
                for place, wrong in enumerate(window):
                    name = gaps.get(f"{window[:place]}\0{window[place + 1 :]}")
                    if name and frozenset((wrong, name[place])) in _LOOK_ALIKE:
                        return text[:start] + name + text[start + size :]
        return text

    @cached_property
    def _names_with_a_gap(self) -> dict[int, dict[str, str]]:
        """Names that hold kanji, by length and by what is left of them without one of these."""
        found: dict[int, dict[str, str]] = {}
        for name in self._names[:_MOST_READ]:
            for place in (match.start() for match in _KANJI.finditer(name)) if len(name) > 3 else ():
                found.setdefault(len(name), {})[f"{name[:place]}\0{name[place + 1 :]}"] = name
        return found

    def _near_name(self, text: str) -> str:
        """A run of katakana a slip away from one name: スペーエックス."""
        return _KATAKANA.sub(lambda match: self._nearest(match.group()), text)

    def _nearest(self, run: str) -> str:
        known = self._katakana.get(run[0], frozenset())
        if run not in known and (alike := self._written_alike.get(_one_sound(run))):
            return alike
        if len(run) < _LEAST or run in known or any(len(part) > 4 and run.startswith(part) for part in known):
            return run
        most = 2 if len(run) >= _LONG else 1
        near = [part for part in known if OSA.distance(run, part, score_cutoff=most) <= most]
        spelt_alike = {re.sub("[ー・]", "", part) for part in near}
        return max(near, key=len) if len(spelt_alike) == 1 else run

    @cached_property
    def _written_alike(self) -> dict[str, str]:
        """Katakana of names by how it sounds, where no other is written like it: ツヅラ is often written ツズラ."""
        parts = [part for parts in self._katakana.values() for part in parts]
        counts = Counter(map(_one_sound, parts))
        return {sound: part for part in parts if counts[sound := _one_sound(part)] == 1}

    @cached_property
    def _katakana(self) -> dict[str, frozenset[str]]:
        """Runs of katakana in names, by their first character, which hardly anybody mistypes."""
        found: dict[str, set[str]] = {}
        for part in (part for name in self._names for part in _KATAKANA.findall(name)):
            found.setdefault(part[0], set()).add(part)
        return {first: frozenset(parts) for first, parts in found.items()}

    def _sounding(self, text: str) -> str:
        """A name in Latin letters for the katakana of one: Kurobane AI is クロバネAI."""
        text = re.sub(
            r"[A-Za-z]{4,}",
            lambda match: (
                match.group()
                if self._vocabulary.find_entities(match.group())
                else self._by_sound.get(spoken_form(match.group()), match.group())
            ),
            text,
        )
        return _TWO_SCRIPTS.sub(
            lambda match: self._joined.get(match[1] + match[2].lower(), match.group()), text
        )

    @cached_property
    def _joined(self) -> dict[str, str]:
        """Names of katakana and letters that a blank may part: "クロバネ AI"."""
        return {
            match[1] + match[2].lower(): name
            for name in self._names
            if (match := _TWO_SCRIPTS.fullmatch(name))
        }

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        return {
            spoken_form(part): part
            for name in self._names
            for part in _KATAKANA.findall(name)
            if len(part) > 2 and not name.isascii()
        }

    # --- words ------------------------------------------------------------------------------------------------------

    def _from_reading(self, text: str) -> str:
        """A measure left in hiragana: もくひょう."""
        for reading, word in self._readings.items():
            if len(reading) > 3:
                text = re.sub(
                    rf"(?<![ぁ-ゖ]){reading}(?=[はがをのもでにと、。?？\s一-鿿ァ-ヴ]|って|$)", word, text
                )
        return text

    @cached_property
    def _readings(self) -> dict[str, str]:
        """Hiragana -> word, the longest first."""
        found: dict[str, str] = {}
        for word in (*_TERMS, *self._measures):
            reading = _hiragana("".join(reading for _, reading in self._analyser.readings(word)))
            if re.fullmatch("[ぁ-ゖー]+", reading):
                found.setdefault(reading, word)
        return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))

    def _wrong_character(self, text: str) -> str:
        """A measure with one character that sounds or looks like the right one: 評化額, 純損矢."""
        taken = [(metric.start, metric.end) for metric in self._vocabulary.find_metrics(text)]
        for start, end in (
            (one, one + length) for length in self._lengths for one in range(len(text) - length + 1)
        ):
            window = text[start:end]
            for place, wrong in enumerate(window):
                word = self._with_a_gap.get(f"{window[:place]}\0{window[place + 1 :]}")
                if word is None or word == window or any(_clashes(span, (start, end)) for span in taken):
                    continue
                if frozenset((wrong, word[place])) in _LOOK_ALIKE or self._sound(window) == self._sound(word):
                    return text[:start] + word + text[end:]
        return text

    @cached_property
    def _with_a_gap(self) -> dict[str, str]:
        """Measures written in kanji, by what is left of them without one character."""
        words = [word for word in self._measures if len(word) > 2 and re.fullmatch("[一-鿿]+", word)]
        return {f"{word[:place]}\0{word[place + 1 :]}": word for word in words for place in range(len(word))}

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(word) for word in self._with_a_gap}, reverse=True)

    def _sound(self, word: str) -> str:
        return "".join(reading for _, reading in self._analyser.readings(word))

    # --- all in Latin letters -----------------------------------------------------------------------------------------

    def _from_latin(self, text: str) -> str:
        """Japanese in Latin letters as Japanese ("supeesuekkusu no genkin wa?"); other text with its names in kana."""
        words = re.findall(r"[A-Za-z]+", text)
        particles = sum(word.lower() in _PARTICLES for word in words)
        japanese = [word for word in words if _SYLLABLES.fullmatch(word.lower())]
        if particles < 1 or len(japanese) < len(words) or not any(self._word(word) for word in words):
            return self._sounding(text)
        spelt = re.sub(
            r"[A-Za-z]+",
            lambda match: self._word(match.group()) or _PARTICLES.get(match.group().lower(), match.group()),
            text,
        )
        return re.sub(r"(?<=[ぁ-ヿ一-鿿])\s+|\s+(?=[ぁ-ヿ一-鿿])", "", spelt)

    def _word(self, word: str) -> str | None:
        """The name or measure that sounds as `word`, or None."""
        if len(word) < 4:
            return None
        sound = spoken_form(word)
        return self._by_sound.get(sound) or self._measure_sounds.get(sound)

    @cached_property
    def _measure_sounds(self) -> dict[str, str]:
        return {spoken_form(reading): word for reading, word in reversed(self._readings.items())}


def _clashes(measure: tuple[int, int], window: tuple[int, int]) -> bool:
    """Whether a measure read without mending stands where one is looked for, unless it is but a part of that."""
    (low, high), (start, end) = measure, window
    inside = start <= low and high <= end and high - low < end - start
    return low < end and start < high and not inside


def _one_sound(katakana: str) -> str:
    """Katakana with the kana that sound alike written as one: ヅ as ズ, ヂ as ジ."""
    return katakana.translate(_SAME_SOUND)


def _hiragana(text: str) -> str:
    return "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヴ" else one for one in text)


def _katakana(text: str) -> str:
    return "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in text)


def _loosely(katakana: str) -> str:
    """A pattern for a word whose long vowels people write or leave out: エーアイ, エイアイ."""
    return "".join("[ーイ]?" if one == "ー" else re.escape(one) for one in katakana)
