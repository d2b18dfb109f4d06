"""The terms of a query's words."""

from __future__ import annotations

from functools import lru_cache

from index.keyword.analysis import analyze


@lru_cache(maxsize=256)
def query_terms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The distinct terms of ``text`` in any of ``languages``."""
    return tuple(dict.fromkeys(term for language in languages for term in analyze(text, language)))
