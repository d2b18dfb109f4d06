"""No command passes on what an article, a name or an argument holds of control codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Command

CODES = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2028\u2029\u0085X\r\b"
FORBIDDEN = {chr(n) for n in (*range(32), *range(127, 160))} - {"\n"} | set(
    "\u202a\u202b\u202c\u202d\u202e\u2028\u2029"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "src").mkdir()
    records = [
        {
            "_id": f"id{number}{CODES}",
            "title": f"Grain {CODES} talks {number}",
            "text": f"The price of grain{CODES} rose in Karsova, {number} {CODES}.\n\nSalt {CODES}.",
            "author": f"Ida{CODES}",
            "source": f"Gazette{number % 2}{CODES}",
            "date": f"2021-0{number + 1}-03",
            "url": f"http://a.example/{CODES}",
            f"sec{CODES}tion": f"trade{CODES}",
            "section": f"trade{CODES}",
        }
        for number in range(4)
    ]
    records.append({"_id": f"id0{CODES}", "text": "The same again."})
    lines = [json.dumps(record) for record in records] + [f"no record {CODES}"]
    (folder / "src/records.jsonl").write_text("\n".join(lines))
    (folder / "src/na\x1b[31mme\u202e.txt").write_text(
        f"Salt {CODES}\n\nThe salt {CODES} was sold.\n"
    )
    (folder / "src/bad\x1b[2J.pdf").write_bytes(b"%PDF nonsense")
    (folder / "queries.txt").write_text(f"grain {CODES}\nsalt\n")
    done = command("build", "src", cwd=folder)
    assert done.returncode == 0
    assert not FORBIDDEN & set(done.stdout + done.stderr)
    assert command("query", "grain", "--copies", cwd=folder).returncode == 0
    return folder


ASKED = [
    "query grain",
    "query grain --csv",
    "query grain --json --explain",
    "query grain --markdown",
    "query grain --explain --copies --passages 3",
    "query grain --facets section --facets year",
    f"query grain --facets sec{CODES}tion",
    "query grain --sort date --full",
    "query grain --timeline",
    f"query {CODES}",
    f"query source:{CODES}",
    f"query grain --where {CODES}=x",
    f"query grain --since {CODES}",
    f"query grain --rerank {CODES}",
    f"query grain --index {CODES}",
    "show 1",
    "show 1 --json",
    f"show {CODES}",
    "similar 1 --copies",
    "batch queries.txt",
    "batch queries.txt --json",
    f"alerts add {CODES}",
    "alerts list",
    "alerts",
    "alerts --json",
    f"alerts remove no{CODES}",
    "stats",
    "boilerplate",
    "problems",
    "problems --json",
    "history",
    "verify",
    f"export out{CODES}.lede",
    f"import no{CODES}.lede",
    f"build no{CODES} --add",
    f"build src --model no{CODES}",
    f"evaluate no{CODES}",
    f"rollback {CODES}",
    f"quary {CODES}",
]


PROGRAM = """
import json, os, sys, tempfile
from search.cli import main
import search.searcher, search.cli.query, index.engines.local.engine, index.encoder.exported
for words in json.load(sys.stdin):
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    if not (child := os.fork()):
        os.dup2(out.fileno(), 1), os.dup2(err.fileno(), 2)
        sys.argv = ["search", *words]
        main()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = [os.pread(stream.fileno(), 1 << 20, 0).decode() for stream in (out, err)]
    print(json.dumps([code, *said]), flush=True)
"""


def test_no_command_passes_a_control_code_on(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        input=json.dumps([asked.split(" ") for asked in ASKED]),
        env=os.environ | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(PROJECT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for asked, (code, out, err) in zip(ASKED, answers, strict=True):
        assert code in (0, 1, 2), (asked, err)
        assert not FORBIDDEN & set(out), asked
        assert not FORBIDDEN & set(err), asked
        assert "Traceback" not in err, asked


def test_styles_are_the_only_codes_where_they_are_wanted(folder: Path, command: Command) -> None:
    done = command("query", "grain", "--color", "always", "--links", cwd=folder)
    assert "\x1b[1m" in done.stdout
    for code in ("\x1b[2J", "\x1b]0", "\x9b", "\x07", "\u202e"):
        assert code not in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="a pager of POSIX")
def test_a_viewer_is_given_no_file_that_holds_no_text(tmp_path: Path, command: Command) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.desktop").write_text("Grain talks\n\nMinisters met in Karsova on grain.\n")
    (tmp_path / "seeds/a.txt").write_text("Salt\n\nThe price of salt rose in Karsova.\n")
    viewer = tmp_path / "bin/xdg-open"
    viewer.parent.mkdir()
    viewer.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    viewer.chmod(0o700)
    assert command("build", cwd=tmp_path).returncode == 0
    variables = {"PATH": f"{viewer.parent}:{os.environ['PATH']}", "EDITOR": "", "VISUAL": ""}
    assert command("open", "a.txt", cwd=tmp_path, **variables).returncode == 0
    done = command("open", "a.desktop", cwd=tmp_path, **variables)
    assert done.returncode == 2
    assert "desktop" not in (tmp_path / "opened").read_text()
