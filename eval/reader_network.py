"""The reader's network as it is trained (torch); `rag.reader.network` is the same sum in NumPy."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.reader.network import FAR, HEADS, LONGEST_ANSWER, SHARED, UPPER
from rag.reader.tokens import MEETINGS

WIDTH = 128
COMMON, LETTER, LETTERS, TAG = 48, 24, 64, 16
PAIR = 48


# Random numbers drawn once for all dropout: drawing them afresh took a fifth of the training.
POOL = 1 << 23


class Side(NamedTuple):
    """`rag.reader.network.Side` in tensors."""

    rows: Tensor
    common: Tensor
    spellings: Tensor
    spelling: Tensor
    tags: Tensor
    meet: Tensor
    mask: Tensor


class Dropout(nn.Module):
    """Dropout with a random stretch of one pool of random numbers."""

    pool: Tensor | None = None

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        """`x` of any shape of fewer than POOL numbers."""
        if not self.training or not self.rate:
            return x
        if Dropout.pool is None:
            Dropout.pool = (torch.rand(POOL) >= self.rate).float() / (1 - self.rate)
        begin = int(torch.randint(POOL - x.numel(), ()))
        return x * Dropout.pool[begin : begin + x.numel()].view_as(x)


class Block(nn.Module):
    """A gated convolution over three tokens, added to what came in (after Dauphin et al., 2017)."""

    def __init__(self, dilation: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.conv = nn.Conv1d(WIDTH, 2 * WIDTH, 3, padding=dilation, dilation=dilation)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (batch, tokens, WIDTH)."""
        inner = self.norm(x) * mask.unsqueeze(-1)
        value, gate = self.conv(inner.transpose(1, 2)).transpose(1, 2).chunk(2, dim=-1)
        return x + self.dropout(value * torch.sigmoid(gate))


class Attention(nn.Module):
    """Self-attention with heads, added to what came in (Vaswani et al., 2017)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.inward = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`x` (batch, tokens, WIDTH)."""
        batch, tokens, _ = x.shape
        query, key, value = (
            part.view(batch, tokens, HEADS, -1).transpose(1, 2)
            for part in self.inward(self.norm(x)).chunk(3, dim=-1)
        )
        found = functional.scaled_dot_product_attention(query, key, value, mask[:, None, None, :])
        return x + self.dropout(self.out(found.transpose(1, 2).reshape(batch, tokens, -1)))


