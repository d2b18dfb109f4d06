"""One string as a query with options drawn at random, and its answer printed in some form."""

from __future__ import annotations

import random
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final

from index.errors import QueryError
from search import Filters, Result, Searcher, Sort, View
from search.cli import facets, results
from search.cli.messages import note
from search.cli.terminal import as_json_line, emit
from search.display import tables
from search.display.json_records import hit_record
from search.question.unknown_words import remarks

FACETS: Final = ("source", "year", "month", "author", "language", "section", "words")
_MODES: Final = ("hybrid", "keyword", "vector")
_FORMS: Final = ("text", "json", "csv", "markdown")


def options(chance: random.Random) -> dict[str, Any]:
    """Arguments of ``Searcher.search``, drawn at random."""
    grouped = chance.random() < 0.7
    sort = chance.choice([Sort.RELEVANCE, Sort.RELEVANCE, Sort.NEWEST, Sort.OLDEST])
    view = View(
        grouped=grouped,
        passages=chance.choice([1, 1, 3]),
        copies=chance.random() < 0.3,
        sort=sort,
        half_life=chance.choice([None, None, 30.0]) if sort is Sort.RELEVANCE else None,
        page=chance.choice([1, 1, 1, 2, 5, 100]),
    )
    counted = chance.sample(FACETS, chance.randrange(4)) if chance.random() < 0.4 else []
    return {
        "mode": chance.choice(_MODES),
        "top_k": chance.choice([1, 10, 10, 10, 50]),
        "view": view,
        "plain": chance.random() < 0.1,
        "by_passage": chance.random() < 0.2,
        "explain": chance.random() < 0.1,
        "totals": chance.random() < 0.5,
        "facets": counted,
        "cursor": "" if grouped and chance.random() < 0.2 else None,
    }


def as_filter(text: str, chance: random.Random) -> Filters:
    """The text as the value of an option, or as the name of a field."""
    name = chance.choice(["since", "until", "source", "author", "file", "language", "where", ""])
    if name == "where":
        return Filters(where={chance.choice(["section", "words"]): text})
    given: dict[str, Any] = {name: text} if name else {"where": {text: "5"}}
    return Filters(**given)


def ask(searcher: Searcher, text: str, chance: random.Random) -> Result:
    """Ask for ``text``, as a command would, and print the answer to nowhere.

    Now and then it is the value of an option. Where a cursor was given, it is followed once.
    """
    how = options(chance)
    if chance.random() < 0.05:
        how["filters"] = as_filter(text, chance)
        text = chance.choice(["", "oil prices"])
    result = searcher.search(text, **how)
    with _nowhere():
        emit(_lines(searcher, result, chance.choice(_FORMS), full=chance.random() < 0.1))
        for line in (result.note, *remarks(result.unknown, result.query, found=bool(result.hits))):
            note(line)
    if result.cursor:
        searcher.search(text, **{**how, "cursor": result.cursor, "totals": False, "facets": ()})
    return result


def ending(searcher: Searcher, text: str, chance: random.Random) -> tuple[str, str]:
    """How it ends to ask for ``text``, and the traceback of an error that is none of ours."""
    try:
        return "answer" if ask(searcher, text, chance).hits else "nothing", ""
    except QueryError:
        return "QueryError", ""
    except Exception as error:
        return f"foreign {type(error).__name__}", traceback.format_exc()


def _lines(searcher: Searcher, result: Result, form: str, *, full: bool) -> Iterator[str]:
    good = result.good()
    answers = [None] * len(result) if full else searcher.answers(result)
    if form == "json":
        for hit, answer in zip(result, answers, strict=True):
            yield as_json_line(hit_record(hit, result.terms, good, answer, result.query))
    elif form == "csv":
        rows = (
            row
            for hit, answer in zip(result, answers, strict=True)
            for row in tables.rows(result.query, hit, result.terms, good, answer, full)
        )
        yield from tables.csv_lines(rows, tables.COLUMNS)
    elif form == "markdown":
        yield from tables.markdown(result, answers, full)
    else:
        counts = dict(result.facets)
        yield from facets.timeline(counts.pop("month", {}))
        yield from facets.facet_lines(counts)
        known = {hit.passage.id: answer for hit, answer in zip(result, answers, strict=True)}
        languages = searcher.engine.manifest.languages
        yield from results.lines(result, results.Shown(good, known, languages, Path("/"), full))
        if result.totals:
            yield results.totals(result.totals)


@contextmanager
def _nowhere() -> Iterator[None]:
    """Standard output and standard error of a terminal in UTF-8 that nobody reads."""
    out, err = (TextIOWrapper(BytesIO(), "utf-8", errors="replace") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        yield
