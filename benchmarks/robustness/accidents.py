"""Commands that are killed, run out of disk, or cannot read their sources for a moment."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from faults import COMMANDS, READER_ACCIDENTS, SOURCE_ACCIDENTS
from format_samples import samples

import index
from benchmarks.robustness.scene import Clock, Scene, Tally, is_clear
from benchmarks.timing import say


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
    folder = scene.folder / "formats"
    for suffix, content in list(samples().items())[:formats]:
        for accident in (*SOURCE_ACCIDENTS, *READER_ACCIDENTS):
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "src").mkdir(parents=True)
            (folder / "src/other.txt").write_text("Salt\n\nThe price of salt rose again.\n")
            (folder / f"src/a{suffix}").write_bytes(content)
            before = index.build([folder / "src"], folder / "index").manifest.counts.documents
            changed = samples("The barge left Tarn on Monday, once the lock was open again.")
            (folder / f"src/a{suffix}").write_bytes(changed[suffix])
            with Clock() as clock:
                ending = scene.worker.run("build", folder / "index", folder / "src", accident)
            kept = index.verify(folder / "index").manifest.counts.documents == before
            again = index.build([], folder / "index")
            well = is_clear(ending) and kept and again.changed + again.added > 0
            tally.add(well, clock.seconds, f"{suffix}, {accident}")
    yield tally.line("passing errors in every reader")


def _archive_is_whole(place: Path) -> bool:
    """Whether what was exported, if anything has the name, can be imported."""
    archive = place.with_name(f"{place.name}.zip")
    if archive.exists():
        try:
            index.import_(archive, place.with_name("imported"))
        except index.SearchError:
            return False
    return True
