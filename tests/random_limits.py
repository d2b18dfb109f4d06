"""Filters on random articles, as a query writes them, and what each means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st
from random_corpora import SECTIONS, SOURCES, Article, articles, days


@dataclass(frozen=True)
class Limit:
    """A filter as a query writes it, and what it means."""

    query: str
    holds: Callable[[Article], bool]


def _dated(name: str, given: str, field: str = "") -> Limit:
    """One with a date; ``name`` is a field of the date, or a comparison of another one."""
    span = days(given)
    assert span
    first, last = span
    ways: dict[str, Callable[[date, date], bool]] = {
        "after:": lambda a, _: a >= first,
        "since:": lambda a, _: a >= first,
        "before:": lambda _, b: b < first,
        "until:": lambda _, b: b <= last,
        "on:": lambda a, b: first <= a and b <= last,
        "in:": lambda a, b: first <= a and b <= last,
        ">": lambda a, _: a > last,
        "<": lambda _, b: b < first,
        ">=": lambda a, _: a >= first,
        "<=": lambda _, b: b <= last,
        ":": lambda a, b: first <= a and b <= last,
    }

    def holds(one: Article) -> bool:
        known = days(str(one.fields.get(field, "")) if field else one.published)
        return known is not None and ways[name](*known)

    return Limit(f"{field}{name}{given}", holds)


def _between(name: str, first: str, last: str) -> Limit:
    from_, to = days(first), days(last)
    assert from_
    assert to
    begin, end = from_[0], to[1]

    def holds(one: Article) -> bool:
        known = days(one.published)
        return known is not None and begin <= known[0] and known[1] <= end

    return Limit(f"{name}:{first}..{last}", holds)


def _number(sign: str, given: float) -> Limit:
    ways: dict[str, Callable[[float], bool]] = {
        ">": lambda value: value > given,
        "<": lambda value: value < given,
        ">=": lambda value: value >= given,
        "<=": lambda value: value <= given,
        ":": lambda value: value == given,
    }

    def holds(one: Article) -> bool:
        return "length" in one.fields and ways[sign](one.fields["length"])

    return Limit(f"length{sign}{given:g}", holds)


def _range(low: int, high: int) -> Limit:
    return Limit(
        f"length:{low}..{high}",
        lambda one: "length" in one.fields and low <= one.fields["length"] <= high,
    )


NAMED = [
    Limit('source:"saltmere echo"', lambda one: one.source == "Saltmere Echo"),
    Limit("source:echo", lambda one: one.source == "Saltmere Echo"),
    Limit("source:*", lambda one: one.source != ""),
    Limit("source:(gazette OR plain)", lambda one: one.source in SOURCES[1:3]),
    Limit("author:NWOSU", lambda one: one.author == "Hettie Nwosu"),
    Limit("author:brandvold", lambda one: one.author == "Ilse Brändvold"),
    Limit("author:*grove", lambda one: one.author == "Dermot Ashgrove"),
    Limit("by:nobody", lambda _: False),
    Limit("lang:de", lambda one: one.language == "de"),
    Limit("file:north/*", lambda one: one.file.startswith("north")),
    Limit("file:south", lambda one: one.file.startswith("south")),
    Limit("folder:north", lambda one: one.file.startswith("north")),
    Limit("file:a.jsonl", lambda one: one.file.endswith("a.jsonl")),
    Limit("section:sport", lambda one: one.fields.get("section") == "sport"),
    Limit("section:*", lambda one: "section" in one.fields),
    Limit("section:(sport OR culture)", lambda one: one.fields.get("section") in SECTIONS[1:]),
    Limit("breaking:true", lambda one: one.fields.get("breaking") is True),
    Limit("breaking:no", lambda one: one.fields.get("breaking") is False),
    Limit("tags:rail", lambda one: "rail" in one.fields.get("tags", ())),
    Limit("tags:(rail OR council)", lambda one: bool({"rail", "council"} & set(_tags(one)))),
    Limit("tags:*", lambda one: bool(_tags(one))),
]


def _tags(one: Article) -> list[str]:
    found: list[str] = one.fields.get("tags", [])
    return found


_known = [one.published for seed in (1, 2) for one in articles(seed) if one.published]
_dates = st.builds(
    lambda day, length: day[:length],
    st.sampled_from(_known) | st.dates(date(2018, 1, 1), date(2023, 12, 31)).map(date.isoformat),
    st.sampled_from([4, 7, 10]),
)
_each = st.one_of(
    st.sampled_from(NAMED),
    st.builds(
        _dated, st.sampled_from(["after:", "since:", "before:", "until:", "on:", "in:"]), _dates
    ),
    st.builds(_dated, st.sampled_from([">", "<", ">=", "<=", ":"]), _dates, st.just("event")),
    st.builds(_between, st.sampled_from(["in", "on"]), _dates, _dates),
    st.builds(_number, st.sampled_from([">", "<", ">=", "<=", ":"]), st.integers(0, 1000)),
    st.builds(_range, st.integers(0, 900), st.integers(100, 1000)),
)


def _without(one: Limit, sign: str) -> Limit:
    return Limit(f"{sign}{one.query}", lambda article: not one.holds(article))


def _either(one: Limit, other: Limit) -> Limit:
    return Limit(
        f"({one.query} OR {other.query})",
        lambda article: one.holds(article) or other.holds(article),
    )


_parts = st.one_of(
    _each,
    st.builds(_without, _each, st.sampled_from(["-", "NOT "])),
    st.builds(_either, _each, _each),
)


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    """One to three filters that hold together, some of them excluded or one of two."""
    parts = draw(st.lists(_parts, min_size=1, max_size=3))
    return Limit(
        " ".join(part.query for part in parts), lambda one: all(part.holds(one) for part in parts)
    )
