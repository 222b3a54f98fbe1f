"""Why something happened, where the sentence of the event leaves it to the next one: "…を中止した。肝機能への影響が見つかったためだ。"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag import phrase
from rag.cite import Span
from rag.draft import Draft, span_of
from rag.evidence import ENOUGH, Evidence
from rag.question import Question

# A sentence that gives a reason for the one before it.
_EXPLAINS = re.compile(
    r"(?:ため|から|せい|おかげ)(?:だ|である|です|だった|でした|だという|とみられる|としている)(?:。|$)|(?:理由|要因|原因|背景)(?:は|には|に|として|が|の)|(?:を|が)(?:理由|要因|原因|背景)に|と(?:説明し|理由を)|を挙げ"
    r"|^(?:This|That|It|The (?:change|move|decision|delay|rise|fall|increase|decline|loss|gain))\b.{0,30}\b(?:because|due to|owing to|reflect\w*|follow\w*|came after|was caused)|\b(?:because|due to|owing to|thanks to|blamed|cited|citing|attributed|reasons?)\b",
    re.I,
)
# What a person says behind an event explains it where nothing else does.
_SAYS = re.compile(r"と(?:述べ|話し|語っ|説明し|明かし)|\b(?:said|explained|told|added)\b", re.I)
_GAP = 4  # characters between two sentences that follow one another
_ROOM = 160  # characters of a direct answer made of two clauses


def explained(question: Question, sentences: Sequence[Evidence]) -> Draft | None:
    """The event with the sentence behind it that gives its reason; None where the event's own sentence does, or none does."""
    event = next((e for e in sentences if e.sound), None)
    if event is None or event.score < ENOUGH or not _lacks_reason(event):
        return None
    if any(e.sound and e.score >= ENOUGH and not _lacks_reason(e) for e in sentences):
        return None
    following = next((e for e in sentences if _follows(e, event)), None)
    if following is None or not _gives_reason(following, event):
        return None
    words = phrase.asked_words(question)
    reason = phrase.clause(following.reading, words, 110)
    told = phrase.clause(event.reading, words, max(30, _ROOM - len(reason)))
    said = f"{told}。{reason}" if question.language == "ja" else f"{told} … {reason}"
    span = Span(event.reading.article_id, event.reading.start, following.reading.end)
    basis = (span,) if following.reading.start >= event.reading.end else (span_of(event), span_of(following))
    return Draft("answered", phrase.states(question.language, said), basis)


def _lacks_reason(evidence: Evidence) -> bool:
    return any(need.kind == "kind" for need in evidence.failed)


def _follows(evidence: Evidence, event: Evidence) -> bool:
    one, other = evidence.reading, event.reading
    return one.article_id == other.article_id and 0 <= one.start - other.end <= _GAP


def _gives_reason(following: Evidence, event: Evidence) -> bool:
    text = following.reading.text
    if _EXPLAINS.search(text):
        return True
    own = following.reading.figures
    return bool(_SAYS.search(text)) and not own and not event.reading.text.startswith(text[:12])
