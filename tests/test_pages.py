"""The arithmetic of the suite `pages`, on hand-made articles whose counts are told beside them."""

import pytest

from eval.outcome import Score
from eval.pages.definitions import Page, PageArticle, PageQuestion, _blocks, read_pages, without_readings
from eval.pages.measure import (
    Count,
    Found,
    kept,
    left,
    matched,
    measure,
    misread,
    rows_kept,
    same,
    totals,
    whole,
)
from eval.pages.suite import PageOutcome, judge, measured
from index.errors import EvaluationError
from rag.answer import Answer, Citation

BODY = """
Aki Power held $12 million of cash. It burns $2 million a month.

## Plans

- A plant opens in 2027.

| | 2024 | 2025 |
| Revenue | 10 | 12 |
"""


@pytest.fixture
def article():
    """Three sentences, one heading, two rows."""
    return PageArticle(
        "Aki Power’s cash", "en", tuple(_blocks(BODY)), publisher="The Post", published="2025-05-01", url="https://p.example/1",
    )  # fmt: skip


@pytest.fixture
def page(article):
    """Four lines around the article, one of them its own first sentence."""
    around = {
        "navigation": ("Home", "Sign in"),
        "lead": ("Aki Power held $12 million of cash.",),
        "footer": ("© The Post",),
    }
    return Page("aki", "tuning", "txt", "plain", (article,), around)


def found(text, **known):
    told = {
        "title": "Aki Power’s cash",
        "publisher": "The Post",
        "published": "2025-05-01",
        "url": "https://p.example/1",
    }
    return Found(text=text, language="en", **(told | known))


CLEAN = """Aki Power held $12 million of cash. It burns $2 million a month.

Plans

A plant opens in 2027.

| | 2024 | 2025 |
|---|---|---|
| Revenue | 10 | 12 |"""


def test_a_body_is_read_into_blocks(article):
    assert article.sentences == [
        "Aki Power held $12 million of cash.", "It burns $2 million a month.", "A plant opens in 2027.",
    ]  # fmt: skip
    assert article.headings == ["Plans"]
    assert article.rows == [("", "2024", "2025"), ("Revenue", "10", "12")]


def test_readings_are_no_part_of_a_text():
    assert without_readings("{電池|でんち}の{値段|ねだん}") == "電池の値段"


def test_a_sentence_is_kept_if_its_characters_stand_together_in_any_layout():
    # The second is there over two lines; of the third a word is missing.
    text = "売上は３億円だ。現金は\n5億円 だ。赤字は1億円。"
    assert kept(["現金は5億円だ。", "赤字は約1億円。"], text) == Count(1, 2, ("赤字は約1億円。",))


def test_a_kept_sentence_is_whole_where_its_spaces_are_as_written():
    # Three are kept; one of them has a line break, one no space.
    text = "Cash rose. Debt\nfell. Salesgrew."
    assert whole(["Cash rose.", "Debt fell.", "Sales grew.", "Lost."], text) == Count(
        1, 3, ("Debt fell.", "Sales grew.")
    )


def test_lines_around_count_where_they_stand_oftener_than_the_article_says_them():
    # "Home" is left; "cash" is the article's own word, once; "Share" is gone; the lead stands twice, once too often.
    own = "Cash is king.\nWe hold cash."
    text = "Home\nCash is king.\nCash is king.\nWe hold cash."
    assert left(["Home", "cash", "Share", "Cash is king."], text, own) == Count(
        2, 4, ("Home", "Cash is king.")
    )


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("| 売上高 | 1,210 | 980 |", True),
        ("売上高\t1,210\t980", True),
        ("売上高　1,210　980", True),
        ("売上高1,210980", False),
        ("売上高 980 1,210", False),
        ("売上高 1,210\n980", False),
        ("売上高 11,210 980", False),
        ("うち売上高 1,210 980", False),
    ],
)
def test_a_row_is_kept_if_its_cells_stand_apart_and_in_order_in_one_line(line, is_kept):
    assert rows_kept([("売上高", "1,210", "", "980")], line).met == is_kept


