"""What a question needs of a sentence: the names, measures, times and words in it, each with a weight.

Needs that a sentence may not fail (a company, a measure of a figure, a period) are `required`: what fails one is
kept only as "the nearest thing known".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from index.expansion import TRANSLATION_WEIGHT, Alternatives
from index.periods import Period
from index.quantity import Quantity
from index.vocabulary import Vocabulary, fold
from index.words import Analyser
from rag.question import Question

NAME_WEIGHT, METRIC_WEIGHT, PERIOD_WEIGHT, KIND_WEIGHT, QUANTITY_WEIGHT = 1.3, 1.6, 1.2, 0.8, 1.6
_WHERE = frozenset({"どこ", "where"})
_MANNER_WEIGHT = 0.3  # how something is done is seldom told by a phrase of means
ASKING = frozenset(
    "教える 知る 分かる 解る 言う 思う 現在 今 具体 具体的 詳しい 説明 記事 下さる くださる 願う 聞く 答える 見る どれ 何 事 時点 時 場合 内容 情報 "
    "関する 対する つく 就く 一体 結局 ほう 方 額 金額 数 数字 規模 水準 程度 くらい 位 どの どう よう 様 是非 トータル ざっくり ざっと 方法 手段 手法 教示 頂ける 会社 企業 人 国 だ そう 本当 正しい 間違い 事実 確か 行う 回答 つまり 実際 いま 頂く 致す 書く 載る 述べる "
    "どこ 何処 用 中 総額 合計 ランウェー ランウェイ ポイント パーセント 同社 当社 両社 続ける "
    "today now go gave give "
    "tell article articles say says said accord according pleas please know give much mani many exact exactli current about roughli rough basi set did doe amount figur figure number "
    "report reported compani company kind kindli kindly sort type far grate grateful it its their they that this there total major locat which what would could can you me".split()
)
# Weight of a Japanese word no article holds: spoken questions are full of words that no news is written in.
_UNHEARD = 0.6
# What a sentence that tells a place, a date or a reason looks like.
SIGNS_OF_KIND = {
    "place": re.compile(
        r"[州県市国町村区]に|[州県市国]の|に(?:ある|位置|所在)|本社|拠点|located|based in|headquarter", re.I
    ),
    "date": re.compile(
        r"[0-9]{1,2}月|(?:19|20)[0-9]{2}年|四半期|年末|年初|\b(?:20[0-9]{2}|[0-9]{1,2} may|may [0-9]{1,2}|in may|january|february|march|april|june|july|august|september|october|november|december)\b",
        re.I,
    ),
    "manner": re.compile(
        r"により|によって|を通じ|という形|方式|手法|使って|\bby\b|through|via|means of", re.I
    ),
    "reason": re.compile(
        r"ため|から、|ので|により|によって|理由|原因|要因|背景|きっかけ|目的|狙い|につなが|支えと?なっ|を支え|寄与|に充て|に投じ|に使[うわい]|押し上げ|押し下げ|響い|響き|圧迫|けん引|牽引|影響|を受けて|必要である|が必要"
        r"|because|due to|owing to|thanks to|in order to|as a result|the aim|so that|drove|driven|boosted|lifted|weighed|caused|led to|helped|since|on the back of",
        re.I,
    ),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a question names. `kind` is "name", "metric", "period", "round" or "word"; `key` is what is looked for.

    `words` are normalised words and `surfaces` folded spellings, any of which meets a "word" need; one that is
    `exact` is not met by words merely near in meaning. `owns` marks whose figures are asked for. All the words of one of
    `translations` meet it as well, and so does any of `forms`, other forms of an English verb.
    """

    kind: str
    key: str
    weight: float
    required: bool = False
    words: frozenset[str] = frozenset()
    surfaces: tuple[str, ...] = ()
    period: Period | None = None
    quantity: Quantity | None = None
    exact: bool = False
    owns: bool = False
    translations: tuple[frozenset[str], ...] = ()
    forms: frozenset[str] = frozenset()


def translated(needs: Sequence[Need], alternatives: Iterable[Alternatives]) -> list[Need]:
    """`needs` with what their words are called in the other language; all words of one translation meet a need."""
    found: dict[str, list[frozenset[str]]] = {}
    for one in alternatives:
        for word in one.words if not one.exact else ():
            found.setdefault(word, []).extend(
                frozenset(other) for other, weight in one.others.items() if weight == TRANSLATION_WEIGHT
            )
    return [_with_translations(need, _others(need, found)) for need in needs]


