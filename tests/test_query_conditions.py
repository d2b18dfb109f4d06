"""Which values of a field are accepted by the words of a filter."""

from __future__ import annotations

import time

import pytest

from index.query.conditions import Named


@pytest.mark.parametrize(
    ("column", "words", "value", "accepted"),
    [
        ("author", "anquetil", "Tobias Anquetil", True),
        ("author", "Anq*", "Tobias Anquetil", True),
        ("author", "anq", "Tobias Anquetil", False),
        ("author", "beyonce", "Beyoncé Knowles", True),
        ("source", "straits times", "The Straits Times", True),
        ("source", "straits times", "Times of the Straits", False),
        ("source", "*", "anything", True),
        ("path", "clippings", "news/clippings/a.txt", True),
        ("path", "clippings/*.txt", "news/clippings/a.txt", True),
        ("path", "a.txt", "news/clippings/a.txt", True),
        ("path", "clip", "news/clippings/a.txt", False),
        ("path", "a*", "news/clippings/b.txt", False),
        ("section", "politics", "politics", True),
        ("section", "C++", "C++", True),
        ("length", "5", 191.5, False),
        ("length", "5", "191.5", False),
        ("length", "191.5", 191.5, True),
        ("length", "19*", 191.5, True),
        ("folder", "2016/", "2016", True),
    ],
)
def test_words_of_a_field(column: str, words: str, value: str | float, accepted: bool) -> None:
    assert Named(column, words).accepts(value) is accepted


@pytest.mark.parametrize(
    ("words", "value", "holds"),
    [
        ("a*a*a*a*a*a*a*a*b", "a" * 3000, False),
        ("*a*a*a*a*a*b*", "a" * 3000 + "c", False),
        ("har*ur p*t", "The Harbour Port", True),
        ("b*na*a", "banana", True),
        ("*na*na", "banana split", True),
        ("a**b", "acccb", True),
        ("a*b", "acb and d", True),
        ("a*b", "acbd", False),
    ],
)
def test_stars_stand_for_letters_and_many_cost_no_more(words: str, value: str, holds: bool) -> None:
    started = time.process_time()
    assert Named("source", words).accepts(value) is holds
    assert time.process_time() - started < 0.5
