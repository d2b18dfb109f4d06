"""Makes an index of articles, and opens it.

>>> import index
>>> report = index.build(["articles"])  # doctest: +SKIP
>>> engine = index.open_engine(report.location)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import SearchError

if TYPE_CHECKING:
    from index.archive import export, import_
    from index.engine import Engine, open_engine
    from index.pipeline import build, compact
    from index.plan import Settings
    from index.report import BuildReport
    from index.types import Document, Passage, Problem
    from index.upkeep import Published, Verification, history, rollback, verify
    from index.watching import watch

__all__ = [
    "BuildReport",
    "Document",
    "Engine",
    "Passage",
    "Problem",
    "Published",
    "SearchError",
    "Settings",
    "Verification",
    "build",
    "compact",
    "export",
    "history",
    "import_",
    "open_engine",
    "rollback",
    "verify",
    "watch",
]

_MODULES = {
    "BuildReport": "index.report",
    "Document": "index.types",
    "Engine": "index.engine",
    "Passage": "index.types",
    "Problem": "index.types",
    "Published": "index.upkeep",
    "Settings": "index.plan",
    "Verification": "index.upkeep",
    "build": "index.pipeline",
    "compact": "index.pipeline",
    "export": "index.archive",
    "history": "index.upkeep",
    "import_": "index.archive",
    "open_engine": "index.engine",
    "rollback": "index.upkeep",
    "verify": "index.upkeep",
    "watch": "index.watching",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that importing the package is free."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_MODULES[name]), name)
