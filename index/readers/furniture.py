"""What pages say around an article, in Japanese and English: the wordings of labels, notices and counters."""

from __future__ import annotations

import re

_SHARE = (
    r"(?:(?:この|本)?記事を)?シェア(?:する|ボタン)?|(?:X|Facebook|LINE|Twitter|はてな(?:ブックマーク)?|Pocket|note|SNS|フェイスブック|ツイッター)(?:で|に|へ)?(?:シェア|共有|投稿|送る|保存|追加|ポスト)?(?:する)?"
    r"|ツイート(?:する)?|ポスト(?:する)?|リンクを?コピー(?:する)?|URLを?コピー(?:する)?|(?:(?:この|本)?記事を)?(?:印刷|保存|共有|クリップ|ブックマーク|お気に入り)(?:する|に追加)?|いいね!?|フォロー(?:する)?|スクラップ"
    r"|share(?: (?:this|on|via)(?: \w+){0,3})?|tweet(?: this)?|e-?mail(?: this)?|print(?: this)?(?: (?:page|article|story))?|copy(?: the)? link|save(?: article)?|bookmark|follow(?: us)?(?: on \w+)?"
    r"|share (?:this|the) (?:release|post|story|article)|(?:link|url|address) copied(?: to (?:the |your )?clipboard)?[.!]?|(?:リンク|URL)を?コピーしました。?|subscribe(?: (?:now|here|today))?|unsubscribe(?: here)?|(?:購読|配信)(?:する|を(?:停止|解除)(?:する)?|停止|解除)|facebook|twitter|linkedin|whatsapp|reddit|telegram|instagram|youtube|pinterest|flipboard|messenger|pocket|hatena|gift(?: this)?(?: article)?|listen(?: to this article)?|x"
)
_NAVIGATION = (
    r"(?:サイト)?(?:メニュー|内検索)|検索|ホーム|トップ(?:ページ)?(?:へ(?:戻る)?)?|TOP|HOME|(?:この|当)?ページ(?:の)?(?:トップ|先頭|上部?)(?:へ|に)?(?:戻る|もどる|移動)?|先頭(?:へ|に)(?:戻る|もどる)|(?:本文|コンテンツ)(?:へ|に)(?:スキップ|移動|ジャンプ)(?:する)?|一覧(?:へ(?:戻る)?|を見る)?"
    r"|(?:前|次)(?:の(?:記事|ページ))?(?:へ)?|前へ ?次へ|もっと(?:見る|読む)|続きを(?:読む|見る|表示)|(?:記事)?全文を読む|すべて(?:見る|表示)|閉じる|戻る|ログイン|ログアウト|会員登録|新規登録|無料(?:会員)?登録|マイページ|お問い?合わ?せ|ヘルプ|サイトマップ|利用規約|プライバシー(?:ポリシー)?|個人情報(?:保護方針|の取り扱い)?|特定商取引法に基づく表記|運営会社|会社案内|採用情報|広告掲載(?:について)?|よくある質問|RSS|English|日本語"
    r"|menu|home|search|skip to (?:main )?content|back to top|top|next|previous|prev|(?:next|previous) (?:article|story|page|post)|read (?:more|full (?:story|article)|the full (?:story|article))|continue reading|show more|see (?:more|all)|view (?:more|all)|load more|more|close|sign (?:in|up)|log ?(?:in|out)|register|subscribe(?: now)?|my account|contact(?: us)?|about(?: us)?|help|faq|careers|sitemap|site map|terms(?: (?:of|and|&) \w+)?|privacy(?: (?:policy|notice))?|cookie (?:policy|settings|preferences)|advertise(?: with us)?|accept(?: all)?(?: cookies)?|reject(?: all)?|manage (?:cookies|preferences)|同意(?:する|して閉じる)|すべて(?:許可|同意)(?:する)?|拒否(?:する)?|設定(?:を変更)?"
)
_ADVERTISING = r"(?:PR|AD|ＰＲ|広告|スポンサー(?:ド|リンク)?(?:コンテンツ)?|タイアップ|提供記事|スポンサー広告|記事広告|企画・制作.{0,20}|ads?|advertisements?|advertisement - (?:continue|scroll).{0,30}|sponsored(?: (?:content|by .{1,40}|links?|post))?|promoted|paid (?:content|post)|story continues below.{0,20}|article continues below.{0,20}|(?:story|article|text) continues (?:after|below).{0,20}|(?:広告|PR|宣伝)の(?:下|後|あと|先)[にも]{1,2}、?(?:記事|本文|続き).{0,8}|(?:記事|本文)は(?:広告|PR)の(?:下|後|あと).{0,10})"
_CREDIT = r"(?:写真は.{2,40}(?:[（(][^）)]{1,20}(?:提供|撮影)[)）]|提供|撮影)|[^。]{2,40}[＝=（(][^。）)]{1,20}(?:提供|撮影)[)）]?|.{3,140}[.。] ?(?:photo(?:graph)?|image|picture|写真|画像)\s?[:：/]\s?[^.。]{1,60}|(?:画像|写真|動画|図表?)[\]］】].{0,40}|(?:写真|画像|撮影|図版?|イラスト|提供写真|資料写真|イメージ(?:写真|画像)?|サムネイル)(?:提供)?\s?[:：=＝/／].{1,60}|[（(](?:写真|画像|撮影|提供|イメージ)\s?[:：=＝は]?.{0,40}[)）]|(?:写真|画像|撮影|提供)は?イメージ(?:です)?|(?:photo(?:graph)?s?|image|picture|illustration|credit|photo credit|image credit|file photo)\s?(?:by|courtesy of|[:：|/])\s?.{1,80}|(?:getty images|shutterstock|istock|reuters|ap photo|afp|pixta|unsplash)(?:\s?/.{1,40})?|.{0,40}[/／](?:getty images|shutterstock|reuters|ap|afp|アフロ|ロイター|共同|時事|pixta))"
_COUNTER = (
    r"(?:[\d][\d.,]*\s?[KMkm万千]?\s*(?:人気度|views?|likes?|shares?|comments?|reads?|retweets?|reposts?|followers?|users?|bookmarks?|claps?|reactions?|回(?:視聴|閲覧|再生)|閲覧|件のコメント|コメント|件のいいね|いいね|シェア|ブックマーク|リツイート|リポスト|PV|ビュー|人が(?:フォロー|いいね|閲覧).{0,10}|ポイント|pt))"
    r"|(?:(?:閲覧(?:数|回数)?|コメント(?:数)?|いいね!?|シェア(?:数)?|再生(?:数|回数)?|アクセス(?:数)?|PV(?:数)?|views?|likes?|shares?|comments?|ツイート|ブックマーク|はてなブックマーク|facebook|twitter|line|x)\s?[:：(（]?\s?[\d][\d.,]*\s?[KMkm万千]?(?:回|件|人|users?)?[)）]?)"
    r"|[\d][\d.,]*[KM]\s+(?!USD|JPY|EUR|GBP)\S{1,6}|(?:約?\d+\s?分で読めます|読了(?:時間)?\s?[:：]?(?:約)?\s?\d+\s?分|\d+ ?min(?:ute)?s?(?: read)?|reading time:? \d+ ?min(?:ute)?s?)"
)
_RIGHTS = r"(?:©|ⓒ|\(c\)|copyright\b).{0,120}|.{0,80}all rights reserved\.?.{0,60}|.{0,60}(?:無断(?:での?)?(?:転載|複製|転用|使用|引用).{0,20}(?:禁|お断り|ご遠慮|固く)|転載を?禁).{0,40}|無断転載.{0,6}|.{0,30}掲載(?:の|されている)(?:記事|写真|文章).{0,60}(?:禁じ|著作権).{0,20}"
_TAGS = r"(?:文字(?:の)?(?:サイズ|大きさ).{0,20}|(?:text|font) size.{0,20}|(?:タグ|キーワード|カテゴリー?|ジャンル|関連(?:タグ|キーワード|銘柄|企業)|tags?|topics?|categor(?:y|ies)|filed under|keywords|more on|trending topics)\s?[:：].{1,160}|(?:[#＃][\w・ー-]{1,30}[\s,、]*){1,15})"
# A masthead's terms, the weather beside it, a classified advertisement between stars, a desk with its telephone.
_MASTHEAD = r"(?:(?:毎[週月日].{0,6}|隔週.{0,6}|月\d回)発行.{0,40}|(?:年間|月極め?)?(?:購読料|定価|頒価)[\s:：].{1,40}|(?:published|issued) (?:every|each|weekly|monthly|daily|quarterly|fortnightly)\b.{0,60}|(?:annual |yearly |monthly )?subscriptions?:? (?:[$£€¥]|USD|GBP|from ).{1,60})"
_WEATHER = r"(?:(?:きょう|今日|本日|あす|明日|週末)の(?:天気|お天気|空模様|気温).{0,40}|.{0,20}最高\s?-?\d{1,2}[度℃].{0,20}|(?:today['’]s |tomorrow['’]s )?weather\s?[:：].{1,60})"
_CLASSIFIED = r"(?:[★☆◎◇♪✨]{1,3}[^。]{4,80}[★☆◎◇♪✨]{1,3})"
_DESK = r"(?:[^。:：]{2,40}[\s,、:：]\(?(?:0\d{1,4}|\+\d{1,3})[)\s-]{1,2}(?:\d{1,5}[\s-]){1,4}\d{3,5})"
_PAGES = r"(?:\d{1,3}\s?[/／]\s?\d{1,3}\s?(?:ページ|pages?)?|(?:ページ|page)\s?\d{1,3}(?:\s?(?:/|／|of)\s?\d{1,3})?|(?:[«‹<＜]\s?)?(?:前へ|prev(?:ious)?)?\s?(?:\d{1,2}[\s|]+){2,}\d{0,2}\s?(?:\.\.\.|…)?\s?(?:次へ|next)?(?:\s?[»›>＞])?)"
_STAMP = (
    r"(?:(?:公開日?|掲載日?|配信日?|投稿日?|更新日?|最終更新日?|発表日|作成日|記事公開日|posted|published|updated|last (?:updated|modified)|first published|date)\s?(?:on|at)?\s?[:：]?\s?)?"
    r"(?:(?:(?:19|20)\d\d|令和\s?(?:\d{1,2}|元))\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}\s?日?|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?,? (?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d)"
    r"\s?(?:[(（][月火水木金土日][^)）]{0,3}[)）])?(?:,| at|\s*[-–|T]\s*)?\s*(?:(?:午前|午後)?\s?\d{1,2}\s?[:：時]\s?\d{0,2}(?:[:：]\d\d)?\s?分?\s?(?:a\.?m\.?|p\.?m\.?)?\s?(?:JST|GMT|UTC|BST|ET|EST|EDT|PT|CET)?)?\s?(?:公開|更新|配信|掲載|投稿|発表|付)?"
)
_BYLINE = r"(?:(?:by|written by|reporting by|editing by|edited by) [A-Z][\w.'’-]+(?: (?:and |[A-Z])[\w.'’-]*){0,6}(?:,? .{0,40})?|(?:文|執筆|筆者|取材|著者|編集|ライター|記者|取材・文|翻訳|聞き手)\s?[:：=＝/／]\s?.{1,30}|[^。、\d]{2,12}(?:記者|編集委員|編集部))"

