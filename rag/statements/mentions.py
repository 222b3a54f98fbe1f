"""Where a question names lines of statements and formulas, also in the short ways people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from index.vocabulary import Vocabulary, fold
from rag.formulas import find_formulas
from rag.statements.measures import Measure

# "流動+固定", "current plus fixed assets": what one word stands for beside another.
_SHORT: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), items)
    for pattern, items in (
        (r"(?<=負債)[(（](流動)\s*(?:[+＋・と]|プラス)\s*(固定)(?:負債)?(?=[)）])", ("current_liabilities", "fixed_liabilities")),
        (r"(流動)\s*(?:[+＋・と]|プラス|および|及び)\s*(固定)(?:の)?(?:両)?(?:負債)", ("current_liabilities", "fixed_liabilities")),
        (r"(流動)\s*(?:[+＋・と]|プラス|および|及び)\s*(固定)(?:の)?(?:両)?(?:資産)?(?!負債|比率)", ("current_assets", "fixed_assets")),
        (r"\b(current)\s*(?:plus|and|\+|&)\s*((?:fixed|non-?current|long-term) assets)", ("current_assets", "fixed_assets")),
        (r"\b(current)\s*(?:plus|and|\+|&)\s*((?:fixed|non-?current|long-term) liabilities)", ("current_liabilities", "fixed_liabilities")),
        (r"(営業)\s*[、,・+＋と]\s*(投資)\s*(?:、|,|・|\+|＋|と|および|及び|ならびに)\s*(財務)(?:活動)?(?:の)?(?:各|3つの|三つの)?(?:キャッシュ・?フロー|cf)?", ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")),
        (r"\b(operating)(?: activities)?\s*(?:,|\+|plus|and|&)?\s*(?:and )?(investing)(?: activities)?\s*(?:,|\+|plus|and|&)?\s*(?:and )?(financing)(?: activities)?(?:[- ]cash[- ]flows?| cf)?", ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")),
        (r"\b(operating)\s*(?:plus|and|\+|&)\s*(investing)(?:[- ]cash[- ]flows?| cf|(?=[).,]))", ("operating_cash_flow", "investing_cash_flow")),
        (r"(営業)\s*[+＋・と]\s*(投資)\s*(?:の)?(?:キャッシュ・?フロー|cf)", ("operating_cash_flow", "investing_cash_flow")),
        (r"\b(interest) (?:and|plus) (dividend income)", ("interest_income", "dividend_income")),
    )
)  # fmt: skip
# Ways to speak of a formula that are no name of it.
_SPOKEN: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (re.compile(pattern), keys)
    for pattern, keys in (
        (r"(?:3|三|three)\s?(?:つ|種類|区分|種)?の?\s?(?:活動の)?(?:キャッシュ・?フロー|cf|cash[- ]flows?)(?:活動|区分| categories| activities)?(?:の?合計(?:額)?)?|three (?:categories|types|kinds) of cash flows?", ("net_cash_flow",)),
        (r"(?:ベースの|基準の|での)?roa[(（]経常利益[/／÷]総資産[)）]|経常利益?(?:ベース|基準)の(?:roa|総資産利益率)|(?:return on assets|roa)(?= .{0,60}(?:ordinary|recurring)[- ](?:profit|income) basis)", ("ordinary_roa",)),
        (r"営業(?:利益)?(?:マージン|の利益率|段階の利益率)|本業の(?:収益性|利益率)|営業利益律|margins? at the operating level|operating profitability", ("operating_margin",)),
        (r"経常(?:利益)?マージン|(?:ordinary|recurring) margins?|ratio of (?:ordinary|recurring) (?:profit|income) to sales", ("ordinary_margin",)),
        (r"(?:純利益|最終利益)マージン", ("net_margin",)),
        (r"(?:粗利|売上総利益)(?:益)?マージン", ("gross_margin",)),
        (r"(?:デュポン|du ?pont)(?:・システム|システム|分解|分析|式|の式|恒等式| identity| formula| analysis| system)?", ("roe_dupont",)),
        (r"売上高?(?:に対する|に占める|対)(?:販売費及び一般管理費|販管費|販売管理費)の(?:割合|比率)", ("sga_ratio",)),
        (r"sg&a[- ]to[- ]sales(?: ratio)?|sg&a(?: expenses?)? ratio", ("sga_ratio",)),
        (r"(?:shareholders'?|stockholders'?) equity ratio|equity-to-assets?(?: ratio)?", ("equity_ratio",)),
    )
)  # fmt: skip
_USES = re.compile(
    r"\buses? |\bused? (?:more|less)|\bburn|cash (?:used )?in (?:its |the )?operations|使っ|消費"
)
_LOSS = re.compile(r"赤字|損失|\bloss(?:es)?\b")
# A profit called by its loss.
_LOSSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), item)
    for pattern, item in (
        (r"営業赤字|営業損失|operating loss(?:es)?", "operating_income"),
        (r"経常赤字|経常損失|ordinary loss(?:es)?", "ordinary_income"),
        (r"最終赤字|純損失|当期純損失|net loss(?:es)?", "net_income"),
        (r"(?:営業)?段階|営業(?=増益|減益|ベース)|(?<=営業)利益ベース", "operating_income"),
    )
)
# Words for growth that name what grows.
_GROWN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), item)
    for pattern, item in (
        (r"増収|減収|増減収", "revenue"),
        (r"経常(?=ベース|段階|増益|減益)", "ordinary_income"),
        (r"pa(?:y|id)(?: out)?(?: in)? dividends|dividends? payments?|配当(?:金)?(?:の)?支払", "dividends_paid"),
        (r"\bsells?\b|\bsold\b|売り上げた|売った", "revenue"),
        (r"(?<!net )(?<!fixed )(?<!current )\bassets\b", "total_assets"),
        (r"営業(?=増益|減益|段階|ベース)", "operating_income"),
        (r"cash (?:used )?in (?:its |the )?operations", "operating_cash_flow"),
        (r"(?:core|underlying) (?:earnings|profit|profits)", "operating_income"),
        (r"cash from operations|cash generated (?:from|by) operations|本業で(?:稼いだ|得た)(?:現金|キャッシュ|お金)", "operating_cash_flow"),
        (r"投資(?:活動)?に(?:使った|回した|投じた)(?:キャッシュ|現金|お金|資金)", "investing_cash_flow"),
        (r"投資(?:活動)?(?:へ|で|に|の)?の?(?:支出|資金流出|現金支出|資金の流出)|cash (?:used in|spent on) investing", "investing_cash_flow"),
        (r"(?:balance sheet|資産)(?: total|規模)", "total_assets"),
        (r"(?<![a-z])assets(?= side)|資産側", "total_assets"),
        (r"負債[・･]純資産(?:側|サイド)|liabilities and (?:net assets|equity) side", "liabilities_and_net_assets"),
        (r"負債の部(?!の?合計)", "liabilities"),
        (r"純資産の部(?!の?合計)", "net_assets"),
        (r"(?<![総動定純形金])資産(?=に対|の(?:何|うち))", "total_assets"),
        (r"個定資産", "fixed_assets"),
        (r"liabilites", "liabilities"),
        (r"operaitng (?:income|profit)", "operating_income"),
        (r"free cahs flow", "free_cash_flow"),
    )
)  # fmt: skip


def find_measures(text: str, labels: Mapping[str, str], vocabulary: Vocabulary) -> list[Measure]:
    """The measures `text` names, in order, without overlaps: the longest name at a place wins.

    `labels` are a company's own table labels (folded) with the names its rows are kept under.
    """
    folded = fold(text)
    found: list[Measure] = []

    def add(measure: Measure) -> None:
        if not any(measure.start < one.end and one.start < measure.end for one in found):
            found.append(measure)

    for pattern, items in _SHORT:
        for match in pattern.finditer(folded):
            for place, item in enumerate(items, start=1):
                end = match.end() if place == len(items) else match.end(place)
                add(_item(text, match.start(place), end, item))
    for pattern, keys in _SPOKEN:
        for match in pattern.finditer(folded):
            add(_formula(text, match.start(), match.end(), keys))
    candidates = _named(text, folded, labels, vocabulary)
    for measure in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
        add(measure)
    for pattern, item in (*_LOSSES, *_GROWN):
        for match in pattern.finditer(folded):
            measure = _item(text, match.start(), match.end(), item)
            add(
                replace(
                    measure,
                    is_loss=measure.is_loss or (item == "operating_cash_flow" and bool(_USES.search(folded))),
                )
            )
    return _once(sorted(found, key=lambda one: one.start))


# Formulas whose names say what is done, and of what only beside another measure.
_OPERATIONS = frozenset(("point_change", "difference", "sum", "ratio", "share", "growth", "cagr", "margin"))


def _named(text: str, folded: str, labels: Mapping[str, str], vocabulary: Vocabulary) -> list[Measure]:
    found = [_item(text, one.start, one.end, one.key) for one in vocabulary.find_items(text)]
    own = {one.start: one for one in found}
    for mention in find_formulas(text):
        rival = own.get(mention.start)
        if set(mention.keys) & _OPERATIONS:
            continue
        if rival is None or rival.end < mention.end:
            found.append(_formula(text, mention.start, mention.end, mention.keys))
    kept = set(labels.values())
    found += [
        _item(text, one.start, one.end, one.key)
        for one in vocabulary.find_metrics(text)
        if one.key in kept - set(vocabulary.items)
    ]
    for label, name in labels.items():
        if len(label) > 1:
            found += [_item(text, m.start(), m.end(), name) for m in re.finditer(re.escape(label), folded)]
    return found


def labelled(text: str, labels: Mapping[str, str], vocabulary: Vocabulary) -> Measure | None:
    """The English table label whose words a question scatters ("how much did the Field Service unit invest").

    Only labels of three words and more that are no item's usual name; the longest wins.
    """
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"[a-z][a-z&'-]+", fold(text))]
    best: tuple[int, Measure] | None = None
    for label, name in labels.items():
        wanted = [word for word in re.findall(r"[a-z][a-z&'-]+", label) if word not in _SMALL_WORDS]
        if len(wanted) < 3 or vocabulary.item_of(label):
            continue
        met = [next((word for word in words if _same_word(word[0], one)), None) for one in wanted]
        if all(met) and (best is None or len(wanted) > best[0]):
            spans = [one for one in met if one]
            start, end = min(one[1] for one in spans), max(one[2] for one in spans)
            best = len(wanted), Measure(start, end, label, item=name, is_loss=bool(_LOSS.search(label)))
    return best[1] if best else None


_SMALL_WORDS = frozenset(("of", "from", "in", "and", "the", "for", "to", "by", "on", "at", "net"))


def _same_word(one: str, other: str) -> bool:
    """Words of one stem, for names of things: issuing, issuance."""
    short = min(len(one), len(other))
    return one == other or (short >= 5 and one[:4] == other[:4] and one[: short - 3] == other[: short - 3])


def _item(text: str, start: int, end: int, item: str) -> Measure:
    surface = text[start:end]
    return Measure(
        start, end, surface, item=item, is_loss=bool(_LOSS.search(fold(surface))) and item.endswith("_income")
    )


def _formula(text: str, start: int, end: int, keys: tuple[str, ...]) -> Measure:
    return Measure(start, end, text[start:end], formulas=keys)


def _once(measures: list[Measure]) -> list[Measure]:
    """Neighbours that name the same thing twice ("本業の利益である営業利益") are one."""
    kept: list[Measure] = []
    for measure in measures:
        if not kept or kept[-1].key != measure.key:
            kept.append(measure)
        elif kept[-1].is_loss and not measure.is_loss:  # "it made a loss: what was its net result?"
            kept[-1] = measure
    return kept
