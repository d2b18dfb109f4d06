"""What a command line asks for: a query with its filters, its order and its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from index.errors import QueryError
from index.location import folder_of_paths
from index.query.filters import Filters
from search.cli.paths_from_here import with_paths
from search.question.mode import Mode
from search.results.view import DEFAULT as VIEW
from search.results.view import Sort, View

if TYPE_CHECKING:
    from search.searcher import Searcher
    from search.types import Result


class Form(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options that commands with results share."""

    top_k: int = 10
    mode: Mode = Mode.HYBRID
    filters: Filters = field(default_factory=Filters)
    view: View = VIEW
    plain: bool = False
    by_passage: bool = False
    facets: tuple[str, ...] = ()
    form: Form = Form.TEXT

    def search(self, searcher: Searcher, text: str, **more: Any) -> Result:
        """Ask ``searcher`` for ``text`` with these options; ``more`` as ``Searcher.search``."""
        return searcher.search(
            text,
            self.top_k,
            self.mode,
            filters=self.filters_from_here(searcher),
            view=self.view,
            plain=self.plain,
            by_passage=self.by_passage,
            **more,
        )

    def filters_from_here(self, searcher: Searcher) -> Filters:
        """The filters, with paths as the index has them."""
        return with_paths(self.filters, folder_of_paths(searcher.engine.location))


def filters_of(
    since: str | None,
    until: str | None,
    source: list[str] | None,
    author: list[str] | None,
    file: list[str] | None,
    language: list[str] | None,
    where: list[str] | None,
) -> Filters:
    """The filters that options name; ``where`` holds pairs as in ``section=politics``.

    :raises QueryError: where one of these is no pair.
    """
    fields: dict[str, list[str]] = {}
    for pair in where or ():
        name, value = _pair(pair)
        fields.setdefault(name, []).append(value)
    return Filters(
        since, until, source or None, author or None, file or None, language or None, where=fields
    )


def view_of(
    passages: int,
    ungrouped: bool,
    copies: bool,
    sort: str,
    half_life: float | None,
    page: int,
) -> View:
    """The view that options name; ``date`` sorts as ``newest`` does.

    :raises QueryError: where there is no such order.
    """
    try:
        order = Sort("newest" if sort == "date" else sort)
    except ValueError:
        raise QueryError(
            f"There is no order {sort}: choose relevance, date, newest or oldest"
        ) from None
    return View(not ungrouped, passages, copies, order, half_life, page=page)


def form_of(*, as_json: bool, as_csv: bool, as_markdown: bool) -> Form:
    """The one form that was asked for.

    :raises QueryError: where there are several.
    """
    asked = [
        form
        for form, is_asked in zip(Form, (False, as_json, as_csv, as_markdown), strict=True)
        if is_asked
    ]
    if len(asked) > 1:
        raise QueryError(f"Choose one of {' and '.join(f'--{form}' for form in asked)}")
    return asked[0] if asked else Form.TEXT


def _pair(text: str) -> tuple[str, str]:
    """``words>=500`` is the field ``words`` with the value ``>=500``."""
    for at, character in enumerate(text):
        if at and (character in "=<>:" or text.startswith("!=", at)):
            value = text[at:] if character in "<>!" else text[at + 1 :]
            return text[:at].strip(), value.strip()
    raise QueryError(f"--where takes a field and its value, as in section=politics, not {text}")
