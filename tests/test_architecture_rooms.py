"""Who may import whom: the rooms of the house, from the ground up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
FILES = sorted([*PROJECT.glob("index/**/*.py"), *PROJECT.glob("search/**/*.py")])

INDEX: dict[str, str] = {
    "types": "",
    "errors": "",
    "progress": "",
    "citation": "",
    "damage": "errors",
    "location": "errors",
    "private_files": "errors",
    "endless_files": "",
    "article": "types",
    "encoder": "endless_files errors private_files types",
    "query": "article errors types",
    "bounded_cache": "",
    "vector": "bounded_cache errors types",
    "boilerplate": "article types",
    "readers": "article endless_files errors location private_files types",
    "chunk": "article encoder types",
    "keyword": "bounded_cache damage errors private_files query types",
    "generation": "encoder errors location types",
    "store": "article citation errors generation types",
    "engines": "bounded_cache damage errors generation keyword location progress query store types "
    "vector",
    "builder": "article boilerplate chunk encoder endless_files engines errors generation location "
    "progress readers types",
}
"""For each room of ``index`` those that it may import; a room stands below all that import it."""

SEARCH: dict[str, str] = {
    "ranking": "",
    "question": "query_encoder ranking",
    "results": "question ranking types",
    "display": "ranking types",
    "evaluation": "question ranking searcher types",
    "cli": "display evaluation first_use question ranking results searcher similar types "
    "unread_languages",
}
"""For each room of ``search`` the files and rooms of ``search`` that it may import."""

VOCABULARY = {"types", "errors", "progress", "location", "citation"}
PURE = {"article", "query"}
"""What any room of ``search`` may import of ``index``, besides its doors."""

DOORS = {
    "display": "encoder keyword",
    "evaluation": "encoder engines generation private_files",
    "ranking": "chunk encoder engines",
    "question": "engines",
    "results": "engines",
    "cli": "builder encoder engines generation private_files readers",
}


def room(module: str) -> tuple[str, str] | None:
    """The package and the room, or the file beside rooms, that a module lies in."""
    package, _, rest = module.partition(".")
    if package not in ("index", "search") or not rest:
        return None
    name = rest.split(".")[0]
    known = (PROJECT / package / name).is_dir() or (PROJECT / package / f"{name}.py").exists()
    return (package, name) if known else None


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in ("index", "search"):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def arrows(package: str) -> dict[tuple[str, str], dict[tuple[str, str], str]]:
    """From each room of a package, the rooms that it imports, and a file that does."""
    found: dict[tuple[str, str], dict[tuple[str, str], str]] = {}
    for path in FILES:
        module = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        here = room(module)
        if here is None or here[0] != package:
            continue
        for name in imported(path):
            there = room(name)
            if there is not None and there != here:
                found.setdefault(here, {})[there] = module
    return found


def test_every_room_of_index_is_on_the_plan() -> None:
    folders = {path.parent.name for path in PROJECT.glob("index/*/__init__.py")}
    files = {path.stem for path in PROJECT.glob("index/*.py")} - {"__init__"}
    assert folders | files == set(INDEX)


@pytest.mark.parametrize("name", INDEX)
def test_a_room_of_index_imports_what_the_plan_allows(name: str) -> None:
    allowed = {("index", other) for other in INDEX[name].split()}
    found = arrows("index").get(("index", name), {})
    assert {there: by for there, by in found.items() if there not in allowed} == {}


def test_the_plan_of_index_has_no_circle() -> None:
    below: set[str] = set()
    for name, allowed in INDEX.items():
        assert set(allowed.split()) <= below, name
        below.add(name)


@pytest.mark.parametrize("name", SEARCH)
def test_a_room_of_search_imports_what_the_plan_allows(name: str) -> None:
    allowed = {("search", other) for other in SEARCH[name].split()}
    allowed |= {("index", other) for other in {*VOCABULARY, *PURE, *DOORS[name].split()}}
    found = arrows("search").get(("search", name), {})
    assert {there: by for there, by in found.items() if there not in allowed} == {}


def test_nothing_in_search_imports_the_command_line() -> None:
    for here, found in arrows("search").items():
        assert here[1] == "cli" or ("search", "cli") not in found