def test_a_cell_of_several_words_may_be_parted_by_spaces():
    assert rows_kept([("Net loss", "(1.2)")], "| Net  loss | (1.2) |").met == 1


def test_titles_and_publishers_may_differ_in_width_and_case_but_dates_and_urls_may_not():
    assert same("title", "ＡＢＣ電池、 増益", "abc電池、増益")
    assert not same("title", "ABC電池、増益 - 新聞", "ABC電池、増益")
    assert not same("published", "2025-05", "2025-05-01")
    assert same("url", None, None) and same("url", "", None)
    assert not same("url", "https://p.example/1", None)


def test_a_clean_page_has_all_and_nothing_else(page):
    counts = measure(page, [found(CLEAN)])
    assert {name: (count.met, count.total) for name, count in counts.items()} == {
        "sentences": (3, 3), "whole": (3, 3), "headings": (1, 1), "tables": (2, 2), "title": (1, 1), "publisher": (1, 1),
        "published": (1, 1), "url": (1, 1), "language": (1, 1), "boilerplate": (0, 4), "articles": (1, 1),
    }  # fmt: skip


def test_what_is_lost_left_and_wrong_is_counted_and_named(page):
    text = "Home\nAki Power held $12 million of cash.\nAki Power held $12 million of cash. It burns\n$2 million a month."
    counts = measure(page, [found(text, publisher=None, published="2025-05")])
    assert counts["sentences"] == Count(2, 3, ("A plant opens in 2027.",))
    assert counts["whole"] == Count(1, 2, ("It burns $2 million a month.",))
    assert counts["headings"].met == 0 and counts["tables"].met == 0
    assert counts["boilerplate"] == Count(2, 4, ("Home", "Aki Power held $12 million of cash."))
    assert counts["publisher"] == Count(0, 1, ("none, wanted “The Post”",))
    assert counts["published"] == Count(0, 1, ("“2025-05”, wanted “2025-05-01”",))


def test_of_a_refused_page_nothing_is_kept_or_right_and_its_lines_do_not_count(page):
    counts = measure(page, [])
    assert counts["sentences"].share == 0 and counts["tables"].share == 0 and counts["title"].share == 0
    assert counts["boilerplate"].share is None
    assert counts["articles"] == Count(0, 1, ("0 articles, wanted 1",))


def test_metadata_that_a_definition_does_not_name_are_not_judged(page, article):
    silent = PageArticle(article.title, "en", article.blocks, judged=frozenset({"title"}))
    counts = measure(Page("aki", "tuning", "txt", "plain", (silent,), {}), [found(CLEAN)])
    assert "url" not in counts and counts["title"].met == 1


def test_articles_of_one_file_are_matched_by_what_they_hold_none_twice():
    first = PageArticle("One", "en", tuple(_blocks("Cash is $1 million. Debt is nil.")))
    second = PageArticle("Two", "en", tuple(_blocks("Sales are $3 million.")))
    other, holding = Found("Two", "Sales are $3 million."), Found("?", "Cash is $1 million.")
    assert matched([first, second], [other, holding]) == [holding, other]
    both = Found("all", "Cash is $1 million. Debt is nil. Sales are $3 million.")
    assert matched([first, second], [both]) == [both, None]


def test_a_quote_reads_if_no_line_breaks_within_a_sentence_and_no_hyphen_is_left():
    article = PageArticle(
        "T", "en", tuple(_blocks("The long-term investment programme costs $5 million. It pays."))
    )
    assert misread("The long-term investment programme costs $5 million.\nIt pays.", article) == []
    assert len(misread("The long-term investment\nprogramme costs $5 million.", article)) == 1
    assert len(misread("The long-term invest-ment programme costs $5 million.", article)) == 1
    assert len(misread("The long-term invest- ment programme", article)) == 1
    assert len(misread("The long-term invest\u00adment programme", article)) == 1


