"""The reader's opinion of an answer: agreement and difference by quantity, and what they do to confidence."""

from __future__ import annotations

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.agreement import FEATURES
from rag.assistant import Assistant
from rag.confidence import Calibration
from rag.opinion import Opinion, opinion
from rag.searched import searched

STORY = (
    "柚木精機の2025年3月期の売上高は36億円だった。純損失は4億円で、従業員は210人。本社は静岡県浜松市にある。"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    settings = Settings.read(home=tmp_path_factory.mktemp("opinion") / "home", seeds="none")
    with Library.open(settings) as library:
        library.add(Document("柚木精機、赤字続く", STORY, "0.md", "2025-05-01", "ja"))
        yield Assistant(library)


def of(assistant: Assistant, text: str, figure: str) -> Opinion:
    """What the reader's spans for `text` say of the answer that gives `figure`."""
    drafter = assistant.drafter
    question = drafter.read(text, ())
    query = searched(question, drafter.vocabulary)
    answer = next(
        e for e in drafter.finder.figures(question, query, None) if e.figure and e.figure.text == figure
    )
    return opinion(drafter.spans.read(question, query), answer)


def test_a_figure_read_and_answered_is_agreement_and_another_is_difference(assistant):
    asked = "柚木精機の2025年3月期の売上高はいくらですか。"
    same, other = of(assistant, asked, "36億円"), of(assistant, asked, "4億円")
    assert same.agrees > 0.5 > same.differs
    assert other.differs > 0.5 > other.agrees


def test_what_is_no_amount_is_neither(assistant):
    told = of(assistant, "柚木精機の本社はどこにあるか。", "36億円")
    assert told.agrees < 0.2 and told.differs < 0.2


def test_difference_lowers_the_shipped_confidence_and_never_raises_it():
    calibration = Calibration.load()
    sure = dict.fromkeys(FEATURES, 0.0) | {"coverage": 1.0, "figure": 1.0}
    at = [calibration.confidence(sure | {"reader_differs": share}) for share in (0.0, 0.3, 0.9)]
    assert at == sorted(at, reverse=True) and at[0] > at[-1]


def test_an_answer_is_read_once_however_often_it_is_weighed(assistant, monkeypatch):
    reader = assistant.drafter.spans._reader()
    batches = []
    network = reader._network
    monkeypatch.setattr(reader, "_network", lambda *sides: batches.append(1) or network(*sides))
    answer = assistant.answer("柚木精機の社長の名前は何ですか。")
    assert answer.status in ("answered", "not_found")
    assert len(batches) == 1
