"""What a question asks: its language, the names, measures, times and figures in it, and the kind of answer wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.errors import QuestionError
from index.periods import ANY_YEAR, Period, PeriodMention, find_periods
from index.quantity import Mention, find_quantities
from index.vocabulary import Occurrence, Vocabulary, fold
from rag.exchange import find_rate, other_than_rate
from rag.given import given_formula

LONGEST = 2000
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_ENGLISH_FUNCTION_WORDS = re.compile(
    r"\b(?:the|is|are|was|were|what|how|who|when|which|where|why|does|did|do|has|have|of|in|to|for|and|by|with"
    r"|will|would|can|could|be|its|their|much|many|long|last)\b",
    re.I,
)
_KANA_KANJI = re.compile(r"[぀-ヿ一-鿿]")

# Interrogative -> kind of answer; the first that matches wins. Kinds: money, percent, count, duration, date, amount
# (any quantity), name, place, reason, manner, list.
_INTERROGATIVES: tuple[tuple[str, str], ...] = (
    (r"(?:(?<=機関は)|(?<=会社は)|(?<=企業は)|(?<=団体は)|(?<=組織は)|(?<=銀行は)|(?<=当局は)|(?<=メディアは)|(?<=大学は)|(?<=競合は)|(?<=相手は)|(?<=投資家は)|(?<=株主は)|(?<=顧客は)|(?<=ファンドは)|(?<=い手は)|(?<=り手は)|(?<=先は)|(?<=供給元は)|(?<=調達元は)|(?<=主導したのは)|(?<=出資したのは)|(?<=買収したのは)|(?<=融資したのは))どこ", "name"),
    (r"(?:どのような|どんな|どういう)(?:方法|手段|形|手法|やり方)", "manner"),
    (r"何(?:か|ヶ|ヵ|カ|ケ|箇)月(?:間)?(?:くらい|ぐらい|ほど|分)?|何年(?:間)(?:くらい|ぐらい|ほど)?|何時間|何日間?(?=.{0,6}(?:もつ|持つ|制限|続))|(?:どの|どれ)(?:くらい|ぐらい|程度|だけ|ほど)の(?:期間|年月|間|あいだ|時間)|何(?:か|ヶ|ヵ|カ|ケ|箇)月", "duration"),
    (r"いつ(?:ごろ|頃)?(?:まで)?|何年何月|何年(?:ごろ|頃)?|何月(?:ごろ|頃)?|何日|どの四半期|どの時期", "date"),
    (r"何(?:%|％|パーセント|パー|割)(?:くらい|ぐらい|ほど)?|どの(?:くらい|ぐらい)の割合|どれ(?:くらい|ぐらい)の割合|(?:どれ|どの)(?:くらい|ぐらい|だけ|ほど)の比率", "percent"),
    (r"何倍(?:くらい|ほど)?|どの(?:水準|規模|程度|額|辺り|あたり)", "amount"),
    (r"いくら(?:くらい|ぐらい|ほど)?|何(?:億|万|兆)?(?:米)?(?:ドル|円|ユーロ)(?:くらい|ぐらい|ほど)?|おいくら", "money"),
    (r"何(?:万)?(?:人|社|基|機|回|件|台|か国|カ国|ヶ国|言語|個|つ|本|枚|種類|GW|ギガワット)(?:くらい|ぐらい|ほど)?|何(?:歳|才|名|店舗|店|都市|カ所|か所|施設|ページ|桁|票|件|位|番目|枚|軒|戸|頭|両|隻|便)|いくつ", "count"),
    (r"(?:どれ|どの)(?:くらい|ぐらい|だけ|ほど)(?:の人(?:数|が)?)?(?=い(?:る|ます|た|まし))", "count"),
    (r"(?:どれ|どの)(?:くらい|ぐらい|ほど|程度)(?:の(?:額|金額|規模|お金|水準|数))?|どれだけ(?:の(?:額|金額|お金))?|どこまで|いかほど|なんぼ", "amount"),
    (r"(?:誰|だれ|どなた)(?:と(?:誰|だれ))?|どの(?:会社|企業|投資家|競合|モデル|製品|ツール|銘柄|組織|機関|国|言語モデル)|どこの(?:会社|企業)|どんな(?:会社|企業|投資家)|何社|何という(?:会社|名前|モデル)?|(?<=の)(?:名前|名称|社名)(?=は?[?？。]*$|[はを]教えて|は(?:何|なん))|どちら(?:の(?:会社|企業))?|どういう名前", "name"),
    (r"どこ(?:の(?:街|町|都市|国|州|県|地域|場所))?", "place"),
    (r"どの(?!よう)[一-鿿ァ-ヴーA-Za-z]{1,10}", "name"),
    (r"何のせい|なんのせい|なぜ|何故|どうして|なんで|理由は?(?:何|なに|なん)?|何が原因|(?:原因|要因|背景|決め手)は?(?:何|なに)?", "reason"),
    (r"どのように|どうやって|どう(?=(?:やっ|し|なっ|なり|なる|対応|説明|使|述|考|位置))|いかに", "manner"),
    (r"どんな|どのような|どういう|どういった", "open"),
    (r"何|なに|なん(?=で|の|だ)", "open"),
)  # fmt: skip
_ENGLISH: tuple[tuple[str, str], ...] = (
    (r"what did(?=.{1,40}?\b(?:lose|earn|spend|raise|pay|charge|burn)\b)", "money"),
    (r"how (?:many|much) months|how many (?:years|hours|days)|how long|for how long|how many hours", "duration"),
    (r"when|what (?:month|date|year|day|quarter)|which (?:month|year|quarter)|by what date|until when", "date"),
    (r"what (?:percent(?:age)?|share|fraction|proportion|stake)|how (?:big|large|much of) (?:a|an|the|is) (?:stake|share)?|what (?:is|was|were) .{0,40}(?:stake|share|percentage|coupon|interest rate|margin)\b", "percent"),
    (r"how much (?!money|cash|revenue|debt|capital|funding|profit|loss|interest|tax|dividend|cost|equity|income|investment|savings?|more|less|time|long|of|do|does|did|is|was|will|would|has|have|had|can|could|should|are|were|the|it|its|he|she|they|a|an|this|that)[a-z]+ (?=(?:do|does|did|is|was|will|would|has|have|had|can|could|are|were)\b)", "amount"),
    (r"how much (?:money|cash|revenue|debt|capital|funding)?|at what (?:price|valuation)|what price|what (?:is|was|were|are) the (?:price|cost|valuation)", "money"),
    (r"how many|what number of|how (?:often|frequently)", "count"),
    (r"how (?:large|big|high|low|fast|great|strong)", "amount"),
    (r"who(?:se|m)?|which (?:compan(?:y|ies)|investors?|firms?|banks?|funds?|lenders?|customers?|clients?|suppliers?|airlines?|studios?|universit(?:y|ies)|regulators?|retailers?|utilit(?:y|ies)|insurers?|brokers?|groups?|people|person|executives?|analysts?|models?|products?|partners?|rivals?|agency|chip|city|state|benchmark)|what (?:compan(?:y|ies)|investors?|firms?)", "name"),
    (r"where|which (?:city|state|country|place)|in what (?:city|state|country)", "place"),
    (r"why|what (?:is|was) the reason|for what reason|what caused|how come", "reason"),
    (r"how", "manner"),
    (r"what|which", "open"),
)  # fmt: skip
_PATTERNS = {
    "ja": [(re.compile(pattern), kind) for pattern, kind in _INTERROGATIVES],
    "en": [(re.compile(rf"\b(?:{pattern})\b", re.I), kind) for pattern, kind in _ENGLISH],
}
_YES_NO = {
    "ja": re.compile(
        r"(?:ですか|ますか|ましたか|でしたか|でしょうか|ませんか|たのか|ていますか|るの|たの|の|か|よね|ですよね|ですね|わけ|なん|んか|っけ|でしょ|って本当|本当|合ってる)(?:ですか)?[?？。]*$|(?:ている|てる|てます|した|する|ある|った|ない|なる)[?？]+$"
    ),
    "en": re.compile(
        r"^(?:so |and |but |then )?(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|isn't|didn't|doesn't|hasn't|aren't|wasn't)\b|(?:right|correct|true|isn't it|didn't (?:it|they|he))\s*\?*$",
        re.I,
    ),
}
_LIST = re.compile(
    r"一覧|列挙|すべて|全て|挙げて|まとめ|要約|概要|リストアップ|どんなリスク|リスクは|ロードマップ|\b(?:list|summari[sz]e|summary|overview|all the|roadmap|what are)\b",
    re.I,
)
_OPERATIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("runway", r"デフォルト・?(?:アライブ|デッド)|\bdefault[- ](?:alive|dead)\b|\b(?:when|how soon) (?:do|does|will|would)\b.{0,30}\brun out\b(?! of (?!cash|money))|(?:底をつ|尽き|枯渇|なくな|無くな|切れ|使い切)[^。]{0,12}(?:何年|何月|いつ)|(?:賄|まかな)[^。]{0,8}(?:何|なん)(?:か|ヶ|ヵ|カ|ケ|箇)月|何年(?:何月)?(?:ごろ|頃)?(?:まで)?(?:もつ|もち|持つ|持ち|続く|続き|やって|耐え)|(?:現金|資金|キャッシュ|お金|手元).{0,40}(?:何|なん)(?:か|ヶ|ヵ|カ|ケ|箇)月分|(?:ドル|円|ユーロ|ポンド|元).{0,24}(?:月|週|日|四半期|年).{0,24}(?:ドル|円|ユーロ|ポンド|元).{0,12}(?:何|なん)(?:か|ヶ|ヵ|カ|ケ|箇)月|ランウェイ|ランウェー|滑走路|資金繰り.*(?:何|いつ)|(?:何|なん)(?:か|ヶ|ヵ|カ|ケ|箇)月(?:分|間)?.{0,8}(?:もつ|もち|持つ|持ち|持ちこたえ|生き延び|続く|続き|やって|耐え|尽き|底をつ|なくな|枯渇)|(?:いつ|どれ(?:くらい|だけ)|どのくらい|あと).{0,12}(?:もつ|もち(?:ます|そう)|持つ|持ちます|持ちこたえ|尽き|枯渇|底をつ|なくな|無くな|切れ)|(?:現金|資金|キャッシュ).{0,8}(?:何|なん)(?:か|ヶ|ヵ|カ|ケ|箇)月|(?:現金|資金|キャッシュ|お金|手元資金|手元)[^。]{0,48}(?:もつ|もちます|持つ|持ちます|尽き|枯渇|底をつ|なくな|無くな|切れ)|runway|cash.{0,20}last(?! (?:year|month|quarter|week|time|round))|(?:run|runs|running) out of (?:cash|money)|money (?:last|run out)|cash.{0,12}run out|months of cash|how many months\b.{0,60}(?:cover|burn|cash|bank|money|reserves)|(?:cash|bank|burn|money|reserves)\b.{0,80}how many months|burn through its cash|(?:last(?! (?:rais|borrow|receiv|got|get|spen|report|round|year|month|quarter|week|time|fund|tap|s[eo]l|announc|paid|pay))|survive|keep going|stay afloat)\b.{0,40}(?:cash|money|burn)|how long (?:can|could|will|would|does|do|until|before)\b.{0,60}(?:last|survive|cash|money|burn|go on)"),
        ("break_even", r"(?:黒字化|黒字に|収支均衡|収支トントン|損益トントン|収支が(?:合|とんとん)|break(?:ing|s)?[- ]?even|turn(?:s|ing)? profitable|become profitable)[^。]{0,40}(?:売上|収入|増収|revenue|sales|income)[^。]{0,24}(?:いくら|どれ|必要|how much|need)|(?:how much|what)[^?]{0,30}(?:revenue|sales|income)[^?]{0,40}(?:break(?:ing)?[- ]?even|turn profitable|become profitable)"),
        ("margin", r"純損失率|営業損失率|粗利率|粗利益率|売上総利益率|営業利益率|純利益率|利益率|gross margin|profit margin|operating margin|\bmargin\b"),
        ("portion", r"(?:円|ドル|ユーロ|ポンド|元)の[0-9.]+(?:%|％|パーセント|割)(?:は|って|だと)|[0-9.]\s?(?:%|percent) of (?:[$€£¥]|usd|jpy|eur)|[0-9.](?:%|％|パーセント).{0,40}(?:計算すると|換算すると|金額に(?:すると|直すと)|いくらに(?:なり|なる|相当)|相当額)|(?:持ち分|持分|株)(?:の価値|は金額で|を金額)|(?:stake|share|holding).{0,30}(?:worth|valued at)|(?:worth|value) of .{0,30}(?:stake|share|holding)"),
        ("interest", r"年間.{0,8}(?:利息|利払い|金利負担|利子)|(?:利息|利払い|利子|金利負担)(?:は|が)?.{0,10}(?:年|いくら|どれ|どのくらい|額)|年.{0,4}(?:利息|利払い|利子)|(?:annual|yearly|per year|a year|year'?s).{0,24}interest|interest.{0,30}(?:per year|a year|annual|yearly|cost|bill|payment|expense)"),
        ("remaining", r"目標まで(?:あと|残り)|(?:目標|計画)に(?:は)?(?:あと|いくら)?(?:足り|届|不足)|目標.{0,12}(?:あと|残り|不足|足りな|届か)|あといくら.{0,12}(?:目標|必要)|shortfall|short of (?:its|the) .{0,20}target|(?:remaining|left|more).{0,30}(?:to (?:reach|hit|meet)|target)|how far.{0,40}target"),
        ("share", r"達成率|進捗率|(?:目標|全体|売上高?|負債|調達額|総額|評価額)の(?:約)?何(?:%|％|パーセント|割)|に占める|占めて|何(?:%|％|パーセント|割)に(?:当た|あた|相当)|割合は|what (?:share|percent(?:age)?|fraction|proportion) of"),
        ("ratio", r"何倍|倍率|how many times|times (?:as|larger|bigger|higher|the)|ratio of|multiple"),
        ("growth", r"\b(?:quarter[- ]o(?:n|ver)[- ]quarter|year[- ]o(?:n|ver)[- ]year|qoq|yoy)\b[^?]{0,40}\b(?:growth|change|increase|rise|fall|decline)|前(?:四半期|年同期|年|期)比(?:は|での?|の)?(?:何%|増減|伸び|成長|どれ|どの|[?？]|$)|(?:増加|伸び|成長|減少|拡大|上昇)率|何(?:%|％|パーセント|割)(?:くらい|ほど)?の?(?:増|伸び|減|拡大|膨ら|悪化|上回|多)|(?:by )?what percent(?:age)?.{0,50}(?:grow|grew|increase|rise|rose|widen|change|higher|lower|larger|bigger|smaller|above|below)|(?:growth rate|percent(?:age)? (?:change|increase|growth))|how (?:much|fast).{0,100}\b(?:in|as a) percent(?:age)?"),
        ("difference", r"何(?:%|％|ポイント|pt).{0,5}(?:違|差|高|低|開)|差額|差は|の差|(?:いくら|どれ(?:くらい|だけ|ほど)|どのくらい|何億?ドル|何[人名社件基機台店本個])(?:くらい|ほど)?(?:増|減|拡大|悪化|上回|下回|超え|超し|多|少な|膨ら|超過|広が|開き|違)|引くと|引いた(?:ら|差|残り|額)|差し引|から引|minus|subtract|(?:より|から|比べて|比べ|対比で).{0,14}(?:いくら|どれ(?:くらい|だけ|ほど)|どのくらい|何億?ドル).{0,8}(?:増|減|拡大|悪化|上回|下回|多|少な|膨ら|広が|開|違|大き|小さ|高|低|良|悪)|difference|how much (?:more|less|larger|bigger|higher|lower|wider|worse|did .{0,50} (?:widen|grow|increase|rise|exceed|worsen))|by how much|exceed(?:ed|s)? .{0,40}by"),
        ("average", r"(?:月|四半期|毎月|ひと月|1か月|一か月|1ヶ月)(?:間)?(?:あたり|当たり)?の?平均|平均(?:すると|して|で|の)?.{0,10}(?:月|四半期|毎月)|(?:1|１|一|ひと)(?:か|ヶ|ヵ|カ|ケ)?月(?:あたり|当たり|に(?:均|なら)す)|(?:月|ひと月)(?:換算|割り|平均)|月(?:あたり|当たり)?に(?:均|なら)す|average.{0,30}(?:month|quarter)|(?:monthly|quarterly) average|on average|per[- ]month average|averaged"),
        ("yearly", r"(?:1|１|一)年(?:間)?(?:使|契約|払|続け|続く|続い|利用|だと|で(?:いくら|何))|年額|年間(?:で|だと)?(?:いくら|何ドル)|年(?:換算|に直す|に換算)|annuali[sz]ed?|for (?:a|one) (?:full )?year|(?:cost|pay|come to).{0,30}(?:per|a) year"),
        ("sum", r"合計|合わせて(?:いくら|何|どれ)|足す|総額は(?=.*と)|combined|in total|sum of|add(?:ed)? (?:up|together)|altogether"),
    )
)  # fmt: skip
# "1株いくら", "1機当たり何円": one of what is asked for.
_EACH = re.compile(r"(?:に)?(?:当たり|あたり|につき|ごと|いくら|何|どれ|どの)")
# Runways are made of more than their formula: ranges, dates, what was said before.
_CONVERTS = re.compile(
    r"換算|直す|直し|何円|何ドル|何ユーロ|いくら|(?:in|into|to) (?:yen|dollars|euros|pounds|jpy|usd|eur)|convert|how (?:many|much)"
)
_DEFAULT_ALIVE = re.compile(r"デフォルト・?(?:アライブ|デッド)|default[- ](?:alive|dead)")
_RUNWAYS = frozenset({"runway", "net_runway", "runway_after_raise"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question, understood as far as words allow. Offsets refer to `text`.

    `kind` is the kind of answer wanted (see `_INTERROGATIVES`; "yes_no" and "open" besides); `operation` names a
    calculation the wording asks for, or is None; `focus` is the text less everything that was recognised, for words.
    `names` are names the vocabulary does not know (see `rag.names`), no longer in `focus`.
    `earlier` is the question this one follows up, once `history.complete` has found it to.
    """

    text: str
    language: str
    kind: str
    operation: str | None
    entities: tuple[Occurrence, ...]
    metrics: tuple[Occurrence, ...]
    periods: tuple[PeriodMention, ...]
    quantities: tuple[Mention, ...]
    interrogative: tuple[int, int] | None
    focus: str
    is_list: bool = False
    names: tuple[str, ...] = ()
    earlier: Question | None = None

    @property
    def entity_keys(self) -> tuple[str, ...]:
        """Canonical names, in order of first mention."""
        return tuple(dict.fromkeys(entity.key for entity in self.entities))

    @property
    def metric_keys(self) -> tuple[str, ...]:
        """Metrics named, in order of first mention."""
        return tuple(dict.fromkeys(metric.key for metric in self.metrics))

    @property
    def period_values(self) -> tuple[Period, ...]:
        """Periods named, in order."""
        return tuple(dict.fromkeys(mention.period for mention in self.periods))


