"""What every engine promises of its writer: all of a state, or nothing of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest
from engine_kinds import NAMES, Kind, build, kind_of

import index
from index.builder.plan import Settings
from index.encoder import open_encoder
from index.encoder.protocol import Encoder
from index.engines.protocol import Engine, Request, Text
from index.engines.writer import Description, Encoded, Keep, NewPassage
from index.generation.manifest import Manifest
from index.query import parse
from index.query.filters import Filters
from index.types import Document, Passage
from search import Searcher

ARTICLES = {
    "a.txt": "Grain talks\n\nMinisters met in Karsova to speak of grain, and of salt.\n",
    "b.txt": "Ferries\n\nThe ferry of Saltmere is electric now, its owners said.\n",
    "c.txt": "Herring\n\nThe herring came back to the bay for the first time in years.\n",
}


@pytest.fixture(params=NAMES)
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Kind:
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / name).write_text(text)
    return kind_of(request.param, tmp_path / "index")


@pytest.fixture
def articles(kind: Kind) -> Path:
    return kind.place.parent / "articles"


def texts(kind: Kind) -> dict[str, str]:
    """Every passage of an index, by its id."""
    with kind.open() as engine:
        return {t.passage.id: t.passage.text for t in everything(engine)}


def everything(engine: Engine) -> list[Text]:
    sample = engine.sample(1000)
    return engine.read(sample.ids)


def test_a_build_adds_changes_and_removes(kind: Kind, articles: Path) -> None:
    report = build(kind, [articles])
    assert (report.added, report.encoded) == (3, 3)
    assert build(kind, [articles]).up_to_date
    (articles / "a.txt").write_text("Grain talks\n\nThe talks on grain ended without a treaty.\n")
    (articles / "b.txt").unlink()
    (articles / "d.txt").write_text("Tides\n\nThe tide tables were printed in Karsova.\n")
    report = build(kind, [articles])
    assert (report.added, report.changed, report.removed) == (1, 1, 1)
    assert (report.encoded, report.reused) == (2, 0)
    found = texts(kind)
    assert sorted(found) == ["articles/a.txt#p1", "articles/c.txt#p1", "articles/d.txt#p1"]
    assert "without a treaty" in found["articles/a.txt#p1"]
    counts = report.manifest.counts
    assert (counts.documents, counts.passages, counts.files) == (3, 3, 3)


def test_an_index_that_grew_is_one_that_was_made_at_once(
    kind: Kind, articles: Path, encoder: Encoder
) -> None:
    build(kind, [articles / "c.txt"])
    build(kind, [articles / "c.txt", articles / "b.txt"])
    build(kind, [articles])
    at_once = kind_of("embedded", kind.place.parent / "at once")
    build(at_once, [articles])
    assert texts(kind) == texts(at_once)
    request = Request(parse("ferry of Saltmere"), encoder.encode_query("ferry of Saltmere"))
    grown, whole = (each.open().ask([request])[0] for each in (kind, at_once))
    assert sorted(grown.names()) == sorted(whole.names())
    nearest = [
        [found.names()[place] for place in found.nearest.rows.tolist()] for found in (grown, whole)
    ]
    assert nearest[0] == nearest[1]
    assert grown.nearest.scores == pytest.approx(whole.nearest.scores, abs=1e-4)


def test_documents_are_taken_from_any_iterable(kind: Kind) -> None:
    given = (Document(f"n{n}", "", f"The lamp number {n} went out at dusk.", ()) for n in range(5))
    assert build(kind, documents=given).added == 5
    assert build(kind, documents=[Document("n3", "", "Another lamp was lit.", ())]).removed == 4
    assert texts(kind) == {"n3#p1": "Another lamp was lit."}


def failing() -> Iterator[Document]:
    yield Document("good", "", "The lamp was lit again at dawn.", ())
    raise OSError(5, "Input/output error")


def test_what_fails_leaves_the_published_state_as_it_was(kind: Kind, articles: Path) -> None:
    build(kind, [articles])
    before, opened = texts(kind), kind.open()
    generation = opened.manifest.generation
    with pytest.raises((OSError, index.SearchError)):
        build(kind, [articles / "a.txt"], failing())
    assert texts(kind) == before
    assert opened.newer() is None
    (articles / "a.txt").write_text("Grain\n\nNo grain was sold at Karsova in the third week.\n")
    assert build(kind, [articles]).changed == 1
    newer = opened.newer()
    assert newer is not None
    assert newer.manifest.generation > generation
    assert {t.passage.id: t.passage.text for t in everything(opened)} == before
    assert {t.passage.id: t.passage.text for t in everything(newer)} == texts(kind) != before


def test_what_fails_in_encoding_is_raised_before_anything_is_published(
    kind: Kind, articles: Path
) -> None:
    build(kind, [articles])
    before = texts(kind)
    encoded: Future[Encoded] = Future()
    encoded.set_exception(MemoryError("no room for vectors"))
    passage = Passage("x#p1", "x", "A lamp.", 0, 7)

    def write() -> None:
        with kind.writer() as writer:
            published = writer.published()
            assert published is not None
            documents = writer.begin(Keep.EVERYTHING, published.dimension)
            documents.put_document(Document("x", "x", "A lamp.", ()), "x", [])
            writer.add([NewPassage(passage, "en", b"x", 3, 0)], encoded)
            writer.publish(description_of(published))

    with pytest.raises((MemoryError, index.SearchError), match=r"memory|no room"):
        write()
    assert texts(kind) == before
    assert build(kind, [articles]).up_to_date


def description_of(published: Manifest) -> Description:
    same = {name: getattr(published, name) for name in Description.__slots__}
    return Description(**same)


def test_another_encoder_makes_everything_anew(kind: Kind, articles: Path) -> None:
    build(kind, [articles])
    before = texts(kind)
    again = build(kind, [articles], settings=Settings(encoder=open_encoder(precision="int8")))
    assert (again.encoded, again.reused) == (3, 0)
    assert again.renewed
    assert texts(kind) == before


def test_other_rules_keep_the_vectors(kind: Kind, articles: Path) -> None:
    build(kind, [articles])
    again = build(kind, [articles], settings=Settings(keep_boilerplate=True))
    assert (again.encoded, again.reused) == (0, 3)


def test_marks_of_boilerplate_follow_what_arrives(kind: Kind, articles: Path) -> None:
    line = "Follow the Saltmere Courier for more news from the coast and its harbours."
    chance = random.Random(4)
    words = [f"{one}{two}" for one in ("sal", "tar", "mer", "kar") for two in ("ten", "ish", "ova")]
    for number in range(12):
        said = [" ".join(chance.choices(words, k=20)) for _ in range(3)]
        text = "".join(f"{one.capitalize()}.\n\n" for one in said)
        (articles / f"n{number}.txt").write_text(f"Week {number}\n\n{text}{line}\n")
        if number == 1:
            build(kind, [articles])
            assert sum(line in text for text in texts(kind).values()) == 2
    build(kind, [articles])
    assert not any(line in text for text in texts(kind).values())
    with kind.open() as engine:
        assert len(list(engine.catalogue.marked())) == 12
        assert engine.manifest.counts.boilerplate == 12


def test_copies_of_a_story_share_its_number_whoever_arrives(kind: Kind, articles: Path) -> None:
    def told() -> dict[str, int]:
        with kind.open() as engine:
            (found,) = engine.ask([Request(parse("ferry"), None, 20)])
            return dict(zip(found.names(), found.stories().tolist(), strict=True))

    story = "The ferry burned to the waterline within an hour, said the harbour master, while "
    (articles / "d.txt").write_text(f"Fire\n\n{story}three tugs kept the hull off the quay.\n")
    build(kind, [articles])
    assert len({*told().values()}) == 2
    for name in ("0.txt", "e.txt"):
        (articles / name).write_text(f"Blaze\n\n{story}tugs kept the hull off the quay.\n")
        build(kind, [articles])
    copies = told()
    assert copies["articles/0.txt"] == copies["articles/d.txt"] == copies["articles/e.txt"]
    assert copies["articles/b.txt"] != copies["articles/d.txt"]
    (articles / "0.txt").unlink()
    build(kind, [articles])
    assert told()["articles/d.txt"] == told()["articles/e.txt"]


def test_copies_are_counted_found_or_not_the_first_by_date_named(
    kind: Kind, articles: Path
) -> None:
    story = "The lamp of Karsova went out at {}, said the harbour master, while three tugs kept "
    days = {"p": "2025-05-04", "q": "", "r": "2025-05-02", "s": "2025-05-03", "t": "2025-05-02"}
    for name, day in days.items():
        head = f"---\ndate: {day}\n---\n\n" if day else ""
        words = story.format("noon" if name == "p" else "midday")
        text = f"{head}{words}the burning hull off the northern quay of Tarn.\n"
        (articles / f"{name}.md").write_text(text)
        build(kind, [articles])
    with kind.open() as engine:
        (found,) = engine.ask([Request(parse("noon"), None, 1)])
        (copies,) = found.copies(np.array([0]), 3)
        assert copies.total == 4
        named = [text.document.id for text in engine.read(copies.ids)]
        assert named == [f"articles/{name}.md" for name in "rts"]
        (found,) = engine.ask([Request(parse("ferry OR noon"), None, 20)])
        counts = [each.total for each in found.copies(np.arange(2), 3)]
        assert dict(zip(found.names(), counts, strict=True)) == {
            "articles/b.txt": 0,
            "articles/p.md": 4,
        }


def test_what_was_added_last_and_removed_again_leaves_no_trace(
    kind: Kind, articles: Path, encoder: Encoder
) -> None:
    for number in range(8):  # so that the rows of what was removed are kept
        (articles / f"n{number}.txt").write_text(f"Week {number}\n\nIt rained in Tarn again.\n")
    build(kind, [articles])
    for name in ("y.txt", "z.txt"):
        (articles / name).write_text("Lamps\n\nThe lamp of Karsova went out, and grain was sold.\n")
        build(kind, [articles])
    for name in ("y.txt", "z.txt"):
        (articles / name).unlink()
    build(kind, [articles])
    with Searcher(kind.open(), encoder) as searcher:
        for query in ("grain karsova", '"of grain" OR lamp', "karsova -ferry", "kars*"):
            for mode in ("keyword", "hybrid"):
                result = searcher.search(
                    query,
                    mode=mode,
                    filters=Filters(file="articles/*"),
                    totals=True,
                    facets=["year"],
                )
                assert result.hits[0].document.id == "articles/a.txt"
                assert result.totals
                assert result.totals.matching == 1
