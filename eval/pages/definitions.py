"""What stands in each page of the suite `pages`: the article's own text, everything around it, and questions.

A definition is a YAML file. The body of an article is written in a little Markdown: `## ` opens a heading, `- ` an item of
a list, `|` a table's row; all else between empty lines is a paragraph; `{漢字|かんじ}` is a word with its reading above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from eval.asking import CASES
from index.errors import EvaluationError
from index.sentences import split_sentences

FOLDER = CASES / "pages"
PARTS = ("tuning", "held-out")
META = frozenset({"title", "publisher", "published", "url", "language"})
KINDS = ("html", "pdf", "docx", "xlsx", "csv", "json", "jsonl", "md", "txt", "zip")
_READING = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an article's body; `rows` are a table's, `text` is any other's, readings still marked."""

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PageQuestion:
    """A question; wordings of which one must stand in answer or quote; sentences or rows of which one must be quoted."""

    ask: str
    expect: tuple[str, ...]
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What a reader should find: metadata (None where the file gives none), body and questions.

    Of the metadata only the `judged` count: what a definition does not name may be found or not.

    `marked_title` is the title with its readings; `extra` is what else a layout shows.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    questions: tuple[PageQuestion, ...] = ()
    marked_title: str = ""
    judged: frozenset[str] = META
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """Those of paragraphs and list items, in order."""
        texts = [without_readings(block.text) for block in self.blocks if block.kind in ("paragraph", "item")]
        return [text[start:end] for text in texts for start, end in split_sentences(text)]

    @property
    def headings(self) -> list[str]:
        """Those within the body; the title is not among them."""
        return [without_readings(block.text) for block in self.blocks if block.kind == "heading"]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The rows of all tables, headers included."""
        return [row for block in self.blocks for row in block.rows]


@dataclass(frozen=True, slots=True)
class Page:
    """One file: what it is, the articles in it, and the lines around them by sort (`navigation`, `advertising` …)."""

    id: str
    part: str
    kind: str
    layout: str
    articles: tuple[PageArticle, ...]
    boilerplate: Mapping[str, tuple[str, ...]]
    encoding: str = "utf-8"

    @property
    def file(self) -> str:
        """The file's name below `files`."""
        return f"{self.id}.{self.kind}"


def read_pages(folder: Path = FOLDER, part: str = "") -> list[Page]:
    """The definitions in `folder`, all or those of a part, by name; EvaluationError names the file that is none."""
    if part not in ("", *PARTS):
        raise EvaluationError(f"--split is {part!r}: this suite has {', '.join(PARTS)} and received.")
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise EvaluationError(f"{folder} holds no definitions of pages: give a folder with .yaml files.")
    pages = [read_page(path) for path in paths]
    return [page for page in pages if not part or page.part == part]


def read_page(path: Path) -> Page:
    """The definition in a file; EvaluationError if it is none."""
    try:
        row = yaml.safe_load(path.read_text(encoding="utf-8"))
        page = Page(
            path.stem, row["part"], row["kind"], row["layout"], tuple(_article(one) for one in row["articles"]),
            {sort: tuple(lines) for sort, lines in (row.get("boilerplate") or {}).items()}, row.get("encoding", "utf-8"),
        )  # fmt: skip
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        raise EvaluationError(
            f"{path} is no YAML near line {place.line + 1 if place else 1}: mend it."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path} defines no page ({error!r}): it needs part, kind, layout and articles."
        ) from error
    if page.part not in PARTS or page.kind not in KINDS:
        raise EvaluationError(
            f"{path} has part {page.part!r} and kind {page.kind!r}: see eval.pages.definitions."
        )
    return page


def without_readings(text: str) -> str:
    """Text without the marks of readings: `{電池|でんち}` is 電池."""
    return _READING.sub(r"\1", text)


def with_readings(text: str, form: str) -> str:
    r"""Text with each reading written by `form`, where \1 is the word and \2 its reading."""
    return _READING.sub(form, text)


def _article(row: Mapping[str, Any]) -> PageArticle:
    known = META | {"body", "questions"}
    return PageArticle(
        title=without_readings(row["title"]), marked_title=row["title"], language=row["language"], blocks=tuple(_blocks(row["body"])), publisher=row.get("publisher"),
        published=row.get("published"), url=row.get("url"), questions=tuple(_question(one) for one in row.get("questions", ())),
        judged=META & row.keys(), extra={key: str(value) for key, value in row.items() if key not in known},
    )  # fmt: skip


def _question(row: Mapping[str, Any]) -> PageQuestion:
    return PageQuestion(row["ask"], _texts(row["expect"]), _texts(row.get("quote", ())))


def _texts(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(str(one) for one in value)


def _blocks(body: str) -> Sequence[Block]:
    found: list[Block] = []
    for piece in re.split(r"\n\s*\n", body.strip()):
        lines = [line.strip() for line in piece.splitlines()]
        if lines[0].startswith("|"):
            rows = tuple(tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines)
            found.append(Block("table", rows=rows))
        elif lines[0].startswith("- "):
            found += [Block("item", line.removeprefix("- ")) for line in lines]
        elif lines[0].startswith("## "):
            found.append(Block("heading", lines[0].removeprefix("## ")))
        else:
            found.append(Block("paragraph", _joined(lines)))
    return found


def _joined(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one: with a space between Latin letters, with none between Japanese."""
    text = lines[0]
    for line in lines[1:]:
        text += (" " if ord(text[-1]) < 0x2E80 and ord(line[0]) < 0x2E80 else "") + line
    return text
