import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from index.embed import (
    BUILTIN,
    SentenceTransformerEmbedding,
    StaticWordEmbedding,
    open_embedding,
    prompts_of,
)
from index.errors import SettingsError
from index.settings import Settings
from index.words import Analyser

TEXTS = ["xAIは現金を使い切る", "Tesla shares rose", "売上高は1,200億円だった。", "…"]


@pytest.fixture(scope="module")
def builtin() -> StaticWordEmbedding:
    embedding = open_embedding(Settings.read(embed_model="builtin"))
    assert isinstance(embedding, StaticWordEmbedding)
    return embedding


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder of three words that speaks with prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "cash": 1, "query:": 2, "document:": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    weights = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)],
        prompts={"query": "query: ", "document": "document: "},
        device="cpu",
    )
    folder = tmp_path_factory.mktemp("model")
    model.save(str(folder))
    return folder


def test_builtin_vectors_have_length_one_or_zero(builtin: StaticWordEmbedding) -> None:
    vectors = np.array(builtin.get_text_embedding_batch(TEXTS))
    assert vectors.shape == (4, builtin.dimension) == (4, 256)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-5)


def test_builtin_puts_like_beside_like(builtin: StaticWordEmbedding) -> None:
    loss, deficit, rain = np.array(builtin.get_text_embedding_batch(["会社の損失", "企業の赤字", "梅雨の雨"]))
    assert loss @ deficit > loss @ rain + 0.2


def test_words_give_the_vector_of_their_text(builtin: StaticWordEmbedding) -> None:
    words = [Analyser().words(text) for text in TEXTS]
    assert builtin.embed_words(words) == pytest.approx(np.array(builtin.get_text_embedding_batch(TEXTS)))
    assert builtin.get_query_embedding(TEXTS[0]) == pytest.approx(builtin.get_text_embedding(TEXTS[0]))


def test_sentence_transformers_loads_the_same_vectors(builtin: StaticWordEmbedding) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUILTIN), device="cpu")
    joined = [" ".join(Analyser().words(text)) for text in TEXTS[:3]]
    theirs = model.encode(joined, normalize_embeddings=True)
    assert theirs == pytest.approx(
        np.array(builtin.get_text_embedding_batch(TEXTS[:3])), abs=2e-3
    )  # float16 sums


