"""Names in a question that the vocabulary does not know: its companies are no one else."""

from __future__ import annotations

import re

from index.vocabulary import Vocabulary
from index.words import Analyser

_CAPITALISED = re.compile(r"(?<![A-Za-z0-9$.])[A-Z][A-Za-z0-9&.\-]*(?: [A-Z][A-Za-z0-9&.\-]*)*")
_OPENINGS = frozenset(
    "what which who whose whom when where why how does do did is are was were has have had can could will would should may might if and but or so then "
    "suppose assuming given with in at for on by tell give show list summarize summarise explain describe please the a an its their according compare "
    "calculate compute name about based using under of from since after before during let say now also to i".split()
)
_ACRONYMS = frozenset(
    "AI AGI GPU GPUs CPU IPO CEO CFO CTO COO API APIs EU US USA UK USD JPY EUR EBITDA GDP PER PBR ROE ROI KPI SaaS LLM LLMs OEM SNS IT IoT EV EVs DX ESG M&A R&D PR HR "
    "ARR MRR VC TAM IR Q1 Q2 Q3 Q4 H1 H2 FY GW MW TV PC IP ETF SPAC".split()
)


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def unknown_names(text: str, focus: str, vocabulary: Vocabulary, analyser: Analyser) -> tuple[str, ...]:
    """Names in `text` that stand in `focus`, the part of it that nothing else explains.

    They are read in the whole sentence, as pieces of one mislead the analyser.
    """
    terms = [surface for surface, _ in vocabulary.synonyms(focus)]
    names = (*analyser.names(text), *_latin_names(text))
    return tuple(
        name
        for name in dict.fromkeys(names)
        if name in focus
        and name not in _REFERRING
        and not _ROUND.fullmatch(name)
        and not any(name in term for term in terms)
    )


_ROUND = re.compile(r"Series [A-K]|シリーズ[A-KＡ-Ｋ]")  # of funding, and no firm
_REFERRING = frozenset("同社 当社 弊社 自社 両社 各社 他社 会社 その会社 この会社".split())


def names_in(text: str, analyser: Analyser) -> tuple[str, ...]:
    """Proper names in a sentence: of firms, persons and places, and those in Latin letters."""
    return tuple(dict.fromkeys((*analyser.names(text), *_PERSON.findall(text), *_latin_names(text))))


_PERSON = re.compile(r"([一-鿿々ァ-ヴー]{2,})(?:氏|さん)")
# "相模軸受の2026年3月期の売上高": whose measure it is stands before the time.
_TIMED = re.compile(
    r"の(?:20[0-9]{2}年度?|20[0-9]{2}年[0-9〜～\-、月期末]*|第[0-9一二三四]四半期|[上下]半?期|前期|今期|同期)の"
)
_TOPIC = re.compile(r"(?:社|側|自身|グループ)?(?:は|も|では)")
_VERB = re.compile(r"(?:'s|’s)? (?:has|had|have|is|was|will|said|says|plans|reported|posted|[a-z]+ed)\b")


def subjects(text: str, vocabulary: Vocabulary, analyser: Analyser) -> tuple[str, ...]:
    """Names that `text` is about, or whose measures it tells: "松本薬品は", "松本薬品の売上", "Acme posted"."""
    text = text.translate(_HALF_WIDTH)
    metrics = {metric.start for metric in vocabulary.find_metrics(text)}
    companies = [e for e in vocabulary.find_entities(text) if vocabulary.entities[e.key].is_company]
    spans = [(text[e.start : e.end], e.start, e.end) for e in companies]
    for name in (*analyser.names(text), *_latin_names(text)):
        spans += [(name, match.start(), match.end()) for match in re.finditer(re.escape(name), text)]
    return tuple(
        dict.fromkeys(
            name
            for name, start, end in spans
            if _TOPIC.match(text, end)
            or (text[end : end + 1] == "の" and metrics & set(range(end + 1, end + 9)))
            or ((timed := _TIMED.match(text, end)) and timed.end() in metrics)
            or (_VERB.match(text, end) and _opens(text, start))
        )
    )


def is_subject(name: str, text: str) -> bool:
    """Whether a sentence is about `name` or tells what is its own: "関東リサイクルメタルの処理能力は"."""
    return any(
        _TOPIC.match(text, match.end()) or _OWNS.match(text, match.end())
        for match in re.finditer(re.escape(name), text)
    )


_OWNS = re.compile(r"の[一-鿿々ァ-ヴー]{2,}(?:は|が|も)")


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins there, or right behind a first phrase."""
    return bool(re.search(r"(?:^|[.!?]\s)(?:[A-Z][^,.]{0,40}, )?$", text[:start]))


def _latin_names(text: str) -> list[str]:
    """Runs of capitalised words that may be names; none in a question written in Title Case."""
    words = re.findall(r"[A-Za-z]{4,}", text)
    if len(words) > 4 and sum(word[0].isupper() for word in words) > 0.7 * len(words):
        return []
    names = []
    for match in _CAPITALISED.finditer(text):
        run = match.group().rstrip(".-").split(" ")
        while run and run[0].lower() in _OPENINGS:
            run = run[1:]
        opens = not text[: match.start()].strip() and len(run) == len(match.group().split(" ")) == 1
        owns = re.match(r"['’]s\b", text[match.end() :]) or re.search("[ぁ-ヿ一-鿿]", text)
        if run and len(run[0]) > 1 and " ".join(run) not in _ACRONYMS and (owns or not opens):
            names.append(" ".join(run))
    return names
