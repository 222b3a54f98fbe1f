"""What of a page or of copied text is the article, line by line: the words around it are taken away, the rest stays whole."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from index.readers import furniture
from index.sentences import BULLET

_ENDS = re.compile(r"[。！？｡.!?…][」』）)”\"'\s.]*$")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_TABULAR = re.compile(r"^\s*\||\t|\S {3,}\S")
_HEADLINE_MOST = 90
_HEADLINE_MOST_LATIN = 140
_NOTICE_MOST = 160
_NOTICE_MOST_LATIN = 280
_PROSE_FROM = 40
_PROSE_FROM_LATIN = 80
_REPEATED_FROM = 20
# No article is longer; what is, is no page of news, and is kept whole.
_MOST_LINES = 20_000
_QUOTED = re.compile(r"「[^」]*」|“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_BARE_DATE = re.compile(r"[\d/.\-年月日\s]+")
_IN_BRACKETS = re.compile(r"[(（)].{15,}[)）(]")
_ADDRESS_MOST = 70
_ADDRESS_MOST_LATIN = 140
# The last part of a text that a closing section (comments, contact) may be.
_CLOSING_MOST = 0.5
_NAMES_FROM = 3
_TITLES_FROM = 3
_TITLE_FROM = 15
_TITLE_FROM_LATIN = 30
_PROSE_BEFORE_TITLES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line or block: its text, the level of a heading that is known as one (1 to 6, else 0), how much of it is links."""

    text: str
    level: int = 0
    link_share: float = 0.0
    table: bool = False

    @property
    def ends(self) -> bool:
        """Whether it ends as a sentence does."""
        return _ENDS.search(self.text[-20:]) is not None

    @property
    def prose(self) -> bool:
        """Whether it is a sentence or several, long enough for an article's."""
        least = _PROSE_FROM if _JAPANESE.search(self.text) else _PROSE_FROM_LATIN
        return self.ends and len(self.text) >= least and not self.table

    @property
    def headline(self) -> bool:
        """Whether it is short and without a closing mark, as headlines are."""
        most = _HEADLINE_MOST if _JAPANESE.search(self.text) else _HEADLINE_MOST_LATIN
        return not self.table and not _TABULAR.search(self.text) and not self.ends and len(self.text) <= most


def is_label(text: str) -> bool:
    """Whether a whole line is the page's: a button, a counter, a credit, a trail of links.

    >>> is_label("シェア ツイート LINE"), is_label("9.62K 人気度"), is_label("売上高は増えた。")
    (True, True, False)
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > 200:
        return False
    if furniture.LABEL.fullmatch(text):
        return True
    if _are_labels(text):
        return True
    return furniture.BREADCRUMB.fullmatch(text) is not None and not _ENDS.search(text)


def _are_labels(text: str) -> bool:
    """Whether a line is several labels side by side, and not numbers alone."""
    place, named = 0, False
    while place < len(text):
        piece = furniture.LABEL_PIECE.match(text, place)
        if not piece or piece.end() == place:
            return False
        named = named or not piece.group().strip(" |/・,").isdigit()
        place = piece.end()
    return named


def is_notice(text: str) -> bool:
    """Whether a sentence speaks to the reader of the page (cookies, subscriptions, contact), not of the story."""
    most = _NOTICE_MOST if _JAPANESE.search(text) else _NOTICE_MOST_LATIN
    if len(text) > most:
        return False
    text = unicodedata.normalize("NFKC", text)
    if found := furniture.LEADS_AWAY.match(text):
        return not _ENDS.search(text) or text[: found.end()].rstrip().endswith(
            (":", "|", ">", "»", "]", "】", ")")
        )
    return furniture.NOTICE.search(text) is not None


def is_stamp(text: str) -> bool:
    """Whether a line is a date and a time and nothing else, as above an article and beside each of a list."""
    text = unicodedata.normalize("NFKC", text).strip()
    return len(text) <= 120 and furniture.STAMP.fullmatch(text) is not None


def addresses(text: str) -> bool:
    """Whether a short text speaks to its reader outside of quotation marks; articles do so as well, now and then."""
    text = _QUOTED.sub("", unicodedata.normalize("NFKC", text))
    most = _ADDRESS_MOST if _JAPANESE.search(text) else _ADDRESS_MOST_LATIN
    return len(text) <= most and furniture.ADDRESS.search(text) is not None


def article_lines(lines: Sequence[Line], title: str = "") -> list[int]:
    """The places of the lines that are the article's, in order; all of a text too long to be one."""
    if len(lines) > _MOST_LINES:
        return list(range(len(lines)))
    kept = _without_sections(lines)
    kept = [place for place in kept if not _is_page_own(lines[place])]
    kept = _without_stamps(lines, kept)
    kept = _without_dangling(lines, kept)
    return _without_repetitions(lines, _without_edges(lines, kept), title)


