"""The benchmarks follow the program: each can be imported and asked what it takes."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.analyses import TERMS, analysis_as
from benchmarks.fusions import in_range
from benchmarks.quality import Bench, page
from index.keyword.analysis import analyze

PROJECT = Path(__file__).parent.parent
MODULES = [f"benchmarks.{path.stem}" for path in sorted(PROJECT.glob("benchmarks/*.py"))]


@pytest.mark.filterwarnings("default")  # of what torch and transformers import
@pytest.mark.parametrize("module", [*MODULES, "benchmarks.robustness.__main__"])
def test_every_benchmark_says_what_it_takes(
    module: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    imported = importlib.import_module(module)
    if "__main__" in Path(str(imported.__file__)).read_text(encoding="utf-8"):
        monkeypatch.setattr(sys, "argv", [module, "--help"])
        with pytest.raises(SystemExit) as end:
            imported.main()
        assert not end.value.code
        assert "usage:" in capsys.readouterr().out


def test_a_benchmark_runs_as_a_command() -> None:
    command = [sys.executable, "-m", "benchmarks.quality", "--help"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert "--brief" in done.stdout


COLLECTION = {
    "corpus.jsonl": (
        '{"_id": "a", "title": "Ferries", "text": "The ferries stopped running after the fire."}\n'
        '{"_id": "b", "title": "Bakers", "text": "Bakers sold more bread in the cold winter."}\n'
    ),
    "queries.jsonl": '{"_id": "1", "text": "ferry fire"}\n{"_id": "2", "text": "bread sales"}\n',
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n",
    "paragraphs.tsv": "query-id\tcorpus-id\tstart\tend\n1\ta\t0\t20\n2\tb\t0\t20\n",
}


def test_quality_measures_articles_paragraphs_and_peers(tmp_path: Path) -> None:
    folder = tmp_path / "tiny"
    for name, text in COLLECTION.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    bench = Bench([folder], tmp_path / "indexes", tmp_path)
    lines = list(page(bench, brief=True))
    for table in ("tiny |", "tiny, MRR@10 | tiny, first"):
        assert any(table in line for line in lines)
    for name in ("hybrid", "keyword", "vector", "peer: min-max", "peer: RRF"):
        assert sum(line.startswith(f"| {name}") for line in lines) == 3
    hybrid = [line for line in lines if line.startswith("| hybrid")]
    assert all("1.000" in line for line in hybrid)


def test_terms_are_made_in_another_way_and_then_as_before() -> None:
    text = "the running ferries"
    usual = analyze(text)
    found = {}
    for name in TERMS:
        with analysis_as(name):
            found[name] = analyze(text)
    assert found["no stemming"] == ["the", "running", "ferries"]
    assert "the" in usual
    assert found["no stop words"] == [term for term in usual if term != "the"]
    assert analyze(text) == usual


@given(st.lists(st.floats(-100, 100), min_size=1))
def test_min_max_goes_from_0_to_1_in_the_same_order(scores: list[float]) -> None:
    given_scores = np.array(scores)
    scaled = in_range(given_scores)
    assert scaled.max() == 1
    assert scaled.min() == 0 or np.ptp(given_scores) == 0
    assert np.all(np.diff(scaled[np.argsort(given_scores)]) >= 0)
