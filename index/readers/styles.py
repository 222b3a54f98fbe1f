"""The style sheets a page carries, as far as hiding goes: rules of simple selectors, and inline styles."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from index.errors import SourceError
from index.readers.page_tree import Element, tag_of

Declarations = dict[str, str]

_MOST_RULES = 20_000
# Steps of matching rules with elements, of which attacks need without end.
_MOST_STEPS = 3_000_000
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SIMPLE = re.compile(r"(?:[a-zA-Z][\w-]*|\*)?(?:[.#][\w-]+)*")
_PART = re.compile(r"[.#]?[\w-]+")
_FOR_SCREENS = re.compile(r"@(?:media|supports|layer)(?![^{]*\bprint\b)(?![^{]*\bwidth\b)", re.IGNORECASE)
_WANTED = re.compile(
    r"display|visibility|opacity|font|font-size|color|background|background-color|background-image|position|left|top|right"
    r"|text-indent|clip|clip-path|width|height|max-height|max-width|overflow|overflow-y|transform|content-visibility"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """One selector's declarations: the compounds from the outermost to the element itself."""

    compounds: tuple[tuple[str, ...], ...]
    weight: tuple[int, int, int, int]
    declarations: Declarations


@dataclass(slots=True)
class Styles:
    """The rules of a page's `<style>` blocks."""

    by_key: dict[str, list[_Rule]] = field(default_factory=lambda: defaultdict(list))
    steps: int = 0

    @classmethod
    def of(cls, root: Element) -> Styles:
        """The styles a page carries itself; those of other files are not known."""
        styles = cls()
        css = "\n".join(element.text or "" for element in root.iter("style") if _on_screens(element))
        for order, (selector, body) in enumerate(islice(_rules(css), _MOST_RULES)):
            declarations = read_declarations(body)
            if declarations:
                styles._add(selector, declarations, order)
        return styles

    def on(self, element: Element) -> Declarations:
        """What the rules and the inline style say of an element, the stronger over the weaker.

        SourceError where rules and elements are so many that this takes minutes.
        """
        keys = [tag_of(element), "*", *(f".{one}" for one in (element.get("class") or "").split())]
        keys += [f"#{element.get('id')}"] if element.get("id") else []
        candidates = [rule for key in keys if key in self.by_key for rule in self.by_key[key]]
        deep = sum(len(rule.compounds) > 1 for rule in candidates)
        self.steps += len(candidates) + (deep and deep * sum(1 for _ in islice(element.iterancestors(), 200)))
        if self.steps > _MOST_STEPS:
            raise SourceError("The page has more style rules than can be read: save its text as a .txt file.")
        rules = [rule for rule in candidates if _fits(rule, element)]
        found: Declarations = {}
        for rule in sorted(rules, key=lambda rule: rule.weight):
            found.update(rule.declarations)
        return found | read_declarations(element.get("style") or "")

    def _add(self, selectors: str, declarations: Declarations, order: int) -> None:
        for selector in selectors.split(","):
            parts = selector.replace(">", " ").split()
            if not parts or not all(_SIMPLE.fullmatch(part) for part in parts):
                continue  # states, siblings and attributes say nothing certain of what is seen
            compounds = tuple(tuple(_PART.findall(part)) or ("*",) for part in parts)
            named = [piece for compound in compounds for piece in compound]
            weight = (
                sum(piece.startswith("#") for piece in named),
                sum(piece.startswith(".") for piece in named),
                sum(piece[0] not in "#.*" for piece in named),
                order,
            )
            key = next((piece for piece in reversed(compounds[-1]) if piece[0] in "#."), compounds[-1][0])
            self.by_key[key].append(_Rule(compounds, weight, declarations))


def read_declarations(style: str) -> Declarations:
    """The declarations of an inline style or a rule that have to do with being seen.

    >>> read_declarations("Color: #FFF !important; margin: 0")
    {'color': '#fff'}
    """
    found = {}
    for declaration in style[:4000].split(";"):
        key, _, value = declaration.partition(":")
        key = key.strip().lower()
        if value and _WANTED.fullmatch(key):
            found[key] = value.lower().replace("!important", "").strip()
    return found


def _on_screens(element: Element) -> bool:
    media = (element.get("media") or "all").lower()
    return "print" not in media and "width" not in media


def _rules(css: str) -> list[tuple[str, str]]:
    """(selectors, body) of a style sheet; rules for printers and for narrow or wide windows only are passed over."""
    css = _COMMENT.sub("", css.replace("<!--", "").replace("-->", ""))
    rules, place = [], 0
    while (opened := css.find("{", place)) >= 0:
        head = css[place:opened].rpartition("}")[2].rpartition(";")[2].strip()
        if head.startswith("@"):
            # The rules within are read like others; those that do not count are skipped up to the closing brace.
            place = opened + 1 if _FOR_SCREENS.match(head) else _past(css, opened)
            continue
        closed = css.find("}", opened)
        if closed < 0:
            break
        rules.append((head, css[opened + 1 : closed]))
        place = closed + 1
    return rules


def _past(css: str, opened: int) -> int:
    depth = 0
    for brace in re.compile(r"[{}]").finditer(css, opened):
        depth += 1 if brace.group() == "{" else -1
        if not depth:
            return brace.end()
    return len(css)


def _fits(rule: _Rule, element: Element) -> bool:
    """Whether an element is what the last compound names, within what the others name."""
    if not _is(element, rule.compounds[-1]):
        return False
    wanted = list(rule.compounds[:-1])
    for outer in islice(element.iterancestors(), 200):
        if not wanted:
            break
        if _is(outer, wanted[-1]):
            wanted.pop()
    return not wanted


def _is(element: Element, compound: tuple[str, ...]) -> bool:
    classes = (element.get("class") or "").split()
    return all(
        piece[1:] in classes
        if piece[0] == "."
        else piece[1:] == element.get("id")
        if piece[0] == "#"
        else piece in ("*", tag_of(element))
        for piece in compound
    )
