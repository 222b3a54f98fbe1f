"""The shipped articles hold every figure, name, date, hedge and plan of the stories they retell.

The lists below were made by hand from the two source stories, once, before the articles were written.
"""

from __future__ import annotations

import re

import pytest

from index import readers
from index.article import Document
from index.settings import SHIPPED_SEEDS

INVESTMENT = "spacex-xai-investment.md"
QUARTER = "xai-third-quarter.md"

INVESTMENT_FACTS = """
20億ドル分の株式|50億ドルの株式|同額の50億ドル|100億ドル|約80億ドル|1桁台後半|最大の機関投資家|過去最大
2025年7月|2025年3月|株式交換|1,130億ドル|最大2,000億ドル|非公式|約3,000億ドル|セカンダリー市場
500万人|Grok 4|コールセンター|第2フェーズ|20万基|100万基|Nvidia|AMD|Colossus|Raptor|火星
Optimus|炭素繊維|溶接|フライホイール|広告収入
2025年第2四半期末|30億ドル以上|150億〜160億ドル|約170回|Falcon 9|約9,000万〜1億ドル|4件の重大な失敗|2025年上半期
自己資金|Starshield|NASA|枯渇する可能性
毎月最大10億ドル|報じられている|2026年までに|月額300ドル|クラウドAPI|50億ドルの負債|タームローン|最大12%|固定金利
約42%|約54%|拒否権|2,000万ドル|Twitter|10億ドルを融資|返済された
FTC|2024年|防衛契約|輸出管理|デジタルサービス法|訴訟|罰金|米国政府
ARC-AGI-2|GPT-4o|反ユダヤ主義|ヒトラー|48時間|プロンプトチェーン|フィルタリング
Azure|Anthropic|Amazon|Google|DeepMind|Alphabet|約100億ドル|GPU密度|10億ドルあたり|デモ動画
2025年8月|コーディングモデル|2025年9月|マルチモーダルエージェント|Gemini 2.5 Pro|2025年10月|動画ジェネレーター|Sora|Google Veo
Starship Block 2|レーザー|1,700億〜2,000億ドル|取締役会|株主|少数株主|4,000億ドル|2027年|IPO
OEM|配当|数十億ドル規模の減損損失|2〜3年|数兆ドル|垂直統合|月面ミッション|流通市場|今後数四半期
"""
QUARTER_FACTS = """
ブルームバーグ|内部資料|2025年第3四半期|9月末|14億6,000万ドル|2025年第1四半期|10億ドル|9か月間|78億ドル
データセンター|人材|1億700万ドル|ほぼ2倍|年間5億ドル|2億ドル超|2025年初め|2026年末|6,300万ドル|24億ドル|年間22億ドル
自己運用|Optimus|頭脳|AIエージェント|Macrohard|巨硬|マイクロソフト|Microsoft|労働力の一部|電話会議
逃走速度|Escape Velocity|Grok|テスラの車両|数億ドル|Megapack|現時点ではxAIに投資していない|SpaceXはxAIに投資
xAI Holdings|200億ドル|NVIDIA|Valor Equity Partners|カタール投資庁|2,300億ドル|担保
月あたり約10億ドル|少なくとも1年以上|見込まれて|テネシー州メンフィス|Colossus|2GW|昨年末|関係者
"""


def shipped(name: str) -> Document:
    return readers.read(SHIPPED_SEEDS / name)


def items(listed: str) -> list[str]:
    return [item for line in listed.split("\n") for item in line.split("|") if item]


@pytest.mark.parametrize(("name", "listed"), [(INVESTMENT, INVESTMENT_FACTS), (QUARTER, QUARTER_FACTS)])
def test_every_fact_of_the_story_is_told(name: str, listed: str) -> None:
    text = shipped(name).text
    assert [item for item in items(listed) if item not in text] == []


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(items(INVESTMENT_FACTS)) + len(items(QUARTER_FACTS)) >= 150


@pytest.mark.parametrize("name", [INVESTMENT, QUARTER])
def test_front_matter_is_whole_and_no_date_is_made_up(name: str) -> None:
    front = SHIPPED_SEEDS.joinpath(name).read_text("utf-8").split("---\n")[1]
    keys = [line.partition(":")[0] for line in front.splitlines()]
    assert keys == ["title", "source", "published", "language", "url"]
    article = shipped(name)
    assert (article.language, article.published, article.url) == ("ja", None, None)
    assert "ドル" in article.title


@pytest.mark.parametrize("name", [INVESTMENT, QUARTER])
def test_sentences_stand_alone(name: str) -> None:
    """No sentence leans on the one before it with "it", "the same" or "that", so each can be quoted alone."""
    text = re.sub(r"^#.*$", "", shipped(name).text, flags=re.MULTILINE)
    sentences = [part for part in re.split(r"[。\n]+", text) if part]
    leaning = [one for one in sentences if re.match(r"その|それ|同社|同氏|彼|前者|後者|これら", one)]
    assert leaning == []
    assert max(len(sentence) for sentence in sentences) < 110


def test_only_articles_ship() -> None:
    assert sorted(path.name for path in SHIPPED_SEEDS.glob("*.md")) == [INVESTMENT, QUARTER]
