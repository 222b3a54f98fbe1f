"""The firm an article is about, where no vocabulary knows it: the name its title opens with and its text goes on to speak of.

News does not caption its figures: "同社の現金は…", "The company spends…". Whose they are stands in the headline ("Voltmere
raises $310m", 「蒼穹サテライト、120億円調達」) and in the first sentence.
"""

from __future__ import annotations

import re

from index.vocabulary import Vocabulary

_PART = r"(?:[A-Z][\w&.\-]*[\w&]|[a-z]+[A-Z]\w*|[A-Z])"
_RUN = re.compile(rf"(?<![\w$£€¥]){_PART}(?: (?:(?:of|and|&) )?{_PART}| \d+(?=\s))*")
_JAPANESE_NAME = r"[A-Za-z0-9&・ー一-鿿々ァ-ヴぁ-ゖ]{2,24}?"
_TITLE_NAME = re.compile(rf"^(?:【[^】]*】)?(?P<name>{_JAPANESE_NAME})(?:、|，|,|が|は|の(?=\d))")
_LEAD_NAME = re.compile(
    r"(?:^|[のるたい])(?P<name>[A-Za-z0-9&・ー一-鿿々ァ-ヴ]{2,24}?)(?:[（(][^）)]{1,24}[）)])?(?:は|が)(?=[、\d]|同日|この日|[^、。]{0,8}日)"
)
# What a Japanese lead sentence is about, all that is said of it before included.
_LEAD_TOPIC = re.compile(
    r"(?P<name>[A-Za-z0-9&・ー一-鿿々ァ-ヴぁ-ゖ]{2,40}?)(?:[（(][^）)]{1,24}[）)])?(?:は|が)(?=[、\d]|同日|この日|[^、。]{0,8}日)"
)
_SPOKEN_OF = r"(?:[（(][^）)]{1,24}[）)])?(?:は|が|の|も|、|による|では|と)"
_ACTS = re.compile(
    r"(?:['’]s\b|,? (?:has|had|is|was|will|said|says|holds|held|plans?|planned|expects?|raised|reported|posted|employs?|makes?|sells?|sold|spent|spends|burns?|wants|told|cancelled|"
    r"announced|agreed|opened|started|became|runs|operates|owns|owes|lost|earned|added|cut|last|now|also|still|must|recalled|forecasts?|hired|closed|won|[a-z]+ed)\b|, (?:an?|the|which|whose)\b)"
)
_NO_NAME = re.compile(
    r"(?:The|This|That|It|Its|In|On|At|As|By|For|From|After|Before|When|While|If|But|And|No|Not|Why|How|What|Who|New|More|Analysis|Update|Exclusive|Battery|Revenue|Sales|Cash|Profit|Shares|CEO|CFO|AI|US|UK|EU|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?:\s|$)"
)
_NO_FIRM = re.compile(
    r"(?:氏|さん|政府|日銀|省|庁|県|都|市|首相|大統領|各社|大手|市場|業界|株式|前期|今期|通期|上半期|下半期|売上高?|業績|決算)$|^(?:同社|各社|独自|速報|特集|連載|この|その)"
)
_DESCRIBES = frozenset("のるたいうくすつぐむぬぶ")  # how what is said before a name ends
_LEAST_TOLD = 2  # times the text must speak of a firm


def protagonist(title: str, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """(name, shorter forms the article uses) of the unknown firm `text` is about; () where it is known or none stands out.

    >>> protagonist("Voltmere raises $310m", "Voltmere, a maker of batteries, said it had raised $310 million. Voltmere employs 640 people.", Vocabulary.read())
    ('Voltmere',)
    """
    if any(vocabulary.entities[one.key].is_company for one in vocabulary.find_entities(title)):
        return ()
    if re.search(r"[ぁ-ヿ一-鿿]", title):
        return _japanese(title, text, vocabulary)
    return _english(title, text, vocabulary)


def _japanese(title: str, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    lead = next((line for line in text.splitlines() if "。" in line), "")
    sentence = lead.partition("。")[0]
    titled = _TITLE_NAME.match(title)
    candidates = [titled["name"]] if titled else []
    candidates += [match["name"] for match in _LEAD_NAME.finditer(sentence)]
    candidates += _described(titled["name"] if titled else "", title)
    candidates += [
        name for match in _LEAD_TOPIC.finditer(sentence) for name in _described(match["name"], title)
    ]
    for name in candidates:
        told = len(re.findall(re.escape(name) + _SPOKEN_OF, text))
        named = told >= _LEAST_TOLD or (told and name in title)
        if named and not _NO_FIRM.search(name) and not _known(name, vocabulary):
            return (name,)
    return ()


def _described(topic: str, title: str) -> list[str]:
    """What a description of a firm may end in that the title names, the longest first: "農業ドローンのそらのたね"."""
    ends = (topic[place:] for place in range(1, len(topic) - 1) if topic[place - 1] in _DESCRIBES)
    return [end for end in ends if end in title and end[0] not in "のはがをにで"]


def _english(title: str, text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    runs = [match.group() for match in _RUN.finditer(text)]
    titled = [match.group() for match in _RUN.finditer(title)]
    sentence_case = len(titled) > 1 or not titled or titled[0] != title.strip()
    best: tuple[int, str] | None = None
    for name in dict.fromkeys([*(titled if sentence_case else ()), *runs[:6]]):
        if _NO_NAME.match(name) or len(name) < 3 or _known(name, vocabulary):
            continue
        acts = sum(
            bool(_ACTS.match(text, match.end())) for match in re.finditer(rf"\b{re.escape(name)}\b", text)
        )
        weight = acts + 2 * (
            bool(re.search(rf"\b{re.escape(name)}\b", title)) or name.partition(" ")[0] in titled
        )
        if acts and weight > _LEAST_TOLD and (best is None or weight > best[0]):
            best = weight, name
    if best is None:
        return ()
    short = best[1]
    longer = [run for run in runs if run.startswith(f"{short} ") and not _NO_NAME.match(run)]
    whole = next((run for run in longer if _opens(run, text)), short)
    first = short.partition(" ")[0]
    shorter = [short] if whole != short else []
    alone = len(re.findall(rf"\b{re.escape(first)}\b(?! [A-Z])", text))
    if first not in (whole, short) and (alone >= _LEAST_TOLD or first in titled):
        shorter.append(first)
    return (whole, *shorter)


def _opens(name: str, text: str) -> bool:
    """Whether the text introduces a firm by this name: "Tallowgate Interactive, the listed publisher"."""
    return bool(re.search(rf"\b{re.escape(name)}(?:,| \(|(?=\s(?:said|has|is|was|[a-z]+ed)\b))", text))


def _known(name: str, vocabulary: Vocabulary) -> bool:
    """Whether it is a name or a measure that the vocabulary holds."""
    return bool(vocabulary.find_entities(name) or vocabulary.find_metrics(name))
