"""Pages whose files are text all through: HTML, Markdown and plain text, from the templates beside the definitions."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from eval.pages.definitions import FOLDER, Page, with_readings, without_readings

_SUFFIXES = {"html": "html", "md": "md", "txt": "txt", "pdf": "html"}


def text_of(page: Page) -> str:
    """The text of a page by its layout's template; a missing text or variable raises."""
    template = _environment(page).get_template(f"{page.layout}.{_SUFFIXES[page.kind]}")
    return template.render(page=page, a=page.articles[0], articles=page.articles, b=page.boilerplate)


def _environment(page: Page) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=page.kind in ("html", "pdf"),
        undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"ruby": _ruby, "plain": without_readings}
    return environment


def _ruby(text: str) -> Markup:
    return Markup(with_readings(str(escape(text)), r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>"))
