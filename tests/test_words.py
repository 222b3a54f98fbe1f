from concurrent.futures import ThreadPoolExecutor

import pytest

from index.words import Analyser


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("引越しの問い合せ", ["引っ越し", "問い合わせ"]),  # one normalised form for several spellings
        ("売上が増えることはない", ["売り上げ", "増える", "無い"]),  # particles and formal nouns go
        ("資金を調達している", ["資金", "調達"]),  # empty verbs go
        ("1,200枚と１２．３", ["1200", "枚", "12.3"]),  # NFKC, no thousands separators
        ("80億ドル", ["8000000000", "ドル"]),
        ("The companies raised $1.2bn in 2025", ["compani", "rais", "1.2", "bn", "2025"]),
        ("U.S. M&A and R&D", ["us", "m&a", "r&d"]),
        ("Musk's and Musk’s", ["musk", "musk"]),
        ("IT企業のシリーズA", ["it", "企業", "シリーズ", "a"]),  # no stop words here
        ("Tシャツ", ["tシャツ"]),
        ("Société", ["societ"]),
    ],
)
def test_words_are_normalised_content_words(analyser: Analyser, text: str, words: list[str]) -> None:
    assert analyser.words(text) == words


@pytest.mark.parametrize("name", ["SpaceX", "spacex", "SPACEX", "ＳｐａｃｅＸ"])
def test_a_name_is_one_word_in_any_casing_and_either_language(analyser: Analyser, name: str) -> None:
    assert analyser.words(name) == ["spacex"]
    assert "spacex" in analyser.words(f"{name}は打ち上げた")
    assert "spacex" in analyser.words(f"{name}'s launch")


def test_xai_is_not_cut(analyser: Analyser) -> None:
    assert analyser.words("xAIはXAIでxai") == ["xai", "xai", "xai"]


def test_a_term_alone_reads_as_in_a_sentence(analyser: Analyser) -> None:
    assert analyser.term_words("打ち上げ") == ["打ち上げ"]
    assert analyser.term_words("cash burn") == ["cash", "burn"]


@pytest.mark.parametrize("text", ["", " \n", "…。、", "🚀", "の は が"])
def test_text_without_content_has_no_words(analyser: Analyser, text: str) -> None:
    assert analyser.words(text) == []


def test_text_longer_than_sudachi_takes_keeps_every_word(analyser: Analyser) -> None:
    assert analyser.words("現金が減った。" * 5_000).count("現金") == 5_000
    assert analyser.words("現金" * 10_000).count("現金") >= 9_990  # no sentence end to cut at


def test_threads_share_an_analyser(analyser: Analyser) -> None:
    texts = [f"第{number}四半期の売上はxAIで増えた" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(analyser.words, texts)) == [analyser.words(text) for text in texts]


def test_fingerprint_names_the_dictionary(analyser: Analyser) -> None:
    assert "sudachidict_core-20260723" in analyser.fingerprint
    assert analyser.fingerprint == Analyser().fingerprint
