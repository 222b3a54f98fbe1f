"""A passage as llama-index's node: the form in which it travels from the library to ranking and answering."""

from __future__ import annotations

from llama_index.core.schema import TextNode

from index.store import IndexedPassage


def node_of(indexed: IndexedPassage) -> TextNode:
    """The node of a passage; its metadata says where it stands, and where its sentences begin and end."""
    passage = indexed.passage
    metadata = {
        "article_id": passage.article_id,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "title": indexed.title,
        "source": indexed.source,
        "published": indexed.published,
        "language": indexed.language,
        "story": indexed.story or passage.article_id,
        "sentences": [[one.start, one.end, list(one.words)] for one in passage.sentences],
    }
    return TextNode(id_=passage.id, text=passage.text, metadata=metadata)