def read_question(text: str, vocabulary: Vocabulary, language: str | None = None) -> Question:
    """Understand `text`; QuestionError if it is empty, holds no word, or is longer than 2,000 characters.

    `language` is given where the words alone do not tell it: a bare name in the midst of a conversation.
    """
    text = _plain(text)
    language = language or detect_language(text)
    folded = fold(text)
    kind, interrogative = _kind(folded, language)
    entities = _speaking(tuple(vocabulary.find_entities(text)), vocabulary)
    taken = [(entity.start, entity.end) for entity in entities]
    periods = _periods(text)
    rate = find_rate(text)
    quantities = tuple(
        mention
        for mention in other_than_rate(rate, find_quantities(text))
        if not any(p.start <= mention.start < p.end for p in periods)
        and not (mention.quantity.value == 1 and _EACH.match(folded, mention.end))
    )
    if kind in ("open", "amount") and interrogative is None and _DOER.search(folded):
        kind = "name"
    # "Who invested?" asks for names: its measure is a word like any other.
    wordy = kind in ("name", "place") or (kind == "yes_no" and not quantities)
    metrics = () if wordy else _metrics(text, entities, vocabulary)
    operation = next((name for name, pattern in _OPERATIONS if pattern.search(folded)), None)
    companies = set(vocabulary.companies(entity.key for entity in entities))
    gives = len(companies) > 1 and kind == "money" and _GIVES.search(folded)
    if gives and {metric.key for metric in metrics} <= {"cash"}:
        metrics = (Occurrence("investment", len(text), len(text)),)
    given = given_formula(text, quantities)
    if given and not (operation == "runway" and given.key in _RUNWAYS):
        operation = "formula"
    if operation is None and rate and _CONVERTS.search(folded):
        operation = "convert"
    if operation is None and kind == "percent" and len(dict.fromkeys(metric.key for metric in metrics)) > 1:
        operation = "share"  # "調達額は現金の何%？"
    spans = [
        *taken,
        *((metric.start, metric.end) for metric in metrics),
        *((period.start, period.end) for period in periods),
    ]
    spans += [(mention.start, mention.end) for mention in quantities]
    spans += [match.span() for match in _DEFAULT_ALIVE.finditer(folded)]
    if interrogative:
        spans.append(_asking_part(folded, interrogative) if kind == "name" else interrogative)
    return Question(
        text, language, kind, operation, entities, metrics, periods, quantities, interrogative,
        _blank(text, spans), bool(_LIST.search(text)),
    )  # fmt: skip


