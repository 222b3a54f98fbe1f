"""Lines of print to running text: what stands between two lines, hyphens mended, letters as they are written elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

# Without a space between them: kana, kanji, full-width forms and Japanese marks.
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HYPHENS = "-\u2010\xad"
_BROKEN = re.compile(rf"(?P<head>[A-Za-z]+)(?P<hyphen>[{_HYPHENS}])$")
_WORD = re.compile(r"[A-Za-z]+(?:[-\u2010][A-Za-z]+)*")
# Words that stand before a hyphen of their own, if no suffix follows: long-term, but short-ages.
_FIRST_HALVES = frozenset(
    """
    long longer short shorter high higher low lower year quarter month full half first second third fourth two three
    four five six seven eight nine ten self well best cost debt cash equity non mid fast hard large small real right
    risk same single multi double early late privately publicly newly closely customer consumer employee capital
    energy government growth labour labor loss money price rate record revenue sales tax value world
    """.split()
)
_SUFFIX = re.compile(
    r"(?:ages?|abl[ey]|al|an[ct]e?|ary|at\w*|e[dnr]|e[rn]s?|ened|ening|en[ct]\w*|ery|est|ful\w*|hoods?|holders?|holdings?|ible|ics?|"
    r"ings?|ions?|i[sz]\w+|ism|ists?|ity|ives?|less\w*|l[iy]\w*|lights?|lighted|lighting|ments?|ness\w*|ors?|ous\w*|r?s|ships?|"
    r"some|standing|stand|teen|th|ty|ures?|wares?|works?|workers?|writ\w+|ter\w?|ger|gest)"
)
# Words that stand behind one.
_LAST_HALVES = frozenset(
    """
    adjusted aged awaited backed based bearing building conscious controlled currency denominated dollar driven
    earning facing focused free friendly funded generation growing heavy intensive known laden language linked listed
    looking making neutral oriented owned party powered priced quality quarter ranking related running saving scale
    scheduled selling sized sourced speed term tier trading weighted
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
    """How often each word stands in the lines, the halves of those that a line's end cuts left out."""
    found: Counter[str] = Counter()
    cut = False
    for text in texts:
        text = text.strip()
        for match in _WORD.finditer(text):
            half = (cut and match.start() == 0) or text[match.end() :] in tuple(_HYPHENS)
            if not half:
                found[match.group().lower().replace("\u2010", "-")] += 1
        cut = text.endswith(tuple(_HYPHENS))
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
        keep = rest in _LAST_HALVES or (head in _FIRST_HALVES and not _SUFFIX.fullmatch(rest))
        keep = keep or (min(len(head), len(rest)) > 3 and known[head] > 0 and known[rest] > 0)
    return (broken["hyphen"] if keep else "") + second


def _is_one(first: str, second: str, known: Counter[str]) -> bool:
    """Whether a Japanese line was broken within a number or a foreign word, which is then no two."""
    if (first[-1].isdigit() or first[-1] in ",.") and second[0].isdigit():
        return True
    head, tail = re.search(r"[A-Za-z]+$", first), re.match(r"[A-Za-z]+", second)
    return bool(head and tail and known[(head.group() + tail.group()).lower()])
