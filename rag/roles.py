"""Which amount of a question is cash, burn, income or new money, and the time a burn is spread over."""

from __future__ import annotations

import re
from typing import Literal

from index.quantity import Mention
from rag.question import Question

Role = Literal["cash", "burn", "income", "raised"]
_PER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (unit, re.compile(pattern, re.I))
    for unit, pattern in (
        ("quarter", r"四半期(?:あたり|当たり|毎|ごと|に|の(?=支出|出費|バーン|消費|コスト|費用))|毎四半期|四半期(?=支出|バーン)|per quarter|a quarter|each quarter|quarterly|every quarter"),
        ("year", r"年間|年あたり|年当たり|毎年|年に|1年あたり|per year|a year|each year|annual|yearly|every year"),
        ("day", r"毎日|日あたり|日当たり|1日に|per day|a day|each day|daily"),
        ("week", r"毎週|週あたり|週に|per week|a week|weekly"),
        ("month", r"毎月|月々|月の(?=支出|出費|バーン|消費|コスト|費用)|月間|月次|月に|月あたり|月当たり|ひと月|1か月|1ヶ月|一か月|per month|a month|each month|monthly|every month|/month|/mo\b"),
    )
)  # fmt: skip
_BURN = re.compile(r"バーン|燃焼|支出|消費|出費|コスト|経費|使|燃や|溶か|burn|spend|outflow|expense", re.I)
_CASH = re.compile(r"現金|手元|キャッシュ(?!バーン)|残高|資金|cash|bank|reserve|liquidity|has|have", re.I)
_RAISE = re.compile(r"調達|増資|借り?入れ|融資を|追加|注入|raise|raising|inject|top[- ]?up|new money", re.I)
_INCOME = re.compile(
    r"収入|売上|売り上げ|月商|年商|入金|入ってくる|稼|income|revenue|earn|takes? in|bring", re.I
)
# What the asker adds to what there is: "一時金20億円を足すと", "if it also got the $200 million loan".
_ADDED = re.compile(
    r"(?:の[^、。]{0,6})?(?:を|も|が)?(?:足す|足し|加え|上乗せ|受け取|得られ|得れば|もら|入れば|入ると|入った)|\s(?:term |bridge |bank )?(?:loan|grant)\b|\s(?:is |were |was )?added\b"
)
_ADDED_BEFORE = re.compile(
    r"\b(?:also|add(?:s|ed|ing)?|plus|got|gets|received?|receives|secure[sd]?)\s(?:(?:got|gets|get|received?|secured?|had|has)\s)?(?:a |an |the |its |that |another |an extra )*$",
    re.I,
)
_ONLY = re.compile(r"だけ|のみ|\b(?:only|alone|just)\b", re.I)
NO_BURN = re.compile(
    r"^(?:じゃあ|では|もし|仮に|、)*(?:ゼロ|零|0)(?:円|ドル)?(?:なら|だったら|だと|の場合)|\bif (?:it|that) (?:is|were|was) zero"
    r"|(?:支出|バーン|燃焼|消費|出費)(?:が|を|は|額が)?(?:ゼロ|零|0(?![0-9.,兆億万]))|(?:zero|no) (?:cash )?(?:burn|spending)|(?:burn|spending)(?: rate)?(?: is| were| was| of)? (?:zero|\$?0\b)",
    re.I,
)


def per_of(question: Question) -> str | None:
    """The time the question spreads its burn over; a date ("第3四半期末の現金") is none."""
    text = question.text
    for mention in question.periods:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return next((unit for unit, pattern in _PER if pattern.search(text)), None)


def role_of(question: Question, mention: Mention, *, has_cash: bool, has_burn: bool) -> Role:
    """What an amount is, by the nearest telling word before it, else by its unit, else by what stands behind it.

    `has_cash` and `has_burn` say what amounts before it are taken for.
    """
    text = question.text
    before, after = (
        re.split(r"\band |, ", text[max(0, mention.start - 24) : mention.start])[-1],
        re.split(r"[0-9０-９、,]", text[mention.end : mention.end + 14])[0],
    )
    cash, burn, income = (_last(pattern, before) for pattern in (_CASH, _BURN, _INCOME))
    if income > max(cash, burn):
        return "income"
    if "/" in mention.quantity.unit:
        return "burn"
    if question.earlier is not None and _is_new_money(before, after):
        return "raised"  # to what the question before had, whatever its cash was
    if has_burn and not has_cash:
        return "cash"
    if re.match(r"\s*(?:cover|last)\b", after):
        return "cash"
    if _is_new_money(before, after):
        return "cash" if _ONLY.search(text) and not has_cash else "raised"
    burn = max(burn, *(_last(per, before) for _, per in _PER))
    if cash != burn:
        return "cash" if cash > burn else "burn"
    return _by_what_follows(question, after, has_cash=has_cash, has_burn=has_burn)


def _by_what_follows(question: Question, after: str, *, has_cash: bool, has_burn: bool) -> Role:
    if any("/" in other.quantity.unit for other in question.quantities):
        return "cash"
    if _CASH.search(after) and not _BURN.search(after):
        return "cash"
    if _BURN.search(after) or (has_cash and not has_burn):
        return "burn"
    return "cash" if not _BURN.search(question.text) or has_burn else "burn"


def _is_new_money(before: str, after: str) -> bool:
    raises = re.search(
        r"(?:raise[sd]?|raising|injects?|borrow(?:s|ed|ing)?)\s*(?:another |an extra |a further )?$",
        before,
        re.I,
    )
    return bool(raises or _RAISE.search(after) or _ADDED.match(after) or _ADDED_BEFORE.search(before))


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
