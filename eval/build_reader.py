"""Train the reader on jaquad_train: question and passage to the span that answers, or that none does.

    python -m eval.build_reader --data DATA/ja-retrieval --out rag/reader/weights

Runs for `--minutes` on two cores, whatever else they do; the learning rate falls with the time. Passages are first
windows around the answer, later whole. A share of the questions gets a passage of the same article that does not
answer. Where in the passage an answer stands the data do not tell, so all places count (Clark and Gardner, 2018,
https://arxiv.org/abs/1710.10723); spans and "no answer" are scored against each other. What is kept is the moving
mean of the weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

from eval.metrics import reading_scores
from eval.reader_data import Corpus, Example, Examples, Span, alphabet_of, batch
from eval.reader_network import Network
from index.embed import StaticWordEmbedding
from rag.reader.network import FAR, LONGEST_ANSWER
from rag.reader.tokens import Alphabet, Floats, Sequencer

SPLIT = "jaquad_train"
JUDGED = ("jaquad_dev", "jsquad_valid")
BATCH = 32
RATE, WARM_UP, LAST_RATE = 1e-3, 500, 0.02
DECAY = 0.01
NEGATIVE = 0.15
# Up to this share of the time passages are cut to NARROW tokens, afterwards to WIDE.
NARROW_UNTIL, NARROW, WIDE = 0.6, 128, 320
MEAN = 0.999
SEED = 20_251_100


def schedule(done: float, step: int) -> float:
    """The learning rate when the share `done` of the time is over."""
    return (
        RATE * min(1.0, step / WARM_UP) * (LAST_RATE + (1 - LAST_RATE) * (1 + math.cos(math.pi * done)) / 2)
    )


def loss_of(spans: Tensor, none: Tensor, gold: list[list[Span]]) -> Tensor:
    """Minus the logarithm of the right spans' share, or of "no answer" where none is right."""
    total = torch.logsumexp(torch.cat([spans.flatten(1), none[:, None]], 1), 1)
    right = []
    for place, wanted in enumerate(gold):
        if wanted:
            pairs = torch.tensor(wanted)
            right.append(torch.logsumexp(spans[place, pairs[:, 0], pairs[:, 1]], 0))
        else:
            right.append(none[place])
    return (total - torch.stack(right)).mean()


def scores(network: Network, examples: list[Example], weights: Floats) -> tuple[Tensor, Tensor]:
    """What the network says of the examples; tokens of titles cannot answer."""
    question, passage = batch(examples, weights)
    spans, none = network(question, passage)
    for place, example in enumerate(examples):
        spans[place, : example.passage.title] = FAR
    return spans, none


def rounds(examples: Examples, chance: random.Random, width: int) -> Iterator[list[int]]:
    """Every example once, in batches of like length."""
    order = list(range(len(examples)))
    chance.shuffle(order)
    for begin in range(0, len(order), BATCH * 40):
        near = sorted(order[begin : begin + BATCH * 40], key=lambda place: min(examples.length(place), width))
        batches = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        chance.shuffle(batches)
        yield from batches


