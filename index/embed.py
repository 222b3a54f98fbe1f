"""Text to vectors: the built-in static embedding read without torch, or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from index.errors import SettingsError
from index.models import load_model
from index.settings import Settings
from index.words import Analyser

BUILTIN = Path(__file__).with_name("models") / "builtin"
# Models published as e5 want these words before a text, and not all of them say so in their files; those trained
# on instructions want others, and do say so.
_E5 = re.compile(r"(?:^|[-_/\\])e5-(?:small|base|large)(?!.*instruct)", re.IGNORECASE)


class Embedding(BaseEmbedding):
    """A llama-index embedding that tells its dimension and fingerprint; its vectors have length 1 or 0."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # How many passages are embedded and stored at a time: what an interruption loses, what progress counts by.
    batch: ClassVar[int] = 1_000

    @property
    def label(self) -> str:
        """What a person calls it: `builtin`, or the model's name or folder as it was given."""
        return self.model_name

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        raise NotImplementedError

    @property
    def fingerprint(self) -> str:
        """What the vectors depend on; vectors of different fingerprints must not be compared."""
        raise NotImplementedError

    def embed_passages(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """One vector a passage: `texts` and their `words` are the same passages, each under its title."""
        return np.asarray(self.get_text_embedding_batch(list(texts)), dtype=np.float32)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class StaticWordEmbedding(Embedding):
    """The mean of word vectors, from a folder in sentence-transformers' StaticEmbedding format.

    The folder's tokenizer expects the analyser's words joined by spaces; sentence-transformers gives the same
    vectors for such text. Unknown words are left out; a text without a known word has the zero vector.
    """

    _analyser: Analyser = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _rows: NDArray[np.float16] = PrivateAttr()
    _fingerprint: str = PrivateAttr()

    def __init__(self, folder: Path = BUILTIN, analyser: Analyser | None = None) -> None:
        super().__init__(model_name="builtin", embed_batch_size=256)
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        weights, tokenizer = folder / "model.safetensors", folder / "tokenizer.json"
        try:
            self._rows = load_file(weights)["embedding.weight"]
            self._tokenizer = Tokenizer.from_file(str(tokenizer))
            digest = hashlib.sha256(weights.read_bytes() + tokenizer.read_bytes()).hexdigest()[:16]
        except Exception as error:  # tokenizers raises bare Exception
            raise SettingsError(
                f"{folder} holds no static embedding ({error}): reinstall Kassoro."
            ) from error
        self._analyser = analyser or Analyser()
        self._fingerprint = f"builtin/{digest}/{self._rows.shape[1]}/{self._analyser.fingerprint}"

    @classmethod
    def class_name(cls) -> str:
        """llama-index's name for the class."""
        return "StaticWordEmbedding"

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._rows.shape[1])

    @property
    def fingerprint(self) -> str:
        """Hash of weights and tokenizer, dimension, and the analyser's own fingerprint."""
        return self._fingerprint

    def embed_passages(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """One vector a passage, from its words: nothing is cut twice."""
        return self.embed_words(words)

    def embed_words(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """One vector a text for texts that are words already: an array of shape (texts, dimension)."""
        encoded = self._tokenizer.encode_batch([" ".join(words) for words in texts], add_special_tokens=False)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for vector, encoding in zip(vectors, encoded, strict=True):
            if encoding.ids:
                vector[:] = self._rows[encoding.ids].astype(np.float32).mean(axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)

    def reader_vectors(self) -> tuple[NDArray[np.float32], dict[str, int], NDArray[np.float32]]:
        """(vectors of length 1, their row by word, how telling each word is: 1 for the median and the unknown).

        Row 0 is the unknown word's, zeros.
        """
        rows = self._rows.astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1)
        telling = lengths / np.median(lengths[lengths > 0])
        row_of = {word: row for word, row in self._tokenizer.get_vocab().items() if lengths[row] > 0}
        telling[lengths == 0] = 1.0
        return rows / np.maximum(lengths, 1e-6)[:, None], row_of, telling

    def word_vectors(self) -> WordVectors:
        """The single words' vectors; the row of the unknown word is zeros."""
        rows = self._rows.astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows = np.divide(rows, lengths, out=rows, where=lengths > 0)
        return WordVectors(rows, self._tokenizer.get_vocab())

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self.embed_words([self._analyser.words(text) for text in texts]).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]


