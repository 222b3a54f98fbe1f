"""The article out of a page: where it stands, what of that place is the page's own, and the rest as Markdown."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Sequence

from lxml import etree

from index.readers.boilerplate import Line, addresses, article_lines, normal
from index.readers.page_blocks import Block
from index.readers.page_tree import Element, depth_of, names_of, tag_of, words_in

_NEVER = frozenset(
    "nav aside footer button select option textarea label form fieldset menu address dialog".split()
)
_PAGE_PARTS = re.compile(
    r"(?:^|[\s_-])(?:nav(?:i|bar|igation)?|g-?nav|menu|bread-?crumbs?|pankuzu|topic-?path|share|sharing|social|sns|related|relation|kanren|recommend(?:ed|ation)?s?|osusume|ranking|popular|trending|most-?read"
    r"|adverts?|advertisements?|ads?|adsense|ad-?(?:box|area|slot|unit|wrap(?:per)?|container|banner|block)|sponsor(?:ed)?|promo(?:tion)?|pr-?(?:box|area)|banner|cookies?|consent|gdpr|newsletter|mail-?magazine|subscri(?:be|ption)|sign-?up"
    r"|comments?|disqus|respond|footer|foot|side-?bar|sidebar|sub-?column|widget|tags?|tag-?list|categor(?:y|ies)|author-?(?:bio|box|info|profile)|profile|byline|contacts?|inquiry|toiawase|copyrights?|paywall|login|pager|pagination|page-?nav|prev-?next|credit|caption|toc|skip(?:-?link)?|modal|popup|toast|print|tools?|toolbar|follow|outbrain|taboola|teaser|more-?(?:articles|stories|news)|read-?more|latest|banner|complementary|contentinfo|navigation|search|rk|rel|capt?|snackbar|tooltip|classified|masthead|weather|app-?(?:promo|banner|box)|site-?info)(?:[\s_-]|s?$)"
)
_BODIES = re.compile(
    r"(?:^|[\s_-])(?:article-?(?:body|text|content|main|detail)|entry-?(?:content|body)|post-?(?:content|body)|story-?(?:body|content|text)|news-?(?:body|text|content|detail)|main-?(?:text|content|body)|honbun|kiji|body-?text|articlebody)(?:[\s_-]|$)"
)
# A part of the page that holds more of the prose than this is no side matter, whatever it is called.
_SIDE_MOST = 0.4
_ENOUGH = 0.85
_BODY_ENOUGH = 0.6
_LINKED = 0.6
_SHORTEST_PROSE = 15
# Beyond this, trafilatura is not asked: it takes minutes over large pages and gives up on deep ones.
_MOST_ELEMENTS = 10_000
_DEEPEST = 120
_FEW_BLOCKS = 2_000
_SHORTEST_EXTRACT = 60


def article_of(root: Element, blocks: Sequence[Block], title: str) -> list[Block]:
    """The article's blocks, in order; empty where a page has none."""
    side = _side_parts(root, blocks)
    anchors = _anchors(root, blocks)
    weights = [_weight(block, side, anchors) for block in blocks]
    if not any(weights):
        weights = [
            len(block.text) * (block.link_share < _LINKED and block.element not in side) for block in blocks
        ]
    place = _place(root, blocks, weights)
    inside = _inside(place)
    begin = next((at for at, block in enumerate(blocks) if block.element in inside), 0)
    opening = _opening(blocks, begin)
    chosen = [
        block
        for at, block in enumerate(blocks)
        if block.element not in side
        and (
            block.element in inside
            or (weights[at] > 0 and (opening <= at < begin or _belongs(block, at < begin, anchors)))
        )
        and not _is_link_list(block)
    ]
    chosen = _without_oddities(_without_frames(chosen, title), place)
    lines = [
        Line(
            block.text, block.level if block.kind == "heading" else 0, block.link_share, block.kind == "table"
        )
        for block in chosen
    ]
    return _without_empty_headings([chosen[at] for at in article_lines(lines, title)])


