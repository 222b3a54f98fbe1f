"""A figure, a period or a name is found in a passage that writes it otherwise."""

import pytest

from index.article import Document
from index.library import Library

pytestmark = pytest.mark.usefixtures("without_training")

ARTICLES = {
    "plant": "The chip maker will spend ¥1.2 trillion on a plant in the north.",
    "other plant": "The chip maker will spend ¥1.3 trillion on a plant in the south.",
    "quarter": "2025年第3四半期の出荷は落ち込んだ。",
    "other quarter": "2025年第2四半期の出荷は落ち込んだ。",
    "users": "The app has 120 million users.",
    "other users": "The app has 130 million users.",
    "opening": "新しい工場は2025年7月3日に稼働した。",
    "other opening": "新しい工場は2025年8月3日に稼働した。",
}


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("1兆2000億円を投じるのは？", "plant"),
        ("1.2兆円", "plant"),
        ("１．３兆円", "other plant"),
        ("What happened in Q3 2025?", "quarter"),
        ("the second quarter of 2025", "other quarter"),
        ("1億2000万人", "users"),
        ("1.3億", "other users"),
        ("the plant that opened on July 3, 2025", "opening"),
        ("the plant that opened in August", "other opening"),
    ],
)
def test_a_figure_is_found_however_it_is_written(library: Library, question: str, article: str) -> None:
    list(library.add_many(Document(title="", text=text, source=name) for name, text in ARTICLES.items()))
    best = library.retriever.retrieve(question)[0]
    assert best.node.text == ARTICLES[article]
