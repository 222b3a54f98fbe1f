"""How an answer is judged, without a model: one function a score, each of (case, answer) or less.

A score is 1, 0 or between (abstention down to −1), or None where a case gives nothing to judge. Wordings are compared
after NFKC, in lower case, without spaces and thousands separators.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from eval.grounding import numbers_from_nowhere
from eval.outcome import Score
from eval.suites import Case
from index.article import Article
from index.errors import UnknownArticle
from index.quantity import find_quantities
from rag.answer import Answer, Calculation

LONGEST_DIRECT, LONGEST_QUOTED = 200, 0.9
# A calculated value may differ from the gold's by what writing the gold down rounds away.
VALUE_TOLERANCE = Decimal("0.0001")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_SEPARATORS = re.compile(r"\s|(?<=\d),(?=\d{3})")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")

FindArticle = Callable[[str], Article]


def score_all(case: Case, answer: Answer, article: FindArticle) -> dict[str, Score]:
    """Every score by name; a scorer that breaks leaves its score failed, never zero."""
    scorers: dict[str, Callable[[], Score]] = {
        "answer": lambda: score_answer(case, answer),
        "exactness": lambda: score_exactness(answer, article),
        "support": lambda: score_support(case, answer),
        "grounding": lambda: score_grounding(case, answer),
        "abstention": lambda: score_abstention(case, answer),
        "calculation": lambda: score_calculation(case, answer),
        "form": lambda: score_form(answer),
    }
    scores = {}
    for name, scorer in scorers.items():
        try:
            scores[name] = scorer()
        except Exception as error:  # a broken scorer must not pass for a wrong answer, nor end the run
            scores[name] = Score(None, f"{type(error).__name__}: {error}", failed=True)
    return scores


def score_answer(case: Case, answer: Answer) -> Score:
    """Right status, and of every group of wordings one in the direct answer."""
    if answer.status not in case.expected.statuses:
        return Score(0, f"status {answer.status}, wanted {' or '.join(case.expected.statuses)}")
    if answer.status == "clarify" and (figures := new_figures(case, answer)):
        return Score(0, f"clarify with a figure: {', '.join(figures)}")
    if answer.status != "answered":
        return Score(1)
    direct = folded(direct_answer(answer))
    missing = [
        group[0]
        for group in case.expected.contains
        if not any(folded(wording) in direct for wording in group)
    ]
    return Score(0, f"no {', no '.join(missing)} in the direct answer") if missing else Score(1)


def score_exactness(answer: Answer, article: FindArticle) -> Score:
    """Every quote is `text[start:end]` of its article, whose title, source and date it names."""
    if not answer.citations:
        return Score(None)
    for citation in answer.citations:
        try:
            cited = article(citation.article_id)
        except UnknownArticle:
            return Score(0, f"[{citation.marker}] names no article of the library")
        if not citation.quote or citation.quote != cited.text[citation.start : citation.end]:
            return Score(0, f"[{citation.marker}] is no exact piece of its article")
        if (citation.title, citation.source, citation.published) != (
            cited.title,
            cited.source,
            cited.published,
        ):
            return Score(0, f"[{citation.marker}] names another title, source or date than its article")
    return Score(1)


def score_support(case: Case, answer: Answer) -> Score:
    """Every gold wording stands in a quote; where a calculation is wanted, its cited inputs count as well."""
    if answer.status != "answered" or "answered" not in case.expected.statuses or not case.expected.quotes:
        return Score(None)
    quotes = [folded(citation.quote) for citation in answer.citations]
    missing = [gold for gold in case.expected.quotes if not any(folded(gold) in quote for quote in quotes)]
    return Score(0, f"no quote holds {', '.join(missing)}") if missing else Score(1)


def score_grounding(case: Case, answer: Answer) -> Score:
    """No number in the answer that stands in no quote, calculation, question or history."""
    if answer.status == "error":
        return Score(None)
    asked = [case.question, *(turn["content"] for turn in case.history)]
    stray = numbers_from_nowhere(answer, asked)
    return Score(0, f"from nowhere: {', '.join(stray)}") if stray else Score(1)


def score_abstention(case: Case, answer: Answer) -> Score:
    """+1: right, or silent where the articles are; 0: silent without need; −1: a wrong answer or a guess."""
    if answer.status != "answered":
        return Score(1 if answer.status in case.expected.statuses else 0)
    judged = score_answer(case, answer)
    return Score(1 if judged.value == 1 else -1, judged.note)


def score_calculation(case: Case, answer: Answer) -> Score:
    """The unrounded value, its unit and, where one is wanted, the cash-out month."""
    found, wanted = answer.calculation, case.expected.calculation
    if case.expected.no_calculation:
        return Score(1 if found is None else 0, "" if found is None else "a calculation where none is honest")
    if wanted is None:
        return Score(None)
    if found is None:
        return Score(0, "no calculation")
    if not _near(found.result.value, wanted.value):
        return Score(0, f"{found.result.value}, wanted {wanted.value}")
    if found.result.unit not in wanted.units:
        return Score(0, f"unit {found.result.unit}, wanted {' or '.join(wanted.units)}")
    if wanted.cash_out is not None and found.cash_out != wanted.cash_out:
        return Score(0, f"cash out {found.cash_out}, wanted {wanted.cash_out}")
    return _inputs_cited(found, answer)


def score_form(answer: Answer) -> Score:
    """What the contract says of the text: lengths, language, and markers that are exactly the citations'."""
    if answer.status == "error":
        return Score(None)
    direct = answer.answer.partition("\n")[0]
    if not direct.strip() or len(direct) > LONGEST_DIRECT:
        return Score(0, f"the direct answer has {len(direct)} characters, wanted 1 to {LONGEST_DIRECT}")
    used = {int(number) for number in _MARKER.findall(answer.answer)}
    given = [citation.marker for citation in answer.citations]
    if used != set(given) or len(given) != len(set(given)):
        return Score(0, f"markers {sorted(used)} in the text, citations {sorted(given)}")
    japanese = bool(_JAPANESE.search(direct_answer(answer)))
    if answer.language == "ja" and not japanese:
        return Score(0, "no Japanese in an answer to a Japanese question")
    if answer.status == "answered" and _only_quotes(answer):
        return Score(0, "the direct answer is a whole quote and nothing else")
    return Score(1)


