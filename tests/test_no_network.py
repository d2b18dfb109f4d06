"""No command opens a socket to elsewhere, or writes outside the index and the folders
that a user has for caches, state and what is temporary."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

SOCKET = {"x86_64": 41, "aarch64": 198}.get(platform.machine())

GUARDED = """
import ctypes, os, struct, sys
number = int(sys.argv[1])
def rule(code, yes, no, value): return struct.pack("HBBI", code, yes, no, value)
rules = rule(0x20, 0, 0, 0)              # the number of the system call
rules += rule(0x15, 0, 3, number)        # is it socket()?
rules += rule(0x20, 0, 0, 16)            # of which family?
rules += rule(0x15, 1, 0, 1)             # one on this machine, as libc asks for names of users?
rules += rule(0x06, 0, 0, 0x80000000)    # else the process is killed
rules += rule(0x06, 0, 0, 0x7FFF0000)    # and goes on otherwise
kept = ctypes.create_string_buffer(rules)
program = struct.pack("HxxxxxxQ", 6, ctypes.addressof(kept))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0   # no new privileges
assert libc.prctl(22, 2, program, 0, 0) == 0, ctypes.get_errno()
os.execv(sys.argv[2], sys.argv[2:])
"""
"""Replaces itself by a command that the kernel kills as soon as it opens a socket to elsewhere."""

ARTICLES = {
    "a.txt": "Grain talks\n\nMinisters met in Karsova to speak of grain, and of the price of salt.\n",
    "b.md": "# Ferries\n\nThe ferry between the islands is electric now, said its captain.\n",
}

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or SOCKET is None, reason="asks the kernel of Linux to watch"
)


def guarded(*command: str | Path, **asked: object) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", GUARDED, str(SOCKET), *map(str, command)]
    return subprocess.run(line, capture_output=True, text=True, timeout=500, check=False, **asked)  # type: ignore[call-overload, no-any-return]


def test_the_guard_kills_what_opens_a_socket() -> None:
    done = guarded(sys.executable, "-c", "import socket; socket.socket()")
    assert done.returncode < 0
    assert guarded(sys.executable, "-c", "print('works')").stdout == "works\n"


def test_no_command_opens_a_socket_or_writes_elsewhere(tmp_path: Path) -> None:
    search = Path(sys.executable).with_name("search")
    places = {
        name: tmp_path / name for name in ("home", "cache", "state", "tmp", "work", "articles")
    }
    for place in places.values():
        place.mkdir()
    for name, text in ARTICLES.items():
        (places["articles"] / name).write_text(text)
    environment = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}
    environment |= {
        "HOME": str(places["home"]),
        "LEDE_CACHE": str(places["cache"]),
        "XDG_STATE_HOME": str(places["state"]),
        "TMPDIR": str(places["tmp"]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    index = places["work"] / "index"
    for command in (
        ("build", places["articles"], "--index", index),
        ("build", places["articles"], "--index", index, "--keep-boilerplate"),
        ("query", "the price of salt", "--index", index),
        ("query", "boats without fumes", "--index", index, "--json", "--explain"),
        ("show", "b.md", "--index", index),
        ("stats", "--index", index),
        ("verify", "--index", index),
        ("export", places["work"] / "a.lede", "--index", index),
        ("import", places["work"] / "a.lede", "--index", places["work"] / "other"),
        ("rollback", "--index", index),
        ("compact", "--index", index),
    ):
        done = guarded(search, *command, cwd=places["work"], env=environment)
        assert done.returncode in (0, 1), (command, done.returncode, done.stderr)
    assert list(places["home"].rglob("*")) == []
    assert sorted(path.name for path in places["articles"].iterdir()) == sorted(ARTICLES)
    assert sorted(path.name for path in places["work"].iterdir()) == ["a.lede", "index", "other"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(places)
