"""Copied text: what stood around an article goes, an article stays whole."""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path

import pytest

from index import readers
from index.readers.boilerplate import is_label, is_notice
from index.readers.copied import read_copied
from tests.hand_made_pages import AROUND_ENGLISH, AROUND_JAPANESE, ENGLISH, JAPANESE

TEST_DATA = Path(os.environ.get("KASSORO_TEST_DATA", Path(__file__).parents[2] / "shared"))

COPIED_JAPANESE = f"""蒼穹経済新聞
メニュー
ニュース一覧
マーケット
天気予報
蒼海マテリアル、42億円を調達
2025年7月5日 10時30分
シェア
ポスト
この記事を印刷
123 いいね
写真：蒼海マテリアル提供
{JAPANESE[0]}{JAPANESE[1]}
広告
今なら初月無料で読み放題
手元資金
{JAPANESE[2]}{JAPANESE[3]}
{JAPANESE[4]}

{JAPANESE[5]}
見通し
{JAPANESE[6]}
この記事は会員限定です。
関連記事
海沿いの町に蓄電所、地元は賛否
リチウム価格が3年ぶり安値
アクセスランキング
1
老舗和菓子店が海外出店
コメント（2件）
通りすがり
この会社は前から怪しいと思っていた。
みかん
株を買っておけばよかったです。
メールマガジンに登録する
当サイトではCookieを使用しています。
お問い合わせ
© 2025 蒼穹経済新聞 無断転載を禁じます。"""

COPIED_ENGLISH = f"""Skip to main content
Markets
Companies
Sign in
Orrery Freight raises $42 million
By Sam Poole
Published 5 July 2025
Share this article Copy link
1,204 views
Photo: Orrery Freight

{ENGLISH[0]} {ENGLISH[1]}

Advertisement
Save 40% on your first crate of coffee

Runway

{ENGLISH[2]}

{ENGLISH[3]} {ENGLISH[4]}

{ENGLISH[5]}

Sign up for our daily newsletter and never miss a story.

Related stories
Ports face a summer of strikes
Diesel falls to a two-year low

About the author
Sam writes about logistics and lives in York.

Comments (2)
They said the same thing last year and look where we are.
Great news for Leeds though.

We use cookies to improve your experience.
© 2025 The Meridian Courier. All rights reserved."""


@pytest.mark.parametrize(
    ("copied", "sentences", "around", "title", "publisher"),
    [
        (COPIED_JAPANESE, JAPANESE, AROUND_JAPANESE, "蒼海マテリアル、42億円を調達", "蒼穹経済新聞"),
        (
            COPIED_ENGLISH,
            ENGLISH,
            AROUND_ENGLISH,
            "Orrery Freight raises $42 million",
            "The Meridian Courier",
        ),
    ],
)
def test_the_article_alone_comes_in(
    copied: str, sentences: tuple[str, ...], around: list[str], title: str, publisher: str
) -> None:
    document = readers.read(copied.encode(), "a.txt")
    assert [one for one in sentences if one not in document.text] == []
    assert [one for one in around if one in document.text] == []
    assert (document.title, document.publisher, document.published) == (title, publisher, "2025-07-05")
    assert document.text.startswith(title)
    assert set(document.found) == {"title", "publisher", "published", "language"}


@pytest.mark.parametrize(
    "text",
    [
        "甲社の決算\n売上高：120億円\n営業利益：8億円\n純利益：5億円",
        "甲社の決算\n・売上高は120億円\n・営業利益は8億円\n・関連記事の数は3本\n以上である。",
        "項目\t2024年\t2025年\n売上高\t100\t120\n純利益\t4\t5",
        "甲社の決算\n\n項目\n2024/03/31\n2025/03/31\n売上高\n100\n120\n純利益\n4\n5",
        "# 甲社の決算\n\n売上高は伸びた。\n\n## 見通し\n\n- 国内\n- 海外\n\n| 項目 | 額 |\n|---|---|\n| 売上高 | 120 |",
        "クッキー大手の甲社は、クッキーの売上が増えた。\n広告収入は10億円だった。\n「お問い合わせは増えている」と社長は話した。",
        "The firm sells cookies and cookies sell.\nShare prices rose 3%.\nReaders may contact the firm, its chief said.",
        "年表\n2023年4月\n甲社を設立した。\n2024年6月\n20億円を調達した。\n2025年7月\n上場した。",
        "A letter wrapped by hand runs over several lines that end\nnowhere in particular and go on below, as mail does, until\nthe next line takes them\nhome.",
        "甲社は増資した。",
        "メニュー",
    ],
)
def test_an_article_stays_as_it_is(text: str) -> None:
    assert read_copied(text).text == text


@pytest.mark.parametrize(
    "line",
    "シェア|ツイート|Facebookでシェア|シェア ツイート LINE|123 いいね|9.62K 人気度|1,234 views|PR|【広告】|Advertisement|© 2025 甲新聞|写真：甲社提供|Photo by Jo March|ホーム > 経済 > 企業"
    "|Home / Markets / Shipping|タグ：増資 電池|#増資 #電池|1/3ページ|もっと見る|Read more »|By Jo March|無断転載を禁じます|All rights reserved.|3 min read".split(
        "|"
    ),
)
def test_labels(line: str) -> None:
    assert is_label(line)


