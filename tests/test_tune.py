from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import small_models
from conftest import Command
from hypothesis import given
from hypothesis import strategies as st

import index
from index.engine import default_setting, open_engine
from index.errors import SearchError, SourceError
from index.pipeline import copy_without
from index.progress import Silent
from index.types import Block, BlockKind, Document
from index.upkeep import set_ranking
from index.without import without
from search import Searcher
from search.known_items import known_items
from search.tune import LEAST, tune

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


@given(st.text("ab .\n", max_size=40), st.text("ab ", min_size=1, max_size=8))
def test_words_go_and_everything_else_stays_where_it_was(text: str, words: str) -> None:
    if not words.strip():
        return
    block = Block(0, len(text), BlockKind.PARAGRAPH)
    blocks = (block,) if text.strip() else ()
    lost = without(Document("d", "d", text, blocks, title=f"X {words.upper()}"), words)
    assert len(lost.text) == len(text)
    assert words.strip() not in " ".join(lost.text.split())
    assert all(after in ("\n", " ", before) for before, after in zip(text, lost.text, strict=True))
    assert lost.title == ""
    for kept in lost.blocks:
        piece = lost.text[kept.start : kept.end]
        assert piece == piece.strip() != ""


def test_known_items_are_words_of_the_article_that_answers_them(place: Path) -> None:
    with open_engine(place) as engine:
        items = known_items(engine, 40, Silent())
        assert items == known_items(engine, 40, Silent())
        assert len({item.document_id for item in items}) == 40
        assert {item.is_quote for item in items} == {True, False}
        documents = engine.documents([item.document_id for item in items])
    for item in items:
        document = documents[item.document_id]
        assert item.text in document.text
        assert (item.text == document.title) != item.is_quote


def test_a_copy_lacks_the_words_and_encodes_only_what_that_changes(
    place: Path, tmp_path: Path
) -> None:
    with open_engine(place) as engine:
        item = next(i for i in known_items(engine, 9, Silent()) if i.is_quote)
    report = copy_without({item.document_id: item.text}, tmp_path / "copy", place)
    assert report.changed == 1
    assert report.encoded <= 2
    with Searcher.open(tmp_path / "copy") as searcher:
        phrase = searcher.search(f'"{item.text}"', mode="keyword").hits
        assert item.document_id not in {hit.document.id for hit in phrase}
        whole = searcher.engine.documents([item.document_id])[item.document_id]
        assert item.text not in whole.text
    with Searcher.open(place) as searcher:
        hits = searcher.search(f'"{item.text}"', mode="keyword").hits
        assert item.document_id in {hit.document.id for hit in hits}
    assert not index.verify(place).damage
    assert not index.verify(tmp_path / "copy").damage


def test_a_ranking_that_serves_the_articles_badly_is_mended_and_kept(
    place: Path, command: Command
) -> None:
    # The encoder is a table of random vectors, so the more the words alone count the better.
    bad = default_setting(1.0)
    set_ranking(bad, place)
    shown = command("tune", "-i", place, "--dry-run", cwd=place)
    assert shown.returncode == 0, shown.stderr
    assert "The gain is real; without --dry-run" in shown.stdout
    record = json.loads(command("tune", "-i", place, "--json", cwd=place).stdout)
    assert record["written"]
    assert {gain["kind"] for gain in record["gains"]} == {"headlines", "quotes"}
    for gain in record["gains"]:
        assert gain["difference"]["low"] > 0
        difference = gain["after"]["mean"] - gain["before"]["mean"]
        assert gain["difference"]["mean"] == pytest.approx(difference)
    assert record["former"]["weight"] == 1.0 > record["setting"]["weight"]
    with open_engine(place) as engine:
        assert engine.manifest.ranking
        assert engine.manifest.ranking.weight == record["setting"]["weight"]
    assert index.rollback(place).ranking == bad
    assert command("tune", "-i", place, "--reset", cwd=place).returncode == 0
    with open_engine(place) as engine:
        assert engine.manifest.ranking is None


def write_judgements(folder: Path, answers: dict[str, str], queries: dict[str, str]) -> Path:
    (folder / "qrels").mkdir(parents=True)
    lines = [json.dumps({"_id": name, "text": text}) for name, text in queries.items()]
    (folder / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = [f"{query}\t{document}\t1" for query, document in answers.items()]
    (folder / "qrels" / "test.tsv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def test_judgements_name_articles_by_the_end_of_their_ids(
    place: Path, tmp_path: Path, command: Command
) -> None:
    queries = {f"q{n}": f"clerk{n}" for n in range(50)}
    answers = {f"q{n}": f"{n:03}.txt" for n in range(49)} | {"q49": "nowhere.txt"}
    folder = write_judgements(tmp_path / "judged", answers, queries)
    generation = set_ranking(default_setting(0.0), place).generation
    done = command("tune", "-i", place, "--judgements", folder, "--json", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "1 of 50 judged articles are not in the index, such as nowhere.txt" in done.stderr
    record = json.loads(done.stdout)
    assert record["queries"] == 49
    (gain,) = record["gains"]
    # Words alone find the one article in which a clerk stands: nothing can be better.
    assert gain["before"]["mean"] == gain["after"]["mean"] == 1
    assert not record["written"]
    with open_engine(place) as engine:
        assert engine.manifest.generation == generation


def test_too_few_queries_are_refused_in_one_line(
    place: Path, tmp_path: Path, command: Command
) -> None:
    write_articles(tmp_path / "few", LEAST - 1)
    index.build([tmp_path / "few"], tmp_path / "index")
    with pytest.raises(SearchError, match=f"{LEAST - 1} are too few queries"):
        tune(tmp_path / "index")
    folder = write_judgements(tmp_path / "judged", {"q": "000.txt"}, {"q": "clerk0"})
    refused = command("tune", "-i", place, "--judgements", folder, cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("search: 1 are too few queries")
    assert len(refused.stderr.splitlines()) == 1
    with pytest.raises(SourceError, match=r"qrels"):
        tune(place, tmp_path / "few")
