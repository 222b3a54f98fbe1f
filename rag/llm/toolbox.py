"""The tools of one question: they read the library and calculate, and change nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from index.errors import KassoroError
from index.library import Library
from rag import tools as basic
from rag.figures import figure_rows
from rag.llm.shelf import Shelf, Shelved
from rag.llm.workings import Workings

if TYPE_CHECKING:
    from llama_index.core.tools import FunctionTool

_MOST_PASSAGES = 8
_MOST_ROWS = 12
_KEPT = ("company", "metric", "text", "value", "unit", "as_of", "kind", "attributed", "clash")
_NOTHING = "No passage answers that: say that the articles do not tell."


class Toolbox:
    """Makes the tools over a library and a shelf. `room` is how many characters one result may have."""

    def __init__(self, library: Library, shelf: Shelf, workings: Workings, room: int) -> None:
        self._library = library
        self._shelf = shelf
        self._workings = workings
        self._room = room

    def tools(self) -> list[FunctionTool]:
        """`search_passages`, `find_figures`, `runway`, `formula` and `calculate`, each giving text and never raising."""
        from llama_index.core.tools import FunctionTool

        functions = (self.search_passages, self.find_figures, self.runway, self.formula, self.calculate)
        return [FunctionTool.from_defaults(_told(one, self._room)) for one in functions]

    def search(self, query: str, limit: int) -> list[Shelved]:
        """The best passages for `query`, put on the shelf."""
        hits = self._library.retriever.retrieve(query)[: max(1, min(int(limit), _MOST_PASSAGES))]
        found = []
        for hit in hits:
            data = hit.node.metadata
            shelved = self._shelf.put(data["article_id"], data["start"], data["end"], data.get("heading", ""))
            found.append(shelved)
        return found

    def fenced(self, passages: list[Shelved], room: int | None = None) -> str:
        """As many of the passages as there is room for, each between its fences, the best first."""
        pieces: list[str] = []
        left = self._room if room is None else room
        for shelved in passages:
            piece = self._shelf.fenced(shelved)
            if len(piece) > left and pieces:
                break
            pieces.append(piece)
            left -= len(piece)
        return "\n".join(pieces)

    def search_passages(self, query: str, limit: int = 5) -> str:
        """Find passages of the articles that answer a question in Japanese or English, best first.

        Each comes with its marker (P1, P2 …), which a sentence that rests on it must name.
        """
        found = self.search(query, limit)
        return self.fenced(found) if found else _NOTHING

    def find_figures(self, company: str = "", metric: str = "", period: str = "") -> str:
        """Find the figures that the articles give: of a company, of a metric ("revenue", "純損失", "cash" …), of a period.

        "" stands for any. Each figure comes with the marker of the passage it stands in.
        """
        told = []
        for figure in figure_rows(self._library, company or None, metric or None, period or None):
            shelved = self._shelf.put(figure["article_id"], *self._sentence(figure))
            told.append({"marker": shelved.marker, **{key: figure[key] for key in _KEPT}})
            if len(told) >= _MOST_ROWS:
                break
        if not told:
            return _NOTHING
        passages = [self._shelf.passages[marker] for marker in dict.fromkeys(row["marker"] for row in told)]
        rows = self._shelf.fenced_text(json.dumps(told, ensure_ascii=False))
        return f"{self.fenced(passages, self._room - len(rows))}\n{rows}"

    def runway(
        self,
        cash: str,
        burn: str,
        as_of: str = "",
        raised: str = "",
        revenue: str = "",
        growth_percent_a_month: float = 0.0,
    ) -> str:
        """How many months cash lasts and the month it runs out, as calculation C1, C2 …

        Amounts as the passages or the question write them: cash and raised such as "80億ドル" or "$8 billion", burn and
        revenue with their period, such as "$1bn a month"; as_of is the date of the cash, "YYYY-MM".
        """
        return self._workings.keep(basic.runway(cash, burn, as_of, raised, revenue, growth_percent_a_month))

    def formula(self, name: str, inputs: dict[str, str]) -> str:
        """Compute a named finance formula ("equity ratio", "ROE", "売上総利益率", "growth" …), as calculation C1, C2 …

        inputs names each value as the formula does and gives it as the passages or the question write it:
        {"equity": "40億円", "total assets": "100億円"}. Asked with inputs it does not know, it says which it takes.
        """
        return self._workings.keep(basic.formula(name, inputs))

    def calculate(self, expression: str) -> str:
        """Evaluate arithmetic exactly, as calculation C1, C2 …: numbers of the passages or the question, + - * / and brackets."""
        return self._workings.calculate(expression)

    def _sentence(self, figure: dict[str, Any]) -> tuple[int, int]:
        """Where the sentence or table row of a figure stands."""
        rows = self._library.figures(article=figure["article_id"])
        row = next(row for row in rows if row.start == figure["start"])
        return row.sentence_start, row.sentence_end


def _told(function: Callable[..., str], room: int) -> Callable[..., str]:
    """`function`, whose errors are sentences, and whose results are no longer than there is room for."""

    @wraps(function)
    def told(*args: object, **kwargs: object) -> str:
        try:
            result = function(*args, **kwargs)
        except KassoroError as error:
            return str(error)
        except (TypeError, ValueError, ArithmeticError, AttributeError, SyntaxError, RecursionError) as error:
            return (
                f"{function.__name__} was given arguments it cannot use ({error}): give them as it describes."
            )
        return result if len(result) <= room else f"{result[:room]} …"

    return told