@pytest.mark.parametrize(
    "line",
    "売上高|広告収入|2025年|120億円|1,234|次の一手|ホーム事業|シェア首位|Facebook to cut jobs|Share prices fall|More cash for Acme|Home sales rise|Xの株主|お問い合わせ件数は3割増|写真事業の売却".split(
        "|"
    ),
)
def test_no_labels(line: str) -> None:
    assert not is_label(line)


@pytest.mark.parametrize(
    "line",
    [
        "甲社のサイトは、クッキーを使う広告を禁じた。", "会員数は300万人で、有料会員は1割だった。", "ニュースレター事業の売上は2億円である。",
        "Subscribers rose to 3 million.", "The company signed up 40 dealers.", "Its newsletter business made $2 million.", "The article of association was amended.",
        "詳細は明らかにされていない。", "同社は問い合わせに応じなかった。",
    ],
)  # fmt: skip
def test_sentences_of_a_story_are_no_notices(line: str) -> None:
    assert not is_notice(line)


def test_a_body_that_comes_twice_is_kept_once_under_the_headline_between() -> None:
    body = [
        f"第{n}の段落では、甲社の資金について詳しく述べ、額は{n}億円であるとする文が続いていく。"
        for n in range(1, 6)
    ]
    document = readers.read(
        "\n".join([*body, "9.6K 人気度", "甲社、資金の内訳を公表", *body]).encode(), "a.txt"
    )
    assert document.text == "\n".join(["甲社、資金の内訳を公表", *body])
    assert document.title == "甲社、資金の内訳を公表"


def test_a_lead_cut_off_above_the_article_goes() -> None:
    text = f"見出しの行\n{JAPANESE[0][:25]}…\n{JAPANESE[0]}{JAPANESE[1]}"
    assert read_copied(text).text == f"見出しの行\n{JAPANESE[0]}{JAPANESE[1]}"


def test_where_a_story_first_stood_is_its_publisher() -> None:
    assert read_copied(f"題の行\n{JAPANESE[0]}\nこの記事が最も早く掲載されたのは甲新報にて。").publisher == (
        "甲新報", "note on where it first stood"
    )  # fmt: skip


@pytest.mark.skipif(
    not (TEST_DATA / "seeds").is_dir(), reason=f"no folder 'seeds' in {TEST_DATA}: set KASSORO_TEST_DATA"
)
class TestAsReceived:
    """The two source stories with what was copied along; the lines that are no article's were picked by hand."""

    AROUND = re.compile(
        r"に適し|クロスデータソース|Ki-Gamechanger|独立したAIプラットフォーム|^- |AIプラットフォームが解決|詳細については|10億ドルの投資でAIと宇宙|XPAPERAIS|「書かれた」|人工知能検索に基づいて"
        r"|毎晩、Xpaper|AI統合、AIプラットフォーム業界|☑️|個人アドバイザー|お問い合わせフォーム|共同プロジェクト|人気度|最も早く掲載|\)マスク xAIは200億"
    )

    @pytest.mark.parametrize("number", ["000", "004"])
    def test_all_of_the_article_and_hardly_anything_else(self, number: str) -> None:
        (file,) = (TEST_DATA / "seeds").glob(f"{number}_*.txt")
        lines = {line.strip() for line in file.read_text("utf-8").splitlines() if line.strip()}
        kept = [line for line in readers.read(file).text.splitlines() if line.strip()]
        around = {line for line in lines if self.AROUND.search(line)}
        assert lines - around - set(kept) == set()
        assert len(kept) == len(set(kept))
        assert sum(len(line) for line in kept if line in around) <= 0.02 * sum(map(len, kept))

    def test_titles_and_publisher(self) -> None:
        first, second = (readers.read(file) for file in sorted((TEST_DATA / "seeds").glob("*.txt")))
        assert first.title.startswith("イーロン・マスクの大胆な計画")
        assert second.title.startswith("XAIの損失と投資が同時に拡大") and second.publisher == "鏈新聞 ABMedia"


@pytest.mark.skipif(
    not (TEST_DATA / "data").is_dir(), reason=f"no folder 'data' in {TEST_DATA}: set KASSORO_TEST_DATA"
)
def test_ordinary_articles_lose_nothing() -> None:
    """Of a thousand stories cut into lines at each sentence, the lines lost are lists of sources, and few."""
    lost = total = 0
    with gzip.open(TEST_DATA / "data" / "wikinews.jsonl.gz", "rt", encoding="utf-8") as opened:
        for row in [json.loads(next(opened)) for _ in range(1000)]:
            text = f"{row['title']}\n" + row["text"].replace("。", "。\n").strip()
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            kept = {line.strip() for line in read_copied(text).text.splitlines()}
            total += len(lines)
            lost += sum(line not in kept for line in lines)
    assert total > 10_000 and lost <= total / 500
