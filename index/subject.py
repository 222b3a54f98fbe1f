"""Whom a text is about: the company a heading, a caption or a title names, known or not.

Known names come from the vocabulary. Others are told by how captions are written: what stands before "の2024年3月期" or
"'s income statement", or behind "results of".
"""

from __future__ import annotations

import re

from index.vocabulary import Vocabulary, fold

_LEGAL = re.compile(r"^(?:株式会社|有限会社|合同会社|\(株\)|（株）)\s*|\s*(?:株式会社|\(株\)|（株）)$")
_TIME = r"(?:\d{2,4}年|20\d\d|令和|平成|前期|当期|今期|通期|第\d|上半期|下半期|FY|連結|単体|決算|業績|財務|損益|貸借|キャッシュ|四半期|主要|経営|売上|純資産|資産)"
_JAPANESE = (
    re.compile(r"(?P<name>[^\s。、，,「」『』:：()（）|#]{2,30}?)(?:株式会社|\(株\)|（株）)"),
    re.compile(r"(?:株式会社|\(株\)|（株）)(?P<name>[^\s。、，,「」『』:：()（）|#のはがを]{2,30})"),
    # "以下は山川製作所の2024年3月期…", "山川製作所(J-GAAP適用)の2024年3月期における…"
    re.compile(
        rf"(?:^|[。\n:：【])\s*(?:(?:以下|次|下表|下記|次の表|以下の表|これ|この表|表|下の表|本表|右表)(?:は|に(?=[^は。]*示))[、,]?\s*)?(?P<name>[^\s。、，,「」『』:：()（）|]{{2,40}}?)\s*"
        rf"(?:[(（][^)）]{{0,30}}[)）])?\s*の\s*(?={_TIME})"
    ),
    re.compile(r"(?:^|[。\n])\s*(?P<name>[^\s。、，,「」『』:：()（）|]{2,40}?)\s*(?:[(（][^)）]{0,30}[)）])?\s*(?:は|が)(?:[、,]|\d|同日|この日|本日)"),
    re.compile(rf"(?:^|\n)\s*(?P<name>[^\s。、，,「」『』:：()（）|]{{2,40}}?)\s*[,、:：\s　]\s*(?={_TIME})"),
)  # fmt: skip
_LEGAL_ENGLISH = r"(?:Inc|Corp|Corporation|Co|Ltd|Limited|PLC|plc|LLC|SE|AG|GmbH|N\.V|S\.A|KK|K\.K)\b\.?"
_PART = r"(?:[A-Z]|\d+[A-Za-z])[\w&\-]*(?:\.\w+)*"
_NAME = rf"{_PART}(?:\s(?:{_PART}|&|\d+|of|and|the|de))*"
_STATEMENT = (
    r"(?:consolidated|condensed|unaudited|audited|selected|key|main|income|balance|cash|profit|statements?|results?|financial|figures|accounts|earnings|"
    r"fiscal|full-year|annual|quarterly|quarter|first|second|third|fourth|half|summary|FY|Q[1-4]|H[12]|20\d\d|revenue|sales|operating|net)"
)
_ENGLISH = (
    re.compile(rf"(?P<name>{_NAME}?),? {_LEGAL_ENGLISH}"),
    re.compile(rf"\b(?P<name>{_NAME})(?:'s|’s|s'|s’)\s+(?=(?:\w+\s)?{_STATEMENT}\b)"),
    re.compile(rf"\b(?:statements?|sheets?|results?|summary|accounts|figures|earnings|data|highlights)\s+(?:of|for|from|at)\s+(?P<name>{_NAME})"),
    re.compile(rf"(?:^|\n)#*\s*(?P<name>{_NAME}?)\s*(?:[,:–—|-]\s+|\s)(?=(?:{_STATEMENT}|reports?|posts?|announces?|swings?)\b)"),
    re.compile(rf"(?:^|[.\n]\s*)(?P<name>{_NAME}?)\s+(?:\([^)]{{0,30}}\)\s+)?(?:reported|posted|announced|published|released|today|said|reports|posts|ended|closed)\b"),
)  # fmt: skip
_NO_NAME = re.compile(
    r"^.*(?:ごと|別|とおり|各社|\d社|両社|次|以下|参考)$|^(?:以下|次|下表|下記|表|当社|同社|弊社|前期|当期|今期|連結|単体|資産|負債|純資産|業績|決算|売上高?|利益|総資産|フリーキャッシュフロー|金額|数値|なお|また|The|This|That|These|It|Its|In|For|On|All|Table|Below|Following|Amounts?|Figures?|Total|Net|Consolidated|Condensed|Income|Balance|Cash|Statement|Selected|Key|Revenue|Sales|Operating|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b.*|FY.*|Q[1-4].*|H[12].*|\d[\d年月期.\-/]*)$",
    re.I,
)
_SUFFIXES = frozenset(
    (
        "",
        "グループ",
        "ホールディングス",
        "株式会社",
        "社",
        "group",
        "holdings",
        "inc",
        "corp",
        "corporation",
        "co",
        "ltd",
        "plc",
    )
)
_LONGEST = 4_000  # captions stand near the top, or right above their table


