from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import read
from index.readers.sources import SourceFile
from index.types import BlockKind, Document, Problem

ARTICLE = """\
---
title: "Bridge falls"
authors: [Ann Lee, Bo Ek]
date: 2021-05-03
url: https://www.example.org/bridge
lang: en-GB
summary: Nobody was hurt
tags: [rivers, roads]
---

# Bridge falls

Nobody was **hurt**

The [bridge](https://example.org) fell at *dawn*
on Monday &amp; nobody saw it. ![The bridge](b.jpg)

<!-- a note -->

## What now

1. A ferry
2. A `tunnel`

   under the river

> "It was old," said the mayor.

| Year | Cost |
|------|-----:|
| 1931 | 4m   |

```
span = 90
```
"""


def read_text(tmp_path: Path, text: str) -> list[Document | Problem]:
    (tmp_path / "a.md").write_text(text, "utf-8")
    return list(read(SourceFile(tmp_path / "a.md", "a.md", 0, 0)))


def read_one(tmp_path: Path, text: str) -> Document:
    (found,) = read_text(tmp_path, text)
    assert isinstance(found, Document)
    return found


def blocks(document: Document) -> list[tuple[int, str, str]]:
    return [(b.line, b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def test_front_matter_declares_the_article(tmp_path: Path) -> None:
    found = read_one(tmp_path, ARTICLE)
    assert (found.title, found.author) == ("Bridge falls", "Ann Lee, Bo Ek")
    assert (found.published, found.language) == ("2021-05-03", "en")
    assert (found.url, found.source) == ("https://www.example.org/bridge", "example.org")
    assert found.standfirst == "Nobody was hurt"
    assert found.metadata == {"tags": ["rivers", "roads"]}


def test_yaml_says_numbers_true_and_false_as_json_does(tmp_path: Path) -> None:
    lines = (
        "title: 1984\nauthor: No\nwords: 142\nrate: 7.5\nbreaking: true\nzip: 007\nversion: 1.10\n"
        "quoted: '142'\nseen: 12:30\ntags: [2021, rail, -3]\nodd: !!int nine\nexact: 12345678901234567\n"
    )
    found = read_one(tmp_path, f"---\n{lines}---\nThe pier was sold.\n")
    assert (found.title, found.author) == ("1984", "No")
    assert found.metadata == {
        "words": 142,
        "rate": 7.5,
        "breaking": True,
        "zip": "007",
        "version": "1.10",
        "quoted": "142",
        "seen": "12:30",
        "tags": [2021, "rail", -3],
        "odd": "nine",
        "exact": "12345678901234567",
    }
    assert [type(found.metadata[name]) for name in ("words", "breaking")] == [int, bool]


def test_the_body_is_read_without_its_markup(tmp_path: Path) -> None:
    found = read_one(tmp_path, ARTICLE)
    assert blocks(found) == [
        (11, "title", "Bridge falls"),
        (13, "standfirst", "Nobody was hurt"),
        (15, "paragraph", "The bridge fell at dawn on Monday & nobody saw it. The bridge"),
        (20, "heading", "What now"),
        (22, "paragraph", "A ferry"),
        (23, "paragraph", "A tunnel"),
        (25, "paragraph", "under the river"),
        (27, "paragraph", '"It was old," said the mayor.'),
        (29, "paragraph", "Year | Cost\n1931 | 4m"),
        (33, "paragraph", "span = 90"),
    ]
    assert found.text == "\n\n".join(text for _, _, text in blocks(found))


def test_the_first_h1_is_the_title_without_front_matter(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        "Bridge falls\n===\n\n*Nobody was hurt on Monday*\n\nBy Ann Lee\n\nIt fell.\n\n"
        "# Bridge falls\n\n# Next\n",
    )
    assert blocks(found) == [
        (1, "title", "Bridge falls"),
        (4, "standfirst", "Nobody was hurt on Monday"),
        (6, "byline", "By Ann Lee"),
        (8, "paragraph", "It fell."),
        (12, "heading", "Next"),
    ]
    assert (found.title, found.author) == ("Bridge falls", "Ann Lee")
    assert found.standfirst == "Nobody was hurt on Monday"


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x]\nb: [*a, *a]",
        "x: " + "[" * 2000,
        "\ttitle: tab",
    ],
)
def test_broken_front_matter_is_passed_over(tmp_path: Path, front: str) -> None:
    found = read_one(tmp_path, f"---\n{front}\n---\n# Bridge falls\n\nIt fell.\n")
    assert found.title == "Bridge falls"
    assert found.text == "Bridge falls\n\nIt fell."
    assert found.blocks[0].line == front.count("\n") + 4


