"""The errors of both packages as a program catches them."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

import index
import search
from index import errors


def raised() -> list[errors.SearchError]:
    return [
        errors.SearchError("The disk is full", place="/index", cause="no space"),
        errors.QueryError("No mode 'x'", remedy=errors.Remedy.SEARCH),
        errors.IndexNotFoundError("No index here", place="here"),
        errors.MissingExtraError.of("watchfiles", "watch", "Watching"),
        errors.damaged("columns.bin", "it is cut"),
    ]


@pytest.mark.parametrize("error", raised(), ids=lambda error: type(error).__name__)
def test_an_error_comes_through_a_pool_of_processes_whole(error: errors.SearchError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), again.place, again.cause, again.remedy) == (
        str(error), error.place, error.cause, error.remedy,
    )  # fmt: skip


def test_every_error_is_a_public_name() -> None:
    every = {
        name for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.SearchError)
    }  # fmt: skip
    assert {*every, "Remedy"} <= set(index.__all__)
    assert {"SearchError", "QueryError"} <= set(search.__all__)


@pytest.mark.parametrize("package", ["index", "search"])
def test_every_public_name_is_there_to_be_completed(package: str) -> None:
    program = f"import {package}; print(set({package}.__all__) <= set(dir({package})))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr
    module = {"index": index, "search": search}[package]
    assert all(getattr(module, name).__doc__ for name in module.__all__)