def subject_of(text: str, vocabulary: Vocabulary) -> str | None:
    """The company `text` (a title, a heading, the lines above a table) is about, its canonical name if known.

    >>> subject_of("以下は山川製作所の2024年3月期連結損益計算書の抜粋である。", Vocabulary.read())
    '山川製作所'
    """
    text = text[-_LONGEST:]
    found = named(text)
    if found is None:
        known = vocabulary.companies(entity.key for entity in vocabulary.find_entities(text))
        return known[0] if known else None
    return canonical(found, vocabulary)


def canonical(name: str, vocabulary: Vocabulary) -> str:
    """The vocabulary's name for a company written as `name` (a "Group" or "Holdings" more or less), else `name`."""
    for entity in vocabulary.find_entities(name):
        rest = fold(name[: entity.start] + name[entity.end :]).strip(" .,")
        if vocabulary.entities[entity.key].is_company and rest in _SUFFIXES:
            return entity.key
    return name


# What names of firms end in, where they hold no Latin letters or katakana.
_FIRM = re.compile(
    r"[A-Za-z]|[ァ-ヴー]{3}|(?:電機|電子|電気|製作所|工業|重工|銀行|証券|保険|製薬|薬品|化学|食品|建設|不動産|自動車|精機|精工|技研|産業|商事|物産|運輸|海運|鉄道|航空|電力|通信|製鉄|製鋼|印刷|百貨店|組|社)$"
)
_OWNS = re.compile(
    r"(?:^|、)(?P<name>[^\s。、，,「」『』:：()（）0-9０-９はがをにで]{2,24}?)(?:社)?(?:の(?=\d{4}年|売上|営業利益|純利益|純損失|最終|現金|手元|資金|調達|従業員|評価額|時価総額|負債|支出|月間)|は(?=[、,]|\d|同|この|今))"
)
_DOES = re.compile(
    rf"(?:^|[.\n]\s*)(?P<name>{_NAME}?)(?:['’]s\s|\s+(?:had|has|holds|held|raised|raises|lost|earned|earns|spent|spends|burned|burns|plans|expects|reported|posted|announced|said|says|is|was|will|employs|employed|sold|agreed|closed|completed)\b)"
)
_NO_FIRM = re.compile(
    r"(?:(?:この|その|あの|同).*|両社|各社|全社|会社|子会社|親会社|他社|自社|本社|競合他社|上場会社|It|They|He|She|We|This|That|The|These|Those|There|Its|In|On|At|As|By|For|Cash|Revenue|Sales|Net|Total|Operating|Last|Investors?|Analysts?|Shares?|Management)(?:\s.*)?",
    re.I,
)


def owner_in(sentence: str) -> str | None:
    """An unknown firm whose figures a sentence tells ("青葉電機の売上高は", "Acme had"), as written; None where none is marked."""
    for pattern in (_OWNS, _DOES):
        for match in pattern.finditer(sentence):
            name = match["name"].strip()
            if _FIRM.search(name) and not _NO_FIRM.fullmatch(name) and not _NO_NAME.match(name):
                return name
    return None


def named(text: str) -> str | None:
    """The name that the wording of `text` marks as its subject, as written, or None."""
    for pattern in (*_JAPANESE, *_ENGLISH):
        for match in pattern.finditer(text):
            name = _LEGAL.sub("", match["name"].strip(" -–—#*.,"))
            if len(name) > 1 and not _NO_NAME.match(name):
                return name
    return None