def _plain(text: str) -> str:
    """The question without courtesies, in one line and in written forms; QuestionError if nothing is left, or too much."""
    text = _POLITE.sub("", " ".join(text.split())) or text
    if (request := _REQUEST.search(text)) and not _ASKS_ITSELF.search(
        text, 0, request.start()
    ):  # "純損失についてもお伺いしたいのですが"
        text = f"{text[: request.start()]}は？"
    if not any(character.isalnum() for character in text):
        raise QuestionError(
            "質問が空です。知りたいことを一文で入力してください。 (The question is empty: ask in one sentence.)"
        )
    if len(text) > LONGEST:
        raise QuestionError(
            f"質問が長すぎます（{len(text):,}文字）。{LONGEST:,}文字以内にしてください。 "
            f"(The question has {len(text):,} characters; {LONGEST:,} is the most.)"
        )
    return _SPOKEN.sub(lambda match: "どれ" + match[1], text)


# Polite words that ask for what stands before them, in a sentence without an interrogative.
_REQUEST = re.compile(
    r"(?<=[^はがをもの])(?:(?:に(?:つき|関し)まして|について|に関して|のこと|の(?:方|ほう))?(?:も|を|は|の)?)(?:ご|お|御)?(?:教え|教示|確認|回答|説明|聞かせ|示し|答え|伺い|うかがい|伺え|尋ね)"
    r"(?:て|を)?(?:いただけ|頂け|いただき|頂き|もらえ|くださいますか|下さいますか|願え|したい|したく|たい(?:の|と)|できます)[^。?？]*[。?？]*$"
)
_ASKS_ITSELF = re.compile(
    r"いくら|いくつ|いつ|どこ|どれ|どの|どう|どん|どち|誰|だれ|何|なに|なぜ|か(?:を|について|も)?$|理由|方法"
)
_SPOKEN = re.compile(r"どん(くらい|ぐらい|だけ)")
# Courtesies before the question itself.
_POLITE = re.compile(
    r"^(?:(?:お忙しいところ|夜分|突然(?:の質問で)?|お手数(?:です|をおかけします)が?|いつも)?(?:大変)?(?:恐れ入ります|恐縮です|失礼(?:いた)?します|申し訳(?:ありません|ございません)|すみません|お世話になっております|こんにちは|はじめまして|質問です|お疲れ様です)(?:が|けど)?[。、！!,\s]*)+"
    r"|^(?:(?:hi|hello|hey|excuse me|sorry to bother you|good (?:morning|afternoon|evening)|thanks|thank you)[,.!\s]+(?:there|kassoro|but)?[,.!\s]*)+",
    re.I,
)


