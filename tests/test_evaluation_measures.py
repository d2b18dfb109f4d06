from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import Command

from index.errors import MissingExtraError, SourceError
from search.evaluation.beir import read, record_of
from search.evaluation.evaluate import evaluate, trec_lines
from search.evaluation.measures import compare, estimate, measure
from search.question.mode import Mode

ARTICLES = {
    "tides": ("Tidal barrage", "The barrage across the bay turns the tides into electricity."),
    "bees": ("Honey bees", "Beekeepers lost a third of their hives to mites last winter."),
    "bank": ("Rates", "The central bank left its lending rate where it was in March."),
    "goal": ("Cup final", "A goal in stoppage time won the cup for the visitors."),
}
QUERIES = {"q1": "power from the sea", "q2": "interest rates unchanged", "q3": "never judged"}


def collection(folder: Path, qrels: str = "q1\ttides\t1\nq2\tbank\t2\nq2\tgoal\t0\n") -> Path:
    corpus = [
        json.dumps({"_id": i, "title": title, "text": text})
        for i, (title, text) in ARTICLES.items()
    ]
    queries = [json.dumps({"_id": i, "text": text}) for i, text in QUERIES.items()]
    (folder / "qrels").mkdir()
    (folder / "corpus.jsonl").write_text("\n".join(corpus))
    (folder / "queries.jsonl").write_text("\n".join(queries))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + qrels)
    return folder


def test_a_collection_is_read_with_the_queries_that_have_an_answer(tmp_path: Path) -> None:
    dataset = read(collection(tmp_path))
    assert dataset.queries == {"q1": "power from the sea", "q2": "interest rates unchanged"}
    assert dataset.qrels == {"q1": {"tides": 1}, "q2": {"bank": 2, "goal": 0}}


@pytest.mark.parametrize(
    ("qrels", "complaint"),
    [
        ("q1 tides 1\n", "test.tsv:2: not a query"),
        ("q1\ttides\tgood\n", "test.tsv:2: not a query"),
        (f"q1\ttides\t{10**21}\n", "test.tsv:2: not a query"),
        (f"q1\t{'tides' * 100_000}\n", "test.tsv:2: not a query"),
        ("q1\ttides\t0\n", "judges no document relevant"),
        ("q9\ttides\t1\n", "lacks q9"),
    ],
)
def test_judgements_that_mean_nothing_are_refused(
    tmp_path: Path, qrels: str, complaint: str
) -> None:
    with pytest.raises(SourceError, match=complaint):
        read(collection(tmp_path, qrels))


def test_a_missing_or_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"corpus\.jsonl"):
        read(tmp_path)
    folder = collection(tmp_path)
    with pytest.raises(SourceError, match=r"train\.tsv"):
        read(folder, "train")
    (folder / "queries.jsonl").write_text('{"_id": "q1", "text": "a"}\n["q2"]\n')
    with pytest.raises(SourceError, match=r"queries\.jsonl:2"):
        read(folder)
    (folder / "queries.jsonl").write_text("[" * 100_000)
    with pytest.raises(SourceError, match=r"queries\.jsonl:1"):
        read(folder)


@pytest.mark.parametrize("record", ["17", "00#0", "sport/001", "#", "a#b#c"])
@pytest.mark.parametrize("folder", ["", "news/", "issue #4/"])
def test_the_id_of_a_record_is_told_from_the_path_of_its_corpus(folder: str, record: str) -> None:
    assert record_of(f"{folder}corpus.jsonl#{record}") == record


def test_measures_are_trec_evals() -> None:
    qrels = {"a": {"x": 1, "y": 2}, "b": {"x": 1}, "c": {"x": 1}}
    eleventh = {f"other{n}": 20.0 - n for n in range(10)} | {"x": 1.0}
    measured = measure(qrels, {"a": {"z": 3.0, "y": 2.0}, "b": eleventh, "c": {}})
    # y at rank 2 gains 2 / log2(3); at best y and x gain 2 / log2(2) + 1 / log2(3).
    gain = (2 / np.log2(3)) / (2 + 1 / np.log2(3))
    assert measured["nDCG@10"].tolist() == pytest.approx([gain, 0, 0])
    assert measured["Recall@100"].tolist() == [0.5, 1, 0]
    assert measured["MRR@10"].tolist() == [0.5, 0, 0]


def test_the_interval_holds_the_mean_and_narrows_with_more_queries() -> None:
    few, many = np.tile([0.0, 1.0], 10), np.tile([0.0, 1.0], 200)
    for values in (few, many):
        assert estimate(values).low < 0.5 == estimate(values).mean < estimate(values).high
    # The standard error of a mean of 400 fair coins is 0.5 / sqrt(400) = 0.025.
    assert estimate(many).high - estimate(many).low == pytest.approx(2 * 1.96 * 0.025, rel=0.1)
    assert estimate(np.ones(7)) == (1.0, 1.0, 1.0)


def test_a_difference_is_certain_only_if_chance_would_not_make_it() -> None:
    chance = np.random.default_rng(3)
    base = chance.random(100)
    assert compare(base, base) == (0.0, 1.0)
    assert compare(base + 0.1, base).p < 0.001
    # Of five signs all fall alike in 2 cases of 32.
    assert compare(np.full(5, 0.2), np.zeros(5)).p == pytest.approx(2 / 32, abs=0.01)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return collection(tmp_path_factory.mktemp("tiny"))


def test_every_mode_is_measured(folder: Path) -> None:
    evaluation = evaluate(folder, location=folder / "kept")
    assert evaluation.documents == 4
    assert set(evaluation.estimates) == set(Mode)
    assert evaluation.estimates[Mode.VECTOR]["MRR@10"].mean == 1
    # No word of the first query but "the" stands in its answer; the second has its words.
    assert evaluation.estimates[Mode.HYBRID]["nDCG@10"].mean == 1
    keyword = evaluation.estimates[Mode.KEYWORD]["nDCG@10"].mean
    assert evaluation.differences[Mode.KEYWORD]["nDCG@10"].mean == pytest.approx(1 - keyword)
    assert next(iter(evaluation.hybrid["q1"])) == "tides"
    lines = list(trec_lines(evaluation.hybrid))
    assert lines[0].split()[:4] == ["q1", "Q0", "tides", "1"]
    assert len(lines) == 8


def test_the_command_prints_people_and_programs_the_same_figures(
    folder: Path, command: Command
) -> None:
    arguments = ("evaluate", folder, "--index", folder / "kept")
    shown = command(*arguments, cwd=folder)
    assert shown.returncode == 0, shown.stderr
    record = json.loads(command(*arguments, "--json", "--run", "hybrid.run", cwd=folder).stdout)
    assert (record["queries"], record["documents"]) == (2, 4)
    for mode in Mode:
        line = next(line for line in shown.stdout.splitlines() if line.startswith(f"{mode} "))
        assert f"{record[mode]['nDCG@10']['mean']:.4f}" in line
    assert (folder / "hybrid.run").read_text().splitlines()[0].startswith("q1 Q0 tides 1 ")


def test_a_folder_that_is_no_collection_is_refused_in_one_line(
    tmp_path: Path, command: Command
) -> None:
    refused = command("evaluate", tmp_path, cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("search: No ")
    assert len(refused.stderr.splitlines()) == 1


def test_without_the_metrics_library_the_error_names_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pytrec_eval", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'lede-search\[evaluate\]'"):
        measure({"q": {"d": 1}}, {"q": {"d": 1.0}})
