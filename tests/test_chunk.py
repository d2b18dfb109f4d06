from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import SHORT_TOKENS, chunk, encoder_input, split
from index.encoder.protocol import Tokenizer
from index.types import Block, BlockKind, Document

CONTEXT = {BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.BYLINE, BlockKind.HEADING}


class Words:
    """A tokenizer that counts words and marks of punctuation."""

    def __init__(self, max_tokens: int) -> None:
        self.max_tokens = max_tokens

    def spans(self, text: str) -> npt.NDArray[np.int64]:
        found = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
        return np.array(found, dtype=np.int64).reshape(-1, 2)

    def pieces(self, text: str) -> list[tuple[int, int, bool]]:
        return [(start, end, True) for start, end in self.spans(text).tolist()]

    def counts(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        return np.array([len(self.spans(text)) for text in texts], dtype=np.int64)


def document(*parts: tuple[BlockKind, str], **fields: Any) -> Document:
    """A document with one block a line, lines parted by empty ones."""
    text, blocks, line = "", [], 1
    for kind, piece in parts:
        blocks.append(Block(len(text), len(text) + len(piece), kind, line))
        text += piece + "\n\n"
        line += 2
    return Document(id="a.txt", path="a.txt", text=text, blocks=tuple(blocks), **fields)


def words(count: int, word: str = "word") -> str:
    return " ".join(f"{word}{n}" for n in range(count))


paragraph, heading = BlockKind.PARAGRAPH, BlockKind.HEADING


def test_a_passage_is_a_paragraph_under_its_title_and_heading() -> None:
    article = document(
        (BlockKind.TITLE, "The title"),
        (BlockKind.STANDFIRST, "What it is about"),
        (paragraph, words(40, "a")),
        (heading, "A subhead"),
        (paragraph, words(40, "b")),
        title="The title",
        standfirst="What it is about",
    )
    first, second = chunk(article, Words(256))
    assert (first.id, second.id) == ("a.txt#p1", "a.txt#p2")
    assert (first.title, first.heading) == ("The title", "What it is about")
    assert (second.title, second.heading) == ("The title", "A subhead")
    assert encoder_input(second) == f"The title\nA subhead\n{words(40, 'b')}"
    assert (first.line, second.line) == (5, 9)


def test_a_short_paragraph_joins_the_one_before_it() -> None:
    article = document(
        (paragraph, words(60)), (paragraph, "“No,” she said."), (paragraph, words(50))
    )
    first, second = chunk(article, Words(256))
    assert first.text.endswith("“No,” she said.")
    assert second.text == words(50)


def test_a_short_first_paragraph_joins_the_next() -> None:
    article = document((paragraph, "It began."), (paragraph, words(60)))
    assert len(chunk(article, Words(256))) == 1


def test_a_short_paragraph_stays_alone_where_no_neighbour_has_room() -> None:
    article = document((paragraph, words(62)), (paragraph, words(9)), (paragraph, words(62)))
    assert [len(p.text.split()) for p in chunk(article, Words(64))] == [62, 9, 62]


def test_short_paragraphs_do_not_join_across_a_heading_or_boilerplate() -> None:
    article = document(
        (paragraph, "One."),
        (heading, "Between"),
        (paragraph, "Two."),
        (BlockKind.BOILERPLATE, "Sign up"),
        (paragraph, "Three."),
    )
    assert [p.text for p in chunk(article, Words(256))] == ["One.", "Two.", "Three."]


def test_a_heading_with_nothing_under_it_is_not_lost() -> None:
    article = document((paragraph, words(50)), (heading, "First"), (heading, "Last"))
    assert [p.text for p in chunk(article, Words(256))] == [words(50), "First", "Last"]


def test_a_title_too_long_for_context_is_embedded_as_a_passage() -> None:
    article = document(
        (BlockKind.TITLE, words(30, "t")), (paragraph, words(40)), title=words(30, "t")
    )
    passages = chunk(article, Words(64))
    assert " ".join(p.text for p in passages).split() == [
        *words(30, "t").split(),
        *words(40).split(),
    ]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    text = "Alpha beta gamma delta. Epsilon zeta eta theta. Iota kappa lambda mu."
    stretches = split(text, Words(0).spans(text), 11)
    assert [text[a:b] for a, b in stretches] == [
        "Alpha beta gamma delta. Epsilon zeta eta theta.",
        "Iota kappa lambda mu.",
    ]


def test_a_long_sentence_is_cut_at_clause_ends_then_between_words() -> None:
    text = "alpha beta gamma, delta epsilon zeta, eta theta"
    assert [text[a:b] for a, b in split(text, Words(0).spans(text), 5)] == [
        "alpha beta gamma,",
        "delta epsilon zeta,",
        "eta theta",
    ]
    bare = words(7)
    assert [bare[a:b].split() for a, b in split(bare, Words(0).spans(bare), 3)] == [
        ["word0", "word1", "word2"],
        ["word3", "word4"],
        ["word5", "word6"],
    ]


texts = st.text(alphabet="ab. ,“B\t1é", min_size=1, max_size=120).filter(lambda t: t.strip())
parts = st.lists(
    st.tuples(st.sampled_from(list(BlockKind)), texts.map(lambda t: t.strip())), max_size=12
)


@settings(max_examples=150)
@given(parts=parts, title=st.text(alphabet="ab ", max_size=60), limit=st.integers(8, 80))
def test_passages_cover_the_article_in_order_and_fit(
    parts: list[tuple[BlockKind, str]], title: str, limit: int
) -> None:
    article, tokenizer = document(*parts, title=title), Words(limit)
    passages = chunk(article, tokenizer)
    assert passages == chunk(article, tokenizer)
    assert len({p.id for p in passages}) == len(passages)
    covered = set()
    end = 0
    for passage in passages:
        assert passage.text == article.text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert passage.start >= end
        end = passage.end
        covered |= set(range(passage.start, passage.end))
    assert (tokenizer.counts([encoder_input(p) for p in passages]) <= limit).all()
    for block in article.blocks:
        inside = {i for i in range(block.start, block.end) if not article.text[i].isspace()}
        if block.kind is paragraph:
            assert inside <= covered
        if block.kind in {BlockKind.BOILERPLATE, BlockKind.BYLINE}:
            assert not inside & covered
    blocks = [b for b in article.blocks if b.kind in CONTEXT - {BlockKind.BYLINE}]
    for gap in set(range(len(article.text))) - covered:
        if any(b.start <= gap < b.end for b in article.blocks if b.kind is paragraph):
            assert article.text[gap].isspace()
    assert all(
        b.start in covered or tokenizer.counts([article.text[b.start : b.end]])[0] <= limit // 4
        for b in blocks
    )


@given(texts, st.integers(1, 12))
def test_split_keeps_every_token_within_the_limit(text: str, limit: int) -> None:
    tokenizer = Words(limit)
    stretches = split(text, tokenizer.spans(text), limit)
    pieces = [text[a:b] for a, b in stretches]
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(tokenizer.counts(pieces) <= limit)


@pytest.mark.parametrize("length", [SHORT_TOKENS - 1, SHORT_TOKENS])
def test_short_means_below_the_constant(length: int) -> None:
    article = document((paragraph, words(length)), (paragraph, words(100)))
    assert len(chunk(article, Words(256))) == (1 if length < SHORT_TOKENS else 2)


def test_the_default_encoder_reads_every_token_of_a_long_paragraph(tokenizer: Tokenizer) -> None:
    sentence = "The delegation from Karsova, which had travelled overnight, signed at dawn. "
    article = document((paragraph, (sentence * 60).strip()), title="A night in the mountains")
    passages = chunk(article, tokenizer)
    assert len(passages) > 3
    assert (tokenizer.counts([encoder_input(p) for p in passages]) <= tokenizer.max_tokens).all()
    assert all(p.text.endswith("dawn.") for p in passages)
    assert " ".join(p.text for p in passages) == article.text.strip()
