"""Text to normalised content words: Sudachi for Japanese, stems for Latin script, one spelling a word."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any, NamedTuple

# Changes whenever the rules below would write another word for the same text.
RULES = "rules-1"

# Sudachi takes 49,149 bytes at a time; no character has more than four.
_PIECE = 8_000

_ACRONYM = re.compile(r"(?:[A-Za-z]\.){2,}")
_LATIN = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S.
    r"|\b[A-Za-z]&[A-Za-z](?:&[A-Za-z])*\b"  # M&A, R&D
    r"|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ0-9]{0,63}(?:['’](?:s|S|t|re|ve|ll|d|m)\b)?"  # SpaceX, H100, Musk's
)
_WORD_OR_NUMBER = re.compile(rf"(?P<word>{_LATIN.pattern})|(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?)")
_BEYOND_LATIN = re.compile(r"[^\W\d_À-ɏA-Za-z]")
# What follows a name in a company's: the whole is the name.
_FIRMS = frozenset(
    """
    電機 電工 商事 商会 商店 物産 産業 工業 工務店 製作所 製鉄 製鋼 製薬 製菓 製紙 食品 フーズ フード 酒造 銀行 信託 証券 生命 火災 地所 化成 薬品 重工 重工業 精機 精密
    ホールディングス グループ コーポレーション カンパニー 建設 不動産 化学 モーターズ 機械 通信 放送 新聞 書店 鉄道 航空 海運 運輸 百貨店 印刷 紡績 ガス 石油 鉱業 水産
    テクノロジー テクノロジーズ システムズ ソフト ゲームス ロボティクス エナジー リゾート 自動車
    保険 損保 生保 電力 電気 電鉄 テレコム ネットワークス エレクトロニクス マテリアル ケミカル ファーマ バイオ メディカル ラボ ラボラトリーズ キャピタル パートナーズ
    物流 商船 汽船 製粉 製油 醸造 珈琲 ワークス スタジオ クリエイト 堂
    創薬 製剤 医療 金属 鋼業 繊維 飲料 観光 旅行 出版 書房 玩具 住宅 ハウス 運送 急便 倉庫 造船 硝子 ガラス セメント 光学 計器 電線 電池 技研 総研 研究所 宇宙 スペース モビリティ
    ペイ リース クレジット ファイナンス フィナンシャル アセット 信金 金庫 車両 機器 興業 興産 交通 空港 ホテル ホテルズ ストア マート スーパー 薬局 テレビ
    軸受 ベアリング 車輪 電材 電装 機工 鉄工 鉄工所 鋳造 紙業 陸運 水処理 義肢 養殖 農園 牧場 精工 光学 産機
    """.split()
)
# Words before them that describe a kind of firm and name none: 大手銀行, 衛星通信.
_KINDS_OF_FIRM = frozenset(
    """
    大手 中堅 準大手 地方 地域 主要 投資 中央 民間 国営 国内 海外 外国 新興 競合 他 同 各 親 子 総合 専門 伝統 既存 関連 消費 太陽光 再生 衛星 宇宙 携帯 移動 電気 電子 半 導体
    人工 知能 防衛 軍需 軍事 自動 自動車 家電 医療 健康 火災 損害 生命 年金 社会 雇用 格安 長距離 光 無線 有線 固定 鉱業 鉱 重 軽 素材 機械 精密 情報 AI クリーン データ ロケット ネット インターネット クラウド
    """.split()
)
_HAS_LETTER = re.compile(r"[^\W_]")
_BREAK = re.compile(r"[\n。！？!?]")

_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接尾辞"})
# Verbs and formal nouns that carry grammar rather than content, as Sudachi normalises them.
_EMPTY = frozenset(
    """
    為る 有る 居る 成る 言う 出来る 呉れる 貰う 頂く 下さる 仕舞う 御座る 置く 教える
    事 物 所 為 訳 筈 様 の よう こと もの ため 程 点 等 達 的 性 化 さ そう 何 何れ 其れ 此れ
    """.split()
)
_ENGLISH_STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by can
    could did do does doing during each for from further had has have having he her here hers him his
    how i if in into is it its itself just me more most much many my no nor not now of off on once only
    or other our ours out over own same she should so some such than that the their theirs them then
    there these they this those through to too under until up very was we were what when where which
    while who whom why will with would you your yours according did don doesn didn isn please said say
    says tell wasn
    """.split()
)


def names_a_firm(name: str) -> bool:
    """Whether a name ends as firms' names do: 相模軸受, みどり銀行."""
    return any(name.endswith(ending) and name != ending for ending in _FIRMS)


class Token(NamedTuple):
    """A piece of a text, particles and marks included: its offsets, normal form, and kind of word."""

    start: int
    end: int
    word: str
    tag: str