def _is_page_own(line: Line) -> bool:
    return not line.table and (is_label(line.text) or is_notice(line.text))


def _without_stamps(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """Leave out dates that stand alone above the story, or beside what was left out; a table copied by cells keeps its."""
    there = set(kept)
    found, prose = [], 0
    for place in kept:
        line = lines[place]
        beside = (place > 0 and place - 1 not in there) or (place + 1 < len(lines) and place + 1 not in there)
        row = any(
            0 <= at < len(lines) and _BARE_DATE.fullmatch(lines[at].text) for at in (place - 1, place + 1)
        )
        columns = row and _BARE_DATE.fullmatch(line.text)  # two dates below each other head a table
        if not (not line.table and not columns and is_stamp(line.text) and (prose < 2 or beside)):
            found.append(place)
        prose += line.prose
    return found


def _without_edges(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """Leave out names of the site's parts in a row above the headline, and headlines in a row below the last sentence."""
    if not kept:
        return kept
    first = next((at for at, place in enumerate(kept) if lines[place].ends), 0)
    head = kept[:first]
    stamps = [
        place
        for place in head
        if _stands_above(lines[place], lines[place + 1] if place + 1 < len(lines) else None)
    ]
    if len(stamps) < len(head):
        kept = [place for place in kept if place not in stamps]
        head = [place for place in head if place not in stamps]
    names = [place for place in head if furniture.SECTION_NAME.fullmatch(lines[place].text)]
    around = kept[0] > 0 or (bool(head) and head[-1] - head[0] >= len(head))  # something was left out there
    if (len(names) >= _NAMES_FROM or around) and len(names) < len(head):
        kept = [place for place in kept if place not in names]
    while len(kept) > 1 and _is_closing_word(lines[kept[-1]]):
        kept = kept[:-1]
    last = len(kept)
    while last and (lines[kept[last - 1]].headline and not BULLET.match(lines[kept[last - 1]].text)):
        last -= 1
    tail = [lines[place].text for place in kept[last:]]
    titles = sum(_is_title_like(text) for text in tail)
    enough = sum(lines[place].prose for place in kept[:last]) >= _PROSE_BEFORE_TITLES
    return kept[:last] if enough and titles >= _TITLES_FROM and titles * 2 >= len(tail) else kept


def _stands_above(line: Line, below: Line | None) -> bool:
    """Whether a line is of those that stand above a story only: a date with a name, names of the site's parts."""
    text = unicodedata.normalize("NFKC", line.text)
    if (line.table and not furniture.SPACED_NAMES.fullmatch(line.text)) or line.level or len(text) > 80:
        return False
    return (
        furniture.HEAD_STAMP.fullmatch(text) is not None
        or furniture.HEAD_NAMES.fullmatch(text) is not None
        or furniture.SPACED_NAMES.fullmatch(text) is not None
    )


def _is_closing_word(line: Line) -> bool:
    """Whether a last line speaks to the reader, or is another headline in brackets."""
    if line.table:
        return False
    return addresses(line.text) or (line.headline and _IN_BRACKETS.fullmatch(line.text) is not None)


def _is_title_like(text: str) -> bool:
    """Whether a line reads like another article's headline rather than a cell, a name or a line of a list."""
    least = _TITLE_FROM if _JAPANESE.search(text) else _TITLE_FROM_LATIN
    return len(text) >= least and not re.search(r"[:：]\s*[\d$¥￥€£△▲(-]|^\d", text)


def _without_sections(lines: Sequence[Line]) -> list[int]:
    """Leave out lists of other headlines below their label, and the closing sections: comments, contact, writers."""
    total = sum(len(line.text) for line in lines if line.ends) or 1
    said = 0
    kept: list[int] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        text = unicodedata.normalize("NFKC", line.text).strip()
        left = 1 - said / total
        if len(text) <= 60 and not line.table:
            if furniture.COMMENTS.fullmatch(text) and left < _CLOSING_MOST:
                place = _next_heading(lines, place, known_only=True)
                continue
            if furniture.CLOSING.fullmatch(text) and left < _CLOSING_MOST:
                place = _next_heading(lines, place, known_only=False)
                continue
            if furniture.ADVERTISING.fullmatch(text):
                place = _past_advertisement(lines, place)
                continue
            if furniture.HEADLINES.fullmatch(text):
                place = _past_headlines(lines, place)
                continue
        said += len(line.text) if line.ends else 0
        kept.append(place)
        place += 1
    return kept


def _next_heading(lines: Sequence[Line], place: int, known_only: bool) -> int:
    """The next heading that is not below the one at `place` and has prose under it, or the end."""
    level = lines[place].level or 6
    for at in range(place + 1, len(lines) - 1):
        line = lines[at]
        heads = line.level and line.level <= level
        if not known_only and not any(one.level for one in lines):
            heads = heads or (line.headline and not BULLET.match(line.text) and not is_label(line.text))
        if heads and lines[at + 1].prose and not is_notice(lines[at + 1].text):
            return at
    return len(lines)


def _past_headlines(lines: Sequence[Line], place: int) -> int:
    """Past a label and the headlines below it; the last of them stays if prose follows, as its heading."""
    at = place + 1
    while (
        at < len(lines) and (lines[at].headline or is_label(lines[at].text)) and not _opens_closing(lines[at])
    ):
        if lines[at].level and lines[place].level and lines[at].level <= lines[place].level:
            return at
        at += 1
    if at < len(lines) and at > place + 1 and lines[at].prose and not BULLET.match(lines[at - 1].text):
        at -= 1
    return at


def _past_advertisement(lines: Sequence[Line], place: int) -> int:
    """Past a label of advertising and the line below it, if that is its wording and not the next heading."""
    if place + 1 >= len(lines) or not lines[place + 1].headline or lines[place + 1].level:
        return place + 1
    below = unicodedata.normalize("NFKC", lines[place + 1].text).strip()
    if furniture.HEADLINES.fullmatch(below) or _opens_closing(lines[place + 1]) or is_label(below):
        return place + 1
    leads = place + 2 < len(lines) and lines[place + 2].ends
    return place + 1 if leads and not addresses(lines[place + 1].text) else place + 2


def _opens_closing(line: Line) -> bool:
    text = unicodedata.normalize("NFKC", line.text).strip()
    return furniture.COMMENTS.fullmatch(text) is not None or furniture.CLOSING.fullmatch(text) is not None


def _without_dangling(lines: Sequence[Line], kept: list[int]) -> list[int]:
    """Leave out a label with a colon that comes again and leads only to a heading: "Related:" in any language."""
    times = Counter(lines[place].text for place in kept)
    found = []
    for at, place in enumerate(kept):
        text = lines[place].text
        after = lines[kept[at + 1]] if at + 1 < len(kept) else Line("")
        dangling = len(text) <= 24 and text.endswith((":", "：")) and (times[text] > 1 or not after.text)
        if not (dangling and after.headline and not BULLET.match(after.text)):
            found.append(place)
    return found


def _without_repetitions(lines: Sequence[Line], kept: list[int], title: str) -> list[int]:
    """Leave out what was said before word for word, and a lead that a later line begins with."""
    seen = {normal(title)} if title else set()
    found = []
    openings = {place: normal(lines[place].text) for place in kept}
    leads = sorted(openings.values())
    for place in kept:
        line, said = lines[place], openings[place]
        again = said in seen and (
            line.prose or (len(said) >= _REPEATED_FROM and not line.table) or said == normal(title)
        )
        if not again and not _opens_another(said, line, leads):
            found.append(place)
        seen.add(said)
    return found


def _opens_another(said: str, line: Line, leads: list[str]) -> bool:
    """Whether another line begins with the whole of this one: a lead, often cut off with an ellipsis."""
    import bisect

    if len(said) < _REPEATED_FROM or not line.text.rstrip().endswith(("…", "...", "。", ".")):
        return False
    after = bisect.bisect_right(leads, said)
    return after < len(leads) and leads[after].startswith(said)


def normal(text: str) -> str:
    """The letters and digits of a text, one case and width: what is the same if it is said again."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())
