"""Front matter and marks of the programs that make sites and notes from Markdown."""

from pathlib import Path

import pytest

from index.article.path_dates import date_in_path
from index.readers import read
from index.readers.front_matter import front_matter
from index.readers.sources import find
from index.types import BlockKind, Document

A = "The keeper of the weir says that the gates have not been greased since the flood."
B = "A diver went down on Thursday and came back with a bicycle, two boots and no answer."
TITLE = "Gates of the weir are stuck"


def read_one(tmp_path: Path, data: str, name: str = "a.md") -> Document:
    (tmp_path / name).write_text(data, encoding="utf-8")
    (file,) = find([tmp_path / name], tmp_path)
    (found,) = read(file)  # type: ignore[arg-type]
    assert isinstance(found, Document), found
    return found


def shown(document: Document) -> list[str]:
    kinds = (BlockKind.HEADING, BlockKind.PARAGRAPH)
    return [document.text[b.start : b.end] for b in document.blocks if b.kind in kinds]


@pytest.mark.parametrize(
    "head",
    [
        f'---toml\ntitle = "{TITLE}"\nauthor = "Ann Lee"\ndate = 2024-03-05\n---\n',
        f'+++\ntitle = "{TITLE}"\ndate = 2024-03-05\n[author]\nname = "Ann Lee"\n+++\n',
        f'---json\n{{"title": "{TITLE}",\n"author": "Ann Lee", "date": "2024-03-05"}}\n---\n',
        f';;;\n"title": "{TITLE}",\n"author": "Ann Lee", "date": "2024-03-05"\n;;;\n',
        f'{{"title": "{TITLE}", "author": {{"name": "Ann Lee"}}, "date": "2024-03-05"}}\n',
        f"Title: {TITLE}\nAuthors: Ann Lee\nDate: 2024-03-05\nTags: a, b\n\n",
        f"% {TITLE}\n% Ann Lee\n% 2024-03-05\n\n",
        f"<!--\n.. title: {TITLE}\n.. author: Ann Lee\n.. date: 2024-03-05\n-->\n\n",
        f"---yaml\nTitle: {TITLE}\nAuthor: Ann Lee\nDate: 2024-03-05\n---\n",
        f"# {TITLE}\n\n*By Ann Lee, 5 March 2024*\n\n",
    ],
)
def test_front_matter_is_read_in_every_form(tmp_path: Path, head: str) -> None:
    found = read_one(tmp_path, f"{head}\n{A}\n\n{B}\n")
    assert (found.title, found.author, found.published) == (TITLE, "Ann Lee", "2024-03-05")
    assert shown(found) == [A, B]


@pytest.mark.parametrize(
    "title", ["#1 of the locks", "!Open the gates", "@keeper answers", "% full"]
)
def test_a_title_may_begin_with_any_sign(tmp_path: Path, title: str) -> None:
    assert read_one(tmp_path, f"---\ntitle: {title}\n---\n{A}\n").title == title


@pytest.mark.parametrize(
    "text",
    [
        f"Note: {A}\n\n{B}",
        f"Warning: the gates\nNever: on a Sunday\n\n{A}",
        f"{A}\nAnd then: nothing.\n",
        f"---\n{A}\n---\n{B}",
    ],
)
def test_prose_with_colons_is_no_front_matter(text: str) -> None:
    assert front_matter(text) == ({}, text, 0)


def test_boxes_notes_and_classes_are_shown_without_their_marks(tmp_path: Path) -> None:
    text = (
        f"# {TITLE}\n\n> [!note] Mind the gate\n> {A}\n\n:::warning High water\n{B}\n:::\n\n"
        '!!! tip "How to grease"\n\nIt takes an hour.[^1] ^grease\n\n{: .lead}\nIt takes a day.\n\n'
        "[^1]: It took two in 1994.\n\n```\n::: a program ^x\n```\n"
    )
    found = " ".join(shown(read_one(tmp_path, text)))
    for kept in (A, B, "Mind the gate", "High water", "How to grease", "It took two in 1994."):
        assert kept in found
    for mark in ("[!", "!!!", "[^", "{:", "^grease"):
        assert mark not in found
    assert found.count(":::") == 1
    assert "::: a program ^x" in found


def test_components_of_a_page_are_no_text(tmp_path: Path) -> None:
    text = (
        'import Box from "./Box"\nexport const meta = {\n  a: 1,\n}\n\n'
        f"# {TITLE}\n\n<Box kind={{1}}>{A}</Box>\n\n<Tabs>\n\n{B}\n\n</Tabs>\n"
    )
    found = read_one(tmp_path, text, "a.mdx")
    assert found.title == TITLE
    assert shown(found) == [A, B]


def test_a_table_of_commas_is_read_and_a_hidden_block_is_not(tmp_path: Path) -> None:
    rst = f'{TITLE}\n{"=" * len(TITLE)}\n\n{A}\n\n.. csv-table::\n   :header: a, b\n\n   "gate, old", 9\n'
    assert "gate, old | 9" in shown(read_one(tmp_path, rst, "a.rst"))
    org = f"* {TITLE}\n{A}\n#+BEGIN_COMMENT\nhidden\n#+END_COMMENT\n{B}\n"
    assert shown(read_one(tmp_path, org, "a.org")) == [A, B]


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("clips/18-05-2016 weir.txt", "2016-05-18"),
        ("05-18-2016.txt", "2016-05-18"),
        ("03.05.2016-weir.txt", "2016-05-03"),
        ("03-05-2016.txt", ""),
        ("May 18, 2016 - weir.txt", "2016-05-18"),
        ("weir_18_may_2016.txt", "2016-05-18"),
        ("18 mai 2016.txt", "2016-05-18"),
        ("18 mai 2016/weir.txt", ""),
        ("room 18 gate 2016.txt", ""),
    ],
)
def test_a_date_is_found_in_the_name_of_a_file(path: str, date: str) -> None:
    assert date_in_path(path) == date
