"""How many people a byline names, and that each counts by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import index
from index.article.authors import authors_in
from index.types import Document
from search import Filters, Searcher, View


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Sam Lee and Ruth Okafor", ["Sam Lee", "Ruth Okafor"]),
        ("Sam Lee; Ruth Okafor", ["Sam Lee", "Ruth Okafor"]),
        ("Sam Lee, Ruth Okafor and Li Wei", ["Sam Lee", "Ruth Okafor", "Li Wei"]),
        ("Sam Lee, Ruth Okafor, and Li Wei", ["Sam Lee", "Ruth Okafor", "Li Wei"]),
        ("Karl von Hagen & Jean-Luc Pérez", ["Karl von Hagen", "Jean-Luc Pérez"]),
        ("Lee, Sam", ["Lee, Sam"]),
        ("Reuters and AP", ["Reuters and AP"]),
        ("Ministry of Health and Social Care", ["Ministry of Health and Social Care"]),
        ("Ruth Okafor", ["Ruth Okafor"]),
        ("", [""]),
    ],
)
def test_people_are_told_apart_where_each_has_a_name(text: str, people: list[str]) -> None:
    assert authors_in(text) == people


def test_each_author_of_an_article_counts_and_is_found(tmp_path: Path) -> None:
    named = ["Sam Lee and Ruth Okafor", "Ruth Okafor; Li Wei", "Sam Lee", ""]
    documents = [
        Document(
            f"{number}", "wire", f"The lock at Tarn was shut {number} times this year.", blocks=(),
            author=author,
        )
        for number, author in enumerate(named)
    ]  # fmt: skip
    index.build(documents=documents, location=tmp_path / "index")
    with Searcher.open(tmp_path / "index") as searcher:
        found = searcher.search("lock", facets=["author"])
        assert found.facets["author"] == {"Sam Lee": 2, "Ruth Okafor": 2, "Li Wei": 1, "": 1}
        for asked, ids in (("Okafor", {"0", "1"}), (named[0], {"0"}), ("Lee and Wei", set())):
            hits = searcher.search("lock", filters=Filters(author=asked), view=View(copies=True))
            assert {hit.document.id for hit in hits} == ids
