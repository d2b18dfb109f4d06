from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import index
from index.builder.plan import Settings
from index.errors import IndexDamagedError, IndexOutdatedError, SourceError
from index.generation import generations, integrity, layout
from search import Searcher, View

ARTICLES = {
    "a.txt": "Grain talks\nMinisters met in Karsova to speak of grain.\nThe talks ended at dawn.\n",
    "b.md": "---\ntitle: Salt\n---\nThe price of salt rose for the third week running in Saltmere.\n",
    "c.jsonl": '{"_id": "x", "title": "Ferries", "text": "The ferry is electric now."}\n'
    '{"_id": "y", "title": "", "text": "The other ferry still burns oil."}\n',
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def ids(place: Path, query: str = "ferry salt grain", **options: Any) -> list[str]:
    with Searcher.open(place) as searcher:
        return [hit.passage.id for hit in searcher.search(query, **options)]


def test_a_generation_describes_and_checks_itself(sources: Path, place: Path) -> None:
    report = index.build([sources], place)
    assert (report.added, report.changed, report.removed) == (4, 0, 0)
    manifest = generations.read_manifest(place, generations.current_generation(place))
    assert manifest == report.manifest
    assert (manifest.counts.documents, manifest.counts.files) == (4, 3)
    assert set(manifest.fingerprint) == {
        "encoder",
        "analysis",
        "reading",
        "chunking",
        "boilerplate",
    }
    folder = layout.generation_folder(place, manifest.generation)
    assert integrity.checksums(folder) == manifest.files
    assert not list(integrity.damage(folder, manifest))


def test_document_ids_are_paths_beside_the_index_and_record_ids(sources: Path, place: Path) -> None:
    index.build([sources], place)
    assert sorted({found.rpartition("#")[0] for found in ids(place)}) == [
        "articles/a.txt",
        "articles/b.md",
        "articles/c.jsonl#x",
        "articles/c.jsonl#y",
    ]


def test_unchanged_sources_write_nothing(sources: Path, place: Path) -> None:
    index.build([sources], place)
    again = index.build([], place)
    assert again.up_to_date
    assert (again.encoded, again.manifest.generation) == (0, 1)
    (sources / "a.txt").touch()
    assert index.build([], place).up_to_date
    assert generations.published(place) == [1]


def test_only_what_is_new_is_encoded(sources: Path, place: Path) -> None:
    first = index.build([sources], place)
    assert first.encoded == first.manifest.counts.passages
    (sources / "d.txt").write_text("Rain\nIt rained on the harbour for nine days.\n")
    (sources / "c.jsonl").rename(sources / "renamed.jsonl")
    report = index.build([], place)
    assert (report.added, report.removed, report.encoded) == (3, 2, 1)
    assert any(found.startswith("articles/d.txt") for found in ids(place, "rain harbour"))
    assert not any("c.jsonl" in found for found in ids(place))


def test_an_input_is_encoded_once_however_far_apart_it_stands(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.builder.passages.WINDOW", 4)
    texts = [f"The ferry of day {number % 6} burns no oil." for number in range(18)]
    lines = [json.dumps({"_id": str(n), "title": "", "text": t}) for n, t in enumerate(texts)]
    (tmp_path / "ferries.jsonl").write_text("\n".join(lines))
    settings = Settings(keep_boilerplate=True)
    report = index.build([tmp_path / "ferries.jsonl"], place, settings)
    assert (report.encoded, report.reused) == (6, 12)
    with Searcher.open(place) as searcher:
        hits = searcher.search("ferry of day 2", top_k=18, mode="vector").hits
    assert [hit.passage.text for hit in hits[:3]] == [texts[2]] * 3
    assert len({hit.score for hit in hits[:3]}) == 1


def test_equal_paragraphs_stay_two_passages_and_are_encoded_once(
    sources: Path, place: Path
) -> None:
    shutil.copy(sources / "a.txt", sources / "twin.txt")
    report = index.build([sources], place)
    assert (report.encoded, report.reused) == (report.manifest.counts.passages - 1, 1)
    with Searcher.open(place) as searcher:
        (folded, *_) = searcher.search("grain talks")
        unfolded = searcher.search("grain talks", view=View(copies=True))
    assert [copy.id for copy in folded.copies] in (["articles/a.txt"], ["articles/twin.txt"])
    assert {"articles/a.txt", "articles/twin.txt"} <= {hit.document.id for hit in unfolded}


def test_many_changes_answer_like_a_fresh_build(sources: Path, place: Path, tmp_path: Path) -> None:
    index.build([sources], place)
    for step in range(6):
        (sources / f"n{step}.txt").write_text(f"Note {step}\nShipment {step} of salt came late.\n")
        if step % 2:
            (sources / f"n{step - 1}.txt").unlink()
        (sources / "a.txt").write_text(ARTICLES["a.txt"] + f"Day {step} of the talks began.\n")
        index.build([], place)
    index.build([sources], tmp_path / "other" / "index")
    with Searcher.open(place) as grown, Searcher.open(tmp_path / "other/index") as fresh:
        for query in ("salt shipment", "talks at dawn", "ferry", "oil price harbour"):
            for mode in ("hybrid", "keyword", "vector"):
                ours = [
                    (Path(h.document.path).name, h.passage.text)
                    for h in grown.search(query, mode=mode)
                ]
                theirs = [
                    (Path(h.document.path).name, h.passage.text)
                    for h in fresh.search(query, mode=mode)
                ]
                assert ours == theirs
                assert [h.score for h in grown.search(query, mode=mode)] == pytest.approx(
                    [h.score for h in fresh.search(query, mode=mode)], abs=1e-6
                )


def test_a_line_becomes_boilerplate_once_enough_articles_carry_it(
    tmp_path: Path, place: Path
) -> None:
    folder = tmp_path / "gazette"
    folder.mkdir()
    line = "The Gazette is printed on paper from certified forests"
    stories = [
        "The storm reached the coast at night, and pilots kept every ship in port until noon.",
        "Two thousand books stand in what was once the fish hall, and none of them smells of fish.",
        "The goal fell in the last minute, and the home side's keeper said that he saw nothing.",
        "For a pound the council sold its pier to a widow, who has never once set foot upon it.",
    ]
    for number, story in enumerate(stories, 1):
        (folder / f"{number}.txt").write_text(f"Story {number} of the coast\n{story}\n{line}\n")
        index.build([folder], place)
        with index.open_engine(place) as engine:
            marked = {document.id for document in engine.catalogue.marked()}
        assert len(marked) == (number if number >= 3 else 0)
    (folder / "1.txt").unlink()
    (folder / "2.txt").unlink()
    index.build([folder], place)
    assert index.open_engine(place).manifest.counts.boilerplate == 0


def test_rows_of_removed_passages_go_once_they_are_many(sources: Path, place: Path) -> None:
    for step in range(8):
        (sources / "a.txt").write_text(f"Note {step}\nShipment {step} of salt came late today.\n")
        counts = index.build([sources], place).manifest.counts
        assert counts.rows - counts.passages <= 3
    assert counts.passages == 4


def test_a_failed_build_leaves_the_former_index(sources: Path, place: Path) -> None:
    index.build([sources], place)
    before = ids(place)
    for path in sources.iterdir():
        path.write_bytes(b"")
    with pytest.raises(SourceError, match="No article"):
        index.build([], place)
    assert ids(place) == before
    assert not list(place.glob("building-*"))


def test_old_generations_are_kept_as_asked(sources: Path, place: Path) -> None:
    for step in range(4):
        (sources / "a.txt").write_text(f"Note\nShipment {step} of salt came late today.\n")
        index.build([sources], place, Settings(keep=2))
    assert generations.published(place) == [3, 4]


def test_an_open_searcher_keeps_its_snapshot(sources: Path, place: Path) -> None:
    index.build([sources], place)
    with Searcher.open(place) as searcher:
        before = [hit.passage.text for hit in searcher.search("grain ferry")]
        for step in range(4):
            (sources / "a.txt").write_text(f"Note\nShipment {step} of salt came late today.\n")
            index.build([sources], place)
        assert [hit.passage.text for hit in searcher.search("grain ferry")] == before


def test_damage_is_refused_and_a_fresh_build_mends_it(sources: Path, place: Path) -> None:
    index.build([sources], place)
    folder = layout.generation_folder(place, 1)
    vectors = folder / layout.VECTORS
    vectors.write_bytes(vectors.read_bytes()[:-10])
    with pytest.raises(IndexDamagedError, match=r"vectors\.faiss .* bytes where "):
        index.open_engine(place)
    with pytest.raises(IndexDamagedError):
        index.build([sources], place)
    index.build([sources], place, Settings(fresh=True))
    assert ids(place)


def test_a_manifest_of_another_format_is_refused(sources: Path, place: Path) -> None:
    index.build([sources], place)
    path = layout.generation_folder(place, 1) / layout.MANIFEST
    fields = json.loads(path.read_text())
    path.write_text(json.dumps(fields | {"format": 999}))
    with pytest.raises(IndexOutdatedError, match=r"newer index format \(999"):
        index.open_engine(place)