def direct_answer(answer: Answer) -> str:
    """The first line without its markers."""
    return _MARKER.sub("", answer.answer.partition("\n")[0]).strip()


def folded(text: str) -> str:
    """Text as wordings are compared: NFKC, lower case, no spaces, no thousands separators."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).lower())


def new_figures(case: Case, answer: Answer) -> list[str]:
    """Amounts in the direct answer that the asker did not write."""
    direct = direct_answer(answer)
    asked = folded(" ".join([case.question, *(turn["content"] for turn in case.history)]))
    figures = [direct[mention.start : mention.end] for mention in find_quantities(direct)]
    return [figure for figure in figures if folded(figure) not in asked]


def _only_quotes(answer: Answer) -> bool:
    """Whether the direct answer is one of the quotes at length, word for word."""
    direct = folded(direct_answer(answer))
    return len(direct) > 120 and any(
        direct in folded(citation.quote) or len(folded(citation.quote)) > LONGEST_QUOTED * len(direct)
        for citation in answer.citations
        if folded(citation.quote)[:60] in direct
    )


def _near(found: str, wanted: str) -> bool:
    try:
        return abs(Decimal(found) - Decimal(wanted)) <= abs(Decimal(wanted)) * VALUE_TOLERANCE
    except InvalidOperation:
        return False


def _inputs_cited(calculation: Calculation, answer: Answer) -> Score:
    """An input's marker, where it has one, is a citation's."""
    markers = {citation.marker for citation in answer.citations}
    loose = [
        item.name for item in calculation.inputs if item.marker is not None and item.marker not in markers
    ]
    return Score(0, f"inputs without their citation: {', '.join(loose)}") if loose else Score(1)