def test_a_japanese_quote_may_not_break_within_a_word():
    article = PageArticle("T", "ja", tuple(_blocks("現預金は3月末で96億円だった。支出は毎月6億円である。")))
    assert misread("現預金は3月末で96億円だった。\n支出は毎月6億円である。", article) == []
    assert len(misread("現預金は3月末で9\n6億円だった。", article)) == 1


QUESTION = PageQuestion(
    "How much cash?", ("$12 million",), ("Aki Power held $12 million of cash.", "Cash | 12")
)


def answer(quote, direct="Cash is $12 million. [1]", status="answered"):
    cited = [Citation(1, "a1", "Aki Power’s cash", "aki.txt", None, quote, 0, len(quote))] if quote else []
    return Answer("How much cash?", status, "en", direct, tuple(cited))


def test_a_question_is_right_if_its_wording_is_told_and_its_sentence_or_row_quoted(article):
    told = judge(QUESTION, answer("Aki Power held $12 million of cash."), {"a1": [article]})
    assert {name: score.value for name, score in told.items()} == {"answer": 1, "cites": 1, "reads": 1}
    assert judge(QUESTION, answer("| Cash | 12 |"), {})["cites"].value == 1
    assert judge(QUESTION, answer("It burns $2 million a month."), {})["cites"].value == 0
    assert judge(QUESTION, answer("It burns.", "Cash is $2 million. [1]"), {})["answer"].value == 0


def test_a_question_refused_is_wrong(article):
    told = judge(QUESTION, answer("", "The articles do not say.", "not_found"), {})
    assert told["answer"].value == 0 and told["cites"].value == 0 and told["reads"].value is None


def outcome(part, counts=None, scores=None):
    return PageOutcome("x", "txt", "", [], "", "added", 1.0, scores=scores or {}, part=part, counts=counts)


def test_shares_are_over_all_sentences_and_not_over_pages():
    # 1 of 10 and 9 of 10 in tuning, 5 of 5 in held-out: .5 and 1, and 15 of 25 in all.
    outcomes = [
        outcome("tuning", {"sentences": Count(1, 10)}),
        outcome("tuning", {"sentences": Count(9, 10)}),
        outcome("held-out", {"sentences": Count(5, 5)}),
    ]
    assert measured(outcomes) == {"sentences": 0.6, "tuning_sentences": 0.5, "held_out_sentences": 1.0}
    assert measured(outcomes[:2]) == {"sentences": 0.5}


def test_questions_are_told_apart_from_pages():
    # One right; one told but not quoted, whose unread quotes count nowhere.
    right = {"answer": Score(1), "cites": Score(1), "exactness": Score(1), "reads": Score(1)}
    outcomes = [
        outcome("tuning", scores=right),
        outcome("tuning", scores=right | {"cites": Score(0), "reads": Score(None)}),
    ]
    assert measured(outcomes) == {
        "questions": 0.5, "questions_answer": 1.0, "questions_cites": 0.5, "questions_exactness": 1.0, "questions_reads": 1.0,
    }  # fmt: skip


def test_counts_add_up():
    summed = totals([{"a": Count(1, 2, ("x",))}, {"a": Count(2, 2), "b": Count(0, 1)}])
    assert summed == {"a": Count(3, 4, ("x",)), "b": Count(0, 1)}
    assert Count(0, 0).share is None


def test_a_part_that_is_not_there_is_said():
    with pytest.raises(EvaluationError, match=r"'test'.*tuning, held-out and received"):
        read_pages(part="test")


def test_a_file_that_defines_no_page_is_named(tmp_path):
    (tmp_path / "broken.yaml").write_text("part: tuning\nkind: [html", "utf-8")
    with pytest.raises(EvaluationError, match=r"broken.yaml is no YAML near line"):
        read_pages(tmp_path)
    (tmp_path / "broken.yaml").write_text("part: tuning\nkind: html\n", "utf-8")
    with pytest.raises(EvaluationError, match=r"broken.yaml defines no page"):
        read_pages(tmp_path)
