"""The values that travel between readers, library and retrieval: articles, passages, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one source: clean text and what is known about it, not yet in the library.

    `published` is `YYYY-MM-DD`, `YYYY-MM` or None; `language` is `ja` or `en`; `source` is the path or URL
    as it was given, with `#` and its name or number for one of several in a file. `found` says for title,
    publisher, published, language and url how each was found: `{"published": "JSON-LD datePublished"}`.
    """

    title: str
    text: str
    source: str
    published: str | None = None
    language: str = "ja"
    url: str | None = None
    publisher: str | None = None
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """One article in the library. `text` is what every quote is cut from; offsets are code points into it.

    `publisher` and `found` are those of its Document. `story` is None for an article that stands for itself; for a
    near-duplicate it is the id of the article that came first with the same story.
    """

    id: str
    title: str
    source: str
    published: str | None
    language: str
    url: str | None
    text: str
    content_hash: str
    publisher: str | None = None
    found: Mapping[str, str] = field(default_factory=dict, hash=False)
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was before it was replaced. `number` counts from 1, the earliest.

    `article_id` is whose earlier version it is, `cited_as` the id under which it was shown and cited: another one
    where two articles turned out to be one. `replaced_at` is a moment in UTC, `2025-11-02T08:30:00+00:00`.
    """

    article_id: str
    number: int
    title: str
    source: str
    published: str | None
    text: str
    content_hash: str
    cited_as: str
    replaced_at: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `article.text[start:end]`; `words` are its normalised content words, in order."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences at `article.text[start:end]`, about 400 characters.

    `heading` is the path of headings above it, joined by " › " ("" where there is none): context for ranking,
    never part of `text`, so that a quote stays an exact piece of the article.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    heading: str
    sentences: tuple[Sentence, ...]
