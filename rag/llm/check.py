"""The check of one sentence: what it rests on, or what in it rests on nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.expansion import Alternatives
from index.figures import SentenceReading, read_passage
from index.periods import find_periods
from index.quantity import find_quantities
from index.vocabulary import Vocabulary
from index.words import Analyser
from rag.cite import Span
from rag.llm.claims import Claim
from rag.llm.facts import Fact, facts_of
from rag.llm.names import Names
from rag.llm.numbers import Asked, Found, Told, check_numbers
from rag.llm.orders import gives_orders
from rag.llm.shelf import Shelf, Shelved, Worked

MOST_SPANS = 3
# How much of a sentence without figures its passages must hold: of its words, or of its terms in the other language.
_MOST_WORDS, _MOST_TERMS = 0.5, 0.4
_SILENT = re.compile(
    r"(?:見つかり|見つけられ|見当たり|書かれてい|記載(?:されて|が|は)?[^。]{0,6}|記述(?:が|は)|含まれてい|示されてい|述べられてい|触れ(?:られ)?てい|分かり|わかり|確認でき|情報(?:が|は)|データ(?:が|は)|お答えでき|答えられ|回答でき)[^。]{0,10}(?:ません|ない|なかった|ありません)|不明です|"
    r"\b(?:do(?:es)? not|don't|doesn't|did not|didn't|cannot|can't|could not|couldn't|no)\b.{0,40}\b(?:say|state|mention|contain|include|give|provide|report|disclose|find|found|answer|information|determine|hold|tell|specify)\b|\bnot (?:mentioned|found|stated|disclosed|given|available|reported|provided|specified|in the articles)\b",
    re.I,
)
_RISES = re.compile(
    r"増え|増加|増収|増益|増大|拡大|上回|膨ら|急増|伸び|上昇|高ま|\b(?:rose|rise[sn]?|rising|grew|grow[sn]?|growth|widen\w*|increas\w*|climb\w*|jump\w*|surg\w*|expand\w*)\b",
    re.I,
)
_FALLS = re.compile(
    r"減っ|減少|減り|減収|減益|縮小|縮ま|縮ん|下回|低下|下落|半減|\b(?:shr[aiu]nk\w*|fell|fall(?:s|en|ing)?|narrow\w*|decreas\w*|declin\w*|drop\w*|halv\w*)\b",
    re.I,
)
_YES, _NO = (
    re.compile(r"^(?:はい|ええ|そうです|その通り|yes\b|correct\b|that is (?:right|correct))", re.I),
    re.compile(
        r"^(?:いいえ|いえ|違います|no\b(?!,? articles?)|incorrect\b|that is (?:wrong|incorrect|not))", re.I
    ),
)
_RELATIVE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"一昨年|おととし|two years (?:ago|earlier|before)", r"(?<!一)昨年|去年|前年|\b(?:last|previous|prior|preceding) year\b|\ba year (?:ago|earlier|before)\b",
        r"来年|翌年|\b(?:next|following|coming) year\b", r"今年|本年|\bthis year\b", r"先月|前月|\b(?:last|previous) month\b",
        r"来月|翌月|\b(?:next|following) month\b", r"前四半期|前の四半期|\b(?:last|previous|prior|preceding) quarter\b", r"翌四半期|次の四半期|\b(?:next|following) quarter\b",
        r"昨日|前日|\byesterday\b", r"明日|翌日|\btomorrow\b", r"先週|前週|\blast week\b", r"来週|翌週|\bnext week\b",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with the spans and calculations it rests on; `faults` names what rests on nothing, in order."""

    claim: Claim
    spans: tuple[Span, ...] = ()
    worked: tuple[Worked, ...] = ()
    faults: tuple[str, ...] = ()
    silent: bool = False

    @property
    def holds(self) -> bool:
        """Whether the sentence may be shown."""
        return not self.faults


