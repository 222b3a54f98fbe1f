"""A small extractive reader: question and passages to the span that answers, how surely, and "no answer"."""

from rag.reader.reader import Excerpt, Found, Reader, Reading

__all__ = ["Excerpt", "Found", "Reader", "Reading"]
