"""What leaves `rag` as JSON is what the contract names, in its order."""

import json
from dataclasses import FrozenInstanceError

import pytest

from rag.answer import (
    Answer,
    Calculation,
    CalculationInput,
    CalculationResult,
    Citation,
    Conflict,
    ConflictValue,
)

CITED = Citation(1, "a1", "題", "a.md", None, "現金は8億円。", 0, 7)
RUNWAY = Calculation(
    "f", "800000000 / 100000000", (CalculationInput("cash", "800000000", "JPY", "2025-07", 1),), CalculationResult("8", "month"),
    "2026-03", ("一定",),
)  # fmt: skip
CLASH = Conflict("cash", "黒田製薬", (ConflictValue("800000000", "JPY", "2025-07", None, 1),))
WHOLE = Answer("q", "answered", "ja", "8か月 [1]", (CITED,), RUNWAY, (CLASH,), 0.02, id="7")


def test_keys_stand_as_in_the_contract():
    data = WHOLE.to_json()
    assert list(data) == [
        "id",
        "question",
        "status",
        "language",
        "answer",
        "citations",
        "calculation",
        "conflicts",
        "seconds",
    ]
    assert list(data["citations"][0]) == [
        "marker",
        "article_id",
        "title",
        "source",
        "published",
        "quote",
        "start",
        "end",
    ]
    assert list(data["calculation"]) == [
        "formula",
        "expression",
        "inputs",
        "result",
        "cash_out",
        "assumptions",
    ]
    assert list(data["calculation"]["inputs"][0]) == ["name", "value", "unit", "as_of", "marker"]
    assert list(data["conflicts"][0]) == ["metric", "company", "values"]
    assert list(data["conflicts"][0]["values"][0]) == ["value", "unit", "as_of", "published", "marker"]


def test_json_survives_writing_and_reading():
    data = json.loads(json.dumps(WHOLE.to_json(), ensure_ascii=False))
    assert data["calculation"]["result"] == {"value": "8", "unit": "month"}
    assert data["citations"][0]["published"] is None and data["id"] == "7"


def test_an_answer_without_figures_has_null_and_empty_lists():
    data = json.loads(json.dumps(Answer("q", "not_found", "en", "Nothing.").to_json()))
    assert (data["id"], data["calculation"], data["citations"], data["conflicts"]) == (None, None, [], [])


def test_answers_do_not_change():
    with pytest.raises(FrozenInstanceError):
        WHOLE.answer = "9か月"  # type: ignore[misc]
