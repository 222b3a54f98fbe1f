"""Sentences to passages: headings, lists and repetitions, by exact offsets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.article import Passage, Sentence
from index.sentences import BULLET, JAPANESE, LETTER, LINE, split_sentences
from index.words import Analyser

# Changes whenever the rules here or in sentences.py would cut the same text elsewhere; part of the library's
# fingerprint.
RULES = "passages-1"

PASSAGE_LENGTH = 400


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not empty: what it says, where, and (for a heading) its level."""

    start: int
    end: int
    text: str
    level: int = 0  # 1 to 6 for a Markdown heading
    heading: bool = False


_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(.+)")
_ENDS_PROSE = re.compile(r"[。！？｡.!?][」』）)”\"'.\s]*$")
_TAIL = 20  # how much of a line's end shows whether it ends as prose does
_LOOKS_TABULAR = re.compile(r"[|\t]| {3,}")
# "9.62K 人気度": a counter of the page, not of the article.
_COUNTER = re.compile(r"\d[\d.,]*\s?[KMkm]?\s+\S{1,6}$")
_SHORT = 60
_SHORT_LATIN = 90
_HEADING_DEPTH = 2


def split_passages(
    article_id: str, text: str, analyser: Analyser, *, prefix: str | None = None
) -> list[Passage]:
    """Passages of whole sentences, about 400 characters each, never across a heading, repetitions left out.

    Ids are `prefix-0`, `prefix-1` … (`prefix` is the article's id unless given).
    """
    passages: list[Passage] = []
    seen: set[str] = set()
    for heading, spans in _sections(text):
        for run in _fresh_runs(text, spans, seen):
            for group in _even_groups(run):
                start, end = group[0][0], group[-1][1]
                sentences = tuple(
                    Sentence(*span, tuple(analyser.words(text[slice(*span)]))) for span in group
                )
                name = f"{prefix or article_id}-{len(passages)}"
                passages.append(Passage(name, article_id, start, end, text[start:end], heading, sentences))
    return passages


def heading_lines(text: str) -> list[tuple[int, int, str]]:
    """(start, end, line) of the headings of `text`, each once, without the marks that make them headings."""
    found: dict[str, tuple[int, int, str]] = {}
    for line in _lines(text):
        if line.heading:
            start = text.index(line.text, line.start)
            found.setdefault(line.text, (start, start + len(line.text), line.text))
    return list(found.values())


def in_context(title: str, heading: str, text: str) -> str:
    """A passage as models read it: under its article's title and its heading, each on a line of its own."""
    return "\n".join(filter(None, (title, heading, text)))


def _sections(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """(heading path, sentences under it), in order."""
    path: list[tuple[int, str]] = []
    spans: list[tuple[int, int]] = []
    after_heading = False
    for line in _lines(text):
        if not line.heading:
            spans.extend(split_sentences(text, line.start, line.end))
            after_heading = False
            continue
        if spans:
            yield _path(path), spans
            spans = []
        if line.level:
            path = [part for part in path if part[0] < line.level]
        elif not after_heading:  # plain text shows no levels: only headings in a row are taken for nested
            path = []
        path.append((line.level, line.text))
        after_heading = True
    if spans:
        yield _path(path), spans


def _path(path: list[tuple[int, str]]) -> str:
    parts = [part for level, part in path]
    return " › ".join(parts if path and path[0][0] else parts[-_HEADING_DEPTH:])


def _lines(text: str) -> list[_Line]:
    """The lines of `text` with its headings marked; counters of the page are left out."""
    lines = []
    for match in LINE.finditer(text):
        content = match.group().strip()
        markdown = _MARKDOWN_HEADING.fullmatch(content)
        if markdown and LETTER.search(markdown.group(2)):
            title = markdown.group(2).rstrip(" \t#")
            lines.append(_Line(*match.span(), title, len(markdown.group(1)), heading=True))
        elif LETTER.search(content) and not _COUNTER.fullmatch(content):
            lines.append(_Line(*match.span(), content))
    if any(line.level for line in lines):
        return lines
    return _with_plain_headings(lines)


def _with_plain_headings(lines: list[_Line]) -> list[_Line]:
    """Mark the short lines without a closing mark that stand above prose, or above another such line."""
    marked = list(lines)
    below = ""  # what the line below is: "prose", "list", "heading", or "" for anything else
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if _could_be_heading(line.text) and below in ("prose", "heading", "list"):
            next_text = lines[place + 1].text
            leads_in = line.text[-1] in ":："
            if (below == "list" and not leads_in) or _goes_on(line.text, next_text):
                below = ""
                continue
            marked[place] = replace(line, heading=True)
            below = "heading"
        elif BULLET.match(line.text):
            below = "list"
        else:
            below = "prose" if _ENDS_PROSE.search(line.text[-_TAIL:]) else ""
    return [line for place, line in enumerate(marked) if not _is_dangling(marked, place)]


def _could_be_heading(text: str) -> bool:
    limit = _SHORT if JAPANESE.search(text) else _SHORT_LATIN
    ends = _ENDS_PROSE.search(text[-_TAIL:]) or text[-1] in "、,，;；"
    return len(text) <= limit and not ends and not BULLET.match(text) and not _LOOKS_TABULAR.search(text)


def _goes_on(text: str, next_text: str) -> bool:
    """Whether a line of English is only broken off, to go on in the next with a small letter."""
    return not JAPANESE.search(text) and re.match(r"[a-z]+\b", next_text) is not None


def _is_dangling(lines: list[_Line], place: int) -> bool:
    """A lead-in such as "Related:" that leads to nothing but the next heading."""
    line = lines[place]
    return line.heading and not line.level and line.text[-1] in ":：" and lines[place + 1].heading


def _fresh_runs(text: str, spans: list[tuple[int, int]], seen: set[str]) -> Iterator[list[tuple[int, int]]]:
    """Runs of neighbouring sentences that the article has not said before; short ones may come again."""
    run: list[tuple[int, int]] = []
    repeating = False
    for span in spans:
        said = _normal(text[slice(*span)])
        repeating = said in seen and (len(said) >= 10 or repeating)
        seen.add(said)
        if not repeating:
            run.append(span)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _normal(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(character for character in folded if character.isalnum())


def _even_groups(run: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cut a run into groups of like length, none much longer than a passage should be."""
    total = sum(end - start for start, end in run)
    target = total / -(-total // PASSAGE_LENGTH)
    group: list[tuple[int, int]] = []
    done, goal = 0, target
    for span in run:
        size = span[1] - span[0]
        if group and done + size / 2 > goal:
            yield group
            group = []
            goal += target
        group.append(span)
        done += size
    if group:
        yield group
