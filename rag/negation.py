"""Negations in Japanese and English sentences, and the words each of them denies."""

from __future__ import annotations

import re
from collections.abc import Iterator

NEGATION = re.compile(
    r"(?:ではありません|ではない|ていません|ていない|ておらず|しません|しない|未だ|いまだ|まだ[^、。]{0,12}(?:ない|ません)|ありません|はない|なかった|ませんでした|否定|至らず|せず|ことなく|なしで|なしに|ないで"
    r"|(?<=[一-鿿])[らかさたなわばが]ず(?!か))"
    r"|\b(?:not|no longer|never|n't|without|denied|neither|nor|yet to)\b",
    re.I,
)
# "借入に頼らず自己資金で": what a negation in mid-sentence denies is only the phrase it closes.
_IN_PASSING = re.compile(r"(?:ず|ておらず|せず|ことなく|なしで|なしに|ないで)$")
_CONTRAST = re.compile(r"(?:が|ものの|一方で?|けれども)[、,]|\bbut\b|\bwhile\b|;", re.I)
_CASE = re.compile(r"[をがはもで、,]")


def denied_words(text: str) -> Iterator[str]:
    """For each negation in `text`, the words it can deny."""
    for negation in NEGATION.finditer(text):
        yield _scope(text, negation)


def _scope(text: str, negation: re.Match[str]) -> str:
    """The words a negation can deny: its own phrase in passing, else its clause up to a contrast."""
    if _IN_PASSING.search(negation.group()):
        starts = [m.end() for m in _CASE.finditer(text, 0, negation.start())]
        return text[starts[-1] if starts else 0 : negation.end()]
    cuts = [m.end() for m in _CONTRAST.finditer(text)]
    low = max((cut for cut in cuts if cut <= negation.start()), default=0)
    high = min((cut for cut in cuts if cut >= negation.end()), default=len(text))
    return text[low:high]
