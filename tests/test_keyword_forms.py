"""Forms of a word, by dictionaries that are made once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.forms import read, same
from index.keyword import dictionaries
from index.keyword.compounds import parts
from index.keyword.dictionaries import dictionary
from index.keyword.stemming import stems

FOUND = {"bg": 19, "bn": 14, "da": 20, "de": 20, "en": 19, "lv": 19, "nl": 20, "pt": 20, "te": 14}
PAIRS = dict(read())


@pytest.mark.parametrize("language", FOUND)
def test_of_twenty_pairs_of_forms(language: str) -> None:
    assert len(PAIRS[language]) == 20
    assert sum(same(one, other, language) for one, other in PAIRS[language]) >= FOUND[language]


def test_what_no_dictionary_lists_is_stemmed() -> None:
    assert list(stems("Waldorianerinnen", "de")) == list(stems("Waldorianerin", "de"))


@pytest.mark.parametrize("written", ["häuser", "HÄUSER", "Ha\u0308user", "Häu\u00adser"])
def test_a_form_is_known_however_it_is_written(written: str) -> None:
    assert next(iter(stems(written, "de"))) == "haus"


def forget() -> None:
    """Open dictionaries anew."""
    dictionaries._forms.cache_clear()
    dictionary.cache_clear()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache that nothing is in yet."""
    monkeypatch.setenv("LEDE_CACHE", str(tmp_path / "cache"))
    forget()
    yield tmp_path / "cache"
    forget()


def lemma(word: str) -> str:
    known = dictionary("id")
    assert known is not None
    return known.lemma(word)


def test_a_dictionary_is_kept(elsewhere: Path) -> None:
    assert lemma("bukunya") == "buku"
    (file,) = elsewhere.glob("words/*/*.forms")
    made = file.stat().st_mtime_ns
    forget()
    assert lemma("bukunya") == "buku"
    assert file.stat().st_mtime_ns == made


def test_a_damaged_dictionary_is_made_anew(elsewhere: Path) -> None:
    assert lemma("bukunya") == "buku"
    (file,) = elsewhere.glob("words/*/*.forms")
    whole = file.read_bytes()
    file.write_bytes(b"nothing of the kind")
    forget()
    assert lemma("bukunya") == "buku"
    assert file.read_bytes() == whole


def test_without_a_cache_words_are_the_same(elsewhere: Path) -> None:
    elsewhere.write_text("a file where the folder should be")
    assert lemma("bukunya") == "buku"


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("Zeitungsverkäufer", "de", ("Zeitungs", "Verkäufer")),
        ("Waldflächen", "de", ("Wald", "Fläche")),
        ("Schulbusfahrerin", "de", ("Schul", "Busfahrerin")),
        ("verkiezingsuitslag", "nl", ("verkiezing", "uitslag")),
        ("sykehusdirektør", "nb", ("sykehus", "direktør")),
        ("Transport", "de", ()),
        ("Generationen", "de", ()),
        ("Regierungen", "de", ()),
        ("Zeitungsverkäufer", "fr", ()),
    ],
)
def test_compounds(word: str, language: str, expected: tuple[str, ...]) -> None:
    assert parts(word, language)[:2] == expected