ADVERTISING = re.compile(rf"[\s\[［【（(■●◆-]*{_ADVERTISING}[\s\]］】）)：:-]*", re.IGNORECASE)
# Whole lines that belong to the page.
LABEL = re.compile(
    rf"[\s\[［【（(＜<«‹▶▼▲►■●◆・|｜>›＋+↑→←-]*(?:(?:{_SHARE}|{_NAVIGATION}|{_ADVERTISING}|{_CREDIT}|{_COUNTER}|{_RIGHTS}|{_TAGS}|{_PAGES}|{_BYLINE}|{_MASTHEAD}|{_WEATHER}|{_CLASSIFIED}|{_DESK})(?:\s*\d[\d,.]*)?)[\s\]］】）)＞>»›▶▼▲►|｜+…＋↑→←-]*",
    re.IGNORECASE,
)
STAMP = re.compile(rf"[\s\[［【（(]*(?:{_STAMP}[\s/|｜・、)）\]］】]*){{1,2}}", re.IGNORECASE)
# A date or time with a name beside it, and names of the site's parts in a row: above a story only.
HEAD_STAMP = re.compile(
    r"(?:(?:updated|published|posted|公開|更新|配信|掲載|投稿)[^。]{0,8}\d|[^。]{0,30}(?:19|20)\d\d[年/.\-].{0,14}\d{1,2}[:：時]\d{2}|[^。]{0,24}(?:19|20)\d\d,? (?:at )?\d{1,2}:\d{2})[^。]{0,50}",
    re.IGNORECASE,
)
HEAD_NAMES = re.compile(r"[^|｜。.!?]{1,15}(?:\s?[|｜]\s?[^|｜。.!?]{1,15}){2,}")
# The same with white between them.
SPACED_NAMES = re.compile(
    r"[^\W\d][^\d\s。.!?]*(?: [^\d\s。.!?]+){0,2}(?:(?:\s{2,}|　+|\t)[^\W\d][^\d\s。.!?]*(?: [^\d\s。.!?]+){0,2}){2,}"
)
# Several labels in a line: "シェア ツイート LINE", "Home | Markets | Companies".
LABEL_PIECE = re.compile(
    rf"(?:{_SHARE}|{_NAVIGATION}|{_COUNTER}|\d+)(?:[\s|｜/／・,、>＞›»]+|$)", re.IGNORECASE
)
BREADCRUMB = re.compile(
    r"[^。.!?>＞›»]{1,20}(?:\s?[>＞›»]\s?[^。>＞›»]{1,60}){2,8}|(?:ホーム|トップ(?:ページ)?|TOP|Home|HOME|ニュース|News)(?:\s?(?:[>＞›»/／|｜])\s?[^。>＞›»/／|｜]{1,60}){1,8}"
)
# Short names of a site's parts, one a line, above the article.
SECTION_NAME = re.compile(r"[^\d。、.,:：!?！？]{1,8}|(?:[A-Za-z&'’-]+ ?){1,2}")

