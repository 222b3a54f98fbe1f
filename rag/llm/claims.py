"""What a model wrote, as sentences with the markers each names. Its own markup is taken off before anything is read.

What is checked and what is shown is the same plain text: a number that markup or unseen characters split in two is whole
again before it is compared with anything.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from index.sentences import split_sentences

MARKERS = re.compile(
    r"\s?[\[［【(（]\s?((?:[PCpc]\s?\d{1,3}|\d{1,3})(?:\s?[,、;・ ]\s?(?:[PCpc]\s?\d{1,3}|\d{1,3}))*)\s?[\]］】)）]"
)
_MARKER = re.compile(r"([PC]?)\s?(\d{1,3})")
_BARE_BRACKETS = "(（"
_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|$)", re.S | re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{1,500}\)")
_SIGNS = re.compile(r"[*_`~]{1,3}|\\(?=[^\w\s])|^\s{0,3}(?:#{1,6}|>|[-+•・])\s+", re.M)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef]"
)
_COMBINING = re.compile("[\u0300-\u036f\u20d0-\u20ff]")
_LONGEST_SENTENCE = 500
_LIST_NUMERAL = re.compile(r"^\s*(?:\d{1,2}[.)．]|[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of a model's reply, as plain text without its markers: "P3" names a passage, "C1" a calculation."""

    text: str
    markers: tuple[str, ...]

    @property
    def written(self) -> str:
        """As the model is shown it again."""
        return f"{self.text} {''.join(f'[{marker}]' for marker in self.markers)}".strip()


def plain(text: str) -> str:
    """`text` without Markdown, HTML, unseen characters and a model's spoken thoughts; compatibility forms are folded.

    >>> plain("売上は**1**<b>4</b>億\u200b6000万ドル")
    '売上は14億6000万ドル'
    """
    text = _THINKING.sub("", text)
    text = text.rpartition("</think>")[2]  # some servers leave out where the thoughts begin
    for _ in range(3):  # what is hidden in what is hidden
        text = html.unescape(text)
        text = _TAG.sub("", _UNSEEN.sub("", text))
    text = _LINK.sub(r"\1", text)
    text = _SIGNS.sub("", text)
    text = unicodedata.normalize(
        "NFC", _COMBINING.sub("", unicodedata.normalize("NFKD", text)) if _strange(text) else text
    )
    return "".join(character if _kept(character) else " " for character in text)


def _strange(text: str) -> bool:
    """Whether digits are dressed up with marks that stand over or through them."""
    return bool(re.search(r"\d[\u0300-\u036f\u20d0-\u20ff]", text))


def _kept(character: str) -> bool:
    return character in "\n\t" or not unicodedata.category(character).startswith("C")


def read_claims(text: str) -> list[Claim]:
    """The sentences of a reply, in order. Markers behind a full stop belong to the sentence before it."""
    return [claim for claim, _ in sentences_of(plain(text))]


def sentences_of(text: str) -> list[tuple[Claim, int]]:
    """(sentence, where it ends) for plain text."""
    found: list[tuple[Claim, int]] = []
    for start, end in _spans(text):
        words, markers = _taken(text[start:end])
        if words:
            found.append((Claim(words[:_LONGEST_SENTENCE], markers), end))
        elif markers and found:  # markers alone belong to what was said
            said = found[-1][0]
            found[-1] = (Claim(said.text, tuple(dict.fromkeys((*said.markers, *markers)))), end)
    return found


def _spans(text: str) -> list[tuple[int, int]]:
    """Sentences, each with the markers that follow its full stop."""
    spans: list[tuple[int, int]] = []
    for start, end in split_sentences(text):
        lead = _leading_markers(text[start:end])
        if lead and spans and "\n" not in text[spans[-1][1] : start].strip(" "):
            spans[-1] = (spans[-1][0], start + lead)
            start += lead
        follows = re.match(rf"(?:{MARKERS.pattern})+", text[end:])
        if follows:
            end += follows.end()
        if start < end:
            spans.append((start, end))
    return spans


def _leading_markers(text: str) -> int:
    match = re.match(rf"(?:{MARKERS.pattern})+", text)
    return match.end() if match and "P" in match.group().upper() + "P" else 0


def _taken(text: str) -> tuple[str, tuple[str, ...]]:
    markers: list[str] = []

    def take(match: re.Match[str]) -> str:
        bracket = match.group().strip()[0]
        names = [
            f"{(kind or 'P').upper()}{int(number)}" for kind, number in _MARKER.findall(match[1].upper())
        ]
        if bracket in _BARE_BRACKETS and not re.search("[PCpc]", match[1]):
            return match.group()  # "(3)" counts something
        markers.extend(names)
        return ""

    words = _LIST_NUMERAL.sub("", MARKERS.sub(take, text)).strip(" \t\n-")
    words = re.sub(r"\s+", " ", words)
    return (words if re.search(r"\w", words) else "", tuple(dict.fromkeys(markers)))
