"""Questions that lay traps: figures of two companies, quarters that do not adjoin, deals and profits that never were."""

from __future__ import annotations

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.assistant import Assistant
from rag.base_period import QUARTER, YEAR, base_of
from rag.deals import Deal, deals_in

STORIES = {
    "ミナモ電機、売上高が伸びる": "ミナモ電機の2025年第1四半期の売上高は40億円だった。2025年第3四半期の売上高は52億円だった。"
    "2025年9月末の現金は30億円である。",
    "カササギ物流、赤字が拡大": "カササギ物流の2025年第3四半期の営業損失は6億円で、毎月3億円の現金を使っている。"
    "2025年第3四半期の粗利益は9億円だった。純損失は7億円と、前年同期の5億円から拡大した。",
    "トビウオ海運、シラス倉庫を買収": "トビウオ海運は2025年4月、シラス倉庫を80億円で買収した。トビウオ海運の2025年4〜6月期の売上高は70億円、"
    "2025年7〜9月期の売上高は77億円だった。2024年7〜9月期の売上高は66億円だった。",
    "Larkfield Foods posts a loss": "Larkfield Foods reported a net loss of $12 million in the third quarter of 2025, as cocoa costs rose. "
    "Its revenue was $90 million in the third quarter of 2025 and $70 million in the first quarter of 2025. "
    "In May 2025 Larkfield Foods bought Oatway for $40 million.",
    "Brimstone Labs burns cash": "Brimstone Labs burns $4 million a month. Brimstone Labs had gross profit of $10 million in the third quarter of 2025.",
    "Ferngate sells a unit": "Ferngate Group bought Tarn Paper in 2021. Ferngate sold it in June 2025 for $9 million because paper prices fell.",
}  # fmt: skip


# A name in kana that no list of names knows, beside a firm whose figures lie nearer.
OTHERS = {
    "農業機器のそらまめ、資金を調達": "畑の見回り機を手がけるそらまめ（北海道帯広市）は資金を集めた。そらまめは「量産を急ぐ」と述べた。",
    "Tidewell lists its shares": "Tidewell employs 410 people. Tidewell had $48 million in cash at the end of August 2025 and spends $4 million a month.",
    "コマドリ信金、貸し出し増": "コマドリ養魚は、コマドリ信金の融資で60億円を借りた。融資の金利は年2.8%である。"
    "コマドリ養魚の2025年1〜6月期の純損失は3億円だったと、8月20日の資料にある。コマドリ養魚は毎月2億円の現金を使う。",
    "Regulator moves its decision": "The harbour regulator has moved its decision on Tidewell's licence from October 2025 to February 2026.",
    "ヒタキの会員が増える": "会議室予約のヒタキは会員が150万人になった。ヒタキ・プラスの会員は21万人いる。",
}  # fmt: skip


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    settings = Settings.read(home=tmp_path_factory.mktemp("others") / "home", seeds="none")
    with Library.open(settings) as library:
        for number, (title, text) in enumerate(OTHERS.items()):
            library.add(
                Document(title, text, f"{number}.md", "2025-11-10", "en" if title.isascii() else "ja")
            )
        yield Assistant(library)


@pytest.mark.parametrize(
    "question",
    [
        "そらまめの社員は何人ですか？",  # 410 people are Tidewell's
        "そらまめの資金はあと何か月もつ？",
        "コマドリ養魚の2025年7〜9月期の純損失は？",  # 8月20日 lies in those months, the loss does not
        "コマドリ養魚の現金残高は？",  # what it spends is not what it has
    ],
)
def test_a_figure_of_another_company_time_or_kind_is_no_answer(others, question):
    answer = others.answer(question)
    assert answer.status == "not_found" and answer.calculation is None, answer.answer


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("コマドリ養魚の融資の金利は？", "2.8%"),
        ("When will the regulator decide on Tidewell's licence?", "February 2026"),
        ("ヒタキの会員は何人？", "150万人"),
        ("ヒタキ・プラスの会員は何人？", "21万人"),
    ],
)
def test_the_nearer_figure_or_date_is_not_taken_for_the_right_one(others, question, wanted):
    answer = others.answer(question)
    assert answer.status == "answered" and wanted in direct(answer), answer.answer


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    settings = Settings.read(home=tmp_path_factory.mktemp("traps") / "home", seeds="none")
    with Library.open(settings) as library:
        for number, (title, text) in enumerate(STORIES.items()):
            library.add(
                Document(title, text, f"{number}.md", "2025-11-10", "en" if title.isascii() else "ja")
            )
        yield Assistant(library)


def direct(answer):
    return answer.answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "ミナモ電機の現金は何か月もつ？",  # its cash, and only another's burn
        "カササギ物流の現金は何か月もつ？",
        "ミナモ電機の2025年第3四半期の粗利率は？",  # its revenue, and only another's gross profit
        "カササギ物流の2025年第3四半期の粗利率は？",
        "カササギ物流の営業利益率は？",
        "What is Larkfield Foods' gross margin in the third quarter of 2025?",
        "What is Brimstone Labs' gross margin in the third quarter of 2025?",
        "How many months of cash does Brimstone Labs have?",
    ],
)
def test_no_formula_takes_the_figures_of_two_companies(assistant, question):
    answer = assistant.answer(question)
    assert answer.status == "not_found" and answer.calculation is None, answer.answer


