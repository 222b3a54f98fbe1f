"""Questions in one language over an article in the other: content words, rounds and names across scripts."""

import pytest

from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.assistant import Assistant

TSUMUGI = (
    "電動の船外機を手がけるつむぎ造船（尾道市）は6月2日、シリーズBで18億円を集めたと発表した。瀬波投資が主導し、地元の銀行が加わった。\n\n"
    "主力機「ツバメ5」は2027年4月に発売する。第2工場は年4000基を生産できる。2026年3月期の売上高は9億円で、うち漁協向けが4億円を占めた。\n\n"
    "昨年9月には落雷による停電で、試験中の電池60個が壊れた。希望退職も募る。30人程度の応募を見込む。"
)
DUNLARK = (
    "Dunlark Marine, the boat builder, lifted its dividend on Tuesday to 7.4 pence a share.\n\n"
    "Dunlark switched to sodium batteries in 2024 because lithium prices had become too volatile. It will close its studio in Oregon."
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    home = tmp_path_factory.mktemp("other-language")
    with Library.open(Settings.read(home=home, seeds="none")) as library:
        library.add(Document("船外機のつむぎ造船、18億円を調達", TSUMUGI, "tsumugi.md", "2026-06-03", "ja"))
        library.add(Document("Dunlark's dividend rises", DUNLARK, "dunlark.md", "2026-06-10", "en"))
        yield Assistant(library)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Who led Tsumugi Shipbuilding's Series B round?", "瀬波投資"),
        ("When will the Tsubame 5 go on sale?", "April 2027"),
        ("What was Tsumugi's revenue in the year to March 2026?", "¥900 million"),
        ("How many voluntary retirements does Tsumugi expect?", "30"),
        ("つむぎぞうせんの2026年3月期の売上高は？", "9億円"),
        ("つむぎ造舟の2026年3月期の売上高は？", "9億円"),
        ("ダンラークがナトリウム電池に切り替えた理由は？", "lithium prices"),
        ("Dunlarkの配当は1株いくら？", "7.4"),
    ],
)
def test_answers(assistant, asked, told):
    answer = assistant.answer(asked)
    assert answer.status == "answered" and told in answer.answer, answer.answer


@pytest.mark.parametrize(
    "asked",
    [
        "Who led Tsumugi Shipbuilding's Series C round?",
        "How many patents does Tsumugi Shipbuilding hold?",
        "ダンラークの希望退職は何人？",
        "フェルンダールの配当は1株いくら？",
    ],
)
def test_silence_is_told(assistant, asked):
    assert assistant.answer(asked).status == "not_found"
