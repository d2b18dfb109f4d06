"""Articles made at random, and filters that brute force decides as well."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from hypothesis import strategies as st

from index.query.filters import Filters

WORDS = "kestrel marigold lantern granite harvest compass velvet thunder saffron orchard".split()


SOURCES = ("Saltmere Echo", "Northfold Gazette", "Plain Machine")


AUTHORS = ("Hettie Nwosu", "Dermot Ashgrove", "Ilse Brandvold")


SECTIONS = ("politics", "sport", "culture")


@dataclass(frozen=True)
class Article:
    name: str
    paragraphs: tuple[tuple[str, ...], ...]
    published: date
    source: str
    author: str
    section: str
    words: int

    @property
    def all_words(self) -> set[str]:
        return {word for paragraph in self.paragraphs for word in paragraph}


def articles() -> list[Article]:
    chance = random.Random(7)
    found = []
    for number in range(60):
        paragraphs = tuple(
            tuple(chance.choices(WORDS, k=chance.randint(24, 40)))
            if chance.random() < 0.5
            else tuple(chance.choices(WORDS[:4], k=chance.randint(24, 40)))
            for _ in range(chance.randint(1, 4))
        )
        day = date(2019 + chance.randrange(4), chance.randint(1, 12), chance.randint(1, 28))
        found.append(
            Article(
                f"{number:02}.md",
                paragraphs,
                day,
                chance.choice(SOURCES),
                chance.choice(AUTHORS),
                chance.choice(SECTIONS),
                chance.randrange(1000),
            )
        )
    return found


ARTICLES = articles()


@dataclass(frozen=True)
class Limit:
    """A filter as a query, as an option, and as what it means."""

    query: str
    filters: Filters

    def holds(self, one: Article) -> bool:
        f = self.filters
        return (
            (not f.since or one.published >= date.fromisoformat(f"{f.since}-01-01"))
            and (not f.until or one.published <= date.fromisoformat(f"{f.until}-12-31"))
            and (not f.source or str(f.source) in one.source)
            and (not f.author or str(f.author) in one.author)
            and ("section" not in f.where or one.section == f.where["section"])
            and ("words" not in f.where or one.words > int(str(f.where["words"])[1:]))
        )


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    since = draw(st.sampled_from([None, "2020", "2021"]))
    until = draw(st.sampled_from([None, "2021", "2022"]))
    source = draw(st.sampled_from(["", *(name.split()[0] for name in SOURCES)]))
    author = draw(st.sampled_from(["", *(name.split()[-1] for name in AUTHORS)]))
    where = draw(st.sampled_from([{}, {"section": "sport"}, {"words": ">400"}]))
    parts = [
        f"since:{since}" if since else "", f"until:{until}" if until else "",
        f"source:{source}" if source else "", f"author:{author}" if author else "",
        *(f"{name}:{value}" for name, value in where.items()),
    ]  # fmt: skip
    filters = Filters(since, until, source, author, where=where)
    return Limit(" ".join(filter(None, parts)), filters)
