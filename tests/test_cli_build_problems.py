"""What a build says of files that it cannot read."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Command
from ministers import ARTICLE, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "seeds", a_txt=ARTICLE)
    return tmp_path


UNREADABLE = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "binary.txt": bytes(range(256)) * 40,
    "broken.pdf": b"%PDF-1.7\nnothing that follows is a PDF",
    "lines.jsonl": b'{"id": 1, "text": "A line that can be read."}\n{"id": 2, "text"\n{"id": 3}\n',
    "rows.csv": b"id,title,text\n1,,\n2,Second,There is a text in this row.\n",
    "page.html": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
}


def test_what_cannot_be_read_is_told_in_one_line_each_and_stops_nothing(
    folder: Path, command: Command
) -> None:
    for name, content in UNREADABLE.items():
        (folder / "seeds" / name).write_bytes(content)
    (folder / "seeds/loop").symlink_to(folder / "seeds", target_is_directory=True)
    (folder / "seeds/gone.txt").symlink_to(folder / "nowhere.txt")
    done = command("build", cwd=folder)
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert all(line.startswith("search: ") for line in lines)
    for name in [*UNREADABLE, "loop", "gone.txt"]:
        assert any(f"seeds/{name}" in line for line in lines), name
    assert "seeds/lines.jsonl:2" in done.stderr
    assert "seeds/lines.jsonl:3" in done.stderr
    assert f"Could not read {len(lines)} things" in done.stdout
    assert len(command("problems", cwd=folder).stdout.splitlines()) == len(lines)
    assert done.stdout.startswith("Indexed 3 articles")
    again = command("build", cwd=folder)
    assert "Up to date" in again.stdout
    assert again.stderr == done.stderr


def test_files_of_other_kinds_are_counted_listed_and_no_fault_but_under_strict(
    folder: Path, command: Command
) -> None:
    for name in ("a.jpg", "b.JPG", "talk.pptx", "style.css"):
        (folder / "seeds" / name).write_bytes(b"\xff\xd8\xff\xe0\0\0\0\0")
    (folder / "seeds/core").write_bytes(bytes(100))
    done = command("build", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    said = (
        "5 files of other kinds were passed over: 2 .jpg, 1 .css, 1 .pptx, 1 without a suffix: "
        "see `search problems`"
    )
    assert said in done.stdout.splitlines()
    assert "Could not read" not in done.stdout
    again = command("build", cwd=folder).stdout.splitlines()
    assert "Up to date" in again[0]
    assert again[-1] == said
    listed = command("problems", cwd=folder).stdout.splitlines()
    assert [line.split(":")[0] for line in listed] == [
        f"seeds/{name}" for name in ("a.jpg", "b.JPG", "core", "style.css", "talk.pptx")
    ]
    strict = command("build", "--strict", "--fresh", cwd=folder)
    assert strict.returncode == 2
    assert "seeds/a.jpg: passed over" in strict.stderr


def test_of_very_many_problems_only_the_first_are_printed(folder: Path, command: Command) -> None:
    (folder / "seeds/rows.jsonl").write_text('{"id": 1}\n{"id": 2, "text": "One."}\n' * 40)
    done = command("build", cwd=folder)
    lines = done.stderr.splitlines()
    assert len(lines) == 11
    assert lines[-1] == "search: and 69 more: `search problems` lists them all"
    assert "Could not read 79 things" in done.stdout
    assert len(command("problems", cwd=folder).stdout.splitlines()) == 79


def test_strict_makes_it_an_error_that_leaves_the_index_alone(
    folder: Path, command: Command
) -> None:
    assert command("build", cwd=folder).returncode == 0
    (folder / "seeds/empty.txt").touch()
    write(folder / "seeds", b_txt=ARTICLE)
    done = command("build", "--strict", cwd=folder)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "seeds/empty.txt" in done.stderr
    assert json.loads(command("stats", "--json", cwd=folder).stdout)["documents"] == 1


def without_override_of_permissions() -> None:
    """Run before a command: root, too, then needs permission to read a file."""
    bounding_set_drop, dac_override, dac_read_search = 24, 1, 2
    libc = ctypes.CDLL(None)
    for capability in (dac_override, dac_read_search):
        libc.prctl(bounding_set_drop, capability, 0, 0, 0)


def test_a_file_without_permission_is_told_in_one_line(folder: Path) -> None:
    write(folder / "seeds", secret_txt=ARTICLE)
    (folder / "seeds/secret.txt").chmod(0)
    executable = Path(sys.executable).with_name("search")
    done = subprocess.run(
        [executable, "build"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=without_override_of_permissions,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Indexed 1 article,")
    assert done.stderr.splitlines() == [
        "search: seeds/secret.txt: cannot be read: permission denied"
    ]
