"""Marks as people type them: other scripts and keyboards, no blanks, signs inside of fields."""

from __future__ import annotations

import pytest

from index.query import parse
from index.query.fields import unknown_field
from index.query.filters import separate
from index.query.tree import All, Either, Filter, Must, Node, Not, Phrase, Some, Word, Words


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("معاهدة NOT نووي", Some((Word("معاهدة"), Not(Word("نووي"))))),
        ("条約 AND 核 AND 議会 AND 票", All((Word("条約"), Word("核"), Word("議会"), Word("票")))),
        ("\u200f-אמנה גרעין", Some((Not(Word("אמנה")), Word("גרעין")))),
        ("（oil OR gas）AND title：vote", All((Either((Word("oil"), Word("gas"))), Word("vote", "title")))),
        ("oil AND\u00a0(vote OR gas)", All((Word("oil"), Either((Word("vote"), Word("gas")))))),
        ("(oil OR gas)AND(vote)", All((Either((Word("oil"), Word("gas"))), Word("vote")))),
        ("oil NOT(gas OR vote)", Some((Word("oil"), Not(Either((Word("gas"), Word("vote"))))))),
        ("oil AND (NOT gas)", All((Word("oil"), Not(Word("gas"))))),
        ("(oil OR gas^2)^3 vote", Some((Either((Word("oil", boost=3.0), Phrase("gas", boost=6.0))), Word("vote")))),
        ('"oil gas"~100 vote', Some((Phrase("oil gas", slop=99), Word("vote")))),
        ("World War I -oil", Some((Word("World"), Word("War"), Word("I"), Not(Word("oil"))))),
        ("title!=oil vote", Some((Not(Word("oil", "title")), Word("vote")))),
        ("title:-oil vote", Some((Not(Word("oil", "title")), Word("vote")))),
        ("NOT oil", Some((Not(Word("oil")),))),
    ],
)  # fmt: skip
def test_marks_are_read_however_they_are_typed(text: str, root: Node) -> None:
    assert parse(text).root == root


A, B, C = Filter("author", "a1"), Filter("author", "b1"), Filter("author", "c1")


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("author:(a1 OR b1)", Either((A, B))),
        ("author:(a1 b1)", Either((A, B))),
        ("author:(a1 (b1 c1))", Either((A, Either((B, C))))),
        ("author:(a1 AND b1)", All((A, B))),
        ("author:(a1 b1 -c1)", All((Either((A, B)), Not(C)))),
        ("author:(NOT a1)", Some((Not(A),))),
        ("author:-a1", Some((Not(A),))),
        ("author!=(a1 OR b1)", Some((Not(Either((A, B))),))),
        ("author:(a1 b1 source:x1)", All((Either((A, B)), Filter("source", "x1")))),
        ("source:author:a1", Filter("source", "author:a1")),
        ('author!="a1 b1" oil', Some((Filter("author", "!=a1 b1"), Word("oil")))),
        ('date<="3 May 2021" oil', Some((Filter("date", "<=3 May 2021"), Word("oil")))),
        ('words:>="500"', Filter("words", ">=500")),
        (
            "word-count:5 -word-count>9",
            Some((Filter("word-count", "5"), Not(Filter("word-count", ">9")))),
        ),
        ("words:-5", Filter("words", "-5")),
        ("author=a1 oil=b1", Some((Filter("author", "=a1"), Word("oil=b1")))),
        ('author="a1 b1"', Filter("author", "=a1 b1")),
        ("oil=b1", Words("oil=b1")),
        ("oil author:'a1 b1'", Some((Word("oil"), Filter("author", "a1 b1")))),
        (
            "author!='a1 b1' title:'oil price'",
            Some((Filter("author", "!=a1 b1"), Phrase("oil price", "title"))),
        ),
        ("author:O'Brien it's", Some((Filter("author", "O'Brien"), Word("it's")))),
    ],
)
def test_the_values_of_a_field(text: str, root: Node) -> None:
    assert parse(text, columns={"author", "source", "date", "words", "word-count"}).root == root


def test_a_field_with_a_hyphen_is_known_and_one_that_is_not_is_named_whole() -> None:
    assert not unknown_field("ferry word-count:5", ["word-count"])
    assert "no field line-count: did you mean word-count" in unknown_field(
        "ferry line-count:5", ["word-count"]
    )


def test_what_is_joined_to_a_filter_must_still_be_there() -> None:
    query, _ = separate(parse("treaty AND source:x", {"source"}), {"source"})
    assert query.root == Must(Word("treaty"))
    query, _ = separate(parse("treaty source:x", {"source"}), {"source"})
    assert query.root == Words("treaty")
