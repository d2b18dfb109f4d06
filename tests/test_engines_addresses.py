"""Where an index lies: a folder, or an address whose scheme says which engine it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

import index
from index.engines import ENGINES, manifest_of, open_engine, open_writer
from index.errors import IndexNotFoundError, IndexStateError
from index.location import (
    address,
    build_location,
    find_folder,
    find_index,
    folder_of_paths,
    scheme_of,
)
from index.progress import Silent
from search import Searcher

ADDRESS = "nowhere://host:9200/articles"


@pytest.mark.parametrize(
    ("location", "scheme"),
    [
        (ADDRESS, "nowhere"),
        (Path(ADDRESS), "nowhere"),
        ("HTTPS://host/articles", "https"),
        ("articles/.search-index", ""),
        ("/srv/articles", ""),
        ("C:/articles", ""),
        ("a:b/c", ""),
        ("nowhere:", ""),
    ],
)
def test_a_scheme_is_told_from_a_folder(location: str | Path, scheme: str) -> None:
    assert scheme_of(location) == scheme
    assert not scheme or address(location).lower().startswith(f"{scheme}://host")


def test_a_folder_that_there_is_may_look_like_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nowhere:/articles").mkdir(parents=True)
    assert scheme_of("nowhere:/articles") == ""
    with pytest.raises(IndexNotFoundError):
        open_engine("nowhere:/articles")


def test_paths_of_articles_begin_beside_the_index_or_where_one_stands(tmp_path: Path) -> None:
    assert folder_of_paths(tmp_path / ".search-index") == tmp_path
    assert folder_of_paths(ADDRESS) == Path.cwd()


def test_an_address_is_handed_on_and_not_looked_for_on_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert address(find_index(Path(ADDRESS))) == ADDRESS
    assert address(build_location(Path(ADDRESS), renew=False)) == ADDRESS
    monkeypatch.setenv("SEARCH_INDEX", ADDRESS)
    assert address(find_index()) == ADDRESS


def test_a_scheme_that_no_engine_has_is_one_plain_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tides\n\nThe tide tables were printed in Karsova.\n")
    for use in (
        lambda: open_engine(ADDRESS),
        lambda: manifest_of(ADDRESS),
        lambda: open_writer(Path(ADDRESS), Silent()),
        lambda: Searcher.open(ADDRESS),
        lambda: index.build([tmp_path / "a.txt"], ADDRESS),
    ):
        with pytest.raises(IndexStateError, match=f"^{ADDRESS}: no engine is known by nowhere://"):
            use()


def test_what_takes_a_folder_says_so_of_an_address(tmp_path: Path) -> None:
    for use in (
        lambda: find_folder(Path(ADDRESS)),
        lambda: index.history(ADDRESS),
        lambda: index.rollback(ADDRESS, 1),
        lambda: index.compact(ADDRESS),
        lambda: index.verify(ADDRESS),
        lambda: index.export(tmp_path / "out.zip", ADDRESS),
    ):
        with pytest.raises(IndexStateError, match=f"^{ADDRESS} is an address"):
            use()
    assert not list(tmp_path.iterdir())


def test_the_scheme_chooses_the_engine(seeds_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ENGINES, "nowhere", ENGINES[""])
    with pytest.raises(IndexNotFoundError, match="nowhere:"):
        open_engine(ADDRESS)  # that engine was asked, and finds no folder of the name
    with open_engine(seeds_index / ".search-index") as engine:
        assert engine.manifest == manifest_of(engine.location)
