"""Whatever an article, a question or an answer holds, the page shows it as text."""

import html
import re

import pytest

from index.article import Article, Version
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


def cited(text):
    return Article("a", HOSTILE, "/x/y.txt", None, "en", None, text, "hash")


def test_markup_in_a_message_is_shown_not_run():
    shown = answer_html(answer(answer=f"{HOSTILE} [1]"))
    assert not TAG.search(shown)
    assert "![" not in shown and "](" not in shown and "**" not in shown


def test_markup_in_an_article_is_shown_not_run():
    shown = sources_html(answer(), lambda citation: cited(f"abc quote {HOSTILE}"), "en")
    assert not TAG.search(shown)


def test_the_quote_is_marked_exactly():
    shown = sources_html(answer(), lambda citation: cited("abc quote def"), "ja")
    assert '<mark id="k-quote-1"><sup>1</sup>quote</mark>' in shown


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("ja", "以前の版のものです（2025-11-02に差し替え）"),
        ("en", "from an earlier version (replaced on 2025-11-02)"),
    ],
)
def test_an_older_text_says_that_it_was_replaced(language, note):
    older = Version("a", 1, "t", "s", None, "abc quote def", "hash", "a", "2025-11-02T08:30:00+00:00")
    shown = sources_html(answer(), lambda citation: older, language)
    assert note in shown and "<sup>1</sup>quote</mark>" in shown
    assert note not in sources_html(answer(), lambda citation: cited("abc quote def"), language)


def test_quotes_from_two_versions_stand_in_two_texts():
    second = {**answer()["citations"][0], "marker": 2, "quote": "older", "start": 0, "end": 5}
    older = Version("a", 1, "t", "s", None, "older text", "other", "a", "2025-11-02T08:30:00+00:00")
    both = answer(citations=[*answer()["citations"], second])
    shown = sources_html(both, lambda one: older if one["marker"] == 2 else cited("abc quote def"), "en")
    assert shown.count("<section") == 2
    assert "<sup>2</sup>older</mark> text" in shown


def test_the_table_names_publisher_and_copies():
    rows = [
        {
            "article_id": "b",
            "title": "t",
            "source": "b.md",
            "published": None,
            "publisher": HOSTILE,
            "story": "a<b>",
        }
    ]
    for language, told in (("ja", "a&lt;b&gt; と同じ話"), ("en", "same story as a&lt;b&gt;")):
        shown = articles_html(rows, language)
        assert told in shown and escape("onerror") in shown and not TAG.search(shown)


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
    shown = sources_html(answer(calculation=calculation), lambda citation: cited("abc quote def"), "en")
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
