"""What somebody means who takes something back: "いや、SpaceXの方" and "No, I meant the debt" name what is asked instead."""

from __future__ import annotations

import re

_MARKER = {
    "ja": re.compile(
        r"^(?:(?:いや+(?![ぁ-ゖ])|いえ(?![ぁ-ゖ])|いいえ|ううん|(?:違|ちが)(?:う|います|くて|って)(?=[、。,.!！\s]|です|よ[、。]|わ[、。]|$)|そう(?:じゃ|では)な(?:くて?|い(?:です)?)|それ(?:じゃ|では)な(?:くて?|い(?:です)?)|(?:じゃ|では|で)なくて?|ごめん(?:なさい|ね)?|すみません|すいません|失礼(?:しました)?|申し訳(?:ない|ありません|ございません)|"
        r"間違え(?:た|ました)|訂正(?:です|します)?|もとい|やっぱり?|やはり|待って|あ+っ?(?=[、。,\s])|えっと|ええと|(?:聞きたい|知りたい|聞きたかった|言いたかった|欲しい)の(?:は|って))(?:です|よ|わ|ね|けど|が)?[、。,.!！…\s]*)+"
    ),
    "en": re.compile(
        r"^(?:(?:(?:no|nope|nah|wait|rather|correction)(?=\s*[,.;:!—–]|\s+(?:not|i|in|for|the other|that|make|sorry|wait|actually|of)\b|$)|sorry|oops|apologies|pardon|my (?:mistake|bad|fault)|actually|not that(?: one)?|that's not what i (?:meant|asked)|(?:what )?i (?:really |actually )?(?:mean|meant|wanted|want)(?: was)?(?: to (?:ask|say|know))?|"
        r"i(?:'m| am| was) (?:asking|talking|thinking)|make that|let me rephrase)\b[,.;:!\s—–-]*)+(?:(?:about|for|of|by|with) )?",
        re.I,
    ),
}
_INSTEAD = {
    "ja": re.compile(
        r"^(?P<not>[^、。?？]{1,24}?)(?:(?:じゃ|では|で)な(?:くて?|い(?:です|よ)?)|(?:の|という)(?:こと|話)(?:じゃ|では)なくて?)[、。,\s]*(?P<but>[^、。]{1,30})$"
    ),
    "en": re.compile(
        r"^not (?P<not>[^,;.]{1,40}?)(?:[,;.—–-]+\s*(?:but )?|\s+but )(?P<but>.{1,60})$|^(?P<but2>[^,;.]{1,60}?),? (?:not|instead of|rather than) (?P<not2>[^,;?.]{1,40})[.?!]*$|^(?P<but3>[^,;.]{1,60}?),? (?:instead|rather)[.?!]*$",
        re.I,
    ),
}
# A clause that says how or why something was done takes nothing back: "現金ではなく株式で払った理由は".
_CLAUSE = {
    "ja": re.compile(r"で(?!す|し)|した|する|った|れた|なぜ|どうして|理由|どう|誰|いつ|何"),
    "en": re.compile(
        r"\b(?:why|how|who|when|where|what|did|does|is|was|were|has|have|use[ds]?|using)\b", re.I
    ),
}
_SHORT = {"ja": re.compile(r"(?:(?:の)?(?:方|ほう|こと|話|場合)|の)?(?:です|でした|だ|だった|だよ|なん(?:です|だ))?(?:ね|よ|けど|が)?(?:(?:を|で|が|について)?(?:お?(?:願い|ねがい)(?:します|いたします)?|教えて(?:ください|下さい)?|知りたい(?:です|のですが)?|聞きたい(?:です|のですが)?|見たい))?[。．.!！、\s]*$"),
          "en": re.compile(r"(?:['’]s)?(?:,? please)?[.!\s]*$", re.I)}  # fmt: skip
_ASKS = {
    "ja": re.compile(
        r"[?？]|(?:か|は|って|かな|っけ)[。\s]*$|教え|いくら|どれ|どの|何|誰|いつ|どこ|なぜ|どう"
    ),
    "en": re.compile(
        r"\?|\b(?:what|which|who|whose|when|where|why|how|is|are|was|were|does|did|do|has|have)\b", re.I
    ),
}
# "xAIの方の純損失は": the one of two that is meant.
_THE_ONE = re.compile(r"の(?:方|ほう)(?=の|は|が|って|を)")
_LONGEST = 40  # characters of a bare name of what is meant


def corrected(text: str, language: str) -> str | None:
    """What `text` asks for instead of what was asked before, as a question; None where it takes nothing back.

    >>> corrected("いや、SpaceXの方です", "ja"), corrected("No, I meant the debt.", "en")
    ('SpaceXは？', 'What about the debt?')
    >>> corrected("いや、xAIの方の純損失は？", "ja")
    'xAIの純損失は？'
    """
    marker = _MARKER[language].match(text)
    rest = text[marker.end() :].strip() if marker else text
    instead = _INSTEAD[language].match(rest)
    meant = (
        next((value for name, value in instead.groupdict().items() if name[:3] == "but" and value), "")
        if instead
        else ""
    )
    if meant and (marker or not _CLAUSE[language].search(meant)):
        rest = meant
    elif marker is None or not rest:
        return None
    return as_question(_THE_ONE.sub("", rest.strip()), language)


def as_question(text: str, language: str) -> str:
    """A bare name of something ("SpaceXの方", "the debt, please") as the question for it; other texts as they are."""
    bare = _SHORT[language].sub("", text, count=1)
    if not bare or len(bare) > _LONGEST or _ASKS[language].search(bare):
        return text
    return f"{bare}は？" if language == "ja" else f"What about {bare}?"
