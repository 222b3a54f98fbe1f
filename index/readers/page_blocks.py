"""A page as the blocks that a reader sees one below the other: headings, paragraphs, items, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from index.readers.page_tables import read_table
from index.readers.page_tree import Element, names_of, tag_of

_BLOCKS = frozenset(
    """
    html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul button
    select option textarea label legend
    """.split()
)
_BOLD = frozenset(("b", "strong"))
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_BREAK_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_BREAK = "\v"
ENDS = re.compile(r"[。！？｡.!?…][」』）)”’\"'\]\s]*$")
_BREAKS_OFF = re.compile(r"[\w、，,]$")
_GOES_ON = re.compile(r"[^\W\d_]")
_OPENS_ITEM = re.compile(r"[・•●○◆◇■□▪▶►※\-*–—【「＜<(（\[]|\d")
# A line of prose broken by hand is about as long as its box is wide; shorter ones are meant as lines.
_BROKEN_FROM = 18
_BROKEN_FROM_LATIN = 45
_HEADING_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sub-?head(?:ing|line)?|heading|midashi|komidashi|ko-midashi|section-title|h[2-5])(?:[\s_-]|$)"
)
_LONGEST_HEADING = 60
_LONGEST_HEADING_LATIN = 110
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(slots=True)
class Block:
    """One block: its kind ("heading", "prose", "item", "table", "caption"), its text and the element it stands in.

    `linked` counts the letters within links; `level` is a heading's; `mark` opens an item.
    """

    kind: str
    text: str
    element: Element
    linked: int = 0
    level: int = 0
    mark: str = ""

    @property
    def link_share(self) -> float:
        """How much of the text is links."""
        return self.linked / max(len(self.text), 1)

    def markdown(self) -> str:
        """The block as Markdown."""
        return "#" * self.level + " " + self.text if self.kind == "heading" else self.mark + self.text


@dataclass(slots=True)
class _Run:
    """Text gathered since the last block began."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0

    def add(self, text: str | None, link: bool, bold: bool) -> None:
        if text:
            shown = _SPACE.sub(" ", _BREAK_BETWEEN_WIDE.sub("", text))
            self.pieces.append(shown)
            letters = len(shown.strip())
            self.linked += letters if link else 0
            self.bold += letters if bold else 0


def blocks_of(root: Element) -> list[Block]:
    """The blocks of a page in the order of its source, nothing left out that has text."""
    blocks: list[Block] = []
    stack: list[Element] = [root]
    run, links, bolds = _Run(), 0, 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        if event == "start":
            if tag in _BLOCKS:
                blocks.extend(_blocks(run, stack[-1], blocks))
                run = _Run()
                stack.append(element)
                if tag == "table" and (table := read_table(element)) is not None:
                    blocks.extend(Block("caption", line, element, level=1) for line in table.above)
                    blocks.append(Block("table", table.markdown(), element))
                    walk.skip_subtree()
                    continue
            links, bolds = links + (tag == "a"), bolds + (tag in _BOLD)
            if tag == "br":
                run.pieces.append(_BREAK)
            elif tag == "pre":
                run.pieces.extend(
                    part for line in (element.text or "").split("\n") for part in (line, _BREAK)
                )
            else:
                run.add(element.text, links > 0, bolds > 0)
            continue
        links, bolds = links - (tag == "a"), bolds - (tag in _BOLD)
        if tag in _BLOCKS:
            blocks.extend(_blocks(run, stack[-1], blocks))
            run = _Run()
            if len(stack) > 1:
                stack.pop()
        if element is not root:
            run.add(element.tail, links > 0, bolds > 0)
    return blocks


def _blocks(run: _Run, element: Element, before: list[Block]) -> Iterator[Block]:
    """The blocks of a run of text: one, or one for each line where lines are broken by hand."""
    text = "".join(run.pieces).strip()
    if not text.strip(_BREAK + " "):
        return
    lines = _lines(text)
    letters = max(sum(map(len, lines)), 1)
    bold = run.bold >= letters * 0.95
    for line in lines:
        linked = round(run.linked * len(line) / letters)
        kind, level, mark = _kind(element, line, bold, before)
        yield Block(kind, line, element, linked, level, mark)


def _lines(text: str) -> list[str]:
    """The lines of a block, those put together that a sentence runs through."""
    lines: list[str] = []
    ended = True
    for line in text.split(_BREAK):
        line = " ".join(line.split(" ")).strip()
        if not line:
            ended = True
            continue
        if not ended and _runs_on(lines[-1], line):
            joint = "" if _JAPANESE.match(lines[-1][-1]) or lines[-1][-1] in "、，" else " "
            lines[-1] += joint + line
        else:
            lines.append(line)
        ended = False
    return lines


def _runs_on(line: str, following: str) -> bool:
    """Whether a sentence goes from one line to the next, broken only to fit."""
    japanese = _JAPANESE.search(line) is not None
    if ENDS.search(line) or _OPENS_ITEM.match(following) or not _BREAKS_OFF.search(line):
        return False
    if line[-1] in "、，":
        return True
    if japanese:
        return len(line) >= _BROKEN_FROM and ("、" in line or "。" in line or bool(ENDS.search(following)))
    return len(line) >= _BROKEN_FROM_LATIN and following[0].islower() and bool(_GOES_ON.match(following))


def _kind(element: Element, text: str, bold: bool, before: list[Block]) -> tuple[str, int, str]:
    tag = tag_of(element)
    if re.fullmatch(r"h[1-6]", tag):
        return "heading", int(tag[1]), ""
    if tag == "figcaption":
        return "caption", 0, ""
    if tag == "summary" and _may_head(text):
        return "heading", 3, ""
    item = element if tag == "li" else next(element.iterancestors("li"), None)
    if item is not None:
        fresh = not any(block.kind == "item" and _within(block.element, item) for block in before[-6:])
        return "item", 0, _mark(item) if fresh else ""
    if tag == "dt":
        return "item", 0, ""
    named = tag in ("div", "p", "span", "section") and _HEADING_NAMES.search(names_of(element))
    if (bold or named) and _may_head(text):
        return "heading", 3, ""
    return "prose", 0, ""


def _may_head(text: str) -> bool:
    longest = _LONGEST_HEADING if _JAPANESE.search(text) else _LONGEST_HEADING_LATIN
    return len(text) <= longest and not ENDS.search(text) and text[-1] not in "、，,；;:："


def _within(element: Element, outer: Element) -> bool:
    return element is outer or any(one is outer for one in element.iterancestors())


def _mark(item: Element) -> str:
    outer = item.getparent()
    if outer is None or tag_of(outer) != "ol":
        return "- "
    number = 1 + sum(1 for _ in item.itersiblings("li", preceding=True))
    return f"{number}. " if number < 100 else "- "
