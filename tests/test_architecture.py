from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
FILES = sorted([*PROJECT.glob("index/**/*.py"), *PROJECT.glob("search/**/*.py")])


def imported(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_index_never_imports_search() -> None:
    guilty = [
        path
        for path in FILES
        if path.is_relative_to(PROJECT / "index")
        and any(name.split(".")[0] == "search" for name in imported(path))
    ]
    assert guilty == []


def test_only_the_keyword_leg_imports_whoosh() -> None:
    users = {
        path.relative_to(PROJECT / "index").as_posix()
        for path in FILES
        if any(name.split(".")[0] == "whoosh" for name in imported(path))
    }
    assert users == {
        "keyword/codec.py",
        "keyword/function_words.py",
        "keyword/segments.py",
        "keyword/snapshot.py",
    }


def test_the_command_line_reaches_the_disk_only_through_the_library() -> None:
    for path in PROJECT.glob("search/cli/*.py"):
        names = imported(path)
        assert not any(
            name.startswith(("index.engines.local", "index.keyword", "whoosh", "faiss", "sqlite3"))
            for name in names
        )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize(
    ("package", "names"),
    [
        (
            "search",
            [
                "Copy",
                "Filters",
                "Hit",
                "LegHit",
                "Mode",
                "QueryError",
                "Ranked",
                "Result",
                "SearchError",
                "Searcher",
                "Sort",
                "Totals",
                "View",
            ],
        ),
        (
            "index",
            [
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
            ],
        ),
    ],
)
def test_the_public_names_are_these(package: str, names: list[str]) -> None:
    module = importlib.import_module(package)
    assert module.__all__ == names
    assert all(getattr(module, name) is not None for name in names)
    with pytest.raises(AttributeError, match="no_such_name"):
        module.no_such_name  # noqa: B018


def test_no_module_takes_the_name_of_something_public() -> None:
    # It would stand in the place of the function once somebody had imported it.
    for package in ("index", "search"):
        modules = {path.stem for path in (PROJECT / package).glob("*") if path.stem != "__init__"}
        assert not modules & set(importlib.import_module(package).__all__)


def test_tests_are_named_by_rooms() -> None:
    rooms = {path.stem for package in ("index", "search") for path in PROJECT.glob(f"{package}/*")}
    rooms |= {
        "architecture",
        "benchmarks",
        "docs",
        "search",
        "security",
    }  # and what is about all of it
    named = {path.stem.split("_")[1] for path in PROJECT.glob("tests/test_*.py")}
    assert named <= rooms
