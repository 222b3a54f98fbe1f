"""Greetings, thanks and nods: what asks nothing gets a polite word and no search."""

from __future__ import annotations

import re
import unicodedata

# Kind -> wordings, in the order in which they decide; a turn made of nothing else is a courtesy.
_WORDINGS: dict[str, str] = {
    "thanks": r"(?:どうも)?(?:ありがとう?|有難う|有り難う)(?:ございま(?:す|した))?|どうもです|どうも(?=です|$|[、。!\s])|サンキュー+|さんきゅー*|センキュー|助かり(?:ます|ました)|助かった|感謝(?:し(?:ます|ています)|いたします|です)?"
    r"|(?:参考|勉強)になり(?:ます|ました)|お世話になりました|(?:many )?thanks(?: (?:a lot|so much|very much|again))?|thank you(?: (?:so much|very much|again|kindly))?|thx|\bty\b|cheers|(?:much )?appreciated|i appreciate (?:it|that|your help)",
    "farewell": r"さようなら|さよなら|またね|では?また(?:あとで|後で|今度)?|じゃあ?(?:ね|また)|バイバイ|おやすみ(?:なさい)?|失礼(?:いた)?します|以上です|good ?bye|bye(?: bye)?|see you(?: (?:later|soon|around))?|good night|have a (?:nice|good|great) (?:day|evening|one)|that(?:'s| is| will be) all(?: for (?:now|today))?",
    "greeting": r"こんにち[はわ]|こんばん[はわ]|おはよう(?:ございます)?|はじめまして|初めまして|やあ|もしもし|よろしく(?:お願い(?:いた)?(?:し|致し)ます)?|お疲れ(?:様|さま)(?:です|でした)?|お世話になっております"
    r"|hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|nice to meet you|how are you(?: doing)?(?: today)?",
    "nod": r"了解(?:です|しました|いたしました)?|りょうかい(?:です)?|(?:分か|わか)り(?:ました)|(?:分か|わか)った|なるほど+ー*(?:ね|です(?:ね)?)?|承知(?:し|いたし)ました|かしこまりました|オッケー|おっけー|そうですか|そうなんですね?|そっか|へえ+|へー+|ふーん|すごい(?:です)?(?:ね)?|さすが(?:です)?|いいですね|いいね|素晴らしい(?:です)?|完璧(?:です)?|結構です|大丈夫です|はい|うん|ええ"
    r"|ok(?:ay)?(?:です)?|got it|i see|understood|makes sense|noted|(?:that|this|it)(?:'s| is| was)? (?:helps?(?: a lot)?|helped|helpful|great|good|perfect|clear|fine|interesting|useful)|(?:very |really )?helpful|great|perfect|nice|cool|good|awesome|excellent|wonderful|alright|all right|right|sure|fine|yes|yep|yeah|wow|never ?mind",
}
_COURTESY = {kind: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.I) for kind, words in _WORDINGS.items()}
_FILLER = re.compile(
    r"とても|本当に|大変|いろいろ|色々|すみません|わざわざ|それでは|では|じゃあ|もう|です|ました|ます|よ|ね|な|さん|kassoro|\b(?:there|so|very|really|much|a lot|all|and|for (?:your|the) (?:help|answer|information|info)|again|then|well|everyone|all good|oh|ah)\b|[\W_]",
    re.I,
)
_REPLIES = {
    "thanks": {"ja": "どういたしまして。ほかに知りたいことがあれば、会社名や指標を添えてお尋ねください。", "en": "You're welcome. Ask on: name a company and what you want to know."},
    "farewell": {"ja": "ご利用ありがとうございました。またいつでもお尋ねください。", "en": "Goodbye. Come back whenever you have a question."},
    "greeting": {"ja": "こんにちは。登録された記事について、会社名と知りたいことをお尋ねください。", "en": "Hello. Ask about the articles: name a company and what you want to know."},
    "nod": {"ja": "ほかに知りたいことがあれば、続けてお尋ねください。", "en": "Ask on whenever you want to know more."},
}  # fmt: skip
_SENTENCE = re.compile(r"[^。．.!！?？、,\n]+(?:[。．.!！、,\n]+\s*|$)")


def courtesy(text: str) -> str | None:
    """The kind of courtesy ("thanks", "greeting", …) that `text` is and nothing else, or None.

    >>> courtesy("ありがとう、助かりました！"), courtesy("Thanks. And the debt?")
    ('thanks', None)
    """
    rest = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    kinds = []
    for kind, pattern in _COURTESY.items():
        rest, count = pattern.subn(" ", rest)
        if count:
            kinds.append(kind)
    return kinds[0] if kinds and not _FILLER.sub("", rest) else None


def reply(kind: str, language: str) -> str:
    """What is said to a courtesy of `kind`."""
    return _REPLIES[kind][language]


def without_courtesy(text: str) -> str:
    """`text` without the courtesies it opens with: "OK、では純損失は？" asks for the net loss; all of it where that is all."""
    end = 0
    while (match := _SENTENCE.match(text, end)) and courtesy(match.group()):
        end = match.end()
    return text[end:].strip() or text
