from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from index.keyword.bm25 import BM25, idf
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import plain

PASSAGES = [
    (0, "The harbour froze."),
    (0, "Ferries stopped, and the harbour waited for the icebreaker."),
    (1, "Ferries run late."),
    (2, "A harbour seal slept."),
]
DOCUMENTS = np.array([article for article, _ in PASSAGES], dtype=np.int32)
PARAMETERS = BM25(context=0.25)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeywordIndex]:
    folder = tmp_path_factory.mktemp("context")
    with KeywordWriter(folder, fresh=True) as writer:
        for row, (_, text) in enumerate(PASSAGES):
            writer.add(row, title="", heading="", body=text, language="en")
    with KeywordIndex(folder, DOCUMENTS) as opened:
        yield opened


def scores(index: KeywordIndex, text: str, parameters: BM25 = PARAMETERS) -> list[float]:
    return list(map(float, index.answer(plain(text), ["en"], parameters).scores))


def test_a_passage_scores_by_its_own_words_and_by_those_of_its_article(index: KeywordIndex) -> None:
    # "harbour" stands in 2 of 3 articles. The passages have 3, 9, 3 and 4 terms, 4.75 on average;
    # the articles have 12, 3 and 4, and 19 / 3 on average.
    def norm(length: float, average: float) -> float:
        return 1 - 0.75 + 0.75 * length / average

    article = 0.25 * 2 / norm(12, 19 / 3)
    first = 0.75 * 1 / norm(3, 4.75) + article
    second = 0.75 * 1 / norm(9, 4.75) + article
    seal = 0.75 * 1 / norm(4, 4.75) + 0.25 * 1 / norm(4, 19 / 3)
    expected = [idf(3, 2) * tf / (tf + 1.2) for tf in (first, second)]
    expected += [0, idf(3, 2) * seal / (seal + 1.2)]
    assert scores(index, "harbour") == pytest.approx(expected)


def test_only_passages_that_hold_a_word_are_found(index: KeywordIndex) -> None:
    assert scores(index, "icebreaker")[0] > 0
    found = index.answer(plain("icebreaker"), ["en"], PARAMETERS).best(9)
    assert found.rows.tolist() == [1]


def test_words_spread_over_an_article_count_together(index: KeywordIndex) -> None:
    alone, together = BM25(context=0), BM25(context=0.5)
    query = "froze ferries"
    assert scores(index, query, alone)[1] == pytest.approx(scores(index, "ferries", alone)[1])
    assert scores(index, query, together)[1] > scores(index, "ferries", together)[1]


def test_a_field_that_is_asked_for_has_no_context(index: KeywordIndex) -> None:
    assert scores(index, "harbour", BM25(body=0)) == [0, 0, 0, 0]


def test_the_shares_of_an_explanation_add_up(index: KeywordIndex) -> None:
    query, rows = "harbour ferries", np.arange(len(PASSAGES))
    shares = index.answer(plain(query), ["en"], PARAMETERS).explain(rows)
    assert {share.field for share in shares[1]} == {"body", "article"}
    sums = [sum(share.score for share in of_row) for of_row in shares]
    assert sums == pytest.approx(scores(index, query))
