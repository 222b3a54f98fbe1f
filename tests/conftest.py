"""Every test has a home of its own and an empty library; nothing touches the home of who runs the tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hand_made import plain_ranker
from web_site import Site

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


MODELLED = {
    "hoshino": (
        "星野電機、第2四半期は増収", "2025-08-05",
        "星野電機の2025年第2四半期の売上高は120億円だった。星野電機の2025年第2四半期の粗利益は30億円である。星野電機の純損失は5億円に縮んだ。\n"
        "星野電機の手元資金は2025年6月末時点で60億円だった。星野電機の毎月の支出は5億円に上る。\n"
        "星野電機は2027年に新工場を盛岡市に開く予定だ。星野電機には北風ファンドが投資者として加わった。",
    ),
    "brook": (
        "Brook Robotics raises money", "2025-09-01",
        "Brook Robotics raised $40 million in September 2025. Brook Robotics had revenue of $6 million in Q2 2025. "
        "Brook Robotics burns $2 million a month and held $30 million of cash at the end of August 2025.",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def modelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library for questions to a language model."""
    from index.article import Document

    with Library.open(Settings.read(home=tmp_path_factory.mktemp("modelled"), seeds="none")) as opened:
        for name, (title, published, text) in MODELLED.items():
            opened.add(
                Document(title, text, f"{name}.md", published, "en" if name == "brook" else "ja", None)
            )
        yield opened


@pytest.fixture
def asking(modelled: Library) -> Iterator[Callable[..., Any]]:
    """From a scripted server, its protocol and a time limit to a function that asks and gives all events."""
    from rag.assistant import Assistant

    before = modelled.settings

    def ready(
        server: Any, protocol: str = "openai-like", timeout: float = 60.0, library: Library = modelled
    ) -> Any:
        base = server.address + ("" if protocol == "ollama" else "/v1")
        told = {"llm": f"{protocol}/scripted", "llm_base_url": base, "llm_timeout": timeout}
        library.settings = library.settings.model_copy(update=told)
        assistant = Assistant(library)
        return lambda question, history=(): list(assistant.ask(question, history))

    yield ready
    modelled.settings = before


@pytest.fixture
def extracted(modelled: Library) -> Callable[[str], Any]:
    """The answer without a language model."""
    from rag.assistant import Assistant

    def ask(question: str) -> Any:
        before = modelled.settings
        modelled.settings = before.model_copy(update={"llm": "none"})
        try:
            return Assistant(modelled).answer(question)
        finally:
            modelled.settings = before

    return ask


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server of this test's own."""
    one = Site()
    yield one
    one.end()
