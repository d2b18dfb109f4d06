"""What an index was made with differs from what there is now: one line says what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import harm
import pytest
from conftest import Command

import index
from index.errors import IndexOutdatedError, Remedy
from index.generation import generations, layout
from index.generation.manifest import FORMAT
from index.location import CURRENT
from search import Searcher


@pytest.fixture
def place(tmp_path: Path) -> Path:
    harm.write_articles(tmp_path / "articles", notes=0)
    index.build([tmp_path / "articles"], tmp_path / "index")
    return tmp_path / "index"


def pretend(place: Path, **made_with: str) -> None:
    """Let the index say that it was made with something else."""
    manifest = generations.current_manifest(place)
    other = replace(manifest, fingerprint={**manifest.fingerprint, **made_with})
    folder = layout.generation_folder(place, manifest.generation)
    (folder / layout.MANIFEST).write_text(other.to_json(), encoding="utf-8")
    generations.make_current(place, other)


@pytest.mark.parametrize(
    ("part", "named"),
    [("encoder", "model"), *((p, p) for p in ("analysis", "reading", "chunking", "boilerplate"))],
)
def test_a_build_says_which_part_differs_and_makes_everything_anew(
    part: str, named: str, place: Path, command: Command
) -> None:
    pretend(place, **{part: "another"})
    done = command("build", "--index", place, cwd=place)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Everything was made anew: another {named} than before\n")
    with Searcher.open(place) as searcher:
        assert searcher.search("grain").hits


@pytest.mark.parametrize(("part", "named"), [("encoder", "model"), ("analysis", "analyzer")])
def test_a_query_refuses_what_would_answer_wrongly(
    part: str, named: str, place: Path, command: Command
) -> None:
    pretend(place, **{part: "another"})
    done = command("query", "grain", "--index", place, cwd=place)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"another {named}" in done.stderr
    assert "`search build" in done.stderr


@pytest.mark.parametrize("part", ["reading", "chunking"])
def test_what_answers_as_well_as_ever_is_asked_and_compacted_as_it_is(
    part: str, place: Path
) -> None:
    pretend(place, **{part: "another"})
    for _ in range(2):
        with Searcher.open(place) as searcher:
            assert searcher.search("grain").hits
        assert index.compact(place).manifest.fingerprint[part] == "another"


def test_what_would_be_analysed_otherwise_is_not_compacted(place: Path) -> None:
    pretend(place, analysis="another")
    with pytest.raises(IndexOutdatedError, match="another analysis") as caught:
        index.compact(place)
    assert caught.value.remedy is Remedy.RENEW


@pytest.mark.parametrize(("number", "age"), [(FORMAT + 1, "newer"), (FORMAT - 1, "older")])
def test_another_format_is_refused_until_it_is_built_afresh(
    number: int, age: str, place: Path, command: Command
) -> None:
    path = place / "000001" / layout.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": number}))
    for use in (["query", "grain"], ["build"], ["verify"]):
        done = command(*use, "--index", place, cwd=place)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert f"{age} index format ({number}, this program's is {FORMAT})" in done.stderr
        assert "`search build --fresh`" in done.stderr
    done = command("build", "--fresh", place.parent / "articles", "--index", place, cwd=place)
    assert done.returncode == 0


def test_an_index_of_the_first_format_is_recognised(tmp_path: Path) -> None:
    """That format's pointer was a number alone, and its manifest had no seal."""
    (tmp_path / "000001").mkdir()
    (tmp_path / CURRENT).write_text("1\n")
    manifest = {
        "generation": 1,
        "created": "2026-01-01T00:00:00+00:00",
        "model": "all-MiniLM-L6-v2",
        "files": {"order.npy": {"size": 3, "blocks": ["a1773a9c9c24abdacdbf2680e877afda"]}},
        "format": 1,
    }
    (tmp_path / "000001" / layout.MANIFEST).write_text(json.dumps(manifest, indent=1))
    with pytest.raises(IndexOutdatedError, match=r"older index format \(1"):
        index.open_engine(tmp_path)