class Network(nn.Module):
    """Scores of spans, and of there being no answer."""

    vectors: Tensor

    def __init__(
        self, vectors: Tensor, common: int, characters: int, tags: int, dropout: float = 0.15
    ) -> None:
        """`vectors` (words, dimension) stay as they are; the others are sizes of the alphabet, 0 included."""
        super().__init__()
        self.register_buffer("vectors", vectors, persistent=False)
        self.word = nn.Linear(vectors.shape[1], WIDTH)
        self.common = nn.Embedding(common, COMMON)
        self.letter = nn.Embedding(characters, LETTER, padding_idx=0)
        self.letters = nn.Conv1d(LETTER, LETTERS, 3, padding=1)
        self.tag = nn.Embedding(tags, TAG)
        self.enter = nn.Linear(WIDTH + COMMON + LETTERS + TAG + MEETINGS, WIDTH)
        self.likeness = nn.Linear(WIDTH, WIDTH)
        self.aligned = nn.Linear(2 * WIDTH, WIDTH)
        self.shared = nn.ModuleList([Block(dilation, dropout) for dilation in SHARED])
        self.shared_norm = nn.LayerNorm(WIDTH)
        self.pool = nn.Linear(WIDTH, 1)
        self.passage_part, self.question_part = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1, bias=False)
        self.product_part = nn.Parameter(torch.full((WIDTH,), WIDTH**-0.5))
        self.fuse = nn.Linear(5 * WIDTH, WIDTH)
        self.upper = nn.ModuleList(
            [Block(dilation, dropout) if dilation else Attention(dropout) for dilation in UPPER]
        )
        self.upper_norm = nn.LayerNorm(WIDTH)
        self.wanted = nn.Linear(WIDTH, WIDTH)
        self.ends = nn.Linear(2 * WIDTH, 2)
        self.first, self.last = nn.Linear(2 * WIDTH, PAIR), nn.Linear(2 * WIDTH, PAIR)
        self.length = nn.Parameter(torch.zeros(LONGEST_ANSWER))
        self.none = nn.Sequential(nn.Linear(3 * WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 1))
        self.dropout = Dropout(dropout)

    def _enter(self, side: Side) -> tuple[Tensor, Tensor]:
        word = self.word(self.dropout(self.vectors[side.rows]))
        letters = torch.relu(self.letters(self.letter(side.spellings).transpose(1, 2))).amax(-1)
        letters = functional.embedding(side.spelling, letters)
        parts = [word, self.common(side.common), letters, self.tag(side.tags), side.meet]
        return word, torch.relu(self.enter(self.dropout(torch.cat(parts, -1))))

    def forward(self, question: Side, passage: Side) -> tuple[Tensor, Tensor]:
        """(scores of spans (batch, tokens, LONGEST_ANSWER) by first token and length, score of no answer (batch,))."""
        q_word, q = self._enter(question)
        p_word, p = self._enter(passage)
        far_q = torch.where(question.mask, 0.0, FAR).unsqueeze(1)
        far_p = torch.where(passage.mask, 0.0, FAR).unsqueeze(1)
        like_q, like_p = torch.relu(self.likeness(q_word)), torch.relu(self.likeness(p_word))
        like = like_p @ like_q.transpose(1, 2)
        p = torch.relu(self.aligned(torch.cat([p, torch.softmax(like + far_q, -1) @ q], -1)))
        q = torch.relu(self.aligned(torch.cat([q, torch.softmax(like.transpose(1, 2) + far_p, -1) @ p], -1)))
        for block in self.shared:
            q, p = block(q, question.mask), block(p, passage.mask)
        q, p = self.shared_norm(q), self.shared_norm(p)
        pooled = torch.softmax(self.pool(q).squeeze(-1) + far_q.squeeze(1), -1).unsqueeze(1) @ q
        x = self._meet(q, p, pooled, far_q, far_p)
        for block in self.upper:
            x = block(x, passage.mask)
        return self._spans(self.upper_norm(x), pooled, passage.mask)

    def _meet(self, q: Tensor, p: Tensor, pooled: Tensor, far_q: Tensor, far_p: Tensor) -> Tensor:
        """Co-attention (Seo et al., 2017; Xiong et al., 2017)."""
        score = self.passage_part(p) + self.question_part(q).transpose(1, 2)
        score = score + (p * self.product_part) @ q.transpose(1, 2)
        to_question = torch.softmax(score + far_q, -1)
        to_passage = torch.softmax(score.transpose(1, 2) + far_p, -1)
        a = to_question @ q
        b = to_question @ (to_passage @ p)
        return torch.relu(self.fuse(self.dropout(torch.cat([p, a, p * a, p * b, p * pooled], -1))))

    def _spans(self, x: Tensor, pooled: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        wanted = torch.tanh(self.wanted(pooled))
        both = torch.cat([x, x * wanted], -1)
        start, end = self.ends(both).unbind(-1)
        first, last = self.first(both), self.last(both)
        end = torch.where(mask, end, FAR)
        steps = []
        tokens = x.shape[1]
        for length in range(LONGEST_ANSWER):
            reach = tokens - length
            if reach <= 0:
                steps.append(torch.full_like(start, FAR))
                continue
            score = start[:, :reach] + end[:, length:] + self.length[length]
            score = score + (first[:, :reach] * last[:, length:]).sum(-1)
            steps.append(functional.pad(score, (0, length), value=FAR))
        best = torch.where(mask.unsqueeze(-1), x, FAR).amax(1)
        mean = (x * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        none = self.none(torch.cat([best, mean, wanted.squeeze(1)], -1)).squeeze(-1)
        return torch.stack(steps, -1), none
