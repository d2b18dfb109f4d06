from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import small_models
from conftest import Command

import index
from index.engines import default_parameters, open_engine
from index.errors import SearchError, SourceError
from index.generation.history import set_ranking
from search.evaluation.tune import tune

NOUNS = "harbour budget orchard railway museum glacier lantern parliament vaccine violin".split()
VERBS = "closed reopened doubled vanished burned expanded froze won".split()
PLACES = "Karsova Saltmere Vastmark Tarnbeck Oldhaven Merrowdale".split()


def write_articles(folder: Path, count: int) -> None:
    """Articles of two passages, each about a clerk of its own, among words that all share."""
    folder.mkdir(parents=True)
    chance = np.random.default_rng(0)
    for number in range(count):
        noun = NOUNS[number % len(NOUNS)]
        verb = VERBS[number // len(NOUNS) % len(VERBS)]
        place = PLACES[number // 7 % len(PLACES)]
        first, second = (" ".join(chance.choice(NOUNS + VERBS, 40)) for _ in range(2))
        (folder / f"{number:03}.txt").write_text(
            f"The {noun} of {place} {verb} under clerk{number}\n\n"
            f"In {place} nobody knew why the {noun} {verb} that winter, said clerk{number}. "
            f"Others remembered {first}.\n\n"
            f"The {noun} had {verb} before, as clerk{number} wrote in the annals of the time. "
            f"Officials spoke of {second}, and clerk{number} of nothing.\n",
            encoding="utf-8",
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of sixty articles, with an encoder that knows every word and nothing else."""
    folder = tmp_path_factory.mktemp("tuned")
    write_articles(folder / "articles", 60)
    words = {
        word
        for path in (folder / "articles").iterdir()
        for word in path.read_text().lower().split()
    }
    model = small_models.save_static(folder / "model", sorted(words))
    settings = index.Settings(model=str(model))
    index.build([folder / "articles"], folder / "index", settings)
    return folder / "index"


def write_judgements(folder: Path, answers: dict[str, str], queries: dict[str, str]) -> Path:
    (folder / "qrels").mkdir(parents=True)
    lines = [json.dumps({"_id": name, "text": text}) for name, text in queries.items()]
    (folder / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = [f"{query}\t{document}\t1" for query, document in answers.items()]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_a_ranking_that_serves_the_articles_badly_is_mended_and_kept(
    place: Path, tmp_path: Path, command: Command
) -> None:
    # The encoder is a table of random vectors, so the more the words alone count the better. No
    # passage holds all words of a query, which would make it the first by whatever weight.
    bad = default_parameters(1.0)
    set_ranking(bad, place)
    folder = write_judgements(
        tmp_path / "judged",
        {f"q{n}": f"{n:03}.txt" for n in range(60)},
        {f"q{n}": f"clerk{n} {NOUNS[n % 10]} sonata oboe zither" for n in range(60)},
    )
    asked = ("tune", "-i", place, "--judgements", folder)
    shown = command(*asked, "--dry-run", cwd=place)
    assert shown.returncode == 0, shown.stderr
    assert "The gain is real; without --dry-run" in shown.stdout
    record = json.loads(command(*asked, "--json", cwd=place).stdout)
    assert record["written"]
    assert record["difference"]["low"] > 0
    difference = record["after"]["mean"] - record["before"]["mean"]
    assert record["difference"]["mean"] == pytest.approx(difference)
    assert record["former"]["weight"] == 1.0 > record["fitted"]["weight"]
    with open_engine(place) as engine:
        assert engine.manifest.ranking
        assert engine.manifest.ranking.weight == record["fitted"]["weight"]
    assert index.rollback(place).ranking == bad
    assert command("tune", "-i", place, "--reset", cwd=place).returncode == 0
    with open_engine(place) as engine:
        assert engine.manifest.ranking is None


def test_judgements_name_articles_by_the_end_of_their_ids(
    place: Path, tmp_path: Path, command: Command
) -> None:
    queries = {f"q{n}": f"clerk{n}" for n in range(50)}
    answers = {f"q{n}": f"{n:03}.txt" for n in range(49)} | {"q49": "nowhere.txt"}
    folder = write_judgements(tmp_path / "judged", answers, queries)
    generation = set_ranking(default_parameters(0.0), place).generation
    done = command("tune", "-i", place, "--judgements", folder, "--json", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "1 of 50 judged articles are not in the index, such as nowhere.txt" in done.stderr
    record = json.loads(done.stdout)
    assert record["queries"] == 49
    # Words alone find the one article in which a clerk stands: nothing can be better.
    assert record["before"]["mean"] == record["after"]["mean"] == 1
    assert not record["written"]
    with open_engine(place) as engine:
        assert engine.manifest.generation == generation


def test_too_few_queries_are_refused_in_one_line(
    place: Path, tmp_path: Path, command: Command
) -> None:
    folder = write_judgements(tmp_path / "judged", {"q": "000.txt"}, {"q": "clerk0"})
    refused = command("tune", "-i", place, "--judgements", folder, cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("search: 1 are too few queries")
    assert len(refused.stderr.splitlines()) == 1
    with pytest.raises(SearchError, match="1 are too few queries"):
        tune(folder, place)
    with pytest.raises(SourceError, match=r"qrels"):
        tune(tmp_path, place)
    unnamed = command("tune", "-i", place, cwd=tmp_path)
    assert unnamed.returncode == 2
    assert "--judgements" in unnamed.stderr
