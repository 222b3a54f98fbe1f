"""The interface's own words, in Japanese and English. Answers are in the language of their question."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "tagline": {
        "ja": "会社の資金と決算を、記事の一文ずつを根拠に答えます",
        "en": "Company finance, answered from the sentences that say so",
    },
    "chat_tab": {"ja": "質問", "en": "Ask"},
    "articles_tab": {"ja": "記事", "en": "Articles"},
    "ask_placeholder": {
        "ja": "例: xAIの資金は何か月もつ？",
        "en": "For example: how long will xAI's cash last?",
    },
    "send": {"ja": "質問する", "en": "Ask"},
    "stop": {"ja": "止める", "en": "Stop"},
    "retry": {"ja": "もう一度", "en": "Retry"},
    "clear": {"ja": "消去", "en": "Clear"},
    "language": {"ja": "表示言語", "en": "Language"},
    "empty": {
        "ja": "質問すると、答えと、その根拠になった記事の一文がここに並びます。記事にないことは、ないとお答えします。",
        "en": "Ask, and the answer appears here with the sentences behind it. What the articles do not say, you will be told.",
    },
    "sources": {"ja": "根拠", "en": "Sources"},
    "no_sources": {
        "ja": "答えの根拠になった一文が、記事の中で強調されて表示されます。",
        "en": "The sentences behind an answer are shown here, marked in their article.",
    },
    "calculation": {"ja": "計算", "en": "Calculation"},
    "inputs": {"ja": "入力", "en": "Inputs"},
    "from_question": {"ja": "質問から", "en": "from the question"},
    "as_of": {"ja": "時点", "en": "as of"},
    "cash_out": {"ja": "資金が尽きる月", "en": "Cash runs out in"},
    "curve": {"ja": "月末の現金", "en": "Cash at the end of each month"},
    "undated": {"ja": "日付不明", "en": "undated"},
    "title": {"ja": "題名", "en": "Title"},
    "source": {"ja": "出所", "en": "Source"},
    "publisher": {"ja": "発行元", "en": "Publisher"},
    "published": {"ja": "公開日", "en": "Published"},
    "copy_of": {"ja": "{id} と同じ話", "en": "same story as {id}"},
    "earlier_version": {
        "ja": "この引用は以前の版のものです（{day}に差し替え）。",
        "en": "This passage is from an earlier version (replaced on {day}).",
    },
    "add_heading": {"ja": "記事を加える", "en": "Add an article"},
    "upload": {
        "ja": "ファイル（PDF、Word、Excel、HTML、テキストなど）",
        "en": "Files (PDF, Word, Excel, HTML, text …)",
    },
    "address": {"ja": "またはURL（1行に1つ、フィードも可）", "en": "Or URLs (one a line, feeds too)"},
    "adding": {"ja": "読んでいます", "en": "Reading"},
    "paste": {"ja": "または本文を貼り付ける", "en": "Or paste its text"},
    "date_hint": {
        "ja": "公開日（YYYY-MM-DD または YYYY-MM、なくても可）",
        "en": "Date of publication (YYYY-MM-DD or YYYY-MM, optional)",
    },
    "add": {"ja": "加える", "en": "Add"},
    "added": {"ja": "加えました", "en": "Added"},
    "updated": {"ja": "更新しました", "en": "Updated"},
    "unchanged": {"ja": "すでに登録されています", "en": "Already in the library"},
    "syndicated": {"ja": "同じ話の記事として加えました", "en": "Added, as a copy of a story in the library"},
    "refused": {"ja": "加えられませんでした", "en": "Not added"},
    "nothing": {
        "ja": "ファイルを選ぶか、URLか、題名と本文を入力してください。",
        "en": "Choose a file, or give a URL, or a title and a text.",
    },
    "no_articles": {"ja": "記事はまだありません。", "en": "There are no articles yet."},
    "stopped": {"ja": "止めました。", "en": "Stopped."},
    "failed": {
        "ja": "思わぬ不具合で答えられませんでした。もう一度お試しください。",
        "en": "Something unexpected went wrong: please try again.",
    },
    "error": {"ja": "お答えできません", "en": "Cannot answer"},
}

EXAMPLES: dict[str, list[str]] = {
    "ja": ["xAIの資金は何か月もつ？", "xAIの2025年第3四半期の純損失は？", "SpaceXはxAIの株をどれくらい持っている？", "xAIの第3四半期の粗利率は？"],
    "en": ["How long will xAI's cash last?", "What was xAI's net loss in Q3 2025?", "Who invested in xAI's $20 billion round?", "When will the video generator be released?"],
}  # fmt: skip

INPUT_NAMES: dict[str, dict[str, str]] = {
    "cash": {"ja": "現金", "en": "Cash"}, "burn": {"ja": "支出", "en": "Burn"}, "raised": {"ja": "調達", "en": "New money"},
    "months": {"ja": "月数", "en": "Months"}, "income": {"ja": "収入", "en": "Income"},
    "growth": {"ja": "収入の毎月の伸び", "en": "Income growth a month"}, "exchange_rate": {"ja": "為替レート", "en": "Exchange rate"},
    "amount": {"ja": "金額", "en": "Amount"}, "time": {"ja": "期間", "en": "Time"}, "first": {"ja": "最初", "en": "First"},
    "last": {"ja": "最後", "en": "Last"},
}  # fmt: skip


def text(key: str, language: str) -> str:
    """One of the interface's texts in `ja` or `en`."""
    return TEXTS[key][language]
