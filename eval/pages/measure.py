"""What a library kept of a page, counted. Pure: texts in, counts out.

White space never decides whether something is there (a quote must be found in a text of any layout), only whether a
sentence reads as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.pages.definitions import Page, PageArticle

META = ("title", "publisher", "published", "url", "language")
_HYPHENATED = re.compile(r"[A-Za-z]+(?:[-\u2010\u00ad]\s*|\u00ad)[a-z]+")
_LINE_END = re.compile(r"\s*\n\s*")
# How many characters on each side of a line break tell that it stands within a sentence.
_AROUND = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What a library holds of an article, as the measure sees it."""

    title: str
    text: str
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """`met` of `total`; `named` are those that tell: what is lost, or what is left."""

    met: int
    total: int
    named: tuple[str, ...] = ()

    @property
    def share(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.met / self.total if self.total else None

    def __add__(self, other: Count) -> Count:
        return Count(self.met + other.met, self.total + other.total, self.named + other.named)


def bare(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


def quoted(text: str) -> str:
    """Text as quotes are compared: without white space and without what parts a table's cells."""
    return bare(text).replace("|", "")


def kept(wanted: Sequence[str], text: str) -> Count:
    """How many of `wanted` stand in the text with all their characters together, white space apart."""
    plain = bare(text)
    lost = tuple(one for one in wanted if bare(one) not in plain)
    return Count(len(wanted) - len(lost), len(wanted), lost)


def whole(wanted: Sequence[str], text: str) -> Count:
    """Of the sentences kept, how many read as written: no line break, no space too many or too few."""
    plain = bare(text)
    there = [one for one in wanted if bare(one) in plain]
    broken = tuple(one for one in there if one not in text)
    return Count(len(there) - len(broken), len(there), broken)


def left(lines: Sequence[str], text: str, own: str) -> Count:
    """How many of the lines around an article stand in the text, oftener than in the article's `own` text."""
    plain, expected = bare(text), bare(own)
    stayed = tuple(one for one in lines if plain.count(bare(one)) > expected.count(bare(one)))
    return Count(len(stayed), len(lines), stayed)


def rows_kept(rows: Sequence[Sequence[str]], text: str) -> Count:
    """How many rows have all their cells, in order and apart from each other, in one line of the text."""
    lines = text.splitlines()
    lost = tuple(" | ".join(row) for row in rows if not any(_row_pattern(row).search(line) for line in lines))
    return Count(len(rows) - len(lost), len(rows), lost)


def same(name: str, found: str | None, wanted: str | None) -> bool:
    """Whether a title, publisher, date or URL is right; names may differ in width, case and spaces."""
    if name in ("title", "publisher") and found and wanted:
        return folded(found) == folded(wanted)
    return (found or None) == wanted


def folded(text: str) -> str:
    """NFKC, small letters, no white space."""
    return bare(unicodedata.normalize("NFKC", text).lower())


def own_text(article: PageArticle) -> str:
    """Everything that belongs to an article, a piece a line."""
    cells = [cell for row in article.rows for cell in row]
    return "\n".join([article.title, *article.headings, *article.sentences, *cells])


def matched(wanted: Sequence[PageArticle], found: Sequence[Found]) -> list[Found | None]:
    """For each article of a file the one of the library that holds most of it, none twice; None where none does."""
    likeness = {
        (here, there): kept(article.sentences, one.text).met
        + rows_kept(article.rows, one.text).met
        + same("title", one.title, article.title)
        for here, article in enumerate(wanted)
        for there, one in enumerate(found)
    }
    given: dict[int, int] = {}
    for (here, there), score in sorted(likeness.items(), key=lambda pair: -pair[1]):
        if score and here not in given and there not in given.values():
            given[here] = there
    return [found[given[here]] if here in given else None for here in range(len(wanted))]


def measure(page: Page, found: Sequence[Found]) -> dict[str, Count]:
    """Counts of a page by what is measured; of a page that was refused nothing is kept and nothing right.

    `boilerplate` counts what is left of the lines around the articles (less is better), where anything of the page came
    in; all else counts what is right.
    """
    counts: dict[str, Count] = {}
    for article, one in zip(page.articles, matched(page.articles, found), strict=True):
        for name, count in _of_article(article, one).items():
            counts[name] = counts.get(name, Count(0, 0)) + count
    lines = [line for sort in page.boilerplate.values() for line in sort if found]
    texts = "\n".join(one.text for one in found)
    counts["boilerplate"] = left(lines, texts, "\n".join(own_text(article) for article in page.articles))
    apart = len(found) == len(page.articles)
    said = () if apart else (f"{len(found)} articles, wanted {len(page.articles)}",)
    return counts | {"articles": Count(int(apart), 1, said)}


def misread(quote: str, article: PageArticle) -> list[str]:
    """What keeps a quote from reading as sentences: lines broken within one, and hyphens that ended a line."""
    sentences, own = [bare(one) for one in article.sentences], own_text(article)
    faults = [
        f"a line break in “{before[-_AROUND:]}⏎{after[:_AROUND]}”"
        for before, after in _line_breaks(quote)
        if any(bare(before)[-_AROUND:] + bare(after)[:_AROUND] in sentence for sentence in sentences)
    ]
    hyphens = [match.group() for match in _HYPHENATED.finditer(quote)]
    return faults + [f"a hyphen in “{one}”" for one in hyphens if one not in own]


def totals(counted: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """The counts of several pages, added up."""
    sums: dict[str, Count] = {}
    for counts in counted:
        for name, count in counts.items():
            sums[name] = sums.get(name, Count(0, 0)) + count
    return sums


def _of_article(article: PageArticle, found: Found | None) -> dict[str, Count]:
    text = found.text if found else ""
    counts = {
        "sentences": kept(article.sentences, text),
        "whole": whole(article.sentences, text),
        "headings": kept(article.headings, text),
        "tables": rows_kept(article.rows, text),
    }
    for name in (name for name in META if name in article.judged):
        wanted, given = getattr(article, name), getattr(found, name) if found else None
        right = found is not None and same(name, given, wanted)
        counts[name] = Count(int(right), 1, () if right else (f"{_said(given)}, wanted {_said(wanted)}",))
    return counts


def _said(value: str | None) -> str:
    return "none" if value is None else f"“{value}”"


def _line_breaks(quote: str) -> list[tuple[str, str]]:
    return [(quote[: found.start()], quote[found.end() :]) for found in _LINE_END.finditer(quote)]


def _row_pattern(row: Sequence[str]) -> re.Pattern[str]:
    """Cells in order, each with a separator or the line's end on both sides."""
    cells = [r"\s*".join(re.escape(character) for character in bare(cell)) for cell in row if cell]
    return re.compile(".*?".join(rf"(?<![^\s|:：]){cell}(?![^\s|:：])" for cell in cells))
