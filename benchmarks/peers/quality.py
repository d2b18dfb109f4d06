"""The right paragraph and the right article: peers side by side, over the same passages.

    python -m benchmarks.peers.quality squad-articles scifact nfcorpus cranfield fnc1-news

Each argument is a folder in BEIR's layout. The passages are those that our own chunker cuts; every
peer is given their texts behind the title of their article, as we encode them, and the same
encoder. Counted are the ten passages that each shows first: the paragraph that answers, where
judgements name it (MRR@10, and how often it is first), else articles (nDCG@10), each where its best
passage is.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import index
from benchmarks.peers.__main__ import COMMON, HERE, OFFLINE, PEERS, PYTHON, Peer, install
from benchmarks.timing import run, say
from search.evaluation.beir import Dataset, read, record_of
from search.evaluation.evaluate import cached
from search.evaluation.measures import Values, estimate, measure
from search.evaluation.paragraphs import Stretch, read_paragraphs, reciprocal_rank
from search.question.mode import Mode
from search.searcher import DEPTH, Searcher

LINEAR = Peer("LanceDB, linear", "lancedb_linear.py", ("lancedb",))
SHOWN = 10

Found = Mapping[str, Sequence[Stretch]]
"""By the id of a query the passages that an engine shows, best first."""


class Passages(NamedTuple):
    """All passages of a collection: where each stands, and its text as every engine gets it."""

    stretches: list[Stretch]
    texts: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the quality of peers side by side.")
    parser.add_argument("collections", type=Path, nargs="+")
    folders = parser.parse_args().collections
    peers = [peer for peer in (*PEERS[:3], LINEAR) if not install(*COMMON, *peer.packages)]
    for folder in folders:
        print("\n".join(table(folder, peers)), flush=True)


def table(folder: Path, peers: Sequence[Peer]) -> Iterator[str]:
    """A line for each engine, with its measures on one collection."""
    dataset, judged = read(folder), read_paragraphs(folder)
    columns = ("MRR@10", "first") if judged else ("nDCG@10",)
    yield f"\n| {dataset.name} | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for name, found in answers(dataset, peers):
        values = measures(dataset, judged, found)
        each = [estimate(value) for value in values]
        cells = [f"{one.mean:.4f} ({one.low:.3f}–{one.high:.3f})" for one in each]
        yield f"| {name} | {' | '.join(cells)} |"


def measures(
    dataset: Dataset, judged: Mapping[str, Sequence[Stretch]], found: Found
) -> list[Values]:
    if judged:
        ranks = [reciprocal_rank(found[q], judged[q]) for q in dataset.queries if q in judged]
        values = np.array(ranks)
        return [values, (values == 1).astype(np.float64)]
    runs = {
        query: {record: -float(rank) for rank, record in enumerate(distinct(passages))}
        for query, passages in found.items()
    }
    return [measure(dataset.qrels, runs)["nDCG@10"]]


def distinct(passages: Sequence[Stretch]) -> list[str]:
    return list(dict.fromkeys(passage.document for passage in passages))


def answers(dataset: Dataset, peers: Sequence[Peer]) -> Iterator[tuple[str, Found]]:
    """What each engine shows: ours in its three modes, then the peers."""
    report = index.build([dataset.corpus], cached(dataset.corpus.parent))
    with Searcher.open(report.location) as searcher:
        passages = all_of(searcher)
        for mode in (Mode.KEYWORD, Mode.VECTOR, Mode.HYBRID):
            yield f"ours, {mode.value}", ours(searcher, dataset, mode)
    at: dict[str, list[Stretch]] = {}
    for stretch, text in zip(*passages, strict=True):
        at.setdefault(text, []).append(stretch)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        lines = [json.dumps({"_id": str(n), "text": t}) for n, t in enumerate(passages.texts)]
        (scratch / "passages.jsonl").write_text("\n".join(lines), encoding="utf-8")
        asked = [" ".join(query.split()) for query in dataset.queries.values()]
        (scratch / "queries.txt").write_text("\n".join(asked), encoding="utf-8")
        for peer in peers:
            say(peer.name)
            script = (PYTHON, str(HERE / peer.script))
            folder = scratch / peer.script
            try:
                run([*script, "build", scratch / "passages.jsonl", folder], OFFLINE)
                done = run([*script, "query", folder, scratch / "queries.txt"], OFFLINE)
            except SystemExit as error:
                say(f"{peer.name} is left out: {error}")
                continue
            shown = json.loads(done.output.splitlines()[-1])["found"]
            each = [[at[text][0] for text in texts] for texts in shown]
            yield peer.name, dict(zip(dataset.queries, each, strict=True))


def ours(searcher: Searcher, dataset: Dataset, mode: Mode) -> Found:
    found = {}
    for query, text in dataset.queries.items():
        ids = searcher.rank(text, DEPTH, mode, plain=True).ids[:SHOWN]
        found[query] = [
            Stretch(record_of(read.document.id), read.passage.start, read.passage.end)
            for read in searcher.engine.read(ids)
        ]
    return found


def all_of(searcher: Searcher) -> Passages:
    stretches, texts = [], []
    engine = searcher.engine
    for text in engine.read(engine.sample(sys.maxsize).ids):
        title = text.document.title
        stretches.append(Stretch(record_of(text.document.id), text.passage.start, text.passage.end))
        texts.append(f"{title}\n{text.passage.text}" if title else text.passage.text)
    return Passages(stretches, texts)


if __name__ == "__main__":
    main()
