"""The answerer that needs no model: picks the figure, date, name or clause that answers, or says there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.periods import PeriodMention
from index.vocabulary import Vocabulary
from rag import phrase, rivals
from rag.cite import Span
from rag.draft import Draft, span_of
from rag.evidence import ENOUGH, ENOUGH_FOR_FIGURE, SURE, Evidence
from rag.finder import Finder
from rag.needs import wanted_unit
from rag.question import Question
from rag.refusal import refuse
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
_ROOM = 170  # characters of a direct line, less its markers
_DATE = re.compile(
    r"(?:(?:19|20)[0-9]{2}年)?(?:の)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|初め|上旬|中旬|下旬|末)?|(?:19|20)[0-9]{2}年(?:初め|初|末|半ば|前半|後半|頃|度)?|第[1-4一二三四]四半期(?:末)?|(?:昨|今|来|前)年(?:初め|初|末)?|(?:上|下)半期|今後[0-9]{1,2}[~〜～から–-]+[0-9]{1,2}年)(?:[0-9]{1,2}日)?(?:まで|以降|以前|頃|ごろ)?"
    r"|\b(?:(?:early|late|mid|end of|by|until|after|before) )?(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)?(?: 20\d\d)?|Q[1-4] 20\d\d|20\d\d)\b"
)
_LEANS_ON_BEFORE = re.compile(
    r"(?:そのため|したがって|これにより|そこで|このため|これが|これは|こうした|この|その|それ)|(?:This|That|Therefore|So|As a result|It|These)\b"
)
_MONTHS = "January February March April May June July August September October November December".split()


class Extractor:
    """Answers from evidence alone. `answer` reads top to bottom: what was asked for, then the fallbacks."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary) -> None:
        self._finder = finder
        self._vocabulary = vocabulary
        self._verdict = Verdict(finder, vocabulary)

    def answer(self, question: Question, query: str) -> Draft:
        """A draft for any question; `query` is what is searched for (the question, widened by its history)."""
        sentences = self._finder.sentences(question, query)
        if draft := self._verdict.contradicted(question, query):
            return draft
        if question.kind != "yes_no" and (draft := self._verdict.denied(question, sentences)):
            return draft
        if _ASKS_CHANGE.search(question.text) and (draft := self._change(question, sentences)):
            return draft
        unit = wanted_unit(question, self._vocabulary)
        if question.kind == "yes_no":
            return self._verdict.yes_no(question, query, sentences)
        if question.kind == "date":
            return self._date(question, sentences) or self._statement(question, sentences, strict=True)
        if unit and not question.is_list:
            figures = self._finder.figures(question, query, unit)
            return (
                self._figure(question, figures)
                or self._verdict.corrected(question, sentences)
                or refuse(question, sentences, self._vocabulary)
            )
        if question.kind == "amount" and (
            draft := self._figure(question, self._finder.figures(question, query, None))
        ):
            return draft
        if question.kind in ("name", "place") and (draft := self._names(question, sentences)):
            return draft
        if question.kind == "reason" and (draft := self._verdict.became(question, query)):
            return draft
        return self._statement(question, sentences)

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
            f"ほかの時点では{'、'.join(listed)}。"
            if question.language == "ja"
            else f" At other times: {', '.join(listed)}."
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
        if label in direct or not _label_stands(label, evidence.reading.text):
            return direct
        return direct.replace(
            text, f"{text}（{label}）" if question.language == "ja" else f"{text} ({label})", 1
        )

    def _date(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        for evidence in sentences[:6]:
            if not evidence.sound or evidence.score < ENOUGH:
                continue
            matches = [m for m in _DATE.finditer(evidence.reading.text) if m.group() not in question.text]
            if not matches:
                continue
            match = min(matches, key=lambda m: _distance(m.start(), evidence, question))
            written = match.group().removeprefix("の")
            text = (_japanese_date if question.language == "ja" else _english_date)(written, evidence)
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
        direct = self._verdict.against(question, best) + phrase.states(question.language, words)
        most = 4 if question.is_list or question.kind in ("reason", "manner") else 1
        others = [evidence for evidence in sound[1:] if evidence.score >= best.score - 0.15][:most]
        return Draft("answered", direct, (span_of(best),), tuple(span_of(evidence) for evidence in others))


def _lacks_its_kind(question: Question, evidence: Evidence) -> bool:
    """Asked for a name or a reason, a sentence that holds none must fit the better."""
    # A measure taken from the question before says what the reason is of, not what it is.
    reason = question.kind == "reason" and not (question.metrics and question.earlier is None)
    wants = question.kind == "name" or reason
    return wants and any(need.kind == "kind" for need in evidence.failed)


def _label_stands(label: str, text: str) -> bool:
    """Every number of a period's label occurs in the sentence, so that naming it adds nothing."""
    folded = text.replace("四半期", "Q").translate(
        str.maketrans("一二三四０１２３４５６７８９", "12340123456789")
    )
    label = label.replace("四半期", "Q")
    months = [number for number, name in enumerate(_MONTHS, start=1) if name in label]
    if any(not re.search(rf"(?<!\d){number}月|{_MONTHS[number - 1]}", text) for number in months):
        return False
    return all(re.search(rf"(?<!\d){number}(?!\d)", folded) for number in re.findall(r"\d+", label))


def _distance(start: int, evidence: Evidence, question: Question) -> int:
    """Characters from a date to the nearest word of the question in the sentence."""
    text = evidence.reading.text.lower()
    places = [
        match.start() for word in phrase.asked_words(question) for match in re.finditer(re.escape(word), text)
    ]
    return min((abs(place - start) for place in places), default=0)


def _dated(text: str, evidence: Evidence) -> PeriodMention | None:
    """The time of the sentence that `text` writes, or a part of it."""
    reading = evidence.reading
    inside = ((mention, reading.text[mention.start : mention.end]) for mention in reading.periods)
    return next((mention for mention, written in inside if written in text or text in written), None)


def _japanese_date(text: str, evidence: Evidence) -> str:
    """A date of an article in either language."""
    mention = _dated(text, evidence) if text.isascii() else None
    return mention.period.label("ja") if mention else text


def _english_date(text: str, evidence: Evidence) -> str:
    mention = _dated(text, evidence)
    if match := re.fullmatch(r"([0-9]{1,2})月", text):
        return _MONTHS[int(match[1]) - 1]
    if match := re.fullmatch(r"((?:19|20)\d\d)年(末|初め|初|半ば|以降|まで)?", text):
        before = {
            "末": "the end of ",
            "初": "early ",
            "初め": "early ",
            "半ば": "mid-",
            "以降": "from ",
            "まで": "until ",
        }.get(match[2] or "", "")
        return before + match[1]
    return (
        mention.period.label("en")
        if mention and _label_stands(mention.period.label("en"), evidence.reading.text)
        else text
    )
