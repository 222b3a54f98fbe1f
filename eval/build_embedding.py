"""Build the built-in embedding: ja-ginza's chiVe vectors, weighted and projected as jaquad_train teaches.

    pip download --no-deps ja-ginza==5.3.0
    python -m eval.build_embedding --wheel ja_ginza-5.3.0-py3-none-any.whl --data DATA --out FOLDER

Steps: read the vectors out of the wheel (spaCy is not needed); choose the words; train a weight for each word,
one projection of 300 to 256 numbers and a small change of each word's vector, so that a question lies near its
passage and far from others; give the English words of the vocabulary table, which chiVe hardly knows, the mean of their Japanese counterparts;
write the folder that `index.embed` and sentence-transformers load. Runs some minutes on two cores.

The ranker must learn what the vectors are worth for questions they have not seen. With `--half` they see only half of
the questions; `eval.build_ranker` takes such a folder and learns from the other half.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.lexical import WordIndex, passage_frequencies
from index.vocabulary import Vocabulary
from index.words import Analyser

WORDS = 35_000
# Words taken for their rank in chiVe's own frequency order, so that news of any kind finds its words.
COMMON_WORDS = 12_000
DIMENSION = 256
EPOCHS = 4
BATCH = 512
TEMPERATURE = 0.05
GAIN_RATE = 3e-3
PROJECTION_RATE = 1e-3
CHANGE_RATE = 1e-3
# What leaving its pretrained place costs a word; so a word that no question holds keeps its meaning.
ANCHOR = 1.0
# Words left out of questions and passages at random, so that no single word decides.
DROPOUT = 0.3
SEED = 20_250_700
UNKNOWN = "[UNK]"

_VOCABULARY_FOLDER = "ja_ginza/ja_ginza-5.3.0/vocab/"
_MASK = (1 << 64) - 1


# A question's words and the place of the text that answers it.
Pair = tuple[list[str], int]


def murmur64(data: bytes, seed: int = 1) -> int:
    """MurmurHash64A, with which spaCy turns a string into its key (Austin Appleby, public domain)."""
    factor = 0xC6A4A7935BD1E995
    hashed = (seed ^ (len(data) * factor)) & _MASK
    whole = len(data) // 8 * 8
    for start in range(0, whole, 8):
        part = int.from_bytes(data[start : start + 8], "little") * factor & _MASK
        part = (part ^ (part >> 47)) * factor & _MASK
        hashed = (hashed ^ part) * factor & _MASK
    if whole < len(data):
        hashed = (hashed ^ int.from_bytes(data[whole:], "little")) * factor & _MASK
    hashed = (hashed ^ (hashed >> 47)) * factor & _MASK
    return hashed ^ (hashed >> 47)


def _unsigned(packed: bytes, at: int) -> tuple[int, int]:
    """The msgpack unsigned integer at `at`, and where the next value begins."""
    size = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}.get(packed[at], 0)
    if not size:
        return packed[at], at + 1
    return int.from_bytes(packed[at + 1 : at + 1 + size], "big"), at + 1 + size


def _rows_by_key(packed: bytes) -> Iterator[tuple[int, int]]:
    """The msgpack map from a string's key to its vector's row, in order of frequency."""
    count, at = int.from_bytes(packed[1:5], "big"), 5
    for _ in range(count):
        key, at = _unsigned(packed, at)
        row, at = _unsigned(packed, at)
        yield key, row


def read_vectors(wheel: Path) -> tuple[dict[str, int], NDArray[np.float32]]:
    """(row by word, most frequent first; rows of 300 numbers) of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        strings = json.loads(archive.read(_VOCABULARY_FOLDER + "strings.json"))
        packed = archive.read(_VOCABULARY_FOLDER + "key2row")
        with archive.open(_VOCABULARY_FOLDER + "vectors") as file:
            rows = np.lib.format.read_array(file)
    by_key = {murmur64(word.encode()): word for word in strings}
    return {by_key[key]: row for key, row in _rows_by_key(packed) if key in by_key}, rows.astype(np.float32)


def rows_of_words(vectors: dict[str, int], analyser: Analyser) -> dict[str, int]:
    """Row by word as our analyser writes it; of several words that become one, the most frequent wins."""
    rows: dict[str, int] = {}
    for word, row in vectors.items():
        rows.setdefault(word.lower(), row)
    for word, row in vectors.items():
        ours = analyser.words(word)
        if len(ours) == 1:
            rows.setdefault(ours[0], row)
    return rows


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_held_out(title: str) -> bool:
    """Whether the article belongs to the half whose questions only the ranker learns from."""
    return zlib.crc32(title.encode()) % 2 == 1


