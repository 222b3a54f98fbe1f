"""How methods, question sets and waits are called on the page and its plots, in the order shown there."""

from __future__ import annotations

# Long for the tables, short for the plots.
METHODS = {
    "kassoro": ("**Kassoro**", "Kassoro"),
    "kassoro-words": ("Kassoro's BM25 alone (normalised words)", "its BM25 alone"),
    "kassoro-vectors": ("Kassoro's built-in embedding alone", "its embedding alone"),
    "kassoro-rrf": ("blind RRF of these two", "blind RRF of these two"),
    "bigrams-bm25": ("BM25 over character bigrams (bm25s)", "BM25, bigrams"),
    "llama-index-bm25": ("llama-index BM25Retriever, as shipped", "llama-index BM25"),
    "llama-index-chroma-minilm": (
        "llama-index + Chroma + English MiniLM, as shipped",
        "llama-index + MiniLM",
    ),
    "llama-index-rrf": ("blind RRF of llama-index's two", "blind RRF of these two"),
}
SETS = {
    "jsquad_valid": "JSQuAD valid",
    "jaquad_dev": "JaQuAD dev",
    "niilc_dev": "NIILC dev",
    "jsquad_valid/gold": "JSQuAD valid over its own paragraphs",
}
WAITS = {
    "first": "the first `kassoro ask` of a new home, which indexes the shipped articles",
    "cold": "a cold `kassoro ask`",
    "warm_p50": "an answer in a warm process, median",
    "warm_p95": "the same, 95th percentile",
    "page": "the chat's page",
}

# (system, what, figure), as their authors and others report them.
PUBLISHED = (
    ("multilingual-e5-large", "JSQuAD valid as retrieval over its own 1,145 paragraphs, R@1", ".865"),
    ("bge-m3", "the same", ".850"),
    ("JaColBERTv2", "the same", ".921"),
    ("BERT", "JaQuAD dev, reading the right passage, F1 (exact match)", "77.4 (61.0)"),
    ("BERT-base", "JSQuAD, the same", "94.1 (87.1)"),
    ("people", "JSQuAD, the same", "94.4 (87.1)"),
    ("gpt-5.4-mini", "jfinqa, questions answered rightly", "93.7 %"),
    ("gpt-5.4", "the same", "91.9 %"),
    ("gemini-2.5-flash", "the same", "89.6 %"),
)


def set_name(key: str) -> str:
    """The set as a reader knows it; a set that is not in the table keeps its own name."""
    return SETS.get(key, key.replace("_", " ").replace("/", ", "))


def ordered_sets(keys: set[str]) -> list[str]:
    """Known sets in their order, then the others by name."""
    return [key for key in SETS if key in keys] + sorted(keys - SETS.keys())
