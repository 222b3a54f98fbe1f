"""Saying no: what the articles do not hold is refused, what they hold is not, and how sure an answer is is weighed."""

from __future__ import annotations

import pytest

from eval import absence, risk
from eval.build_confidence import Sample, fit, threshold_of
from eval.risk import Attempt
from index.article import Document
from index.library import Library
from index.settings import Settings
from rag.advice import declined
from rag.agreement import FEATURES
from rag.aliases import in_one_spelling
from rag.assistant import Assistant
from rag.confidence import Calibration
from rag.learned_names import learned_names
from rag.premise import clash

# What the suite still gets wrong, by case: mended ones must leave this list.
KNOWN_MISSES = frozenset(
    (
        "fernwick-grid-05a fernwick-grid-08u fernwick-grid-11u fernwick-grid-20a "
        "hokuto-automata-09u kazahana-air-07u kazahana-air-14a "
        "kazahana-air-15a kounan-cell-08u kounan-cell-09u lumenpath-bio-03u lumenpath-bio-13u "
        "shiomi-foods-09u shiomi-foods-10u shiomi-foods-20a spacex-xai-investment-05u spacex-xai-investment-10u "
        "xai-third-quarter-08a xai-third-quarter-09u"
    ).split()
)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    settings = Settings.read(home=tmp_path_factory.mktemp("absence") / "home", seeds="none")
    cases = absence.read_split()
    return cases, absence.run(settings, cases)


def test_the_suite_misses_what_is_known_and_nothing_else(run):
    assert {outcome.id for outcome in run[1] if not outcome.right} == KNOWN_MISSES


def test_quotes_numbers_and_form_hold_in_every_answer_and_refusal(run):
    for outcome in run[1]:
        for name in ("exactness", "grounding", "form"):
            assert outcome.scores[name].value in (1, None), (outcome.id, name, outcome.scores[name].note)


def test_both_splits_hold_pairs_of_both_languages():
    for split in absence.SPLITS:
        cases = absence.read_split(split=split)
        assert {absence.answerable(case) for case in cases} == {True, False}
        assert {case.question.isascii() for case in cases} == {True, False}
    ids = [{case.id for case in absence.read_split(split=split)} for split in absence.SPLITS]
    assert not ids[0] & ids[1]


NOVA = (
    "ノヴァ精機の2025年第2四半期の売上高は40億円だった。ノヴァ精機は新工場を仙台市に建てる。新工場の投資額は明らかにしていない。"
    "ノヴァ精機の販売台数は前年から減った。販売網の縮小が響いたためである。"
)


@pytest.fixture
def nova(tmp_path):
    with Library.open(Settings.read(home=tmp_path / "home", seeds="none")) as library:
        library.add(Document("ノヴァ精機、販売台数が減少", NOVA, "0.md", "2025-08-01", "ja"))
        yield Assistant(library)


def direct(answer):
    return answer.answer.split("\n")[0]


def test_a_refusal_names_the_nearest_time_and_what_would_answer(nova):
    answer = nova.answer("ノヴァ精機の2024年第2四半期の売上高は？")
    assert answer.status == "not_found"
    assert "2025年第2四半期" in direct(answer) and "記事があれば" in direct(answer)
    assert "40億円" in answer.citations[0].quote


def test_what_is_left_undisclosed_is_told_as_that(nova):
    assert "明らかにしていない" in direct(nova.answer("ノヴァ精機の新工場の投資額はいくら？"))


def test_the_opposite_is_told_where_it_is_asked_why(nova):
    answer = nova.answer("ノヴァ精機の販売台数が増えた理由は？")
    assert "前提" in direct(answer) and "減った" in answer.citations[0].quote


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ノヴァ精機の株は買いですか？", "ja"),
        ("ノヴァ精機と風見酒造、どちらの株を買うべき？", "ja"),
        ("Should I buy Acme shares?", "en"),
        ("Is Acme a good investment?", "en"),
        ("ノヴァ精機は倒産すると思う？", "ja"),
        ("ノヴァ精機の株価は来年上がる？", "ja"),
    ],
)
def test_advice_and_prophecy_are_declined(text, language):
    assert declined(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ノヴァ精機はどの会社を買収した？", "ja"),
        ("ノヴァ精機の株価は何%下がった？", "ja"),
        ("青空証券はノヴァ精機の株を買い増しましたか？", "ja"),
        ("How much did Acme invest in Zenith?", "en"),
        ("Will Acme open a plant in Ohio?", "en"),
        ("ノヴァ精機の自社株買いの金額は？", "ja"),
    ],
)
def test_facts_about_buying_are_not(text, language):
    assert declined(text, language) is None