class Checker:
    """Checks the sentences of one reply against the shelf and the question.

    `alternatives` gives the terms of a text with their other spellings; `verdict` is what the extractive answer says to
    a yes-or-no question: True, False or None.
    """

    def __init__(
        self,
        shelf: Shelf,
        asked: Asked,
        vocabulary: Vocabulary,
        analyser: Analyser,
        alternatives: Callable[[str], Sequence[Alternatives]],
        verdict: bool | None = None,
    ) -> None:
        self._shelf = shelf
        self._asked = asked
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._names = Names(vocabulary, analyser)
        self._alternatives = alternatives
        self._verdict = verdict

    def check(self, claim: Claim, *, first: bool = False) -> Checked:
        """What `claim` rests on. `first` marks the direct answer, which must not turn the articles' yes into a no."""
        passages = [self._shelf.passages[one] for one in claim.markers if one in self._shelf.passages]
        worked = [self._shelf.worked[one] for one in claim.markers if one in self._shelf.worked]
        unknown = [
            one for one in claim.markers if one not in self._shelf.passages and one not in self._shelf.worked
        ]
        if unknown:
            return Checked(claim, faults=tuple(f"[{one}]" for one in unknown))
        if not passages and not worked:
            return self._unmarked(claim)
        passages += self._behind(worked, passages)
        readings = [one for shelved in passages for one in shelved.readings if not gives_orders(one.text)]
        if not readings and not worked:
            return Checked(claim, faults=claim.markers)
        sources = _sources(passages, readings)
        facts = [fact for shelved in passages for fact in facts_of(shelved, self._vocabulary)]
        told = self._told(claim.text, facts)
        found = check_numbers(claim, told, self._asked, facts, sources, worked)
        faults = list(found.faults)
        context = [key for reading in readings for key in reading.context_entities]
        silent = bool(_SILENT.search(claim.text)) and not find_quantities(claim.text)
        named = [*sources, *self._asked.texts] if silent else sources
        faults += self._names.missing(claim.text, named, context)
        faults += self._misplaced(claim.text, passages, found) + _relative(claim.text, sources)
        if first and self._verdict is not None and (_NO if self._verdict else _YES).match(claim.text):
            faults.append(claim.text.split("、")[0].split(",")[0])
        spans = self._spans(claim, readings, found)
        quotes = [one.text for one in readings if _span(one) in spans]
        faults += _turned(claim.text, quotes, bool(found.facts or found.worked or silent))
        if not (faults or silent or found.facts or found.worked or self._alike(claim, readings)):
            faults.append(claim.text)
        return Checked(claim, spans, tuple(found.worked), tuple(dict.fromkeys(faults)), silent)

    def _unmarked(self, claim: Claim) -> Checked:
        """A sentence that cites nothing may only say that the articles are silent."""
        own = " \n ".join(self._asked.texts)
        stray = check_numbers(claim, Told(), self._asked, (), self._asked.texts, ()).faults
        if _SILENT.search(claim.text) and not stray and not self._names.missing(claim.text, [own]):
            return Checked(claim, silent=True)
        return Checked(claim, faults=(claim.text,))

    def _behind(self, worked: Sequence[Worked], passages: Sequence[Shelved]) -> list[Shelved]:
        """The passages that hold the inputs of the calculations cited."""
        spans = {place for one in worked for place in one.places if place}
        return [
            shelved
            for shelved in self._shelf.passages.values()
            if shelved not in passages
            and any(
                shelved.article.id == span.article_id
                and shelved.start <= span.start
                and span.end <= shelved.end
                for span in spans
            )
        ]

    def _told(self, text: str, facts: Sequence[Fact]) -> Told:
        known = list({name for fact in facts for name in fact.companies})
        metrics = {one.key for one in self._vocabulary.find_metrics(text)} | {
            one.key for one in self._vocabulary.find_items(text)
        }
        periods = tuple(mention.period for mention in find_periods(text))
        reading = read_passage("", "", "", text, 0, [(0, len(text), ())], self._vocabulary)[0]
        figures = {figure.start: figure for figure in reading.figures}
        return Told(self._names.companies(text, known), frozenset(metrics), periods, figures)

    def _misplaced(self, text: str, passages: Sequence[Shelved], found: Found) -> list[str]:
        """A calculation of one firm's figures told of another."""
        faults = []
        for one in found.worked:
            spans = {place for place in one.places if place}
            facts = [
                f for shelved in passages for f in facts_of(shelved, self._vocabulary) if f.span in spans
            ]
            values = {(item.value, item.unit) for item in one.calculation.inputs}
            owners = [
                f.companies
                for f in facts
                if f.companies and (f"{f.quantity.value.normalize():f}", f.quantity.unit) in values
            ]
            told = self._told(text, facts).companies or self._asked.companies
            if owners and told and not any(told & owner for owner in owners):
                faults.append(", ".join(sorted(told)))
        return faults

    def _spans(self, claim: Claim, readings: Sequence[SentenceReading], found: Found) -> tuple[Span, ...]:
        """The sentences that bear the claim out: those of its figures and inputs, else the one most like it."""
        spans = [fact.span for fact in found.facts]
        spans += [place for one in found.worked for place in one.places if place]
        rest = [one for one in readings if _span(one) not in spans]
        held = " ".join(one.text for one in readings if _span(one) in spans)
        for mention in find_periods(claim.text):
            written = claim.text[mention.start : mention.end]
            dated = [one for one in rest if any(p.period == mention.period for p in one.periods)]
            if (
                written not in held
                and dated
                and not any(_holds_time(one, mention.period) for one in readings if _span(one) in spans)
            ):
                spans.append(_span(dated[0]))
        if not spans and readings:
            spans.append(_span(max(readings, key=lambda one: self._likeness(claim.text, one.text))))
        return tuple(dict.fromkeys(spans))[: MOST_SPANS + 2]

    def _alike(self, claim: Claim, readings: Sequence[SentenceReading]) -> bool:
        """Whether a sentence without figures says what its passages say: most of its words are theirs."""
        words = set(self._analyser.words(claim.text))
        theirs = {word for one in readings for word in self._analyser.words(f"{one.text} {one.title}")}
        same = [one for one in readings if one.text.isascii() == claim.text.isascii()]
        if same:
            return not words or len(words & theirs) >= _MOST_WORDS * len(words)
        return self._terms_held(claim.text, theirs) >= _MOST_TERMS

    def _terms_held(self, text: str, words: set[str]) -> float:
        """The share of the terms of `text` that stand among `words`, in either language."""
        terms = self._alternatives(text)
        held = [term for term in terms if any(set(other) <= words for other in (term.words, *term.others))]
        return len(held) / (len(terms) or 1)

    def _likeness(self, text: str, other: str) -> float:
        words, theirs = set(self._analyser.words(text)), set(self._analyser.words(other))
        pairs, others = _pairs(text), _pairs(other)
        names = {one.key for one in self._vocabulary.find_entities(text)} & {
            one.key for one in self._vocabulary.find_entities(other)
        }
        terms = self._terms_held(text, theirs) if text.isascii() != other.isascii() else 0.0
        return (
            terms
            + len(words & theirs) / (len(words) or 1)
            + len(pairs & others) / (len(pairs) or 1)
            + 0.3 * len(names)
        )


