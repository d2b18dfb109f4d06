"""Random articles of every kind of metadata and their indexes."""

from __future__ import annotations

import json
import random
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import index
from search import Result, Searcher, View

WORDS = (
    "kestrel marigold lantern granite harvest compass velvet thunder saffron orchard "
    "tunnel walnut pepper magnet blanket trumpet glacier canyon pillow rocket"
).split()
SOURCES = ("Saltmere Echo", "Northfold Gazette", "Plain Machine", "")
AUTHORS = ("Hettie Nwosu", "Dermot Ashgrove", "Ilse Brändvold", "")
SECTIONS = ("politics", "sport", "culture")
TAGS = ("harbour", "council", "weather", "rail")
FILES = ("north/a.jsonl", "north/b.jsonl", "south/a.jsonl")

MODES = ("keyword", "vector", "hybrid")
modes = st.sampled_from(MODES)
words = st.sampled_from(WORDS)
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EACH = View(copies=True)
EVERY = 500
"""More passages than there are."""

Paragraphs = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Article:
    """``story`` is the name of the article whose copy it is, or its own."""

    name: str
    file: str
    story: str
    title: str
    paragraphs: Paragraphs
    published: str
    source: str
    author: str
    language: str
    fields: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.file}#{self.name}"

    @property
    def passages(self) -> list[set[str]]:
        """The words of each paragraph, with those of the title."""
        return [{*paragraph, self.title} for paragraph in self.paragraphs]

    @property
    def words(self) -> set[str]:
        return set().union(*self.passages)


def articles(seed: int, count: int = 54) -> list[Article]:
    """So many articles, and copies of a few."""
    chance = random.Random(seed)
    each = [_article(chance, f"{number:02}") for number in range(count)]
    copies = [
        replace(_article(chance, f"{one.name}-{n}"), story=one.name, paragraphs=one.paragraphs)
        for one in chance.sample(each, 7)
        for n in range(chance.randint(1, 3))
    ]
    return sorted([*each, *copies], key=lambda one: one.id)


def _article(chance: random.Random, name: str) -> Article:
    def paragraph() -> tuple[str, ...]:
        return (*chance.choices(chance.sample(WORDS, 9), k=chance.randint(40, 50)),)

    fields: dict[str, Any] = {
        "section": chance.choice(SECTIONS),
        "length": chance.choice([chance.randrange(1000), chance.randrange(1000) + 0.5]),
        "breaking": chance.random() < 0.5,
        "tags": chance.sample(TAGS, chance.randint(0, 3)),
        "event": _day(chance, 7 + 3 * chance.randrange(2)),
    }
    kept = {name: value for name, value in fields.items() if chance.random() < 0.8}
    return Article(
        name=name,
        file=chance.choice(FILES),
        story=name,
        title=chance.choice(WORDS),
        paragraphs=tuple(paragraph() for _ in range(chance.randint(1, 4))),
        published=_day(chance, chance.choice([0, 4, 7, 10, 10, 10])),
        source=chance.choice(SOURCES),
        author=chance.choice(AUTHORS),
        language=chance.choice(["en", "en", "de"]),
        fields=kept,
    )


def _day(chance: random.Random, length: int) -> str:
    day = date(2019 + chance.randrange(4), chance.randint(1, 12), chance.randint(1, 28))
    return day.isoformat()[:length]


def write(folder: Path, known: Sequence[Article]) -> None:
    """The articles as files of JSON lines, in place of those that are there."""
    for file in FILES:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        lines = [
            json.dumps(
                {
                    "_id": one.name,
                    "title": one.title,
                    "text": "\n\n".join(map(" ".join, one.paragraphs)),
                    "published": one.published,
                    "source": one.source,
                    "author": one.author,
                    "language": one.language,
                    **one.fields,
                }
            )
            for one in known
            if one.file == file
        ]
        (folder / file).write_text("\n".join(lines))


def build(place: Path, known: Sequence[Article]) -> None:
    """An index in ``place`` of just these articles."""
    write(place / "articles", known)
    settings = index.Settings(keep_boilerplate=True)
    index.build([place / "articles"], place / "index", settings)


def days(text: str) -> tuple[date, date] | None:
    """The first and the last day of a year, a month or a day; None of nothing."""
    if not text:
        return None
    year, month, day = [*map(int, text.split("-")), 0, 0][:3]
    last = month or 12
    return (
        date(year, month or 1, day or 1),
        date(year, last, day or monthrange(year, last)[1]),
    )


class Corpus:
    """Articles and their index."""

    def __init__(self, known: list[Article], searcher: Searcher) -> None:
        self.articles = known
        self.searcher = searcher

    def search(self, text: str, mode: str, view: View = EACH, **more: Any) -> Result:
        """All that is found."""
        return self.searcher.search(text, EVERY, mode, EVERY, view=view, **more)

    def ids(self, holds: Callable[[Article], bool]) -> list[str]:
        """The ids of the articles for which that is true, in their order."""
        return [one.id for one in self.articles if holds(one)]


@contextmanager
def opened(seed: int, place: Path) -> Iterator[Corpus]:
    """The corpus of that seed, its index made in ``place``."""
    known = articles(seed)
    build(place, known)
    with Searcher.open(place / "index") as searcher:
        yield Corpus(known, searcher)


def ids(result: Result) -> list[str]:
    """The ids of the articles of a result, in its order."""
    return [hit.document.id.partition("articles/")[2] for hit in result]
