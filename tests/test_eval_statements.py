"""The shipped questions about tables are all answered right, and the judge catches what is not."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from eval import runner
from eval.statements import FOLDER, StatementCase, judge, read_cases
from index.errors import EvaluationError
from rag.answer import Answer, Calculation, CalculationResult

AMOUNT = StatementCase("a", "売上高は？", Decimal(5000), "JPY", ())
WORD = StatementCase("w", "増収か？", None, None, ("増収", "増えた"))
ABSENT = StatementCase("n", "研究開発費は？", None, None, ())


def answer(direct, result=None, status="answered"):
    calculation = None if result is None else Calculation("f", "1", (), CalculationResult(*result), None)
    return Answer("q", status, "ja", direct, (), calculation)


@pytest.mark.parametrize(
    ("case", "given", "right"),
    [
        (AMOUNT, answer("5,000円です。", ("5000", "JPY")), True),
        (AMOUNT, answer("5,000円です。", ("5001", "JPY")), True),
        (AMOUNT, answer("5,000円です。", ("5003", "JPY")), False),
        (AMOUNT, answer("5,000ドルです。", ("5000", "USD")), False),
        (AMOUNT, answer("−5,000円です。", ("-5000", "JPY")), False),
        (AMOUNT, answer("売上高は5,000円だった。"), True),
        (AMOUNT, answer("売上高は4,000円だった。"), False),
        (AMOUNT, answer("見つかりません。", status="not_found"), False),
        (WORD, answer("増収です。", ("1", "JPY")), True),
        (WORD, answer("「増えた」。", ("1", "JPY")), True),
        (WORD, answer("減収です。増収ではありません。", ("1", "JPY")), False),
        (ABSENT, answer("見つかりません。", status="not_found"), True),
        (ABSENT, answer("5円です。", ("5", "JPY")), False),
        (ABSENT, answer("どちらですか。", status="clarify"), False),
    ],
)
def test_the_judge(case, given, right):
    score = judge(case, given)
    assert score.value == float(right)
    assert bool(score.note) is not right


@pytest.mark.parametrize("line", ['{"id": 1}', '{"id": 1, "question": "q", "gold": {"value": "x", "unit": null, "word": null}}', '{"id": 1, "question": "q", "gold": null}'])  # fmt: skip
def test_a_line_that_is_no_case_is_told_by_number(tmp_path, line):
    good = {"id": "a", "question": "q", "gold": {"value": "1", "unit": "JPY", "word": None}}
    (tmp_path / "cases.jsonl").write_text(f"{json.dumps(good)}\n{line}\n", "utf-8")
    with pytest.raises(EvaluationError, match="Line 2 of"):
        read_cases(tmp_path)


def test_the_shipped_cases_are_of_both_languages_and_of_silence():
    cases = read_cases()
    assert len(cases) == len({case.id for case in cases}) == 70
    assert sum(case.id.startswith("statement-ja") for case in cases) >= 30
    assert sum(case.id.startswith("statement-en") for case in cases) >= 30
    assert sum(case.is_absent for case in cases) >= 7
    assert all((FOLDER / name).is_file() for name in {json.loads(line)["article"] for line in (FOLDER / "cases.jsonl").read_text("utf-8").splitlines()})  # fmt: skip


def test_every_shipped_case_is_right(tmp_path):
    told = runner.run("statements", report=tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "cases.jsonl").read_text("utf-8").splitlines()]
    assert told["n"] == len(rows) == 70
    assert {name: value for name, value in told["metrics"].items() if value != 1} == {}
