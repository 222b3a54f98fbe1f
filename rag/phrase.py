"""Sentences in the asker's language: answers filled into the question's own words, refusals, and short clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.figures import Figure, SentenceReading
from index.format import format_quantity, hedge
from index.vocabulary import Vocabulary
from rag.question import Question

SHORT = 110  # characters of a clause that still reads as an answer and not as a long quote
_TAIL = re.compile(r"[?？。．.!！\s]+$")
_COPULA = re.compile(
    r"^(?:に(?:なり|なる|上り|達し)?(?:ます|ました)?|になっています)?(?:です|でしょう|でした|だ|だった|なの|なん|だろう|ですかね)*(?:です)?(?:か|の|っけ|かな|かね)?(?:教えて.*)?$"
)
_POLITE = re.compile(r"(?:ます|ました|ません|です|でした|でしょう)か$")
_ASK_FOR = re.compile(r"(?:を|について|は)?(?:教えて|知りたい|お願い|説明して).*$")
_WHAT_IS = re.compile(r"^(?:and |so |but )?what (is|was|are|were) (.+)$", re.I)
_FRAGMENT_START = re.compile(
    r"^(?:一方|しかし|ただし|また|さらに|同時に|これに加えて|したがって|そのため|例えば|逆に|特に|なお|これにより)[、,]?\s*"
)


def quantity_text(figure: Figure, language: str) -> str:
    """A figure as an answer writes it, with its qualifier; vague amounts keep their words."""
    if figure.quantity is None:
        return figure.text if language == "ja" else figure.english()
    if figure.quantity.unit == "month" and re.search("年|year", figure.text):
        years = figure.quantity.value / 12  # an article's "1年以上" reads better than 12 months or more
        whole = f"{years.normalize():f} year{'' if years == 1 else 's'}"
        return figure.text if language == "ja" else f"{hedge(figure.quantity, 'en')[0]}{whole}"
    return format_quantity(figure.quantity, language)


_ASKS = {
    "ja": re.compile(
        r"いつ|誰|だれ|どこ|いくら|いくつ|なぜ|どう(?!社|じ|時)|どの|どんな|どれ|何(?!らか|とか|度も)"
    ),
    "en": re.compile(r"\b(?:who|when|where|why|which|what|how)\b", re.I),
}


def asks_several(question: Question) -> bool:
    """Whether more than one thing is asked at once ("who invested, and how much")."""
    return len(_ASKS[question.language].findall(question.text)) > 1


_CONNECTIVE = re.compile(
    r"^(?:じゃあ?|では|それでは|それなら|ちなみに|あと(?=、)|で(?=、)|そして|一方|やっぱり?)[、,]?\s*"
)


def fill(question: Question, answer: str) -> str | None:
    """The question turned into a statement with `answer` in place of its interrogative, or None where that reads badly."""
    filled = _filled(question, answer)
    return filled and (_CONNECTIVE.sub("", filled) or filled)


def _filled(question: Question, answer: str) -> str | None:
    if asks_several(question):
        return None
    if question.language == "en":
        match = _WHAT_IS.match(_TAIL.sub("", question.text))
        if not match or len(match[2]) > 110 or " and " in match[2]:
            return None
        verb = (
            {"are": "is", "were": "was"}.get(match[1].lower(), match[1].lower())
            if match[2].startswith("the ")
            else match[1].lower()
        )
        return f"{capital(match[2])} {verb} {answer}."
    if question.interrogative is None:
        topic = _ASK_FOR.sub("", _TAIL.sub("", question.text))
        topic = re.sub(r"(?:について|[はをが、])$", "", topic)
        return f"{topic}は{answer}です。" if 2 <= len(topic) <= 80 and not _POLITE.search(topic) else None
    start, end = question.interrogative
    before, after = question.text[:start], _TAIL.sub("", question.text[end:])
    if len(before) > 110 or re.search(r"[?？。]", before):
        return None
    if _COPULA.match(after):
        joint = "" if not before or before[-1] in "はがもで、,，のに" else "、"
        return f"{before}{joint}{answer}です。"
    if _POLITE.search(after) and len(after) <= 30:
        return f"{before}{answer}{after[:-1]}。"
    return None


def clause(sentence: SentenceReading, question_words: frozenset[str], limit: int = SHORT) -> str:
    """The part of a sentence that answers, at most `limit` characters, cut only between clauses.

    The clause that shares most characters with the question's words is kept and grown to both sides.
    """
    text = _FRAGMENT_START.sub("", sentence.text).rstrip("。．. ")
    if len(text) <= limit:
        return text
    pieces = [piece for piece in re.split(r"(?<=[、，；;])|(?<=, )", text) if piece]
    best = max(
        range(len(pieces)), key=lambda i: (sum(word in pieces[i].lower() for word in question_words), -abs(i))
    )
    low = high = best
    while True:
        grown = [(low - 1, high)] if low else []
        grown += [(low, high + 1)] if high + 1 < len(pieces) else []
        fitting = [pair for pair in grown if len("".join(pieces[pair[0] : pair[1] + 1])) <= limit]
        if not fitting:
            break
        # An English clause is not understood without its subject, a Japanese one without its predicate.
        low, high = fitting[0 if text.isascii() else -1]
    return _cut("".join(pieces[low : high + 1]).strip("、，, ;；"), limit)


# Where a sentence without commas may be cut: behind a particle that a new word follows.
_SEAM = re.compile(r"(?<=[をがはにでとも])(?=[一-鿿ァ-ヴーA-Za-z0-9])|(?<=\s)")


def _cut(text: str, limit: int) -> str:
    """`text`, or as much of it as ends between two phrases, with an ellipsis."""
    if len(text) <= limit:
        return text
    seam = max((match.start() for match in _SEAM.finditer(text, 0, limit)), default=limit - 1)
    return f"{text[: min(seam, limit - 1)].rstrip()}…"


def asked_words(question: Question) -> frozenset[str]:
    """Runs of Latin letters, katakana or kanji in the question, in lower case."""
    words = re.findall(r"[a-z0-9.\-]{2,}|[ァ-ヴー]{2,}|[一-鿿]{2,}", question.text.lower())
    return frozenset(words)


def states(language: str, words: str) -> str:
    """What the article says, in its own words, inside a sentence of the asker's language."""
    if language == "ja":
        return f"{words}。" if _NAMES_ITS_SOURCE.match(words) else f"記事によると、{words}。"
    return f"According to the article: “{words}”"


