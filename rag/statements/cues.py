"""Words that say what a question wants done with its measures. All patterns read folded text."""

from __future__ import annotations

import re

from index.vocabulary import fold

PERCENT = re.compile(
    r"何\s?(?:%|％|パーセント|割)|[%％]|パーセント|\bper\s?cent(?:age)?\b(?! points?)|率(?!直)|割合|\bgrowth\b|proportion|how sharply|(?<![a-z])yoy(?![a-z])|前年比|前期比|伸び率"
)
POINT = re.compile(r"ポイント|\bpoints?\b|\bpp\b")
AMOUNT = re.compile(
    r"いくら|どれだけ|どれくらい|どのくらい|何円|何百万円|何億|金額|増収額|減収幅|増益額|減益幅|増減額|差額|前期差|前年差|差は|how much|\bamount\b|in (?:millions of )?yen|in dollars|absolute|what was the (?:increase|decrease|drop|rise|fall)|the difference"
)
MONEY = re.compile(r"いくら|何円|金額|in (?:millions of )?yen|in dollars|\bamount\b|absolute")
MULTIPLE = re.compile(r"何倍|倍率|how many times|\btimes (?:as|the|its|larger|higher|bigger)|multiple of")
BOTH_YEARS = re.compile(r"(?:2|二|両)(?:年|期|年度)間?|\btwo years\b|\bboth years\b")
AVERAGE = re.compile(r"平均(?!成長|年成長)|\baverage\b|\bmean of\b")
_UP = (
    r"増収(?!率|額)|増益(?!率|額)|増加(?:した|しました)?(?!率|額)|増え(?:ました|た|ている|ています)|上回(?:りました|った)|伸び(?:ました|た|ている|ています)|拡大(?:した|しました)?|改善(?:した|しました)?|良くな(?:った|りました)|"
    r"上が(?:った|りました)|上昇(?:しました|した)?|高(?:まった|くな(?:った|りました)|まりました|めた)|膨らんだ|多かった|超え(?:た|ました)|大きくなった|好転(?:した)?|"
    r"\b(?:went up|increased?|(?<!add )(?<!adds )(?<!ended )(?<!end )(?<!eaten )(?<!made )(?<!make )(?<!makes )up(?! to)|higher|ris(?:e|en)|rose|grow(?:n)?|grew|improved?|expand(?:ed)?|widen(?:ed)?|larger|more|better|gain(?:ed)?|bigger|greater|beat|stronger)\b"
)
_DOWN = (
    r"減収(?!率|額|幅)|減益(?!率|額|幅)|減少(?:した|しました)?(?!率|額|幅)|減(?:りました|った|っている|っています)|下回(?:りました|った)|落ち(?:込みました|込んだ|ました|た)|縮小(?:した|しました)?|悪化(?:した|しました)?|悪くな(?:った|りました)|"
    r"下が(?:った|りました)|低下(?:しました|した)?|低くな(?:った|りました)|縮んだ|少なかった|割り込(?:んだ|みました)|弱(?:まった|くなった)|届かなかった|小さくなった|"
    r"\b(?:went down|decreased?|down|lower|fall(?:en)?|fell|drop(?:ped)?|declin(?:e|ed)|deteriorated?|contract(?:ed)?|narrow(?:ed)?|smaller|(?<!yen )less(?! than)|worse(?:ned)?|worsen|shr[iau]nk|lost|lose|miss(?:ed)?|weaker)\b"
)
RISES, FALLS = re.compile(_UP), re.compile(_DOWN)
_OFFERED_UP = re.compile(
    rf"{_UP}|プラス|高めることが(?:でき|出来)(?:ました|た)|\bpositive\b|(?<=より)上(?=か下)"
)
_OFFERED_DOWN = re.compile(rf"{_DOWN}|マイナス|\bnegative\b|(?<=上か)下")
# That something moved, or is to be held against another time.
CHANGES = re.compile(
    rf"{_UP}|{_DOWN}|増減|変化|変わ|動いた|動き|前期比|前年度?比|前年同期比|前期差|前年差|前の?期(?:末)?(?:に|と|より|から|の何倍|を)|前年(?:度)?(?:に|と|より|から|を)|比べ|比較|成長|伸び|増え|減り|減っ|減収|増収|増益|減益|縮ん|落ち|アップ|ダウン|"
    r"何\s?(?:%|％|パーセント)増|何\s?(?:%|％|パーセント)減|"
    r"(?<![a-z])yoy(?![a-z])|\b(?:chang(?:e|ed|es)|growth|grew|grow|year[- ]on[- ]year|year[- ]over[- ]year|versus|vs|compared|moved|move|jumped|swing|swung|halved|doubled|shr[iau]nk|drop|increase|decrease|short of)\b|"
    r"\badd(?:ed)? (?:to|[^.]{0,20} to) (?:its|the|their)\b|\b(?:than|from|over|on|against|compared (?:with|to)|of|vs\.?) (?:in |that of |those of )?(?:the |a )?(?:prior|previous|last|preceding|year|fiscal)"
)
FALL_TAKEN = re.compile(
    r"\blost\b|\blose\b|減収|減益|減っ|減り|減少|縮|落ち|下が|低下|下回|下回|\bfell\b|\bfall\b|narrow|drop|shrink|short of|shortfall|decreas|declin|lower"
)
EQUAL = re.compile(
    r"一致|等し|イコール|合って|合う(?!計)|ぴったり|バランスして|同額|同じ(?:額|金額|値|か)|\b(?:match(?:es)?|equals?|balances?(?= for| at| on| as|\?| in|,|\s*$)|tie out|agree|same figure|same total|same amount)\b|\badds? up to (?:its |the |their )?(?:total )?(?:assets|liabilities)"
)
RATIO = re.compile(
    r"何\s?(?:%|％|パーセント|割)|[%％]|割合|比率|占め|割っ|割る|割り|割れ|(?<!控)除し|(?<!控)除す|÷|何倍|率(?!直)|\bratio\b|percent|proportion|\bshare of\b|\bdivid(?:e|ed|ing)\b|\bover\b|fraction|how (?:far|much) (?:of|did|does).{0,80}(?:cover|eaten|absorbed|went|funded)|\bhow many times\b|\bcover|カバー|まかな|賄"
)
ADDED = re.compile(r"足し|足す|足した|合わせ|合計|合算|\b(?:sum of|combined|together|add(?:ed|ing)?|plus)\b")
SUM = re.compile(
    r"合計|合算|合わせ|足し|足す|足せば|足した|加え|総和|(?<!小)計は|の和|全部|プラス|\b(?:sum|totals?|add(?:s|ed)?|combined|together|plus|come to|comes to|net out|altogether)\b"
)
MINUS = re.compile(
    r"引い|引く|引き|差し引|差額|の差|開き|控除|取り除|除い|マイナス|をいくら上回|をいくら超|上回る(?:額|金額)|下回(?:る|った)(?:額|金額)|残る|残り|残っ|\b(?:less|minus|subtract\w*|deduct\w*|after|difference|gap|take .{1,60} (?:off|away)|exceed(?:ed|s)?|left of|knock off|left|remains?|once)\b"
)
TAKEN_AWAY = re.compile(r"引い|引く|差し引|差額|の差|\b(?:minus|subtract\w*|deduct\w*|difference)\b")
WHICH_LARGER = re.compile(
    r"どちら(?:の(?:ほう|方))?が(?:大き|多|高|上)|which (?:is|was|were) (?:the )?(?:larger|bigger|higher|greater|more)|which of the two"
)
WHICH_TIME = re.compile(
    r"どちらの(?:期|年|年度)|どの(?:期|年度|四半期|年(?!度))|いつの(?:期|年度|四半期)|最も(?:大き|小さ|多|少な|高|低)(?:い|かった|なかった)(?:年度|期|四半期|年)|何年(?:度|\d*月期)が|いつ(?:の四半期)?が?最も|(?:in )?which (?:fiscal |financial )?(?:year|quarter|period)|どっちの(?:期|年)"
)
DUPONT = re.compile(r"デュポン|dupont|du pont")
_WHETHER = re.compile(
    r"(?:ますか|ましたか|でしたか|たのでしょうか|でしょうか|といえるか|本当か|たか|るか|ですよね|よね)(?=$|[?？。\s(（])|^\s*(?:and |so |but )?(?:did|was|were|is|are|has|have|do|does)\b|\bright\?\s*$"
)
_WANTS_FIGURE = re.compile(r"何(?!か)|いくら|どれ|どの|どちら|\bhow\b|\bwhat\b|\bwhich\b|教えて")
# What is said only of the form of the answer.
_FORM = re.compile(
    r"[(（][^()（）]*(?:マイナス(?:なら|の場合|で)|なら(?:ば)?マイナス|符号)[^()（）]*[)）]|[^。、?？()（）]*(?:赤字なら|低下なら|減少なら|マイナスなら|マイナスになる場合)[^。、()（）]*|[^。、?？()（）]*(?:入れないで|含めないで|含めず|除いて)[。]?|"
    r"[(（][^()（）]*(?:影響|換算差額|excluding|fx)[^()（）]*(?:除く|除外|fx|excluded|effects?)?[^()（）]*[)）]|,? (?:excluding|leaving out|before) (?:fx|currency|exchange)[^.?,]*"
)


