"""Ways to harm an index, and a process that says what comes of it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from select import select
from typing import Final, Self

import index
from index.generation import generations, integrity, layout
from index.generation.manifest import Manifest
from index.location import CURRENT
from index.types import Problem

QUERIES: Final = ("talks on grain", '"talks on" grai* ferri~', "title:salt OR rain NOT oil")
PATIENCE: Final = 60.0
"""Seconds after which an answer counts as a hang."""


ARTICLES: Final = {
    "a.txt": "Grain talks\nMinisters met in Karsova to speak of grain.\nThe talks ended at dawn.\n",
    "b.md": "---\ntitle: Salt\n---\nThe price of salt rose for the third week in Saltmere.\n",
    "c.jsonl": '{"_id": "x", "title": "Ferries", "text": "The ferry is electric now."}\n'
    '{"_id": "y", "title": "", "text": "The other ferry still burns oil."}\n',
}


def write_articles(folder: Path, notes: int = 120) -> None:
    """A folder of short articles: those above, and so many notes alike."""
    folder.mkdir(parents=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for number in range(notes):
        (folder / f"n{number}.txt").write_text(
            f"Note {number}\nShipment {number} of salt came late, in rain number {number * 7}.\n"
            f"The talks on grain {number % 5} went on.\nSign up for our newsletter today\n",
            encoding="utf-8",
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a process said of an index, or how it ended: ``crash`` is empty where it lives on."""

    verify: str
    query: str
    crash: str = ""


def write_scene(folder: Path, notes: int) -> None:
    """Articles, their index of two generations, what comes next, and another index, exported.

    In ``articles`` and ``index``, ``changed``, ``other`` and ``index.lede``.
    """
    write_articles(folder / "articles", notes=notes)
    index.build([folder / "articles"], folder / "index")
    (folder / "articles/z.txt").write_text("Tides\nThe tide tables were printed in Karsova.\n")
    index.build([folder / "articles"], folder / "index")
    shutil.copytree(folder / "articles", folder / "changed")
    (folder / "changed/new.txt").write_text("Herring\nThe herring came back to the bay.\n")
    (folder / "changed/a.txt").unlink()
    index.build([folder / "articles/b.md"], folder / "other")
    index.export(folder / "index.lede", folder / "other")


def harm(place: Path, other: Path, chance: random.Random) -> tuple[str, Path]:
    """Do one random harm to the current generation of ``place``; returns what and to which file.

    ``other`` is an index that is whole, of other articles. There is always a difference after.
    """
    folder = layout.generation_folder(place, generations.current_generation(place))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = chance.choice([*files, place / CURRENT])
    content = path.read_bytes()
    kinds = ["missing", "garbage", "foreign manifest", "extra", "link"]
    kinds += ["flip"] * 8 + ["truncation"] * 4 + ["zeros", "longer", "swap"] if content else []
    kind = chance.choice(kinds)
    path.unlink()
    if kind == "flip":
        flipped = bytearray(content)
        for _ in range(chance.choice([1, 1, 4, 16])):
            flipped[chance.randrange(len(flipped))] ^= chance.randrange(1, 256)
        path.write_bytes(flipped if flipped != content else content[:-1])
    elif kind == "truncation":
        path.write_bytes(content[: chance.randrange(len(content))])
    elif kind == "zeros":
        start = chance.randrange(len(content))
        path.write_bytes(content[:start] + bytes(len(content) - start))
        if path.read_bytes() == content:
            path.unlink()
    elif kind == "longer":
        path.write_bytes(content + chance.randbytes(chance.randrange(1, 100)))
    elif kind == "garbage":
        path.write_bytes(chance.randbytes(max(1, len(content))))
    elif kind == "swap":
        mate = chance.choice([file for file in files if file != path])
        path.write_bytes(mate.read_bytes())
        mate.write_bytes(content)
        if path.read_bytes() == content:
            path.unlink()
        if mate.name == layout.MANIFEST and path.name != CURRENT:
            path = mate  # the checksums of all others went with it
    elif kind == "foreign manifest":
        path.write_bytes(content)
        path = folder / layout.MANIFEST
        number = generations.current_generation(other)
        shutil.copy(layout.generation_folder(other, number) / layout.MANIFEST, path)
    elif kind == "extra":
        path.write_bytes(content)
        path = folder / chance.choice(["passages.sqlite-journal", "keyword/_MAIN_99.toc"])
        path.write_bytes(content)
    elif kind == "link":
        outside = place.parent / "outside"
        outside.write_bytes(content)
        path.symlink_to(outside)
    return kind, path


def disguise(place: Path) -> None:
    """Make an index that was harmed look whole, as who means harm would."""
    number = generations.current_generation(place)
    manifest = generations.read_manifest(place, number)
    folder = layout.generation_folder(place, number)
    manifest = replace(manifest, files=integrity.checksums(folder))
    (folder / layout.MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    generations.make_current(place, manifest)


class Witness:
    """A process of its own that verifies and queries indexes, so that it may crash."""

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        )

    def look(self, place: Path) -> Outcome:
        """Verify the index in ``place``, then open and query it as if nothing had been said."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{place}\n".encode())
        self._process.stdin.flush()
        ready, _, _ = select([self._process.stdout], [], [], PATIENCE)
        line = self._process.stdout.readline() if ready else b""
        if line.startswith(b"{"):
            return Outcome(**json.loads(line))
        if not ready:
            self._process.kill()
        said = (line + self._process.communicate()[0]).decode(errors="replace")
        code = self._process.returncode
        self._start()
        return Outcome("", "", said or (f"exit {code}" if ready else "a hang"))


def _testimony(places: Iterator[str]) -> Iterator[str]:
    from search import Searcher
    from search.cli.remedies import message

    encoder = index.encoder.open_encoder()
    for place in places:
        try:
            damage: list[str] = [f"{p}" for p in _damage(place)]
        except index.SearchError as error:
            damage = [message(error)]
        try:
            with Searcher(index.open_engine(place), encoder) as searcher:
                found = [len(searcher.search(query).hits) for query in QUERIES]
                for document in searcher.engine.catalogue.marked():
                    searcher.engine.catalogue.passages_of(document.id)
            query = f"answer {found}"
        except index.SearchError as error:
            query = f"{type(error).__name__}: {message(error)}"
        yield json.dumps({"verify": "\n".join(damage), "query": query})


def _damage(place: str) -> Iterator[Problem | str]:
    from search.cli.remedies import hint

    found = index.verify(place)
    yield from found.damage
    if found.damage:
        yield hint(found.remedy)


def main() -> None:
    import index.encoder  # noqa: F401

    warnings.simplefilter("ignore")
    for line in _testimony(line.rstrip("\n") for line in sys.stdin):
        print(line, flush=True)


if __name__ == "__main__":
    main()


def current(place: Path) -> tuple[Path, Manifest]:
    manifest = generations.current_manifest(place)
    return layout.generation_folder(place, manifest.generation), manifest


def seal(place: Path, manifest: Manifest) -> None:
    """Publish another manifest, as a stranger would who knows how."""
    path = layout.generation_folder(place, manifest.generation) / layout.MANIFEST
    path.write_text(manifest.to_json(), encoding="utf-8")
    generations.make_current(place, manifest)