class Analyser:
    """Makes words of text, alike for articles, questions and the embedding; safe to share between threads.

    >>> Analyser().words("ＳｐａｃｅＸは80億ドルを調達した")
    ['spacex', '8000000000', 'ドル', '調達']
    """

    def __init__(self) -> None:
        self._dictionary: Any = None
        self._loading = threading.Lock()
        self._local = threading.local()  # a Sudachi tokenizer or a stemmer serves one thread at a time

    @property
    def fingerprint(self) -> str:
        """What the words depend on; an index made under another fingerprint must be rebuilt."""
        return (
            f"sudachipy-{version('sudachipy')}/sudachidict_core-{version('sudachidict_core')}"
            f"/snowball-{version('snowballstemmer')}/{RULES}"
        )

    def words(self, text: str) -> list[str]:
        """Normalised content words of `text` in order, repeats kept; [] where there are none."""
        plain = unicodedata.normalize("NFKC", text)
        if not _HAS_LETTER.search(plain):
            return []
        if not _BEYOND_LATIN.search(plain):
            return list(self._latin_words(plain))
        return [word for piece in _pieces(plain) for word in self._japanese_words(piece)]

    def term_words(self, term: str) -> list[str]:
        """The words of a name or term that stands alone, read as the topic of a sentence would be.

        Alone, Sudachi takes 打ち上げ for two verbs; before は it finds the noun that articles contain.
        """
        return self.words(term if term.isascii() else f"{term}は")

    def names(self, text: str) -> list[str]:
        """Proper names in Japanese `text` as written, with the company suffix that belongs to them.

        >>> Analyser().names("緑川電機の売上高とサクラ精密工業の利益")
        ['緑川電機', 'サクラ精密工業']
        """
        if not _BEYOND_LATIN.search(text):
            return []
        found = [match[1] for match in _INCORPORATED.finditer(text)]
        for run in self._noun_runs(unicodedata.normalize("NFKC", text)):
            ends = [place for place, noun in enumerate(run, start=1) if _names_something(noun)]
            firms = [
                place for place, noun in enumerate(run, start=1) if noun.surface() in _FIRMS and place > 1
            ]
            if firms and not ends and all(noun.surface() in _KINDS_OF_FIRM for noun in run[: firms[0] - 1]):
                continue
            if ends or firms:
                found.append("".join(noun.surface() for noun in run[: max((*ends, *firms))]))
        return [name for name in found if len(name) > 1 and _BEYOND_LATIN.search(name)]

    def readings(self, text: str) -> list[tuple[str, str]]:
        """(word, its reading in katakana) of the words of `text`, in order."""
        return [(one.surface(), one.reading_form()) for one in self._tokenizer.tokenize(text[:_LONGEST_WORD])]

    def tokens(self, text: str) -> list[Token]:
        """All of `text` in pieces, spaces apart, with offsets into it as it is; Latin runs whole and stemmed.

        >>> [token.word for token in Analyser().tokens("NASAの予算は増えた。")]
        ['nasa', 'の', '予算', 'は', '増える', 'た', '。']
        """
        found: list[Token] = []
        offset = 0
        for piece in _pieces(text):
            found += self._piece_tokens(piece, offset)
            offset += len(piece)
        return found

    def _piece_tokens(self, text: str, offset: int) -> Iterator[Token]:
        runs = {match.start(): match for match in _LATIN.finditer(text)}
        done = 0
        for morpheme in self._tokenizer.tokenize(text):
            begin, end = morpheme.begin(), morpheme.end()
            if begin < done < end:  # a Latin run ended within it, as in ×Aº
                rest = unicodedata.normalize("NFKC", text[done:end]).strip().lower()
                yield Token(offset + done, offset + end, rest, "-".join(morpheme.part_of_speech()[:3]))
                done = end
                continue
            if begin < done or begin == end or text[begin:end].isspace():  # one character may be two words: ⨌
                continue
            run = runs.get(begin)
            if run is not None and end <= run.end():
                word, tag, done = self._stem(run.group(), keep=True), "latin", run.end()
                yield Token(offset + begin, offset + done, word, tag)
                continue
            kind = morpheme.part_of_speech()
            word = morpheme.normalized_form().strip().lower().replace(" ", "_")
            yield Token(offset + begin, offset + end, word, "-".join(kind[:3]))

    def kind(self, word: str) -> int:
        """What a normalised word names: 1 a number, 2 a person, 3 a place, 4 another name, 0 none of these."""
        if _NUMERIC.fullmatch(word):
            return 1
        if not _BEYOND_LATIN.search(word):
            return 4
        kinds = [morpheme.part_of_speech() for morpheme in self._tokenizer.tokenize(word[:_LONGEST_WORD])]
        for number, name in ((2, "人名"), (3, "地名")):
            if any(kind[2] == name for kind in kinds):
                return number
        return 4 if any(kind[1] == "固有名詞" for kind in kinds) or _KATAKANA_WORD.match(word) else 0

    def _noun_runs(self, text: str) -> Iterator[list[Any]]:
        """Nouns that stand without anything between them."""
        run: list[Any] = []
        for piece in _pieces(text):
            for morpheme in self._tokenizer.tokenize(piece):
                kind = morpheme.part_of_speech()
                joins = kind[0] in ("名詞", "接頭辞") or (run and morpheme.surface() in _FIRMS)
                if joins and kind[1] != "数詞":
                    run.append(morpheme)
                elif run:
                    yield run
                    run = []
        if run:
            yield run

    def _latin_words(self, text: str) -> Iterator[str]:
        for match in _WORD_OR_NUMBER.finditer(text):
            if match["number"]:
                yield match["number"].replace(",", "")
            elif word := self._stem(match["word"]):
                yield word

    def _japanese_words(self, text: str) -> Iterator[str]:
        """Sudachi's words, except that a run of Latin script stays one word and is stemmed as English is."""
        runs = {match.start(): match for match in _LATIN.finditer(text)}
        done = 0
        for morpheme in self._tokenizer.tokenize(text):
            begin, end = morpheme.begin(), morpheme.end()
            if begin < done:  # a run that Sudachi cut into more than one
                continue
            run = runs.get(begin)
            if run is None or end > run.end():  # the latter begins in Latin script only, as Tシャツ does
                word, done = _content_word(morpheme), end
            else:
                word, done = self._stem(run.group(), letters=True), run.end()
            if word:
                yield word

    def _stem(self, word: str, letters: bool = False, keep: bool = False) -> str:
        """One spelling for a word of Latin script, "" for a stop word; `letters` keeps the A of シリーズA.

        `keep` keeps stop words too.
        """
        if _ACRONYM.fullmatch(word):
            return word.replace(".", "").lower()
        lower = re.split(r"['’]", word.lower(), maxsplit=1)[0]
        if not lower.isascii():
            lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
        is_name = word.isupper() and (letters or len(word) > 1)  # IT and WHO are no stop words
        if lower in _ENGLISH_STOP_WORDS and not is_name and not keep:
            return ""
        return str(self._stemmer.stemWord(lower))

    @property
    def _stemmer(self) -> Any:
        if not hasattr(self._local, "stemmer"):
            import snowballstemmer

            self._local.stemmer = snowballstemmer.stemmer("english")
        return self._local.stemmer

    @property
    def _tokenizer(self) -> Any:
        if not hasattr(self._local, "tokenizer"):
            from sudachipy import Dictionary, SplitMode

            with self._loading:
                if self._dictionary is None:
                    self._dictionary = Dictionary(dict="core")
            self._local.tokenizer = self._dictionary.create(mode=SplitMode.A)
        return self._local.tokenizer


