"""The suite of questions about filings: items read, answers put in the items' form, judged at the golds' decimals."""

from __future__ import annotations

import json
import os
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from eval import runner
from eval.jfinqa import is_right, number_of, prediction_of, read_items
from index.errors import EvaluationError
from index.settings import Settings
from rag.answer import Answer, Calculation, CalculationResult
from rag.calculator import evaluate

TEST_DATA = Path(os.environ.get("KASSORO_TEST_DATA") or Path(__file__).parents[2] / "shared")
BENCHMARK = TEST_DATA / "data" / "jfinqa_dev.json"
needs_benchmark = pytest.mark.skipif(
    not BENCHMARK.is_file(), reason=f"no data/jfinqa_dev.json in {TEST_DATA}: set KASSORO_TEST_DATA"
)
MUST_BE_RIGHT = 0.99


def entry(question, answer=None, **more):
    table = {"headers": ["項目", "2024年3月期", "2023年3月期"], "rows": [["売上高", "24,000", "20,000"], ["営業利益", "2,400", "△1,000"]]}  # fmt: skip
    qa = {"question": question} if answer is None else {"question": question, "answer": answer}
    return {"id": "x", "subtask": "numerical_reasoning", "pre_text": ["光ヶ丘精工の2024年3月期の損益計算書は次のとおり。"], "post_text": ["以上。"], "table": table, "scale": "百万円", "qa": qa, **more}  # fmt: skip


