"""The ledger of an article: whose each figure is, of what and for when, over its sentences, headings and tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Article
from index.ledger import day_of, read_figures
from index.passages import split_passages
from index.vocabulary import Vocabulary
from index.words import Analyser

VOCABULARY, ANALYSER = Vocabulary.read(), Analyser()


def read(text, title="", published=None):
    article = Article(
        id="a",
        title=title,
        text=text,
        source="a.md",
        published=published,
        language="ja",
        url=None,
        content_hash="",
    )
    return read_figures(article, split_passages("a", text, ANALYSER), VOCABULARY)


def shown(text, title="", published=None):
    """Each figure as (company, metric, amount)."""
    return [(row.company, row.metric, row.text) for row in read(text, title, published)]


def period_of(row):
    return f"{row.period.start}..{row.period.end}" if row.period else None


class TestWhose:
    @pytest.mark.parametrize(
        ("sentence", "company", "metric"),
        [
            ("OpenAIの売上高は43億ドルだった。", "OpenAI", "revenue"),
            ("OpenAI's revenue was $4.3 billion.", "OpenAI", "revenue"),
            # compared with, and not told of
            ("xAIの評価額は、OpenAIと比べて小さく、1,130億ドルである。", "xAI", "valuation"),
            ("xAIはOpenAIに匹敵する500億ドルの資金を調達した。", "xAI", "raise"),
            ("OpenAIと同様、xAIも20億ドルを調達した。", "xAI", "raise"),
            ("Unlike OpenAI, xAI raised $2 billion.", "xAI", "raise"),
            # whose shares are taken, who takes them, who lends
            ("SpaceXはxAIの株式20億ドルを引き受けた。", "SpaceX", "investment"),
            ("SpaceXはxAIに20億ドルを出資した。", "SpaceX", "investment"),
            ("SpaceX invested $2 billion in xAI.", "SpaceX", "investment"),
            ("SpaceXはxAIに10億ドルを融資した。", "SpaceX", "loan"),
            # who makes a thing is not who pays
            ("AMDのGPUを搭載し、xAIは3億ドルを支出した。", "xAI", "cash_spent"),
            # a person holds stakes and nothing else
            ("マスク氏のSpaceXは80億ドルの現金を保有する。", "SpaceX", "cash"),
            # described by its amount
            ("3,000億ドルの評価額が付いたOpenAIは好調だ。", "OpenAI", "valuation"),
        ],
    )
    def test_in_one_sentence(self, sentence, company, metric):
        ((found, measure, _),) = shown(sentence)
        assert (found, measure) == (company, metric)

    def test_investors_raise_nothing(self):
        text = "xAIは100億ドルを調達した。投資家にはNVIDIA、AMDが名を連ね、評価額は2,000億ドルとなった。"
        assert shown(text) == [("xAI", "raise", "100億ドル"), ("xAI", "valuation", "2,000億ドル")]

    def test_investors_of_the_sentence_before_raise_nothing(self):
        text = "Anthropicは130億ドルを調達した。投資家はGoogle、Amazonなどが参加した。評価額は1,830億ドルとなった。"
        assert [company for company, *_ in shown(text)] == ["Anthropic", "Anthropic"]

    def test_who_is_called_the_same_company(self):
        text = "OpenAIの2025年第2四半期の売上高は43億ドルだった。同社の純損失は25億ドルだった。"
        assert shown(text)[1] == ("OpenAI", "net_loss", "25億ドル")

    def test_two_companies_keep_their_own(self):
        assert shown("OpenAIの売上高は43億ドル、xAIの売上高は5億ドルだった。") == [
            ("OpenAI", "revenue", "43億ドル"),
            ("xAI", "revenue", "5億ドル"),
        ]

    def test_the_title_s_company_is_meant_where_nothing_nearer_is(self):
        assert shown("純利益は50億円だった。", "山川製作所、2024年3月期は増益") == [
            ("山川製作所", "net_income", "50億円")
        ]

    def test_a_vague_amount_is_whose_it_says_and_else_nobody_s(self):
        text = "宇宙の夢に数兆ドルが流れ込む。xAIは数億ドルを使った。"
        assert shown(text) == [(None, None, "数兆ドル"), ("xAI", "cash_spent", "数億ドル")]
        assert [row.quantity for row in read(text)] == [None, None]


class TestMeasures:
    @pytest.mark.parametrize(
        ("sentence", "metric"),
        [
            ("xAIの評価額は前年の25%増だった。", None),
            ("xAIの売上高は前年から20%伸びた。", None),
            ("xAIの金利は12.5%である。", "interest_rate"),
            ("xAIの従業員数は2,000人だ。", "headcount"),
            ("xAIの従業員数は増え、現金は2,000億円ある。", "cash"),
        ],
    )
    def test_a_measure_fits_its_unit(self, sentence, metric):
        assert [row.metric for row in read(sentence)] == [metric]

    def test_money_put_into_things_is_spending(self):
        assert shown("xAIは200億ドルを投じてGPUを購入する計画だ。") == [("xAI", "capex", "200億ドル")]

    def test_what_is_raised_goes_on_about_the_last_measure(self):
        text = "OpenAIの評価額は3,000億ドルだった。これを5,000億ドルに引き上げる。"
        assert [row.metric for row in read(text)] == ["valuation", "valuation"]

    @pytest.mark.parametrize(
        "sentence",
        [
            "xAIは1回あたりの費用を公表していない。",
            "xAIは3か月ごとに決算を出す。",
            "It pays every 3 months.",
            "一つの問題がある。",
        ],
    )
    def test_a_denominator_is_no_figure(self, sentence):
        assert read(sentence) == []


class TestWhen:
    def test_a_sentence_inherits_the_time_of_the_one_before(self):
        first, second = read("OpenAIの2025年第2四半期の売上高は43億ドルだった。純損失は25億ドルだった。")
        assert period_of(first) == period_of(second) == "2025-04-01..2025-06-30"

    def test_a_balance_s_date_dates_balances_only(self):
        cash, revenue = read("OpenAIの2025年6月末の現金は96億ドルだった。売上高は43億ドルだった。")
        assert period_of(cash) == "2025-06-01..2025-06-30" and revenue.period is None
        _, debt = read("OpenAIの2025年6月末の現金は96億ドルだった。負債は10億ドルだった。")
        assert period_of(debt) == "2025-06-01..2025-06-30"

    def test_what_is_only_expected_inherits_no_time(self):
        _, capex = read(
            "OpenAIの2025年第2四半期の売上高は43億ドルだった。設備投資は将来100億ドルになる見通しだ。"
        )
        assert (capex.kind, capex.period) == ("forecast", None)

    def test_now_is_not_then(self):
        _, cash = read("OpenAIの2025年第2四半期の売上高は43億ドルだった。現金は現在96億ドルある。")
        assert cash.period is None

    @pytest.mark.parametrize(
        ("published", "period"),
        [("2025-03-05", "2025-02-01..2025-02-28"), ("2025-03", "2025-02-01..2025-02-28"), (None, None)],
    )
    def test_words_counted_from_the_article_s_date(self, published, period):
        (row,) = read("xAIの先月の売上高は10億円だった。", published=published)
        assert period_of(row) == period

    def test_an_amount_a_year_is_of_the_year(self):
        (row,) = read("xAIは2025年初めに年間5億ドルの売上を目標とした。")
        assert (row.kind, period_of(row)) == ("target", "2025-01-01..2025-12-31")

    @pytest.mark.parametrize(
        ("published", "day"),
        [("2025-03-05", "2025-03-05"), ("2025-03", "2025-03-28"), (None, None), ("", None)],
    )
    def test_the_day_of_an_article(self, published, day):
        found = day_of(published)
        assert (found.isoformat() if found else None) == day


class TestPlaces:
    TEXT = (
        "# xAI、100億ドルを調達\n\nxAIは資金調達を終えた。現金は80億ドルある。\n\n"
        "| 項目 | 2024年 |\n|---|---|\n| 売上高(億ドル) | 1 |\n\nxAIの従業員数は2,000人だ。\n"
    )

    def test_headings_sentences_and_tables_in_the_order_of_the_text(self):
        rows = read(self.TEXT)
        assert [(row.place, row.text) for row in rows] == [
            ("heading", "100億ドル"), ("sentence", "80億ドル"), ("table", "1"), ("sentence", "2,000人"),
        ]  # fmt: skip

    def test_offsets_are_the_article_s(self):
        for row in read(self.TEXT):
            assert self.TEXT[row.start : row.end] == row.text
            assert row.sentence_start <= row.start < row.end <= row.sentence_end
        assert self.TEXT[read(self.TEXT)[1].sentence_start :].startswith("現金は")

    def test_what_is_said_again_is_listed_once(self):
        assert len(read("xAIの現金は80億ドルである。\n\nxAIの現金は80億ドルである。")) == 1

    def test_a_row_of_a_table_is_not_read_as_a_sentence_too(self):
        rows = read("| 項目 | 金額 |\n|---|---|\n| xAIの現金 | 80億ドル |\n| xAIの負債 | 50億ドル |\n")
        assert [row.place for row in rows] == ["table", "table"]


class TestJson:
    def test_a_row(self):
        (row,) = read("OpenAIの2025年第2四半期の売上高は約43億ドルから45億ドルだった。")
        shown = row.to_json()
        assert (shown["value"], shown["upper"], shown["unit"], shown["qualifier"]) == (
            "4300000000",
            "4500000000",
            "USD",
            "about",
        )
        assert (shown["company"], shown["metric"], shown["as_of"], shown["place"]) == (
            "OpenAI",
            "revenue",
            "2025-06",
            "sentence",
        )
        assert shown["period"] == ["2025-04-01", "2025-06-30"]

    def test_a_vague_one(self):
        row = read("xAIは数億ドルを使った。")[0]
        assert (row.to_json()["value"], row.to_json()["unit"], row.shown("ja")) == (None, None, "数億ドル")


pieces = st.sampled_from(
    "xAI OpenAIの 同社は 売上高は 評価額を 43億ドル 約5%に 2,000人 数億ドル 2025年第2四半期の 前年の 先月 調達した。 だった。 \n # | \t 投資家には などが "
    "1回あたり raised $2 billion in the same period. に引き上げる △1.5 ０ ¥ (".split(" ")
)


@given(st.lists(pieces, max_size=25).map("".join), st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text, title):
    end = -1
    for row in read(text, title, "2025-07-15"):
        assert text[row.start : row.end] == row.text and row.start >= end
        assert row.metric is None or VOCABULARY.measure(row.metric)
        assert row.place in ("sentence", "heading", "table") and row.kind
        end = row.start