class WordVectors:
    """The built-in embedding's word vectors, brought to length 1, for comparing single words."""

    def __init__(self, rows: NDArray[np.float32], row_of: Mapping[str, int]) -> None:
        self._rows = rows
        self._row_of = row_of
        self._places: NDArray[np.int32] = np.zeros(0, dtype=np.int32)

    @classmethod
    def of(cls, embedding: Embedding, analyser: Analyser) -> WordVectors:
        """Those of `embedding` where it has vectors for words, else those that ship with the program."""
        words = (
            embedding
            if isinstance(embedding, StaticWordEmbedding)
            else StaticWordEmbedding(BUILTIN, analyser)
        )
        return words.word_vectors()

    def over(self, numbers: Mapping[str, int]) -> WordVectors:
        """The same vectors, by the numbers that an index gives its words; see `rows`."""
        found = WordVectors(self._rows, self._row_of)
        row_of = self._row_of
        found._places = np.array([row_of.get(word, 0) for word in numbers], dtype=np.int32)
        return found

    def rows(self, numbers: NDArray) -> NDArray[np.float32]:
        """One row for each word by its number; zeros for a word without a vector."""
        return self._rows[self._places[numbers]]

    def of_words(self, words: Sequence[str]) -> NDArray[np.float32]:
        """One row for each word; zeros for a word without a vector."""
        return self._rows[[self._row_of.get(word, 0) for word in words]]


class SentenceTransformerEmbedding(Embedding):
    """Any sentence-transformers model by name or folder, with its own prompts for queries and passages."""

    batch: ClassVar[int] = 64
    _model: Any = PrivateAttr()
    _encoding: Any = PrivateAttr()
    _query_prompt: str = PrivateAttr()
    _passage_prompt: str = PrivateAttr()

    def __init__(self, name: str) -> None:
        super().__init__(model_name=name, embed_batch_size=32)
        from sentence_transformers import SentenceTransformer  # brings torch: seconds, so only when asked for

        wanted = "give a sentence-transformers name or folder, or 'builtin'"
        self._model = load_model(SentenceTransformer, "KASSORO_EMBED_MODEL", name, wanted)
        self._encoding = threading.Lock()  # tokenizers are not made for two threads at once
        self._query_prompt, self._passage_prompt = prompts_of(name, self._model.prompts)

    @classmethod
    def class_name(cls) -> str:
        """llama-index's name for the class."""
        return "SentenceTransformerEmbedding"

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension())

    @cached_property
    def fingerprint(self) -> str:
        """Dimension, prompts and a digest of the model itself, so that a folder may be moved or renamed."""
        prompts = json.dumps([self._query_prompt, self._passage_prompt], ensure_ascii=False)
        return f"sentence-transformers/{self.dimension}/{prompts}/{_digest(self._model)}"

    def embed_passages(self, texts: Sequence[str], words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """One vector a passage, under the model's passage prompt; what is longer than it reads is cut off."""
        return self._vectors(self._model.encode_document, texts, self._passage_prompt)

    def _vectors(self, encode: Callable[..., Any], texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        # The prompt is given outright: the library takes an empty "document" prompt before a real "passage" one.
        options = {"prompt": prompt, "normalize_embeddings": True, "show_progress_bar": False}
        with self._encoding:
            found = encode(list(texts), batch_size=self.embed_batch_size, **options)
        vectors = np.asarray(found, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise SettingsError(
                f"KASSORO_EMBED_MODEL is {self.model_name!r}, which gives vectors that are no numbers: "
                "take another model, or 'builtin'."
            )
        return vectors

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._vectors(self._model.encode_document, texts, self._passage_prompt).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._vectors(self._model.encode_query, [query], self._query_prompt)[0].tolist()


def prompts_of(name: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """What a model wants before a query and before a passage: its own prompts, or those of the e5 family.

    >>> prompts_of("intfloat/multilingual-e5-small", {"query": "", "document": ""})
    ('query: ', 'passage: ')
    """
    given = {key: prompt for key, prompt in prompts.items() if prompt}
    if not given and _E5.search(name):
        return "query: ", "passage: "
    passage = next((given[key] for key in ("document", "passage", "corpus") if key in given), "")
    return given.get("query", ""), passage


def _digest(model: Any) -> str:
    """A hash of what makes the vectors: every weight, how the modules are set up, and how much text they read."""
    import torch

    digest = hashlib.sha256(str(model.max_seq_length).encode())
    for module in model:
        setup = module.get_config_dict() if hasattr(module, "get_config_dict") else {}
        digest.update(json.dumps([type(module).__name__, setup], sort_keys=True, default=str).encode())
    for key, tensor in sorted(model.state_dict().items()):
        raw = tensor.detach().cpu().contiguous().flatten().view(torch.uint8)
        digest.update(f"{key}/{tuple(tensor.shape)}/{zlib.crc32(raw.numpy())}".encode())
    return digest.hexdigest()[:16]


def open_embedding(settings: Settings, analyser: Analyser | None = None) -> Embedding:
    """The embedding that KASSORO_EMBED_MODEL names; SettingsError where it cannot be loaded."""
    if settings.embedding_name == "builtin":
        return StaticWordEmbedding(BUILTIN, analyser)
    return SentenceTransformerEmbedding(settings.embedding_name)
