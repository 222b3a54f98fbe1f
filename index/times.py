"""The patterns of times: how Japanese and English write months, quarters, halves, years and spans.

`PATTERNS` are tried in order on folded text (`index.vocabulary.fold`); the earlier one keeps what it found.
"""

from __future__ import annotations

import re

MONTHS = "january february march april may june july august september october november december".split()
ORDINALS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
NUMBERS = {
    "三": 3, "六": 6, "九": 9, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
FROM_NOW = {"昨年": -1, "去年": -1, "来年": 1}
FROM_THE_STORY = {"前年": -1, "翌年": 1}  # counted from the year the sentence tells of
_YEAR = r"(?P<year>(?<![0-9])(?:19|20)[0-9]{2})"
_JA_YEAR = (
    rf"(?:{_YEAR}年(?:の|度)?\s?|(?P<this>今年|同年|当年)(?:の)?|(?P<other>昨年|去年|来年|前年|翌年)(?:の)?)?"
)
_SHORT_YEAR = r"(?:20[0-9]{2}|['’]?[0-9]{2})"
_NAMES = rf"{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_NAME = rf"(?P<name>{_NAMES})\.?"
_MONTHS_LONG = r"(?:か|ヶ|ヵ|カ|ケ|箇)月(?:間)?"
# Japanese writes Latin letters without a space before them, so \b does not hold.
_OPEN, _SHUT = r"(?<![0-9a-z])", r"(?![0-9a-z])"
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("fiscal", rf"{_YEAR}年(?P<month>[0-9]{{1,2}})月期|(?<!q[1-4] )(?<![1-4]q )(?<!q[1-4]){_OPEN}FY\s?(?P<fy>{_SHORT_YEAR}){_SHUT}"),
        ("ended", rf"{_YEAR}年(?P<month>[0-9]{{1,2}})月(?:末)?までの(?P<n>[0-9]{{1,2}}|[三六九]){_MONTHS_LONG}"
                  rf"|\b(?:(?:the|first) )?(?P<ne>three|six|nine|twelve|3|6|9|12)[ -]months? (?:period )?(?:ended|ending|to|through) (?:in )?{_NAME}(?: [0-9]{{1,2}}(?![0-9]))?,? (?P<ye>20[0-9]{{2}})"
                  rf"|\b(?P<whole>year) (?:ended|ending|to) (?:in )?{_NAME.replace('name', 'namey')}(?: [0-9]{{1,2}}(?![0-9]))?,? (?P<yy>20[0-9]{{2}})"),
        ("span", rf"(?:{_YEAR}年(?:の)?)?(?<![0-9])(?P<from>[0-9]{{1,2}})(?:月)?(?:から|[〜~～–-])(?P<to>[0-9]{{1,2}})月(?!額)|\b(?:from )?(?P<fromn>{_NAMES})\.?(?: (?:to|through|until) |\s?[-–]\s?)(?P<ton>{_NAMES})\b\.?(?:,? (?:of )?(?P<y4>20[0-9]{{2}}))?"),
        ("months", rf"(?:過去|直近|累計)?(?P<n>[0-9]{{1,2}}|[三六九]){_MONTHS_LONG}(?:の)?累計|(?:過去|直近)(?P<n2>[69六九]){_MONTHS_LONG}|(?P<n4>9|[九]){_MONTHS_LONG}(?=で|の|に)"
                   r"|\bfirst (?P<n3>two|three|four|five|six|seven|eight|nine|ten|eleven|[2-9]|1[01])[ -]months?(?: of (?P<y3>20[0-9]{2}))?"
                   r"|\b(?:past|last|over|the|those|these|across) (?P<n6>nine|six|9|6)[ -]months?(?: of (?P<y6>20[0-9]{2}))?|\b(?:in|for) (?P<n7>nine|9)[ -]months?|\b(?P<n5>nine|six|9|6)[ -]month\b"),
        ("quarter", rf"{_JA_YEAR}第(?P<q>[1-4一二三四])四半期(?P<point>末)?|(?:{_YEAR.replace('year', 'yj')}年(?:の|度)?\s?)?{_OPEN}Q(?P<qe>[1-4])(?: of)?(?:\s?(?:FY\s?)?(?P<ye>20[0-9]{{2}})|\s?['’](?P<yes>[0-9]{{2}}))?{_SHUT}|{_OPEN}(?P<y2>20[0-9]{{2}})\s?Q(?P<q2>[1-4]){_SHUT}"
                    rf"|{_OPEN}(?P<q3>[1-4])Q\s?(?:FY\s?)?(?P<y5>{_SHORT_YEAR}){_SHUT}"
                    rf"|\bquarter (?:that |which )?(?:ended|ending|to|through) (?:in )?(?P<qm>march|june|september|december)(?: [0-9]{{1,2}}(?![0-9]))?,? ?(?P<yq>20[0-9]{{2}})?|(?:\b(?P<yb>20[0-9]{{2}})(?:['’]s)? )?\b(?P<qo>first|second|third|fourth|1st|2nd|3rd|4th)[ -]quarter(?:(?: of|,)?\s(?P<yo>20[0-9]{{2}}))?"),
        ("half", rf"{_JA_YEAR}(?<!以)(?P<half>上|下)(?:半期|期(?![間待限日]))|\b(?P<halfe>first|second) half(?: of)?(?: (?P<yh>20[0-9]{{2}}))?"
                 rf"|{_OPEN}H(?P<hn>[12])\s?(?P<yhn>{_SHORT_YEAR}){_SHUT}|{_OPEN}(?P<hn2>[12])H\s?(?P<yhs>{_SHORT_YEAR}){_SHUT}|{_OPEN}(?P<yhb>20[0-9]{{2}})\s?H(?P<hn3>[12]){_SHUT}"),
        ("day", rf"{_YEAR}年(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日|{_OPEN}{_YEAR.replace('year', 'yi')}(?P<cut>[-/])(?P<mi>[0-9]{{1,2}})(?P=cut)(?P<di>[0-9]{{1,2}})(?![0-9])"
                rf"|\b{_NAME.replace('name', 'named')} (?P<dayn>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<yd>20[0-9]{{2}})\b|\b(?P<dayb>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{_NAME.replace('name', 'nameb')},? (?P<ydb>20[0-9]{{2}})\b"),
        ("month", rf"{_JA_YEAR}(?<![0-9第])(?P<month>[0-9]{{1,2}})月(?!期|間|額)(?P<point>末(?:時点)?|時点)?|(?P<end>\b(?:end of|end-|as of|by the end of) ?)?\b{_NAME}(?:,? (?:of )?(?P<ym>20[0-9]{{2}}))\b|{_OPEN}(?P<yi>20[0-9]{{2}})[-/](?P<mi>0[1-9]|1[0-2])(?![-/0-9年])"),
        ("bare_month", rf"(?P<end>\b(?:end of|end-|as of|by the end of) )?\b(?P<name>{'|'.join(m for m in MONTHS if m not in ('may', 'march'))})\b"),
        ("year_end", rf"{_YEAR}年(?:末|の年末)|\b(?:end of|late|year-end) (?P<yen>20[0-9]{{2}})\b"),
        ("year_start", rf"{_YEAR}年(?:の年)?(?:初め|初頭|初)|\b(?:early|start of|beginning of) (?P<yst>20[0-9]{{2}})\b"),
        ("year", rf"{_YEAR}年(?!期|代)(?:度|間|通期)?|(?<![0-9$¥€£.,-])\b(?P<ybare>20[0-3][0-9])\b(?![0-9,.]*[0-9])"),
        ("before", r"前年の?同(?:期|月|四半期|じ時期|時期)(?!比|に比べ|と比べ|対比|より|を)"
                   r"|\b(?:the )?(?:year-earlier (?:period|quarter|month)|same (?:period|quarter|month|time) (?:of )?(?:last year|the (?:previous|prior) year|a year (?:earlier|ago|before))|a year (?:earlier|ago|before)|the year before)\b"),
        ("relative", r"昨年末|昨年|去年|今年|来年|先月|今月|\blast month\b|\blast year\b|\bthis year\b|\bnext year\b"),
    )
)  # fmt: skip