def read_pairs(
    data: Path, analyser: Analyser, half: bool = False
) -> tuple[list[Pair], list[list[str]], list[list[str]]]:
    """(pairs, texts they point into, all texts that only count for word frequencies).

    With `half`, questions about the articles that are held out are left aside.
    """
    folder = data / "ja-retrieval"
    corpus = {row["_id"]: row for row in read_lines(folder / "corpus.jsonl.gz")}
    words = {id: analyser.words(f"{row['title']}\n{row['text']}") for id, row in corpus.items()}
    gold: dict[str, str] = {}
    for line in (folder / "qrels" / "jaquad_train.tsv").read_text().splitlines()[1:]:
        fields = line.split("\t")
        gold[fields[0]] = fields[-2]
    places: dict[str, int] = {}
    pairs: list[Pair] = []
    for row in read_lines(folder / "queries.jaquad_train.jsonl.gz"):
        if half and is_held_out(corpus[gold[row["_id"]]]["title"]):
            continue
        place = places.setdefault(gold[row["_id"]], len(places))
        pairs.append((analyser.words(row["text"]), place))
    texts = [words[id] for id in places]
    news = [(row["title"], row["text"]) for row in read_lines(data / "wikinews.jsonl.gz")]
    for title, text in news:  # a headline asks for its story
        pairs.append((analyser.words(title), len(texts)))
        texts.append(analyser.words(text[:400]))
    counted = list(words.values()) + [analyser.words(text) for _, text in news]
    return [pair for pair in pairs if pair[0]], texts, counted


def synonym_groups(vocabulary: Vocabulary) -> list[list[str]]:
    """Words of one meaning each: term groups, wordings of a metric, names of a company or product."""
    groups = [list(group) for group in vocabulary.groups]
    groups += [[metric.ja, metric.en, *metric.words] for metric in vocabulary.metrics.values()]
    groups += [[entity.key, entity.ja, entity.en, *entity.words] for entity in vocabulary.entities.values()]
    return groups


def translations(
    groups: list[list[str]], rows: dict[str, int], analyser: Analyser
) -> dict[str, list[list[str]]]:
    """For each English word of the groups that has no vector: its counterparts, as words that have one."""
    found: dict[str, list[list[str]]] = {}
    for group in groups:
        spellings = [analyser.term_words(word) for word in group]
        known = [words for words in spellings if words and all(word in rows for word in words)]
        for words in spellings:
            if len(words) == 1 and words[0].isascii() and words[0] not in rows and known:
                found.setdefault(words[0], []).extend(known)
    return found


def choose_words(
    named: list[str], rows: dict[str, int], counted: list[list[str]], analyser: Analyser, count: int
) -> list[str]:
    """The words of the table, then chiVe's most frequent ones, then the most frequent of the texts."""
    table = [word for name in named for word in analyser.term_words(name)]
    frequent = (word for word, _ in Counter(word for words in counted for word in words).most_common())
    common = [word for word in rows if analyser.words(word) == [word]][:COMMON_WORDS]
    chosen = dict.fromkeys(word for word in [*table, *common, *frequent] if word in rows)
    return [UNKNOWN, *list(chosen)[: count - 1]]


def inverse_frequency(words: list[str], counted: list[list[str]]) -> NDArray[np.float32]:
    """How telling each word is over all texts; 0 for the unknown word."""
    seen = Counter(word for text in counted for word in set(text))
    weights = [np.log(1 + len(counted) / (1 + seen[word])) for word in words]
    return np.array([0.0, *weights[1:]], dtype=np.float32)


def hard_negatives(pairs: list[Pair], texts: list[list[str]], count: int = 4) -> NDArray[np.int64]:
    """For each pair the places of texts that share many words with the question but do not answer it."""
    index = WordIndex.build(map(str, range(len(texts))), [passage_frequencies(text) for text in texts])
    negatives = np.zeros((len(pairs), count), dtype=np.int64)
    for row, (question, place) in enumerate(pairs):
        scores = index.score(dict.fromkeys(question, 1.0))
        scores[place] = -1
        negatives[row] = np.argpartition(-scores, count)[:count]
    return negatives


