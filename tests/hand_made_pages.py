"""Pages of several makes around the same two articles, with what stands around them."""

from __future__ import annotations

JAPANESE = (
    "電池材料の蒼海マテリアルは5日、第三者割当増資で42億円を調達したと発表した。",
    "引受先は国内の商社2社と、米国の年金基金である。",
    "同社の6月末の手元資金は18億円で、毎月の支出は約1億5000万円だった。",
    "今回の調達により、資金は40か月もつ計算になる。",
    "調達した資金のうち30億円を新工場の建設に、残りを研究に充てる。",
    "「量産の品質を早く示したい」と社長は話した。",
    "2026年3月期の売上高は前期比3割増の26億円を見込む。",
)
ENGLISH = (
    "Orrery Freight raised $42 million in a round led by two pension funds, the company said on Saturday.",
    "It held $18 million at the end of June and spent about $1.5 million a month.",
    "The new money gives it runway of roughly 40 months, according to a letter to shareholders.",
    "Most of the proceeds will pay for a second depot in Leeds, which opens in March.",
    "“We want to show that the margins hold,” its chief executive said.",
    "Revenue is expected to grow by a third to $26 million in the year to March 2026.",
)
J, E = JAPANESE, ENGLISH

AROUND_JAPANESE = (
    "メニュー|ニュース一覧|マーケット|天気予報|シェア|ポスト|この記事を印刷|広告|今なら初月無料で読み放題|関連記事|海沿いの町に蓄電所、地元は賛否|リチウム価格が3年ぶり安値"
    "|アクセスランキング|老舗和菓子店が海外出店|コメント（2件）|この会社は前から怪しいと思っていた。|株を買っておけばよかったです。|メールマガジンに登録する"
    "|当サイトではCookieを使用しています。|© 2025 蒼穹経済新聞 無断転載を禁じます。|お問い合わせ|この記事は会員限定です。|写真：蒼海マテリアル提供|123 いいね"
).split("|")
AROUND_ENGLISH = (
    "Markets|Companies|Sign in|Share this article|Copy link|Advertisement|Save 40% on your first crate of coffee|Related stories|Ports face a summer of strikes|Diesel falls to a two-year low"
    "|Most read|Ten towns without a bank|Comments (2)|They said the same thing last year and look where we are.|Great news for Leeds though.|Sign up for our daily newsletter and never miss a story."
    "|We use cookies to improve your experience.|© 2025 The Meridian Courier. All rights reserved.|Photo: Orrery Freight|1,204 views|About the author|Sam writes about logistics and lives in York."
).split("|")

_JA_HEAD = "<title>蒼海マテリアル、42億円を調達 | 蒼穹経済新聞</title>"
_EN_HEAD = "<title>Orrery Freight raises $42 million - The Meridian Courier</title>"

