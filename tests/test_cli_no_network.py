"""No command opens a socket to elsewhere, or writes outside the index and the folders
that a user has for caches, state and what is temporary."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

from search.cli.app import COMMANDS

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

JUDGED = {
    "corpus.jsonl": "".join(
        json.dumps({"_id": f"d{n}", "title": f"Note {n}", "text": f"Ship {n} brought salt."}) + "\n"
        for n in range(12)
    ),
    "queries.jsonl": "".join(
        json.dumps({"_id": f"q{n}", "text": f"ship {n}"}) + "\n" for n in range(12)
    ),
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\n"
    + "".join(f"q{n}\td{n}\t1\n" for n in range(12)),
    "queries.txt": "salt\nferry\n",
}
REFUSED = {("watch", 130), ("tune", 2)}
"""How these may end too: by Ctrl-C, and since the index holds no article that was judged."""

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


RUNNER = """
import json, os, signal, sys, tempfile
from importlib import import_module
import faults, typer, search.cli.app, search.searcher
for module in faults.IMPORTED:
    if "onnx" not in module and "encoder" not in module:  # what may call home is loaded as ever
        import_module(module)
for words in json.load(sys.stdin):
    errors = tempfile.TemporaryFile()
    if not (child := os.fork()):
        os.dup2(os.open(os.devnull, os.O_RDWR), 1), os.dup2(errors.fileno(), 2)
        if words[0] == "watch":  # it ends by Ctrl-C alone
            signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
            signal.alarm(4)
        sys.argv = ["search", *words]
        from search.cli import main
        main()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps([code, os.pread(errors.fileno(), 10_000, 0).decode()]), flush=True)
"""
"""Runs commands, each in a process of its own."""


def test_no_command_opens_a_socket_or_writes_elsewhere(tmp_path: Path) -> None:
    places = {
        name: tmp_path / name
        for name in ("home", "cache", "state", "tmp", "work", "articles", "judged")
    }
    for place in places.values():
        place.mkdir()
    for name, text in ARTICLES.items():
        (places["articles"] / name).write_text(text)
    for name, text in JUDGED.items():
        (places["judged"] / name).parent.mkdir(exist_ok=True)
        (places["judged"] / name).write_text(text)
    environment = {key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ}
    environment |= {
        "HOME": str(places["home"]),
        "LEDE_CACHE": str(places["cache"]),
        "XDG_STATE_HOME": str(places["state"]),
        "XDG_DATA_HOME": str(places["state"]),
        "TMPDIR": str(places["tmp"]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "tests")]),
        "EDITOR": "true",
    }
    articles, judged = str(places["articles"]), str(places["judged"])
    search = Path(sys.executable).with_name("search")
    done = guarded(search, "build", articles, cwd=places["work"], env=environment)
    assert done.returncode == 0, done.stderr
    commands = [
        ["build", articles, "--keep-boilerplate"],
        ["query", "the price of salt"],
        ["query", "boats without fumes", "--json", "--explain"],
        ["show", "b.md"],
        ["open", "b.md"],
        ["similar", "b.md"],
        ["batch", f"{judged}/queries.txt"],
        ["alerts", "add", "salt"],
        ["alerts"],
        ["watch"],
        ["stats"],
        ["boilerplate"],
        ["problems"],
        ["history"],
        ["verify"],
        ["export", "a.lede"],
        ["import", "a.lede", "--index", "other"],
        ["rollback"],
        ["compact"],
        ["evaluate", judged],
        ["tune", "--judgements", judged],
    ]
    assert {words[0] for words in commands} == {name for name, _, _ in COMMANDS}
    done = guarded(
        sys.executable,
        *("-W", "ignore", "-c", RUNNER),
        cwd=places["work"],
        env=environment,
        input=json.dumps(commands),
    )
    assert done.returncode == 0, done.stderr
    for words, line in zip(commands, done.stdout.splitlines(), strict=True):
        code, said = json.loads(line)
        assert code in (0, 1) or (words[0], code) in REFUSED, (words, code, said)
        assert "Traceback" not in said, words
    assert list(places["home"].rglob("*")) == []
    assert sorted(path.name for path in places["articles"].iterdir()) == sorted(ARTICLES)
    left = sorted(path.name for path in places["work"].iterdir())
    assert left == [".search-index", "a.lede", "other"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(places)
