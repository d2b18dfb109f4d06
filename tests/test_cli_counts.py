"""Counts by field and by time, where values differ in type and years lie far apart."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Command

from index.types import Value
from search.cli import facets
from search.results.facets import counted_once

MILL = "The mill by the weir was sold for 30 million crowns, said the owner of its wharf."


def test_values_that_are_written_alike_are_counted_together(
    command: Command, tmp_path: Path
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: Mill {name}\nbuilt: 1890\nlisted: true\n---\n{MILL}\n"
        )
    record = {"title": "Mill c", "built": 1890, "listed": True, "text": MILL}
    (tmp_path / "c.jsonl").write_text(json.dumps(record) + "\n")
    assert command("build", "a.md", "b.md", "c.jsonl", cwd=tmp_path).returncode == 0
    asked = ("mill", "--facets", "built,listed")
    assert "built\n  1890  3  █" in command(*asked, cwd=tmp_path).stdout
    counted = command(*asked, "--json", cwd=tmp_path).stdout.splitlines()[0]
    assert json.loads(counted)["facets"] == {"built": {"1890": 3}, "listed": {"true": 3}}


def test_the_most_frequent_value_still_stands_first_and_none_last() -> None:
    counts: dict[Value, int] = {"sea": 4, "12": 3, 12: 2, "7": 1, "": 9}
    assert list(counted_once(counts).items()) == [(12, 5), ("sea", 4), ("7", 1), ("", 9)]
    apart: dict[Value, int] = {"7.50": 2, 7.5: 1, "": 1}
    assert list(counted_once(apart).items()) == list(apart.items())


def test_many_years_without_an_article_are_one_line() -> None:
    drawn = [line.split("█")[0].split() for line in facets.timeline({"1940-05": 1, "2021-05": 2})]
    assert drawn == [["1940", "1"], ["1941–2020", "0"], ["2021", "2"], []]
    near = [line.split("█")[0].split() for line in facets.timeline({"2015-05": 1, "2021-05": 2})]
    assert [line[0] for line in near[:-1]] == [str(year) for year in range(2015, 2022)]
