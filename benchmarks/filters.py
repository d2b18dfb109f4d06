"""What a filter costs: the CPU time of queries with it against the same queries without.

    python -m benchmarks.filters CORPUS [--passages 200000] [--index FOLDER] [--only TEXT]

CORPUS is a ``corpus.jsonl`` in the layout of BEIR. It is told again and again, three words in ten
exchanged for others of the corpus, until there are as many passages, each article with a date, a
source, an author, a language, a folder and two fields. Vectors are sums of random ones, one for
each word, so that encoding costs nothing; what it costs the default model, on one core, is measured
in the same run and told apart, since each query that a user types pays it. ``--index`` keeps the
index, or takes one that was kept. All are asked in turns, in an order drawn anew for each query,
and the least of the rounds counts; beside it stands what a filter costs when it is first seen.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import numpy as np

import index
from benchmarks.corpus import headlines, records
from benchmarks.timing import load, say
from index.encoder import open_encoder
from index.encoder.callable import CallableEncoder
from index.types import Document, Vectors
from search import Searcher

DIMENSION: Final = 384
QUERIES: Final = 24
ROUNDS: Final = 5
SWAPPED: Final = 0.3
"""The share of an article's words that each telling of it exchanges."""

PER_PARAGRAPH: Final = 0.73
"""Passages that a paragraph gives, about, so that enough articles are made."""

SOURCES: Final = ("Harbour Gazette", "Morning Post", "Evening Star", "Coast Wire", "Hill Echo")
SHARES: Final = (0.5, 0.3, 0.125, 0.07, 0.005)
LANGUAGES: Final = ("en", "en", "en", "de", "fr")
SECTIONS: Final = ("politics", "business", "sport", "culture", "science", "letters")
FIRST: Final = date(1990, 1, 1)
DAYS: Final = 30 * 365

FILTERS: Final = (
    "after:1985",
    "after:2005",
    "after:2018-06",
    "before:1993",
    "on:2003-04-04",
    "in:1999",
    "after:1995 before:2000",
    'source:"harbour gazette"',
    'source:"evening star"',
    'source:"hill echo"',
    "author:writer*",
    'author:"writer 7"',
    "lang:en",
    "lang:de",
    "file:desk-1/*",
    "file:desk-*",
    "section:politics",
    "words>150",
    "words<40",
    "words:60..90",
    'source:"evening star" lang:de',
    'source:"harbour gazette" lang:en after:2000',
    "NOT lang:de",
    "NOT said",
    "NOT shares",
    "NOT karsova",
    "-said",
    "-bank -oil",
    '-"last year"',
    "lang:en -shares",
)


_COLUMNS: Final = (("ms", 8), ("times", 8), ("encoded, ms", 14), ("times", 8), ("first, ms", 12))


def main() -> None:
    parser = argparse.ArgumentParser(description="What filters cost.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--index", type=Path, help="keep the index here, or take it from here")
    parser.add_argument("--only", default="", help="the filters that hold this text")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    encoder = CallableEncoder(vectors, "sums of random vectors", texts_a_call=1024)
    with tempfile.TemporaryDirectory() as name:
        place = options.index or Path(name) / "index"
        if not place.exists():
            say(f"building an index of {options.passages:,} passages")
            made = documents(options.corpus, options.passages)
            settings = index.Settings(encoder=encoder, keep_boilerplate=True)
            index.build((), place, settings, documents=made)
        chosen = [one for one in FILTERS if options.only in one]
        with Searcher(index.open_engine(place), encoder) as searcher:
            passages = searcher.engine.manifest.counts.passages
            print(f"{passages:,} passages; load average {load()}")
            queries = [
                " ".join(re.findall(r"[a-z]{3,}", title.lower()))
                for title in headlines(options.corpus, QUERIES)
            ]
            for line in measured(searcher, queries, chosen, options.rounds):
                print(line, flush=True)


