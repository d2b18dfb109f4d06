"""What filters mean, and that brute force over random articles finds the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QueryError
from index.query import parse
from index.query.conditions import (
    FIRST_DAY,
    LAST_DAY,
    Between,
    Dated,
    Every,
    Named,
    OneOf,
    Without,
)
from index.query.dates import days_of
from index.query.fields import known, unknown_field
from index.query.filters import Filters, condition, separate
from index.query.tree import Filter, Words

COLUMNS = ("id", "path", "folder", "title", "author", "published", "url", "source", "language",
           "section", "words")  # fmt: skip


def day(*parts: int) -> int:
    return date(*parts).toordinal()


AUTHORS = ("Sam Lee", "Maeve O'Brien", "J.K. Orr", "Lee Samson", "Samuel Lee Orr")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Lee, Sam", ["Sam Lee"]),
        ("M. O'Brien", ["Maeve O'Brien"]),
        ("O'Brien, M.", ["Maeve O'Brien"]),
        ("J. K. Orr", ["J.K. Orr"]),
        ("J.K. Orr", ["J.K. Orr"]),
        ("S. Lee", ["Sam Lee", "Samuel Lee Orr"]),
        ("Lee", ["Sam Lee", "Lee Samson", "Samuel Lee Orr"]),
    ],
)
def test_an_author_may_be_named_by_initials_or_the_surname_first(
    asked: str, found: list[str]
) -> None:
    wanted = condition(Filter("author", asked), COLUMNS)
    each = wanted.conditions if isinstance(wanted, OneOf) else (wanted,)
    named = [one for one in each if isinstance(one, Named)]
    assert len(named) == len(each)
    assert [one for one in AUTHORS if any(name.accepts(one) for name in named)] == found


def test_of_several_authors_all_are_meant() -> None:
    both = condition(Filter("author", "S. Lee and M. O'Brien"), COLUMNS)
    assert both == Every((Named("author", "S* Lee"), Named("author", "M* O'Brien")))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021", (2021, 1, 1), (2021, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2021-10-03", (2021, 10, 3), (2021, 10, 3)),
        ("20211003", (2021, 10, 3), (2021, 10, 3)),
        ("2021-1-3", (2021, 1, 3), (2021, 1, 3)),
        ("1990s", (1990, 1, 1), (1999, 12, 31)),
        ("3 May 2021", (2021, 5, 3), (2021, 5, 3)),
        ("May 2021", (2021, 5, 1), (2021, 5, 31)),
        ("October 3rd, 2021", (2021, 10, 3), (2021, 10, 3)),
        ("3 de mayo de 2021", (2021, 5, 3), (2021, 5, 3)),
        ("мая 2021", (2021, 5, 1), (2021, 5, 31)),
        ("2021年10月3日", (2021, 10, 3), (2021, 10, 3)),
        ("2021年10月", (2021, 10, 1), (2021, 10, 31)),
        ("03/05/2021", (2021, 5, 3), (2021, 5, 3)),
        ("10/2021", (2021, 10, 1), (2021, 10, 31)),
        ("2021-10-03T10:00", (2021, 10, 3), (2021, 10, 3)),
    ],
)
def test_a_date_is_the_days_it_may_mean(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert days_of(text) == (day(*first), day(*last))


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2021-13",
        "20211301",
        "2021-02-30",
        "31 February 2021",
        "Q3 2021",
        "they 1987",
        "0000",
        "",
        "12",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="no date"):
        days_of(text)


@pytest.mark.parametrize("text", ["9999y", "2100y", "9999Y"])
def test_so_long_ago_there_were_no_years(text: str) -> None:
    with pytest.raises(QueryError, match="before the first year"):
        days_of(text)


def test_days_ago_count_from_today() -> None:
    today = date.today().toordinal()
    assert days_of("today") == (today, today)
    assert days_of("2w") == (today - 14, today - 14)


@pytest.mark.parametrize(
    ("filter_", "meant"),
    [
        ("after:2021-10", Dated(first=day(2021, 10, 1))),
        ("since:2021-10", Dated(first=day(2021, 10, 1))),
        ("before:2022", Dated(last=day(2021, 12, 31))),
        ("until:2022", Dated(last=day(2022, 12, 31))),
        ("on:2021-11-03", Dated(day(2021, 11, 3), day(2021, 11, 3))),
        ("in:1940", Dated(day(1940, 1, 1), day(1940, 12, 31))),
        ("in:1990..1995", Dated(day(1990, 1, 1), day(1995, 12, 31))),
        ("source:Courier", Named("source", "Courier")),
        ('source:"straits times"', Named("source", "straits times")),
        ("lang:de", Named("language", "de")),
        ("file:clippings/*", Named("path", "clippings/*")),
        ("author:(Holm OR Abara)", OneOf((Named("author", "Holm"), Named("author", "Abara")))),
        ("-author:Holm", Without(Named("author", "Holm"))),
        ("words:>=500", OneOf((Between("words", 500),))),
        ("words>=500", OneOf((Between("words", 500),))),
    ],
)
def test_a_filter_in_the_query_is_a_condition(filter_: str, meant: object) -> None:
    for text in (f"grain talks {filter_}", f"grain {filter_} talks", f"{filter_} grain talks"):
        query, conditions = separate(parse(text, known(COLUMNS)), COLUMNS)
        assert conditions == (meant,)
        assert query.root == Words("grain talks")
    alone, conditions = separate(parse(filter_, known(COLUMNS)), COLUMNS)
    assert (alone.root, conditions) == (None, (meant,))


@dataclass(frozen=True)
class Case:
    value: str | int | float | bool
    text: str
    accepted: bool


@pytest.mark.parametrize(
    "case",
    [
        Case(500, ">500", False), Case(501, ">500", True), Case(500, ">=500", True),
        Case(499.5, "<500", True), Case(500, "500", True), Case("500", "500", True),
        Case("1,200", ">1000", True), Case(1850, "1800..1900", True), Case(1901, "1800..1900", False),
        Case(7, "..9", True), Case(7, "9..", False),
        Case(True, "true", True), Case(False, "yes", False), Case("politics", ">5", False),
        Case("2021-10-03", ">2021-09", True), Case("2021-10-03", ">2021-10", False),
        Case("2021-10-03", "2021", True), Case("2021-10-03T09:00", "2021-10", True),
        Case("2022-01-01", "<2022", False), Case("2021", "2021", True),
    ],
)  # fmt: skip
def test_numbers_dates_and_truths_of_a_declared_field(case: Case) -> None:
    meant = condition(Filter("words", case.text), COLUMNS)
    assert isinstance(meant, OneOf)
    parts = [one for one in meant.conditions if isinstance(one, Named | Between)]
    assert len(parts) == len(meant.conditions)
    assert any(one.accepts(case.value) for one in parts) is case.accepted


def test_a_field_that_does_not_exist_is_said_with_the_nearest() -> None:
    with pytest.raises(QueryError, match=r"no field autor: did you mean author\?.*section"):
        condition(Filter("autor", "x"), COLUMNS)
    assert "did you mean author?" in unknown_field("grain autor:Holm", COLUMNS)
    assert unknown_field("desk:foreign grain", COLUMNS).startswith("there is no field desk: ")
    assert "no field pages: " in unknown_field("pages>300 grain", COLUMNS)
    for spaced in ("words >= 500", "words>= 500", "grain words >500"):
        assert unknown_field(spaced, COLUMNS).startswith("to filter, write words>")
    for plain in ("in > 500 homes", "5 > 3 grain",
                  "Warning: storm", "12:30 sharp", "http://a.b/c:d", "ratio 3:2", "title:grain",
                  "Vox:populi", "mailto:a@b.c", "doi:10.1/x"):  # fmt: skip
        assert unknown_field(plain, COLUMNS) == ""


@pytest.mark.parametrize("value", [">many", "<=", "few..", "..many", "5..many", "5..2021-03-04"])
def test_what_cannot_be_compared_is_refused(value: str) -> None:
    with pytest.raises(QueryError, match=r"of dates|only numbers and dates"):
        condition(Filter("words", value), COLUMNS)


@pytest.mark.parametrize("name", ["date", "year", "month", "day", "published"])
def test_the_date_has_other_names_and_can_be_compared(name: str) -> None:
    for text, first, last in (
        ("2021", day(2021, 1, 1), day(2021, 12, 31)),
        ("3 May 2021", day(2021, 5, 3), day(2021, 5, 3)),
        ("2020..2021", day(2020, 1, 1), day(2021, 12, 31)),
        (">2021", day(2022, 1, 1), LAST_DAY),
        (">=2021-05", day(2021, 5, 1), LAST_DAY),
        ("<2021", FIRST_DAY, day(2020, 12, 31)),
        ("<=2021-05", FIRST_DAY, day(2021, 5, 31)),
        ("*", FIRST_DAY, LAST_DAY),
    ):
        assert condition(Filter(name, text), COLUMNS) == Dated(first, last)
    with pytest.raises(QueryError, match="no date"):
        condition(Filter(name, "soon"), COLUMNS)


def test_a_field_of_that_name_goes_before_the_date() -> None:
    assert condition(Filter("year", "third"), (*COLUMNS, "year")) == OneOf(
        (Named("year", "third"),)
    )


def test_a_value_may_be_excluded_where_it_is_compared() -> None:
    without = Without(condition(Filter("words", "3"), COLUMNS))
    assert condition(Filter("words", "!=3"), COLUMNS) == without
    query, conditions = separate(parse("grain words!=3", known(COLUMNS)), COLUMNS)
    assert query.root == Words("grain")
    assert conditions == (without,)


def test_filters_of_one_field_hold_together() -> None:
    filters = Filters(source="Courier", since="2021", where={"source": "Echo", "since": "2022"})
    assert len(filters.conditions(COLUMNS)) == 4


def test_typed_filters_are_the_same_conditions() -> None:
    filters = Filters(
        since="2021-10", until=date(2022, 1, 31), source=["Courier", "Echo"], author="Holm",
        where={"words": ">500", "section": "politics"},
    )  # fmt: skip
    found = filters.conditions(COLUMNS)
    texts = ["since:2021-10", "until:2022-01-31", "source:(Courier OR Echo)", "author:Holm",
             "words:>500", "section:politics"]  # fmt: skip
    assert found == tuple(separate(parse(text, known(COLUMNS)), COLUMNS)[1][0] for text in texts)


def test_empty_parentheses_ask_for_nothing() -> None:
    query, conditions = separate(parse("grain author:() lang:( )", known(COLUMNS)), COLUMNS)
    assert (query.words, conditions) == ("grain", ())


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_is_more_than_a_query_error(name: str, value: str) -> None:
    for text in (name, f"{name}:{value}", f"words:{value}", f"in:{value}", f"file:{value} x"):
        try:
            separate(parse(text, known(COLUMNS)), COLUMNS)
        except QueryError:
            continue