# Above lists of other articles.
HEADLINES = re.compile(
    r"[\s■●◆▼▶【\[＜<]*(?:(?:この記事(?:に|の)|こちらの記事も|本記事に)?(?:関連|あわせて|併せて|合わせて)(?:する)?(?:記事|ニュース|リンク|コンテンツ|トピックス|特集|情報)?(?:も)?(?:読みたい|読む|お読みください|ご覧ください|どうぞ|チェック)?(?:記事)?"
    r"|(?:あなたへの|編集部の?)?(?:おすすめ|オススメ|お薦め|お勧め)(?:の)?(?:記事|ニュース|コンテンツ|特集)?|(?:編集部の)?(?:ピックアップ|注目)(?:の)?(?:記事|ニュース|キーワード|トピックス|特集)?|(?:アクセス|人気|週間|デイリー|記事|総合|読まれている|閲覧)?(?:記事)?ランキング|(?:よく|いま|今|きのう|昨日|今日|きょう|今週|先週|最近|今月|多く|ほか|他|の|に|で|も|人|が){0,5}(?:読まれ(?:ている|てい?ます|た)|話題の|売れている)(?:記事|ニュース|本)?(?:\s?(?:\d+|トップ\d+|ベスト\d+))?|(?:今日|今週|今月|本日|本号|今号|きょう)の(?:主な)?(?:見出し|紙面|ヘッドライン|ニュース|目次|記事)(?:から)?|(?:次|こちら|あわせて)(?:に|も|を)?読(?:むなら|んでみよう|みたい|むべき(?:記事)?)|人気(?:の)?(?:記事|ニュース)|(?:最新|新着|最近)(?:の)?(?:記事|ニュース|情報|投稿)(?:一覧)?|こちらも(?:読まれています|おすすめ|どうぞ)|(?:同じ|この)(?:カテゴリ|ジャンル|著者|筆者|連載)(?:の)?(?:他の|新着|最新)?記事.{0,6}|他の記事(?:も読む)?|次に読む(?:記事)?|前後の記事|バックナンバー|(?:詳し(?:く|い内容)|詳細)(?:について)?は、?こちら(?:を|の記事を)?(?:ご覧|お読み)?(?:ください)?|関連リンク|連載一覧|特集一覧|スポンサー(?:ド)?リンク"
    r"|also (?:read|in this issue|this week)|(?:in|inside) this (?:issue|week|edition)|this week['’]s headlines|(?:today|this week)['’]?s? (?:headlines|top stories)|readers (?:also|are) (?:read|reading|liked).{0,10}|others? (?:also )?read|related(?: (?:articles?|stor(?:y|ies)|news|content|coverage|posts?|links?|reading|topics?))?|read (?:also|next|more)(?: (?:on|about|from) .{1,40})?|see also|you (?:may|might) (?:also )?(?:like|be interested in)|more (?:from|on|about|in|stories|news|coverage|like this)(?: .{1,40})?|recommended(?: (?:for you|stories|articles|reading))?|(?:most|top) (?:read|popular|viewed|shared|stories|commented)(?: .{1,20})?|trending(?: now| stories)?|popular(?: (?:now|articles|posts|stories))?|latest(?: (?:news|stories|articles|headlines|posts))|editor['’]?s['’]? picks?|what to read next|up next|don['’]t miss|in case you missed it|further reading|also (?:on|in) .{1,30}|from our partners|around the web|promoted stories)"
    r"\s?[:：]?[\s】\]＞>▼▶]*",
    re.IGNORECASE,
)
# Above what belongs to the page down to its end, or to the next heading.
CLOSING = re.compile(
    r"[\s■●◆▼▶【\[＜<]*(?:(?:本件|本リリース|この件|取材|報道関係者)?.{0,14}(?:に関する|の)?(?:お問い?合わ?せ|連絡)(?:先|窓口)|(?:この記事(?:を書いた(?:人|記者)|の(?:著者|筆者|執筆者|ライター))|(?:著者|筆者|執筆者|ライター)(?:の)?(?:プロフィール|紹介|について)|プロフィール)|(?:無料)?(?:メールマガジン|メルマガ|ニュースレター)(?:の)?(?:登録|購読|配信|のご案内|のお知らせ)?|会員限定.{0,12}|免責事項"
    r"|(?:media|press|investor|for (?:further|more) information,?)? ?(?:contacts?|enquiries|inquiries)|(?:media|press|investor) (?:and (?:media|press|investor) )?(?:relations|office|contact details)|for (?:further|more|additional) (?:information|details|enquiries)(?:,? (?:please )?(?:contact|call|e-?mail|write to|visit)(?: us)?)?|about the authors?|author(?: bio)?|meet the author|newsletters?|sign up (?:for|to) .{1,60}|get (?:our|the) .{0,30}newsletter.{0,30}|disclaimer|subscribe to .{1,60})"
    r"\s?[:：]?[\s】\]＞>▼▶]*",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"[\s■●◆▼▶【\[＜<]*(?:(?:読者(?:の)?|みんなの|ユーザー)?(?:コメント|レビュー)(?:欄|一覧|を(?:書く|見る|投稿する|残す))?\s?(?:[(（]?\s?\d+\s?件?\s?[)）]?)?|コメントする|(?:reader )?comments?\s?[(（]?\s?\d*\s?[)）]?|\d+ comments?|leave a (?:reply|comment)|join the (?:conversation|discussion)|post a comment|(?:the )?discussion \(\d+\))\s?[:：]?[\s】\]＞>▼▶]*",
    re.IGNORECASE,
)
# Sentences that speak to the reader of the page, or of the page itself.
NOTICE = re.compile(
    r"(?:当|本|この)(?:ウェブ)?(?:サイト|ページ|ブログ)(?:では|は|で|の).{0,40}(?:cookie|クッキー|広告|アフィリエイト|プロモーション|推奨環境|javascript)|(?:cookie|クッキー)(?:の使用|の利用|を使用|を利用|ポリシー).{0,40}(?:同意(?:した|して|します|する$|いただ)|ご覧|設定を変更|みな[さし])"
    r"|(?:ここから先|この先|続き)は.{0,20}(?:会員|有料|ログイン|登録|購読)|この(?:記事|続き|コンテンツ)は(?:有料)?(?:会員|購読者)(?:限定|のみ|専用|向け)|会員登録.{0,10}すると|(?:有料|無料)?会員(?:に(?:なる|登録)|登録)(?:すると|で|して).{0,20}(?:読|閲覧|ご覧)|残り\s?[\d,０-９]+\s?(?:文字|字)|(?:続き|全文)を(?:読む|お読みになる|ご覧になる)(?:に|ため)は|(?:初月|最初の\d+[かヶ]月|今なら|1[かヶ]月).{0,14}(?:無料|お得|キャンペーン)(?!.*。)"
    r"|(?:ニュースレター|メルマガ|メールマガジン|(?:LINE公式|公式LINE)(?:アカウント)?|公式アカウント|公式アプリ).{0,30}(?:ご登録|登録(?:はこちら|する$)|ご?購読(?:はこちら|する$|ください)|配信中|フォロー(?:する$|し(?:て|よう))|友だち追加|ダウンロード(?:はこちら|する$)|お届け(?:し(?:ます|て)|中))|最新(?:の)?(?:ニュース|情報|記事)を.{0,24}(?:お届け(?:し(?:ます|て)|中)|配信(?:中|しています)|受け取(?:ろう|れます|る$)|チェック(?:$|[!し])|フォローし)|(?:チャンネル登録|フォロー|友だち追加)(?:を)?(?:お願い|よろしく|して(?:ね|ください))"
    r"|(?:この|本)記事(?:は|が|の).{0,110}掲載(?:され|した)|(?:この|本)記事(?:は|が|の).{0,60}(?:転載|再掲|提供(?:を受け|され)|配信(?:され|した)|自動(?:生成|翻訳)|機械翻訳|翻訳(?:され|した)もの|書かれた|作成(?:され|した)|役に立ち|いかがでし|シェア)|お問い?合わ?せ(?:は|につ(?:いて|きまして)は).{0,30}(?:まで|こちら|フォーム|ご連絡|お電話|ください)|詳細(?:は|につ(?:いて|きまして)は).{0,14}(?:こちら|フォーム|ご連絡|お電話|ご覧)|(?:ご意見|ご感想|情報提供)(?:は|・|を).{0,24}(?:まで|こちら|お寄せ|フォーム)|お気軽に(?:お問い合わせ|ご相談|ご連絡)"
    r"|詳(?:しく|細)(?:について)?は、?(?:こちら|下記|以下)(?:を|から|の(?:記事|ページ|リンク))|(?:商標|ロゴ)は.{0,30}(?:各社|登録商標)|投資(?:勧誘|助言|判断).{0,30}(?:目的と(?:した|する)もの(?:では)?|ご自身|自己責任)|(?:リンク|購入).{0,20}(?:収益|手数料|報酬)の?一部"
    r"|\b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,40}\bcookies?\b|\byour cookies?\b|\bcookies?\b.{0,60}\b(?:you consent|you accept|you agree|your preferences|our (?:cookie|privacy) policy)\b|by (?:continuing|using|clicking|signing up|subscribing|submitting)\b.{0,60}\byou (?:agree|accept|consent)|(?:^|[.!?] |\bplease |\byou )(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletter|inbox|alerts?|unlimited|full access|to (?:read|continue)|email|free|today|now)\b|^(?:already|become) an? (?:\w+ )?(?:subscriber|member)\b|\b(?:to continue reading|to read the (?:full|rest)|unlock this article|you have (?:reached|\d+).{0,30}(?:free )?articles?|this (?:article|content|story|page) is (?:free|for|only|reserved|available|open)\b.{0,24}(?:subscribers|members|registered|readers with))|\b(?:questions|comments|queries) (?:about|on) this (?:note|report|memo|letter|release|article|newsletter|story)\b|\byou (?:are receiving|received|get) this (?:\w+ )?because\b|(?:このメール|本メール|本レター|このレター)(?:は|の).{0,40}(?:お送り|配信|登録|購読|停止)|(?:ご?購読|定期購読|配達)の(?:お)?(?:申し?込み|申込|手続き|ご案内)は|(?:アプリ)(?:なら|で|を).{0,24}(?:届く|受け取|通知|ダウンロード|入れ(?:ると|れば))|^(?:get|read|open|try|download) (?:it |this |more |.{0,20} )?(?:in|with|on) (?:our|the) app\b"
    r"|\b(?:delivered|straight|sent|direct(?:ly)?) to your inbox\b|\bfollow us on\b|^download (?:our|the) (?:free )?app\b|\bclick here (?:to|for)\b|\b(?:this|the) (?:article|story|post|piece) (?:was |is |has been )?(?:first |originally |also )?(?:published|appeared|produced|translated|written|syndicated|updated)\b.{0,20}\b(?:by|on|in|from|with|to)\b|\ball trademarks\b|\bnot (?:constitute |intended as )?(?:financial|investment) advice\b|\bwe may (?:earn|receive) (?:a )?commission|\bgot a (?:news )?tip\b|\bto contact the (?:reporter|author|editor)|\bhave (?:a story|something to)\b.{0,30}\b(?:tell|share|contact)|\bread more\s?[:：]"
    r"|(?:記事|内容|本文|ページ)(?:の|に)?.{0,6}(?:誤り|間違い|感想|意見|ご質問).{0,20}(?:お知らせ|お寄せ|ご連絡|お送り)|\d+\s?人目の(?:訪問|お客|来訪|アクセス)|(?:この|本)?(?:ページ|サイト)は.{0,30}(?:画面で|解像度|ブラウザ|最適)|\byou(?:['’]ve| have) (?:read|reached|used|viewed)\b.{0,30}\barticles?\b|\b(?:start|begin) your (?:free )?(?:trial|subscription)\b|\b(?:to|and) (?:keep|continue) reading\b|\bwe(?:['’]ll| will) never (?:pass|share|sell|give|spam)\b|\bin your inbox\b|\b(?:do you have|got) a (?:story|tip|view|question)\b|\b(?:write|e-?mail|send (?:it|them|your .{1,20})) to (?:us|the (?:\w+ )?(?:desk|editor|newsroom))\b|^unsubscribe\b|\bunsubscribe (?:at any time|here|below)\b|\bview (?:this|it) in your browser\b|[\w.+-]+\s?(?:@|∂|\[at\]|＠|\(at\))\s?[\w-]+\.[\w.]+|^(?:TEL|電話(?:番号)?|FAX|Tel|Phone|E-?mail|メール(?:アドレス)?|URL|担当)(?:番号)?\s?(?:[:：.]|[+(（]?\d{2,})",
    re.IGNORECASE | re.MULTILINE,
)
# A lead-in to other articles at the head of a line: 「関連記事：…」, "Read more: …".
LEADS_AWAY = re.compile(
    r"[\s→⇒▶►≫»>＞※・]*(?:[【\[［(（](?:関連(?:記事|ニュース|リンク)?|(?:あ|合|併)わせて読みたい|こちらも|おすすめ(?:記事)?|人気記事|参考(?:記事|リンク)|次の記事|前の記事|PR|AD|広告)[】\]］)）]\s?(?=\S)"
    r"|(?:関連(?:記事|ニュース|リンク)|(?:あ|合|併)わせて読みたい|こちらも(?:おすすめ)?|おすすめ記事|人気記事|参考(?:記事|リンク)|次の記事|前の記事|PR|AD|広告|続きを読む)(?:\s?[:：＞>｜|»]\s?|\s+)(?=\S)"
    r"|(?:related(?: (?:article|story|reading))?|read (?:more|also|next)|see also|more(?: on this)?|watch|listen|recommended|sponsored|advertisement|also read|don['’]t miss|up next)\s?[:：|»>]\s?)",
    re.IGNORECASE,
)
# How those speak who sell something, or of themselves to the reader.
PROMOTION = re.compile(
    r"私の|私は|私たち|私ども|弊社|当社では|あなたの?|お客様|ご記入|お電話|お役に立|お問い?合わ?せ|お申し?込み|ご相談|ご覧ください|テ[イー]ラーメイド|オーダーメイド|最も柔軟|業界初|ソリューション|☑|✅|無料(?:で|体験|相談|トライアル)|お気軽|キャンペーン|今すぐ|資料請求|ダウンロード|この記事は"
    r"|\bour (?:team|experts?|platform|solutions?|services|readers)\b|\bcontact us\b|\bget in touch\b|\bcall us\b|\bfree (?:trial|consultation|demo)\b|\bsign up\b|\bsubscribe\b|\btailor-made\b|\byour (?:business|company|inbox|needs)\b|\bbook a\b|\blearn more\b|\bdownload\b|\bthis article was\b|\bI (?:am|have|use|wrote|built)\b",
    re.IGNORECASE,
)
# Wordings that address the reader, but stand in articles too: they count only where a page's own things stand.
ADDRESS = re.compile(
    r"(?:ください|下さい|くださいね|みてね|見てね|してね|お知らせします|お待ちしています|みましょう|しましょう|ませんか|届きます|お届けします)[。！!？?]*$|こちら(?:から)?[。！!→↓»＞>]*\s*[↓→]*$|次のページ|今だけ|限定|無料|お得|激安|クイズ|アンケート|プレゼント"
    r"|^(?:get|sign|join|start|write|send|tell|click|download|follow|subscribe|register|watch|listen|try|discover|compare|find out|learn|shop|buy|do you|did you|have you|want|need|are you|looking for|got)\b|\b(?:you|your|us)\b",
    re.IGNORECASE,
)
