from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import harm
import pytest
from conftest import Command
from hypothesis import given
from hypothesis import strategies as st

import index
from index.errors import IndexDamagedError
from index.generation import generations
from index.generation.history import set_ranking
from index.generation.manifest import Manifest
from index.generation.parameters import LIMITS, RankingParameters
from search import Searcher

SETTING = RankingParameters(weight=0.25, k1=2.0, b=0.5, title=0.0, heading=1.0, context=0.0)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    harm.write_articles(tmp_path / "articles", notes=0)
    index.build([tmp_path / "articles"], tmp_path / "index")
    return tmp_path / "index"


@given(st.fixed_dictionaries({name: st.floats(*limits) for name, limits in LIMITS.items()}))
def test_a_setting_is_read_as_it_was_written(fields: dict[str, float]) -> None:
    assert RankingParameters.from_record(json.loads(json.dumps(fields))) == RankingParameters(
        **fields
    )


@pytest.mark.parametrize(
    "wrong", [{"weight": 1.1}, {"k1": 0.0}, {"b": float("nan")}, {"title": 1}, {"body": 1.0}]
)
def test_a_manifest_with_a_setting_that_means_nothing_is_damaged(
    wrong: dict[str, float], place: Path
) -> None:
    from index.generation.manifest import _digest, _text

    fields = json.loads(replace(generations.current_manifest(place), ranking=SETTING).to_json())
    del fields["seal"]
    fields["ranking"] |= wrong
    text = _text(fields | {"seal": _digest(fields)})
    with pytest.raises(IndexDamagedError):
        Manifest.from_json(text, "manifest.json")


def test_a_setting_ranks_shows_and_is_taken_back(place: Path, command: Command) -> None:
    with Searcher.open(place) as searcher:
        before = searcher.search("grain", explain=True).hits
        first = searcher.engine.manifest
        assert "ranking" not in first.to_json()
        set_ranking(SETTING, place)
        assert searcher.refresh()
        after = searcher.search("grain", explain=True).hits
    assert [hit.score for hit in before] != [hit.score for hit in after]
    explained = after[0].explanation
    assert explained
    assert explained.vector
    assert explained.vector.weight == 0.25
    assert "set by tuning" in explained.reason
    assert explained.score == pytest.approx(after[0].score, abs=1e-5)
    assert str(SETTING) in command("stats", "-i", place, cwd=place).stdout
    assert command("verify", "-i", place, cwd=place).returncode == 0
    assert index.rollback(place) == first
    with Searcher.open(place) as searcher:
        assert [hit.score for hit in searcher.search("grain").hits] == [h.score for h in before]


@pytest.mark.parametrize("fresh", [False, True])
def test_later_builds_and_archives_keep_the_setting(
    fresh: bool, place: Path, tmp_path: Path
) -> None:
    set_ranking(SETTING, place)
    (tmp_path / "articles" / "new.txt").write_text("A new article on barley and its price.\n")
    report = index.build(location=place, settings=index.Settings(fresh=fresh))
    assert report.added
    assert report.manifest.ranking == SETTING
    assert index.compact(place).manifest.ranking == SETTING
    index.export(tmp_path / "archive", place)
    index.import_(tmp_path / "archive", tmp_path / "other")
    assert generations.current_manifest(tmp_path / "other").ranking == SETTING
