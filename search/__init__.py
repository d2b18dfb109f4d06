"""Hybrid search over articles: BM25 and sentence embeddings, fused.

>>> import index, search
>>> index.build(["articles"])  # doctest: +SKIP
>>> with search.Searcher.open() as searcher:  # doctest: +SKIP
...     result = searcher.search("arms control talks", top_k=3)
"""

from __future__ import annotations

TYPE_CHECKING = False  # The module with this name takes as long to load as all of this.
if TYPE_CHECKING:
    from index.errors import QueryError, SearchError
    from index.query.filters import Filters
    from search.question.mode import Mode
    from search.results.view import Sort, View
    from search.searcher import Searcher
    from search.types import Copy, Hit, LegHit, Ranked, Result, Totals

__all__ = [
    "Copy",
    "Filters",
    "Hit",
    "LegHit",
    "Mode",
    "QueryError",
    "Ranked",
    "Result",
    "SearchError",
    "Searcher",
    "Sort",
    "Totals",
    "View",
]

_MODULES = {
    "Copy": "search.types",
    "Filters": "index.query.filters",
    "Hit": "search.types",
    "LegHit": "search.types",
    "Mode": "search.question.mode",
    "QueryError": "index.errors",
    "Ranked": "search.types",
    "Result": "search.types",
    "SearchError": "index.errors",
    "Searcher": "search.searcher",
    "Sort": "search.results.view",
    "Totals": "search.types",
    "View": "search.results.view",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that importing the package is free."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    """The public names as well that nobody has asked for yet, so that they can be completed."""
    return sorted({*globals(), *__all__})
