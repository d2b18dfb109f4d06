from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder.protocol import Encoder
from index.encoder.readability import mean_reading, reading


class Cut:
    """A tokenizer whose pieces are given: ``ab|c|?d`` has two, and one that it does not know."""

    max_tokens = 256

    def __init__(self, pieces: str) -> None:
        self._pieces = pieces.split("|")

    @property
    def text(self) -> str:
        return "".join(self._pieces).replace("?", "")

    def pieces(self, text: str) -> list[tuple[int, int, bool]]:
        found, start = [], 0
        for piece in self._pieces:
            end = start + len(piece.replace("?", ""))
            found.append((start, end, "?" not in piece))
            start = end
        assert text == self.text
        return found


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
    cut = Cut(pieces)
    assert reading(cut.text, cut) == pytest.approx(share)  # type: ignore[arg-type]


def test_the_mean_of_no_text_is_that_all_is_read(encoder: Encoder) -> None:
    assert mean_reading([], encoder.tokenizer) == 1
    texts = ["arms control talks", "🦦"]
    assert mean_reading(texts, encoder.tokenizer) == 0.5


def test_the_default_model_reads_english_and_hardly_anything_else(encoder: Encoder) -> None:
    def share(text: str) -> float:
        return reading(text, encoder.tokenizer)

    assert share("The ferry did not leave the harbour before the storm.") == 1
    assert 0.4 < share("Die Fähre verließ den Hafen nicht vor dem Sturm.") < 0.9
    assert share("Паром не вышел из гавани до шторма.") < 0.1
    assert share("วัดนี้สร้างขึ้นใหม่") == 0
    assert share("🦦") == 0


@given(st.text(max_size=60))
def test_a_share_is_from_0_to_1(encoder: Encoder, text: str) -> None:
    assert 0 <= reading(text, encoder.tokenizer) <= 1
