"""The patterns of amounts: how Japanese and English write money, percentages, durations and counts.

`AMOUNT` finds one amount in folded text (`index.vocabulary.fold`); its named groups say which kind it is. A number never
starts inside another one, so a long run of digits costs no more than its length.
"""

from __future__ import annotations

import re
from decimal import Decimal

from index.numerals import COUNT_IN_WORDS, ENGLISH_SCALE, NUMBER, NUMBER_IN_WORDS

CURRENCIES = {
    "米ドル": "USD", "豪ドル": "AUD", "加ドル": "CAD", "カナダドル": "CAD", "香港ドル": "HKD", "台湾ドル": "TWD", "シンガポールドル": "SGD",
    "ドル": "USD", "㌦": "USD", "円": "JPY", "日本円": "JPY", "ユーロ": "EUR", "ポンド": "GBP", "人民元": "CNY", "元": "CNY", "ウォン": "KRW",
    "ルピー": "INR", "フラン": "CHF", "usd": "USD", "dollars": "USD", "dollar": "USD", "jpy": "JPY", "yen": "JPY", "eur": "EUR",
    "euros": "EUR", "euro": "EUR", "gbp": "GBP", "pounds": "GBP", "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "won": "KRW",
    "rupees": "INR", "ニュージーランドドル": "NZD", "レアル": "BRL", "スイスフラン": "CHF", "中国元": "CNY", "renminbi": "CNY",
    "pounds sterling": "GBP", "swiss francs": "CHF", "francs": "CHF", "australian dollars": "AUD", "canadian dollars": "CAD",
    "hong kong dollars": "HKD", "singapore dollars": "SGD", "new taiwan dollars": "TWD", "taiwan dollars": "TWD",
    "new zealand dollars": "NZD", "reais": "BRL",
} | {code.lower(): code for code in ("AUD", "CAD", "HKD", "TWD", "SGD", "NZD", "BRL", "CHF", "KRW", "INR")}  # fmt: skip
SYMBOLS = {
    "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nt$": "TWD", "s$": "SGD", "nz$": "NZD", "r$": "BRL", "$": "USD", "¥": "JPY",
    "€": "EUR", "£": "GBP", "₩": "KRW", "₹": "INR", "usd": "USD", "jpy": "JPY", "eur": "EUR", "gbp": "GBP", "cny": "CNY", "rmb": "CNY",
    "krw": "KRW", "chf": "CHF", "aud": "AUD", "cad": "CAD", "hkd": "HKD", "twd": "TWD", "sgd": "SGD", "nzd": "NZD", "brl": "BRL",
    "inr": "INR", "au$": "AUD", "ca$": "CAD", "cn¥": "CNY",
}  # fmt: skip
# Words that are an amount by themselves: what was, times so many.
CHANGES = {
    "半減": Decimal("0.5"), "halved": Decimal("0.5"), "halving": Decimal("0.5"), "halves": Decimal("0.5"), "倍増": Decimal(2),
    "doubled": Decimal(2), "doubling": Decimal(2), "doubles": Decimal(2), "tripled": Decimal(3), "tripling": Decimal(3),
    "triples": Decimal(3), "quadrupled": Decimal(4), "quadrupling": Decimal(4), "quadruples": Decimal(4),
}  # fmt: skip
FRACTIONS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
COUNTERS = (
    "万人|人|名|社|件|基|機|台|回|か国|カ国|ヶ国|言語|個|つ|本|枚|種類|種|店|店舗|拠点|株|口|軒|隻|棟|地区|世帯|"
    "gpus?|gw|mw|kw|twh|gwh|ギガワット|メガワット|km|キロ(?![ワグバヘカ])|トン|倍"
)
ENGLISH_COUNTERS = (
    r"(?:[a-z\-][a-z0-9\-]* ){0,2}?(?:gpus?|chips?|employees|people|staff|subscribers?|users?|customers?|launches|flights?|failures?|"
    r"companies|countries|units?|shares?|engineers?|satellites?|times|gigawatts?|gw|mw|languages|models?|stores|cars|vehicles|robots|sites|households)"
)


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


CURRENCY_JA = _any_of([word for word in CURRENCIES if not word.isascii()])
CURRENCY_EN = _any_of([word for word in CURRENCIES if word.isascii()])
# A letter before the sign makes it another currency's ("MX$").
_SYMBOL = rf"(?<![a-z])(?:{_any_of(list(SYMBOLS))})"
_SCALE_EN = ENGLISH_SCALE

