"""Result lists for spreadsheets and notes, of articles with odd characters in them."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Command
from markdown_it import MarkdownIt
from markdown_it.token import Token

ODD = 'The *wall* of _Saltmere_ [1](x) `tick` <b>bold</b> | pipe &copy; #1 ~~2~~ \\ "end"'
TEXT = "- The wall of Größe and 港 & more: <i>it</i> costs *14* million_euros_ | a year [sic]."


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    root = tmp_path_factory.mktemp("odd")
    (root / "papers").mkdir()
    article = {
        "title": html.escape(ODD, quote=False),
        "author": "=Ann\nBell",
        "source": "@Echo;=1",
        "date": "2023-05-03",
        "url": "https://example.org/a_(b) c",
        "text": html.escape(TEXT, quote=False),
    }
    (root / "papers" / "*a* [b] #c.json").write_text(json.dumps(article))
    for number in range(11):
        text = f"Note {number}\n\nThe wall has a note of number {number * 7} about its stones.\n"
        (root / "papers" / f"{number}.txt").write_text(text)
    assert command("build", "papers", cwd=root).returncode == 0
    return root


def test_a_table_keeps_line_ends_and_makes_no_formula(command: Command, odd: Path) -> None:
    text = command("wall of\nGröße", "--csv", "-k", "1", cwd=odd).stdout
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["query"] == "wall of\nGröße"
    assert row["title"] == ODD
    assert row["author"].replace("\n", " ") == "'=Ann Bell"
    assert row["source"] == "'@Echo;=1"
    assert '"\'@Echo;=1"' in text  # else a spreadsheet makes two cells of it
    assert row["published"] == "2023-05-03"
    assert row["quotation"].startswith("'- The wall of Größe and 港")


def test_a_table_in_a_new_file_says_that_it_is_utf_8(odd: Path) -> None:
    search = Path(sys.executable).with_name("search")
    for script, begun in (
        ("$search wall --csv > a.csv; cat a.csv", "\ufeffquery,rank"),
        ("echo wall | $search batch - > b.csv; cat b.csv", "\ufeffquery,rank"),
        ("echo x > c.csv; $search wall --csv >> c.csv; cat c.csv", "x\nquery,rank"),
        ("$search wall --csv | cat", "query,rank"),
        ("$search wall --markdown > d.md; cat d.md", "1. **"),
    ):
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=odd,
            env=os.environ | {"search": str(search)},
            capture_output=True,
            check=True,
        )
        assert done.stdout.decode().startswith(begun), script


def test_queries_of_a_table_may_hold_line_ends(command: Command, odd: Path) -> None:
    (odd / "q.csv").write_text('query,who\n"stones\nwall",x\n')
    lines = command("batch", "q.csv", "-k", "1", "--json", cwd=odd).stdout.splitlines()
    assert json.loads(lines[0])["query"] == "stones wall"


def said(inline: Token) -> str:
    """What a reader sees of a line."""
    return "".join(one.content for one in inline.children or ())


def test_notes_show_what_the_article_says(command: Command, odd: Path) -> None:
    text = command("wall Größe", "--markdown", "-k", "12", cwd=odd).stdout
    tokens = MarkdownIt().parse(text)
    kinds = [token.type for token in tokens]
    assert kinds.count("ordered_list_open") == 1
    assert kinds.count("list_item_open") == kinds.count("blockquote_open") == 12
    assert "bullet_list_open" not in kinds
    about, quotation = [token for token in tokens if token.type == "inline"][:2]
    assert said(about) == f"{ODD} · @Echo;=1 · 2023-05-03 · papers/*a* [b] #c.json:1"
    assert said(quotation) == TEXT
    (link,) = [one for one in about.children or () if one.type == "link_open"]
    assert link.attrs["href"] == "https://example.org/a_%28b%29%20c"