def without_form(text: str) -> str:
    """`text` with remarks on the form of the answer ("マイナスなら符号つきで") blanked, as long as before."""
    return _FORM.sub(lambda match: " " * len(match.group()), fold(text))


def choice(text: str) -> tuple[str, str] | None:
    """(word for a rise, word for a fall) as the question offers them, or None where it offers no choice."""
    folded = fold(text)
    for rise in _OFFERED_UP.finditer(folded):
        for fall in _OFFERED_DOWN.finditer(folded):
            first, second = sorted((rise, fall), key=lambda match: match.start())
            between = folded[first.end() : second.start()]
            if len(between) <= 16 and re.search(r"か|それとも|または|\bor\b|[?？・/、,]|→", between):
                return _noun(text[rise.start() : rise.end()]), _noun(text[fall.start() : fall.end()])
    return None


def asks_whether(folded: str) -> bool:
    """Whether a yes or a no is wanted."""
    return bool(_WHETHER.search(folded)) and not _WANTS_FIGURE.search(folded)


def asks_for_a_fall(folded: str) -> bool:
    """Whether "yes" means that something fell."""
    return bool(FALLS.search(folded) and not RISES.search(folded))


def _noun(word: str) -> str:
    """ "増加した" answers as 増加; "増えた" stays as it is."""
    return re.sub(r"(?<=[一-龠]{2})(?:した|しました)$", "", word)
