"""Makes an index of articles, and opens it.

>>> import index
>>> report = index.build(["articles"])  # doctest: +SKIP
>>> engine = index.open_engine(report.location)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import (
    EncoderError,
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexStateError,
    MissingExtraError,
    QueryError,
    Remedy,
    SearchError,
    SourceError,
)

if TYPE_CHECKING:
    from index.builder.pipeline import build, compact
    from index.builder.plan import Settings
    from index.builder.report import BuildReport
    from index.builder.watcher import watch
    from index.engines import open_engine
    from index.engines.protocol import Engine
    from index.generation.archive import export, import_
    from index.generation.history import Published, Verification, history, rollback, verify
    from index.types import Block, BlockKind, Document, Passage, Problem

__all__ = [
    "Block",
    "BlockKind",
    "BuildReport",
    "Document",
    "EncoderError",
    "Engine",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexNotFoundError",
    "IndexOutdatedError",
    "IndexStateError",
    "MissingExtraError",
    "Passage",
    "Problem",
    "Published",
    "QueryError",
    "Remedy",
    "SearchError",
    "Settings",
    "SourceError",
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
    "Block": "index.types",
    "BlockKind": "index.types",
    "BuildReport": "index.builder.report",
    "Document": "index.types",
    "Engine": "index.engines.protocol",
    "Passage": "index.types",
    "Problem": "index.types",
    "Published": "index.generation.history",
    "Settings": "index.builder.plan",
    "Verification": "index.generation.history",
    "build": "index.builder.pipeline",
    "compact": "index.builder.pipeline",
    "export": "index.generation.archive",
    "history": "index.generation.history",
    "import_": "index.generation.archive",
    "open_engine": "index.engines",
    "rollback": "index.generation.history",
    "verify": "index.generation.history",
    "watch": "index.builder.watcher",
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