@pytest.mark.parametrize(
    "question",
    ["現金は何か月もつ？", "粗利率は？", "How long will the cash last?", "What is the gross margin?"],
)
def test_nor_where_no_company_is_named(assistant, question):
    answer = assistant.answer(question)
    assert answer.calculation is None, answer.answer
    assert answer.status in ("not_found", "clarify")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("トビウオ海運の2025年7〜9月期の売上高は前四半期比でいくら増えた？", "700000000"),
        ("トビウオ海運の2025年7〜9月期の売上高は前四半期比で何%増えた？", "10"),
        ("トビウオ海運の売上高の前四半期比は？", "10"),
        ("トビウオ海運の2025年7〜9月期の売上高は前年同期比でいくら増えた？", "1100000000"),
        ("カササギ物流の純損失は前年同期比でいくら増えた？", "200000000"),
    ],
)
def test_a_change_is_against_the_time_that_is_named(assistant, question, value):
    answer = assistant.answer(question)
    assert answer.calculation is not None, answer.answer
    assert answer.calculation.result.value == value


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("ミナモ電機の2025年第3四半期の売上高は前四半期比でいくら増えた？", "2025年第3四半期の前の四半期"),
        ("ミナモ電機の売上高は前の四半期から何%増えた？", "2025年第3四半期の前の四半期"),
        ("カササギ物流の純損失は前四半期比でいくら増えた？", "前の四半期"),
        (
            "How much did Larkfield Foods' revenue grow quarter on quarter in the third quarter of 2025?",
            "the quarter before the third quarter of 2025",
        ),
        (
            "What was Larkfield Foods' quarter-on-quarter revenue growth in Q3 2025?",
            "the quarter before Q3 2025",
        ),
    ],
)
def test_quarters_that_do_not_adjoin_are_not_subtracted(assistant, question, missing):
    answer = assistant.answer(question)
    assert answer.status == "not_found" and answer.calculation is None, answer.answer
    assert missing in direct(answer)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("カササギ物流が黒字転換した理由は？", "純損失7億円"),
        ("カササギ物流が黒字に転換したのはいつ？", "純損失7億円"),
        ("カササギ物流の赤字が縮小した理由は？", "拡大"),
        ("Why did Larkfield Foods become profitable?", "net loss of $12 million"),
        ("トビウオ海運はなぜシラス倉庫を売却した？", "買収した"),
        ("トビウオ海運がシラス倉庫を売却した金額は？", "買収した"),
        ("シラス倉庫がトビウオ海運を買収した金額は？", "シラス倉庫を80億円で買収した"),
        ("When did Larkfield Foods sell Oatway?", "bought Oatway"),
        ("Why did Oatway buy Larkfield Foods?", "Larkfield Foods bought Oatway"),
    ],
)
def test_what_never_was_is_corrected(assistant, question, told):
    answer = assistant.answer(question)
    assert answer.status == "answered", answer.answer
    assert "前提が記事と異なります" in direct(answer) or "premise does not hold" in direct(answer)
    assert told in direct(answer)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("トビウオ海運がシラス倉庫を買収した金額は？", "80億円"),
        ("When did Larkfield Foods buy Oatway?", "May 2025"),
    ],
)
def test_what_was_is_not(assistant, question, told):
    answer = assistant.answer(question)
    assert told in direct(answer) and "premise" not in direct(answer) and "前提" not in direct(answer)


def test_what_was_bought_may_have_been_sold_since(assistant):
    assert "premise" not in direct(assistant.answer("Why did Ferngate sell Tarn Paper?"))


@pytest.mark.parametrize(
    ("text", "deals"),
    [
        ("コガラ商事は3月、ヒバリ製粉を12億円で買収した。", [Deal("コガラ商事", "buys", "ヒバリ製粉")]),
        ("コガラ商事がヒバリ製粉を売却した。", [Deal("コガラ商事", "sells", "ヒバリ製粉")]),
        ("Wren Foods was bought by Kite Holdings.", [Deal("kite holdings", "buys", "wren foods")]),
        ("Kite Holdings has agreed to sell Wren Foods.", [Deal("kite holdings", "sells", "wren foods")]),
        ("Kite Holdings sells oat milk in bottles.", []),
        ("コガラ商事は小麦粉の売り上げを伸ばした。", []),
    ],
)
def test_deals_are_read(text, deals):
    assert list(deals_in(text)) == deals


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("売上高の前四半期比は？", QUARTER),
        ("前の四半期と比べてどれだけ伸びた？", QUARTER),
        ("売上高は前年同期比で何%増えた？", YEAR),
        ("revenue growth quarter over quarter", QUARTER),
        ("How much higher was it than a year earlier?", YEAR),
        ("前の四半期の売上高は？", None),
        ("What was revenue in the previous quarter?", None),
    ],
)
def test_the_base_of_a_change(text, months):
    assert base_of(text) == months