def states_all(language: str, clauses: Sequence[str]) -> str:
    """What the articles say in several clauses, each in their own words."""
    if language == "ja":
        return states("ja", "。".join(clauses))
    return "According to the article: " + "; ".join(f"“{clause}”" for clause in clauses)


def which_article(language: str) -> str:
    """A question back: which article is meant."""
    if language == "ja":
        return "どの記事のことでしょうか。題名か、会社名で教えてください。"
    return "Which article do you mean? Name its title or its company."


# Before the values that a moving figure had at other times.
OTHER_TIMES = {"ja": "ほかの時点では", "en": " At other times: "}
_NAMES_ITS_SOURCE = re.compile(r"[^、。]{1,24}(?:によると|によれば|の話では)、")


def metric_sentence(
    language: str,
    company: str | None,
    metric: str,
    period: str | None,
    amount: str,
    hedged: bool,
    vocabulary: Vocabulary,
) -> str:
    """ "xAIの2025年第3四半期の純損失は14億6,000万ドルです。" or its English."""
    entity = vocabulary.entities.get(company or "")
    measure = vocabulary.metrics[metric].name(language)
    if language == "ja":
        subject = "".join(f"{part}の" for part in (entity.ja if entity else "", period or "") if part)
        return f"{subject}{measure}は{amount}{'とされています' if hedged else 'です'}。"
    subject = (
        f"{entity.en}'{'' if entity.en.endswith('s') else 's'} {measure}" if entity else capital(measure)
    )
    when = f" ({period})" if period else ""
    verb = "is reported at" if hedged else "was" if period else "is"
    return f"{subject}{when} {verb} {amount}."


def not_found(language: str, missing: list[str]) -> str:
    """A refusal that names what the articles are silent on."""
    names = [name for name in dict.fromkeys(missing) if name][:3]
    if language == "ja":
        about = "と".join(f"「{name}」" for name in names)
        return (
            f"{about}についての記述は、登録された記事には見つかりませんでした。"
            if names
            else "登録された記事には、その答えが見つかりませんでした。"
        )
    about = " and ".join(f"“{name}”" for name in names)
    return (
        f"The articles say nothing that answers this about {about}."
        if names
        else "The articles do not answer this."
    )


def would_answer(language: str, whose: str, when: str, what: str) -> str:
    """What kind of article would answer: "An article that reports Acme's revenue for Q4 2025 would." """
    if not what or not (whose or when):
        return ""
    if language == "ja":
        return f"{whose}{'の' if whose else ''}{when}{'の' if when else ''}{what}を伝える記事があれば答えられます。"
    owner = f"{whose}'s " if whose else "the "
    return f" An article that reports {owner}{what}{f' for {when}' if when else ''} would answer it."


def other_time(language: str, measure: str, told: str) -> str:
    """The time for which the articles do give the measure asked for."""
    if language == "ja":
        return f"記事にあるのは{told}の{measure}です。"
    return f" The articles give the {measure} for {told}."


def ambiguous(language: str, written: str) -> str:
    """A question back: an amount whose commas leave open what they part."""
    if language == "ja":
        return (
            f"「{written}」は二通りに読めます。コンマが桁の区切りか小数点か分かるように書き直してください。"
        )
    return f"“{written}” can be read in two ways: write it so that it is clear whether the comma parts thousands or decimals."


def which(language: str, names: list[str]) -> str:
    """A question back: which of two companies is meant."""
    if language == "ja":
        return f"{'と'.join(names)}のどちらについてのご質問ですか。会社名をお答えください。"
    return f"Do you mean {' or '.join(names)}? Name the company."


def read_as(language: str, names: list[str]) -> str:
    """Which names a question with another spelling was taken to mean."""
    if language == "ja":
        return f"「{'」「'.join(names)}」についてのご質問として読みました。"
    return f"Read as a question about {' and '.join(names)}."


def nearest(language: str) -> str:
    """The words before the nearest thing the articles do say."""
    return "最も近い記述:" if language == "ja" else "The nearest they come:"


def capital(text: str) -> str:
    """`text` as a sentence begins, but names keep their own first letter ("xAI")."""
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first) else text[:1].upper() + text[1:]
