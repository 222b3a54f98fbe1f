"""Stories in SQL: which articles tell the same one, and which of their passages only repeat another's.

An article's signature is kept with it, and a row for each band and landmark, by which others are found without
reading them. `articles.story` names the article of a story that came first; it is empty for that one itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import sqlalchemy as sql
from sqlalchemy.engine import Connection

from index.article import Article
from index.story import (
    LEAST_SHINGLES,
    Told,
    bands_of,
    figures_agree,
    figures_of,
    landmarks,
    may_be_one,
    repeats,
    same_story,
    shingles_of,
    signature,
)
from index.tables import articles, bands, passages, signatures
from index.tables import repeats as repeated

# Rows of bands looked at, articles whose signatures are compared, and those that are read: what bounds the time of
# adding one among any number that are made alike.
_MOST_ROWS, _MOST_COMPARED, _MOST_READ = 4000, 32, 4
# Articles of one story whose passages are compared with a new one's.
_MOST_TOGETHER = 12
_CHUNK = 500


def place(connection: Connection, article: Article, sentences: Sequence[Sequence[str]]) -> str | None:
    """Find the story of an article that was just written, with the words of its sentences; gives whose story it tells again.

    One that had a place before must `leave` it first.
    """
    told = Told(tuple(tuple(words) for words in sentences), article.published)
    if len(told.shingles) < LEAST_SHINGLES:
        return None
    values = signature(told.shingles)
    numbers = [*bands_of(values), *landmarks(told)]
    other = _same(connection, told, values, numbers)
    row = {"article_id": article.id, "size": len(told.shingles), "values": values.tobytes()}
    connection.execute(sql.insert(signatures), [row])
    connection.execute(sql.insert(bands), [{"band": one, "article_id": article.id} for one in set(numbers)])
    if other is None:
        return None
    lead = _elect(connection, [article.id, *members(connection, other)])
    _settle(connection, [article.id, *_telling(connection, lead, article.id)])
    return lead if lead != article.id else None


def leave(connection: Connection, ids: Sequence[str], stories: Iterable[str] = ()) -> None:
    """Take articles out of their stories, before they are deleted or placed anew; what is left of a story stays one.

    `stories` are those they belong to, where the articles no longer say so.
    """
    leads = set(stories)
    for chunk in _chunks(ids):
        query = sql.select(articles.c.story).where(articles.c.id.in_(chunk), articles.c.story.is_not(None))
        leads.update(connection.execute(query).scalars())
        copied = sql.select(articles.c.story).where(articles.c.story.in_(chunk))
        leads.update(connection.execute(copied).scalars())
        for table in (signatures, bands, repeated):
            connection.execute(sql.delete(table).where(table.c.article_id.in_(chunk)))
    gone = set(ids)
    for lead in leads:
        left = [id for id in members(connection, lead) if id not in gone]
        connection.execute(
            sql.update(articles).where(articles.c.id.in_(gone), articles.c.story == lead).values(story=None)
        )
        if left:
            _elect(connection, left)
            _settle(connection, left)


def forget_all(connection: Connection) -> None:
    """Take every article out of its story, and forget all signatures."""
    connection.execute(sql.update(articles).where(articles.c.story.is_not(None)).values(story=None))
    for table in (signatures, bands, repeated):
        connection.execute(sql.delete(table))


def members(connection: Connection, lead: str) -> list[str]:
    """The articles of a story, in the order in which they came."""
    query = sql.select(articles.c.id).where(sql.or_(articles.c.id == lead, articles.c.story == lead))
    return list(connection.execute(query.order_by(articles.c.number)).scalars())


def repeated_passages(connection: Connection) -> set[str]:
    """The ids of passages that tell nothing which another article of their story does not tell."""
    return set(connection.execute(sql.select(repeated.c.passage_id)).scalars())


def sentences_of(connection: Connection, article_id: str) -> list[list[str]]:
    """The words of an article's sentences."""
    return [words for _, sentences in _passages(connection, article_id) for words in sentences]


