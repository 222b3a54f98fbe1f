"""Articles that tell one story: found by their words, told apart by their figures, counted once, each citable."""

from __future__ import annotations

import random

import pytest

from index import story
from index.article import Document
from index.library import Library
from index.passages import split_passages
from index.settings import Settings
from index.story import Told, figures_of, likeness, same_story
from index.words import Analyser
from rag.assistant import Assistant
from ui.article_text import article_line
from ui.operations import Operations

REPORT = """{firm}は8日、{year}年第{quarter}四半期の決算を発表した。売上高は前年同期比{a}.4%増の{b}億{c}万円、営業利益は{d}.1%増の{e}億円だった。純利益は{f}億円となった。
主力の産業機器事業では、国内の自動車メーカーからの受注が堅調に推移し、売上高は{g}億円だった。海外事業の売上高は{h}億円で、北米と東南アジアでの販売が伸びた。
{year}年通期の業績予想については、売上高{i}億円、営業利益{j}億円とする従来予想を据え置いた。年間配当は1株当たり{k}円を予定している。
同社の広報担当者は「原材料価格の動向を注視しながら、生産性の向上に取り組む」と述べた。手元資金は6月末時点で{l}億円だった。"""
REPORT_EN = """{firm} reported revenue of ${b}.{a} million for the Q{quarter} of {year}, up {d}% from a year earlier. Net income was ${e}.4 million, or {k} cents a share.
The company's software segment brought in ${g} million, helped by demand from banks and retailers in Europe. Hardware sales were ${h} million. Foreign exchange added ${a} million to revenue.
{firm} expects full-year revenue of ${i} million and operating income of ${j} million. It held ${l} million of cash at the end of the quarter and spent ${f} million on share repurchases.
"We remain focused on disciplined execution across the business," the chief executive said on a call with analysts."""


def report(
    seed: int = 0, firm: str = "星野電機", quarter: int = 2, year: int = 2025, form: str = REPORT
) -> str:
    drawn = random.Random(seed)
    return form.format(
        firm=firm, quarter=quarter, year=year, **{name: drawn.randint(*span) for name, span in _SPANS.items()}
    )


_SPANS = {
    "a": (3, 30), "b": (100, 900), "c": (1000, 9000), "d": (2, 29), "e": (10, 90), "f": (5, 50), "g": (50, 99), "h": (20, 60),
    "i": (1000, 1900), "j": (90, 190), "k": (20, 80), "l": (100, 400),
}  # fmt: skip


def shortened(text: str, share: float) -> str:
    end = "。" if "。" in text else ". "
    sentences = [
        one + end for one in text.replace("\n", "" if end == "。" else " ").split(end) if one.strip()
    ]
    return "".join(sentences[: max(2, int(len(sentences) * share))])


COPIES = {
    "whole": lambda text: text,
    "half": lambda text: shortened(text, 0.5),
    "a third": lambda text: shortened(text, 0.35),
    "another day": lambda text: text.replace("は8日、", "は9日、"),
    "another lead": lambda text: "業績の発表は市場の予想に沿う内容だった。" + text.replace("発表した", "明らかにした"),
    "more behind it": lambda text: text + "\n株価は一時、前日比3.2%高の2450円まで上昇した。海外の投資家が買いを入れたとみられる。",
    "half and more": lambda text: shortened(text, 0.6) + "\n株価は一時、前日比3.2%高の2450円まで上昇した。海外の投資家が買いを入れた。",
    "other words": lambda text: text.replace("だった", "となった").replace("発表した", "公表した").replace("同社の", ""),
}  # fmt: skip
COPIES_EN = {
    "half": lambda text: shortened(text, 0.5),
    "another lead": lambda text: (
        "Investors had waited for the numbers all week. " + text.replace("reported", "posted")
    ),
    "more behind it": lambda text: text + " Analysts kept their rating. The stock has gained 12% this year.",
}
OTHERS = {
    "next quarter": report(1, quarter=3),
    "the year before": report(2, year=2024),
    "another firm": report(3, firm="海野製作所"),
    "a figure corrected": report().replace("純利益は", "純利益は1"),
    "a sign corrected": report().replace("%増の", "%減の", 1),
    "the same firm, other news": "星野電機は8日、九州に新しい研究所を設けると発表した。総投資額は340億円で、50人の研究者を採用する。"
    "電池材料の開発を急ぐ狙いがある。同社は大学との共同研究も進めており、120件の特許を出願した。",
}


