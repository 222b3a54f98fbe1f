"""The shipped articles' suite with a model that lies in every way it can: no lie is shown, no number comes from nowhere.

Judged apart from the product's own check: by what the liar knows to be lies, by a second reading of the rule that every
number is cited, and by digits that stand in no source at all. `make stress` asks all cases with several lies each.
"""

import os
import re
import unicodedata

import pytest

from eval.grounding import numbers_from_nowhere
from eval.scripted.lies import INVENTED_INPUTS, LIES, Liar
from eval.scripted.server import ScriptedServer
from eval.suites import read_cases
from index.library import Library
from index.settings import SHIPPED_SEEDS, Settings
from rag.answer import Token
from rag.assistant import Assistant

STRESS = bool(os.environ.get("STRESS"))
CASES = read_cases()
KINDS = list(LIES)
ROUNDS = 4 if STRESS else 1
# Every kind of lie is told at least once, each over another question.
ASKED = [
    (case, KINDS[(place + 13 * turn) % len(KINDS)])
    for turn in range(ROUNDS)
    for place, case in enumerate(CASES if STRESS else CASES[:: max(1, len(CASES) // len(KINDS))])
]


@pytest.fixture(scope="module")
def lied_to(tmp_path_factory):
    """(assistant, server) over the shipped articles."""
    home = tmp_path_factory.mktemp("lies")
    with ScriptedServer(Liar("number")) as server:
        settings = Settings.read(
            home=home, seeds=str(SHIPPED_SEEDS), llm="openai-like/liar", llm_base_url=f"{server.address}/v1"
        )
        with Library.open(settings) as library:
            yield Assistant(library), server


def judged(assistant, server, case, liar):
    """The answer to a case, after every judge has looked at it and at what was shown on the way."""
    server.restart(liar)
    events = list(assistant.ask(case.question, list(case.history)))
    answer, shown = events[-1].answer, "".join(event.text for event in events if isinstance(event, Token))
    asked = [case.question, *(turn["content"] for turn in case.history)]
    for text in (answer.answer, shown):
        assert liar.shown_in(text) == [], text
        assert digits_from_nowhere(text, answer, asked) == [], text
    assert numbers_from_nowhere(answer, asked) == [], answer.answer
    return events[-1]


def digits_from_nowhere(text, answer, asked):
    """Runs of digits that stand in no quote, question or calculation, however it is scaled (5億, $500 million)."""
    plain = unicodedata.normalize("NFKC", re.sub(r"\[\d+\]", "", text)).replace(",", "")
    told = [*(citation.quote for citation in answer.citations), *asked, str(answer.calculation)]
    sources = unicodedata.normalize("NFKC", " ".join(told)).replace(",", "")
    known = {match.replace(".", "").strip("0") for match in re.findall(r"\d[\d.]*", sources)}
    for high, _, low in re.findall(r"(\d+)([億兆])(\d+)", sources):
        known.add(str(int(high) * 10**4 + int(low)).strip("0"))
    return [run for run in re.findall(r"\d{3,}", plain) if not any(run.strip("0") in one for one in known)]


@pytest.mark.parametrize(("case", "kind"), ASKED, ids=[f"{case.id}-{kind}" for case, kind in ASKED])
def test_a_lie_is_not_shown(lied_to, case, kind):
    done = judged(*lied_to, case, Liar(kind))
    assert done.answer.status in ("answered", "not_found", "clarify", "error")


@pytest.mark.parametrize("call", INVENTED_INPUTS, ids=lambda call: call.name)
def test_a_calculation_over_invented_inputs_is_not_shown(lied_to, call):
    case = next(one for one in CASES if one.type == "runway")
    done = judged(*lied_to, case, Liar("invented calculation", (call,)))
    assert not done.usage.own


def test_every_kind_of_lie_was_told():
    assert {kind for _, kind in ASKED} == set(KINDS)


@pytest.mark.parametrize(
    "kind", ["number", "unit", "date", "name", "number of another passage", "marker of another passage"]
)
def test_the_liar_lies(lied_to, kind):
    """What it says differs from every sentence of the articles, else the tests above would prove nothing."""
    assistant, server = lied_to
    liar = Liar(kind)
    server.restart(liar)
    list(assistant.ask("xAIの2025年第3四半期の純損失は？"))
    assert liar.told
    texts = "".join(article.text for article in assistant.library.articles())
    assert any(re.sub(r"\s?\[P\d+\]", "", lie) not in texts or kind.startswith("marker") for lie in liar.told)