def _passages(connection: Connection, article_id: str) -> list[tuple[str, list[list[str]]]]:
    """(id, words of its sentences) of each passage of an article."""
    query = sql.select(passages.c.id, passages.c.sentences).where(passages.c.article_id == article_id)
    rows = connection.execute(query.order_by(passages.c.number))
    return [(row.id, [words for _, _, words in row.sentences]) for row in rows]


def _same(connection: Connection, told: Told, values: np.ndarray, numbers: Sequence[int]) -> str | None:
    """The story of the article most like this one that tells the same; None if none does."""
    # Whole numbers, written out: binding fifty of them takes many times longer than the search.
    wanted = ", ".join(str(int(number)) for number in numbers)
    query = f"SELECT article_id FROM {bands.name} WHERE band IN ({wanted}) LIMIT {_MOST_ROWS}"
    shared = Counter(connection.exec_driver_sql(query).scalars())
    if not shared:
        return None
    likely = [id for id, _ in shared.most_common(_MOST_COMPARED)]
    rows = connection.execute(sql.select(signatures).where(signatures.c.article_id.in_(likely))).all()
    others = np.stack([np.frombuffer(row[2], dtype=np.uint32) for row in rows])
    excess = may_be_one(values, len(told.shingles), others, [row.size for row in rows])
    best = [rows[place].article_id for place in np.argsort(-excess, kind="stable") if excess[place] > 0]
    for id in best[:_MOST_READ]:
        other = _told(connection, id)
        if same_story(told, other):
            lead = connection.execute(sql.select(articles.c.story).where(articles.c.id == id)).scalar()
            # What agrees with a shortened copy must agree with what it was shortened from.
            if lead is None or figures_agree(told, _told(connection, lead)):
                return str(lead or id)
    return None


def _told(connection: Connection, article_id: str) -> Told:
    published = connection.execute(
        sql.select(articles.c.published).where(articles.c.id == article_id)
    ).scalar()
    return Told(tuple(tuple(words) for words in sentences_of(connection, article_id)), published)


def _elect(connection: Connection, ids: Sequence[str]) -> str:
    """Make articles one story, named after the one that came first; gives its id."""
    query = sql.select(articles.c.id).where(articles.c.id.in_(ids)).order_by(articles.c.number)
    lead, *others = connection.execute(query).scalars().all()
    connection.execute(sql.update(articles).where(articles.c.id == lead).values(story=None))
    if others:
        connection.execute(sql.update(articles).where(articles.c.id.in_(others)).values(story=lead))
    return str(lead)


def _telling(connection: Connection, lead: str, new: str) -> list[str]:
    """The articles of a story that tell something of their own, besides a new one."""
    known = sql.select(repeated.c.passage_id)
    query = (
        sql.select(passages.c.article_id).distinct().join(articles, passages.c.article_id == articles.c.id)
    )
    query = query.where(sql.or_(articles.c.id == lead, articles.c.story == lead), passages.c.id.not_in(known))
    return [id for id in connection.execute(query).scalars() if id != new][:_MOST_TOGETHER]


def _settle(connection: Connection, ids: Sequence[str]) -> None:
    """Mark what the passages of these articles of a story repeat: the fullest tells first, then the others add to it."""
    for chunk in _chunks(ids):
        connection.execute(sql.delete(repeated).where(repeated.c.article_id.in_(chunk)))
    if len(ids) < 2:
        return
    query = sql.select(articles.c.id).join(signatures, signatures.c.article_id == articles.c.id)
    query = query.where(articles.c.id.in_(ids)).order_by(signatures.c.size.desc(), articles.c.number)
    shingles: set[int] = set()
    figures: set[str] = set()
    for id in connection.execute(query).scalars().all():
        parts = _passages(connection, id)
        copied = [
            passage for passage, sentences in parts if shingles and repeats(sentences, shingles, figures)
        ]
        if copied:
            rows = [{"passage_id": passage, "article_id": id} for passage in copied]
            connection.execute(sql.insert(repeated), rows)
        for sentence in (words for _, sentences in parts for words in sentences):
            shingles.update(shingles_of(sentence))
            figures |= figures_of(sentence)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
