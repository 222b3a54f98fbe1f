"""The benchmark: waits, quality beside peers, cost at growing sizes, and the page that shows them.

`python -m eval.bench` runs it; see `__main__.py`.
"""
