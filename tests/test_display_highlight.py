from __future__ import annotations

import pytest

from search.display.highlight import matches


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("who will buy the port", "The port will be bought by the crew", ["port", "bought"]),
        ("wem gehört der Hafen", "Der Hafen gehört der Stadt", ["Hafen", "gehört"]),
        ("to be or not to be", "It is to be, or not", ["to", "be", "or", "not"]),
        ("The Who", "The Who met a mayor", ["The", "Who"]),
    ],
)
def test_the_words_that_tell_are_marked(words: str, text: str, marked: list[str]) -> None:
    language = "de" if "Hafen" in text else "en"
    assert [text[start:end] for start, end in matches(text, words, language)] == marked
