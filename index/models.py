"""Models of the user's choice: loaded from a folder, from what was fetched before, or from the hub."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import SettingsError

# How long the hub may take to show that it can be reached at all; the loaders would try for a minute and more.
_HUB_SECONDS = 5.0


def load_model(load: Callable[..., Any], variable: str, name: str, wanted: str) -> Any:
    """The model that `variable` names: a folder, else a name on the hub. A folder never touches the network.

    `load` is a sentence-transformers class; `wanted` tells a person what to give instead. Raises SettingsError.
    """
    folder = Path(name).expanduser()
    try:
        with _quiet():
            if folder.exists():
                return load(str(folder), local_files_only=True)
            if _is_path(name):
                raise FileNotFoundError("there is no such folder")
            return _from_hub(load, name)
    except Exception as error:  # missing files, no network, broken weights: each library has its own error
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise SettingsError(
            f"{variable} is {name!r}, which cannot be loaded ({reason}): {wanted}."
        ) from error


def _from_hub(load: Callable[..., Any], name: str) -> Any:
    """What was fetched before is used as it is; only a model never seen is asked for, if the hub answers."""
    try:
        return load(name, local_files_only=True)
    except OSError:
        _require_hub(name)
        return load(name)


def _require_hub(name: str) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    try:
        HfApi().model_info(name, timeout=_HUB_SECONDS)
    except HfHubHTTPError:
        return  # it answers; whether it has the model, the loader finds out
    except Exception as error:  # the HTTP client's own errors, and the switch that forbids the network
        raise ConnectionError(
            "no folder has this name, and the hub that may have it cannot be reached"
        ) from error


def _is_path(name: str) -> bool:
    """Whether a name can only be meant as a folder: the hub's names hold one slash at most."""
    return name.startswith(("/", ".", "~")) or "\\" in name or name.count("/") > 1


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back the reports that transformers writes to stderr while it loads weights."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
