"""What is meant is told from what is taken back."""

import pytest

from rag.correction import corrected


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("いや、SpaceXの方", "SpaceXは？"), ("違う、第1四半期", "第1四半期は？"), ("いや、売上じゃなくて純損失", "純損失は？"), ("じゃなくてみどりの方", "みどりは？"),
        ("ごめん、加入者じゃなくて現金残高", "現金残高は？"), ("売上ではなく純損失", "純損失は？"), ("いえ、従業員数のことです", "従業員数は？"),
        ("間違えました。第2四半期でお願いします", "第2四半期は？"), ("いや、純損失はいくら？", "純損失はいくら？"), ("いや、xAIの方の純損失は？", "xAIの純損失は？"),
    ],
)  # fmt: skip
def test_japanese(text, meant):
    assert corrected(text, "ja") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No, I meant the debt.", "What about the debt?"), ("Sorry, I meant the cash", "What about the cash?"), ("not the revenue but the net loss", "What about the net loss?"),
        ("SpaceX, not xAI", "What about SpaceX?"), ("the second quarter instead", "What about the second quarter?"), ("Actually, what is its debt?", "what is its debt?"),
    ],
)  # fmt: skip
def test_english(text, meant):
    assert corrected(text, "en") == meant


@pytest.mark.parametrize(
    "text",
    [
        "なぜ現金ではなく株式で支払ったの？",
        "現金ではなく株式で払った",
        "売上は？",
        "いやな予感がする理由は？",
        "違う会社の売上は？",
    ],
)
def test_other_japanese_takes_nothing_back(text):
    assert corrected(text, "ja") in (None, text)


@pytest.mark.parametrize(
    "text",
    [
        "Why did it pay with cash instead of shares?",
        "Is it not profitable?",
        "No",
        "What about notes?",
        "No profit in 2024?",
    ],
)
def test_other_english_takes_nothing_back(text):
    assert corrected(text, "en") is None
