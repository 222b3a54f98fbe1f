"""Lines of print to running text: what stands between two lines, hyphens mended, letters as they are written elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# Without a space between them: kana, kanji, full-width forms and Japanese marks.
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HYPHENS = "-\u2010\u00ad"
_BROKEN = re.compile(rf"(?P<head>[A-Za-z]+)(?P<hyphen>[{_HYPHENS}])$")
_WORD = re.compile(r"[A-Za-z]+(?:[-\u2010][A-Za-z]+)*")
# Words that are written with a hyphen behind them, or before them, more often than they are cut there.
_FIRST_HALVES = frozenset(
    """
    above after all anti best better business capital cash co cost cross customer day debt double early eight
    employee end equity ex fast first five fixed forward four free full government half hard high higher home
    in-house income inter interest investment large last late lead left less long longer low lower market mark
    medium mid middle month multi nine non north off on one open out over own part post pre price privately
    profit publicly quarter ready real record revenue right risk round same second self semi seven share short
    six small so south state still sub ten third three time top twelve two under value well wide work world year
    """.split()
)
_LAST_HALVES = frozenset(
    """
    adjusted aged announced and area based backed bearing book building by class conscious controlled cost
    currency date day down driven dollar earning ended end ever facing fold focused for free friendly funded
    generation grade growing growth half held high hour in intensive known language large led level like line
    linked listed long looking low made making market month new off old on only oriented out over owned party
    people per person place plus powered price priced profile profit purpose quality quarter range ranking
    related rich run saving scale selling service setting share side size sized sourced stage standing
    term the thirds tier time to traded ups up value wave way week wide world year years
    """.split()
)
# Radicals that look like letters and have no form that they are compatible with.
_RADICALS = str.maketrans("⺠⺝⺟⻁⻄⻆⻋⻑⻘⻝⻤⻨⻩⻫⻲⺩⺬⻂⻌", "民月母虎西角車長青食鬼麦黄斉亀王示衤辶")
_COMPATIBLE = re.compile(r"[\u2e80-\u2fdf\ufb00-\ufb06\u0132\u0133]")


def as_written(text: str) -> str:
    """A glyph's text as one writes it: ligatures and radicals as letters; full-width forms stay, as quotes are exact.

    >>> as_written("ﬁnance ⾦融 Ａ①")
    'finance 金融 Ａ①'
    """
    if text.isascii():
        return text
    text = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return text.translate(_RADICALS).replace("\uf0b7", "•").replace("\xa0", " ")


def words_of(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the lines, those that a line's end may have cut left out."""
    found: Counter[str] = Counter()
    for text in texts:
        words = list(_WORD.finditer(text))
        for match in words:
            if match.end() < len(text.rstrip()):
                found[match.group().lower().replace("\u2010", "-")] += 1
    return found


def joined(first: str, second: str, known: Counter[str]) -> str:
    """Two pieces of a sentence as one, `known` being the words of the rest of the text.

    >>> joined("Its reve-", "nue grew.", Counter()), joined("the long-", "term plan", Counter()), joined("売上", "高", Counter())
    ('Its revenue grew.', 'the long-term plan', '売上高')
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first + second
    broken = _BROKEN.search(first)
    if broken and second[0].isalpha() and second[0].isascii():
        return first[: broken.end("head")] + _mended(broken, second, known)
    if first[-1] in _HYPHENS[:2] and second[0].isalnum() and first[-2:-1].isalnum():
        return first + second  # "2024-" and "25"
    if _WIDE.match(first[-1]) or _WIDE.match(second[0]):
        return first + second
    if _WIDE.search(first) and _WIDE.search(second) and _is_one(first, second, known):
        return first + second
    return f"{first} {second}"


def _mended(broken: re.Match[str], second: str, known: Counter[str]) -> str:
    """What follows the head of a word cut at its hyphen: the rest, with the hyphen if it is the word's own."""
    tail = re.match(r"[A-Za-z]+", second)
    head, rest = broken["head"].lower(), tail.group().lower() if tail else ""
    if broken["hyphen"] == "\xad":
        return second
    whole, compound = known[head + rest], known[f"{head}-{rest}"]
    if whole != compound:
        keep = compound > whole
    elif second[0].isupper():
        keep = True
    else:
        keep = head in _FIRST_HALVES or rest in _LAST_HALVES
        keep = keep or (len(head) > 3 and known[head] > 0 and known[rest] > 0)
    return (broken["hyphen"] if keep else "") + second


def _is_one(first: str, second: str, known: Counter[str]) -> bool:
    """Whether a Japanese line was broken within a number or a foreign word, which is then no two."""
    if (first[-1].isdigit() or first[-1] in ",.") and second[0].isdigit():
        return True
    head, tail = re.search(r"[A-Za-z]+$", first), re.match(r"[A-Za-z]+", second)
    return bool(head and tail and known[(head.group() + tail.group()).lower()])
