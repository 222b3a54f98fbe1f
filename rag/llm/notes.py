"""What a person is told of a language model: where passages go, what it does, and why an answer is not its own."""

from __future__ import annotations

from rag.llm.choice import Choice
from rag.llm.usage import Tokens

_INSTEAD = {
    "ja": "記事の抜粋から答えました。",
    "en": "the answer was taken from the articles' own sentences.",
}
# No figure stands here: a note is part of the answer, whose every number is cited.
_NOTES = {
    "timeout": {"ja": "言語モデルの返答が時間内に届かなかったため、", "en": "The language model did not reply in time, so "},
    "unreachable": {"ja": "言語モデルのサーバーに接続できなかったため、", "en": "The language model's server could not be reached, so "},
    "server": {"ja": "言語モデルのサーバーがエラーを返したため、", "en": "The language model's server reported an error, so "},
    "key": {"ja": "言語モデルのサーバーがAPIキーを受け付けなかったため（KASSORO_LLM_API_KEYを確かめてください）、", "en": "The language model's server refused the key (check KASSORO_LLM_API_KEY), so "},
    "missing": {"ja": "言語モデルがサーバーに見つからなかったため（KASSORO_LLMとKASSORO_LLM_BASE_URLを確かめてください）、", "en": "The server does not know the language model (check KASSORO_LLM and KASSORO_LLM_BASE_URL), so "},
    "busy": {"ja": "言語モデルのサーバーが混み合っているか、利用上限に達したため、", "en": "The language model's server is busy or its quota is used up, so "},
    "context": {"ja": "質問と記事が言語モデルの文脈の長さに収まらなかったため（KASSORO_LLM_CONTEXTを確かめてください）、", "en": "The question and passages did not fit the language model's context (check KASSORO_LLM_CONTEXT), so "},
    "endless": {"ja": "言語モデルが検索を繰り返して答えに至らなかったため、", "en": "The language model kept calling tools and reached no answer, so "},
    "empty": {"ja": "言語モデルの返答が空だったため、", "en": "The language model's reply was empty, so "},
    "long": {"ja": "言語モデルの返答が長すぎたため、", "en": "The language model's reply was too long, so "},
    "cut": {"ja": "言語モデルの返答が途中で切れたため、", "en": "The language model's reply broke off, so "},
    "malformed": {"ja": "言語モデルの返答を読み取れなかったため、", "en": "The language model's reply could not be read, so "},
    "ungrounded": {"ja": "言語モデルの答えに記事で裏付けられない部分があったため、", "en": "The language model's answer said things the articles do not bear out, so "},
    "disagrees": {"ja": "言語モデルの答えが、引用した数値による計算や記事の食い違いの扱いと合わなかったため、", "en": "The language model's answer did not agree with the calculation over cited figures, or left out that articles disagree, so "},
    "silent": {"ja": "言語モデルは答えを見つけられなかったため、", "en": "The language model found no answer, so "},
}  # fmt: skip
_NOTICE = {
    "ja": "言語モデル {model}：質問と、見つかった記事の抜粋は {host} に送られます。",
    "en": "Language model {model}: your questions, and the passages found for them, are sent to {host}.",
}
_LOCAL = {
    "ja": "言語モデル {model}：質問と記事の抜粋は、この計算機の {host} だけに送られます。",
    "en": "Language model {model}: your questions and the passages found are sent only to {host}, on this computer.",
}
_TOKENS = {
    "ja": "{model}: {about}{prompt}＋{completion}トークン",
    "en": "{model}: {about}{prompt} + {completion} tokens",
}
_STEPS = {
    "asked": {"ja": "言語モデルに尋ねています", "en": "Asking the language model"},
    "search_passages": {
        "ja": "言語モデルが記事を探しています",
        "en": "The language model searches the articles",
    },
    "find_figures": {"ja": "言語モデルが数値を調べています", "en": "The language model looks up figures"},
    "runway": {"ja": "言語モデルの求めで計算しています", "en": "Calculating for the language model"},
    "writing": {
        "ja": "届いた文を一つずつ記事と照合しています",
        "en": "Checking each sentence against the articles as it comes",
    },
    "repair": {"ja": "裏付けのない文の書き直しを求めています", "en": "Asking for a sentence to be put right"},
    "instead": {"ja": "記事の抜粋から答えます", "en": "Answering from the articles' own sentences"},
}


def note(kind: str, language: str) -> str:
    """Why the extractive answer stands in place of a model's, in one sentence without figures."""
    return f"{_NOTES[kind][language]}{_INSTEAD[language]}"


def notice(choice: Choice, language: str) -> str:
    """Which model is asked, and to which host passages are sent."""
    text = _LOCAL if choice.is_local else _NOTICE
    return text[language].format(model=choice.model, host=choice.host)


def tokens_text(model: str, tokens: Tokens, language: str) -> str:
    """How much the model read and wrote for an answer."""
    about = "" if tokens.exact else {"ja": "約", "en": "about "}[language]
    return _TOKENS[language].format(
        model=model, about=about, prompt=f"{tokens.prompt:,}", completion=f"{tokens.completion:,}"
    )


def step(name: str, language: str) -> str:
    """What is done now. A model's own words for it are not shown, as nothing has checked them."""
    return _STEPS.get(name, _STEPS["runway"])[language]
