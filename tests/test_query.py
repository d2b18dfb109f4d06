from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keyword.analysis import analyze
from index.query.syntax import is_structured
from search.query import meaning, plain_words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("arms control talks", "arms control talks"),
        ("who said no? - nobody (yet)", "who said no? - nobody (yet)"),
        ("what is covid-19?", "what is covid-19?"),
        ('"arms control" talks', "arms control talks"),
        ("“arms control” talks", "arms control talks"),
        ("treaty NOT ratified", "treaty"),
        ("treaty -ratified +vote", "treaty vote"),
        ('treaty -"test ban" vote', "treaty vote"),
        ("treaty AND (vote OR ballot)", "treaty vote ballot"),
        ("title:treaty negot* ratifcation~2", "treaty negot ratifcation"),
        ('-"only this"', ""),
    ],
)
def test_the_vector_leg_is_asked_for_the_wanted_words(query: str, expected: str) -> None:
    assert meaning(query) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who said no? - nobody (yet)", "who said no? - nobody (yet)"),
        ("Was Manson's “Fiancée” playing him?", "Was Manson's Fiancée playing him"),
        ("ISIS fanatics have NOT beheaded her", "ISIS fanatics have not beheaded her"),
        ("-only +this title:counts", "only this title counts"),
        ("the KX-417 NOT sold", "the KX-417 not sold"),
    ],
)
def test_plain_words_say_what_stands_there(text: str, expected: str) -> None:
    assert plain_words(text) == expected


@given(
    st.lists(
        st.sampled_from(
            ["AND", "OR", "NOT", "~2", "^2", "title:", "oil", "S-400", *'"“”()+-~*?^:   ']
        )
        | st.text(max_size=3)
    ).map("".join)
)
def test_plain_words_are_never_structured_and_lose_no_word(text: str) -> None:
    plain = plain_words(text)
    assert not is_structured(plain)
    assert set(analyze("".join(filter(str.isalpha, plain.lower())))) == set(
        analyze("".join(filter(str.isalpha, text.lower())))
    )