@pytest.mark.parametrize(
    ("asked", "told", "clashes"),
    [
        ("売上が減ったのはなぜ？", "売上は24%増えた。", True),
        ("売上が増えたのはなぜ？", "売上は24%増えた。", False),
        ("Why did the loss narrow?", "The loss widened because of costs.", True),
        ("なぜ現金が減っている？", "増えたばかりの現金は底を突く。", False),
        ("値上げに踏み切った理由は？", "値上げを見送った。", True),
        ("売上が減ったのはなぜ？", "売上は増えたが、利益は減った。", False),
    ],
)
def test_opposites(asked, told, clashes):
    assert clash(asked, told) is clashes


def test_names_are_learned_from_titles_and_descriptions():
    found = learned_names(
        [
            (
                "北極オートマタ、減収",
                "北極オートマタの売上高は減った。競合の南海ロボティクスは増収だった。工場は動く。",
            )
        ]
    )
    assert set(found) == {"北極オートマタ", "南海ロボティクス"}


def test_two_spellings_become_the_known_one():
    known = {"北極オートマタ", "Acme Bio"}.__contains__
    assert (
        in_one_spelling("What is Hokkyoku Automata's (北極オートマタ) backlog?", known)
        == "What is 北極オートマタ's backlog?"
    )
    assert in_one_spelling("アクメ・バイオ（Acme Bio）の現金は？", known) == "Acme Bioの現金は？"
    assert in_one_spelling("最高財務責任者（CFO）は誰？", known) == "最高財務責任者（CFO）は誰？"


def test_the_shipped_coefficients_are_of_these_features():
    calibration = Calibration.load()
    assert set(calibration.weights) == set(FEATURES) and 0 < calibration.threshold < 1


def test_coefficients_of_other_features_are_refused(tmp_path):
    path = tmp_path / "confidence.json"
    path.write_text('{"weights": {"luck": 1.0}, "intercept": 0.0, "threshold": 0.5}', "utf-8")
    with pytest.raises(ValueError, match="luck"):
        Calibration.load(path)


def test_a_reader_moves_confidence_only_where_it_speaks():
    calibration = Calibration(dict.fromkeys(FEATURES, 0.0) | {"reader_agrees": 1.0}, 0.0, 0.5)
    nothing = dict.fromkeys(FEATURES, 0.0)
    assert calibration.confidence(nothing) == 0.5
    assert calibration.confidence(nothing | {"reader_agrees": 2.0}) > 0.8


def test_what_tells_right_from_wrong_gets_the_weight():
    """Coverage decides here, the other features are all alike: right answers end above one half, wrong ones below."""
    samples = [Sample(str(n), dict.fromkeys(FEATURES, 0.0) | {"coverage": n / 10}, n >= 5) for n in range(10)]
    weights, intercept = fit(samples)
    assert weights["coverage"] > 0 and not any(weights[name] for name in FEATURES if name != "coverage")
    calibration = Calibration(weights, intercept, 0.0)
    assert all((calibration.confidence(sample.features) > 0.5) is sample.right for sample in samples)
    assert threshold_of(samples, calibration) < min(
        calibration.confidence(s.features) for s in samples if s.right
    )


def test_risk_against_coverage_by_hand():
    """Surest first: right (0 wrong of 1), wrong (1 of 2), right (1 of 3); the mean of 0, 1/2 and 1/3 is 5/18."""
    attempts = [Attempt(0.2, True, False), Attempt(0.9, True, True), Attempt(0.5, False, True)]
    assert risk.curve(attempts, 4) == [(0.25, 0.0), (0.5, 0.5), (0.75, 1 / 3)]
    assert risk.aurc(attempts) == pytest.approx(5 / 18)
    assert risk.aurc([]) == 0.0
    assert "polyline" in risk.plot(attempts, 4)
