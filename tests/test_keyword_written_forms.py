from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.keyword.forms import Forms, Written, write_forms

TERMS = st.text(st.characters(min_codepoint=0x21, exclude_categories=["Cs"]), min_size=1)


@given(st.dictionaries(TERMS, st.lists(TERMS, min_size=1, unique=True)), TERMS)
def test_what_was_written_is_found_and_nothing_else(
    forms: dict[str, list[str]], other: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "forms"
        write_forms(path, {term: dict.fromkeys(each, 1) for term, each in forms.items()})
        found = Forms(path)
        for term, each in forms.items():
            assert found.holds(term)
            assert [found.code(Written(term, form)) for form in each] == list(range(len(each)))
        assert found.holds(other) == (other in forms)
        assert not found.holds("")


@given(st.binary(max_size=200), st.sampled_from("aé中\x00"))
def test_a_damaged_file_is_looked_through_to_its_end(content: bytes, letter: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "forms"
        path.write_bytes(content)
        assert not Forms(path).holds(letter * 201)
