"""The files of the suite `pages` hold what their definitions say, and all kinds are there in both parts."""

import csv
import html
import io
import json
import re
import unicodedata
import zipfile

import docx
import openpyxl
import pdfplumber
import pytest

from eval.build_pages import DIGESTS, PLAIN, digest, render
from eval.pages.definitions import FOLDER, KINDS, PARTS, read_pages, without_readings
from eval.pages.measure import Found, bare, measure

FILES = FOLDER / "files"
PAGES = read_pages()
_TAG = re.compile(r"<!--|-->|<[^>]*>")
# What stands in fonts for a character of the same look, besides the radicals that NFKC knows.
_LOOKALIKES = str.maketrans({"‧": "・", "−": "-"})


def text_of_html(content):
    readings = re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>", "", content)
    return html.unescape(_TAG.sub("", readings))


def text_of_word(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    edges = [part.paragraphs[0].text for one in document.sections for part in (one.header, one.footer)]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells, *edges])


def text_of_sheets(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def text_of_archive(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return "\n".join([name + text_of_html(content.decode("utf-8", "ignore")) for name, content in members])


def text_of_json(content):
    return content.replace("\\n", "\n").replace('\\"', '"').replace('"', "")


def file_text(page):
    """Everything a person could see in a page's file, by means of their own and not by the readers measured."""
    data = (FILES / page.file).read_bytes()
    if page.kind == "docx":
        return text_of_word(data)
    if page.kind == "xlsx":
        return text_of_sheets(data)
    if page.kind == "zip":
        return text_of_archive(data)
    content = data.decode(page.encoding)
    if page.kind == "html":
        return text_of_html(content)
    if page.kind == "csv":
        return "\n".join(cell for row in csv.reader(io.StringIO(content)) for cell in row)
    return text_of_json(content) if page.kind in ("json", "jsonl") else content


def looked_alike(text):
    return bare(unicodedata.normalize("NFKC", text)).translate(_LOOKALIKES)


def test_every_kind_stands_in_its_part():
    kinds = {part: sorted(page.kind for page in PAGES if page.part == part) for part in PARTS}
    assert set(kinds["tuning"]) | set(kinds["held-out"]) == set(KINDS)
    for kind in ("html", "pdf", "docx", "xlsx", "csv", "md", "txt"):
        assert kinds["tuning"].count(kind) == kinds["held-out"].count(kind), kind
    assert len(PAGES) >= 30


def test_no_design_is_used_twice():
    assert len({page.layout for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("part", PARTS)
def test_both_languages_stand_in_both_parts(part):
    languages = [article.language for page in PAGES if page.part == part for article in page.articles]
    assert min(languages.count("ja"), languages.count("en")) >= 5


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 2_500_000
    assert {path.name for path in FILES.iterdir()} == {page.file for page in PAGES} | {DIGESTS}


@pytest.mark.parametrize("page", [page for page in PAGES if page.kind in PLAIN], ids=lambda page: page.id)
def test_files_of_text_are_what_their_definition_makes(page):
    assert (FILES / page.file).read_bytes() == render(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_definition_and_file_belong_together(page):
    """Where the bytes also depend on other software, digests tell that neither was changed without the other."""
    digests = json.loads((FILES / DIGESTS).read_text("utf-8"))[page.id]
    assert digests == {
        "definition": digest((FOLDER / f"{page.id}.yaml").read_bytes()),
        "file": digest((FILES / page.file).read_bytes()),
    }


@pytest.mark.parametrize("page", [page for page in PAGES if page.kind != "pdf"], ids=lambda page: page.id)
def test_every_sentence_and_every_line_around_stands_in_the_file(page):
    text = bare(file_text(page))
    for article in page.articles:
        cells = [cell for row in article.rows for cell in row]
        wanted = [article.title, *article.headings, *article.sentences, *cells]
        if page.kind == "xlsx":  # figures are numbers there, which Python writes in its own way
            wanted = [one for one in wanted if not re.fullmatch(r"-?[\d.]+", one)]
        assert [one for one in wanted if bare(one) not in text] == []
    around = [line for lines in page.boilerplate.values() for line in lines]
    assert [line for line in around if bare(line).rstrip(":") not in text] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.kind == "pdf"], ids=lambda page: page.id)
def test_every_line_around_and_every_figure_stands_in_the_pdf(page):
    """The article's words are broken over lines and columns there, so that only its figures and rows can be looked for."""
    with pdfplumber.open(FILES / page.file) as document:
        text = looked_alike("".join(each.extract_text() for each in document.pages))
    around = [line for lines in page.boilerplate.values() for line in lines]
    assert [line for line in around if looked_alike(line) not in text] == []
    (article,) = page.articles
    assert [row for row in article.rows if looked_alike("".join(row)) not in text] == []
    figures = {figure for one in article.sentences for figure in re.findall(r"\d{3,}", one)}
    assert len(figures) >= 3
    assert [figure for figure in figures if figure not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_questions_are_answered_by_what_they_want_quoted(page):
    """Each wanted quote is a sentence or a row of its article, and one of them holds an expected wording."""
    for article in page.articles:
        units = [bare(one) for one in article.sentences] + [bare("|".join(row)) for row in article.rows]
        for question in article.questions:
            assert question.quotes
            assert [quote for quote in question.quotes if bare(quote) not in units] == []
            assert any(one in quote for one in question.expect for quote in question.quotes), question.ask


def test_most_articles_are_asked_about():
    counts = [sum(len(article.questions) for article in page.articles) for page in PAGES]
    assert min(counts) >= 1 and sum(counts) >= 60


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_reader_that_does_all_right_has_all(page):
    """No definition asks for what contradicts itself, as a line around that the article needs as well."""
    counts = measure(page, [perfect(article) for article in page.articles])
    assert counts.pop("boilerplate").met == 0
    assert {name: count.named for name, count in counts.items() if count.named} == {}


def as_text(article):
    shown = {"heading": "## {}", "item": "- {}", "paragraph": "{}"}
    return "\n\n".join(
        "\n".join(f"| {' | '.join(row)} |" for row in block.rows)
        if block.kind == "table"
        else shown[block.kind].format(without_readings(block.text))
        for block in article.blocks
    )


def perfect(article):
    told = {name: getattr(article, name) for name in ("title", "publisher", "published", "url", "language")}
    return Found(text=as_text(article), **told)
