"""Which language model KASSORO_LLM names, at which host, and whether its settings can be used."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from index.errors import SettingsError
from index.settings import Settings

Kind = Literal["ollama", "openai", "openai-like"]
_HOMES = {"ollama": "http://localhost:11434", "openai": "https://api.openai.com/v1", "openai-like": ""}
_FORMS = "'none', 'ollama/<model>', 'openai/<model>' or 'openai-like/<model>'"


@dataclass(frozen=True, slots=True)
class Choice:
    """A model to be asked: `base_url` is where requests go, `context` its window in tokens, `timeout` seconds a question."""

    kind: Kind
    model: str
    base_url: str
    api_key: str
    context: int
    timeout: float

    @property
    def host(self) -> str:
        """Where passages are sent, as a person reads it: "api.openai.com", "localhost:11434"."""
        parts = urlsplit(self.base_url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def is_local(self) -> bool:
        """Whether the host is this machine."""
        name = urlsplit(self.base_url).hostname or ""
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return name == "localhost" or name.endswith(".localhost")


def choose(settings: Settings) -> Choice | None:
    """The model that `settings` name, None for none; SettingsError in one sentence where they cannot be used.

    Nothing is imported or sent.
    """
    named = settings.llm.strip()
    if named.lower() in ("", "none"):
        return None
    kind, _, model = named.partition("/")
    kind = kind.lower()
    if kind not in _HOMES or not model.strip():
        raise SettingsError(f"KASSORO_LLM is {settings.llm!r}: set it to {_FORMS}.")
    base_url = settings.llm_base_url.strip() or _HOMES[kind]
    if not base_url:
        raise SettingsError(
            f"KASSORO_LLM is {settings.llm!r}, but KASSORO_LLM_BASE_URL is empty: "
            "set it to the server's address, such as http://127.0.0.1:8080/v1."
        )
    if kind == "openai" and not settings.llm_api_key.strip():
        raise SettingsError(
            f"KASSORO_LLM is {settings.llm!r}, but KASSORO_LLM_API_KEY is empty: set it to your key."
        )
    return Choice(
        kind, model.strip(), _address(base_url), settings.llm_api_key.strip(), settings.llm_context, settings.llm_timeout  # type: ignore[arg-type]
    )  # fmt: skip


def _address(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise SettingsError(
            f"KASSORO_LLM_BASE_URL is {base_url!r}: write an address such as http://127.0.0.1:8080/v1."
        )
    return base_url.rstrip("/")
