"""The texts that are measured on.

A corpus is a ``corpus.jsonl`` in the layout of BEIR: one JSON object with ``_id``, ``title`` and
``text`` a line, paragraphs between empty lines.
"""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

SENTENCE: Final = (8, 24)
PARAGRAPH: Final = (3, 5)
ARTICLE: Final = (4, 8)


def paragraphs(corpus: Path) -> Iterator[str]:
    """The paragraphs of a corpus in their order."""
    for record in records(corpus):
        yield from (part.strip() for part in record["text"].split("\n\n") if part.strip())


def headlines(corpus: Path, count: int) -> list[str]:
    """Titles of at least three words, evenly spread over a corpus: what people might ask."""
    titles = [title for record in records(corpus) if len((title := record["title"]).split()) > 2]
    return titles[:: max(1, len(titles) // count)][:count]


def write_passages(corpus: Path, count: int, target: Path, copies: int = 1) -> int:
    """Write the first ``count`` paragraphs as articles of their own; returns how many.

    So every engine retrieves the same units. Each further copy has a source of its own: lines
    that the articles of one source repeat would count as its boilerplate.
    """
    texts = list(itertools.islice(paragraphs(corpus), count))
    with target.open("w", encoding="utf-8") as file:
        for copy, (number, text) in itertools.product(range(copies), enumerate(texts)):
            name = f"{copy}-{number}"
            day = f"{1990 + number % 30}-{1 + number % 12:02}-{1 + number % 28:02}"
            record = {"_id": name, "title": "", "text": text, "published": day}
            json.dump({**record, "source": f"copy {copy}"}, file)
            file.write("\n")
    return len(texts) * copies


def write_synthetic(seeds: Path, count: int, target: Path) -> None:
    """Write a corpus of at least ``count`` paragraphs drawn from the words of articles.

    Words come as often as they do there, in no order: good for speed, not for relevance.
    """
    chance = random.Random(0)
    words = list(_words(path for path in sorted(seeds.rglob("*")) if path.is_file()))
    written = 0
    with target.open("w", encoding="utf-8") as file:
        for number in itertools.count():
            if written >= count:
                break
            parts = [
                " ".join(_sentence(chance, words) for _ in range(chance.randint(*PARAGRAPH)))
                for _ in range(chance.randint(*ARTICLE))
            ]
            title = " ".join(chance.choices(words, k=6))
            json.dump({"_id": str(number), "title": title, "text": "\n\n".join(parts)}, file)
            file.write("\n")
            written += len(parts)


def _sentence(chance: random.Random, words: list[str]) -> str:
    return " ".join(chance.choices(words, k=chance.randint(*SENTENCE))).capitalize() + "."


def _words(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        text = re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8", errors="ignore"))
        yield from re.findall(r"[^\W_]+", text)


def records(corpus: Path) -> Iterator[dict[str, str]]:
    """The articles of a corpus in their order."""
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            yield {"title": "", "text": ""} | json.loads(line)