def written(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return path


def test_an_item_is_its_texts_and_its_table_under_its_scale(tmp_path):
    (item,) = read_items(written(tmp_path / "one.json", [entry("売上高は？", "24,000")]))
    assert (item.id, item.type, item.question, item.scale, item.golds) == ("x", "numerical_reasoning", "売上高は？", "百万円", ("24,000",))  # fmt: skip
    assert item.text == (
        "光ヶ丘精工の2024年3月期の損益計算書は次のとおり。\n\n(単位:百万円)\n\n| 項目 | 2024年3月期 | 2023年3月期 |\n| --- | --- | --- |\n"
        "| 売上高 | 24,000 | 20,000 |\n| 営業利益 | 2,400 | △1,000 |\n\n以上。"
    )


def test_what_an_item_leaves_out(tmp_path):
    bare = {"table": {"headers": ["a|b"], "rows": [["c\nd"]]}, "qa": {"question": "q"}}
    (item,) = read_items(written(tmp_path / "bare.json", [bare]))
    assert (item.id, item.type, item.scale, item.golds) == ("1", "question", "", ())
    assert item.text == "| a/b |\n| --- |\n| c d |"


@pytest.mark.parametrize(
    "content",
    ["", "no json", "{", '{"a": 1}', "[1]", "[{}]", '[{"qa": {"question": "q"}}]', '[{"qa": "q", "table": {}}]', "[null]", '[{"table": {"headers": 3, "rows": []}, "qa": {"question": "q"}}]'],
)  # fmt: skip
def test_a_broken_file_is_told_in_one_sentence(tmp_path, content):
    path = written(tmp_path / "broken.json", content)
    with pytest.raises(EvaluationError) as refused:
        read_items(path)
    message = str(refused.value)
    assert str(path) in message and message.endswith(".") and "\n" not in message


def test_a_file_that_is_missing_is_told_in_one_sentence(tmp_path):
    with pytest.raises(EvaluationError, match="--data"):
        read_items(None)
    with pytest.raises(EvaluationError, match="nowhere"):
        read_items(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    ("value", "unit", "scale", "text"),
    [
        ("9.9", "percent", "百万円", "9.90%"),
        ("2.005", "point", "百万円", "2.01ポイント"),
        ("1.5", "ratio", "", "1.50倍"),
        ("82285000000", "JPY", "百万円", "82,285"),
        ("-119937000000", "JPY", "百万円", "-119,937"),
        ("82285000000", "JPY", "億円", "822.85"),
        ("82285000000", "JPY", "千円", "82,285,000"),
        ("500", "JPY", "円", "500"),
        ("1284600000", "USD", "百万円", "1,284.6"),
        ("100000000", "JPY", "百万円", "100"),
        ("3450", "count", "百万円", "3,450"),
        ("0", "JPY", "百万円", "0"),
    ],
)
def test_numbers_in_the_item_s_scale(value, unit, scale, text):
    assert number_of(Decimal(value), unit, scale) == text


def answer(direct, result=None, status="answered"):
    calculation = None if result is None else Calculation("f", "1", (), CalculationResult(*result), None)
    return Answer("q", status, "ja", direct, (), calculation)


@pytest.mark.parametrize(
    ("given", "question", "prediction"),
    [
        (answer("増収です。売上高は増えました。 [1]\n\n「…」 [1]", ("4000000000", "JPY")), "増収か減収か", "増収"),
        (answer("はい。両者は一致します。 [1][2]", ("0", "JPY")), "一致するか", "はい"),
        (answer("Yes. In 2024 both come to $8. [1]", ("0", "USD")), "Do they match?", "Yes"),
        (answer("Worsen. It went from 1% to 2%. [1]", ("-1", "point")), "Did it improve or worsen?", "worsen"),
        (answer("売上高は20.0%です。 [1]", ("20", "percent")), "何%増えたか", "20.00%"),
        (answer("差額は822億円です。 [1]", ("82285000000", "JPY")), "差額は", "82,285"),
        (answer("2024年3月期です。売上高は増えました。 [1]", ("5", "JPY")), "2023年3月期と2024年3月期のどちらの期か", "2024年3月期"),
        (answer("記事によると、増えた。 [1]"), "どうなったか", "記事によると、増えた"),
        (answer("見つかりませんでした。", status="not_found"), "いくらか", "not_found"),
    ],
)  # fmt: skip
def test_predictions_in_the_item_s_form(given, question, prediction):
    assert prediction_of(given, question, "百万円") == prediction


@pytest.mark.parametrize(
    ("prediction", "gold", "right"),
    [
        ("9.90%", "9.9%", True),
        ("9.94%", "9.9%", True),
        ("9.95%", "9.9%", True),
        ("10.10%", "9.9%", False),
        ("9.87%", "9.9%", True),
        ("0.04ポイント", "0.0ポイント", True),
        ("0.05ポイント", "0.0ポイント", False),
        ("101,875", "101,875百万円", True),
        ("102,800", "101,875百万円", True),
        ("103,000", "101,875百万円", False),
        ("-119,937", "-119,937百万円", True),
        ("119,937", "-119,937百万円", False),
        ("-119,937", "△119,937百万円", True),
        ("−3.1%", "-3.1%", True),
        ("増収", "増収", True),
        ("減収", "増収", False),
        ("はい", "いいえ", False),
        ("Yes", "yes", True),
        ("not_found", "9.9%", False),
        ("9.9%", "増収", False),
        ("はい。", "はい", True),
    ],
)
def test_right_at_the_gold_s_decimals_or_within_one_percent(prediction, gold, right):
    assert is_right(prediction, gold) is right


def test_the_suite_over_a_small_file(tmp_path):
    items = [
        entry("光ヶ丘精工の2024年3月期の売上高は前期比で何%増減したか。", "20.0%", id="growth"),
        entry("光ヶ丘精工は2023年3月期から2024年3月期にかけて増収か減収か。", "増収", id="word", subtask="temporal_reasoning"),
        entry("光ヶ丘精工の2024年3月期の営業利益率は何%か。", "99.0%", id="wrong"),
        entry("光ヶ丘精工の2024年3月期の営業利益はいくらか。", id="silent"),
    ]  # fmt: skip
    path = written(tmp_path / "items.json", items)
    settings = Settings.read(home=tmp_path / "unused", seeds="none")
    told = runner.run("jfinqa", path, report=tmp_path / "report", settings=settings)
    assert (told["suite"], told["n"]) == ("jfinqa", 4)
    assert told["metrics"]["right"] == pytest.approx(2 / 3)
    assert told["metrics"]["right_temporal_reasoning"] == 1.0
    cases = [json.loads(line) for line in (tmp_path / "report" / "cases.jsonl").read_text("utf-8").splitlines()]  # fmt: skip
    assert [(case["id"], case["prediction"]) for case in cases] == [
        ("growth", "20.00%"),
        ("word", "増収"),
        ("wrong", "10.00%"),
        ("silent", "2,400"),
    ]
    assert not (tmp_path / "unused").exists()


def test_only_the_first_items_are_asked(tmp_path):
    path = written(tmp_path / "items.json", [entry("光ヶ丘精工の売上高は？", "24,000", id=str(number)) for number in range(3)])  # fmt: skip
    assert runner.run("jfinqa", path, limit=1)["n"] == 1


_STEPS = {
    "add": "({0}) + ({1})",
    "subtract": "({0}) - ({1})",
    "multiply": "({0}) * ({1})",
    "divide": "({0}) / ({1})",
}


def executed(program):
    """The last value of a gold program; "#2" is what its third step gave. None where it ends in a comparison."""
    values = []
    for step in program:
        name, _, arguments = step.removesuffix(")").partition("(")
        taken = [values[int(one[1:])] if one.startswith("#") else Decimal(one) for one in arguments.split(", ")]  # fmt: skip
        if name in ("greater", "eq"):
            return None
        values.append(
            abs(taken[0])
            if name == "abs"
            else evaluate(_STEPS[name].format(*(f"{value:f}" for value in taken)))
        )
    return values[-1]


@needs_benchmark
def test_the_calculator_agrees_with_every_gold_program():
    """Steps count from 0, so the "#3" of the ROE programs is the product of the first two factors."""
    checked = 0
    for item in json.loads(BENCHMARK.read_text("utf-8")):
        value = executed(item["qa"]["program"])
        if value is None:
            continue
        gold = item["qa"]["answer"].rstrip("%ポイント百万円倍回").replace(",", "")
        step = Decimal(1).scaleb(-len(gold.partition(".")[2]))
        assert value.quantize(step, ROUND_HALF_UP) == Decimal(gold), item["id"]
        checked += 1
    assert checked == 359


@needs_benchmark
def test_the_benchmark():
    told = runner.run("jfinqa", BENCHMARK)
    assert told["n"] == 489 and told["metrics"]["right"] >= MUST_BE_RIGHT
