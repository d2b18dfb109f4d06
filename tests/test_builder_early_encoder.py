from __future__ import annotations

import itertools
from collections.abc import Set
from pathlib import Path

import numpy as np
import pytest
from small_models import save_static

import index
from index.article.structure import structure
from index.boilerplate import mark
from index.builder.early_encoder import BATCH, EarlyEncoder
from index.builder.encoder_inputs import input_digest
from index.chunk import chunk, encoder_input
from index.encoder import open_encoder
from index.encoder.protocol import Encoder
from index.types import Document
from search import Searcher

WORDS = "ferry salt grain talks harbour herring bay week month north treaty vote".split()
MENU = "Home News Weather Sport"


def text(number: int) -> str:
    """One of many articles that differ, each with a line that all of them have."""
    words = next(itertools.islice(itertools.permutations(WORDS, 5), number, None))
    return f"Note {number}\n\n{MENU}\n\nThe {' '.join(words)} of day {number} ended at dawn.\n"


def document(number: int) -> Document:
    content = text(number)
    found = structure(content)
    return Document(f"{number}.txt", f"{number}.txt", content, blocks=found.blocks, title="Note")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    numbers = map(str, range(3 * BATCH))
    words = [*WORDS, *MENU.lower().split(), *"the of note day ended at dawn".split(), *numbers]
    return save_static(tmp_path_factory.mktemp("static"), words)


@pytest.fixture(scope="module")
def small(model: Path) -> Encoder:
    return open_encoder(str(model), for_building=True)


def inputs(encoder: Encoder, documents: list[Document]) -> dict[bytes, str]:
    passages = [p for d in documents for p in chunk(mark(d), encoder.tokenizer)]
    return {input_digest(passage): encoder_input(passage) for passage in passages}


def test_a_full_batch_is_encoded_as_it_would_be_later(small: Encoder) -> None:
    documents = [document(number) for number in range(BATCH)]
    with EarlyEncoder(small) as ahead:
        for each in documents:
            ahead.offer(each)
        texts = inputs(small, documents)
        vectors = ahead.take(texts.keys())
        assert ahead.take(texts.keys()) == {}
    assert len(vectors) >= BATCH
    np.testing.assert_array_equal(
        np.stack(list(vectors.values())), small.encode([texts[digest] for digest in vectors])
    )


def test_few_articles_are_left_to_the_writer(small: Encoder) -> None:
    with EarlyEncoder(small) as ahead:
        few = [document(number) for number in range(BATCH // 4)]
        for each in few:
            ahead.offer(each)
        assert ahead.take(inputs(small, few).keys()) == {}


def test_what_is_known_is_not_encoded(small: Encoder) -> None:
    old, new = [document(n) for n in range(BATCH)], [document(n) for n in range(BATCH, 2 * BATCH)]
    known = set(inputs(small, old))
    asked: list[bytes] = []

    def lookup(digests: Set[bytes]) -> Set[bytes]:
        asked.extend(digests)
        return digests & known

    with EarlyEncoder(small, lookup) as ahead:
        for each in [*old, *new]:
            ahead.offer(each)
        taken = ahead.take(inputs(small, [*old, *new]).keys())
    assert taken
    assert taken.keys() <= inputs(small, new).keys()
    assert known & set(asked)


def test_a_wrong_guess_changes_nothing_but_the_time(model: Path, tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    settings = index.Settings(model=str(model))
    count = 2 * BATCH
    for number in range(count):
        (articles / f"{number:04}.txt").write_text(text(number))
    report = index.build([articles], tmp_path / "at-once", settings)
    # Of each article the menu is boilerplate, which only all of them together show.
    assert report.encoded == count
    for first in range(0, count, BATCH // 2):
        few = [articles / f"{number:04}.txt" for number in range(first + BATCH // 2)]
        index.build(few, tmp_path / "bit-by-bit", settings)
    found = []
    for place in ("at-once", "bit-by-bit"):
        with Searcher.open(tmp_path / place) as searcher:
            assert searcher.search("weather sport", mode="keyword").hits == ()
            hits = [hit for query in WORDS for hit in searcher.search(f"{query} of day 7")]
            found.append([(hit.document.id, hit.passage.text, hit.score) for hit in hits])
    assert found[0] == found[1]
