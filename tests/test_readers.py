"""Bytes to documents: every format that is read, and one clear sentence for everything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import readers
from index.errors import SourceError

JAPANESE = "甲社の資金\n甲社の現金は80億ドルに増えました。次の四半期も増える見込みです。"


def read(data: bytes | str, name: str) -> readers.Document:
    return readers.read(data.encode() if isinstance(data, str) else data, name)


def refusal(data: bytes | str, name: str = "a.txt") -> str:
    with pytest.raises(SourceError) as caught:
        read(data, name)
    message = str(caught.value)
    assert "\n" not in message and message.endswith(".") and len(message) < 300
    return message


class TestText:
    def test_the_first_line_is_the_title_and_stays(self) -> None:
        document = read(JAPANESE, "a.txt")
        assert (document.title, document.text, document.language) == ("甲社の資金", JAPANESE, "ja")
        assert (document.published, document.url) == (None, None)

    def test_of_a_paragraph_the_first_sentence_is_the_title(self) -> None:
        assert read("甲社は増資した。" + "額は未定だ。" * 30, "a.txt").title == "甲社は増資した。"

    def test_what_nobody_sees_is_removed(self) -> None:
        document = read("\ufeff題\u200b名\u202e\r\n本\x00文\x07です\u2028。", "a.txt")
        assert document.text == "題名\n本文です\n。"

    def test_english_is_told_by_its_letters(self) -> None:
        assert read("Acme (アクメ) raised cash.", "a.txt").language == "en"

    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"],
    )
    def test_every_encoding_gives_the_same_text(self, encoding: str) -> None:
        assert read(JAPANESE.encode(encoding), "a.txt").text == JAPANESE

    def test_a_path_is_the_source(self, tmp_path: Path) -> None:
        file = tmp_path / "記事.txt"
        file.write_text(JAPANESE, encoding="utf-8")
        assert readers.read(file).source == str(file)


class TestMarkdown:
    def test_front_matter_says_what_is_known(self) -> None:
        front = "---\ntitle: 題\npublished: 2025-07-15\nlanguage: ja\nurl: https://example.com/a\n---\n"
        document = read(front + "# 見出し\n本文です。", "a.md")
        assert document.title == "題"
        assert document.text == "# 見出し\n本文です。"
        assert (document.published, document.language) == ("2025-07-15", "ja")
        assert document.url == "https://example.com/a"

    def test_an_address_given_as_source_is_the_url(self) -> None:
        assert read("---\nsource: https://example.com\n---\n本文。", "a.md").url == "https://example.com"
        assert read("---\nsource: 甲新聞\n---\n本文。", "a.md").url is None

    def test_without_front_matter_the_first_heading_is_the_title(self) -> None:
        assert read("前書き。\n\n## 見出し ##\n本文。", "a.md").title == "見出し"
        assert read("一行目\n二行目。", "a.md").title == "一行目"

    @pytest.mark.parametrize(
        "front", ["title: [", "- a\n- b", "just words", "a: b: c", "x: !!python/object:os.x"]
    )
    def test_broken_front_matter_is_refused(self, front: str) -> None:
        assert "front matter" in refusal(f"---\n{front}\n---\n本文。", "a.md")

    def test_a_rule_further_down_is_no_front_matter(self) -> None:
        assert read("本文。\n\n---\n\n続き: です。", "a.md").text.startswith("本文。")

    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("2025-07", "2025-07"),
            ("2025", None),
            ("2025年7月5日", "2025-07-05"),
            ("2025-07-15 08:00:00", "2025-07-15"),
        ],
    )
    def test_dates_are_kept_as_far_as_they_go(self, written: str, kept: str | None) -> None:
        assert read(f"---\npublished: {written}\n---\n本文。", "a.md").published == kept

    @pytest.mark.parametrize("written", ["2025-13", "2025-02-30", "soon", "25-1-1", "[2025]"])
    def test_what_is_no_date_is_refused(self, written: str) -> None:
        assert "is no date" in refusal(f"---\npublished: '{written}'\n---\n本文。", "a.md")


class TestHtml:
    PAGE = """<html lang="ja"><head><meta charset="{charset}"><title>甲社、増資へ - 甲新聞</title>
    <meta property="og:title" content="甲社、増資へ">
    <meta property="article:published_time" content="2025-07-15T09:00:00+09:00">
    <link rel="canonical" href="https://example.com/news/1"></head>
    <body><nav><a href="/">ホーム</a><a href="/x">天気</a></nav><article><h1>甲社、増資へ</h1>
    <p>甲社は十五日、海外の投資家を引受先とする二十億ドルの増資を決めたと発表した。</p>
    <p>調達した資金は、関東に建てる新しい計算施設の建設と、研究者の採用に充てるという。</p></article>
    <footer>著作権表示 広告 お問い合わせ</footer><script>alert(1)</script></body></html>"""

    @pytest.mark.parametrize("charset", ["utf-8", "shift_jis", "euc-jp"])
    def test_the_article_comes_out_of_the_page(self, charset: str) -> None:
        document = read(self.PAGE.format(charset=charset).encode(charset), "a.html")
        assert document.title == "甲社、増資へ"
        assert (document.published, document.url) == ("2025-07-15", "https://example.com/news/1")
        assert "二十億ドルの増資を決めたと発表した。" in document.text
        assert "天気" not in document.text and "alert" not in document.text

    def test_a_date_only_in_the_prose_is_not_taken(self) -> None:
        page = (
            "<html><body><article><p>"
            + "2024年3月1日に決めた計画は続いている。" * 5
            + "</p></article></body></html>"
        )
        assert read(page, "a.html").published is None

    @pytest.mark.parametrize("page", ["<html></html>", "<html><body><script>x()</script></body></html>"])
    def test_a_page_without_text_is_refused(self, page: str) -> None:
        assert "no article text" in refusal(page, "a.html")


class TestRefusals:
    @pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 40])
    def test_empty(self, data: bytes) -> None:
        refusal(data)

    def test_marks_without_words(self) -> None:
        assert "no words" in refusal("---\n…\n***")

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (b"SQLite format 3\0", "database"),
            (b"Rar!\x1a", "RAR"),
            (b"\x89PNG\r\n", "PNG"),
            (b"\xff\xd8\xff\xe0", "JPEG"),
        ],
    )
    def test_other_formats_are_named_whatever_the_file_is_called(self, data: bytes, what: str) -> None:
        message = refusal(data)
        assert what in message and ".md" in message

    @pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png", "a.json"])
    def test_other_endings_are_named(self, name: str) -> None:
        assert Path(name).suffix in refusal("本文です。", name)

    def test_binary(self) -> None:
        assert "binary" in refusal(bytes(range(256)) * 20)

    @pytest.mark.parametrize(
        "data",
        [
            "現金は増えた。".encode() + b"\xff\xfe\xfd",
            "現金は増えた。".encode()[:-1],
            b"\x80\x81\x82\x83" * 9,
            b"\xff\xfe\x41\x30\x00\xd8\x41",
        ],
    )
    def test_mis_encoded(self, data: bytes) -> None:
        assert "encoding" in refusal(data)

    def test_text_that_was_lost_before_it_came(self) -> None:
        assert "wrong encoding" in refusal("\ufffd" * 10 + "です")

    def test_too_large_is_seen_before_it_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "long.txt"
        with file.open("wb") as opened:
            opened.truncate(50_000_000)
        with pytest.raises(SourceError, match=r"50 MB.*20 MB"):
            readers.read(file)

    def test_too_large_when_pasted(self) -> None:
        with pytest.raises(SourceError, match="20 MB"):
            readers.pasted("あ" * 7_000_000)

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="does not exist"):
            readers.read(tmp_path / "none.txt")

    def test_a_name_that_cannot_be(self) -> None:
        with pytest.raises(SourceError):
            readers.read(Path("a" * 5000 + ".txt"))
        with pytest.raises(SourceError):
            readers.read(Path("a\0b.txt"))

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        with pytest.raises(SourceError, match="no ordinary file"):
            readers.read(tmp_path / "pipe.txt")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
    def test_unreadable(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("本文。")
        (tmp_path / "a.txt").chmod(0)
        with pytest.raises(SourceError, match="cannot be read"):
            readers.read(tmp_path / "a.txt")


class TestFind:
    def test_a_folder_gives_its_articles_in_order(self, tmp_path: Path) -> None:
        for name in ("b.md", "a.txt", "below/c.html", ".hidden.md", "style.css", "old.pdf", ".git/d.md"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("x")
        assert readers.find(str(tmp_path)) == [
            str(tmp_path / name) for name in ("a.txt", "b.md", "old.pdf", "below/c.html")
        ]

    def test_a_pattern_gives_what_it_matches(self, tmp_path: Path) -> None:
        for name in ("b.md", "a.md", "c.txt"):
            (tmp_path / name).write_text("x")
        assert readers.find(str(tmp_path / "*.md")) == [str(tmp_path / "a.md"), str(tmp_path / "b.md")]

    def test_a_name_with_brackets_is_no_pattern_if_it_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "[1].md").write_text("x")
        assert readers.find(str(tmp_path / "[1].md")) == [str(tmp_path / "[1].md")]

    def test_a_loop_of_links_ends(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("x")
        (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
        assert readers.find(str(tmp_path)) == [str(tmp_path / "a.md")]

    @pytest.mark.parametrize("url", ["https://example.com/a*", "HTTP://example.com", "ftp://example.com/a"])
    def test_an_address_stands_for_itself(self, url: str) -> None:
        assert readers.find(url) == [url] and readers.is_url(url)

    @pytest.mark.parametrize("path", ["news/a.md", "/a", "C:\\a.md", "a:b.md", "*.md", "-"])
    def test_a_path_is_no_address(self, path: str) -> None:
        assert not readers.is_url(path)

    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            ("{folder}", "holds no articles"),
            ("{folder}/*.md", "matches no file"),
            ("a\0*.md", "no path"),
        ],
    )
    def test_what_names_no_file_is_refused(self, tmp_path: Path, source: str, wanted: str) -> None:
        (found,) = readers.find(source.format(folder=tmp_path))
        assert isinstance(found, SourceError) and wanted in str(found)


class TestPasted:
    def test_a_title_can_be_given(self) -> None:
        document = readers.pasted("現金は増えた。", "甲社の話")
        assert (document.title, document.text) == ("甲社の話", "現金は増えた。")

    def test_another_text_has_another_source(self) -> None:
        assert readers.pasted("題\n一").source != readers.pasted("題\n二").source

    @pytest.mark.parametrize("text", ["", " \n", "!?", "\u200b"])
    def test_nothing_is_refused(self, text: str) -> None:
        with pytest.raises(SourceError):
            readers.pasted(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: [one, two]\n---\n本文です。",
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c\n---\n本文です。",
        "---\nurl: {a: b}\n---\n本文です。",
    ],
)
def test_front_matter_of_lists_is_refused(text):
    assert "is a list" in refusal(text, "list.md")


def test_a_stray_nul_makes_no_utf_16() -> None:
    assert read("abc\0def 売上高は10億円だった。", "a.txt").text == "abcdef 売上高は10億円だった。"


def test_western_prose_is_read() -> None:
    assert read("caf\xe9 and na\xefve prose".encode("latin-1"), "a.txt").text == "café and naïve prose"
