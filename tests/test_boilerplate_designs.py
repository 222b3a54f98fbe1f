"""Pages of further makes come out clean and whole: what is around an article goes, none of the article does."""

from __future__ import annotations

import io

import pytest

from index import readers
from index.readers.boilerplate import is_label, is_notice
from index.readers.stated import issue_of
from tests.page_designs import DESIGNS, LETTER, Design


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_the_article_comes_in_whole_and_alone(design: Design) -> None:
    document = readers.read(design.content.encode(), design.name)
    assert [one for one in design.own if one not in document.text] == []
    assert [one for one in design.around if one in document.text] == []
    assert (document.title, document.publisher) == (design.title, design.publisher)


def test_further_keys_of_front_matter_are_known() -> None:
    document = readers.read(LETTER.content.encode(), LETTER.name)
    assert (document.url, document.published) == ("https://holme-letter.example/p/tarn", "2025-10-06")


def test_a_key_that_holds_no_date_or_a_list_is_passed_over() -> None:
    text = "---\ntitle: Mill\ncreated: soon\nlink: [a, b]\nsite: {a: 1}\n---\nThe mill sold its dye house.\n"
    document = readers.read(text.encode(), "a.md")
    assert (document.published, document.url, document.publisher) == (None, None, None)


@pytest.mark.parametrize(
    "line",
    [
        "★新築のご相談は丸一工務店へ★", "毎月25日発行　年間購読料 9600円", "週末の天気　札幌 雪 最高1度",
        "Published every Friday, subscription from $90 a year", "Holme Ledger newsroom, +44 20 7946 0100",
        "加能経済 編集部 076-000-1200", "The mill at dawn. Photo: Holme Ledger", "Subscribe now", "URLをコピーしました",
    ],
)  # fmt: skip
def test_lines_of_the_paper_itself_are_labels(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize(
    "line",
    [
        "新製品は毎月500本を発売する", "購読料収入は4%減の12億円だった。", "天気に左右される屋外事業は減収となった。",
        "Subscription revenue rose to $90 million, from $81 million a year before.", "提供先は国内の工場3か所（自社を含む）",
        "The company calls it a record.", "Cash of $18 million", "写真事業の売上高は12億円だった。", "2025年3月期 売上高 076億円",
        "The release is free of charge for registered charities, the agency said in its annual report.",
    ],
)  # fmt: skip
def test_lines_of_articles_are_neither_labels_nor_notices(line: str) -> None:
    assert not is_label(line)
    assert not is_notice(line)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("産業と資金 2025年4月号", ("産業と資金", "2025-04")),
        ("週刊加能 2025年4月18日号", ("週刊加能", "2025-04-18")),
        ("Mill Owner Monthly, April 2025 issue", ("Mill Owner Monthly", "2025-04")),
        ("2025年4月に増資した。", None),
        ("The loan falls due in April 2025.", None),
    ],
)
def test_an_issue_names_its_paper_and_date(line: str, found: tuple[str, str] | None) -> None:
    assert issue_of([line]) == found


def _pdf(pages: list[list[tuple[float, float, float, str]]], **info: str) -> bytes:
    """Pages of (left, distance from the top, size, text) in points."""
    from reportlab.pdfgen.canvas import Canvas

    data = io.BytesIO()
    canvas = Canvas(data, pagesize=(600, 800), invariant=True)
    canvas.setTitle(info.get("title", ""))
    for page in pages:
        for left, top, size, text in page:
            canvas.setFont("Helvetica", size)
            canvas.drawString(left, 800 - top, text)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


_BODY = [
    "Tarn Loom Works sold its dye house on Monday for $14 million and will use the",
    "cash to repay a bank loan. The mill lost $3.1 million in that half.",
]


def test_a_paper_in_print_comes_in_without_heads_boxes_and_desk() -> None:
    first = [
        (60, 30, 7, "Mill Owner Monthly, April 2025 issue"),
        (60, 90, 18, "Tarn Loom sells its dye house"),
    ]
    first += [(60, 130 + 14 * place, 10, text) for place, text in enumerate(_BODY)]
    first += [(60, 175, 10, "Its lenders have agreed to wait until March for the next $2 million.")]
    first += [(60, 780, 7, "12"), (470, 128, 8, "In this issue"), (470, 148, 7, "Wool prices slip"), (470, 168, 7, "Porto mill reopens")]  # fmt: skip
    second = [
        (60, 30, 7, "Special report: weaving"),
        (60, 100, 10, "Orders from hotels rose by 9 percent in the first half of this year."),
    ]
    second += [(60, 130, 10, "The mill expects to break even in the year to June 2026, it said on Monday.")]
    second += [(60, 200, 9, "For more information, please contact"), (60, 214, 9, "Tarn press office, +44 20 7946 0102"), (60, 228, 9, "press@tarn.example")]  # fmt: skip
    document = readers.read(_pdf([first, second]), "a.pdf")
    for own in (
        "and will use the cash to repay",
        "Its lenders have agreed",
        "Orders from hotels",
        "break even",
    ):
        assert own in document.text
    for around in (
        "Mill Owner",
        "12",
        "In this issue",
        "Wool prices",
        "Porto mill",
        "Special report",
        "press",
        "7946",
    ):
        assert around not in document.text
    assert (document.title, document.publisher, document.published) == (
        "Tarn Loom sells its dye house", "Mill Owner Monthly", "2025-04",
    )  # fmt: skip


def test_notes_at_the_foot_of_a_page_stay() -> None:
    page = [(60, 90, 18, "Tarn Loom sells its dye house")]
    page += [(60, 130 + 14 * place, 10, text) for place, text in enumerate(_BODY)]
    page += [(60, 770, 7, "* Before tax and one-off items"), (60, 784, 7, "Source: company")]
    text = readers.read(_pdf([page]), "a.pdf").text
    assert "Before tax and one-off items" in text
    assert "Source: company" in text


def test_the_first_day_of_a_round_year_is_no_date_of_a_file() -> None:
    page = [(60, 90 + 14 * place, 10, text) for place, text in enumerate(_BODY)]
    assert readers.read(_pdf([page]), "a.pdf").published is None  # written with CreationDate 2000-01-01


def test_a_paper_and_its_day_are_no_title() -> None:
    page = [(60, 90, 18, "Tarn Loom sells its dye house")]
    page += [(60, 130 + 14 * place, 10, text) for place, text in enumerate(_BODY)]
    data = _pdf([page], title="Mill Owner Weekly 20250418")
    assert readers.read(data, "a.pdf").title == "Tarn Loom sells its dye house"


def test_a_memo_ends_before_its_desk() -> None:
    import docx

    opened = docx.Document()
    for text in ("Tarn Loom: more time", *_BODY, "Queries on this report? Ring the desk on +1 555 010 2200."):
        opened.add_paragraph(text)
    data = io.BytesIO()
    opened.save(data)
    text = readers.read(data.getvalue(), "a.docx").text
    assert _BODY[1] in text
    assert "Ring the desk" not in text
