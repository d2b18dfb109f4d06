"""The tables of docs/words.md hold: each line in both directions."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import parse
from index.query.parser import plain

PAGE = Path(__file__).parent.parent / "docs" / "words.md"
LANGUAGES = ("en", "de", "fr", "ru")
"""Which any language stands for."""


def lines(heading: str) -> list[tuple[str, str, str]]:
    """The lines of the tables under a heading: two texts and a language."""
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for section in sections
        if section.startswith(heading)
        for line in section.splitlines()
        if line.startswith("| ")
    ]
    return [(row[0], row[1], row[3]) for row in rows if row[3] != "language"]


SAME = [
    (one, other, language)
    for heading in ("Letters", "Hyphens", "Numbers", "Abbreviations", "English", "Endings")
    for a, b, spoken in lines(heading)
    for language in (LANGUAGES if spoken == "*" else [spoken])
    for one, other in ((a, b), (b, a))
]
SAME += [*lines("Scripts"), *lines("Compounds")]
APART = lines("What stays apart")


@lru_cache(maxsize=1)
def corpus() -> tuple[KeywordIndex, dict[tuple[str, str], int]]:
    """Every text of the tables as a passage, and the row of each."""
    texts = {(text, spoken): None for one, other, spoken in SAME for text in (one, other)}
    texts |= {(text, spoken): None for one, other, spoken in APART for text in (one, other)}
    folder = Path(tempfile.mkdtemp())
    with KeywordWriter(folder, fresh=True) as writer:
        for row, (text, spoken) in enumerate(texts):
            writer.add(row, title="", heading="", body=text, language=spoken)
    return KeywordIndex(folder), {text: row for row, text in enumerate(texts)}


@pytest.mark.parametrize(("query", "article", "language"), SAME)
def test_the_same_word(query: str, article: str, language: str) -> None:
    index, rows = corpus()
    answer = index.answer(plain(query), [language], BM25())
    assert answer.coverage(np.array([rows[article, language]]))[0] == pytest.approx(1)


@pytest.mark.parametrize(("query", "article", "language"), APART)
def test_another_word(query: str, article: str, language: str) -> None:
    index, rows = corpus()
    found = index.answer(parse(query), [language], BM25()).best(1000)
    assert rows[article, language] not in found.rows.tolist()


def test_the_tables_are_read() -> None:
    assert len(SAME) > 200
    assert len(APART) > 8
