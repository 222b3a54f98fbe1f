"""Whatever an article, a question or an answer holds, the page shows it as text."""

import html
import re

import pytest

from ui.render import answer_html, articles_html, calculation_html, escape, sources_html

HOSTILE = "<img src=x onerror=alert(1)> ![x](http://example.com/a.png) [a](javascript:alert(1)) **b** $x$"
TAG = re.compile(
    r"<(?!/?(?:div|sup|span|section|h3|table|tr|td|th|thead|tbody|code|mark|ul|li|b|p|header)\b)"
)


def answer(**changes):
    base = {
        "status": "answered", "answer": "direct [1]\n\n「quote」 [1]", "calculation": None,
        "citations": [
            {"marker": 1, "article_id": "a", "title": HOSTILE, "source": "/x/y.txt", "published": None, "quote": "quote", "start": 4, "end": 9}
        ],
    }  # fmt: skip
    return {**base, **changes}


def test_markup_in_a_message_is_shown_not_run():
    shown = answer_html(answer(answer=f"{HOSTILE} [1]"))
    assert not TAG.search(shown)
    assert "![" not in shown and "](" not in shown and "**" not in shown


def test_markup_in_an_article_is_shown_not_run():
    shown = sources_html(answer(), lambda id: f"abc quote {HOSTILE}", "en")
    assert not TAG.search(shown)


def test_the_quote_is_marked_exactly():
    shown = sources_html(answer(), lambda id: "abc quote def", "ja")
    assert '<mark id="k-quote-1"><sup>1</sup>quote</mark>' in shown


def test_markers_open_their_quotes():
    assert '<sup class="k-mark k-mark-1">1</sup>' in answer_html(answer())


def test_a_calculation_shows_inputs_result_and_month():
    calculation = {
        "formula": "runway", "expression": "8000000000 / 1000000000", "cash_out": "2026-03", "assumptions": ["Burn stays as it is"],
        "inputs": [
            {"name": "cash", "value": "8000000000", "unit": "USD", "as_of": "2025-07", "marker": 1},
            {"name": "burn", "value": "1000000000", "unit": "USD/month", "as_of": None, "marker": None},
        ],
        "result": {"value": "8", "unit": "month"},
    }  # fmt: skip
    shown = sources_html(answer(calculation=calculation), lambda id: "abc quote def", "en")
    for piece in (
        "$8 billion",
        "$1 billion a month",
        "8 months",
        "March 2026",
        "from the question",
        "8,000,000,000 ÷ 1,000,000,000",
    ):
        assert piece in shown, piece


def test_an_empty_library_says_so():
    assert "k-notice" in articles_html([], "ja")


@pytest.mark.parametrize("text", ["", "a&b", "<", "&amp;", "~`|_*"])
def test_escape_leaves_nothing_a_renderer_acts_on(text):
    assert not re.search(r"[<>*_`~|]", escape(text))


@pytest.mark.parametrize(
    ("name", "japanese", "english"),
    [
        ("equity", "自己資本", "equity"),
        ("growth", "収入の毎月の伸び", "Income growth a month"),
        ("whatever", "whatever", "whatever"),
    ],
)
def test_inputs_are_called_by_their_names(name, japanese, english):
    for language, wanted in (("ja", japanese), ("en", english)):
        item = {"name": name, "value": "5", "unit": "USD", "as_of": None, "marker": None}
        calculation = {
            "formula": "f", "expression": "5", "inputs": [item], "result": {"value": "5", "unit": "USD"},
            "cash_out": None, "assumptions": [],
        }  # fmt: skip
        assert f"<td>{html.escape(wanted)}</td>" in calculation_html(calculation, language)