def test_a_colon_in_a_title_loses_no_field(tmp_path: Path) -> None:
    front = "title: Wendle Valley line: stations\ndate: 2025-03-04\nauthor: Ann Lee"
    found = read_one(tmp_path, f"---\n{front}\n---\nThe first train left at dawn.\n")
    assert found.title == "Wendle Valley line: stations"
    assert (found.published, found.author) == ("2025-03-04", "Ann Lee")


def test_rules_around_a_text_are_no_front_matter(tmp_path: Path) -> None:
    found = read_one(tmp_path, "---\n\nIt fell at dawn.\n\n---\n\nNobody saw it.\n")
    assert found.text == "It fell at dawn.\n\nNobody saw it."


def test_a_date_that_cannot_be_read_is_kept_as_it_is(tmp_path: Path) -> None:
    found = read_one(tmp_path, "---\ndate: last spring\n---\nIt fell.\n")
    assert found.published == ""
    assert found.metadata == {"published": "last spring"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        (" \n\n", "nothing but white space"),
        ("---\ntitle: T\n---\n", "no article text found"),
        ("<!-- only a comment -->\n", "no article text found"),
    ],
)
def test_what_is_no_article_is_a_problem(tmp_path: Path, text: str, reason: str) -> None:
    assert read_text(tmp_path, text) == [Problem("a.md", reason)]


@given(st.text("#*_->`|[]()!<&; \n\tab1-=~\\", max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_markdown_keeps_the_promise_of_blocks(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    for found in read_text(tmp_path_factory.getbasetemp(), text):
        if isinstance(found, Document):
            end = 0
            for block in found.blocks:
                assert found.text[end : block.start].strip() == ""
                assert found.text[block.start : block.end].strip() != ""
                assert isinstance(block.kind, BlockKind)
                end = block.end
            assert found.text[end:].strip() == ""


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "Pier sold"\ndate = 1998-04-07\nauthor = "Ida Moe"\n+++',
        '{\n  "title": "Pier sold",\n  "date": "1998-04-07",\n  "author": "Ida Moe"\n}',
        "---\ntitle: Pier sold\npublished: false\ndate: 1998-04-07\nauthors:\n  - name: Ida Moe\n---",
        "+++\ntitle = Pier sold\ndate = 1998-04-07\nauthor = 'Ida Moe'\n+++",
    ],
)
def test_front_matter_may_be_yaml_toml_or_json(tmp_path: Path, front: str) -> None:
    found = read_one(tmp_path, f"{front}\n\nThe pier went for a crown.\n")
    assert (found.title, found.published, found.author) == ("Pier sold", "1998-04-07", "Ida Moe")
    assert found.text == "The pier went for a crown."


@pytest.mark.parametrize(
    "title",
    [
        "[Corrected] Pier sold",
        "*Rust* and salt",
        "& Sons sell up",
        "> than ever",
        "{Draft} Pier",
        "Pier: sold",
        "@pier",
    ],
)
def test_a_title_may_begin_with_a_mark_of_yaml(tmp_path: Path, title: str) -> None:
    found = read_one(tmp_path, f"---\ntitle: {title}\ndate: 1998-04-07\n---\n\nIt went.\n")
    assert (found.title, found.published) == (title, "1998-04-07")


def test_template_code_embeds_and_comments_are_no_text(tmp_path: Path) -> None:
    source = """\
The pier {{ site.name }}went.{% include "ad.html" %}

![[pier.png]] See [[notes/rust|the notes]] and [[Salt]]. %% check this %%

<!-- an
editor's note -->

{{< figure src="/pier.png"
  title="The pier" >}}

Write `{{ name }}` here.
"""
    found = read_one(tmp_path, source)
    assert [(b.line, found.text[b.start : b.end]) for b in found.blocks] == [
        (1, "The pier went."),
        (3, "See the notes and Salt."),
        (11, "Write {{ name }} here."),
    ]