def _with_translations(need: Need, others: Sequence[frozenset[str]]) -> Need:
    """A word that looks like a name and is a common one of the other language (スタジオ) is none."""
    if need.kind != "word" or not others or (need.owns and need.surfaces):
        return need
    named = need.owns and not need.key.isascii()
    return replace(
        need,
        translations=tuple(dict.fromkeys(others)),
        owns=need.owns and not named,
        required=need.required and not named,
    )


def _others(need: Need, found: Mapping[str, list[frozenset[str]]]) -> list[frozenset[str]]:
    """The translations of a need's word; of all that a compound measure is made of."""
    whole = found.get(need.key, []) or [one for word in sorted(need.words) for one in found.get(word, [])]
    if whole or not _MEASURE.fullmatch(need.key):
        return whole
    # Of 仲介手数料 the last words say what it is ("commission"), where nothing translates the first.
    heads = (need.key[start:] for start in range(1, len(need.key) - 1))
    return next((found[head] for head in heads if head in found), [])


def needs_of(
    question: Question,
    vocabulary: Vocabulary,
    analyser: Analyser,
    idf: Callable[[str], float],
    most: float,
) -> list[Need]:
    """What `question` names, weighted; `idf` is scaled by `most`, the weight of a word no article holds."""
    asks_whether = question.kind == "yes_no"
    # A product's figures are no one else's either, where no company says whose they are.
    alone = not vocabulary.companies(question.entity_keys) and not any(
        _PERSON.search(question.text[entity.start : entity.end + 12]) for entity in question.entities
    )
    needs = [
        Need("name", key, NAME_WEIGHT, vocabulary.entities[key].is_company or asks_whether or alone)
        for key in question.entity_keys
    ]
    measured = wanted_unit(question, vocabulary) is not None and question.kind not in ("yes_no", "duration")
    needs += [
        Need("metric", key, METRIC_WEIGHT, measured, exact=asks_whether) for key in question.metric_keys
    ]
    needs += [Need("period", "", PERIOD_WEIGHT, True, period=period) for period in question.period_values]
    if question.kind != "yes_no":
        needs += [
            Need("quantity", question.text[m.start : m.end], QUANTITY_WEIGHT, quantity=m.quantity)
            for m in question.quantities
        ]
    if question.kind in SIGNS_OF_KIND or question.kind == "name":
        groups = (
            other
            for key, entity in vocabulary.entities.items()
            for other in (key, *entity.also)
            if key in question.entity_keys or set(entity.also) & set(question.entity_keys)
        )
        needs.append(
            Need(
                "kind",
                question.kind,
                _MANNER_WEIGHT if question.kind == "manner" else KIND_WEIGHT,
                words=frozenset((*question.entity_keys, *groups)),
            )
        )
    return needs + _word_needs(question, vocabulary, analyser, lambda word: idf(word) / most)


_PERSON = re.compile(r"氏|さん|社長|会長|CEO|['’]s (?:AI |own )?(?:company|firm|startup|business)")


