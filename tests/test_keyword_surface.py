"""Patterns, phrases and misspellings act on words as they are written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import parse

PASSAGES = [
    ("en", "The gallery said that volunteers had approved it after a long negotiation."),
    ("en", "Galleries negotiated; a volunteer regulated the crane controllers."),
    ("en", "The crane controller was written in C++ by Herta Müller."),
    ("de", "Herta Müller lobte die Häuser."),
    ("zh", "全国代表大会在上海市通过决议"),
    ("th", "รัฐบาลไทยประกาศขึ้นราคาทองคำ"),
    ("ja", "東京でガソリンが値上げされた"),
    ("en", "Regulators sent an e-mail about the cease-fire."),
    ("en", "A courtroom, and the controls of a crane"),
    ("fr", "Ils mènent une belle vie au port"),
    ("fr", "Une vie plus belle"),
    ("en", "They read the email about a state of the art ceasefire"),
    ("hi", "वार्ता शुरू हुई"),
    ("de", "Ein Treffen mit Koehler"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("keyword")
    for start in (0, 4):  # two segments, whose codes differ
        with KeywordWriter(folder, fresh=start == 0) as writer:
            for row in range(start, len(PASSAGES) if start else 4):
                language, body = PASSAGES[row]
                writer.add(row, title="", heading="", body=body, language=language)
            if not start:
                writer.add(99, title="", heading="", body="gallery", language="en")
            else:
                writer.delete(np.array([99]))
    return KeywordIndex(folder)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("gallery*", {0}),
        ("galler*", {0, 1}),
        ("volunteers*", {0}),
        ("negotiati*", {0}),
        ("regulat*", {1, 7}),
        ("controll*", {1, 2}),
        ("*ontroller", {2}),
        ("Mülle*", {2, 3}),
        ("Muelle*", {2, 3}),
        ("上海市*", {4}),
        ('"上海市通*"', {4}),
        ('"在上海*"', {4}),
        ("वार्*", {12}),
        ('"वार्* शुरू"', {12}),
        ("वार्त~", {12}),
        ("Köhl*", {13}),
        ("Bauer*", set()),
        ("ราค*", {5}),
        ('"crane contr*"', {1, 2}),
        ('"an e-mail about"', {7}),
        ('"an email about"', {7}),
        ('"the e-mail about"', {11}),
        ('"the email about"', {11}),
        ('"the cease-fire"', {7}),
        ('"the ceasefire"', {7}),
        ('"sent email"', set()),
        ("emial~", {7, 11}),
        ("cea*re", {7, 11}),
        ('"crane controller*"', {1, 2}),
        ('"long negotiat*"', {0}),
        ('"crane controller"', {2}),
        ('"Crane CONTROLLERS"', {1}),
        ('"Herta Mueller"', {2, 3}),
        ('"Herta Müller"', {2, 3}),
        ('"全国代表大会"', {4}),
        ('"上海"', {4}),
        ('"海上"', set()),
        ('"รัฐบาล"', {5}),
        ('"ガソリン"', {6}),
        ('"カ\u3099ソリン"', {6}),
        ('"email about"', {7, 11}),
        ('"ceasefire"', {7, 11}),
        ('"belle vie"', {9}),
        ("« belle vie »", {9}),
        ("galery~", {0}),
        ("courtrom~", {8}),
        ("contorller~", {2}),
        ("zzz*", set()),
        ("+ceasefire", {7, 11}),
        ("+cease-fire", {7, 11}),
        ("body:email", {7, 11}),
    ],
)
def test_what_is_found(index: KeywordIndex, query: str, rows: set[int]) -> None:
    answer = index.answer(parse(query), ["en", "de", "fr", "zh", "th", "ja", "hi"], BM25())
    found = answer.best(100)
    assert set(found.rows.tolist()) == rows
    assert (found.scores > 0).all()


def test_a_pattern_for_every_word_is_refused_only_past_a_thousand(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        body = " ".join(f"ab{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600))
        writer.add(0, title="", heading="", body=body, language="")
    index = KeywordIndex(tmp_path)
    assert len(index.answer(parse("ab*"), [""], BM25()).best(9)) == 1


@pytest.mark.parametrize("query", ["$27bn", "27bn", "27 billion", "£27 billion"])
def test_a_figure_is_one_word_and_its_parts_far_apart_are_less(tmp_path: Path, query: str) -> None:
    bodies = [
        "Sales of 30bn rupees are up 27 per cent, and the 27 shops of 9bn earn a billion.",
        "The taxes that the oil company has not paid come to $27bn, the ministry of finance said.",
        "The 27 ministers met.",
    ]
    with KeywordWriter(tmp_path, fresh=True) as writer:
        for row, body in enumerate(bodies):
            writer.add(row, title="", heading="", body=body, language="en")
    found = KeywordIndex(tmp_path).answer(parse(query), ["en"], BM25()).best(9)
    assert found.rows.tolist() == [1, 0, 2]
