"""Numbers that no reader of amounts sees: spelt out, in old kanji, cut by blanks, dressed in other scripts.

A sentence may only keep such a wording where a passage that it cites writes it so too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_GREAT = "hundred thousand million billion trillion bn mn tn mm k dozen dozens score scores gross lakh crore hundreds thousands millions billions trillions tens"
_PARTS = "half halves halved third thirds quarters fifth fifths tenth tenths double doubled doubles doubling triple tripled triples tripling quadruple quadrupled treble trebled twice thrice twofold threefold tenfold couple zero nil nought"
_WORDS = "|".join(f"{_SMALL} {_TENS} {_GREAT} {_PARTS}".replace(" one ", " ").removeprefix("one ").split())
_ENGLISH = re.compile(
    rf"\b(?:(?:a|an|one|and|of|point|nearly|about)[\s-]+)*(?:(?:{_WORDS})(?:[\s-]+(?:and[\s-]+|a[\s-]+|of[\s-]+)?)?)+(?![a-z])",
    re.I,
)
# "third quarter" and "first half" are times, which are read as such.
_TIME = re.compile(
    r"(?:the\s+)?(?:first|second|third|fourth)[\s-]+(?:fiscal[\s-]+)?(?:quarter|half)|half[\s-]year", re.I
)
_KANJI = re.compile(
    r"[〇零壱壹弌弐貳弍参參肆伍陸漆捌玖拾廿卅佰陌仟阡萬億兆京]+|[一二三四五六七八九十百千万億兆京〇]{2,}|[一二三四五六七八九十百千万半](?=[億万兆円ドル割倍%％か人社年月日回件分台本基株個店期名])"
)
_PLAIN_WORDS = re.compile(
    r"万一|十分|千葉|一部|一方|一時|一般|一定|一層|一段|一社|一環|一因|一体|統一|唯一|第三者|三菱|三井|三越|四国|九州|八王子|百貨店|七十七|五輪|二次|一次|一月当|一株|一人当|一日当|一年|半年|半ば|半期|半導体|前半|後半|過半|一回|二国間|京都|東京|京成|京王|京浜|北京|南京|一万田"
)
_HALF_JA = re.compile(r"[数何幾][十百千万億兆]+|半分|半額|半減|倍増|倍(?!率)|折半|半数|ゼロ|皆無|ダース")
_MIXED = re.compile(
    r"(?<![A-Za-z])(?=[A-Za-z0-9.\-]*\d)(?=[A-Za-z0-9.\-]*[A-Za-z])[A-Za-z0-9][A-Za-z0-9.\-]*"
)
_LETTER_FOR_DIGIT = re.compile(
    r"[A-Za-z|]+(?=[億万兆])|(?<![A-Za-z])[lIoOSBZ|]+(?=[円%％,.]|\s?(?:ドル|円|億|万|million|billion|percent))|(?<=[\d,.$¥€£])[lIoOSBZ|]+(?![A-Za-z])"
)
_APART = re.compile(r"\d[\s_'’・·˙‚،٬/|:;–—-]+(?=\d)|\d(?:点|point)\s?\d|[億万兆]\s?と\s?\d")


def odd_numbers(text: str) -> list[str]:
    """Every wording in `text` that a person reads as a number and the readers of amounts may not.

    >>> odd_numbers("It lost fourteen hundred million dollars in the third quarter.")
    ['fourteen hundred million']
    """
    signs = [
        sign
        for sign in text
        if unicodedata.category(sign) in ("No", "Nl") or (sign.isdigit() and not sign.isascii())
    ]
    text = unicodedata.normalize("NFKC", text)
    found = [
        match.group().strip(" -")
        for match in _ENGLISH.finditer(_TIME.sub(lambda m: " " * len(m.group()), text))
    ]
    blank = _PLAIN_WORDS.sub(lambda match: "　" * len(match.group()), text)
    for pattern in (_KANJI, _HALF_JA, _LETTER_FOR_DIGIT):
        found += [match.group() for match in pattern.finditer(blank)]
    found += [match.group().strip(".-") for match in _MIXED.finditer(text)]
    return list(dict.fromkeys([*found, *signs]))


def split_numbers(text: str) -> list[str]:
    """Digits with something between them that could hide one number in two: "1 460", "14・6"."""
    return [match.group() for match in _APART.finditer(unicodedata.normalize("NFKC", text))]


def held_verbatim(wording: str, sources: Sequence[str]) -> bool:
    """Whether one of the texts writes it so, as a whole and not as a part of a longer word or number; blanks and case aside.

    >>> held_verbatim("lO", ["Colossus"])
    False
    """
    pattern = re.compile(
        rf"(?<!{_INSIDE}){re.escape(_bare(wording))}(?!{_INSIDE})" if wording.strip() else r"(?!)"
    )
    return any(pattern.search(_bare(source)) for source in sources)


_INSIDE = r"[a-z0-9.数何幾〇一二三四五六七八九十百千万億兆]"


def _bare(text: str) -> str:
    text = re.sub(r"[\s\-‐–]+", " ", unicodedata.normalize("NFKC", text)).casefold()
    return re.sub(r"(?<=\d),(?=\d)|(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text).strip()
