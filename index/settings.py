"""The one reader of KASSORO_* (environment or `.env`)."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

SHIPPED_SEEDS = Path(__file__).resolve().parent.parent / "seeds"


class Settings(BaseSettings):
    """What a person can set. Reading settings does nothing else: no folder is made, no model loaded."""

    model_config = SettingsConfigDict(env_prefix="KASSORO_", env_file=".env", extra="ignore")

    home: Path = Field(default_factory=lambda: user_data_path("kassoro"))
    seeds: str = str(SHIPPED_SEEDS)
    embed_model: str = "builtin"
    reranker: str = ""
    chroma_url: str = ""
    database_url: str = ""
    llm: str = "none"
    llm_base_url: str = ""
    llm_api_key: str = ""
    llm_context: int = Field(8192, ge=2048)
    llm_timeout: float = Field(120.0, gt=0)
    test_data: Path | None = None
    # For tests alone: "address:port,…" of servers of their own, which are fetched from although they are not public.
    test_fetch_hosts: str = ""

    @classmethod
    def read(cls, **overrides: object) -> Settings:
        """Settings from the environment and `.env`; keyword arguments win. Raises SettingsError in one sentence."""
        try:
            return cls(**overrides)  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = "KASSORO_" + "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsError(f"{name} is {first.get('input')!r}: {first['msg']}.") from error

    @property
    def embedding_name(self) -> str:
        """`builtin`, or the sentence-transformers model that is to make the vectors."""
        return self.embed_model.strip() or "builtin"

    @property
    def reranker_name(self) -> str:
        """The CrossEncoder that is to read the best passages anew, or ""."""
        name = self.reranker.strip()
        return "" if name.lower() == "none" else name

    @property
    def seeds_folder(self) -> Path | None:
        """The folder of articles indexed on first use, or None for an empty library."""
        return None if self.seeds.strip().lower() == "none" else Path(self.seeds).expanduser()
