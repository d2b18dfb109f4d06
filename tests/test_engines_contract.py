"""What every engine promises, whether it lies in a folder or in shards far away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from engine_kinds import NAMES, Kind, build, kind_of

from index.encoder.protocol import Encoder
from index.engines.protocol import Engine, Found, Request
from index.query import parse
from search import Searcher
from search.ranking.hybrid import Ranker

QUERIES = [
    "arms control talks",
    "nuclear test ban treaty ratification",
    "ferry battery fire",
    "HC-0881",
    "smartphones confiscated at school",
    "who forged the charts that museums bought",
    "bank rescue job losses",
    "malaria vaccine trial results",
    "peat bog carbon",
    "wheat rust breeders",
    "ransom demanded from the port",
    "comet dust return",
    "night trains return",
    "interest rate decision",
    "amber found in a grave",
    "tidal lagoon inquiry",
]


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> dict[str, Kind]:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "seeds").symlink_to(seeds)
    found = {name: kind_of(name, folder / name) for name in NAMES}
    for kind in found.values():
        build(kind, [folder / "seeds"])
    return found


@pytest.fixture(scope="module")
def embedded(kinds: dict[str, Kind]) -> Iterator[Engine]:
    with kinds["embedded"].open() as opened:
        yield opened


@pytest.fixture(scope="module", params=NAMES)
def engine(request: pytest.FixtureRequest, kinds: dict[str, Kind]) -> Iterator[Engine]:
    with kinds[request.param].open() as opened:
        yield opened


def ask(engine: Engine, encoder: Encoder, text: str, depth: int = 20) -> Found:
    query = parse(text)
    vector = encoder.encode_query(query.words) if query.words else None
    (found,) = engine.ask([Request(query, vector, depth)])
    return found


@pytest.mark.parametrize("text", QUERIES[:6])
def test_candidates_stand_once_and_legs_are_ranked(
    engine: Engine, encoder: Encoder, text: str
) -> None:
    found = ask(engine, encoder, text)
    ids = [found.ids[place] for place in range(len(found.ids))]
    assert len(set(ids)) == len(ids) == len(found.articles) == len(found.vectors())
    assert found.keyword.rows.tolist() == list(range(len(found.keyword)))
    assert set(found.keyword.rows.tolist()) | set(found.nearest.rows.tolist()) == set(
        range(len(ids))
    )
    for leg in (found.keyword, found.nearest):
        assert len(leg) <= 20
        assert (np.diff(leg.scores) <= 1e-6).all()
    assert (found.keyword.scores > 0).all()


@pytest.mark.parametrize("text", [*QUERIES[:4], '"test ban" treaty', "+ferry -vaccine electric"])
def test_scores_of_candidates_are_those_of_the_legs(
    engine: Engine, encoder: Encoder, text: str
) -> None:
    found = ask(engine, encoder, text)
    vector = encoder.encode_query(parse(text).words)
    scores, cosines = found.keyword_scores(), found.vectors() @ vector[0]
    assert scores[found.keyword.rows] == pytest.approx(found.keyword.scores, rel=1e-4)
    assert cosines[found.nearest.rows] == pytest.approx(found.nearest.scores, abs=1e-4)
    assert ((found.coverage() >= 0) & (found.coverage() <= 1 + 1e-9)).all()
    parts = found.explain(np.arange(len(found.ids)))
    sums = [sum(part.score for part in each) for each in parts]
    assert sums == pytest.approx(scores.tolist(), rel=1e-3, abs=1e-5)
    assert found.keyword_background().deviation > 0
    assert found.vector_background(vector).deviation > 0


@pytest.mark.parametrize(
    ("text", "holds", "lacks"),
    [
        ('"test ban" treaty', "test ban", ""),
        ("+ferry electric", "ferr", ""),
        ("bank -rescue", "", "rescue"),
        ("treaty AND ratification", "treat", ""),
        ("title:ferry", "ferr", ""),
    ],
)
def test_what_a_query_insists_on_holds_for_every_candidate(
    engine: Engine, encoder: Encoder, text: str, holds: str, lacks: str
) -> None:
    found = ask(engine, encoder, text, 200)
    assert len(found.ids)
    for read in engine.read(found.ids):
        passage = read.passage
        content = f"{passage.title} {passage.heading} {passage.text}".lower().replace("-", " ")
        assert holds in " ".join(content.split())
        assert not lacks or lacks not in content


def test_the_same_passages_match_in_every_engine(
    engine: Engine, embedded: Engine, encoder: Encoder
) -> None:
    for text in (*QUERIES, '"test ban" OR ferry', "(ferry OR treaty) AND NOT battery"):
        found = [
            {t.passage.id for t in each.read([f.ids[p] for p in f.keyword.rows.tolist()])}
            for each in (engine, embedded)
            for f in [ask(each, encoder, text, 300)]
        ]
        assert found[0] == found[1], text


def test_rankings_agree(engine: Engine, embedded: Engine, encoder: Encoder) -> None:
    ranker = Ranker()
    shared = first = 0
    for text in QUERIES:
        tops = []
        for each in (engine, embedded):
            found = ask(each, encoder, text, 100)
            best = ranker.rank(found, encoder.encode_query(text)).rows[:10]
            read = each.read([found.ids[place] for place in best.tolist()])
            tops.append([r.passage.id for r in read])
        shared += len(set(tops[0]) & set(tops[1]))
        first += tops[0][0] == tops[1][0]
    assert first >= len(QUERIES) - 1
    assert shared >= 0.9 * 10 * len(QUERIES)


def test_a_sample_is_the_same_for_the_same_seed(engine: Engine) -> None:
    once, again, other = (engine.sample(40, seed) for seed in (1, 1, 2))
    assert list(once.ids) == list(again.ids) != list(other.ids)
    assert np.array_equal(once.vectors, again.vectors)
    assert len(once.ids) == len(once.vectors) == 40
    assert len(engine.read(once.ids)) == 40


class Counting:
    """An engine that counts how often it is called."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> object:
        member = getattr(self._engine, name)
        if name in ("ask", "read", "sample", "newer") or name == "catalogue":
            self.calls.append(name)
        return member


@pytest.mark.parametrize("text", ["arms control talks", '"test ban" treaty', "+ferry electr*"])
def test_a_query_takes_at_most_three_calls_and_an_explained_one_four(
    embedded: Engine, encoder: Encoder, text: str
) -> None:
    counting = Counting(embedded)
    searcher = Searcher(counting, encoder)  # type: ignore[arg-type]
    assert searcher.search(text).hits
    assert len(counting.calls) <= 3
    counting.calls.clear()
    assert searcher.search(text, explain=True).hits
    assert len(counting.calls) <= 4


def test_words_that_stand_nowhere_are_named(engine: Engine, encoder: Encoder) -> None:
    found = ask(engine, encoder, "Zaphod Beeblebrox", depth=200)
    assert [one.word for one in found.unknown()] == ["Zaphod", "Beeblebrox"]
    assert ask(engine, encoder, "malaria vaccine", depth=200).unknown() == []
