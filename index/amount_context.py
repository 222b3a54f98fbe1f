"""What stands around an amount: "a month", "up to", "about", "over nine months". All of it reads folded text."""

from __future__ import annotations

import re

from index.numerals import NUMBER_IN_WORDS

_REACH = 48  # characters around an amount that can belong to it
_PER = {
    "四半期": "quarter", "quarter": "quarter", "月": "month", "month": "month", "mo": "month", "年": "year", "year": "year",
    "annum": "year", "yr": "year", "annually": "year", "yearly": "year", "週": "week", "week": "week", "wk": "week", "日": "day",
    "day": "day", "monthly": "month", "weekly": "week", "daily": "day", "quarterly": "quarter",
    "p.a.": "year", "hour": "hour", "時間": "hour", "hourly": "hour",
}  # fmt: skip
_RATE_AFTER = re.compile(
    r"[\s-]?(?:[/／]|per[\s-]|an?[\s-]|each\s|every\s)\s?(?P<per>四半期|月|年|週|日|時間|month|year|quarter|annum|week|day|hour|(?:mo|yr|wk)\b)(?!\s(?:earlier|ago|before|later|prior)\b)"
    r"|\s?(?P<adverb>(?:monthly|annually|yearly|weekly|daily|hourly|quarterly)\b|p\.a\.)|\s?\((?P<noted>月|年|四半期|週|日)(?:額|間|あたり|当たり)?\)",
)
_ABOUT_JA = (
    r"(?<![契予公条節制要規誓解特成集倹密盟婚])約|およそ|おおよそ|ほぼ|概ね|おおむね|ざっと|推定|推計で?"
)
# "先月10億ドル" and "9か月間10億ドル" are no rates, "月10億ドル" is.
_RATE_BEFORE = re.compile(
    r"(?:(?P<month>毎月|(?<![かヶヵカケ箇])月間|月額|月次|月々|月平均|月(?:あたり|当たり)|[1一](?:か|ヶ|カ)月ごとに|ひと月(?:に|あたり|当たり)?|[1一](?:か|ヶ|カ|ケ|ヵ|箇)月(?:に|あたり|当たり)|(?<![0-9一二三四五六七八九十先今来同当翌前正単])月に?)"
    r"|(?P<year>(?<![0-9一二三四五六七八九十数])年間|毎年|年額|年平均|年(?:あたり|当たり)|通年|(?<![0-9一-鿿])年)"
    r"|(?P<quarter>毎四半期|四半期(?:あたり|当たり|ごとに|毎に)|(?<![1-4一二三四])四半期[でに]|(?<![0-9一-鿿])四半期)"
    r"|(?P<week>毎週|週(?:あたり|当たり)|(?<![一-鿿])週に?)"
    r"|(?P<day>毎日|(?<![一-鿿0-9])日に|(?<![0-9月])[1一]日に?|日(?:あたり|当たり))|(?P<hour>1?時間(?:あたり|当たり)|毎時))"
    rf"(?:の)?(?:平均で?)?(?:最大で?|最低でも?|少なくとも|上限|{_ABOUT_JA})?\s?$"
    r"|\b(?P<english>monthly|weekly|quarterly) (?:[a-z]+ ){0,3}(?:of |is |at )?(?:about |up to |roughly |around )?$",
)
# "契約10億ドル" is a contract, not "about"; "10億ドル強化" adds nothing; "史上最大10億ドル" is no limit.
_OPEN = r"(?:^|(?<=[\s(「『、。:,]))"  # where "〜10億円" has no lower end
_QUALIFIERS = tuple(
    (name, re.compile(rf"(?:{before})\s?$"), re.compile(after))
    for name, before, after in (
        ("up to", rf"(?:(?<!過去)(?<!史上)(?<!世界)最大で?|上限(?:は|を)?|\b(?:up to|as much as|as many as|at most|(?:no|not) more than|(?:no|not) greater than|not exceeding|(?:a )?maximum(?: of)?|capped at))\s?(?:{_ABOUT_JA})?"
                  rf"|≤|<=|{_OPEN}〜", r"\s?(?:以下|以内|を超えない|or (?:less|fewer|lower|below|under)\b|at (?:the )?most\b)"),
        ("at least", r"少なくとも|最低でも?|\b(?:at least|(?:no|not) less than|(?:no|not) fewer than|(?:a )?minimum(?: of)?)|≥|>=",
                     r"[\s-]?(?:以上|を下回らない|or (?:more|higher|above|over)\b|plus\b(?!\s?[0-9$€£¥]))|\+(?!\s?[0-9$€£¥])|〜(?=$|[\s)」』、。,])"),
        ("over", r"\b(?:more than|over|exceeding|in excess of|upwards? of|greater than|higher than|above|north of|topping)|>", r"\s?(?:超(?!過)|余(?![剰裕地波])|を超|強(?![化力制い])|を(?:大きく|わずかに)?上回)"),
        ("under", r"\b(?:less than|lower than|under|below|fewer than|south of|short of)|<", r"\s?(?:未満|弱(?![い体点])|足らず|を(?:大きく|わずかに)?下回|に満たな|に届かな|を割)"),
        ("about", rf"{_ABOUT_JA}|\b(?:roughly|about|around|approximately|approx\.?|circa|ca?\.|some|an estimated|nearly|almost|close to|in the region of)|~", r"\s?(?:程度|前後|内外|ほど|くらい|ぐらい|近[くい]|台(?![風湾数])|or so\b|に近)"),
    )
)  # fmt: skip
_TOTAL_BEFORE = (
    re.compile(
        r"(?:過去)?(?P<months>[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+)\s?(?:か|ヶ|ヵ|カ|ケ|箇)月(?:間)?(?:で|に|の累計|累計)[^0-9。]{0,16}$"
    ),
    re.compile(
        rf"(?:over|in|across)\s(?:the (?:past|last|first)\s)?(?P<months>[0-9]+|{NUMBER_IN_WORDS})[\s-]months?[^0-9.]{{0,24}}$",
    ),
)
_TOTAL_AFTER = re.compile(
    rf"[^0-9.。]{{0,24}}?\b(?:over|in|across|during|for)\s(?:the (?:past|last|first)\s|its first\s)?(?P<months>[0-9]+|{NUMBER_IN_WORDS})[\s-]months?",
)


def rate(text: str, start: int, end: int) -> str:
    """The time the amount at `text[start:end]` is spread over ("month", "year", …), or ""."""
    if match := _RATE_AFTER.match(text, end):
        return _PER[match["per"] or match["adverb"] or match["noted"]]
    if match := _RATE_BEFORE.search(text[max(0, start - _REACH) : start]):
        return _PER[match["english"]] if match["english"] else match.lastgroup or ""
    return ""


def qualifier(text: str, start: int, end: int) -> str:
    """How exact the amount at `text[start:end]` is: "about", "at least", "over", "under", "up to" or ""."""
    before = text[max(0, start - _REACH) : start]
    return next((name for name, pre, post in _QUALIFIERS if pre.search(before) or post.match(text, end)), "")


def months_of_total(text: str, start: int, end: int) -> str:
    """The number of months the amount at `text[start:end]` is the total of, as written, or ""."""
    before = text[max(0, start - _REACH) : start]
    match = (
        _TOTAL_BEFORE[0].search(before) or _TOTAL_AFTER.match(text, end) or _TOTAL_BEFORE[1].search(before)
    )
    return match["months"] if match else ""
