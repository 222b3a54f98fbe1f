"""The patterns of times: how Japanese and English write months, quarters, halves, years and spans.

`PATTERNS` are tried in order on folded text (`index.vocabulary.fold`); the earlier one keeps what it found. Groups whose
names begin with "y" hold a year, with "other" a year counted from now or from the story.
"""

from __future__ import annotations

import re

from index.period import MONTHS as MONTHS

ORDINALS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
    "last": 4, "final": 4,
}  # fmt: skip
NUMBERS = {
    "三": 3, "六": 6, "九": 9, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}  # the year before each began
FROM_NOW = {
    "昨年": -1, "去年": -1, "来年": 1, "一昨年": -2, "おととし": -2, "再来年": 2, "今年": 0, "本年": 0, "last": -1, "this": 0, "next": 1,
}  # fmt: skip
FROM_THE_STORY = {"前年": -1, "翌年": 1}  # counted from the year the sentence tells of
_DIGIT = "[〇一二三四五六七八九]"
_M = r"(?:[0-9]{1,2}|(?<=年)(?:十[一二]?|[一二三四五六七八九]))"
_D = r"(?:[0-9]{1,2}|(?<=月)(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]))"
_HALF_YEAR = r"(?:半期|期(?![間待限日]))"
# "25年3月期" and "25年度" name a year, "25年間" and "25年" last so long.
_TWO_DIGITS = rf"(?<![0-9.,和成昭正治])['’]?[0-9]{{2}}(?=年(?:[0-9]{{1,2}}(?:月(?!間)|[〜~–-][0-9]{{1,2}}月)|度|第[1-4]四半期|[上下]{_HALF_YEAR}))"


def _year(name: str) -> str:
    return (
        rf"(?P<{name}>(?=[0-9令平昭大明一二'’])(?:(?<![0-9])(?:19|20)[0-9]{{2}}|(?:{'|'.join(ERAS)})\s?(?:元|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})"
        rf"|(?<!{_DIGIT})(?:一九|二〇){_DIGIT}{{2}}|{_TWO_DIGITS}))"
    )


_YEAR = _year("year")
_OTHER_JA = "一昨年|おととし|昨年|去年|再来年|来年|前年|翌年"
_JA_YEAR = rf"(?:{_YEAR}年(?:の|度)?\s?|(?P<this>今年|本年|同年|当年)(?:の)?|(?P<other>{_OTHER_JA})(?:の)?)?"
_SHORT_YEAR = r"(?:20[0-9]{2}|['’]?[0-9]{2})"
_FISCAL = r"(?:FY\s?|fiscal (?:year )?)?"
_NAMES = rf"{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
_NAME = rf"(?P<name>{_NAMES})\.?"
_MONTHS_LONG = r"(?:か|ヶ|ヵ|カ|ケ|箇)月(?:間)?"
# Japanese writes Latin letters without a space before them, so \b does not hold.
_OPEN, _SHUT = r"(?<![0-9a-z])", r"(?![0-9a-z])"
_TO = r"\s?(?:から|[〜~～–-])\s?"
_DAY_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_ENDED = rf"(?:ended|ending|to|through) (?:in |on )?(?:{_DAY_NUMBER} (?:of )?)?"
_ITS_DAY = r"(?: [0-9]{1,2}(?:st|nd|rd|th)?(?![0-9]))?,? "


def _named(pattern: str, name: str) -> str:
    return pattern.replace("?P<name>", f"?P<{name}>")


