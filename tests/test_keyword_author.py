from __future__ import annotations

from pathlib import Path

from small_models import save_static

import index
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import parse
from search import Searcher, View


def test_who_wrote_it_counts_less_than_what_it_says(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        writer.add(0, title="", heading="", body="A bridge", author="Ada Finch", language="en")
        writer.add(1, title="", heading="", body="Finch spoke", author="Bo Lark", language="en")
        writer.add(2, title="", heading="", body="A ferry", language="en")
    found = KeywordIndex(tmp_path).answer(parse("finch"), ["en"], BM25()).best(9)
    assert found.rows.tolist() == [1, 0]


def test_articles_are_found_by_their_author_after_any_build(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    words = "bridge number by the over creek is shut vandermeer".split()
    settings = index.Settings(model=str(save_static(tmp_path / "model", words)))
    for number, author in enumerate(("Ottilie Vandermeer", "Ansel Quist", "Ottilie Vandermeer")):
        text = f"Bridge number {number}\n\nBy {author}\n\nThe bridge over creek {number} is shut."
        (articles / f"{number}.txt").write_text(text, encoding="utf-8")
        index.build([articles], tmp_path / "index", settings)
    index.compact(tmp_path / "index")
    with Searcher.open(tmp_path / "index") as searcher:
        result = searcher.search("vandermeer", mode="keyword", view=View(copies=True))
    assert {Path(hit.document.path).name for hit in result} == {"0.txt", "2.txt"}