def _span(reading: SentenceReading) -> Span:
    return Span(reading.article_id, reading.start, reading.end)


def _sources(passages: Sequence[Shelved], readings: Sequence[SentenceReading]) -> list[str]:
    """What a sentence may draw on: the cited sentences, and the titles, headings and dates above them."""
    heads = [
        text for one in passages for text in (one.article.title, one.article.published or "", *_headings(one))
    ]
    return [
        *(one.text for one in readings),
        *(head for head in dict.fromkeys(heads) if head and not gives_orders(head)),
    ]


def _headings(shelved: Shelved) -> list[str]:
    return [reading.heading for reading in shelved.readings[:1]]


def _holds_time(reading: SentenceReading, period: object) -> bool:
    return any(mention.period == period for mention in reading.periods)


def _relative(text: str, sources: Sequence[str]) -> list[str]:
    """Times told against an unsaid day ("last year") that no cited text tells."""
    told = " ".join(sources)
    matches = [(pattern, pattern.search(text)) for pattern in _RELATIVE]
    return [match.group() for pattern, match in matches if match and not pattern.search(told)]


def _turned(text: str, quotes: Sequence[str], figures: bool) -> list[str]:
    """A rise told as a fall, or a fall as a rise; without figures, any that no quote tells."""
    held = " ".join(quotes)
    for here, there in ((_RISES, _FALLS), (_FALLS, _RISES)):
        match = here.search(text)
        contrary = bool(there.search(held)) or not figures
        if match and not there.search(text) and contrary and not here.search(held):
            return [match.group()]
    return []


def _pairs(text: str) -> set[str]:
    bare = re.sub(r"[\s、。，．,.「」（）()]", "", text.lower())
    return {bare[place : place + 2] for place in range(len(bare) - 1)}