PAGES = {
    "semantic": f"""<html lang=ja><head>{_JA_HEAD}</head><body><header><button>メニュー</button><a href=/n>ニュース一覧</a><a href=/m>マーケット</a><a href=/w>天気予報</a></header>
<main><article><h1>蒼海マテリアル、42億円を調達</h1><time datetime="2025-07-05T10:30:00+09:00">2025年7月5日 10時30分</time>
<div class=share-buttons><a href=#>シェア</a><a href=#>ポスト</a><a href=#>この記事を印刷</a></div><figure><img src=a.jpg><figcaption>写真：蒼海マテリアル提供</figcaption></figure>
<p>{J[0]}{J[1]}</p><div class=ad><span>広告</span><p>今なら初月無料で読み放題</p></div><h2>手元資金</h2><p>{J[2]}{J[3]}</p><p>{J[4]}</p><blockquote>{J[5]}</blockquote><h2>見通し</h2><p>{J[6]}</p><p>この記事は会員限定です。</p></article></main>
<section class=related><h2>関連記事</h2><a href=1>海沿いの町に蓄電所、地元は賛否</a><a href=2>リチウム価格が3年ぶり安値</a></section><section><h2>アクセスランキング</h2><ol><li><a href=3>老舗和菓子店が海外出店</a></li></ol></section>
<section id=comments><h2>コメント（2件）</h2><p>この会社は前から怪しいと思っていた。</p><p>株を買っておけばよかったです。</p></section><div class=mail><a href=4>メールマガジンに登録する</a></div>
<footer><a href=5>お問い合わせ</a><span>123 いいね</span><p>© 2025 蒼穹経済新聞 無断転載を禁じます。</p></footer><div class=cookie-banner>当サイトではCookieを使用しています。</div></body></html>""",
    "soup": f"""<html><head>{_JA_HEAD}</head><body><div class=a1><div class=b1>メニュー</div><div class=b1><a href=/n>ニュース一覧</a></div><div class=b1><a href=/m>マーケット</a></div><div class=b1><a href=/w>天気予報</a></div></div>
<div class=a2><div class=b2>蒼海マテリアル、42億円を調達</div><div class=b3>2025年7月5日 10:30</div><div class=b4>シェア</div><div class=b4>ポスト</div><div class=b4>この記事を印刷</div><div class=b4>123 いいね</div><div class=b9>写真：蒼海マテリアル提供</div>
<div class=b5>{J[0]}{J[1]}</div><div class=b8><div>広告</div><div><a href=x>今なら初月無料で読み放題</a></div></div><div class=b6>手元資金</div><div class=b5>{J[2]}{J[3]}</div><div class=b5>{J[4]}</div><div class=b5>{J[5]}</div><div class=b6>見通し</div><div class=b5>{J[6]}</div><div class=b7>この記事は会員限定です。</div>
<div class=c1>関連記事</div><div class=c2><a href=1>海沿いの町に蓄電所、地元は賛否</a></div><div class=c2><a href=2>リチウム価格が3年ぶり安値</a></div><div class=c1>アクセスランキング</div><div class=c2>1</div><div class=c2><a href=3>老舗和菓子店が海外出店</a></div>
<div class=c1>コメント（2件）</div><div class=d1>通りすがり</div><div class=d2>この会社は前から怪しいと思っていた。</div><div class=d1>みかん</div><div class=d2>株を買っておけばよかったです。</div></div>
<div class=a3><div>メールマガジンに登録する</div><div>当サイトではCookieを使用しています。</div><div>お問い合わせ</div><div>© 2025 蒼穹経済新聞 無断転載を禁じます。</div></div></body></html>""",
    "line breaks": f"""<html><head>{_JA_HEAD}</head><body><div id=navi><ul><li>メニュー</li><li><a href=/n>ニュース一覧</a></li><li><a href=/m>マーケット</a></li><li><a href=/w>天気予報</a></li></ul></div>
<div id=contents><h2>蒼海マテリアル、42億円を調達</h2>2025.07.05<br><br>{J[0]}<br>{J[1]}<br><br><b>手元資金</b><br>
同社の6月末の手元資金は18億円で、<br>毎月の支出は約1億5000万円だった。<br>{J[3]}<br><br>{J[4]}<br><br>{J[5]}<br><br><b>見通し</b><br>{J[6]}<br><br>写真：蒼海マテリアル提供<br>シェア　ポスト<br>この記事を印刷<br>123 いいね<br><br>この記事は会員限定です。<br>
<br>広告<br><a href=z>今なら初月無料で読み放題</a><br><br>関連記事<br><a href=1>海沿いの町に蓄電所、地元は賛否</a><br><a href=2>リチウム価格が3年ぶり安値</a><br><br>アクセスランキング<br><a href=3>老舗和菓子店が海外出店</a><br>
<br>コメント（2件）<br>この会社は前から怪しいと思っていた。<br>株を買っておけばよかったです。</div><div>メールマガジンに登録する<br>当サイトではCookieを使用しています。<br>お問い合わせ<br>© 2025 蒼穹経済新聞 無断転載を禁じます。</div></body></html>""",
    "layout tables": f"""<html><head>{_JA_HEAD}</head><body><table width=900><tr><td colspan=2>メニュー</td></tr><tr><td width=150><a href=/n>ニュース一覧</a><br><a href=/m>マーケット</a><br><a href=/w>天気予報</a></td>
<td><table><tr><td><font size=5><b>蒼海マテリアル、42億円を調達</b></font></td></tr><tr><td align=right>2025/7/5</td></tr><tr><td>写真：蒼海マテリアル提供</td></tr><tr><td><p>　{J[0]}{J[1]}<p>　{J[2]}{J[3]}<p>　{J[4]}<p>　{J[5]}<p>　{J[6]}</td></tr></table>
<hr>この記事は会員限定です。<hr><b>関連記事</b><ul><li><a href=1>海沿いの町に蓄電所、地元は賛否</a><li><a href=2>リチウム価格が3年ぶり安値</a></ul></td></tr><tr><td colspan=2>お問い合わせ<br>© 2025 蒼穹経済新聞 無断転載を禁じます。</td></tr></table></body></html>""",
    "blog": f"""<html lang=en><head>{_EN_HEAD}<meta property=og:site_name content="The Meridian Courier"></head><body class="post-template has-sidebar"><div id=masthead><a href=/m>Markets</a> <a href=/c>Companies</a> <a href=/s>Sign in</a></div>
<div class=site-content><div class=primary><h1 class=entry-title>Orrery Freight raises $42 million</h1><div class=entry-meta>Published 5 July 2025 by Sam Poole</div><div class=sharedaddy>Share this article<a href=#>Copy link</a></div>
<div class=entry-content><p><img src=a.png></p><p class=wp-caption-text>Photo: Orrery Freight</p><p>{E[0]} {E[1]}</p><p>Advertisement</p><p><a href=x>Save 40% on your first crate of coffee</a></p><h3>Runway</h3><p>{E[2]}</p><ul><li>{E[3]}</li></ul><p>{E[4]}</p><p>{E[5]}</p><p><em>Sign up for our daily newsletter and never miss a story.</em></p></div>
<div class=jp-relatedposts><h3>Related stories</h3><p><a href=1>Ports face a summer of strikes</a></p><p><a href=2>Diesel falls to a two-year low</a></p></div><div class=author-box><h4>About the author</h4><p>Sam writes about logistics and lives in York.</p></div>
<div id=comments><h3>Comments (2)</h3><ol><li><p>They said the same thing last year and look where we are.</p></li><li><p>Great news for Leeds though.</p></li></ol></div></div><div class=secondary><h4>Most read</h4><p><a href=3>Ten towns without a bank</a></p></div></div>
<div class=footer>We use cookies to improve your experience.<br>© 2025 The Meridian Courier. All rights reserved.<br>1,204 views</div></body></html>""",
    "utility classes": f"""<html><head>{_EN_HEAD}</head><body><div class="flex p-4"><div class="flex gap-2"><a href=/m>Markets</a><a href=/c>Companies</a><span>Sign in</span></div><div class="mt-8 max-w-2xl"><h1 class="text-4xl">Orrery Freight raises $42 million</h1><div class="text-sm">July 5, 2025</div><div class="flex"><span>Share this article</span><span>Copy link</span><span>1,204 views</span></div>
<div class="text-xs">Photo: Orrery Freight</div><div class="text-lg">{E[0]} {E[1]}</div><div class="text-lg">{E[2]}</div><div class="my-4 border"><div class="text-xs">Advertisement</div><div>Save 40% on your first crate of coffee</div></div><div class="text-lg">{E[3]}</div><div class="text-lg">{E[4]}</div><div class="text-lg">{E[5]}</div><div class="my-4 bg-gray-100">Sign up for our daily newsletter and never miss a story.</div>
<div class="mt-8"><div class="font-bold">Related stories</div><div>Ports face a summer of strikes</div><div>Diesel falls to a two-year low</div><div class="font-bold">Most read</div><div>Ten towns without a bank</div></div><div class="mt-8"><div class="font-bold">About the author</div><div>Sam writes about logistics and lives in York.</div></div><div class="mt-8"><div class="font-bold">Comments (2)</div><div class=p-2>They said the same thing last year and look where we are.</div><div class=p-2>Great news for Leeds though.</div></div></div>
<div class="text-xs">We use cookies to improve your experience.</div><div class="text-xs">© 2025 The Meridian Courier. All rights reserved.</div></div></body></html>""",
    "no paragraphs": f"""<html><body><center>Markets | Companies | Sign in</center><h1>Orrery Freight raises $42 million</h1>{" ".join(E[:3])}<br><br>{" ".join(E[3:])}<br><hr>1,204 views<br>© 2025 The Meridian Courier. All rights reserved.</body></html>""",
    "split body": f"""<html><head>{_EN_HEAD}</head><body><div class=hero><h1>Orrery Freight raises $42 million</h1><p class=standfirst>{E[0]}</p></div><div class=body-1><p>{E[1]}</p><p>{E[2]}</p></div><div class=promo><h4>Related stories</h4><a href=1>Ports face a summer of strikes</a></div><div class=body-2><p>{E[3]}</p><p>{E[4]}</p><p>{E[5]}</p></div><div class=bottom>Share this article<div>© 2025 The Meridian Courier. All rights reserved.</div></div></body></html>""",
}
ENGLISH_PAGES = ("blog", "utility classes", "no paragraphs", "split body")