@pytest.fixture
def told(analyser: Analyser):
    def read(text: str, published: str | None = None) -> Told:
        passages = split_passages("a", text, analyser, prefix="a")
        return Told(tuple(one.words for part in passages for one in part.sentences), published)

    return read


class TestSameStory:
    @pytest.mark.parametrize("copy", COPIES)
    @pytest.mark.parametrize("seed", [0, 7, 23])
    def test_copies(self, told, copy: str, seed: int) -> None:
        text = report(seed)
        assert same_story(told(text), told(COPIES[copy](text)))

    @pytest.mark.parametrize("copy", COPIES_EN)
    @pytest.mark.parametrize("seed", [0, 7, 23])
    def test_english_copies(self, told, copy: str, seed: int) -> None:
        text = report(seed, "Brook Robotics", form=REPORT_EN)
        assert same_story(told(text), told(COPIES_EN[copy](text)))

    @pytest.mark.parametrize("other", OTHERS)
    def test_others_of_the_same_template_or_firm(self, told, other: str) -> None:
        assert not same_story(told(report()), told(OTHERS[other]))

    def test_english_others(self, told) -> None:
        text = report(0, "Brook Robotics", form=REPORT_EN)
        others = [
            report(1, "Brook Robotics", quarter=3, form=REPORT_EN),
            report(2, "Quill Motors", form=REPORT_EN),
            text.replace("million for the", "billion for the"),
        ]
        assert not any(same_story(told(text), told(other)) for other in others)

    def test_a_notice_that_comes_again_a_year_later(self, told) -> None:
        text = shortened(report(), 1)
        assert same_story(told(text, "2025-08-08"), told(text, "2025-08"))
        assert not same_story(told(text, "2025-08-08"), told(text, "2024-08-08"))

    def test_a_day_without_its_month_is_no_figure(self) -> None:
        assert figures_of(["5", "日", "8", "月", "6", "日", "12", "円"]) == {"8", "6", "12", "12 円"}

    def test_nothing_is_like_nothing(self, told) -> None:
        assert likeness(Told(()), told(report())) == (0.0, 0.0)
        assert not same_story(Told(()), Told(()))


class TestSignature:
    def test_it_estimates_likeness(self, told) -> None:
        text = report()
        pairs = [(told(text), told(copy(text))) for copy in COPIES.values()]
        for one, other in pairs:
            values = [story.signature(each.shingles) for each in (one, other)]
            assert abs(float((values[0] == values[1]).mean()) - likeness(one, other)[0]) < 0.15

    def test_copies_share_a_band_and_strangers_none(self, told) -> None:
        bands = {
            name: set(story.bands_of(story.signature(told(text).shingles))) for name, text in OTHERS.items()
        }
        first = story.bands_of(story.signature(told(report()).shingles))
        assert len(first) == story.BANDS and all(-(2**63) <= one < 2**63 for one in first)
        half = story.bands_of(story.signature(told(shortened(report(), 0.5)).shingles))
        assert set(first) & set(half)
        assert not set(first) & bands["the same firm, other news"]

    def test_a_third_of_a_report_shares_a_landmark(self, told) -> None:
        for seed in range(12):
            text = report(seed)
            assert set(story.landmarks(told(text))) & set(story.landmarks(told(shortened(text, 0.35))))
        assert story.landmarks(told("株価は上昇した。")) == []

    def test_it_is_the_same_in_every_process(self) -> None:
        assert story.signature([1, 2, 3])[:3].tolist() == SIGNED


SIGNED = [695757984, 1275674433, 937690510]


def document(name: str, text: str, published: str | None = None) -> Document:
    return Document(f"{name}の記事", text, f"{name}.md", published)


def five(library: Library) -> list[str]:
    """A story and four copies of it; their ids."""
    texts = [
        report(),
        *(COPIES[name](report()) for name in ("whole", "half", "more behind it", "another day")),
    ]
    results = list(library.add_many(document(f"紙面{number}", text) for number, text in enumerate(texts)))
    assert [result.status for result in results] == ["added", *["syndicated"] * 4]
    return [result.article_id or "" for result in results]


