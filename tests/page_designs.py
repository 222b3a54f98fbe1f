"""Small pages and papers of further makes, each with its article's sentences and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Design:
    """A file's name and content, what of it is the article's, what is not, and its title and publisher."""

    name: str
    content: str
    own: tuple[str, ...]
    around: tuple[str, ...]
    title: str
    publisher: str | None


_LOOM = (
    "Tarn Loom Works sold its dye house on Monday for $14 million and will use the cash to repay a bank loan.",
    "The mill lost $3.1 million in the first half, a quarter less than a year before.",
    "Its lenders have agreed to wait until March for the next instalment of $2 million.",
    "Orders from hotels rose by 9 percent, which the company puts down to a new sales office in Porto.",
)
_KOUJI = (
    "麹の白峰醸造は12日、第三者割当増資で9億円を調達したと発表した。",
    "調達した資金は石川県の第2工場に充て、麹の生産能力を1.8倍に増やす。",
    "2025年6月期の売上高は前の期比14%増の31億円、営業利益は2億4000万円だった。",
    "6月末の手元資金は7億円で、1年前から2億円減っている。",
)

AMP = Design(
    "amp.html",
    f"""<html ⚡ lang="ja"><head><meta charset="utf-8"><title>白峰醸造、9億円を調達</title>
<script type="application/ld+json">{{"@graph":[{{"@type":"NewsArticle","headline":"白峰醸造、9億円を調達","publisher":[{{"@id":"https://x.example/#pub"}}]}},
{{"@type":"NewsMediaOrganization","@id":"https://x.example/#pub","name":"加能経済"}},{{"@type":"WebSite","name":"加能経済モバイル"}}]}}</script></head><body>
<h1>白峰醸造、9億円を調達</h1><div><img src="a.jpg"></div><div class="q1">白峰醸造の仕込み蔵（白山市）</div><p>{_KOUJI[0]}</p><p>{_KOUJI[1]}</p>
<div class="q2">PRの後に記事は続きます</div><h3>業績</h3><p>{_KOUJI[2]}</p><p>{_KOUJI[3]}</p>
<div class="q3"><h4>今週読まれた記事</h4><ol><li>能登の塩田に投資会社</li><li>空港の売店が改装へ</li></ol></div><a href="#">この先頭へ戻る</a></body></html>""",
    _KOUJI,
    ("仕込み蔵（白山市）", "PRの後に", "今週読まれた記事", "能登の塩田に投資会社", "空港の売店が改装へ"),
    "白峰醸造、9億円を調達", "加能経済",
)  # fmt: skip
OLD_TABLE = Design(
    "old.html",
    f"""<html><head><title>加能日日新聞 | 産業 | 白峰醸造、9億円を調達し第2工場を建設へ</title></head><body><table width=800><tr><td>加能日日新聞</td>
<td align=right>あすの天気　金沢 曇のち雨 最高11度</td></tr><tr><td colspan=2><a href=1>[産業]</a> <a href=2>[地域]</a> <a href=3>[催し]</a></td></tr>
<tr><td width=500><p><b>白峰醸造、9億円を調達し第2工場を建設へ</b><p>{_KOUJI[0]}{_KOUJI[1]}<p>{_KOUJI[2]}<p>{_KOUJI[3]}
<table border=1><tr><td>☆墓石の掃除は北陸石材まで☆</td></tr></table></td>
<td width=200><table><tr><th>きのう多く読まれた記事</th></tr><tr><td>雪つりの縄が品薄に</td></tr><tr><td>市場の食堂、値上げ</td></tr></table>
<p>定期購読のお申し込みはお近くの販売所へ</td></tr><tr><td colspan=2><a href="#">ページの先頭に戻る</a></td></tr></table></body></html>""",
    _KOUJI,
    ("天気", "墓石", "多く読まれた", "雪つりの縄が品薄に", "市場の食堂", "定期購読", "先頭に戻る", "[地域]"),
    "白峰醸造、9億円を調達し第2工場を建設へ", "加能日日新聞",
)  # fmt: skip
LIVE = Design(
    "live.html",
    f"""<html lang=en><head><title>Tarn Loom Works results: as they came | Holme Ledger</title></head><body><main><h1>Tarn Loom Works results: as they came</h1>