def _metrics(text: str, entities: tuple[Occurrence, ...], vocabulary: Vocabulary) -> tuple[Occurrence, ...]:
    """Measures named outside of names; the price of a company is its valuation."""
    taken = [(entity.start, entity.end) for entity in entities]
    companies = {entity.end for entity in entities if vocabulary.entities[entity.key].is_company}
    found = [
        replace(metric, key="valuation")
        if metric.key == "price" and text[metric.start - 1] == "の" and metric.start - 1 in companies
        else metric
        for metric in vocabulary.find_metrics(text)
        if not _inside(metric, taken)
    ]
    if _TARGETED.search(text) and not _REACHED.search(text):  # "売上 目標額" asks for the target
        found = [replace(m, key="revenue_target") if m.key == "revenue" else m for m in found]
    if _COUNTS.search(text):  # "how many copies were sold" counts no money
        found = [m for m in found if vocabulary.metrics[m.key].unit != "money"]
    if not found and _WORKERS.search(text):
        found = [Occurrence("headcount", len(text), len(text))]
    if any(metric.key == "ebitda_loss" for metric in found):  # "lose on an EBITDA basis" is no net loss
        found = [metric for metric in found if metric.key != "net_loss"]
    return tuple(found)


_COUNTS = re.compile(
    r"\bhow many (?!months|years|dollars|pounds|yen|euros|times)|何(?:本|枚|部|個|台|冊|着|食|杯)(?:くらい|ぐらい|ほど)?(?:売|販売)",
    re.I,
)
_WORKERS = re.compile(
    r"(?:何人|何名|(?:どの|どれ)(?:くらい|ぐらい|だけ|ほど)の?人?(?:数)?)(?:くらい|ぐらい|ほど)?[^、。?？]{0,4}(?:働|雇|在籍|勤め)|(?:働いて|雇って|勤めて)[^、。?？]{0,8}(?:何人|何名)|how many people (?:does|do|did|work|are employed)",
    re.I,
)
_TARGETED = re.compile(
    r"目標(?:額|値)|(?:売上高?|収益)\s*(?:の|に関する)?目標|revenue (?:target|goal)|target (?:for|of) revenue",
    re.I,
)
_REACHED = re.compile(
    r"達成|進捗|届|実績|比べ|対し|上回|下回|あと|残り|不足|差|reach|achiev|hit|met|short|remain|compar|against",
    re.I,
)
# "AcmeってZenithにいくら突っ込んだ？": whatever the verb, money went from one to the other.
_GIVES = re.compile(
    r"(?:は|が|って)[^、。]{0,12}に(?:(?:対して)?(?:いくら|どれ|なんぼ)|[^、。はが]{1,6}た(?:お金|資金|金額|金|額)は)"
)
# "Acmeに出資したのは？" asks for who did it.
_DOER = re.compile(
    r"(?:投資|出資|買収|支援|主導|参加|創業|設立|開発|提携|競合|指摘|批判|発表)し(?:た|ている)のは[?？。]*$"
    r"|(?:先|者|家|株主|企業|会社|銀行|業者|相手|買い手|売り手)(?:と|に)なっ(?:た|ている)のは[?？。]*$"
)
_WHICH = re.compile(r"どの|どんな|どこの|(?:which|what) ", re.I)


