"""The dataclasses that leave `rag`: what the chat, the command line and the evaluation see of an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["answered", "not_found", "clarify", "error"]


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact piece of an article: `quote == article.text[start:end]`, one to three sentences."""

    marker: int
    article_id: str
    title: str
    source: str
    published: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CalculationInput:
    """One cited input. `value` is a decimal string in base units; `marker` is None if the asker gave it."""

    name: str
    value: str
    unit: str
    as_of: str | None
    marker: int | None


@dataclass(frozen=True, slots=True)
class CalculationResult:
    """The unrounded result as a decimal string, with its unit (ISO currency, `USD/month`, `month`, `percent` …)."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculation a reader can redo: `expression` holds the numbers of `inputs` and gives `result`."""

    formula: str
    expression: str
    inputs: tuple[CalculationInput, ...]
    result: CalculationResult
    cash_out: str | None = None
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictValue:
    """One of the values that disagree, and where it stands."""

    value: str
    unit: str
    as_of: str | None
    published: str | None
    marker: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Different values for one metric of one company at one time."""

    metric: str
    company: str
    values: tuple[ConflictValue, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer, as the contract's JSON object writes it (see `to_json`).

    `confidence` (0 to 1, None where nothing was weighed) is how sure it is to be right; it stays inside the house.
    """

    question: str
    status: Status
    language: str
    answer: str
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None
    conflicts: tuple[Conflict, ...] = ()
    seconds: float = 0.0
    id: str | None = field(default=None, kw_only=True)
    confidence: float | None = field(default=None, kw_only=True)

    def to_json(self) -> dict[str, Any]:
        """The object other programs read; key order as in the contract."""
        data = asdict(self)
        del data["confidence"]
        return {"id": data.pop("id"), **data}


@dataclass(frozen=True, slots=True)
class Step:
    """Something the assistant does now, in the asker's language: "Searching 24 passages"."""

    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the answer's text, to be appended to what was shown."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model read and wrote for an answer, in tokens; about, unless `exact`.

    `own` is False where the extractive answer had to stand in for the model's.
    """

    model: str
    prompt_tokens: int
    completion_tokens: int
    exact: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Done:
    """The finished, grounded answer; replaces whatever tokens were shown. `usage` only where a language model was asked."""

    answer: Answer
    usage: Usage | None = None


Event = Step | Token | Done
