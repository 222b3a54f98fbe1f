"""How sentences come together as passages under their headings."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import PASSAGE_LENGTH, split_passages
from index.words import Analyser


def outline(text: str, analyser: Analyser) -> list[tuple[str, str]]:
    return [(passage.heading, passage.text) for passage in split_passages("a", text, analyser)]


def test_markdown_headings_become_a_path(analyser: Analyser) -> None:
    text = "# 甲社\n前置き。\n## 資金\n### 現金\n現金は多い。\n## 人員\n人は少ない。"
    assert outline(text, analyser) == [
        ("甲社", "前置き。"),
        ("甲社 › 資金 › 現金", "現金は多い。"),
        ("甲社 › 人員", "人は少ない。"),
    ]


def test_short_lines_above_prose_are_headings(analyser: Analyser) -> None:
    text = "甲社の計画\n資金の状況\n現金は多い。\n今後\nxAIとも組む。"
    assert outline(text, analyser) == [
        ("甲社の計画 › 資金の状況", "現金は多い。"),
        ("今後", "xAIとも組む。"),
    ]


def test_a_lead_in_above_a_heading_leads_nowhere(analyser: Analyser) -> None:
    assert outline("関連:\n資金\n現金は多い。", analyser) == [("資金", "現金は多い。")]


def test_a_list_stands_under_its_lead_in(analyser: Analyser) -> None:
    assert outline("決まったこと:\n- 増資する\n- 上場する", analyser) == [
        ("決まったこと:", "増資する\n- 上場する")
    ]


def test_counters_of_the_page_are_left_out(analyser: Analyser) -> None:
    assert outline("現金は多い。\n9.62K 人気度\n7.23K 人気度", analyser) == [("", "現金は多い。")]


def test_english_lines_broken_by_width_are_no_headings(analyser: Analyser) -> None:
    found = outline("Revenue rose to a record\nlevel this year.", analyser)
    assert found == [("", "Revenue rose to a record\nlevel this year.")]


def test_a_table_row_is_no_heading(analyser: Analyser) -> None:
    assert outline("売上 | 5億円\n説明する文。", analyser) == [("", "売上 | 5億円\n説明する文。")]


def test_what_was_said_is_indexed_once(analyser: Analyser) -> None:
    """The same lead twice, once in full-width letters and under another headline."""
    lead = "Acme社の現金は80億円に達した。負債は20億円にとどまる。"
    again = lead.replace("Acme", "Ａｃｍｅ")
    assert outline(f"{lead}\n別の見出し\n{again}\n新しい話もある。", analyser) == [
        ("", lead),
        ("別の見出し", "新しい話もある。"),
    ]


def test_a_short_answer_may_come_again(analyser: Analyser) -> None:
    text = "甲社は黒字か。はい。乙社は黒字か。はい。"
    assert outline(text, analyser) == [("", text)]


def test_long_sections_are_cut_evenly_at_sentences(analyser: Analyser) -> None:
    text = "".join(f"第{number}の文はここで終わる。" for number in range(100))
    passages = split_passages("a", text, analyser)
    lengths = [len(passage.text) for passage in passages]
    assert "".join(passage.text for passage in passages) == text
    assert max(lengths) < PASSAGE_LENGTH * 1.2
    assert min(lengths) > PASSAGE_LENGTH * 0.7
    assert all(passage.text.endswith("。") for passage in passages)


def test_ids_are_counted_under_a_prefix(analyser: Analyser) -> None:
    text = "# 一\n甲。\n# 二\n乙。"
    assert [passage.id for passage in split_passages("a", text, analyser)] == ["a-0", "a-1"]
    assert [passage.id for passage in split_passages("a", text, analyser, prefix="b")] == ["b-0", "b-1"]
    assert {passage.article_id for passage in split_passages("a", text, analyser, prefix="b")} == {"a"}


def test_sentences_carry_their_words(analyser: Analyser) -> None:
    (passage,) = split_passages("a", "現金は多い。負債も多い。", analyser)
    assert [sentence.words for sentence in passage.sentences] == [("現金", "多い"), ("負債", "多い")]


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="あ亜Aa0 \n。.#:-「」()", max_size=100))
def test_passages_are_exact_pieces_in_order(analyser: Analyser, text: str) -> None:
    done = 0
    for passage in split_passages("a", text, analyser):
        assert passage.text == text[passage.start : passage.end]
        assert done <= passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        done = passage.end
