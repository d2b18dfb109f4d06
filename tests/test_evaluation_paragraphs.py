from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Command

from index.errors import SourceError
from search.evaluation.paragraphs import Stretch, read_paragraphs, reciprocal_rank


def test_the_first_passage_that_overlaps_counts() -> None:
    found = [Stretch("a", 0, 10), Stretch("b", 0, 10), Stretch("a", 10, 20)]
    assert reciprocal_rank(found, [Stretch("a", 15, 18)]) == 1 / 3
    assert reciprocal_rank(found, [Stretch("a", 9, 12)]) == 1
    assert reciprocal_rank(found, [Stretch("b", 10, 12)]) == 0
    assert reciprocal_rank([], [Stretch("b", 10, 12)]) == 0
    assert reciprocal_rank([Stretch("b", 0, 1)] * 10 + found, [Stretch("a", 0, 9)]) == 0


def test_judged_paragraphs_are_read(tmp_path: Path) -> None:
    assert read_paragraphs(tmp_path) == {}
    file = tmp_path / "paragraphs.tsv"
    file.write_text("query-id\tcorpus-id\tstart\tend\nq\td\t3\t9\nq\te\t0\t4\n", encoding="utf-8")
    assert read_paragraphs(tmp_path) == {"q": [Stretch("d", 3, 9), Stretch("e", 0, 4)]}
    file.write_text("query-id\tcorpus-id\tstart\tend\nq\td\tthree\t9\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"paragraphs.tsv:2: not a query"):
        read_paragraphs(tmp_path)


def test_evaluate_measures_the_passages_that_are_shown(command: Command, tmp_path: Path) -> None:
    first = "The ferry left the harbour before dawn with forty passengers and a cargo of salt."
    second = "The glacier above the village lost more ice last summer than in ten years before."
    record = {"_id": "d", "title": "Notes", "text": f"{first}\n\n{second}"}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(record), encoding="utf-8")
    queries = [{"_id": "q", "text": "how much ice did the glacier lose"}]
    (tmp_path / "queries.jsonl").write_text(json.dumps(queries[0]), encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("q\td\t1\n", encoding="utf-8")
    start = len(first) + 2
    (tmp_path / "paragraphs.tsv").write_text(
        f"query-id\tcorpus-id\tstart\tend\nq\td\t{start}\t{start + len(second)}\n", encoding="utf-8"
    )
    place = tmp_path / "index"
    done = command("evaluate", tmp_path, "-i", place, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    measured = json.loads(done.stdout)["paragraphs"]
    assert measured["hybrid"]["MRR@10"]["mean"] > 0
    assert set(measured) == {"keyword", "vector", "hybrid"}
    shown = command("evaluate", tmp_path, "-i", place, cwd=tmp_path).stdout
    assert "passages that are shown" in shown