def well_formed(text: str) -> str:
    """`text` with replacement characters for lone surrogates, which JSON lets through and no encoding can write."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _names_something(noun: Any) -> bool:
    """A proper noun (countries aside: 日本の投資家 names no one), or a word no dictionary knows, written as names are."""
    kind = noun.part_of_speech()
    if kind[1] == "固有名詞":
        # A given name alone is more often a common word misread: 通年.
        return bool(kind[3] not in ("国", "名") and len(noun.surface()) > 1)
    return bool(noun.is_oov() and _KATAKANA_NAME.fullmatch(noun.surface()))


# 株式会社 names whatever stands behind it.
_INCORPORATED = re.compile(
    r"(?:株式会社|有限会社|合同会社|[(（]株[)）]|㈱)\s?([^\s、。,・?？]{2,20}?)(?=[のはがをとも、。\s?？]|$)"
)
_KATAKANA_NAME = re.compile(r"[ァ-ヴー・]{3,}")
_KATAKANA_WORD = re.compile(r"[ァ-ヴー]{2,}$")
_NUMERIC = re.compile(r"\d+(?:\.\d+)?")
_LONGEST_WORD = 60


def _pieces(text: str) -> Iterator[str]:
    """`text` cut after line or sentence ends into what Sudachi takes at once."""
    start = 0
    while len(text) - start > _PIECE:
        cut = max(
            (match.end() for match in _BREAK.finditer(text, start, start + _PIECE)), default=start + _PIECE
        )
        yield text[start:cut]
        start = cut
    yield text[start:]


def _content_word(morpheme: Any) -> str:
    """The morpheme's normalised form in lower case, or "" for particles, symbols and empty words."""
    if morpheme.part_of_speech()[0] not in _CONTENT:
        return ""
    word = morpheme.normalized_form().strip().lower().replace(" ", "_")
    return word if word not in _EMPTY and _HAS_LETTER.search(word) else ""
