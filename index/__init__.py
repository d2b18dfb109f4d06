"""Makes an index of articles, and opens it.

>>> import index
>>> report = index.build(["articles"])  # doctest: +SKIP
>>> engine = index.open_engine(report.location)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import SearchError

if TYPE_CHECKING:
    from index.engine import Engine, open_engine
    from index.pipeline import BuildReport, build
    from index.plan import Settings
    from index.types import Document, Passage, Problem

__all__ = [
    "BuildReport",
    "Document",
    "Engine",
    "Passage",
    "Problem",
    "SearchError",
    "Settings",
    "build",
    "open_engine",
]

_MODULES = {
    "BuildReport": "index.pipeline",
    "Document": "index.types",
    "Engine": "index.engine",
    "Passage": "index.types",
    "Problem": "index.types",
    "Settings": "index.plan",
    "build": "index.pipeline",
    "open_engine": "index.engine",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that importing the package is free."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
