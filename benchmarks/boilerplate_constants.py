"""What the numbers in the rules of boilerplate are worth: each halved and doubled, in turn.

    python -m benchmarks.boilerplate_constants [--sites 32]

On the pages of ``sites.py`` as get_text and html2text make them text, each page alone and five of a
site together, and on the sample articles, of which each line is judged. A number of which half and
double give the same is there to bound what a rule may take, not to tune it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.boilerplate import DUMPS, Dumped, Score, document, dumped, score
from benchmarks.sites import pages
from index.article import calls_to_action, menu_lines
from index.boilerplate import mark, mark_together, marking, menus, repetition, teasers

CONSTANTS: tuple[tuple[ModuleType, str], ...] = (
    (teasers, "_LONGEST_TEASER"),
    (teasers, "_LONGEST_HEADLINE"),
    (teasers, "_MOST_LINES"),
    (teasers, "_FEWEST_HEADLINES"),
    (marking, "_LONGEST_CANDIDATE"),
    (marking, "_LONGEST_SENTENCE"),
    (marking, "_FEWEST_SHARED_WORDS"),
    (menus, "_FEWEST_KNOWN"),
    (menus, "_WIDEST_GAP"),
    (menu_lines, "_SHORTEST_PROSE"),
    (menu_lines, "_LONGEST_SHORT"),
    (menu_lines, "_MOST_SHORT_WORDS"),
    (menu_lines, "_LONGEST_LINE"),
    (menu_lines, "_LONG_PROSE"),
    (menus, "_MOST_PROSE_BELOW"),
    (calls_to_action, "LONGEST"),
    (calls_to_action, "_LONGEST_BARE_CALL"),
    (repetition, "REPEATED_IN"),
    (repetition, "REPEATED_SHARE"),
    (repetition, "_COPIES"),
    (repetition, "_WIDEST_GAP"),
)


def measure(sites: list[list[Dumped]]) -> list[str]:
    """Article kept and rest out, alone and together, and the lines of the samples."""
    alone: list[Score] = []
    together: list[Score] = []
    for site in sites:
        read = [document(str(n), page.text) for n, page in enumerate(site)]
        for found, documents in ((alone, map(mark, read)), (together, mark_together(read))):
            found += [score(one, page.signs) for one, page in zip(documents, site, strict=True)]
    return [*(text for scores in (alone, together) for text in _shares(scores)), wrong_lines()]


def wrong_lines() -> str:
    """Lines of the sample articles that are marked and should not be, and the other way round."""
    root = Path(__file__).parent.parent
    truth = json.loads((root / "tests/seeds_boilerplate.json").read_text(encoding="utf-8"))
    documents = []
    for name in truth:
        path = root / "seeds" / name
        read = document(name, path.read_text(encoding="utf-8"))
        documents.append(replace(read, source=path.parent.name))
    taken = lost = left = 0
    for one in mark_together(documents):
        marked = [one.text[b.start : b.end] for b in one.blocks if b.reason]
        expected = truth[one.id]
        taken += len(expected)
        lost += sum((Counter(marked) - Counter(expected)).values())
        left += sum((Counter(expected) - Counter(marked)).values())
    return f"{lost} lost, {left} of {taken} left"


def _shares(scores: list[Score]) -> Iterator[str]:
    article, lost, rest, out = (sum(column) for column in zip(*scores, strict=True))
    yield f"{1 - lost / article:.2%}"
    yield f"{out / rest:.1%}"


def _half_and_double(value: Any) -> tuple[Any, Any]:
    """Of a number, or of the numbers in a table."""
    if isinstance(value, dict):
        return {k: v / 2 for k, v in value.items()}, {k: v * 2 for k, v in value.items()}
    return (value // 2 if isinstance(value, int) else value / 2), value * 2


def main() -> None:
    """Print a row for each number as it is, and for its half and its double."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sites", type=int, default=32)
    count = parser.parse_args().sites
    sites = [
        [dumped(page, DUMPS[name][0]) for page in site]
        for name in ("get_text", "html2text")
        for site in pages(count)
    ]
    print("| number | is | article kept | rest out | of five: kept | rest out | samples |")
    print("|---|---|---|---|---|---|---|")
    print("| " + " | ".join(["as they are", "", *measure(sites)]) + " |", flush=True)
    for module, name in CONSTANTS:
        value: Any = getattr(module, name)
        for other in _half_and_double(value):
            setattr(module, name, other)
            row = [f"{module.__name__.rpartition('.')[2]}.{name}", f"{value} → {other}"]
            print("| " + " | ".join([*row, *measure(sites)]) + " |", flush=True)
        setattr(module, name, value)


if __name__ == "__main__":
    main()