class Training:
    """One training of the network, from the first step to the last."""

    def __init__(
        self, network: Network, mean: Network, examples: Examples, weights: Floats, minutes: float
    ) -> None:
        self._network, self.mean = network, mean
        self._examples, self._weights = examples, weights
        self._seconds = minutes * 60
        many = [one for one in network.parameters() if one.dim() > 1]
        few = [one for one in network.parameters() if one.dim() <= 1]
        groups = [{"params": many, "weight_decay": DECAY}, {"params": few, "weight_decay": 0.0}]
        self._optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98))
        self._chance = random.Random(SEED)
        self.steps = 0
        self._losses: list[float] = []

    def run(self, after: int, report: Callable[[], None]) -> None:
        """Until the time is over; `report` is called with the share done every `after` steps."""
        begun = time.monotonic()
        done = 0.0
        while done < 1.0:
            width = NARROW if done < NARROW_UNTIL else WIDE
            for places in rounds(self._examples, self._chance, width):
                done = (time.monotonic() - begun) / self._seconds
                if done >= 1.0 or (width == NARROW and done >= NARROW_UNTIL):
                    break
                self._step([self._examples.draw(p, width, NEGATIVE, self._chance) for p in places], done)
                if self.steps % 200 == 0:
                    print(f"{self.steps} {done:.3f} {np.mean(self._losses[-200:]):.4f}", flush=True)
                if self.steps % after == 0:
                    report()

    def _step(self, examples: list[Example], done: float) -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = schedule(done, self.steps)
        loss = loss_of(*scores(self._network, examples, self._weights), [one.spans for one in examples])
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._network.parameters(), 5.0)
        self._optimiser.step()
        self._losses.append(loss.item())
        self.steps += 1
        with torch.no_grad():
            share = 1 - min(MEAN, self.steps / (self.steps + 20))
            for kept, new in zip(self.mean.parameters(), self._network.parameters(), strict=True):
                kept.lerp_(new, share)


def judge(
    network: Network, corpus: Corpus, split: str, examples: Examples, weights: Floats, first: int
) -> str:
    """F1 and EM with the right passage given, over `first` questions of `split` taken evenly."""
    questions = corpus.questions[split]
    questions = questions[:: max(1, len(questions) // first)]
    questions = sorted(questions, key=lambda q: len(corpus.passages[q.passage].tokens))
    network.eval()
    found = []
    with torch.no_grad():
        for begin in range(0, len(questions), BATCH):
            some = questions[begin : begin + BATCH]
            given = [Example(examples.sequence(q.text), examples.passage(q.passage), []) for q in some]
            spans, _ = scores(network, given, weights)
            for q, example, place in zip(some, given, spans.flatten(1).argmax(1).tolist(), strict=True):
                a, n = divmod(place, LONGEST_ANSWER)
                text = corpus.passages[q.passage].text[
                    example.passage.starts[a] : example.passage.ends[a + n]
                ]
                found.append(reading_scores(text, q.answers))
    network.train()
    exact, f1 = np.mean(found, axis=0)
    return f"{split} F1 {f1:.4f} EM {exact:.4f} ({len(found)})"


def save(network: Network, alphabet: Alphabet, folder: Path) -> None:
    """Weights as half floats, and the alphabet."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.detach().numpy().astype(np.float16) for name, value in network.state_dict().items()
    }
    save_file(weights, folder / "model.safetensors")
    alphabet.save(folder / "alphabet.json")


def main() -> None:
    """Train, judge and save."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder in BEIR's layout")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--judge-every", type=int, default=1500, help="steps")
    asked = parser.parse_args()
    torch.manual_seed(SEED)
    corpus = Corpus(asked.data, (SPLIT, *JUDGED))
    embedding = StaticWordEmbedding()
    vectors, row_of, weights = embedding.reader_vectors()
    alphabet = alphabet_of(corpus, SPLIT)
    examples = Examples(corpus, SPLIT, Sequencer(alphabet, row_of))
    sizes = len(alphabet.common) + 1, len(alphabet.characters) + 1, len(alphabet.tags) + 1
    network, mean = (Network(torch.from_numpy(vectors), *sizes) for _ in range(2))
    mean.load_state_dict(network.state_dict(), strict=False)
    print(json.dumps({"examples": len(examples), "parameters": sum(p.numel() for p in network.parameters())}))
    training = Training(network, mean, examples, weights, asked.minutes)

    def report() -> None:
        for split in JUDGED:
            print(judge(mean, corpus, split, examples, weights, 400), flush=True)
        save(mean, alphabet, asked.out)

    training.run(asked.judge_every, report)
    save(mean, alphabet, asked.out)
    print(f"{training.steps} steps")
    for split in JUDGED:
        print(judge(mean, corpus, split, examples, weights, 10_000), flush=True)


if __name__ == "__main__":
    main()
