"""Passage vectors in Chroma: embedded in the home, or a server that KASSORO_CHROMA_URL names."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from chromadb.errors import ChromaError as ChromaError  # for those who must mend a broken store

from index.embed import Embedding
from index.errors import IndexMismatch, LibraryError, SettingsError
from index.settings import Settings

COLLECTION = "passages"
_NEXT = "passages-next"
_HEADER = struct.Struct("<i4Q")
FOLDER = "chroma"
# Chroma takes 5,461 rows a call.
BATCH = 5_000


class VectorStore:
    """Vectors by passage id, compared by cosine. One process owns a home's store while this object lives."""

    def __init__(self, settings: Settings, home: Path, embedding: Embedding) -> None:
        """Open or make the store; see `matches` for one whose vectors came from another embedding."""
        self._fingerprint = embedding.fingerprint
        self._label = embedding.label
        self._folder = None if settings.chroma_url else home / FOLDER
        self._client = _client(settings.chroma_url, home / FOLDER)
        self._collection: Any = self._get_or_create()

    @property
    def matches(self) -> bool:
        """Whether the vectors were made by the embedding in use; if not, call `reset` and add them again."""
        return (self._collection.metadata or {}).get("embedding") == self._fingerprint

    @property
    def made_by(self) -> str:
        """What a person calls the embedding that made the vectors there are."""
        known = self._collection.metadata or {}
        return str(known.get("label") or str(known.get("embedding", "")).partition("/")[0] or "another one")

    def add(self, ids: Sequence[str], vectors: Sequence[Sequence[float]] | np.ndarray) -> None:
        """Store one vector for each id; a vector already there under the id is replaced."""
        self._require_match()
        rows = np.asarray(vectors, dtype=np.float32)
        for start in range(0, len(ids), BATCH):
            self._collection.upsert(
                ids=list(ids[start : start + BATCH]), embeddings=rows[start : start + BATCH]
            )

    def remove(self, ids: Sequence[str]) -> None:
        """Forget the vectors of these ids; unknown ids are no error."""
        for start in range(0, len(ids), BATCH):
            self._collection.delete(ids=list(ids[start : start + BATCH]))

    def query(self, vector: Sequence[float] | np.ndarray, k: int) -> list[tuple[str, float]]:
        """The `k` nearest ids with their cosine, nearest first; [] for a zero vector or an empty store."""
        self._require_match()
        row = np.asarray(vector, dtype=np.float32)
        if k < 1 or not row.any():
            return []
        found = self._collection.query(query_embeddings=row[None, :], n_results=k, include=["distances"])
        return [
            (id, 1.0 - float(far)) for id, far in zip(found["ids"][0], found["distances"][0], strict=True)
        ]

    def cosines(self, vector: Sequence[float] | np.ndarray, ids: Sequence[str]) -> dict[str, float]:
        """The cosine of `vector` with the stored vector of each id; ids without one are left out."""
        row = np.asarray(vector, dtype=np.float32)
        if not len(ids) or not row.any():
            return {}
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        stored = np.asarray(found["embeddings"], dtype=np.float32).reshape(len(found["ids"]), len(row))
        lengths = np.linalg.norm(stored, axis=1) * np.linalg.norm(row)
        cosines = np.divide(stored @ row, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return dict(zip(found["ids"], cosines.tolist(), strict=True))

    def ids(self) -> set[str]:
        """The ids of all stored vectors."""
        return set(self._collection.get(include=[])["ids"])

    def count(self) -> int:
        """How many vectors are stored."""
        return int(self._collection.count())

    def reset(self) -> None:
        """Empty the store and stamp it with the embedding in use."""
        self._client.delete_collection(COLLECTION)
        self._collection = self._get_or_create()

    def purge(self) -> None:
        """Make the collection anew from the vectors it has, as Chroma's files keep those that were removed.

        The old one is searched until the new one is whole; a crash leaves one of them, or a store that is filled again.
        """
        kept = self._collection.get(include=["embeddings"])
        self._drop(_NEXT)
        old, new = self._collection, self._get_or_create(_NEXT)
        rows = np.asarray(kept["embeddings"], dtype=np.float32)
        for start in range(0, len(kept["ids"]), BATCH):
            new.upsert(ids=kept["ids"][start : start + BATCH], embeddings=rows[start : start + BATCH])
        self._collection = new
        self._client.delete_collection(old.name)
        new.modify(name=COLLECTION)
        if self._folder is not None:
            _compact(self._folder)

    def _drop(self, name: str) -> None:
        """Delete a collection if there is one of this name."""
        if name in {collection.name for collection in self._client.list_collections()}:
            self._client.delete_collection(name)

    def close(self) -> None:
        """Let go of the store's files, so that another process may open them."""
        close = getattr(self._client, "close", None)
        if close is not None:
            close()

    def _get_or_create(self, name: str = COLLECTION) -> Any:
        return self._client.get_or_create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
            metadata={"embedding": self._fingerprint, "label": self._label},
        )

    def _require_match(self) -> None:
        if not self.matches:
            made_by = (self._collection.metadata or {}).get("embedding")
            raise IndexMismatch(
                f"The vectors were made by {made_by}, settings ask for {self._fingerprint}: "
                "run 'kassoro rebuild'."
            )


def _compact(folder: Path) -> None:
    """Take what Chroma deleted out of its files: free pages of its database, and graphs that no collection has.

    What `chroma vacuum` does, without its need of a store that nobody has open.
    """
    with closing(sqlite3.connect(folder / "chroma.sqlite3", isolation_level=None)) as database:
        used = {row[0] for row in database.execute("SELECT id FROM segments")}
        database.execute("VACUUM")
    for graph in folder.iterdir():
        if graph.is_dir() and graph.name not in used:
            shutil.rmtree(graph, ignore_errors=True)
        elif graph.is_dir():
            _blank_room(graph)


def _blank_room(graph: Path) -> None:
    """Write zeros over the room a graph's file keeps for vectors to come, which hnswlib leaves as memory was.

    Its header holds, behind four bytes of version: an offset, how many have room, how many there are, bytes for each.
    """
    header, path = graph / "header.bin", graph / "data_level0.bin"
    if not header.is_file() or not path.is_file() or header.stat().st_size < _HEADER.size:
        return
    _, _, room, present, size = _HEADER.unpack(header.read_bytes()[: _HEADER.size])
    if present <= room and room * size == path.stat().st_size:
        with path.open("r+b") as file:
            file.seek(present * size)
            file.write(bytes((room - present) * size))


def _client(url: str, folder: Path) -> Any:
    """Chroma's client for a server or for a folder."""
    import chromadb  # takes more than a second, so only where a store is opened
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if not url:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path=str(folder), settings=quiet)
        except Exception as error:  # Chroma's errors share no root
            raise LibraryError(
                f"{folder} cannot be opened as a vector store ({error}): run 'kassoro doctor'."
            ) from error
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise SettingsError(f"KASSORO_CHROMA_URL is {url!r}: give an address such as http://127.0.0.1:8000.")
    secure = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=address.hostname, port=address.port or (443 if secure else 8000), ssl=secure, settings=quiet
        )
    except Exception as error:
        raise SettingsError(
            f"No Chroma server answers at {url} ({error}): start it or unset KASSORO_CHROMA_URL."
        ) from error
