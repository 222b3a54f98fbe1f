"""Text to sentences by exact offsets: nothing is copied, changed or re-joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A line without any mark (a log, a list run together) is cut all the same, so that a quote stays short.
LONGEST_SENTENCE = 800

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
LETTER = re.compile(r"[^\W_]")
BULLET = re.compile(r"\s*(?:[-*+–—](?=\s)|[•・●○◆◇■□▪▶►☑✅✔✓➤※]\ufe0f?|\d{1,2}[.)](?=\s))\s*")
_MARK = re.compile(r"[。！？｡!?．]+|\.+")
_CLOSERS = "」』）)】》〉”’］]"
_STRAY = re.compile(r"\.+(?![0-9A-Za-z])")
_NAME_WITH_MARK = re.compile(r"(?:Yahoo|ヤフー|Jeopardy)$", re.IGNORECASE)
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

# Brackets that hold a mark without ending the sentence, with the longest distance at which two are a pair:
# articles hold brackets turned round, as in `マイクロソフト)Microsoft(`, which must not swallow what follows.
_PAIRS = {
    "」": ("「", 300),
    "』": ("『", 300),
    "）": ("（", 150),
    ")": ("(", 150),
    "】": ("【", 150),
    "》": ("《", 150),
}
# Texts made to be slow open thousands of brackets; people do not.
_DEEPEST = 20
# How far back a look may go in a line that has no end.
_NEAR = 1_000
_OPENERS = frozenset(opener for opener, _ in _PAIRS.values())

_NEVER_LAST = frozenset(
    """
    mr mrs ms dr prof st no nos vs fig figs approx est gen gov sen rep hon capt lt col sgt e.g i.e cf pp vol
    ca
    """.split()
)
_SELDOM_LAST = frozenset(
    """
    inc corp co ltd llc plc bros jr sr dept univ assn jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m
    """.split()
)
_STARTERS = frozenset(
    """
    a an the this that these those it its he she they we you i his her their our but and so yet however in on
    at as for from if when while after before since with by to there here what who meanwhile still
    """.split()
)
_NUMBER_ONLY = re.compile(r"[\s(\[（]{0,9}\d{0,3}")
_LAST_WORD = re.compile(r"(?:[A-Za-z]\.)*[A-Za-z]+$")
_NEXT_WORD = re.compile(r"[\s\"“‘'(]*([A-Za-z]+)")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the sentences of `text[start:end]`, in order, without the space or bullet around them.

    >>> text = "売上は12.3%増えた。. U.S. sales fell."
    >>> [text[begin:end] for begin, end in split_sentences(text)]
    ['売上は12.3%増えた。', 'U.S. sales fell.']
    """
    end = len(text) if end is None else end
    return [span for line in LINE.finditer(text, start, end) for span in _line_sentences(text, *line.span())]


def _line_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bullet = BULLET.match(text, start, end)
    begin = bullet.end() if bullet else start
    while end > begin and text[end - 1].isspace():
        end -= 1
    protected = _protected(text, begin, end)
    for mark in _MARK.finditer(text, begin, end):
        if mark.start() < begin:
            continue
        pair = protected.get(mark.start())
        if pair is not None and (pair[0] != _skip_space(text, begin, end) or pair[1] - 1 > mark.end()):
            continue
        if not _ends_sentence(text, begin, end, mark):
            continue
        stop = _past_closers(text, begin, mark.end(), end)
        if pair is not None and text[pair[0]] not in "（(":
            continue
        yield from _pieces(text, begin, stop)
        stray = _STRAY.match(text, stop, end)
        begin = stray.end() if stray else stop
    yield from _pieces(text, begin, end)


def _protected(text: str, start: int, end: int) -> dict[int, tuple[int, int]]:
    """Each mark inside a pair of brackets, with the outermost such pair as (opener, past the closer)."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    turned = set()  # kinds of bracket that close here before they open: no pair of theirs can be trusted
    for place in range(start, end):
        character = text[place]
        if character in _OPENERS:
            opened = [*opened[-_DEEPEST:], place]
        elif character in _PAIRS:
            opener, reach = _PAIRS[character]
            depth = max((depth for depth, one in enumerate(opened) if text[one] == opener), default=None)
            if depth is None:
                turned.add(opener)
                continue
            if place - opened[depth] <= reach:
                pairs.append((opened[depth], place + 1))
            del opened[depth:]
    pairs = [pair for pair in pairs if text[pair[0]] not in turned]
    return {
        mark.start(): pair
        for pair in sorted(pairs, key=lambda pair: pair[0] - pair[1], reverse=True)
        for mark in _MARK.finditer(text, *pair)
    }


def _ends_sentence(text: str, begin: int, end: int, mark: re.Match[str]) -> bool:
    after = _past_closers(text, begin, mark.end(), end)
    at_end = after >= end
    character = mark.group()[0] if "。" not in mark.group() else "。"
    if character in "。｡" or at_end:
        return True
    following = text[after]
    before = text[mark.start() - 1] if mark.start() > begin else " "
    if character in "！？!?":
        if _NAME_WITH_MARK.search(text, begin, mark.start()):
            return False
        in_address = before.isascii() and following.isascii()
        return not (in_address and (following.isalnum() or following in "=&/_-%#"))
    if not following.isspace():  # 12.3, U.S., example.com; but した.次の ends
        return bool(JAPANESE.match(before) and JAPANESE.match(following))
    if _NUMBER_ONLY.fullmatch(text, begin, mark.start()):  # "12. " opens a list item
        return False
    return not _is_abbreviation(text, begin, mark.start(), after, end)


def _is_abbreviation(text: str, begin: int, stop: int, after: int, end: int) -> bool:
    """Whether the word before the full stop at `stop` is shortened rather than last in its sentence."""
    found = _LAST_WORD.search(text, max(begin, stop - 20), stop)
    if not found:
        return False
    word = found.group().lower()
    if word in _NEVER_LAST:
        return True
    following = _NEXT_WORD.match(text, after, end)
    starts = (
        following is not None and following.group(1)[0].isupper() and following.group(1).lower() in _STARTERS
    )
    is_initial = len(word) == 1 and found.group().isupper() and following is not None and word != "i"
    return (is_initial or "." in word or word in _SELDOM_LAST) and not starts and following is not None


def _past_closers(text: str, begin: int, place: int, end: int) -> int:
    """Past the closing brackets and quotes at `place`; a straight quote closes only what was opened."""
    while place < end:
        character = text[place]
        if (
            character == '"' and text.count('"', max(begin, place - _NEAR), place) % 2 == 1
        ) or character in _CLOSERS:
            place += 1
        else:
            break
    return place


def _skip_space(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without outer space, cut where it is too long; nothing if it holds no letter or digit."""
    while True:
        start = _skip_space(text, start, end)
        while end > start and text[end - 1].isspace():
            end -= 1
        letter = LETTER.search(text, start, end)
        if not letter:
            return
        if letter.start() - start > _NEAR:
            start = letter.start()
        if end - start <= LONGEST_SENTENCE:
            yield start, end
            return
        cut = _cut_before(text, start, start + LONGEST_SENTENCE)
        yield from _pieces(text, start, cut)
        start = cut


def _cut_before(text: str, start: int, limit: int) -> int:
    for place in range(limit, start + LONGEST_SENTENCE // 2, -1):
        if text[place - 1] in "、；;，" or text[place - 1].isspace():
            return place
    return limit
