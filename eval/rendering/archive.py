"""A ZIP archive of articles of several kinds, with what systems leave in archives beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

from eval.pages.definitions import Page, PageArticle
from eval.rendering.data import body_of
from eval.rendering.office import fixed


def bytes_of(page: Page) -> bytes:
    """The archive: each article under its `member` name, in the kind that the name says."""
    written = io.BytesIO()
    first, second = page.boilerplate["junk"]
    with zipfile.ZipFile(written, "w") as target:
        for article in page.articles:
            name = article.extra["member"]
            target.writestr(name, _member(article, name, page.boilerplate).encode())
        target.writestr(first, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + first.encode("utf-16-le"))
        hidden = page.articles[1].extra["member"].rpartition("/")[2]
        target.writestr(
            f"__MACOSX/._{hidden}", b"\x00\x05\x16\x07\x00\x02\x00\x00" + second.encode() + bytes(40)
        )
    return fixed(written.getvalue())


def _member(article: PageArticle, name: str, around: Mapping[str, Sequence[str]]) -> str:
    if name.endswith(".md"):
        front = f"title: {article.title}\nsource: {article.publisher}\npublished: {article.published}\nurl: {article.url}"
        return f"---\n{front}\n---\n\n{body_of(article)}\n"
    if name.endswith(".txt"):
        return f"{article.title}\n{article.publisher}, {article.published}\n\n{body_of(article)}\n"
    menu = "".join(f"<li><a href='/m'>{escape(line)}</a></li>" for line in around["navigation"])
    body = "".join(f"<p>{escape(block.text)}</p>" for block in article.blocks)
    return (
        f"<html lang='ja'><head><meta charset='utf-8'><title>{escape(article.title)}</title>"
        f"<meta property='og:site_name' content='{article.publisher}'><link rel='canonical' href='{article.url}'></head>"
        f"<body><ul class='menu'>{menu}</ul><article><h1>{escape(article.title)}</h1><time>{article.published}</time>{body}</article>"
        f"<div class='rel'><a href='/x'>{escape(around['related'][0])}</a></div></body></html>"
    )
