"""The body of a Word document to Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from index.readers.boilerplate import is_label, is_notice
from index.readers.docx_styles import Styles, tag_of, w
from index.readers.grid_text import looks_numeric, table_text

_DROPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "commentReference", "annotationRef", "Fallback", "rt"}
)
_DEEPEST = 40
_TABLE_OF_CONTENTS = re.compile(r"(?:toc|目次)\s?(?:\d|heading|見出し)?", re.IGNORECASE)
_MOST_COLUMNS = 200


def _without_contact(parts: list[str]) -> list[str]:
    """The parts without the last lines that speak to the reader of the paper: whom to call, what to sign up for."""
    last = len(parts)
    while (
        last > 1
        and "|" not in parts[last - 1][:1]
        and (is_notice(parts[last - 1]) or is_label(parts[last - 1]))
    ):
        last -= 1
    return parts[:last]


class Body:
    """Reads a document's body once; `title` and `heading` are its first ones, `dropped` counts what nobody sees."""

    def __init__(self, opened: Any) -> None:
        self._styles = Styles(opened)
        self._counts: Counter[tuple[str, int]] = Counter()
        self.title = self.heading = ""
        self.dropped = 0
        self.parts = [part for part in self._blocks(opened.element.body, 0) if part.strip()]
        self.parts = _without_contact(self.parts)
        self.parts += [note for note in self._notes(opened) if note.strip()]

    def markdown(self) -> str:
        """The whole text: list items on neighbouring lines, everything else apart."""
        text = ""
        for before, part in zip(["", *self.parts], self.parts, strict=False):
            item = _is_item(before) and _is_item(part)
            text += ("\n" if item else "\n\n") + part if text else part
        return text

    def _blocks(self, parent: Any, depth: int) -> Iterator[str]:
        """Paragraphs and tables, also those in content controls and accepted insertions."""
        if depth > _DEEPEST:
            raise RecursionError
        for child in parent:
            tag = tag_of(child)
            if tag == "p":
                yield self._paragraph(child)
                for box in self._boxes(child):
                    yield from self._blocks(box, depth + 1)
            elif tag == "tbl":
                yield self._table(child, depth)
            elif tag not in _DROPPED and tag not in ("sectPr", "tblPr", "tblGrid", "sdtPr"):
                yield from self._blocks(child, depth + 1)

    def _boxes(self, paragraph: Any) -> Iterator[Any]:
        """The text boxes that hang on a paragraph, each once."""
        for box in paragraph.iter(w("txbxContent")):
            if not any(tag_of(above) == "Fallback" for above in box.iterancestors()):
                yield box

    def _paragraph(self, paragraph: Any) -> str:
        style = self._styles.of_paragraph(paragraph)
        if _TABLE_OF_CONTENTS.fullmatch(style.name):
            return ""
        text = self._text(paragraph).strip()
        if not text:
            return ""
        if style.level is not None:
            line = " ".join(text.split())
            if style.is_title:
                self.title = self.title or line
            else:
                self.heading = self.heading or line
            return f"{'#' * min(style.level, 6)} {line}"
        marker = self._marker(paragraph)
        return marker + (" ".join(text.split()) if marker else re.sub(r"[ \t]*\n[ \t]*", "\n", text))

    def _text(self, paragraph: Any) -> str:
        """What can be seen of a paragraph's runs."""
        parts: list[str] = []
        stack = [(child, False) for child in reversed(list(paragraph))]
        while stack:
            node, shown = stack.pop()
            tag = tag_of(node)
            if tag in _DROPPED or tag in ("txbxContent", "pPr", "rPr"):
                continue
            if tag == "r":
                if not self._styles.is_seen(node, paragraph):
                    self.dropped += 1
                    continue
                stack += [(child, True) for child in reversed(list(node))]
            elif tag == "t" and shown:
                parts.append(node.text or "")
            elif tag in ("tab", "ptab") and shown:
                parts.append(" ")
            elif tag in ("br", "cr") and shown:
                parts.append("\n")
            elif tag == "noBreakHyphen" and shown:
                parts.append("-")
            elif tag in ("drawing", "pict", "object"):
                self.dropped += 1
            else:
                stack += [(child, shown) for child in reversed(list(node))]
        return "".join(parts)

    def _marker(self, paragraph: Any) -> str:
        """What stands before a list's item: "- " or its number."""
        listed = self._styles.list_of(paragraph)
        if listed is None:
            return ""
        number, level, bullet = listed
        for key in [key for key in self._counts if key[0] == number and key[1] > level]:
            del self._counts[key]
        self._counts[number, level] += 1
        return "  " * level + ("- " if bullet else f"{self._counts[number, level]}. ")

    def _table(self, table: Any, depth: int) -> str:
        rows: list[list[str]] = []
        for row in table:
            if tag_of(row) == "sdt":
                row = next(iter(row.iter(w("tr"))), row)
            if tag_of(row) != "tr" or self._styles.is_gone_row(row):
                continue
            rows.append(self._row(row, rows[-1] if rows else [], depth))
        filled = [row for row in rows if any(row)]
        if filled and max(len(row) for row in filled) == 1:  # a frame around text
            return "\n\n".join(row[0] for row in filled)
        return table_text(filled)

    def _row(self, row: Any, above: list[str], depth: int) -> list[str]:
        """A row's cells; a merged head or label stands in each of the places it covers."""
        cells: list[str] = []
        for cell in row.iter(w("tc")):
            if cell.getparent().getparent() is not row and cell.getparent() is not row:
                continue
            properties = cell.find(w("tcPr"))
            span, merged = 1, None
            if properties is not None:
                grid, merged = properties.find(w("gridSpan")), properties.find(w("vMerge"))
                span = _whole(grid.get(w("val"), "1")) if grid is not None else 1
            if merged is not None and merged.get(w("val"), "continue") == "continue":
                text = (
                    above[len(cells)]
                    if len(cells) < len(above) and not looks_numeric(above[len(cells)])
                    else ""
                )
            else:
                text = "\n".join(part for part in self._blocks(cell, depth + 1) if part.strip())
            whole_row = span >= len(above) > 1 or looks_numeric(text)
            cells += [text] + ["" if whole_row else text] * (span - 1)
        return cells[:_MOST_COLUMNS]

    def _notes(self, opened: Any) -> Iterator[str]:
        """Foot- and endnotes, below the text."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for relation in opened.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            for note in etree.fromstring(relation.target_part.blob, parser):
                if note.get(w("type")) in (None, "normal"):
                    yield from self._blocks(note, 1)


def _is_item(part: str) -> bool:
    return re.match(r"\s*(?:- |\d+\. )", part) is not None


def _whole(text: str) -> int:
    return min(max(int(text), 1), _MOST_COLUMNS) if text.isascii() and text.isdigit() else 1
