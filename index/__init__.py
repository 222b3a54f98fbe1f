"""Articles in, hits out: start with `index.library`."""