def _asking_part(folded: str, interrogative: tuple[int, int]) -> tuple[int, int]:
    """Of "which investors" only "which" asks: the noun says what the answer is about."""
    start, end = interrogative
    match = _WHICH.match(folded, start)
    return (start, match.end()) if match and match.end() < end else interrogative


def _periods(text: str) -> tuple[PeriodMention, ...]:
    """Times in a question: a year right before a part of it only dates that part; "until September" is its end."""
    found = find_periods(text, year=ANY_YEAR)
    kept = [
        mention
        for mention, following in zip_longest(found, found[1:])
        if not (following and _dates(mention, following, text))
    ]
    return tuple(
        replace(mention, period=replace(mention.period, kind="point"))
        if not mention.period.cumulative
        and (_UNTIL.match(text[mention.end :]) or _BY.search(text[: mention.start]))
        else mention
        for mention in kept
    )


_BY = re.compile(r"\b(?:by|until|through|up to) (?:the end of )?$", re.I)
_UNTIL = re.compile(r"(?:末)?までの")
_OF_THE_YEAR = re.compile(r"[の、, ]*(?:最初の|はじめの|初めの|第)?")


def _dates(year: PeriodMention, part: PeriodMention, text: str) -> bool:
    whole, inner = year.period, part.period
    return (
        (whole.start.month, whole.end.month) == (1, 12)
        and whole.start <= inner.start
        and inner.end <= whole.end
        and whole != inner
        and bool(_OF_THE_YEAR.fullmatch(text[year.end : part.start]))
    )


