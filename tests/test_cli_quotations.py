"""A passage is quoted alike, and every passage asked for is, whatever the form of the list."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Command

NUMBER = "how many staff will be made redundant at Vastmark"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("query", [NUMBER, "smartphones confiscated", "people losing their work"])
def test_every_form_quotes_the_same_sentences(
    command: Command, seeds_index: Path, query: str
) -> None:
    def out(*form: str) -> str:
        return command(query, "-k", "12", *form, cwd=seeds_index).stdout

    records = [json.loads(line) for line in out("--json").splitlines()]
    quoted = [" ".join(record["snippet"].split()) for record in records]
    assert [record["passages"][0]["snippet"] for record in records] == [
        record["snippet"] for record in records
    ]
    assert [row["quotation"] for row in table(out("--csv"))] == quoted
    lines = out("--markdown").replace("\\", "").splitlines()
    assert [line.strip()[2:] for line in lines if line.strip().startswith("> ")] == quoted


@pytest.mark.parametrize("form", ["--json", "--csv", "--markdown"])
def test_batch_quotes_the_number_that_a_question_asks_for(
    command: Command, tmp_path: Path, form: str
) -> None:
    filler = "It has been a matter of dispute in the valley for as long as anybody can remember. "
    (tmp_path / "a.txt").write_text(
        "A quarrel about the river\n\nThe dredger has split the town, the council said. "
        f"{filler * 2}The dredger came to 640,000 crowns.\n"
    )
    for n, what in enumerate(("A mill", "A school", "A ferry", "A choir", "A bakery")):
        (tmp_path / f"{n}.txt").write_text(f"{what}\n\n{what} closed in the valley on Monday.\n")
    assert command("build", ".", cwd=tmp_path).returncode == 0
    question = "how much was the dredger"
    one = command(question, form, "-k", "1", cwd=tmp_path).stdout
    many = command("batch", form, "-k", "1", cwd=tmp_path, stdin=question + "\n").stdout
    if form == "--json":
        one, many = (json.loads(text)["snippet"] for text in (one, many))
    assert many.endswith(one)
    assert "640" in one


def test_every_passage_that_is_asked_for_is_listed(command: Command, seeds_index: Path) -> None:
    asked = ("arms control talks", "-k", "2", "--passages", "3")
    records = [
        json.loads(line) for line in command(*asked, "--json", cwd=seeds_index).stdout.splitlines()
    ]
    passages = [(r["rank"], p["id"]) for r in records for p in r["passages"]]
    assert len(passages) > len(records)
    rows = table(command(*asked, "--csv", cwd=seeds_index).stdout)
    assert [(int(row["rank"]), row["passage"]) for row in rows] == passages
    notes = command(*asked, "--markdown", cwd=seeds_index).stdout
    assert notes.count("   > ") == len(passages)
    assert all(f"{r['file']}:{p['line']}" in notes for r in records for p in r["passages"])


def test_full_quotes_passages_whole(command: Command, seeds_index: Path) -> None:
    asked = ("arms control talks", "-k", "1", "--full")
    record = json.loads(command(*asked, "--json", cwd=seeds_index).stdout)
    whole = " ".join(record["text"].split())
    assert len(whole) > len(record["snippet"])
    (row,) = table(command(*asked, "--csv", cwd=seeds_index).stdout)
    assert row["quotation"] == whole
    assert f"> {whole}\n" in command(*asked, "--markdown", cwd=seeds_index).stdout.replace("\\", "")


@pytest.mark.parametrize("option", [["--facets", "year"], ["--timeline"], ["--explain"]])
@pytest.mark.parametrize("form", ["--csv", "--markdown"])
def test_what_a_table_has_no_place_for_is_refused(
    command: Command, seeds_index: Path, form: str, option: list[str]
) -> None:
    done = command("treaty", form, *option, cwd=seeds_index)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert option[0] in done.stderr
    assert "--json" in done.stderr
