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


def named(text: str) -> str | None:
    """The name that the wording of `text` marks as its subject, as written, or None."""
    for pattern in (*_JAPANESE, *_ENGLISH):
        for match in pattern.finditer(text):
            name = _LEGAL.sub("", match["name"].strip(" -–—#*.,"))
            if len(name) > 1 and not _NO_NAME.match(name):
                return name
    return None
