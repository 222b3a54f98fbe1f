"""The articles that ship with Kassoro, as Markdown with front matter."""
