"""What a build found new, changed and gone is named, ten of each kind."""

import json
from pathlib import Path

from conftest import Command


def write(folder: Path, name: str, text: str = "The lock was shut on Friday, they said.") -> None:
    (folder / name).write_text(f"About {name}\n\n{text}\n")


def test_a_build_and_the_history_name_what_has_changed(tmp_path: Path, command: Command) -> None:
    clips = tmp_path / "my clips"
    clips.mkdir()
    for number in range(4):
        write(clips, f"{number}.txt", f"The lock was shut {number + 2} times this year, they said.")
    first = command("build", "my clips", cwd=tmp_path).stdout
    assert "  new" not in first  # all of it is
    (clips / "0.txt").unlink()
    write(clips, "1.txt", "A barge waits with forty tons of gravel above the lock of Tarn.")
    for number in range(10, 22):
        write(clips, f"{number}.txt", f"Boat number {number} waits above the lock since Monday.")
    named = [
        *(f"  new      my clips/{number}.txt" for number in range(10, 20)),
        "  new      and 2 more",
        "  changed  my clips/1.txt",
        "  gone     my clips/0.txt",
    ]
    done = command("build", cwd=tmp_path).stdout.splitlines()
    assert done[0].endswith("(12 added, 1 changed, 1 removed)")
    assert done[1 : 1 + len(named)] == named
    shown = command("history", cwd=tmp_path).stdout.splitlines()
    assert shown[0].endswith("current")
    assert shown[1 : 1 + len(named)] == named
    assert len(shown) == 2 + len(named)
    below = command("history", cwd=clips).stdout.splitlines()
    assert below[-3:-1] == ["  changed  1.txt", "  gone     0.txt"]
    last = json.loads(command("history", "--json", cwd=tmp_path).stdout.splitlines()[0])
    assert last["names"]["removed"] == ["my clips/0.txt"]
    assert last["names"]["added"] == sorted(f"my clips/{n}.txt" for n in range(10, 22))


def test_all_names_are_in_the_json_of_a_build(tmp_path: Path, command: Command) -> None:
    for number in range(12):
        write(tmp_path, f"{number:02}.txt", f"The lock was shut {number + 2} times, they said.")
    done = json.loads(command("build", ".", "--json", cwd=tmp_path).stdout)
    assert done["names"]["added"] == [f"{number:02}.txt" for number in range(12)]
    assert done["names"]["changed"] == done["names"]["removed"] == []
