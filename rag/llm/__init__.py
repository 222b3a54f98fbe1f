"""The answerer that uses a language model, held to the articles. READ `writer.py` FIRST.

The model is given numbered passages and read-only tools and writes sentences that name the passages they rest on. Each
sentence is checked against them; what does not hold is repaired once, and else the extractive answer stands in its place.
"""
