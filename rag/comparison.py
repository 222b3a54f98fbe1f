"""Two named things asked of in one question, made two questions: "AとBの売上高を比べて" asks for A's and for B's."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMPARES = r"(?:比べ|比較|対比|見比べ)"
_NAME = r"[^、。]{2,30}?"
_HANDLING = re.compile(r"(?:への|に対する|の)(?:対応|状況|動き|方針|姿勢|考え方)$")
_JAPANESE = (
    re.compile(
        rf"^(?P<owner>[^とのはを、]{{1,12}}の)?(?P<first>{_NAME})と(?P<second>{_NAME})(?:の両社)?の(?P<rest>[^。?？]{{1,60}}?)(?:を|は|について|で)?{_COMPARES}"
    ),
    re.compile(
        rf"^(?P<owner>[^とのはを、]{{1,12}}の)?(?P<first>{_NAME})と(?P<second>{_NAME})の(?P<rest>[^。?？]{{1,60}}?)の(?:違い|差異|相違(?:点)?)(?:は|を|って|について)"
    ),
    re.compile(rf"^(?P<first>{_NAME})と(?P<second>{_NAME})を(?P<rest>[^。?？]{{1,40}}?)で{_COMPARES}"),
)
_ENGLISH_NAME = r"(?:[A-Za-z0-9][\w.&'’\-]*(?: [A-Z0-9][\w.&\-]*){0,4}|[一-鿿ァ-ヴー]+)"
_ENGLISH = (
    re.compile(
        rf"^(?:please )?compare (?:the )?(?P<rest>[a-z][\w \-]{{1,60}}?) (?:of|at|for|between) (?P<first>{_ENGLISH_NAME}) (?:and|with|to|versus|vs\.?) (?P<second>{_ENGLISH_NAME})[.?!]*$", re.I
    ),
    re.compile(
        rf"^(?:please )?compare (?P<first>{_ENGLISH_NAME}?)(?:['’]s)? (?:and|with|to|versus|vs\.?) (?P<second>{_ENGLISH_NAME}?)['’]s (?P<rest>[a-z][\w \-]{{1,60}}?)[.?!]*$", re.I
    ),
    re.compile(
        rf"^how (?:do|does|did) (?:the )?(?P<rest>[a-z][\w \-]{{1,60}}?) (?:of|at|for) (?P<first>{_ENGLISH_NAME}) and (?P<second>{_ENGLISH_NAME}) (?:compare|differ)[.?!]*$", re.I
    ),
    re.compile(
        rf"^how (?:do|does|did) (?P<first>{_ENGLISH_NAME}) and (?P<second>{_ENGLISH_NAME}) (?:compare|differ) (?:in|on|by|in terms of) (?:their |the )?(?P<rest>[a-z][\w \-]{{1,60}}?)[.?!]*$", re.I
    ),
    re.compile(
        rf"^what (?:is|are) the differences? (?:in|of) (?P<rest>[a-z][\w \-]{{1,60}}?) between (?P<first>{_ENGLISH_NAME}) and (?P<second>{_ENGLISH_NAME})[.?!]*$", re.I
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two names, and a question for each."""

    names: tuple[str, str]
    questions: tuple[str, str]


def comparison_in(text: str, language: str) -> Comparison | None:
    """The comparison that `text` asks for, or None.

    >>> comparison_in("甲社と乙社の売上高を比べて。", "ja").questions
    ('甲社の売上高は？', '乙社の売上高は？')
    """
    patterns = _JAPANESE if language == "ja" else _ENGLISH
    match = next((found for pattern in patterns if (found := pattern.search(text.strip()))), None)
    if match is None:
        return None
    names = match["first"].strip(), match["second"].strip().rstrip(".?!")
    rest = _HANDLING.sub("", match["rest"].strip())
    if language == "ja":
        owner = match.groupdict().get("owner") or ""
        first, second = (f"{owner}{name}の{rest}は？" for name in names)
    else:
        first, second = (f"What is {name}'s {_singular(rest)}?" for name in names)
    return Comparison(names, (first, second))


def _singular(words: str) -> str:
    """ "net losses" as "net loss": a question for one of two asks for one."""
    return re.sub(r"(?<=[a-z])(?:(?<=ss)es|(?<=[^s])s)$", "", words)
