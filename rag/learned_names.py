"""Names that no dictionary knows, learned from how articles use them: who opens a title, who is called a rival.

北斗オートマタ falls into common words; that a title opens with it, or that sentences are about it again and again, makes
it a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_RUN = r"[一-鿿々ァ-ヴー・A-Za-z0-9&]{3,24}"
_TITLE_HEAD = re.compile(rf"^(?P<name>{_RUN})(?=[、,，]|は|が)")
_CALLED = re.compile(
    rf"(?:競合|同業|ライバル|子会社|親会社|提携先|取引先|競争相手|買収先|出資先|大手|老舗|新興|中堅|ベンチャー|メーカー|スタートアップ|企業|会社|銀行|株主)(?:である|の|、)(?P<name>{_RUN})(?=は|が|の|と|を|に|も)"
)
_TOPIC = re.compile(rf"(?:^|[。\n]\s*)(?P<name>{_RUN})(?=は|が|の)")
_KATAKANA = re.compile(r"[ァ-ヴ]{2,}")
_NO_NAME = re.compile(
    r"[0-9]|(?:年度|四半期|中間|通期|今期|前期|当期|同期|上半期|下半期|会社|同社|両社|各社|経営陣|関係者|投資家|株主|市場|業界|専門家|アナリスト)$|^(?:当社|同社|両社)"
)
_OFTEN = 2  # how many sentences a name must open that no title or description vouches for


def learned_names(articles: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names that (title, text) pairs use as names, longest first."""
    found: dict[str, None] = {}
    for title, text in articles:
        candidates = [match["name"] for match in (*_TITLE_HEAD.finditer(title), *_CALLED.finditer(text))]
        openings = Counter(match["name"] for match in _TOPIC.finditer(text))
        candidates += [name for name, count in openings.items() if count >= _OFTEN and _KATAKANA.search(name)]
        found |= dict.fromkeys(name for name in candidates if not _NO_NAME.search(name))
    return tuple(sorted(found, key=lambda name: (-len(name), name)))