# No number starts inside another: not "34" in "12,34", "5" in ".5" or "2" in "7・2".
_START = r"(?<![0-9.])(?<![0-9][,・])"
# A hyphen behind a number or a unit is a range's, not a sign.
_SIGN = r"(?:[△▲]|(?<![0-9a-z%兆億万千円元ルロド])[−-]|マイナス|(?<![a-z])(?:minus|negative)\s)?"
# What goes on behind a number is a part of it: the "5" of "1,5" and the "2" of "12".
_END = r"(?![0-9])(?!,[0-9])"
_KANJI_DIGIT = "〇零一二三四五六七八九"
_KANJI = rf"{_KANJI_DIGIT}十百千万億兆"
_RUN = rf"(?:\s(?=[兆億万]))?[{_KANJI}京]+"
_BY_DIGITS = rf"{_START}(?:{NUMBER})(?:{_RUN}(?:{NUMBER})){{0,5}}(?:{_RUN})?"
# "数百億" is vague, "二元的" counts no yuan, "(百万円)" heads a column.
_BY_KANJI = (
    rf"(?<![0-9数{_KANJI}])(?![{_KANJI_DIGIT}]元)(?:[{_KANJI_DIGIT}]|(?<![():])[十百千])[{_KANJI}]*(?:京[{_KANJI}]*)?"
    rf"(?:(?:{NUMBER}){_RUN}){{0,5}}(?:{NUMBER})?"
)
NUMBER_JA = rf"{_SIGN}(?:{_BY_DIGITS}|{_BY_KANJI})"

