from __future__ import annotations

import atexit
import contextlib
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from small_models import save_static

import index
from index.engines.local.leg_writers import MOST_SEGMENTS
from index.errors import IndexStateError
from index.generation import generations, layout
from search import Searcher

NAMES = st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt", "deep/e.txt"])
SENTENCES = (
    "The talks on grain in Karsova ended at dawn.",
    "A ferry on the bay burns no oil.",
    "Salt rose for the third week running.",
    "The harbour master kept every ship in port.",
    "Sign up for our newsletter today",
    "Herring returned to the northern bay.",
)
BODIES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("\n\n".join)
QUERIES = (
    "grain talks in the bay",
    "ferry OR salt",
    '"third week" harbour',
    "herring newsletter",
    "+salt file:a.txt",
)


def answers(place: Path) -> list[tuple[str, str, float]]:
    """What every query finds in every mode, in order."""
    with Searcher.open(place) as searcher:
        return [
            (hit.passage.id, hit.passage.text, hit.score)
            for query in QUERIES
            for mode in ("hybrid", "keyword", "vector")
            for hit in searcher.search(query, mode=mode)
        ]


@cache
def model() -> str:
    """An encoder without the default one's last bits, which depend on the texts beside a text."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    return str(save_static(folder, re.findall(r"\w+", " ".join([*SENTENCES, *QUERIES]).lower())))


def build_afresh(articles: Path, place: Path) -> None:
    index.build([articles], place, index.Settings(model=model()))


def assert_same(place: Path, fresh: Path) -> None:
    """Not about: the same passages with the same scores."""
    assert answers(place) == answers(fresh)


class Growing(RuleBasedStateMachine):
    """An index beside articles that are added, changed, renamed and removed at will."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.articles = self.folder / "articles"
        (self.articles / "deep").mkdir(parents=True)
        self.ever: set[str] = set()

    @initialize(body=BODIES)
    def begin(self, body: str) -> None:
        (self.articles / "first.txt").write_text(body)
        build_afresh(self.articles, self.folder / "index")

    @rule(name=NAMES, body=BODIES)
    def write(self, name: str, body: str) -> None:
        (self.articles / name).write_text(f"Of {name}\n\n{body}")

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.articles / name).unlink(missing_ok=True)

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if (self.articles / name).exists():
            (self.articles / name).rename(self.articles / other)

    @rule()
    def build(self) -> None:
        index.build([], self.folder / "index")

    @rule()
    def compact(self) -> None:
        index.compact(self.folder / "index")

    @rule()
    def roll_back(self) -> None:
        with contextlib.suppress(IndexStateError):  # There may be no older one to return to.
            index.rollback(self.folder / "index")

    @invariant()
    def whole(self) -> None:
        if (self.folder / "index").exists():
            assert index.verify(self.folder / "index").damage == ()

    def teardown(self) -> None:
        if (self.folder / "index").exists():
            index.build([], self.folder / "index")
            build_afresh(self.articles, self.folder / "fresh")
            assert_same(self.folder / "index", self.folder / "fresh")
        shutil.rmtree(self.folder)


TestGrowing = Growing.TestCase
TestGrowing.settings = settings(
    max_examples=25,
    stateful_step_count=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink would take many minutes
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number, sentence in enumerate(SENTENCES * 3):
        (folder / f"{number}.txt").write_text(f"Note {number}\n\n{sentence}")
    return folder


def test_many_builds_leave_few_segments_and_answer_like_one(articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "index"
    build_afresh(articles, place)
    for number in range(2 * MOST_SEGMENTS):
        (articles / f"more{number}.txt").write_text(f"More {number}\n\nRain on day {number}.")
        report = index.build([], place)
        assert report.encoded == 1
        folder = layout.generation_folder(place, report.manifest.generation)
        assert len(list(folder.glob("keyword/*.trm"))) <= MOST_SEGMENTS + 1
    build_afresh(articles, tmp_path / "fresh")
    assert_same(place, tmp_path / "fresh")


SECRET = "xylophonist Quillfeather confessed in Ozzlewick"


def bytes_of(place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())


def test_compaction_leaves_nothing_of_what_was_removed_in_any_file(
    articles: Path, tmp_path: Path
) -> None:
    place = tmp_path / "index"
    (articles / "secret.txt").write_text(f"Note\n\n{SECRET}.")  # tells no language
    build_afresh(articles, place)
    (articles / "secret.txt").unlink()
    index.build([], place, index.Settings(keep=1))
    assert b"quillfeath" in bytes_of(place).lower()
    report = index.compact(place, index.Settings(keep=1))
    assert (report.encoded, report.manifest.counts.rows) == (0, report.manifest.counts.passages)
    held = bytes_of(place).lower()
    for word in SECRET.lower().split():
        if len(word) > 4:
            assert word.encode() not in held
    assert b"quillfeath" not in held
    assert b"secret.txt" not in held
    assert generations.published(place) == [3]
    build_afresh(articles, tmp_path / "fresh")
    assert_same(place, tmp_path / "fresh")


def test_compaction_happens_by_itself_once_enough_is_gone(articles: Path, tmp_path: Path) -> None:
    place = tmp_path / "index"
    build_afresh(articles, place)
    for number in range(6):
        (articles / f"{number}.txt").unlink()
    counts = index.build([], place).manifest.counts
    assert counts.rows == counts.passages < len(SENTENCES) * 3


def test_renaming_and_touching_encode_nothing(articles: Path, tmp_path: Path) -> None:
    index.build([articles], tmp_path / "index")
    articles.joinpath("0.txt").rename(articles / "renamed.txt")
    articles.joinpath("1.txt").touch()
    report = index.build([], tmp_path / "index")
    assert (report.added, report.changed, report.removed, report.encoded) == (1, 0, 1, 0)
