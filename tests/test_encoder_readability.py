from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder.protocol import Encoder, Pieces
from index.encoder.readability import mean_reading, reading, whole_words


def cut(text: str) -> tuple[str, Pieces]:
    """A text as it is cut at its bars: ``ab|c|?d`` has two pieces, and one that is not known."""
    found, start = [], 0
    for piece in text.split("|"):
        end = start + len(piece.replace("?", ""))
        found.append((start, end, "?" not in piece))
        start = end
    return text.replace("|", "").replace("?", ""), found


@pytest.mark.parametrize(
    ("pieces", "share"),
    [
        ("talks|treaty", 1.0),
        ("a|b|c", 0.0),
        ("ab|cd", 1 / 2.25),  # (2 - 1) / (3.25 - 1)
        ("abc|?defg", 0.5 / 2.25),  # (3 + 0) letters in 2 pieces
        ("手|机", 1.5 / 2.25),  # a character counts 2.5 letters
        ("?🦦", 0.0),
        (" |,|.", 0.0),
        ("", 0.0),
    ],
)
def test_what_is_read_follows_from_letters_a_piece(pieces: str, share: float) -> None:
    assert reading(*cut(pieces)) == pytest.approx(share)


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ("her|nia|, |Talks|.", {"talks"}),
        ("talks| grain|s|?x", {"talks"}),
        ("arms| control| talk|ing", {"arms", "control"}),
        ("?oil| tanker", {"tanker"}),
        ("pre|war", set()),
    ],
)
def test_a_whole_word_is_one_piece_and_neither_the_beginning_nor_the_end_of_one(
    pieces: str, words: set[str]
) -> None:
    assert {word for word in whole_words(*cut(pieces)) if word.isalpha()} == words


def test_the_mean_of_no_text_is_that_all_is_read(encoder: Encoder) -> None:
    assert mean_reading([], encoder.tokenizer) == 1
    texts = ["arms control talks", "🦦"]
    assert mean_reading(texts, encoder.tokenizer) == 0.5


def test_the_default_model_reads_english_and_hardly_anything_else(encoder: Encoder) -> None:
    def share(text: str) -> float:
        return reading(text, encoder.tokenizer.pieces(text))

    assert share("The ferry did not leave the harbour before the storm.") == 1
    assert 0.4 < share("Die Fähre verließ den Hafen nicht vor dem Sturm.") < 0.9
    assert share("Паром не вышел из гавани до шторма.") < 0.1
    assert share("วัดนี้สร้างขึ้นใหม่") == 0
    assert share("🦦") == 0


@given(st.text(max_size=60))
def test_a_share_is_from_0_to_1(encoder: Encoder, text: str) -> None:
    assert 0 <= reading(text, encoder.tokenizer.pieces(text)) <= 1
