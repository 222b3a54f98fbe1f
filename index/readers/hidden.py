"""What a page holds but does not show: dropped, so that nobody is answered from text that no reader of the page sees."""

from __future__ import annotations

import re
from typing import Literal

from lxml import etree

from index.readers.page_tree import Element, drop, names_of, tag_of
from index.readers.styles import Declarations, Styles

_NEVER_SHOWN = frozenset(
    "script style noscript template head title meta link object embed applet svg math canvas datalist rp rt audio video iframe map"
    " amp-ad amp-embed amp-sidebar amp-social-share amp-consent amp-user-notification amp-img amp-analytics".split()
)
_FOR_SCREEN_READERS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|off-?screen|u-hidden|is-hidden|a11y-hidden|hidden)(?:\s|$)"
)
_NUMBER = re.compile(r"(-?\d*\.?\d+)\s*(px|em|rem|pt|%|vw|vh|ch)?")
_FAR = 900  # pixels to the left or above from where text is out of sight
_COLOURS = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:\s*[,/]\s*([\d.]+)(%?))?\s*\)")
_LEAST_CONTRAST = 30  # of 3 × 255: how far two colours must be apart to be told apart
# Text that would be unseen by its colour, but is most of the page, has a background that is painted from elsewhere.
_MOST_UNSEEN = 0.5

Colour = tuple[int, int, int]
_WHITE: Colour = (255, 255, 255)


def drop_hidden(root: Element) -> None:
    """Take out of a page what is not shown: by its kind, by attributes, by style sheets and by its colour."""
    styles = Styles.of(root)
    declared = {}
    for element in list(root.iter(etree.Element)):
        tag = tag_of(element)
        if tag in _NEVER_SHOWN:
            continue
        declared[element] = styles.on(element)
    for element in list(root.iter(etree.Element)):
        unseen = tag_of(element) in _NEVER_SHOWN or _is_hidden(element, declared.get(element, {}))
        if unseen and element is not root and tag_of(element) != "body":
            drop(element)
    _drop_unseen(root, declared)


def _is_hidden(element: Element, style: Declarations) -> bool:
    if (
        element.get("hidden") not in (None, "until-found")
        or (element.get("aria-hidden") or "").lower() == "true"
    ):
        return True
    if tag_of(element) == "dialog" and element.get("open") is None:
        return True
    return _is_hidden_by(style) or bool(_FOR_SCREEN_READERS.search(names_of(element)))


def _is_hidden_by(style: Declarations) -> bool:
    """Whether declarations keep an element from being seen."""
    if not style:
        return False
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if style.get("content-visibility") == "hidden" or "scale(0" in style.get("transform", "").replace(
        " ", ""
    ):
        return True
    if _at_most(_size(style.get("opacity")), 0.05) or _at_most(_font_size(style), 1):
        return True
    if (_size(style.get("text-indent")) or 0) <= -_FAR:
        return True
    clipped = style.get("clip", "").startswith("rect(") and _is_nothing(style["clip"])
    if clipped or re.match(r"inset\((?:50|100)%|circle\(0", style.get("clip-path", "")):
        return True
    away = any((_size(style.get(side)) or 0) <= -_FAR for side in ("left", "top", "right"))
    if style.get("position") in ("absolute", "fixed") and away:
        return True
    cut = "hidden" in style.get("overflow", "") or "hidden" in style.get("overflow-y", "")
    sides = ("width", "height", "max-width", "max-height")
    return cut and any(_at_most(_size(style.get(side)), 1) for side in sides)


def _at_most(size: float | None, most: float) -> bool:
    return size is not None and 0 <= size <= most


def _font_size(style: Declarations) -> float | None:
    value = style.get("font-size")
    if value is None and (
        found := re.search(r"(?:^|\s)(\d*\.?\d+(?:px|pt|em|%))(?:/|\s)", style.get("font", ""))
    ):
        value = found.group(1)
    size = _size(value)
    relative = value is not None and value.endswith(("em", "vw", "vh", "ch"))
    return size * 16 if size is not None and relative else size


def _size(value: str | None) -> float | None:
    found = _NUMBER.match(value) if value else None
    if not found:
        return None
    size = float(found.group(1))
    return size * 16 if found.group(2) in ("em", "rem", "ch") and abs(size) > 1 else size


def _is_nothing(clip: str) -> bool:
    sizes = [float(one) for one, _ in _NUMBER.findall(clip)]
    return len(sizes) == 4 and abs(sizes[2] - sizes[0]) <= 1 and abs(sizes[1] - sizes[3]) <= 1


def _drop_unseen(root: Element, declared: dict[Element, Declarations]) -> None:
    """Empty the texts whose colour is that of what lies behind them."""
    seen: dict[Element, tuple[Colour | None, Colour | None]] = {}
    unseen: list[Element] = []
    letters = lost = 0
    for element in root.iter(etree.Element):
        outer = element.getparent()
        colour, behind = seen.get(outer, ((0, 0, 0), _WHITE)) if outer is not None else ((0, 0, 0), _WHITE)
        own = _colours(element, declared.get(element, {}))
        colour = colour if isinstance(own[0], str) else own[0]
        behind = behind if isinstance(own[1], str) else own[1]
        seen[element] = (colour, behind)
        direct = len(element.text or "") + sum(len(child.tail or "") for child in element)
        letters += direct
        if colour is not None and behind is not None and _distance(colour, behind) < _LEAST_CONTRAST:
            unseen.append(element)
            lost += direct
    if not unseen or lost > letters * _MOST_UNSEEN:
        return
    for element in unseen:
        element.text = None
        for child in element:
            child.tail = None


def _colours(
    element: Element, style: Declarations
) -> tuple[Colour | Literal["as outside"] | None, Colour | Literal["as outside"] | None]:
    """The colours of an element's text and behind it: "as outside" where it says nothing, None where they cannot be known."""
    text = (
        style.get("color")
        or element.get("color")
        or (element.get("text") if tag_of(element) == "body" else None)
    )
    if (
        "background-image" in style
        or "url(" in style.get("background", "")
        or "gradient" in style.get("background", "")
    ):
        behind: Colour | Literal["as outside"] | None = None
    else:
        painted = style.get("background-color") or style.get("background") or element.get("bgcolor")
        behind = (
            _colour(painted)
            if painted and painted not in ("none", "transparent", "inherit")
            else "as outside"
        )
    if text and text.strip() == "transparent":
        return _WHITE, _WHITE
    return (_colour(text) if text and text not in ("inherit", "currentcolor") else "as outside"), behind


def _colour(value: str) -> Colour | None:
    value = value.strip().lower()
    if found := re.match(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b", value):
        digits = found.group(1)
        digits = "".join(one * 2 for one in digits) if len(digits) < 6 else digits
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if found := _RGB.match(value):
        alpha = float(found.group(4) or 1) / (100 if found.group(5) else 1)
        return _WHITE if alpha < 0.05 else (int(found.group(1)), int(found.group(2)), int(found.group(3)))
    return _COLOURS.get(value.split(" ")[0])


def _distance(one: Colour, other: Colour) -> int:
    return sum(abs(first - second) for first, second in zip(one, other, strict=True))
