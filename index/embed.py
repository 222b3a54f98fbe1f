"""Text to vectors: the built-in static embedding read without torch, or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from index.errors import SettingsError
from index.settings import Settings
from index.words import Analyser

BUILTIN = Path(__file__).with_name("models") / "builtin"


class Embedding(BaseEmbedding):
    """A llama-index embedding that tells its dimension and fingerprint; its vectors have length 1 or 0."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

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

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self.embed_words([self._analyser.words(text) for text in texts]).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]


class SentenceTransformerEmbedding(Embedding):
    """Any sentence-transformers model by name or path, with its own query and document prompts."""

    _model: Any = PrivateAttr()

    def __init__(self, name: str) -> None:
        super().__init__(model_name=name, embed_batch_size=32)
        from sentence_transformers import SentenceTransformer  # brings torch: seconds, so only when asked for

        try:
            self._model = SentenceTransformer(name)
        except (
            Exception
        ) as error:  # missing files, no network, broken weights: each library has its own error
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise SettingsError(
                f"KASSORO_EMBED_MODEL is {name!r}, which cannot be loaded ({reason}): "
                "give a sentence-transformers name or folder, or 'builtin'."
            ) from error

    @classmethod
    def class_name(cls) -> str:
        """llama-index's name for the class."""
        return "SentenceTransformerEmbedding"

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._model.get_embedding_dimension())

    @cached_property
    def _digest(self) -> str:
        """A hash of the vectors of two sentences: other weights under the same name give another one."""
        probe = self._model.encode(["滑走路 runway", "現金と支出"], normalize_embeddings=True)
        return hashlib.sha256(np.round(np.asarray(probe), 2).tobytes()).hexdigest()[:16]

    @property
    def fingerprint(self) -> str:
        """Name, prompts and dimension of the model, and a hash that tells its weights."""
        prompts = json.dumps(self._model.prompts, sort_keys=True, ensure_ascii=False)
        return f"{self.model_name}/{self.dimension}/{prompts}/{self._digest}"

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors = self._model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        vector = self._model.encode_query(query, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32).tolist()


def open_embedding(settings: Settings, analyser: Analyser | None = None) -> Embedding:
    """The embedding that KASSORO_EMBED_MODEL names; SettingsError where it cannot be loaded."""
    name = settings.embed_model.strip()
    if name in ("", "builtin"):
        return StaticWordEmbedding(BUILTIN, analyser)
    return SentenceTransformerEmbedding(name)
