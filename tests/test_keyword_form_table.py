"""Tables of the forms of words, and the dictionaries that they are made of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from index.keyword.form_table import Entry, FormTable, table_of
from index.keyword.packed_forms import packed_forms

WORDS = st.text(st.sampled_from("abeéжשก "), min_size=1, max_size=30)


def entries(listed: dict[str, str]) -> Iterator[Entry]:
    for form, word in listed.items():
        one, other = form.encode(), word.encode()
        kept = next((n for n in range(len(one)) if one[: n + 1] != other[: n + 1]), len(one))
        yield one, other, kept


@given(st.dictionaries(WORDS, WORDS), WORDS)
def test_a_table_finds_what_it_is_made_of(listed: dict[str, str], other: str) -> None:
    table = FormTable(table_of(entries(listed), words=True))
    assert {form: table.get(form) for form in listed} == listed
    assert (other in table) == (other in listed)
    assert table.get(other) == listed.get(other)


@given(st.dictionaries(WORDS, WORDS))
def test_words_that_are_no_form_of_another_may_be_left_out(listed: dict[str, str]) -> None:
    table = FormTable(table_of(entries(listed), words=False))
    assert {form for form in listed if form in table} == {
        form for form, word in listed.items() if form != word
    }


def test_of_equal_forms_the_first_counts() -> None:
    table = FormTable(table_of([(b"saw", b"see", 1), (b"saw", b"saw", 3)], words=True))
    assert table.get("saw") == "see"


@pytest.mark.parametrize("cut", [0, 10, 24, 1000, -1])
def test_half_a_table_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="not a table"):
        FormTable(table_of(entries({"geese": "goose"}), words=True)[:cut])


@pytest.mark.parametrize("language", ["id", "fa", "sl"])
def test_a_dictionary_is_read_as_its_makers_read_it(language: str) -> None:
    listed = DefaultDictionaryFactory(1).get_dictionary(language)
    read = list(packed_forms(language))
    assert {form.decode(): word.decode() for form, word, _ in read} == dict(listed)
    assert all(form[:kept] == word[:kept] for form, word, kept in read)


@pytest.mark.parametrize("language", ["id", "fa"])
def test_words_of_a_dictionary_are_told_from_others(language: str) -> None:
    table = FormTable(table_of(packed_forms(language), words=True))
    listed = DefaultDictionaryFactory(1).get_dictionary(language)
    assert all(form in table for form in listed)
    assert not any(f"{form}q" in table for form in listed if f"{form}q" not in listed)
