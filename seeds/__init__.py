"""The articles that ship with Kassoro, in Markdown with front matter; this package only carries them."""
