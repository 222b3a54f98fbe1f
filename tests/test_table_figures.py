"""Tables to figures: whose, of what, for when and how much each cell is, whichever way the table is laid out."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.grids import find_grids
from index.table_figures import table_rows
from index.vocabulary import Vocabulary

VOCABULARY = Vocabulary.read()
YEAR_TO_MARCH_2024, YEAR_TO_MARCH_2023 = "2023-04-01..2024-03-31", "2022-04-01..2023-03-31"


def rows_of(text, title="", published=None):
    return table_rows("a", title, text, VOCABULARY, published)


def shown(text, title="", published=None):
    """Each figure as (company, metric or label, value with unit, time)."""
    return [
        (
            row.company, row.metric or row.label, f"{row.quantity.value.normalize():f} {row.quantity.unit}",
            f"{row.period.start}..{row.period.end}" if row.period else None,
        )
        for row in rows_of(text, title, published)
    ]  # fmt: skip


def table(*lines):
    """Markdown of lines such as "売上高 | 10"."""
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join((head, "|" + "---|" * (head.count("|") - 1), *body)) + "\n"


CAPTION = "山川製作所の2024年3月期の連結業績は次のとおり(単位:百万円)。\n\n"


def test_offsets_are_the_article_s():
    text = CAPTION + table("項目 | 金額", "売上高 | 1,200", "営業利益 | △59")
    for row in rows_of(text):
        assert text[row.start : row.end] == row.text
        assert text[row.sentence_start : row.sentence_end].startswith("|") and row.place == "table"
    assert [row.text for row in rows_of(text)] == ["1,200", "△59"]


def test_one_column_of_amounts():
    assert shown(CAPTION + table("項目 | 金額", "売上高 | 1,200", "営業利益 | △59")) == [
        ("山川製作所", "revenue", "1200000000 JPY", YEAR_TO_MARCH_2024),
        ("山川製作所", "operating_income", "-59000000 JPY", YEAR_TO_MARCH_2024),
    ]


def test_periods_as_columns():
    assert shown(CAPTION + table("項目 | 2023年3月期 | 2024年3月期", "売上高 | 1,000 | 1,200")) == [
        ("山川製作所", "revenue", "1000000000 JPY", YEAR_TO_MARCH_2023),
        ("山川製作所", "revenue", "1200000000 JPY", YEAR_TO_MARCH_2024),
    ]


def test_periods_as_rows():
    text = "山川製作所の業績。単位は百万円。\n\n" + table(
        "年度 | 売上高 | 協賛金", "2023年3月期 | 10 | 1", "2024年3月期 | 12 | 2"
    )
    assert shown(text) == [
        ("山川製作所", "revenue", "10000000 JPY", YEAR_TO_MARCH_2023),
        ("山川製作所", "協賛金", "1000000 JPY", YEAR_TO_MARCH_2023),
        ("山川製作所", "revenue", "12000000 JPY", YEAR_TO_MARCH_2024),
        ("山川製作所", "協賛金", "2000000 JPY", YEAR_TO_MARCH_2024),
    ]


@pytest.mark.parametrize(
    "heads",
    ["前期 | 当期", "前年度 | 当年度", "前連結会計年度 | 当連結会計年度", "Prior year | Current year"],
)
def test_terms_counted_from_the_table_s_own(heads):
    found = shown(CAPTION + table(f"項目 | {heads}", "売上高 | 1,000 | 1,200"))
    assert [period for *_, period in found] == [YEAR_TO_MARCH_2023, YEAR_TO_MARCH_2024]


def test_quarters_of_a_business_year():
    found = shown(CAPTION + table("項目 | 第1四半期 | Q4 | 上期 | 通期", "売上高 | 10 | 40 | 30 | 100"))
    assert [period for *_, period in found] == [
        "2023-04-01..2023-06-30", "2024-01-01..2024-03-31", "2023-04-01..2023-09-30", YEAR_TO_MARCH_2024,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "label", ["前期の売上高", "売上高（前期）", "売上高(前年度)", "Prior year revenue", "Revenue, prior year"]
)
def test_rows_of_the_year_before(label):
    (found,) = shown(CAPTION + table("項目 | 金額", f"{label} | 90"))
    assert found == ("山川製作所", "revenue", "90000000 JPY", YEAR_TO_MARCH_2023)


def test_a_line_named_after_its_term_is_of_the_table_s_own_time():
    (found,) = shown(CAPTION + table("項目 | 金額", "当期純利益 | 5"))
    assert found == ("山川製作所", "net_income", "5000000 JPY", YEAR_TO_MARCH_2024)


def test_companies_as_columns():
    text = "海野電機と山川製作所の2024年3月期の比較(単位:億円)。\n\n" + table(
        "項目 | 海野電機 | 山川製作所", "売上高 | 100 | 200", "純利益 | 5 | △3"
    )
    assert [found[:3] for found in shown(text)] == [
        ("海野電機", "revenue", "10000000000 JPY"), ("山川製作所", "revenue", "20000000000 JPY"),
        ("海野電機", "net_income", "500000000 JPY"), ("山川製作所", "net_income", "-300000000 JPY"),
    ]  # fmt: skip


def test_companies_as_rows():
    text = "海野電機と山川製作所の2024年3月期の実績。\n\n" + table(
        "会社 | 売上高(億円) | 協賛金(億円) | 従業員数",
        "海野電機 | 100 | 5 | 1,200",
        "山川製作所 | 200 | 7 | 3,400",
    )
    assert [found[:3] for found in shown(text)] == [
        ("海野電機", "revenue", "10000000000 JPY"), ("海野電機", "協賛金(億円)", "500000000 JPY"), ("海野電機", "headcount", "1200 count"),
        ("山川製作所", "revenue", "20000000000 JPY"), ("山川製作所", "協賛金(億円)", "700000000 JPY"), ("山川製作所", "headcount", "3400 count"),
    ]  # fmt: skip


def test_known_companies_need_no_sentence():
    found = shown(table("Company | Cash | Burn", "OpenAI | $8bn | $1bn a month", "xAI | $3bn | –"))
    assert [one[:3] for one in found] == [
        ("OpenAI", "cash", "8000000000 USD"), ("OpenAI", "burn", "1000000000 USD/month"), ("xAI", "cash", "3000000000 USD"),
    ]  # fmt: skip


def test_a_table_below_a_heading_is_of_the_company_it_names():
    one = "## {}\n\n" + table("項目 | 2024年", "売上高(億円) | 10")
    text = (
        "海野電機と山川製作所が決算を出した。\n\n" + one.format("海野電機") + "\n" + one.format("山川製作所")
    )
    assert [found[0] for found in shown(text)] == ["海野電機", "山川製作所"]


def test_a_company_in_the_corner():
    text = "海野電機と山川製作所が決算を出した。\n\n" + table("海野電機 | 2024年", "売上高(億円) | 10")
    assert shown(text)[0][0] == "海野電機"


def test_a_scale_in_the_corner():
    text = "Orion Freight's results for fiscal 2024.\n\n" + table(
        "US$ in millions | FY2023 | FY2024", "Revenue | 100.5 | 120"
    )
    assert [found[2] for found in shown(text)] == ["100500000 USD", "120000000 USD"]


def test_a_corner_s_scale_without_a_currency_is_of_the_article_s():
    text = "Orion Freight reported revenue of $120 million in 2024.\n\n" + table(
        "(in thousands) | FY2024", "Revenue | 120,000"
    )
    assert [found[2] for found in shown(text)] == ["120000000 USD"]


def test_a_scale_in_the_label_or_the_column_goes_before_the_table_s():
    assert [
        found[2] for found in shown(CAPTION + table("項目 | 金額", "売上高(億円) | 5", "純利益 | 5"))
    ] == ["500000000 JPY", "5000000 JPY"]
    assert [found[2] for found in shown(CAPTION + table("項目 | 当期(千円) | 前期", "売上高 | 5 | 5"))] == [
        "5000 JPY",
        "5000000 JPY",
    ]


@pytest.mark.parametrize(
    "note", ["Amounts are in millions of yen.", "金額は百万円単位で表示している。", "(単位:百万円)"]
)
def test_a_scale_below_the_table(note):
    text = "山川製作所の2024年3月期の業績。\n\n" + table("項目 | 金額", "売上高 | 12") + f"\n{note}\n"
    assert [found[2] for found in shown(text)] == ["12000000 JPY"]


def test_a_note_below_another_table_is_not_its_scale():
    first, second = table("項目 | 金額", "売上高 | 12"), table("項目 | 金額", "売上高(円) | 5")
    text = f"山川製作所の2024年3月期の業績。\n\n{first}\n{second}\n金額は百万円単位で表示している。\n"
    assert [found[2] for found in shown(text)] == ["12 JPY", "5 JPY"]


def test_an_amount_a_share_is_not_scaled():
    found = shown(
        CAPTION
        + table(
            "項目 | 金額", "1株当たり当期純利益 | 12.5", "1株当たり配当金(円) | 30", "希薄化後EPS | △0.84"
        )
    )
    assert [one[2] for one in found] == ["12.5 JPY", "30 JPY", "-0.84 JPY"]


def test_percent_and_count_rows_are_no_money():
    found = shown(
        CAPTION
        + table("項目 | 実績", "営業利益率 | 7.0", "自己資本比率(%) | 40", "従業員数 | 1,200", "PER(倍) | 12")
    )
    assert [one[2] for one in found] == ["7 percent", "40 percent", "1200 count", "12000000 JPY"] or found[3][
        2
    ] == "12 ratio"


def test_columns_that_compare_others_hold_no_figure_of_the_measure():
    found = rows_of(
        CAPTION + table("項目 | 2023年3月期 | 2024年3月期 | 増減率(%)", "売上高 | 1,000 | 1,200 | 20.0")
    )
    assert [(row.metric, row.quantity.unit) for row in found] == [
        ("revenue", "JPY"),
        ("revenue", "JPY"),
        (None, "percent"),
    ]
    assert found[2].label == "売上高 増減率(%)"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("当期純損失", "-8000000"),
        ("Net loss", "-8000000"),
        ("当期純利益又は当期純損失", "8000000"),
        ("純利益", "8000000"),
    ],
)
def test_a_loss_is_a_negative_income(label, value):
    (row,) = rows_of(CAPTION + table("項目 | 金額", f"{label} | 8"))
    assert (row.metric, f"{row.quantity.value:f}") == ("net_income", value)


def test_a_loss_written_as_negative_is_not_turned_round():
    (row,) = rows_of(CAPTION + table("項目 | 金額", "Net loss | (8)"))
    assert f"{row.quantity.value:f}" == "-8000000"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("2025年3月期予想", "forecast"),
        ("2025年3月期(計画)", "plan"),
        ("2025年目標", "target"),
        ("FY2025E", "forecast"),
        ("2025年3月期", "reported"),
    ],
)
def test_what_is_only_expected(head, kind):
    assert [row.kind for row in rows_of(CAPTION + table(f"項目 | {head}", "売上高 | 10"))] == [kind]


def test_sections_within_a_table():
    text = "海野電機と山川製作所の2024年3月期(億円)。\n\n" + table(
        "項目 | 金額", "海野電機 |", "売上高 | 10", "山川製作所 |", "売上高 | 20"
    )
    assert [found[0] for found in shown(text)] == ["海野電機", "山川製作所"]


def test_labels_that_come_again_are_told_apart_by_their_section():
    found = rows_of(CAPTION + table("項目 | 金額", "売上高 |", "鉄道 | 10", "営業利益 |", "鉄道 | 2"))
    assert [(row.metric, row.label) for row in found] == [(None, "鉄道 売上高"), (None, "鉄道 営業利益")]


def test_what_is_no_measure_keeps_its_label():
    (row,) = rows_of(CAPTION + table("項目 | 金額", "協賛金 | 3"))
    assert (row.metric, row.label, f"{row.quantity.value:f}") == (None, "協賛金", "3000000")


def test_an_article_s_date_dates_a_month_that_names_no_year():
    found = shown(
        "山川製作所の業績。\n\n" + table("項目 | 6月", "売上高(億円) | 10"), published=date(2025, 7, 1)
    )
    assert found == [("山川製作所", "revenue", "1000000000 JPY", "2025-06-01..2025-06-30")]


def test_the_title_says_what_the_text_leaves_out():
    found = shown(table("項目 | 金額(百万円)", "売上高 | 10"), title="山川製作所の2024年3月期決算")
    assert found == [("山川製作所", "revenue", "10000000 JPY", YEAR_TO_MARCH_2024)]


def test_words_and_dashes_are_no_figures():
    assert rows_of(CAPTION + table("項目 | 金額", "売上高 | －", "純利益 | 未定", "備考 | 1,2")) == []


def test_a_table_of_names_gives_nothing():
    assert rows_of(table("役職 | 氏名", "社長 | 空席", "会長 | 空席")) == []


def test_rows_of_names_above_the_first_amount_are_all_header():
    text = table("項目 | 値", *("甲 | 乙" for _ in range(5_000)), "売上高 | 10億円")
    assert [row.metric for row in rows_of(text)] == ["revenue"]


words = st.sampled_from(
    ["", *"売上高 当期純損失 2024年3月期 前期 第2四半期 増減率(%) (百万円) OpenAI 山川製作所 1,234 △5 (8) 3.2% 12億円 1,2 - Q3 EPS 自 至 |".split()]
)  # fmt: skip


@given(st.lists(st.lists(words, min_size=1, max_size=4), max_size=6), st.text(max_size=20))
@settings(max_examples=150, deadline=None)
def test_any_table_is_read(cells, title):
    text = "\n".join("| " + " | ".join(row) + " |" for row in cells)
    for row in rows_of(text, title):
        assert text[row.start : row.end] == row.text
        assert row.quantity is not None and row.quantity.value.is_finite() and row.label
        assert row.period is None or row.period.start <= row.period.end


@given(st.text(alphabet="|\t\n 売上高自至年月期0１△(%E+-.,億円A", max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text):
    rows = rows_of(text)
    assert not rows or find_grids(text)
