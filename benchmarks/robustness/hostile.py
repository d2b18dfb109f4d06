"""Damaged and hostile files: indexes, archives and sources."""

from __future__ import annotations

import os
import random
import shutil
import socket
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from format_samples import samples
from harm import Witness, disguise, harm

import index
from benchmarks.robustness.hostile_files import KINDS
from benchmarks.robustness.makers import PORT
from benchmarks.robustness.scene import Clock, Scene, Tally
from benchmarks.timing import say
from index.generation import generations, layout
from index.store.database import open_published

_LEFT: Final = 4
"""The sources, two files in them, and the index: nothing else is in a folder afterwards."""

_SECRET: Final = "root:x:0:"
"""Stands in a file that many sources here name."""


def corruptions(scene: Scene, count: int) -> Iterator[str]:
    """Random harm to an index, with checksums that do not fit and then with some that do."""
    say(f"{count} corruptions, twice")
    found, hidden = Tally(), Tally()
    with Witness() as witness:
        for seed in range(scene.seed, scene.seed + count):
            place, _ = scene.fresh()
            kind, path = harm(place, scene.folder / "other", random.Random(seed))
            with Clock() as clock:
                outcome = witness.look(place)
            named = str(path) in outcome.verify and "`search build --fresh`" in outcome.verify
            found.add(named and not outcome.crash, clock.seconds, kind)
            try:
                disguise(place)
            except index.SearchError:
                continue
            with Clock() as clock:
                outcome = witness.look(place)
            end = "crash or hang" if outcome.crash else outcome.query.split(" ")[0].rstrip(":")
            hidden.ends[end] += 1
            hidden.add(not outcome.crash, clock.seconds, kind)
    yield found.line("index folders harmed, file and command named")
    yield hidden.line("the same under checksums that fit")


def archives(scene: Scene, count: int) -> Iterator[str]:
    """Random harm to an archive: it is refused, or what it becomes is whole."""
    say(f"{count} archives")
    tally, chance = Tally(), random.Random(scene.seed + 1)
    content = (scene.folder / "index.lede").read_bytes()
    place = scene.folder / "imported"
    for _ in range(count):
        changed = _mutated(content, chance)
        (scene.folder / "harmed.lede").write_bytes(changed)
        shutil.rmtree(place, ignore_errors=True)
        with Clock() as clock:
            try:
                index.import_(scene.folder / "harmed.lede", place)
            except index.SearchError:
                end = "refused"
            except Exception as error:
                end = f"traceback {type(error).__name__}"
            else:
                end = "imported, damaged" if index.verify(place).damage else "imported, whole"
        tally.ends[end] += 1
        left = list(place.glob("building-*")) if place.exists() else []
        tally.add(end in ("refused", "imported, whole") and not left, clock.seconds, end)
    yield tally.line("archives mutated")


def sources(scene: Scene, count: int, first: int = 0) -> Iterator[str]:
    """Hostile sources, each built in a process of its own beside an article that must be found.

    Nothing of them may run, make a connection, read or write another file.
    """
    say(f"{count} hostile sources")
    tally, chance, greatest = Tally(), random.Random(scene.seed + 2), 0
    trap = scene.folder / "owned"
    os.environ["LEDE_TRAP"] = str(trap)
    with socket.create_server(("127.0.0.1", PORT)) as outside:
        outside.setblocking(False)
        for number in range(first, first + count):
            folder = scene.folder / "hostile"
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "src").mkdir(parents=True)
            (folder / "src/good.txt").write_text("Salt\n\nThe price of salt rose again.\n")
            name, content = _hostile(number, chance)
            (folder / "src" / f"bad{name}").write_bytes(content)
            with Clock() as clock:
                end, peak = _built(folder)
            greatest = max(greatest, peak)
            if end == "built":
                end = _found(folder)
            if trap.exists():
                end = "something ran"
                trap.unlink()
            if _is_called(outside):
                end = "it called outside"
            tally.ends[end] += 1
            tally.add(end == "built", clock.seconds, f"kind {number}, {name}: {end}")
    yield tally.line(f"hostile sources (at most {greatest / 2**20:.0f} MiB)")


def _built(folder: Path) -> tuple[str, int]:
    """How a build of a folder ended, and the most memory that it took, in bytes."""
    child = os.fork()
    if not child:
        code = 3
        try:
            index.build([folder / "src"], folder / "index")
            code = 0
        except index.SearchError:
            code = 1
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    end = {0: "built", 1: "refused", 3: "traceback"}.get(code, f"signal {-code}")
    return end, usage.ru_maxrss * 1024


def _found(folder: Path) -> str:
    """What is wrong with what was built of a folder: ``built`` where nothing is."""
    number = generations.current_generation(folder / "index")
    place = layout.generation_folder(folder / "index", number) / layout.PASSAGES
    with closing(open_published(place)) as connection:
        texts = dict(connection.execute("SELECT id, text FROM document"))
        problems = list(connection.execute("SELECT path, reason FROM problem"))
    if "The price of salt rose again." not in texts.get("src/good.txt", ""):
        return "the good article is lost"
    if any(_SECRET in text for text in texts.values()):
        return "another file was read"
    if not all(said.isprintable() for problem in problems for said in problem):
        return "a problem that cannot be printed"
    left = [*folder.iterdir(), *(folder / "src").iterdir()]
    return "built" if len(left) == _LEFT else "another file was written"


def _is_called(outside: socket.socket) -> bool:
    try:
        outside.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def _mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        kind = chance.randrange(4)
        at = chance.randrange(len(changed))
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[at : at + chance.randrange(1, 40)] = chance.randbytes(chance.randrange(40))
        elif kind == 2:
            tail = max(0, len(changed) - 4096)  # where a zip keeps its list of files
            changed[chance.randrange(tail, len(changed))] = chance.randrange(256)
        else:
            del changed[len(changed) - chance.randrange(1, max(2, len(changed) // 4)) :]
        if not changed:
            return b"PK"
    return bytes(changed)


def _hostile(number: int, chance: random.Random) -> tuple[str, bytes]:
    """One of each kind first, then a whole file of some format with bytes changed."""
    if number < len(KINDS):
        return KINDS[number]()
    suffix, content = chance.choice(sorted(samples().items()))
    return suffix, _mutated(content, chance)