class TestInALibrary:
    def test_each_names_the_first(self, library: Library) -> None:
        first, *copies = five(library)
        assert [library.article(id).story for id in (first, *copies)] == [None, *[first] * 4]
        again = library.add(document("紙面9", COPIES["half"](report()) + "以上。"))
        assert again.status == "syndicated"
        assert again.reason == f"The same story as {first}, '紙面0の記事'."
        lines = [article_line(row) for row in Operations(library).run("list", {})]
        assert not lines[0].endswith(first) and lines[1].endswith(f"  = {first}")

    def test_others_are_none(self, library: Library) -> None:
        texts = [report(), *OTHERS.values()]
        results = list(library.add_many(document(f"記事{number}", text) for number, text in enumerate(texts)))
        assert {result.status for result in results} == {"added"}

    def test_what_is_told_once_is_found_once(self, library: Library) -> None:
        ids = five(library)
        library.add(document("別の記事", report(3, firm="海野製作所")))
        hits = library.retriever.retrieve("星野電機の第2四半期の純利益は？")
        found = [hit.node.metadata["article_id"] for hit in hits if "純利益" in hit.node.text]
        assert len(found) == 2 and len(set(found) & set(ids)) == 1
        assert len(library.retriever.ranking("星野電機の純利益", 100)) > len(hits)

    def test_what_only_a_copy_tells_is_found(self, library: Library) -> None:
        ids = five(library)
        hits = library.retriever.retrieve("株価はいくらまで上昇した？")
        told = [hit.node.metadata["article_id"] for hit in hits if "2450円" in hit.node.text]
        assert told == [ids[3]]

    def test_the_fuller_copy_tells_what_the_first_left_out(self, library: Library) -> None:
        short = library.add(document("要約", COPIES["a third"](report())))
        full = library.add(document("全文", report()))
        assert (full.status, short.status) == ("syndicated", "added")
        hits = library.retriever.retrieve("星野電機の年間配当と手元資金は？")
        assert {hit.node.metadata["article_id"] for hit in hits} == {full.article_id}

    def test_an_answer_cites_one_of_five(self, library: Library) -> None:
        ids = five(library)
        answer = Assistant(library).answer("星野電機の2025年第2四半期の純利益は？")
        assert answer.status == "answered"
        assert len({citation.article_id for citation in answer.citations} & set(ids)) == 1
        assert not answer.conflicts
        texts = [citation.quote for citation in answer.citations]
        assert len(texts) == len(set(texts))

    def test_a_correction_is_a_story_of_its_own(self, library: Library) -> None:
        five(library)
        corrected = library.add(document("訂正", OTHERS["a figure corrected"]))
        assert corrected.status == "added"

    def test_each_stays_citable(self, library: Library) -> None:
        for id in five(library):
            text = library.article(id).text
            assert library.cited(id, text[:20], 0, 20) == library.article(id)

    def test_removing_the_first_leaves_a_story(self, library: Library) -> None:
        ids = five(library)
        library.remove([ids[0], ids[3]])
        assert [library.article(id).story for id in (ids[1], ids[2], ids[4])] == [None, ids[1], ids[1]]
        hits = library.retriever.retrieve("星野電機の第2四半期の純利益は？")
        assert len([hit for hit in hits if "純利益" in hit.node.text]) == 1
        library.remove([ids[1], ids[4]])
        assert library.article(ids[2]).story is None
        assert library.retriever.retrieve("星野電機の売上高")[0].node.metadata["article_id"] == ids[2]
        assert library.problems() == []

    def test_a_copy_that_is_rewritten_leaves_it(self, library: Library) -> None:
        first, second, *_ = five(library)
        assert library.add(document("紙面0", report(5, firm="山路精機"))).status == "updated"
        assert library.article(first).story is None
        assert library.article(second).story is None
        assert {article.story for article in library.articles()[2:]} == {second}
        back = library.add(document("紙面0", report()))
        assert back.reason is None
        assert [article.story for article in library.articles()] == [None, *[first] * 4]

    def test_rebuilding_and_reopening_find_the_same(self, settings: Settings) -> None:
        with Library.open(settings) as library:
            five(library)
            before = library.articles(), library._store.repeated_passages()
            library.rebuild()
            assert (library.articles(), library._store.repeated_passages()) == before
            library._store.set_meta("stories", "other rules")
        with Library.open(settings) as library:
            assert (library.articles(), library._store.repeated_passages()) == before

    def test_short_articles_are_no_story(self, library: Library) -> None:
        pair = [document("一", "株価は上昇した。"), document("二", "株価は上昇した。\n以上。")]
        assert [result.status for result in library.add_many(pair)] == ["added", "added"]
