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
