"""Lines of Hebrew and Arabic are read in order, however a PDF has its signs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.pdf_right_to_left import Sign, is_right_to_left, reading_order

HEBREW = st.text("אבגדהוזחטיכלמנסעפצקרשת", min_size=1, max_size=6)
ARABIC = st.text("بتثجحخدذرزسشصضطظعغفقكمنهوي", min_size=1, max_size=6)
LATIN = st.sampled_from(["Boeing", "x", "2024", "12.5", "10/11/2024", "A320neo", "Zürich"])


def placed(shown: list[str], chance: Random) -> list[Sign]:
    """Signs for words that stand so from left to right, in an order of chance."""
    words, left = [], 0.0
    for word in shown:
        word_signs = [
            Sign(one, left + 5 * n, 0.0, left + 5 * n + 5, 12.0) for n, one in enumerate(word)
        ]
        chance.shuffle(word_signs)
        words.append(word_signs)
        left += 5 * len(word) + 4
    chance.shuffle(words)
    blank = Sign(" ", chance.uniform(0, left), 0.0, left, 12.0)
    return [sign for word in words for sign in [*word, blank]][:-1]


def visual(word: str) -> str:
    return word[::-1] if is_right_to_left(word) else word


@given(st.lists(st.tuples(HEBREW | ARABIC, LATIN), min_size=1, max_size=6), st.randoms())
def test_words_are_read_from_right_to_left_and_latin_as_it_is(
    pairs: list[tuple[str, str]], chance: Random
) -> None:
    words = [word for pair in pairs for word in pair]
    shown = [visual(word) for word in reversed(words)]
    assert reading_order(placed(shown, chance), leftward=True) == " ".join(words)


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("ריחמ New York תיאקירמאה תרבח", "חברת האמריקאית New York מחיר"),
        ("רבד 70 46+ ןופלט", "טלפון +46 70 דבר"),
        ("תנשב 12.5%-ב", "ב-12.5% בשנת"),
        ("مقر %12.5 ةبسنب", "بنسبة 12.5% رقم"),
        ("The word םולש means peace in it", "The word שלום means peace in it"),
    ],
)
def test_runs_that_go_the_other_way(shown: str, read: str) -> None:
    assert reading_order(placed(shown.split(), Random(1))) == read


def test_lam_stands_before_the_alef_with_which_it_is_one_glyph() -> None:
    for pair in ("\u0644\u0623", "\u0623\u0644"):
        signs = [Sign("\u0627", 20, 0, 25, 12), *(Sign(one, 10, 0, 20, 12) for one in pair)]
        assert reading_order(signs) == "\u0627\u0644\u0623"


def test_a_mark_stands_behind_its_letter() -> None:
    letters = [Sign("\u05e9", 10, 0, 20, 12), Sign("\u05dc", 0, 0, 10, 12)]
    mark = Sign("\u05b8", 14, 0, 16, 12)
    for signs in ([mark, *letters], [*letters, mark]):
        assert reading_order(signs) == "\u05e9\u05b8\u05dc"


def test_a_sloping_line_stays_as_it_came() -> None:
    signs = [Sign(one, 5.0 * n, 30.0 * n, 5.0 * n + 5, 12.0) for n, one in enumerate("שלום")]
    assert reading_order(signs) == "שלום"
