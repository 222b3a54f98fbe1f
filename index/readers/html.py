"""Saved and fetched web pages: what is hidden goes, what the page knows of its article is kept, the article comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from index.article import Document
from index.errors import SourceError
from index.readers.decode import decode
from index.readers.hidden import drop_hidden
from index.readers.page_article import article_of, to_markdown
from index.readers.page_blocks import blocks_of
from index.readers.page_metadata import PageMetadata, read_metadata
from index.readers.page_tree import parse
from index.readers.raw import Raw
from index.readers.stated import copyright_holder, stated_date
from index.readers.text import clean, clean_title, first_title, language_of

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE
)
_LETTER = re.compile(r"[^\W_]")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page names in its head."""
    found = _DECLARED.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def read_html_file(raw: Raw) -> Iterator[Document]:
    """The document of a saved or fetched page; what a server says of its encoding goes before what it says itself."""
    text = decode(raw.data, raw.name, raw.charset, declared_encoding(raw.data))
    yield read_html(text, PurePath(raw.name).stem, raw.source)


def _take_shown_title(known: PageMetadata, texts: Sequence[str]) -> None:
    """Where the page shows the end or the beginning of its `<title>` as a line, that is the title, and the rest the site."""
    whole = known.title or ""
    for text in (" ".join(text.split()) for text in texts):
        rest = whole.removeprefix(text) if whole.startswith(text) else whole.removesuffix(text)
        if (
            rest
            and rest != whole
            and len(text) * 2 >= len(whole)
            and (site := rest.strip(" -–—|｜:：/／«»‹›・"))
        ):
            known.title = text
            known.take("publisher", site, "title tag")
            return


def read_html(text: str, name: str, source: str) -> Document:
    """A document of the page's article as Markdown; its date only where the page states it as its own.

    SourceError if the page shows no article.
    """
    root = parse(clean(text), name)
    known = read_metadata(root, source)
    drop_hidden(root)
    blocks = blocks_of(next(root.iter("body"), root))
    if known.found.get("title") == "title tag":
        _take_shown_title(known, [block.text for block in blocks])
    title = clean_title(known.title or "")
    body = clean(to_markdown(article_of(root, blocks, title))).strip()
    if not _LETTER.search(body):
        raise SourceError(f"{name} holds no article text: save the page that shows the article itself.")
    known.take(
        "published", stated_date([block.text for block in blocks if block.kind != "table"]), "visible text"
    )
    known.take("publisher", copyright_holder([block.text for block in blocks[-60:]]), "copyright line")
    language = language_of(body)
    found = known.found | {"language": "html lang" if known.language == language else "letters of the text"}
    if not title:
        title = first_title(body.lstrip("#-> ")) or name
        found["title"] = "first line"
    return Document(
        title=title,
        text=body,
        source=source,
        published=known.published,
        language=language,
        url=known.url,
        publisher=clean_title(known.publisher) if known.publisher else None,
        found=found,
    )
