"""Dates as articles write them, and as an answer says them in the asker's language."""

from __future__ import annotations

import re

from index.figures import SentenceReading

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?:19|20)[0-9]{2}"
DATE = re.compile(
    rf"(?:{_YEAR}年)?(?:の)?(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日|初め|上旬|中旬|下旬|末)?|{_YEAR}年(?:初め|初|末|半ば|前半|後半|頃|度末?)?|第[1-4一二三四]四半期(?:末)?|(?:昨|今|来|前)年(?:度|初め|初|末)?|(?:{_YEAR}年)?(?:の)?(?:上|下)(?:半)?期|(?:今|来|昨)(?:春|夏|秋|冬)|年内|今後[0-9]{{1,2}}[~〜～から–-]+[0-9]{{1,2}}年)(?:[0-9]{{1,2}}日)?(?:まで|以降|以前|頃|ごろ)?"
    rf"|\b(?:(?:the )?(?:early|late|mid|end of|start of|beginning of|by|until|after|before)[ -])?"
    rf"(?:(?:the )?(?:(?:first|second|third|fourth) (?:half|quarter)|spring|summer|autumn|fall|winter|end|middle) of (?:fiscal (?:year )?)?{_YEAR}"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{_MONTH})(?: \d{{1,2}}(?!\d),?)?(?: {_YEAR})?|[QH][1-4] {_YEAR}|(?:spring|summer|autumn|fall|winter) {_YEAR}|{_YEAR})\b"
)
_ENGLISH = re.compile(
    rf"(?P<before>early|late|mid|end of|by|until|after|before)?[ -]?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH})(?: (?P<late>\d{{1,2}}),?)?(?: (?P<year>{_YEAR}))?"
)
_QUALIFIED = {
    "early": "初め",
    "late": "後半",
    "mid": "半ば",
    "end of": "末",
    "by": "まで",
    "until": "まで",
    "after": "以降",
    "before": "より前",
}


def date_in(language: str, match: re.Match[str], reading: SentenceReading) -> str:
    """A date found in `reading` by `DATE`, written in `language`; as it stands where it cannot be said otherwise."""
    text = match.group().removeprefix("の")
    english = text.isascii()
    if language == "ja":
        return _japanese(match, reading) if english else text
    return text if english else _english(text, reading)


_FROM, _TO = re.compile(r"\bfrom (?:the )?$", re.I), re.compile(r" to (?:the )?")
_MOVED = re.compile(
    r"から(?:、)?[^、。]{1,20}?(?:に|へ|まで)(?:変更|延期|延ば|延び|先送り|繰り下げ|繰り上げ|遅ら|遅れ|前倒し|早め|ずら|ずれ)"
)


def left_behind(match: re.Match[str], text: str) -> bool:
    """Whether a date is the one something was moved from: "from October to February", 10月から2月に延期."""
    if _MOVED.match(text, match.end()):
        return True
    following = _TO.match(text, match.end()) if _FROM.search(text[: match.start()]) else None
    return bool(following and DATE.match(text, following.end()))


def label_stands(label: str, text: str) -> bool:
    """Every number of a period's label occurs in the sentence, so that naming it adds nothing."""
    folded = text.replace("四半期", "Q").translate(
        str.maketrans("一二三四０１２３４５６７８９", "12340123456789")
    )
    label = label.replace("四半期", "Q")
    months = [number for number, name in enumerate(_MONTHS, start=1) if name in label]
    if any(not re.search(rf"(?<!\d){number}月|{_MONTHS[number - 1]}", text) for number in months):
        return False
    return all(re.search(rf"(?<!\d){number}(?!\d)", folded) for number in re.findall(r"\d+", label))


def _label(match: re.Match[str], reading: SentenceReading, language: str) -> str | None:
    found = next((m for m in reading.periods if m.start < match.end() and match.start() < m.end), None)
    if found is None:
        return None
    label = found.period.label(language)
    return label if label_stands(label, reading.text) else None


def _japanese(match: re.Match[str], reading: SentenceReading) -> str:
    text = match.group()
    if month := _ENGLISH.fullmatch(text):
        day = month["day"] or month["late"]
        date = f"{month['year']}年" if month["year"] else ""
        date += f"{_MONTHS.index(month['month']) + 1}月" + (f"{day}日" if day else "")
        return date + _QUALIFIED.get(month["before"] or "", "")
    halves = re.search(
        rf"(first|second|third|fourth) (half|quarter) of (?:fiscal (?:year )?)?({_YEAR})", text
    )
    if halves:
        place = ("first", "second", "third", "fourth").index(halves[1]) + 1
        part = ("上半期" if place == 1 else "下半期") if halves[2] == "half" else f"第{place}四半期"
        return f"{halves[3]}年{part}"
    if quarter := re.search(rf"Q([1-4]) ({_YEAR})", text):
        return f"{quarter[2]}年第{quarter[1]}四半期"
    if label := _label(match, reading, "ja"):
        return label
    year = re.search(_YEAR, text)
    before = next((word for word in _QUALIFIED if text.lower().startswith(word)), "")
    return f"{year[0]}年{_QUALIFIED.get(before, '')}" if year else text


def _english(text: str, reading: SentenceReading) -> str:
    if match := re.fullmatch(r"([0-9]{1,2})月", text):
        return _MONTHS[int(match[1]) - 1]
    if match := re.fullmatch(rf"({_YEAR})年(末|初め|初|半ば|以降|まで)?", text):
        before = {
            "末": "the end of ",
            "初": "early ",
            "初め": "early ",
            "半ば": "mid-",
            "以降": "from ",
            "まで": "until ",
        }.get(match[2] or "", "")
        return before + match[1]
    mention = next(
        (
            m
            for m in reading.periods
            if reading.text[m.start : m.end] in text or text in reading.text[m.start : m.end]
        ),
        None,
    )
    label = mention.period.label("en") if mention else ""
    return label if label and label_stands(label, reading.text) else text