def measured(
    searcher: Searcher, queries: Sequence[str], filters: Sequence[str], rounds: int
) -> Iterator[str]:
    """A line for each filter, the dearest last."""
    for query in queries:
        searcher.search(query)
    first = {one: _spent(searcher, f"{queries[0]} {one}") for one in filters}
    encoder = open_encoder(threads=1)
    encoding: dict[str, float] = {}
    least: dict[tuple[str, str], float] = {}
    chance = random.Random(1)
    for _, query in itertools.product(range(rounds), queries):
        began = time.process_time()
        encoder.encode_query(query)
        encoding[query] = min(time.process_time() - began, encoding.get(query, 1))
        for one in chance.sample(("", *filters), 1 + len(filters)):
            spent = _spent(searcher, f"{query} {one}")
            least[one, query] = min(spent, least.get((one, query), spent))
    means = {
        one: 1000 * sum(least[one, query] for query in queries) / len(queries)
        for one in ("", *filters)
    }
    encoded = 1000 * sum(encoding.values()) / len(queries)
    head = "".join(f"{title:>{width}}" for title, width in _COLUMNS)
    yield f"{'':<46}{head}"
    yield f"{'without a filter':<46}{means['']:>8.2f}{1:>8.2f}{means[''] + encoded:>14.2f}{1:>8.2f}"
    for one in sorted(filters, key=lambda one: means[one]):
        mean = means[one]
        alone, whole = mean / means[""], (mean + encoded) / (means[""] + encoded)
        figures = f"{mean:>8.2f}{alone:>8.2f}{mean + encoded:>14.2f}{whole:>8.2f}"
        yield f"{one:<46}{figures}{1000 * first[one]:>12.1f}"
    for name, cost in ("without encoding", 0.0), ("encoding included", encoded):
        dear = [one for one in filters if means[one] + cost > 1.3 * (means[""] + cost)]
        yield f"{len(filters) - len(dear)} of {len(filters)} take at most 1.3 times, {name}"


def _spent(searcher: Searcher, query: str) -> float:
    began = time.process_time()
    searcher.search(query)
    return time.process_time() - began


_TABLE: Final = np.random.default_rng(1).standard_normal((1 << 14, DIMENSION), dtype=np.float32)


def vectors(texts: Sequence[str]) -> Vectors:
    """For each text the direction of the sum of its words' vectors."""
    sums = np.empty((len(texts), DIMENSION), dtype=np.float32)
    for place, text in enumerate(texts):
        words = [zlib.crc32(word.encode()) % len(_TABLE) for word in text.lower().split()]
        sums[place] = _TABLE[words].sum(axis=0) if words else _TABLE[0]
    found: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return found


def documents(corpus: Path, passages: int) -> Iterator[Document]:
    """The articles of a corpus, told again until they have about so many passages."""
    known = [(one["title"], one["text"]) for one in records(corpus)]
    words = " ".join(text for _, text in known[:2000]).split()
    chance = random.Random(1)
    left = passages / PER_PARAGRAPH
    each = ((telling, *one) for telling in itertools.count() for one in enumerate(known))
    for telling, number, (title, text) in each:
        if left <= 0:
            return
        left -= text.count("\n\n") + 1
        if telling:
            title, text = _retold(title, words, chance), _retold(text, words, chance)
        yield _document(f"{telling}-{number}", title, text, chance)


def _retold(text: str, words: Sequence[str], chance: random.Random) -> str:
    def word(match: re.Match[str]) -> str:
        return chance.choice(words) if chance.random() < SWAPPED else match[0]

    return re.sub(r"\S+", word, text)


def _document(name: str, title: str, text: str, chance: random.Random) -> Document:
    (source,) = chance.choices(SOURCES, SHARES)
    return Document(
        id=f"desk-{chance.randrange(1, 21)}/{name}.txt",
        path="",
        text=text,
        blocks=(),
        title=title,
        author=f"Writer {int(chance.paretovariate(0.5)) % 3000}",
        published=(FIRST + timedelta(chance.randrange(DAYS))).isoformat(),
        source=source,
        language=chance.choice(LANGUAGES),
        metadata={"section": chance.choice(SECTIONS), "words": str(len(text.split()))},
    )


if __name__ == "__main__":
    main()
