"""The reader: its sums against the network that is trained, and what the shipped weights read."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eval import reader_network
from eval.build_reader import loss_of
from eval.metrics import reading_scores
from eval.reader_data import Example, batch, cut
from index.words import Analyser
from rag.reader import Excerpt, Reader
from rag.reader.network import FAR, LONGEST_ANSWER, Network
from rag.reader.network import batch as padded_batch
from rag.reader.tokens import Alphabet, Sequenced, Sequencer

QUESTION = "柚木精機の本社はどこにあるか。"
PASSAGES = (
    "柚木精機は1962年に長野県諏訪市で設立された。現在の本社は静岡県浜松市にあり、工作機械の部品を作る。",
    "会社の売上の半分は輸出が占める。",
)
WORDS = ("本社", "会社", "作る", "県")


def sequencer() -> tuple[Sequencer, np.ndarray, np.ndarray]:
    """A sequencer that knows a few words, with their vectors and how telling they are."""
    chance = np.random.default_rng(5)
    alphabet = Alphabet.of(["は", "の", "本社", "。"], list("静岡県浜松市本社"), ["名詞-普通名詞-一般"])
    row_of = {word: row for row, word in enumerate(WORDS, 1)}
    vectors = chance.normal(size=(len(WORDS) + 1, 8)).astype(np.float32)
    return Sequencer(alphabet, row_of), vectors, np.ones(len(WORDS) + 1, np.float32)


@pytest.fixture
def sequences(analyser: Analyser) -> tuple[Sequenced, list[Sequenced], np.ndarray, np.ndarray]:
    maker, vectors, weights = sequencer()
    question = maker.sequence(QUESTION, analyser.tokens(QUESTION))
    title = "柚木精機"
    passages = [
        maker.sequence(text, analyser.tokens(text), analyser.tokens(title), title) for text in PASSAGES
    ]
    return question, passages, vectors, weights


def test_numpy_and_torch_give_the_same_scores(
    sequences: tuple[Sequenced, list[Sequenced], np.ndarray, np.ndarray],
) -> None:
    question, passages, vectors, weights = sequences
    torch.manual_seed(1)
    trained = reader_network.Network(torch.from_numpy(vectors), 5, 9, 2).eval()
    for value in trained.parameters():
        value.data += 0.05 * torch.randn_like(value)
    ours = Network({name: value.numpy() for name, value in trained.state_dict().items()}, vectors)
    spans, none = ours(*padded_batch(question, passages, weights))
    with torch.no_grad():
        wanted, wanted_none = trained(*batch([Example(question, one, []) for one in passages], weights))
    possible = wanted.numpy() > FAR / 2
    assert possible.any()
    assert np.allclose(spans[possible], wanted.numpy()[possible], atol=1e-3)
    assert np.allclose(none, wanted_none.numpy(), atol=1e-3)


def test_a_passage_scores_alike_alone_and_in_a_batch(
    sequences: tuple[Sequenced, list[Sequenced], np.ndarray, np.ndarray],
) -> None:
    question, passages, vectors, weights = sequences
    trained = reader_network.Network(torch.from_numpy(vectors), 5, 9, 2).eval()
    network = Network({name: value.numpy() for name, value in trained.state_dict().items()}, vectors)
    together, _ = network(*padded_batch(question, passages, weights))
    alone, _ = network(*padded_batch(question, passages[1:], weights))
    tokens = len(passages[1])
    possible = alone[0] > FAR / 2
    assert possible.any()
    assert np.allclose(together[1, :tokens][possible], alone[0][possible], atol=1e-3)


def test_a_cut_keeps_the_title_and_an_answer(
    sequences: tuple[Sequenced, list[Sequenced], np.ndarray, np.ndarray],
) -> None:
    _, passages, _, _ = sequences
    whole = passages[0]
    spans = [(whole.title + 12, 2)]
    for seed in range(20):
        window, kept = cut(whole, spans, 9, random.Random(seed))
        assert len(window) == whole.title + 9
        assert window.words[: whole.title] == whole.words[: whole.title]
        assert [window.words[a : a + n + 1] for a, n in kept] == [
            whole.words[a : a + n + 1] for a, n in spans
        ]


def test_the_loss_is_least_where_a_right_span_has_all_of_the_share() -> None:
    spans = torch.full((2, 6, LONGEST_ANSWER), -20.0)
    none = torch.full((2,), -20.0)
    spans[0, 3, 1], none[1] = 20.0, 20.0
    assert loss_of(spans, none, [[(3, 1), (5, 0)], []]).item() == pytest.approx(0, abs=1e-5)
    assert loss_of(spans, none, [[], [(0, 0)]]).item() > 10


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
@example("×Aº0")
@example("⨌")
def test_tokens_lie_in_order_and_leave_out_nothing_but_spaces(text: str) -> None:
    tokens = Analyser().tokens(text)
    ends = 0
    for token in tokens:
        assert ends <= token.start < token.end <= len(text)
        assert not text[ends : token.start].strip()
        ends = token.end
    assert not text[ends:].strip()


@pytest.mark.parametrize(
    ("prediction", "answers", "exact", "f1"),
    [
        ("静岡県浜松市", ("浜松市", "静岡県浜松市"), 1, 1),
        ("「ＡＢＣ」社", ("abc社",), 1, 1),
        ("浜松市", ("静岡県浜松市",), 0, 2 * 3 / 9),
        ("諏訪", ("浜松",), 0, 0),
        ("", ("浜松",), 0, 0),
    ],
)
def test_exact_match_and_f1(prediction: str, answers: tuple[str, ...], exact: float, f1: float) -> None:
    assert reading_scores(prediction, answers) == pytest.approx((exact, f1))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


READ = (
    ("柚木精機の本社はどこにあるか。", PASSAGES[0], "静岡県浜松市"),
    ("柚木精機が設立されたのは何年？", PASSAGES[0], "1962年"),
    ("新しい工場の建設を発表した会社は？", "白樺製紙は2日、北海道釧路市に新しい工場を建てると発表した。総額は80億円。", "白樺製紙"),
    ("社長に就任したのは誰ですか？", "白樺製紙の社長には、4月1日付で副社長の三枝俊樹氏が就任した。前社長は会長に退いた。", "三枝俊樹"),
    ("出資を主導した投資家は誰ですか。", "調達額は12億円で、霧島ベンチャーズが主導し、ほかに2社が加わった。", "霧島ベンチャーズ"),
)  # fmt: skip


@pytest.mark.parametrize(("question", "text", "answer"), READ)
def test_the_shipped_reader_reads(reader: Reader, question: str, text: str, answer: str) -> None:
    other = Excerpt("天気", "明日の東日本は高気圧に覆われ、おおむね晴れる見込みだ。")
    reading = reader.read(question, [other, Excerpt("", text)])
    best = reading.found[0]
    assert best.place == 1
    assert text[best.start : best.end] == best.text
    assert reading_scores(best.text, [answer])[1] > 0.7


def test_probabilities_add_up(reader: Reader) -> None:
    reading = reader.read(QUESTION, [Excerpt("", text) for text in PASSAGES], [2.0, -1.0])
    assert 0 < reading.found[0].probability <= 1
    assert sum(one.probability for one in reading.found) + reading.none <= 1 + 1e-6


def test_where_nothing_answers_none_is_likelier(reader: Reader) -> None:
    there = reader.read(QUESTION, [Excerpt("", PASSAGES[0])])
    absent = reader.read("監督を務めた映画の題名は何ですか？", [Excerpt("", PASSAGES[0])])
    assert absent.none > there.none


@pytest.mark.parametrize(
    ("question", "texts"), [("", PASSAGES), ("   ", PASSAGES), (QUESTION, ()), (QUESTION, ("", "\n"))]
)
def test_nothing_to_read_finds_nothing(reader: Reader, question: str, texts: tuple[str, ...]) -> None:
    reading = reader.read(question, [Excerpt("", text) for text in texts])
    assert reading.found == ()
    assert reading.none == 1.0
