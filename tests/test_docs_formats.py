import re
import shlex
from pathlib import Path

import pytest
from conftest import PROJECT, Command
from format_samples import SAID, samples

from benchmarks.robustness.makers import zipped
from index.readers.formats import SUFFIXES

PAGE = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")

MAIL = f"""From: a@example.org
Subject: The lock
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x

{SAID}
--x
Content-Type: image/jpeg
Content-Disposition: attachment; filename="map.jpg"

JPEG
--x--
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    clips = tmp_path / "clips"
    clips.mkdir()
    (clips / "lock.jpg").write_bytes(b"\xff\xd8\xff")
    (clips / "slides.pptx").write_bytes(zipped({"ppt/presentation.xml": b"<p/>"}))
    (clips / "mail.eml").write_text(MAIL)
    for suffix in (".docx", ".epub", ".vtt"):
        said = f"This is another one, as a {suffix}. {SAID}"
        (clips / f"lock{suffix}").write_bytes(samples(said)[suffix])
    return tmp_path


def test_every_suffix_is_in_the_table() -> None:
    table = PAGE[PAGE.index("|") : PAGE.rindex("|")]
    assert set(re.findall(r"`(\.\w+)`", table)) == set(SUFFIXES)


def test_the_session_prints_what_the_page_says(folder: Path, command: Command) -> None:
    (session,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for line, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE):
        done = command(*shlex.split(line)[1:], cwd=folder)
        assert done.stderr == ""
        assert re.sub(r"in \d+\.\d s", "in … s", done.stdout.strip()) == re.sub(
            r"in \d+\.\d s", "in … s", output.strip()
        )


def test_a_transcript_is_cited_by_time_and_found_by_that(folder: Path, command: Command) -> None:
    assert command("build", "clips", cwd=folder).returncode == 0
    done = command("query", "as a .vtt", "-k", "1", cwd=folder)
    assert "clips/lock.vtt:0:00:01" in done.stdout
    shown = command("show", "clips/lock.vtt:0:00:01", cwd=folder)
    assert shown.returncode == 0
    assert "as a .vtt" in shown.stdout
