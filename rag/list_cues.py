"""What a list is asked of, and how sentences speak of such things without naming them."""

from __future__ import annotations

import re

_JAPANESE = re.compile(
    r"(?:を|は|について|に関して)?、?(?:すべて|全て|全部|いくつか|ざっと|主なものを)?(?:一覧(?:に(?:して)?|で|を|表示)?|列挙|挙げて|あげて|リストアップ|リスト(?:にして|化)|箇条書き(?:で|に)?|まとめて|並べて|羅列)(?:教えて|して|示して|見せて|出して)?(?:ください|下さい|ほしい|欲しい)?[。?？]*$"
)
_WHAT_JAPANESE = re.compile(
    r"(?:は何と何|は(?:どんな|どのような)(?:もの|こと)|には(?:何|どんなもの|どのようなもの))(?:が(?:ある|あり|含まれ)[^。]{0,6}|です)?か?[?？。]*$"
)
_RISKS = re.compile(r"(?P<asked>.*?(?:リスク|懸念|課題|論点))は[?？。]*$")
_ENGLISH = re.compile(
    r"^(?:please |can you |could you )?(?:list|enumerate|name|give me (?:a list of|all)|show(?: me)?)(?: all)?(?: of)?(?: the)? (?P<asked>.+?)[.?!]*$"
    r"|^what (?:are|were) (?:all )?(?:the )?(?P<what>(?:main |biggest |key |next )?[a-z]+s\b.+?)[.?!]*$",
    re.I,
)  # fmt: skip
# What is listed, and the words by which a sentence tells of one such thing.
_CUES = tuple(
    (re.compile(head, re.I), re.compile(sentence, re.I))
    for head, sentence in (
        (r"リスク|懸念|危険|\brisks?\b|\bdangers?\b|\bconcerns?\b|\bthreats?\b",
         r"リスク|懸念|恐れ|危険|枯渇|不足|(?:失敗|損失|罰金|処罰|減損|悪循環|不安|揺れ|遅らせ|遅れ)[^。]{0,24}(?:可能性|恐れ|かも)|\brisks?\b|\bcould (?:lose|fail|fall|hurt|run)|\bmay (?:lose|fail|face|not)"),
        (r"計画|予定|ロードマップ|次の(?:一手|段階|ステップ)|今後の|\bplans?\b|\broadmap\b|\bnext steps?\b|\bupcoming\b",
         r"予定|計画|目指|方針|\bwill\b|\bplans? to\b|\bexpected\b|\bscheduled\b|\baims? to\b"),
        (r"業績|決算|実績|数字|\bresults\b|\bfinancials\b|\bfigures\b|\bnumbers\b",
         r"(?:売上|利益|損失|赤字|黒字|収益|利益率)[^。]{0,24}[0-9０-９]|\b(?:revenue|sales|profit|loss|margin|income)\b[^.]{0,50}[0-9]"),
        (r"顧客|取引先|販売先|\bcustomers?\b|\bclients?\b", r"契約|取引|納入|供給|顧客|に売|から届|\b(?:signed|contracts?|customers?|clients?|sells? to|supplies)\b"),
        (r"投資家|出資者|株主|\binvestors?\b|\bbackers?\b|\bshareholders?\b", r"投資|出資|株主|主導|加わ|参加|引き受け|\b(?:led|invest\w*|joined|backed|stake|shareholders?)\b"),
        (r"競合|ライバル|\bcompetitors?\b|\brivals?\b", r"競合|競争|対抗|ライバル|\b(?:rivals?|competitors?|competes?)\b"),
        (r"製品|サービス|商品|\bproducts?\b|\bservices?\b", r"発売|公開|提供|製品|新型|サービス|\b(?:launch\w*|releas\w*|products?|makes|sells|offers)\b"),
        (r"提携|パートナー|\bpartners?(?:hips?)?\b", r"提携|協業|契約|パートナー|\b(?:partner\w*|agreement|alliance)\b"),
        (r"用途|使い道|使途|\buses?\b", r"用途|使う|使い|充て|\bused?\b|\bfund\b"),
    )
)  # fmt: skip


def list_asked(text: str, language: str) -> str | None:
    """What a list is asked of ("xAIのリスクを挙げて" asks of "xAIのリスク"); None if no list is asked for.

    >>> list_asked("List Acme's customers.", "en")
    "Acme's customers"
    """
    text = text.strip()
    if language == "en":
        match = _ENGLISH.search(text)
        return (match["asked"] or match["what"]) if match else None
    if match := _JAPANESE.search(text) or _WHAT_JAPANESE.search(text):
        return text[: match.start()] or None
    match = _RISKS.search(text)
    return match["asked"] if match else None


def cue_of(asked: str) -> re.Pattern[str] | None:
    """How a sentence speaks of one of what is listed; None for things of no known kind."""
    return next((sentence for head, sentence in _CUES if head.search(asked)), None)
