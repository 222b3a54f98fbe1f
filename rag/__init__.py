"""Question in, grounded answer out: start with `rag.assistant`."""
