"""What a Word document's styles say of a paragraph or a run: heading, list, hidden, white."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|見出し)\s*(\d)", re.IGNORECASE)
_TITLES = frozenset({"title", "表題", "タイトル"})
_DEEPEST = 12
_TINY = 4  # half points
_NO = frozenset({"0", "false", "off", "none"})


def w(name: str) -> str:
    """An element's or attribute's name in WordprocessingML."""
    return _W + name


def tag_of(element: Any) -> str:
    """An element's name without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph is: the name of its style; its level, if it is a heading or the title."""

    name: str
    level: int | None = None
    is_title: bool = False


class Styles:
    """The styles and numberings of one document."""

    def __init__(self, opened: Any) -> None:
        self._styles: dict[str, Any] = {}
        self._default = ""
        for style in opened.styles.element.iter(w("style")):
            key = style.get(w("styleId"), "")
            self._styles[key] = style
            if style.get(w("default")) in ("1", "true") and style.get(w("type")) == "paragraph":
                self._default = key
        self._numbering = _numbering(opened)
        self._chain = lru_cache(maxsize=None)(self._chain_of)

    def of_paragraph(self, paragraph: Any) -> ParagraphStyle:
        """The style of a paragraph, a heading's level being 1 for the highest; the title stands above as 1."""
        properties = paragraph.find(w("pPr"))
        chain = self._chain(_value(properties, "pStyle") or self._default)
        name = _value(chain[0], "name") if chain else ""
        for style in chain:
            named = _value(style, "name").strip()
            if named.lower() in _TITLES:
                return ParagraphStyle(name, 1, True)
            if match := _HEADING.fullmatch(named):
                return ParagraphStyle(name, int(match.group(1)))
        for place in (properties, *(style.find(w("pPr")) for style in chain)):
            outline = _value(place, "outlineLvl")
            if outline in tuple("012345"):
                return ParagraphStyle(name, int(outline) + 1)
        return ParagraphStyle(name)

    def list_of(self, paragraph: Any) -> tuple[str, int, bool] | None:
        """(list, level, whether it has bullets and no numbers) of an item; None for what is none."""
        properties = paragraph.find(w("pPr"))
        chain = self._chain(_value(properties, "pStyle") or self._default)
        for place in (properties, *(style.find(w("pPr")) for style in chain)):
            numbered = place.find(w("numPr")) if place is not None else None
            if numbered is None:
                continue
            number, level = _value(numbered, "numId"), _value(numbered, "ilvl") or "0"
            if number in ("", "0"):
                return None
            depth = int(level) if level.isdigit() and len(level) == 1 else 0
            return number, depth, self._numbering.get((number, depth), "bullet") != "number"
        return None

    def is_seen(self, run: Any, paragraph: Any) -> bool:
        """Whether a run is neither hidden, nor tiny, nor in the colour of what is behind it."""
        properties, above = run.find(w("rPr")), paragraph.find(w("pPr"))
        places = [properties]
        places += [style.find(w("rPr")) for style in self._chain(_value(properties, "rStyle"))]
        styles = self._chain(_value(above, "pStyle") or self._default)
        places += [style.find(w("rPr")) for style in styles]
        places = [place for place in places if place is not None]
        for name in ("vanish", "specVanish"):
            state = next((one for place in places if (one := place.find(w(name))) is not None), None)
            if state is not None and state.get(w("val"), "true") not in _NO:
                return False
        size = next((value for place in places if (value := _value(place, "sz"))), "")
        if size.isdigit() and int(size) <= _TINY:
            return False
        colour = next((value for place in places if (value := _value(place, "color"))), "auto").lower()
        return colour == "auto" or colour != self._behind(places, above, styles, run)

    def _behind(self, places: list[Any], above: Any, styles: tuple[Any, ...], run: Any) -> str:
        """The colour behind a run: its own shading, its paragraph's, its cell's, else the page's white."""
        marked = next((value for place in places if (value := _value(place, "highlight"))), "")
        if marked and marked != "none":
            return "ffffff" if marked == "white" else marked
        for place in (*places, above, *(style.find(w("pPr")) for style in styles)):
            if fill := _fill(place):
                return fill
        for ancestor in run.iterancestors(w("tc")):
            if fill := _fill(ancestor.find(w("tcPr"))):
                return fill
        for table in run.iterancestors(w("tbl")):
            properties = table.find(w("tblPr"))
            if fill := _fill(properties):
                return fill
            for style in self._chain(_value(properties, "tblStyle")):
                if any(_shading(one) for one in style.iter(w("shd"))):
                    return "as the table's style has it"
        return "ffffff"

    def is_gone_row(self, row: Any) -> bool:
        """Whether a table's row is deleted or hidden."""
        properties = row.find(w("trPr"))
        return properties is not None and any(tag_of(one) in ("del", "hidden") for one in properties)

    def _chain_of(self, key: str) -> tuple[Any, ...]:
        """A style and those it is based on."""
        chain: list[Any] = []
        while key in self._styles and len(chain) < _DEEPEST:
            style = self._styles[key]
            chain.append(style)
            key = _value(style, "basedOn")
        return tuple(chain)


def _numbering(opened: Any) -> dict[tuple[str, int], str]:
    """For each list and level "bullet" or "number"."""
    relations = [
        one for one in opened.part.rels.values() if one.reltype.endswith("/numbering") and not one.is_external
    ]
    if not relations:
        return {}
    root = relations[0].target_part.element
    formats: dict[str, dict[int, str]] = {}
    for abstract in root.iter(w("abstractNum")):
        levels = formats.setdefault(abstract.get(w("abstractNumId"), ""), {})
        for level in abstract.iter(w("lvl")):
            kind = _value(level, "numFmt")
            depth = level.get(w("ilvl"), "0")
            levels[int(depth) if depth.isdigit() else 0] = (
                "bullet" if kind in ("bullet", "none", "") else "number"
            )
    return {
        (number.get(w("numId"), ""), depth): kind
        for number in root.iter(w("num"))
        for depth, kind in formats.get(_value(number, "abstractNumId"), {}).items()
    }


def _value(parent: Any, name: str) -> str:
    """The `val` of a child; "" where there is none."""
    child = parent.find(w(name)) if parent is not None else None
    return child.get(w("val"), "") if child is not None else ""


def _fill(properties: Any) -> str:
    shading = properties.find(w("shd")) if properties is not None else None
    return _shading(shading) if shading is not None else ""


def _shading(shading: Any) -> str:
    fill = (shading.get(w("fill")) or "").lower()
    return fill if fill not in ("", "auto") else ""
