"""The same story once: what is folded, what is not, and what is said of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from conftest import Command
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from benchmarks.copies import BULLETINS, REWRITES, bulletins
from index.article.copies import SIZE, are_copies, sketch, stories
from index.encoder.callable import CallableEncoder
from index.engines.protocol import Request
from index.query import Query
from index.query.conditions import Dated
from index.types import Document
from search import Searcher, Sort, View

STORY = (
    "Smoke was seen above the ferry terminal at Ostrava shortly after four on Tuesday.",
    "The Ostrava Star, which carries two hundred passengers a day, burned to the waterline "
    "within an hour, said the harbour master, while three tugs kept the burning hull off the quay.",
    "Nobody was hurt, and the owners said that a spare boat would sail from Friday morning.",
)
OTHER = (
    "The harbour at Ostrava will be dredged next spring, the council decided on Monday night.",
    "Ferries of a deeper draught could then use the northern quay, which has silted up since the "
    "breakwater was lengthened, according to a report that was read to the members.",
)


def write(
    folder: Path, name: str, title: str, paragraphs: tuple[str, ...], day: str, source: str
) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(
        f"---\ntitle: {title}\ndate: {day}\nsource: {source}\n---\n\n"
        + "\n\n".join(paragraphs)
        + "\n"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("copies")
    news = place / "news"
    write(news, "echo.md", "Ferry burns at Ostrava", STORY, "2025-05-03", "Saltmere Echo")
    write(news, "star.md", "Ostrava Star lost to fire", STORY, "2025-05-04", "Morning Star")
    write(news, "short.md", "Ferry fire", STORY[:2], "2025-05-05", "Evening Post")
    write(news, "dredging.md", "Ostrava to dredge", OTHER, "2025-05-06", "Saltmere Echo")
    index.build([news], place / ".search-index", index.Settings(keep_boilerplate=True))
    return place


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_a_story_stands_once_with_its_copies_named(folder: Path, mode: str) -> None:
    with Searcher.open(folder / ".search-index") as searcher:
        folded = searcher.search("Ostrava ferry fire", 10, mode)
        unfolded = searcher.search("Ostrava ferry fire", 10, mode, view=View(copies=True))
    assert len(folded) == 2
    assert len(unfolded) == 4
    assert {copy.source for copy in folded[0].copies} | {folded[0].document.source} == {
        "Saltmere Echo", "Morning Star", "Evening Post",
    }  # fmt: skip
    days = [copy.published for copy in folded[0].copies]
    assert days == sorted(days)
    assert folded[1].copies == ()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story at both ends of 130 others, by their dates and by how much they say of a ferry."""
    chance = random.Random(1)
    syllables = ("ka", "ro", "mi", "ten", "lu", "sar", "vo", "ne", "pim", "do")

    def words(count: int) -> str:
        return " ".join("".join(chance.choices(syllables, k=3)) for _ in range(count))

    texts = [words(60) + " ferry" * (number % 9) for number in range(130)]
    story = words(60)
    texts = [story + " ferry ferry ferry ferry", *texts, story + " ferry"]
    days = [f"{1990 + number // 12}-{1 + number % 12:02}-01" for number in range(len(texts))]
    documents = [
        Document(f"n{number:03}", "", text, (), language="en", published=day)
        for number, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    place = tmp_path_factory.mktemp("many") / "index"
    encoder = CallableEncoder(lambda texts: [[1.0, 2.0] for _ in texts], "the same for all")
    settings = index.Settings(encoder=encoder, keep_boilerplate=True)
    index.build((), place, settings, documents=documents)
    return place


@pytest.mark.parametrize("sort", [*Sort])
def test_a_story_stands_once_however_far_one_looks(many: Path, sort: Sort) -> None:
    with Searcher.open(many) as searcher:
        view = View(sort=sort)
        listed = searcher.search("ferry", 200, "keyword", depth=5, view=view)
        pages = [
            hit
            for page in range(1, 16)
            for hit in searcher.search(
                "ferry", 10, "keyword", depth=5, view=View(sort=sort, page=page)
            )
        ]
        every = searcher.search("ferry", 200, "keyword", depth=5, view=View(sort=sort, copies=True))
    names = [hit.document.id for hit in listed]
    assert [hit.document.id for hit in pages] == names
    assert len({"n000", "n131"} & {*names}) == 1
    assert len(names) == len(set(names)) == len(every) - 1


def test_the_command_says_where_it_stood_first(folder: Path, command: Command) -> None:
    post = command("Ostrava ferry fire", "--source", "post", cwd=folder).stdout
    assert "and 2 copies, first in Saltmere Echo on 2025-05-03" in post
    star = command("hull off the quay", "--sort", "newest", cwd=folder).stdout
    assert "and 2 copies, first in Saltmere Echo on 2025-05-03" in star
    echo = command("hull off the quay", "--sort", "oldest", cwd=folder).stdout
    assert "and 2 later copies" in echo
    assert "copy" not in command("Ostrava ferry fire", "--copies", cwd=folder).stdout


def test_no_page_is_promised_that_would_hold_copies_alone(folder: Path, command: Command) -> None:
    whole = command("query", "ostrava ferry", "-m", "keyword", cwd=folder).stdout
    assert whole.endswith("4 articles match\n")
    some = command("query", "ostrava ferry", "-m", "keyword", "-k", "1", cwd=folder).stdout
    assert some.endswith("4 articles match; --page 2 shows more\n")
    last = command("query", "ostrava ferry", "-m", "keyword", "-k", "2", cwd=folder).stdout
    assert "--page" not in last


def test_similar_leaves_out_copies_of_the_article(folder: Path) -> None:
    with Searcher.open(folder / ".search-index") as searcher:
        name = searcher.search("Ostrava dredge", 1)[0].document.id
        story = searcher.search("ferry burned waterline", 1)[0].document.id
        assert [hit.document.id for hit in searcher.similar(story)] == [name]


@pytest.mark.parametrize("name", REWRITES)
def test_a_rewrite_is_a_copy_and_another_story_is_not(name: str, seeds: Path) -> None:
    texts = [path.read_text() for path in sorted(seeds.rglob("*.txt"))]
    chance, words = random.Random(3), " ".join(texts).split()
    rewritten = [REWRITES[name](text, chance, words) for text in texts]
    folded = [
        are_copies(sketch(text), sketch(new)) for text, new in zip(texts, rewritten, strict=True)
    ]
    assert sum(folded) >= 0.95 * len(texts)
    others = [
        are_copies(sketch(text), sketch(new))
        for one, text in enumerate(texts)
        for other, new in enumerate(rewritten)
        if one != other
    ]
    assert sum(others) <= 0.01 * len(others)


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_being_copies_is_mutual(one: str, other: str) -> None:
    assert are_copies(sketch(one), sketch(other)) == are_copies(sketch(other), sketch(one))


@settings(deadline=None)
@given(st.lists(st.text("abc ", max_size=120), max_size=6))
def test_who_stands_for_a_story_stands_for_itself(texts: list[str]) -> None:
    leaders = stories([sketch(text) for text in texts])
    assert all(leaders[leader] == leader <= number for number, leader in enumerate(leaders))


def test_a_short_report_is_found_in_a_long_one(seeds: Path) -> None:
    long = "\n\n".join(path.read_text() for path in sorted(seeds.rglob("*.txt")))
    assert len(sketch(long)) == SIZE
    short = "\n\n".join(STORY)
    assert are_copies(sketch(f"{long[:9000]}\n\n{short}"), sketch(short))
    assert not are_copies(sketch(long[:9000]), sketch(short))


def told(place: Path) -> list[set[str]]:
    """The files of each story of an index."""
    with index.open_engine(place) as engine:
        (found,) = engine.ask([Request(Query("", None), None, 99, conditions=(Dated(),))])
        stories: dict[int, set[str]] = {}
        for name, story in zip(found.names(), found.stories().tolist(), strict=True):
            stories.setdefault(story, set()).add(Path(name).name)
    return sorted(stories.values(), key=min)


def test_copies_are_told_the_same_in_an_index_that_grew(tmp_path: Path) -> None:
    news, fresh, grown = tmp_path / "news", tmp_path / "fresh", tmp_path / "grown"
    settings = index.Settings(keep_boilerplate=True)
    write(news, "b.md", "Ferry burns", STORY, "2025-05-03", "Echo")
    write(news, "d.md", "Dredging", OTHER, "2025-05-03", "Echo")
    index.build([news], grown, settings)
    for name in ("a", "c"):
        write(news, f"{name}.md", "Ferry fire", STORY, "2025-05-04", "Star")
        index.build([news], grown, settings)
    index.build([news], fresh, settings)
    assert told(fresh) == told(grown) == [{"a.md", "b.md", "c.md"}, {"d.md"}]
    (news / "a.md").unlink()
    index.build([news], grown, settings)
    index.compact(grown)
    assert told(grown) == [{"b.md", "c.md"}, {"d.md"}]


@pytest.mark.parametrize("kind", BULLETINS)
def test_the_same_words_around_other_figures_are_no_copies(kind: str) -> None:
    known = [sketch(text) for text in bulletins(kind, random.Random(1))]
    assert stories(known) == [*range(len(known))]
    assert not are_copies(*known[:2])


@pytest.mark.parametrize("kind", BULLETINS)
def test_a_bulletin_that_was_printed_twice_is_a_copy(kind: str) -> None:
    one, other = bulletins(kind, random.Random(1))[:2]
    assert stories([*map(sketch, (one, other, "Friday's paper. " + one))]) == [0, 1, 0]
