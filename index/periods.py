"""Times in Japanese and English text: months, quarters, halves, years, fiscal years, cumulative spans.

A period without a year takes the year of the nearest dated period in the same text, a month far from any that of the
text's publication (`index.publication`). Words that need today's date
(昨年末, 先月) are read only against a `reference`, the day the text was published, never guessed; `find_relative` lists
those that stay open. How times are written is in `index.times`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.period import ANY_YEAR as ANY_YEAR
from index.period import Period, months_up_to, moved
from index.period import month_span as month_span
from index.period_readers import closing_month, own_year, read
from index.publication import year_of_publication
from index.relative import of_the_story, resolve
from index.times import FROM_NOW, FROM_THE_STORY, HINTS, HOLDS, OPENING, PATTERNS
from index.vocabulary import fold

_THIS_YEAR = ("今年", "本年", "this")
_SENTENCE = 400  # characters that hardly any sentence has
_SENTENCE_END = re.compile(r"[。！？\n]|[.!?]\s")
_TOTAL = re.compile(r"の?累計|, cumulative\b")


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period at `text[start:end]`.

    `beside` is True where it dates only the amount right beside it ("a year earlier", 前年同期の).
    """

    period: Period
    start: int
    end: int
    beside: bool = False


@dataclass(frozen=True, slots=True)
class RelativeMention:
    """A time at `text[start:end]` that nothing dates.

    `lacks` is "reference" for what counts from the day of publication (先月), "year" for what names no year (9月末).
    """

    words: str
    start: int
    end: int
    lacks: str

    def label(self, language: str) -> str:
        """Its words and what is not known: "先月（記事の日付は不明）"."""
        if language == "ja":
            return f"{self.words}（{'記事の日付' if self.lacks == 'reference' else '年'}は不明）"
        unknown = "the date of the article" if self.lacks == "reference" else "the year"
        return f"{self.words} ({unknown} is not known)"


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    match: re.Match[str]
    year: int | None  # the one it names itself
    other: str | None  # the word that counts its year from another

    @property
    def start(self) -> int:
        return self.match.start()


def find_periods(text: str, *, year: int | None = None, reference: date | None = None) -> list[PeriodMention]:
    """Periods in `text`, in order, without overlaps; those that need a year nothing gives are left out. Never raises."""
    return [mention for _, mention in _read(text, year, reference) if mention]


def find_relative(
    text: str, *, year: int | None = None, reference: date | None = None
) -> list[RelativeMention]:
    """The times `find_periods` leaves out because nothing dates them, in order, in the text's words. Never raises."""
    return [
        RelativeMention(
            text[found.start : found.match.end()],
            found.start,
            found.match.end(),
            "reference" if found.other or found.kind in ("relative", "before") else "year",
        )
        for found, mention in _read(text, year, reference)
        if mention is None and found.year is None
    ]


def _read(
    text: str, year: int | None, reference: date | None
) -> Iterator[tuple[_Found, PeriodMention | None]]:
    """Every time that stands in `text`, with its period where there is one."""
    folded = fold(text)
    found = _find(folded)
    at = {item.start: item for item in found}
    dated = [(item.start, item.year, closing_month(item.kind, item.match)) for item in found if item.year]
    closings = {closing for _, _, closing in dated if closing}
    closing = closings.pop() if len(closings) == 1 else 0
    last: Period | None = None
    for item, (near, near_closing, place) in zip(found, _nearest(text, found, dated, year), strict=True):
        beside = item.kind == "before" or item.other in FROM_THE_STORY
        if item.kind == "before":
            period = _year_earlier(last) if last else None
        elif item.kind == "relative":
            told_of = last.end if last and last.end.year != ANY_YEAR else None
            period = resolve(item.match, reference, told_of, closing)
            beside = of_the_story(item.match)
        elif item.year:
            period, near_closing = read(item.kind, item.match, item.year, 0), 0
        else:
            meant = _meant_year(item.other, near, reference, year)
            if reference and year is None and item.other is None:
                told = at.get(place)
                published = year_of_publication(
                    folded,
                    item.match,
                    item.kind,
                    told.match if told else None,
                    told.kind if told else "",
                    reference,
                )
                meant = published or meant
            period = read(item.kind, item.match, meant, near_closing) if meant is not None else None
        period = _total(item, period, near_closing) if period else None
        last = period or last
        yield item, PeriodMention(period, item.start, item.match.end(), beside) if period else None


