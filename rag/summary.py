"""An article in a few of its own sentences: what opens it and its sections, its figures, what its title speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from index.figures import SentenceReading
from rag.selection import MOST, Candidate, select

_ASKS = re.compile(
    r"要約|まとめて|要点|概要|かいつまんで|あらまし|ダイジェスト|サマリー|手短に|一言で"
    r"|\b(?:summari[sz]e|summary|overview|key (?:points|takeaways)|main points|gist|recap|in brief|in a nutshell)\b",
    re.I,
)
_OF_ARTICLE = re.compile(
    r"記事|ニュース|報道|レポート|文書|\b(?:articles?|stor(?:y|ies)|news|reports?|text|piece)\b", re.I
)
_LEANS = re.compile(
    r"(?:それ|その|これ|この|こうした|一方|また|しかし|ただし)|(?:It|This|That|These|Those|They|However|But)\b"
)
_LEAD, _SECTION, _TITLE, _FIGURES, _CENTRE, _LEANING = 0.5, 0.2, 0.35, 0.15, 0.3, 0.3


def asks_summary(text: str) -> bool:
    """Whether `text` asks for a summary at all."""
    return bool(_ASKS.search(text))


def of_article(text: str) -> bool:
    """Whether it speaks of an article, and not only of a subject."""
    return bool(_OF_ARTICLE.search(text))


def subject_of(text: str) -> str:
    """What is left of a request when the words that ask for a summary of an article are gone."""
    left = _OF_ARTICLE.sub(" ", _ASKS.sub(" ", text))
    left = re.sub(
        r"(?:を|の|について|という|に関する|は|で|が)?\s*(?:教えて|ください|下さい|して|お願い(?:します)?|何|なに)[。?？]*|[「」『』“”\"?？。]",
        " ",
        left,
    )
    return re.sub(
        r"\b(?:please|give|me|can|you|the|a|an|of|about|on|what|are|is|for)\b", " ", left, flags=re.I
    ).strip()


def summarise(
    readings: Sequence[SentenceReading],
    title_words: Sequence[str],
    idf: Callable[[str], float],
    most: int = MOST,
) -> list[SentenceReading]:
    """At most `most` sentences of one article, in its order; fewer from a short one."""
    if not readings:
        return []
    sentences_with = Counter(word for reading in readings for word in set(reading.words))
    centrality = {
        word: count / len(readings) * idf(word) for word, count in sentences_with.items() if count > 1
    }
    scores = [sum(centrality.get(word, 0.0) for word in set(reading.words)) for reading in readings]
    greatest = max(scores) or 1.0
    title = {word: idf(word) for word in title_words}
    candidates, heading = [], None
    for place, (reading, score) in enumerate(zip(readings, scores, strict=True)):
        relevance = _CENTRE * score / greatest
        relevance += _LEAD if place == 0 else _SECTION if reading.heading != heading else 0.0
        told = sum(weight for word, weight in title.items() if word in reading.words)
        relevance += _TITLE * told / (sum(title.values()) or 1.0)
        relevance += _FIGURES if any(figure.quantity for figure in reading.figures) else 0.0
        relevance -= _LEANING if _LEANS.match(reading.text) else 0.0
        heading = reading.heading
        candidates.append(Candidate(reading, relevance))
    return select(candidates, idf, min(most, max(3, len(readings) // 2)))