def to_markdown(blocks: Sequence[Block]) -> str:
    """Blocks as Markdown: one empty line between them, none between the items of a list."""
    parts: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        if before is not None:
            items = before.kind == block.kind == "item"
            parts.append("\n" if items or (before.kind == "caption" and block.kind == "table") else "\n\n")
        parts.append(block.markdown())
    return "".join(parts)


def _prose(block: Block) -> int:
    """The length of a block as far as it is prose: sentences, not links."""
    text = block.text
    ends = Line(text).ends or block.kind == "table"
    return len(text) if ends and len(text) >= _SHORTEST_PROSE and block.link_share < _LINKED else 0


def _side_parts(root: Element, blocks: Sequence[Block]) -> set[Element]:
    """The elements that stand in parts of the page which are not the article, by their kind and their names."""
    prose: dict[Element, int] = dict.fromkeys(root.iter(etree.Element), 0)
    for block in blocks:
        prose[block.element] += _prose(block)
    for element in reversed(list(prose)):
        outer = element.getparent()
        if outer is not None and outer in prose:
            prose[outer] += prose[element]
    most = prose[root] * _SIDE_MOST
    side: set[Element] = set()
    for element in prose:
        outer = element.getparent()
        named = tag_of(element) in _NEVER or _PAGE_PARTS.search(names_of(element)) is not None
        if outer in side or (
            named and prose[element] <= most and tag_of(element) not in ("html", "body", "main")
        ):
            side.add(element)
    return side


def _anchors(root: Element, blocks: Sequence[Block]) -> set[str]:
    """What trafilatura takes for the article, as the blocks that stand in it; empty where it is not asked."""
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS or depth_of(root) > _DEEPEST:
        return set()
    import trafilatura
    from trafilatura.settings import use_config

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST_EXTRACT))
    try:
        text = trafilatura.extract(
            etree.tostring(root, encoding="unicode", method="html"),
            config=config, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False,
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError):  # a guide, never needed
        return set()
    whole = normal(text or "")
    own = {normal(line) for line in (text or "").split("\n")}
    found = (said for block in blocks if len(said := normal(block.text)) >= _SHORTEST_PROSE)
    return {said for said in found if said in own or (len(blocks) < _FEW_BLOCKS and said in whole)}


def _weight(block: Block, side: set[Element], anchors: set[str]) -> float:
    if block.element in side:
        return 0
    return _prose(block) * (1.0 if not anchors or normal(block.text) in anchors else 0.4)


def _place(root: Element, blocks: Sequence[Block], weights: Sequence[float]) -> Element:
    """The innermost element that holds nearly all of the prose; what is called the article's body counts for less."""
    held: dict[Element, float] = dict.fromkeys(root.iter(etree.Element), 0.0)
    for block, weight in zip(blocks, weights, strict=True):
        held[block.element] += weight
    for element in reversed(list(held)):
        outer = element.getparent()
        if outer is not None and outer in held:
            held[outer] += held[element]
    total = held[root]
    place = root
    while True:
        inner = max((child for child in place if child in held), key=lambda child: held[child], default=None)
        if inner is None or tag_of(inner) in ("p", "ul", "ol", "blockquote", "table"):
            return place
        named = (
            tag_of(inner) == "article"
            or inner.get("itemprop") == "articleBody"
            or _BODIES.search(names_of(inner))
        )
        if _is_one_of_several(inner, held) or held[inner] < total * (_BODY_ENOUGH if named else _ENOUGH):
            return place
        place = inner


def _is_one_of_several(element: Element, held: dict[Element, float]) -> bool:
    """Whether an element is one post of a page of posts: others of its kind beside it hold prose, and the headline is above."""
    if tag_of(element) != "article" or any(True for _ in element.iter("h1")):
        return False
    kind = tag_of(element), element.get("class")
    beside = (one for one in element.getparent() if one is not element and one in held)
    return any((tag_of(one), one.get("class")) == kind and held[one] > 0 for one in beside)