def train(
    base: NDArray[np.float32],
    weights: NDArray[np.float32],
    numbers: dict[str, int],
    pairs: list[Pair],
    texts: list[list[str]],
) -> NDArray[np.float32]:
    """Final word vectors, from `weights` and the main axes of `base` on: see `_loss`."""
    import torch

    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    words = _Words(base, weights)
    optimizer = torch.optim.Adam(
        [
            {"params": [words.gain], "lr": GAIN_RATE},
            {"params": [words.projection], "lr": PROJECTION_RATE},
            {"params": [words.change], "lr": CHANGE_RATE},
        ]
    )
    passages = [_numbered(text, numbers) for text in texts]
    questions = [_numbered(question, numbers) for question, _ in pairs]
    places = np.array([place for _, place in pairs])
    negatives = hard_negatives(pairs, texts)
    for epoch in range(EPOCHS):
        clozes = [_cloze(passage, random) for passage in passages]
        asked = [_thinned(question, random) for question in questions] + clozes
        right = np.concatenate([places, np.arange(len(passages))])
        against = np.concatenate(
            [negatives, random.integers(0, len(passages), (len(passages), negatives.shape[1]))]
        )
        order = random.permutation(len(asked))
        total = 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            hard = against[chosen, random.integers(0, against.shape[1], len(chosen))]
            given = np.concatenate([right[chosen], hard])
            found = words.encode([_thinned(passages[place], random) for place in given])
            similar = words.encode([asked[row] for row in chosen]) @ found.T
            loss = _loss(similar, torch.from_numpy(right[chosen][:, None] == given[None, :]))
            optimizer.zero_grad()
            (loss + ANCHOR * 10 * (words.change**2).sum(dim=1).mean()).backward()
            optimizer.step()
            total += loss.item()
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total / (len(order) // BATCH):.4f}", flush=True)
    return words.vectors()


def _thinned(text: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """The words that dropout leaves, or all where it leaves none."""
    left = text[random.random(len(text)) > DROPOUT] if len(text) > 2 else text
    return left if len(left) else text


def _cloze(text: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int64]:
    """Two to four words out of a stretch of twelve: what someone might ask who remembers little."""
    start = int(random.integers(0, max(len(text) - 12, 1)))
    stretch = text[start : start + 12]
    return random.choice(stretch, min(len(stretch), int(random.integers(2, 5))), replace=False)


class _Words:
    """What is trained: a weight for each word, the projection, and how far each word moves."""

    def __init__(self, base: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
        import torch

        _, _, axes = np.linalg.svd(base - base.mean(axis=0), full_matrices=False)
        self.base = torch.from_numpy(base)
        self.gain = torch.nn.Parameter(torch.from_numpy(weights).clamp(min=1e-3).log())
        self.projection = torch.nn.Parameter(torch.from_numpy(axes[:DIMENSION].T.copy()))
        self.change = torch.nn.Parameter(torch.zeros(len(base), DIMENSION))

    def encode(self, texts: list[NDArray[np.int64]]) -> Any:
        """Text vectors of length 1: the sum of the words' vectors."""
        import torch
        from torch.nn import functional

        used, flat = np.unique(np.concatenate(texts), return_inverse=True)
        starts = torch.from_numpy(np.cumsum([0, *(len(text) for text in texts[:-1])]))
        rows = self._rows(torch.from_numpy(used))
        summed = functional.embedding_bag(torch.from_numpy(flat), rows, starts, mode="sum")
        return functional.normalize(summed, dim=1)

    def vectors(self) -> NDArray[np.float32]:
        """The final vectors of all words."""
        import torch

        return np.asarray(self._rows(torch.arange(len(self.base))).detach().numpy())

    def _rows(self, used: Any) -> Any:
        return (self.base[used] @ self.projection + self.change[used]) * self.gain[used].exp().unsqueeze(1)


def _loss(similar: Any, same: Any) -> Any:
    """Softmax over the batch's texts and a hard negative each; copies of the right text do not count."""
    import torch
    from torch.nn import functional

    right = torch.arange(len(similar))
    same[right, right] = False
    return functional.cross_entropy((similar / TEMPERATURE).masked_fill(same, -1e4), right)


def _numbered(words: list[str], numbers: dict[str, int]) -> NDArray[np.int64]:
    return np.array([numbers[word] for word in words if word in numbers] or [0], dtype=np.int64)


def write_folder(folder: Path, words: list[str], vectors: NDArray[np.float32]) -> None:
    """The files of a sentence-transformers StaticEmbedding: float16 rows, words split at spaces."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    folder.mkdir(parents=True, exist_ok=True)
    rows = (vectors / np.linalg.norm(vectors, axis=1).max()).astype(np.float16)
    rows[0] = 0  # an unknown word adds nothing
    tokenizer = Tokenizer(WordLevel({word: row for row, word in enumerate(words)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file({"embedding.weight": rows}, folder / "model.safetensors")
    module = {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"}
    config = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
    (folder / "modules.json").write_text(json.dumps([module], indent=2) + "\n")
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config, indent=2) + "\n")


def main() -> None:
    """Build the folder from the wheel and the data that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wheel", type=Path, required=True, help="ja_ginza-5.3.0-py3-none-any.whl")
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with ja-retrieval/ and wikinews.jsonl.gz"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--half", action="store_true", help="leave out what the ranker is to learn from")
    arguments = parser.parse_args()
    analyser = Analyser()
    vectors, rows = read_vectors(arguments.wheel)
    row_of = rows_of_words(vectors, analyser)
    pairs, texts, counted = read_pairs(arguments.data, analyser, arguments.half)
    groups = synonym_groups(Vocabulary.read())
    translated = translations(groups, row_of, analyser)
    named = [word for group in groups for word in group]
    words = choose_words(named, row_of, counted, analyser, WORDS - len(translated))
    base = rows[[row_of.get(word, 0) for word in words]]
    base /= np.maximum(np.linalg.norm(base, axis=1, keepdims=True), 1e-9)
    base[0] = 0
    numbers = {word: number for number, word in enumerate(words)}
    final = train(base, inverse_frequency(words, counted), numbers, pairs, texts)
    added = [
        np.mean([final[_numbered(spelling, numbers)].sum(axis=0) for spelling in spellings], axis=0)
        for spellings in translated.values()
    ]
    write_folder(arguments.out, [*words, *translated], np.vstack([final, *added]))


if __name__ == "__main__":
    main()
