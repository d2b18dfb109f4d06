"""``search evaluate``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from index.errors import SearchError
from search.cli.build import progress
from search.cli.style import styled
from search.cli.terminal import Part, as_json_line, emit, row
from search.evaluation.evaluate import Evaluation, evaluate, trec_lines
from search.evaluation.measures import MEASURES, Estimate
from search.question.mode import Mode

_MODES: Final = (Mode.KEYWORD, Mode.VECTOR, Mode.HYBRID)
"""In the order of the table."""


def run(
    folder: Path, location: Path | None, *, split: str, run_file: Path | None, as_json: bool
) -> None:
    """Measure and print; the run of the hybrid mode goes to ``run_file``."""
    with progress() as shown:
        evaluation = evaluate(folder, split, location, progress=shown)
    if run_file is not None:
        try:
            run_file.write_text(
                "".join(f"{line}\n" for line in trec_lines(evaluation.hybrid)), encoding="utf-8"
            )
        except OSError as error:
            raise SearchError(f"Cannot write {run_file}: {error.strerror or error}") from error
    emit([as_json_line(_record(evaluation))] if as_json else _lines(evaluation))


def _record(evaluation: Evaluation) -> dict[str, object]:
    return {
        "dataset": evaluation.dataset.name,
        "queries": len(evaluation.dataset.queries),
        "documents": evaluation.documents,
        **{
            mode.value: {name: value._asdict() for name, value in estimates.items()}
            for mode, estimates in evaluation.estimates.items()
        },
        "differences": {
            leg.value: {name: value._asdict() for name, value in differences.items()}
            for leg, differences in evaluation.differences.items()
        },
        "paragraphs": {
            mode.value: {name: value._asdict() for name, value in estimates.items()}
            for mode, estimates in evaluation.paragraphs.items()
        },
    }


def _lines(evaluation: Evaluation) -> Iterator[str]:
    dataset = evaluation.dataset
    yield f"{dataset.name}: {len(dataset.queries):,} queries, {evaluation.documents:,} articles"
    yield ""
    yield styled(_cells("", MEASURES), "bold")
    for mode in _MODES:
        yield from _estimated(mode, evaluation.estimates[mode])
    for leg, differences in evaluation.differences.items():
        yield _cells(f"over {leg.value}", (f"{d.mean:+.4f}" for d in differences.values()))
        yield _cells("", (f"p = {d.p:.4f}" for d in differences.values()))
    if evaluation.paragraphs:
        yield ""
        yield _prose("The passages that are shown: MRR@10, and how often the right one is first")
        for mode in _MODES:
            yield from _estimated(mode, evaluation.paragraphs[mode])
    yield ""
    yield _prose(
        "Below each mean its 95 % confidence interval (bootstrap). Over keyword and over vector: "
        "the gain of hybrid, and its p-value (randomisation test)."
    )


def _estimated(mode: Mode, estimates: Mapping[str, Estimate]) -> Iterator[str]:
    yield _cells(mode.value, (f"{e.mean:.4f}" for e in estimates.values()))
    yield _cells("", (f"{e.low:.3f}–{e.high:.3f}" for e in estimates.values()))


def _cells(name: str, cells: Iterable[str]) -> str:
    return "".join(f"{cell:<13}" for cell in (name, *cells)).rstrip()


def _prose(text: str) -> str:
    return row([Part(text)], "")
