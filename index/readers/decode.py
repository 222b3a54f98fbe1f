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
# The wider form of an encoding is tried where its plain form fails: ① and ㈱ are in the wider one only.
_JAPANESE_ENCODINGS = ("cp932", "euc_jp", "euc_jis_2004")
_ISO_2022 = ("iso2022_jp", "iso2022_jp_ext")
_WIDER = {
    "shift_jis": "cp932", "sjis": "cp932", "x_sjis": "cp932", "windows_31j": "cp932", "ms_kanji": "cp932",
    "iso_8859_1": "cp1252", "latin1": "cp1252", "latin_1": "cp1252", "ascii": "cp1252", "us_ascii": "cp1252",
    "x_euc_jp": "euc_jp", "gb2312": "gb18030", "gbk": "gb18030",
}  # fmt: skip
# Bytes that fit no character are forgiven from this size on, one in so many: a page cut or glued somewhere.
_FORGIVING_FROM = 1000
_ONE_IN = 1000
# What Western prose holds beyond ASCII.
_WESTERN = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e]")
_WESTERN_SIGN = re.compile(r"[‘’‚“”„–—…•†‡‰‹›€£¥¢©®™°±²³½¼¾·«»§¶×÷¡¿ªºµ\xa0\xad]")
_WESTERN_MOST = 0.15


def decode(data: bytes, name: str, *declared: str | None) -> str:
    """The text of `data`. SourceError for what is empty, binary or in no encoding that is read.

    `declared` are the encodings that a server or the file itself names, the most trusted first. They decide only
    where the bytes leave it open: a byte-order mark, UTF-8 and Japanese prose are known by themselves.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError(f"{name} is {what}, which is not read: give {READ} files.")
    if not data.strip(b"\0 \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise SourceError(f"{name} is empty: an article needs text.")
    text = _decoded(data, [_canonical(one) for one in declared if one])
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


def _canonical(encoding: str) -> str:
    name = encoding.strip().lower().replace("-", "_")
    return _WIDER.get(name, name)


def _decoded(data: bytes, declared: list[str]) -> str | None:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _try(data, encoding) or _forgiving(data, encoding)
    if b"\0" in data:
        if (text := _without_mark(data)) is not None:
            return text
        if data.count(0) > max(3, len(data) // 1000):
            return None
        data = data.replace(b"\0", b"")  # a stray NUL in text of bytes
    if b"\x1b$" in data:
        for encoding in _ISO_2022:
            if (text := _try(data, encoding)) is not None:
                return text
    return _try(data, "utf-8") or _of_bytes(data, declared) or _forgiving(data, "utf-8")


def _of_bytes(data: bytes, declared: list[str]) -> str | None:
    """Text in an older encoding: the one that looks most like Japanese, else the declared one, else Western prose."""
    encodings = [*_JAPANESE_ENCODINGS, *(one for one in declared if one in _JAPANESE_ENCODINGS)]
    tried = [text for encoding in encodings if (text := _try(data, encoding))]
    if not tried and len(data) >= _FORGIVING_FROM:
        tried = [text for encoding in encodings[:2] if (text := _forgiving(data, encoding))]
    best = max(tried, key=_japanese, default="")
    if best and _japanese(best) > 0:
        return best
    for encoding in declared:
        if encoding not in ("utf_8", "utf8", "cp1252") and (text := _try(data, encoding)) is not None:
            return text
    return _western(data)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _forgiving(data: bytes, encoding: str) -> str | None:
    """The text with U+FFFD for what is no character, where that is little of much."""
    if len(data) < _FORGIVING_FROM:
        return None
    text = data.decode(encoding, "replace")
    return text if text.count("\ufffd") <= len(data) // _ONE_IN else None


def _western(data: bytes) -> str | None:
    """Text in windows-1252 or what charset-normalizer takes it for, if it reads like prose in Latin letters."""
    import charset_normalizer

    # What is declared Latin-1 is windows-1252 in truth; the library cannot tell the two from their kin by few letters.
    guess = charset_normalizer.from_bytes(data[:200_000]).best()
    encodings = ["cp1252", *([guess.encoding] if guess else [])]
    for encoding in encodings:
        text = _try(data, encoding)
        if text is not None and _reads_western(text):
            return text
    return None


def _reads_western(text: str) -> bool:
    """Whether nearly all is ASCII, and the rest letters within words or the signs of Western prose."""
    beyond = _BEYOND_ASCII.findall(text)
    known = len(_WESTERN.findall(text)) + len(_WESTERN_SIGN.findall(text))
    return len(beyond) <= len(text) * _WESTERN_MOST and known == len(beyond)


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