_MONEY_JA = rf"(?P<ja>{NUMBER_JA})\s*(?P<jac>{CURRENCY_JA})(?!(?<=フラン)[スチク]|(?<=元)[素首号帥凶])"
_SIGN_SYMBOL = r"(?<![0-9a-z])[−-]|[△▲]|マイナス|(?<![a-z])(?:minus|negative)\s"
_MONEY_SYMBOL = (
    rf"(?P<sign>{_SIGN_SYMBOL})?(?P<sym>{_SYMBOL})\s?(?P<insign>[−-])?(?P<symn>{NUMBER}){_END}"
    rf"(?:[\s-]?(?P<sscale>{_SCALE_EN})(?![a-z])|(?P<jscale>[十百千万億兆京]+(?:(?:{NUMBER})[千万億兆]+){{0,3}})(?:円|ドル)?)?"
    rf"(?P<to>(?:\s?(?P<dash>[-–〜~])\s?|\s(?P<link>to|and)\s)(?P<hisign>[−-])?(?P<hisym>{_SYMBOL})?(?P<symhi>{NUMBER}){_END}"
    rf"(?:[\s-]?(?P<hiscale>{_SCALE_EN})(?![a-z]))?)?"
)
_MONEY_EN = (
    rf"(?P<ensign>{_SIGN_SYMBOL})?(?<![a-z0-9.])(?<![0-9],)(?P<en>{NUMBER}|{NUMBER_IN_WORDS}(?=[\s-](?:{_SCALE_EN}|dollars?)))"
    rf"(?:[\s-]?(?P<escale>{_SCALE_EN}))?[\s-](?:us\s|u\.s\.\s)?(?P<enc>{CURRENCY_EN})(?![a-z])"
)
_PERCENT = (
    rf"(?P<pct>{_SIGN}{_START}(?:{NUMBER})|(?<![a-z0-9-])(?:{COUNT_IN_WORDS})(?=[\s-]per))"
    r"(?:\s?(?:%|パーセント|per\s?cent(?:age)?(?!\w))|-per\s?cent(?:age)?(?!\w))(?:[\s-]?(?P<pt>ポイント|points?))?"
    rf"|(?<![0-9.{_KANJI}])(?P<wari>10|[0-9](?:\.[0-9]+)?|[一二三四五六七八九十])割(?:(?P<bu>[0-9一二三四五六七八九])分(?:(?P<rin>[0-9一二三四五六七八九])厘)?)?(?!り?[引合当])"
    rf"|(?P<bp>{_SIGN}{_START}(?:{NUMBER}))\s?(?:bps?(?![a-z0-9])|basis points?|ベーシスポイント)"
    rf"|(?P<ptn>{_SIGN}{_START}(?:{NUMBER}))\s?(?:ポイント|percentage points?|pp(?!\w)|pts?(?!\w))"
)
# "30分の1時間" tells minutes, "first half" a time, "a third quarter" no part.
_RATIO = (
    rf"(?<![0-9.{_KANJI}])(?P<den>[0-9]{{1,3}}|[二三四五六七八九十百])分の(?P<num>[0-9]{{1,3}}|[一二三四五六七八九])(?![0-9{_KANJI}時分回本日人社])"
    rf"|(?<![a-z0-9-])(?P<part>one|two|three|four|five|six|seven|eight|nine)(?:-(?P<ord1>quarters?)|[\s-](?P<ord2>thirds?|(?:fif|six|seven|eigh|nin|ten)ths?))(?![a-z-]|\squarter)"
    r"|(?<![a-z0-9-])an?\s(?P<ord3>third|quarter|fifth|sixth|eighth|tenth)(?=\sof\s(?!an?\s(?:century|million|billion)|the\s(?:year|month)|[0-9]))"
    r"|(?<![a-z0-9-])(?<!first\s)(?<!second\s)(?<!latter\s)(?<!other\s)(?P<ord4>half)(?=\sof\s(?!an?\s|the\s(?:year|month|fiscal)|(?:fiscal|fy|this|last|next)|[0-9]))"
    rf"|(?P<change>半減(?!期)|(?<![0-9{_KANJI}])倍増|(?<![a-z])(?:{'|'.join(word for word in CHANGES if word.isascii())})(?![a-z-]))"
    r"|(?<![0-9一-鿿ァ-ヶー])(?P<twice>倍)(?=以上|近く|に(?:増|な|膨|拡|伸|跳|達))|(?<![a-z])(?P<twice2>twice)(?=\s(?:as|the|its|their|what|that)\s)"
    rf"|{_START}(?<![a-z])(?P<fold>(?:{NUMBER})(?=-fold)|two|three|four|five|six|seven|eight|nine|ten)-?fold(?![a-z])"
)
_DURATION = (
    rf"(?:{_START}(?P<mon>{NUMBER})|(?P<monk>(?<![数{_KANJI}])[一二三四五六七八九十]+))\s?(?:か|ヶ|ヵ|カ|ケ|箇)月(?P<monh>半)?(?:間)?(?:分)?"
    rf"|{_START}(?P<yr>[0-9]{{1,2}}(?:\.[0-9])?|(?<![数{_KANJI}])[一二三四五六七八九十]+)年(?:間|以上|(?P<yrh>半(?!ば))|程度|分)"
    rf"|{_START}(?P<hr>{NUMBER})\s?(?:時間|hours?(?!\w))"
    rf"|(?<![a-z]){_START}(?P<men>{NUMBER}|{COUNT_IN_WORDS})[\s-]months?(?![a-z])"
    rf"|(?<![a-z]){_START}(?P<yen>{NUMBER}|{COUNT_IN_WORDS})[\s-]years?(?![a-z]|-old)"
)
# Behind a counter another kanji makes another word (機 in 機能), unless it goes on about the amount.
_AFTER_COUNTER = r"(?!目(?!標))(?!(?!以上|以下|未満|超|前後|程度|強|弱|近|余|分|増|減|目標|規模|体制)[一-龠])"
_NO_OTHER_WORD = r"(?!目(?!標)|(?<=人)(?:[気工材口間]|生(?![存きま]))|(?<=社)[会員長債]|(?<=回)[復答線転路]|(?<=件)数|(?<=機)[能械関会]|(?<=基)[準本礎地]|(?<=台)[湾風本])"
_COUNT = (
    rf"(?P<cn>{NUMBER_JA})\s?(?P<cc>{COUNTERS})(?!(?<=[a-z])[a-z]){_AFTER_COUNTER}"
    rf"|(?P<cnt2>{NUMBER_JA})(?P<cc2>万人|人|社|件|基|機|台|回){_NO_OTHER_WORD}"
    rf"|(?P<cesign>(?<![0-9a-z])[−-]|(?<![a-z])(?:minus|negative)\s)?(?<![a-z0-9.])(?<![a-z]-)(?<![0-9]{{4}}-)(?<![0-9],)"
    rf"(?P<ce>{NUMBER}|(?:{COUNT_IN_WORDS})(?=\s(?:million|billion|thousand)\s))(?:\s(?P<cescale>trillion|billion|million|thousand|hundred)|(?P<ceshort>bn|m|k))?\s(?P<cec>{ENGLISH_COUNTERS})(?![a-z])"
    rf"|(?P<times>{_SIGN}{_START}(?:{NUMBER}))x(?![a-z0-9])"
)
# Each kind with the characters it can begin with: a text is passed over quickly where no amount can stand, as within a
# number or a Latin word.
_NUMERAL, _WORDS, _SIGNS = rf"0-9{_KANJI}", "aefhnost", r"△▲−\-マmn"
_KINDS = (
    (_NUMERAL + _SIGNS, _MONEY_JA), (r"a-z$¥€£₩₹" + _SIGNS, _MONEY_SYMBOL), ("0-9" + _WORDS + _SIGNS, _MONEY_EN),
    (_NUMERAL + _WORDS + _SIGNS, _PERCENT), (_NUMERAL + _WORDS + "半倍dq", _RATIO), (_NUMERAL + _WORDS, _DURATION),
    (_NUMERAL + _WORDS + _SIGNS, _COUNT),
)  # fmt: skip
AMOUNT = re.compile(
    rf"(?=(?<![0-9.])[0-9]|[{_KANJI}{_SIGNS}$¥€£₩₹半倍]|(?<![a-z])[a-z])(?:{'|'.join(f'(?=[{first}])(?:{kind})' for first, kind in _KINDS)})"
)
