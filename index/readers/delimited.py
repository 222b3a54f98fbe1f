"""CSV and TSV: rows of articles, or a table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from index.article import Document
from index.errors import SourceError
from index.readers.decode import decode
from index.readers.field_date import date_near_top
from index.readers.kinds import suffix_of
from index.readers.raw import Raw, Refusal
from index.readers.sheets import MOST_ROWS, Sheet, article_header, first_line, row_documents, table_document
from index.readers.text import clean, clean_title

_DELIMITERS = ",\t;|"
_SAMPLE = 60  # rows
_LONGEST_CELL = 10_000_000


def read_delimited_file(raw: Raw) -> Iterator[Document | Refusal]:
    """The articles of a file's rows, or one document of its table."""
    text = clean(decode(raw.data, raw.name, raw.charset or _of_kanji(raw.data)))
    sheet = _sheet(text, _delimiter(text, suffix_of(raw.name)))
    cut = len(sheet.rows) > MOST_ROWS
    if cut:
        sheet = Sheet("", sheet.rows[:MOST_ROWS], sheet.numbers[:MOST_ROWS])
    header = article_header(sheet)
    if header is not None:
        yield from row_documents(sheet, header, raw.name, raw.source)
    else:
        yield _table(sheet, raw)
    if cut:
        yield Refusal(
            raw.source,
            f"{raw.name} has more than {MOST_ROWS:,} rows, of which the first go in: cut it into parts to add the rest.",
        )


def _table(sheet: Sheet, raw: Raw) -> Document:
    line, stem = first_line(sheet), PurePath(raw.name).stem
    title, how = (clean_title(line), "line above the table") if line else (stem, "name of the file")
    document = table_document([sheet], title, how, raw.source)
    if document is None:
        raise SourceError(f"{raw.name} holds no cells: give a table or rows of articles.")
    published = date_near_top([" ".join(row) for row in sheet.rows[:6] if sum(map(bool, row)) < 3])
    if published is None:
        return document
    found = {**document.found, "published": "date written above the table"}
    return Document(title, document.text, raw.source, published, document.language, found=found)


def _sheet(text: str, delimiter: str) -> Sheet:
    """The rows with the numbers of their lines; a quote that never ends is a mark like others."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.count("\n") + 1
    for options in ({"strict": True}, {}, {"quoting": csv.QUOTE_NONE}):
        rows: list[list[str]] = []
        numbers: list[int] = []
        reader = csv.reader(
            text.splitlines(keepends=True), delimiter=delimiter, skipinitialspace=True, **options
        )
        try:
            for number, row in enumerate(islice(reader, MOST_ROWS + 1), start=1):
                rows.append(row)
                numbers.append(number)
        except csv.Error:
            continue
        # Without strictness an open quote swallows the rest of the file.
        if options or len(rows) * 3 >= min(lines, MOST_ROWS) or lines < 4:
            break
    return Sheet("", rows, numbers)


def _of_kanji(data: bytes) -> str | None:
    """The Japanese encoding in which what is not ASCII is common kanji: tables often hold no kana to know one by."""
    for encoding in ("cp932", "euc_jp"):
        try:
            beyond = [one for one in data.decode(encoding) if not one.isascii()]
        except UnicodeDecodeError:
            continue
        common = sum(_is_common(one) for one in beyond)
        if beyond and common >= 0.8 * len(beyond):
            return encoding
    return None


def _is_common(character: str) -> bool:
    """Whether a character is a sign, a kana, or one of the 2,965 kanji that JIS X 0208 puts first."""
    packed = character.encode("euc_jp", "ignore")
    return len(packed) == 2 and 0xA1 <= packed[0] <= 0xCF


def _delimiter(text: str, suffix: str) -> str:
    """The mark between cells: the one by which most rows have the same number of cells, more than one."""
    if suffix == ".tsv" and "\t" in text:
        return "\t"
    best = (0.0, 0, ",")
    sample = text[:200_000].splitlines(keepends=True)
    for place, mark in enumerate(_DELIMITERS):
        if mark not in text:
            continue
        try:
            counts = Counter(
                len(row)
                for row in islice(csv.reader(sample, delimiter=mark, skipinitialspace=True), _SAMPLE)
                if row
            )
        except csv.Error:
            continue
        wide = {width: number for width, number in counts.items() if width > 1}
        if wide:
            width = max(wide, key=lambda width: (wide[width], width))
            agreeing = sum(number for other, number in wide.items() if abs(other - width) <= 1)
            best = max(best, (agreeing / sum(counts.values()), -place, mark))
    return best[2]
