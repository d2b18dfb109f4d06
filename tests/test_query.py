from __future__ import annotations

import pytest

from search.query import meaning


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