_YEAR_FROM_NOW = r"(?: of| in|,)? (?P<{}>last|this|next) year"
# What every time opens with, and what every time holds: a text has few such places, and trying every pattern at each other
# one is slow.
OPENING = re.compile(
    rf"(?<![0-9])[0-9]|['’〇一二三四五六七八九十第{''.join(era[0] for era in ERAS)}今本同当昨去お再来前翌先上下過直累年月期]|(?<![a-z])[a-z]",
    re.I,
)
HOLDS = re.compile(r"[0-9a-z年月期半]|おととし", re.I)
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("across", rf"{_YEAR}年(?P<m1>{_M})月(?P<d1>{_D})日{_TO}(?:{_year('y2')}年)?(?:(?P<m2>{_M})月)?(?P<d2>{_D})日"
                   rf"|{_year('yb')}年(?P<m3>{_M})月{_TO}{_year('yc')}年(?P<m4>{_M})月(?![0-9]{{1,2}}日|期)"
                   rf"|\b{_named(_NAME, 'n1')},? (?P<yd>(?:19|20)[0-9]{{2}})(?:\s?[-–]\s?| to | through | until ){_named(_NAME, 'n2')},? (?P<ye>(?:19|20)[0-9]{{2}})(?![0-9])"
                   rf"|\b{_named(_NAME, 'n3')} (?P<e1>[0-9]{{1,2}})(?:, (?P<yf>(?:19|20)[0-9]{{2}}))?(?:\s?[-–]\s?| to | through ){_named(_NAME, 'n4')} (?P<e2>[0-9]{{1,2}}), (?P<yg>(?:19|20)[0-9]{{2}})(?![0-9])"),
        ("fiscal", rf"{_YEAR}年(?P<month>{_M})月期(?:の)?(?:第(?P<fq>[1-4一二三四])四半期(?P<fqend>末)?(?P<fsum>(?:の)?累計(?:期間)?)?|(?P<fhalf>[上下]){_HALF_YEAR}|(?P<fmid>中間期?)|(?P<fend>末)|通期)?"
                   rf"|{_OPEN}FY\s?(?P<yfa>[0-9]{{2}}|20[0-9]{{2}})/(?P<fm>1[0-2]|0?[1-9]){_SHUT}|{_OPEN}FY\s?(?P<fm2>1[0-2]|0?[1-9])/(?P<yfb>(?:19|20)[0-9]{{2}}|[0-9]{{2}}){_SHUT}"
                   rf"|(?<![qh][1-4] )(?<![1-4][qh] )(?<![qh][1-4])(?<! of ){_OPEN}FY\s?(?P<fy>{_SHORT_YEAR}){_SHUT}(?![\s-]?(?:[qh][1-4]|[1-4][qh]){_SHUT})"),
        ("ended", rf"{_YEAR}年(?P<month>{_M})月(?:末|[0-9]{{1,2}}日)?までの(?P<n>[0-9]{{1,2}}|[三六九]){_MONTHS_LONG}|{_year('ym')}年(?P<mid>{_M})月中間期?"
                  rf"|\b(?:(?:the|first) )?(?P<ne>three|six|nine|twelve|3|6|9|12)[ -]months? (?:period )?{_ENDED}{_NAME}{_ITS_DAY}(?P<ye>(?:19|20)[0-9]{{2}})"
                  rf"|\b(?:fiscal )?(?P<whole>year) {_ENDED}{_named(_NAME, 'namey')}{_ITS_DAY}(?P<yy>(?:19|20)[0-9]{{2}})"),
        ("span", rf"(?:{_YEAR}年(?:の)?)?(?<![0-9])(?P<from>[0-9]{{1,2}})(?:月)?(?:から|[〜~～–-])(?P<to>[0-9]{{1,2}})月(?!額)|\b(?:from )?(?P<fromn>{_NAMES})\.?(?: (?:to|through|until) |\s?[-–]\s?)(?P<ton>{_NAMES})\b\.?(?:,? (?:of )?(?P<y4>(?:19|20)[0-9]{{2}}))?"),
        ("months", rf"(?:過去|直近|累計)?(?P<n>[0-9]{{1,2}}|[三六九]){_MONTHS_LONG}(?:の)?累計|(?:過去|直近)(?P<n2>[69六九]){_MONTHS_LONG}|(?P<n4>9|[九]){_MONTHS_LONG}(?=で|の|に)"
                   r"|\bfirst (?P<n3>two|three|four|five|six|seven|eight|nine|ten|eleven|[2-9]|1[01])[ -]months?(?: of (?P<y3>(?:19|20)[0-9]{2}))?"
                   r"|\b(?:past|last|over|the|those|these|across) (?P<n6>nine|six|9|6)[ -]months?(?: of (?P<y6>(?:19|20)[0-9]{2}))?|\b(?:in|for) (?P<n7>nine|9)[ -]months?|\b(?P<n5>nine|six|9|6)[ -]month\b"),
        ("quarter", rf"{_JA_YEAR}第(?P<q>[1-4一二三四])四半期(?P<point>末)?|(?:{_year('yj')}年(?:の|度)?\s?)?{_OPEN}Q(?P<qe>[1-4])(?: of)?(?:[\s-]?{_FISCAL}(?P<ye>(?:19|20)[0-9]{{2}})|\s?(?:['’]|FY)(?P<yes>[0-9]{{2}})|{_YEAR_FROM_NOW.format('otherq')})?{_SHUT}"
                    rf"|{_OPEN}(?:FY\s?)?(?P<y2>(?:19|20)[0-9]{{2}}|(?<=FY)[0-9]{{2}})[\s-]?(?:Q(?P<q2>[1-4])|(?P<q4>[1-4])Q){_SHUT}|{_OPEN}(?P<q3>[1-4])Q\s?{_FISCAL}(?P<y5>{_SHORT_YEAR}){_SHUT}"
                    rf"|\bquarter (?:that |which )?{_ENDED}(?P<qm>march|june|september|december)(?: [0-9]{{1,2}}(?![0-9]))?,? ?(?P<yq>(?:19|20)[0-9]{{2}})?|\b(?P<qm2>march|june|september|december)(?: (?P<yqm>(?:19|20)[0-9]{{2}}))? quarter\b"
                    rf"|(?:\b(?P<yb>(?:19|20)[0-9]{{2}})(?:['’]s)? |\b(?P<otherb>last|this|next) year['’]s )?\b(?P<qo>first|second|third|fourth|1st|2nd|3rd|4th)(?: fiscal)?[ -]quarter(?:(?: of|,)?\s{_FISCAL}(?P<yo>(?:19|20)[0-9]{{2}})|{_YEAR_FROM_NOW.format('othere')})?|\b(?P<ql>last|final) quarter of (?P<yql>(?:19|20)[0-9]{{2}})"),
        ("half", rf"{_JA_YEAR}(?<!以)(?P<half>上|下){_HALF_YEAR}|(?:{_year('yk')}年|(?P<othern>{_OTHER_JA}|今年|本年))(?:の)?(?P<part>前|後)半|(?:\b(?P<othera>last|this|next) year['’]s )?\b(?P<halfe>first|second)[ -]half(?: of)?(?: {_FISCAL}(?P<yh>(?:19|20)[0-9]{{2}})| (?P<otherh>last|this|next) year)?"
                 rf"|{_OPEN}H(?P<hn>[12])\s?{_FISCAL}(?P<yhn>{_SHORT_YEAR}){_SHUT}|{_OPEN}(?P<hn2>[12])H\s?{_FISCAL}(?P<yhs>{_SHORT_YEAR}){_SHUT}|{_OPEN}(?:FY\s?)?(?P<yhb>(?:19|20)[0-9]{{2}}|(?<=FY)[0-9]{{2}})\s?(?:H(?P<hn3>[12])|(?P<hn4>[12])H){_SHUT}"),
        ("day", rf"{_YEAR}年(?P<month>{_M})月(?P<day>{_D})日|{_OPEN}{_year('yi')}(?P<cut>[-/.])(?P<mi>[0-9]{{1,2}})(?P=cut)(?P<di>[0-9]{{1,2}})(?![0-9])"
                rf"|\b{_named(_NAME, 'named')} (?P<dayn>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<yd>(?:19|20)[0-9]{{2}})\b|\b(?P<dayb>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{_named(_NAME, 'nameb')},? (?P<ydb>(?:19|20)[0-9]{{2}})\b"),
        ("month", rf"{_JA_YEAR}(?<![0-9第])(?P<month>{_M})月(?!期|間|額)(?P<point>末(?:時点|現在)?|時点|現在)?|(?P<end>\b(?:end of|end-|as of|by the end of) ?)?\b{_NAME}(?:(?:,? (?:of )?(?P<ym>(?:19|20)[0-9]{{2}}))\b| ['’](?P<ymn>[0-9]{{2}})(?![0-9])|{_YEAR_FROM_NOW.format('otherm')}\b)"
                  rf"|{_OPEN}(?P<yi>(?:19|20)[0-9]{{2}})[-/](?P<mi>0[1-9]|1[0-2]|(?<=/)[1-9])(?![-/0-9年])"),
        ("bare_month", rf"(?P<end>\b(?:end of|end-|as of|by the end of) )?\b(?P<name>{'|'.join(m for m in MONTHS if m not in ('may', 'march'))})\b"),
        ("year_end", rf"{_YEAR}年(?:末|の年末)|\b(?:end of|late|year-end) (?P<yen>(?:19|20)[0-9]{{2}})\b|\b(?P<yenb>(?:19|20)[0-9]{{2}}) year-end\b"),
        ("year_start", rf"{_YEAR}年(?:の年)?(?:初め|初頭|初)|\b(?:early|start of|beginning of) (?P<yst>(?:19|20)[0-9]{{2}})\b"),
        ("year", rf"{_YEAR}年(?!期|代)(?:度|間|通期)?|(?:\b(?:fiscal|calendar) (?:year )?)?(?<![0-9$¥€£.,-])\b(?P<ybare>20[0-3][0-9])\b(?![0-9,.]*[0-9])|\bmid-(?P<ymid>(?:19|20)[0-9]{{2}})\b"),
        ("before", r"前年の?同(?:期|月|四半期|じ時期|時期)(?!比|に比べ|と比べ|対比|より|を)"
                   r"|\b(?:the )?(?:(?:year-earlier|year-ago) (?:period|quarter|month)|same (?:period|quarter|month|time) (?:of )?(?:last year|the (?:previous|prior) year|a year (?:earlier|ago|before))|a year (?:earlier|ago|before)|the year before)\b"),
        ("relative", r"(?P<ofyear>一昨年|おととし|昨年|去年|今年|本年|再来年|来年|前年(?=度|末)|翌年(?=度))(?:(?P<ofyearend>の?年?末)|(?P<ofyearstart>の?年?初(?:め|頭)?)|(?P<fiscal>度)(?P<fiscalend>末)?)?"
                     r"|(?P<month>先々月|先月|今月|来月|再来月|当月(?![一-鿿])|前月(?!比)|翌月)(?P<monthend>末)?|(?P<quarter>[前今当来翌])四半期(?P<quarterend>末)?(?!比)"
                     r"|(?<![一-鿿])(?P<term>[前当今来])期(?P<termend>末)?(?![純利損比間待限日未])|(?<![0-9一-鿿])(?P<close>年末(?P<until>まで|に向け)?|年内)|(?<![0-9一-鿿])(?P<vague>月末|期末|四半期末)"
                     r"|\b(?:(?P<late>(?:the )?end of |late )|(?P<early>(?:the )?(?:start|beginning) of |early ))?(?:the )?(?P<word>last|this|next|previous|prior|current) (?P<accounting>fiscal |financial )?(?P<unit>month|quarter|year)\b(?! of\b|[- ](?:earlier|over))"
                     r"|\b(?P<by>(?:by|before|until|through) )?(?:the )?(?P<closing>year[- ]end|end of the year)\b"),
    )
)  # fmt: skip
# One of these stands in every text that holds such a time; the other kinds are looked for in any text.
HINTS = {
    "across": ("から", "〜", "~", "–", "-", " to ", " through ", " until "), "fiscal": ("月期", "fy"),
    "ended": ("までの", "中間", "month", "year"), "span": ("月", " to ", "-", "–", " through ", " until "), "months": ("月", "month"),
    "quarter": ("四半期", "quarter", "q"), "half": ("期", "半", "half", "h1", "h2", "1h", "2h"), "before": ("前年", "year", "same"),
    "year_end": ("年", "late", "end"), "year_start": ("年", "early", "start", "beginning"),
    "relative": ("年", "おととし", "月", "期", "month", "quarter", "year"),
}  # fmt: skip
