"""Plain text as people copy it from pages: the article's lines out of all, its date and publisher from around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.boilerplate import Line, article_lines, is_label, normal
from index.readers.promotion import without_promotion
from index.readers.stated import copyright_holder, stated_date
from index.readers.wrapping import unwrapped

_HEADING = re.compile(r"(#{1,6})[ \t]+\S")
_TABLE = re.compile(r"\s*\|.*\||[^\t]*\t")
_MANY_BREAKS = re.compile(r"\n(?:[ \t]*\n){2,}")
_NEAR_TITLE = 12
_MOST_LINES = 20_000
_NEAR_END = 30
# A copy of the article below itself is known by this many lines in a row.
_COPIED = 3
_LONGEST_NAME = 40
_LONGEST_NAME_ALONE = 20
_SHORTEST_NAME = 4
# What a company is called in law, and not in its masthead.
_LEGAL_FORM = re.compile(
    r"(?:,? (?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|Co|plc|GmbH|K\.K)\b\.?)+$|^(?:株式会社|\(株\)|有限会社|合同会社)\s?|\s?(?:株式会社|\(株\)|有限会社|合同会社)$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:出典|出所|引用元|提供元?|配信元?|掲載元?|転載元|媒体|発行元?|ソース|source|publisher|via|published by)\s?[:：]\s?(?P<name>[^\s:：/][^。:：\n]{1,38})",
    re.IGNORECASE,
)
_FIRST_PUBLISHED = re.compile(
    r"(?:最も早く|最初に|初出は|元々)?(?:掲載|公開|配信|発表)(?:された|した)のは\s?(?P<ja>[^。、]{2,38}?)(?:にて|において|で(?:ある|す|した)?|だ)?[。.]*$|この記事は\s?(?P<ja2>[^。、]{2,38}?)(?:に|で|が|から)(?:最初に)?(?:掲載|公開|配信|提供)(?:され|した)"
    r"|\b(?:first |originally )?(?:appeared|published|posted) (?:first )?(?:on|in|by|at) (?P<en>[A-Z][\w&'’. -]{1,38}?)(?:[.,;]|$| on )",
    re.IGNORECASE,
)
_NAMES_A_PAPER = re.compile(
    r"(?:新聞|新報|日報|通信|ニュース|経済|オンライン|タイムズ|ジャーナル|ウィークリー|ビジネス|デジタル|メディア|放送|テレビ|編集部|便り|だより|速報|時報|週報|月報|公論|マガジン|マーケット|レポート|News|(?<=\S )(?:Brief|Briefing|Bulletin|Letter|Newsletter|Dispatch|Weekly|Monthly|Ledger|Courier|Globe|Magazine|Digest|Monitor|Gazette)|Times|Post|Journal|Review|Herald|Tribune|Press|Wire|Newswire|Today|Daily|Business|Insider|Media|Digital|Chronicle|Observer|Gazette|Standard|Reuters|Bloomberg|ロイター|共同|時事)(?:社|版|オンライン| Online)?$"
)
# A name of two or three words has none of these; a headline that ends like a paper's name has.
_TELLS = re.compile(r"[ぁ-ん\d、。]")
_DATE_OR_TIME = re.compile(
    r"(?:公開|掲載|配信|投稿|更新|最終更新|発表|published|posted|updated)?日?\s?[:：]?\s?(?:(?:19|20)\d\d\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}\s?日?|[A-Z][a-z]{2,8}\.? \d{1,2},? (?:19|20)\d\d|\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d\d)|[(（][月火水木金土日][)）]|(?:午前|午後)?\d{1,2}[:：時]\d{0,2}分?(?:\s?[ap]\.?m\.?)?|JST|GMT|UTC|配信|公開|更新|付",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Copied:
    """The article in a text; `published` and `publisher` with how each was found, or None."""

    title: str
    text: str
    published: tuple[str, str] | None = None
    publisher: tuple[str, str] | None = None


def read_copied(text: str) -> Copied:
    """The article of a text that may hold what stood around it on its page; a text that is only an article stays as it is."""
    rows = unwrapped(text.split("\n"))
    text = "\n".join(rows)
    places = [number for number, row in enumerate(rows) if row.strip()]
    lines = [_line(rows[number]) for number in places]
    if len(lines) > _MOST_LINES:
        return Copied(lines[0].text, text)
    title, again = _second_copy(lines)
    head = [line.text for line in lines[:_NEAR_TITLE]]
    publisher = _publisher(lines, head)
    body = [place for place in range(len(lines)) if place not in again]
    kept = [body[at] for at in article_lines([lines[place] for place in body])]
    while publisher and len(kept) > 1 and normal(lines[kept[0]].text) == normal(publisher[0]):
        kept = kept[1:]  # the site's name above all
    kept = [kept[at] for at in without_promotion([lines[place] for place in kept])]
    if not any(re.search(r"[^\W_]", lines[place].text) for place in kept):
        kept, title = list(range(len(lines))), ""
    if len(kept) < len(lines):
        text = _rows(rows, {places[place] for place in kept}, title)
    first = next(iter(kept), 0)
    around = [line.text for line in lines[: first + _NEAR_TITLE]]
    return Copied(
        title or (lines[first].text.lstrip("# ") if lines else ""),
        text,
        _published(around),
        publisher or _publisher(lines, around),
    )


def _line(row: str) -> Line:
    heading = _HEADING.match(row)
    return Line(row.strip(), len(heading.group(1)) if heading else 0, table=_TABLE.match(row) is not None)


def _rows(rows: Sequence[str], kept: set[int], title: str) -> str:
    """The rows that are kept, with the empty ones between them as they were."""
    shown = [row for number, row in enumerate(rows) if number in kept or not row.strip()]
    text = _MANY_BREAKS.sub("\n\n", "\n".join(shown)).strip()
    return f"{title}\n{text}" if title else text


def _second_copy(lines: Sequence[Line]) -> tuple[str, set[int]]:
    """The headline above an article's second copy, and the places of both, where a text begins with the body and has all again."""
    said = [normal(line.text) for line in lines]
    if len(said) <= _COPIED * 2 or not lines[0].prose:
        return "", set()
    for start in range(_COPIED, len(said)):
        if said[start] != said[0]:
            continue
        length = 0
        while start + length < len(said) and length < start and said[start + length] == said[length]:
            length += 1
        if length < _COPIED:
            continue
        above = lines[start - 1]
        fresh = above.headline and said.count(said[start - 1]) == 1 and not is_label(above.text)
        repeated = set(range(start, start + length))
        return (above.text, repeated | {start - 1}) if fresh else ("", repeated)
    return "", set()