def _inside(place: Element) -> set[Element]:
    return set(place.iter(etree.Element))


def _opening(blocks: Sequence[Block], begin: int) -> int:
    """Where the article's head begins above its body: below the last first-level heading before it."""
    heads = [at for at, block in enumerate(blocks[:begin]) if block.kind == "heading" and block.level == 1]
    return heads[-1] if heads else begin


def _belongs(block: Block, above: bool, anchors: set[str]) -> bool:
    """Whether a block outside the article's place is of it; below the place only what is as long as a paragraph."""
    return normal(block.text) in anchors and (above or Line(block.text).prose)


def _is_link_list(block: Block) -> bool:
    return (
        block.kind != "table"
        and block.link_share >= _LINKED
        and not (block.kind == "prose" and Line(block.text).ends)
    )


def _without_frames(blocks: Sequence[Block], title: str) -> list[Block]:
    """Leave out what is above the article's own headline, and the captions of pictures."""
    named = normal(title)
    heads = [
        at
        for at, block in enumerate(blocks)
        if block.kind == "heading" and block.level == 1 and normal(block.text)
    ]
    first = next(
        (at for at in heads if normal(blocks[at].text) in named or named in normal(blocks[at].text)), None
    )
    if first is not None and not any(Line(block.text).prose for block in blocks[:first]):
        blocks = blocks[first:]
    return [
        block
        for block in blocks
        if not (block.kind == "caption" and not block.level)
        and not (block.kind == "heading" and block.level == 1 and named and normal(block.text) in (named, ""))
    ]


def _without_oddities(blocks: Sequence[Block], place: Element) -> list[Block]:
    """Leave out short blocks that speak to the reader and stand in boxes of a kind that no paragraph stands in."""
    kinds = [_way(block.element, place) for block in blocks]
    usual = Counter(kind for block, kind in zip(blocks, kinds, strict=True) if Line(block.text).prose)
    heads = Counter(kind for block, kind in zip(blocks, kinds, strict=True) if block.kind == "heading")
    odd = {
        id(block)
        for block, kind in zip(blocks, kinds, strict=True)
        if block.kind != "table" and addresses(block.text) and usual[kind] <= 1 and heads[kind] <= 1
    }
    odd |= {
        id(block) for block, kind in zip(blocks, kinds, strict=True) if _is_caption(block) and not usual[kind]
    }
    boxes = {id(block.element.getparent()) for block in blocks if id(block) in odd}
    boxes -= {id(block.element.getparent()) for block in blocks if Line(block.text).prose}
    return [
        block
        for block in blocks
        if id(block) not in odd and not (block.kind == "heading" and id(block.element.getparent()) in boxes)
    ]


def _is_caption(block: Block) -> bool:
    """Whether a short block without a closing mark stands right below a picture, in a box of its own."""
    above = block.element.getprevious()
    pictured = above is not None and (
        tag_of(above) in ("img", "picture", "figure")
        or (not words_in(above) and any(True for _ in above.iter("img", "picture")))
    )
    return pictured and block.kind == "prose" and Line(block.text).headline and not (above.tail or "").strip()


def _way(element: Element, place: Element) -> tuple[str, ...]:
    """The kinds of element from the article's place down to one, with their classes."""
    way: list[str] = []
    for one in (element, *element.iterancestors()):
        if one is place or len(way) > 20:
            break
        way.append(f"{tag_of(one)}.{one.get('class') or ''}")
    return tuple(way)


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    """Leave out headings that head nothing, as those of what was taken away do."""
    found: list[Block] = []
    for block in reversed(blocks):
        after = found[-1] if found else None
        heads_nothing = after is None or (after.kind == "heading" and after.level <= block.level)
        if not (block.kind == "heading" and heads_nothing):
            found.append(block)
    return found[::-1]
