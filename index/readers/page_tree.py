"""HTML to a tree, in bounded time whatever the page is made of."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any, TypeAlias

import lxml.html
from lxml import etree

from index.errors import SourceError

# lxml comes without types.
Element: TypeAlias = Any

# libxml2 reads no deeper and drops the rest without a word.
_DEEPEST = 2000
_MOST_ELEMENTS = 150_000
# Its work grows with the square of a tag's attributes: pages have a dozen, attacks a hundred thousand.
_MOST_ATTRIBUTES = 24
_LONG_TAG = re.compile(r"<([A-Za-z][\w:-]*)\s[^<>]{100,}>")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"[^\s=/]+")
_NEEDED = re.compile(
    r"\s((?:class|id|style|hidden|aria-hidden|role|href|rel|name|property|content|colspan|rowspan|itemprop|datetime|type|lang)"
    r"(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?)(?=[\s/>])",
    re.IGNORECASE,
)
_BREAK_IN_JAPANESE = re.compile(
    r"(?<=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60])\s*\n\s*(?=[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60])"
)
_SUBSET = re.compile(r"<!DOCTYPE[^<>\[]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)


def parse(text: str, name: str) -> Element:
    """The tree of a page, without comments. SourceError for what holds no elements or nests without end."""
    bounded = _LONG_TAG.sub(_without_many_attributes, _SUBSET.sub("", text, count=1))
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(bounded.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SourceError(
            f"{name} holds no article text: save the page that shows the article itself."
        ) from error
    elements = sum(1 for _ in root.iter())
    if elements > _MOST_ELEMENTS:
        raise SourceError(
            f"{name} has {elements} elements, more than the {_MOST_ELEMENTS} a page of an article may have: "
            "save its text as a .txt file."
        )
    depth = depth_of(root)
    if depth >= _DEEPEST:
        raise SourceError(
            f"{name} nests its elements more than {_DEEPEST} deep, which no page of an article does: "
            "save its text as a .txt file."
        )
    return root


def depth_of(root: Element) -> int:
    """How many elements stand within one another at the deepest place."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def tag_of(element: Element) -> str:
    """The element's name in small letters, without a namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def names_of(element: Element) -> str:
    """What a page's author calls an element: its classes, id and role, in small letters."""
    return " ".join(element.get(key) or "" for key in ("class", "id", "role")).lower().strip()


def drop(element: Element) -> None:
    """Take an element out of its tree, and leave the text behind it there."""
    if element.getparent() is not None:
        element.drop_tree()


def words_in(element: Element) -> str:
    """The text of an element in one line; a break within Japanese leaves no space."""
    parts = [element.text or ""]
    for part in element.iterdescendants():
        parts += ["\n" if tag_of(part) == "br" else "", part.text or "", part.tail or ""]
    return " ".join(_BREAK_IN_JAPANESE.sub("", "".join(parts)).split())


def _without_many_attributes(tag: re.Match[str]) -> str:
    """A tag of too many attributes with those that are read, of these the first."""
    if len(_ATTRIBUTE.findall(_QUOTED.sub("", tag.group()))) <= _MOST_ATTRIBUTES * 2:
        return tag.group()
    kept = islice((found.group(1) for found in _NEEDED.finditer(tag.group())), _MOST_ATTRIBUTES)
    return " ".join([f"<{tag.group(1)}", *kept]) + ">"
