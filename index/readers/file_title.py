"""Titles that programs write into a file's properties: which of them say what the document is about."""

from __future__ import annotations

import re

_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|xlsx?|pptx?|indd|qxd|html?|tex|ai|txt|md|rtf|odt|jtd|wpd)\b", re.IGNORECASE
)
_EMPTY = re.compile(
    r"(?:\(?(?:untitled|anonymous|no title|title|unspecified|unknown|document|slide|presentation|book|sheet|print|output|"
    r"temp|draft|scan|layout|名称未設定|無題|文書|表紙|タイトル|スライド|ドキュメント)\)?[\s\-_]*\d*)|microsoft (?:word|excel|powerpoint)\b.*|"
    r"(?:powerpoint|word) ?(?:presentation|プレゼンテーション|document)|[\W\d_]*",
    re.IGNORECASE,
)

# A paper's name and its day: "Metals Weekly 20250821", 「金属新報 2025年8月21日号」.
_DATED = re.compile(
    r"[^\d、。]{2,30}?[\s_-]*(?:(?:19|20)\d{6}|(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月](?:\d{1,2}日?)?)?\s?号?)"
)


def is_telling(title: str, stem: str = "") -> bool:
    """Whether a title is one, and no file's name and no program's filler.

    >>> is_telling("Acme raises funds"), is_telling("Microsoft Word - q3_final.docx"), is_telling("Untitled-1")
    (True, False, False)
    """
    title = title.strip()
    if not title or _EMPTY.fullmatch(title) or _FILE_NAME.search(title):
        return False
    if _DATED.fullmatch(title):
        return False
    named_like_file = title == stem or re.fullmatch(r"[\w.-]*[_\d][\w.-]*", title, re.ASCII)
    return not named_like_file
