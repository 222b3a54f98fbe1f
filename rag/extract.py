"""The answerer that needs no model: picks the figure, date, name or clause that answers, or says there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.vocabulary import Vocabulary
from rag import phrase, rivals
from rag.cite import Span
from rag.dates import DATE, date_in, label_stands, left_behind
from rag.draft import Draft, span_of
from rag.evidence import ENOUGH, ENOUGH_FOR_FIGURE, SURE, Evidence
from rag.finder import Finder
from rag.fit import counts
from rag.needs import wanted_unit
from rag.premise import says_so
from rag.question import Question
from rag.reasons import explained
from rag.refusal import refuse
from rag.span_reader import SpanReader
from rag.verdict import Verdict

_ASKS_CHANGE = re.compile(
    r"(?:どれ|どの)(?:くらい|ぐらい|ほど|だけ|程度)(?:の)?(?:伸び|増え|減|拡大|成長|縮|膨ら)|どう(?:変わ|推移|変化)|how (?:much|fast) did .{0,60}(?:grow|rise|increase|fall|shrink|widen|change)",
    re.I,
)
_CHANGED = re.compile(
    r"倍増|[0-9.]倍|半減|[0-9]％?%?(?:増|減)|doubled|tripled|halved|(?:rose|fell|grew|up|down) (?:by )?[0-9]",
    re.I,
)
_ENOUGH_OF_CHANGE = 0.42
LITTLE = 0.3  # weight up to which a word of the question may go unmet where a number is told by its sentence
_AGREEING = 6  # sentences of which one may say what the question takes for granted
_ROOM = 170  # characters of a direct line, less its markers
_LEANS_ON_BEFORE = re.compile(
    r"(?:そのため|したがって|これにより|そこで|このため|これが|これは|こうした|この|その|それ)|(?:This|That|Therefore|So|As a result|It|These)\b"
)


_CLAUSE = re.compile(r"[^、，,;；]+")
# Words that stand beside every date and tell nothing of which is meant.
_FUNCTION_WORDS = frozenset(
    "when what which who why how will would did does do is are was were has have had be been the an of in on at to by for from and or its it "
    "いつ 何 時期 時点".split()
)


class Extractor:
    """Answers from evidence alone. `answer` reads top to bottom: what was asked for, then the fallbacks."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary, spans: SpanReader) -> None:
        self._finder = finder
        self._spans = spans
        self._vocabulary = vocabulary
        self._verdict = Verdict(finder, vocabulary)

    def answer(self, question: Question, query: str) -> Draft:
        """A draft for any question; `query` is what is searched for (the question, widened by its history)."""
        draft = self._extract(question, query)
        if draft.status == "not_found" and self._spans.reads(question):
            return self._read(question, query) or draft
        return draft

    def _extract(self, question: Question, query: str) -> Draft:
        sentences = self._finder.sentences(question, query)
        if draft := self._verdict.contradicted(question, query):
            return draft
        if draft := self._verdict.dealt(question, sentences):
            return draft
        if question.kind == "date" and (draft := self._verdict.became(question, query)):
            return draft
        if question.kind != "yes_no" and (draft := self._verdict.denied(question, sentences)):
            return draft
        if question.kind != "yes_no" and (draft := self._verdict.left_open(question, sentences)):
            return draft
        if _ASKS_CHANGE.search(question.text) and (draft := self._change(question, sentences)):
            return draft
        unit = wanted_unit(question, self._vocabulary)
        if question.kind == "yes_no":
            return self._verdict.yes_no(question, query, sentences)
        if self._spans.leads(question) and (draft := self._read(question, query)):
            return draft
        if question.kind == "date":
            return self._date(question, sentences) or self._statement(question, sentences, strict=True)
        if unit and not question.is_list:
            figures = self._finder.figures(question, query, unit)
            return (
                self._figure(question, figures)
                or self._verdict.corrected(question, sentences)
                or self._counted(question, sentences)
                or refuse(question, sentences, self._vocabulary)
            )
        if question.kind == "amount" and (
            draft := self._figure(question, self._finder.figures(question, query, None))
        ):
            return draft
        if question.kind in ("name", "place") and (draft := self._names(question, sentences)):
            return draft
        if question.kind == "reason" and (
            draft := self._verdict.became(question, query)
            or self._verdict.reversed(question, sentences)
            or explained(question, sentences)
        ):
            return draft
        return self._statement(question, sentences)

    def _read(self, question: Question, query: str) -> Draft | None:
        """What the reader is sure of."""
        best = self._spans.answer(question, query)
        if best is None or self._verdict.against(question, best.evidence):
            return None
        direct = phrase.fill(question, best.text) or f"{best.text}です。"
        return Draft("answered", direct, (span_of(best.evidence),))

    def _change(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """How much something rose or fell, in the article's words."""
        # A sentence of the measure that tells a change tells the one asked for.
        fitting = (
            e
            for e in sentences
            if e.sound and e.score >= _ENOUGH_OF_CHANGE and _CHANGED.search(e.reading.text)
        )
        best = next(fitting, None)
        if best is None:
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question) | {"倍", "増", "減"})
        return Draft("answered", phrase.states(question.language, words), (span_of(best),))

    def _figure(self, question: Question, figures: Sequence[Evidence]) -> Draft | None:
        best = next((evidence for evidence in figures if evidence.sound), None)
        if best is None or best.figure is None or best.score < ENOUGH_FOR_FIGURE:
            return None
        ranked = rivals.moving(question, best, figures)
        direct = self._figure_sentence(question, ranked[0])
        clashing = rivals.clashing(ranked[0], figures)[:2]
        if clashing:
            basis = [ranked[0], *clashing]
            said = f"{direct}{self._disputed(question, clashing)}"
            conflict = rivals.conflict_of(question, basis)
            return Draft(
                "answered", said, tuple(span_of(evidence) for evidence in basis), conflicts=(conflict,)
            )
        earlier = self._earlier(question, ranked[1:3])
        if len(direct) + len(earlier) >= _ROOM:
            ranked, earlier = ranked[:1], ""
        return Draft("answered", direct + earlier, tuple(span_of(evidence) for evidence in ranked[:3]))

    def _counted(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """A number of what no table of units knows ("310 patients"): told by the sentence that holds all that was asked."""
        best = sentences[0] if sentences else None
        if question.kind != "count" or best is None or not best.sound or best.score < SURE:
            return None
        if any(need.weight > LITTLE for need in best.failed) or not counts(question, best.reading.text):
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        return Draft("answered", phrase.states(question.language, words), (span_of(best),))

    def _figure_sentence(self, question: Question, evidence: Evidence) -> str:
        assert evidence.figure is not None
        if phrase.asks_several(question):  # the sentence tells more of what was asked than its figure
            words = phrase.clause(evidence.reading, phrase.asked_words(question))
            return phrase.states(question.language, words)
        text = phrase.quantity_text(evidence.figure, question.language)
        direct = phrase.fill(question, text) or self._metric_sentence(question, evidence, text)
        if direct is None:
            direct = f"{text}です。" if question.language == "ja" else f"{phrase.capital(text)}."
        return self._with_period(question, evidence, direct, text)

    def _disputed(self, question: Question, others: Sequence[Evidence]) -> str:
        """Other articles' values for the same time."""
        values = [phrase.quantity_text(e.figure, question.language) for e in others if e.figure]
        if question.language == "ja":
            return f"別の記事では{'、'.join(values)}とされ、食い違っています。"
        return f" Another article says {', '.join(values)}: the articles disagree."

    def _earlier(self, question: Question, others: Sequence[Evidence]) -> str:
        """Other values of a figure that moves, each with its date where the quoted sentence gives one."""
        listed = []
        for evidence in others:
            if evidence.figure is None:
                continue
            text = phrase.quantity_text(evidence.figure, question.language)
            listed.append(self._with_period(question, evidence, text, text))
        if not listed:
            return ""
        return (
            f"{phrase.OTHER_TIMES['ja']}{'、'.join(listed)}。"
            if question.language == "ja"
            else f"{phrase.OTHER_TIMES['en']}{', '.join(listed)}."
        )

    def _metric_sentence(self, question: Question, evidence: Evidence, text: str) -> str | None:
        figure = evidence.figure
        if figure is None or figure.metric is None or figure.metric not in question.metric_keys:
            return None
        company = next(iter(self._vocabulary.companies(question.entity_keys)), None)
        return phrase.metric_sentence(
            question.language, company, figure.metric, None, text, False, self._vocabulary
        )

    def _with_period(self, question: Question, evidence: Evidence, direct: str, text: str) -> str:
        """Name the figure's period where the asker did not and the quoted sentence does."""
        figure = evidence.figure
        inside = {mention.period for mention in evidence.reading.periods}
        if figure is None or figure.period is None or question.periods or figure.period not in inside:
            return direct
        label = figure.period.label(question.language)
        if label in direct or not label_stands(label, evidence.reading.text):
            return direct
        return direct.replace(
            text, f"{text}（{label}）" if question.language == "ja" else f"{text} ({label})", 1
        )

    def _date(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        for evidence in sentences[:6]:
            if not evidence.sound or evidence.score < ENOUGH:
                continue
            matches = [
                m
                for m in DATE.finditer(evidence.reading.text)
                if m.group() not in question.text and not left_behind(m, evidence.reading.text)
            ]
            if not matches:
                continue
            match = min(matches, key=lambda m: _fit_of_date(m.start(), evidence, question))
            text = date_in(question.language, match, evidence.reading)
            direct = phrase.fill(question, text) or (
                f"{text}です。" if question.language == "ja" else f"{phrase.capital(text)}."
            )
            if question.language == "ja":
                direct = re.sub(
                    rf"({re.escape(text)})(?=[^ァ-ヴー一-鿿]?(?:リリース|発売|公開|登場|実施|開始|出))",
                    r"\1に",
                    direct,
                )
            return Draft("answered", direct, (span_of(evidence),))
        return None

    def _names(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        best = sentences[0] if sentences else None
        if best is None or not best.sound or best.score < ENOUGH:
            return None
        asked = set(question.entity_keys)
        spoken = {also for key in asked for also in self._vocabulary.entities[key].also} | asked
        names = [
            key
            for key in dict.fromkeys(e.key for e in best.reading.entities)
            if key not in spoken and not spoken & set(self._vocabulary.entities[key].also)
        ]
        # Of whom a sentence tells what others must do, no name answers: "Musk said the board must approve".
        acting = len(asked) > 1 and set(names) <= best.reading.topics
        if (
            question.language == "en"
            and names
            and not acting
            and not re.search(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", best.reading.text)
        ):
            listed = [self._vocabulary.entities[key].en for key in names[:5]]
            text = listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
            return Draft("answered", f"{text}.", (span_of(best),))
        return None

    def _statement(self, question: Question, sentences: Sequence[Evidence], *, strict: bool = False) -> Draft:
        sound = [
            evidence
            for evidence in sentences
            if evidence.sound
            and evidence.score >= (SURE if strict or _lacks_its_kind(question, evidence) else ENOUGH)
        ]
        if not sound:
            return refuse(question, sentences, self._vocabulary)
        if question.earlier and question.kind in ("name", "reason"):  # what was told already tells neither
            sound.sort(key=lambda evidence: any(need.kind == "kind" for need in evidence.failed))
        best = sound[0]
        words = phrase.clause(best.reading, phrase.asked_words(question))
        if _LEANS_ON_BEFORE.match(best.reading.text) and best.reading.before:
            before = phrase.clause(
                replace(best.reading, text=best.reading.before), phrase.asked_words(question), 70
            )
            words = f"{before}。{words}" if question.language == "ja" else f"{before} … {words}"
            reading = best.reading
            span = Span(reading.article_id, reading.before_start, reading.end)
            return Draft("answered", phrase.states(question.language, words), (span,))
        agreed = any(says_so(question.text, evidence.reading.text) for evidence in sound[:_AGREEING])
        correction = "" if agreed else self._verdict.against(question, best)
        direct = correction + phrase.states(question.language, words)
        most = 4 if question.is_list or question.kind in ("reason", "manner") else 1
        others = [evidence for evidence in sound[1:] if evidence.score >= best.score - 0.15][:most]
        support = tuple(span_of(evidence) for evidence in others)
        return Draft("answered", direct, (span_of(best),), support, corrects=bool(correction))


def _lacks_its_kind(question: Question, evidence: Evidence) -> bool:
    """Asked for a name or a reason, a sentence that holds none must fit the better."""
    # A measure taken from the question before says what the reason is of, not what it is.
    reason = question.kind == "reason" and not (question.metrics and question.earlier is None)
    wants = question.kind in ("name", "place") or reason
    return wants and any(need.kind == "kind" for need in evidence.failed)


def _fit_of_date(start: int, evidence: Evidence, question: Question) -> tuple[int, int]:
    """How well a date fits, least best: words of the question its clause lacks, then characters to the nearest of them."""
    text = evidence.reading.text.lower()
    words = [word for word in phrase.asked_words(question) if word not in _FUNCTION_WORDS]
    clause = next((m for m in _CLAUSE.finditer(text) if m.start() <= start < m.end()), None)
    inside = clause.group() if clause else text
    telling = sorted(words, key=lambda word: question.text.lower().rfind(word))[
        -1:
    ]  # what happens stands last
    places = [m.start() for word in telling for m in re.finditer(re.escape(word), text)]
    places = places or [m.start() for word in words for m in re.finditer(re.escape(word), text)]
    return -sum(word in inside for word in words), min((abs(place - start) for place in places), default=0)