<article class=entry><header><h2>Goodbye from all of us</h2></header><div class=entry-x><p>{_LOOM[0]} {_LOOM[1]}</p><span class=note>Link copied!</span></div></article>
<article class=entry><header><h2>Lenders give the mill time</h2></header><div class=entry-x><p>{_LOOM[2]}</p><span class=note>Link copied!</span></div></article>
<article class=entry><header><h2>Hotels order more</h2></header><div class=entry-x><p>{_LOOM[3]}</p></div></article></main>
<aside><h2>Others also read</h2><p>Wool prices slip</p><p>A strike in Porto ends</p></aside></body></html>""",
    (*_LOOM, "Goodbye from all of us", "Lenders give the mill time"),
    ("Link copied", "Others also read", "Wool prices slip", "A strike in Porto ends"),
    "Tarn Loom Works results: as they came", "Holme Ledger",
)  # fmt: skip
APP = Design(
    "app.html",
    f"""<html><head><title>白峰醸造、9億円を調達｜発酵ビジネス</title></head><body><div class=z><div class=t>白峰醸造、9億円を調達</div><div class=body0>
<div class=k>{_KOUJI[0]}</div><div class=k>{_KOUJI[1]}</div><div class=m>アプリで続報を受け取る <a href=/a>ダウンロード</a></div><div class=k>{_KOUJI[2]}</div><div class=k>{_KOUJI[3]}</div></div>
<div class=w><div>発酵の現場を歩いて12年です。</div></div><div class=n>次に読むべき記事</div><div class=n2><a href=1>味噌の輸出、過去最高</a></div></div></body></html>""",
    _KOUJI,
    ("アプリで", "ダウンロード", "発酵の現場を歩いて", "次に読むべき", "味噌の輸出"),
    "白峰醸造、9億円を調達", "発酵ビジネス",
)  # fmt: skip
LETTER = Design(
    "letter.md",
    f"""---
headline: Tarn Loom Works sells its dye house
publication: The Holme Letter
canonicalUrl: https://holme-letter.example/p/tarn
published_at: 2025-10-06
---
# Tarn Loom Works sells its dye house

[Share](https://holme-letter.example/s) | [Subscribe](https://holme-letter.example/sub)

{_LOOM[0]} {_LOOM[1]}

{_LOOM[2]}

{_LOOM[3]} See [our note on hotels](https://holme-letter.example/h).

---

<small>You received this because you are on our list. [Unsubscribe here](https://holme-letter.example/u)</small>
""",
    (*_LOOM, "See [our note on hotels]"),
    ("Share", "Subscribe", "Unsubscribe", "You received this"),
    "Tarn Loom Works sells its dye house", "The Holme Letter",
)  # fmt: skip
COPIED = Design(
    "copied.txt",
    """Open navigation
Holme Business Dispatch
Textiles   Energy   Property   Podcasts
Accept all

TEXTILES
Tarn Loom Works sells dye house to repay bank
October 6, 2025 at 7:40 AM BST   2 min read

The dye house at Tarn. Photo: Tarn Loom Works

Tarn Loom Works sold its dye house on Monday for $14 million and will use the
cash to repay a bank loan. The mill lost $3.1 million in the first half, a
quarter less than a year before.

Others also read
* Wool prices slip for a third month
* Porto mill reopens after the strike

Its lenders have agreed to wait until March for the next instalment of $2
million. Orders from hotels rose by 9 percent, which the company puts down to a
new sales office in Porto.

This story is open to registered readers. Log in.
© 2025 Holme Business Dispatch Ltd. All rights reserved.
""",
    _LOOM,
    ("Podcasts", "TEXTILES", "Photo:", "Others also", "Wool prices", "Porto mill", "registered readers", "Open nav"),
    "Tarn Loom Works sells dye house to repay bank", "Holme Business Dispatch",
)  # fmt: skip
WRAPPED = Design(
    "wrapped.txt",
    """白峰醸造、9億円を調達

麹の白峰醸造は12日、第三者割当増資で9億円を調達したと発
表した。調達した資金は石川県の第2工場に充て、麹の生産能
力を1.8倍に増やす。

業績

2025年6月期の売上高は前の期比14%増の31億円、営業利益は2
億4000万円だった。6月末の手元資金は7億円で、1年前から2億
円減っている。
""",
    (*_KOUJI, "業績"),
    (),
    "白峰醸造、9億円を調達", None,
)  # fmt: skip
LIST_OF_LINES = Design(
    "lines.txt",
    f"""Tarn Loom Works sells its dye house

{_LOOM[0]}
{_LOOM[1]}

What it will do
Repay the bank loan by the end of March
Move dyeing to a partner in Porto
Keep all 240 jobs at the mill
{_LOOM[2]}
{_LOOM[3]}
""",
    (*_LOOM, "Repay the bank loan by the end of March\nMove dyeing to a partner in Porto\nKeep all 240 jobs at the mill"),
    (),
    "Tarn Loom Works sells its dye house", None,
)  # fmt: skip
DESIGNS = (AMP, OLD_TABLE, LIVE, APP, LETTER, COPIED, WRAPPED, LIST_OF_LINES)