def _word_needs(
    question: Question,
    vocabulary: Vocabulary,
    analyser: Analyser,
    rarity: Callable[[str], float],
) -> list[Need]:
    """The question's other words; `rarity` is 1 for a word no article holds."""
    needs: list[Need] = []
    words = analyser.words
    focus = question.focus
    # Whether a loss or a profit was made is the whole question: a word near in meaning answers it wrongly.
    heads = _asked_of(question, words)
    asks_whether = question.kind in ("yes_no", "reason")
    polar = frozenset().union(*vocabulary.opposites) if asks_whether else frozenset()
    if (
        question.kind == "open" and question.names
    ):  # "「ウスユキ」ってどんな製品？": what it is, is the answer
        focus = _WHAT_KIND.sub(" ", focus)
    for surface, others in vocabulary.synonyms(focus):
        if question.kind == "name" and surface in _WHERE:  # どこ asks for a company, not for a place
            focus = focus.replace(surface, " ")
            continue
        tokens = words(surface)
        weight = min(1.0, 0.25 + max((rarity(token) for token in tokens), default=1.0))
        surfaces = tuple(fold(word) for word in (surface, *others))
        exact = not polar.isdisjoint((*tokens, *surfaces)) or surface[0] in "非未不無"
        office = surface in heads and bool(_OFFICE.search(surface))
        needs.append(
            Need("word", surface, weight, office, frozenset(tokens), surfaces, exact=exact or office)
        )
        focus = re.sub(re.escape(surface), " ", focus, flags=re.I)
    for match in ROUND.finditer(focus):
        needs.append(Need("round", fold(match["letter"]), ROUND_WEIGHT, True))
    focus = ROUND.sub(" ", focus)
    for match in _ORDINAL.finditer(focus) if not question.names else ():
        surfaces = _ORDINALS[match.group().lower()]
        needs.append(Need("word", match.group(), ORDINAL_WEIGHT, surfaces=surfaces, exact=True))
    for match in _WEEKDAY.finditer(focus):
        ja, en = _WEEKDAYS[match.group().lower()[:3].rstrip("日")]
        needs.append(Need("word", match.group(), PERIOD_WEIGHT, True, surfaces=(ja, en), exact=True))
    focus = _WEEKDAY.sub(" ", focus)
    # A name the vocabulary does not know is held as strictly as one it does: its owner's figures are no one else's.
    for name in question.names:
        needs.append(Need("word", name, NAME_WEIGHT, True, surfaces=(fold(name),), exact=True, owns=True))
    measures = {word: match.group() for match in _MEASURE.finditer(focus) for word in words(match.group())}
    for word in dict.fromkeys(words(focus)):
        if (
            word in ASKING
            or (question.kind == "manner" and word in _REACTS)
            or (question.kind == "name" and word in _GENERIC)
            or (len(word) == 1 and not ("一" <= word <= "鿿"))
        ):
            continue
        owns = rarity(word) >= 1 and _looks_like_a_name(word, question)
        required = owns or word in heads or (word in measures and len(word) > 1)
        chatter = rarity(word) >= 1 and not required and question.language == "ja"
        weight = _UNHEARD if chatter else rarity(word)
        if question.kind == "name" and word in _DEEDS:
            weight *= 2  # who led the round is not who raised it
        needs.append(
            Need(
                "word", measures.get(word, word), weight, required, frozenset((word,)),
                exact=word in polar or word in measures or (word in heads and bool(_OFFICE.search(word))), owns=owns,
            )
        )  # fmt: skip
    return needs


# "どう対応した" asks what was done; its verb is a part of the interrogative.
_REACTS = frozenset("対応 対処 反応 変わる 変化 respond react handle".split())
# What somebody asked for by name has done.
_DEEDS = frozenset(
    "主導 率いる 買収 設立 創業 創立 提携 led lead found acquir bought buy back join head negoti".split()
)
# What happened on a Tuesday answers nothing about the Wednesday.
_WEEKDAY = re.compile(r"[月火水木金土日]曜日?|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_WEEKDAYS = {
    key: (f"{ja}曜", f"{en}day")
    for ja, en in zip("月火水木金土日", "mon tues wednes thurs fri satur sun".split(), strict=True)
    for key in (f"{ja}曜", en[:3])
}
# A round of funding is told from the others by its letter.
ROUND = re.compile(r"(?:\bseries[ -]?|シリーズ\s?)(?P<letter>[A-Ka-kＡ-Ｋ])(?![A-Za-z])", re.I)
ROUND_WEIGHT = 0.8
# The second plant is 第2工場.
ORDINAL_WEIGHT = 0.8
_ORDINAL_WORDS = "first second third fourth fifth".split()
_ORDINALS = {
    word: (word, f"第{number}", f"第{'一二三四五六七八九十'[number - 1]}", f"{number}番目")
    for number, word in enumerate(_ORDINAL_WORDS, start=1)
}
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|fifth)\b(?= [a-z])", re.I)
_UNIT_OF_SUFFIX = {"率": "percent", "比率": "percent", "数": "count"}


def _asked_of(question: Question, words: Callable[[str], list[str]]) -> frozenset[str]:
    """What a date or a place is asked of, which an answer cannot lack: the last word of the topic ("株主総会はいつ"); of a
    name only the office ("社長は誰"), as other words say what kind of thing it names ("通信社はどこ").
    """
    if question.kind not in ("date", "place", "name"):
        return frozenset()
    topics = [words(match[1])[-1:] for match in _TOPIC.finditer(question.text)]
    if question.kind == "name":
        topics = [topic for topic in topics if topic and _OFFICE.search(topic[-1])]
    return frozenset(word for topic in topics[-1:] for word in topic)


# An office is held by its holder alone: a 本社 is near to a 社長 in meaning only.
_OFFICE = re.compile(r"(?:長|役|官|総裁|代表|監査人)$")
_TOPIC = re.compile(r"([一-鿿々ァ-ヴー]{2,})(?:は|って|が|の(?=時期|日程|日付|予定日|場所|所在地))")


_WHAT_KIND = re.compile(r"(?<=\s)(?:製品|商品|サービス|会社|企業|技術|もの)(?=です|だ|か|なの|[?？。]|$)")
_GENERIC = frozenset(
    "機関 組織 団体 メディア 会社 企業 メーカー 製品 製造 社名 名前 名称 作る 手掛ける maker product".split()
)


