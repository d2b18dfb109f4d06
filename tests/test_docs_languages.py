"""docs/languages.md says what is known of each language, and how much that finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.forms import read, same
from index.encoder import open_encoder
from index.encoder.readability import reading
from index.keyword import dictionaries
from index.keyword.analysis import analyze
from index.keyword.function_words import function_words
from index.keyword.light_stemmers import LIGHT
from index.keyword.segmentation import words
from index.keyword.stemming import STEMMED, stem

PAGE = (Path(__file__).parent.parent / "docs" / "languages.md").read_text(encoding="utf-8")

ROWS = {
    code: (cut.strip(), told.strip())
    for named, cut, told in re.findall(r"^\|([^|]+\(\w\w\)[^|]*)\|([^|]+)\|([^|]+)\|$", PAGE, re.M)
    for code in re.findall(r"\((\w\w)\)", named)
}
"""For each code of the first table how words are cut and how forms are told."""

FOUND = {
    code: int(now)
    for row in re.findall(r"^\| \w\w \| .*$", PAGE, re.M)
    for code, now in re.findall(r"\| (\w\w) \| \d+ \| (\d+) ", row)
}
"""For each code of the second table how many of twenty pairs are found now."""

WITHOUT_BLANKS = {
    "zh": "上海市政府",
    "ja": "日本の山川",
    "th": "ภาษาไทยง่าย",
    "lo": "ພາສາລາວ",
    "km": "ភាសាខ្មែរជាភាសា",
    "my": "မြန်မာစကား",
}


def test_the_table_names_every_language_whose_forms_are_told() -> None:
    assert {code for code, (_, told) in ROWS.items() if told != "–"} == STEMMED


@pytest.mark.parametrize("code", sorted(STEMMED))
def test_forms_are_told_by_what_the_table_says(code: str) -> None:
    told = ROWS[code][1]
    assert ("a dictionary" in told) == (code in dictionaries.LANGUAGES)
    assert ("a light rule" in told) == (code in LIGHT)
    assert ("Snowball" in told) == (code in STEMMED - LIGHT.keys() and _has_stemmer(code))


def _has_stemmer(code: str) -> bool:
    """Whether any of some words in many scripts loses its ending."""
    samples = [one for _, pairs in read() for pair in pairs for one in pair]
    samples += "etxeetan domojn विद्यालयहरू libuka הײַזער hambarnere հայերենում".split()
    return any(stem(word, code) != word for word in map(str.lower, samples))


@pytest.mark.parametrize(("code", "text"), WITHOUT_BLANKS.items())
def test_words_are_cut_as_the_table_says(code: str, text: str) -> None:
    cut = ROWS[code][0]
    terms = analyze(text, code)
    if "pairs" in cut:
        assert [text[n : n + 2] for n in range(len(text) - 1)] == [t for t in terms if len(t) == 2]
    else:
        assert "ICU" in cut
        assert terms == [part.text for part in words(text)]
        assert 1 < len(terms) < len(text)


def test_function_words_are_known_of_the_languages_named() -> None:
    named = re.search(r"are known of these languages: ([a-z\s]+)\.", PAGE)
    assert named is not None
    assert named[1].split() == sorted(code for code in ROWS if function_words((code,)))


def test_the_figures_are_of_every_language_measured() -> None:
    assert FOUND.keys() == {code for code, _ in read()}


@pytest.mark.parametrize(("code", "pairs"), list(read()))
def test_as_many_forms_are_found_as_the_table_says(code: str, pairs: list[tuple[str, str]]) -> None:
    assert sum(same(one, other, code) for one, other in pairs) == FOUND[code]


def test_the_default_model_reads_as_much_as_the_table_says() -> None:
    rows = re.findall(r"^\| (below )?([\d.]+)(?: to ([\d.]+))? \| ([a-z ]+) \|", PAGE, re.M)
    between = {
        code: (0.0, float(least)) if below else (float(least), float(most or least))
        for below, least, most, codes in rows
        for code in codes.split()
    }
    tokenizer = open_encoder().tokenizer
    assert between.keys() == FOUND.keys()
    for code, pairs in read():
        text = " ".join(word for pair in pairs for word in pair)
        share = reading(text, tokenizer.pieces(text))
        least, most = between[code]
        assert least <= share <= most, code
