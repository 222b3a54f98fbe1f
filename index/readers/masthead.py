"""Who published a document: names in its running heads, beside its date, or in its title behind a bar."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ORGANISATION = re.compile(
    r"(?:新聞|新報|日報|通信|ニュース|経済|タイムズ|ジャーナル|レポート|リサーチ|研究所|総研|調査[室部会]|研究[室会]|証券|銀行|放送|テレビ|出版|編集部|協会|会社|省|庁"
    r"|経済研究|ウィークリー|オンライン|メディア)(?:社|版|株式会社)?$|(?:株式会社|（株）)|[^\s]{2,}社$"
    r"|\b(?:News|Newswire|Wire|Times|Post|Journal|Review|Herald|Tribune|Press|Today|Daily|Weekly|Monthly|Report|Reports|Letter|Newsletter"
    r"|Bulletin|Gazette|Chronicle|Observer|Monitor|Standard|Media|Research|Institute|Securities|Bank|Capital|Group|Association"
    r"|Agency|Ministry|Insider|Business|Analytics|Partners|Inc\.?|Corp\.?|Ltd\.?|LLC|plc|GmbH)$"
)
_PARTS = re.compile(r"\s*[|｜│•·／/]\s*|\s{2,}|　|\s[-–—]\s")
_NUMBERED = re.compile(r"[,\s]*(?:第?\s?\d+\s?[号巻版]|vol\b|volume\b|no\.|issue\b|\(?\d).*$", re.IGNORECASE)
_DESK = re.compile(
    r"\s(?:編集部|編集局|編集室|報道部|(?:the )?(?:editorial|news) (?:desk|office|team)|newsroom)$",
    re.IGNORECASE,
)
_LONGEST = 40
_SHORTEST = 6


def organisation(text: str) -> str:
    """The text, if it reads like a paper's, a company's or an institute's name; else "".

    >>> organisation("Orbital Finance Review"), organisation("山田太郎"), organisation("For subscribers only")
    ('Orbital Finance Review', '', '')
    """
    name = " ".join(text.split()).strip(" ,-–—:：")
    return name if 2 < len(name) <= _LONGEST and "。" not in name and _ORGANISATION.search(name) else ""


def masthead(lines: Iterable[str]) -> str:
    """The first organisation that a line names alone, or in one of the parts its bars and dates make; "" without one.

    >>> masthead(["東雲研究調査室　2025年8月29日"]), masthead(["Orbital Finance Review | Volume 12"])
    ('東雲研究調査室', 'Orbital Finance Review')
    """
    parts = (
        _DESK.sub("", _NUMBERED.sub("", part).rstrip())
        for line in lines
        for part in _PARTS.split(line.strip())
    )
    return next((name for part in parts if (name := organisation(part))), "")


def split_title(title: str, shown: str) -> tuple[str, str]:
    """A title that ends (or begins) with the site's name, as (title, name), where the document shows it without.

    >>> split_title("Acme grows - Example News", "Acme grows")
    ('Acme grows', 'Example News')
    """
    shown = " ".join(shown.split())
    if _SHORTEST <= len(shown) < len(title) <= len(shown) + _LONGEST:
        rest = title.removeprefix(shown) if title.startswith(shown) else title.removesuffix(shown)
        if rest != title and (name := rest.strip(" -–—|｜:：/／«»‹›・")):
            return shown, name
    return title, ""
