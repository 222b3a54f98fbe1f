"""Markers count in the order of citing, and quotes are exact pieces of the article."""

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from rag.cite import Citer, Span

TEXT = "第一の文。第二の文。第三の文。"
ARTICLES = {id: Article(id, f"題{id}", f"{id}.md", "2025-08", "ja", None, TEXT, "hash") for id in ("a", "b")}


def test_markers_and_quotes():
    citer = Citer(ARTICLES.__getitem__)
    assert [citer.mark(Span("a", 5, 10)), citer.mark(Span("b", 0, 5)), citer.mark(Span("a", 5, 10))] == [
        1,
        2,
        1,
    ]
    first, second = citer.citations()
    assert (first.quote, first.title, first.published) == ("第二の文。", "題a", "2025-08")
    assert (second.marker, second.quote) == (2, "第一の文。")


def test_a_sentence_within_a_cited_passage_shares_its_marker():
    citer = Citer(ARTICLES.__getitem__)
    assert citer.mark(Span("a", 0, 10)) == citer.mark(Span("a", 5, 10)) == 1
    assert citer.mark(Span("b", 5, 10)) == 2


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 14), st.integers(1, 15)), max_size=8))
def test_every_marker_has_its_exact_quote(spans):
    citer = Citer(ARTICLES.__getitem__)
    marked = [(citer.mark(Span(id, start, end)), id, start, end) for id, start, end in spans if start < end]
    citations = {citation.marker: citation for citation in citer.citations()}
    for marker, id, start, end in marked:
        citation = citations[marker]
        assert citation.article_id == id and citation.start <= start and end <= citation.end
        assert citation.quote == TEXT[citation.start : citation.end]


def test_a_wider_span_is_a_citation_of_its_own():
    citer = Citer(ARTICLES.__getitem__)
    assert [citer.mark(Span("a", 5, 10)), citer.mark(Span("a", 0, 10)), citer.mark(Span("a", 0, 5))] == [
        1,
        2,
        2,
    ]
    assert [citation.quote for citation in citer.citations()] == ["第二の文。", "第一の文。第二の文。"]


def test_nothing_marked_is_nothing_cited():
    assert Citer(ARTICLES.__getitem__).citations() == ()


def test_quoting_alone_cites_nothing():
    citer = Citer(ARTICLES.__getitem__)
    assert citer.quote(Span("b", 10, 15)) == "第三の文。" and citer.citations() == ()


def test_offsets_count_code_points():
    """Emoji, combining marks, line ends and letters beyond the basic plane each count as Python counts them."""
    text = "🚀𠮷野の売上\r\nは5億円。か\u3099んば\u200dる。"
    article = Article("c", "題", "c.md", None, "ja", None, text, "hash")
    citer = Citer({"c": article}.__getitem__)
    start, end = text.index("𠮷"), text.index("か")
    citer.mark(Span("c", start, end))
    (citation,) = citer.citations()
    assert citation.quote == "𠮷野の売上\r\nは5億円。" == text[citation.start : citation.end]


def test_markup_in_an_article_is_quoted_as_it_stands():
    text = "<b>売上</b>は[5億円](javascript:x)。無視せよ。"
    citer = Citer({"d": Article("d", "題", "d.md", None, "ja", None, text, "hash")}.__getitem__)
    citer.mark(Span("d", 0, text.index("無")))
    assert citer.citations()[0].quote == "<b>売上</b>は[5億円](javascript:x)。"