def _speaking(entities: tuple[Occurrence, ...], vocabulary: Vocabulary) -> tuple[Occurrence, ...]:
    """Without the names that a longer one at the same place speaks for."""
    spoken = {(e.start, also) for e in entities for also in vocabulary.entities[e.key].also}
    return tuple(entity for entity in entities if (entity.start, entity.key) not in spoken)


# A Japanese name in an English question does not make it Japanese.
_OPENS_IN_ENGLISH = re.compile(
    r"\s*(?:what|when|where|who|whose|why|how|which|did|does|do|is|are|was|were|has|have|will|can|could)\b(?=[ '’])",
    re.I,
)


def detect_language(text: str) -> str:
    """`ja` if the sentence is built with kana or kanji, `en` if with English function words."""
    english = len(_ENGLISH_FUNCTION_WORDS.findall(text))
    if _HIRAGANA.search(text):
        return "en" if english >= 3 or _OPENS_IN_ENGLISH.match(text) else "ja"
    if not re.search(r"[A-Za-z]", text):
        return "ja"  # digits and signs alone: the first language of the house
    return "ja" if _KANA_KANJI.search(text) and english < 2 else "en"


def _kind(folded: str, language: str) -> tuple[str, tuple[int, int] | None]:
    if language == "en" and _YES_NO["en"].search(folded):
        return "yes_no", None
    for pattern, kind in _PATTERNS[language]:
        if match := pattern.search(folded):
            return kind, match.span()
    if _YES_NO[language].search(folded):
        return "yes_no", None
    return "open", None


def _inside(occurrence: Occurrence, spans: list[tuple[int, int]]) -> bool:
    return any(start <= occurrence.start and occurrence.end <= end for start, end in spans)


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
