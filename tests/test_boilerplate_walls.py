"""A short text that stands alone in several files is no article, whatever its language."""

from __future__ import annotations

from pathlib import Path

import pytest

import index
from index.boilerplate.walls import are_several, whole
from index.builder.plan import Settings
from index.errors import SourceError
from index.readers import read
from index.readers.sources import SourceFile
from index.types import Document

REAL = "The ferry\n\nThe ferry burned at its berth on Monday night, and nobody was hurt.\n"
WALLS = {
    "made up": "Tarvo melint\n\nOs kelvat arun bitte solma. Dren vakh: 7c1f-{n}0a-44b.\n",
    "Finnish": "Sivu ei ole nyt luettavissa. Palaa hetken kuluttua, kiitos!\n",
    "Greek": "Μια στιγμή\n\nΕλέγχουμε τη σύνδεσή σας. Μην κλείσετε το παράθυρο.\n",
    "Chinese": "稍候\n\n正在为您准备内容。如果等待太久，请换一个时间再来。\n",
    "of cookies": "We value what you do here\n\nWe and our 812 partners store things on your device. "
    "Choose what you like, and change it whenever you wish.\n",
}
PAPERS = ("echo", "herald", "times", "post", "star")
STORY = "Herring\n\n" + " ".join(
    f"The price of herring in harbour {n} rose by a penny, the fishermen said." for n in range(12)
)


def built(folder: Path, texts: dict[str, str], **settings: object) -> tuple[set[str], set[str]]:
    """Which of the files are articles of an index of them, and which are problems of it."""
    articles = folder / "articles"
    articles.mkdir(exist_ok=True)
    for path in articles.iterdir():
        path.unlink()
    for name, text in texts.items():
        (articles / name).write_text(text)
    done = index.build([articles], folder / "index", Settings(**settings))  # type: ignore[arg-type]
    with index.open_engine(folder / "index") as engine:
        found = {name for name in texts if engine.catalogue.passages_of(f"articles/{name}")}
    assert done.manifest.counts.documents == len(found)
    return found, {Path(problem.path).name for problem in done.problems}


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_is_known_by_standing_in_several_files(tmp_path: Path, kind: str) -> None:
    names = ("lock", "salt", "grain", "oil", "tin")
    walls = {f"{name}.txt": WALLS[kind].format(n=n) for n, name in enumerate(names)}
    assert built(tmp_path, {**walls, "ferry.txt": REAL}) == ({"ferry.txt"}, set(walls))


def test_a_wall_is_known_below_titles_that_differ(tmp_path: Path) -> None:
    said = "Denne saken er for dem som har logget inn. Logg inn for å lese hele saken hos oss."
    names = ("Lås", "Salt", "Korn", "Olje", "Tinn")
    walls = {f"{name}.txt": f"{name} til byen\n\n{said}\n" for name in names}
    assert built(tmp_path, {**walls, "ferry.txt": REAL}) == ({"ferry.txt"}, set(walls))
    stubs = {f"{name}.txt": f"{name} til byen\n\nKommer senere.\n" for name in names}
    assert built(tmp_path, stubs) == (set(stubs), set())


def test_a_wall_comes_and_goes_with_its_files(tmp_path: Path) -> None:
    wall = WALLS["Finnish"]
    walls = {f"{name}.txt": wall for name in ("lock", "salt", "tin", "oil")}
    few = {"a.txt": REAL, **walls}
    assert built(tmp_path, few) == (set(few), set())
    many = few | {"lead.txt": wall}
    assert built(tmp_path, many) == ({"a.txt"}, {*walls, "lead.txt"})
    assert built(tmp_path, many) == ({"a.txt"}, {*walls, "lead.txt"})
    assert built(tmp_path, few) == (set(few), set())
    kept = built(tmp_path, many, keep_boilerplate=True)
    assert kept == (set(many), set())


def test_a_folder_of_nothing_else_is_an_error_that_says_so(tmp_path: Path) -> None:
    texts = {f"{name}.txt": WALLS["Greek"] for name in ("lock", "salt", "oil", "tin", "lead")}
    with pytest.raises(SourceError, match=r"No article.*lead\.txt: no article: several files"):
        built(tmp_path, texts)


@pytest.mark.parametrize(
    "texts",
    [
        {f"{name}.txt": STORY for name in PAPERS},
        {f"salt{copy}.txt": WALLS["Finnish"] for copy in ("", " (2)", " (3)", " copy", "-1", "_2")},
        {
            f"{n}.txt": f"Tides\n\nHigh water in Tarn is at {n} in the morning.\n"
            for n in range(3, 9)
        },
        {f"{n}.txt": f"Note {n}\n\nThe story is for members of our circle.\n" for n in range(3, 9)},
        {f"{name}.txt": f"By Ada Ruth\n\n{REAL}" for name in PAPERS},
        {f"{name}.txt": f"3 May 2021\n\n{REAL}" for name in PAPERS},
        {f"{name}.txt": REAL for name in PAPERS[:4]},
    ],
    ids=[
        "copies of a long story",
        "copies of a file",
        "a series",
        "of titles of their own",
        "signed",
        "dated",
        "a brief in a few papers",
    ],
)
def test_articles_that_are_alike_are_articles(tmp_path: Path, texts: dict[str, str]) -> None:
    assert built(tmp_path, texts) == (set(texts), set())


def test_pages_of_a_mirror_are_named_by_their_folders() -> None:
    assert are_several(
        [f"site/{name}/index.html" for name in ("lock", "salt", "oil", "tin", "lead")]
    )
    assert not are_several([f"{name}/salt.html" for name in PAPERS])


def test_records_of_one_file_are_articles(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Sivu puuttuu."}\n' * 4)
    found = [one for one in read(SourceFile(file, "a.jsonl", 1, 0)) if isinstance(one, Document)]
    assert len({whole(one) for one in found}) == 1
    assert not are_several(one.path for one in found)
