"""No query costs more than a moment, whatever it is made of and whatever words there are."""

from __future__ import annotations

import base64
import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

import index
from index.encoder.callable import CallableEncoder
from index.errors import QueryError
from index.query import parse, plain
from index.query.dates import days_of
from index.types import Document
from search import Filters, Searcher

MOMENT = 1.0
"""Seconds of computing."""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    place = tmp_path_factory.mktemp("bounded") / "index"
    encoder = CallableEncoder(lambda texts: [[1.0, 2.0] for _ in texts], "the same for all")
    lengths = (20, 40, 60, 64, 250)
    documents = [
        Document(
            f"n{n}", "", f"A word is {'a' * n} or {'ab' * n}, galleries too.", (), source="a" * n
        )
        for n in lengths
    ]
    index.build((), place, index.Settings(encoder=encoder), documents=documents)
    with Searcher(index.open_engine(place), encoder) as opened:
        yield opened


@pytest.mark.parametrize("name", ["file", "author", "since", "url"])
def test_a_filter_of_a_program_is_bounded_too(searcher: Searcher, name: str) -> None:
    given = {name: "ab* " * 200_000}
    filters = Filters(**given) if name != "url" else Filters(where=given)  # type: ignore[arg-type]
    started = time.process_time()
    with pytest.raises(QueryError, match="characters"):
        searcher.search("word", mode="keyword", filters=filters)
    assert time.process_time() - started < MOMENT


@pytest.mark.parametrize(
    "text",
    [
        "a*" * 30 + "z",
        "*a" * 30 + "z",
        "a?*" * 20 + "z",
        '"' + "a*" * 30 + 'z or"',
        "source:" + "a*" * 30 + "z",
        "id:" + "*a" * 30,
        "after:2021" + "x" * 1900,
        'after:"' + "1 May 2021 " * 150 + '"',
        " OR ".join(f"source:{chr(97 + n % 26)}*{n}" for n in range(200)),
        "NOT " * 400 + "word",
        "word AND " + "NOT " * 490 + "other",
        "title:" * 330 + "word",
        "NOT (" * 150 + "word" + ")" * 150,
        "id:" + "!=" * 900 + "n20",
    ],
)
def test_a_query_takes_a_moment_or_is_refused(searcher: Searcher, text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(QueryError):
        searcher.search(text, mode="keyword")
    assert time.process_time() - started < MOMENT


@pytest.mark.parametrize(
    ("pattern", "found"),
    [("g*l*s", True), ("*aller*", True), ("g*r*l*s", False), ("ga?l*s", True)],
)
def test_a_pattern_with_several_stars_finds_what_it_did(
    searcher: Searcher, pattern: str, found: bool
) -> None:
    assert bool(searcher.search(pattern, mode="keyword").hits) is found


@pytest.mark.parametrize(
    "piece", ["«", "« ", '"a ', "a -b ", "(a) ", "a AND ", "A OR ", '"a"', "+("]
)
def test_a_long_text_is_read_in_a_moment_whatever_marks_it_has(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    started = time.process_time()
    plain(text)
    with contextlib.suppress(QueryError):
        parse(text)
    assert time.process_time() - started < MOMENT


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
@pytest.mark.parametrize("is_plain", [True, False])
def test_a_query_is_no_book(searcher: Searcher, mode: str, is_plain: bool) -> None:
    longest = "galleries " * 300
    assert searcher.search(longest, mode=mode, plain=is_plain).hits
    with pytest.raises(QueryError, match="3,001 characters, and 3,000 at most"):
        searcher.search(longest + "x", mode=mode, plain=is_plain)


def test_too_many_filters_and_patterns_are_named(searcher: Searcher) -> None:
    filters = " OR ".join(f"source:s{number}" for number in range(51))
    with pytest.raises(QueryError, match="more than 50 filters"):
        searcher.search(f"word ({filters})")
    with pytest.raises(QueryError, match="is no date"):
        days_of("2021 " + "x" * 100)


@pytest.mark.parametrize(
    "head",
    [b"[" * 100_000, b'["x", Infinity]', b"[1, [2]]", b"\xff"],
    ids=["deep", "infinite", "list", "binary"],
)
def test_rubbish_is_no_cursor(searcher: Searcher, head: bytes) -> None:
    made = base64.urlsafe_b64encode(head + b"\n").decode()
    with pytest.raises(QueryError, match="cursor is none"):
        searcher.search("word", cursor=made)


def test_what_can_be_no_date_is_not_asked_of_all_languages() -> None:
    program = """
import sys
from index.errors import QueryError
from index.query import parse, plain
from index.query.dates import days_of
for text in ('1987\u8e1d"d*', "in [1940]", "1999=x", "a" * 9):
    try:
        print(days_of(text))
    except QueryError:
        pass
print("babel" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
