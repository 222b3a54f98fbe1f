"""A draft's spans are the sentences of its evidence."""

from index.figures import read_passage
from index.vocabulary import Vocabulary
from rag.cite import Span
from rag.draft import Draft, span_of
from rag.evidence import Evidence

TEXT = "前置き。\n黒田製薬の現金は8億円だった。社員は9人だ。"


def test_the_span_of_evidence_is_its_sentence_in_the_article():
    begin = TEXT.index("黒田")
    middle = TEXT.index("社員")
    sentences = [(begin, middle, ("黒田製薬", "現金")), (middle, len(TEXT), ("社員",))]
    readings = read_passage("a", "題", "", TEXT[begin:], begin, sentences, Vocabulary.read())
    spans = [span_of(Evidence(reading, 1.0, ())) for reading in readings]
    assert [TEXT[span.start : span.end] for span in spans] == [
        "黒田製薬の現金は8億円だった。",
        "社員は9人だ。",
    ]
    assert {span.article_id for span in spans} == {"a"}


def test_a_bare_draft_cites_and_calculates_nothing():
    draft = Draft("not_found", "ありません。")
    assert (draft.basis, draft.support, draft.lead, draft.calculation, draft.conflicts) == (
        (),
        (),
        "",
        None,
        (),
    )


def test_spans_are_told_apart_by_article_and_place():
    assert len({Span("a", 0, 4), Span("a", 0, 4), Span("b", 0, 4), Span("a", 0, 5)}) == 3
