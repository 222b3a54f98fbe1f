"""Bytes to text: which encoding they are in, and what in them is no text at all."""

from __future__ import annotations

import codecs
import re

from index.errors import SourceError

# For sentences that say what would be read.
READ = ".txt, .md, .html, .pdf, .docx, .xlsx, .csv, .json, .jsonl and .zip"

_MAGIC = {
    b"%PDF": "a PDF document under another name",
    b"PK\x03\x04": "a zip archive or an Office document under another name",
    b"PK\x05\x06": "an empty zip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"{\\rtf": "a rich-text document",
    b"SQLite format 3\0": "a database",
}
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HALF_WIDTH_OR_PRIVATE = re.compile(r"[\uff61-\uff9f\ue000-\uf8ff\ufffd]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_JAPANESE_ENCODINGS = ("cp932", "euc_jp")


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of `data`. SourceError for what is empty, binary or in no encoding that is read.

    `declared` is the encoding that the file names itself, tried after a byte-order mark and UTF-8.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError(f"{name} is {what}, which is not read: give {READ} files.")
    if not data.strip(b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise SourceError(f"{name} is empty: an article needs text.")
    text = _decoded(data, declared)
    if text is None:
        if b"\0" in data and not data.startswith(tuple(_MARKS)):
            raise SourceError(f"{name} is a binary file, not text: give {READ} files.")
        raise SourceError(
            f"{name} is in no encoding that is read (UTF-8, UTF-16, Shift_JIS, EUC-JP, ISO-2022-JP): "
            "save it as UTF-8 and add it again."
        )
    if len(_CONTROL.findall(text)) > max(2, len(text) // 50):
        raise SourceError(f"{name} is a binary file, not text: give {READ} files.")
    if text.count("\ufffd") > max(3, len(text) // 50):
        raise SourceError(
            f"{name} was saved in a wrong encoding ({text.count(chr(0xFFFD))} characters are lost): "
            "get it again from where it came."
        )
    return text


def _decoded(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _try(data, encoding)
    if b"\0" in data:
        return _without_mark(data)
    if b"\x1b$" in data and (text := _try(data, "iso2022_jp")) is not None:
        return text
    if (text := _try(data, "utf-8")) is not None:
        return text
    if declared and declared.lower() not in ("utf-8", "utf8") and (text := _try(data, declared)) is not None:
        return text
    candidates = [
        (_japanese(text), text) for encoding in _JAPANESE_ENCODINGS if (text := _try(data, encoding))
    ]
    score, text = max(candidates, default=(0.0, None))
    return text if score > 0 else None


def _try(data: bytes, encoding: str) -> str | None:
    encoding = "cp932" if encoding.lower().replace("-", "_") in ("shift_jis", "sjis", "x_sjis") else encoding
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark: text has NULs (of its ASCII characters) on one side of the pairs only."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if min(even, odd) > max(even, odd) // 20:
        return None
    text = _try(data, "utf-16-le" if odd > even else "utf-16-be")
    if text is None or "\0" in text:
        return None
    mostly_latin = len(_BEYOND_ASCII.findall(text)) < len(text) / 2
    return text if mostly_latin or _japanese(text) > 0 else None


def _japanese(text: str) -> float:
    """How much a decoding looks like Japanese prose: the share of kana, 0 or less where it is chance."""
    beyond = len(_BEYOND_ASCII.findall(text))
    kana, strange = len(_KANA.findall(text)), len(_HALF_WIDTH_OR_PRIVATE.findall(text))
    return (kana - 4 * strange) / max(beyond, 1) - 0.1
