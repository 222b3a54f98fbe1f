"""Answers of several sentences: lists, comparisons of two, summaries of an article. Each sentence is cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.article import Article
from index.figures import SentenceReading
from index.vocabulary import Vocabulary, fold
from rag import phrase
from rag.cite import Span
from rag.comparison import comparison_in
from rag.draft import Draft
from rag.evidence import ENOUGH, Evidence
from rag.finder import Finder
from rag.list_cues import cue_of, list_asked
from rag.named_article import named_article, says_this
from rag.question import Question
from rag.selection import Candidate, in_order, select
from rag.summary import asks_summary, of_article, subject_of, summarise

_CUED = 0.35  # what a sentence gains that speaks of the kind of thing listed
_SAME_SECTION = 0.2  # what it gains under the heading of the best one
_WITHOUT_CUE = (
    0.8  # share of the question a sentence must meet that does not speak of the kind of thing listed
)
_NEAR_BEST = 0.3  # how far below the best a listed sentence may lie
_DIRECT_ROOM, _SHORTEST = 160, 36  # characters of a direct answer, and of the shortest clause in it
_ENUMERATES = re.compile(
    r"第[一二三四五]に|[一二三四五1-5]つ目|まず|次に|最後に|(?:First|Second|Third|Fourth|Finally)(?:ly)?\b"
)
_ANNOUNCES = re.compile(
    r"(?:[二三四五2-5]つ|次の|以下の)[^。]{0,12}(?:ある|です|だ|通り|とおり)|\b(?:two|three|four|five|the following)\b",
    re.I,
)

Ask = Callable[[str], Draft]


class Several:
    """Drafts for questions that one sentence does not answer; None where a question is none of them."""

    def __init__(
        self, articles: Callable[[], Sequence[Article]], finder: Finder, vocabulary: Vocabulary, ask: Ask
    ) -> None:
        """`ask` drafts an answer to a question of its own, without history."""
        self._articles = articles
        self._finder = finder
        self._vocabulary = vocabulary
        self._ask = ask

    def summary(self, question: Question) -> Draft | None:
        """An article in a few of its sentences; a question back where "this article" could be any."""
        if not (asks_summary(question.text) and of_article(question.text)):
            return None
        named = named_article(question.text, self._articles)
        if named is None and says_this(question.text) and question.earlier is None:
            listed = [article for article in self._articles() if article.story is None]
            if len(listed) != 1:
                return Draft("clarify", phrase.which_article(question.language))
            named = listed[0], ""
        article = named[0] if named else self._most_about(question)
        if article is None:
            return Draft("not_found", phrase.not_found(question.language, [subject_of(question.text)]))
        return self.summarised(question, article)

    def summarised(self, question: Question, article: Article) -> Draft:
        """`article` in a few of its sentences."""
        readings = self._finder.article_readings(article.id)
        chosen = summarise(readings, self._finder.words(article.title), self._finder.idf)
        if not chosen:
            return Draft("not_found", phrase.not_found(question.language, []))
        return self._told(question, chosen, first_only=True)

    def compared(self, question: Question) -> Draft | None:
        """Two answers beside each other; a refusal where the articles hold one of them only."""
        comparison = comparison_in(question.text, question.language)
        if comparison is None:
            return None
        drafts = [self._ask(one) for one in comparison.questions]
        told = [
            draft for draft in drafts if draft.status == "answered" and draft.basis and not draft.calculation
        ]
        if not told:
            return None
        directs = [draft.direct.partition(phrase.OTHER_TIMES[question.language])[0].strip() for draft in told]
        spans = tuple(
            dict.fromkeys(span for draft in told for span in draft.basis[: None if draft.conflicts else 1])
        )
        if len(told) == 1:
            missing = comparison.names[drafts.index(told[0]) == 0]
            return Draft(
                "not_found", phrase.not_found(question.language, [missing]), (), spans, phrase.nearest(question.language)
            )  # fmt: skip
        joint = "" if question.language == "ja" else " "
        return Draft("answered", joint.join(directs), spans, several=True)

    def listed(self, question: Question, query: str) -> Draft | None:
        """Sentences that each tell one of the things asked for."""
        asked = list_asked(question.text, question.language)
        if asked is None:
            return None
        plain = replace(question, kind="open", metrics=(), focus=_less(question, asked))
        candidates = _of_kind(cue_of(asked), self._finder.sentences(plain, query))
        best = max((candidate.relevance for candidate in candidates), default=0.0)
        if best < ENOUGH:
            return None
        chosen = select(candidates, self._finder.idf, least_relevance=max(ENOUGH, best - _NEAR_BEST))
        return self._told(question, in_order(self._enumerated(chosen, query)))

    def _most_about(self, question: Question) -> Article | None:
        """The article whose title and passages speak most of what is asked for; None if none speaks of it all."""
        before = question.earlier if says_this(question.text) else None
        subject = before.text if before else subject_of(question.text)
        if not subject:
            listed = [article for article in self._articles() if article.story is None]
            return listed[0] if len(listed) == 1 else None
        words = self._finder.words(subject)
        if not words:
            return None
        scores: dict[str, float] = {}
        for rank, reading in enumerate(self._finder.readings(subject)):
            scores[reading.article_id] = scores.get(reading.article_id, 0.0) + 1 / (rank + 3)
        articles = {article.id: article for article in self._articles() if article.id in scores}
        total = sum(self._finder.idf(word) for word in words)
        for id, article in articles.items():
            title = set(self._finder.words(article.title))
            scores[id] += 2 * sum(self._finder.idf(word) for word in words if word in title) / total
        for id in sorted(articles, key=lambda one: -scores[one]):
            text = fold(f"{articles[id].title} {articles[id].text}")
            if all(fold(name) in text for name in question.names) and all(
                fold(spelling) in text or key.lower() in text
                for key in question.entity_keys
                for spelling in (self._vocabulary.entities[key].ja,)
            ):
                return articles[id]
        return None

    def _enumerated(self, chosen: Sequence[SentenceReading], query: str) -> list[SentenceReading]:
        """`chosen` with what the sentences behind them count out: "三つある。第一に…"."""
        readings = self._finder.readings(query)
        whole = list(chosen)
        for reading in chosen:
            if not _ANNOUNCES.search(reading.text):
                continue
            following = sorted(
                (one for one in readings if one.article_id == reading.article_id and one.heading == reading.heading and one.start > reading.start),
                key=lambda one: one.start,
            )  # fmt: skip
            for one in following:
                if not _ENUMERATES.match(one.text):
                    break
                whole.append(one)
        return list(dict.fromkeys(whole))

    def _told(self, question: Question, chosen: Sequence[SentenceReading], first_only: bool = False) -> Draft:
        """The sentences as a draft; the direct answer holds as much of each as there is room for."""
        shown = chosen[:1] if first_only else chosen
        clauses = _fitting(question, shown)
        spans = tuple(Span(one.article_id, one.start, one.end) for one in chosen)
        return Draft("answered", phrase.states_all(question.language, clauses), spans, several=True)


def _of_kind(cue: re.Pattern[str] | None, sentences: Sequence[Evidence]) -> list[Candidate]:
    """The sentences that may be listed: on the subject and, where a kind of thing is listed, of that kind."""
    cued = {id(one): bool(cue and cue.search(one.reading.text)) for one in sentences}
    kept = [
        evidence
        for evidence in sentences
        if (evidence.on_subject or cued[id(evidence)])
        and (evidence.sound or _only_words_fail(evidence.failed))
        and (cue is None or cued[id(evidence)] or evidence.score >= _WITHOUT_CUE)
    ]
    if not kept:
        return []
    first = max(kept, key=lambda one: one.score + _CUED * cued[id(one)]).reading
    return [
        Candidate(
            one.reading,
            one.score
            + _CUED * cued[id(one)]
            + _SAME_SECTION * (cued[id(one)] and _together(one.reading, first)),
        )
        for one in kept
    ]


def _fitting(question: Question, readings: Sequence[SentenceReading]) -> list[str]:
    """A clause of each sentence, whole where there is room; the long ones are cut first."""
    asked = phrase.asked_words(question)
    limit = phrase.SHORT
    while True:
        clauses = [phrase.clause(reading, asked, limit) for reading in readings]
        if sum(map(len, clauses)) <= _DIRECT_ROOM:
            return clauses
        if limit <= _SHORTEST:
            return _first_that_fit(clauses)
        limit -= 8


def _first_that_fit(clauses: Sequence[str]) -> list[str]:
    room, fitting = _DIRECT_ROOM, []
    for clause in clauses:
        if len(clause) <= room:
            fitting.append(clause)
            room -= len(clause)
    return fitting


def _together(one: SentenceReading, other: SentenceReading) -> bool:
    """Whether two sentences stand under one heading of one article."""
    return one.start != other.start and (one.article_id, one.heading) == (other.article_id, other.heading)


def _only_words_fail(failed: Sequence[object]) -> bool:
    return all(
        getattr(need, "kind", "") in ("words", "word", "kind") and not getattr(need, "owns", False)
        for need in failed
    )


def _less(question: Question, asked: str) -> str:
    """The words of a list's subject that name nobody and no time."""
    left = asked
    for part in (
        *(question.text[one.start : one.end] for one in question.entities),
        *(question.text[one.start : one.end] for one in question.periods),
        *question.names,
    ):
        left = left.replace(part, " ")
    return left
