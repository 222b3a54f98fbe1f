"""The article that a question names: by its place in the library, by its title, or by what it is about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from index.article import Article
from index.vocabulary import fold

_ARTICLE = r"(?:記事|ニュース|文書|資料)"
_KANJI = {numeral: place for place, numeral in enumerate("一二三四五六七八九十", start=1)}
_ENGLISH = {name: place for place, name in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1)}  # fmt: skip
_PLACES = (
    re.compile(rf"(?:第\s?)?(?P<number>[0-9]{{1,3}}|[一二三四五六七八九十])\s?(?:本目|つ目|番目|件目|個目|本めの?|つめの?)?の?\s?{_ARTICLE}"),
    re.compile(rf"{_ARTICLE}\s?(?P<number>[0-9]{{1,3}})(?![0-9])"),
    re.compile(rf"\b(?:the )?(?P<number>{'|'.join(_ENGLISH)}|[0-9]{{1,3}}(?:st|nd|rd|th)) (?:article|story|report)\b", re.I),
    re.compile(r"\b(?:article|story) (?:no\. ?|number |#)?(?P<number>[0-9]{1,3})\b", re.I),
)  # fmt: skip
_FIRST = re.compile(rf"最初の{_ARTICLE}")
_LAST = re.compile(
    rf"(?:最後|最新|一番新しい)の{_ARTICLE}|\b(?:the )?(?:last|latest|newest) (?:article|story|report)\b",
    re.I,
)
_QUOTED = re.compile(r"[「『“\"](?P<title>[^」』”\"]{4,})[」』”\"](?:という|の)?")
_THIS = re.compile(
    rf"(?:この|その|上の|今の|さっきの|先ほどの){_ARTICLE}|\b(?:this|that|the same) (?:article|story|report)\b",
    re.I,
)


def named_article(text: str, articles: Callable[[], Sequence[Article]]) -> tuple[Article, str] | None:
    """(article, the question without the words that name it), by place or quoted title; None if none is named so."""
    plain = unicodedata.normalize("NFKC", text)
    for pattern in _PLACES:
        match = pattern.search(plain)
        if match and (article := _at(_number(match["number"]), articles())):
            return article, _without(plain, match)
    for pattern, place in ((_FIRST, 1), (_LAST, -1)):
        if (match := pattern.search(plain)) and (article := _at(place, articles())):
            return article, _without(plain, match)
    if match := _QUOTED.search(plain):
        sought = fold(match["title"])
        found = [one for one in articles() if sought in fold(one.title) or fold(one.title) in sought]
        if len(found) > 1:  # of copies of one story, the one that came first
            found = [one for one in found if one.story not in {other.id for other in found}]
        if len(found) == 1:
            return found[0], _without(plain, match)
    return None


def says_this(text: str) -> bool:
    """Whether the question speaks of "this article" without saying which."""
    return bool(_THIS.search(text))


def _at(place: int, articles: Sequence[Article]) -> Article | None:
    if place == -1:
        return articles[-1] if articles else None
    return articles[place - 1] if 0 < place <= len(articles) else None


def _number(written: str) -> int:
    if written in _KANJI:
        return _KANJI[written]
    digits = re.match(r"[0-9]+", written)
    return int(digits.group()) if digits else _ENGLISH.get(written.lower(), 0)


def _without(text: str, match: re.Match[str]) -> str:
    """The question less the name of the article, and less "what did … say about", which asks for nothing itself."""
    left = f"{text[: match.start()]} {re.sub(r'^(?:では|には|によると|によれば)[、,]?', '', text[match.end() :])}"
    asked = re.sub(
        r"^\s*what (?:did|does|do)\s+(?:say|tell us|report|mention|write)\s+(?:about|on)\s+",
        "",
        left.strip(),
        flags=re.I,
    )
    asked = re.sub(r"^\s*(?:in|according to|from)[\s,]+", "", asked, flags=re.I)
    return re.sub(r"\s+", " ", asked).strip()
