"""Questions for advice, opinion or prophecy, which no article answers: they are declined in a sentence."""

from __future__ import annotations

import re

_ADVICE = re.compile(
    r"買い(?:です|時|ど[きこ]|[かな])|(?:買|売|申し込|投資す|投資し|保有し|応募し)(?:う|る|っ|ん|た|だ|続け|増し)*(?:た|だ)?(?:べき|方が(?:いい|良い|よい|得)|ほうが(?:いい|良い|よい|得)|ても(?:いい|大丈夫))|おすすめ(?:の(?:株|銘柄|投資)|です)|(?:株|銘柄).{0,8}(?:おすすめ|お勧め|推奨|狙い目)"
    r"|\bshould (?:i|we|one|investors)\b|\b(?:good|bad|safe|wise|worthwhile) (?:investment|buy|bet|time to (?:buy|sell|invest))\b|\bworth (?:buying|investing)\b|\bwould you (?:buy|sell|invest|recommend)\b|\bdo you recommend\b|\b(?:buy or sell|a buy)\b",
    re.I,
)  # fmt: skip
_OPINION = re.compile(
    r"(?:と|って)(?:思|考え)(?:う|い|って)(?:ます|る)?(?:か|の)?[?？。]*$|どう思(?:う|い)|あなた(?:の|は)|君(?:の|は)"
    r"|\bdo you (?:think|believe|expect)\b|\byour (?:opinion|view|guess|prediction|take)\b|\bin your\b",
    re.I,
)  # fmt: skip
_PRICE = re.compile(
    r"株価.{0,12}(?:上が(?:る|り)|下が(?:る|り)|どうなる|いくらになる|伸びる|暴落する|急騰する)|\b(?:will|would|going to)\b.{0,40}\b(?:shares?|stock)\b.{0,30}\b(?:rise|fall|go (?:up|down)|crash|double|recover)\b|\b(?:shares?|stock)(?: price)? (?:will|going to)\b",
    re.I,
)  # fmt: skip


def declined(text: str, language: str) -> str | None:
    """The sentence that declines `text`, or None where it asks for something an article may hold."""
    if _ADVICE.search(text):
        return (
            "投資や売買の助言はしていません。記事にある事実についてお尋ねください。"
            if language == "ja"
            else "Kassoro gives no advice on buying or selling: ask about facts that the articles report."
        )
    if _OPINION.search(text) or _PRICE.search(text):
        return (
            "記事にない予測や意見は述べません。記事が伝える計画や見通しについてお尋ねください。"
            if language == "ja"
            else "Kassoro gives no forecast or opinion of its own: ask about plans and outlooks that the articles report."
        )
    return None