def _published(around: Sequence[str]) -> tuple[str, str] | None:
    date = stated_date(around)
    return (date, "line near the title") if date else None


def _publisher(lines: Sequence[Line], around: Sequence[str]) -> tuple[str, str] | None:
    """Who published it: named in a line beside the title, in a note on where it first stood, or in the copyright line."""
    closing = [line.text for line in lines[-_NEAR_END:]]
    holder = copyright_holder(closing)
    shown = {
        normal(text): text
        for text in reversed([unicodedata.normalize("NFKC", one).strip() for one in around])
    }
    for name in (holder, _LEGAL_FORM.sub("", holder)) if holder else ():
        if normal(name) in shown:
            return name, "copyright line"
    for text in around:
        text = unicodedata.normalize("NFKC", text).strip()
        if len(text) > 80 or "。" in text:
            continue
        if found := _LABELLED.fullmatch(text):
            return found["name"].strip(), "line near the title"
        rest = " ".join(_DATE_OR_TIME.sub(" ", text).split()).strip(" |/・,、-–—()（）[]［］【】")
        alone = rest == text and len(text) <= _LONGEST_NAME_ALONE and not _TELLS.search(text)
        if (
            (rest != text or alone)
            and _SHORTEST_NAME <= len(rest) <= _LONGEST_NAME
            and _NAMES_A_PAPER.search(rest)
        ):
            return rest, "line near the title"
    for text in closing:
        if found := _FIRST_PUBLISHED.search(text):
            name = next(part for part in found.groups() if part)
            return name.strip(), "note on where it first stood"
    return (holder, "copyright line") if holder else None
