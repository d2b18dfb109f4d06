"""Indexes on file systems that can do less: no durable folders, no modes, no hard links."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import harm
import pytest

import index
from index.generation.history import set_ranking
from index.generation.parameters import RankingParameters
from search import Searcher

REFUSALS = [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EPERM]


def poor(monkeypatch: pytest.MonkeyPatch, number: int) -> list[str]:
    """Let the system refuse what some file systems cannot do; returns what was asked of it."""
    asked: list[str] = []
    synchronise = os.fsync

    def refuse(name: str, number: int = number) -> Any:
        def refused(*_: object, **__: object) -> None:
            asked.append(name)
            raise OSError(number, os.strerror(number))

        return refused

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            refuse("fsync")()
        synchronise(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(os, "link", refuse("link"))
    for name in ("fchmod", "chmod"):
        monkeypatch.setattr(os, name, refuse(name, errno.EPERM))  # where there are no modes
    return asked


@pytest.mark.parametrize("number", REFUSALS)
def test_every_command_does_with_what_a_file_system_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    asked = poor(monkeypatch, number)
    articles, place = tmp_path / "articles", tmp_path / "index"
    harm.write_articles(articles, notes=5)
    index.build([articles], place)
    (articles / "a.txt").unlink()
    (articles / "z.txt").write_text("Tides\nThe tide tables were printed in Karsova.\n")
    report = index.build([articles], place)
    assert (report.added, report.removed) == (1, 1)
    set_ranking(RankingParameters(0.4, 1.1, 0.5, 1.0, 1.0, 0.2), place)
    index.rollback(place)
    index.compact(place)
    index.export(tmp_path / "out.lede", place)
    index.import_(tmp_path / "out.lede", tmp_path / "imported")
    assert {"fsync", "fchmod", "chmod", "link"} <= set(asked)
    for one in (place, tmp_path / "imported"):
        assert not index.verify(one).damage
        with Searcher.open(one) as searcher:
            assert searcher.search("tide tables", mode="keyword").hits


def test_a_file_that_cannot_be_made_durable_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm.write_articles(tmp_path / "articles", notes=5)
    index.build([tmp_path / "articles"], tmp_path / "index")
    (tmp_path / "articles/a.txt").unlink()

    def fsync(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        with pytest.raises(index.SearchError, match="input/output error"):
            index.build([], tmp_path / "index")
    assert index.verify(tmp_path / "index").manifest.generation == 1
    assert index.build([], tmp_path / "index").removed == 1
