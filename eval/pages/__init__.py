"""Pages of our own making, in all kinds of files: what they hold, and what a library keeps of it."""
