"""Plain text, and the cleaning that all formats share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from index.article import Document
from index.readers.decode import decode
from index.readers.raw import Raw
from index.sentences import split_sentences

# Colours, titles and links of a terminal, each as a whole.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]"
)
_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Characters nobody sees, some of which make text look other than it is: controls, zero widths, directions.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
LONGEST_TITLE = 200
LONGEST_HEADLINE = 100


def clean(text: str) -> str:
    """`text` with one kind of line break and no unseen characters; else as it is: quotes are exact."""
    return _UNSEEN.sub("", _LINE_BREAK.sub("\n", _ANSI.sub("", text)))


def clean_title(title: str) -> str:
    """A title on one line, not longer than a title should be."""
    line = " ".join(clean(title).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def first_title(text: str) -> str:
    """The first line as a title; of a line that is a paragraph, its first sentence."""
    line = text.strip().partition("\n")[0]
    spans = split_sentences(line) if len(line) > LONGEST_HEADLINE else []
    return clean_title(line[slice(*spans[0])] if spans else line)


def language_of(text: str) -> str:
    """`ja` if at least a fifth of the letters are kana or kanji, else `en`."""
    letters = len(_LETTER.findall(text))
    return "ja" if letters and len(_JAPANESE.findall(text)) >= letters / 5 else "en"


def read_text_file(raw: Raw) -> Iterator[Document]:
    """The document of a file of plain text in any encoding that is read."""
    yield read_text(decode(raw.data, raw.name, raw.charset), PurePath(raw.name).stem, raw.source)


def read_text(text: str, name: str, source: str) -> Document:
    """A document of plain text without what was copied with it from around an article.

    The first line that is the article's is the title and stays in the text.
    """
    from index.readers.copied import read_copied

    copied = read_copied(clean(text).strip())
    known = {"publisher": copied.publisher, "published": copied.published}
    found = {"title": "first line" if copied.title else "file name", "language": "letters of the text"}
    return Document(
        title=first_title(copied.title or copied.text) or name,
        text=copied.text,
        source=source,
        language=language_of(copied.text),
        published=copied.published[0] if copied.published else None,
        publisher=copied.publisher[0] if copied.publisher else None,
        found=found | {key: value[1] for key, value in known.items() if value},
    )
