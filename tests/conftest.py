"""Every test has a home of its own and an empty library; nothing touches the home of who runs the tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hand_made import plain_ranker

from index.library import Library
from index.ranker import Ranker
from index.settings import Settings
from index.words import Analyser


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """KASSORO_HOME of this test; no other KASSORO_* but the place of the test data reaches it."""
    for name in os.environ:
        if name.startswith("KASSORO_") and name != "KASSORO_TEST_DATA":
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("KASSORO_HOME", str(folder))
    monkeypatch.setenv("KASSORO_SEEDS", "none")
    return folder


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings.read(home=home, seeds="none")


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    with Library.open(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """One for all tests: its dictionary takes a while to load."""
    return Analyser()


@pytest.fixture
def without_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries rank by the first scores added up, for tests that no change of the trained weights should reach."""
    monkeypatch.setattr(Ranker, "load", plain_ranker)


VOCABULARY = "[PAD] [UNK] [CLS] [SEP] query passage cash rain".split() + list(
    ":0123456789甲社の現金は億円に増えた"
)


@pytest.fixture(scope="session")
def make_bert(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a folder with a BERT of one layer and random weights, for `head` ("BertModel", …), as large as asked."""

    def make(head: str, width: int = 16, **config: Any) -> Path:
        import torch
        import transformers
        from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

        torch.manual_seed(0)
        tokenizer = Tokenizer(
            models.WordLevel({word: place for place, word in enumerate(VOCABULARY)}, unk_token="[UNK]")
        )
        each = pre_tokenizers.Split(Regex("[^a-z]"), "isolated")  # words of English, characters of Japanese
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), each])
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            pair="[CLS] $A [SEP] $B:1 [SEP]:1",
            special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
        )
        names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
        setup = transformers.BertConfig(
            vocab_size=len(VOCABULARY), hidden_size=width, num_hidden_layers=1, num_attention_heads=2,
            intermediate_size=32, max_position_embeddings=32, initializer_range=1.0, **config,
        )  # fmt: skip
        folder = tmp_path_factory.mktemp("bert")
        getattr(transformers, head)(setup).save_pretrained(folder)
        transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def plain_bert(make_bert: Callable[..., Path]) -> Path:
    """A folder with a bare transformer that names no prompts."""
    return make_bert("BertModel")


@pytest.fixture(scope="session")
def embedding_model(plain_bert: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with prompts named as those of e5."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path_factory.mktemp("embedding")
    prompts = {"query": "query: ", "passage": "passage: "}
    SentenceTransformer(str(plain_bert), prompts=prompts, device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def cross_encoder(make_bert: Callable[..., Path]) -> Path:
    """A folder with a model of one score a pair."""
    return make_bert("BertForSequenceClassification", num_labels=1)
