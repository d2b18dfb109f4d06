"""Test collections in BEIR's layout: articles, queries, and which articles answer them.

    corpus.jsonl        {"_id": ..., "title": ..., "text": ...} a line
    queries.jsonl       {"_id": ..., "text": ...} a line
    qrels/test.tsv      query-id, corpus-id, score; tabs between them, with a header

Thakur et al., "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval
Models", NeurIPS 2021.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import SourceError

Qrels = Mapping[str, Mapping[str, int]]
"""For each query id the judged documents, by id; a grade above 0 is relevant."""

_CORPUS: Final = "corpus.jsonl"

_MOST_GRADE: Final = 1_000_000
"""trec_eval counts grades up to the highest one, and knows no numbers of more than 63 bits."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A test collection; ``queries`` are those with a relevant document, by id."""

    name: str
    corpus: Path
    queries: Mapping[str, str]
    qrels: Qrels


def read(folder: Path, split: str = "test") -> Dataset:
    """Read the queries and judgements of the test collection in ``folder``.

    :raises SourceError: where a file is missing or is not in BEIR's layout.
    """
    corpus = folder / _CORPUS
    if not corpus.is_file():
        raise SourceError(
            f"No {corpus}: a test collection needs corpus.jsonl, queries.jsonl, qrels/"
        )
    queries, qrels = read_judgements(folder, split)
    return Dataset(folder.resolve().name, corpus, queries, qrels)


def record_of(document_id: str) -> str:
    """The id that a document has in its corpus; both it and the path may hold a ``#``."""
    before, found, record = f"/{document_id}".partition(f"/{_CORPUS}#")
    return record if found else before.rpartition("#")[2]


def read_judgements(folder: Path, split: str = "test") -> tuple[dict[str, str], Qrels]:
    """The queries of the test collection in ``folder`` that have an answer, and their judgements.

    :raises SourceError: where a file is missing or is not in BEIR's layout.
    """
    qrels = _qrels(folder / "qrels" / f"{split}.tsv")
    texts = _queries(folder / "queries.jsonl")
    unknown = qrels.keys() - texts.keys()
    if unknown:
        raise SourceError(
            f"{folder / 'queries.jsonl'} lacks {min(unknown)}, which the judgements name"
        )
    return {query: texts[query] for query in qrels}, qrels


def _queries(path: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            texts[str(record["_id"])] = str(record["text"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise SourceError(
                f'{path}:{number}: not a JSON object such as {{"_id": "1", "text": "..."}}'
            ) from None
    return texts


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """The judgements of all queries with a relevant document."""
    qrels: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), 1):
        row = line.split("\t")
        if not line or (number == 1 and row[-1] == "score"):
            continue
        try:
            query, document, grade = row
            if abs(int(grade)) > _MOST_GRADE:
                raise ValueError
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError:
            raise SourceError(f"{path}:{number}: not a query, a document and a grade") from None
    found = {query: grades for query, grades in qrels.items() if max(grades.values()) > 0}
    if not found:
        raise SourceError(f"{path} judges no document relevant")
    return found


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(
            f"No {path}: judgements are a folder with queries.jsonl and qrels/, as BEIR has them"
        ) from None
    except OSError as error:
        raise SourceError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text (byte {error.start})") from error
