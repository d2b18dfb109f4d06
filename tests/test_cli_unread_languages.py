from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command

from search.cli.remedies import better_model

GERMAN = (
    "Die Fähre verließ den Hafen vor Tagesanbruch, und die Brückenwärterin notierte die Verspätung.",
    "Im Stadtrat stritten die Abgeordneten über die Haushaltskürzungen der Gemeindebibliotheken.",
    "Der Gletscher verlor im vergangenen Sommer mehr Eis als in den Jahrzehnten davor zusammen.",
)
ENGLISH = (
    "The ferry left the harbour before dawn, and the keeper of the bridge wrote down the delay.",
    "The members of the council quarrelled about the cuts in the budget of the libraries.",
    "The glacier lost more ice last summer than in all the decades before it taken together.",
)


@pytest.mark.parametrize(("texts", "language"), [(GERMAN, "de"), (ENGLISH, "")])
def test_a_language_that_the_model_reads_badly_is_said_at_build_and_in_stats(
    command: Command, tmp_path: Path, texts: tuple[str, ...], language: str
) -> None:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(f"{text}\n\n{text.lower()}\n", encoding="utf-8")
    built = command("build", ".", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert ("--model multilingual" in built.stderr) == bool(language)
    shown = command("stats", cwd=tmp_path)
    assert ("--model multilingual" in shown.stderr) == bool(language)
    unread = json.loads(command("stats", "--json", cwd=tmp_path).stdout)["languages_unread"]
    assert list(unread) == ([language] if language else [])
    assert all(0 < share < 0.75 for share in unread.values())


def test_nothing_is_advised_where_all_is_read() -> None:
    assert better_model({}) == ""
    assert "ru 4%, unknown 20%" in better_model({"ru": 0.04, "": 0.2})
