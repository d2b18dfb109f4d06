"""How well copies of a story are told from other stories: ``python -m benchmarks.copies FOLDER``.

FOLDER holds a ``corpus.jsonl`` with a ``text`` in each line, in paragraphs. Rewrites are made of
its articles in the ways in which newspapers treat an agency's text; pairs of different articles
are drawn at random. Bulletins, the same words around other figures, are no copies.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

from index.article.copies import are_copies, sketch, stories

PAIRS = 20_000


def same(text: str, _: random.Random, __: list[str]) -> str:
    return text


def credited(text: str, chance: random.Random, _: list[str]) -> str:
    place = chance.choice(["LONDON", "Geneva", "SALTMERE (Agency)"])
    return f"{place} - {text}\n\nReporting by our own correspondent. All rights reserved."


def shortened(text: str, chance: random.Random, _: list[str]) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: max(1, round(len(paragraphs) * chance.uniform(0.4, 0.8)))])


def reordered(text: str, chance: random.Random, _: list[str]) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(chance.sample(paragraphs, len(paragraphs)))


def reworded(text: str, chance: random.Random, words: list[str]) -> str:
    """Every tenth word is another one, or is gone."""
    kept = []
    for word in text.split(" "):
        if chance.random() < 0.1:
            if chance.random() < 0.5:
                kept.append(chance.choice(words))
        else:
            kept.append(word)
    return " ".join(kept)


def edited(text: str, chance: random.Random, words: list[str]) -> str:
    return credited(reworded(shortened(text, chance, words), chance, words), chance, words)


REWRITES: dict[str, Callable[[str, random.Random, list[str]], str]] = {
    "the same": same,
    "with a place and a credit": credited,
    "cut to 40-80 % of its paragraphs": shortened,
    "paragraphs in another order": reordered,
    "every tenth word another or gone": reworded,
    "cut, reworded and credited": edited,
}


BULLETINS = (
    "The harbour exchange closed at {} points on Friday, up {} per cent, in a turnover of {} "
    "million crowns. Shares in the shipyard ended at {}.{} crowns and those of the bank at {}.{}. "
    "The crown was fixed at {}.{} to the dollar. Dealers said that trading was thin before the "
    "holiday and that few investors wanted to commit themselves.",
    "Reservoirs in the district stood at {} per cent of their capacity on {} May, against {} per "
    "cent a week before. The water board said that {} villages were supplied by lorry and that "
    "hoses may be used between {} and {} hours. It asked all households to go on saving water, "
    "and promised to review the rules after the next rain. Rainfall since January is {} mm.",
    "Polling firm Oriel found the Harbour Party at {} per cent and the Union at {} per cent, with "
    "{} per cent undecided. It asked {} people between {} and {} June, with a margin of {} "
    "points. The firm interviews the same panel of voters every week by telephone.",
)
ISSUES = 8
"""Bulletins of each kind: more of them share runs so often that these weigh little anyway."""


def bulletins(kind: str, chance: random.Random) -> list[str]:
    blanks = kind.count("{}")
    return [kind.format(*chance.sample(range(2, 400), blanks)) for _ in range(ISSUES)]


def series() -> str:
    """How many bulletins are taken for copies of a former one, by two and in an index of them."""
    chance = random.Random(1)
    every = [[sketch(text) for text in bulletins(kind, chance)] for kind in BULLETINS]
    pairs = [pair for known in every for pair in itertools.combinations(known, 2)]
    folded = sum(are_copies(one, other) for one, other in pairs)
    among = sum(n != leader for known in every for n, leader in enumerate(stories(known)))
    return (
        f"{folded} of {len(pairs)} pairs of bulletins of one kind are taken for copies, "
        f"{among} of {ISSUES * len(BULLETINS)} in an index"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    options = parser.parse_args()
    lines = (options.folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    chance = random.Random(1)
    texts = sorted({json.loads(line)["text"] for line in lines})
    texts = [text for text in texts if len(text.split()) >= 80]
    chosen = chance.sample(texts, min(options.articles, len(texts)))
    words = " ".join(chosen[:50]).split()
    known = [sketch(text) for text in texts]
    originals = [sketch(text) for text in chosen]
    print(f"{options.folder.name}: {len(chosen):,} articles of 80 words or more, rewrites told")
    print(f"  {'':<40}{'by two':>10}{'among all':>12}")
    for name, rewrite in REWRITES.items():
        rewritten = [sketch(rewrite(text, chance, words)) for text in chosen]
        pairs = sum(map(are_copies, originals, rewritten)) / len(chosen)
        # Behind all articles, so that each rewrite counts to a story only if it is told.
        leaders = stories([*known, *rewritten])[len(known) :]
        among = sum(leader < len(known) for leader in leaders) / len(chosen)
        print(f"  {name:<40}{pairs:>10.1%}{among:>12.1%}")
    print(series())
    drawn = [chance.sample(range(len(known)), 2) for _ in range(PAIRS)]
    wrong = sum(are_copies(known[one], known[other]) for one, other in drawn)
    print(f"{wrong} of {PAIRS:,} random pairs of different articles are taken for copies")
    started = time.process_time()
    copies = sum(number != leader for number, leader in enumerate(stories(known)))
    seconds = time.process_time() - started
    print(
        f"{copies:,} of all {len(known):,} articles are told as copies, in {seconds:.2f} s of CPU"
    )


if __name__ == "__main__":
    main()
