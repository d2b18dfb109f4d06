from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_models import save_static

import index as library
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import parse
from index.types import Unknown
from search import Searcher
from search.question.unknown_words import exchanged, names, remarks

BODIES = [
    "The gallery opened with a concert of the philharmonic",
    "Volunteers mend a net, and the court sat",
    "The court heard the volunteers",
    "A cart stood in the yard; the Muellers waited for the US envoy",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("keyword")
    with KeywordWriter(folder, fresh=True) as writer:
        for row, body in enumerate(BODIES):
            writer.add(row, title="Notes", heading="", body=body, language="en")
    return KeywordIndex(folder)


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("galery", [("galery", "gallery")]),
        ("Galery voluntears", [("Galery", "gallery"), ("voluntears", "volunteers")]),
        ("filharmonik", [("filharmonik", "philharmonic")]),  # sounds alike
        ("cort", [("cort", "court")]),  # in more passages than cart
        ("gallreys", [("gallreys", "gallery")]),
        ("zeppelin", [("zeppelin", "")]),
        ("xyz", [("xyz", "")]),
        ("galleries of the court", []),  # in another form
        ("notes", []),  # in titles alone
        ("Müller", []),
    ],
)
def test_words_that_stand_nowhere(
    index: KeywordIndex, query: str, unknown: list[tuple[str, str]]
) -> None:
    found = index.answer(parse(query), ["en"], BM25()).unknown()
    assert [(one.word, one.nearest) for one in found] == unknown


def test_of_many_unknown_words_all_are_named_and_the_first_get_another(index: KeywordIndex) -> None:
    slips = [
        f"{'galery'[:at]}{letter}{'galery'[at:]}" for at in (3, 4, 5) for letter in "bcdfghjkmn"
    ]
    found = index.answer(parse(" ".join(slips)), ["en"], BM25()).unknown()
    assert [one.word for one in found] == slips
    nearest = [one.nearest for one in found]
    assert nearest[0] == "gallery"
    assert any(nearest[10:24])
    assert not any(nearest[24:])


def test_the_nearest_words_are_searched_where_nothing_else_is_found(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    for number, body in enumerate(BODIES):
        (articles / f"{number}.txt").write_text(f"Item {number}\n\n{body}.", encoding="utf-8")
    model = str(save_static(tmp_path / "model", " ".join(BODIES).lower().split()))
    library.build([articles], tmp_path / "index", library.Settings(model=model))
    with Searcher.open(tmp_path / "index") as searcher:
        result = searcher.search("voluntears", mode="keyword")
        assert len(result) == 2
        assert result.note == "in no article: voluntears; searched for: volunteers"
        partly = searcher.search("court voluntears", mode="keyword")
        assert partly.note == ""
        assert partly.unknown == [Unknown("voluntears", "volunteers", likely=True)]


def test_a_word_is_offered_with_its_accents(tmp_path: Path) -> None:
    bodies = [
        "Die Bürgermeisterin eröffnet die Brücke über den Fluss.",
        "Les négociations reprennent à Genève.",
        "Οι αποφάσεις της βουλής είναι οριστικές.",
        "Şehrin köprüsü yarın açılıyor.",
    ]
    for number, body in enumerate(bodies):
        (tmp_path / f"{number}.txt").write_text(f"Item {number}\n\n{body}\n", encoding="utf-8")
    model = str(save_static(tmp_path / "model", ["die", "les"]))
    library.build([tmp_path], tmp_path / "index", library.Settings(model=model))
    with Searcher.open(tmp_path / "index") as searcher:
        for wrong, meant in (
            ("Burgermeisterrin", "Bürgermeisterin"),
            ("negotiacions", "négociations"),
            ("Geneeve", "Genève"),
            ("απωφάσεις", "αποφάσεις"),
            ("köprüsi", "köprüsü"),
        ):
            note = searcher.search(wrong, mode="keyword").note
            assert note == f"in no article: {wrong}; searched for: {meant}"


def test_names_are_told_from_words() -> None:
    eras, tour = Unknown("Eras", ""), Unknown("tuor", "tour")
    assert names([eras, tour], "Eras tuor") == ["Eras"]
    assert names([Unknown("Nobody", "")], "Nobody knows what it costs") == []
    assert names([Unknown("ERAS", "")], "ERAS TOUR ENDS") == []
    assert list(remarks([eras, tour, Unknown("qua", "")], "Eras tuor qua")) == [
        "Eras: in no article",
        "tuor: in no article; did you mean tour?",
    ]
    assert list(remarks([Unknown("qua", "")], "sine qua", found=False)) == ["qua: in no article"]


def test_a_word_is_exchanged_whole() -> None:
    assert exchanged("a tuor of tuorists, Tuor-tuor", "tuor", "tour") == (
        "a tour of tuorists, Tuor-tour"
    )
    assert exchanged("C++ rulez", "C++", "C#") == "C# rulez"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("spelling")
    for number, body in enumerate(BODIES):
        (folder / f"{number}.txt").write_text(f"Item {number}\n\n{body}.", encoding="utf-8")
    library.build([folder], folder / "index")
    with Searcher.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "searched"),
    [
        ("gallrey", "gallery"),
        ("filharmonik konsert", "philharmonic concert"),
        ("Filharmonic", "Philharmonic"),
    ],
)
def test_a_misspelt_query_that_finds_nothing_good_is_mended(
    searcher: Searcher, query: str, searched: str
) -> None:
    result = searcher.search(query)
    assert result.note == f"in no article: {', '.join(query.split())}; searched for: {searched}"
    assert result.good()
    assert not result.unknown


@pytest.mark.parametrize(
    "query", ["Muelers and the court", "court voluntears mend nets", "voluntears"]
)
def test_what_finds_something_is_searched_as_it_is(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert result.note == ""
    assert any(one.nearest for one in result.unknown)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("concept", "concert"),  # a word, which the encoder knows as it stands
        ("cort", "court"),  # too short to be sure
    ],
)
def test_another_word_is_a_suggestion_and_no_answer(
    searcher: Searcher, query: str, meant: str
) -> None:
    result = searcher.search(query)
    assert result.note == ""
    assert [one.nearest for one in result.unknown] == [meant]
    assert not result.good()
    assert meant in searcher.search(query, mode="keyword").note


def test_words_of_other_scripts_are_offered_as_they_are_spelt(tmp_path: Path) -> None:
    bodies = {"hi": "हिन्दी की किताब", "el": "οι αποφάσεις", "ru": "переговоры"}
    with KeywordWriter(tmp_path, fresh=True) as writer:
        for row, (language, body) in enumerate(bodies.items()):
            writer.add(row, title="", heading="", body=body, language=language)
    index = KeywordIndex(tmp_path)
    for language, wrong, meant in (
        ("hi", "किताप", "किताब"),
        ("el", "απωφάσεις", "αποφασεισ"),
        ("ru", "перегаворы", "переговоры"),
    ):
        found = index.answer(parse(wrong), [language], BM25()).unknown()
        assert [(one.word, one.nearest) for one in found] == [(wrong, meant)]
