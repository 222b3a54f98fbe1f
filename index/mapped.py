"""Arrays on disk that are memory-mapped when read: one safetensors file, written in one step."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

_DTYPES = {"F16": np.float16, "F32": np.float32, "I32": np.int32, "I64": np.int64}
_DTYPES |= {"U8": np.uint8, "U16": np.uint16, "U32": np.uint32}


def save_arrays(path: Path, arrays: Mapping[str, NDArray], metadata: Mapping[str, str]) -> None:
    """Write arrays and metadata; a crash leaves the file that was there whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    save_file(
        {name: np.ascontiguousarray(array) for name, array in arrays.items()}, unfinished, dict(metadata)
    )
    unfinished.replace(path)


def map_arrays(path: Path) -> tuple[dict[str, str], dict[str, NDArray]]:
    """(metadata, arrays), the arrays left on disk until they are touched. OSError, ValueError or KeyError."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if not 0 < size < path.stat().st_size:
            raise ValueError("its header is cut off")
        header = json.loads(file.read(size))
        if not isinstance(header, dict) or not isinstance(header.get("__metadata__"), dict):
            raise ValueError("its header is none")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    metadata = header.pop("__metadata__")
    arrays = {}
    for name, entry in header.items():
        dtype = np.dtype(_DTYPES[entry["dtype"]])
        begin, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(mapped, dtype, (end - begin) // dtype.itemsize, 8 + size + begin)
    return metadata, arrays


def ends_of(sizes: Sequence[int] | NDArray) -> NDArray[np.int64]:
    """Where pieces laid one after another begin and end: piece i is [ends[i], ends[i + 1])."""
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes, dtype=np.int64)])


def spread(starts: NDArray, ends: NDArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(every place of the ranges [start, end), one after another; how many each range has).

    >>> spread(np.array([4, 9]), np.array([6, 10]))[0].tolist()
    [4, 5, 9]
    """
    sizes = np.asarray(ends - starts, dtype=np.int64)
    firsts = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) + np.repeat(starts - firsts, sizes), sizes
