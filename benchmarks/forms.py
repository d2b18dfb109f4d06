"""How many of twenty pairs of forms of a word are found by one another, in each language.

    python -m benchmarks.forms [CODE ...] [--missed]

The pairs stand in ``forms.txt``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.keyword.analysis import analyze

Pairs = Sequence[tuple[str, str]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("languages", nargs="*", metavar="CODE")
    arguments.add_argument(
        "--missed", action="store_true", help="name the pairs that are not found"
    )
    chosen = arguments.parse_args()
    print("| language | found of twenty |\n|---|---|")
    for language, pairs in read():
        if not chosen.languages or language in chosen.languages:
            missed = [f"{one} – {other}" for one, other in pairs if not same(one, other, language)]
            names = f" {'; '.join(missed)} |" if chosen.missed else ""
            print(f"| {language} | {len(pairs) - len(missed)} |{names}")


def same(one: str, other: str, language: str) -> bool:
    """Whether a query for ``other`` finds an article with ``one``."""
    return not set(analyze(one, language)).isdisjoint(analyze(other, language))


def read() -> Iterator[tuple[str, Pairs]]:
    """Each language with its pairs."""
    path = Path(__file__).with_name("forms.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, _, rest = line.partition(": ")
            yield language, [(one, other) for one, other in map(str.split, rest.split("; "))]


if __name__ == "__main__":
    main()
