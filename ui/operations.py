"""What the commands do, as named operations that take plain values and yield JSON objects.

The command line runs them in its own process, or, while a chat owns the home, in the chat's (see `ui.control`).
"""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.article import Article, Document
from index.errors import KassoroError
from index.library import AddResult, Library, Preview
from index.readers import Raw
from ui.startup import collector_at_rest

if TYPE_CHECKING:
    from rag.assistant import Assistant

Row = dict[str, Any]
Progress = Callable[[str, int, int], None]

# Operations that take long enough for a person to want to see how far they are.
LONG = frozenset({"add", "rebuild", "refresh"})
# How much of a text a preview shows.
_OPENING_LINES, _OPENING = 3, 240


class Operations:
    """Operations over one library; those that change it run one at a time, and only questions need an assistant."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._assistant: Assistant | None = None
        self._opening = threading.Lock()
        self._changing = threading.Lock()
        self._table: dict[str, Callable[..., Iterator[Row]]] = {
            "ask": self._ask, "follow": self._follow, "model": self._model, "add": self._add, "list": self._list, "show": self._show, "remove": self._remove,
            "refresh": self._refresh, "rebuild": self._rebuild, "doctor": self._doctor, "figures": self._figures, "export": self._export, "import": self._import,
        }  # fmt: skip

    @property
    def assistant(self) -> Assistant:
        """The assistant over the library, made with the first question: it takes seconds that `list` need not wait."""
        with self._opening:
            if self._assistant is None:
                with collector_at_rest():
                    from rag.assistant import Assistant

                    self._assistant = Assistant(self.library)
        return self._assistant

    def run(self, name: str, arguments: Mapping[str, Any], progress: Progress | None = None) -> Iterator[Row]:
        """The rows of operation `name`; KassoroError (one sentence) if it is unknown or fails.

        `progress` hears of those in LONG, and may stop them by raising.
        """
        if name not in self._table:
            raise KassoroError(f"There is no operation {name!r}: use one of {', '.join(self._table)}.")
        if name in LONG:
            return self._table[name](**arguments, progress=progress)
        return self._table[name](**arguments)

    def add_document(self, document: Document) -> AddResult:
        """Add a document that has no file, such as pasted text."""
        with self._changing:
            return self.library.add(document)

    def _ask(
        self, question: str, history: list[Mapping[str, Any]] | None = None, id: str | None = None
    ) -> Iterator[Row]:
        yield self.assistant.answer(question, history or [], id).to_json()

    def _follow(
        self, question: str, history: list[Mapping[str, Any]] | None = None, id: str | None = None
    ) -> Iterator[Row]:
        """{"step"} and {"token"} as they come, then {"answer", "usage"}."""
        from rag.answer import Step, Token

        for event in self.assistant.ask(question, history or [], id=id):
            if isinstance(event, Step):
                yield {"step": event.text}
            elif isinstance(event, Token):
                yield {"token": event.text}
            else:
                usage = asdict(event.usage) if event.usage else None
                yield {"answer": event.answer.to_json(), "usage": usage}

    def _model(self) -> Iterator[Row]:
        """The language model in use and to which host passages are sent, None for none."""
        from rag.llm.choice import choose
        from rag.llm.notes import notice

        choice = choose(self.library.settings)
        if choice is None:
            yield {"model": None, "host": None, "notice": {}}
        else:
            said = {language: notice(choice, language) for language in ("ja", "en")}
            yield {"model": choice.model, "host": choice.host, "notice": said}

    def _add(
        self,
        sources: list[str],
        published: str | None = None,
        pieces: Sequence[Mapping[str, str]] = (),
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Iterator[Row]:
        """A row a source, or of what each would become; `pieces` are bytes with a name, in Base64."""
        named: list[str | Raw] = [*sources, *map(_piece, pieces)]
        with self._changing:
            if dry_run:
                for one in self.library.preview(named, published, progress):
                    yield previewed(one) if isinstance(one, Preview) else added(one)
                return
            for result in self.library.add_sources(named, published, progress):
                yield added(result)

    def _list(self) -> Iterator[Row]:
        for article in self.library.articles():
            yield {**listed(article), "publisher": article.publisher, "story": article.story}

    def _show(self, id: str, version: int | None = None) -> Iterator[Row]:
        article = self.library.article(id)
        row = {
            **listed(article), "url": article.url, "text": article.text, "publisher": article.publisher,
            "found": dict(article.found), "story": article.story, "versions": len(self.library.versions(id)),
        }  # fmt: skip
        if version is not None and version != row["versions"] + 1:
            older = self.library.version(id, version)
            row |= {name: getattr(older, name) for name in ("title", "source", "published", "text")}
            row |= {"version": older.number, "replaced_at": older.replaced_at}
        yield row

    def _remove(self, ids: list[str]) -> Iterator[Row]:
        with self._changing:
            self.library.remove(ids)
        for id in ids:
            yield {"article_id": id, "status": "removed"}

    def _refresh(self, progress: Progress | None = None) -> Iterator[Row]:
        """A row for each article that came from a URL."""
        with self._changing:
            for result in self.library.refresh(progress):
                yield added(result)

    def _rebuild(self, progress: Progress | None) -> Iterator[Row]:
        with self._changing:
            self.library.rebuild(progress)
        yield {"status": "rebuilt", "passages": self.library.passage_count()}

    def _doctor(self) -> Iterator[Row]:
        problems = self.library.problems()
        yield {"status": "problems" if problems else "ok", "problems": problems, **self._models()}

    def _figures(self, company: str | None = None, metric: str | None = None) -> Iterator[Row]:
        from rag.figures import figure_rows

        yield from figure_rows(self.library, company, metric)

    def _models(self) -> Row:
        settings = self.library.settings
        model = next(self._model())
        return {
            "embedding": settings.embedding_name,
            "reranker": settings.reranker_name or None,
            "llm": model["model"],
            "llm_host": model["host"],
        }

    def _export(self, path: str) -> Iterator[Row]:
        yield {"status": "exported", "articles": self.library.export(path), "path": path}

    def _import(self, path: str) -> Iterator[Row]:
        with self._changing:
            yield {"status": "imported", "articles": self.library.import_(path), "path": path}


def added(result: AddResult) -> Row:
    """One line of `kassoro add --json`."""
    return asdict(result)


def previewed(preview: Preview) -> Row:
    """One line of `kassoro add --dry-run --json`; `article_id` and `status` are what they would become."""
    article = preview.article
    return {
        **added(preview.result), "published": article.published, "language": article.language, "url": article.url,
        "passages": preview.passages, "figures": preview.figures, "opening": opening_of(article.text),
    }  # fmt: skip


def opening_of(text: str) -> str:
    """The first lines of a text, as many as a person needs to know it again."""
    lines = [line for line in text.splitlines() if line.strip()][:_OPENING_LINES]
    opening = "\n".join(lines)
    return opening if len(opening) <= _OPENING else opening[: _OPENING - 1] + "…"


def piece_of(name: str, data: bytes, origin: str = "stdin") -> dict[str, str]:
    """Bytes that are in no file of their own, as `add` takes them: standard input, or an "upload"."""
    return {"name": name, "data": base64.b64encode(data).decode(), "origin": origin}


def _piece(piece: Mapping[str, str]) -> Raw:
    """The bytes of `piece_of`. Their hash is part of their source, as names of uploads repeat."""
    data = base64.b64decode(piece["data"])
    digest = hashlib.sha256(data).hexdigest()[:12]
    named = f"/{piece['name']}" if piece["origin"] == "upload" else ""
    return Raw(data, piece["name"], f"{piece['origin']}:{digest}{named}")


def listed(article: Article) -> Row:
    """One line of `kassoro list --json`."""
    return {
        "article_id": article.id, "title": article.title, "source": article.source,
        "published": article.published, "language": article.language,
    }  # fmt: skip