def _find(folded: str) -> list[_Found]:
    taken: list[_Found] = []
    if not HOLDS.search(folded):
        return taken
    covered = bytearray(len(folded))
    openings = [match.start() for match in OPENING.finditer(folded)]
    for kind, pattern in PATTERNS:
        if kind in HINTS and not any(hint in folded for hint in HINTS[kind]):
            continue
        end = 0
        for start in openings:
            if start < end or not (match := pattern.match(folded, start)):
                continue
            end = match.end()
            if not any(covered[match.start() : match.end()]):
                covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                taken.append(_Found(kind, match, own_year(match), _other(match)))
    return sorted(taken, key=lambda item: item.start)


def _other(match: re.Match[str]) -> str | None:
    names = (name for name in match.groupdict() if name == "this" or name.startswith("other"))
    word = next((match[name] for name in names if match[name]), None)
    return word if word in FROM_NOW or word in FROM_THE_STORY else None


def _nearest(
    text: str, found: list[_Found], dated: Sequence[tuple[int, int | None, int]], year: int | None
) -> Iterator[tuple[int | None, int, int]]:
    """For each time the year, the month its fiscal year ends in, and the place of the dated time before it, or of one behind."""
    behind = 0
    for item in found:
        while behind < len(dated) and dated[behind][0] < item.start:
            behind += 1
        around = dated[max(0, behind - 1) : behind + 1]
        if not around:
            yield year, 0, -1
            continue
        if len(around) > 1 and around[0][0] <= item.start and not _is_dated_behind(text, item.start, around):
            around = around[:1]
        place, nearest, closing = min(around, key=lambda entry: (abs(entry[0] - item.start), entry[0]))
        yield nearest, closing, place


def _is_dated_behind(text: str, start: int, around: Sequence[tuple[int, int | None, int]]) -> bool:
    """Whether the time behind dates the one at `start` rather than the time before it: it stands in the same sentence, and
    the other does not or lies twice as far away.
    """
    (before, *_), (behind, *_) = around
    near, far = behind - start, start - before
    if near > _SENTENCE or _SENTENCE_END.search(text, start, behind):
        return False
    return 2 * near < far or (near < far and bool(_SENTENCE_END.search(text, before, start)))


def _meant_year(other: str | None, near: int | None, reference: date | None, year: int | None) -> int | None:
    """The year a time is in that names none: 昨年7月, 前年7月, 今年7月, 7月."""
    if other in FROM_THE_STORY and near:
        return near + FROM_THE_STORY[other] if near != ANY_YEAR else near
    if other in FROM_NOW and reference:
        return reference.year + FROM_NOW[other]
    if other and other not in _THIS_YEAR:
        return year if year == ANY_YEAR else None
    return near


def _year_earlier(period: Period) -> Period | None:
    if period.end.year == ANY_YEAR:
        return None
    start, end = (moved(day, day.year - 1) for day in (period.start, period.end))
    return Period(start, end, period.kind, period.cumulative)


def _total(found: _Found, period: Period, closing: int) -> Period:
    """A time followed by 累計 totals the year up to it: 2025年9月時点の累計, 9月累計, 第3四半期累計; 4〜12月累計 its months."""
    if not _TOTAL.match(found.match.string, found.match.end()) or period.start == period.end:
        return period
    if found.kind in ("month", "bare_month", "quarter"):
        months = (period.end.month - closing - 1) % 12 + 1
        period = months_up_to(period.end.year, period.end.month, months)
    return replace(period, kind="span", cumulative=True)
