"""What is no fault of the index is never called damage."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import index
from index.engines.protocol import Request
from index.errors import IndexDamagedError, QueryError, Remedy, SearchError
from index.query import parse
from search import Searcher
from search.cli.remedies import hint, message

PROGRAM = """
import resource, sys
from pathlib import Path
import index

place, spare = sys.argv[1], int(sys.argv[2])
index.open_engine(place).close()  # what has to be imported is
used = len(list(Path("/dev/fd").iterdir()))
resource.setrlimit(resource.RLIMIT_NOFILE, (used - 1 + spare, used + 999))
try:
    index.open_engine(place).close()
    said = "opened"
except (index.SearchError, OSError) as error:
    said = f"{type(error).__name__}: {error}"
resource.setrlimit(resource.RLIMIT_NOFILE, (used + 999, used + 999))
index.open_engine(place).close()
print(said)
"""


@pytest.mark.parametrize("spare", [0, 1, 2, 4, 8])
def test_too_many_open_files_are_no_damage(seeds_index: Path, spare: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(seeds_index / ".search-index"), str(spare)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Damaged" not in done.stdout
    if spare < 2:
        assert "too many open files" in done.stdout.lower()


def test_a_closed_searcher_says_that_it_is_closed(seeds_index: Path) -> None:
    searcher = Searcher.open(seeds_index / ".search-index")
    assert searcher.search("treaty").hits
    searcher.close()
    for query in ("treaty", "ferry", '"test ban"', "ferr*", "electrc~"):
        with pytest.raises(SearchError, match="closed") as caught:
            searcher.search(query)
        assert not isinstance(caught.value, IndexDamagedError)


def test_a_query_that_is_no_text_is_a_mistake_of_who_asks(seeds_index: Path) -> None:
    with (
        Searcher.open(seeds_index / ".search-index") as searcher,
        pytest.raises(QueryError, match="A query is text, not bytes"),
    ):
        searcher.search(b"treaty")  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(1, 7), (384,), (2, 384)])
def test_a_vector_of_another_length_is_a_mistake_of_who_asks(
    seeds_index: Path, shape: tuple[int, ...]
) -> None:
    with index.open_engine(seeds_index / ".search-index") as engine:
        request = Request(parse("treaty"), np.ones(shape, dtype=np.float32))
        with pytest.raises(QueryError, match="384 dimensions"):
            engine.ask([request])


def test_what_was_replaced_is_closed_when_its_last_query_is_answered(tmp_path: Path) -> None:
    source = tmp_path / "articles"
    source.mkdir()
    (source / "one.txt").write_text("The ferry of Saltmere\n\nThe ferry sails at noon again.\n")
    index.build([source], tmp_path / "index")
    searcher = Searcher.open(tmp_path / "index")
    first = searcher.engine
    (source / "two.txt").write_text("The train of Saltmere\n\nThe train leaves at noon again.\n")
    index.build([source], tmp_path / "index")
    assert searcher.refresh()
    assert searcher.engine is not first
    with pytest.raises(SearchError, match="closed"):
        first.ask([Request(parse('"the ferry"'))])
    assert searcher.search("train").hits[0].document.path.endswith("two.txt")
    searcher.close()


def test_errors_of_the_index_name_no_command() -> None:
    # What mends them is a remedy, which a server words in another way than the command line.
    for path in sorted((Path(__file__).parents[1] / "index").rglob("*.py")):
        for raised in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(raised, ast.Call | ast.Raise):
                texts = [n.value for n in ast.walk(raised) if isinstance(n, ast.Constant)]
                said = [text for text in texts if isinstance(text, str)]
                assert not [text for text in said if "`search " in text], path
                assert not [t for t in said if " --" in t and "pip install" not in t], path


def test_every_remedy_has_words_on_the_command_line() -> None:
    for remedy in Remedy:
        error = SearchError("It is so", place="{odd}", remedy=remedy)
        assert message(error).startswith("It is so")
        assert bool(hint(remedy)) == (remedy is not Remedy.NONE)