# A measure the vocabulary does not know ("研究開発費"): an answer must speak of all of it.
_MEASURE = re.compile(
    r"[一-鿿ァ-ヴー]{2,}(費用?|額|率|数|高|料|単価|利益|損失|資産|コスト|比率)(?=[はをがのも、?？]|について|$)"
)


# The same for the unit it is of: 純資産 is of money.
_MEASURED = re.compile(_MEASURE.pattern.replace("{2,}", "+"))


def _looks_like_a_name(word: str, question: Question) -> bool:
    """A word no article holds that is written as names are: katakana or Latin letters in Japanese, a capital in English,
    or as the owner of what is asked for.
    """
    if question.language == "ja":
        owner = _OWNER.match(question.text)
        owned = owner is not None and owner[1] not in _OWNS_NOTHING and word in owner[1]
        return owned or bool(re.fullmatch(r"[a-z][a-z0-9.\-]+|[ァ-ヴー・]{4,}", word))
    match = re.search(rf"(?<!^)(?<![.?!] )\b{re.escape(word[:4])}\w*(['’]s\b)?", question.text, re.I)
    return bool(match and (match.group()[:1].isupper() or (match[1] and word not in _OWNS_NOTHING)))


_OWNS_NOTHING = frozenset(
    "同社 当社 両社 月々 毎月 月間 毎年 年間 四半期 今年 来年 去年 昨年 先月 今月 手元 手持ち 現在 今後 最新 直近 最近 次 前 将来 当時 実際 全体 合計 上記 例 "
    "year month quarter week day today yesterday period firm busi startup one".split()
)
_OWNER = re.compile(
    r"(?:では|じゃあ|それでは)?、?([一-鿿々ァ-ヴーぁ-ゖ]{2,}?)の(?=[一-鿿ァ-ヴーA-Za-z0-9])(?!後|前|際|時|間|中|上|下|方|場合|件|話|結果|影響|原因|理由)"
)


_ASKS_THING = re.compile(
    r"(?:何|なに|なん|どんな|どのような|どういう)(?:を|が|に(?!なり|なる)|から|と|の(?!くらい)|か[らを]|社|[^、。?？でだ]{1,8}[をがにとで](?!す))"
    r"|(?:what|which) (?:did|does|do|has|have|had|will|would|can|could|kind|sort|type|risk|product|system|role|plan|[a-z]+ (?:did|does|do|has|have|will|can|is used|are used|was used))\b"
)


def asks_thing(question: Question) -> bool:
    """Whether the interrogative stands for a thing or a purpose ("what was it spent on"), not for an amount."""
    start = question.interrogative[0] if question.interrogative else None
    if start is None:
        return False
    return bool(_ASKS_THING.match(fold(question.text[start:])) or _THING_IS.search(question.text[:start]))


# "押し上げたものは何？"
_THING_IS = re.compile(r"(?:もの|こと|物|事|要素|点)は(?:一体)?$")


_MEANS = re.compile(r"どうやって|どのような(?:方法|手段|形)|どのように(?!変|なっ|推移)|by what means", re.I)
_AFTERWARDS = re.compile(r"その後|結局|最終的に|how did .{0,40} end|what (?:became|happened)", re.I)


def _head_first(question: Question) -> tuple[str, ...]:
    """The measures named; of 「融資の金利」 the last is what is asked for, the others say whose it is."""
    chained = all(
        question.text[one.end : other.start] == "の"
        for one, other in zip(question.metrics, question.metrics[1:], strict=False)
    )
    return question.metric_keys[::-1] if chained and len(question.metrics) > 1 else question.metric_keys


def wanted_unit(question: Question, vocabulary: Vocabulary) -> str | None:
    """The kind of unit the answer's figure must have: from the interrogative, else from the measure named."""
    if question.operation in ("growth", "margin", "share") and question.kind in ("open", "amount"):
        return "percent"
    if question.kind in ("money", "percent", "count", "duration"):
        return question.kind
    if question.kind == "manner" and _MEANS.search(question.text):
        return None
    if asks_thing(question) or (question.kind == "manner" and _AFTERWARDS.search(question.text)):
        return None
    units = [vocabulary.metrics[key].unit for key in _head_first(question)]
    if not units and question.kind in ("amount", "open") and (unknown := _MEASURED.search(question.focus)):
        units = [
            next((unit for suffix, unit in _UNIT_OF_SUFFIX.items() if unknown[1].startswith(suffix)), "money")
        ]
    return units[0] if units and question.kind in ("amount", "open", "yes_no", "date", "manner") else None
