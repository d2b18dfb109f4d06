"""Commands that are killed, run out of disk, or cannot read their sources for a moment."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from faults import COMMANDS, READER_ACCIDENTS, SOURCE_ACCIDENTS
from format_samples import SAID, samples

import index
from benchmarks.robustness.makers import shown, simple
from benchmarks.robustness.scene import Clock, Scene, Tally, is_clear
from benchmarks.timing import say
from index.generation import layout
from index.store.database import open_published


def kills(scene: Scene, count: int) -> Iterator[str]:
    """Every command that writes in turn, half at a random operation, half after a random time."""
    say(f"{count} kills")
    chance, whole = random.Random(scene.seed), Tally()
    commands = (*COMMANDS, "fresh")
    states = {command: scene.after(command) for command in commands}
    tries = 0
    while whole.cases < count:
        command = commands[tries % len(commands)]
        tries += 1
        operations, allowed = states[command]
        place, sources = scene.fresh()
        with Clock() as clock:
            if tries // len(commands) % 2 and command not in ("rollback", "watch"):
                after = chance.uniform(0.01, 0.6)
                ending = scene.worker.run(command, place, sources, after=after)
            else:
                at = chance.randint(1, operations)
                ending = scene.worker.run(command, place, sources, "kill", at=at)
        if ending.signal:  # else it had finished before its time came
            survived = scene.is_whole(place, sources, allowed) and _archive_is_whole(place)
            whole.ends[command] += 1
            whole.add(survived, clock.seconds, command)
    yield whole.line("kills over every command that writes")


def full_disks(scene: Scene, parts: int) -> Iterator[str]:
    """Every command at each of so many parts of its operations, and of what it writes."""
    say(f"full disks at {parts} parts of {len(COMMANDS)} commands")
    tally = Tally()
    for command in (*COMMANDS, "fresh"):
        operations, allowed = scene.after(command)
        for part in range(parts):
            at = 1 + part * (operations - 1) // max(1, parts - 1)
            limit = 0 if not part else 3 * 2 ** (4 + part)
            for accident, where in (("no space", at), ("no permission", at), ("file size", limit)):
                place, sources = scene.fresh()
                with Clock() as clock:
                    ending = scene.worker.run(command, place, sources, accident, where)
                well = is_clear(ending) and scene.is_whole(place, sources, allowed)
                tally.add(
                    well and _archive_is_whole(place), clock.seconds, f"{command}, {accident}"
                )
    yield tally.line("full disks and refusals over every command that writes")


def passing_errors(scene: Scene, formats: int) -> Iterator[str]:
    """A file of every format cannot be opened, or read to its end, for a moment.

    Its text stays, and comes back.
    """
    say("passing errors in every reader")
    tally = Tally()
    whole, folder = scene.folder / "whole", scene.folder / "formats"
    former, changed = _samples(SAID), _samples("The barge left Tarn on Monday, it was said.")
    for suffix in list(former)[:formats]:
        shutil.rmtree(whole, ignore_errors=True)
        (whole / "src").mkdir(parents=True)
        (whole / "src/other.txt").write_text("Salt\n\nThe price of salt rose again.\n")
        (whole / f"src/a{suffix}").write_bytes(former[suffix])
        index.build([whole / "src"], whole / "index")
        texts = _texts(whole / "index")
        for accident in (*SOURCE_ACCIDENTS, *READER_ACCIDENTS):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(whole, folder)
            (folder / f"src/a{suffix}").write_bytes(changed[suffix])
            with Clock() as clock:
                ending = scene.worker.run("build", folder / "index", folder / "src", accident)
            told = bool(ending.error or ending.problems)
            kept = _texts(folder / "index") == texts
            again = scene.worker.run("build", folder / "index", folder / "src")
            read = not again.error and not again.problems
            back = "left Tarn on Monday" in " ".join(_texts(folder / "index").values())
            well = is_clear(ending) and told and kept and read and back
            tally.add(well, clock.seconds, f"{suffix or 'no suffix'}, {accident}")
    yield tally.line("passing errors in every reader")


def _samples(said: str) -> dict[str, bytes]:
    """A file of every format that is read."""
    return {**samples(said), ".pdf": simple(shown(f"({said}) Tj".encode()))}


def _texts(place: Path) -> dict[str, str]:
    """The text of each document of an index that is whole."""
    number = index.verify(place).manifest.generation
    passages = layout.generation_folder(place, number) / layout.PASSAGES
    with closing(open_published(passages)) as connection:
        return dict(connection.execute("SELECT id, text FROM document"))


def _archive_is_whole(place: Path) -> bool:
    """Whether what was exported, if anything has the name, can be imported."""
    archive = place.with_name(f"{place.name}.zip")
    if archive.exists():
        try:
            index.import_(archive, place.with_name("imported"))
        except index.SearchError:
            return False
    return True
