"""The examples of the reference run, each in a folder with the sample articles."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

PAGES = ("library.md", "errors.md")


def programs() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
        found += [(page, program) for program in re.findall(r"```python\n(.*?)```", text, re.S)]
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    (folder / "seeds").symlink_to(seeds)
    return folder


@pytest.mark.parametrize(("page", "program"), programs())
def test_an_example_runs(page: str, program: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    text = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    printed = re.search(re.escape(program) + r"```\n\n((?:    .*\n)+)", text)
    if printed:
        assert done.stdout.split() == printed[1].split()


def test_every_public_name_is_in_the_reference() -> None:
    import index
    import search

    text = "".join((PROJECT / "docs" / page).read_text(encoding="utf-8") for page in PAGES)
    names = {*index.__all__, *search.__all__}
    assert names - set(re.findall(r"\w+", text)) == set()
