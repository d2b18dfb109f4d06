"""``search evaluate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.errors import SearchError
from search.cli.build import progress
from search.cli.style import styled
from search.cli.terminal import as_json_line, emit
from search.evaluation.evaluate import Evaluation, evaluate, trec_lines
from search.evaluation.measures import MEASURES
from search.question.mode import Mode


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
    yield styled(f"{'':<18}" + "".join(f"{name:<24}" for name in MEASURES).rstrip(), "bold")
    for mode in (Mode.KEYWORD, Mode.VECTOR, Mode.HYBRID):
        estimates = [evaluation.estimates[mode][name] for name in MEASURES]
        cells = [f"{e.mean:.4f} ({e.low:.3f}–{e.high:.3f})" for e in estimates]
        yield f"{mode.value:<18}" + "".join(f"{cell:<24}" for cell in cells).rstrip()
    for leg in (Mode.KEYWORD, Mode.VECTOR):
        differences = [evaluation.differences[leg][name] for name in MEASURES]
        cells = [f"{d.mean:+.4f} (p = {d.p:.4f})" for d in differences]
        yield f"{'hybrid - ' + leg.value:<18}" + "".join(f"{cell:<24}" for cell in cells).rstrip()
    if evaluation.paragraphs:
        yield ""
        yield "Of the passages that are shown, MRR@10 and how often the right one is first:"
        for mode in (Mode.KEYWORD, Mode.VECTOR, Mode.HYBRID):
            found = evaluation.paragraphs[mode].values()
            cells = [f"{e.mean:.4f} ({e.low:.3f}–{e.high:.3f})" for e in found]
            yield f"{mode.value:<18}" + "".join(f"{cell:<24}" for cell in cells).rstrip()
    yield ""
    yield "In brackets: 95 % confidence intervals (bootstrap), p-values (randomisation test)."
