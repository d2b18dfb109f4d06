"""``search similar``."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from index.errors import QueryError
from search.cli import fast_exit
from search.cli.article_names import named
from search.cli.query import show
from search.cli.search_options import Wanted
from search.searcher import Searcher
from search.similar import read_article


def run(name: str, location: Path | None, wanted: Wanted) -> NoReturn:
    """Print the articles like one of the index, a file, or standard input; exit with 1 if none.

    What is in the index is not read again.
    """
    with Searcher.open(location) as searcher:
        try:
            article = None if name == "-" else named(searcher.engine, name).document
        except QueryError:
            if not Path(name).is_file():
                raise
            article = None
        result = searcher.similar(
            article or read_article(name),
            wanted.top_k,
            wanted.mode,
            filters=wanted.filters_from_here(searcher),
            view=wanted.view,
        )
        what = f"like {'this text' if name == '-' else name}"
        show(searcher, result, result.good(), wanted, full=False, what=what)
    fast_exit.leave(0 if result.hits else 1)