def test_builtin_needs_no_torch() -> None:
    script = (
        "import sys; from index.embed import open_embedding; from index.settings import Settings; "
        "open_embedding(Settings.read(embed_model='builtin')).get_query_embedding('現金'); "
        "assert not {'torch', 'sentence_transformers'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_builtin_is_small_and_has_its_card() -> None:
    assert sum(file.stat().st_size for file in BUILTIN.iterdir()) <= 20_000_000
    card = (BUILTIN / "README.md").read_text(encoding="utf-8")
    for source in ("ja-ginza", "chiVe", "JaQuAD", "Apache-2.0", "CC BY-SA 3.0"):
        assert source in card


def test_other_weights_have_another_fingerprint(builtin: StaticWordEmbedding, tmp_path: Path) -> None:
    vocabulary = {"[UNK]": 0, "現金": 1}
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    save_file(
        {"embedding.weight": np.array([[0, 0], [3, 4]], dtype=np.float16)}, tmp_path / "model.safetensors"
    )
    small = StaticWordEmbedding(tmp_path)
    assert small.get_text_embedding("現金と火星") == pytest.approx([0.6, 0.8])  # the unknown word is left out
    assert small.fingerprint != builtin.fingerprint


def test_a_named_model_speaks_with_its_own_prompts(small_model: Path) -> None:
    embedding = open_embedding(Settings.read(embed_model=str(small_model)))
    assert isinstance(embedding, SentenceTransformerEmbedding)
    half = 0.5**0.5
    assert embedding.dimension == 3
    assert embedding.get_query_embedding("cash") == pytest.approx([half, half, 0])
    assert embedding.get_text_embedding("cash") == pytest.approx([half, 0, half])
    assert embedding.fingerprint == open_embedding(Settings.read(embed_model=str(small_model))).fingerprint


def encoded(folder: Path, text: str) -> list[float]:
    """What sentence-transformers makes of just this text."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    return model.encode(text, prompt="", normalize_embeddings=True).tolist()


def test_the_prompt_named_passage_is_used(embedding_model: Path) -> None:
    """sentence-transformers itself takes the empty "document" prompt that it adds to every model."""
    embedding = SentenceTransformerEmbedding(str(embedding_model))
    wanted = encoded(embedding_model, "passage: 現金")
    assert embedding.get_text_embedding("現金") == pytest.approx(wanted, abs=1e-5)
    assert embedding.embed_passages(["現金"], [["現金"]])[0] == pytest.approx(wanted, abs=1e-5)
    assert embedding.get_query_embedding("現金") == pytest.approx(
        encoded(embedding_model, "query: 現金"), abs=1e-5
    )
    assert wanted != pytest.approx(encoded(embedding_model, "現金"), abs=1e-2)


def test_a_model_of_the_e5_family_without_prompts_gets_them(plain_bert: Path, tmp_path: Path) -> None:
    folder = tmp_path / "multilingual-e5-small"
    shutil.copytree(plain_bert, folder)
    embedding = SentenceTransformerEmbedding(str(folder))
    assert embedding.get_text_embedding("cash") == pytest.approx(encoded(folder, "passage: cash"), abs=1e-5)
    assert embedding.get_query_embedding("cash") == pytest.approx(encoded(folder, "query: cash"), abs=1e-5)


@pytest.mark.parametrize(
    ("name", "prompts", "wanted"),
    [
        ("intfloat/multilingual-e5-large", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("/models/e5-base-v2", {}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("/home/e5/bge-m3", {}, ("", "")),
        ("intfloat/e5-base", {"query": "q: "}, ("q: ", "")),
        ("any", {"query": "q: ", "document": "", "passage": "p: "}, ("q: ", "p: ")),
        ("any", {"document": "d: ", "passage": "p: "}, ("", "d: ")),
        ("any", {"corpus": "c: "}, ("", "c: ")),
    ],
)
def test_prompts(name: str, prompts: dict[str, str], wanted: tuple[str, str]) -> None:
    assert prompts_of(name, prompts) == wanted


def test_a_text_longer_than_the_model_reads_is_cut_off(embedding_model: Path) -> None:
    embedding = SentenceTransformerEmbedding(str(embedding_model))
    long, longer = embedding.embed_passages(["cash " * 100, "cash " * 100 + "rain " * 100], [[], []])
    assert long == pytest.approx(longer)
    assert np.linalg.norm(long) == pytest.approx(1, abs=1e-5)


def test_a_folder_may_move_but_its_weights_may_not_change(plain_bert: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    moved = tmp_path / "moved"
    shutil.copytree(plain_bert, moved)
    first = SentenceTransformerEmbedding(str(plain_bert)).fingerprint
    assert SentenceTransformerEmbedding(str(moved)).fingerprint == first
    weights = load_file(moved / "model.safetensors")
    weights["embeddings.word_embeddings.weight"][-1, -1] += 0.001
    save_file(weights, moved / "model.safetensors", {"format": "pt"})
    assert SentenceTransformerEmbedding(str(moved)).fingerprint != first


def test_a_folder_never_asks_the_network(plain_bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        asked.append(address)
        raise OSError("no network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    SentenceTransformerEmbedding(str(plain_bert)).get_query_embedding("cash")
    assert asked == []


@pytest.mark.parametrize("name", ["nowhere", "./nowhere", "file", "empty", "a/b"])
def test_a_model_that_cannot_be_loaded_is_a_settings_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no model")
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"KASSORO_EMBED_MODEL.*'builtin'") as caught:
        open_embedding(Settings.read(embed_model=name))
    assert repr(name) in str(caught.value) and "\n" not in str(caught.value)


def test_a_damaged_builtin_is_a_settings_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no static embedding"):
        StaticWordEmbedding(tmp_path)
