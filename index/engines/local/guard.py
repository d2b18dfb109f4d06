"""What a damaged byte makes a library raise, turned into one clear error."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from index.errors import IndexDamagedError, SearchError

T = TypeVar("T")


def guarded(engine: type[T]) -> type[T]:
    """Let the constructor and the public methods of an engine raise nothing but ``SearchError``.

    Checksums find most damage when an index is opened or verified. What slips through, because
    not everything was checked or because somebody made it so, reaches the libraries that parse
    the files, and each of them fails in its own way.
    """
    for name, method in list(vars(engine).items()):
        if callable(method) and (name == "__init__" or not name.startswith("_")):
            setattr(engine, name, _guarded(method))
    return engine


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Any, *arguments: Any, **named: Any) -> Any:
        with _reading(self):
            result = method(self, *arguments, **named)
        return _iterated(self, result) if isinstance(result, Iterator) else result

    return call


def _iterated(engine: Any, values: Iterator[Any]) -> Iterator[Any]:
    with _reading(engine):
        yield from values


@contextmanager
def _reading(engine: Any) -> Iterator[None]:
    try:
        yield
    except (SearchError, GeneratorExit):
        raise
    except Exception as error:
        raise IndexDamagedError(
            f"The index in {engine.location} is damaged ({type(error).__name__} while reading it):"
            " `search verify` says where, `search build --fresh` mends it"
        ) from error
