"""Yes, no, and premises the articles contradict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.figures import SentenceReading
from index.quantity import Quantity, same
from index.vocabulary import Occurrence, Vocabulary, fold
from rag import phrase
from rag.agreement import breaks_compound
from rag.deals import against_deal
from rag.draft import Draft, span_of
from rag.evidence import ENOUGH, ENOUGH_FOR_FIGURE, SURE, Evidence, agree, share_met
from rag.finder import Finder
from rag.negation import NEGATION, denied_words
from rag.premise import clash, reversed_by, undisclosed
from rag.question import Question
from rag.refusal import refuse

_OPPOSITE_MEASURES = {"net_income": "net_loss", "net_loss": "net_income"}
_PROFITABLE = re.compile(
    r"黒字|(?<!粗)(?<!営業)利益を(?:出|上げ|あげ|計上)|儲か|もうか|profitab|in the black|(?:turn|made|make|making|post)\w* (?:a |any )?(?:net )?(?:profit|money)|br(?:eak|oke)\w* even",
    re.I,
)
_LOSING = re.compile(r"赤字|損失を(?:出|計上)|loss-making|in the red|los(?:es?|ing) money|unprofitable", re.I)
_PLANNED = re.compile(
    r"予定|計画|見込|見通し|ありそう|なりそう|早くて|早くとも|より前|以降|可能性|まで(?:に|は)|will|plan|schedul|slated|set for|due|expect|earliest|as early as",
    re.I,
)
# What is only expected to be so is no yes.
_TO_COME = re.compile(
    r"見込|見通し|予定|予想|目指|計画|目標|だろう|かもしれ|可能性|検討|\b(?:expects?|plans?|aims?|hopes?|will|targets?|forecasts?|may|might|could|consider\w*)\b",
    re.I,
)
_PARTNER = re.compile(r"投資者|出資者|投資家|株主|\b(?:investors?|shareholders?|backers?)\b", re.I)
_CAME_TRUE = re.compile(
    r"(?:転換|転じ|なっ|達成|出し|計上|化)(?:し)?た|た(?:理由|要因|原因|背景)|\b(?:became|turned|did|was|were)\b",
    re.I,
)
_SAYS_NO = re.compile(r"いいえ|No\b")
_ITSELF = 0.9  # share from which a sentence meets a word in its own words
_DENIALS = 6  # sentences that may deny what a question takes for granted
_TELLING = 0.6  # weight from which a word of the claim may not go unmet
_EXCEEDS = re.compile(r"を(?:超え|上回)|より(?:多|大き|高)|exceed|more than|above|top(?:ped)? \$", re.I)
_PLACED = re.compile(r"に(?:ある|あり|あった|位置|所在|本社)|located|based in|headquartered", re.I)


class Verdict:
    """Judges what a question takes for granted, or asks to have confirmed, against the evidence."""

    def __init__(self, finder: Finder, vocabulary: Vocabulary) -> None:
        self._finder = finder
        self._vocabulary = vocabulary

    def yes_no(self, question: Question, query: str, sentences: Sequence[Evidence]) -> Draft:
        """Yes or no with the sentence it rests on; neither word where the sentence only comes close."""
        if question.quantities and (draft := self._claimed_figure(question, query)):
            return draft
        best = sentences[0] if sentences else None
        if best is None or not best.sound or best.score < ENOUGH:
            return (
                self._claimed_date(question, query)
                or self._claimed_place(question, query)
                or self._claimed_result(question, query)
                or refuse(question, sentences, self._vocabulary)
            )
        if self._breaks(question, best):
            return refuse(question, sentences, self._vocabulary)
        planned = bool(_TO_COME.search(best.reading.text)) and not _TO_COME.search(question.text)
        if planned and (draft := self._claimed_result(question, query)):
            return draft
        words = phrase.clause(best.reading, phrase.asked_words(question))
        denied = self._denies(best.reading, question) != bool(NEGATION.search(question.text))
        opening = ""
        if denied:
            opening = "いいえ。" if question.language == "ja" else "No. "
        elif best.score >= SURE and not planned:
            opening = "はい。" if question.language == "ja" else "Yes. "
        return Draft("answered", opening + phrase.states(question.language, words), (span_of(best),))

    def contradicted(self, question: Question, query: str) -> Draft | None:
        """Asked about a profit where the articles report a loss (or the reverse), say which it was."""
        if self._reported(question, query):
            return None
        for metric in question.metric_keys:
            other = _OPPOSITE_MEASURES.get(metric)
            best = self._figure_of(question, query, other, metric) if other else None
            if best and other:
                return self._instead(question, other, best)
        return None

    def corrected(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """Where the article denies what the question takes for granted, say so."""
        first = sentences[0] if sentences else None
        denies = first and first.sound and first.score >= SURE and NEGATION.search(first.reading.text)
        best = self._no_partner(question, sentences) or (first if denies else None)
        if best is None:
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        opening = "前提が記事と異なります。" if question.language == "ja" else "The premise does not hold. "
        return Draft(
            "answered", opening + phrase.states(question.language, words), (span_of(best),), corrects=True
        )

    def _no_partner(self, question: Question, sentences: Sequence[Evidence]) -> Evidence | None:
        """Asked how much one put into another, a sentence that it is no investor of it."""
        if not {"investment", "stake"} & set(question.metric_keys) or len(question.entity_keys) < 2:
            return None
        for evidence in sentences[: 2 * _DENIALS]:
            text, names = evidence.reading.text, evidence.reading.entity_keys
            if _PARTNER.search(text) and NEGATION.search(text) and names >= set(question.entity_keys):
                return evidence
        return None

    def became(self, question: Question, query: str) -> Draft | None:
        """Asked why or when a profit was made where the articles report a loss."""
        if not (_PROFITABLE.search(question.text) and _CAME_TRUE.search(question.text)):
            return None
        if question.kind == "date" and any(
            _PROFITABLE.search(evidence.reading.text)
            for evidence in self._finder.sentences(question, query)[:_DENIALS]
        ):
            return None  # the time of it stands there
        draft = self._claimed_result(question, query)
        # A profit that the articles do report is no time of it.
        return draft if draft is None or question.kind == "reason" or _SAYS_NO.match(draft.direct) else None

    def reversed(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """Asked why something rose where the articles say that it fell."""
        best = reversed_by(question, sentences)
        if best is None:
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        return Draft(
            "answered",
            self.against(question, best) + phrase.states(question.language, words),
            (span_of(best),),
            corrects=True,
        )

    def dealt(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """Asked of a sale where the articles tell a purchase, or of a deal the other way round, say what they tell."""
        best = against_deal(question.text, sentences)
        if best is None:
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        if question.language == "ja":
            opening = "いいえ。" if question.kind == "yes_no" else "前提が記事と異なります。"
        else:
            opening = "No. " if question.kind == "yes_no" else "The premise does not hold. "
        return Draft(
            "answered", opening + phrase.states(question.language, words), (span_of(best),), corrects=True
        )

    def left_open(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """Where the articles say that what is asked for was not disclosed or decided, that is the answer."""
        best = undisclosed(question, sentences, lambda evidence: self._own_words(question, evidence.reading))
        if best is None:
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        return Draft("answered", phrase.states(question.language, words), (span_of(best),), corrects=True)

    def _own_words(self, question: Question, reading: SentenceReading) -> float:
        """The weight of the question's words and measures that the sentence itself holds."""
        return sum(
            need.weight
            for need in self._finder.needs(question)
            if need.kind in ("word", "metric")
            and not need.owns
            and share_met(question, need, reading, self._finder) >= _ITSELF
        )

    def denied(self, question: Question, sentences: Sequence[Evidence]) -> Draft | None:
        """Asked which bank lent the money where the articles say that none was borrowed."""
        asked = {metric.key for metric in self._vocabulary.find_metrics(question.text)}
        for evidence in sentences[:_DENIALS]:
            if evidence.sound and evidence.score >= ENOUGH and asked & evidence.reading.denied:
                words = phrase.clause(evidence.reading, phrase.asked_words(question))
                opening = (
                    "前提が記事と異なります。" if question.language == "ja" else "The premise does not hold. "
                )
                return Draft(
                    "answered",
                    opening + phrase.states(question.language, words),
                    (span_of(evidence),),
                    corrects=True,
                )
        return None

    def against(self, question: Question, best: Evidence) -> str:
        """Words of correction where the question says "fell" and the sentence "rose", or the reverse."""
        if not clash(question.text, best.reading.text):
            return ""
        return "前提が記事と異なります。" if question.language == "ja" else "No, the premise does not hold. "

    # --- what the asker claims --------------------------------------------------------------------------------------

    def _claimed_figure(self, question: Question, query: str) -> Draft | None:
        """A figure the asker states, held against the article's."""
        claimed = question.quantities[0].quantity
        unit = _kind_of_unit(claimed)
        if unit is None:
            return None
        figures = self._finder.figures(replace(question, quantities=()), query, unit)
        exact = [e for e in figures if e.sound and e.figure and e.figure.quantity]
        best = exact[0] if exact else None
        if best is None or best.figure is None or best.score < ENOUGH_FOR_FIGURE:
            return None
        agreeing = [
            e
            for e in exact
            if e.figure
            and e.figure.quantity
            and same(e.figure.quantity, claimed)
            and e.score > best.score - 0.1
        ]
        if _EXCEEDS.search(question.text):
            return self._compared(question, claimed, agreeing[0] if agreeing else best)
        chosen = agreeing[0] if agreeing else best
        if agreeing and any(need.kind == "word" and need.weight > _TELLING for need in chosen.failed):
            return None  # the amount is right; whether the rest is, the sentences tell
        words = phrase.clause(chosen.reading, frozenset([chosen.figure.text if chosen.figure else ""]))
        amount = phrase.quantity_text(best.figure, question.language)
        if question.language == "ja":
            opening = "はい。" if agreeing else f"いいえ、{amount}です。"
        else:
            opening = "Yes. " if agreeing else f"No: {amount}. "
        return Draft(
            "answered", opening + phrase.states(question.language, words), (span_of(chosen),), corrects=True
        )

    def _compared(self, question: Question, claimed: Quantity, best: Evidence) -> Draft:
        """Whether a figure exceeds what the asker holds it against."""
        assert best.figure is not None and best.figure.quantity is not None
        told = best.figure.quantity
        beyond = told.qualifier in ("over", "at least") if same(told, claimed) else told.value > claimed.value
        amount = phrase.quantity_text(best.figure, question.language)
        if question.language == "ja":
            said = f"はい、{amount}で、超えています。" if beyond else f"いいえ、{amount}で、超えていません。"
        else:
            said = f"Yes: {amount} is more." if beyond else f"No: {amount} is not more."
        return Draft("answered", said, (span_of(best),), corrects=True)

    def _claimed_place(self, question: Question, query: str) -> Draft | None:
        """The asker places something where the articles do not."""
        if not question.names or not _PLACED.search(question.text):
            return None
        anywhere = replace(question, names=())
        best = next(iter(self._finder.sentences(anywhere, query)), None)
        if best is None or not best.sound or best.score < ENOUGH or not _PLACED.search(best.reading.text):
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        opening = "いいえ。" if question.language == "ja" else "No. "
        return Draft(
            "answered", opening + phrase.states(question.language, words), (span_of(best),), corrects=True
        )

    def _claimed_date(self, question: Question, query: str) -> Draft | None:
        """The asker dates a plan; the articles date it otherwise."""
        if not question.periods:
            return None
        undated = replace(question, periods=())
        best = next(iter(self._finder.sentences(undated, query)), None)
        if best is None or not best.sound or best.score < SURE or not best.reading.periods:
            return None
        if not (_PLANNED.search(question.text) and _PLANNED.search(best.reading.text)):
            return None
        if any(agree(asked, m.period) for asked in question.period_values for m in best.reading.periods):
            return None
        words = phrase.clause(best.reading, phrase.asked_words(question))
        opening = "いいえ。" if question.language == "ja" else "No. "
        return Draft(
            "answered", opening + phrase.states(question.language, words), (span_of(best),), corrects=True
        )

    def _claimed_result(self, question: Question, query: str) -> Draft | None:
        """ "Was it profitable?" where the articles give the loss or the profit as a figure."""
        for pattern, metric in ((_PROFITABLE, "net_income"), (_LOSING, "net_loss")):
            if not pattern.search(question.text):
                continue
            best = self._figure_of(question, query, metric, None)
            if best and best.figure:
                amount = phrase.quantity_text(best.figure, question.language)
                name = self._vocabulary.metrics[metric].name(question.language)
                said = (
                    f"はい。{name}は{amount}です。"
                    if question.language == "ja"
                    else f"Yes: the {name} was {amount}."
                )
                return Draft("answered", said, (span_of(best),), corrects=True)
            other = _OPPOSITE_MEASURES[metric]
            best = self._figure_of(question, query, other, None)
            if best:
                denial = self._denial(question, query)
                told = self._instead(question, other, best)
                return replace(told, support=(span_of(denial),)) if denial else told
        return None

    def _breaks(self, question: Question, best: Evidence) -> bool:
        """Asked of the 営業部門, a sentence of the 保守部門 says neither yes nor no."""
        needs = self._finder.needs(question)
        shares = {need: share_met(question, need, best.reading, self._finder) for need in needs}
        return question.language == "ja" and breaks_compound(question, shares, self._finder.words)

    # --- helpers ----------------------------------------------------------------------------------------------------

    def _denial(self, question: Question, query: str) -> Evidence | None:
        """A sentence that denies outright what the question asks, whatever its time."""
        undated = replace(question, periods=())
        best = next(iter(self._finder.sentences(undated, query)), None)
        sure = best is not None and best.sound and best.score >= SURE
        return best if best and sure and self._denies(best.reading, undated) else None

    def _instead(self, question: Question, metric: str, best: Evidence) -> Draft:
        assert best.figure is not None
        amount = phrase.quantity_text(best.figure, question.language)
        name = self._vocabulary.metrics[metric].name(question.language)
        said = (
            f"いいえ、前提が記事と異なります。記事にあるのは{name}{amount}です。"
            if question.language == "ja"
            else f"No, the premise does not hold: the articles report a {name} of {amount}."
        )
        return Draft("answered", said, (span_of(best),), corrects=True)

    def _figure_of(
        self, question: Question, query: str, metric: str, instead_of: str | None
    ) -> Evidence | None:
        """The best sound figure of `metric` for what else the question names."""
        metrics = (
            tuple(replace(m, key=metric) if m.key == instead_of else m for m in question.metrics)
            if instead_of
            else (Occurrence(metric, 0, 0),)
        )
        asked = replace(
            question,
            metrics=metrics,
            quantities=(),
            kind="money",
            focus="" if not instead_of else question.focus,
        )
        figures = self._finder.about(question).figures(
            asked, f"{query} {self._vocabulary.metrics[metric].ja}", "money"
        )
        best = next((e for e in figures if e.sound and e.figure and e.figure.metric == metric), None)
        return best if best and best.score >= SURE else None

    def _reported(self, question: Question, query: str) -> bool:
        """Whether the measures asked for stand in a sentence found for the question, or have no opposite."""
        if not any(key in _OPPOSITE_MEASURES for key in question.metric_keys):
            return True
        needed = set(question.metric_keys)
        return any(
            e.sound and needed & {m.key for m in e.reading.metrics}
            for e in self._finder.sentences(question, query)
        )

    def _denies(self, reading: SentenceReading, question: Question) -> bool:
        """Whether a negation of the sentence covers what the question asks about."""
        asked = [need for need in self._finder.needs(question) if need.kind == "word"]
        for scope in denied_words(reading.text):
            words = frozenset(self._finder.words(scope))
            folded = fold(scope)
            measures = {metric.key for metric in self._vocabulary.find_metrics(scope)}
            if not measures.isdisjoint(question.metric_keys):
                return True
            if not asked or any(
                not need.words.isdisjoint(words) or any(s in folded for s in need.surfaces) for need in asked
            ):
                return True
        return False


def _kind_of_unit(claimed: Quantity) -> str | None:
    if claimed.unit in ("percent", "point"):
        return "percent"
    if claimed.unit == "count":
        return "count"
    return "price" if len(claimed.unit.split("/")[0]) == 3 else None
